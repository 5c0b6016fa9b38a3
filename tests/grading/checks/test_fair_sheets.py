"""Honest ways and tricks in spreadsheets that were once judged wrongly."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font

from tests.grading.checks.sheet_work import MET, NOT, ROWS, fill_down, look, put, verdict, workbook

RED = Font(color="FF0000")
SCORES = [["姓名", "语文", "数学", "英语", "平均", "等级"]] + [
    [f"学生{n}", *marks, None, None]
    for n, marks in enumerate([(58, 58, 55), (76, 65, 90), (95, 99, 96), (88, 92, 79), (83, 77, 85), (67, 72, 61)])
]


def levels(sign: str) -> bytes:
    """Return marks with averages and levels from 85 on, with ">=" or ">"."""
    formula = f'=IF(E#{sign}85,"优秀",IF(E#>=60,"合格","不合格"))'
    return workbook(fill_down("E", "=AVERAGE(B#:D#)", last=7), fill_down("F", formula, last=7), rows=SCORES)


def test_a_bound_that_is_met_only_by_an_average_over_unlike_columns_is_tried():
    given: dict[str, Any] = {"range": "F2:F7", "inputs": "B2:D7"}
    model = '=IF(E2>=85,"优秀",IF(E2>=60,"合格","不合格"))'
    assert verdict("S.formula", levels(">="), model=model, **given) is MET
    assert verdict("S.formula", levels(">"), model=model, **given) is NOT


def test_a_criterion_that_is_pointed_at_counts_like_the_word_itself():
    rows = [["姓名", "班级", "语文"]] + [[f"学生{n}", f"{n % 3 + 1}班", 60 + 3 * n] for n in range(9)]
    given = {"range": "C12", "model": '=AVERAGEIF(B2:B10,"1班",C2:C10)', "inputs": "B2:C10"}
    assert verdict("S.formula", workbook(put(C12="=AVERAGEIF(B2:B10,B2,C2:C10)"), rows=rows), **given) is MET
    assert verdict("S.formula", workbook(put(C12="=AVERAGEIF(B2:B10,B3,C2:C10)"), rows=rows), **given) is NOT
    assert verdict("S.formula", workbook(put(C12="=AVERAGE(C2,C5,C8)"), rows=rows), **given) is NOT


def rules(*areas: str, colour: str = "FF0000", bound: str = "60") -> bytes:
    def edit(sheet: Any) -> None:
        for area in areas:
            rule = CellIsRule(operator="lessThan", formula=[bound], font=Font(color=colour))
            sheet.conditional_formatting.add(area, rule)

    return workbook(edit)


@pytest.mark.parametrize(
    ("areas", "expected"),
    [(("C2:E6",), MET), (("C2:C6", "D2:D6", "E2:E6"), MET), (("C2:C6", "D2:D6"), NOT), (("C2:E9",), MET)],
)
def test_one_rule_for_each_column_does_what_one_for_all_does(areas, expected):
    given = {"range": "C2:E6", "operator": "lessThan", "value": "60", "font_colour": "FF0000"}
    assert verdict("S.conditional_format", rules(*areas), **given) is expected


def test_a_wrong_rule_is_said_in_the_words_of_the_dialog():
    given = {"range": "C2:E6", "operator": "lessThan", "value": "60", "font_colour": "FF0000"}
    finding = look("S.conditional_format", rules("C2:E6", bound="50"), **given)
    assert finding.sentence == (
        "C2:E6 有条件格式，但条件不符合要求：应为小于 60，字体红色 FF0000，实际为 C2:E6 单元格值 小于 50。"
    )


def test_a_sheet_found_by_its_place_counts_under_any_name():
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title, other = "没有改名", book.create_sheet("表2")
    for row in ROWS:
        first.append(row)
    other["A1"] = "=SUM('没有改名'!C2:C6)"
    data = saved(book)
    assert verdict("S.cell_text", data, sheet="#2", cell="A1", text="402") is MET
    given = {"sheet": "#2", "range": "A1", "model": "=SUM('#1'!C2:C6)", "inputs": "'#1'!C2:C6"}
    assert verdict("S.formula", data, **given) is MET
    assert verdict("S.cell_text", data, sheet="#3", cell="A1", text="402") is NOT


def test_lines_that_were_cleared_are_not_deleted():
    def cleared(sheet: Any) -> None:
        for row in range(1, 7):
            sheet.cell(row, 4).value = None

    assert verdict("S.columns_deleted", workbook(lambda sheet: sheet.delete_cols(4)), headers=["数学"]) is MET
    finding = look("S.columns_deleted", workbook(cleared), headers=["数学"])
    assert (finding.verdict, finding.sentence) == (NOT, "内容被清空，但行（列）没有删除，后面的数据没有移上来。")


def test_a_column_deleted_beside_an_inserted_row_costs_only_its_own_point():
    def both(sheet: Any) -> None:
        sheet.delete_cols(4)
        sheet.insert_rows(1)

    assert verdict("S.inserted", workbook(both), row=1) is MET
    assert verdict("S.columns_deleted", workbook(both), headers=["数学"]) is MET


def test_formats_are_said_by_their_names():
    finding = look("S.number_format", workbook(), range="C2:C6", kind="currency", decimals=2, symbol="¥")
    assert finding.sentence == "C2 的数字格式是“常规”，要求“货币，2 位小数 ¥”；共有 5 个单元格不符合。"


def saved(book: openpyxl.Workbook) -> bytes:
    import io

    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
