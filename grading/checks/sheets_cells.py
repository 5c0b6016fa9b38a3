"""S: what cells hold: texts, numbers, no errors, nothing spoiled; and the names of sheets."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from grading.checks.finding import CannotJudgeError, Finding, found, shared
from grading.checks.sheets_common import (
    SHOWN_MAX,
    OnSheet,
    RangeOf,
    Seen,
    all_places_in,
    area_of,
    cell_of,
    find_sheet,
    is_filled,
    judge_cells,
    places_in,
    shown,
    value_or_kept,
)
from grading.checks.sheets_formula import agrees, obstacle_text, value_text
from grading.checks.subject import Subject
from grading.checks.types import NoParameters, Parameters
from grading.checks.values import CellName, Number, Ordinal, Range, Tolerance
from grading.office.formulas.calculation import Book, Calculation, constant
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import to_text
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError, ErrorValue, Scalar
from grading.office.model import Cell, Sheet, Workbook, cell_name
from itembank.base.i18n import _


class SheetName(Parameters, frozen=True, kw_only=True):
    """The sheet at a place, counted from 1, and its name."""

    index: Ordinal
    name: str


class CellText(OnSheet, frozen=True, kw_only=True):
    """A cell and the text it must show; blanks at the ends do not count."""

    cell: CellName
    text: str


class CellNumber(OnSheet, frozen=True, kw_only=True):
    """A cell and its number, and how far it may be off; numbers with fractions are text ("12.5")."""

    cell: CellName
    value: Number
    tolerance: Tolerance = ""


class ErrorsIn(OnSheet, frozen=True, kw_only=True):
    """The range that must be free of error values; "" is the whole sheet."""

    range: Range = ""


def opens(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that the file can be opened as a spreadsheet."""
    workbook = subject.workbook(file)
    return found(is_met=True, sentence=_("“{file}”可以打开。").format(file=file), observed=workbook.format, place=file)


def sheet_name(subject: Subject, file: str, wanted: SheetName) -> Finding:
    """Look at the name of a sheet."""
    sheets = subject.workbook(file).sheets
    seen = sheets[wanted.index - 1].name if 1 <= wanted.index <= len(sheets) else ""
    is_met = seen.strip() == wanted.name.strip()
    sentence = (
        _("第 {index} 张工作表名为“{name}”。")
        if is_met
        else _("第 {index} 张工作表名为“{seen}”，要求“{name}”。")
        if seen
        else _("没有第 {index} 张工作表，要求有“{name}”。")
    )
    return found(
        is_met=is_met,
        sentence=sentence.format(index=wanted.index, name=wanted.name, seen=seen),
        observed=seen,
        expected=wanted.name,
        place=seen,
    )


def cell_text(subject: Subject, file: str, wanted: CellText) -> Finding:
    """Compare what a cell holds with a text."""
    value, place = _cell_value(subject.workbook(file), wanted.sheet, wanted.cell)
    seen = value.value if isinstance(value, ErrorValue) else to_text(value)
    return _compared(is_met=_plain(seen) == _plain(wanted.text), cell=place, observed=seen, expected=wanted.text)


def cell_number(subject: Subject, file: str, wanted: CellNumber) -> Finding:
    """Compare what a cell holds with a number."""
    value, place = _cell_value(subject.workbook(file), wanted.sheet, wanted.cell)
    number, tolerance = _number(str(wanted.value)), _number(wanted.tolerance or "0")
    is_met = isinstance(value, float) and agrees(value, number, abs(tolerance))
    return _compared(is_met=is_met, cell=place, observed=value_text(value), expected=str(wanted.value))


def no_errors(subject: Subject, file: str, wanted: ErrorsIn) -> Finding:
    """Look for error values in a range."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    area = area_of(wanted.range) if wanted.range else None
    calculation = Calculation(Book.of(workbook, FUNCTIONS))
    filled = [cell for cell in sheet.cells if is_filled(cell) and (area is None or area.holds(cell.row, cell.column))]
    if not filled:
        return found(is_met=False, sentence=_("要检查的区域是空的。"), place=wanted.range)
    wrong = [
        (cell, value)
        for cell in filled
        if isinstance(value := value_or_kept(calculation, sheet, cell.row, cell.column), ErrorValue)
    ]
    if not wrong:
        return found(is_met=True, sentence=_("没有错误值。"), place=wanted.range)
    cell, value = wrong[0]
    sentence = _("{cell} 显示错误值 {value}；共有 {count} 个错误值。")
    return found(
        is_met=False,
        sentence=sentence.format(cell=cell.name, value=getattr(value, "value", ""), count=len(wrong)),
        observed=getattr(value, "value", ""),
        place=cell.name,
    )


def data_intact(subject: Subject, file: str, wanted: RangeOf) -> Finding:
    """Look that the cells of a range hold what they held in the starter file."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    before = starter_sheet(subject, file, workbook, sheet)
    area = area_of(wanted.range)
    # Merging is not asked about here, but whoever merges cells that held something loses it.
    shown_places = set(places_in(sheet, area))
    return judge_cells(
        [one for one in all_places_in(area) if one in shown_places or is_filled(before.cell(*one))],
        lambda row, column: Seen(
            _is_same(sheet.cell(row, column), before.cell(row, column)), shown(sheet.cell(row, column))
        ),
        what=_("内容"),
        expected=_("与素材相同"),
        wanted=wanted,
    )


def starter_sheet(subject: Subject, file: str, workbook: Workbook, sheet: Sheet) -> Sheet:
    """Return the starter's sheet of the same name, else the one at the same place; raises `CannotJudgeError`."""
    starter = subject.starter_workbook(file)
    named = starter.sheet(sheet.name)
    if named is not None:
        return named
    index = workbook.sheets.index(sheet)
    if index >= len(starter.sheets):
        raise CannotJudgeError(_("素材中没有工作表“{name}”，无法比较。").format(name=sheet.name))
    return starter.sheets[index]


def _is_same(now: Cell | None, before: Cell | None) -> bool:
    if before is None or not is_filled(before):
        return not is_filled(now)
    if now is None or not is_filled(now):
        return False
    if now.formula or before.formula:
        return now.formula == before.formula
    return agrees(constant(now), constant(before))


def _cell_value(workbook: Workbook, sheet_name: str, cell: str) -> tuple[Scalar, str]:
    sheet = find_sheet(workbook, sheet_name)
    row, column = cell_of(cell)
    name = cell_name(row, column)
    try:
        return Calculation(Book.of(workbook, FUNCTIONS)).value_at(Place(sheet.name, row, column)), name
    except CannotCalculateError as error:
        raise CannotJudgeError(
            _("{cell} 的公式无法自动计算：{reason}。").format(cell=name, reason=obstacle_text(error))
        ) from error


def _compared(*, is_met: bool, cell: str, observed: str, expected: str) -> Finding:
    sentence = _("{cell} 的内容正确。") if is_met else _("{cell} 的内容是“{observed}”，要求“{expected}”。")
    return shared(
        Fraction(int(is_met)),
        sentence=sentence.format(cell=cell, observed=observed[:SHOWN_MAX], expected=expected),
        observed=observed[:SHOWN_MAX],
        expected=expected,
        place=cell,
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _number(text: str) -> float:
    try:
        return float(Decimal(text.strip()))
    except InvalidOperation as error:
        raise CannotJudgeError(_("评分标准中的数“{text}”无法理解。").format(text=text)) from error
