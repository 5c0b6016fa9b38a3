"""Gathers the numbers and pairs that functions over ranges work on."""

from __future__ import annotations

from collections.abc import Iterator

from grading.office.formulas.coercion import to_number
from grading.office.formulas.criteria import Test, test_of
from grading.office.formulas.scope import Scope
from grading.office.formulas.values import (
    BLANK,
    MATRIX_MAX,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Matrix,
    Obstacle,
    Operand,
    Range,
    Scalar,
)


def numbers(scope: Scope, operands: tuple[Operand, ...]) -> list[float]:
    """Return the numbers: of ranges only the cells with numbers, of typed arguments whatever can be one."""
    found: list[float] = []
    for operand in operands:
        if isinstance(operand, Range | Matrix):
            for value in scope.values(operand):
                if isinstance(value, float):
                    found.append(value)
                elif isinstance(value, ErrorValue):
                    raise FaultError(value)
        else:
            found.append(to_number(operand))
    return found


def numbers_and_texts(scope: Scope, operands: tuple[Operand, ...]) -> list[float]:
    """Return what AVERAGEA, MAXA and MINA count: texts as 0, truth values as 1 and 0."""
    found: list[float] = []
    for operand in operands:
        for value in scope.values(operand):
            if value is BLANK:
                continue
            is_text = isinstance(value, str) and isinstance(operand, Range | Matrix)
            found.append(0.0 if is_text else to_number(value))
    return found


def filled_values(scope: Scope, operand: Operand) -> Iterator[Scalar]:
    """Return the values that are not blank."""
    return (value for value in scope.values(operand) if value is not BLANK)


def require_range(operand: Operand) -> Range | Matrix:
    """Return the operand if it has cells; raises `FaultError`."""
    if isinstance(operand, ErrorValue):
        raise FaultError(operand)
    if not isinstance(operand, Range | Matrix):
        raise FaultError(ErrorValue.VALUE)
    return operand


class Selection:
    """The places of ranges of one shape where all criteria hold, row by row."""

    def __init__(self, scope: Scope, pairs: list[tuple[Operand, Scalar]]) -> None:
        """Look only as far as any of the ranges is used."""
        self._scope = scope
        ranges = [require_range(operand) for operand, _criterion in pairs]
        self._tests: list[tuple[Range | Matrix, Test]] = [
            (found, test_of(criterion)) for found, (_operand, criterion) in zip(ranges, pairs, strict=True)
        ]
        self._height, self._width = ranges[0].height, ranges[0].width
        if any((found.height, found.width) != (self._height, self._width) for found in ranges):
            raise FaultError(ErrorValue.VALUE)
        self._used = self._used_shape(ranges)

    def places(self) -> Iterator[tuple[int, int]]:
        """Return the chosen places, counted from 0 in the ranges."""
        height, width = self._used
        self._scope.cells.spend(height * width * len(self._tests))
        for row in range(height):
            for column in range(width):
                if all(test(value_at(self._scope, found, row, column)) for found, test in self._tests):
                    yield row, column

    def count(self) -> int:
        """Return how many places are chosen, those beyond what is used among them."""
        beyond = self._height * self._width - self._used[0] * self._used[1]
        inside = sum(1 for _place in self.places())
        return inside + (beyond if beyond and all(test(BLANK) for _found, test in self._tests) else 0)

    def _used_shape(self, ranges: list[Range | Matrix]) -> tuple[int, int]:
        height = width = 0
        for found in ranges:
            used = self._scope.cells.used_part(found) if isinstance(found, Range) else found
            if used is not None:
                height, width = max(height, used.height), max(width, used.width)
        if height * width > MATRIX_MAX:
            raise CannotCalculateError(Obstacle.STEPS, f"{height}x{width}")
        return height, width


def value_at(scope: Scope, found: Range | Matrix, row: int, column: int) -> Scalar:
    """Return the value of a place counted from 0; a range may be asked beyond its end (SUMIF does)."""
    if isinstance(found, Matrix):
        return found.rows[row][column] if row < found.height and column < found.width else BLANK
    return scope.cells.value(found.sheet, found.area.first_row + row, found.area.first_column + column)
