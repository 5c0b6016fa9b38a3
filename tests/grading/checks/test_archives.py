"""Archives as other programs pack them: judged by what is in them, or shown to a person, never lost."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject

MET, NOT, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_JUDGE


def info(name: str, **more: Any) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    for key, value in more.items():
        setattr(made, key, value)
    return made


def packed(*infos: zipfile.ZipInfo | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in infos:
            archive.writestr(info(one) if isinstance(one, str) else one, b"1")
    return out.getvalue()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert data.count(old) == 2
    return data.replace(old, new)


def at(data: bytes, mark: bytes, offset: int, shape: str, value: int) -> bytes:
    """Overwrite a field behind the last of a mark."""
    made = bytearray(data)
    struct.pack_into(shape, made, data.rindex(mark) + offset, value)
    return bytes(made)


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def look(kind: str, data: bytes, *members: str) -> Finding:
    call = CheckCall(type=kind, parameters={"path": "作业.zip", "members": list(members)})
    return run_call(call, subject({"作业.zip": data}))


CENTRAL = b"PK\x01\x02"
PLAIN = packed("a.txt")
GBK = renamed(packed("1234.txt"), b"1234", "作业".encode("gbk"))
UNFLAGGED = renamed(packed("123456.txt"), b"123456", "作业".encode())
EXTRA = struct.pack("<HHBI", 0x7075, 5 + 10, 1, zlib.crc32(b"????.txt")) + "作业.txt".encode()
MAC = packed("作业/a.txt", "__MACOSX/作业/._a.txt", "作业/.DS_Store", "作业/Thumbs.db")


@pytest.mark.parametrize("kind", ["F.zip_contains", "F.zip_exact"])
@pytest.mark.parametrize(
    ("data", "member"),
    [
        (PLAIN, "a.txt"),
        (packed("A.TXT"), "a.txt"),
        (GBK, "作业.txt"),
        (UNFLAGGED, "作业.txt"),
        (packed(info("????.txt", extra=EXTRA)), "作业.txt"),
        (packed("资料\\a.txt"), "a.txt"),
        (packed("资料\\a.txt"), "资料/a.txt"),
        (packed("/资料/a.txt"), "资料/a.txt"),
        (packed("D:/资料/a.txt"), "资料/a.txt"),
        (packed("../a.txt"), "a.txt"),
        (packed("cafe\u0301.txt"), "caf\u00e9.txt"),
        (MAC, "a.txt"),
        (at(PLAIN, CENTRAL, 10, "<H", 9), "a.txt"),  # a method that nobody here unpacks
        (at(PLAIN, CENTRAL, 10, "<H", 99), "a.txt"),
        (at(PLAIN, CENTRAL, 8, "<H", 1), "a.txt"),  # locked with a password
        (at(PLAIN, CENTRAL, 6, "<H", 63), "a.txt"),  # asks for a newer program
    ],
)
def test_a_zip_of_any_program_is_listed(kind, data, member):
    found = look(kind, data, member)
    assert found.verdict is MET, found.sentence


@pytest.mark.parametrize("kind", ["F.zip_contains", "F.zip_exact"])
@pytest.mark.parametrize(
    ("data", "verdict", "word"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(20), UNKNOWN, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), UNKNOWN, "7z"),
        (tar(), UNKNOWN, "tar"),
        (b"\x1f\x8b\x08" + bytes(20), UNKNOWN, "gzip"),
        (PLAIN[:-10], UNKNOWN, "不完整"),
        (b"PK\x07\x08" + PLAIN[:-40], UNKNOWN, "分卷"),
        ("作业".encode(), NOT, "不是有效的压缩文件"),
        (b"", NOT, "不是有效的压缩文件"),
    ],
)
def test_what_cannot_be_listed_is_named_and_goes_to_a_person(kind, data, verdict, word):
    found = look(kind, data, "a.txt")
    assert (found.verdict, word in found.sentence) == (verdict, True), found.sentence


def test_a_link_is_not_the_file():
    link = info("a.txt", external_attr=0o120777 << 16)
    assert look("F.zip_contains", packed(link), "a.txt").verdict is NOT


def test_a_zip_with_another_file_is_not_exact():
    assert look("F.zip_exact", packed("a.txt", "b.txt"), "a.txt").verdict is NOT
    assert look("F.zip_exact", packed("a.txt", "内/a.txt"), "a.txt").verdict is NOT


def test_names_of_the_folder_are_found_as_any_system_spells_them():
    folder = subject({"cafe\u0301.txt": b"1", "报告": None, "报告/总结.docx": b"2"})
    for path in ("caf\u00e9.txt", "CAFE\u0301.TXT", "报告 /总结.docx"):
        call = CheckCall(type="F.exists", parameters={"path": path})
        assert run_call(call, folder).verdict is MET


@pytest.mark.parametrize(
    ("now", "verdict"),
    [({"Photo.JPG": b"1"}, MET), ({"photo.jpg": b"1"}, NOT), ({"photo.jpg": b"1", "Photo.JPG": b"1"}, NOT)],
)
def test_a_file_can_be_renamed_in_letter_case_alone(now, verdict):
    call = CheckCall(type="F.renamed", parameters={"from": "photo.jpg", "to": "Photo.JPG"})
    assert run_call(call, subject(now, {"photo.jpg": b"1"})).verdict is verdict
