"""Tables as CSV: UTF-8 with a byte order mark, which spreadsheets recognise, or GB18030, which older systems ask for.

Lines end in CRLF. A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from pathlib import Path

from grading.export.table import CellValue, ColumnKind, ExportError, ExportTable, RowValues, check_row
from grading.reports.figures import mark_text
from itembank.base.files import write_whole
from itembank.base.i18n import _

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""With these a cell may become a formula; spreadsheets for Chinese take the full-width ones too."""

GUARD = "'"
ID_TAIL = "\t"
"""A tab after an id keeps a spreadsheet from reading it as a number: no lost zeros, no 15-digit rounding."""


class CsvEncoding(Enum):
    """How the text becomes bytes; the value is Python's name of the codec."""

    UTF8 = "utf-8-sig"
    GB18030 = "gb18030"


def write_csv(
    path: Path,
    table: ExportTable,
    rows: Iterable[RowValues],
    *,
    encoding: CsvEncoding = CsvEncoding.UTF8,
    guard_ids: bool = False,
) -> None:
    """Write the table as a CSV file, whole or not at all.

    With `guard_ids` every id carries a trailing tab, for people who open the file in a spreadsheet by double
    click; without it ids are exact, for other programs.
    """
    write_whole(path, csv_bytes(table, rows, encoding=encoding, guard_ids=guard_ids))


def csv_bytes(
    table: ExportTable,
    rows: Iterable[RowValues],
    *,
    encoding: CsvEncoding = CsvEncoding.UTF8,
    guard_ids: bool = False,
) -> bytes:
    """Return the table as the bytes of a CSV file."""
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding.value, newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guarded(column.title) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for number, row in enumerate(rows, start=1):
        check_row(table, number, row)
        cells = [_cell(kind, value, guard_ids=guard_ids) for kind, value in zip(kinds, row, strict=True)]
        try:
            writer.writerow(cells)
        except UnicodeEncodeError as error:
            raise ExportError(
                _("第 {number} 行含有无法写入文件的字符 U+{code:04X}。").format(
                    number=number, code=ord(error.object[error.start])
                ),
                hint=_("请在考生名册中更正该字符后重新导出。"),
            ) from error
    stream.flush()
    return buffer.getvalue()


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return GUARD + text if text[:1] in FORMULA_STARTS and text else text


def _cell(kind: ColumnKind, value: CellValue, *, guard_ids: bool) -> str:
    match value:
        case None:
            return ""
        case str():
            tail = ID_TAIL if guard_ids and kind is ColumnKind.ID and value else ""
            return guarded(value) + tail
        case Fraction():
            return mark_text(value)
        case int():
            return str(value)
