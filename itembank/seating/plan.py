"""The plan of a room as people draw it: one line a row from the front, a label a seat, `.` where there is none."""

from __future__ import annotations

from enum import Enum

from itembank.base.i18n import _
from itembank.model.sitting import Seat
from itembank.seating.errors import SeatingError

NO_SEAT = frozenset({".", "-", "--", "..", "空"})
SPARE_MARK = "*"
MAX_SIDE = 60
MAX_LABEL_CHARACTERS = 12


class Numbering(Enum):
    """How the seats of a plain rectangle are numbered from the front left."""

    ROWS = "rows"
    COLUMNS = "columns"
    SERPENTINE = "serpentine"


def read_plan(text: str) -> tuple[Seat, ...]:
    """Read a drawn plan such as "01 02 . 03" line by line; a `*` behind a label marks a spare seat."""
    seats: list[Seat] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for row, line in enumerate(lines, start=1):
        for column, word in enumerate(line.split(), start=1):
            if word in NO_SEAT:
                continue
            label = word.removesuffix(SPARE_MARK)
            if not label or len(label) > MAX_LABEL_CHARACTERS:
                raise SeatingError(_("座位表第 {row} 行的“{word}”不是座位号。").format(row=row, word=word[:20]))
            seats.append(Seat(label=label, row=row, column=column, spare=word.endswith(SPARE_MARK)))
    return _checked(tuple(seats))


def make_plan(
    rows: int, columns: int, *, spare: int = 0, missing: int = 0, numbering: Numbering = Numbering.ROWS
) -> tuple[Seat, ...]:
    """Make a rectangle; the last `missing` places hold no seat, the `spare` ones before them are spare."""
    if not (1 <= rows <= MAX_SIDE and 1 <= columns <= MAX_SIDE and 0 <= spare + missing < rows * columns):
        raise SeatingError(_("考场的行数、列数或备用机数不对。"))
    places = _walk(rows, columns, numbering)[: rows * columns - missing]
    width = max(2, len(str(len(places))))
    return _checked(
        tuple(
            Seat(label=f"{number:0{width}d}", row=row, column=column, spare=number > len(places) - spare)
            for number, (row, column) in enumerate(places, start=1)
        )
    )


def _walk(rows: int, columns: int, numbering: Numbering) -> list[tuple[int, int]]:
    if numbering is Numbering.COLUMNS:
        return [(row, column) for column in range(1, columns + 1) for row in range(1, rows + 1)]
    if numbering is Numbering.SERPENTINE:
        return [
            (row if column % 2 else rows + 1 - row, column)
            for column in range(1, columns + 1)
            for row in range(1, rows + 1)
        ]
    return [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]


def _checked(seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    labels = [seat.label for seat in seats]
    if len(set(labels)) != len(labels):
        raise SeatingError(_("座位表中有重复的座位号。"))
    if not any(not seat.spare for seat in seats):
        raise SeatingError(_("座位表中没有可用的座位。"))
    if max(max(seat.row, seat.column) for seat in seats) > MAX_SIDE:
        raise SeatingError(_("座位表超过 {limit} 行或列。").format(limit=MAX_SIDE))
    return seats
