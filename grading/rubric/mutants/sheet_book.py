"""Undoes what the S checks look for in the workbook: its sheets and their names, order and state, names, protection."""

from __future__ import annotations

from grading.checks.names import colour_code
from grading.office.references import find_cell
from grading.rubric.mutants.near import near_colour
from grading.rubric.mutants.package import C, Element, OfficePackage, R, S, drop, put_child, remove_all
from grading.rubric.mutants.properties import other_format, other_property
from grading.rubric.mutants.sheet import (
    BOOK,
    WORKSHEET_ORDER,
    Parameters,
    Undo,
    clear,
    get_cell,
    last_row,
    sheet_entry,
    sheet_of,
    shortened,
    spoil,
    stored_cells,
)

SPACE = S.strip("{}")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
OTHER_BOOK = "other.xlsx"
_BOOK_ORDER = tuple(
    S + name
    for name in (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
        "definedNames calcPr"
    ).split()
)
_ZOOMED = 10


def renamed(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the sheet a name beside the wanted one, in all formulas and charts too."""
    old = str(parameters["name"])
    new = f"{old}1"
    named = [one for one in package.root(BOOK).iter(S + "sheet") if one.get("name") == old]
    for sheet in named:
        sheet.set("name", new)
    for part in package.xml_names():
        for one in package.root(part).iter(S + "f", C + "f", S + "definedName", S + "formula1", S + "formula"):
            if one.text:
                for spelling, other in ((f"'{old}'!", f"'{new}'!"), (f"${old}.", f"${new}."), (f"{old}!", f"{new}!")):
                    one.text = one.text.replace(spelling, other)
    return bool(named)


def one_sheet_more(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Add an empty sheet at the end."""
    _add_sheet(package, "Sheet9")
    return True


def sheet_back(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let there be a sheet with the name of the deleted one again."""
    _add_sheet(package, str(parameters["name"]))
    return True


def _add_sheet(package: OfficePackage, name: str) -> None:
    part = package.free_name("xl/worksheets/sheet#.xml")
    package.add(part, f'<worksheet xmlns="{SPACE}"><sheetData/></worksheet>'.encode(), SHEET_TYPE)
    sheets = put_child(package.root(BOOK), S + "sheets", _BOOK_ORDER)
    number = max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1
    entry = sheets.makeelement(S + "sheet", {"name": name, "sheetId": str(number)})
    entry.set(R + "id", package.relate(BOOK, "worksheet", part))
    sheets.append(entry)


def two_sheets_swapped(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the last two of the named sheets change places."""
    entries = list(package.root(BOOK).iter(S + "sheet"))
    names = [str(name).strip() for name in parameters["names"]]
    wanted = [place for place, one in enumerate(entries) if one.get("name", "").strip() in names]
    if len(wanted) < 2:
        return False
    first, second = wanted[-2:]
    _swap_entries(entries[first], entries[second])
    places = {str(first): str(second), str(second): str(first)}
    for one in package.root(BOOK).iter(S + "definedName", S + "workbookView"):
        for attribute in ("localSheetId", "activeTab"):
            if one.get(attribute) in places:
                one.set(attribute, places[one.get(attribute, "")])
    return True


def _swap_entries(one: Element, other: Element) -> None:
    mine, theirs = ({str(name): str(value) for name, value in entry.attrib.items()} for entry in (one, other))
    for element, attributes in ((one, theirs), (other, mine)):
        element.attrib.clear()
        for name, value in attributes.items():
            element.set(name, value)


def other_tab(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the tab a colour beside the wanted one."""
    sheet = sheet_of(package, parameters)
    if sheet is None or not parameters.get("colour"):
        return False
    for tab in sheet.iter(S + "tabColor"):
        tab.attrib.clear()
        tab.set("rgb", f"FF{near_colour(colour_code(str(parameters['colour'])))}")
        return True
    return False


def no_tab(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the tab's colour away."""
    sheet = sheet_of(package, parameters)
    return sheet is not None and remove_all(list(sheet.iter(S + "tabColor")))


def hidden_otherwise(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the hidden sheet, or hide the one to be shown."""
    entry = sheet_entry(package, parameters)
    if entry is None:
        return False
    drop(entry, "state")
    if not parameters.get("value", True):
        entry.set("state", "hidden")
    return True


def copy_spoiled(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Change one cell of the copy."""
    return _spoil_last(package, str(parameters["name"]))


def other_sheet_spoiled(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Change one cell of another sheet."""
    own = str(parameters.get("sheet", "")).casefold()
    names = [one.get("name", "") for one in package.root(BOOK).iter(S + "sheet")]
    return any(_spoil_last(package, name) for name in names if name.casefold() != own)


def _spoil_last(package: OfficePackage, name: str) -> bool:
    sheet = sheet_of(package, {"sheet": name})
    cells = [] if sheet is None else [cell for cell in stored_cells(sheet) if cell.find(S + "f") is None]
    for cell in cells[-1:]:
        spoil(package, cell)
    return bool(cells)


def name_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the name stand for one row (or column) less."""
    return _renamed(package, parameters, gone=False)


def no_name(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the name away."""
    return _renamed(package, parameters, gone=True)


def _renamed(package: OfficePackage, parameters: Parameters, *, gone: bool) -> bool:
    wanted = str(parameters["name"]).strip().casefold()
    own = [one for one in package.root(BOOK).iter(S + "definedName") if one.get("name", "").casefold() == wanted]
    if gone:
        return remove_all(own)
    for one in own:
        one.text = shortened(one.text or "") or _next_cell(one.text or "")
    return bool(own)


def _next_cell(reference: str) -> str:
    sheet, mark, place = reference.rpartition("!")
    at = find_cell(place.replace("$", ""))
    letters = place.replace("$", "").rstrip("0123456789")
    return reference if at is None else f"{sheet}{mark}${letters}${at[0] + 1}"


def protected_otherwise(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Lift the sheet's protection, or protect the sheet that should be free."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    if parameters.get("value", True):
        return remove_all(sheet.findall(S + "sheetProtection"))
    put_child(sheet, S + "sheetProtection", WORKSHEET_ORDER, {"sheet": "1"})
    return True


def book_free(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Lift the protection of the workbook's structure."""
    return remove_all(package.root(BOOK).findall(S + "workbookProtection"))


def other_gridlines(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the grid, or hide the one to be shown."""
    for view in _views(package, parameters):
        view.set("showGridLines", "0" if parameters.get("value", True) else "1")
        return True
    return False


def other_zoom(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the sheet a step larger."""
    for view in _views(package, parameters):
        view.set("zoomScale", str(int(parameters["value"]) + _ZOOMED))
        return True
    return False


def _views(package: OfficePackage, parameters: Parameters) -> list[Element]:
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return []
    views = put_child(sheet, S + "sheetViews", WORKSHEET_ORDER)
    if not len(views):
        put_child(views, S + "sheetView", (), {"workbookViewId": "0"})
    return list(views)


def other_active(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the file open at another sheet."""
    entries = list(package.root(BOOK).iter(S + "sheet"))
    wanted = str(parameters["name"]).strip().casefold()
    others = [place for place, one in enumerate(entries) if one.get("name", "").casefold() != wanted]
    if not others:
        return False
    views = put_child(package.root(BOOK), S + "bookViews", _BOOK_ORDER)
    put_child(views, S + "workbookView", ()).set("activeTab", str(others[-1]))
    for place, entry in enumerate(entries):
        sheet = sheet_of(package, {"sheet": entry.get("name", "")})
        for view in () if sheet is None else sheet.iter(S + "sheetView"):
            drop(view, "tabSelected")
            if place == others[-1]:
                view.set("tabSelected", "1")
    return True


def linked_outside(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let a formula below the data refer to another workbook."""
    part = package.free_name("xl/externalLinks/externalLink#.xml")
    package.add(part, f'<externalLink xmlns="{SPACE}"/>'.encode(), LINK_TYPE)
    book = package.root(part)
    inner = put_child(book, S + "externalBook", ())
    inner.set(R + "id", package.relate(part, "externalLinkPath", OTHER_BOOK, external=True))
    names = put_child(inner, S + "sheetNames", ())
    put_child(names, S + "sheetName", ()).set("val", "Sheet1")
    references = put_child(package.root(BOOK), S + "externalReferences", _BOOK_ORDER)
    one = references.makeelement(S + "externalReference", {})
    one.set(R + "id", package.relate(BOOK, "externalLink", part))
    references.append(one)
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    cell = get_cell(sheet, last_row(sheet) + 2, 1)
    clear(cell)
    put_child(cell, S + "f", (S + "f", S + "v")).text = f"[{len(references)}]Sheet1!$A$1"
    put_child(cell, S + "v", ()).text = "0"
    return True


BOOKS: dict[str, tuple[Undo, ...]] = {
    "S.sheet_name": (renamed,),
    "S.property": (other_property,),
    "S.format": (other_format,),
    "S.sheet_count": (one_sheet_more,),
    "S.sheet_order": (two_sheets_swapped,),
    "S.tab_colour": (other_tab, no_tab),
    "S.sheet_hidden": (hidden_otherwise,),
    "S.sheet_copied": (copy_spoiled,),
    "S.sheet_deleted": (sheet_back,),
    "S.other_sheets_intact": (other_sheet_spoiled,),
    "S.name": (name_short, no_name),
    "S.protected": (protected_otherwise,),
    "S.book_protected": (book_free,),
    "S.gridlines": (other_gridlines,),
    "S.zoom": (other_zoom,),
    "S.active_sheet": (other_active,),
    "S.no_external_links": (linked_outside,),
}
