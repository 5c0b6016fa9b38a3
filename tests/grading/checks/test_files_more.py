"""F checks of sets, trees, archives, shortcuts, encodings, kinds: met, partly, not met, cannot judge."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.checks.shortcuts import HEADER, target_of
from itembank.model.checks import CheckCall
from tests.grading.checks.office_work import document
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import para, png, zip_of

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
PACKED = zip_of({"甲.txt": "一", "内/乙.txt": "二"})
STARTER: dict[str, bytes | None] = {"a.jpg": b"1", "b.jpg": b"2", "c.txt": b"3", "包.zip": PACKED}
URL = b"[InternetShortcut]\r\nURL=http://school.example.com/\r\n"
TEXT = "中文".encode()


def link(path: str, *, relative: bool = False) -> bytes:
    """A Windows shortcut of the least that is one."""
    flags = 0x08 | 0x80 if relative else 0x02
    head = HEADER + struct.pack("<I", flags) + bytes(76 - 24)
    if relative:
        return head + struct.pack("<H", len(path)) + path.encode("utf-16-le")
    name = path.encode("gb18030") + b"\0"
    return head + struct.pack("<7I", 28 + len(name), 28, 1, 0, 28, 0, 0) + name


CASES: list[tuple[str, dict[str, Any], dict[str, bytes | None], dict[str, bytes | None]]] = [
    ("F.tree", {"folders": ["课程", "课程/教案"]}, {"课程/教案/a.txt": b"1"}, {"教案": None}),
    ("F.tree", {"folders": ["课程"], "only": True}, {"课程": None}, {"课程": None, "多余": None}),
    ("F.selected", {"pattern": "*.jpg", "to": "照片"}, {"照片/a.jpg": b"1", "照片/b.jpg": b"2", "c.txt": b"3"},
     STARTER),
    ("F.selected", {"pattern": "*.jpg", "to": "照片"}, {"照片/a.jpg": b"1", "照片/b.jpg": b"2", "c.txt": b"3"},
     {"照片/a.jpg": b"1", "照片/b.jpg": b"2", "照片/c.txt": b"3"}),
    ("F.selected", {"pattern": "*.jpg", "to": "照片", "keep": True}, {"照片/a.jpg": b"1", "照片/b.jpg": b"2",
     **STARTER},
     {"照片/a.jpg": b"1", "照片/b.jpg": b"2"}),
    ("F.count", {"folder": "照片", "count": 1, "pattern": "*.jpg"}, {"照片/a.jpg": b"1"}, {"a.jpg": b"1"}),
    ("F.unpacked", {"archive": "包.zip", "to": "解压"}, {"解压/甲.txt": "一".encode(),
     "解压/内/乙.txt": "二".encode()}, STARTER),
    ("F.shortcut", {"path": "a.lnk", "target": "资料/说明.txt"}, {"a.lnk": link("D:\\考试\\资料\\说明.txt")},
     {"a.lnk": link("D:\\考试\\说明.txt")}),
    ("F.shortcut", {"path": "a.lnk", "target": "说明.txt"}, {"a.lnk": link(".\\说明.txt", relative=True)},
     {"a.lnk": b"text"}),
    ("F.shortcut", {"path": "a.url", "target": "http://school.example.com"}, {"a.url": URL},
     {"a.url": URL.replace(b"school", b"other")}),
    ("F.encoding", {"path": "a.txt", "value": "utf-8"}, {"a.txt": TEXT}, {"a.txt": "中文".encode("gb18030")}),
    ("F.encoding", {"path": "a.txt", "value": "utf-8"}, {"a.txt": b"\xef\xbb\xbf" + TEXT}, {"a.txt": b"plain"}),
    ("F.encoding", {"path": "a.txt", "value": "gbk"}, {"a.txt": "中文".encode("gb18030")}, {"a.txt": TEXT}),
    ("F.kind", {"path": "a", "value": "png"}, {"a": png()}, {"a": b"\xff\xd8\xff"}),
    ("F.kind", {"path": "a", "value": "docx"}, {"a": document(para("甲"))}, {"a": PACKED}),
    ("F.zip_exact", {"path": "a.zip", "members": ["甲.txt", "乙.txt"]}, {"a.zip": PACKED},
     {"a.zip": zip_of({"甲.txt": "一"})}),
    ("F.zip_exact", {"path": "a.zip", "members": ["甲.txt"]}, {"a.zip": zip_of({"甲.txt": "一"})}, {"a.zip": PACKED}),
    ("F.zip_exact", {"path": "a.zip", "members": ["甲.txt"]}, {"a.zip": zip_of({"甲.txt": "一"})},
     {"a.zip": b"a text"}),
    ("F.size", {"path": "a", "at_most": 5}, {"a": b"123"}, {"a": b"1234567"}),
    ("F.line", {"path": "a.txt", "line": 2, "text": "二"}, {"a.txt": "一\n二\n".encode()}, {"a.txt": "一".encode()}),
]  # fmt: skip


def look(kind: str, files: dict[str, bytes | None], /, attributes: str = "", **parameters: Any) -> Finding:
    work = subject(files, STARTER, **({"a": attributes} if attributes else {}))
    return run_call(CheckCall(type=kind, parameters=parameters), work)


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(kind, parameters, good, bad):
    met, missed = look(kind, good, **parameters), look(kind, bad, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)


def test_attributes_that_were_taken_away():
    assert look("F.attribute_cleared", {"a": b"1"}, path="a", letters="R").verdict is MET
    assert look("F.attribute_cleared", {"a": b"1"}, "RH", path="a", letters="R").verdict is NOT
    assert look("F.attribute_cleared", {}, path="a", letters="R").verdict is NOT


def test_an_attribute_that_was_never_handed_out_was_not_taken_away():
    """A desk on Linux knows no hidden files: nobody may earn points for what it could not give."""
    call = CheckCall(type="F.attribute_cleared", parameters={"path": "a", "letters": "RH"})
    work = subject({"a": b"1"}, STARTER)
    given = {letters: replace(work.folder, starter_attributes={"a": letters}) for letters in ("RH", "R", "")}
    found = {letters: run_call(call, replace(work, folder=folder)).verdict for letters, folder in given.items()}
    assert found == {"RH": MET, "R": UNKNOWN, "": UNKNOWN}


@pytest.mark.parametrize(
    ("kind", "parameters", "files"),
    [
        ("F.tree", {"folders": ["甲", "乙"]}, {"甲": None}),
        ("F.selected", {"pattern": "*.jpg", "to": "照片"}, {"照片/a.jpg": b"1", "b.jpg": b"2"}),
        ("F.unpacked", {"archive": "包.zip", "to": "解压"}, {"解压/甲.txt": "一".encode()}),
    ],
)
def test_part_of_it_gives_part(kind, parameters, files):
    assert look(kind, files, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("F.selected", {"pattern": "*.gif", "to": "照片"}),
        ("F.unpacked", {"archive": "没有.zip", "to": "解压"}),
        ("F.encoding", {"path": "c.txt", "value": "klingon"}),
        ("F.size", {"path": "c.txt"}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, STARTER, **parameters).verdict is UNKNOWN


@pytest.mark.parametrize(
    "data", [b"", HEADER, HEADER + b"\xff" * 80, link("x")[:90], b"[Desktop Entry]\nExec", b"\xff\xfe"]
)
def test_what_is_no_shortcut_leads_nowhere(data):
    assert not target_of(data)
