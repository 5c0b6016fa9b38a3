"""Finds and fills cells of an xlsx that is changed: sheets, ranges, values as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from grading.office.references import Area, cell_name, find_area, find_cell
from grading.rubric.mutants.near import near_value
from grading.rubric.mutants.package import Element, OfficePackage, R, S, drop, put_child, remove_all

Parameters = dict[str, Any]
Undo = Callable[[OfficePackage, Parameters, OfficePackage | None], bool]

BOOK = "xl/workbook.xml"
MOST_CELLS = 2000
WORKSHEET_ORDER = tuple(
    S + name
    for name in (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
        "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
        "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
        "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture "
        "oleObjects controls webPublishItems tableParts extLst"
    ).split()
)


def sheet_part(package: OfficePackage, name: str) -> str:
    """Return the part of the sheet with a name; of the first one for ""."""
    for sheet in package.root(BOOK).iter(S + "sheet"):
        if not name or sheet.get("name", "").casefold() == name.strip().casefold():
            return package.relation(BOOK, sheet.get(R + "id"))
    return ""


def sheet_entry(package: OfficePackage, parameters: Parameters) -> Element | None:
    """Return the line of the workbook that names the sheet a check is about."""
    wanted = str(parameters.get("sheet", "")).strip().casefold()
    entries = package.root(BOOK).iter(S + "sheet")
    return next((one for one in entries if not wanted or one.get("name", "").casefold() == wanted), None)


def sheet_of(package: OfficePackage, parameters: Parameters) -> Element | None:
    """Return the sheet a check is about."""
    part = sheet_part(package, str(parameters.get("sheet", "")))
    return package.root(part) if part and package.has(part) else None


def area_of(parameters: Parameters) -> Area | None:
    """Return the range a check is about."""
    return find_area(str(parameters.get("range") or parameters.get("cell") or "").strip())


def lines_of(parameters: Parameters, name: str) -> Area | None:
    """Return the rows ("3", "3:5") or columns ("B", "B:D") that a parameter names, from edge to edge of the sheet."""
    text = str(parameters[name])
    return find_area(text if ":" in text else f"{text}:{text}")


def cells_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the stored cells of the range, made where the file keeps none."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    return [] if sheet is None or area is None else cells_in(sheet, area)


def cells_in(sheet: Element, area: Area) -> list[Element]:
    """Return the cells of a range row by row, made where the file keeps none; none for a huge range."""
    if area.size > MOST_CELLS:
        return []
    return [
        get_cell(sheet, row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


def stored_cells(sheet: Element, area: Area | None = None) -> Iterator[Element]:
    """Yield the cells that hold something, of a range or of the whole sheet."""
    for cell in sheet.iter(S + "c"):
        at = find_cell(cell.get("r", ""))
        if at is not None and is_filled(cell) and (area is None or area.holds(*at)):
            yield cell


def is_filled(cell: Element) -> bool:
    """Tell whether a cell holds a value or a formula."""
    return any(cell.find(S + tag) is not None for tag in ("v", "f", "is"))


def get_cell(sheet: Element, row: int, column: int) -> Element:
    """Return a cell, made in its place if it is not stored."""
    line = get_row(sheet, row)
    name = cell_name(row, column)
    for place, cell in enumerate(line):
        at = find_cell(cell.get("r", ""))
        if at is not None and at[1] >= column:
            if at[1] == column:
                return cell
            return _made(line, place, S + "c", name)
    return _made(line, len(line), S + "c", name)


def find_stored(sheet: Element, row: int, column: int) -> Element | None:
    """Return a cell if the file keeps it."""
    name = cell_name(row, column)
    return next((one for one in sheet.iter(S + "c") if one.get("r") == name), None)


def get_row(sheet: Element, number: int) -> Element:
    """Return a row, made in its place if it is not stored."""
    data = put_child(sheet, S + "sheetData", WORKSHEET_ORDER)
    for place, line in enumerate(data):
        own = int(line.get("r", str(place + 1)))
        if own >= number:
            return line if own == number else _made(data, place, S + "row", str(number))
    return _made(data, len(data), S + "row", str(number))


def _made(parent: Element, place: int, tag: str, name: str) -> Element:
    made = parent.makeelement(tag, {"r": name})
    parent.insert(place, made)
    return made


def last_row(sheet: Element) -> int:
    """Return the number of the last row that holds anything."""
    places = [find_cell(cell.get("r", "")) for cell in stored_cells(sheet)]
    return max((place[0] for place in places if place is not None), default=0)


def last_column(sheet: Element) -> int:
    """Return the number of the last column that holds anything."""
    places = [find_cell(cell.get("r", "")) for cell in stored_cells(sheet)]
    return max((place[1] for place in places if place is not None), default=0)


def text_in(package: OfficePackage, cell: Element | None) -> str:
    """Return a cell's value as the file stores it."""
    if cell is None:
        return ""
    value = cell.findtext(S + "v") or ""
    if cell.get("t") == "s":
        return _shared(package, value)
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(S + "t"))
    return value


def _shared(package: OfficePackage, number: str) -> str:
    for part in package.related(BOOK, "sharedStrings"):
        entries = package.root(part).findall(S + "si")
        if number.isdecimal() and int(number) < len(entries):
            return "".join(one.text or "" for one in entries[int(number)].iter(S + "t"))
    return ""


def is_rich(package: OfficePackage, cell: Element) -> bool:
    """Tell whether pieces of a cell's text have looks of their own."""
    if cell.get("t") == "s":
        number = cell.findtext(S + "v") or ""
        entries = [
            one for part in package.related(BOOK, "sharedStrings") for one in package.root(part).findall(S + "si")
        ]
        return number.isdecimal() and int(number) < len(entries) and entries[int(number)].find(S + "r") is not None
    return next(cell.iter(S + "r"), None) is not None


def is_number(cell: Element) -> bool:
    """Tell whether a cell stores a number."""
    return cell.get("t", "n") == "n" and cell.find(S + "v") is not None


def set_text(cell: Element, text: str) -> None:
    """Type a text into a cell."""
    clear(cell)
    cell.set("t", "inlineStr")
    put_child(put_child(cell, S + "is", ()), S + "t", ()).text = text


def set_number(cell: Element, text: str) -> None:
    """Type a number into a cell."""
    clear(cell)
    put_child(cell, S + "v", ()).text = text


def clear(cell: Element) -> None:
    """Empty a cell; its format stays."""
    remove_all(list(cell))
    drop(cell, "t")


def copy_contents(package: OfficePackage, cell: Element, to: Element) -> None:
    """Put a cell's value into another cell, which may be of another workbook than `package`."""
    text = text_in(package, cell)
    if is_number(cell):
        set_number(to, text)
    elif text:
        set_text(to, text)


def spoil(package: OfficePackage, cell: Element) -> None:
    """Put a wrong value beside the right one: a number one larger, a text without its last letter."""
    text = text_in(package, cell)
    if is_number(cell):
        set_number(cell, near_value(text))
    else:
        set_text(cell, near_value(text) if text else "？")


def at_most_one(cells: Iterable[Element]) -> list[Element]:
    """Return the last cell, if there is one."""
    return list(cells)[-1:]


def meets(text: str, area: Area | None) -> bool:
    """Tell whether one of the ranges that a text names shares a cell with a range; any range is shared by None."""
    if area is None:
        return True
    for part in text.split():
        seen = find_area(part)
        if seen is not None and (
            seen.first_row <= area.last_row
            and area.first_row <= seen.last_row
            and seen.first_column <= area.last_column
            and area.first_column <= seen.last_column
        ):
            return True
    return False


def shortened(text: str) -> str:
    """Return a range ("表!$A$1:$C$9") one row shorter, or one column if it has one row; "" when it is one cell."""
    sheet, mark, place = text.rpartition("!")
    first, colon, last = place.partition(":")
    area = find_area(place.replace("$", ""))
    if area is None or not colon:
        return ""
    row, column = area.last_row, area.last_column
    if area.first_row < row:
        row -= 1
    elif area.first_column < column:
        column -= 1
    else:
        return ""
    end = cell_name(row, column)
    letters, digits = end.rstrip("0123456789"), end.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    dollars = last.count("$")
    end = f"${letters}${digits}" if dollars > 1 else f"${letters}{digits}" if last.startswith("$") else end
    end = f"{letters}${digits}" if dollars == 1 and not last.startswith("$") else end
    return f"{sheet}{mark}{first}:{end}"
