"""Undoes what the S checks look for in the layout of a sheet and its printing: merges, sizes, panes, pages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from grading.checks.names import length_points
from grading.office.references import Area, cell_name, column_letters, find_area
from grading.rubric.mutants.near import near_text
from grading.rubric.mutants.package import Element, OfficePackage, S, drop, put_child, remove, remove_all
from grading.rubric.mutants.sheet import (
    BOOK,
    WORKSHEET_ORDER,
    Parameters,
    Undo,
    area_of,
    get_row,
    lines_of,
    sheet_entry,
    sheet_of,
    sheet_part,
    shortened,
)
from grading.rubric.mutants.sheet_rows import filter_one_column_short, own_column

_INCH = 72
_WIDER_CHARS, _HIGHER_POINTS, _MARGIN_MORE = Decimal("1.5"), 2, Decimal("0.15")
_SIDES = ("left", "right", "top", "bottom")
_A4, _A5 = "9", "11"


def merged_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Merge one column (or row) too few."""
    return _remerged(package, parameters, _narrower)


def unmerged(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Part merged cells again."""
    return _remerged(package, parameters, lambda _reference: "")


def _narrower(reference: str) -> str:
    area = find_area(reference)
    if area is None or area.first_column == area.last_column:
        return shortened(reference)
    return Area(area.first_row, area.first_column, area.last_row, area.last_column - 1).name


def _remerged(package: OfficePackage, parameters: Parameters, other: Callable[[str], str]) -> bool:
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    merges = None if sheet is None else sheet.find(S + "mergeCells")
    if merges is None or area is None:
        return False
    found = [one for one in merges if one.get("ref") == area.name]
    for one in found:
        reference = other(area.name)
        if ":" in reference:
            one.set("ref", reference)
        else:
            remove(one)
    merges.set("count", str(len(merges)))
    if not len(merges):
        remove(merges)
    return bool(found)


def wider(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the last of the columns a little too wide."""
    sheet, area = sheet_of(package, parameters), lines_of(parameters, "column")
    if sheet is None or area is None:
        return False
    column = own_column(sheet, area.last_column)
    room = abs(Decimal(str(parameters.get("tolerance") or "0.3")))
    column.set("width", format(Decimal(str(parameters["value"]).removesuffix("char")) + room + _WIDER_CHARS, "f"))
    column.set("customWidth", "1")
    return True


def higher(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the last of the rows a little too high."""
    sheet, area = sheet_of(package, parameters), lines_of(parameters, "row")
    if sheet is None or area is None:
        return False
    row = get_row(sheet, area.last_row)
    room = abs(length_points(str(parameters.get("tolerance") or "0.5")))
    row.set("ht", format(length_points(str(parameters["value"])) + room + _HIGHER_POINTS, "f"))
    row.set("customHeight", "1")
    return True


def no_filter(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the filter buttons away."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    part = sheet_part(package, str(parameters.get("sheet", "")))
    tables = [package.root(name) for name in package.related(part, "table")]
    names = [one for one in package.root(BOOK).iter(S + "definedName") if one.get("name") == "_xlnm._FilterDatabase"]
    found = [one for root in (sheet, *tables) for one in root.findall(S + "autoFilter")]
    return remove_all(found) | remove_all(names)


def frozen_one_further(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Freeze one row (or column) too many."""
    sheet = sheet_of(package, parameters)
    panes = [] if sheet is None else list(sheet.iter(S + "pane"))
    for pane in panes:
        name = "ySplit" if parameters.get("rows") else "xSplit"
        pane.set(name, str(int(float(pane.get(name, "0"))) + 1))
        rows, columns = (int(float(pane.get(one, "0"))) for one in ("ySplit", "xSplit"))
        pane.set("topLeftCell", cell_name(rows + 1, columns + 1))
    return bool(panes)


def not_frozen(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take frozen panes away."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    views = list(sheet.iter(S + "sheetView"))
    changed = remove_all(one for view in views for one in view.findall(S + "pane"))
    for selection in [one for view in views for one in view.findall(S + "selection")]:
        drop(selection, "pane")
    return changed


def print_area_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last column of the print area out."""
    names = _names(package, parameters, "_xlnm.Print_Area")
    changed = False
    for one in names:
        short = [_one_column_less(part) for part in (one.text or "").split(",")]
        if short and all(short):
            one.text = ",".join(short)
            changed = True
    return changed


def _one_column_less(reference: str) -> str:
    sheet, mark, place = reference.rpartition("!")
    area = find_area(place.replace("$", ""))
    if area is None or area.first_column == area.last_column:
        return shortened(reference)
    first = place.partition(":")[0]
    return f"{sheet}{mark}{first}:${column_letters(area.last_column - 1)}${area.last_row}"


def no_print_area(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the print area away."""
    return remove_all(_names(package, parameters, "_xlnm.Print_Area"))


def one_title_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Repeat one row (or column) too many on every page."""
    names = _names(package, parameters, "_xlnm.Print_Titles")
    for one in names:
        one.text = ",".join(_longer(part, parameters) for part in (one.text or "").split(","))
    return bool(names)


def _longer(reference: str, parameters: Parameters) -> str:
    sheet, mark, place = reference.rpartition("!")
    first, _colon, last = place.replace("$", "").partition(":")
    if last.isdecimal():
        return f"{sheet}{mark}${first}:${int(last) + 1}" if parameters.get("rows") else reference
    area = find_area(f"{last}1")
    if area is None or not parameters.get("columns"):
        return reference
    return f"{sheet}{mark}${first}:${column_letters(area.first_column + 1)}"


def _names(package: OfficePackage, parameters: Parameters, name: str) -> list[Element]:
    """Return the defined names of a kind that belong to the sheet of a check."""
    entry = sheet_entry(package, parameters)
    entries = list(package.root(BOOK).iter(S + "sheet"))
    index = str(entries.index(entry)) if entry is not None else ""
    names = package.root(BOOK).iter(S + "definedName")
    return [one for one in names if one.get("name") == name and one.get("localSheetId", index) == index]


def other_setup(*, every: bool) -> Undo:
    """Return the way that changes one thing of the page set-up that is wanted, or everything."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        sheet = sheet_of(package, parameters)
        if sheet is None:
            return False
        setup = put_child(sheet, S + "pageSetup", WORKSHEET_ORDER)
        values = list(_other_setups(setup, parameters))
        for name, value in values if every else values[:1]:
            setup.set(name, value)
        return bool(values)

    return undo


def _other_setups(setup: Element, parameters: Parameters) -> list[tuple[str, str]]:
    values: list[tuple[str, str]] = []
    if parameters.get("orientation"):
        values.append(("orientation", "portrait" if parameters["orientation"] == "landscape" else "landscape"))
    if parameters.get("paper"):
        values.append(("paperSize", _A5 if setup.get("paperSize", _A4) != _A5 else _A4))
    if parameters.get("scale") is not None:
        values.append(("scale", str(int(parameters["scale"]) + 5)))
    for name, attribute in (("fit_width", "fitToWidth"), ("fit_height", "fitToHeight")):
        if parameters.get(name) is not None:
            values.append((attribute, str(int(parameters[name]) + 1)))
    return values


def other_margins(*, every: bool) -> Undo:
    """Return the way that makes one of the wanted margins, or all, a little too wide."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        sheet = sheet_of(package, parameters)
        wanted = [side for side in _SIDES if parameters.get(side)]
        margins = None if sheet is None else sheet.find(S + "pageMargins")
        if margins is None or not wanted:
            return False
        for side in wanted if every else wanted[:1]:
            margins.set(side, format(length_points(str(parameters[side])) / _INCH + _MARGIN_MORE, "f"))
        return True

    return undo


def toggled(names: dict[str, str], *, every: bool) -> Undo:
    """Return the way that turns one of the wanted print options round, or all; `names` are their attributes."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        sheet = sheet_of(package, parameters)
        wanted = [name for name in names if parameters.get(name) is not None]
        if sheet is None or not wanted:
            return False
        options = put_child(sheet, S + "printOptions", WORKSHEET_ORDER)
        for name in wanted if every else wanted[:1]:
            options.set(names[name], "0" if parameters[name] else "1")
        return True

    return undo


def other_edge(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Type a number in the place of a code, or the wanted text without its last letter."""
    sheet, text = sheet_of(package, parameters), str(parameters["text"])
    tag = S + ("oddHeader" if parameters.get("edge", "header") == "header" else "oddFooter")
    changed = False
    for one in [] if sheet is None else list(sheet.iter(tag)):
        other = "1" if text.startswith("&") else near_text(text)
        if text in (one.text or ""):
            one.text = (one.text or "").replace(text, other)
            changed = True
    return changed


def other_break(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Break the page one row (or column) later."""
    sheet = sheet_of(package, parameters)
    row, column = parameters.get("row"), find_area(f"{parameters.get('column')}1")
    number = int(row) - 1 if row is not None else column.first_column - 1 if column is not None else 0
    tag = S + ("rowBreaks" if row is not None else "colBreaks")
    breaks = [] if sheet is None else [one for one in sheet.iterfind(f"{tag}/{S}brk") if one.get("id") == str(number)]
    for one in breaks:
        one.set("id", str(number + 1))
    return bool(breaks)


_CENTRED = {"horizontally": "horizontalCentered", "vertically": "verticalCentered"}
_PRINTED = {"gridlines": "gridLines", "headings": "headings"}

LAYOUT: dict[str, tuple[Undo, ...]] = {
    "S.merged": (merged_short, unmerged),
    "S.column_width": (wider,),
    "S.row_height": (higher,),
    "S.filter_on": (filter_one_column_short, no_filter),
    "S.freeze": (frozen_one_further, not_frozen),
    "S.print_area": (print_area_short, no_print_area),
    "S.print_titles": (one_title_more,),
    "S.page_setup": (other_setup(every=False), other_setup(every=True)),
    "S.page_margins": (other_margins(every=False), other_margins(every=True)),
    "S.page_centred": (toggled(_CENTRED, every=False), toggled(_CENTRED, every=True)),
    "S.printed": (toggled(_PRINTED, every=False), toggled(_PRINTED, every=True)),
    "S.page_edge": (other_edge,),
    "S.page_break": (other_break,),
}
