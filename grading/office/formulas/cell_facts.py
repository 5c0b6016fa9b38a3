"""Functions that tell facts about cells and sheets instead of calculating: ISFORMULA, FORMULATEXT, SHEET, CELL."""

from __future__ import annotations

from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import (
    BLANK,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Obstacle,
    Operand,
    Range,
    Scalar,
)
from grading.office.references import column_letters


def _corner(operand: Operand) -> Range:
    if not isinstance(operand, Range):
        raise FaultError(ErrorValue.VALUE)
    return operand


def _formula(scope: Scope, operand: Operand) -> str | None:
    found = _corner(operand)
    return scope.cells.formula_of(found.sheet, found.area.first_row, found.area.first_column)


def _formula_text(scope: Scope, operand: Operand) -> Scalar:
    text = _formula(scope, operand)
    return ErrorValue.NA if text is None else f"={text}"


def _sheet(scope: Scope, operand: Operand = BLANK) -> float:
    names = scope.cells.sheet_names()
    if operand is BLANK:
        return float(names.index(scope.place.sheet) + 1)
    if isinstance(operand, Range):
        wanted = operand.sheet
    elif isinstance(operand, str):
        wanted = operand
    else:
        raise FaultError(ErrorValue.NA)
    found = next((place for place, name in enumerate(names, 1) if name.casefold() == wanted.casefold()), None)
    if found is None:
        raise FaultError(ErrorValue.NA)
    return float(found)


def _sheets(scope: Scope, operand: Operand = BLANK) -> float:
    if operand is BLANK:
        return float(len(scope.cells.sheet_names()))
    _corner(operand)
    return 1.0


def _cell(scope: Scope, what: str, operand: Operand = BLANK) -> Scalar:
    found = _corner(operand)
    row, column = found.area.first_row, found.area.first_column
    value = scope.cells.value(found.sheet, row, column)
    match what.lower():
        case "row":
            return float(row)
        case "col":
            return float(column)
        case "address" if found.sheet == scope.place.sheet:
            return f"${column_letters(column)}${row}"
        case "contents":
            return 0.0 if value is BLANK else value
        case "type":
            return "b" if value is BLANK else "l" if isinstance(value, str) else "v"
        case _:
            raise CannotCalculateError(Obstacle.UNSUPPORTED, f"CELL {what}")


CELL_FACTS: dict[str, Function] = {
    "ISFORMULA": Function(lambda scope, operand: _formula(scope, operand) is not None, "r"),
    "FORMULATEXT": Function(_formula_text, "r"),
    "SHEET": Function(_sheet, "", "r"),
    "SHEETS": Function(_sheets, "", "r"),
    "CELL": Function(_cell, "t", "r"),
}
