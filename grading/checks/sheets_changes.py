"""Seeded changes of input cells, to see whether formulas follow the data.

The changes depend on nothing but the seed and the cells: the same work is
changed in the same way on every machine and with every version of Python.
Inputs keep their kind: whole numbers stay whole, decimals keep their places,
texts are exchanged among those of their column. Ties, extremes and the bounds
named in the formula occur.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grading.office.formulas.coercion import find_number
from grading.office.formulas.scope import Place
from grading.office.formulas.tree import Literal, Node, nodes_of
from grading.office.formulas.values import Scalar
from grading.office.model import Area, Cell, CellKind, Sheet, Workbook
from grading.office.number_formats import is_date

ROUNDS = 7
"""Turns 1 and 3 draw freely, with the extremes first and last; turns 2, 4 and 5 go through the bounds in order;
turns 6 and 7 draw every other column from its lower and its upper half."""
_SPECIAL_TURNS = {2: 0, 4: 1, 5: 2}
PLACES_MAX = 4
DATE_SPAN = 30
SMALL_SPAN = 5
_HALF_TURNS = (6, 7)
_PERMUTED_FROM = 3


class Draw:
    """Numbers that look random and follow from a seed alone."""

    def __init__(self, seed: str) -> None:
        """`seed` may be any text."""
        self._seed = seed.encode()
        self._count = 0

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below `limit`."""
        self._count += 1
        block = hashlib.sha256(self._seed + self._count.to_bytes(8)).digest()
        return int.from_bytes(block[:12]) % limit

    def shuffled(self, values: Sequence[Scalar]) -> list[Scalar]:
        """Return the values in another order."""
        rest, order = list(values), []
        while rest:
            order.append(rest.pop(self.below(len(rest))))
        return order


@dataclass(frozen=True, slots=True)
class Input:
    """A range of cells of one sheet that may change."""

    sheet: Sheet
    area: Area


@dataclass(frozen=True, slots=True)
class _Scale:
    """Numbers of one column in units of their last decimal place: from `low` to `high`."""

    low: int
    high: int
    places: int
    special: tuple[int, ...]

    def value(self, units: int) -> float:
        return float(Decimal(units).scaleb(-self.places))


def bounds_named(tree: Node) -> list[Decimal]:
    """Return the numbers a formula compares with, those in texts such as ">=60" among them."""
    found: list[Decimal] = []
    for node in nodes_of(tree):
        if not isinstance(node, Literal):
            continue
        value = node.value
        number = find_number(value.lstrip("<>=")) if isinstance(value, str) else value
        if isinstance(number, float):
            found.append(Decimal(repr(number)))
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """Constants that change together: where they are, and between which numbers they are drawn."""

    sheet: Sheet
    cells: tuple[Cell, ...]
    numbers: tuple[Cell, ...]
    scale: _Scale | None
    name: str


def columns_of(workbook: Workbook, inputs: Iterable[Input], bounds: Sequence[Decimal]) -> list[Column]:
    """Return the constants of the inputs column by column, ready for every turn."""
    found: list[Column] = []
    for one in inputs:
        groups = _groups(one)
        near = _bounds_of_all(workbook, one, groups, bounds)
        for number, group in enumerate(groups):
            numbers = tuple(cell for cell in group if cell.number is not None)
            scale = _scale(workbook, one.sheet, list(numbers), near) if numbers else None
            found.append(Column(one.sheet, tuple(group), numbers, scale, f"{one.sheet.name}|{one.area.name}|{number}"))
    return found


def changes(columns: Iterable[Column], *, turn: int, seed: str) -> dict[Place, Scalar]:
    """Return new values for the constants; `turn` counts from 1 to `ROUNDS`."""
    found: dict[Place, Scalar] = {}
    for one in columns:
        found.update(_changed_column(one, turn=turn, draw=Draw(f"{seed}|{one.name}|{turn}")))
    return found


def _bounds_of_all(
    workbook: Workbook, one: Input, groups: list[list[Cell]], bounds: Sequence[Decimal]
) -> list[Decimal]:
    """Return the bounds that any column of an input comes near to.

    All its columns then meet the same ones in the same rows; else a row's average would miss them.
    """
    width = one.area.last_column - one.area.first_column + 1
    given = [*bounds, *(bound / width for bound in bounds if width > 1 and bound % width == 0)]
    columns = [numbers for group in groups if (numbers := [cell for cell in group if cell.number is not None])]
    return [bound for bound in given if any(_Reach.of(workbook, one.sheet, cells).has(bound) for cells in columns)]


def _groups(one: Input) -> list[list[Cell]]:
    """Return the constants column by column; a single row is one group."""
    cells = [
        cell
        for cell in one.sheet.cells
        if one.area.holds(cell.row, cell.column) and not cell.formula and cell.kind is not CellKind.BLANK
    ]
    if one.area.first_row == one.area.last_row:
        return [cells] if cells else []
    columns: dict[int, list[Cell]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    return [columns[column] for column in sorted(columns)]


def _changed_column(one: Column, *, turn: int, draw: Draw) -> dict[Place, Scalar]:
    texts = [cell for cell in one.cells if cell.kind is CellKind.TEXT]
    found: dict[Place, Scalar] = {}
    name = one.sheet.name
    if one.scale is not None:
        numbers = list(one.numbers)
        for cell, value in zip(numbers, _new_numbers(numbers, one.scale, turn, draw), strict=True):
            found[Place(name, cell.row, cell.column)] = value
    for cell, text in zip(texts, _new_texts([cell.value for cell in texts], draw), strict=True):
        found[Place(name, cell.row, cell.column)] = text
    for cell in one.cells:
        if cell.kind is CellKind.BOOLEAN:
            found[Place(name, cell.row, cell.column)] = bool(draw.below(2))
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the numbers of a column go, in units of their last decimal place."""

    low: int
    high: int
    span: int
    places: int

    @classmethod
    def of(cls, workbook: Workbook, sheet: Sheet, cells: list[Cell]) -> _Reach:
        values = [cell.number or Decimal(0) for cell in cells]
        places = max(min(_places(value), PLACES_MAX) for value in values)
        units = [_units(value, places) for value in values]
        low, high = min(units), max(units)
        span = high - low
        if is_date(workbook.style_of(sheet, cells[0].row, cells[0].column).number_format):
            span = max(span, _units(Decimal(DATE_SPAN), places))
        elif span == 0:
            span = max(abs(low) // 2, SMALL_SPAN)
        return cls(low, high, span, places)

    def has(self, bound: Decimal) -> bool:
        """Tell whether a bound is near enough to be met."""
        units = _units(bound, self.places)
        return self.low - self.span <= units <= self.high + self.span and (self.low < 0 or units > 0)


def _scale(workbook: Workbook, sheet: Sheet, cells: list[Cell], bounds: Sequence[Decimal]) -> _Scale:
    reach = _Reach.of(workbook, sheet, cells)
    low, high = reach.low, reach.high
    margin = max(reach.span // 4, 2)
    # A column far from all bounds, a year beside marks, keeps to itself.
    near = sorted({_units(bound, reach.places) for bound in bounds}) if any(map(reach.has, bounds)) else []
    beside = [bound + step for bound in near for step in (0, -1, 1)]
    lowest = min([low - margin, *beside]) if low < 0 else max(min([low - margin, *beside]), 0)
    highest = max([high + margin, *beside])
    return _Scale(lowest, highest, reach.places, (*beside, lowest, highest))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _units(value: Decimal, places: int) -> int:
    return int(value.scaleb(places).to_integral_value())


def _new_numbers(cells: list[Cell], scale: _Scale, turn: int, draw: Draw) -> list[Scalar]:
    """Return new numbers for a column.

    The bounds stand in every column in the same order, so that a sum or an
    average over a row meets them too; the first and the last cell get the
    extremes, so that a range that is too short shows; neighbouring columns
    differ, so that a formula over the wrong columns shows.
    """
    old = [_units(cell.number or Decimal(0), scale.places) for cell in cells]
    is_row = cells[0].row == cells[-1].row
    is_odd = not is_row and cells[0].column % 2 == 1
    if turn in _SPECIAL_TURNS:
        first = _SPECIAL_TURNS[turn] * len(cells)
        places = [cell.column if is_row else cell.row for cell in cells]
        fresh = [scale.special[(first + place) % len(scale.special)] for place in places]
    elif turn in _HALF_TURNS:
        half = max((scale.high - scale.low) // 2, 1)
        start = scale.low if is_odd == (turn == _HALF_TURNS[0]) else scale.high - half
        fresh = [start + draw.below(half + 1) for _cell in cells]
    else:
        inner = max(scale.high - scale.low - 1, 1)
        fresh = [scale.low + 1 + draw.below(inner) for _cell in cells]
        if turn > 1:
            fresh = [old[draw.below(len(old))] if number % 2 else units for number, units in enumerate(fresh)]
        if len(fresh) > 1:
            fresh[0], fresh[-1] = (scale.high, scale.low) if is_odd == (turn == 1) else (scale.low, scale.high)
    if fresh == old:
        fresh[0] = fresh[0] + 1
    return [scale.value(units) for units in fresh]


def _new_texts(texts: list[str], draw: Draw) -> list[str]:
    """Exchange texts: all different ones change places, others are drawn from those that occur."""
    pool = sorted(set(texts))
    if len(pool) == len(texts) and len(pool) >= _PERMUTED_FROM:
        return [str(text) for text in draw.shuffled(texts)]
    return [pool[draw.below(len(pool))] for _text in texts]
