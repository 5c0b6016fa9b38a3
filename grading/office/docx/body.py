"""Blocks of a story: paragraphs and tables in order, content controls and tracked wrappers opened up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from grading.office.docx.effective import NOT_IN_TABLE, CellFacts, Chain
from grading.office.docx.inline import Context, InlineReader, Story
from grading.office.docx.paragraph_properties import direct_fields, read_paragraph_properties
from grading.office.docx.run_properties import WordColours
from grading.office.docx.tables import GridCell, TableLook, grid_of, value_of, width_of
from grading.office.drawing.colours import colour_in
from grading.office.drawing.names import WPS, A, W
from grading.office.drawing.shapes import DrawingParts
from grading.office.model_document import StyleKind
from grading.office.model_flow import Block, Change, Paragraph, Table, TableCell, TableRow
from grading.office.model_format import Line
from grading.office.units import is_on, twips, whole_number

_WRAPPERS = {"sdtContent", "customXml", "ins", "moveTo", "smartTag"}
_COLUMNS_MAX = 1_000
_BLACK = "000000"  # what text has anyway, as "automatic"


class BodyReader:
    """Reads the blocks of one part; `sections` counts the sections begun so far in the body."""

    def __init__(self, chain: Chain, colours: WordColours, host: DrawingParts, story: Story) -> None:
        """One reader for one part and one story."""
        self._chain = chain
        self._colours = colours
        self._scheme = host.scheme
        self._inline = InlineReader(chain, colours, host, story, self._read_box)
        self._section = 0
        self.used_styles: set[str] = set()

    def read_blocks(self, parent: etree._Element, cell: CellFacts = NOT_IN_TABLE) -> tuple[Block, ...]:
        """Return the blocks of a body, cell, note or header."""
        return tuple(
            self._paragraph(child, cell) if child.tag == W + "p" else self._table(child)
            for child in block_elements(parent)
        )

    def _read_box(self, parent: etree._Element, /) -> tuple[Block, ...]:
        """Return the blocks of a text box; where nothing else says a colour, the style of its shape does."""
        shape = next(parent.iterancestors(WPS + "wsp"), None)
        reference = None if shape is None else shape.find(f"{WPS}style/{A}fontRef")
        colour = colour_in(reference, self._scheme)
        if not colour or colour == _BLACK:
            return self.read_blocks(parent)
        return self.read_blocks(parent, CellFacts(("box", colour), run={"colour": colour}))

    def _paragraph(self, element: etree._Element, cell: CellFacts) -> Paragraph:
        properties = element.find(W + "pPr")
        facts = self._chain.cache.paragraph(properties, self._colours, read_paragraph_properties)
        style_id = facts.get("_style")
        mark = None if properties is None else properties.find(W + "rPr")
        source = self._chain.styles.find(style_id, StyleKind.PARAGRAPH)
        if source is not None:
            self.used_styles.add(source.id)
        context = Context(paragraph_style=style_id, cell=cell)
        section = self._section
        if properties is not None and properties.find(W + "sectPr") is not None:
            self._section += 1
        return Paragraph(
            format=self._chain.paragraph_format(facts, cell),
            style="" if source is None else source.name,
            style_id="" if source is None else source.id,
            direct=direct_fields(facts),
            section=section,
            mark=self._chain.run_format(self._chain.cache.run(mark, self._colours), style_id, cell),
            mark_change=_change_of(mark),
            **self._inline.read(element, context),
        )

    def _table(self, element: etree._Element) -> Table:
        look = TableLook(element, self._chain.styles, self._colours)
        properties = element.find(W + "tblPr")
        rows = list(_children(element, "tr"))
        starts = [_skipped_columns(row) for row in rows]
        grid = grid_of([list(_children(row, "tc")) for row in rows], starts)
        columns = max((cell.column + cell.column_span for row in grid for cell in row), default=0)
        width, share = width_of(None if properties is None else properties.find(W + "tblW"))
        indent = width_of(None if properties is None else properties.find(W + "tblInd"))[0]
        flags = look.look
        return Table(
            rows=tuple(self._row(row, cells, look, len(rows), columns) for row, cells in zip(rows, grid, strict=True)),
            column_widths_pt=tuple(
                width
                for column in list(element.iterfind(f"{W}tblGrid/{W}gridCol"))[:_COLUMNS_MAX]
                if (width := twips(column.get(W + "w"))) is not None
            ),
            style=look.style_name,
            alignment=_ALIGNMENTS.get(value_of(properties, "jc") or "", "left"),
            indent_pt=indent or Table().indent_pt,
            width_pt=width or None,
            width_percent=share,
            fixed_layout=_attribute(properties, "tblLayout", "type") == "fixed",
            floating=properties is not None and properties.find(W + "tblpPr") is not None,
            borders=look.table_borders(),
            first_row=flags.first_row,
            last_row=flags.last_row,
            first_column=flags.first_column,
            last_column=flags.last_column,
            banded_rows=flags.banded_rows,
            banded_columns=flags.banded_columns,
            title=value_of(properties, "tblCaption") or "",
            description=value_of(properties, "tblDescription") or "",
        )

    def _row(
        self, element: etree._Element, cells: list[GridCell], look: TableLook, rows: int, columns: int
    ) -> TableRow:
        properties = element.find(W + "trPr")
        height = None if properties is None else properties.find(W + "trHeight")
        lines = look.row_borders(element)
        return TableRow(
            cells=tuple(self._cell(cell, look, lines, rows, columns) for cell in cells),
            height_pt=None if height is None else twips(height.get(W + "val")),
            height_exact=height is not None and height.get(W + "hRule") == "exact",
            repeats_as_header=_switch(properties, "tblHeader"),
            may_split=not _switch(properties, "cantSplit"),
            change=_change_of(properties),
        )

    def _cell(self, cell: GridCell, look: TableLook, of_row: Mapping[str, Line], rows: int, columns: int) -> TableCell:
        properties = cell.element.find(W + "tcPr")
        parts = look.parts_of(cell, rows, columns)
        return TableCell(
            row=cell.row,
            column=cell.column,
            blocks=self.read_blocks(cell.element, look.facts(parts)),
            row_span=cell.row_span,
            column_span=cell.column_span,
            width_pt=width_of(None if properties is None else properties.find(W + "tcW"))[0],
            borders=look.borders(cell, parts, of_row, rows, columns),
            fill=look.fill(cell.element, parts),
            vertical_alignment=value_of(properties, "vAlign") or "top",
            text_direction=value_of(properties, "textDirection") or "",
        )


_ALIGNMENTS = {"center": "center", "right": "right", "end": "right"}


def block_elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the w:p and w:tbl elements of a container, wrappers opened up."""
    for child in parent:
        tag = child.tag
        if not tag.startswith(W):
            continue
        name = tag[len(W) :]
        if name in {"p", "tbl"}:
            yield child
        elif name == "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from block_elements(content)
        elif name in _WRAPPERS:
            yield from block_elements(child)


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _children(content, name)
        elif child.tag in {W + "customXml", W + "ins"}:
            yield from _children(child, name)


def _skipped_columns(row: etree._Element) -> int:
    before = whole_number(value_of(row.find(W + "trPr"), "gridBefore")) or 0
    return min(max(before, 0), _COLUMNS_MAX)


def _change_of(properties: etree._Element | None) -> Change:
    if properties is not None and properties.find(W + "del") is not None:
        return Change.DELETED
    return Change.INSERTED if properties is not None and properties.find(W + "ins") is not None else Change.NONE


def _switch(properties: etree._Element | None, name: str) -> bool:
    child = None if properties is None else properties.find(W + name)
    return child is not None and is_on(child.get(W + "val"))


def _attribute(properties: etree._Element | None, name: str, attribute: str) -> str:
    child = None if properties is None else properties.find(W + name)
    return "" if child is None else child.get(W + attribute, "")
