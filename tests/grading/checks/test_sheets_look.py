"""How cells and sheets look: met, not met, and the traps."""

from __future__ import annotations

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from grading.checks.names import is_near_colour, is_same_font, length_points, size_points
from grading.checks.sheets_look import format_kind
from tests.grading.checks.sheet_work import MET, NOT, PARTLY, UNKNOWN, look, put, style, verdict, workbook

HEAD = "A1:E1"
THIN = Side(style="thin")
ALL = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def merge(area):
    return lambda sheet: sheet.merge_cells(area)


def width(column, value):
    return lambda sheet: setattr(sheet.column_dimensions[column], "width", value)


def height(row, value):
    return lambda sheet: setattr(sheet.row_dimensions[row], "height", value)


def freeze(cell):
    return lambda sheet: setattr(sheet, "freeze_panes", cell)


def autofilter(area):
    return lambda sheet: setattr(sheet.auto_filter, "ref", area)


@pytest.mark.parametrize(
    ("kind", "parameters", "edit", "expected"),
    [
        ("S.bold", {"range": HEAD}, style(HEAD, font=Font(bold=True)), MET),
        ("S.bold", {"range": HEAD}, style("A1:D1", font=Font(bold=True)), NOT),
        ("S.bold", {"range": HEAD, "partial": True}, style("A1:D1", font=Font(bold=True)), PARTLY),
        ("S.bold", {"range": "A1:H1"}, style(HEAD, font=Font(bold=True)), MET),
        ("S.italic", {"range": HEAD}, style(HEAD, font=Font(italic=True)), MET),
        ("S.underline", {"range": HEAD}, style(HEAD, font=Font(underline="double")), MET),
        ("S.font_size", {"range": HEAD, "size": "三号"}, style(HEAD, font=Font(size=16)), MET),
        ("S.font_size", {"range": HEAD, "size": "16pt"}, style(HEAD, font=Font(size=15)), NOT),
        ("S.font_size", {"range": HEAD, "size": "groß"}, style(HEAD, font=Font(size=15)), UNKNOWN),
        ("S.font_name", {"range": HEAD, "font": "黑体"}, style(HEAD, font=Font(name="SimHei")), MET),
        ("S.font_name", {"range": HEAD, "font": "黑体"}, style(HEAD, font=Font(name="宋体")), NOT),
        ("S.font_name", {"range": HEAD, "font": "宋体"}, style(HEAD, font=Font(name="华文宋体")), NOT),
        ("S.font_colour", {"range": HEAD, "colour": "FF0000"}, style(HEAD, font=Font(color="FFFE0203")), MET),
        ("S.font_colour", {"range": HEAD, "colour": "FF0000"}, style(HEAD, font=Font(color="FFC00000")), NOT),
        ("S.font_colour", {"range": HEAD, "colour": "FF0000|C00000"}, style(HEAD, font=Font(color="FFC00000")), MET),
        ("S.fill", {"range": HEAD, "colour": "FFFF00"}, style(HEAD, fill=YELLOW), MET),
        ("S.fill", {"range": HEAD, "colour": "黄色"}, style(HEAD, fill=YELLOW), MET),
        ("S.fill", {"range": HEAD, "colour": "00FF00"}, style(HEAD, fill=YELLOW), NOT),
        ("S.fill", {"range": "A1:F1"}, style(HEAD, fill=YELLOW), NOT),
        ("S.fill", {"range": HEAD}, style(HEAD, fill=YELLOW), MET),
        ("S.alignment", {"range": HEAD, "horizontal": "center"}, style(HEAD, alignment=Alignment("center")), MET),
        ("S.alignment", {"range": HEAD, "horizontal": "center"}, put(A1="  学号"), NOT),
        ("S.alignment", {"range": HEAD, "vertical": "center"}, style(HEAD, alignment=Alignment("center")), NOT),
        ("S.alignment", {"range": HEAD}, put(), UNKNOWN),
        ("S.wrap", {"range": HEAD}, style(HEAD, alignment=Alignment(wrap_text=True)), MET),
        ("S.wrap", {"range": HEAD}, put(A1="学\n号"), NOT),
        ("S.merged", {"range": "A8:E8"}, merge("A8:E8"), MET),
        ("S.merged", {"range": "A8:E8"}, merge("A8:D8"), NOT),
        ("S.merged", {"range": "A8:E8"}, put(), NOT),
        ("S.borders", {"range": "A1:E6"}, style("A1:E6", border=ALL), MET),
        ("S.borders", {"range": "A1:E6"}, style("A1:E5", border=ALL), NOT),
        ("S.borders", {"range": "A1:E6", "sides": "inner"}, style("B1:D6", border=ALL), NOT),
        ("S.borders", {"range": "B2:B3", "sides": "outer"}, style("A1:C4", border=ALL), MET),
        ("S.borders", {"range": "A1:E6", "style": "double"}, style("A1:E6", border=ALL), NOT),
        ("S.borders", {"range": "A1:E6", "sides": "some"}, put(), UNKNOWN),
        ("S.column_width", {"column": "B", "value": "12"}, width("B", 12.71), MET),
        ("S.column_width", {"column": "B", "value": 12}, width("B", 12), MET),
        ("S.column_width", {"column": "B", "value": "12"}, width("B", 14), NOT),
        ("S.column_width", {"column": "B:C", "value": "12"}, width("B", 12), NOT),
        ("S.row_height", {"row": 1, "value": "20pt"}, height(1, 20), MET),
        ("S.row_height", {"row": "1:2", "value": "20"}, height(1, 20), NOT),
        ("S.freeze", {"rows": 1}, freeze("A2"), MET),
        ("S.freeze", {"rows": 1}, freeze("B2"), NOT),
        ("S.freeze", {"rows": 1, "columns": 1}, freeze("B2"), MET),
        ("S.freeze", {"rows": 1}, put(), NOT),
        ("S.filter_on", {"range": "A1:E6"}, autofilter("A1:E6"), MET),
        ("S.filter_on", {}, autofilter("A1:E6"), MET),
        ("S.filter_on", {"range": "A1:E6"}, autofilter("A1:C6"), NOT),
        ("S.filter_on", {}, put(), NOT),
    ],
)
def test_check_of_looks(kind, parameters, edit, expected):
    assert verdict(kind, workbook(edit), **parameters) is expected


@pytest.mark.parametrize(
    ("code", "wanted", "expected"),
    [
        ("0.00", {"kind": "number", "decimals": 2}, MET),
        ("0.00_ ", {"kind": "number", "decimals": 2}, MET),
        ("0.00_);[Red]\\(0.00\\)", {"kind": "number", "decimals": 2}, MET),
        ("#,##0.00", {"kind": "number", "decimals": 2, "thousands": True}, MET),
        ("0.00", {"kind": "number", "decimals": 2, "thousands": True}, NOT),
        ("[$-409]0.0", {"kind": "number", "decimals": 1}, MET),
        ("0.0", {"kind": "number", "decimals": 2}, NOT),
        ("General", {"kind": "number", "decimals": 0}, NOT),
        ("0%", {"kind": "percent", "decimals": 0}, MET),
        ("0.0%", {"kind": "percent", "decimals": 0}, NOT),
        ("0.00", {"kind": "percent"}, NOT),
        ('"¥"#,##0.00', {"kind": "currency", "decimals": 2, "symbol": "¥"}, MET),
        ("¥#,##0.00;¥-#,##0.00", {"kind": "currency", "decimals": 2, "symbol": "￥"}, MET),
        ("[$$-409]#,##0.00", {"kind": "currency", "symbol": "¥"}, NOT),
        ('_ "¥"* #,##0.00_ ', {"kind": "accounting"}, MET),
        ('_ "¥"* #,##0.00_ ', {"kind": "currency"}, MET),
        ('yyyy"年"m"月"d"日"', {"kind": "date"}, MET),
        ("yyyy/m/d", {"kind": "date"}, MET),
        ("[$-804]aaaa;@", {"kind": "date"}, MET),
        ("General分", {"kind": "general"}, MET),
        ("General分", {"kind": "date"}, NOT),
        ("h:mm", {"kind": "date"}, NOT),
        ("h:mm", {"kind": "time"}, MET),
        ("@", {"kind": "text"}, MET),
        ("0.00", {"kind": "colourful"}, UNKNOWN),
    ],
)
def test_number_formats_are_judged_by_what_they_mean(code, wanted, expected):
    assert verdict("S.number_format", workbook(style("C2:E6", number_format=code)), range="C2:E6", **wanted) is expected


def test_a_word_that_is_not_bold_makes_the_cell_not_bold():
    text = CellRichText(TextBlock(InlineFont(b=True), "加粗"), TextBlock(InlineFont(b=False), "不粗"))
    assert verdict("S.bold", workbook(put(A1=text)), range="A1") is NOT


def test_merged_cells_need_no_lines_inside_and_count_once():
    edits = (merge("A1:E1"), style("A1:E2", border=ALL))
    assert verdict("S.borders", workbook(*edits), range="A1:E2") is MET


def test_the_first_wrong_cell_is_named_with_what_it_shows():
    finding = look("S.font_size", workbook(style("A1:D1", font=Font(size=16))), range=HEAD, size="16pt")
    assert finding.place == "E1"
    assert (finding.observed, finding.expected) == ("11 磅", "16 磅")
    assert "E1 的字号是“11 磅”，要求“16 磅”" in finding.sentence


def test_names_of_fonts_sizes_lengths_and_colours():
    assert is_same_font("楷体_GB2312", "KaiTi")
    assert not is_same_font("黑体", "微软雅黑")
    assert size_points("小四") == size_points("12pt") == 12
    assert str(size_points("五号")) == "10.5"
    assert length_points("2.54厘米") == 72
    assert is_near_colour("F80000", "FF0000")
    assert not is_near_colour("", "FF0000")
    assert format_kind("0.00E+00") == "scientific"
