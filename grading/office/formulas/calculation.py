"""One calculation of a workbook: cells are calculated when they are asked for, each once.

A calculation can be made with other data (`changed`): values put into cells and
formulas put in place of others. Cells are reached recursively as far as it is
safe; a longer chain of formulas is calculated from its far end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from grading.office.formulas.evaluator import Evaluator, Functions, filled
from grading.office.formulas.names import Names
from grading.office.formulas.parser import parse
from grading.office.formulas.scope import Place, Scope
from grading.office.formulas.tree import Name, Node, Reference, TableReference, height_of
from grading.office.formulas.values import (
    BLANK,
    ERRORS,
    MATRIX_MAX,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Matrix,
    Obstacle,
    Operand,
    Range,
    Scalar,
)
from grading.office.model_workbook import Cell, CellKind, FormulaKind, Sheet, Workbook
from grading.office.references import Area

STEPS_MAX = 2_000_000
_DEPTH_MAX = 60
_DEPTH_OF_A_CELL = 2
_WAITING_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to put into a cell in place of what it holds, without its "="."""

    text: str


class _NeedError(Exception):
    """A cell too far away must be calculated first."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


@dataclass(frozen=True)
class Book:
    """What all calculations of one workbook share: sheets by name, the used part of each, parsed formulas.

    `sheets` are by their folded names, `spelled` by their names as the file spells them, which most references do too.
    """

    workbook: Workbook
    functions: Functions
    trees: dict[str, Node | CannotCalculateError] = field(default_factory=dict)
    heights: dict[str, int] = field(default_factory=dict)
    extents: dict[str, Area] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    spelled: dict[str, Sheet] = field(default_factory=dict)
    spills: dict[str, list[tuple[Area, Place]]] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Workbook, functions: Functions) -> Book:
        """Look through the workbook once."""
        book = cls(workbook, functions)
        for sheet in workbook.sheets:
            book.sheets[sheet.name.casefold()] = sheet
        for sheet in workbook.sheets:
            book.spelled[sheet.name] = book.sheets[sheet.name.casefold()]
            book.extents[sheet.name] = _extent(sheet)
            book.spills[sheet.name] = [
                (cell.spills, Place(sheet.name, cell.row, cell.column))
                for cell in sheet.cells
                if cell.spills is not None and cell.formula_kind is FormulaKind.ARRAY and cell.spills.size > 1
            ]
        return book

    def tree(self, formula: str) -> Node:
        """Return a formula's tree; raises `CannotCalculateError`."""
        known = self.trees.get(formula)
        if known is None:
            try:
                known = parse(formula)
                self.heights[formula] = height_of(known)
            except CannotCalculateError as error:
                known = error
            self.trees[formula] = known
        if isinstance(known, CannotCalculateError):
            raise CannotCalculateError(known.obstacle, known.detail)
        return known


class Calculation:
    """The values of a workbook's cells under some changes; raises `CannotCalculateError` where it cannot tell."""

    def __init__(
        self,
        book: Book,
        *,
        now: datetime | None = None,
        changes: Mapping[Place, Scalar | Formula] | None = None,
        steps_max: int = STEPS_MAX,
    ) -> None:
        """`now` is what TODAY and NOW give; without it they cannot be calculated. Places name sheets exactly."""
        self._book = book
        self._now = now
        self._changes = dict(changes or {})
        self._steps_left = steps_max
        self._known: dict[tuple[str, int, int], Scalar] = {}
        self._wholes: dict[tuple[str, int, int], Matrix] = {}
        """All that array formulas give, by their own cells."""
        self._running: set[Place] = set()
        self._depth = 0
        self._names = Names(book.workbook, book.tree)
        self._evaluator = Evaluator(book.functions, self._names.resolve)
        self._extents = dict(book.extents)
        for place in self._changes:
            extent = self._extents.get(place.sheet)
            if extent is None or place.row > extent.last_row or place.column > extent.last_column:
                self._extents[place.sheet] = _grown(extent, place)

    def changed(self, changes: Mapping[Place, Scalar | Formula]) -> Calculation:
        """Return a calculation with these changes instead of this one's."""
        return Calculation(self._book, now=self._now, changes=changes)

    def value_at(self, place: Place) -> Scalar:
        """Return the value of a cell."""
        known = self._known.get(place)
        if known is not None:
            return known
        return self._settled(lambda: self.value(place.sheet, place.row, place.column))

    def evaluate(self, formula: str, place: Place) -> Scalar:
        """Return what a formula would give in a cell."""
        return self._settled(lambda: self._evaluated(self._book.tree(formula), place, array=False)[0])

    # ---- what functions and the evaluator ask for: see `grading.office.formulas.scope.Cells`

    def value(self, sheet: str, row: int, column: int) -> Scalar:
        known = self._known.get((sheet, row, column))
        if known is not None:
            return known
        place = Place(sheet, row, column)
        if sheet not in self._extents:
            return self.value(self._sheet(sheet).name, row, column)
        self.spend(1)
        value = self._stored(place)
        self._known[place] = value
        return value

    def values_in(self, area: Range) -> Iterator[Scalar]:
        used = self.used_part(area)
        if used is None:
            return
        sheet, known = used.sheet, self._known
        for row in range(used.area.first_row, used.area.last_row + 1):
            for column in range(used.area.first_column, used.area.last_column + 1):
                value = known.get((sheet, row, column))
                yield self.value(sheet, row, column) if value is None else value

    def used_part(self, area: Range) -> Range | None:
        sheet = self._sheet(area.sheet)
        extent, wanted = self._extents[sheet.name], area.area
        cut = Area(
            wanted.first_row,
            wanted.first_column,
            min(wanted.last_row, extent.last_row),
            min(wanted.last_column, extent.last_column),
        )
        if cut.last_row < cut.first_row or cut.last_column < cut.first_column:
            return None
        if cut.size > MATRIX_MAX:
            raise CannotCalculateError(Obstacle.STEPS, cut.name)
        self.spend(cut.size)
        return Range(sheet.name, cut)

    def sheets_between(self, first: str, last: str) -> list[str]:
        names = [sheet.name for sheet in self._book.workbook.sheets]
        places = sorted(names.index(self._sheet(name).name) for name in (first, last))
        return names[places[0] : places[1] + 1]

    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self._book.workbook.sheets]

    def is_left_out(self, sheet: str, row: int, column: int, *, hidden_too: bool) -> bool:
        found = self._sheet(sheet)
        if (hidden_too or _is_filtered(found, row)) and self.is_hidden(found.name, row):
            return True
        formula = self.formula_at(Place(found.name, row, column))
        return formula is not None and "SUBTOTAL(" in formula.upper()

    def is_hidden(self, sheet: str, row: int) -> bool:
        return any(one.hidden and one.first <= row <= one.last for one in self._sheet(sheet).rows)

    def has_formula_with(self, sheet: str, row: int, column: int, names: tuple[str, ...]) -> bool:
        formula = self.formula_at(Place(self._sheet(sheet).name, row, column))
        return formula is not None and any(name in formula.upper() for name in names)

    def range_of_text(self, text: str, place: Place) -> Operand:
        try:
            node = self._book.tree(text)
        except CannotCalculateError as error:
            raise FaultError(ErrorValue.REF) from error
        scope = self._scope(place, array=False)
        if isinstance(node, Name | TableReference):
            node = self._names.resolve(node, scope)
        if not isinstance(node, Reference):
            raise FaultError(ErrorValue.REF)
        return self._evaluator.operand(node, scope)

    def spilled_from(self, sheet: str, row: int, column: int) -> Operand:
        place = Place(self._sheet(sheet).name, row, column)
        self.value(*place)
        whole = self._wholes.get(place)
        if whole is None:
            raise FaultError(ErrorValue.REF)
        return whole

    def formula_of(self, sheet: str, row: int, column: int) -> str | None:
        return self.formula_at(Place(self._sheet(sheet).name, row, column))

    def spend(self, steps: int) -> None:
        self._steps_left -= steps
        if self._steps_left < 0:
            raise CannotCalculateError(Obstacle.STEPS)

    def formula_at(self, place: Place) -> str | None:
        """Return the formula of a cell as it is in this calculation."""
        change = self._changes.get(place)
        if change is not None:
            return change.text if isinstance(change, Formula) else None
        cell = self._sheet(place.sheet).cell(place.row, place.column)
        return cell.formula if cell is not None and cell.formula else None

    # ---- inside

    def _settled(self, ask: Callable[[], Scalar]) -> Scalar:
        """Ask, and where a cell too far away is needed, calculate that one first and ask again."""
        waiting: list[Place] = []
        while True:
            self._running = set(waiting)
            self._depth = 0
            self._evaluator.start_again()
            try:
                if not waiting:
                    return ask()
                place = waiting[-1]
                self._running.discard(place)
                self.value(place.sheet, place.row, place.column)
                waiting.pop()
            except RecursionError as error:
                raise CannotCalculateError(Obstacle.TOO_DEEP) from error
            except _NeedError as need:
                if need.place in waiting:
                    raise CannotCalculateError(Obstacle.CIRCULAR, need.place.sheet) from need
                waiting.append(need.place)
                if len(waiting) > _WAITING_MAX:
                    raise CannotCalculateError(Obstacle.STEPS) from need

    def _stored(self, place: Place) -> Scalar:
        change = self._changes.get(place)
        if isinstance(change, Formula):
            return self._calculated(place, change.text, None)
        if change is not None:
            return change
        cell = self._sheet(place.sheet).cell(place.row, place.column)
        if cell is not None and cell.formula:
            return self._calculated(place, cell.formula, cell)
        if cell is not None and cell.formula_kind is not FormulaKind.NORMAL and not cell.formula:
            raise CannotCalculateError(Obstacle.DATA_TABLE, cell.name)
        for area, anchor in self._book.spills[place.sheet]:
            if area.holds(place.row, place.column) and anchor != place:
                return self._spilled(anchor, area, place)
        return BLANK if cell is None else constant(cell)

    def _calculated(self, place: Place, formula: str, cell: Cell | None) -> Scalar:
        if cell is not None and cell.formula_kind is FormulaKind.DATA_TABLE:
            raise CannotCalculateError(Obstacle.DATA_TABLE, cell.name)
        array = cell is not None and cell.formula_kind is FormulaKind.ARRAY
        value, whole = self._within(place, formula, array=array)
        if array and cell is not None and cell.spills is not None and isinstance(whole, Matrix):
            self._wholes[place] = whole
            self._pour(whole, cell, place)
        return value

    def _within(self, place: Place, formula: str, *, array: bool) -> tuple[Scalar, Operand]:
        if place in self._running:
            raise CannotCalculateError(Obstacle.CIRCULAR, f"{place.sheet}!{place.row},{place.column}")
        tree = self._book.tree(formula)
        deeper = self._book.heights[formula] + _DEPTH_OF_A_CELL
        if self._depth and self._depth + deeper > _DEPTH_MAX:
            raise _NeedError(place)
        self._running.add(place)
        self._depth += deeper
        result = self._evaluated(tree, place, array=array)
        self._depth -= deeper
        self._running.discard(place)
        return result

    def _evaluated(self, tree: Node, place: Place, *, array: bool) -> tuple[Scalar, Operand]:
        scope = self._scope(place, array=array)
        operand = self._evaluator.operand(tree, scope)
        if array and isinstance(operand, Range):
            operand = scope.matrix(operand)
        try:
            return filled(scope.one(operand)), operand
        except FaultError as fault:
            return fault.error, operand

    def _spilled(self, anchor: Place, area: Area, place: Place) -> Scalar:
        self.value(anchor.sheet, anchor.row, anchor.column)
        return self._known.get(place, ErrorValue.NA if area.size > 1 else BLANK)

    def _pour(self, matrix: Matrix, cell: Cell, anchor: Place) -> None:
        """Fill the range of an array formula.

        One typed over a range repeats one row or column and shows #N/A beyond what it
        has; one that spills by itself leaves the rest of its last range empty.
        """
        area = cell.spills or Area(*anchor[1:], *anchor[1:])
        self.spend(min(area.size, MATRIX_MAX))
        for row in islice(range(area.first_row, area.last_row + 1), MATRIX_MAX):
            for column in range(area.first_column, area.last_column + 1):
                place = Place(anchor.sheet, row, column)
                down = 0 if matrix.height == 1 and not cell.dynamic else row - area.first_row
                right = 0 if matrix.width == 1 and not cell.dynamic else column - area.first_column
                if place == anchor:
                    continue
                if down < matrix.height and right < matrix.width:
                    self._known[place] = filled(matrix.rows[down][right])
                elif cell.dynamic:
                    self._known[place] = BLANK

    def _scope(self, place: Place, *, array: bool) -> Scope:
        return Scope(self, place, self._now, starts_1904=self._book.workbook.starts_1904, array=array)

    def _sheet(self, name: str) -> Sheet:
        found = self._book.spelled.get(name) or self._book.sheets.get(name.casefold())
        if found is None:
            raise FaultError(ErrorValue.REF)
        return found


def constant(cell: Cell) -> Scalar:
    """Return the value a cell stores (for a formula: the one last shown)."""
    match cell.kind:
        case CellKind.NUMBER:
            try:
                number = float(cell.value)
            except ValueError:
                return cell.value
            return number if math.isfinite(number) else cell.value
        case CellKind.BOOLEAN:
            return cell.value in {"1", "true", "TRUE"}
        case CellKind.ERROR:
            return ERRORS.get(cell.value, ErrorValue.VALUE)
        case CellKind.TEXT:
            return cell.value
        case _:
            return BLANK


def _is_filtered(sheet: Sheet, row: int) -> bool:
    """Tell whether a filter with conditions, the sheet's or a table's, reaches a row."""
    filters = [sheet.filter, *(table.filter for table in sheet.tables)]
    return any(one is not None and one.columns and one.area.first_row <= row <= one.area.last_row for one in filters)


def _extent(sheet: Sheet) -> Area:
    rows = max((cell.row for cell in sheet.cells), default=1)
    columns = max((cell.column for cell in sheet.cells), default=1)
    for cell in sheet.cells:
        if cell.spills is not None and cell.spills.size <= MATRIX_MAX:
            rows, columns = max(rows, cell.spills.last_row), max(columns, cell.spills.last_column)
    return Area(1, 1, rows, columns)


def _grown(extent: Area | None, place: Place) -> Area:
    before = extent or Area(1, 1, 1, 1)
    return Area(1, 1, max(before.last_row, place.row), max(before.last_column, place.column))
