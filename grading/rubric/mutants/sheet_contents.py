"""Undoes what the S checks look for in the contents of cells: texts, numbers, formulas, series, copies, subtotals."""

from __future__ import annotations

import re
from decimal import Decimal

from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import number_text
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError
from grading.office.model import Workbook
from grading.office.open import read_office_bytes
from grading.office.references import Area, cell_name, find_area, find_cell
from grading.office.xlsx.shared_formulas import SharedFormula
from grading.rubric.mutants.near import near_number, near_text
from grading.rubric.mutants.package import Element, OfficePackage, S, put_child, remove_all
from grading.rubric.mutants.sheet import (
    Parameters,
    Undo,
    area_of,
    at_most_one,
    cells_of,
    clear,
    get_cell,
    is_number,
    last_row,
    set_number,
    set_text,
    sheet_entry,
    sheet_of,
    shortened,
    spoil,
    stored_cells,
    text_in,
)

_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}:\$?[A-Z]{1,3}\$?[0-9]{1,7}")
_SUBTOTAL = re.compile(r"(SUBTOTAL\()([0-9]{1,3})", re.IGNORECASE)
_COUNTING, _LARGEST = 3, 4


def near_content(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the wanted text without its last letter, or the wanted number a little too large."""
    cells = cells_of(package, parameters)
    for cell in cells:
        if "text" in parameters:
            set_text(cell, near_text(str(parameters["text"])))
        else:
            set_number(cell, near_number(str(parameters["value"]), str(parameters.get("tolerance", ""))))
    return bool(cells)


def other_content(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write something else into the cells."""
    cells = cells_of(package, parameters)
    for cell in cells:
        set_text(cell, "？")
    return bool(cells)


def last_spoiled(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put a wrong value into the last filled cell of the range."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None or area is None:
        return False
    filled = list(stored_cells(sheet, area))
    chosen = at_most_one(cell for cell in filled if cell.find(S + "f") is None) or at_most_one(filled)
    for cell in chosen:
        spoil(package, cell)
    return bool(chosen)


def last_typed(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Type the result into the last cell of the range instead of its formula."""
    return _typed(package, parameters, at_most_one(_free_formulas(package, parameters)))


def typed_values(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the results where the formulas were, as if they had been typed."""
    formulas = [cell for cell in cells_of(package, parameters) if cell.find(S + "f") is not None]
    return _typed(package, parameters, formulas)


def _typed(package: OfficePackage, parameters: Parameters, cells: list[Element]) -> bool:
    results = _results(package, parameters, [cell for cell in cells if not cell.findtext(S + "v")])
    for cell in cells:
        value = results.get(cell.get("r", ""))
        if isinstance(value, str):
            set_text(cell, value)
        elif value is not None:
            set_number(cell, number_text(value))
    return remove_all(one for cell in cells for one in cell.findall(S + "f")) or bool(results)


def _free_formulas(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the cells with a formula that no other cell's formula hangs on."""
    found = []
    for cell in cells_of(package, parameters):
        formula = cell.find(S + "f")
        if formula is not None and not formula.get("ref"):
            found.append(cell)
    return found


def _results(package: OfficePackage, parameters: Parameters, cells: list[Element]) -> dict[str, str | float]:
    """Return the results of formulas for which the file keeps none."""
    entry = sheet_entry(package, parameters)
    if not cells or entry is None:
        return {}
    book = read_office_bytes(package.to_bytes())
    if not isinstance(book, Workbook):
        return {}
    calculation = Calculation(Book.of(book, FUNCTIONS))
    found: dict[str, str | float] = {}
    for cell in cells:
        place = find_cell(cell.get("r", ""))
        if place is None:
            continue
        try:
            value = calculation.value_at(Place(entry.get("name", ""), *place))
        except CannotCalculateError:
            continue
        found[cell.get("r", "")] = value if isinstance(value, str | float) else 0.0
    return found


def not_absolute(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Fill the first formula down without its dollars."""
    cells = [cell for cell in cells_of(package, parameters) if cell.find(S + "f") is not None]
    first = cells[0].findtext(S + "f") or "" if cells else ""
    start = find_cell(cells[0].get("r", "")) if cells else None
    if "$" not in first or start is None:
        return False
    written = SharedFormula(first.replace("$", ""))
    for cell in cells[1:]:
        place = find_cell(cell.get("r", "")) or start
        _put_formula(cell, written.moved(place[0] - start[0], place[1] - start[1]))
    return len(cells) > 1


def one_row_short(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the ranges in the formulas end one row (or column) too early, where that row holds anything."""
    sheet = sheet_of(package, parameters)
    changed = False
    for cell in cells_of(package, parameters):
        formula = cell.find(S + "f")
        text = "" if formula is None else formula.text or ""
        short = _RANGE.sub(lambda match: _without_last(sheet, match), text)
        if formula is not None and short != text:
            formula.text = short
            remove_all(cell.findall(S + "v"))
            changed = True
    return changed


def _without_last(sheet: Element | None, match: re.Match[str]) -> str:
    short = shortened(match[0])
    area, rest = find_area(match[0].replace("$", "")), find_area(short.replace("$", ""))
    is_elsewhere = match.string[: match.start()].endswith("!")
    if sheet is None or area is None or rest is None or is_elsewhere:
        return match[0]
    lost = [cell for cell in stored_cells(sheet, area) if not rest.holds(*(find_cell(cell.get("r", "")) or (0, 0)))]
    return short if lost else match[0]


def _put_formula(cell: Element, text: str) -> None:
    remove_all(cell.findall(S + "f") + cell.findall(S + "v"))
    put_child(cell, S + "f", (S + "f", S + "v")).text = text


def an_error(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put an error into a cell: below the data, or into an empty or the last cell of the range."""
    sheet, area = sheet_of(package, parameters), area_of(parameters)
    if sheet is None:
        return False
    if area is None:
        area = Area(last_row(sheet) + 2, 1, last_row(sheet) + 2, 1)
    empty = [cell for cell in cells_of(package, {**parameters, "range": area.name}) if not len(cell)]
    for cell in at_most_one(empty) or at_most_one(stored_cells(sheet, area)):
        clear(cell)
        cell.set("t", "e")
        put_child(cell, S + "f", (S + "f", S + "v")).text = "1/0"
        put_child(cell, S + "v", ()).text = "#DIV/0!"
        return True
    return False


def one_day_off(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Type the day after the wanted one."""
    cells = [cell for cell in cells_of(package, parameters) if is_number(cell)]
    for cell in cells:
        set_number(cell, str(int(Decimal(cell.findtext(S + "v") or "0")) + 1))
    return bool(cells)


def date_as_text(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Type the date as a text."""
    cells = cells_of(package, parameters)
    for cell in cells:
        set_text(cell, str(parameters["date"]))
    return bool(cells)


def target_spoiled(*, turned: bool) -> Undo:
    """Return the way that puts a wrong value into the last cell of a copy, of one that is turned over too."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        for cell in _copies(package, parameters, turned=turned)[-1:]:
            spoil(package, cell)
            return True
        return False

    return undo


def pasted_formula(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let a pasted value be a reference to where it came from."""
    area, name = area_of(parameters), str(parameters.get("sheet", ""))
    copies = _copies(package, parameters, turned=False)
    if not parameters.get("plain") or area is None or not copies:
        return False
    place, start = find_cell(copies[-1].get("r", "")), find_cell(str(parameters["to"]))
    if place is None or start is None:
        return False
    source = cell_name(area.first_row + place[0] - start[0], area.first_column + place[1] - start[1])
    formula = f"'{name}'!{source}" if name and parameters.get("target") else source
    copies[-1].insert(0, copies[-1].makeelement(S + "f", {}))
    copies[-1][0].text = formula
    if copies[-1].get("t") in {"inlineStr", "s"}:
        copies[-1].set("t", "str")
        remove_all(list(copies[-1])[1:])
    return True


def _copies(package: OfficePackage, parameters: Parameters, *, turned: bool) -> list[Element]:
    """Return the filled cells of the copy of a range."""
    place, area = find_cell(str(parameters["to"]).strip()), area_of(parameters)
    sheet = sheet_of(package, {"sheet": parameters.get("target") or parameters.get("sheet", "")})
    if sheet is None or area is None or place is None:
        return []
    rows, columns = area.last_row - area.first_row, area.last_column - area.first_column
    height, width = (columns, rows) if turned else (rows, columns)
    return list(stored_cells(sheet, Area(place[0], place[1], place[0] + height, place[1] + width)))


def record_missing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last extracted row out."""
    sheet, place = sheet_of(package, parameters), find_cell(str(parameters["to"]).strip())
    if sheet is None or place is None:
        return False
    rows = parameters["rows"]
    width = max((len(row) for row in rows), default=1)
    number = place[0] + len(rows) - 1
    cells = list(stored_cells(sheet, Area(number, place[1], number, place[1] + width - 1)))
    for cell in cells:
        clear(cell)
    return bool(cells)


def other_subtotal(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the last subtotal count with another function."""
    sheet, column = sheet_of(package, parameters), find_area(f"{parameters['column']}1")
    if sheet is None or column is None:
        return False
    own = [cell for cell in stored_cells(sheet) if find_area(cell.get("r", "")) is not None]
    formulas: list[Element] = []
    for cell in own:
        place, formula = find_cell(cell.get("r", "")), cell.find(S + "f")
        if place is not None and place[1] == column.first_column and formula is not None:
            formulas.extend([formula] if _SUBTOTAL.search(formula.text or "") else [])
    for formula in formulas[-1:]:
        formula.text = _SUBTOTAL.sub(_other_function, formula.text or "")
        return True
    return False


def _other_function(match: re.Match[str]) -> str:
    other = _COUNTING if int(match[2]) % 100 == _LARGEST else _LARGEST
    return f"{match[1]}{other}"


def subtotals_typed(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Type all subtotals of the column."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    letters = str(parameters["column"]).upper()
    return typed_values(package, {**parameters, "range": f"{letters}1:{letters}{max(last_row(sheet), 2)}"}, starter)


def row_spoiled(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Type the last word of the added row otherwise."""
    sheet = sheet_of(package, parameters)
    goal = [str(text).strip() for text in parameters["values"]]
    for number in range(last_row(sheet) if sheet is not None else 0, 0, -1):
        cells = [] if sheet is None else list(stored_cells(sheet, Area(number, 1, number, 16384)))
        texts = [text_in(package, cell).strip() for cell in cells]
        for start in range(len(texts) - len(goal) + 1):
            if texts[start : start + len(goal)] == goal:
                spoil(package, cells[start + len(goal) - 1])
                return True
    return False


def one_row_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write something into the row below the data."""
    sheet = sheet_of(package, parameters)
    if sheet is None:
        return False
    set_text(get_cell(sheet, last_row(sheet) + 1, 1), "？")
    return True


CONTENTS: dict[str, tuple[Undo, ...]] = {
    "S.cell_text": (near_content, other_content),
    "S.cell_number": (near_content, other_content),
    "S.formula": (last_typed, typed_values),
    "S.no_errors": (an_error,),
    "S.data_intact": (last_spoiled, other_content),
    "S.series": (last_spoiled, other_content),
    "S.cell_date": (one_day_off, date_as_text),
    "S.texts": (last_spoiled, other_content),
    "S.transposed": (target_spoiled(turned=True),),
    "S.copied": (pasted_formula, target_spoiled(turned=False)),
    "S.extracted": (record_missing,),
    "S.subtotal": (other_subtotal, subtotals_typed),
    "S.row_added": (row_spoiled,),
    "S.row_count": (one_row_more,),
}
