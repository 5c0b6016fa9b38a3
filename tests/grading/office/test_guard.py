"""The gate: what is let through, and every refusal with its reason, within a second."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from grading.office.guard import Limits, open_package, read_bytes
from grading.office.open import read_office_bytes
from grading.office.outcome import SENTENCES, CannotReadError, Reason
from tests.grading.office.builders import A, S, W, cells, docx, package, para, png, xlsx, zip_of
from tests.grading.office.odf_builders import odf

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def refused_soon() -> Iterator[None]:
    before = time.process_time()
    yield
    assert time.process_time() - before < 10  # the bombs themselves are built in this time, too


def refusal(data: bytes, limits: Limits | None = None) -> CannotReadError:
    started = time.process_time()
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(data, limits or Limits())
    assert time.process_time() - started < 5
    return caught.value


def reason(data: bytes, limits: Limits | None = None) -> Reason:
    return refusal(data, limits).outcome.reason


def ole2(root: str, *streams: str) -> bytes:
    """Return a compound file: header, allocation table, and a directory with the root and what lies under it."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<2L", header, 44, 1, 1)
    struct.pack_into("<L", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109L", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b"".join(
        struct.pack(
            "<64sHBB3L48x", (name + "\0").encode("utf-16-le"), 2 * len(name) + 2, 5 if n == 0 else 2, 1, 0xFFFFFFFF,
            n + 1 if 0 < n < len(streams) else 0xFFFFFFFF, 1 if n == 0 else 0xFFFFFFFF,
        )
        for n, name in enumerate((root, *streams))
    )  # fmt: skip
    return bytes(header) + table + entries.ljust(512, b"\0")


def test_a_small_honest_file_passes() -> None:
    assert open_package(docx(para("好"))).read("word/document.xml").startswith(b"<w:document")


def test_part_names_ignore_letter_case() -> None:
    assert open_package(docx(para("好"))).find_name("WORD/Document.XML") == "word/document.xml"


def test_an_empty_file_is_named_empty() -> None:
    assert reason(b"") is Reason.EMPTY


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"%PDF-1.7 ...", "PDF"), (b"{\\rtf1", "RTF"), (b"\x89PNG\r\n", "PNG"), (b"<html><body>", "HTML"),
     (b"just words", "text"), (b"\x00\x01\x02", "binary"), (b"Rar!\x1a\x07", "RAR")],
)  # fmt: skip
def test_other_kinds_of_files_are_told_by_their_content(data: bytes, found: str) -> None:
    outcome = refusal(data).outcome
    assert (outcome.reason, outcome.found) == (Reason.NOT_A_PACKAGE, found)


@pytest.mark.parametrize(
    ("stream", "expected"),
    [("WordDocument", Reason.OLD_WORD), ("Workbook", Reason.OLD_EXCEL), ("Book", Reason.OLD_EXCEL),
     ("PowerPoint Document", Reason.OLD_POWERPOINT), ("EncryptedPackage", Reason.ENCRYPTED),
     ("__properties_version1.0", Reason.OLD_COMPOUND)],
)  # fmt: skip
def test_old_compound_files_are_named_as_such(stream: str, expected: Reason) -> None:
    assert reason(ole2("Root Entry", stream)) is expected


def test_a_damaged_compound_file_is_still_named_by_the_names_in_it() -> None:
    assert reason(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "WordDocument\0".encode("utf-16-le")) is (
        Reason.OLD_WORD
    )
    assert reason(bytes.fromhex("d0cf11e0a1b11ae1")) is Reason.OLD_COMPOUND


def test_an_object_inside_an_old_file_does_not_change_its_name() -> None:
    data = ole2("Root Entry", "Workbook") + "WordDocument\0".encode("utf-16-le")
    assert reason(data) is Reason.OLD_EXCEL


def test_a_directory_that_goes_in_circles_ends() -> None:
    data = bytearray(ole2("Root Entry", "Workbook"))
    struct.pack_into("<L", data, 512 + 4, 1)  # the directory's sector follows itself
    struct.pack_into("<L", data, 1024 + 128 + 68, 1)  # the only entry is its own neighbour
    assert reason(bytes(data)) is Reason.OLD_EXCEL


def test_a_file_cut_off_is_damaged() -> None:
    data = docx(para("好"))
    assert reason(data[: len(data) // 2]) is Reason.DAMAGED


def test_a_flipped_byte_in_a_part_is_damaged() -> None:
    parts = package("word/document.xml", {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body/></w:document>'})
    data = bytearray(zip_of(parts, compress=False))
    data[data.find(b"<w:body/>") + 3] ^= 1
    assert reason(bytes(data)) is Reason.DAMAGED


def test_a_file_over_the_size_limit_is_not_even_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.docx"
    with path.open("wb") as stream:
        stream.truncate(31 * MEGABYTE)
    with pytest.raises(CannotReadError) as caught:
        read_bytes(path)
    assert caught.value.outcome.reason is Reason.TOO_LARGE
    assert caught.value.outcome.limit == "30 MB"


def test_a_missing_file_and_a_folder_are_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none.docx", tmp_path):
        with pytest.raises(CannotReadError) as caught:
            read_bytes(path)
        assert caught.value.outcome.reason is Reason.MISSING


@pytest.mark.parametrize("name", ["/etc/passwd", "../../evil.xml", "a/../b.xml", "C:/x.xml", "a//b.xml", "x\x01.xml",
                                  "a\\..\\..\\b.xml", "./a.xml"])  # fmt: skip
def test_unsafe_names_are_refused(name: str) -> None:
    assert reason(zip_of({name: "x"})) is Reason.UNSAFE_NAME


def test_a_name_with_a_zero_byte_is_refused() -> None:
    data = zip_of({"word/documentX.xml": "x"}).replace(b"word/documentX", b"word/document\0")
    assert reason(data) is Reason.UNSAFE_NAME


def test_a_symlink_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("word/link.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert reason(buffer.getvalue()) is Reason.UNSAFE_NAME


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_names_are_refused_even_if_only_case_differs() -> None:
    for second in ("word/a.xml", "word/A.xml"):
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/a.xml", "x")
            archive.writestr(second, "y")
        assert reason(buffer.getvalue()) is Reason.DUPLICATE_NAME


def test_backslashes_in_names_read_as_slashes() -> None:
    parts = package("word/document.xml", {"word\\document.xml": f'<w:document xmlns:w="{W}"><w:body/></w:document>'})
    assert open_package(zip_of(parts)).find_name("word/document.xml") is not None


def test_an_encrypted_part_is_named_encrypted() -> None:
    data = bytearray(zip_of({"word/document.xml": "secret"}))
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    assert reason(bytes(data)) is Reason.ENCRYPTED


def test_a_strange_compression_method_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "x" * 100)
    assert reason(buffer.getvalue()) is Reason.DAMAGED


def test_more_than_three_thousand_parts_are_refused() -> None:
    assert reason(zip_of({f"word/p{n}.xml": "" for n in range(3_001)})) is Reason.TOO_MANY_PARTS


def test_hundreds_of_thousands_of_entries_are_counted_before_they_cost_memory() -> None:
    name = b"a"
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    directory = entry * 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    assert reason(b"PK\x03\x04" + directory + end) is Reason.TOO_MANY_PARTS


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    data = xlsx(cells(), parts={"xl/worksheets/sheet9.xml": b" " * (20 * MEGABYTE)})
    assert reason(data) is Reason.INFLATES_TOO_MUCH


def test_a_small_part_of_one_repeated_line_is_honest_at_any_ratio() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 9_000))
    assert len(read_office_bytes(xlsx(cells(rows))).sheets[0].cells) == 8_999  # type: ignore[union-attr]


def test_a_blank_bitmap_is_honest_at_any_ratio() -> None:
    data = docx(para("好"), parts={"word/media/blank.bmp": b"BM" + b"\xff" * (3 * MEGABYTE)})
    assert open_package(data).size("word/media/blank.bmp") > 3 * MEGABYTE


def test_a_part_over_the_limit_is_refused() -> None:
    assert reason(docx("", parts={"word/media/a.bin": b"\0" * (33 * MEGABYTE)})) is Reason.PART_TOO_LARGE


def test_parts_that_together_inflate_too_far_are_refused() -> None:
    data = docx("", parts={f"word/media/{n}.bin": b"\0" * (30 * MEGABYTE) for n in range(4)})
    assert reason(data) is Reason.INFLATES_TOO_MUCH


def test_real_bytes_are_counted_while_inflating() -> None:
    package_ = open_package(docx(para("好" * 400)), Limits(total_bytes=4_000))
    package_.read("word/document.xml")
    with pytest.raises(CannotReadError) as caught:
        [package_.read("word/document.xml") for _ in range(10)]
    assert caught.value.outcome.reason is Reason.INFLATES_TOO_MUCH


def test_a_header_that_lies_about_the_size_is_found_out() -> None:
    inner = b"<a>" + b"x" * 5_000_000 + b"</a>"
    data = bytearray(zip_of({"word/document.xml": inner}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.find(signature) + offset, 100)
    with pytest.raises(CannotReadError) as caught:
        open_package(bytes(data)).read("word/document.xml")
    assert caught.value.outcome.reason is Reason.DAMAGED


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_any_doctype_is_refused(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}<w:document xmlns:w="{W}">&b;</w:document>'
    body = text.encode(encoding)
    data = zip_of(package("word/document.xml", {"word/document.xml": body}))
    assert reason(data) is Reason.DOCTYPE


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Math//EN" "math.dtd" [<!ENTITY b "ha">]>',
        '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Math//EN" "file:///etc/passwd">',
        '<!DOCTYPE math:math SYSTEM "math.dtd">',
    ],
)
def test_a_doctype_that_is_not_the_bare_one_of_openoffice_is_refused(doctype: str) -> None:
    assert reason(odf("text", "", parts={"content.xml": f"{doctype}<a/>"})) is Reason.DOCTYPE


def test_a_text_longer_than_xml_may_hold_is_too_large_and_not_broken() -> None:
    body = (
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{"a" * 10_100_000}</w:t></w:r></w:p></w:body></w:document>'
    )
    data = zip_of(package("word/document.xml", {"word/document.xml": body}), compress=False)
    assert refusal(data).outcome.reason is Reason.XML_TOO_LARGE


def test_broken_xml_is_named_with_its_part() -> None:
    data = zip_of(package("word/document.xml", {"word/document.xml": "<w:document>"}))
    outcome = refusal(data).outcome
    assert (outcome.reason, outcome.part) == (Reason.BAD_XML, "word/document.xml")


def test_deep_nesting_is_refused() -> None:
    deep = f'<w:document xmlns:w="{W}"><w:body>' + "<w:tbl>" * 100_000 + "</w:tbl>" * 100_000 + "</w:body></w:document>"
    data = zip_of(package("word/document.xml", {"word/document.xml": deep}), compress=False)
    assert reason(data) is Reason.XML_TOO_LARGE


def test_nesting_that_xml_still_allows_is_read_or_refused_but_never_a_crash() -> None:
    table = para("里")
    for _ in range(70):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    document = read_office_bytes(docx(table))
    assert "里" in document.text  # type: ignore[union-attr]


def test_millions_of_tiny_elements_are_counted_before_a_tree_is_built() -> None:
    bomb = f'<w:document xmlns:w="{W}"><w:body>' + "<w:p/>" * 1_700_000 + "</w:body></w:document>"
    data = zip_of(package("word/document.xml", {"word/document.xml": bomb}), compress=False)
    assert reason(data) is Reason.XML_TOO_LARGE


def test_millions_of_attributes_are_counted_before_a_tree_is_built() -> None:
    attributes = "".join(f' a{n}=""' for n in range(1_600_000))
    data = zip_of(package("word/document.xml", {"word/document.xml": f"<w{attributes}/>"}), compress=False)
    assert reason(data) is Reason.XML_TOO_LARGE


def test_a_far_cell_costs_nothing() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = cells(far) + '<mergeCells><mergeCell ref="A2:XFD1048575"/></mergeCells>'
    book = read_office_bytes(xlsx(sheet))
    assert [cell.name for cell in book.sheets[0].cells] == ["A1", "XFD1048576"]  # type: ignore[union-attr]
    assert book.sheets[0].merges[0].name == "2:1048575"  # type: ignore[union-attr]


def test_too_many_cells_are_refused() -> None:
    rows = "".join(f"<row><c><v>{n}</v></c><c/></row>" for n in range(30_000))
    assert reason(xlsx(cells(rows)), Limits(cells=50_000)) is Reason.TOO_MANY_CELLS


def test_too_many_merges_are_refused() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 5_002))
    assert reason(xlsx(cells() + f"<mergeCells>{merges}</mergeCells>")) is Reason.TOO_MUCH_CONTENT


def test_one_long_text_repeated_in_many_cells_is_refused() -> None:
    text = "长" * 30_000
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(1_000))
    data = xlsx(cells(rows), strings=f"<si><t>{text}</t></si>")
    assert reason(data) is Reason.TOO_MUCH_CONTENT


def test_one_long_formula_shared_by_many_cells_is_refused() -> None:
    formula = "+".join(["A1"] * 4_000)
    first = f'<row r="1"><c r="B1"><f t="shared" si="0" ref="B1:B3000">{formula}</f><v>1</v></c></row>'
    rows = "".join(f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, 3_000))
    with pytest.raises(CannotReadError) as caught:
        read_office_bytes(xlsx(cells(first + rows)))
    assert caught.value.outcome.reason is Reason.TOO_MUCH_CONTENT


def test_external_entities_and_stylesheets_are_never_fetched() -> None:
    text = f'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><w:document xmlns:w="{W}"><w:body/></w:document>'
    assert read_office_bytes(zip_of(package("word/document.xml", {"word/document.xml": text}))).text == ""  # type: ignore[union-attr]


def test_every_reason_has_a_sentence_that_can_be_filled() -> None:
    assert set(SENTENCES) == set(Reason)
    for known in Reason:
        sentence = CannotReadError(known, part="p", found="f", limit="l").message
        assert sentence
        assert "{" not in sentence


def test_a_package_of_an_unknown_kind_is_named() -> None:
    data = zip_of(
        package("word/document.xml", {"word/document.xml": f'<x xmlns="{A}" xmlns:s="{S}"/>'}, "application/x")
    )
    assert reason(data) is Reason.UNKNOWN_KIND


def test_a_picture_that_claims_to_be_enormous_costs_nothing() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><a:graphic><a:graphicData uri="pic">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rIdP"/></pic:blipFill>'
        "<pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    data = docx(
        drawing, links={"rIdP": ("image", "media/p.png")}, parts={"word/media/p.png": png(2**31 - 1, 2**31 - 1)}
    )
    document = read_office_bytes(data)
    picture = next(iter(document.shapes())).picture  # type: ignore[union-attr]
    assert picture is not None
    assert picture.width_px == 2**31 - 1


def test_cells_repeated_to_the_end_of_a_sheet_stay_a_few() -> None:
    everywhere = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )
    assert reason(odf("spreadsheet", everywhere)) is Reason.TOO_MANY_CELLS


def test_an_encrypted_opendocument_file_is_named_encrypted() -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    data = zip_of(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "?", "META-INF/manifest.xml": manifest}
    )
    assert reason(data) is Reason.ENCRYPTED
