"""Undoes what the S checks look for in rows and columns: order, insertions, deletions, what is hidden or filtered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grading.office.references import Area, cell_name, column_letters, find_area, find_cell
from grading.office.xlsx.shared_formulas import SharedFormula
from grading.rubric.mutants.near import near_value
from grading.rubric.mutants.package import Element, OfficePackage, S, drop, put_child, remove
from grading.rubric.mutants.sheet import (
    BOOK,
    WORKSHEET_ORDER,
    Parameters,
    Undo,
    area_of,
    copy_contents,
    find_stored,
    get_cell,
    get_row,
    last_column,
    last_row,
    lines_of,
    sheet_of,
    sheet_part,
    stored_cells,
    text_in,
)

_WIDEST = 16384


def swap(one: Element, other: Element) -> None:
    """Let two cells change their contents; formulas stay where they are."""
    if one.find(S + "f") is not None or other.find(S + "f") is not None:
        return
    mine, theirs = list(one), list(other)
    kinds = drop(one, "t"), drop(other, "t")
    for child in (*mine, *theirs):
        remove(child)
    one.extend(theirs)
    other.extend(mine)
    for cell, kind in ((one, kinds[1]), (other, kinds[0])):
        if kind is not None:
            cell.set("t", kind)


def _swap_rows(sheet: Element, area: Area, first: int, second: int) -> None:
    for column in range(area.first_column, area.last_column + 1):
        swap(get_cell(sheet, first, column), get_cell(sheet, second, column))


def _data_rows(parameters: Parameters, area: Area) -> range:
    return range(area.first_row + (1 if parameters.get("header", True) else 0), area.last_row + 1)


def second_key_forgotten(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let two rows with the same first key stand the other way round."""
    sheet, area, keys = sheet_of(package, parameters), area_of(parameters), parameters["keys"]
    if sheet is None or area is None or len(keys) < 2:
        return False
    columns = [find_area(f"{key['column']}1") for key in keys[:2]]
    for row in _data_rows(parameters, area)[:-1]:
        texts = [
            [text_in(package, get_cell(sheet, number, one.first_column)) for number in (row, row + 1)]
            for one in columns
            if one is not None
        ]
        if len(texts) == len(columns) and texts[0][0] == texts[0][1] and texts[1][0] != texts[1][1]:
            _swap_rows(sheet, area, row, row + 1)
            return True
    return False


def reversed_rows(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Sort the other way round: the last row comes first."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    rows = _data_rows(parameters, area)
    for number in range(len(rows) // 2):
        _swap_rows(sheet, area, rows[number], rows[-1 - number])
    return len(rows) > 1


def unsorted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the first and the last row of the range change places."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    rows = _data_rows(parameters, area)
    if len(rows) > 1:
        _swap_rows(sheet, area, rows[0], rows[-1])
    return len(rows) > 1


def inserted_one_further(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the new row (or column) stand behind the one it should stand before."""
    sheet = sheet_of(package, parameters)
    count = int(parameters.get("count", 1))
    if sheet is None or count < 1:
        return False
    if parameters.get("row") is not None:
        start = int(parameters["row"])
        for number in range(start + count - 1, start - 1, -1):
            _exchange(sheet, [((number, c), (number + 1, c)) for c in range(1, last_column(sheet) + 1)])
        return True
    column = find_area(f"{parameters.get('column')}1")
    if column is None:
        return False
    start = column.first_column
    for number in range(start + count - 1, start - 1, -1):
        _exchange(sheet, [((r, number), (r, number + 1)) for r in range(1, last_row(sheet) + 1)])
    return True


def _exchange(sheet: Element, pairs: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Let stored cells change places with their looks; formulas move along as if they were copied."""
    for first, second in pairs:
        one, other = find_stored(sheet, *first), find_stored(sheet, *second)
        for cell, place, steps in (
            (one, second, (second[0] - first[0], second[1] - first[1])),
            (other, first, (first[0] - second[0], first[1] - second[1])),
        ):
            if cell is None:
                continue
            formula = cell.find(S + "f")
            if formula is not None and formula.text and not formula.get("ref"):
                formula.text = SharedFormula(formula.text).moved(*steps)
            remove(cell)
            _put_cell(sheet, cell, place)


def _put_cell(sheet: Element, cell: Element, place: tuple[int, int]) -> None:
    line = get_row(sheet, place[0])
    cell.set("r", cell_name(*place))
    spots = [find_cell(one.get("r", "")) for one in line]
    line.insert(sum(1 for spot in spots if spot is not None and spot[1] < place[1]), cell)


def one_row_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write the last of the deleted rows below the data again."""
    return _rows_back(package, parameters, starter, 1)


def rows_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write all deleted rows below the data again."""
    return _rows_back(package, parameters, starter, len(parameters["texts"]) * 100)


def _rows_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None, most: int) -> bool:
    sheet = sheet_of(package, parameters)
    before = sheet_of(starter, parameters) if starter is not None else None
    if sheet is None or before is None or starter is None:
        return False
    goals = {str(text).strip() for text in parameters["texts"]}
    doomed: list[int] = []
    for cell in stored_cells(before):
        place = find_cell(cell.get("r", ""))
        if place is not None and text_in(starter, cell).strip() in goals and place[0] not in doomed:
            doomed.append(place[0])
    for number in doomed[-most:]:
        row = last_row(sheet) + 1
        for cell in list(stored_cells(before, Area(number, 1, number, _WIDEST))):
            place = find_cell(cell.get("r", "")) or (number, 1)
            copy_contents(starter, cell, get_cell(sheet, row, place[1]))
    return bool(doomed)


def one_column_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write the last of the deleted columns beside the data again."""
    return _columns_back(package, parameters, starter, 1)


def columns_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write all deleted columns beside the data again."""
    return _columns_back(package, parameters, starter, len(parameters["headers"]))


def _columns_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None, most: int) -> bool:
    sheet = sheet_of(package, parameters)
    before = sheet_of(starter, parameters) if starter is not None else None
    if sheet is None or before is None or starter is None:
        return False
    goals = {str(text).strip() for text in parameters["headers"]}
    headers = [find_cell(cell.get("r", "")) for cell in stored_cells(before) if text_in(starter, cell).strip() in goals]
    doomed = [place[1] for place in headers if place is not None][-most:]
    for number in doomed:
        column = last_column(sheet) + 1
        for cell in list(stored_cells(before, Area(1, number, last_row(before), number))):
            place = find_cell(cell.get("r", "")) or (1, number)
            copy_contents(starter, cell, get_cell(sheet, place[0], column))
    return bool(doomed)


def one_double_back(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the last row of the range once more below it."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    filled = [find_cell(cell.get("r", "")) for cell in stored_cells(sheet, area)]
    last = max((place[0] for place in filled if place is not None), default=0)
    if not area.first_row < last < area.last_row:
        return False
    for column in range(area.first_column, area.last_column + 1):
        cell = find_stored(sheet, last, column)
        if cell is not None:
            copy_contents(package, cell, get_cell(sheet, last + 1, column))
    return True


def one_row_shown(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the last of the hidden rows, or hide the last of those to be shown."""
    sheet, area = sheet_of(package, parameters), lines_of(parameters, "rows")
    if sheet is None or area is None:
        return False
    row = get_row(sheet, area.last_row)
    if not parameters.get("value", True):
        row.set("hidden", "1")
        return True
    drop(row, "hidden")
    if row.get("ht") == "0":
        drop(row, "ht")
    return True


def one_column_shown(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the last of the hidden columns, or hide the last of those to be shown."""
    sheet, area = sheet_of(package, parameters), lines_of(parameters, "columns")
    if sheet is None or area is None:
        return False
    column = own_column(sheet, area.last_column)
    if not parameters.get("value", True):
        column.set("hidden", "1")
        return True
    drop(column, "hidden")
    if column.get("width") == "0":
        column.set("width", "9")
    return True


def own_column(sheet: Element, number: int) -> Element:
    """Return the `col` that stands for one column alone, cut out of a wider one if need be."""
    columns = put_child(sheet, S + "cols", WORKSHEET_ORDER)
    for place, one in enumerate(columns):
        first, last = int(one.get("min", "0")), int(one.get("max", "0"))
        if first > number:
            return _new_column(columns, place, number, {})
        if last < number:
            continue
        for low, high, offset in ((number + 1, last, 1), (first, number - 1, 0)):
            if low <= high:
                rest = columns.makeelement(S + "col", {str(name): str(value) for name, value in one.attrib.items()})
                rest.set("min", str(low))
                rest.set("max", str(high))
                columns.insert(columns.index(one) + offset, rest)
        one.set("min", str(number))
        one.set("max", str(number))
        return one
    return _new_column(columns, len(columns), number, {})


def _new_column(columns: Element, place: int, number: int, more: dict[str, str]) -> Element:
    made = columns.makeelement(S + "col", {"min": str(number), "max": str(number), "width": "9", **more})
    columns.insert(place, made)
    return made


def filtered_otherwise(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Filter by another value of the same column: other rows are in sight."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    for column in _filters(package, parameters, sheet):
        chosen = [one.get("val", "") for one in column.iter(S + "filter")]
        number = area.first_column + int(column.get("colId", "0"))
        rows = range(area.first_row + 1, area.last_row + 1)
        texts = {row: text_in(package, find_stored(sheet, row, number)) for row in rows}
        other = next((text for text in texts.values() if text and text not in chosen), "")
        if not chosen or not other or len(list(_filters(package, parameters, sheet))) > 1:
            continue
        first, *more = list(column.iter(S + "filter"))
        first.set("val", other)
        for one in more:
            remove(one)
        for row, text in texts.items():
            _hide(get_row(sheet, row), is_hidden=text != other)
        return True
    return False


def one_row_less_filtered(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Filter with a bound beside the right one: one row more is hidden."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    for column in _filters(package, parameters, sheet):
        for one in column.iter(S + "customFilter"):
            one.set("val", near_value(one.get("val", "")))
        for row in range(area.last_row, area.first_row, -1):
            line = get_row(sheet, row)
            if line.get("hidden") not in {"1", "true"}:
                _hide(line, is_hidden=True)
                return True
    return False


def _hide(row: Element, *, is_hidden: bool) -> None:
    drop(row, "hidden")
    if is_hidden:
        row.set("hidden", "1")


def _filters(package: OfficePackage, parameters: Parameters, sheet: Element) -> list[Element]:
    part = sheet_part(package, str(parameters.get("sheet", "")))
    tables = [package.root(name) for name in package.related(part, "table")]
    return [one for root in (sheet, *tables) for one in root.iterfind(f"{S}autoFilter/{S}filterColumn")]


def filter_one_column_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the filter without the last column of the range."""
    sheet = sheet_of(package, parameters)
    found = [] if sheet is None else sheet.findall(S + "autoFilter")
    changed = False
    for one in found:
        area = find_area(one.get("ref", ""))
        if area is None or area.first_column == area.last_column:
            continue
        short = Area(area.first_row, area.first_column, area.last_row, area.last_column - 1)
        one.set("ref", short.name)
        for column in one.findall(S + "filterColumn"):
            if int(column.get("colId", "0")) > short.last_column - short.first_column:
                remove(column)
        for name in package.root(BOOK).iter(S + "definedName"):
            if name.get("name") == "_xlnm._FilterDatabase" and name.text:
                name.text = _ending(name.text, short.last_column)
        changed = True
    return changed


def _ending(reference: str, column: int) -> str:
    return re.sub(r":\$[A-Z]+\$", f":${column_letters(column)}$", reference)


ROWS: dict[str, tuple[Undo, ...]] = {
    "S.sorted": (second_key_forgotten, reversed_rows, unsorted),
    "S.inserted": (inserted_one_further,),
    "S.rows_deleted": (one_row_back, rows_back),
    "S.columns_deleted": (one_column_back, columns_back),
    "S.rows_hidden": (one_row_shown,),
    "S.columns_hidden": (one_column_shown,),
    "S.duplicates_removed": (one_double_back,),
    "S.filtered": (filtered_otherwise, one_row_less_filtered),
}
