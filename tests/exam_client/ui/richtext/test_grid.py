"""Cells of a table as a grid."""

from __future__ import annotations

from exam_client.ui.richtext.grid import place_cells
from itembank.model.richtext import Cell, Row, Table


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table(rows=tuple(Row(cells=row) for row in rows))


def corners(made: Table) -> list[tuple[int, int]]:
    return [(placed.row, placed.column) for placed in place_cells(made).cells]


def test_plain_cells_stand_side_by_side():
    grid = place_cells(table((Cell(), Cell()), (Cell(), Cell())))
    assert (grid.rows, grid.columns) == (2, 2)
    assert [(c.row, c.column) for c in grid.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_cell_over_two_rows_pushes_the_next_row_aside():
    made = table((Cell(rows=2), Cell()), (Cell(),))
    assert corners(made) == [(0, 0), (0, 1), (1, 1)]
    assert place_cells(made).columns == 2


def test_a_span_beyond_the_last_row_is_cut():
    assert place_cells(table((Cell(rows=9),))).cells[0].rows == 1


def test_a_wide_cell_widens_the_table():
    assert place_cells(table((Cell(columns=3),), (Cell(),))).columns == 3


def test_an_empty_table_has_one_place():
    grid = place_cells(Table(rows=()))
    assert (grid.rows, grid.columns) == (1, 1)
