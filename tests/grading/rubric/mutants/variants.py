"""More ways to ask for the same things: parameters for which another way than the first must undo the check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Color, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn
from openpyxl.worksheet.worksheet import Worksheet

from tests.grading.rubric.mutants.facts import Example
from tests.grading.rubric.mutants.sheet_examples import CELL, CELLS, copied, example, model
from tests.grading.rubric.mutants.sheet_object_examples import DRAWINGS, OBJECTS, SHAPE, with_pivot
from tests.grading.rubric.mutants.slide_examples import MODEL, S1, SLIDES, STARTER

RULE = "sheets.0.conditional_formats.0."
Case = tuple[str, Example]


def rule(one: Rule) -> Callable[[Worksheet], object]:
    return lambda sheet: sheet.conditional_formatting.add("C2:E6", one)


def valid(**more: Any) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        one = DataValidation(**more)
        one.add("I2:I6")
        sheet.add_data_validation(one)

    return edit


def at_least_80(sheet: Worksheet) -> None:
    bound = CustomFilters(customFilter=[CustomFilter(operator="greaterThanOrEqual", val="80")])
    sheet.auto_filter.ref = "A1:E6"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=2, customFilters=bound))
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def rich(sheet: Worksheet) -> None:
    """A cell of two pieces, one of them red."""
    pieces = (TextBlock(InlineFont(sz=16, color=Color("FFFF0000")), "红"), TextBlock(InlineFont(sz=16), "黑"))
    sheet["H1"] = CellRichText(*pieces)
    sheet["H1"].font = Font(size=16)


def again(kind: str, parameters: dict[str, Any], *changes: str) -> Case:
    """The same model, asked otherwise."""
    old = {**CELLS, **OBJECTS, **SLIDES}[kind]
    return kind, Example(parameters, old.model, changes or old.changes, old.starter, old.files)


def conditional(parameters: dict[str, Any], one: Rule, *changes: str) -> Case:
    return "S.conditional_format", example(
        {"range": "C2:E6", **parameters}, rule(one), *(f"{RULE}{c}" for c in changes)
    )


def slide(kind: str, parameters: dict[str, Any], *changes: str) -> Case:
    return kind, Example({"slide": 1, **parameters}, MODEL, tuple(f"{S1}{one}" for one in changes), STARTER)


FONT = Font(color="FF0000")
TOP = Rule(type="top10", rank=3, dxf=DifferentialStyle(font=FONT))
DOUBLES = Rule(type="duplicateValues", dxf=DifferentialStyle(font=FONT))
CONTAINS = Rule(type="containsText", operator="containsText", text="缺考", formula=['NOT(ISERROR(SEARCH("缺考",C2)))'],
                dxf=DifferentialStyle(font=FONT))  # fmt: skip
WHOLE = {"type": "whole", "operator": "between", "formula1": "0", "formula2": "100"}
VARIANTS: list[Case] = [
    again("S.bold", {"range": "A2:E2", "value": False}, f"{CELL}E2.style.font.bold"),
    ("S.font_size", example({"range": "H1", "size": "16pt"}, rich, f"{CELL}H1.style.font.size_pt",
                            f"{CELL}H1.rich_text.*")),
    again("S.fill", {"range": "A1:E1"}, f"{CELL}?1.style.fill*"),
    again("S.number_format", {"range": "C2:C6", "kind": "number"}, f"{CELL}C?.*number_format*"),
    again("S.formula", {"range": "F2:F6", "model": "=SUM(C2:E2)", "inputs": "C2:E6", "partial": True}, f"{CELL}F?.*"),
    again("S.data_intact", {"range": "A1:E6", "partial": True}, f"{CELL}[A-E]?.*"),
    again("S.no_errors", {}, f"{CELL}A8.*"),
    again("S.sorted", {"range": "A1:E6", "keys": [{"column": "C", "order": "desc"}]}, f"{CELL}[A-E]?.value"),
    again("S.rows_hidden", {"rows": "5", "value": False}, "sheets.0.rows.*"),
    again("S.columns_hidden", {"columns": "B", "value": False}, "sheets.0.columns.*"),
    again("S.tab_colour", {}, "sheets.0.tab_colour"),
    again("S.sheet_hidden", {"sheet": "成绩", "value": False}, "sheets.0.state"),
    again("S.filter_on", {}, "sheets.0.filter.*", "names.*"),
    again("S.print_area", {}, "sheets.0.print_setup.areas.0", "names.*"),
    ("S.sheet_order", example({"names": ["名单", "备份"]}, copied, "sheets.[12].*")),
    ("S.protected", example({"value": False}, None, "sheets.0.protection*")),
    ("S.filtered", example({"range": "A1:E6", "column": "B", "visible": ["王小明", "陈静", "赵敏"]}, at_least_80,
                           "sheets.0.filter.columns.*", "sheets.0.rows.*")),
    conditional({"operator": ">=", "value": "90"}, CellIsRule(operator="greaterThanOrEqual", formula=["90"], font=FONT),
                "formulas.0"),
    conditional({"operator": "<", "value": "60"}, FormulaRule(formula=["C2<60"], font=FONT), "formulas.0"),
    conditional({"operator": "top10", "value": "3"}, TOP, "rank"),
    conditional({"operator": "duplicateValues"}, DOUBLES, "kind"),
    conditional({"operator": "containsText", "value": "缺考"}, CONTAINS, "text", "formulas.0"),
    ("S.validation", example({"range": "I2:I6", "kind": "whole", "operator": "between", "values": ["0", "100"]},
                             valid(**WHOLE), "sheets.0.validations.0.formulas.0")),
    ("S.validation", example({"range": "I2:I6", "kind": "whole"}, valid(**WHOLE), "sheets.0.validations.0.areas.0")),
    ("S.validation", example({"range": "I2:I6", "kind": "list", "values": ["王小明", "李红"]},
                             valid(type="list", formula1="名单!$A$2:$A$3"), "sheets.0.validations.0.formulas.0")),
    again("S.chart", {"type": "column", "categories": "B2:B6", "sheet": "成绩"}, f"{SHAPE}chart.series.0.categor*"),
    again("S.chart", {"type": "column", "title": "语文成绩"}, f"{SHAPE}chart.title"),
    again("S.chart", {"type": "column", "y_title": "分数"}, f"{SHAPE}chart.axes.1.title"),
    again("S.chart", {"type": "column", "legend": True}, f"{SHAPE}chart.legend"),
    again("S.chart", {"type": "column", "labels": True}, f"{SHAPE}chart.*label*"),
    again("S.chart", {"type": "column"}, f"{SHAPE}chart.kinds.0", f"{SHAPE}chart.series.0.kind"),
    again("S.table", {"style": "TableStyleMedium2"}, "sheets.0.tables.0.style"),
    again("S.table", {"totals": False}, "sheets.0.tables.0.totals_row"),
    again("S.table", {}, "sheets.0.tables.*"),
    ("S.pivot", Example({"rows": ["姓名"]}, with_pivot(), ("sheets.0.pivots.0.rows.0",), model())),
    ("S.pivot", Example({"source": "A1:E6"}, with_pivot(), ("sheets.0.pivots.0.source",), model())),
    again("S.sparkline", {"cell": "H2", "kind": "column"}, "sheets.0.sparklines.0.kind"),
    again("S.sparkline", {"cell": "H2"}, "sheets.0.sparklines.*"),
    again("S.hyperlink", {"cell": "H2"}, "sheets.0.links.*"),
    again("S.comment", {"cell": "C6"}, "sheets.0.comments.0.row"),
    ("S.shape_fill", Example({"text": "优秀"}, DRAWINGS, (f"{SHAPE}fill*",), model())),
    ("S.shape_line", Example({"text": "优秀"}, DRAWINGS, (f"{SHAPE}line*",), model())),
    ("S.shape_effect", Example({"text": "优秀"}, DRAWINGS, (f"{SHAPE}effects*",), model())),
    ("S.picture_crop", Example({}, DRAWINGS, (f"{SHAPE}picture.crop_left",), model())),
    slide("P.transition", {}, "transition*"),
    slide("P.transition_timing", {"duration": 1000}, "transition.duration_ms"),
    slide("P.transition_timing", {"direction": "l"}, "transition.options.0"),
    slide("P.transition_timing", {"on_click": False}, "transition.on_click"),
    slide("P.background", {"kind": "solid"}, "background*", "own_background"),
    slide("P.background", {}, "background*"),
    slide("P.animation", {"text": "我们的约定"}, "animations.0.shape"),
    slide("P.animation", {}, "animations.*"),
    slide("P.animation_timing", {"text": "竖排的字", "delay": 500}, "animations.1.delay_ms"),
    slide("P.animation_timing", {"text": "竖排的字", "duration": 1000}, "animations.1.duration_ms"),
    slide("P.hyperlink", {"text": "去第三张看看"}, "shapes.1.blocks.*.runs.*"),
    slide("P.chart", {"values": ["92", "75", "59", "92", "84"]}, "shapes.14.chart.series.0.values.4"),
    slide("P.chart", {"categories": ["王小明", "李红", "张伟", "陈静", "赵敏"]},
          "shapes.14.chart.series.0.categories.4"),
    slide("P.chart", {"type": "column"}, "shapes.14.chart.kinds.0", "shapes.14.chart.series.0.kind"),
    slide("P.chart", {"legend": True, "labels": True}, "shapes.14.chart.*"),
    slide("P.chart", {}, "shapes.*"),
    slide("P.button", {}, "shapes.3.link"),
    slide("P.table_style", {"style": "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"}, "shapes.7.table.*"),
    slide("P.footer", {}, "shapes.*"),
    slide("P.underline", {"text": "P.underline的一行字", "style": "single"}, "shapes.1.blocks.*.runs.0.*"),
    ("P.transition", Example({"effect": "push", "slide": 1}, MODEL, (f"{S1}transition.*",), STARTER)),
    ("P.theme", Example({}, MODEL, ("slides.*.theme", "themes.0.name"), STARTER)),
    ("P.show", Example({"loop": True}, MODEL, ("show.loop",), STARTER)),
    ("P.show", Example({"first": 1, "last": 2}, MODEL, ("show.slides.*",), STARTER)),
    ("P.show", Example({"kind": "kiosk", "loop": True}, MODEL, ("show.*",), STARTER)),
    ("P.section", Example({"name": "正文"}, MODEL, ("sections.1.name",), STARTER)),
    ("P.slide_count", Example({"at_least": 3}, MODEL, ("slides.2.*", "sections.1.slides.1",
                                                       f"{S1}shapes.1.blocks.*.runs.0.link"), STARTER)),
    ("P.slide_inserted", Example({"slide": 3}, MODEL, ("slides.2.*", "sections.1.slides.1",
                                                       f"{S1}shapes.1.blocks.*.runs.0.link"), STARTER)),
    ("P.comment", Example({}, MODEL, (f"{S1}comments.*",), STARTER)),
    ("P.master_font", Example({"font": "黑体"}, MODEL, ("layouts.0.shapes.0.blocks.0.runs.0.*",), STARTER)),
    ("P.master_font", Example({"colour": "红色"}, MODEL, ("layouts.0.shapes.0.blocks.0.runs.0.*",), STARTER)),
]  # fmt: skip
