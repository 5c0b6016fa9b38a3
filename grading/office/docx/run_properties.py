"""One w:rPr element as a set of partial facts, and the chain that joins such sets to a `RunFormat`.

A set holds only what the element says, under the field names of `RunFormat`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from lxml import etree

from grading.office.drawing.colours import is_same_colour, word_theme_colour
from grading.office.drawing.names import W14, W
from grading.office.drawing.theme import ThemePart
from grading.office.model_format import Baseline, Line, RunFormat
from grading.office.units import eighth_points, half_points, is_on, percent, rgb, twips

Facts = Mapping[str, Any]
"""Field name of a format -> value; a partial format."""

TOGGLES = {
    "b": "bold",
    "i": "italic",
    "caps": "all_caps",
    "smallCaps": "small_caps",
    "strike": "strike",
    "vanish": "hidden",
    "outline": "outline",
    "shadow": "shadow",
    "emboss": "emboss",
    "imprint": "imprint",
}
_TOGGLE_FIELDS = frozenset(TOGGLES.values())
_WORDS_OWN = {"latin": "Times New Roman", "high_ansi": "Times New Roman", "east_asian": "Times New Roman",
              "complex_script": "Times New Roman", "size_pt": half_points("20")}  # fmt: skip
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080",
    "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0", "none": "",
}  # fmt: skip
_FONT_SLOTS = (
    ("ascii", "asciiTheme", "latin"),
    ("hAnsi", "hAnsiTheme", "high_ansi"),
    ("eastAsia", "eastAsiaTheme", "east_asian"),
    ("cs", "cstheme", "complex_script"),
)
_BASELINES = {"superscript": Baseline.SUPERSCRIPT, "subscript": Baseline.SUBSCRIPT}


class WordColours(msgspec.Struct, frozen=True):
    """The theme and what a document maps its colour names to; `language` picks East Asian theme fonts."""

    theme: ThemePart
    mapping: Mapping[str, str]
    language: str = ""

    def theme_colour(self, name: str, tint: str | None, shade: str | None) -> str | None:
        slot = self.mapping.get(name, _THEME_SLOTS.get(name, name))
        base = self.theme.colours.get(slot)
        return None if base is None else word_theme_colour(base, tint, shade)


_THEME_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


class PropertyCache:
    """Facts of elements seen before: a document repeats few looks many times.

    Equal elements share one dict, which nobody may change; its identity then
    stands for its content.
    """

    def __init__(self) -> None:
        """One for each document."""
        self._facts: dict[Hashable, dict[str, Any]] = {}

    def run(self, element: etree._Element | None, colours: WordColours) -> dict[str, Any]:
        """Return what a w:rPr says."""
        key = () if element is None else tuple([(child.tag, *child.items()) for child in element])
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = read_run_properties(element, colours)
        return facts

    def paragraph(self, element: etree._Element | None, colours: WordColours, read: ReadProperties) -> dict[str, Any]:
        """Return what a w:pPr says, read by `read` the first time."""
        key = (
            "paragraph",
            () if element is None else tuple([_content_key(c) for c in element if c.tag not in _OWN_KEYS]),
        )
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = read(element, colours)
        return facts


_OWN_KEYS = {W + "rPr", W + "sectPr", W + "pPrChange"}


def _content_key(element: etree._Element) -> tuple[Hashable, ...]:
    inner = tuple([_content_key(child) for child in element]) if len(element) else ()
    return (element.tag, *element.items(), *inner)


class ReadProperties(Protocol):
    """Reads one properties element into facts."""

    def __call__(self, element: etree._Element | None, colours: WordColours, /) -> dict[str, Any]: ...


def read_run_properties(element: etree._Element | None, colours: WordColours) -> dict[str, Any]:
    """Return what a w:rPr says; {} for None."""
    facts: dict[str, Any] = {}
    if element is None:
        return facts
    effects: list[str] = []
    for child in element:
        tag = child.tag
        if tag.startswith(W):
            _read_one(tag[len(W) :], child, colours, facts)
        elif tag.startswith(W14):
            effects.append(tag[len(W14) :])
    visible = sorted(set(effects) & _TEXT_EFFECTS)
    if visible:
        facts["effects"] = tuple(visible)
    return facts


_TEXT_EFFECTS = {"glow", "shadow", "reflection", "textOutline", "textFill", "props3d", "scene3d"}


def _read_one(name: str, child: etree._Element, colours: WordColours, facts: dict[str, Any]) -> None:
    value = child.get(W + "val")
    if name in TOGGLES:
        facts[TOGGLES[name]] = is_on(value)
        return
    match name:
        case "rFonts":
            _read_fonts(child, colours, facts)
        case "sz":
            _put(facts, "size_pt", half_points(value))
        case "color":
            _put(facts, "colour", colour_value(child, colours, "val"))
        case "u":
            facts["underline"] = "" if value in {None, "none"} else value
            facts["underline_colour"] = colour_value(child, colours, "color") or ""
        case "dstrike":
            facts["double_strike"] = is_on(value)
        case "highlight":
            facts["highlight"] = HIGHLIGHTS.get(value or "", "")
        case "shd":
            facts["shading"] = shading_value(child, colours)
        case "vertAlign":
            facts["baseline"] = _BASELINES.get(value or "", Baseline.NORMAL)
        case "em":
            facts["emphasis_mark"] = "" if value in {None, "none"} else value
        case "bdr":
            facts["border"] = line_value(child, colours)
        case "spacing":
            _put(facts, "spacing_pt", twips(value))
        case "w":
            share = percent(value)
            _put(facts, "scale_percent", None if share is None else int(share))
        case "position":
            _put(facts, "raised_pt", half_points(value))
        case "rStyle":
            facts["_style"] = value or ""
        case _:
            pass


def _read_fonts(element: etree._Element, colours: WordColours, facts: dict[str, Any]) -> None:
    for plain, themed, field in _FONT_SLOTS:
        reference = element.get(W + themed)
        name = colours.theme.font(reference, colours.language) if reference else ""
        # LibreOffice writes the fonts it would take instead behind the first, "宋体;SimSun".
        _put(facts, field, name or (element.get(W + plain) or "").partition(";")[0].strip() or None)
    hint = element.get(W + "hint")
    if hint is not None:
        facts["hint_east_asian"] = hint == "eastAsia"


def colour_value(element: etree._Element, colours: WordColours, attribute: str) -> str | None:
    """Return the colour in `attribute` or in the theme attributes beside it; the theme wins.

    Where both are the same colour but for rounding, it is Word's own figure that counts.
    """
    prefix = "themeFill" if attribute == "fill" else "theme"
    name = element.get(W + ("themeFill" if attribute == "fill" else "themeColor"))
    if name:
        themed = colours.theme_colour(name, element.get(W + prefix + "Tint"), element.get(W + prefix + "Shade"))
        written = rgb(element.get(W + attribute))
        if themed is not None:
            return written if written and is_same_colour(themed, written) else themed
    return rgb(element.get(W + attribute))


def shading_value(element: etree._Element, colours: WordColours) -> str:
    """Return the colour a w:shd makes: its fill, or its pattern's colour where that covers all; "" for none."""
    pattern = element.get(W + "val", "clear")
    if pattern == "nil":
        return ""
    if pattern == "solid":
        return colour_value(element, colours, "color") or ""
    return colour_value(element, colours, "fill") or ""


def line_value(element: etree._Element, colours: WordColours) -> Line:
    """Return the line a border element draws."""
    style = element.get(W + "val", "")
    if style in {"", "none", "nil"}:
        return Line(style="none")
    return Line(
        style=style,
        width_pt=eighth_points(element.get(W + "sz")) or Line().width_pt,
        colour=colour_value(element, colours, "color") or "",
    )


def make_run_format(defaults: Facts, table: Facts, paragraph: Facts, character: Facts, direct: Facts) -> RunFormat:
    """Join the levels; switches are exclusive-or between the three kinds of styles, as Word has it."""
    joined: dict[str, Any] = dict(_WORDS_OWN)
    for level in (defaults, table, paragraph, character):
        joined.update(level)
    for field in _TOGGLE_FIELDS & joined.keys():
        raised = [bool(level.get(field)) for level in (table, paragraph, character)]
        joined[field] = bool(defaults.get(field)) or sum(raised) % 2 == 1
    joined.update(direct)
    return RunFormat(**{name: value for name, value in joined.items() if not name.startswith("_")})


def join(levels: Sequence[Facts]) -> dict[str, Any]:
    """Join the levels of one style's ancestry, the later over the earlier."""
    joined: dict[str, Any] = {}
    for level in levels:
        joined.update(level)
    return joined


def _put(facts: dict[str, Any], field: str, value: object) -> None:
    if value is not None:
        facts[field] = value
