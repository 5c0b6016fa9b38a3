"""Tables as xlsx, written row by row so that a city's results need no more memory than a school's.

XlsxWriter makes the workbook with a first row of data; the rows are spelled by us and put in its place, for the
library takes 5 us a cell (docs/decisions/0145).
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from grading.export.sheet_rows import RowSpelling, column_name
from grading.export.table import ColumnKind, ExportTable, RowValues
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

A4_PAPER = 9
SHEET_PART = "xl/worksheets/sheet{number}.xml"
STYLE = re.compile(r'<c r="[A-Z]+2" s="([0-9]+)"/>')
FIRST_DATA = re.compile(rb'<row r="2".*?</row>')
DIMENSION = re.compile(rb'<dimension ref="[A-Z0-9:]+"/>')
ROWS_AT_ONCE = 500


def write_xlsx(path: Path, table: ExportTable, rows: Iterable[RowValues], *, made_at: datetime) -> None:
    """Write the table as a workbook, whole or not at all."""
    write_whole(path, xlsx_bytes(table, rows, made_at=made_at))


def xlsx_bytes(
    table: ExportTable, rows: Iterable[RowValues], *, made_at: datetime, rows_a_sheet: int = MOST_ROWS
) -> bytes:
    """Return the table as the bytes of a workbook; the same table and `made_at` give the same bytes.

    What does not fit on one sheet goes on to the next. Notes about the data stand on a sheet of their own.
    """
    with zipfile.ZipFile(io.BytesIO(_shell(table, (1,), made_at))) as model:
        styles = [int(style) for style in STYLE.findall(model.read(SHEET_PART.format(number=1)).decode())]
    spelling = RowSpelling(table, styles)
    with ExitStack() as stack:
        sheets = [_new_sheet(stack)]
        waiting: list[str] = []
        for number, row in enumerate(rows, start=1):
            if sheets[-1].rows == rows_a_sheet - 1:
                sheets[-1].add(waiting)
                sheets.append(_new_sheet(stack))
            sheets[-1].rows += 1
            waiting.append(spelling.spell(number, sheets[-1].rows + 1, row))
            if len(waiting) == ROWS_AT_ONCE:
                sheets[-1].add(waiting)
        sheets[-1].add(waiting)
        return _filled(_shell(table, [sheet.rows for sheet in sheets], made_at), sheets, column_name(len(styles) - 1))


@dataclass
class _Sheet:
    """The rows of data of one sheet, in a temporary file."""

    spelled: IO[bytes]
    rows: int = 0

    def add(self, waiting: list[str]) -> None:
        """Take in rows that were spelled; raises `OSError` that names the folder for temporary files."""
        try:
            self.spelled.write("".join(waiting).encode())
            self.spelled.flush()
        except OSError as error:
            error.filename = tempfile.gettempdir()
            raise
        waiting.clear()


def _new_sheet(stack: ExitStack) -> _Sheet:
    return _Sheet(stack.enter_context(tempfile.TemporaryFile()))


def _filled(shell: bytes, sheets: Sequence[_Sheet], last_column: str) -> bytes:
    """Return the workbook with the rows of each sheet where the shell has its first."""
    buffer = io.BytesIO()
    by_part = {SHEET_PART.format(number=number): sheet for number, sheet in enumerate(sheets, start=1)}
    with zipfile.ZipFile(io.BytesIO(shell)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part, sheet = source.read(entry), by_part.get(entry.filename)
            entry.file_size = len(part) + (sheet.spelled.tell() if sheet else 0)  # beyond 2 GB the format is another
            with target.open(entry, "w") as out:
                _write_part(out, part, sheet, last_column)
    return buffer.getvalue()


def _write_part(out: IO[bytes], part: bytes, sheet: _Sheet | None, last_column: str) -> None:
    if sheet is None:
        out.write(part)
        return
    part = DIMENSION.sub(f'<dimension ref="A1:{last_column}{sheet.rows + 1}"/>'.encode(), part, count=1)
    before, after = FIRST_DATA.split(part, maxsplit=1)
    out.write(before)
    sheet.spelled.seek(0)
    shutil.copyfileobj(sheet.spelled, out)
    out.write(after)


def _shell(table: ExportTable, rows: Sequence[int], made_at: datetime) -> bytes:
    """Return the workbook with as many sheets as `rows` has numbers, each with its header and one empty row of data."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": FONT})
    book.set_properties({"title": table.name, "created": made_at.replace(tzinfo=None)})
    header = book.add_format(HEADER)
    text = book.add_format({**BODY, "num_format": TEXT_FORMAT})
    figure = book.add_format({**BODY, "align": "center"})
    formats = [text if column.kind in {ColumnKind.ID, ColumnKind.TEXT} else figure for column in table.columns]
    for number, count in enumerate(rows, start=1):
        sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} ({number})")
        _set_up(sheet, table)
        for place, (column, cell_format) in enumerate(zip(table.columns, formats, strict=True)):
            sheet.write_string(0, place, column.title, header)
            sheet.write_blank(1, place, None, cell_format)
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
    if table.notes:
        _write_notes(book, table)
    book.close()
    return buffer.getvalue()


def _set_up(sheet: Any, table: ExportTable) -> None:
    """Set widths, what stays in view, and how the sheet is printed."""
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, table.frozen_columns)
    sheet.repeat_rows(0)
    sheet.set_paper(A4_PAPER)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.set_row(0, HEADER_HEIGHT)


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
