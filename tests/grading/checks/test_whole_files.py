"""Checks on whole files through the real readers: what programs write is what the checks look for."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.office_work import document, verdict
from tests.grading.checks.workbench import subject
from tests.grading.office.builders import para, placeholder, pptx

MET, NOT = Verdict.MET, Verdict.NOT_MET
ROWS: list[list[Any]] = [["姓名", "班级", "分数"], ["甲", "一班", 90], ["乙", "二班", 85], ["丙", "一班", 100]]


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plain() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "成绩"
    for row in ROWS:
        sheet.append(row)
    return book


@pytest.fixture(scope="module")
def sheets() -> tuple[bytes, bytes]:
    """A workbook that was worked on, and the one that was handed out."""
    book = plain()
    sheet = book.worksheets[0]
    book.copy_worksheet(sheet).title = "备份"
    sheet.sheet_properties.tabColor = "FF0000"
    sheet.sheet_view.zoomScale = 150
    sheet.sheet_view.showGridLines = False
    sheet.auto_filter.ref = "A1:C4"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=1, filters=Filters(filter=["一班"])))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet["A1"].comment = Comment("请核对", "老师")
    sheet["A2"].hyperlink = "http://school.example.com/"
    sheet["A1"].alignment = Alignment(text_rotation=45, indent=1, shrink_to_fit=True)
    sheet["C2"].protection = Protection(locked=False)
    sheet.protection.enable()
    sheet.print_area = "A1:C4"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = 1
    sheet.print_options.horizontalCentered = True
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.row_breaks.append(Break(id=2))
    book.defined_names["分数"] = DefinedName("分数", attr_text="成绩!$C$2:$C$4")
    table = book["备份"]
    table.add_table(Table(displayName="名单", ref="A1:C4"))
    return saved(book), saved(plain())


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("S.sheet_count", {"value": 2}),
        ("S.sheet_order", {"names": ["成绩", "备份"], "only": True}),
        ("S.sheet_copied", {"source": "成绩", "name": "备份"}),
        ("S.tab_colour", {"colour": "红色"}),
        ("S.zoom", {"value": 150}),
        ("S.gridlines", {"value": False}),
        ("S.filtered", {"range": "A1:C4", "column": "A", "visible": ["甲", "丙"]}),
        ("S.rows_hidden", {"rows": "3"}),
        ("S.columns_hidden", {"columns": "E"}),
        ("S.comment", {"cell": "A1", "text": "核对"}),
        ("S.hyperlink", {"cell": "A2", "address": "http://school.example.com"}),
        ("S.rotation", {"range": "A1", "degrees": 45}),
        ("S.indent", {"range": "A1", "value": 1}),
        ("S.shrink", {"range": "A1"}),
        ("S.locked", {"range": "C2", "value": False}),
        ("S.protected", {}),
        ("S.print_area", {"range": "A1:C4"}),
        ("S.print_titles", {"rows": "1:1"}),
        ("S.page_setup", {"orientation": "landscape", "paper": "A4"}),
        ("S.page_margins", {"left": "1in"}),
        ("S.page_centred", {"horizontally": True}),
        ("S.page_edge", {"text": "&P", "edge": "footer"}),
        ("S.page_break", {"row": 3}),
        ("S.name", {"name": "分数", "range": "成绩!C2:C4"}),
        ("S.table", {"sheet": "备份", "range": "A1:C4"}),
    ],
)
def test_a_workbook_that_was_worked_on_is_met_and_the_starter_is_not(sheets, kind, parameters):
    now, then = sheets
    call = CheckCall(type=kind, file="成绩.xlsx", parameters=parameters)
    assert run_call(call, subject({"成绩.xlsx": now}, {"成绩.xlsx": then})).verdict is MET
    assert run_call(call, subject({"成绩.xlsx": then}, {"成绩.xlsx": then})).verdict is NOT


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + mark.format("separate")
        + f"<w:r><w:t>{result}</w:t></w:r>" + mark.format("end")
    )  # fmt: skip


TABLE = (
    '<w:tbl><w:tblPr><w:jc w:val="center"/></w:tblPr><w:tblGrid><w:gridCol w:w="1701"/></w:tblGrid>'
    '<w:tr><w:trPr><w:tblHeader/><w:trHeight w:val="567" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
    '<w:shd w:val="clear" w:fill="FFFF00"/><w:vAlign w:val="center"/></w:tcPr>'
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{}</w:p></w:tc></w:tr></w:tbl>'
)
GOOD = document(
    para("甲"),
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    '<w:p><w:bookmarkStart w:id="0" w:name="此处"/><w:r><w:t>第二章</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>',
    f"<w:p><w:r><w:t>图 </w:t></w:r>{field(' SEQ 图 ', '1')}<w:r><w:t> 地图</w:t></w:r></w:p>",
    TABLE.format(field(" =SUM(ABOVE) ", "185")),
    para("尾",
    '<w:pBdr><w:top w:val="single" w:sz="4" w:color="FF0000"/></w:pBdr><w:shd w:val="clear" w:fill="D9E2F3"/>'
         '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="7938"/></w:tabs><w:keepNext/>',
         '<w:w w:val="150"/><w:position w:val="6"/>'),
    after='<w:lnNumType w:countBy="1"/><w:vAlign w:val="center"/><w:textDirection w:val="tbRl"/>',
)  # fmt: skip
BAD = document(para("甲"), para("第二章"), para("图 1 地图"), TABLE.split("<w:tr>",
maxsplit=1)[0] + "<w:tr><w:tc><w:p><w:r><w:t>185</w:t>"
               "</w:r></w:p></w:tc></w:tr></w:tbl>", para("尾"), after='<w:pgSz w:w="11906" w:h="16838"/>')  # fmt: skip
LAST: dict[str, Any] = {"where": {"text": "尾"}}


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("W.page_break", {"before": "第二章"}),
        ("W.bookmark", {"name": "此处", "on": "第二章"}),
        ("W.caption", {"text": "地图", "label": "图"}),
        ("W.table_formula", {"row": 1, "column": 1, "value": "185"}),
        ("W.table_header_row", {}),
        ("W.table_row_height", {"height": "1cm", "exact": True}),
        ("W.table_shading", {"colour": "黄色"}),
        ("W.table_cell_alignment", {"horizontal": "center", "vertical": "center"}),
        ("W.paragraph_border", {**LAST, "sides": "top", "colour": "红色"}),
        ("W.paragraph_shading", {**LAST, "colour": "D9E2F3"}),
        ("W.tab_stop", {**LAST, "position": "14cm", "leader": "dot"}),
        ("W.pagination", {**LAST, "option": "keep_next"}),
        ("W.scale", {**LAST, "value": 150}),
        ("W.raised", {**LAST, "value": "3pt"}),
        ("W.line_numbers", {}),
        ("W.vertical_alignment", {"value": "center"}),
        ("W.text_direction", {}),
    ],
)
def test_a_document_that_was_worked_on_is_met_and_a_typed_one_is_not(kind, parameters):
    assert verdict(kind, GOOD, **parameters) is MET
    assert verdict(kind, BAD, **parameters) is NOT


def test_a_button_a_footer_and_a_timing_on_a_slide():
    button = (
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="b"><a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=firstslide"/>'
        '</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:prstGeom prst="actionButtonHome"/></p:spPr></p:sp>'
    )
    number = placeholder("sldNum", "<a:p><a:r><a:t>1</a:t></a:r></a:p>", index=12, identity=7)
    show = pptx(button + number, after_tree='<p:transition advClick="0" advTm="3000"><p:push dir="l"/></p:transition>')
    assert verdict("P.button", show, target="first") is MET
    assert verdict("P.button", show, target="last") is NOT
    assert verdict("P.shape", show, geometry="actionButtonHome") is MET
    assert verdict("P.slide_number", show, slide=1) is MET
    assert verdict("P.transition_timing", show, on_click=False, after=3000, direction="l") is MET
    assert verdict("P.transition_timing", show, on_click=True) is NOT
