"""S: what was done to rows and columns: inserted, deleted, hidden, added, freed of doubles.

Rows are compared as data with the starter file, so that it does not matter how something was done, and
nothing is met by a sheet that lost its data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared
from grading.checks.sheets_cells import starter_sheet
from grading.checks.sheets_common import (
    CELLS_MAX,
    OnSheet,
    area_of,
    find_sheet,
    is_filled,
    sheet_words,
    shown,
)
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType
from grading.checks.values import Count, Ordinal, Range
from grading.office.model import Area, Cell, Sheet, find_area
from itembank.base.i18n import N_, _

Line = tuple[str, ...]
ALIKE = Fraction(3, 5)
"""A line with so much of what another one held is that line: other points may have changed the rest."""


class InsertedAt(OnSheet, frozen=True, kw_only=True):
    """`count` new rows that stand from a row (or column letter) on; what was there must have moved."""

    row: Ordinal | None = None
    column: str = ""
    count: Count = 1


class DeletedRows(OnSheet, frozen=True, kw_only=True):
    """Starter rows with one of these texts in one of their cells, which must be gone, and no others."""

    texts: tuple[str, ...]


class DeletedColumns(OnSheet, frozen=True, kw_only=True):
    """Starter columns by the texts of their headers (the first filled row), which must be gone, and no others."""

    headers: tuple[str, ...]


class RowsOf(OnSheet, frozen=True, kw_only=True):
    """Rows "3" or "3:5", hidden, or shown with `value` false."""

    rows: str
    value: bool = True


class ColumnsOf(OnSheet, frozen=True, kw_only=True):
    """Columns "C" or "C:D", hidden, or shown with `value` false."""

    columns: str
    value: bool = True


class UniqueBy(OnSheet, frozen=True, kw_only=True):
    """A range of the starter (with its header row) whose doubled rows must be gone, all others still there."""

    range: Range
    columns: tuple[str, ...] = ()


class RowCount(OnSheet, frozen=True, kw_only=True):
    """How many filled rows the sheet has, its header row among them."""

    value: Count


class AppendedRow(OnSheet, frozen=True, kw_only=True):
    """A row with these cells, one beside the other, anywhere on the sheet."""

    values: tuple[str, ...]


def inserted(subject: Subject, file: str, wanted: InsertedAt) -> Finding:
    """Look that what the starter had from a place on stands further down (or right), unharmed."""
    sheet, before = _both(subject, file, wanted)
    if wanted.row is not None:
        now, then, start = _rows(sheet), _rows(before), wanted.row
    elif wanted.column:
        start = area_of(f"{wanted.column}1").first_column
        now, then = _columns(sheet), _columns(before)
    else:
        raise CannotJudgeError(_("评分标准没有写明插入的位置。"))
    goals = {number + (wanted.count if number >= start else 0): line for number, line in then.items()}
    moved = {number: line for number, line in goals.items() if number >= start}
    if not moved:
        raise CannotJudgeError(_("素材中插入位置之后没有数据，无法判断。"))
    right = sum(1 for number, line in moved.items() if _is_alike(now.get(number, ()), line))
    is_met = right == len(moved) and all(
        _is_alike(now.get(number, ()), line) for number, line in goals.items() if number < start
    )
    seen = _("{right}/{count} 行（列）数据移到了应有的位置").format(right=right, count=len(moved))
    goal = _("插入 {count} 行（列）").format(count=wanted.count)
    return compared(is_met=is_met, what=_("行列"), seen=goal if is_met else seen, wanted=goal, place=sheet_words(sheet))


def rows_deleted(subject: Subject, file: str, wanted: DeletedRows) -> Finding:
    """Look that certain rows are gone and no others."""
    sheet, before = _both(subject, file, wanted)
    goals = [text.strip() for text in wanted.texts]
    return _deleted(_rows(sheet), _rows(before), goals, sheet_words(sheet))


def columns_deleted(subject: Subject, file: str, wanted: DeletedColumns) -> Finding:
    """Look that certain columns are gone and no others."""
    sheet, before = _both(subject, file, wanted)
    goals = [text.strip() for text in wanted.headers]
    return _deleted(_columns(sheet), _columns(before), goals, sheet_words(sheet))


def rows_hidden(subject: Subject, file: str, wanted: RowsOf) -> Finding:
    """Look whether rows are hidden; rows that do not exist any more are not hidden."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    area = _lines_area(wanted.rows)
    seen = [
        any(one.first <= row <= one.last and (one.hidden or one.height_pt == 0) for one in sheet.rows)
        for row in range(area.first_row, area.last_row + 1)
    ]
    return _hidden(seen, wanted.rows, sheet, is_wanted=wanted.value)


def columns_hidden(subject: Subject, file: str, wanted: ColumnsOf) -> Finding:
    """Look whether columns are hidden."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    area = _lines_area(wanted.columns)
    seen = [
        any(one.first <= column <= one.last and (one.hidden or one.width_chars == 0) for one in sheet.columns)
        for column in range(area.first_column, area.last_column + 1)
    ]
    return _hidden(seen, wanted.columns, sheet, is_wanted=wanted.value)


def duplicates_removed(subject: Subject, file: str, wanted: UniqueBy) -> Finding:
    """Look that of equal starter rows one is left; a row too many deleted is not met."""
    sheet, before = _both(subject, file, wanted)
    area = area_of(wanted.range)
    then = [_cells(before, area, row) for row in range(area.first_row, area.last_row + 1)]
    last = max((cell.row for cell in sheet.cells), default=area.first_row)
    now = [_cells(sheet, area, row) for row in range(area.first_row, min(last, area.last_row) + 1)]
    now = [row for row in now if any(row)]
    indexes = [area_of(f"{letter}1").first_column - area.first_column for letter in wanted.columns]
    keys = _first_of_each([row for row in then if any(row)], indexes)
    if len(keys) == len([row for row in then if any(row)]):
        raise CannotJudgeError(_("素材的 {range} 中没有重复的行。").format(range=wanted.range))
    is_met = Counter(map(tuple, now)) == Counter(map(tuple, keys))
    seen = _("{count} 行").format(count=len(now))
    goal = _("{count} 行，没有重复").format(count=len(keys))
    return compared(is_met=is_met, what=_("删除重复项"), seen=seen, wanted=goal, place=wanted.range)


def row_count(subject: Subject, file: str, wanted: RowCount) -> Finding:
    """Count the rows that hold something."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    count = len({cell.row for cell in sheet.cells if is_filled(cell)})
    return compared(
        is_met=count == wanted.value, what=_("数据行数"), seen=count, wanted=wanted.value, place=sheet_words(sheet)
    )


def row_added(subject: Subject, file: str, wanted: AppendedRow) -> Finding:
    """Look for a row with certain contents."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    goal = tuple(text.strip() for text in wanted.values)
    rows = _rows(sheet).values()
    best: Line = max(rows, key=lambda line: len(set(line) & set(goal)), default=())
    is_met = any(goal == line[start : start + len(goal)] for line in rows for start in range(len(line)))
    seen = "、".join(text for text in best if text)
    return compared(is_met=is_met, what=_("数据行"), seen=seen, wanted="、".join(goal), place=sheet_words(sheet))


def _both(subject: Subject, file: str, wanted: OnSheet) -> tuple[Sheet, Sheet]:
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    return sheet, starter_sheet(subject, file, workbook, sheet)


def _rows(sheet: Sheet) -> dict[int, Line]:
    return _lines((cell.row, cell.column, shown(cell)) for cell in _filled(sheet))


def _columns(sheet: Sheet) -> dict[int, Line]:
    return _lines((cell.column, cell.row, shown(cell)) for cell in _filled(sheet))


def _filled(sheet: Sheet) -> list[Cell]:
    """Return the cells that hold something; raises `CannotJudgeError` for more than can be compared."""
    cells = [cell for cell in sheet.cells if is_filled(cell)]
    if len(cells) > CELLS_MAX:
        raise CannotJudgeError(_("{sheet}的内容太多，无法自动比较。").format(sheet=sheet_words(sheet)))
    return cells


def _lines(cells: Iterable[tuple[int, int, str]]) -> dict[int, Line]:
    """Return the contents of lines; of formulas only that there is one, for they change when rows move."""
    found_lines: dict[int, dict[int, str]] = {}
    for number, place, text in cells:
        found_lines.setdefault(number, {})[place] = "=" if text.startswith("=") else text
    return {number: tuple(line[place] for place in sorted(line)) for number, line in sorted(found_lines.items())}


def _holds(now: Line, then: Line) -> bool:
    """Tell whether a line still holds what it held; new cells may stand between."""
    rest = iter(now)
    return all(text in rest for text in then)


def _is_alike(now: Line, then: Line) -> bool:
    """Tell whether a line is still the same one: most of what it held is there, in order."""
    if _holds(now, then):
        return True
    kept = sum((Counter(now) & Counter(then)).values())
    return kept * ALIKE.denominator >= len(then) * ALIKE.numerator


def _deleted(now: dict[int, Line], then: dict[int, Line], goals: list[str], place: str) -> Finding:
    doomed = {number: line for number, line in then.items() if any(text.strip() in goals for text in line)}
    if not doomed:
        raise CannotJudgeError(_("素材中没有要删除的内容，无法判断。"))
    kept = {number: line for number, line in then.items() if number not in doomed}
    left = sum(1 for line in now.values() if any(text.strip() in goals for text in line))
    there = list(now.values())
    lost = sum(1 for line in kept.values() if not any(_is_alike(one, line) or _holds(line, one) for one in there))
    if lost:
        sentence = _("有 {count} 行（列）不该删除的数据也不见了。").format(count=lost)
        return found(is_met=False, sentence=sentence, observed=lost, place=place)
    behind = {number: line for number, line in kept.items() if number > min(doomed)}
    if not left and behind and all(_is_alike(now.get(number, ()), line) for number, line in behind.items()):
        sentence = _("内容被清空，但行（列）没有删除，后面的数据没有移上来。")
        return found(is_met=False, sentence=sentence, observed=_("只清空了内容"), expected=_("已删除"), place=place)
    share = Fraction(max(len(doomed) - left, 0), len(doomed))
    sentence = _("要求的内容已删除。") if share == 1 else _("还有 {count} 处没有删除。").format(count=left)
    return shared(share, sentence=sentence, observed=left, expected=0, place=place)


def _lines_area(text: str) -> Area:
    area = find_area(text if ":" in text else f"{text}:{text}")
    if area is None or min(area.last_row - area.first_row, area.last_column - area.first_column) > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的区域“{text}”无法理解。").format(text=text))
    return area


def _hidden(seen: list[bool], place: str, sheet: Sheet, *, is_wanted: bool) -> Finding:
    if not any(is_filled(cell) for cell in sheet.cells):
        raise NotThereError(_("要检查的区域是空的。"))
    names = {True: _("隐藏"), False: _("显示")}
    words = "、".join(names[one] for one in dict.fromkeys(seen))
    is_met = all(one is is_wanted for one in seen)
    return compared(is_met=is_met, what=_("行列"), seen=words, wanted=names[is_wanted], place=place)


def _cells(sheet: Sheet, area: Area, row: int) -> list[str]:
    cells = [sheet.cell(row, column) for column in range(area.first_column, area.last_column + 1)]
    return ["" if not is_filled(cell) else shown(cell) for cell in cells]


def _first_of_each(rows: list[list[str]], indexes: list[int]) -> list[list[str]]:
    known: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        known.setdefault(tuple(row[index] for index in indexes if index < len(row)) if indexes else tuple(row), row)
    return list(known.values())


STRUCTURES: tuple[AnyCheckType, ...] = (
    CheckType("S.inserted", N_("插入行或列"), InsertedAt, inserted),
    CheckType("S.rows_deleted", N_("删除行"), DeletedRows, rows_deleted),
    CheckType("S.columns_deleted", N_("删除列"), DeletedColumns, columns_deleted),
    CheckType("S.rows_hidden", N_("隐藏行"), RowsOf, rows_hidden),
    CheckType("S.columns_hidden", N_("隐藏列"), ColumnsOf, columns_hidden),
    CheckType("S.duplicates_removed", N_("删除重复项"), UniqueBy, duplicates_removed),
    CheckType("S.row_count", N_("数据行数"), RowCount, row_count),
    CheckType("S.row_added", N_("添加数据行"), AppendedRow, row_added),
)
