"""S checks, parameter by parameter: rows, columns, data, pivots; each word of a rubric decides something."""

from __future__ import annotations

import msgspec
import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    CellKind,
    CellStyle,
    ColumnSpan,
    FormulaKind,
    Pivot,
    PivotValue,
    Row,
    RunFormat,
)
from tests.grading.checks.model_work import look, pt
from tests.grading.checks.test_sheets_whole import ROWS, SECOND, area, book, cells, filtered

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("rows", "wanted", "expected"),
    [
        ((Row(3, 3, hidden=True),), {"rows": "3"}, MET),
        ((Row(3, 3, height_pt=pt(0)),), {"rows": "3"}, MET),
        ((Row(3, 3, height_pt=pt(20)),), {"rows": "3"}, NOT),
        ((Row(2, 4, hidden=True),), {"rows": "3"}, MET),
        ((Row(4, 4, hidden=True),), {"rows": "3"}, NOT),
        ((Row(1, 2, hidden=True),), {"rows": "3"}, NOT),
        ((Row(3, 3, hidden=True),), {"rows": "3:4"}, NOT),
        ((Row(3, 4, hidden=True),), {"rows": "3:4"}, MET),
        ((Row(3, 3, hidden=True),), {"rows": "3", "value": False}, NOT),
        ((), {"rows": "3", "value": False}, MET),
    ],
)
def test_rows_are_hidden_one_by_one(rows, wanted, expected):
    assert look("S.rows_hidden", filtered(rows=rows), **wanted).verdict is expected
    spans = tuple(ColumnSpan(one.first, one.last, hidden=one.hidden, width_chars=one.height_pt) for one in rows)
    letters = {"3": "C", "3:4": "C:D"}[wanted["rows"]]
    more = {name: value for name, value in wanted.items() if name != "rows"}
    assert look("S.columns_hidden", book(columns=spans), columns=letters, **more).verdict is expected


def test_nothing_is_hidden_or_shown_on_an_empty_sheet():
    assert look("S.rows_hidden", book(()), rows="3", value=False).verdict is NOT


@pytest.mark.parametrize(
    ("columns", "more", "expected"),
    [
        ((ColumnSpan(2, 3, width_chars=pt(12)),), {"column": "B:C"}, MET),
        ((ColumnSpan(2, 3, width_chars=pt("12.71")),), {"column": "B"}, MET),
        ((ColumnSpan(2, 3, width_chars=pt("12.3")),), {"column": "B"}, MET),
        ((ColumnSpan(2, 3, width_chars=pt("12.36")),), {"column": "B"}, NOT),
        ((ColumnSpan(2, 3, width_chars=pt("13.1")),), {"column": "B"}, NOT),
        ((ColumnSpan(2, 3, width_chars=pt("13.1")),), {"column": "B", "tolerance": "0.5"}, MET),
        ((ColumnSpan(3, 3, width_chars=pt(12)),), {"column": "B"}, NOT),
        ((ColumnSpan(1, 1, width_chars=pt(12)),), {"column": "B"}, NOT),
        ((ColumnSpan(2, 2, width_chars=pt(12)),), {"column": "B:C"}, NOT),
        ((), {"column": "B"}, NOT),
    ],
)
def test_every_column_of_a_range_has_its_width(columns, more, expected):
    assert look("S.column_width", book(columns=columns), value=12, **more).verdict is expected


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        ((Row(2, 3, height_pt=pt(20)),), {"row": "2:3"}, MET),
        ((Row(2, 3, height_pt=pt("20.5")),), {"row": 2}, MET),
        ((Row(2, 3, height_pt=pt("20.6")),), {"row": 2}, NOT),
        ((Row(2, 3, height_pt=pt(21)),), {"row": 2, "tolerance": "1pt"}, MET),
        ((Row(2, 2, height_pt=pt(20)),), {"row": "2:3"}, NOT),
        ((Row(3, 3, height_pt=pt(20)),), {"row": 2}, NOT),
    ],
)
def test_every_row_of_a_range_has_its_height(rows, more, expected):
    assert look("S.row_height", filtered(rows=rows), value="20pt", **more).verdict is expected


def test_a_default_size_counts_where_a_row_or_column_has_none_of_its_own():
    work = book(default_row_height_pt=pt(20), default_column_width_chars=pt(12))
    assert look("S.row_height", work, row=2, value="20pt").verdict is MET
    assert look("S.column_width", work, column="B", value=12).verdict is MET


PIVOT = Pivot(
    "p", source="'成绩'!$A$1:$C$4", rows=("班级",), columns=("学期",), pages=("学校",),
    values=(PivotValue("分数", "sum"), PivotValue("人数", "count")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, MET),
        ({"rows": ["班级"]}, MET),
        ({"rows": ["学期"]}, NOT),
        ({"columns": ["学期"]}, MET),
        ({"columns": ["班级"]}, NOT),
        ({"pages": ["学校"]}, MET),
        ({"pages": ["班级"]}, NOT),
        ({"values": ["分数"]}, MET),
        ({"values": ["分数:sum", "人数:count"]}, MET),
        ({"values": ["分数:average"]}, NOT),
        ({"values": ["人数"]}, NOT),
        ({"source": "成绩!A1:C4"}, MET),
        ({"source": "A1:C4"}, MET),
        ({"source": "A1:C5"}, NOT),
        ({"source": "备份!A1:C4"}, NOT),
        ({"sheet": "备份"}, NOT),
    ],
)
def test_every_field_of_a_pivot_table_has_its_place(wanted, expected):
    work = book(ROWS, SECOND, pivots=(PIVOT,))
    assert look("S.pivot", work, **wanted).verdict is expected


def test_the_field_that_several_values_make_is_none():
    work = book(pivots=(msgspec.structs.replace(PIVOT, columns=("-2",)),))
    assert look("S.pivot", work, columns=["学期"]).verdict is NOT
    work = book(pivots=(msgspec.structs.replace(PIVOT, rows=("班级", "数据")),))
    assert look("S.pivot", work, rows=["班级"]).verdict is MET


@pytest.mark.parametrize(
    ("values", "order", "expected"),
    [
        ((1, 2, "3"), "asc", MET),
        (("3", 1, 2), "asc", NOT),
        (("3", 2, 1), "desc", MET),
        ((1, 2, "3"), "desc", NOT),
        (("a", "b", "啊"), "asc", MET),
        (("啊", "a"), "asc", NOT),
        (("a", "啊"), "desc", NOT),
        (("甲", "甲乙"), "asc", MET),
        (("甲乙", "甲"), "asc", NOT),
        ((2, 2, 2), "asc", MET),
        ((2, None, 1), "asc", NOT),
        ((1, 2, None), "asc", MET),
        ((2, 1, None), "desc", MET),
        ((None, 2, 1), "desc", NOT),
    ],
)
def test_numbers_come_before_texts_latin_before_chinese_and_blanks_last(values, order, expected):
    work = book((("头", "号"), *((value, "x") for value in values)))
    finding = look("S.sorted", work, work, range=f"A1:B{len(values) + 1}", keys=[{"column": "A", "order": order}])
    assert finding.verdict is expected, finding.sentence


def test_a_second_key_decides_where_the_first_does_not():
    keys = [{"column": "A"}, {"column": "B", "order": "desc"}]
    for rows, expected in (((("甲", 2), ("甲", 1)), MET), ((("甲", 1), ("甲", 2)), NOT), ((("乙", 1), ("甲", 2)), NOT)):
        work = book((("班", "分"), *rows))
        assert look("S.sorted", work, work, range="A1:B3", keys=keys).verdict is expected


def test_an_order_of_its_own_puts_strangers_last():
    keys = [{"column": "A", "values": ["金牌", "银牌", "铜牌"]}]
    for rows, expected in ((("金牌", "铜牌", "无"), MET), (("无", "金牌", "铜牌"), NOT), (("铜牌", "金牌", "无"), NOT)):
        work = book((("奖",), *((row,) for row in rows)))
        assert look("S.sorted", work, work, range="A1:A4", keys=keys).verdict is expected


@pytest.mark.parametrize(
    ("target", "to", "expected"), [("", "E1", MET), ("备份", "E1", NOT), ("备份", "A1", MET), ("没有", "A1", NOT)]
)
def test_data_are_copied_to_the_sheet_that_is_named(target, to, expected):
    rows = tuple((*row, None, *row[:2]) for row in ROWS)
    work = book(rows, SECOND)
    finding = look("S.copied", work, book(ROWS, SECOND), range="A1:B4", to=to, target=target)
    assert finding.verdict is expected


def test_a_copy_with_one_wrong_cell_names_it():
    rows = (*ROWS, (), ("姓名", "班级"), ("甲", "三班"))
    finding = look("S.copied", book(rows), book(), range="A1:B2", to="A6")
    assert (finding.verdict, finding.observed) == (NOT, "3/4 个单元格正确，B7 不对")


def test_what_was_partly_deleted_says_how_much_is_left():
    finding = look("S.rows_deleted", book((ROWS[0], ROWS[1], ROWS[3])), book(), texts=["甲", "乙"])
    assert (finding.verdict, finding.sentence) == (PARTLY, "还有 1 处没有删除。")
    finding = look("S.rows_deleted", book((ROWS[0], ROWS[3])), book(), texts=["甲", "乙"])
    assert (finding.verdict, finding.sentence) == (MET, "要求的内容已删除。")
    cleared = book((ROWS[0], ROWS[1], (), ROWS[3]))
    assert look("S.rows_deleted", cleared, book(), texts=["乙"]).observed == "只清空了内容"


@pytest.mark.parametrize(
    ("style", "wanted", "seen"),
    [
        (CellStyle(locked=True, formula_hidden=True), {"hidden": True}, ""),
        (CellStyle(locked=True), {"hidden": True}, "锁定"),
        (CellStyle(locked=True, formula_hidden=True), {"hidden": False}, "锁定 隐藏公式"),
        (CellStyle(locked=False), {}, "未锁定"),
        (CellStyle(locked=True), {"value": False}, "锁定"),
    ],
)
def test_what_protection_would_keep_is_said(style, wanted, seen):
    finding = look("S.locked", book(style=style), range="A1:A2", **wanted)
    assert (finding.verdict, finding.observed if seen else "") == (NOT if seen else MET, seen)


def test_a_workbook_whose_cells_are_all_blank_has_no_links_worth_a_point():
    blank = book((), cells=tuple(msgspec.structs.replace(one, kind=CellKind.BLANK) for one in cells(ROWS)))
    assert look("S.no_external_links", blank).verdict is NOT
    assert look("S.no_errors", blank).verdict is NOT


def test_letters_of_no_colour_are_black():
    assert look("S.font_colour", book(style=CellStyle()), range="A1", colour="黑色").verdict is MET
    red = book(style=CellStyle(font=RunFormat(colour="FF0000")))
    assert look("S.font_colour", red, range="A1", colour="黑色").verdict is NOT
    assert look("S.font_colour", red, range="A1", colour="00FF00|红色").verdict is MET


def test_an_array_formula_counts_for_the_cells_it_fills():
    first = cells([("=A2:A4*2",)])[0]
    spilling = msgspec.structs.replace(first, formula_kind=FormulaKind.ARRAY, spills=area("A1:A3"))
    work = book((), cells=(spilling, *cells([(1,), (2,), (3,)], 5)))
    work = msgspec.structs.replace(
        work, sheets=(msgspec.structs.replace(work.sheets[0], cells=tuple(
            msgspec.structs.replace(one, formula="A5:A7*2") if one.formula else one for one in work.sheets[0].cells
        )),)
    )  # fmt: skip
    assert look("S.formula", work, range="A1:A3", model="A5*2").verdict is MET
    assert look("S.formula", work, range="A1:A3", model="A5*3").verdict is NOT
