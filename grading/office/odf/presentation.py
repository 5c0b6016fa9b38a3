"""Reads an odp package into a `Presentation`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from grading.office.model_flow import Paragraph, Shape, paragraphs_of
from grading.office.model_format import Fill, FillKind
from grading.office.model_presentation import (
    Animation,
    Layout,
    Presentation,
    ShowSettings,
    Slide,
    SlideComment,
    Transition,
)
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import ANIM, DC, DRAW, OFFICE, PRESENTATION, SMIL, STYLE
from grading.office.odf.pages import PageReader
from grading.office.odf.parts import OdfParts, href
from grading.office.odf.shapes import ShapeReader
from grading.office.odf.styles import OdfStyles
from grading.office.outcome import CannotReadError, Reason
from grading.office.units import decimal_number

_SLIDES_MAX = 1_000
_ANIMATIONS_MAX = 2_000
_CATEGORIES = {"entrance": "entr", "exit": "exit", "emphasis": "emph", "motion-path": "path", "media-call": "mediacall",
               "ole-action": "verb"}  # fmt: skip
_TRIGGERS = {"on-click": "clickEffect", "with-previous": "withEffect", "after-previous": "afterEffect"}
_LAYOUT_CLASSES = frozenset({"title", "subtitle", "outline"})


def read_odp(parts: OdfParts) -> Presentation:
    """Read a presentation; raises `CannotReadError`."""
    return _PresentationReader(parts).read()


class _PresentationReader:
    def __init__(self, parts: OdfParts) -> None:
        self._parts = parts
        self._content = parts.root("content.xml")
        self._common = parts.find_root("styles.xml")
        self._styles = OdfStyles(self._common, self._content)
        self._pages = PageReader(parts, self._common)
        self._master_styles = self._styles if self._common is None else OdfStyles(self._common, self._common)
        self._numbers: dict[str, int] = {}

    def read(self) -> Presentation:
        body = self._content.find(f"{OFFICE}body/{OFFICE}presentation")
        if body is None:
            raise CannotReadError(Reason.MISSING_PART, part="office:presentation")
        pages = list(body.iterfind(DRAW + "page"))
        if len(pages) > _SLIDES_MAX:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f"{len(pages)} slides", limit=str(_SLIDES_MAX))
        self._numbers = {page.get(DRAW + "name", ""): number for number, page in enumerate(pages, start=1)}
        masters = self._masters()
        first = next(iter(masters), "")
        size = self._pages.section(pages[0].get(DRAW + "master-page-name", "") if pages else first)
        return Presentation(
            format="odp",
            slides=tuple(self._slide(number, page) for number, page in enumerate(pages, start=1)),
            width_pt=size.page_width_pt,
            height_pt=size.page_height_pt,
            layouts=tuple(self._master(name, element) for name, element in masters.items()),
            show=_show(body.find(PRESENTATION + "settings"), self._numbers),
            properties=self._parts.properties(),
        )

    def _masters(self) -> dict[str, etree._Element]:
        if self._common is None:
            return {}
        found = self._common.iterfind(f"{OFFICE}master-styles/{STYLE}master-page")
        return {element.get(STYLE + "name", ""): element for element in found}

    def _reader(self, styles: OdfStyles) -> ShapeReader:
        return ShapeReader(self._parts, styles, ListCounter(styles), Findings("shape"), on_slide=True)

    def _slide(self, number: int, page: etree._Element) -> Slide:
        master = page.get(DRAW + "master-page-name", "")
        style = page.get(DRAW + "style-name", "")
        looks = self._styles.properties("drawing-page", style, "drawing-page-properties")
        own = looks.get(DRAW + "fill") is not None
        reader = self._reader(self._styles)
        return Slide(
            number=number,
            id=page.get(DRAW + "id", "") or page.get(DRAW + "name", ""),
            name=page.get(DRAW + "name", ""),
            layout=page.get(PRESENTATION + "presentation-page-layout-name", ""),
            layout_kind=self._layout_kind(page),
            master=_shown(master),
            theme=_shown(master),
            hidden=looks.get(PRESENTATION + "visibility") == "hidden",
            shapes=tuple(self._shapes(page, reader)),
            notes=tuple(self._notes(page, reader)),
            transition=_transition(
                looks, self._styles.property_element("drawing-page", style, "drawing-page-properties")
            ),
            animations=tuple(_animations(page)),
            background=reader.fill(looks) if own else self._master_background(master),
            own_background=own,
            shows_master_shapes=looks.get(PRESENTATION + "background-objects-visible") != "false",
            comments=tuple(self._comments(page)),
        )

    def _shapes(self, page: etree._Element, reader: ShapeReader) -> Iterator[Shape]:
        for element in page:
            if element.tag.startswith(DRAW):
                shape = reader.read(element)
                if shape is not None:
                    yield self._with_slide_link(shape)

    def _with_slide_link(self, shape: Shape) -> Shape:
        number = self._numbers.get(shape.link.removeprefix("#")) if shape.link.startswith("#") else None
        if number is None:
            return shape
        fields = {field: getattr(shape, field) for field in shape.__struct_fields__}
        return Shape(**{**fields, "link": f"#{number}"})

    def _notes(self, page: etree._Element, reader: ShapeReader) -> Iterator[Paragraph]:
        for frame in page.iterfind(f"{PRESENTATION}notes/{DRAW}frame"):
            if frame.get(PRESENTATION + "class") == "notes" and frame.get(PRESENTATION + "placeholder") != "true":
                shape = reader.read(frame)
                if shape is not None:
                    yield from paragraphs_of(shape.blocks)

    def _comments(self, page: etree._Element) -> Iterator[SlideComment]:
        for element in page.iterfind(OFFICE + "annotation"):
            texts = [
                "".join(str(text) for text in child.itertext()) for child in element if not child.tag.startswith(DC)
            ]
            yield SlideComment("\n".join(texts), element.findtext(DC + "creator") or "")

    def _layout_kind(self, page: etree._Element) -> str:
        """Name the layout by the placeholders on the slide, in the words of OOXML."""
        kinds = [element.get(PRESENTATION + "class", "") for element in page]
        placed = [kind for kind in kinds if kind in _LAYOUT_CLASSES]
        if "subtitle" in placed:
            return "title"
        if placed.count("outline") > 1:
            return "twoObj"
        if "outline" in placed:
            return "obj"
        return "titleOnly" if "title" in placed else "blank"

    def _master(self, name: str, element: etree._Element) -> Layout:
        return Layout(
            name=_shown(element.get(STYLE + "display-name") or name),
            is_master=True,
            master=_shown(name),
            shapes=tuple(self._shapes(element, self._reader(self._master_styles))),
            background=self._master_background(name),
        )

    def _master_background(self, name: str) -> Fill:
        element = self._masters().get(name)
        if element is None:
            return Fill()
        looks = self._master_styles.properties(
            "drawing-page", element.get(DRAW + "style-name", ""), "drawing-page-properties"
        )
        found = self._reader(self._master_styles).fill(looks)
        if found.kind is not FillKind.NONE:
            return found
        # Older writers keep the background in a presentation style of the master.
        graphic = self._master_styles.properties("presentation", f"{name}-background", "graphic-properties")
        return self._reader(self._master_styles).fill(graphic)


def _shown(name: str) -> str:
    return name.replace("_20_", " ")


def _transition(looks: dict[str, str], element: etree._Element | None) -> Transition | None:
    effect = looks.get(SMIL + "type") or looks.get(PRESENTATION + "transition-style", "")
    effect = "" if effect == "none" else effect
    automatic = looks.get(PRESENTATION + "transition-type") == "automatic"
    after = _milliseconds(looks.get(PRESENTATION + "duration")) if automatic else None
    sound = None if element is None else element.find(PRESENTATION + "sound")
    if not effect and after is None and sound is None:
        return None
    options = [looks.get(SMIL + name) for name in ("subtype", "direction")]
    return Transition(
        effect=effect,
        options=tuple(option for option in options if option),
        speed=looks.get(PRESENTATION + "transition-speed", ""),
        on_click=not automatic,
        after_ms=after,
        sound="" if sound is None else href(sound).rpartition("/")[2],
    )


def _animations(page: etree._Element) -> Iterator[Animation]:
    nodes = [node for node in page.iter(ANIM + "par") if node.get(PRESENTATION + "preset-class") is not None]
    for node in nodes[:_ANIMATIONS_MAX]:
        children = [child for child in node.iter() if child is not node]
        target = next(
            (child.get(SMIL + "targetElement") for child in children if child.get(SMIL + "targetElement")), ""
        )
        lengths = [_milliseconds(child.get(SMIL + "dur")) for child in children]
        known = [length for length in lengths if length is not None]
        effect = next((child for child in children if child.tag == ANIM + "transitionFilter"), None)
        yield Animation(
            shape=target or "",
            category=_CATEGORIES.get(node.get(PRESENTATION + "preset-class", ""), "custom"),
            filter="" if effect is None else effect.get(SMIL + "type", ""),
            trigger=_TRIGGERS.get(node.get(PRESENTATION + "node-type", ""), ""),
            delay_ms=_milliseconds(node.get(SMIL + "begin")) or 0,
            duration_ms=max(known, default=None),
            repeat=node.get(SMIL + "repeatCount", ""),
            interactive=_is_interactive(node),
            effect=node.get(PRESENTATION + "preset-id", ""),
        )


def _is_interactive(node: etree._Element) -> bool:
    outer = node.iterancestors(ANIM + "seq")
    return any(one.get(PRESENTATION + "node-type") == "interactive-sequence" for one in outer)


def _milliseconds(text: str | None) -> int | None:
    """Read "1.5s", "PT00H00M05S" or "0.5"."""
    if text is None or text in {"indefinite", "next"}:
        return None
    if text.startswith("PT"):
        hours, _, rest = text.removeprefix("PT").partition("H")
        minutes, _, seconds = rest.partition("M")
        parts = [decimal_number(part) or Decimal(0) for part in (hours, minutes, seconds.removesuffix("S"))]
        return int((parts[0] * 3_600 + parts[1] * 60 + parts[2]) * 1_000)
    number = decimal_number(text.removesuffix("s"))
    return None if number is None else int(number * 1_000)


def _show(settings: etree._Element | None, numbers: dict[str, int]) -> ShowSettings:
    if settings is None:
        return ShowSettings()
    start = numbers.get(settings.get(PRESENTATION + "start-page", ""))
    endless = settings.get(PRESENTATION + "endless") == "true"
    kiosk = endless and settings.get(PRESENTATION + "full-screen", "true") == "true"
    return ShowSettings(
        kind="kiosk" if kiosk else "present",
        loop=endless,
        with_animation=settings.get(PRESENTATION + "animations") != "disabled",
        use_timings=settings.get(PRESENTATION + "force-manual") != "true",
        slides=() if start is None else tuple(range(start, len(numbers) + 1)),
        custom_show=settings.get(PRESENTATION + "show", ""),
    )
