"""Reads an odt package into a `Document`."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.model_document import (
    Columns,
    Document,
    Edge,
    HeaderFooter,
    PageKind,
    Section,
    Style,
    StyleKind,
)
from grading.office.model_flow import Block
from grading.office.model_format import Borders
from grading.office.odf.facts import colour, join_text, make_paragraph_format, make_run_format
from grading.office.odf.flow import FlowReader, cell_borders
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import FO, OFFICE, STYLE, SVG, TEXT
from grading.office.odf.parts import OdfParts
from grading.office.odf.shapes import ShapeReader
from grading.office.odf.styles import OdfStyles
from grading.office.outcome import CannotReadError, Reason
from grading.office.units import points, whole_number

_ZERO = Decimal(0)
_A4_WIDTH, _A4_HEIGHT = Decimal("595.304"), Decimal("841.89")
_SECTIONS_MAX = 500
_STORIES = {
    "header": (Edge.HEADER, PageKind.DEFAULT),
    "footer": (Edge.FOOTER, PageKind.DEFAULT),
    "header-first": (Edge.HEADER, PageKind.FIRST),
    "footer-first": (Edge.FOOTER, PageKind.FIRST),
    "header-left": (Edge.HEADER, PageKind.EVEN),
    "footer-left": (Edge.FOOTER, PageKind.EVEN),
}
_STYLE_KINDS = {"paragraph": StyleKind.PARAGRAPH, "text": StyleKind.CHARACTER, "table": StyleKind.TABLE}
_NUMBER_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}


def read_odt(parts: OdfParts) -> Document:
    """Read a text document; raises `CannotReadError`."""
    return _DocumentReader(parts).read()


class _PagedFlow(FlowReader):
    """Blocks of the body: a paragraph whose style names a master page begins a new section."""

    page_reader: _DocumentReader

    def section_of(self, element: etree._Element) -> int:
        return self.page_reader.section_at(element.get(TEXT + "style-name", ""))

    def enter_section(self, element: etree._Element) -> None:
        if element.tag == TEXT + "section":
            self.page_reader.enter_columns(element.get(TEXT + "style-name", ""))

    def leave_section(self, element: etree._Element) -> None:
        if element.tag == TEXT + "section":
            self.page_reader.leave_columns()


class _DocumentReader:
    def __init__(self, parts: OdfParts) -> None:
        self._parts = parts
        self._content = parts.root("content.xml")
        self._common = parts.find_root("styles.xml")
        self._styles = OdfStyles(self._common, self._content)
        self._lists = ListCounter(self._styles)
        self._findings = Findings()
        self._masters = (
            {} if self._common is None else _named(self._common, f"{OFFICE}master-styles/{STYLE}master-page")
        )
        self._page_styles = None if self._common is None else OdfStyles(self._common, self._common)
        self._page_sections: dict[str, Section] = {}
        self._sections: list[Section] = []
        self._pages: list[Section] = []
        self._columns_left = False

    def read(self) -> Document:
        body = self._content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise CannotReadError(Reason.MISSING_PART, part="office:text")
        self._read_changes(body)
        shapes = ShapeReader(self._parts, self._styles, self._lists, self._findings)
        flow = _PagedFlow(self._styles, self._lists, self._findings, shapes.read)
        flow.page_reader = self
        blocks = flow.read_blocks(body)
        if not self._sections:
            self._sections.append(self._page("Standard"))
        styles = self._read_styles(flow.used_styles)
        comments = tuple(
            msgspec.structs.replace(one, on_text="".join(self._findings.on_text.get(one.id, ())))
            for one in self._findings.comments
        )
        levels = self._styles.text_levels("paragraph", "")
        return Document(
            format="odt",
            blocks=blocks,
            sections=tuple(self._sections),
            styles=styles,
            notes=tuple(self._findings.notes),
            comments=comments,
            fields=tuple(self._findings.fields),
            properties=self._parts.properties(),
            background=self._background(),
            different_odd_even=any(h.pages is PageKind.EVEN for s in self._sections for h in s.headers_footers),
            tracks_changes=_tracks(body),
            insertions=self._findings.insertions,
            deletions=self._findings.deletions,
            default_run=make_run_format(join_text(levels), asian=False),
        )

    def section_at(self, paragraph_style: str) -> int:
        """Return the index of the section for the next paragraph, beginning one where its style says so."""
        master = self._styles.attribute("paragraph", paragraph_style, STYLE + "master-page-name")
        if master and len(self._sections) < _SECTIONS_MAX:
            page = self._page(master)
            self._pages = [page]
            self._sections.append(page)
            self._columns_left = False
        elif not self._sections:
            self._pages = [self._page("Standard")]
            self._sections.append(self._pages[0])
        elif self._columns_left and len(self._sections) < _SECTIONS_MAX:
            self._sections.append(msgspec.structs.replace(self._current_page(), starts="continuous"))
            self._columns_left = False
        return len(self._sections) - 1

    def enter_columns(self, style: str) -> None:
        """Begin a section with columns of its own inside the page."""
        element = self._styles.property_element("section", style, "section-properties")
        columns = None if element is None else element.find(STYLE + "columns")
        read = _columns(columns)
        if read.count > 1 and len(self._sections) < _SECTIONS_MAX:
            page = self._current_page()
            self._sections.append(msgspec.structs.replace(page, columns=read, starts="continuous"))
            self._columns_left = False

    def leave_columns(self) -> None:
        """Go back to the page's own columns with the next paragraph."""
        self._columns_left = bool(self._sections) and self._sections[-1] != self._current_page()

    def _current_page(self) -> Section:
        if not self._pages:
            self._pages = [self._page("Standard")]
        return self._pages[-1]

    def _page(self, master: str) -> Section:
        if master not in self._page_sections:
            self._page_sections[master] = self._read_page(master)
        return self._page_sections[master]

    def _read_page(self, master: str) -> Section:
        element = self._masters.get(master)
        if element is None or self._page_styles is None:
            return Section(_A4_WIDTH, _A4_HEIGHT)
        layout = self._page_styles.element("page-layout", element.get(STYLE + "page-layout-name", ""))
        properties = None if layout is None else layout.find(STYLE + "page-layout-properties")
        given = {} if properties is None else {str(k): str(v) for k, v in properties.attrib.items()}
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
            columns=_columns(None if properties is None else properties.find(STYLE + "columns")),
            headers_footers=headers,
            different_first_page=any(header.pages is PageKind.FIRST for header in headers),
            page_number_format=_NUMBER_FORMS.get(given.get(STYLE + "num-format", ""), ""),
            page_number_start=whole_number(given.get(STYLE + "first-page-number")),
            page_borders=cell_borders(given) if given else Borders(),
            text_direction=given.get(STYLE + "writing-mode", ""),
        )

    def _headers(self, master: etree._Element) -> list[HeaderFooter]:
        found = []
        for child in master:
            place = _STORIES.get(etree.QName(child).localname)
            if place is not None and child.get(STYLE + "display") != "false":
                found.append(HeaderFooter(place[0], place[1], self._story(child, place[0].value)))
        return found

    def _story(self, element: etree._Element, place: str) -> tuple[Block, ...]:
        styles = self._page_styles or self._styles
        findings = Findings(place)
        lists = ListCounter(styles)
        shapes = ShapeReader(self._parts, styles, lists, findings)
        blocks = FlowReader(styles, lists, findings, shapes.read).read_blocks(element)
        self._findings.fields.extend(findings.fields)
        return blocks

    def _read_changes(self, body: etree._Element) -> None:
        for region in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
            if region.find(TEXT + "insertion") is not None:
                self._findings.insertion_ids.add(region.get(TEXT + "id", ""))
            elif region.find(TEXT + "deletion") is not None:
                self._findings.deletions += 1

    def _read_styles(self, used: set[str]) -> tuple[Style, ...]:
        named = {self._styles.shown_name("paragraph", name) for name in used}
        found = []
        for family, name, element in self._styles.named():
            kind = _STYLE_KINDS.get(family)
            if kind is None:
                continue
            shown = element.get(STYLE + "display-name") or name
            text = self._styles.text_levels(family, name)
            levels = self._styles.paragraph_levels(family, name)
            found.append(
                Style(
                    id=name,
                    name=shown,
                    kind=kind,
                    based_on=element.get(STYLE + "parent-style-name", ""),
                    run=make_run_format(join_text(text), asian=False),
                    paragraph=make_paragraph_format(levels, None, self._styles.outline_level(name)),
                    used=kind is StyleKind.PARAGRAPH and shown in named,
                )
            )
        return tuple(found)

    def _background(self) -> str:
        master = self._masters.get("Standard")
        if master is None or self._page_styles is None:
            return ""
        layout = self._page_styles.element("page-layout", master.get(STYLE + "page-layout-name", ""))
        properties = None if layout is None else layout.find(STYLE + "page-layout-properties")
        return "" if properties is None else colour(properties.get(FO + "background-color")) or ""


def _tracks(body: etree._Element) -> bool:
    changes = body.find(TEXT + "tracked-changes")
    return changes is not None and changes.get(TEXT + "track-changes", "true") == "true"


def _named(root: etree._Element, path: str) -> dict[str, etree._Element]:
    return {element.get(STYLE + "name", ""): element for element in root.iterfind(path)}


def _has(headers: tuple[HeaderFooter, ...], edge: Edge) -> bool:
    return any(header.edge is edge for header in headers)


def _given(properties: dict[str, str], name: str, default: Decimal) -> Decimal:
    length = points(properties.get(FO + name))
    return default if length is None else length


def _edge_height(layout: etree._Element | None, edge: str) -> Decimal:
    properties = None if layout is None else layout.find(f"{STYLE}{edge}-style/{STYLE}header-footer-properties")
    if properties is None:
        return _ZERO
    return points(properties.get(FO + "min-height")) or points(properties.get(SVG + "height")) or _ZERO


def _columns(element: etree._Element | None) -> Columns:
    count = 1 if element is None else whole_number(element.get(FO + "column-count")) or 1
    if element is None or count <= 1:
        return Columns()
    return Columns(
        count=count,
        gap_pt=points(element.get(FO + "column-gap")) or _ZERO,
        line_between=element.find(STYLE + "column-sep") is not None,
    )
