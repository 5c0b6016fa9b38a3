"""S: the workbook and its sheets: format, order, colours, hidden and copied sheets, names, protection, views."""

from __future__ import annotations

from grading.checks.character_looks import shown_colour
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.names import colour_code, is_near_colour
from grading.checks.properties import PropertyOf, file_format, property_of
from grading.checks.sheets_cells import starter_sheet
from grading.checks.sheets_common import (
    OnSheet,
    RangeOf,
    Seen,
    area_of,
    find_sheet,
    is_filled,
    is_same_range,
    judge_cells,
    places_in,
    sheet_words,
)
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, NoParameters, Parameters
from grading.checks.values import Colour, Count, Percent, Range
from grading.office.model import Sheet, SheetState, Workbook
from itembank.base.i18n import N_, _


class FormatOf(Parameters, frozen=True):
    """The format the file must be saved in: "xlsx", "xlsm", "ods"."""

    value: str = "xlsx"


class CountOf(Parameters, frozen=True):
    """How many sheets there must be, hidden ones too."""

    value: Count


class OrderOf(Parameters, frozen=True):
    """Names of sheets in the wanted order; with `only` there may be no others."""

    names: tuple[str, ...]
    only: bool = False


class TabColour(OnSheet, frozen=True, kw_only=True):
    """The colour of a sheet's tab, "" for any."""

    colour: Colour = ""


class SwitchOf(OnSheet, frozen=True, kw_only=True):
    """On, or off with `value` false."""

    value: bool = True


class CopyOf(Parameters, frozen=True):
    """A sheet that is a copy of another starter sheet: the same contents under another name."""

    source: str
    name: str


class NameOf(Parameters, frozen=True):
    """A defined name and the cells it stands for ("Sheet1!A1:B9" or "A1:B9")."""

    name: str
    range: Range


class ZoomOf(OnSheet, frozen=True, kw_only=True):
    """How large a sheet is shown."""

    value: Percent


class LockedOf(RangeOf, frozen=True, kw_only=True):
    """Cells that are locked, or open with `value` false; `hidden` also looks whether their formulas are hidden."""

    value: bool = True
    hidden: bool | None = None


class AllBut(OnSheet, frozen=True, kw_only=True):
    """The sheet that may have changed; all others must hold what they held."""


class DeletedSheet(Parameters, frozen=True):
    """A starter sheet that must be gone while the others are still there."""

    name: str


class StyleNamed(RangeOf, frozen=True, kw_only=True):
    """Cells with a cell style by its name ("标题 1", "Good"), "" for any but the plain one."""

    name: str = ""


class SelectedOf(Parameters, frozen=True):
    """The sheet that is shown when the file is opened."""

    name: str


def is_format(subject: Subject, file: str, wanted: FormatOf) -> Finding:
    """Look at the format of the file itself."""
    return file_format(subject.workbook(file).format, wanted.value, file)


def has_property(subject: Subject, file: str, wanted: PropertyOf) -> Finding:
    """Look at a document property."""
    return property_of(subject.workbook(file).properties, wanted, file)


def sheet_count(subject: Subject, file: str, wanted: CountOf) -> Finding:
    """Count the sheets."""
    count = len(subject.workbook(file).sheets)
    return compared(is_met=count == wanted.value, what=_("工作表数量"), seen=count, wanted=wanted.value, place=file)


def sheet_order(subject: Subject, file: str, wanted: OrderOf) -> Finding:
    """Look at the order of sheets."""
    names = [sheet.name.strip() for sheet in subject.workbook(file).sheets]
    goals = [name.strip() for name in wanted.names]
    own = names if wanted.only else [name for name in names if name in goals]
    return compared(
        is_met=own == goals, what=_("工作表顺序"), seen="、".join(names), wanted="、".join(goals), place=file
    )


def tab_colour(subject: Subject, file: str, wanted: TabColour) -> Finding:
    """Look at the colour of a tab."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    code = colour_code(wanted.colour) if wanted.colour else ""
    is_met = is_near_colour(sheet.tab_colour, code) if code else bool(sheet.tab_colour)
    seen = shown_colour(sheet.tab_colour)
    return compared(is_met=is_met, what=_("标签颜色"), seen=seen, wanted=shown_colour(code), place=sheet_words(sheet))


def sheet_hidden(subject: Subject, file: str, wanted: SwitchOf) -> Finding:
    """Look whether a sheet is hidden."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    is_hidden = sheet.state is not SheetState.VISIBLE
    names = {True: _("隐藏"), False: _("显示")}
    goal = names[wanted.value]
    return compared(
        is_met=is_hidden is wanted.value, what=_("状态"), seen=names[is_hidden], wanted=goal, place=sheet_words(sheet)
    )


def sheet_copied(subject: Subject, file: str, wanted: CopyOf) -> Finding:
    """Look for a copy of a starter sheet beside it."""
    workbook = subject.workbook(file)
    original = subject.starter_workbook(file).sheet(wanted.source)
    if original is None:
        raise CannotJudgeError(_("素材中没有工作表“{name}”，无法比较。").format(name=wanted.source))
    copy = find_sheet(workbook, wanted.name)
    if workbook.sheet(wanted.source) is None:
        raise NotThereError(_("没有名为“{name}”的工作表。").format(name=wanted.source))
    before, now = _contents(original), _contents(copy)
    seen = _("{n} 个单元格与原表相同").format(n=sum(1 for place, text in before.items() if now.get(place) == text))
    is_met = bool(before) and before == now
    goal = _("“{name}”的副本").format(name=wanted.source)
    return compared(is_met=is_met, what=_("工作表内容"), seen=goal if is_met else seen, wanted=goal, place=copy.name)


def sheet_deleted(subject: Subject, file: str, wanted: DeletedSheet) -> Finding:
    """Look that one starter sheet is gone and no other."""
    names = {sheet.name.casefold() for sheet in subject.workbook(file).sheets}
    before = {sheet.name.casefold() for sheet in subject.starter_workbook(file).sheets}
    gone = wanted.name.strip().casefold()
    if gone not in before:
        raise CannotJudgeError(_("素材中没有工作表“{name}”，无法比较。").format(name=wanted.name))
    lost = before - names - {gone}
    is_met = gone not in names and not lost
    seen = _("还在") if gone in names else _("别的工作表也被删除")
    seen = _("已删除") if is_met else seen
    place = _("工作表“{name}”").format(name=wanted.name)
    return compared(is_met=is_met, what=_("状态"), seen=seen, wanted=_("已删除"), place=place)


def defined_name(subject: Subject, file: str, wanted: NameOf) -> Finding:
    """Look for a name and what it stands for."""
    names = subject.workbook(file).names
    own = [one.refers_to for one in names if one.name.casefold() == wanted.name.strip().casefold()]
    is_met = any(is_same_range(seen, wanted.range) for seen in own)
    what = _("名称“{name}”").format(name=wanted.name)
    shown_seen = "、".join(own).replace("$", "").replace("'", "")
    return compared(is_met=is_met, what=what, seen=shown_seen, wanted=wanted.range, place=file)


def sheet_protected(subject: Subject, file: str, wanted: SwitchOf) -> Finding:
    """Look whether a sheet is protected."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    names = {True: _("已保护"), False: _("没有保护")}
    is_on = sheet.protection.on
    goal = names[wanted.value]
    return compared(
        is_met=is_on is wanted.value, what=_("工作表保护"), seen=names[is_on], wanted=goal, place=sheet_words(sheet)
    )


def book_protected(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look whether the workbook's structure is protected."""
    is_on = subject.workbook(file).structure_protected
    seen = _("已保护") if is_on else _("没有保护")
    return compared(is_met=is_on, what=_("工作簿结构"), seen=seen, wanted=_("已保护"), place=file)


def locked(subject: Subject, file: str, wanted: LockedOf) -> Finding:
    """Look whether cells are locked: what protection of the sheet then keeps from change."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)

    def look(row: int, column: int) -> Seen:
        style = workbook.style_of(sheet, row, column)
        words = [_("锁定") if style.locked else _("未锁定"), _("隐藏公式") if style.formula_hidden else ""]
        is_met = style.locked is wanted.value and wanted.hidden in {None, style.formula_hidden}
        return Seen(is_met, " ".join(word for word in words if word))

    goal = _("锁定") if wanted.value else _("未锁定")
    return judge_cells(places_in(sheet, area_of(wanted.range)), look, what=_("保护"), expected=goal, wanted=wanted)


def cell_style(subject: Subject, file: str, wanted: StyleNamed) -> Finding:
    """Look which named cell style cells have."""
    workbook = subject.workbook(file)
    sheet = find_sheet(workbook, wanted.sheet)
    plain = {"", "normal", "常规", "default"}

    def look(row: int, column: int) -> Seen:
        name = workbook.style_of(sheet, row, column).name
        met = name.casefold() == wanted.name.casefold() if wanted.name else name.casefold() not in plain
        return Seen(met, name or _("常规"))

    goal = wanted.name or _("有样式")
    return judge_cells(
        places_in(sheet, area_of(wanted.range)), look, what=_("单元格样式"), expected=goal, wanted=wanted
    )


def gridlines(subject: Subject, file: str, wanted: SwitchOf) -> Finding:
    """Look whether the grid is shown on the screen."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    names = {True: _("显示"), False: _("不显示")}
    is_on = sheet.gridlines_shown
    goal = names[wanted.value]
    return compared(
        is_met=is_on is wanted.value, what=_("网格线"), seen=names[is_on], wanted=goal, place=sheet_words(sheet)
    )


def zoom(subject: Subject, file: str, wanted: ZoomOf) -> Finding:
    """Look how large a sheet is shown."""
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    seen, goal = f"{sheet.zoom_percent}%", f"{wanted.value}%"
    return compared(is_met=seen == goal, what=_("显示比例"), seen=seen, wanted=goal, place=sheet_words(sheet))


def active_sheet(subject: Subject, file: str, wanted: SelectedOf) -> Finding:
    """Look which sheet is shown first."""
    workbook = subject.workbook(file)
    index = workbook.active_sheet
    seen = workbook.sheets[index].name if index < len(workbook.sheets) else ""
    is_met = seen.casefold() == wanted.name.strip().casefold()
    return compared(is_met=is_met, what=_("当前工作表"), seen=seen, wanted=wanted.name, place=file)


def no_external_links(subject: Subject, file: str, _wanted: NoParameters) -> Finding:
    """Look that formulas refer to no other workbook; an emptied file proves nothing."""
    workbook = subject.workbook(file)
    if not any(is_filled(cell) for sheet in workbook.sheets for cell in sheet.cells):
        raise NotThereError(_("工作簿是空的。"))
    seen = workbook.external_workbooks
    return compared(
        is_met=not seen, what=_("外部链接"), seen="、".join(seen) or _("没有外部链接"),
        wanted=_("没有外部链接"), place=file,
    )  # fmt: skip


def other_sheets_intact(subject: Subject, file: str, wanted: AllBut) -> Finding:
    """Look that all sheets but one hold what they held in the starter file."""
    workbook, starter = subject.workbook(file), subject.starter_workbook(file)
    spoiled = []
    for before in starter.sheets:
        if before is _meant(starter, wanted.sheet):
            continue
        now = workbook.sheet(before.name)
        if now is None or _contents(now) != _contents(starter_sheet(subject, file, workbook, now)):
            spoiled.append(before.name)
    seen = "、".join(spoiled) or _("与素材相同")
    return compared(is_met=not spoiled, what=_("其他工作表"), seen=seen, wanted=_("与素材相同"), place=file)


def _meant(starter: Workbook, name: str) -> Sheet | None:
    """Return the starter's sheet that a parameter means, None for a sheet that is new."""
    try:
        return find_sheet(starter, name)
    except NotThereError:
        return None


def _contents(sheet: Sheet) -> dict[tuple[int, int], str]:
    return {
        (cell.row, cell.column): f"={cell.formula}" if cell.formula else cell.value
        for cell in sheet.cells
        if is_filled(cell)
    }


BOOKS: tuple[AnyCheckType, ...] = (
    CheckType("S.format", N_("工作簿的保存格式"), FormatOf, is_format),
    CheckType("S.property", N_("文档属性"), PropertyOf, has_property),
    CheckType("S.sheet_count", N_("工作表数量"), CountOf, sheet_count),
    CheckType("S.sheet_order", N_("工作表顺序"), OrderOf, sheet_order),
    CheckType("S.tab_colour", N_("工作表标签颜色"), TabColour, tab_colour),
    CheckType("S.sheet_hidden", N_("隐藏工作表"), SwitchOf, sheet_hidden),
    CheckType("S.sheet_copied", N_("复制工作表"), CopyOf, sheet_copied),
    CheckType("S.sheet_deleted", N_("删除工作表"), DeletedSheet, sheet_deleted),
    CheckType("S.other_sheets_intact", N_("其他工作表没有被改动"), AllBut, other_sheets_intact),
    CheckType("S.name", N_("定义名称"), NameOf, defined_name),
    CheckType("S.protected", N_("保护工作表"), SwitchOf, sheet_protected),
    CheckType("S.book_protected", N_("保护工作簿结构"), NoParameters, book_protected),
    CheckType("S.locked", N_("锁定单元格"), LockedOf, locked),
    CheckType("S.cell_style", N_("单元格样式"), StyleNamed, cell_style),
    CheckType("S.gridlines", N_("网格线"), SwitchOf, gridlines),
    CheckType("S.zoom", N_("显示比例"), ZoomOf, zoom),
    CheckType("S.active_sheet", N_("当前工作表"), SelectedOf, active_sheet),
    CheckType("S.no_external_links", N_("没有外部链接"), NoParameters, no_external_links),
)
