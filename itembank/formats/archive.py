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
XML_SUFFIXES = (".xml", ".rels", ".vml")
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
# ISO/IEC 29500 Strict differs from what everybody reads by these name spaces.
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = (
    (STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        STRICT + b"drawingml/spreadsheetDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    ),
    (STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
DAMAGED = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)
"""What zipfile raises for an entry that is missing or damaged."""


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
        raise FileError(_what_it_is(data), hint=_("请在 WPS 或 Excel 中打开后另存为 .xlsx。")) from error
    return archive


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Refuse document types and huge merged areas in the sheets before anybody parses them; raises `FileError`."""
    if not any(name.startswith("xl/") for name in archive.namelist()):
        raise FileError(_("这个文件不是 Excel 表格。"), hint=_("请在 WPS 或 Excel 中打开后另存为 .xlsx。"))
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(XML_SUFFIXES) and not _starts_as_xml(archive, entry):
            continue
        if entry.file_size > MAX_XML_BYTES:
            raise FileError(_("表格中的“{name}”过大。").format(name=entry.filename[:60]))
        content = read_entry(archive, entry.filename)
        if any(mark in content for mark in DOCTYPES):
            raise FileError(_("表格中含有不允许的文档类型声明，没有读取。"))
        if _merged_cells(content) > MAX_MERGED_CELLS:
            raise FileError(_("表格中合并的单元格太多。"), hint=_("请取消整行或整列的合并。"))


def as_transitional(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """Return the workbook's bytes, those of an ISO Strict one with the usual name spaces."""
    if STRICT not in read_entry(archive, "xl/workbook.xml"):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as usual:
        for entry in archive.infolist():
            content = read_entry(archive, entry.filename)
            if entry.filename.lower().endswith(XML_SUFFIXES):
                for strict, transitional in TRANSITIONAL:
                    content = content.replace(strict, transitional)
            usual.writestr(entry.filename, content)
    return out.getvalue()


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of an entry; raises `FileError` when it is missing or damaged."""
    try:
        return archive.read(name)
    except DAMAGED as error:
        raise _damaged(name) from error


def _what_it_is(data: bytes) -> str:
    """Say what a file that is no zip seems to be: people rename text files and saved web pages."""
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table")):
        return _("这是网页文件，只是文件名以 .xlsx 结尾。")
    if data and b"\0" not in data and b"\n" in data and not data.startswith(b"PK"):
        return _("这是文本文件（如 CSV），只是文件名以 .xlsx 结尾。")
    return _("文件已损坏，或不是 .xlsx 表格。")


def _starts_as_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Say whether a part whose name does not tell holds XML all the same."""
    try:
        with archive.open(entry) as stream:
            return stream.read(64).lstrip().startswith(XML_STARTS)
    except DAMAGED as error:
        raise _damaged(entry.filename) from error


def _damaged(name: str) -> FileError:
    return FileError(_("表格中的“{name}”缺失或已损坏。").format(name=name[:60]))


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
