"""Rows of a sheet as SpreadsheetML text, spelled one by one: a city's tables have millions of cells.

Only cells of data are spelled here, as ECMA-376 Part 1, 18.3.1 says; everything around them is the library's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from xml.sax.saxutils import escape

from grading.export.table import CellValue, ExportError, ExportTable, RowValues, check_row
from grading.reports.figures import rounded_decimal
from itembank.base.i18n import _

LONGEST_TEXT = 32_767
HUNDRED = 100
"""What a denominator must divide for two decimals to be exact."""

LETTERS = 26
_HUNDREDTH = Decimal("0.01")
_TO_SPELL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML may not hold or a reader would change, and what looks like the spelling of it (ECMA-376, 22.9.2.19)."""


class RowSpelling:
    """Spells rows of one table; `styles` are the numbers of the columns' cell formats."""

    def __init__(self, table: ExportTable, styles: Sequence[int]) -> None:
        """Prepare what is alike in every row."""
        self._table = table
        names = [column_name(place) for place in range(len(styles))]
        self._before = [f'<c r="{name}' for name in names]
        self._empty = [f'" s="{style}"/>' for style in styles]
        self._mark = [f'" s="{style}"><v>' for style in styles]
        self._text = [f'" s="{style}" t="inlineStr"><is><t' for style in styles]

    def spell(self, number: int, place: int, row: RowValues) -> str:
        """Return the row that stands at `place` of its sheet, from 1; `number` counts rows of data, for messages."""
        check_row(self._table, number, row)
        at = str(place)
        pieces = [f'<row r="{at}">']
        for column, value in enumerate(row):
            pieces += (self._before[column], at, self._cell(number, column, value))
        pieces.append("</row>")
        return "".join(pieces)

    def _cell(self, number: int, column: int, value: CellValue) -> str:
        if value is None:
            return self._empty[column]
        if not isinstance(value, str):
            return f"{self._mark[column]}{number_text(value)}</v></c>"
        if len(value) > LONGEST_TEXT:
            raise ExportError(
                _("第 {number} 行“{title}”列有 {length} 个字符，表格单元格最多容纳 {most} 个。").format(
                    number=number, title=self._table.columns[column].title, length=len(value), most=LONGEST_TEXT
                ),
                hint=_("请改用 CSV 格式导出。"),
            )
        if value.isalnum():  # nothing to spell: numbers of candidates, names, schools
            return f"{self._text[column]}>{value}</t></is></c>"
        return f'{self._text[column]} xml:space="preserve">{spelled(value)}</t></is></c>'


def column_name(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B, ... Z, AA."""
    more, letter = divmod(place, LETTERS)
    return (column_name(more - 1) if more else "") + chr(ord("A") + letter)


def number_text(value: Fraction | int) -> str:
    """Write the number a spreadsheet shows, with two decimals; the exact mark stays in the results."""
    above, below = value.as_integer_ratio()
    if below == 1:
        return str(above)
    if HUNDRED % below == 0:
        return repr(above / below)
    return repr(float(rounded_decimal(Fraction(value), _HUNDREDTH)))


def spelled(text: str) -> str:
    """Write a text so that a spreadsheet reads exactly it."""
    return escape(_TO_SPELL.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
