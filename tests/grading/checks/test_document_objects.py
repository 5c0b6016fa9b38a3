"""W checks of tables, pictures and other things among the text."""

from __future__ import annotations

import pytest

from tests.grading.checks.office_work import MET, NOT, UNKNOWN, document, verdict
from tests.grading.checks.test_document_text import BOX
from tests.grading.office.builders import W, docx, para, png


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def table(*rows: str, properties: str = "") -> str:
    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="1000"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
PLAIN = document(table(cell("项目") + cell("时间"), cell("编程") + cell("5月 21日"), cell("科幻画") + cell("")))
CONTENTS = document('<w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>一</w:t></w:r></w:fldSimple></w:p>')
BORDERS = f"<w:tblBorders>{LINES}</w:tblBorders>"
MERGED = document(
    para("前"),
    table(cell("别的") + cell("")),
    table(cell("总表", '<w:gridSpan w:val="2"/>'), cell("甲") + cell("乙"), properties=BORDERS),
)


@pytest.mark.parametrize(
    ("kind", "data", "parameters", "expected"),
    [
        ("W.table_size", PLAIN, {"rows": 3, "columns": 2}, MET),
        ("W.table_size", PLAIN, {"rows": 2, "columns": 2}, NOT),
        ("W.table_size", PLAIN, {"table": 2, "rows": 3, "columns": 2}, NOT),
        ("W.table_size", MERGED, {"holds": "总表", "rows": 2, "columns": 2}, MET),
        ("W.table_size", MERGED, {"holds": "没有", "rows": 2, "columns": 2}, NOT),
        ("W.table_size", document(para("1 2")), {"rows": 1, "columns": 2}, NOT),
        ("W.table_cell", PLAIN, {"row": 2, "column": 2, "text": "5月21日"}, MET),
        ("W.table_cell", PLAIN, {"row": 2, "column": 2, "text": "5月", "match": "contains"}, MET),
        ("W.table_cell", PLAIN, {"row": 2, "column": 1, "text": "5月21日"}, NOT),
        ("W.table_cell", PLAIN, {"row": 9, "column": 1, "text": "x"}, NOT),
        ("W.table_cell", MERGED, {"table": 2, "row": 1, "column": 2, "text": "总表"}, MET),
        ("W.table_merged", MERGED, {"table": 2, "row": 1, "column": 1, "columns": 2}, MET),
        ("W.table_merged", PLAIN, {"row": 1, "column": 1, "columns": 2}, NOT),
        ("W.table_borders", MERGED, {"table": 2}, MET),
        ("W.table_borders", PLAIN, {}, NOT),
        ("W.picture_count", PLAIN, {"at_least": 1}, NOT),
        ("W.text_box", document(BOX), {"text": "框里"}, MET),
        ("W.text_box", document(BOX), {"text": "别的"}, NOT),
        ("W.text_box", PLAIN, {}, NOT),
        ("W.word_art", document(BOX), {"text": "框里"}, NOT),
        ("W.note", PLAIN, {"text": "注"}, NOT),
        ("W.note", PLAIN, {"text": "注", "kind": "margin"}, UNKNOWN),
        ("W.contents", PLAIN, {}, NOT),
        ("W.contents", CONTENTS, {}, MET),
    ],
)
def test_things_among_the_text(kind, data, parameters, expected):
    assert verdict(kind, data, **parameters) is expected


def test_pictures_are_counted_and_their_wrapping_is_seen():
    inner = (
        '<wp:extent cx="127000" cy="127000"/>{wrap}<a:graphic><a:graphicData><pic:pic><pic:nvPicPr/><pic:blipFill>'
        '<a:blip r:embed="p"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
    )
    around = f"<wp:anchor>{inner.format(wrap='<wp:wrapSquare/>')}</wp:anchor>"
    data = docx(
        f"<w:p><w:r><w:drawing>{around}</w:drawing></w:r></w:p>",
        links={"p": ("image", "media/a.png")},
        parts={"word/media/a.png": png()},
    )
    assert verdict("W.picture_count", data) is MET
    assert verdict("W.picture_count", data, at_least=2) is NOT
    assert verdict("W.picture_wrap", data, value="square") is MET
    assert verdict("W.picture_wrap", data, value="inline") is NOT
    assert verdict("W.picture_wrap", data, value="round") is UNKNOWN
    assert verdict("W.picture_wrap", data, value="square", picture=2) is NOT


def test_notes_are_found_by_kind_and_text():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{para("又称过年")}</w:footnote></w:footnotes>'
    data = docx(
        '<w:p><w:r><w:t>春节</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
        links={"f": ("footnotes", "footnotes.xml")},
        parts={"word/footnotes.xml": notes},
    )
    assert verdict("W.note", data, text="过年") is MET
    assert verdict("W.note", data, text="元宵") is NOT
    assert verdict("W.note", data, text="过年", kind="endnote") is NOT
