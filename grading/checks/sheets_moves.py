"""S: data that was put in: series, dates, texts; and data that was moved: copied, pasted as values, turned over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.sheets_cells import starter_sheet
from grading.checks.sheets_common import (
    CELLS_MAX,
    OnSheet,
    RangeOf,
    Seen,
    area_of,
    cell_of,
    find_sheet,
    is_filled,
    judge_cells,
    places_in,
    shown,
    value_or_kept,
)
from grading.checks.sheets_formula import agrees, value_text
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType
from grading.checks.values import CellName, Range
from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.values import BLANK, Scalar
from grading.office.model import Area, Sheet, Workbook, cell_name
from grading.office.number_formats import is_date
from itembank.base.i18n import N_, _

SERIAL_MAX = 2_900_000
"""The last day that spreadsheets know is in the year 9999."""


class SeriesOf(RangeOf, frozen=True, kw_only=True):
    """Cells that hold a series: `start` and `step` for numbers and dates ("2026-09-01", step in days), or `values`."""

    start: str = ""
    step: str = "1"
    values: tuple[str, ...] = ()


class DateOf(OnSheet, frozen=True, kw_only=True):
    """A cell that holds a date (YYYY-MM-DD) as a date; text that looks like one is none."""

    cell: CellName
    date: str


class TextOf(RangeOf, frozen=True, kw_only=True):
    """Cells and their texts row by row, such as the result of splitting or joining columns."""

    values: tuple[str, ...]


class TransposedTo(OnSheet, frozen=True, kw_only=True):
    """A range of the starter sheet that must stand turned over, its top left corner in the cell `to`."""

    range: Range
    to: CellName


class CopiedTo(OnSheet, frozen=True, kw_only=True):
    """Values of a starter range that must stand at the cell `to`; `plain` refuses formulas there."""

    range: Range
    to: CellName
    target: str = ""
    plain: bool = False


def series(subject: Subject, file: str, wanted: SeriesOf) -> Finding:
    """Look at a filled series by the values it shows."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    places = places_in(sheet, area_of(wanted.range))
    goals = list(wanted.values) or _series(wanted.start, wanted.step, len(places))
    expected = "、".join(goals[:3]) + ("…" if len(goals) > 3 else "")
    by_place = dict(zip(places, goals, strict=False))
    if len(goals) < len(places):
        raise CannotJudgeError(_("评分标准中的序列比区域“{text}”短。").format(text=wanted.range))
    calculation = Calculation(Book.of(workbook, FUNCTIONS))

    def look(row: int, column: int) -> Seen:
        value = value_or_kept(calculation, sheet, row, column)
        text = _dated(workbook, sheet, row, column, value)
        return Seen(_is_value(value, text, by_place[row, column]), text)

    return judge_cells(places, look, what=_("序列"), expected=expected, wanted=wanted)


def cell_date(subject: Subject, file: str, wanted: DateOf) -> Finding:
    """Look at a date by its value, however it is shown."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    row, column = cell_of(wanted.cell)
    value = value_or_kept(Calculation(Book.of(workbook, FUNCTIONS)), sheet, row, column)
    seen = _dated(workbook, sheet, row, column, value)
    if isinstance(value, str) and value:
        seen = _("文本“{text}”，不是日期").format(text=value[:40])
    goal = wanted.date
    is_met = isinstance(value, float) and seen == goal
    return compared(is_met=is_met, what=_("日期"), seen=seen, wanted=goal, place=cell_name(row, column))


def texts(subject: Subject, file: str, wanted: TextOf) -> Finding:
    """Look at the texts of a range."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range)
    places = places_in(sheet, area)
    if len(places) < len(wanted.values) == area.size:
        raise NotThereError(_("{range} 中有单元格被合并，没有自己的内容。").format(range=area.name))
    if len(places) != len(wanted.values):
        raise CannotJudgeError(_("评分标准中的文字个数与区域“{text}”不符。").format(text=wanted.range))
    goals = dict(zip(places, wanted.values, strict=True))
    calculation = Calculation(Book.of(workbook, FUNCTIONS))

    def look(row: int, column: int) -> Seen:
        text = value_text(value_or_kept(calculation, sheet, row, column)).strip("“”")
        goal = goals[row, column].strip()
        return Seen(text.strip() == goal, text or _("空白"))

    expected = "、".join(wanted.values[:3])
    return judge_cells(places, look, what=_("文字"), expected=expected, wanted=wanted)


def transposed(subject: Subject, file: str, wanted: TransposedTo) -> Finding:
    """Look for a range turned over, by its values."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    before = starter_sheet(subject, file, workbook, sheet)
    area = _small(area_of(wanted.range))
    first_row, first_column = cell_of(wanted.to)
    pairs = (
        ((row, column), (first_row + column - area.first_column, first_column + row - area.first_row))
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    )
    return _moved(workbook, sheet, before, pairs, _("行列互换"), wanted.to)


def copied(subject: Subject, file: str, wanted: CopiedTo) -> Finding:
    """Look for the values of a starter range at another place."""
    workbook = subject.workbook(file)
    source = find_sheet(workbook, wanted.sheet)
    before = starter_sheet(subject, file, workbook, source)
    sheet = find_sheet(workbook, wanted.target) if wanted.target else source
    area = _small(area_of(wanted.range))
    row, column = cell_of(wanted.to)
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    pairs = [((r, c), (r - area.first_row + row, c - area.first_column + column)) for r in rows for c in columns]
    if wanted.plain:
        formula = next((cell for _from, to in pairs if (cell := sheet.cell(*to)) is not None and cell.formula), None)
        if formula is not None:
            goal = _("只有值")
            return compared(is_met=False, what=_("粘贴"), seen=shown(formula), wanted=goal, place=formula.name)
    return _moved(workbook, sheet, before, pairs, _("复制的数据"), wanted.to)


def _series(start: str, step: str, count: int) -> list[str]:
    try:
        day = date.fromisoformat(start)
        return [(day + timedelta(days=int(step) * number)).isoformat() for number in range(count)]
    except ValueError:
        pass
    try:
        return [str(Decimal(start) + Decimal(step) * number) for number in range(count)]
    except InvalidOperation as error:
        raise CannotJudgeError(_("评分标准中的数“{text}”无法理解。").format(text=start)) from error


def _dated(workbook: Workbook, sheet: Sheet, row: int, column: int, value: Scalar) -> str:
    """Return a value for people, a date as YYYY-MM-DD."""
    if isinstance(value, float) and is_date(workbook.style_of(sheet, row, column).number_format):
        origin = date(1904, 1, 1) if workbook.starts_1904 else date(1899, 12, 30)
        return (origin + timedelta(days=int(value))).isoformat() if 0 < value < SERIAL_MAX else str(value)
    return value_text(value).strip("“”") or _("空白")


def _is_value(value: Scalar, text: str, goal: str) -> bool:
    if text.strip() == goal.strip():
        return True
    try:
        return isinstance(value, float) and agrees(value, float(Decimal(goal)))
    except InvalidOperation:
        return False


def _small(area: Area) -> Area:
    if area.size > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的区域“{text}”太大。").format(text=area.name))
    return area


def _moved(  # noqa: PLR0917 - the last lines of two checks
    workbook: Workbook,
    sheet: Sheet,
    before: Sheet,
    pairs: Iterable[tuple[tuple[int, int], tuple[int, int]]],
    what: str,
    place: str,
) -> Finding:
    calculation = Calculation(Book.of(workbook, FUNCTIONS))
    right, total, wrong = 0, 0, ""
    for source, target in pairs:
        cell = before.cell(*source)
        if cell is None or not is_filled(cell):
            continue
        total += 1
        goal = cell.value
        value = value_or_kept(calculation, sheet, *target) if sheet.cell(*target) is not None else BLANK
        if _is_value(value, value_text(value).strip("“”"), goal):
            right += 1
        else:
            wrong = wrong or cell_name(*target)
    if not total:
        raise CannotJudgeError(_("素材的区域是空的，无法判断。"))
    seen = _("{right}/{count} 个单元格正确，{cell} 不对").format(right=right, count=total, cell=wrong)
    goal = _("{count} 个单元格").format(count=total)
    seen = goal if right == total else seen
    return compared(is_met=right == total, what=what, seen=seen, wanted=goal, place=place)


MOVES: tuple[AnyCheckType, ...] = (
    CheckType("S.series", N_("填充序列"), SeriesOf, series),
    CheckType("S.cell_date", N_("单元格的日期"), DateOf, cell_date),
    CheckType("S.texts", N_("区域的文字"), TextOf, texts),
    CheckType("S.transposed", N_("行列互换"), TransposedTo, transposed),
    CheckType("S.copied", N_("复制数据"), CopiedTo, copied),
)
