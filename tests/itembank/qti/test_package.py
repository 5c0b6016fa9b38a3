"""QTI packages as other systems write them, and as somebody who means harm would."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from itembank.base.errors import JikaoError
from itembank.qti.errors import QtiError
from itembank.qti.package import ImportedPackage, read_package, read_package_folder
from itembank.qti.parts import BROKEN, unzip
from tests.itembank.qti.test_reader import CHOICE, PNG, item

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "qti" / "instructure"
PICTURED = item(f'<p><img src="../img/a%20b.png" alt=""/></p>{CHOICE}')
PLAIN = item(CHOICE)
WIDE = PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def manifest(*resources: str, base: str = "") -> bytes:
    return f"""<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" {base}><resources>{"".join(resources)}
    </resources></manifest>""".encode()


def resource(href: str, kind: str = "imsqti_item_xmlv2p2", inner: str = "", more: str = "") -> str:
    where = f'href="{href}"' if href else ""
    return f'<resource identifier="r" type="{kind}" {where} {more}>{inner}</resource>'


def found(package: ImportedPackage) -> list[tuple[str, bool]]:
    return [(i.path, bool(i.imported and i.imported.item)) for i in package.items]


@pytest.mark.parametrize(
    ("entry", "files", "path"),
    [
        (resource("q.xml"), {"q.xml": PLAIN}, "q.xml"),
        (resource("q.xml", "imsqti_item_xmlv2p1"), {"q.xml": PLAIN}, "q.xml"),
        (resource("q.xml", "imsqti_item_xmlv3p0"), {"q.xml": PLAIN}, "q.xml"),
        (resource("q.xml", "imsqti_apipitem_xmlv2p1"), {"q.xml": PLAIN}, "q.xml"),
        (resource("items/a%20b.xml"), {"items/a b.xml": PLAIN}, "items/a b.xml"),
        (resource("items/a%b.xml"), {"items/a%b.xml": PLAIN}, "items/a%b.xml"),
        (resource("./items/../q.xml"), {"q.xml": PLAIN}, "q.xml"),
        (resource("items\\q.xml"), {"items/q.xml": PLAIN}, "items/q.xml"),
        (resource("Items/Q.XML"), {"items/q.xml": PLAIN}, "items/q.xml"),
        (resource("题/一.xml"), {"题/一.xml": PLAIN}, "题/一.xml"),
        (resource("%E9%A2%98.xml"), {"题.xml": PLAIN}, "题.xml"),
        (resource("", inner='<file href="q.xml"/>'), {"q.xml": PLAIN}, "q.xml"),
        (resource("q.xml", more='xml:base="items/"'), {"items/q.xml": PLAIN}, "items/q.xml"),
        (resource("q.xml", "webcontent"), {"q.xml": PLAIN}, "q.xml"),
        ("", {"deep/er/q.xml": PLAIN}, "deep/er/q.xml"),
        ("", {"q.xml": WIDE}, "q.xml"),
        (resource("q.xml") * 2, {"q.xml": PLAIN}, "q.xml"),
    ],
)
def test_items_are_found_by_every_way_of_writing_their_place(entry, files, path):
    assert found(read_package(zipped({"imsmanifest.xml": manifest(entry), **files}))) == [(path, True)]


def test_media_are_shared_and_what_is_missing_is_named():
    files = {
        "pkg/imsmanifest.xml": manifest(
            resource("items/q1.xml"),
            resource("items/q2.xml"),
            resource("items/gone.xml"),
            resource("test.xml", "imsqti_test_xmlv2p2"),
            resource("old.xml", "imsqti_xmlv1p2"),
            resource("img/gone.png", "webcontent"),
        ),
        "pkg/items/q1.xml": PICTURED,
        "pkg/items/q2.xml": PICTURED.replace(b"a%20b.png", b"c.png"),
        "pkg/img/A b.png": PNG,
        "pkg/test.xml": b"<assessmentTest/>",
        "pkg/old.xml": b"<questestinterop/>",
        "__MACOSX/pkg/._q1.xml": b"\x00\x05",
    }
    read = read_package(zipped(files))
    assert found(read) == [("pkg/items/q1.xml", True), ("pkg/items/q2.xml", False), ("pkg/items/gone.xml", False)]
    second = read.items[1].imported
    assert second is not None
    assert "c.png" in second.problems[0].sentence
    assert "gone.xml" in read.items[2].failure
    said = " ".join(problem.sentence for problem in read.problems)
    assert all(name in said for name in ("test.xml", "old.xml", "gone.png"))


def test_an_unpacked_package_gives_the_same(tmp_path: Path):
    files = {"imsmanifest.xml": manifest(resource("items/q1.xml")), "items/q1.xml": PICTURED, "img/a b.png": PNG}
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    assert found(read_package_folder(tmp_path)) == [("items/q1.xml", True)]
    (tmp_path / "link.xml").symlink_to("/etc/passwd")
    with pytest.raises(QtiError, match=r"link\.xml"):
        read_package_folder(tmp_path)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_declared_encoding_are_read_as_chinese_windows_writes_them(encoding):
    raw = "题一.xml".encode(encoding)
    stand_in = "X" * (len(raw) - 4) + ".xml"
    data = zipped({"imsmanifest.xml": manifest(resource("题一.xml")), stand_in: PLAIN})
    assert found(read_package(data.replace(stand_in.encode(), raw))) == [("题一.xml", True)]


def test_backslashes_in_a_zip_are_folders():
    data = zipped({"imsmanifest.xml": manifest(resource("items/q.xml")), "items/q.xml": PLAIN})
    assert found(read_package(data.replace(b"items/q.xml", b"items\\q.xml"))) == [("items/q.xml", True)]


@pytest.mark.parametrize(
    "name", ["../q.xml", "/etc/q.xml", "C:/q.xml", "a/../../q.xml", "..\\q.xml", "con.xml", "a\x01.xml"]
)
def test_names_that_leave_the_package_are_refused(name):
    with pytest.raises(QtiError):
        read_package(zipped({"imsmanifest.xml": manifest(), name: PLAIN}))


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest())
        link = zipfile.ZipInfo("q.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def encrypted() -> bytes:
    data = bytearray(zipped({"imsmanifest.xml": manifest(), "q.xml": PLAIN}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(signature)
        data[at + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 broken", "损坏"),
        (b"", "损坏"),
        (zipped({"a.xml": b"<a/>"}), "imsmanifest"),
        (zipped({"imsmanifest.xml": b"0" * (3 << 20)}), "过大"),
        (zipped({"imsmanifest.xml": b"<manifest"}), "XML"),
        (zipped({"imsmanifest.xml": manifest(), "a.xml": PLAIN, "A.xml": PLAIN}), "同名"),
        (zipped({"imsmanifest.xml": manifest(), **{f"{n}.txt": b"" for n in range(5001)}}), "过多"),
        (linked(), "链接"),
        (encrypted(), "加密"),
    ],
    ids=["torn", "empty", "no-manifest", "bomb", "bad-manifest", "twins", "many", "link", "encrypted"],
)
def test_unsafe_and_broken_zips_are_refused_with_a_sentence(data, said):
    with pytest.raises(QtiError, match=said):
        read_package(data)


def test_a_damaged_zip_never_ends_in_another_error():
    data = zipped({"imsmanifest.xml": manifest(resource("q.xml")), "q.xml": PLAIN * 3})
    for at in range(0, len(data), 7):
        torn = bytearray(data)
        torn[at] ^= 0xFF
        try:
            unzip(bytes(torn))
        except JikaoError as error:
            assert error.message  # noqa: PT017 - most damages are refused, some are not seen
    assert zipfile.BadZipFile in BROKEN


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of foreign QTI files is not on this machine")
def test_every_foreign_package_is_read_or_refused_and_every_item_has_its_verdict():
    folders = sorted({path.parent for path in CORPUS.rglob("imsmanifest.xml")})
    assert folders
    for folder in folders:
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        zip_read, folder_read = read_package(zipped(files)), read_package_folder(folder)
        assert (found(zip_read) and found(folder_read)) or zip_read.problems, folder
        assert sorted(found(zip_read)) == sorted(found(folder_read))
        for part in zip_read.items:
            assert part.failure or (part.imported and (part.imported.item or part.imported.problems)), part.path
