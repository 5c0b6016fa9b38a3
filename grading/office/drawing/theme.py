"""A theme part: its colours by slot and its fonts by script."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from lxml import etree

from grading.office.drawing.colours import NO_SCHEME, Scheme, colour_in
from grading.office.drawing.names import A

_SCRIPT_OF_LANGUAGE = {"ja": "Jpan", "ko": "Hang"}
_TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo", "zh-hant"}
DEFAULT_EAST_ASIAN_SCRIPT = "Hans"


class FontSet(msgspec.Struct, frozen=True):
    """The major (headings) or minor (body) fonts; `scripts` maps "Hans", "Jpan" ... to names."""

    latin: str = ""
    east_asian: str = ""
    complex_script: str = ""
    scripts: Mapping[str, str] = {}


class ThemePart(msgspec.Struct, frozen=True):
    """What readers need of a theme; `styles` is the format scheme for shapes that refer to it by number."""

    name: str = ""
    colours: Mapping[str, str] = {}
    major: FontSet = FontSet()
    minor: FontSet = FontSet()

    @property
    def scheme(self) -> Scheme:
        return Scheme(self.colours)

    def font(self, reference: str, language: str = "") -> str:
        """Resolve a theme font reference: Word's "minorEastAsia" or DrawingML's "+mn-ea"; "" if unknown."""
        key = reference.lower()
        fonts = self.major if key.startswith(("major", "+mj")) else self.minor
        if key.endswith(("eastasia", "-ea")):
            return fonts.east_asian or fonts.scripts.get(east_asian_script(language), "")
        if key.endswith(("bidi", "-cs")):
            return fonts.complex_script or fonts.scripts.get("Arab", "")
        return fonts.latin


NO_THEME = ThemePart()


def east_asian_script(language: str) -> str:
    """Return the theme's script entry for a language tag; simplified Chinese where none is given."""
    tag = language.lower()
    if tag in _TRADITIONAL:
        return "Hant"
    return _SCRIPT_OF_LANGUAGE.get(tag.partition("-")[0], DEFAULT_EAST_ASIAN_SCRIPT)


def read_theme(root: etree._Element) -> ThemePart:
    """Read a theme part's root."""
    elements = root.find(A + "themeElements")
    if elements is None:
        return ThemePart(name=root.get("name", ""))
    fonts = elements.find(A + "fontScheme")
    return ThemePart(
        name=root.get("name", ""),
        colours=_read_colours(elements.find(A + "clrScheme")),
        major=_read_fonts(None if fonts is None else fonts.find(A + "majorFont")),
        minor=_read_fonts(None if fonts is None else fonts.find(A + "minorFont")),
    )


def _read_colours(scheme: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for slot in scheme if scheme is not None else ():
        colour = colour_in(slot, NO_SCHEME)
        if colour is not None:
            found[etree.QName(slot).localname] = colour
    return found


def _read_fonts(element: etree._Element | None) -> FontSet:
    if element is None:
        return FontSet()
    return FontSet(
        latin=_typeface(element, "latin"),
        east_asian=_typeface(element, "ea"),
        complex_script=_typeface(element, "cs"),
        scripts={font.get("script", ""): font.get("typeface", "") for font in element.iterfind(A + "font")},
    )


def _typeface(element: etree._Element, name: str) -> str:
    found = element.find(A + name)
    return "" if found is None else found.get("typeface", "")
