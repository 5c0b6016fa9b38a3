"""What a slide inherits: its layout, its master, the theme, colours and text styles, found once and kept."""

from __future__ import annotations

import msgspec
from lxml import etree

from grading.office.drawing.colours import Scheme
from grading.office.drawing.names import A, P
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.text import TextDefaults
from grading.office.drawing.theme import NO_THEME, ThemePart, read_theme
from grading.office.model_flow import Placeholder
from grading.office.package import Parts
from grading.office.units import whole_number

DEFAULT_KIND = "obj"
_TITLES = {"title", "ctrTitle"}
_OWN_KINDS = {"dt", "ftr", "sldNum", "hdr", "sldImg"}


class Sheet(msgspec.Struct, frozen=True):
    """One layer (slide, layout or master): its part, root element and placeholder shapes."""

    part: str
    root: etree._Element
    placeholders: tuple[tuple[Placeholder, etree._Element], ...]

    @property
    def name(self) -> str:
        content = self.root.find(P + "cSld")
        return "" if content is None else content.get("name", "")


class Layers(msgspec.Struct, frozen=True):
    """A slide's sheets from the weakest to the strongest, and what colours and fonts mean on it."""

    sheets: tuple[Sheet, ...]
    theme: ThemePart
    scheme: Scheme

    def inherited(self, placeholder: Placeholder) -> list[etree._Element]:
        """Return the shapes a placeholder of the top sheet inherits from, the weakest first."""
        found: list[etree._Element] = []
        wanted = placeholder
        for sheet in reversed(self.sheets[:-1]):
            match = _find_placeholder(sheet, wanted, by_index=sheet is not self.sheets[0])
            if match is not None:
                wanted = match[0] if match[0].kind != DEFAULT_KIND else wanted
                found.append(match[1])
        return list(reversed(found))


class LayerStore:
    """Reads layouts, masters and themes of a presentation, each once."""

    def __init__(self, parts: Parts) -> None:
        """Nothing is read before it is asked for."""
        self._parts = parts
        self._sheets: dict[str, Sheet] = {}
        self._themes: dict[str, ThemePart] = {}

    def sheet(self, part: str) -> Sheet:
        """Return a sheet by its part name; raises `CannotReadError`."""
        if part not in self._sheets:
            root = self._parts.root(part)
            self._sheets[part] = Sheet(part, root, tuple(_placeholders(root)))
        return self._sheets[part]

    def layers(self, part: str) -> Layers:
        """Return a slide's, layout's or master's layers, itself the last."""
        chain = [self.sheet(part)]
        for kind in ("slideLayout", "slideMaster", "notesMaster"):
            related = self._parts.related(chain[0].part, kind)
            if related:
                chain.insert(0, self.sheet(related[0].target))
        theme = self._theme(chain[0].part)
        return Layers(tuple(chain), theme, Scheme(theme.colours, _colour_map(chain)))

    def _theme(self, master: str) -> ThemePart:
        if master not in self._themes:
            related = self._parts.related_root(master, "theme")
            self._themes[master] = NO_THEME if related is None else read_theme(related[1])
        return self._themes[master]

    def host(self, part: str, layers: Layers, aliases: dict[str, str]) -> DrawingParts:
        """Return the reader of what shapes on a part refer to."""
        return DrawingParts(self._parts, part, layers.scheme, aliases)


def text_defaults(layers: Layers, base: etree._Element | None, placeholder: Placeholder | None) -> TextDefaults:
    """Return what text inherits before any shape: the presentation's defaults, in a placeholder the master's style.

    The defaults are those of new text boxes ("other" text): a placeholder takes nothing from them.
    """
    master = layers.sheets[0].root
    styles = master.find(P + "txStyles")
    wanted = None
    if placeholder is not None and styles is not None:
        wanted = styles.find(P + _style_name(placeholder.kind))
    return TextDefaults(theme=layers.theme).over(base if wanted is None else wanted)


def _style_name(kind: str) -> str:
    if kind in _TITLES:
        return "titleStyle"
    return "otherStyle" if kind in _OWN_KINDS else "bodyStyle"


def read_placeholder(shape: etree._Element) -> Placeholder | None:
    """Return the placeholder a shape fills, None if it fills none."""
    for properties in shape:
        if properties.tag.endswith("Pr") and (element := properties.find(f"{P}nvPr/{P}ph")) is not None:
            return Placeholder(element.get("type", DEFAULT_KIND), whole_number(element.get("idx")) or 0)
    return None


def _placeholders(root: etree._Element) -> list[tuple[Placeholder, etree._Element]]:
    tree = root.find(f"{P}cSld/{P}spTree")
    found = []
    for shape in tree if tree is not None else ():
        placeholder = read_placeholder(shape)
        if placeholder is not None:
            found.append((placeholder, shape))
    return found


def _find_placeholder(
    sheet: Sheet, wanted: Placeholder, *, by_index: bool
) -> tuple[Placeholder, etree._Element] | None:
    if by_index:
        same = [pair for pair in sheet.placeholders if pair[0].index == wanted.index]
        exact = next((pair for pair in same if _family(pair[0].kind) == _family(wanted.kind)), None)
        if exact is not None or (same and wanted.index):
            return exact or same[0]
        # One that the layout lacks is no other kind of text there; its look comes from the master.
        alike = (pair for pair in sheet.placeholders if _is_alike(pair[0].kind, wanted.kind))
        return next(alike, None)
    return next((pair for pair in sheet.placeholders if _family(pair[0].kind) == _family(wanted.kind)), None)


def _is_alike(one: str, other: str) -> bool:
    return one == other or (one in _TITLES and other in _TITLES)


def _family(kind: str) -> str:
    """Return the master's placeholder a kind belongs to: all kinds of content are "body"."""
    if kind in _TITLES:
        return "title"
    return kind if kind in _OWN_KINDS else "body"


def _colour_map(chain: list[Sheet]) -> dict[str, str]:
    """Return the strongest colour map: the master's, or the one a layout or slide puts over it."""
    mapping: dict[str, str] = {}
    for sheet in chain:
        own = sheet.root.find(P + "clrMap")
        if own is None:
            own = sheet.root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        if own is not None:
            mapping = {str(name): str(slot) for name, slot in own.attrib.items()}
    return mapping
