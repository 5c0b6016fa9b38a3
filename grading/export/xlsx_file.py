"""Tables as xlsx, written row by row so that a city's results need no more memory than a school's."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter

from grading.export.table import CellValue, ColumnKind, ExportError, ExportTable, RowValues, check_row
from grading.reports.figures import rounded_decimal
from itembank.base.files import write_whole
from itembank.base.i18n import _

FONT = {"font_name": "宋体", "font_size": 11}
HEADER = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1D4A75",
    "border": 1,
    "border_color": "#AEB8C2",
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
BODY = {"border": 1, "border_color": "#AEB8C2", "valign": "vcenter"}
TEXT_FORMAT = "@"
"""The number format "text": also what a person types into the cell later stays text."""

HEADER_HEIGHT = 30
MOST_ROWS = 1_048_576
"""Rows that a sheet can hold, its header among them."""

LONGEST_TEXT = 32_767
A4_PAPER = 9
HUNDRED = 100
"""What a denominator must divide for two decimals to be exact."""

_HUNDREDTH = Decimal("0.01")


def write_xlsx(path: Path, table: ExportTable, rows: Iterable[RowValues], *, made_at: datetime) -> None:
    """Write the table as a workbook, whole or not at all."""
    write_whole(path, xlsx_bytes(table, rows, made_at=made_at))


def xlsx_bytes(
    table: ExportTable, rows: Iterable[RowValues], *, made_at: datetime, rows_a_sheet: int = MOST_ROWS
) -> bytes:
    """Return the table as the bytes of a workbook; the same table and `made_at` give the same bytes.

    What does not fit on one sheet goes on to the next. Notes about the data stand on a sheet of their own.
    """
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": FONT,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": table.name, "created": made_at.replace(tzinfo=None)})
    try:
        _write_rows(book, table, rows, rows_a_sheet)
        if table.notes:
            _write_notes(book, table)
    finally:
        book.close()  # also after a refused row: the sheets so far lie in temporary files
    return buffer.getvalue()


def _write_rows(book: Any, table: ExportTable, rows: Iterable[RowValues], rows_a_sheet: int) -> None:
    sheets = _Sheets(book, table, rows_a_sheet)
    for number, row in enumerate(rows, start=1):
        check_row(table, number, row)
        sheets.add(number, row)
    sheets.finish()


class _Sheets:
    """The sheets of one table, each with a frozen header; rows go to the last one."""

    def __init__(self, book: Any, table: ExportTable, rows_a_sheet: int) -> None:
        self._book = book
        self._table = table
        self._rows_a_sheet = rows_a_sheet
        self._header = book.add_format(HEADER)
        formats = {
            ColumnKind.ID: book.add_format({**BODY, "num_format": TEXT_FORMAT}),
            ColumnKind.TEXT: book.add_format({**BODY, "num_format": TEXT_FORMAT}),
            ColumnKind.MARK: book.add_format({**BODY, "align": "center"}),
            ColumnKind.COUNT: book.add_format({**BODY, "align": "center"}),
        }
        self._column_formats = [formats[column.kind] for column in table.columns]
        self._count = 0
        self._next_row = 0
        self._sheet: Any = None
        self._open_sheet()

    def add(self, number: int, row: RowValues) -> None:
        """Write one row; `number` is for messages."""
        if self._next_row >= self._rows_a_sheet:
            self.finish()
            self._open_sheet()
        for place, (cell_format, value) in enumerate(zip(self._column_formats, row, strict=True)):
            self._write(number, place, cell_format, value)
        self._next_row += 1

    def finish(self) -> None:
        """Set the filter over what was written."""
        self._sheet.autofilter(0, 0, max(self._next_row - 1, 0), len(self._table.columns) - 1)

    def _open_sheet(self) -> None:
        self._count += 1
        name = self._table.name if self._count == 1 else f"{self._table.name} ({self._count})"
        sheet = self._book.add_worksheet(name)
        for place, column in enumerate(self._table.columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, self._table.frozen_columns)
        sheet.repeat_rows(0)
        sheet.set_paper(A4_PAPER)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_row(0, HEADER_HEIGHT)
        for place, column in enumerate(self._table.columns):
            sheet.write_string(0, place, column.title, self._header)
        self._sheet = sheet
        self._next_row = 1

    def _write(self, number: int, place: int, cell_format: Any, value: CellValue) -> None:
        match value:
            case None:
                self._sheet.write_blank(self._next_row, place, None, cell_format)
            case str():
                if len(value) > LONGEST_TEXT:
                    raise ExportError(
                        _("第 {number} 行“{title}”列有 {length} 个字符，表格单元格最多容纳 {most} 个。").format(
                            number=number,
                            title=self._table.columns[place].title,
                            length=len(value),
                            most=LONGEST_TEXT,
                        ),
                        hint=_("请改用 CSV 格式导出。"),
                    )
                self._sheet.write_string(self._next_row, place, value, cell_format)
            case Fraction() | int():
                self._sheet.write_number(self._next_row, place, _number(value), cell_format)


def _number(value: Fraction | int) -> float:
    """Return the number a spreadsheet shows, with two decimals; the exact mark stays in the results."""
    if HUNDRED % value.denominator == 0:
        return value.numerator / value.denominator
    return float(rounded_decimal(Fraction(value), _HUNDREDTH))


def _write_notes(book: Any, table: ExportTable) -> None:
    sheet = book.add_worksheet(_("说明"))
    label = book.add_format({**BODY, "bold": True, "valign": "top"})
    text = book.add_format({**BODY, "text_wrap": True, "num_format": TEXT_FORMAT})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    sheet.set_paper(A4_PAPER)
    sheet.fit_to_pages(1, 0)
    for row, (name, value) in enumerate(table.notes):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value, text)
