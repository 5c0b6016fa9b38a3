"""Reads a presentation package into a `Presentation`: slides in show order with what they inherit."""

from __future__ import annotations

from lxml import etree

from grading.office.drawing.colours import NO_SCHEME, colour_in
from grading.office.drawing.names import P14, A, P, R
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.theme import ThemePart
from grading.office.model_common import Custom
from grading.office.model_flow import Paragraph, paragraphs_of
from grading.office.model_format import Fill
from grading.office.model_presentation import (
    Layout,
    Presentation,
    ShowSettings,
    Slide,
    SlideComment,
    SlideSection,
    Theme,
)
from grading.office.outcome import CannotReadError, Reason
from grading.office.package import Parts
from grading.office.pptx.layers import Layers, LayerStore
from grading.office.pptx.shapes import ShapeReader, background_of, own_background
from grading.office.pptx.tables import TableStyles
from grading.office.pptx.timing import read_animations, read_transition
from grading.office.properties import read_properties
from grading.office.units import emu, is_on, whole_number

_SLIDES_MAX = 1_000
_SHOW_KINDS = ("present", "browse", "kiosk")


def read_pptx(parts: Parts) -> Presentation:
    """Read the presentation behind the package's main part; raises `CannotReadError`."""
    return _PresentationReader(parts).read()


class _PresentationReader:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._main = parts.main_part()
        self._root = parts.root(self._main)
        self._store = LayerStore(parts)
        self._base = self._root.find(P + "defaultTextStyle")
        related = parts.related_root(self._main, "tableStyles")
        self._table_styles = TableStyles(None if related is None else related[1])
        self._slides = self._slide_parts()
        self._aliases = {part: f"#{index + 1}" for index, part in enumerate(self._slides.values())}

    def _slide_parts(self) -> dict[str, str]:
        """Return part names by slide id, in show order."""
        entries = list(self._root.iterfind(f"{P}sldIdLst/{P}sldId"))
        if len(entries) > _SLIDES_MAX:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f"{len(entries)} slides", limit=str(_SLIDES_MAX))
        relations = self._parts.relations(self._main)
        found: dict[str, str] = {}
        for entry in entries:
            relation = relations.get(entry.get(R + "id", ""))
            if relation is None or relation.external or self._parts.package.find_name(relation.target) is None:
                raise CannotReadError(Reason.MISSING_PART, part=f"slide {entry.get('id', '')}")
            found[entry.get("id", "")] = relation.target
        return found

    def read(self) -> Presentation:
        size = self._root.find(P + "sldSz")
        pairs = enumerate(self._slides.items())
        slides = tuple(self._slide(index + 1, identity, part) for index, (identity, part) in pairs)
        return Presentation(
            format=self._parts.format_of("pptx"),
            slides=slides,
            width_pt=(emu(size.get("cx")) if size is not None else None) or Presentation("pptx").width_pt,
            height_pt=(emu(size.get("cy")) if size is not None else None) or Presentation("pptx").height_pt,
            layouts=tuple(self._layouts()),
            themes=tuple(self._themes()),
            sections=tuple(self._sections()),
            show=self._show(),
            properties=read_properties(self._parts),
            first_slide_number=_first_number(self._root),
        )

    def _slide(self, number: int, identity: str, part: str) -> Slide:
        layers = self._store.layers(part)
        sheet = layers.sheets[-1]
        layout = layers.sheets[-2] if len(layers.sheets) > 1 else None
        return Slide(
            number=number,
            id=identity,
            name=sheet.name,
            layout="" if layout is None else layout.name,
            layout_kind="" if layout is None else layout.root.get("type", ""),
            master=layers.sheets[0].name or layers.theme.name,
            theme=layers.theme.name,
            hidden=not is_on(sheet.root.get("show")),
            shapes=self._reader(part, layers).read_tree(_tree(sheet.root)),
            notes=self._notes(part),
            transition=read_transition(sheet.root),
            animations=tuple(read_animations(sheet.root)),
            background=self._background(layers),
            own_background=own_background(sheet.root) is not None,
            shows_master_shapes=is_on(sheet.root.get("showMasterSp")),
            comments=tuple(self._comments(part)),
        )

    def _reader(self, part: str, layers: Layers) -> ShapeReader:
        return ShapeReader(layers, self._host(part, layers), self._base, self._table_styles)

    def _host(self, part: str, layers: Layers) -> DrawingParts:
        return self._store.host(part, layers, self._aliases)

    def _background(self, layers: Layers) -> Fill:
        return background_of(layers, {sheet.part: self._host(sheet.part, layers) for sheet in layers.sheets})

    def _notes(self, part: str) -> tuple[Paragraph, ...]:
        for relation in self._parts.related(part, "notesSlide"):
            layers = self._store.layers(relation.target)
            tree = _tree(layers.sheets[-1].root)
            shapes = self._reader(relation.target, layers).read_tree(tree)
            for shape in shapes:
                if shape.placeholder is not None and shape.placeholder.kind == "body":
                    return tuple(paragraphs_of(shape.blocks))
        return ()

    def _comments(self, part: str) -> list[SlideComment]:
        authors = self._comment_authors()
        found = []
        for relation in self._parts.related(part, "comments"):
            for element in self._parts.root(relation.target):
                text = element.findtext(P + "text")
                if text is None:
                    text = "\n".join("".join(t.text or "" for t in p.iter(A + "t")) for p in element.iter(A + "p"))
                found.append(SlideComment(text, authors.get(element.get("authorId", ""), "")))
        return found

    def _comment_authors(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind in ("commentAuthors", "authors"):
            related = self._parts.related_root(self._main, kind)
            for element in related[1] if related is not None else ():
                found[element.get("id", "")] = element.get("name", "")
        return found

    def _layouts(self) -> list[Layout]:
        """Return the masters, and the layouts that slides use."""
        found: dict[str, Layout] = {}
        for relation in self._parts.related(self._main, "slideMaster"):
            found[relation.target] = self._layout(relation.target, is_master=True)
        for part in self._slides.values():
            for relation in self._parts.related(part, "slideLayout"):
                if relation.target not in found:
                    found[relation.target] = self._layout(relation.target, is_master=False)
        return list(found.values())

    def _layout(self, part: str, *, is_master: bool) -> Layout:
        layers = self._store.layers(part)
        sheet = layers.sheets[-1]
        return Layout(
            name=sheet.name or layers.theme.name,
            kind=sheet.root.get("type", ""),
            is_master=is_master,
            master=layers.sheets[0].name or layers.theme.name,
            shapes=self._reader(part, layers).read_tree(_tree(sheet.root)),
            background=self._background(layers),
        )

    def _themes(self) -> list[Theme]:
        masters = self._parts.related(self._main, "slideMaster")
        return [_theme(self._store.layers(relation.target).theme) for relation in masters]

    def _sections(self) -> list[SlideSection]:
        numbers = {identity: index + 1 for index, identity in enumerate(self._slides)}
        found = []
        for section in self._root.iter(P14 + "section"):
            members = [numbers.get(entry.get("id", "")) for entry in section.iter(P14 + "sldId")]
            slides = tuple(number for number in members if number is not None)
            found.append(SlideSection(section.get("name", ""), slides))
        return found

    def _show(self) -> ShowSettings:
        related = self._parts.related_root(self._main, "presProps")
        element = None if related is None else related[1].find(P + "showPr")
        if element is None:
            return ShowSettings()
        chosen, custom = element.find(P + "sldRg"), element.find(P + "custShow")
        return ShowSettings(
            kind=next((kind for kind in _SHOW_KINDS if element.find(P + kind) is not None), "present"),
            loop=is_on(element.get("loop"), default=False),
            with_narration=is_on(element.get("showNarration"), default=False),
            with_animation=is_on(element.get("showAnimation")),
            use_timings=is_on(element.get("useTimings")),
            slides=() if chosen is None else self._slide_range(chosen),
            custom_show="" if custom is None else self._custom_show(custom.get("id", "")),
            pen_colour=colour_in(element.find(P + "penClr"), NO_SCHEME) or "",
        )

    def _slide_range(self, element: etree._Element) -> tuple[int, ...]:
        first, last = whole_number(element.get("st")) or 1, whole_number(element.get("end")) or 0
        return tuple(range(max(first, 1), min(last, len(self._slides)) + 1))

    def _custom_show(self, identity: str) -> str:
        shows = self._root.iterfind(f"{P}custShowLst/{P}custShow")
        return next((show.get("name", "") for show in shows if show.get("id") == identity), "")


def _tree(root: etree._Element) -> etree._Element:
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is None:
        raise CannotReadError(Reason.MISSING_PART, part="p:spTree")
    return tree


def _theme(theme: ThemePart) -> Theme:
    return Theme(
        name=theme.name,
        colours=tuple(Custom(slot, colour) for slot, colour in theme.colours.items()),
        major_latin=theme.major.latin,
        major_east_asian=theme.font("+mj-ea"),
        minor_latin=theme.minor.latin,
        minor_east_asian=theme.font("+mn-ea"),
    )


def _first_number(root: etree._Element) -> int:
    number = whole_number(root.get("firstSlideNum"))
    return 1 if number is None else number
