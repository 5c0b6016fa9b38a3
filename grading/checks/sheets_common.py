"""What the checks of spreadsheets share: finding sheets and ranges, going through cells, saying which one is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, shared
from grading.checks.types import Parameters
from grading.checks.values import Range
from grading.office.formulas.calculation import Calculation, constant
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError, Scalar
from grading.office.model import Area, Cell, CellKind, Sheet, Workbook, cell_name, find_area
from itembank.base.i18n import _

CELLS_MAX = 20_000
SHOWN_MAX = 200


class OnSheet(Parameters, frozen=True, kw_only=True):
    """A sheet by its name; "" is the first one, "#2" the second, whatever its name."""

    sheet: str = ""


class RangeOf(OnSheet, frozen=True, kw_only=True):
    """A range such as "A1:D10"; with `partial` the share of right cells counts, else all must be right."""

    range: Range
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell showed: whether it is as wanted, and what it is, in words."""

    is_met: bool
    observed: str


def find_sheet(workbook: Workbook, name: str) -> Sheet:
    """Return a sheet; raises `NotThereError`."""
    sheet = workbook.sheet(name) if name else next(iter(workbook.sheets), None)
    if sheet is None and name[:1] == "#" and name[1:].isdecimal():
        sheet = next(iter(workbook.sheets[int(name[1:]) - 1 :][:1]), None) if int(name[1:]) else None
    if sheet is None:
        raise NotThereError(_("没有名为“{name}”的工作表。").format(name=name))
    return sheet


def sheet_words(sheet: Sheet) -> str:
    """Return how a report calls a sheet."""
    return _("工作表“{name}”").format(name=sheet.name)


def by_place(text: str, workbook: Workbook) -> str:
    """Return a formula or a list of ranges with sheets that are named by their places ('#2'!A1) by their names."""
    for number, sheet in enumerate(workbook.sheets, 1):
        name = sheet.name.replace("'", "''")
        text = text.replace(f"'#{number}'!", f"'{name}'!")
    return text


def area_of(text: str) -> Area:
    """Return the range a parameter names; raises `CannotJudgeError`."""
    area = find_area(text.strip())
    if area is None:
        raise CannotJudgeError(_("评分标准中的区域“{text}”无法理解。").format(text=text))
    return area


def cell_of(text: str) -> tuple[int, int]:
    """Return row and column of the cell a parameter names; raises `CannotJudgeError`."""
    area = area_of(text)
    if area.size != 1:
        raise CannotJudgeError(_("评分标准中的“{text}”应当是一个单元格。").format(text=text))
    return area.first_row, area.first_column


def places_in(sheet: Sheet, area: Area) -> list[tuple[int, int]]:
    """Return the places of a range row by row; of merged cells only the one that shows.

    Raises `NotThereError` when a merged cell swallowed all of them: of nothing everything would be true.
    """
    if area.size > CELLS_MAX:
        raise CannotJudgeError(_("评分标准中的区域“{text}”太大。").format(text=area.name))
    hidden = {
        (row, column)
        for merge in sheet.merges
        for row in range(max(merge.first_row, area.first_row), min(merge.last_row, area.last_row) + 1)
        for column in range(max(merge.first_column, area.first_column), min(merge.last_column, area.last_column) + 1)
        if (row, column) != (merge.first_row, merge.first_column)
    }
    places = [place for place in all_places_in(area) if place not in hidden]
    if not places:
        raise NotThereError(_("{range} 被并入了别的合并单元格，没有自己的内容。").format(range=area.name))
    return places


def all_places_in(area: Area) -> Iterator[tuple[int, int]]:
    """Yield the places of a range row by row, those that merged cells hide too."""
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def filled_places(sheet: Sheet, area: Area) -> list[tuple[int, int]]:
    """Return the places that hold something; all places when none does."""
    places = places_in(sheet, area)
    return [place for place in places if is_filled(sheet.cell(*place))] or places


def is_same_range(seen: str, wanted: str) -> bool:
    """Compare a reference of the file with a wanted range, "$" and quotation marks aside; without a sheet: any."""
    own_sheet, _mark, own = seen.lstrip("=").replace("$", "").rpartition("!")
    sheet, _other, goal = wanted.replace("$", "").rpartition("!")
    return own.upper() == goal.upper() and (not sheet or own_sheet.strip("'").casefold() == sheet.strip("'").casefold())


def is_filled(cell: Cell | None) -> bool:
    return cell is not None and (cell.kind is not CellKind.BLANK or bool(cell.formula))


def shown(cell: Cell | None) -> str:
    """Return what a cell stores, for a person: the value, and the formula if there is one."""
    if cell is None or not is_filled(cell):
        return _("空白")
    return f"={cell.formula}"[:SHOWN_MAX] if cell.formula else cell.value[:SHOWN_MAX]


def value_or_kept(calculation: Calculation, sheet: Sheet, row: int, column: int) -> Scalar:
    """Return a cell's calculated value, or what the file keeps for it where it cannot be calculated.

    Raises `CannotJudgeError` where the file keeps nothing either.
    """
    try:
        return calculation.value_at(Place(sheet.name, row, column))
    except CannotCalculateError as error:
        cell = sheet.cell(row, column)
        if cell is not None:
            return constant(cell)
        name = cell_name(row, column)
        raise CannotJudgeError(_("{cell} 的值无法自动计算，请人工查看。").format(cell=name)) from error


def judge_cells(
    places: Sequence[tuple[int, int]],
    look: Callable[[int, int], Seen],
    *,
    what: str,
    expected: str,
    wanted: RangeOf,
) -> Finding:
    """Look at every place; the sentence names the first cell that is wrong."""
    wrong: list[tuple[tuple[int, int], Seen]] = []
    for place in places:
        seen = look(*place)
        if not seen.is_met:
            wrong.append((place, seen))
    if not wrong:
        sentence = _("{range} 的{what}符合要求（{expected}）。").format(
            range=wanted.range, what=what, expected=expected
        )
        return shared(Fraction(1), sentence=sentence, observed=expected, expected=expected, place=wanted.range)
    place, seen = wrong[0]
    cell = cell_name(*place)
    sentence = _("{cell} 的{what}是“{observed}”，要求“{expected}”；共有 {count} 个单元格不符合。").format(
        cell=cell, what=what, observed=seen.observed, expected=expected, count=len(wrong)
    )
    share = Fraction(len(places) - len(wrong), len(places)) if wanted.partial else Fraction(0)
    return shared(share, sentence=sentence, observed=seen.observed, expected=expected, place=cell)
