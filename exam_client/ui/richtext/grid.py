"""Where the cells of a table stand when some span several rows or columns. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from itembank.model.richtext import Cell, Table


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its upper left place and its extent, cut at the edges of the table."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a grid."""

    rows: int
    columns: int
    cells: tuple[PlacedCell, ...]


def place_cells(table: Table) -> Grid:
    """Place the cells as HTML does: each in the next free place of its row."""
    taken: set[tuple[int, int]] = set()
    placed: list[PlacedCell] = []
    for row, line in enumerate(table.rows):
        column = 0
        for cell in line.cells:
            while (row, column) in taken:
                column += 1
            rows = max(1, min(cell.rows, len(table.rows) - row))
            columns = max(1, cell.columns)
            taken.update((row + down, column + across) for down in range(rows) for across in range(columns))
            placed.append(PlacedCell(cell, row, column, rows, columns))
            column += columns
    width = max((column + 1 for _row, column in taken), default=1)
    return Grid(max(1, len(table.rows)), width, tuple(placed))
