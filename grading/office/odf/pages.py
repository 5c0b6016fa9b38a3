"""Master pages of OpenDocument as sections: page size, margins, columns, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.model_document import Columns, Edge, Field, HeaderFooter, PageKind, Section
from grading.office.model_flow import Block
from grading.office.model_format import Borders
from grading.office.odf.facts import colour
from grading.office.odf.flow import FlowReader, cell_borders
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import FO, OFFICE, STYLE, SVG, TEXT
from grading.office.odf.parts import OdfParts
from grading.office.odf.shapes import ShapeReader
from grading.office.odf.styles import OdfStyles
from grading.office.units import points, whole_number

_ZERO = Decimal(0)
_A4_WIDTH, _A4_HEIGHT = Decimal("595.304"), Decimal("841.89")
_STORIES = {
    "header": (Edge.HEADER, PageKind.DEFAULT),
    "footer": (Edge.FOOTER, PageKind.DEFAULT),
    "header-first": (Edge.HEADER, PageKind.FIRST),
    "footer-first": (Edge.FOOTER, PageKind.FIRST),
    "header-left": (Edge.HEADER, PageKind.EVEN),
    "footer-left": (Edge.FOOTER, PageKind.EVEN),
}
_LINE_NUMBERS = f"{OFFICE}styles/{TEXT}linenumbering-configuration"
_NUMBER_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}


class PageReader:
    """Reads master pages by name, each once; `fields` collects those of headers and footers."""

    def __init__(self, parts: OdfParts, common: etree._Element | None) -> None:
        """`common` is the root of styles.xml."""
        self._parts = parts
        self._common = common
        self._masters = {} if common is None else _named(common, f"{OFFICE}master-styles/{STYLE}master-page")
        self._styles = None if common is None else OdfStyles(common, common)
        self._sections: dict[str, Section] = {}
        self.fields: list[Field] = []

    def section(self, master: str) -> Section:
        """Return a master page as a section; A4 without margins for one the file lacks."""
        if master not in self._sections:
            self._sections[master] = self._read_with_follower(master)
        return self._sections[master]

    def page_properties(self, master: str) -> dict[str, str]:
        """Return the attributes of a master page's layout."""
        layout = self._layout(master)
        properties = None if layout is None else layout.find(STYLE + "page-layout-properties")
        return {} if properties is None else {str(k): str(v) for k, v in properties.attrib.items()}

    def background(self, master: str) -> str:
        """Return the page colour of a master page."""
        return colour(self.page_properties(master).get(FO + "background-color")) or ""

    def _read_with_follower(self, master: str) -> Section:
        """Read a page style and the one that takes over after its page: a first page, or left beside right."""
        first = self._read_page(master)
        follower = self._follower(master)
        if not follower:
            return first
        rest = self._read_page(follower)
        if (first.page_width_pt, first.page_height_pt) != (rest.page_width_pt, rest.page_height_pt):
            return first  # no section has pages of two sizes; where the second begins nobody can tell without a layout
        usage = self._usage(master)
        if usage != self._usage(follower) and self._follower(follower) == master:
            left, right = (first, rest) if usage == "left" else (rest, first)
            return msgspec.structs.replace(first, headers_footers=(*right.headers_footers, *_as(PageKind.EVEN, left)))
        return msgspec.structs.replace(
            rest,
            headers_footers=(*_without_first(rest), *_as(PageKind.FIRST, first)),
            different_first_page=True,
            page_number_start=first.page_number_start,
        )

    def _follower(self, master: str) -> str:
        """Return the page style that follows after one page, "" if a style goes on with itself."""
        element = self._masters.get(master)
        name = "" if element is None else element.get(STYLE + "next-style-name", "")
        return name if name != master and name in self._masters else ""

    def _usage(self, master: str) -> str:
        layout = self._layout(master)
        return "all" if layout is None else layout.get(STYLE + "page-usage", "all")

    def _layout(self, master: str) -> etree._Element | None:
        element = self._masters.get(master)
        if element is None or self._styles is None:
            return None
        return self._styles.element("page-layout", element.get(STYLE + "page-layout-name", ""))

    def _read_page(self, master: str) -> Section:
        element, layout = self._masters.get(master), self._layout(master)
        if element is None:
            return Section(_A4_WIDTH, _A4_HEIGHT)
        given = self.page_properties(master)
        properties = None if layout is None else layout.find(STYLE + "page-layout-properties")
        headers = tuple(self._headers(element))
        edges = {edge: _edge_height(layout, edge) for edge in ("header", "footer")}
        width, height = (
            points(given.get(FO + "page-width")) or _A4_WIDTH,
            points(given.get(FO + "page-height")) or _A4_HEIGHT,
        )
        margin = points(given.get(FO + "margin")) or _ZERO
        top = _given(given, "margin-top", margin)
        bottom = _given(given, "margin-bottom", margin)
        return Section(
            page_width_pt=width,
            page_height_pt=height,
            landscape=given.get(STYLE + "print-orientation") == "landscape" or width > height,
            # A page margin of OpenDocument ends where the header begins; the body begins below the header.
            margin_top_pt=top + (edges["header"] if _has(headers, Edge.HEADER) else _ZERO),
            margin_bottom_pt=bottom + (edges["footer"] if _has(headers, Edge.FOOTER) else _ZERO),
            margin_left_pt=_given(given, "margin-left", margin),
            margin_right_pt=_given(given, "margin-right", margin),
            header_distance_pt=top,
            footer_distance_pt=bottom,
            columns=read_columns(None if properties is None else properties.find(STYLE + "columns")),
            headers_footers=headers,
            different_first_page=any(header.pages is PageKind.FIRST for header in headers),
            page_number_format=_NUMBER_FORMS.get(given.get(STYLE + "num-format", ""), ""),
            page_number_start=whole_number(given.get(STYLE + "first-page-number")),
            page_borders=cell_borders(given) if given else Borders(),
            text_direction=given.get(STYLE + "writing-mode", ""),
            line_numbers=self._lines_are_numbered(),
        )

    def _lines_are_numbered(self) -> bool:
        settings = None if self._common is None else self._common.find(_LINE_NUMBERS)
        return settings is not None and settings.get(TEXT + "number-lines", "true") == "true"

    def _headers(self, master: etree._Element) -> list[HeaderFooter]:
        found = []
        for child in master:
            place = _STORIES.get(etree.QName(child).localname)
            if place is not None and child.get(STYLE + "display") != "false":
                found.append(HeaderFooter(place[0], place[1], self._story(child, place[0].value)))
        return found

    def _story(self, element: etree._Element, place: str) -> tuple[Block, ...]:
        styles = self._styles or OdfStyles(None, element)
        findings = Findings(place)
        lists = ListCounter(styles)
        shapes = ShapeReader(self._parts, styles, lists, findings)
        blocks = FlowReader(styles, lists, findings, shapes.read).read_blocks(element)
        self.fields.extend(findings.fields)
        return blocks


def _named(root: etree._Element, path: str) -> dict[str, etree._Element]:
    return {element.get(STYLE + "name", ""): element for element in root.iterfind(path)}


def _has(headers: tuple[HeaderFooter, ...], edge: Edge) -> bool:
    return any(header.edge is edge for header in headers)


def _as(pages: PageKind, section: Section) -> Iterator[HeaderFooter]:
    defaults = (header for header in section.headers_footers if header.pages is PageKind.DEFAULT)
    return (msgspec.structs.replace(header, pages=pages) for header in defaults)


def _without_first(section: Section) -> Iterator[HeaderFooter]:
    return (header for header in section.headers_footers if header.pages is not PageKind.FIRST)


def _given(properties: dict[str, str], name: str, default: Decimal) -> Decimal:
    length = points(properties.get(FO + name))
    return default if length is None else length


def _edge_height(layout: etree._Element | None, edge: str) -> Decimal:
    properties = None if layout is None else layout.find(f"{STYLE}{edge}-style/{STYLE}header-footer-properties")
    if properties is None:
        return _ZERO
    return points(properties.get(FO + "min-height")) or points(properties.get(SVG + "height")) or _ZERO


def read_columns(element: etree._Element | None) -> Columns:
    """Read a style:columns element."""
    count = 1 if element is None else whole_number(element.get(FO + "column-count")) or 1
    if element is None or count <= 1:
        return Columns()
    return Columns(
        count=count,
        gap_pt=points(element.get(FO + "column-gap")) or _ZERO,
        line_between=element.find(STYLE + "column-sep") is not None,
    )
