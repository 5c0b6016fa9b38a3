"""Formulas that several cells share: the text of the first, with its relative references moved along."""

from __future__ import annotations

import re

from grading.office.references import MAX_COLUMN, MAX_ROW, column_letters, column_number

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")                                      # a text constant
  | (?P<sheet>'(?:[^']|'')*'!)                                     # a quoted sheet name
  | (?P<bracket>\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])             # a table column or another workbook
  | (?P<cell>(?<![\w.$])\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(!]))  # an address
  | (?P<columns>(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!]))
  | (?P<rows>(?<![\w.$])\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.]))
  | (?P<word>[\w.$\\]+!?)                                          # a name, number, function, plain sheet
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")
_ROW = re.compile(r"(\$?)([0-9]{1,7})")


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads so many rows down and columns right; off the sheet becomes #REF!."""

    def one(match: re.Match[str]) -> str:
        kind, text = match.lastgroup, match[0]
        if kind == "cell":
            return _moved_cell(text, rows, columns)
        if kind == "columns":
            return ":".join(_moved_column(part, columns) for part in text.split(":"))
        if kind == "rows":
            return ":".join(_moved_row(part, rows) for part in text.split(":"))
        return text

    return _TOKEN.sub(one, formula)


def _moved_cell(text: str, rows: int, columns: int) -> str:
    match = _ADDRESS.fullmatch(text)
    if match is None or column_number(match[2]) > MAX_COLUMN:
        return text
    column = _moved_column(match[1] + match[2], columns)
    row = _moved_row(match[3] + match[4], rows)
    return "#REF!" if "#REF!" in {column, row} else column + row


def _moved_column(text: str, columns: int) -> str:
    match = _COLUMN.fullmatch(text)
    if match is None or match[1]:
        return text
    # Excel wraps around the sheet's edge; such a formula is of no use to anybody, so it reads as an error.
    column = column_number(match[2]) + columns
    return column_letters(column) if 1 <= column <= MAX_COLUMN else "#REF!"


def _moved_row(text: str, rows: int) -> str:
    match = _ROW.fullmatch(text)
    if match is None or match[1]:
        return text
    row = int(match[2]) + rows
    return str(row) if 1 <= row <= MAX_ROW else "#REF!"
