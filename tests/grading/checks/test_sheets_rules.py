"""Conditional formats, validation and charts: what they do and show, not how they are written."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from tests.grading.checks.sheet_work import MET, NOT, UNKNOWN, fill_down, look, put, verdict, workbook
from tests.grading.office.builders import cells, xlsx

RED = Font(color="FFFF0000")
MARKS: dict[str, Any] = {"range": "C2:E6", "operator": "lessThan", "value": "60"}


def rule(area, made):
    return lambda sheet: sheet.conditional_formatting.add(area, made)


def less(*bounds, operator="lessThan", font=RED):
    return CellIsRule(operator=operator, formula=list(bounds), font=font)


@pytest.mark.parametrize(
    ("edit", "wanted", "expected"),
    [
        (rule("C2:E6", less("60")), MARKS, MET),
        (rule("C2:E6", less("$H$1")), MARKS, NOT),
        (rule("A1:E6", less("60")), MARKS, MET),
        (rule("C2:C6", less("60")), MARKS, NOT),
        (rule("C2:C6 D2:D6 E2:E6", less("60")), MARKS, MET),
        (rule("C2:E6", less("60", operator="lessThanOrEqual")), MARKS, NOT),
        (rule("C2:E6", less("60", operator="greaterThan")), MARKS, NOT),
        (rule("C2:E6", less("59", operator="lessThanOrEqual")), MARKS, MET),
        (rule("C2:E6", FormulaRule(formula=["C2<60"], font=RED)), MARKS, MET),
        (rule("C2:E6", FormulaRule(formula=["$C$2<60"], font=RED)), MARKS, NOT),
        (rule("C2:E6", FormulaRule(formula=["C1<60"], font=RED)), MARKS, NOT),
        (rule("C2:E6", FormulaRule(formula=["MYSTERY(C2)"], font=RED)), MARKS, UNKNOWN),
        (rule("C2:E6", less("60")), {**MARKS, "font_colour": "FF0000"}, MET),
        (rule("C2:E6", less("60")), {**MARKS, "font_colour": "00FF00"}, NOT),
        (rule("C2:E6", less("60")), {**MARKS, "operator": "<"}, MET),
        (rule("C2:E6", less("60", "80", operator="between")), {**MARKS, "operator": "between", "value2": 80}, MET),
        (rule("C2:E6", less("60", "90", operator="between")), {**MARKS, "operator": "between", "value2": 80}, NOT),
        (rule("C2:E6", less('"缺考"', operator="equal")), {**MARKS, "operator": "equal", "value": "缺考"}, MET),
        (
            rule("C2:E6", DataBarRule("min", None, "max", None, "FF638EC6")),
            {"range": "C2:E6", "operator": "dataBar"},
            MET,
        ),
        (put(), MARKS, NOT),
    ],
)
def test_conditional_formats_are_tried_out(edit, wanted, expected):
    assert verdict("S.conditional_format", workbook(edit), **wanted) is expected


def test_a_bound_kept_in_a_cell_is_as_good_as_a_typed_one():
    assert verdict("S.conditional_format", workbook(put(H1=60), rule("C2:E6", less("$H$1"))), **MARKS) is MET


def test_rules_of_the_extension_list_are_seen():
    extension = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting><x14:cfRule type="cellIs" priority="1" operator="lessThan" id="{1}">'
        "<xm:f>60</xm:f></x14:cfRule><xm:sqref>A1:A2</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings></ext></extLst>"
    )
    data = xlsx(cells('<row r="1"><c r="A1"><v>5</v></c></row>') + extension)
    assert verdict("S.conditional_format", data, range="A1:A2", operator="lessThan", value=60) is MET


def validate(area, **rules):
    def edit(sheet):
        made = DataValidation(**rules)
        sheet.add_data_validation(made)
        made.add(area)

    return edit


LIST: dict[str, Any] = {"range": "F2:F6", "kind": "list", "values": ["男", "女"]}
WHOLE: dict[str, Any] = {"range": "F2:F6", "kind": "whole", "operator": "between", "values": ["0", "100"]}


@pytest.mark.parametrize(
    ("edits", "wanted", "expected"),
    [
        ([validate("F2:F6", type="list", formula1='"男,女"')], LIST, MET),
        ([validate("F2:F6", type="list", formula1='"女, 男"')], LIST, MET),
        ([validate("F2:F6", type="list", formula1="$H$1:$H$2"), put(H1="男", H2="女")], LIST, MET),
        ([validate("F2:F5", type="list", formula1='"男,女"')], LIST, NOT),
        ([validate("F2:F6", type="list", formula1='"男,女,无"')], LIST, NOT),
        ([put()], LIST, NOT),
        ([validate("F2:F6", type="whole", operator="between", formula1="0", formula2="100")], WHOLE, MET),
        ([validate("F2:F6", type="whole", operator="between", formula1="1", formula2="100")], WHOLE, NOT),
        ([validate("F2:F6", type="decimal", operator="between", formula1="0", formula2="100")], WHOLE, NOT),
        ([validate("F2:F6", type="list", formula1="UNKNOWN(1)")], LIST, UNKNOWN),
    ],
)
def test_validation_is_judged_by_what_may_be_typed(edits, wanted, expected):
    assert verdict("S.validation", workbook(*edits), **wanted) is expected


def draw(made, data, categories="B2:B6", title=None):
    """Draw a chart; `data` is (first column, first row, last column, last row)."""

    def edit(sheet):
        made.title = title
        made.add_data(Reference(sheet, *data), titles_from_data=False)
        made.set_categories(Reference(range_string=f"成绩!{categories}"))
        sheet.add_chart(made, "H2")

    return edit


def bar(kind="col"):
    made = BarChart()
    made.type = kind
    return made


CHART: dict[str, Any] = {"type": "column", "data": "C2:C6", "categories": "B2:B6"}


@pytest.mark.parametrize(
    ("edit", "wanted", "expected"),
    [
        (draw(bar(), (3, 2, 3, 6)), CHART, MET),
        (draw(bar("bar"), (3, 2, 3, 6)), CHART, NOT),
        (draw(LineChart(), (3, 2, 3, 6)), CHART, NOT),
        (draw(PieChart(), (3, 2, 3, 6)), {**CHART, "type": "pie"}, MET),
        (draw(bar(), (3, 1, 3, 6)), CHART, MET),
        (draw(bar(), (3, 2, 3, 5)), CHART, NOT),
        (draw(bar(), (4, 2, 4, 6)), CHART, NOT),
        (draw(bar(), (3, 2, 4, 6)), CHART, NOT),
        (draw(bar(), (3, 2, 5, 6)), {**CHART, "data": "C2:E6"}, MET),
        (draw(bar(), (3, 2, 3, 6), "A2:A6"), CHART, NOT),
        (draw(bar(), (3, 2, 3, 6), "B1:B6"), CHART, MET),
        (draw(bar(), (3, 2, 3, 6), title="语文成绩"), {**CHART, "title": "语文成绩"}, MET),
        (draw(bar(), (3, 2, 3, 6), title="语文"), {**CHART, "title": "语文成绩"}, NOT),
        (draw(bar(), (3, 2, 3, 6)), {**CHART, "on": "图表"}, NOT),
        (put(), CHART, NOT),
    ],
)
def test_charts_are_judged_by_what_they_show(edit, wanted, expected):
    assert verdict("S.chart", workbook(edit), **wanted) is expected


def test_data_of_charts_are_calculated_not_taken_from_what_the_chart_keeps():
    data = workbook(fill_down("F", "=SUM(C#:E#)"), draw(bar(), (6, 2, 6, 6)))
    assert verdict("S.chart", data, type="column", data="F2:F6") is MET


def test_the_chart_that_comes_nearest_is_judged_and_its_faults_are_said():
    data = workbook(draw(LineChart(), (4, 2, 4, 6)), draw(bar(), (3, 2, 3, 6), title="语文"))
    finding = look("S.chart", data, title="语文成绩", **CHART)
    assert finding.verdict is NOT
    assert finding.sentence == "图表标题是“语文”，要求“语文成绩”。"
