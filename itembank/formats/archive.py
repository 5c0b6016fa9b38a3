"""The first look at an office file from outside: a zip within limits, without tricks. Nothing is parsed here."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from itembank.base.i18n import _
from itembank.formats.findings import FileError

MAX_FILE_BYTES = 100 << 20
MAX_ENTRIES = 5000
MAX_TOTAL_BYTES = 400 << 20
MAX_XML_BYTES = 64 << 20
MAX_RATIO = 300
RATIO_FLOOR_BYTES = 1 << 20
MAX_MERGED_CELLS = 20_000
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGE = re.compile(rb'<(?:\w+:)?mergeCell[^>]*\sref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the zip when its entries keep the limits; raises `FileError`."""
    if data.startswith(OLE_START):
        raise FileError(
            _("这是旧格式（.xls/.et）或加了密码的表格，不能导入。"),
            hint=_("请在 WPS 或 Excel 中另存为不加密的 .xlsx 文件。"),
        )
    if len(data) > MAX_FILE_BYTES:
        raise FileError(_("文件超过 {limit} MB。").format(limit=MAX_FILE_BYTES >> 20), hint=_("请分成几个文件导入。"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_entries(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise FileError(
            _("文件已损坏，或不是 .xlsx 表格。"), hint=_("请在 WPS 或 Excel 中打开后另存为 .xlsx。")
        ) from error
    return archive


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Refuse document types and huge merged areas in the sheets before anybody parses them; raises `FileError`."""
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        if entry.file_size > MAX_XML_BYTES:
            raise FileError(_("表格中的“{name}”过大。").format(name=entry.filename[:60]))
        content = read_entry(archive, entry.filename)
        if any(mark in content for mark in DOCTYPES):
            raise FileError(_("表格中含有不允许的文档类型声明，没有读取。"))
        if _merged_cells(content) > MAX_MERGED_CELLS:
            raise FileError(_("表格中合并的单元格太多。"), hint=_("请取消整行或整列的合并。"))


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of an entry; raises `FileError` when it is missing or damaged."""
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise FileError(_("表格中的“{name}”缺失或已损坏。").format(name=name[:60])) from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename.casefold() for entry in entries]
    if len(entries) > MAX_ENTRIES or len(set(names)) != len(names):
        raise FileError(_("文件内部的结构不正常，没有读取。"))
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise FileError(_("文件解开后过大，没有读取。"))
    for entry in entries:
        swollen = entry.file_size > RATIO_FLOOR_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        if swollen or entry.flag_bits & 1:
            raise FileError(_("文件内部的“{name}”不正常，没有读取。").format(name=entry.filename[:60]))


def _merged_cells(content: bytes) -> int:
    total = 0
    for left, top, right, bottom in MERGE.findall(content):
        total += abs(_column(right) - _column(left) + 1) * abs(int(bottom) - int(top) + 1)
    return total


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
