"""What a function sees of the calculation it runs in, and how a function is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from grading.office.formulas.tree import Node
from grading.office.formulas.values import (
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Matrix,
    Obstacle,
    Operand,
    Range,
    Scalar,
    matrix_of_one,
)
from grading.office.references import Area

WHOLE_MAX = 20_000
"""Ranges up to this size are taken whole when they become a matrix; whole columns are cut to what is used."""


class Place(NamedTuple):
    """One cell; rows and columns count from 1. A tuple: a calculation looks places up very often."""

    sheet: str
    row: int
    column: int


class Cells(Protocol):
    """The cells of a workbook while it is calculated."""

    def value(self, sheet: str, row: int, column: int) -> Scalar:
        """Return the value of a cell, calculating it first if need be."""

    def values_in(self, area: Range) -> Iterator[Scalar]:
        """Return the values of a range that are stored, row by row; cells beyond the used ones are left out."""

    def used_part(self, area: Range) -> Range | None:
        """Return the part of a range that may hold anything."""

    def sheets_between(self, first: str, last: str) -> list[str]:
        """Return the names of the sheets from one to another, both included; raises `FaultError`."""

    def sheet_names(self) -> list[str]:
        """Return the names of all sheets in their order."""

    def is_left_out(self, sheet: str, row: int, column: int, *, hidden_too: bool) -> bool:
        """Tell whether SUBTOTAL passes over a cell: filtered away, hidden, or a SUBTOTAL itself."""

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Tell whether a row is out of sight."""

    def has_formula_with(self, sheet: str, row: int, column: int, names: tuple[str, ...]) -> bool:
        """Tell whether a cell's formula calls one of some functions ("SUBTOTAL(")."""

    def range_of_text(self, text: str, place: Place) -> Operand:
        """Return what a reference written as text means (INDIRECT)."""

    def spilled_from(self, sheet: str, row: int, column: int) -> Operand:
        """Return all that the formula of a cell gives ("D2#"); raises `FaultError` if it gives one value only."""

    def formula_of(self, sheet: str, row: int, column: int) -> str | None:
        """Return the formula of a cell, None if it has none."""

    def spend(self, steps: int) -> None:
        """Count work; raises `CannotCalculateError` when there was too much."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of a call: the cells, the cell of the formula, the time, and the way of arrays.

    In `array` mode a range given where one value is wanted is taken value by
    value; else the value of the formula's own row or column is taken. `bound`
    are the names that LET gives, by their folded spelling.
    """

    cells: Cells
    place: Place
    now: datetime | None
    starts_1904: bool = False
    array: bool = False
    bound: Mapping[str, Operand] = field(default_factory=dict)

    def matrix(self, operand: Operand) -> Matrix:
        """Return all values of an operand; a very large range is cut to its used part."""
        if isinstance(operand, Matrix):
            return operand
        if not isinstance(operand, Range):
            return matrix_of_one(operand)
        area = operand.area
        if area.size > WHOLE_MAX:
            used = self.cells.used_part(operand)
            area = used.area if used is not None else _corner(area)
        self.cells.spend(area.size)
        columns = range(area.first_column, area.last_column + 1)
        return Matrix(
            tuple(
                tuple(self.cells.value(operand.sheet, row, column) for column in columns)
                for row in range(area.first_row, area.last_row + 1)
            )
        )

    def values(self, operand: Operand) -> Iterator[Scalar]:
        """Return the values of an operand one by one."""
        if isinstance(operand, Range):
            return self.cells.values_in(operand)
        if isinstance(operand, Matrix):
            return (value for row in operand.rows for value in row)
        return iter((operand,))

    def one(self, operand: Operand) -> Scalar:
        """Return the single value an operand stands for; raises `FaultError` where there is none."""
        if isinstance(operand, Matrix):
            return operand.rows[0][0]
        if not isinstance(operand, Range):
            return operand
        area = operand.area
        row = area.first_row if area.first_row == area.last_row else self.place.row
        column = area.first_column if area.first_column == area.last_column else self.place.column
        if not area.holds(row, column):
            raise FaultError(ErrorValue.VALUE)
        return self.cells.value(operand.sheet, row, column)


def _corner(area: Area) -> Area:
    return Area(area.first_row, area.first_column, area.first_row, area.first_column)


Run = Callable[..., Operand]
RunLazily = Callable[[Scope, tuple[Node, ...], Callable[[Node, Scope], Operand]], Operand]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of formulas.

    `kinds` has a letter for each required argument, `optional` for those that
    may follow, `repeat` for a group that may follow any number of times:
    "n" number, "i" whole number (cut off), "t" text, "b" truth value, "v" any
    value, "e" any value or error, "r" as it is (range or matrix), "a" the same but
    calculated value by value. Where one value is wanted and a matrix is given, the
    function is applied to each. `array` makes all arguments be calculated value by
    value. `defaults` are what optional arguments are when nothing stands between
    their commas; without them that is a blank, which is 0 (ROUND(2.5,) gives 3).
    """

    run: Run
    kinds: str = ""
    optional: str = ""
    repeat: str = ""
    array: bool = False
    defaults: tuple[Scalar, ...] = ()

    def kind_at(self, index: int) -> str:
        """Return the letter of an argument; raises `CannotCalculateError` when nobody here knows of one."""
        fixed = self.kinds + self.optional
        if index < len(fixed):
            return fixed[index]
        if not self.repeat:
            raise CannotCalculateError(Obstacle.UNSUPPORTED, f"({index + 1})")
        return self.repeat[(index - len(fixed)) % len(self.repeat)]


@dataclass(frozen=True, slots=True)
class LazyFunction:
    """A function that calculates only the arguments it needs: `run(scope, nodes, evaluate)`."""

    run: RunLazily
    least: int = 1
