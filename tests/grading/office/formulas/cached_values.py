"""What we calculate beside what the program that wrote a workbook left in its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from grading.office.formulas.calculation import Book, Calculation, constant
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import find_number
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError, ErrorValue, Obstacle
from grading.office.model import Cell, CellKind, Workbook

PRECISION = 1e-9
STEPS_A_SHEET = 50_000_000
_DETAILED = {Obstacle.FUNCTION, Obstacle.UNSUPPORTED, Obstacle.NAME}


@dataclass(slots=True)
class CachedValues:
    """Counts over many workbooks; the obstacles name the functions that nobody here knows."""

    same: int = 0
    different: int = 0
    obstacles: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.same / (self.same + self.different) if self.same + self.different else 1.0

    def compare(self, workbook: Workbook, name: str, most_a_sheet: int | None = None) -> None:
        """Calculate the formulas of a workbook, at most so many a sheet, and count."""
        book = Book.of(workbook, FUNCTIONS)
        for sheet in workbook.sheets:
            calculation = Calculation(book, steps_max=STEPS_A_SHEET)
            cells = [cell for cell in sheet.cells if cell.formula and cell.kind is not CellKind.BLANK]
            for cell in cells[:most_a_sheet]:
                self._compare(calculation, Place(sheet.name, cell.row, cell.column), cell, workbook, name)

    def _compare(self, calculation: Calculation, place: Place, cell: Cell, workbook: Workbook, name: str) -> None:
        try:
            value = calculation.value_at(place)
        except CannotCalculateError as error:
            detail = f" {error.detail}" if error.obstacle in _DETAILED else ""
            self.obstacles[error.obstacle.value + detail] += 1
            return
        kept = constant(cell)
        if is_same(value, kept, loosely=workbook.format == "ods"):
            self.same += 1
        else:
            self.different += 1
            self.differing.append(f"{name} {place.sheet}!{cell.name}  ={cell.formula[:90]}  {value!r} against {kept!r}")


def is_same(ours: object, theirs: object, *, loosely: bool = False) -> bool:
    """Tell whether two values are one.

    `loosely` takes TRUE for 1, as OpenFormula does, and one error for another: LibreOffice keeps errors of its own
    ("Err:502"). A number that a program kept as text (online tables do) is that number.
    """
    if loosely and isinstance(ours, bool) and isinstance(theirs, float):
        ours = float(ours)
    if loosely and isinstance(ours, ErrorValue) and isinstance(theirs, ErrorValue):
        return True
    if isinstance(ours, float) and isinstance(theirs, str):
        theirs = find_number(theirs)
    if isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= PRECISION * max(abs(ours), abs(theirs), 1)
    return type(ours) is type(theirs) and ours == theirs
