"""Files that mean harm, or are no workbooks at all, end in a sentence and in no time."""

from __future__ import annotations

import io
import zipfile

import pytest

from itembank.formats.findings import FileError
from itembank.formats.item_sheet import read_item_sheet
from tests.itembank.formats.sheets import HEADER, workbook


def rewritten(data: bytes, **changes: bytes) -> bytes:
    """Write the workbook anew with some parts replaced, underscores in names standing for slashes."""
    out = io.BytesIO()
    replaced = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, old.read(name)))
        for name, content in replaced.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(inner: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + inner + "</worksheet>"
    ).encode()


PLAIN = workbook([HEADER])
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "已损坏"),
        (b"hello", "已损坏"),
        (PLAIN[: len(PLAIN) // 2], "已损坏"),
        (OLD_FORMAT, "旧格式"),
        (rewritten(PLAIN, xl__worksheets__sheet1_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "文档类型"),
        (rewritten(PLAIN, xl__worksheets__sheet1_xml=b"<worksheet><unclosed>"), "读不懂|损坏"),
        (
            rewritten(
                PLAIN,
                xl__worksheets__sheet1_xml=sheet_xml(
                    '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                ),
            ),
            "合并",
        ),
        (
            rewritten(
                PLAIN,
                xl__worksheets__sheet1_xml=sheet_xml(
                    '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                ),
            ),
            "太大",
        ),
        (rewritten(PLAIN, xl__big_xml=b"<a>" + b" " * (80 << 20) + b"</a>"), "不正常|过大"),
    ],
    ids=["empty", "text", "cut", "old", "doctype", "unclosed", "merge", "far-cell", "bomb"],
)
def test_it_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        read_item_sheet(data, "x.xlsx")
