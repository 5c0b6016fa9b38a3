"""Formulas that several cells share: the text of the first, with its relative references moved along."""

from __future__ import annotations

import re

import msgspec

from grading.office.references import MAX_COLUMN, MAX_ROW, column_letters, column_number

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")                                         # a text constant
  | (?P<sheet>'(?:[^']|'')*'!)                                        # a quoted sheet name
  | (?P<bracket>\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])                # a table column or another workbook
  | (?<![\w.$])(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?![\w.(!\[])     # an address
  | (?<![\w.$])(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!\[])
  | (?<![\w.$])(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.])
  | [\w.$\\]+!?                                                       # a name, number, function, plain sheet
    """,
    re.VERBOSE,
)
_PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_REF_ERROR = "#REF!"


class _Reference(msgspec.Struct, frozen=True):
    """One address, column or row; None where it has none, and what moves with the cell."""

    column: int | None
    row: int | None
    column_moves: bool
    row_moves: bool

    @property
    def moves(self) -> bool:
        return (self.column is not None and self.column_moves) or (self.row is not None and self.row_moves)

    def moved(self, rows: int, columns: int, *, around: bool) -> str:
        column, row = self.column, self.row
        text = ""
        if column is not None:
            column += columns if self.column_moves else 0
            column = (column - 1) % MAX_COLUMN + 1 if around else column
            # Excel wraps around the sheet's edge; such a formula is of no use to anybody: an error.
            if not 1 <= column <= MAX_COLUMN:
                return _REF_ERROR
            text = ("" if self.column_moves else "$") + column_letters(column)
        if row is not None:
            row += rows if self.row_moves else 0
            row = (row - 1) % MAX_ROW + 1 if around else row
            if not 1 <= row <= MAX_ROW:
                return _REF_ERROR
            text += ("" if self.row_moves else "$") + str(row)
        return text


class SharedFormula:
    """One formula taken apart once, so that thousands of cells can have their version of it."""

    def __init__(self, formula: str) -> None:
        """`formula` is written for the cell that the moves are counted from."""
        self._pieces: list[str | _Reference] = []
        end = 0
        for match in _TOKEN.finditer(formula):
            if match.lastgroup in {"cell", "columns", "rows"}:
                self._pieces.append(formula[end : match.start()])
                self._pieces.extend(_references(match[0]))
                end = match.end()
        self._pieces.append(formula[end:])

    @property
    def is_fixed(self) -> bool:
        """Tell whether the formula reads the same everywhere."""
        return not any(isinstance(piece, _Reference) and piece.moves for piece in self._pieces)

    def moved(self, rows: int, columns: int, *, around: bool = False) -> str:
        """Return the formula as it reads so many rows down and columns right.

        `around` goes on at the other end of the sheet, as names do that speak of the cell they stand in.
        """
        return "".join(
            piece if isinstance(piece, str) else piece.moved(rows, columns, around=around) for piece in self._pieces
        )


def _references(text: str) -> list[str | _Reference]:
    found: list[str | _Reference] = []
    for part in text.split(":"):
        if found:
            found.append(":")
        found.append(_reference(part))
    return found


def _reference(part: str) -> str | _Reference:
    match = _PART.fullmatch(part)
    if match is None:
        return part
    letters, digits = match[2], match[4]
    # Of "$A1" the first group holds the dollar; of "$1" it does too, as there are no letters between.
    row_fixed = bool(match[3]) if letters else bool(match[1] or match[3])
    column = column_number(letters) if letters else None
    if column is not None and column > MAX_COLUMN:
        return part
    return _Reference(column, int(digits) if digits else None, not (letters and match[1]), not row_fixed)
