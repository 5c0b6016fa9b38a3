"""Proposes how a table was sorted: the block whose rows stand in another order, and by which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from grading.checks.sheets_common import value_or_kept
from grading.checks.sheets_sorted import SortKey, in_order
from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.values import Scalar
from grading.office.model import Area, CellKind, Sheet, Workbook
from grading.office.references import column_letters

LEAST_SORTED = 3
MOST_KEYS = 3
ORDERS = ("asc", "desc")

Values = dict[int, list[Scalar]]


@dataclass(frozen=True)
class Order:
    """A sorted block without its header row, whether it has one, and the keys in their order."""

    area: Area
    has_header: bool
    keys: tuple[SortKey, ...]

    @property
    def whole(self) -> Area:
        """The block with its header row."""
        own = self.area
        return Area(own.first_row - int(self.has_header), own.first_column, own.last_row, own.last_column)


def find_order(model: Workbook, sheet: Sheet, starter: Workbook, before: Sheet) -> Order | None:
    """Return how a sheet was sorted since it was handed out, None when its rows stand as they stood."""
    area = _block(sheet, before)
    if area is None:
        return None
    values, then = _values(model, sheet, area), _values(starter, before, area)
    keys = _keys(sheet, values, then)
    right = max([area.last_column, *(area_column(key) for key in keys)])
    whole = Area(area.first_row, area.first_column, area.last_row, right)
    header = area.first_row > 1 and sheet.cell(area.first_row - 1, area.first_column) is not None
    return Order(whole, header, keys)


def _values(workbook: Workbook, sheet: Sheet, area: Area) -> Values:
    """Return the columns beside a block that are full, as values."""
    rows = range(area.first_row, area.last_row + 1)
    calculation = Calculation(Book.of(workbook, FUNCTIONS))
    last = max((cell.column for cell in sheet.cells), default=0)
    columns = [column for column in range(1, last + 1) if _is_full(sheet, rows, column)]
    return {column: [value_or_kept(calculation, sheet, row, column) for row in rows] for column in columns}


def area_column(key: SortKey) -> int:
    """Return the number of a key's column."""
    number = 0
    for letter in key.column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _block(sheet: Sheet, before: Sheet) -> Area | None:
    """Return the rows that were exchanged, with those beside them that belong to the same table."""
    old = {(one.row, one.column): one for one in before.cells if one.kind is not CellKind.BLANK and not one.formula}
    now = {(one.row, one.column): one for one in sheet.cells if one.kind is not CellKind.BLANK and not one.formula}
    changed = [place for place, cell in now.items() if place in old and old[place].value != cell.value]
    rows = {row for row, _column in changed}
    if len(rows) < LEAST_SORTED:
        return None
    columns = sorted({column for row, column in old if row in rows})
    first, last = min(rows), max(rows)
    while _is_alike(before, first - 1, first, columns):
        first -= 1
    while _is_alike(before, last + 1, last, columns):
        last += 1
    area = Area(first, columns[0], last, columns[-1])
    return area if sorted(_texts(sheet, area)) == sorted(_texts(before, area)) else None


def _is_alike(sheet: Sheet, row: int, other: int, columns: Sequence[int]) -> bool:
    """Tell whether two rows hold the same kinds of things, as rows of one table do and a header does not."""
    kinds = [(cell.kind if cell is not None else None) for column in columns for cell in [sheet.cell(row, column)]]
    others = [(cell.kind if cell is not None else None) for column in columns for cell in [sheet.cell(other, column)]]
    return row > 0 and kinds == others and CellKind.NUMBER in kinds


def _texts(sheet: Sheet, area: Area) -> list[tuple[str, ...]]:
    columns = range(area.first_column, area.last_column + 1)
    lines = []
    for row in range(area.first_row, area.last_row + 1):
        cells = [sheet.cell(row, column) for column in columns]
        lines.append(tuple(cell.value if cell is not None and not cell.formula else "" for cell in cells))
    return lines


def _is_full(sheet: Sheet, rows: range, column: int) -> bool:
    cells = [sheet.cell(row, column) for row in rows]
    return all(cell is not None and (cell.formula or cell.kind is not CellKind.BLANK) for cell in cells)


def _keys(sheet: Sheet, values: Values, then: Values) -> tuple[SortKey, ...]:
    """Return the keys the file names, else those that explain the order; plain columns before calculated ones."""
    named = tuple(
        SortKey(column=column_letters(one.area.first_column), order="desc" if one.descending else "asc")
        for one in sheet.sort_keys
        if not one.custom_list
    )
    if named:
        return named
    found = (_key(values, column, then, ((0, -1),)) for column in [*then, *values])
    first = next((key for key in found if key is not None), None)
    keys = [] if first is None else [first]
    while keys and len(keys) < MOST_KEYS:
        more = _next_key(values, then, keys)
        if more is None:
            break
        keys.append(more)
    return tuple(keys)


def _next_key(values: Values, then: Values, keys: list[SortKey]) -> SortKey | None:
    """Return the key that explains the order of rows that are alike in the keys before, if one is needed."""
    known = [area_column(key) for key in keys]
    lines = [tuple(values[column][index] for column in known) for index in range(len(values[known[0]]))]
    parts, start = [], 0
    for _value, group in groupby(lines):
        length = len(list(group))
        parts.append((start, start + length))
        start += length
    ties = tuple(part for part in parts if part[1] - part[0] > 1)
    if not ties or _is_as_it_was(values, then, ties):
        return None
    return next((key for column in then if column not in known and (key := _key(values, column, then, ties))), None)


def _is_as_it_was(values: Values, then: Values, ties: Sequence[tuple[int, int]]) -> bool:
    """Tell whether rows that are alike in the keys stand in the order they had: then nothing sorted them."""
    now_lines = list(zip(*(values[column] for column in then), strict=True))
    then_lines = list(zip(*then.values(), strict=True))
    for first, last in ties:
        places = [then_lines.index(line) for line in now_lines[first:last] if line in then_lines]
        if places != sorted(places):
            return False
    return True


def _key(values: Values, column: int, then: Values, parts: Sequence[tuple[int, int]]) -> SortKey | None:
    """Return the key by which every part of a column stands in order, if there is one and it is not all alike."""
    own = values.get(column, [])
    if len(set(map(str, own))) < 2 or (parts == ((0, -1),) and own == then.get(column)):
        return None
    for order in ORDERS:
        key = SortKey(column=column_letters(column), order=order)
        stretches = [own if part == (0, -1) else own[part[0] : part[1]] for part in parts]
        pairs = [pair for stretch in stretches for pair in pairwise(stretch)]
        signs = [in_order(one, other, key) for one, other in pairs]
        if all(sign is not None and sign <= 0 for sign in signs) and any(signs):
            return key
    return None
