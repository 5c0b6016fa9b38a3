"""Page set-up: every w:sectPr with the headers and footers it shows or inherits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from lxml import etree

from grading.office.docx.run_properties import WordColours, line_value
from grading.office.docx.tables import value_of
from grading.office.drawing.names import R, W
from grading.office.model_document import Columns, Edge, HeaderFooter, PageKind, Section
from grading.office.model_flow import Block
from grading.office.model_format import Borders
from grading.office.units import is_on, twips, whole_number

_LETTER_WIDTH, _LETTER_HEIGHT = Decimal(612), Decimal(792)
_ZERO = Decimal(0)
_INCH = Decimal(72)  # the margin of a page whose set-up names none
_EDGES = {"headerReference": Edge.HEADER, "footerReference": Edge.FOOTER}
_COLUMNS_MAX = 50

ReadStory = Callable[[str, Edge], tuple[Block, ...]]
"""Reads the header or footer part behind a relationship id."""


def read_sections(root: etree._Element, colours: WordColours, read: ReadStory, *, odd_even: bool) -> list[Section]:
    """Return the sections of a document in order; one without any set-up has a single one of default size."""
    elements: list[etree._Element | None] = [element for element in root.iter(W + "sectPr") if not _is_former(element)]
    sections: list[Section] = []
    inherited: dict[tuple[Edge, PageKind], tuple[Block, ...]] = {}
    for element in elements or [None]:
        section, inherited = _read_section(element, colours, read, inherited, odd_even=odd_even)
        sections.append(section)
    return sections


def _is_former(element: etree._Element) -> bool:
    """Tell a set-up that tracked changes keep as the earlier one."""
    parent = element.getparent()
    return parent is not None and parent.tag == W + "sectPrChange"


def _read_section(
    element: etree._Element | None,
    colours: WordColours,
    read: ReadStory,
    inherited: Mapping[tuple[Edge, PageKind], tuple[Block, ...]],
    *,
    odd_even: bool,
) -> tuple[Section, dict[tuple[Edge, PageKind], tuple[Block, ...]]]:
    first_page = _switch(element, "titlePg")
    own = _own_stories(element, read)
    shown = {PageKind.DEFAULT: True, PageKind.FIRST: first_page, PageKind.EVEN: odd_even}
    stories = {**inherited, **own}
    headers = tuple(
        HeaderFooter(edge, pages, blocks, inherited=(edge, pages) not in own, shown=shown[pages])
        for (edge, pages), blocks in sorted(stories.items(), key=lambda item: (item[0][0].value, item[0][1].value))
    )
    size, margins = _find(element, "pgSz"), _find(element, "pgMar")
    numbers, grid = _find(element, "pgNumType"), _find(element, "docGrid")
    borders = _find(element, "pgBorders")
    width = _length(size, "w") or _LETTER_WIDTH
    height = _length(size, "h") or _LETTER_HEIGHT
    section = Section(
        page_width_pt=width,
        page_height_pt=height,
        landscape=_text(size, "orient") == "landscape" or width > height,
        margin_top_pt=abs(_margin(margins, "top")),
        margin_bottom_pt=abs(_margin(margins, "bottom")),
        margin_left_pt=_margin(margins, "left", "start"),
        margin_right_pt=_margin(margins, "right", "end"),
        header_distance_pt=_length(margins, "header") or _ZERO,
        footer_distance_pt=_length(margins, "footer") or _ZERO,
        gutter_pt=_length(margins, "gutter") or _ZERO,
        columns=_columns(_find(element, "cols")),
        starts=value_of(element, "type") or "nextPage",
        headers_footers=headers,
        different_first_page=first_page,
        page_number_format=_text(numbers, "fmt"),
        page_number_start=whole_number(_text(numbers, "start")),
        page_borders=_borders(borders, colours),
        page_border_art=_border_art(borders),
        vertical_alignment=value_of(element, "vAlign") or "top",
        text_direction=value_of(element, "textDirection") or "",
        line_numbers=_has_line_numbers(_find(element, "lnNumType")),
        grid_kind=_text(grid, "type"),
        grid_line_pt=_length(grid, "linePitch"),
    )
    return section, stories


def _has_line_numbers(element: etree._Element | None) -> bool:
    return element is not None and whole_number(element.get(W + "countBy")) != 0  # WPS writes 0 for "none"


def _own_stories(element: etree._Element | None, read: ReadStory) -> dict[tuple[Edge, PageKind], tuple[Block, ...]]:
    found: dict[tuple[Edge, PageKind], tuple[Block, ...]] = {}
    for child in element if element is not None else ():
        edge = _EDGES.get(etree.QName(child).localname)
        if edge is not None:
            kind = _PAGES.get(child.get(W + "type", "default"), PageKind.DEFAULT)
            found[edge, kind] = read(child.get(R + "id", ""), edge)
    return found


_PAGES = {"default": PageKind.DEFAULT, "first": PageKind.FIRST, "even": PageKind.EVEN}


def _columns(element: etree._Element | None) -> Columns:
    if element is None:
        return Columns()
    equal = is_on(element.get(W + "equalWidth"))
    own = list(element.iterfind(W + "col"))[:_COLUMNS_MAX]
    count = whole_number(element.get(W + "num")) or 1
    return Columns(
        count=count if equal or not own else len(own),
        gap_pt=_length(element, "space") or _ZERO,
        line_between=is_on(element.get(W + "sep"), default=False),
        equal_width=equal or not own,
        widths_pt=() if equal else tuple(_length(column, "w") or _ZERO for column in own),
    )


def _borders(element: etree._Element | None, colours: WordColours) -> Borders:
    if element is None:
        return Borders()
    lines = {etree.QName(edge).localname: line_value(edge, colours) for edge in element}
    return Borders(**{name: line for name, line in lines.items() if name in {"top", "bottom", "left", "right"}})


def _border_art(element: etree._Element | None) -> str:
    """Return the name of a picture border ("apples", "cakeSlice"), "" for plain lines."""
    for edge in element if element is not None else ():
        style = edge.get(W + "val", "")
        if style and style not in _LINE_STYLES:
            return style
    return ""


_LINE_STYLES = {
    "nil", "none", "single", "thick", "double", "dotted", "dashed", "dotDash", "dotDotDash", "triple",
    "thinThickSmallGap", "thickThinSmallGap", "thinThickThinSmallGap", "thinThickMediumGap",
    "thickThinMediumGap", "thinThickThinMediumGap", "thinThickLargeGap", "thickThinLargeGap",
    "thinThickThinLargeGap", "wave", "doubleWave", "dashSmallGap", "dashDotStroked", "threeDEmboss",
    "threeDEngrave", "outset", "inset",
}  # fmt: skip


def _margin(margins: etree._Element | None, *names: str) -> Decimal:
    if margins is None:
        return _INCH
    found = (_length(margins, name) for name in names)
    return next((length for length in found if length is not None), _ZERO)


def _switch(element: etree._Element | None, name: str) -> bool:
    child = _find(element, name)
    return child is not None and is_on(child.get(W + "val"))


def _find(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(W + name)


def _text(element: etree._Element | None, name: str) -> str:
    return "" if element is None else element.get(W + name, "")


def _length(element: etree._Element | None, name: str) -> Decimal | None:
    return None if element is None else twips(element.get(W + name))
