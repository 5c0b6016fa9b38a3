"""S checks, parameter by parameter: charts, rules, lines, page set-up; the finding says what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Axis,
    Borders,
    CellComment,
    CellKind,
    CellStyle,
    Chart,
    ConditionalFormat,
    Line,
    PrintSetup,
    Run,
    RunFormat,
    Series,
    Sheet,
    Sparkline,
    Validation,
    Workbook,
)
from tests.grading.checks.model_work import look, pt
from tests.grading.checks.test_sheets_whole import ROWS, SECOND, area, book, cells, with_chart

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE

COLUMN = Chart(
    kinds=("column",),
    grouping="clustered",
    title="成绩",
    series=(Series("column", value_reference="成绩!$C$2:$C$4", category_reference="成绩!$A$2:$A$4"),),
    axes=(Axis("category", title="姓名"), Axis("value", title="分数")),
    legend="r",
    data_labels=True,
)
DATA: dict[str, Any] = {"type": "column", "data": "C2:C4", "categories": "A2:A4"}


def chart(**changes: Any) -> Workbook:
    return with_chart(msgspec.structs.replace(COLUMN, **changes))


def series(data: str, labels: str = "成绩!$A$2:$A$4", **more: Any) -> tuple[Series, ...]:
    return (Series("column", value_reference=data, category_reference=labels, **more),)


@pytest.mark.parametrize(
    ("wanted", "work", "fault"),
    [
        (DATA, chart(), ""),
        (DATA, chart(kinds=("bar",)), "图表类型是“条形图”，要求“柱形图”。"),
        (DATA, chart(kinds=("column", "line")), "图表类型是“柱形图、折线图”，要求“柱形图”。"),
        ({**DATA, "grouping": "stacked"}, chart(), "图表的子类型是“簇状”，要求“堆积”。"),
        ({**DATA, "grouping": "clustered"}, chart(grouping="standard"), ""),
        ({**DATA, "grouping": "clustered"}, chart(grouping=""), ""),
        ({**DATA, "grouping": "clustered"}, chart(grouping="percentStacked"),
         "图表的子类型是“百分比堆积”，要求“簇状”。"),
        (DATA, chart(series=series("成绩!$C$2:$C$3")), "图表的数据与 C2:C4 不一致。"),
        (DATA, chart(series=series("成绩!$C$1:$C$4")), ""),
        (DATA, chart(series=series("备份!$C$2:$C$4")), "图表的数据与 C2:C4 不一致。"),
        (DATA, chart(series=series("", values=("90", "85", "100"))), ""),
        (DATA, chart(series=series("", values=("90", "85", "101"))), "图表的数据与 C2:C4 不一致。"),
        (DATA, chart(series=COLUMN.series * 2), "图表的数据与 C2:C4 不一致。"),
        (DATA, chart(series=()), "图表的数据与 C2:C4 不一致。图表的分类标签与 A2:A4 不一致。"),
        (DATA, chart(series=series("成绩!$C$2:$C$4", "成绩!$B$2:$B$4")), "图表的分类标签与 A2:A4 不一致。"),
        (DATA, chart(series=series("成绩!$C$2:$C$4", "成绩!$A$1:$A$4")), ""),
        (DATA, chart(series=series("成绩!$C$2:$C$4", "", categories=("甲", "乙", "丙"))), ""),
        ({**DATA, "data": "C2:C4", "title": "成绩"}, chart(), ""),
        ({**DATA, "title": "成 绩"}, chart(), ""),
        ({**DATA, "title": "总分"}, chart(), "图表标题是“成绩”，要求“总分”。"),
        ({**DATA, "title": "总分"}, chart(title=" "), "图表没有标题，要求“总分”。"),
        ({**DATA, "x_title": "姓名", "y_title": "分数"}, chart(), ""),
        ({**DATA, "x_title": "分数"}, chart(), "分类轴的标题是“姓名”，要求“分数”。"),
        ({**DATA, "y_title": "姓名"}, chart(), "数值轴的标题是“分数”，要求“姓名”。"),
        ({**DATA, "y_title": "分数"}, chart(axes=()), "数值轴没有标题，要求“分数”。"),
        ({**DATA, "x_title": "日期"}, chart(axes=(Axis("date", title="日期"),)), ""),
        ({**DATA, "legend": True}, chart(), ""),
        ({**DATA, "legend": False}, chart(legend=""), ""),
        ({**DATA, "legend": True}, chart(legend=""), "图例应当显示。"),
        ({**DATA, "legend": False}, chart(), "图例应当不显示。"),
        ({**DATA, "labels": True}, chart(), ""),
        ({**DATA, "labels": True}, chart(data_labels=False), "数据标签应当显示。"),
        ({**DATA, "labels": False}, chart(), "数据标签应当不显示。"),
        ({**DATA, "labels": False}, chart(data_labels=False), ""),
    ],
)  # fmt: skip
def test_everything_a_rubric_says_of_a_chart_is_looked_at_and_said(wanted, work, fault):
    finding = look("S.chart", work, **wanted)
    assert (finding.verdict, finding.sentence) == (NOT if fault else MET, fault or "图表符合要求。")


def test_series_stand_in_columns_or_in_rows_and_labels_in_either():
    rows = (("项目", "一月", "二月"), ("收入", 5, 6), ("支出", 3, 4))
    down = tuple(
        Series("column", value_reference=f"成绩!${one}$2:${one}$3", category_reference="成绩!$A$2:$A$3") for one in "BC"
    )
    across = tuple(
        Series("column", value_reference=f"成绩!$B${one}:$C${one}", category_reference="成绩!$B$1:$C$1") for one in "23"
    )
    for drawn, labels in ((down, "A2:A3"), (across, "B1:C1")):
        shape = with_chart(msgspec.structs.replace(COLUMN, series=drawn)).sheets[0].shapes
        work = book(rows, shapes=shape)
        assert look("S.chart", work, type="column", data="B2:C3", categories=labels).verdict is MET
        assert look("S.chart", work, type="column", data="B2:B3", categories=labels).verdict is NOT
        other = "B1:C1" if labels == "A2:A3" else "A2:A3"
        assert look("S.chart", work, type="column", data="B2:C3", categories=other).verdict is NOT


def test_a_chart_may_have_to_stand_on_a_sheet_of_its_name():
    work = book(ROWS, SECOND, shapes=chart().sheets[0].shapes)
    assert look("S.chart", work, on="成绩", **DATA).verdict is MET
    assert look("S.chart", work, on="备份", **DATA).verdict is NOT
    assert look("S.chart", work, on="没有", **DATA).verdict is NOT


BETWEEN: dict[str, Any] = {"operator": "between", "value": 60, "value2": 80}


@dataclass(frozen=True)
class Tried:
    """A rule over A2:A4, and whether it does what is wanted."""

    rule: dict[str, Any]
    wanted: dict[str, Any]
    expected: Verdict = field(default=MET)


@pytest.mark.parametrize(
    "tried",
    [
        Tried({"operator": "between", "formulas": ("60", "80")}, BETWEEN),
        Tried({"operator": "between", "formulas": ("80", "60")}, BETWEEN),
        Tried({"operator": "between", "formulas": ("60",)}, BETWEEN, NOT),
        Tried({"operator": "lessThanOrEqual", "formulas": ("80",)}, BETWEEN, NOT),
        Tried({"operator": "greaterThanOrEqual", "formulas": ("60",)}, BETWEEN, NOT),
        Tried({"operator": "notBetween", "formulas": ("60", "80")}, BETWEEN, NOT),
        Tried({"operator": "notBetween", "formulas": ("60", "80")}, {**BETWEEN, "operator": "notBetween"}),
        Tried({"kind": "expression", "formulas": ("AND(A2>=60,A2<=80)",)}, BETWEEN),
        Tried({"kind": "expression", "formulas": ("AND(A2>60,A2<=80)",)}, BETWEEN, NOT),
        Tried({"operator": "notEqual", "formulas": ("60",)}, {"operator": "<>", "value": 60}),
        Tried({"operator": "equal", "formulas": ("60",)}, {"operator": "<>", "value": 60}, NOT),
        Tried({"kind": "containsText", "text": "优"}, {"operator": "containsText", "value": "优"}),
        Tried({"kind": "containsText", "text": "良"}, {"operator": "containsText", "value": "优"}, NOT),
        Tried({"kind": "containsText", "text": "良"}, {"operator": "containsText"}),
        Tried({"kind": "beginsWith", "text": "优"}, {"operator": "containsText", "value": "优"}, NOT),
        Tried({"kind": "top10", "rank": 3}, {"operator": "top10", "value": 3}),
        Tried({"kind": "top10", "rank": 3}, {"operator": "top10"}),
        Tried({"kind": "top10", "rank": 5}, {"operator": "top10", "value": 3}, NOT),
        Tried({"kind": "top10", "rank": 3, "percent": True}, {"operator": "top10", "value": 3}, NOT),
        Tried({"kind": "top10", "rank": 3, "percent": True}, {"operator": "top10", "value": "3%"}),
        Tried({"kind": "top10", "rank": 3, "bottom": True}, {"operator": "top10", "value": 3}, NOT),
        Tried({"kind": "top10", "rank": 3, "bottom": True}, {"operator": "bottom10", "value": 3}),
        Tried({"kind": "aboveAverage"}, {"operator": "aboveAverage"}),
        Tried({"kind": "aboveAverage", "above_average": False}, {"operator": "aboveAverage"}, NOT),
        Tried({"kind": "aboveAverage", "above_average": False}, {"operator": "belowAverage"}),
    ],
)  # fmt: skip
def test_a_conditional_format_does_just_what_is_wanted(tried):
    rule = ConditionalFormat(**{"areas": (area("A2:A4"),), "kind": "cellIs", "priority": 1, **tried.rule})
    finding = look("S.conditional_format", book(conditional_formats=(rule,)), range="A2:A4", **tried.wanted)
    assert finding.verdict is tried.expected, finding.sentence


@pytest.mark.parametrize(
    ("rule", "wanted", "expected"),
    [
        ({"kind": "list", "formulas": ('"男,女"',)}, {"kind": "list", "values": ["女", "男"]}, MET),
        ({"kind": "list", "formulas": ('"男, 女"',)}, {"kind": "list", "values": ["男", "女"]}, MET),
        ({"kind": "list", "formulas": ('"男,女,其他"',)}, {"kind": "list", "values": ["男", "女"]}, NOT),
        ({"kind": "list", "formulas": ("$B$2:$B$3",)}, {"kind": "list", "values": ["一班", "二班"]}, MET),
        ({"kind": "list", "formulas": ("备份!$B$2:$B$3",)}, {"kind": "list", "values": ["一班", "二班"]}, MET),
        ({"kind": "list", "formulas": ("没有!$B$2:$B$3",)}, {"kind": "list", "values": ["一班"]}, UNKNOWN),
        ({"kind": "whole", "operator": "between", "formulas": ("0", "100")},
         {"kind": "whole", "values": ["0", "100"], "operator": "between"}, MET),
        ({"kind": "whole", "operator": "between", "formulas": ("0", "100")}, {"kind": "whole", "values": ["0"]}, NOT),
        ({"kind": "whole", "operator": "greaterThan", "formulas": ("0",)},
         {"kind": "whole", "values": ["0"], "operator": ">"}, MET),
        ({"kind": "whole", "operator": "greaterThan", "formulas": ("0",)},
         {"kind": "whole", "values": ["0"], "operator": ">="}, NOT),
        ({"kind": "whole", "formulas": ("0", "100")}, {"kind": "decimal"}, NOT),
        ({"kind": "none"}, {"kind": "whole"}, NOT),
    ],
)  # fmt: skip
def test_a_rule_for_input_lets_through_just_what_is_wanted(rule, wanted, expected):
    work = book(ROWS, SECOND, validations=(Validation((area("D2:D4"),), **rule),))
    finding = look("S.validation", work, range="D2:D4", **wanted)
    assert finding.verdict is expected, finding.sentence


def test_a_rule_for_input_covers_the_whole_range():
    rules = (Validation((area("D2:D3"),), "list", formulas=('"男,女"',)),)
    finding = look("S.validation", book(validations=rules), range="D2:D4", kind="list", values=["男", "女"])
    assert (finding.verdict, finding.place) == (NOT, "D4")
    two = (*rules, Validation((area("D4"),), "list", formulas=('"男,女"',)))
    assert look("S.validation", book(validations=two), range="D2:D4", kind="list").verdict is MET


@pytest.mark.parametrize(
    ("sides", "style", "lines", "expected"),
    [
        ("all", "", {"A1": "tblr", "B1": "tblr"}, MET),
        ("all", "", {"A1": "tbl", "B1": "tblr"}, MET),
        ("all", "", {"A1": "tbl", "B1": "tbr"}, NOT),
        ("outer", "", {"A1": "tbl", "B1": "tbr"}, MET),
        ("outer", "", {"A1": "bl", "B1": "tbr"}, NOT),
        ("inner", "", {"A1": "r", "B1": ""}, MET),
        ("inner", "", {"A1": "", "B1": "l"}, MET),
        ("inner", "", {"A1": "tbl", "B1": "tbr"}, NOT),
        ("outer", "double", {"A1": "tbl", "B1": "tbr"}, NOT),
        ("outer", "thin", {"A1": "tbl", "B1": "tbr"}, MET),
    ],
)
def test_lines_are_drawn_around_and_between_cells(sides, style, lines, expected):
    names = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
    made = [Borders(**{names[side]: Line(style="thin") for side in drawn}) for drawn in (lines["A1"], lines["B1"])]
    styles = (CellStyle(), *(CellStyle(borders=one) for one in made))
    first, second = cells([("甲", "乙")])
    own = (msgspec.structs.replace(first, style=1), msgspec.structs.replace(second, style=2))
    work = Workbook("xlsx", (Sheet("成绩", cells=own),), styles)
    assert look("S.borders", work, range="A1:B1", sides=sides, style=style).verdict is expected


@pytest.mark.parametrize(
    ("setup", "wanted", "expected"),
    [
        ({"scale_percent": 80}, {"scale": 80}, MET),
        ({"scale_percent": 80, "fit_to_page": True}, {"scale": 80}, NOT),
        ({"fit_to_page": True, "fit_width": 1, "fit_height": 2}, {"fit_width": 1, "fit_height": 2}, MET),
        ({"fit_to_page": True, "fit_width": 1, "fit_height": 2}, {"fit_height": 1}, NOT),
        ({"fit_width": 1, "fit_height": 2}, {"fit_width": 1}, NOT),
        ({"paper": 9}, {"paper": "a4"}, MET),
        ({"paper": 13}, {"paper": "A4"}, NOT),
        ({"paper_width_pt": pt("595.3"), "paper_height_pt": pt("841.9")}, {"paper": "A4"}, MET),
        ({"paper_width_pt": pt("841.9"), "paper_height_pt": pt("595.3")}, {"paper": "A4"}, MET),
        ({"paper": 9, "paper_width_pt": pt("500"), "paper_height_pt": pt("841.9")}, {"paper": "A4"}, NOT),
        ({"landscape": True}, {"orientation": "portrait"}, NOT),
        ({}, {}, UNKNOWN),
    ],
)
def test_every_word_of_a_page_set_up_is_looked_at(setup, wanted, expected):
    assert look("S.page_setup", book(print_setup=PrintSetup(**setup)), **wanted).verdict is expected


def test_a_rule_that_cannot_be_calculated_hides_no_right_one():
    right = ConditionalFormat((area("A2:A4"),), kind="cellIs", priority=1, operator="lessThan", formulas=("60",))
    strange = ConditionalFormat((area("A2:A4"),), kind="expression", priority=2, formulas=("未知函数(A2)",))
    wanted: dict[str, Any] = {"range": "A2:A4", "operator": "<", "value": 60}
    assert look("S.conditional_format", book(conditional_formats=(strange, right)), **wanted).verdict is MET
    assert look("S.conditional_format", book(conditional_formats=(strange,)), **wanted).verdict is UNKNOWN


def test_a_rule_for_each_part_does_what_one_for_all_does_unless_it_ranks():
    wide = (("甲", "乙"), (1, 2), (3, 4))

    def two(**rule: Any) -> Workbook:
        rules = tuple(ConditionalFormat((area(one),), **rule) for one in ("A2:A3", "B2:B3"))
        return book(wide, conditional_formats=rules)

    cells_below = two(kind="cellIs", operator="lessThan", formulas=("60",))
    assert look("S.conditional_format", cells_below, range="A2:B3", operator="<", value=60).verdict is MET
    best = two(kind="top10", rank=3)
    assert look("S.conditional_format", best, range="A2:B3", operator="top10", value=3).verdict is NOT
    part = book(wide, conditional_formats=cells_below.sheets[0].conditional_formats[:1])
    finding = look("S.conditional_format", part, range="A2:B3", operator="<", value=60)
    assert (finding.verdict, "没有覆盖整个 A2:B3" in finding.sentence) == (NOT, True)


def test_a_chart_of_a_whole_column_shows_what_stands_in_it():
    whole = chart(series=series("成绩!$C:$C", "成绩!$A:$A"))
    assert look("S.chart", whole, **DATA).verdict is MET
    assert look("S.chart", whole, **{**DATA, "data": "C2:C3"}).verdict is NOT


def test_a_sparkline_stands_in_its_cell_and_a_comment_holds_its_words():
    work = book(sparklines=(Sparkline("line", "B2:D2", "E3"),), comments=(CellComment(2, 1, "满 分"),))
    assert look("S.sparkline", work, cell="E2").verdict is NOT
    assert look("S.sparkline", work, cell="E3", data="B2:D2").verdict is MET
    assert look("S.sparkline", work, cell="E3", data="B2:D3").verdict is NOT
    assert look("S.comment", work, cell="A2", text="满分").verdict is MET
    assert look("S.comment", work, cell="A2", text=" 满 分 ").verdict is MET
    assert look("S.comment", work, cell="A3", text="满分").verdict is NOT


def test_blanks_between_pieces_of_a_text_have_no_look_and_styled_blanks_are_no_rows():
    pieces = (Run("甲", format=RunFormat(bold=True)), Run("  ", format=RunFormat(latin="Arial")))
    first = msgspec.structs.replace(cells([("甲  ",)])[0], rich_text=pieces)
    assert look("S.bold", book((), cells=(first,)), range="A1").verdict is MET
    blank = msgspec.structs.replace(cells([("x",)], 3)[0], kind=CellKind.BLANK, value="")
    kept = book((), cells=(*cells((ROWS[0], ROWS[1])), blank, *cells((ROWS[3],), 4)))
    assert look("S.rows_deleted", kept, book(), texts=["乙"]).observed == "只清空了内容"
