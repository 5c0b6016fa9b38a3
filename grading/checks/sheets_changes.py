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

ROUNDS = 3
PLACES_MAX = 4
DATE_SPAN = 30
SMALL_SPAN = 5
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
    bounds: tuple[int, ...]

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


def changes(
    workbook: Workbook, inputs: Iterable[Input], *, turn: int, seed: str, bounds: Sequence[Decimal]
) -> dict[Place, Scalar]:
    """Return new values for the constants in the inputs; `turn` counts from 1 to `ROUNDS`."""
    found: dict[Place, Scalar] = {}
    for one in inputs:
        for number, group in enumerate(_groups(one)):
            draw = Draw(f"{seed}|{one.sheet.name}|{one.area.name}|{number}|{turn}")
            found.update(_changed_group(workbook, one.sheet, group, turn=turn, draw=draw, bounds=bounds))
    return found


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


def _changed_group(
    workbook: Workbook, sheet: Sheet, group: list[Cell], *, turn: int, draw: Draw, bounds: Sequence[Decimal]
) -> dict[Place, Scalar]:
    numbers = [cell for cell in group if cell.number is not None]
    texts = [cell for cell in group if cell.kind is CellKind.TEXT]
    found: dict[Place, Scalar] = {}
    if numbers:
        scale = _scale(workbook, sheet, numbers, bounds)
        for cell, value in zip(numbers, _new_numbers(numbers, scale, turn, draw), strict=True):
            found[Place(sheet.name, cell.row, cell.column)] = value
    for cell, text in zip(texts, _new_texts([cell.value for cell in texts], draw), strict=True):
        found[Place(sheet.name, cell.row, cell.column)] = text
    for cell in group:
        if cell.kind is CellKind.BOOLEAN:
            found[Place(sheet.name, cell.row, cell.column)] = bool(draw.below(2))
    return found


def _scale(workbook: Workbook, sheet: Sheet, cells: list[Cell], bounds: Sequence[Decimal]) -> _Scale:
    values = [cell.number or Decimal(0) for cell in cells]
    places = max(min(_places(value), PLACES_MAX) for value in values)
    units = [_units(value, places) for value in values]
    low, high = min(units), max(units)
    span = high - low
    if is_date(workbook.style_of(sheet, cells[0].row, cells[0].column).number_format):
        span = max(span, _units(Decimal(DATE_SPAN), places))
    elif span == 0:
        span = max(abs(low) // 2, SMALL_SPAN)
    margin = max(span // 4, 1)
    near = sorted({_units(bound, places) for bound in bounds})
    return _Scale(
        low=max(low - margin, 0) if low >= 0 else low - margin,
        high=high + margin,
        places=places,
        bounds=tuple(bound for bound in near if low - span <= bound <= high + span and (low < 0 or bound >= 0)),
    )


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _units(value: Decimal, places: int) -> int:
    return int(value.scaleb(places).to_integral_value())


def _new_numbers(cells: list[Cell], scale: _Scale, turn: int, draw: Draw) -> list[Scalar]:
    """Turn 1 draws freely, turn 2 from ties, extremes and bounds, turn 3 mixes free draws with the old values."""
    old = [_units(cell.number or Decimal(0), scale.places) for cell in cells]
    special = [scale.low, scale.high]
    for bound in scale.bounds:
        special.extend((bound - 1, bound, bound + 1) if bound > 0 else (bound, bound + 1))
    fresh: list[int] = []
    for number in range(len(cells)):
        free = scale.low + draw.below(scale.high - scale.low + 1)
        if turn == 2:
            tied = fresh[-1] if fresh and draw.below(4) == 0 else special[draw.below(len(special))]
            fresh.append(tied)
        elif turn == 3:
            fresh.append(old[draw.below(len(old))] if number % 2 else free)
        else:
            fresh.append(free)
    if fresh == old:
        fresh[0] = fresh[0] + 1
    return [scale.value(units) for units in fresh]


def _new_texts(texts: list[str], draw: Draw) -> list[str]:
    """Exchange texts: all different ones change places, others are drawn from those that occur."""
    pool = sorted(set(texts))
    if len(pool) == len(texts) and len(pool) >= _PERMUTED_FROM:
        return [str(text) for text in draw.shuffled(texts)]
    return [pool[draw.below(len(pool))] for _text in texts]
