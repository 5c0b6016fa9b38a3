"""Changes what the cells of an OpenDocument spreadsheet hold and how they look, and its sheets."""

from __future__ import annotations

import copy
from decimal import Decimal

from grading.office.odf.names import CALCEXT, FO, OFFICE, STYLE, TABLE, TEXT
from grading.office.references import Area, find_area
from grading.rubric.mutants.odf import OdfWay, Parameters, body_of, properties_of, restyled
from grading.rubric.mutants.odf_looks import ALIGNMENTS, NEAR_TEXT, PLAIN_TEXT, LookOf
from grading.rubric.mutants.package import Element, OfficePackage, drop, remove_all, set_all
from grading.rubric.mutants.word_values import misspelt, near_colour

OTHER_NAME = "Sheet9"
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
MOST_CELLS = 2000
REPEATED_COLUMNS, REPEATED_ROWS = TABLE + "number-columns-repeated", TABLE + "number-rows-repeated"
SIDES = ("top", "bottom", "left", "right")


def sheets_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the sheet a check is about, the first one for ""."""
    wanted = str(parameters.get("sheet", "")).casefold()
    tables = body_of(package).findall(TABLE + "table")
    return [one for one in tables if not wanted or one.get(TABLE + "name", "").casefold() == wanted][:1]


def cells_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the cells of the range, repeated ones written out."""
    area = find_area(str(parameters.get("range") or parameters.get("cell") or "").strip())
    if area is None or area.size > MOST_CELLS:
        return []
    return [cell for sheet in sheets_of(package, parameters) for cell in _cells_in(sheet, area)]


def _cells_in(sheet: Element, area: Area) -> list[Element]:
    found = []
    for number in range(area.first_row, area.last_row + 1):
        row = _at(list(sheet.iter(TABLE + "table-row")), number, REPEATED_ROWS)
        for column in range(area.first_column, area.last_column + 1) if row is not None else ():
            cells = [one for one in row if one.tag in CELLS] if row is not None else []
            cell = _at(cells, column, REPEATED_COLUMNS)
            if cell is not None:
                found.append(cell)
    return found


def _at(elements: list[Element], wanted: int, repeated: str) -> Element | None:
    """Return the element that stands for a place, cut out of its repeats."""
    place = 1
    for one in elements:
        count = int(one.get(repeated, "1"))
        if place <= wanted < place + count:
            before, behind = wanted - place, place + count - 1 - wanted
            _repeat(one, 1, repeated)
            if before:
                one.addprevious(_copied(one, before, repeated))
            if behind:
                one.addnext(_copied(one, behind, repeated))
            return one
        place += count
    return None


def _copied(element: Element, count: int, repeated: str) -> Element:
    more = copy.deepcopy(element)
    _repeat(more, count, repeated)
    return more


def _repeat(element: Element, count: int, repeated: str) -> None:
    if count > 1:
        element.set(repeated, str(count))
    else:
        drop(element, repeated)


def write(cell: Element, text: str) -> None:
    """Write a text into a cell instead of what it holds."""
    for name in ("value", "date-value", "time-value", "boolean-value", "string-value", "currency"):
        drop(cell, OFFICE + name)
    for name in (TABLE + "formula", CALCEXT + "value-type"):
        drop(cell, name)
    cell.set(OFFICE + "value-type", "string")
    _show(cell, text)


def _show(cell: Element, text: str) -> None:
    remove_all(cell.findall(TEXT + "p"))
    shown = cell.makeelement(TEXT + "p")
    shown.text = text
    cell.append(shown)


def other_content(package: OfficePackage, parameters: Parameters) -> bool:
    """Write something else into the cells."""
    found = cells_of(package, parameters)
    for cell in found:
        write(cell, "？")
    return bool(found)


def misspelt_cell(package: OfficePackage, parameters: Parameters) -> bool:
    """Misspell the text in the cell."""
    found = cells_of(package, parameters)
    for cell in found:
        write(cell, misspelt(str(parameters["text"])))
    return bool(found)


def other_number(package: OfficePackage, parameters: Parameters) -> bool:
    """Write a number that is one more."""
    found = [one for one in cells_of(package, parameters) if one.get(OFFICE + "value") is not None]
    for cell in found:
        number = str(Decimal(cell.get(OFFICE + "value", "0")) + 1 + abs(Decimal(str(parameters.get("tolerance") or 0))))
        drop(cell, TABLE + "formula")
        cell.set(OFFICE + "value", number)
        _show(cell, number)
    return bool(found)


def typed_values(package: OfficePackage, parameters: Parameters) -> bool:
    """Leave the results where the formulas were, as if they had been typed."""
    done = [drop(one, TABLE + "formula") for one in cells_of(package, parameters)]
    return any(value is not None for value in done)


def last_typed(package: OfficePackage, parameters: Parameters) -> bool:
    """Leave the result in the last cell of the range where its formula was."""
    found = [one for one in cells_of(package, parameters) if one.get(TABLE + "formula") is not None]
    for cell in found[-1:] if len(found) > 1 else ():
        drop(cell, TABLE + "formula")
        return True
    return False


def an_error(package: OfficePackage, parameters: Parameters) -> bool:
    """Put an error into the first cell of the range."""
    for cell in cells_of(package, {**parameters, "range": parameters.get("range") or "A1"})[:1]:
        write(cell, "#DIV/0!")
        cell.set(TABLE + "formula", "of:=1/0")
        cell.set(CALCEXT + "value-type", "error")
        return True
    return False


def renamed(package: OfficePackage, parameters: Parameters) -> bool:
    """Give the sheet another name, in all formulas too."""
    old = str(parameters["name"])
    body = body_of(package)
    found = [one for one in body.findall(TABLE + "table") if one.get(TABLE + "name") == old]
    for table in found:
        table.set(TABLE + "name", OTHER_NAME)
    for one in body.iter():
        for name, value in one.attrib.items():
            for spelling in (f"'{old}'.", f"${old}.", f"[{old}."):
                if spelling in str(value):
                    new = f"[{OTHER_NAME}." if spelling.startswith("[") else f"{OTHER_NAME}."
                    one.set(str(name), str(value).replace(spelling, new))
    return bool(found)


def unmerged(package: OfficePackage, parameters: Parameters) -> bool:
    """Part merged cells again."""
    changed = False
    for cell in cells_of(package, parameters):
        for name in ("number-columns-spanned", "number-rows-spanned"):
            changed |= drop(cell, TABLE + name) is not None
        cell.tag = CELLS[0]
    return changed


def cell_looks(kind: str, look_of: LookOf) -> OdfWay:
    """Return the way that lets cells look otherwise in one kind of properties."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        look = look_of(parameters)
        found = cells_of(package, parameters) if look is not None else []
        for style in restyled(package, found, "table-cell", TABLE + "style-name"):
            set_all(properties_of(style, kind), look or {})
        return bool(found)

    return undo


def one_cell(way: OdfWay) -> OdfWay:
    """Return a way for the last cell of the range alone."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        last = str(parameters.get("range", "")).rpartition(":")[2]
        return bool(last) and way(package, {**parameters, "range": last})

    return undo


def _aligned(parameters: Parameters) -> dict[str, str] | None:
    wanted = str(parameters.get("horizontal", ""))
    return {FO + "text-align": ALIGNMENTS.get(wanted, "center")} if wanted else None


def _standing(parameters: Parameters) -> dict[str, str] | None:
    wanted = str(parameters.get("vertical", ""))
    return {STYLE + "vertical-align": "bottom" if wanted != "bottom" else "top"} if wanted else None


def _no_lines(_parameters: Parameters) -> dict[str, str]:
    return {FO + "border": "none", **{f"{FO}border-{side}": "none" for side in SIDES}}


NAMES = ("bold", "italic", "underline", "strike", "font_size", "font_name", "font_colour")
CELL_WAYS: dict[str, tuple[OdfWay, ...]] = {
    **{f"S.{name}": (cell_looks("text-properties", PLAIN_TEXT[name]),) for name in NAMES},
    "S.fill": (cell_looks("table-cell-properties", lambda _given: {FO + "background-color": "transparent"}),),
    "S.alignment": (cell_looks("paragraph-properties", _aligned), cell_looks("table-cell-properties", _standing)),
    "S.wrap": (cell_looks("table-cell-properties", lambda _given: {FO + "wrap-option": "no-wrap"}),),
    "S.borders": (cell_looks("table-cell-properties", _no_lines),),
    "S.cell_text": (other_content,),
    "S.cell_number": (other_content,),
    "S.cell_date": (other_content,),
    "S.texts": (other_content,),
    "S.formula": (typed_values, other_content),
    "S.no_errors": (an_error,),
    "S.data_intact": (other_content,),
    "S.sheet_name": (renamed,),
    "S.merged": (unmerged,),
}
CELL_NEAR: dict[str, tuple[OdfWay, ...]] = {
    **{
        f"S.{name}": (cell_looks("text-properties", NEAR_TEXT[name]),)
        for name in NAMES
        if name in NEAR_TEXT and name != "underline"
    },
    **{
        f"S.{name}": (one_cell(CELL_WAYS[f"S.{name}"][0]),)
        for name in ("bold", "italic", "underline", "strike", "wrap")
    },
    "S.fill": (
        cell_looks(
            "table-cell-properties",
            lambda given: (
                {FO + "background-color": f"#{near_colour(str(given['colour']))}"} if given.get("colour") else None
            ),
        ),
    ),
    "S.borders": (
        one_cell(cell_looks("table-cell-properties", lambda _given: {f"{FO}border-{side}": "none" for side in SIDES})),
    ),
    "S.cell_text": (misspelt_cell,),
    "S.cell_number": (other_number,),
    "S.formula": (last_typed,),
}
