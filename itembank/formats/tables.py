"""Plain tables (.xlsx or .csv) as rows of cells: for rosters and other lists without pictures or markup."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from itembank.base.i18n import _
from itembank.formats.findings import FileError
from itembank.formats.workbook import Sheet, SheetCell, SheetRow, read_workbook

MAX_BYTES = 50 << 20
MAX_ROWS = 100_000
DELIMITERS = (",", ";", "\t", "，")


def read_table(path: Path) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook, or the one table of a CSV file; raises `FileError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(_("读不到文件“{name}”。").format(name=path.name)) from error
    if path.suffix.lower() in {".csv", ".txt"}:
        return (Sheet(path.stem, tuple(_read_csv(data))),)
    return read_workbook(data)


def _read_csv(data: bytes) -> list[SheetRow]:
    if len(data) > MAX_BYTES:
        raise FileError(_("文件超过 {limit} MB。").format(limit=MAX_BYTES >> 20))
    text = _decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[SheetRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(SheetRow(reader.line_num, tuple(SheetCell(_unquoted(cell)) for cell in cells)))
            if len(rows) > MAX_ROWS:
                raise FileError(_("名单超过 {limit} 行，请分成几个文件。").format(limit=MAX_ROWS))
    except csv.Error as error:
        raise FileError(_("第 {row} 行的引号或分隔符不对。").format(row=reader.line_num)) from error
    return rows


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, else GB 18030, which also reads GBK and GB 2312."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError(_("认不出文件的编码。"), hint=_("请另存为 UTF-8 编码的 CSV 或 .xlsx。"))


def _unquoted(cell: str) -> str:
    """Take away what spreadsheets put around text that looks like a number: ="0012" and a leading apostrophe."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text.removeprefix("'")
