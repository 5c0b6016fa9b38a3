"""Geometry and look of tables: spans, the table style's conditional parts, borders and shading of every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.docx.effective import CellFacts
from grading.office.docx.run_properties import WordColours, line_value, shading_value
from grading.office.docx.styles import WHOLE_TABLE, StyleSheet, TablePart
from grading.office.drawing.names import W
from grading.office.model_document import StyleKind
from grading.office.model_format import Borders, Fill, FillKind, Line
from grading.office.units import is_on, percent, twips, whole_number

_LOOK_BITS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}
_SPAN_MAX = 1_000
_PLAIN_TABLE = "normal table"
_CELL_EDGES = {"top": "top", "bottom": "bottom", "left": "left", "start": "left", "right": "right", "end": "right",
               "tl2br": "diagonal_down", "tr2bl": "diagonal_up"}  # fmt: skip
_TABLE_EDGES = {**_CELL_EDGES, "insideH": "inside_horizontal", "insideV": "inside_vertical"}


class Look(msgspec.Struct, frozen=True):
    """Which conditional parts of its style a table uses."""

    first_row: bool
    last_row: bool
    first_column: bool
    last_column: bool
    banded_rows: bool
    banded_columns: bool


class GridCell(msgspec.Struct, frozen=True):
    """One visible w:tc and the rectangle of the grid it covers."""

    element: etree._Element
    row: int
    column: int
    row_span: int
    column_span: int


class TableLook:
    """Everything that the style of one table says, per cell."""

    def __init__(self, table: etree._Element, styles: StyleSheet, colours: WordColours) -> None:
        """Join the style's ancestry once; cells then only pick."""
        self._colours = colours
        properties = table.find(W + "tblPr")
        style_id = value_of(properties, "tblStyle")
        self.style_name = styles.name(style_id, StyleKind.TABLE)
        self.look = read_look(None if properties is None else properties.find(W + "tblLook"))
        self._ancestry = styles.chain(style_id, StyleKind.TABLE)
        self._default_id = styles.default_id(StyleKind.TABLE)
        self._own_borders = _borders_in(properties, "tblBorders", colours)
        self._row_band, self._column_band = self._band_sizes(properties)
        self._first_rows = max(1, _header_rows(table))
        self._cells: dict[tuple[str, ...], CellFacts] = {}
        self._part_lines: dict[tuple[str, ...], list[tuple[dict[str, Line], dict[str, Line]]]] = {}
        self._part_fills: dict[tuple[str, ...], Fill] = {}

    def _band_sizes(self, own: etree._Element | None) -> tuple[int, int]:
        sizes = [1, 1]
        sources = [part.table for source in self._ancestry if (part := source.parts.get(WHOLE_TABLE))]
        for properties in (*sources, own):
            for index, name in enumerate(("tblStyleRowBandSize", "tblStyleColBandSize")):
                size = whole_number(value_of(properties, name))
                if size:
                    sizes[index] = max(1, size)
        return sizes[0], sizes[1]

    def parts_of(self, cell: GridCell, rows: int, columns: int) -> tuple[str, ...]:
        """Return the names of the conditional parts a cell is in, the weakest first."""
        look = self.look
        # Word counts all rows that are repeated as headers as the first row, and says so in their w:cnfStyle.
        top, bottom = cell.row < self._first_rows, cell.row + cell.row_span >= rows
        left, right = cell.column == 0, cell.column + cell.column_span >= columns
        names = [WHOLE_TABLE]
        # Word leaves the rows and columns that have a look of their own out of the bands.
        if look.banded_columns and not (look.first_column and left) and not (look.last_column and right):
            band = (cell.column - int(look.first_column)) // self._column_band
            names.append("band1Vert" if band % 2 == 0 else "band2Vert")
        if look.banded_rows and not (look.first_row and top) and not (look.last_row and bottom):
            band = (cell.row - (self._first_rows if look.first_row else 0)) // self._row_band
            names.append("band1Horz" if band % 2 == 0 else "band2Horz")
        sides = (
            (look.first_column and left, "firstCol"),
            (look.last_column and right, "lastCol"),
            (look.first_row and top, "firstRow"),
            (look.last_row and bottom, "lastRow"),
        )
        names.extend(name for holds, name in sides if holds)
        corners = (
            (look.first_row and look.first_column and top and left, "nwCell"),
            (look.first_row and look.last_column and top and right, "neCell"),
            (look.last_row and look.first_column and bottom and left, "swCell"),
            (look.last_row and look.last_column and bottom and right, "seCell"),
        )
        names.extend(name for holds, name in corners if holds)
        return tuple(names)

    def facts(self, parts: tuple[str, ...]) -> CellFacts:
        """Return what the style gives the text of a cell in these parts."""
        if parts not in self._cells:
            run: dict[str, object] = {}
            paragraph: dict[str, object] = {}
            for part in self._said(parts, of_text=True):
                run.update(part.run)
                paragraph.update(part.paragraph)
            ancestry = self._ancestry[-1].id if self._ancestry else ""
            self._cells[parts] = CellFacts(
                (ancestry, *parts), run, paragraph, in_table=ancestry not in {"", self._default_id}
            )
        return self._cells[parts]

    def fill(self, cell: etree._Element, parts: tuple[str, ...]) -> Fill:
        """Return a cell's effective shading."""
        own = cell.find(f"{W}tcPr/{W}shd")
        if own is not None:
            return _shade(own, self._colours)
        if parts not in self._part_fills:
            shadings = (_find(part.cell, "shd") for part in reversed(list(self._said(parts))))
            found = next((shading for shading in shadings if shading is not None), None)
            self._part_fills[parts] = Fill() if found is None else _shade(found, self._colours)
        return self._part_fills[parts]

    def row_borders(self, row: etree._Element) -> dict[str, Line]:
        """Return the borders that a row's exceptions put in the place of the table's."""
        return _borders_in(row.find(W + "tblPrEx"), "tblBorders", self._colours)

    def borders(
        self, cell: GridCell, parts: tuple[str, ...], of_row: Mapping[str, Line], rows: int, columns: int
    ) -> Borders:
        """Return a cell's effective borders: its own, the row's, the table's, the style's parts."""
        lines: dict[str, Line] = {}
        for around, inner in self._lines_of(parts):
            lines.update(self._seen_from(cell, around, rows, columns))
            lines.update(inner)
        lines.update(self._seen_from(cell, {**self._own_borders, **of_row}, rows, columns))
        lines.update(_borders_in(cell.element.find(W + "tcPr"), "tcBorders", self._colours))
        return Borders(**_without_inside(lines))

    def _lines_of(self, parts: tuple[str, ...]) -> list[tuple[dict[str, Line], dict[str, Line]]]:
        """Return what each part of the style says of the table's and of the cell's own borders."""
        if parts not in self._part_lines:
            self._part_lines[parts] = [
                (
                    _borders_in(part.table, "tblBorders", self._colours),
                    _without_inside(_borders_in(part.cell, "tcBorders", self._colours)),
                )
                for part in self._said(parts)
            ]
        return self._part_lines[parts]

    def table_borders(self) -> Borders:
        """Return the borders of the table as a whole."""
        lines: dict[str, Line] = {}
        for part in self._said((WHOLE_TABLE,)):
            lines.update(_borders_in(part.table, "tblBorders", self._colours))
        lines.update(self._own_borders)
        return Borders(**lines)

    def _seen_from(
        self, cell: GridCell, lines: Mapping[str, Line], rows: int, columns: int
    ) -> Iterator[tuple[str, Line]]:
        """Yield a table's border lines as the edges of one cell: outer at the rim, inside lines within."""
        outer = {
            "top": cell.row == 0,
            "bottom": cell.row + cell.row_span >= rows,
            "left": cell.column == 0,
            "right": cell.column + cell.column_span >= columns,
        }
        for edge, at_rim in outer.items():
            inside = "inside_horizontal" if edge in {"top", "bottom"} else "inside_vertical"
            line = lines.get(edge if at_rim else inside)
            if line is not None:
                yield edge, line

    def _said(self, parts: tuple[str, ...], *, of_text: bool = False) -> Iterator[TablePart]:
        for name in parts:
            for source in self._ancestry:
                # Word passes over what the built-in plain table says of text.
                if name in source.parts and not (of_text and source.name.casefold() == _PLAIN_TABLE):
                    yield source.parts[name]


def _shade(element: etree._Element, colours: WordColours) -> Fill:
    colour = shading_value(element, colours)
    return Fill(kind=FillKind.SOLID, colour=colour) if colour else Fill()


def _without_inside(lines: dict[str, Line]) -> dict[str, Line]:
    return {edge: line for edge, line in lines.items() if not edge.startswith("inside")}


def read_look(element: etree._Element | None) -> Look:
    """Read w:tblLook in its new form (attributes) or, where none of those is there, its old one (bits)."""
    bits, has_attributes = 0, element is not None and any(element.get(W + name) is not None for name in _LOOK_BITS)
    if element is not None and not has_attributes:
        try:
            bits = int(element.get(W + "val", "0"), 16)
        except ValueError:
            bits = 0

    def has(name: str) -> bool:
        if has_attributes and element is not None:
            return is_on(element.get(W + name), default=False)
        return bool(bits & _LOOK_BITS[name])

    return Look(
        first_row=has("firstRow"),
        last_row=has("lastRow"),
        first_column=has("firstColumn"),
        last_column=has("lastColumn"),
        banded_rows=element is not None and not has("noHBand"),
        banded_columns=element is not None and not has("noVBand"),
    )


def _header_rows(table: etree._Element) -> int:
    """Count the rows at the top that every page repeats."""
    count = 0
    for row in table.iterfind(W + "tr"):
        switch = row.find(f"{W}trPr/{W}tblHeader")
        if switch is None or not is_on(switch.get(W + "val")):
            break
        count += 1
    return count


def grid_of(rows: list[list[etree._Element]], starts: list[int]) -> list[list[GridCell]]:
    """Place the cells of all rows in the grid; cells under a vertical merge vanish into the one above."""
    placed: list[list[GridCell]] = []
    open_merges: dict[int, tuple[int, int]] = {}
    for row, elements in enumerate(rows):
        placed.append([])
        column = starts[row]
        still_open: dict[int, tuple[int, int]] = {}
        for element in elements:
            properties = element.find(W + "tcPr")
            span = _span(properties)
            merge = _find(properties, "vMerge")
            if merge is not None and merge.get(W + "val", "continue") == "continue" and column in open_merges:
                owner_row, owner_index = open_merges[column]
                owner = placed[owner_row][owner_index]
                placed[owner_row][owner_index] = msgspec.structs.replace(owner, row_span=row - owner.row + 1)
                still_open[column] = open_merges[column]
            else:
                placed[row].append(GridCell(element, row, column, 1, span))
                if merge is not None:
                    still_open[column] = (row, len(placed[row]) - 1)
            column += span
        open_merges = still_open
    return placed


def _span(properties: etree._Element | None) -> int:
    return min(max(whole_number(value_of(properties, "gridSpan")) or 1, 1), _SPAN_MAX)


def width_of(element: etree._Element | None) -> tuple[Decimal | None, Decimal | None]:
    """Return a width element as (points, percent); automatic widths are (None, None)."""
    if element is None:
        return None, None
    kind, text = element.get(W + "type", "dxa"), element.get(W + "w")
    if kind == "pct":
        return None, percent(text, 50)
    return (twips(text), None) if kind == "dxa" else (None, None)


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """Return the w:val of a child, None without one."""
    child = _find(parent, name)
    return None if child is None else child.get(W + "val")


def _find(parent: etree._Element | None, name: str) -> etree._Element | None:
    return None if parent is None else parent.find(W + name)


def _borders_in(parent: etree._Element | None, name: str, colours: WordColours) -> dict[str, Line]:
    element = _find(parent, name)
    lines: dict[str, Line] = {}
    for edge in element if element is not None else ():
        field = _TABLE_EDGES.get(etree.QName(edge).localname)
        if field is not None:
            lines[field] = line_value(edge, colours)
    return lines
