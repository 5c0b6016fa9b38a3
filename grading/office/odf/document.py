"""Reads an odt package into a `Document`."""

from __future__ import annotations

import msgspec
from lxml import etree

from grading.office.model_document import (
    Document,
    PageKind,
    Section,
    Style,
    StyleKind,
)
from grading.office.odf.facts import join_text, make_paragraph_format, make_run_format
from grading.office.odf.flow import FlowReader
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import OFFICE, STYLE, TEXT
from grading.office.odf.pages import PageReader, read_columns
from grading.office.odf.parts import OdfParts
from grading.office.odf.shapes import ShapeReader
from grading.office.odf.styles import OdfStyles
from grading.office.outcome import CannotReadError, Reason

_SECTIONS_MAX = 500
_STYLE_KINDS = {"paragraph": StyleKind.PARAGRAPH, "text": StyleKind.CHARACTER, "table": StyleKind.TABLE}


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
        self._findings.links_have_a_look = True  # in sheets and slides a link looks like the text around it
        self._page_reader = PageReader(parts, self._common)
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
            self._sections.append(self._page_reader.section("Standard"))
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
            fields=(*self._findings.fields, *self._page_reader.fields),
            properties=self._parts.properties(),
            background=self._page_reader.background("Standard"),
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
            page = self._page_reader.section(master)
            self._pages = [page]
            self._sections.append(page)
            self._columns_left = False
        elif not self._sections:
            self._pages = [self._page_reader.section("Standard")]
            self._sections.append(self._pages[0])
        elif self._columns_left and len(self._sections) < _SECTIONS_MAX:
            self._sections.append(msgspec.structs.replace(self._current_page(), starts="continuous"))
            self._columns_left = False
        return len(self._sections) - 1

    def enter_columns(self, style: str) -> None:
        """Begin a section with columns of its own inside the page."""
        element = self._styles.property_element("section", style, "section-properties")
        columns = None if element is None else element.find(STYLE + "columns")
        read = read_columns(columns)
        if read.count > 1 and len(self._sections) < _SECTIONS_MAX:
            page = self._current_page()
            self._sections.append(msgspec.structs.replace(page, columns=read, starts="continuous"))
            self._columns_left = False

    def leave_columns(self) -> None:
        """Go back to the page's own columns with the next paragraph."""
        self._columns_left = bool(self._sections) and self._sections[-1] != self._current_page()

    def _current_page(self) -> Section:
        if not self._pages:
            self._pages = [self._page_reader.section("Standard")]
        return self._pages[-1]

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


def _tracks(body: etree._Element) -> bool:
    changes = body.find(TEXT + "tracked-changes")
    return changes is not None and changes.get(TEXT + "track-changes", "true") == "true"
