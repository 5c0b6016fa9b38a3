"""S: what lies on a sheet: tables, pivots, filters, subtotals, sparklines, links, comments, charts, drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from grading.checks.document_text import address_key
from grading.checks.drawings import DRAWINGS, DrawingProperty, Scene
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.names import named
from grading.checks.selectors import short
from grading.checks.sheets_cells import starter_sheet
from grading.checks.sheets_common import (
    OnSheet,
    area_of,
    cell_of,
    find_sheet,
    is_filled,
    is_same_range,
    sheet_words,
    shown,
)
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, joined
from grading.checks.values import CellName, Range
from grading.checks.words import FUNCTIONS, SPARKLINES
from grading.office.model import Area, Cell, Sheet, find_area, with_members
from itembank.base.i18n import N_, _

LEGENDS = {"r": N_("右侧"), "b": N_("底部"), "t": N_("顶部"), "l": N_("左侧"), "tr": N_("右上"), "": N_("没有图例")}
SUBTOTAL_NUMBERS = {
    "average": {1, 101}, "count": {2, 102, 3, 103}, "max": {4, 104}, "min": {5, 105}, "product": {6, 106},
    "sum": {9, 109},
}  # fmt: skip
SUBTOTAL_ROWS = 2
_SUBTOTAL = re.compile(r"SUBTOTAL\(([0-9]{1,3}),([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)\)")


class TableOf(OnSheet, frozen=True, kw_only=True):
    """A table object over a range; `style` by its name, `totals` a totals row, where they matter."""

    range: Range = ""
    style: str = ""
    totals: bool | None = None


class PivotOf(OnSheet, frozen=True, kw_only=True):
    """A pivot table (`sheet` "" is any sheet): the fields of its rows, columns and filters, and its values.

    `values` are "field" or "field:function" with sum, average, count, max, min; `source` is the range it counts.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    source: Range = ""


class FilteredOf(OnSheet, frozen=True, kw_only=True):
    """A filtered range (with its header row): the texts of a column (by its letter) that must still be in sight.

    All other rows of the range must be hidden, not deleted.
    """

    range: Range
    column: str
    visible: tuple[str, ...]


class ExtractedTo(OnSheet, frozen=True, kw_only=True):
    """The result of an advanced filter: rows below the cell `to`, each given as its texts, in any order."""

    to: CellName
    rows: tuple[tuple[str, ...], ...]


class SubtotalOf(OnSheet, frozen=True, kw_only=True):
    """Subtotals: SUBTOTAL formulas of a column (by its letter) with a function; `groups` is how many at least."""

    column: str
    function: str = "sum"
    groups: int = 2


class SparklineOf(OnSheet, frozen=True, kw_only=True):
    """A sparkline in a cell: "line", "column" or "winLoss", and the range it shows ("" for any)."""

    cell: CellName
    kind: str = ""
    data: Range = ""


class LinkOf(OnSheet, frozen=True, kw_only=True):
    """A link on a cell to an address, or to a place in the workbook ("Sheet2!A1"); "" for any."""

    cell: CellName
    address: str = ""


class CommentOf(OnSheet, frozen=True, kw_only=True):
    """A comment on a cell and its text, a part is enough, "" for any."""

    cell: CellName
    text: str = ""


class ChartPlace(OnSheet, frozen=True, kw_only=True):
    """Where the chart stands: inside a range, or on a sheet of its own with `alone`."""

    range: Range = ""
    alone: bool = False


class LegendAt(OnSheet, frozen=True, kw_only=True):
    """Where the chart's legend is: r, b, t, l, tr, or "" for none."""

    value: str = ""


class AxisOf(OnSheet, frozen=True, kw_only=True):
    """The chart's value (or category) axis: smallest and largest value, main unit; "" is not looked at."""

    kind: str = "value"
    minimum: str = ""
    maximum: str = ""
    unit: str = ""


def table(subject: Subject, file: str, wanted: TableOf) -> Finding:
    """Look for a table object."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    is_met = any(
        (not wanted.range or one.area == area_of(wanted.range))
        and wanted.style.casefold() in {"", one.style.casefold()}
        and wanted.totals in {None, one.totals_row}
        for one in sheet.tables
    )
    seen = "、".join(f"{one.area.name} {one.style}".strip() for one in sheet.tables)
    goal = f"{wanted.range} {wanted.style}".strip()
    return compared(is_met=is_met, what=_("表格对象"), seen=seen, wanted=goal, place=sheet_words(sheet))


def pivot(subject: Subject, file: str, wanted: PivotOf) -> Finding:
    """Look for a pivot table by its fields."""
    workbook = subject.workbook(file)
    sheets = [find_sheet(workbook, wanted.sheet)] if wanted.sheet else list(workbook.sheets)
    pivots = [one for sheet in sheets for one in sheet.pivots]
    goals = [_value_field(text) for text in wanted.values]
    is_met = any(
        _is_fields(one.rows, wanted.rows)
        and _is_fields(one.columns, wanted.columns)
        and _is_fields(one.pages, wanted.pages)
        and all(goal in {(value.field, value.function) for value in one.values} for goal in goals)
        and (not wanted.source or is_same_range(one.source, wanted.source))
        for one in pivots
    )
    seen = "；".join(_pivot_words(one.rows, one.columns, [(v.field, v.function) for v in one.values]) for one in pivots)
    goal = _pivot_words(wanted.rows, wanted.columns, goals)
    return compared(is_met=is_met, what=_("数据透视表"), seen=seen[:160], wanted=goal, place=wanted.sheet or file)


def filtered(subject: Subject, file: str, wanted: FilteredOf) -> Finding:
    """Look which rows a filter leaves in sight; rows that were deleted or hidden by hand are no filter."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    before = starter_sheet(subject, file, workbook, sheet)
    area = area_of(wanted.range)
    column = area_of(f"{wanted.column}1").first_column
    then = Counter(_text(before, row, column) for row in range(area.first_row + 1, area.last_row + 1))
    now = {row: _text(sheet, row, column) for row in range(area.first_row + 1, area.last_row + 1)}
    filters = [one for one in (sheet.filter, *(t.filter for t in sheet.tables)) if one is not None and one.columns]
    visible = [text for row, text in now.items() if text and not _is_row_hidden(sheet, row)]
    is_kept = Counter(now.values()) == then
    is_met = is_kept and bool(filters) and Counter(visible) == Counter(text.strip() for text in wanted.visible)
    seen = "、".join(visible)[:80] if filters else _("没有设置筛选条件")
    seen = seen if is_kept else _("数据行与素材不一致")
    goal = "、".join(wanted.visible)
    return compared(is_met=is_met, what=_("筛选结果"), seen=seen, wanted=goal, place=wanted.range)


def extracted(subject: Subject, file: str, wanted: ExtractedTo) -> Finding:
    """Look at the rows below a cell as a multiset."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    row, column = cell_of(wanted.to)
    width = max((len(one) for one in wanted.rows), default=1)
    rows = []
    for number in range(row, row + len(wanted.rows) + 200):
        line = tuple(_text(sheet, number, column + offset) for offset in range(width))
        if not any(line):
            break
        rows.append(line)
    goals = [tuple(text.strip() for text in one) for one in wanted.rows]
    is_met = Counter(rows) == Counter(goals)
    seen = _("{count} 行").format(count=len(rows)) if rows else ""
    goal = _("{count} 行").format(count=len(goals))
    if rows and len(rows) == len(goals) and not is_met:
        seen = "、".join(next(one for one in rows if one not in goals))
    return compared(is_met=is_met, what=_("高级筛选结果"), seen=seen, wanted=goal, place=wanted.to)


def subtotal(subject: Subject, file: str, wanted: SubtotalOf) -> Finding:
    """Look for SUBTOTAL formulas over all numbers of a column; typed sums are none, nor are formulas over nothing."""
    numbers = SUBTOTAL_NUMBERS.get(wanted.function)
    if numbers is None:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.function))
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    column = area_of(f"{wanted.column}1").first_column
    own = [cell for cell in sheet.cells if cell.column == column]
    areas = [area for cell in own if cell.formula and (area := subtotal_area(cell.formula, numbers)) is not None]
    goal = max(wanted.groups, SUBTOTAL_ROWS)
    left = [cell for cell in own if cell.number is not None and not cell.formula and not _is_held(cell, areas)]
    seen = _("{count} 个分类汇总公式").format(count=len(areas))
    if len(areas) >= goal and left:
        seen = _("{cell} 没有被汇总").format(cell=left[0].name)
    is_met = len(areas) >= goal and not left
    wish = _("至少 {n} 个").format(n=goal)
    return compared(is_met=is_met, what=_("分类汇总"), seen=seen, wanted=wish, place=sheet_words(sheet))


def sparkline(subject: Subject, file: str, wanted: SparklineOf) -> Finding:
    """Look for a sparkline."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    own = [one for one in sheet.sparklines if is_same_range(one.place, wanted.cell)]
    is_met = any(
        wanted.kind in {"", one.kind} and (not wanted.data or is_same_range(one.data, wanted.data)) for one in own
    )
    seen = "、".join(f"{named(SPARKLINES, one.kind)} {one.data}" for one in own)
    goal = f"{named(SPARKLINES, wanted.kind)} {wanted.data}".strip()
    return compared(is_met=is_met, what=_("迷你图"), seen=seen, wanted=goal, place=wanted.cell)


def hyperlink(subject: Subject, file: str, wanted: LinkOf) -> Finding:
    """Look for a link on a cell; http:// in front and / at the end do not matter."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    row, column = cell_of(wanted.cell)
    own = [one.target or f"#{one.location}" for one in sheet.links if one.area.holds(row, column)]
    goals = {address_key(wanted.address), address_key(f"#{wanted.address}")}
    is_met = any(not wanted.address or _link_key(one) in {_link_key(goal) for goal in goals} for one in own)
    return compared(is_met=is_met, what=_("超链接"), seen="、".join(own), wanted=wanted.address, place=wanted.cell)


def comment(subject: Subject, file: str, wanted: CommentOf) -> Finding:
    """Look for a comment on a cell."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    row, column = cell_of(wanted.cell)
    own = [one.text for one in sheet.comments if (one.row, one.column) == (row, column)]
    is_met = any(bare(wanted.text) in bare(text) for text in own)
    seen = "、".join(short(text, 30) for text in own)
    return compared(is_met=is_met, what=_("批注"), seen=seen, wanted=wanted.text, place=wanted.cell)


def chart_place(subject: Subject, file: str, wanted: ChartPlace) -> Finding:
    """Look where charts stand."""
    workbook = subject.workbook(file)
    if wanted.alone:
        is_met = any(sheet.charts() and sheet.kind.value == "chart_sheet" for sheet in workbook.sheets)
        seen = _("独立的图表工作表") if is_met else _("嵌入的图表或没有图表")
        goal = _("独立的图表工作表")
        return compared(is_met=is_met, what=_("图表位置"), seen=seen, wanted=goal, place=file)
    sheet = find_sheet(workbook, wanted.sheet)
    places = [
        (one.placement.from_cell, one.placement.to_cell)
        for shape in sheet.shapes
        for one in with_members(shape)
        if one.chart is not None
    ]
    area = area_of(wanted.range)
    is_met = any(_is_inside(area, *place) for place in places)
    seen = "、".join(f"{one}:{other}" for one, other in places)
    return compared(is_met=is_met, what=_("图表位置"), seen=seen, wanted=wanted.range, place=sheet_words(sheet))


def chart_legend(subject: Subject, file: str, wanted: LegendAt) -> Finding:
    """Look where the legend of a chart is."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    seen = [chart.legend for chart in sheet.charts()]
    if not seen:
        raise NotThereError(_("没有图表。"))
    names = "、".join(named(LEGENDS, one) for one in seen)
    goal = named(LEGENDS, wanted.value)
    return compared(is_met=wanted.value in seen, what=_("图例位置"), seen=names, wanted=goal, place=sheet_words(sheet))


def chart_axis(subject: Subject, file: str, wanted: AxisOf) -> Finding:
    """Look at the scale of an axis; a scale that the program chose is not met."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    axes = [axis for chart in sheet.charts() for axis in chart.axes if axis.kind == wanted.kind]
    if not axes:
        raise NotThereError(_("图表没有要求的坐标轴。"))
    goals = (wanted.minimum, wanted.maximum, wanted.unit)
    is_met = any(
        all(not goal or _is_number(seen, goal) for seen, goal in zip(_scale(axis), goals, strict=True)) for axis in axes
    )
    seen = "；".join(" ".join(text or _("自动") for text in _scale(axis)) for axis in axes)
    goal = " ".join(goal or "-" for goal in goals)
    return compared(is_met=is_met, what=_("坐标轴刻度"), seen=seen, wanted=goal, place=sheet_words(sheet))


def _drawing(kind: DrawingProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        workbook = subject.workbook(file)
        sheet = find_sheet(workbook, wanted.sheet)
        shapes = [one for shape in sheet.shapes for one in with_members(shape)]
        return kind.look(Scene(subject, file, shapes, sheet_words(sheet), workbook.format), wanted)

    return CheckType(f"S.{kind.name}", kind.title, joined(OnSheet, kind.parameters), look)


def _pivot_words(rows: Iterable[str], columns: Iterable[str], values: Iterable[tuple[str, str]]) -> str:
    """Return a pivot table's fields for people."""
    fields = "、".join(f"{field} {named(FUNCTIONS, function)}" for field, function in values)
    return f"{'、'.join(rows)} × {'、'.join(columns)}：{fields}"


def subtotal_area(formula: str, numbers: set[int]) -> Area | None:
    """Return the range that a SUBTOTAL formula of a function counts."""
    found = _SUBTOTAL.fullmatch(formula.upper().replace(" ", "").replace("$", ""))
    return find_area(found[2]) if found and int(found[1]) in numbers else None


def _is_held(cell: Cell, areas: list[Area]) -> bool:
    return any(area.holds(cell.row, cell.column) for area in areas)


def _scale(axis: Any) -> tuple[str, str, str]:
    return axis.minimum, axis.maximum, axis.major_unit


def _is_number(seen: str, goal: str) -> bool:
    try:
        return abs(float(seen) - float(goal)) < 1e-9  # noqa: PLR2004 - equal but for the rounding of files
    except ValueError:
        return False


def _value_field(text: str) -> tuple[str, str]:
    field, _mark, function = text.partition(":")
    return field.strip(), function.strip() or "sum"


def _is_fields(seen: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Compare fields in order; the placeholder that several values make is no field."""
    own = [one for one in seen if one.strip() not in {"", "-2", "Values", "数值", "Data", "数据"}]
    return not wanted or own == [one.strip() for one in wanted]


def _link_key(address: str) -> str:
    return address_key(address).lstrip("#").replace("'", "").replace("$", "").casefold()


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return shown(cell).strip() if is_filled(cell) else ""


def _is_row_hidden(sheet: Sheet, row: int) -> bool:
    return any(one.first <= row <= one.last and (one.hidden or one.height_pt == 0) for one in sheet.rows)


def _is_inside(area: Area, first: str, last: str) -> bool:
    one, other = find_area(first), find_area(last)
    if one is None:
        return False
    end = other or one
    return area.holds(one.first_row, one.first_column) and area.holds(end.last_row, end.last_column)


OBJECTS: tuple[AnyCheckType, ...] = (
    CheckType("S.table", N_("表格对象"), TableOf, table),
    CheckType("S.pivot", N_("数据透视表"), PivotOf, pivot),
    CheckType("S.filtered", N_("筛选结果"), FilteredOf, filtered),
    CheckType("S.extracted", N_("高级筛选结果"), ExtractedTo, extracted),
    CheckType("S.subtotal", N_("分类汇总"), SubtotalOf, subtotal),
    CheckType("S.sparkline", N_("迷你图"), SparklineOf, sparkline),
    CheckType("S.hyperlink", N_("超链接"), LinkOf, hyperlink),
    CheckType("S.comment", N_("批注"), CommentOf, comment),
    CheckType("S.chart_place", N_("图表位置"), ChartPlace, chart_place),
    CheckType("S.chart_legend", N_("图例位置"), LegendAt, chart_legend),
    CheckType("S.chart_axis", N_("坐标轴刻度"), AxisOf, chart_axis),
    *(_drawing(kind) for kind in DRAWINGS),
)
