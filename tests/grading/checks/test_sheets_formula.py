"""S.formula: every way that calculates rightly is right, and nothing that only looks so."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.sheets_changes import ROUNDS, Draw, Input, changes, columns_of
from grading.office.formulas.scope import Place
from grading.office.model import Workbook, find_area
from grading.office.open import read_office_bytes
from tests.grading.checks.sheet_work import MET, NOT, PARTLY, UNKNOWN, fill_down, look, put, verdict, workbook

TOTAL: dict[str, Any] = {"range": "F2:F6", "model": "=SUM(C2:E2)", "inputs": "C2:E6"}
SUM = fill_down("F", "=SUM(C#:E#)")


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(C#:E#)", "=C#+D#+E#", "=SUM(C#,D#,E#)", "=AVERAGE(C#:E#)*3", "=SUM($C#:$E#)", "=sum(c#:e#)+0",
        "=SUMPRODUCT(C#:E#)", "=IF(1=1,SUM(C#:E#),0)", "=+C#+D#+E#",
    ],
)  # fmt: skip
def test_every_way_to_the_right_total_is_right(formula):
    assert verdict("S.formula", workbook(fill_down("F", formula)), **TOTAL) is MET


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=SUM(C$2:E$2)", "F3"),
        ("=SUM($C$2:$E$2)", "F3"),
        ("=SUM(C#:D#)", "F2"),
        ("=SUM(B#:D#)", "F2"),
        ("=C#+D#", "F2"),
        ("=MAX(C#:E#)", "F2"),
        ('=SUM(C#:E#)&""', "F2"),
        ("=F#+SUM(C#:E#)", "循环"),
    ],
)
def test_a_formula_that_gives_something_else_is_wrong_and_named(formula, said):
    finding = look("S.formula", workbook(fill_down("F", formula)), **TOTAL)
    assert finding.verdict is NOT
    assert said in finding.sentence


def test_typed_numbers_are_no_formulas_and_frozen_formulas_do_not_follow_the_data():
    typed = workbook(put(F2=259, F3=223, F4=212, F5=269, F6=199))
    assert "没有公式" in look("S.formula", typed, **TOTAL).sentence
    frozen = workbook(put(F2="=259", F3="=223", F4="=212", F5="=269", F6="=199"))
    finding = look("S.formula", frozen, **TOTAL)
    assert finding.verdict is NOT
    assert "改变数据后" in finding.sentence
    half = workbook(put(F2="=C2+88+79", F3="=C3+60+88", F4="=C4+92+61", F5="=C5+77+100", F6="=C6+45+70"))
    assert verdict("S.formula", half, **TOTAL) is NOT


def test_one_cell_without_formula_costs_the_point_or_its_share():
    short = workbook(fill_down("F", "=SUM(C#:E#)", last=5))
    assert verdict("S.formula", short, **TOTAL) is NOT
    finding = look("S.formula", short, partial=True, **TOTAL)
    assert (finding.verdict, str(finding.share)) == (PARTLY, "4/5")
    assert finding.place == "F6"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=RANK(F#,$F$2:$F$6)", MET),
        ("=RANK.EQ(F#,F$2:F$6,0)", MET),
        ("=_xlfn.RANK.EQ(F#,F$2:F$6)", MET),
        ("=RANK(F#,F#:F6)", NOT),
        ("=RANK(F#,$F$2:$F$6,1)", NOT),
        ('=COUNTIF($F$2:$F$6,">"&F#)+1', NOT),
    ],
)
def test_named_functions_are_wanted_under_any_of_their_names(formula, expected):
    data = workbook(SUM, fill_down("G", formula))
    wanted: dict[str, Any] = {
        "range": "G2:G6",
        "model": "=RANK(F2,$F$2:$F$6)",
        "inputs": "C2:E6",
        "functions": ["RANK"],
    }
    assert verdict("S.formula", data, **wanted) is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=IF(C#>=60,"及格","不及格")', MET),
        ('=IF(C#<60,"不及格","及格")', MET),
        ('=IF(C#>60,"及格","不及格")', NOT),
        ('=IF(C#>=65,"及格","不及格")', NOT),
        ('=IF(C#>=60,"及格","不合格")', NOT),
    ],
)
def test_bounds_in_the_model_are_tried_from_both_sides(formula, expected):
    data = workbook(fill_down("F", formula))
    model = '=IF(C2>=60,"及格","不及格")'
    assert verdict("S.formula", data, range="F2:F6", model=model, inputs="C2:C6") is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=COUNTIF(C2:C6,">=90")', MET),
        ('=COUNTIF(C2:C6,">89")', MET),
        ('=COUNTIF(C2:C6,">90")', NOT),
        ("=SUMPRODUCT((C2:C6>=90)*1)", MET),
        ('=COUNT(C2:C6)-COUNTIF(C2:C6,"<90")', MET),
        ('=COUNTIF(C2:C5,">=90")', NOT),
    ],
)
def test_counting_is_tried_at_its_bound_and_over_its_whole_range(formula, expected):
    data = workbook(put(C8=formula))
    assert verdict("S.formula", data, range="C8", model='=COUNTIF(C2:C6,">=90")', inputs="C2:C6") is expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=IF(AVERAGE(C#:E#)>=85,"优秀","合格")', MET),
        ('=IF(SUM(C#:E#)>=255,"优秀","合格")', MET),
        ('=IF(AVERAGE(C#:E#)>85,"优秀","合格")', NOT),
        ('=IF(SUM(C#:E#)>255,"优秀","合格")', NOT),
        ('=IF(C#>=85,"优秀","合格")', NOT),
    ],
)
def test_bounds_of_averages_and_sums_over_a_row_are_met_exactly(formula, expected):
    data = workbook(fill_down("F", formula))
    for model in ('=IF(AVERAGE(C2:E2)>=85,"优秀","合格")', '=IF(SUM(C2:E2)>=255,"优秀","合格")'):
        assert verdict("S.formula", data, range="F2:F6", model=model, inputs="C2:E6") is expected


@pytest.mark.parametrize("function", ["MAX", "MIN", "SUM", "AVERAGE", "COUNT", "COUNTA", "MEDIAN"])
def test_a_range_too_short_or_too_long_is_found(function):
    model = f"={function}(C2:C6)"
    wanted: dict[str, Any] = {"range": "C8", "model": model, "inputs": "C2:C6"}
    assert verdict("S.formula", workbook(put(C8=model)), **wanted) is MET
    assert verdict("S.formula", workbook(put(C8=f"={function}(C2:C5)")), **wanted) is NOT
    assert verdict("S.formula", workbook(put(C8=f"={function}(C3:C6)")), **wanted) is NOT
    assert verdict("S.formula", workbook(put(C8=f"={function}(C2:D6)")), **wanted) is NOT


def test_avoided_functions_cost_the_point():
    assert verdict("S.formula", workbook(SUM), avoids=["SUM"], **TOTAL) is NOT
    assert verdict("S.formula", workbook(fill_down("F", "=C#+D#+E#")), avoids=["SUM"], **TOTAL) is MET


def test_what_cannot_be_calculated_goes_to_a_person_and_a_broken_model_too():
    strange = workbook(fill_down("F", "=MYSTERY(C#:E#)"))
    assert verdict("S.formula", strange, **TOTAL) is UNKNOWN
    assert verdict("S.formula", strange, functions=["SUM"], **TOTAL) is NOT
    assert verdict("S.formula", workbook(SUM), range="F2:F6", model="=SUM(", inputs="C2:E6") is UNKNOWN
    assert verdict("S.formula", workbook(SUM), range="F:2", model="=SUM(C2:E2)", inputs="C2:E6") is UNKNOWN


def test_a_fault_in_an_earlier_column_is_not_counted_again():
    data = workbook(put(F2=1, F3=2, F4=3, F5=4, F6=5), fill_down("G", "=F#/3"))
    assert verdict("S.formula", data, range="G2:G6", model="=F2/3", inputs="C2:E6") is MET


def test_inputs_are_those_of_the_model_when_none_are_named():
    assert verdict("S.formula", workbook(SUM), range="F2:F6", model="=SUM(C2:E2)") is MET
    assert verdict("S.formula", workbook(put(F2="=259")), range="F2", model="=SUM(C2:E2)") is NOT


def test_ages_are_judged_on_a_fixed_day():
    rows: list[list[Any]] = [["生日"], [40000], [40500]]
    data = workbook(fill_down("B", "=YEAR(TODAY())-YEAR(A#)", last=3), rows=rows)
    model = "=YEAR(TODAY())-YEAR(A2)"
    assert verdict("S.formula", data, range="B2:B3", model=model, inputs="A2:A3") is MET


def test_tolerance_lets_rounding_pass_when_the_rubric_says_so():
    data = workbook(fill_down("F", "=ROUND(AVERAGE(C#:E#),1)"))
    wanted: dict[str, Any] = {"range": "F2:F6", "model": "=AVERAGE(C2:E2)", "inputs": "C2:E6"}
    assert verdict("S.formula", data, **wanted) is NOT
    assert verdict("S.formula", data, tolerance="0.05", **wanted) is MET


def _book() -> Workbook:
    book = read_office_bytes(workbook())
    assert isinstance(book, Workbook)
    return book


def test_changes_keep_the_kind_of_what_they_change_and_are_the_same_every_time():
    book = _book()
    area = find_area("A2:E6")
    assert area is not None
    inputs = [Input(book.sheets[0], area)]
    turns = [changes(columns_of(book, inputs, []), turn=turn, seed="x") for turn in range(1, ROUNDS + 1)]
    assert turns == [changes(columns_of(book, inputs, []), turn=turn, seed="x") for turn in range(1, ROUNDS + 1)]
    assert turns[0] != turns[1] != turns[2]
    names = {"王小明", "李红", "张伟", "陈静", "赵敏"}
    for found in turns:
        assert {found[Place("成绩", row, 2)] for row in range(2, 7)} == names
        marks = [found[Place("成绩", row, 3)] for row in range(2, 7)]
        assert all(isinstance(mark, float) and mark == int(mark) and 40 <= mark <= 120 for mark in marks)


def test_the_draw_is_written_down_so_that_it_never_changes():
    draw = Draw("种子")
    assert [draw.below(100) for _time in range(5)] == [39, 86, 63, 40, 84]


@pytest.mark.parametrize(
    "formula",
    [
        '=LET(分,SUM(C#:E#),IF(分>=240,"优","良"))',
        '=IFS(SUM(C#:E#)>=240,"优",TRUE,"良")',
        '=SWITCH(TRUE,SUM(C#:E#)>=240,"优","良")',
        '=LOOKUP(SUM(C#:E#),{0,240},{"良","优"})',
        '=TEXT(SUM(C#:E#),"[>=240]优;良")',
        '=VLOOKUP(SUM(C#:E#),{0,"良";240,"优"},2)',
        '=IF(SUM(FILTER(C#:E#,C#:E#>-1))>=240,"优","良")',
        '=INDEX({"良","优"},MATCH(SUM(C#:E#),{0,240}))',
        '=CHOOSE((SUM(C#:E#)>=240)+1,"良","优")',
    ],
)
def test_every_way_to_a_grade_is_right(formula):
    wanted = {"range": "F2:F6", "model": '=IF(SUM(C2:E2)>=240,"优","良")', "inputs": "C2:E6"}
    assert verdict("S.formula", workbook(fill_down("F", formula)), **wanted) is MET


def test_the_chinese_zero_may_be_typed_either_way():
    wanted = {"range": "F2", "model": '=IF(C2>0,TEXT(2030,"[DBNum1]0"),"")', "inputs": "C2"}
    for zero in "〇○":
        book = workbook(put(F2=f'=IF(C2>0,"二{zero}三{zero}","")'))
        assert verdict("S.formula", book, **wanted) is MET
    assert verdict("S.formula", workbook(put(F2='=IF(C2>0,"二零三零","")')), **wanted) is NOT
