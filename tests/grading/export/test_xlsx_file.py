from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.utility import xl_col_to_name

from grading.export.results import (
    QuestionRow,
    ResultRow,
    question_rows,
    question_table,
    result_rows,
    result_table,
)
from grading.export.sheet_rows import LONGEST_TEXT, column_name, number_text
from grading.export.table import ExportError
from grading.export.xlsx_file import write_xlsx, xlsx_bytes
from grading.reports.figures import mark_text
from grading.reports.view import Standing

MADE = datetime(2026, 7, 3, 10, 0)  # noqa: DTZ001 - a workbook knows no time zone
NOTES = (("考试", "2026年鹭岛市初中学业水平考试"), ("评分批次", "R20260701-02"))
TABLE = result_table(["选择与判断", "操作题"], notes=NOTES)


def result(number: str = "035020260117", name: str = "陈𬱖", total: Fraction | None = Fraction(173, 2)) -> ResultRow:
    parts = (Fraction(40), Fraction(93, 2)) if total is not None else ()
    standing = Standing.PRESENT if total is not None else Standing.ABSENT
    return ResultRow(number, name, "鹭岛第一中学", "九年级（3）班", standing, parts, total, "B" if parts else "")


def results(count: int) -> Iterator[ResultRow]:
    return (result(f"{number:012d}") for number in range(count))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def first_sheet(data: bytes) -> Worksheet:
    sheet = opened(data).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def made(rows: list[ResultRow]) -> bytes:
    return xlsx_bytes(TABLE, result_rows(rows, 2), made_at=MADE)


def test_header_rows_and_notes_come_back():
    book = opened(made([result(), result("035020260118", "王𨱏", None)]))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("准考证号", "姓名", "学校", "班级", "状态", "选择与判断", "操作题", "总分", "折算分", "等级")
    assert rows[1][:2] == ("035020260117", "陈𬱖")
    assert rows[1][4:] == ("正常", 40, 46.5, 86.5, None, "B")
    assert rows[2][4:9] == ("缺考", None, None, None, None)
    assert book.sheetnames == ["成绩", "说明"]
    assert list(book.worksheets[1].iter_rows(values_only=True)) == list(NOTES)


def test_ids_are_text_cells_also_when_they_have_18_digits():
    sheet = first_sheet(made([result("350200201106180019"), result("000000000001")]))
    for row, expected in ((2, "350200201106180019"), (3, "000000000001")):
        cell = sheet.cell(row, 1)
        assert (cell.value, cell.data_type, cell.number_format) == (expected, "s", "@")


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("x")', "\t=1", "http://x"])
def test_a_text_never_becomes_a_formula_or_a_link(hostile: str):
    cell = first_sheet(made([result(name=hostile)])).cell(2, 2)
    assert cell.data_type == "s"
    assert cell.value == hostile
    assert cell.hyperlink is None


def test_the_header_stays_in_view_and_columns_have_widths():
    sheet = first_sheet(made([result()]))
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["A"].width > 15
    assert sheet.auto_filter.ref == "A1:J2"
    assert sheet.print_title_rows == "$1:$1"


def test_marks_are_the_rounded_ones_of_the_paper_report():
    sheet = first_sheet(made([result(total=Fraction(200, 3))]))
    assert sheet.cell(2, 8).value == 66.67


def test_the_same_table_gives_the_same_bytes():
    assert made([result()]) == made([result()])


def test_what_does_not_fit_on_a_sheet_goes_on_to_the_next():
    book = opened(xlsx_bytes(TABLE, result_rows(results(25), 2), made_at=MADE, rows_a_sheet=11))
    assert book.sheetnames == ["成绩", "成绩 (2)", "成绩 (3)", "说明"]
    ids = [row[0] for sheet in book.worksheets[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == [f"{number:012d}" for number in range(25)]


def test_a_text_longer_than_a_cell_is_refused_with_its_place():
    with pytest.raises(ExportError, match="第 1 行“姓名”列"):
        made([result(name="长" * (LONGEST_TEXT + 1))])


def test_an_empty_table_has_its_header():
    assert first_sheet(made([])).max_row == 1


def test_marks_by_question_are_exported():
    table = question_table(["1", "2"])
    rows = question_rows([QuestionRow("01", "甲", (Fraction(2), None))])
    sheet = first_sheet(xlsx_bytes(table, rows, made_at=MADE))
    assert list(sheet.iter_rows(values_only=True)) == [
        ("准考证号", "姓名", "第 1 题", "第 2 题"),
        ("01", "甲", 2, None),
    ]


def test_a_workbook_is_written_whole(tmp_path: Path):
    path = tmp_path / "成绩.xlsx"
    write_xlsx(path, TABLE, result_rows(results(3), 2), made_at=MADE)
    assert first_sheet(path.read_bytes()).max_row == 4


def test_control_characters_do_not_break_the_file():
    sheet = first_sheet(made([replace(result(), name="甲\x0b乙")]))
    assert sheet.max_row == 2


@pytest.mark.parametrize(
    "text", ["<b>&\"'", " 前后有空格 ", "两\n行", "_x0041_", "甲\x0b乙", "\r", "a_x000d_b", "\ufffe"]
)
def test_a_text_is_read_as_the_library_would_have_written_it(text: str):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    book.add_worksheet().write_string(1, 1, text)
    book.close()
    theirs = first_sheet(buffer.getvalue()).cell(2, 2).value
    assert first_sheet(made([result(name=text)])).cell(2, 2).value == theirs


@pytest.mark.parametrize("place", [0, 25, 26, 51, 52, 701, 702, 16383])
def test_columns_are_named_as_in_a_spreadsheet(place: int):
    assert column_name(place) == xl_col_to_name(place)


@given(st.fractions(min_value=0, max_value=1000, max_denominator=1000))
def test_a_mark_is_read_as_it_was_rounded(mark: Fraction):
    assert float(number_text(mark)) == float(mark_text(mark))


def test_a_city_s_rows_all_come_back():
    table = question_table(["1"])
    rows = question_rows(QuestionRow(f"{n:08}", "甲", (Fraction(n, 4),)) for n in range(1234))
    sheet = first_sheet(xlsx_bytes(table, rows, made_at=MADE))
    assert sheet.dimensions == "A1:C1235"
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [n / 4 for n in range(1234)]
