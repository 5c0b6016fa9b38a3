"""Every S check can be undone on the workbook's own XML, and nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from grading.checks.finding import Verdict
from tests.grading.checks.sheet_work import FILE, fill_down, put, style, workbook
from tests.grading.rubric.mutants.trying import call, lost, verdicts

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SORTED: list[list[Any]] = [
    ["学号", "姓名", "语文", "数学", "英语"],
    [1, "王小明", 92, 88, 79],
    [4, "陈静", 92, 77, 100],
    [5, "赵敏", 84, 45, 70],
    [2, "李红", 75, 60, 88],
    [3, "张伟", 59, 92, 61],
]


def things(sheet: Worksheet) -> None:
    """Write all that is no look of a cell."""
    sheet.title = "期末"
    sheet.merge_cells("A10:C10")
    sheet.column_dimensions["H"].width = 20
    sheet.row_dimensions[12].height = 30
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:E6"
    sheet.conditional_formatting.add(
        "C2:E6", CellIsRule(operator="lessThan", formula=["60"], font=Font(color="FF0000"))
    )
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("J2:J5")
    sheet.add_data_validation(validation)
    chart = LineChart()
    chart.title = "成绩图"
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=6))
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=6))
    sheet.add_chart(chart, "L2")


MODEL = workbook(
    fill_down("F", "=SUM(C#:E#)"),
    put(G1="总评", G2=7, H15="文字", I15=1.5),
    style("G3:G3", font=Font(bold=True)),
    style("G4:G4", font=Font(italic=True)),
    style("G5:G5", font=Font(underline="single")),
    style("G6:G6", font=Font(size=20)),
    style("G7:G7", font=Font(name="黑体")),
    style("G8:G8", font=Font(color="0000FF")),
    style("G9:G9", fill=PatternFill("solid", fgColor="FFFF00")),
    style("H1:H1", alignment=Alignment(horizontal="center")),
    style("H2:H2", alignment=Alignment(wrap_text=True)),
    style("H3:H3", number_format="0.00"),
    style("A14:C15", border=BOX),
    put(**dict.fromkeys(("G3", "G4", "G5", "G6", "G7", "G8", "H1", "H2"), "字"), H3=3),
    things,
    rows=SORTED,
)
STARTER = workbook()
CALLS = {
    "S.sheet_name": call("S.sheet_name", FILE, index=1, name="期末"),
    "S.cell_text": call("S.cell_text", FILE, cell="G1", text="总评"),
    "S.cell_number": call("S.cell_number", FILE, cell="G2", value=7),
    "S.formula": call("S.formula", FILE, range="F2:F6", model="=SUM(C2:E2)", inputs="C2:E6"),
    "S.bold": call("S.bold", FILE, range="G3"),
    "S.italic": call("S.italic", FILE, range="G4"),
    "S.underline": call("S.underline", FILE, range="G5"),
    "S.font_size": call("S.font_size", FILE, range="G6", size="20"),
    "S.font_name": call("S.font_name", FILE, range="G7", font="黑体"),
    "S.font_colour": call("S.font_colour", FILE, range="G8", colour="0000FF"),
    "S.fill": call("S.fill", FILE, range="G9", colour="FFFF00"),
    "S.alignment": call("S.alignment", FILE, range="H1", horizontal="center"),
    "S.wrap": call("S.wrap", FILE, range="H2"),
    "S.number_format": call("S.number_format", FILE, range="H3", kind="number", decimals=2),
    "S.borders": call("S.borders", FILE, range="A14:C15"),
    "S.merged": call("S.merged", FILE, range="A10:C10"),
    "S.column_width": call("S.column_width", FILE, column="H", value=20),
    "S.row_height": call("S.row_height", FILE, row=12, value="30pt"),
    "S.freeze": call("S.freeze", FILE, rows=1),
    "S.filter_on": call("S.filter_on", FILE, range="A1:E6"),
    "S.conditional_format": call("S.conditional_format", FILE, range="C2:E6", operator="lessThan", value="60"),
    "S.validation": call("S.validation", FILE, range="J2:J5", kind="list", values=["甲", "乙"]),
    "S.chart data": call("S.chart", FILE, type="line", data="C2:C6", categories="B2:B6"),
    "S.chart title": call("S.chart", FILE, type="line", title="成绩图"),
    "S.sorted": call("S.sorted", FILE, range="A1:E6", keys=[{"column": "C", "order": "desc"}], header=True),
    "S.no_errors": call("S.no_errors", FILE, range="H15:I15"),
}
FILES, STARTERS = {FILE: MODEL}, {FILE: STARTER}


def test_the_model_of_this_test_meets_every_check():
    found = dict(zip(CALLS, verdicts(list(CALLS.values()), FILES, STARTERS), strict=True))
    assert {name for name, verdict in found.items() if verdict is not Verdict.MET} == set()


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_in_a_workbook_loses_just_that(name):
    assert lost(CALLS, name, FILES, STARTERS) == {name}


def test_data_that_was_changed_is_not_intact():
    intact = {
        "intact": call("S.data_intact", FILE, range="A1:E6"),
        "first": call("S.cell_text", FILE, cell="B1", text="姓名"),
    }
    assert lost(intact, "intact", STARTERS, STARTERS) == {"intact"}
