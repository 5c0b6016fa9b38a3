"""S: how a sheet is laid out: merges, borders, widths and heights, frozen panes, filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from grading.checks.finding import CannotJudgeError, Finding, found, shared
from grading.checks.names import length_points, named
from grading.checks.sheets_common import CELLS_MAX, OnSheet, RangeOf, area_of, find_sheet, sheet_words
from grading.checks.subject import Subject
from grading.checks.values import Count, Number, Range, Tolerance
from grading.checks.words import LINES
from grading.office.model import Area, Filter, Line, Sheet, Workbook, cell_name, find_area
from itembank.base.i18n import _

PADDING_CHARS = Decimal("0.71")
"""What a file adds to a column's width for the edges of its cells; not every program does."""
WIDTH_TOLERANCE_CHARS, HEIGHT_TOLERANCE_PT = Decimal("0.3"), Decimal("0.5")
_SIDES = {"all", "outer", "inner"}


class Merged(OnSheet, frozen=True, kw_only=True):
    """A range that is one merged cell."""

    range: Range


class BordersOf(RangeOf, frozen=True, kw_only=True):
    """Lines of a range: `sides` "all", "outer" or "inner"; `style` such as "thin" or "double" where it matters."""

    sides: str = "all"
    style: str = ""


class ColumnWidth(OnSheet, frozen=True, kw_only=True):
    """A column "B" or columns "B:D" and their width in characters, as the dialog shows it."""

    column: str
    value: Number
    tolerance: Tolerance = ""


class RowHeight(OnSheet, frozen=True, kw_only=True):
    """A row 2 or rows "2:9" and their height ("20pt")."""

    row: str | int
    value: Number
    tolerance: Tolerance = ""


class Freeze(OnSheet, frozen=True, kw_only=True):
    """How many rows above and columns at the left stay in sight."""

    rows: Count = 0
    columns: Count = 0


class FilterOn(OnSheet, frozen=True, kw_only=True):
    """The range with filter buttons; "" is any."""

    range: Range = ""


@dataclass(frozen=True, slots=True)
class _Edge:
    """One edge between or around cells, with the lines that may be drawn there."""

    place: str
    lines: tuple[Line, ...]

    def is_drawn(self, style: str) -> bool:
        return any(line.is_drawn and (not style or line.style == style) for line in self.lines)


def merged(subject: Subject, file: str, wanted: Merged) -> Finding:
    """Look whether a range is one merged cell."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    area = area_of(wanted.range)
    is_met = area in sheet.merges
    near = next((merge for merge in sheet.merges if _touch(merge, area)), None)
    if is_met:
        sentence = _("{range} 已合并。")
    elif near is not None:
        sentence = _("合并的是 {seen}，要求合并 {range}。")
    else:
        sentence = _("{range} 没有合并。")
    seen = near.name if near is not None else ""
    return found(
        is_met=is_met,
        sentence=sentence.format(range=area.name, seen=seen),
        observed=seen,
        expected=area.name,
        place=area.name,
    )


def borders(subject: Subject, file: str, wanted: BordersOf) -> Finding:
    """Look at the lines of a range; the line of either neighbour counts, lines inside a merged cell do not."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range)
    if wanted.sides not in _SIDES or area.size > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的边框要求“{text}”无法理解。").format(text=f"{wanted.sides} {area.name}"))
    edges = list(_edges(workbook, sheet, area, wanted.sides))
    missing = [edge for edge in edges if not edge.is_drawn(wanted.style)]
    if not missing:
        return shared(Fraction(1), sentence=_("{range} 的边框符合要求。").format(range=area.name), place=area.name)
    sentence = _("{cell} 缺少要求的框线；{range} 共有 {count} 处不符合。").format(
        cell=missing[0].place, range=area.name, count=len(missing)
    )
    share = Fraction(len(edges) - len(missing), len(edges)) if wanted.partial else Fraction(0)
    drawn = sorted({line.style for edge in edges for line in edge.lines if line.is_drawn})
    styles = "、".join(named(LINES, one) for one in drawn) or _("无框线")
    goal = named(LINES, wanted.style) or _("有框线")
    return shared(share, sentence=sentence, observed=styles, expected=goal, place=missing[0].place)


def column_width(subject: Subject, file: str, wanted: ColumnWidth) -> Finding:
    """Look at the widths of columns."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    name = wanted.column if ":" in wanted.column else f"{wanted.column}:{wanted.column}"
    area = find_area(name)
    if area is None:
        raise CannotJudgeError(_("评分标准中的列“{text}”无法理解。").format(text=wanted.column))
    value = _decimal(wanted.value)
    tolerance = _decimal(wanted.tolerance) if wanted.tolerance else WIDTH_TOLERANCE_CHARS
    for column in range(area.first_column, area.last_column + 1):
        width = _width(sheet, column)
        if width is None or min(abs(width - value), abs(width - PADDING_CHARS - value)) > tolerance:
            return _size_finding(_("列宽"), cell_name(1, column).rstrip("1"), width, value, is_met=False)
    return _size_finding(_("列宽"), wanted.column, value, value, is_met=True)


def row_height(subject: Subject, file: str, wanted: RowHeight) -> Finding:
    """Look at the heights of rows."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    text = str(wanted.row)
    area = find_area(text if ":" in text else f"{text}:{text}")
    if area is None or area.last_row - area.first_row > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的行“{text}”无法理解。").format(text=text))
    value = length_points(str(wanted.value))
    tolerance = length_points(wanted.tolerance) if wanted.tolerance else HEIGHT_TOLERANCE_PT
    for row in range(area.first_row, area.last_row + 1):
        height = _height(sheet, row)
        if height is None or abs(height - value) > tolerance:
            return _size_finding(_("行高"), str(row), height, value, is_met=False)
    return _size_finding(_("行高"), text, value, value, is_met=True)


def freeze(subject: Subject, file: str, wanted: Freeze) -> Finding:
    """Look at frozen panes; panes that are only split do not count."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    panes = sheet.panes if sheet.panes is not None and sheet.panes.frozen else None
    seen = (panes.rows, panes.columns) if panes is not None else (0, 0)
    is_met = seen == (wanted.rows, wanted.columns)
    words = _("冻结 {rows} 行 {columns} 列")
    observed = words.format(rows=seen[0], columns=seen[1]) if any(seen) else _("没有冻结窗格")
    expected = words.format(rows=wanted.rows, columns=wanted.columns)
    sentence = _("冻结窗格符合要求。") if is_met else _("{observed}，要求{expected}。")
    return found(
        is_met=is_met,
        sentence=sentence.format(observed=observed, expected=expected),
        observed=observed,
        expected=expected,
        place=sheet_words(sheet),
    )


def filter_on(subject: Subject, file: str, wanted: FilterOn) -> Finding:
    """Look for filter buttons over a range, of the sheet or of a table object."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    area = area_of(wanted.range) if wanted.range else None
    filters = [*([sheet.filter] if sheet.filter is not None else []), *_table_filters(sheet)]
    is_met = any(area is None or _filters(one, area) for one in filters)
    seen = "、".join(one.area.name for one in filters)
    if is_met:
        sentence = _("已设置自动筛选（{seen}）。")
    elif seen:
        sentence = _("自动筛选设在 {seen}，要求 {range}。")
    else:
        sentence = _("没有设置自动筛选。")
    return found(
        is_met=is_met,
        sentence=sentence.format(seen=seen, range=wanted.range),
        observed=seen,
        expected=wanted.range,
        place=sheet_words(sheet),
    )


def _table_filters(sheet: Sheet) -> list[Filter]:
    return [table.filter for table in sheet.tables if table.filter is not None]


def _filters(one: Filter, area: Area) -> bool:
    """Tell whether a filter has its buttons above the columns of a range; how far down it reaches may grow."""
    seen = one.area
    columns = (seen.first_column, seen.last_column) == (area.first_column, area.last_column)
    return columns and seen.first_row == area.first_row and seen.last_row >= min(area.last_row, seen.first_row + 1)


def _touch(one: Area, other: Area) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )


def _edges(workbook: Workbook, sheet: Sheet, area: Area, sides: str) -> Iterator[_Edge]:
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    for row in range(area.first_row - 1, area.last_row + 1):
        is_outer = row in {area.first_row - 1, area.last_row}
        if sides == "all" or is_outer == (sides == "outer"):
            for column in columns:
                if not _in_one_merge(sheet, (row, column), (row + 1, column)):
                    name = cell_name(max(row, area.first_row), column)
                    yield _Edge(
                        name,
                        (
                            *_line(workbook, sheet, row, column, "bottom"),
                            *_line(workbook, sheet, row + 1, column, "top"),
                        ),
                    )
    for column in range(area.first_column - 1, area.last_column + 1):
        is_outer = column in {area.first_column - 1, area.last_column}
        if sides == "all" or is_outer == (sides == "outer"):
            for row in rows:
                if not _in_one_merge(sheet, (row, column), (row, column + 1)):
                    name = cell_name(row, max(column, area.first_column))
                    yield _Edge(
                        name,
                        (
                            *_line(workbook, sheet, row, column, "right"),
                            *_line(workbook, sheet, row, column + 1, "left"),
                        ),
                    )


def _line(workbook: Workbook, sheet: Sheet, row: int, column: int, side: str) -> tuple[Line, ...]:
    if row < 1 or column < 1:
        return ()
    line = getattr(workbook.style_of(sheet, row, column).borders, side)
    return (line,) if isinstance(line, Line) else ()


def _in_one_merge(sheet: Sheet, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(merge.holds(*one) and merge.holds(*other) for merge in sheet.merges)


def _width(sheet: Sheet, column: int) -> Decimal | None:
    span = next((span for span in sheet.columns if span.first <= column <= span.last), None)
    if span is not None and span.width_chars is not None:
        return span.width_chars
    return sheet.default_column_width_chars


def _height(sheet: Sheet, row: int) -> Decimal | None:
    found_row = next((one for one in sheet.rows if one.first <= row <= one.last), None)
    if found_row is not None and found_row.height_pt is not None:
        return found_row.height_pt
    return sheet.default_row_height_pt


def _size_finding(what: str, place: str, seen: Decimal | None, wanted: Decimal, *, is_met: bool) -> Finding:
    unit = _("{n} 字符") if what == _("列宽") else _("{n} 磅")
    place = _("{column} 列").format(column=place) if what == _("列宽") else _("第 {row} 行").format(row=place)
    expected = unit.format(n=f"{wanted:f}")
    observed = _("默认") if seen is None else unit.format(n=f"{seen:f}")
    sentence = _("{place}的{what}符合要求。") if is_met else _("{place}的{what}是 {observed}，要求 {expected}。")
    return found(
        is_met=is_met,
        sentence=sentence.format(place=place, what=what, observed=observed, expected=expected),
        observed=observed,
        expected=expected,
        place=place,
    )


def _decimal(text: str | int) -> Decimal:
    try:
        return Decimal(str(text).strip().removesuffix("char").strip())
    except InvalidOperation as error:
        raise CannotJudgeError(_("评分标准中的数“{text}”无法理解。").format(text=text)) from error
