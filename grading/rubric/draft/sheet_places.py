"""Where the cells of a sheet come from: rows and columns may have been put in or deleted since it was handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from grading.office.model import CellKind, Sheet

ENOUGH = 0.9
"""Where so much of a sheet stands where it stood, nothing was moved."""

ALIKE = 0.6
"""A row with so much of what another one held is that row."""

MOST_LINES = 400

Place = tuple[int, int]
Lines = dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Origins:
    """The starter's rows and columns by those of the model; what is not there is new."""

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    inserted_rows: tuple[int, ...] = ()
    inserted_columns: tuple[int, ...] = ()
    deleted_rows: tuple[int, ...] = ()
    deleted_columns: tuple[int, ...] = ()

    def of(self, row: int, column: int) -> Place:
        """Return where a place of the model stood; far away from everything for a new one."""
        if row in self.inserted_rows or column in self.inserted_columns:
            return 0, 0
        return self.rows.get(row, row), self.columns.get(column, column)


def origins_of(now: Sheet, before: Sheet) -> Origins:
    """Compare two sheets by what their rows and columns hold."""
    then, places = _values(before), _values(now)
    stayed = sum(places.get(place) == text for place, text in then.items())
    if not then or stayed >= ENOUGH * len(then):
        return Origins()
    rows = _matched(_lines(places, 0), _lines(then, 0))
    columns = _matched(_lines(places, 1), _lines(then, 1))
    found = Origins(
        rows=_filled(rows),
        columns=_filled(columns),
        inserted_rows=_between(rows, _lines(places, 0)),
        inserted_columns=_between(columns, _lines(places, 1)),
        deleted_rows=tuple(line for line in _lines(then, 0) if line not in rows.values()),
        deleted_columns=tuple(line for line in _lines(then, 1) if line not in columns.values()),
    )
    kept = sum(text == then.get(found.of(*place)) for place, text in places.items())
    return found if kept > stayed else Origins()


def _values(sheet: Sheet) -> dict[Place, str]:
    cells = [one for one in sheet.cells if one.kind is not CellKind.BLANK and not one.formula]
    return {(one.row, one.column): one.value for one in cells if max(one.row, one.column) <= MOST_LINES}


def _lines(values: Mapping[Place, str], axis: int) -> Lines:
    found: dict[int, list[str]] = {}
    for place, text in sorted(values.items()):
        found.setdefault(place[axis], []).append(text)
    return {number: tuple(texts) for number, texts in sorted(found.items())}


def _matched(now: Lines, then: Lines) -> dict[int, int]:
    """Return the starter's line for each line that is one of its, in order."""
    found: dict[int, int] = {}
    last = 0
    for number, texts in then.items():
        line = next((one for one in now if one > last and _is_alike(now[one], texts)), None)
        if line is not None:
            found[line] = number
            last = line
    return found


def _is_alike(now: tuple[str, ...], then: tuple[str, ...]) -> bool:
    shared = sum((Counter(now) & Counter(then)).values())
    return shared >= ALIKE * len(then)


def _filled(lines: Mapping[int, int]) -> dict[int, int]:
    """Return the lines with the empty ones between them and after them."""
    found: dict[int, int] = {}
    shift = 0
    for line in range(1, max(lines, default=0) + MOST_LINES):
        shift = lines[line] - line if line in lines else shift
        found[line] = line + shift
    return found


def _between(lines: Mapping[int, int], now: Lines) -> tuple[int, ...]:
    """Return the new lines that stand before a line of the starter, empty ones too."""
    last = max(lines, default=0)
    found: list[int] = []
    taken = 0
    for line in range(1, last + 1):
        if line in lines:
            taken = lines[line]
            continue
        ahead = next(one for one in range(line, last + 1) if one in lines)
        missing = lines[ahead] - taken - 1  # lines the starter had here, empty or deleted
        if line in now or ahead - line > missing:
            found.append(line)
    return tuple(found)
