"""Blocks of OpenDocument text: paragraphs, headings, lists, tables, sections and indexes, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from grading.office.model_document import Field
from grading.office.model_flow import Block, Paragraph, Shape, Table, TableCell, TableRow
from grading.office.model_format import Borders, Fill, FillKind, ListMark, ParagraphFormat
from grading.office.odf.facts import Facts, border_line, colour
from grading.office.odf.inline import Findings, InlineReader, ReadShape
from grading.office.odf.lists import OUTLINE, ListCounter
from grading.office.odf.looks import Looks
from grading.office.odf.names import DRAW, FO, STYLE, TABLE, TEXT
from grading.office.odf.styles import OdfStyles
from grading.office.units import percent, points, whole_number

_INDEXES = {"table-of-content": "TOC", "alphabetical-index": "INDEX", "bibliography": "BIBLIOGRAPHY",
            "illustration-index": "TOC \\c", "table-index": "TOC \\c", "object-index": "TOC \\c",
            "user-index": "TOC \\u"}  # fmt: skip
_ROWS_MAX, _COLUMNS_MAX, _REPEAT_MAX = 20_000, 1_000, 1_000
_WRITER_FORMULA = "ooow:"
_VERTICAL = {"middle": "center", "bottom": "bottom", "top": "top"}


class Numbered(msgspec.Struct, frozen=True):
    """The list a paragraph is in."""

    identity: str
    style: str
    level: int
    counts: bool
    start: int | None = None


class FlowReader:
    """Reads the blocks of one part. Hosts that have pages override `page_of`."""

    def __init__(
        self,
        styles: OdfStyles,
        lists: ListCounter,
        findings: Findings,
        read_shape: ReadShape,
        family: str = "paragraph",
    ) -> None:
        """`family` is "paragraph", the family whose default style text falls back on."""
        self.styles = styles
        self._lists = lists
        self._findings = findings
        self._family = family
        self._read_shape = read_shape
        self._inline = InlineReader(styles, findings, read_shape, self.read_blocks)
        self._looks = Looks()
        self._base_text: tuple[Facts, ...] = ()
        self._base_paragraph: tuple[Facts, ...] = ()
        self.used_styles: set[str] = set()

    def read_blocks(self, parent: etree._Element, /) -> tuple[Block, ...]:
        """Return the blocks of a body, cell, note, header or text box."""
        return tuple(self._blocks(parent, None))

    def read_over(self, parent: etree._Element, text: list[Facts], paragraph: list[Facts]) -> tuple[Block, ...]:
        """Return the blocks of a shape whose own style stands between the defaults and its paragraphs' styles."""
        outer = self._base_text, self._base_paragraph
        self._base_text, self._base_paragraph = tuple(text), tuple(paragraph)
        try:
            return self.read_blocks(parent)
        finally:
            self._base_text, self._base_paragraph = outer

    def section_of(self, element: etree._Element) -> int:
        """Return the section a paragraph is in; documents know better than this."""
        del element
        return 0

    def enter_section(self, element: etree._Element) -> None:
        """Note that a text:section begins; documents make page columns of it."""

    def leave_section(self, element: etree._Element) -> None:
        """Note that a text:section ends."""

    def _blocks(self, parent: etree._Element, numbered: Numbered | None) -> Iterator[Block]:
        loose: list[Shape] = []
        for child in parent:
            tag = child.tag
            if tag in {TEXT + "p", TEXT + "h"}:
                yield self._paragraph(child, numbered, tuple(loose))
                loose.clear()
                numbered = None if numbered is None else msgspec.structs.replace(numbered, counts=False)
            elif tag == TEXT + "list":
                yield from self._list(child, numbered)
            elif tag == TABLE + "table":
                yield self._table(child)
            elif tag.startswith(DRAW):
                shape = self._read_shape(child)
                if shape is not None:
                    loose.append(shape)
            else:
                yield from self._wrapped(child, numbered)
        if loose:
            yield Paragraph(shapes=tuple(loose))

    def _wrapped(self, child: etree._Element, numbered: Numbered | None) -> Iterator[Block]:
        if child.tag in {TEXT + "section", TEXT + "index-body", TEXT + "index-title"}:
            self.enter_section(child)
            yield from self._blocks(child, numbered)
            self.leave_section(child)
        elif child.tag.startswith(TEXT) and child.tag[len(TEXT) :] in _INDEXES:
            kind = _INDEXES[child.tag[len(TEXT) :]]
            body = child.find(TEXT + "index-body")
            self._findings.field_stack.append(kind)
            blocks = list(self._blocks(body, numbered)) if body is not None else []
            self._findings.field_stack.pop()
            text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
            self._findings.fields.append(Field(kind.split(" ")[0], kind, text, self._findings.place))
            yield from blocks
        elif child.tag == TEXT + "numbered-paragraph":
            yield from self._blocks(child, numbered)

    def _list(self, element: etree._Element, outer: Numbered | None) -> Iterator[Block]:
        style = element.get(TEXT + "style-name", "") or ("" if outer is None else outer.style)
        identity = self._lists.open(element, style) if outer is None else outer.identity
        level = 0 if outer is None else outer.level + 1
        for item in element:
            if item.tag in {TEXT + "list-item", TEXT + "list-header"}:
                counts = item.tag == TEXT + "list-item"
                start = whole_number(item.get(TEXT + "start-value"))
                yield from self._blocks(item, Numbered(identity, style, level, counts, start))

    def _paragraph(self, element: etree._Element, numbered: Numbered | None, loose: tuple[Shape, ...]) -> Paragraph:
        name = element.get(TEXT + "style-name", "")
        own, _own_text = self.styles.own_facts(self._family, name)
        text = [*self._with_base(self.styles.text_levels(self._family, name), self._base_text)]
        section = self.section_of(element)
        mark, indents = self._list_mark(element, name, numbered)
        content = self._inline.read(element, text)
        levels = list(self._with_base(self.styles.paragraph_levels(self._family, name), self._base_paragraph))
        if indents:
            # A list's indents stand above the named styles and below the paragraph's own.
            levels.insert(len(levels) - 1 if own else len(levels), indents)
        if loose:
            content["shapes"] = (*loose, *content["shapes"])
        if self.styles.element(self._family, name) is not None:
            self.used_styles.add(name)
        return Paragraph(
            format=_with_mark(self._looks.paragraph(levels), mark, self._outline_level(element, name)),
            style=self.styles.shown_name(self._family, name),
            style_id=self._named(name),
            direct=_direct_names(own),
            section=section,
            **content,
        )

    def _with_base(self, levels: list[Facts], base: tuple[Facts, ...]) -> list[Facts]:
        defaults = int(self.styles.has_default(self._family))
        return [*levels[:defaults], *base, *levels[defaults:]]

    def _named(self, name: str) -> str:
        for element in reversed(self.styles.chain(self._family, name)):
            own = element.get(STYLE + "name", "")
            if own and not self.styles.is_automatic(self._family, own):
                return own
        return ""

    def _outline_level(self, element: etree._Element, name: str) -> int | None:
        if element.tag == TEXT + "h":
            return whole_number(element.get(TEXT + "outline-level")) or 1
        return self.styles.outline_level(name)

    def _list_mark(
        self, element: etree._Element, name: str, numbered: Numbered | None
    ) -> tuple[ListMark | None, Facts]:
        if numbered is None and element.tag == TEXT + "h" and element.get(TEXT + "is-list-header") != "true":
            depth = (whole_number(element.get(TEXT + "outline-level")) or 1) - 1
            mark = self._lists.next_mark("outline", OUTLINE, depth)
            return mark, self._lists.level(OUTLINE, depth).paragraph if mark is not None else {}
        if numbered is None:
            return None, {}
        style = numbered.style or self.styles.attribute(self._family, name, STYLE + "list-style-name") or ""
        level = self._lists.level(style, numbered.level)
        if not numbered.counts:
            return None, level.paragraph
        return self._lists.next_mark(numbered.identity, style, numbered.level, numbered.start), level.paragraph

    def _table(self, element: etree._Element) -> Table:
        widths = self._column_widths(element)
        rows = [self._row(row, index) for index, row in enumerate(_rows(element))]
        properties = self.styles.properties("table", element.get(TABLE + "style-name", ""), "table-properties")
        align = properties.get(TABLE + "align", "left")
        return Table(
            rows=tuple(rows),
            column_widths_pt=tuple(widths),
            style=element.get(TABLE + "template-name", ""),
            alignment=align if align in {"center", "right"} else "left",
            indent_pt=points(properties.get(FO + "margin-left")) or Decimal(0),
            width_pt=points(properties.get(STYLE + "width")),
            width_percent=percent(properties.get(STYLE + "rel-width")),
            title=element.findtext(TABLE + "title") or "",
            description=element.findtext(TABLE + "desc") or "",
        )

    def _column_widths(self, element: etree._Element) -> list[Decimal]:
        widths: list[Decimal] = []
        for column in element.iter(TABLE + "table-column"):
            if _owner(column) is not element:
                continue
            properties = self.styles.properties(
                "table-column", column.get(TABLE + "style-name", ""), "table-column-properties"
            )
            width = points(properties.get(STYLE + "column-width"))
            count = min(whole_number(column.get(TABLE + "number-columns-repeated")) or 1, _REPEAT_MAX)
            if width is not None:
                widths.extend([width] * count)
        return widths[:_COLUMNS_MAX]

    def _row(self, element: etree._Element, index: int) -> TableRow:
        properties = self.styles.properties("table-row", element.get(TABLE + "style-name", ""), "table-row-properties")
        exact, least = points(properties.get(STYLE + "row-height")), points(properties.get(STYLE + "min-row-height"))
        parent = element.getparent()
        cells: list[TableCell] = []
        column = 0
        for cell in element:
            if cell.tag == TABLE + "table-cell":
                cells.append(self._cell(cell, index, column))
            column += min(whole_number(cell.get(TABLE + "number-columns-repeated")) or 1, _REPEAT_MAX)
        return TableRow(
            cells=tuple(cells),
            height_pt=exact if exact is not None else least,
            height_exact=exact is not None,
            repeats_as_header=parent is not None and parent.tag == TABLE + "table-header-rows",
            may_split=properties.get(FO + "keep-together") != "always",
        )

    def _cell_blocks(self, element: etree._Element) -> tuple[Block, ...]:
        """Return a cell's blocks; the text that a formula made is its field's result, as Word keeps it."""
        formula = element.get(TABLE + "formula", "")
        if not formula.startswith(_WRITER_FORMULA):
            return self.read_blocks(element)
        instruction = writer_formula(formula.removeprefix(_WRITER_FORMULA))
        self._findings.field_stack.append(instruction)
        blocks = self.read_blocks(element)
        self._findings.field_stack.pop()
        text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
        self._findings.fields.append(Field(instruction, instruction, text, self._findings.place))
        return blocks

    def _cell(self, element: etree._Element, row: int, column: int) -> TableCell:
        properties = self.styles.properties(
            "table-cell", element.get(TABLE + "style-name", ""), "table-cell-properties"
        )
        shade = colour(properties.get(FO + "background-color"))
        return TableCell(
            row=row,
            column=column,
            blocks=self._cell_blocks(element),
            row_span=min(whole_number(element.get(TABLE + "number-rows-spanned")) or 1, _ROWS_MAX),
            column_span=min(whole_number(element.get(TABLE + "number-columns-spanned")) or 1, _COLUMNS_MAX),
            borders=cell_borders(properties),
            fill=Fill(kind=FillKind.SOLID, colour=shade) if shade else Fill(),
            vertical_alignment=_VERTICAL.get(properties.get(STYLE + "vertical-align", ""), "top"),
            text_direction=properties.get(STYLE + "writing-mode", ""),
        )


def writer_formula(text: str) -> str:
    """Return a formula of Writer's tables in the spelling of Word: "sum <A1:B2>" is "=SUM(A1:B2)"."""
    called = re.sub(r"([A-Za-z])\s*<([^<>]*)>", r"\1(\2)", text)
    plain = re.sub(r"<([^<>]*)>", r"\1", called).replace("|", ",").upper()
    return "=" + re.sub(r"\bMEAN\b", "AVERAGE", plain)


def cell_borders(properties: dict[str, str]) -> Borders:
    """Return the borders among the joined attributes of cell properties."""
    everywhere = border_line(properties.get(FO + "border"))
    lines: dict[str, Any] = {}
    for side in ("top", "bottom", "left", "right"):
        line = border_line(properties.get(f"{FO}border-{side}")) or everywhere
        if line is not None and line.is_drawn:
            lines[side] = line
    for attribute, field in (("diagonal-tl-br", "diagonal_down"), ("diagonal-bl-tr", "diagonal_up")):
        line = border_line(properties.get(STYLE + attribute))
        if line is not None and line.is_drawn:
            lines[field] = line
    return Borders(**lines)


def _with_mark(form: ParagraphFormat, mark: ListMark | None, outline_level: int | None) -> ParagraphFormat:
    if mark is None and outline_level is None:
        return form
    return msgspec.structs.replace(form, list_mark=mark, outline_level=outline_level)


def _direct_names(facts: Facts) -> tuple[str, ...]:
    names = {"borders" if name == "_borders" else name for name in facts}
    return tuple(sorted(name for name in names if not name.startswith("_")))


def _rows(table: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for row in table.iter(TABLE + "table-row"):
        if _owner(row) is table and len(found) < _ROWS_MAX:
            found.append(row)
    return found


def _owner(element: etree._Element) -> etree._Element | None:
    return next(iter(element.iterancestors(TABLE + "table")), None)
