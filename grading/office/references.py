"""Cell addresses and ranges as rectangles: "B3", "$A$1:C9", "A:C", "2:5", with bounds of a real sheet."""

from __future__ import annotations

import re

import msgspec

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_A1 = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")


class Area(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rectangle of cells, corners included; rows and columns count from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        """The range as people write it: "A1:C9", "B2" for one cell, "A:C" for whole columns."""
        first = cell_name(self.first_row, self.first_column)
        if self.first_row == self.last_row and self.first_column == self.last_column:
            return first
        if self.first_row == 1 and self.last_row == MAX_ROW:
            return f"{column_letters(self.first_column)}:{column_letters(self.last_column)}"
        if self.first_column == 1 and self.last_column == MAX_COLUMN:
            return f"{self.first_row}:{self.last_row}"
        return f"{first}:{cell_name(self.last_row, self.last_column)}"

    @property
    def size(self) -> int:
        """How many cells it covers."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


def column_letters(column: int) -> str:
    """Return "A" for 1, "XFD" for 16384."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return 1 for "A"; letters only."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def find_cell(text: str) -> tuple[int, int] | None:
    """Read an address such as "C4" or "$C$4" into (row, column); None if it is none or off the sheet."""
    match = _A1.fullmatch(text)
    if match is None or not match[1] or not match[2]:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN else None


def find_area(text: str) -> Area | None:
    """Read "A1:C9", "B2", "A:C" or "2:5" (a sheet name in front is dropped); None if it is no range."""
    text = text.rpartition("!")[2]
    start, colon, end = text.partition(":")
    first = _A1.fullmatch(start)
    last = _A1.fullmatch(end) if colon else first
    if first is None or last is None or not start or not (first[1] or first[2]):
        return None
    if bool(first[1]) != bool(last[1]) or bool(first[2]) != bool(last[2]):
        return None
    if not colon and not (first[1] and first[2]):
        return None
    rows = sorted((int(first[2]), int(last[2]))) if first[2] and last[2] else [1, MAX_ROW]
    columns = sorted((column_number(first[1]), column_number(last[1]))) if first[1] and last[1] else [1, MAX_COLUMN]
    if rows[0] < 1 or rows[1] > MAX_ROW or columns[1] > MAX_COLUMN:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def find_areas(text: str) -> tuple[Area, ...]:
    """Read a list of ranges separated by blanks; what is no range is left out."""
    return tuple(area for part in text.split() if (area := find_area(part)) is not None)
