"""S checks of the book, its structure, moved data, objects and print set-up: met, partly, not met, cannot judge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from grading.checks.finding import Verdict
from grading.office.model import (
    Axis,
    Cell,
    CellAlignment,
    CellComment,
    CellKind,
    CellStyle,
    Chart,
    ColumnSpan,
    DefinedName,
    Filter,
    FilterColumn,
    Link,
    ListTable,
    Pivot,
    PivotValue,
    Placement,
    PrintSetup,
    Properties,
    Protection,
    Row,
    RunFormat,
    Shape,
    ShapeKind,
    Sheet,
    SheetKind,
    SheetState,
    Sparkline,
    Workbook,
    find_area,
)
from tests.grading.checks.model_work import cm, look

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
ROWS: tuple[tuple[Any, ...], ...] = (
    ("姓名", "班级", "分数"),
    ("甲", "一班", 90),
    ("乙", "二班", 85),
    ("丙", "一班", 100),
)
DATES = CellStyle(number_format="yyyy-mm-dd")


def area(text: str):
    found = find_area(text)
    assert found is not None
    return found


def cells(rows: Any, first: int = 1, style: int = 0) -> tuple[Cell, ...]:
    made = []
    for row, line in enumerate(rows, first):
        for column, value in enumerate(line, 1):
            if isinstance(value, str) and value.startswith("="):
                made.append(Cell(row, column, CellKind.NUMBER, "0", formula=value[1:], style=style))
            elif isinstance(value, str):
                made.append(Cell(row, column, CellKind.TEXT, value, style=style))
            elif value is not None:
                made.append(Cell(row, column, CellKind.NUMBER, str(value), style=style))
    return tuple(made)


def book(
    rows: Any = ROWS, *others: Sheet, style: CellStyle | None = None, wide: dict[str, Any] | None = None, **more: Any
) -> Workbook:
    """A workbook whose first sheet has these rows; `wide` are fields of the book, the rest those of the sheet."""
    styles = (CellStyle(),) if style is None else (CellStyle(), style)
    made = cells(rows, style=0 if style is None else 1)
    sheet = Sheet(name="成绩", **{"cells": made, **more})
    return Workbook(**{"format": "xlsx", "sheets": (sheet, *others), "styles": styles, **(wide or {})})


def printed(**more: Any) -> Workbook:
    return book(print_setup=PrintSetup(**more))


def with_chart(chart: Chart | None = None, **more: Any) -> Workbook:
    return book(shapes=(Shape(ShapeKind.CHART, chart=chart or Chart(kinds=("column",)), **more),))


def filtered(**more: Any) -> Workbook:
    sheet = Sheet("成绩", cells=cells(ROWS), **more)
    return Workbook("xlsx", (sheet,))


PLAIN = book()
EMPTY = book(())
SECOND = Sheet("备份", cells=cells(ROWS))
NOTES = Sheet("说明", cells=cells([("不要改动",)]))
HIDDEN_ROW = Row(3, 3, hidden=True)
FILTER = Filter(area("A1:C4"), (FilterColumn(1, "values", ("一班",)),))
PIVOT = Pivot("p", source="成绩!$A$1:$C$4", rows=("班级",), values=(PivotValue("分数", "average"),))
TOTALS = (*ROWS[:2], ("一班 汇总", None, "=SUBTOTAL(9,C2:C2)"), ROWS[2], ("二班 汇总", None, "=SUBTOTAL(9,C4:C4)"))
TYPED = (*ROWS[:2], ("一班 汇总", None, 90), ROWS[2], ("二班 汇总", None, 85))
DOUBLED = (*ROWS, ROWS[1])
AXIS = Axis("value", minimum="0", maximum="100", major_unit="20")

CASES: list[tuple[str, dict[str, Any], Workbook, Workbook]] = [
    ("S.format", {"value": "xlsx"}, PLAIN, book(wide={"format": "ods"})),
    ("S.property", {"name": "title", "value": "成绩"}, book(wide={"properties": Properties(title="成绩")}), PLAIN),
    ("S.sheet_count", {"value": 2}, book(ROWS, SECOND), PLAIN),
    ("S.sheet_order", {"names": ["成绩", "备份"]}, book(ROWS, NOTES, SECOND), PLAIN),
    ("S.sheet_order", {"names": ["成绩", "备份"], "only": True}, book(ROWS, SECOND), book(ROWS, NOTES, SECOND)),
    ("S.tab_colour", {"colour": "红色"}, book(tab_colour="FF0000"), book(tab_colour="00FF00")),
    ("S.sheet_hidden", {}, book(state=SheetState.HIDDEN), PLAIN),
    ("S.sheet_copied", {"source": "成绩", "name": "备份"}, book(ROWS, SECOND), book(ROWS, Sheet("备份"))),
    ("S.sheet_copied", {"source": "成绩", "name": "备份"}, book(ROWS, SECOND), PLAIN),
    ("S.name", {"name": "分数", "range": "C2:C4"}, book(wide={"names": (DefinedName("分数", "成绩!$C$2:$C$4"),)}),
     PLAIN),
    ("S.protected", {}, book(protection=Protection(on=True)), PLAIN),
    ("S.book_protected", {}, book(wide={"structure_protected": True}), PLAIN),
    ("S.locked", {"range": "A1:A2", "value": False}, book(style=CellStyle(locked=False)), PLAIN),
    ("S.cell_style", {"range": "A1", "name": "标题 1"}, book(style=CellStyle(name="标题 1")), PLAIN),
    ("S.gridlines", {"value": False}, book(gridlines_shown=False), PLAIN),
    ("S.zoom", {"value": 150}, book(zoom_percent=150), PLAIN),
    ("S.active_sheet", {"name": "备份"}, book(ROWS, SECOND, wide={"active_sheet": 1}), book(ROWS, SECOND)),
    ("S.no_external_links", {}, PLAIN, book(wide={"external_workbooks": ("别的.xlsx",)})),
    ("S.no_external_links", {}, PLAIN, EMPTY),
    ("S.strike", {"range": "A1"}, book(style=CellStyle(font=RunFormat(strike=True))), PLAIN),
    ("S.shrink", {"range": "A1"}, book(style=CellStyle(alignment=CellAlignment(shrink=True))), PLAIN),
    ("S.rotation", {"range": "A1", "degrees": 45}, book(style=CellStyle(alignment=CellAlignment(rotation_degrees=45))),
     PLAIN),
    ("S.rotation", {"range": "A1", "stacked": True}, book(style=CellStyle(alignment=CellAlignment(stacked=True))),
     PLAIN),
    ("S.indent", {"range": "A1", "value": 2}, book(style=CellStyle(alignment=CellAlignment(indent=2))),
     book([("  甲",)])),
    ("S.inserted", {"row": 2}, book((ROWS[0], ("新",), *ROWS[1:])), PLAIN),
    ("S.inserted", {"row": 2}, book((ROWS[0], ("新",), *ROWS[1:])), book((ROWS[0], ("新",), *ROWS[2:]))),
    ("S.inserted", {"column": "A"}, book(tuple(("新", *row) for row in ROWS)), PLAIN),
    ("S.rows_deleted", {"texts": ["乙"]}, book((ROWS[0], ROWS[1], ROWS[3])), PLAIN),
    ("S.rows_deleted", {"texts": ["乙"]}, book((ROWS[0], ROWS[1], ROWS[3])), book((ROWS[0],))),
    ("S.rows_deleted", {"texts": ["乙"]}, book((ROWS[0], ROWS[1], ROWS[3])), EMPTY),
    ("S.columns_deleted", {"headers": ["班级"]}, book(tuple((row[0], row[2]) for row in ROWS)), PLAIN),
    ("S.columns_deleted", {"headers": ["班级"]}, book(tuple((row[0], row[2]) for row in ROWS)), EMPTY),
    ("S.rows_hidden", {"rows": "3"}, filtered(rows=(HIDDEN_ROW,)), PLAIN),
    ("S.columns_hidden", {"columns": "B:C"}, book(columns=(ColumnSpan(2, 3, hidden=True),)),
     book(columns=(ColumnSpan(2, 2, hidden=True),))),
    ("S.duplicates_removed", {"range": "A1:C5"}, PLAIN, book(DOUBLED)),
    ("S.duplicates_removed", {"range": "A1:C5"}, PLAIN, book(ROWS[:3])),
    ("S.row_count", {"value": 4}, PLAIN, EMPTY),
    ("S.row_added", {"values": ["丁", "三班", "70"]}, book((*ROWS, ("丁", "三班", 70))), PLAIN),
    ("S.series", {"range": "A1:A3", "start": "1", "step": "2"}, book([(1,), (3,), (5,)]), book([(1,), (3,), (6,)])),
    ("S.series", {"range": "A1:A2", "values": ["星期一", "星期二"]}, book([("星期一",), ("星期二",)]),
     book([("星期一",)])),
    ("S.series", {"range": "A1:A2", "start": "2026-09-01", "step": "7"}, book([(46266,), (46273,)], style=DATES),
     book([(46266,), (46274,)], style=DATES)),
    ("S.cell_date", {"cell": "A1", "date": "2026-09-01"}, book([(46266,)], style=DATES), book([("2026-09-01",)])),
    ("S.texts", {"range": "A2:A4", "values": ["甲", "乙", "丙"]}, PLAIN, book((ROWS[0], ROWS[2], ROWS[1], ROWS[3]))),
    ("S.transposed", {"range": "A1:C2", "to": "E1"}, book((
        (*ROWS[0], None, "姓名", "甲"), (*ROWS[1], None, "班级", "一班"), (*ROWS[2], None, "分数", 90), ROWS[3])),
         PLAIN),
    ("S.copied", {"range": "A1:C2", "to": "A10", "plain": True}, book((*ROWS, *[()] * 5, *ROWS[:2])),
     book((*ROWS, *[()] * 5, ("=A1", "=B1", "=C1")))),
    ("S.table", {"range": "A1:C4"}, book(tables=(ListTable("t", area("A1:C4")),)), PLAIN),
    ("S.pivot", {"rows": ["班级"], "values": ["分数:average"], "source": "A1:C4"}, book(pivots=(PIVOT,)), PLAIN),
    ("S.pivot", {"values": ["分数:average"]}, book(pivots=(PIVOT,)),
     book(pivots=(msgspec.structs.replace(PIVOT, values=(PivotValue("分数", "sum"),)),))),
    ("S.subtotal", {"column": "C"}, book(TOTALS), book(TYPED)),
    ("S.subtotal", {"column": "C"}, book(TOTALS), book((*TOTALS, ("丁", None, 70)))),
    ("S.sparkline", {"cell": "E2", "kind": "line"}, book(sparklines=(Sparkline("line", "B2:D2", "E2"),)),
     book(sparklines=(Sparkline("column", "B2:D2", "E2"),))),
    ("S.hyperlink", {"cell": "A1", "address": "http://school.example.com"},
     book(links=(Link(area("A1"), "http://school.example.com/"),)), PLAIN),
    ("S.hyperlink", {"cell": "A1", "address": "备份!A1"}, book(links=(Link(area("A1"), location="'备份'!A1"),)), PLAIN),
    ("S.comment", {"cell": "C4", "text": "满分"}, book(comments=(CellComment(4, 3, "满分！"),)),
     book(comments=(CellComment(1, 1, "满分！"),))),
    ("S.chart_place", {"range": "E1:J12"}, with_chart(placement=Placement(from_cell="E2", to_cell="I11")),
     with_chart(placement=Placement(from_cell="E2", to_cell="K30"))),
    ("S.chart_place", {"alone": True}, book(kind=SheetKind.CHART_SHEET, shapes=(Shape(ShapeKind.CHART,
     chart=Chart()),)),
     with_chart()),
    ("S.chart_legend", {"value": "b"}, with_chart(Chart(legend="b")), with_chart(Chart(legend="r"))),
    ("S.chart_axis", {"minimum": "0", "maximum": "100", "unit": "20"}, with_chart(Chart(axes=(AXIS,))),
     with_chart(Chart(axes=(Axis("value"),)))),
    ("S.extracted", {"to": "E1", "rows": [["甲", "90"], ["丙", "100"]]},
     book([(*(None,) * 4, "丙", 100), (*(None,) * 4, "甲", 90)]), PLAIN),
    ("S.print_area", {"range": "A1:C4"}, printed(areas=("成绩!$A$1:$C$4",)), PLAIN),
    ("S.print_titles", {"rows": "1:1"}, printed(title_rows="成绩!$1:$1"), PLAIN),
    ("S.page_setup", {"orientation": "landscape", "paper": "A4", "fit_width": 1},
     printed(landscape=True, paper=9, fit_to_page=True), PLAIN),
    ("S.page_margins", {"left": "2cm"}, printed(margin_left_pt=cm(2)), PLAIN),
    ("S.page_centred", {"horizontally": True}, printed(centre_horizontally=True), PLAIN),
    ("S.page_edge", {"text": "&P", "edge": "footer"}, printed(footer="&C第 &P 页"), printed(footer="&C第 1 页")),
    ("S.page_edge", {"text": "成绩表"}, printed(header="&C成绩表"), PLAIN),
    ("S.page_break", {"row": 3}, printed(row_breaks=(2,)), PLAIN),
    ("S.page_break", {"column": "C"}, printed(column_breaks=(2,)), printed(column_breaks=(3,))),
    ("S.printed", {"gridlines": True, "headings": True}, printed(gridlines=True, headings=True), PLAIN),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(kind, parameters, good, bad):
    starter = book(DOUBLED) if kind == "S.duplicates_removed" else PLAIN
    met, missed = look(kind, good, starter, **parameters), look(kind, bad, starter, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence


def test_a_sheet_is_deleted_only_while_the_others_are_there():
    starter = book(ROWS, SECOND, NOTES)
    for now, expected in ((book(ROWS, NOTES), MET), (starter, NOT), (PLAIN, NOT)):
        assert look("S.sheet_deleted", now, starter, name="备份").verdict is expected
    assert look("S.sheet_deleted", PLAIN, starter, name="没有").verdict is UNKNOWN


def test_the_other_sheets_must_hold_what_they_held():
    starter = book(ROWS, NOTES)
    spoiled = book(ROWS, Sheet("说明", cells=cells([("改动了",)])))
    assert look("S.other_sheets_intact", book(ROWS[:2], NOTES), starter, sheet="成绩").verdict is MET
    finding = look("S.other_sheets_intact", spoiled, starter, sheet="成绩")
    assert finding.verdict is NOT
    assert "说明" in finding.sentence


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (filtered(filter=FILTER, rows=(HIDDEN_ROW,)), MET),
        (filtered(filter=FILTER), NOT),
        (filtered(rows=(HIDDEN_ROW,)), NOT),
        (book((ROWS[0], ROWS[1], ROWS[3])), NOT),
    ],
)
def test_a_filter_hides_rows_and_deletes_none(now, expected):
    verdict = look("S.filtered", now, PLAIN, range="A1:C4", column="A", visible=["甲", "丙"]).verdict
    assert verdict is expected


@pytest.mark.parametrize(
    ("kind", "parameters", "work"),
    [
        ("S.page_setup", {"orientation": "landscape", "paper": "A3"}, printed(landscape=True, paper=9)),
        ("S.printed", {"gridlines": True, "headings": True}, printed(gridlines=True)),
        ("S.locked", {"range": "A1:A2", "partial": True, "value": False},
         Workbook("xlsx", (Sheet("成绩", cells=(*cells([("甲",)], style=1), *cells([("乙",)], 2))),),
                  (CellStyle(), CellStyle(locked=False)))),
        ("S.rows_deleted", {"texts": ["甲", "乙"]}, book((ROWS[0], ROWS[1], ROWS[3]))),
    ],
)  # fmt: skip
def test_part_of_it_gives_part(kind, parameters, work):
    assert look(kind, work, PLAIN, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("S.inserted", {}),
        ("S.rows_deleted", {"texts": ["从来没有"]}),
        ("S.duplicates_removed", {"range": "A1:C4"}),
        ("S.series", {"range": "A1:A2", "start": "x"}),
        ("S.texts", {"range": "A1:A2", "values": ["甲"]}),
        ("S.subtotal", {"column": "C", "function": "median"}),
        ("S.transposed", {"range": "X1:Z2", "to": "E1"}),
        ("S.page_edge", {"text": "甲", "edge": "middle"}),
        ("S.sheet_copied", {"source": "没有", "name": "备份"}),
        ("S.rows_hidden", {"rows": "甲"}),
        ("S.zoom", {"value": -1}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(kind, parameters):
    assert look(kind, PLAIN, PLAIN, **parameters).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [("S.smart_art", {}), ("S.shape_effect", {"text": "优秀", "effect": "reflection"})],
)
def test_what_the_readers_do_not_find_in_the_open_format_goes_to_a_person(kind, parameters):
    finding = look(kind, book(wide={"format": "ods"}), **parameters)
    assert finding.verdict is UNKNOWN
    assert "ods" in finding.sentence


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("S.sparkline", {"cell": "E2"}),
        ("S.pivot", {}),
        ("S.page_break", {"row": 3}),
        ("S.print_titles", {"columns": "A:A"}),
    ],
)
def test_what_an_open_format_does_not_hold_is_not_there(kind, parameters):
    assert look(kind, book(wide={"format": "ods"}), **parameters).verdict is NOT


def test_a_margin_is_compared_with_its_tolerance():
    assert look("S.page_margins", printed(margin_left_pt=cm(2) + Decimal(1)), left="2cm").verdict is MET
    assert look("S.page_margins", printed(margin_left_pt=cm(2) + Decimal(3)), left="2cm").verdict is NOT
