"""Noise changes bytes and never what a file says; other programs' files open."""

from __future__ import annotations

import io
import zipfile

import pytest

from grading.images.compare import picture_of, similarity
from grading.images.reader import read_picture_bytes
from grading.office.model import Document, Presentation, Workbook
from grading.office.open import read_office_bytes
from grading.rubric.foreign import PICTURES, foreign_file
from grading.rubric.mutants.package import OfficePackage, put_child, replace_text
from grading.rubric.noise import (
    NOISES,
    byte_order_mark,
    comments,
    noises,
    page_blanks,
    split_runs,
    written_again,
)
from grading.rubric.resaving import Resaver, find_resaver
from grading.scratch.reader import read_scratch_bytes
from grading.web.reader import read_page_bytes
from tests.grading.checks.office_work import document
from tests.grading.checks.sheet_work import workbook
from tests.grading.office.builders import para, placeholder, pptx
from tests.grading.office.odf_builders import odf, style, text_look

OPEN_TEXT = '<text:p text:style-name="P1">科技节通知</text:p><text:p>请<text:span>踊跃</text:span>报名。</text:p>'
OPEN_SHEET = (
    '<table:table table:name="表"><table:table-row><table:table-cell table:style-name="ce1" office:value-type="string">'
    "<text:p>姓名</text:p></table:table-cell></table:table-row></table:table>"
)
OPEN_SLIDE = (
    '<draw:page draw:name="1"><draw:frame presentation:class="title"><draw:text-box><text:p>我们的'
    '<text:span text:style-name="T1">约定</text:span></text:p></draw:text-box></draw:frame></draw:page>'
)
FILES = {
    "a.docx": document(para("科技节通知", '<w:jc w:val="center"/>', "<w:b/>"), para("请踊跃报名。"), after="<w:cols/>"),
    "b.xlsx": workbook(),
    "c.pptx": pptx(placeholder("title", "<a:p><a:r><a:t>我们的约定</a:t></a:r></a:p>")),
    "i.odt": odf("text", OPEN_TEXT, automatic=style("P1", "paragraph", text_look('fo:font-weight="bold"'))),
    "j.ods": odf("spreadsheet", OPEN_SHEET, automatic=style("ce1", "table-cell", text_look('fo:font-weight="bold"'))),
    "k.odp": odf("presentation", OPEN_SLIDE, automatic=style("T1", "text", text_look('fo:font-weight="bold"'))),
    "e.html": (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>桥</title></head>\n'
        "<body><a href=\"2.html\" target='_blank'>下一页</a></body></html>\n"
    ).encode(),
    "f.png": foreign_file("f.png"),
    "g.sb3": foreign_file("g.sb3"),
    "h.txt": "桥，是路的延伸。\n".encode(),
    "d.py": "# 说明\nfor i in range(2):\n    print(i)\n".encode(),
}


def said(data: bytes) -> object:
    """What a file says to its readers."""
    found = read_office_bytes(data)
    if isinstance(found, Document):
        return [one.text for one in found.paragraphs() if one.text]
    if isinstance(found, Workbook):
        return [(cell.name, cell.value, cell.style) for sheet in found.sheets for cell in sheet.cells]
    return [slide.text for slide in found.slides]


def test_every_noise_applies_to_some_file_and_changes_its_bytes():
    tried = dict(noises(FILES))
    assert set(tried) == {*NOISES, "system_files"}
    for name, files in tried.items():
        assert files != FILES, name


@pytest.mark.parametrize("name", NOISES)
def test_no_noise_changes_what_an_office_file_says(name):
    noisy = dict(noises(FILES))[name]
    for path in ("a.docx", "b.xlsx", "c.pptx", "i.odt", "j.ods", "k.odp"):
        assert said(noisy[path] or b"") == said(FILES[path])


@pytest.mark.parametrize("name", ["byte_order_mark", "line_ends", "comments"])
def test_no_noise_changes_what_a_program_does(name, capsys):
    source = dict(noises(FILES))[name]["d.py"] or b""
    exec(compile(source, "d.py", "exec"), {})
    assert capsys.readouterr().out == "0\n1\n"


def test_no_noise_changes_what_a_page_says():
    before = read_page_bytes(FILES["e.html"])
    for name in ("byte_order_mark", "line_ends", "page_attributes", "page_blanks"):
        noisy = dict(noises(FILES))[name]["e.html"] or b""
        page = read_page_bytes(noisy)
        assert noisy != FILES["e.html"]
        assert [(one.tag, one.attributes, one.text.strip()) for one in page.nodes] == [
            (one.tag, one.attributes, one.text.strip()) for one in before.nodes
        ]


def test_a_page_whose_blanks_count_is_not_set_in():
    assert page_blanks(b"<pre>\n1\n</pre>") is None


def test_a_text_in_another_encoding_gets_no_mark():
    assert byte_order_mark("桥".encode("gbk")) is None


@pytest.mark.parametrize("path", ["f.png", "f.jpg"])
def test_a_picture_that_is_saved_again_shows_the_same(path):
    before, after = foreign_file(path), written_again(foreign_file(path)) or b""
    assert before != after
    one, other = read_picture_bytes(before), read_picture_bytes(after)
    assert similarity(picture_of(one.raster), picture_of(other.raster)) == 1
    assert (one.format, one.mode) == (other.format, other.mode)


def test_a_project_with_its_data_in_another_order_is_the_same():
    noisy = dict(noises(FILES))["keys"]["g.sb3"] or b""
    assert read_scratch_bytes(noisy).targets == read_scratch_bytes(FILES["g.sb3"]).targets


def test_files_that_were_only_handed_out_get_no_noise():
    assert dict(noises(FILES, FILES)).keys() == {"system_files"}
    some = dict(noises(FILES, {"elsewhere.txt": FILES["h.txt"]}))["byte_order_mark"]
    assert some["h.txt"] == FILES["h.txt"]
    assert some["d.py"] != FILES["d.py"]


@pytest.mark.parametrize("suffix", [*PICTURES])
def test_somebody_elses_pictures_can_be_read(suffix):
    assert read_picture_bytes(foreign_file(f"x{suffix.upper()}")).format == PICTURES[suffix]


def test_somebody_elses_page_and_project_can_be_read():
    assert "爷爷" in read_page_bytes(foreign_file("x.html")).text(0)
    assert [one.name for one in read_scratch_bytes(foreign_file("x.sb3")).sprites] == ["白鹭"]


def test_runs_of_one_character_and_runs_with_pictures_are_not_split():
    data = document("<w:p><w:r><w:t>春</w:t></w:r><w:r><w:t>节日</w:t><w:tab/></w:r></w:p>")
    root = OfficePackage(split_runs(data) or b"").root("word/document.xml")
    assert [one.text for one in root.iter() if str(one.tag).endswith("}t")] == ["春", "节日"]


def test_comments_are_not_put_into_texts():
    noisy = comments('print("""甲\n乙""")\n'.encode()) or b""
    assert '甲\n乙""")  # 备注' in noisy.decode()


@pytest.mark.parametrize(("path", "kind"), [("x.docx", Document), ("x.xlsx", Workbook), ("x.pptx", Presentation)])
def test_somebody_elses_files_can_be_opened(path, kind):
    found = read_office_bytes(foreign_file(path))
    assert isinstance(found, kind)
    assert "爷爷" in str(found)


def test_a_package_is_written_the_same_every_time_and_unread_parts_stay_as_they_are():
    package = OfficePackage(FILES["b.xlsx"])
    assert package.to_bytes() == OfficePackage(FILES["b.xlsx"]).to_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(FILES["b.xlsx"])) as before,
        zipfile.ZipFile(io.BytesIO(package.to_bytes())) as after,
    ):
        assert {name: before.read(name) for name in before.namelist()} == {
            name: after.read(name) for name in after.namelist()
        }


def test_text_is_replaced_across_runs():
    package = OfficePackage(split_runs(FILES["a.docx"]) or b"")
    body = package.root("word/document.xml")
    tag = next(one.tag for one in body.iter() if str(one.tag).endswith("}t"))
    assert replace_text(body, str(tag), "科技节通知", "通知")
    assert "".join(one.text or "" for one in body.iter(str(tag))) == "通知请踊跃报名。"


def test_a_child_is_made_at_its_place_in_the_schema():
    body = OfficePackage(FILES["a.docx"]).root("word/document.xml")
    properties = next(one for one in body.iter() if str(one.tag).endswith("}rPr"))
    space = str(properties.tag).rpartition("}")[0] + "}"
    put_child(properties, f"{space}rFonts", (f"{space}rFonts", f"{space}b"), {})
    assert [str(one.tag).rpartition("}")[2] for one in properties] == ["rFonts", "b"]


def test_a_program_that_does_not_save_anything_gives_no_files_back():
    assert Resaver("true", "LibreOffice 0").resave({"a.docx": FILES["a.docx"]}) == {}


def test_libreoffice_saves_every_kind_again():
    resaver = find_resaver()
    if resaver is None:
        pytest.skip("LibreOffice is not installed")
    done = resaver.resave({name: FILES[name] for name in ("a.docx", "b.xlsx")})
    assert {name: said(data) for name, data in done.items() if name == "a.docx"} == {"a.docx": said(FILES["a.docx"])}
    assert set(done) == {"a.docx", "b.xlsx"}
