"""What defined names and table columns stand for, as trees."""

from __future__ import annotations

from collections.abc import Callable

from grading.office.formulas.scope import Scope
from grading.office.formulas.tree import Literal, Name, Node, Reference, TableReference
from grading.office.formulas.values import CannotCalculateError, ErrorValue, Obstacle
from grading.office.model_workbook import DefinedName, ListTable, Sheet, Workbook
from grading.office.references import Area
from grading.office.xlsx.shared_formulas import SharedFormula

_LINKS_MAX = 16


class Names:
    """The names of a workbook; `parse` may raise `CannotCalculateError`."""

    def __init__(self, workbook: Workbook, parse: Callable[[str], Node]) -> None:
        """Index the names; a sheet's own name comes before one of the whole workbook."""
        self._workbook = workbook
        self._parse = parse
        self._patterns: dict[str, SharedFormula] = {}
        self._names = {(name.sheet.casefold(), name.name.casefold()): name for name in workbook.names}

    def resolve(self, node: Name | TableReference, scope: Scope) -> Node:
        """Return the tree a name or table column stands for; names that name each other end somewhere."""
        if isinstance(node, TableReference):
            return self._table(node, scope)
        found: Node = node
        for _link in range(_LINKS_MAX):
            if not isinstance(found, Name):
                return found
            found = self._meaning(found, scope)
        raise CannotCalculateError(Obstacle.CIRCULAR, node.name)

    def _meaning(self, node: Name, scope: Scope) -> Node:
        sheet = (node.sheet or scope.place.sheet).casefold()
        key = node.name.casefold()
        name: DefinedName | None = self._names.get((sheet, key)) or self._names.get(("", key))
        if name is not None:
            return self._parse(self._as_seen_from(name.refers_to, scope))
        table = self._find_table(node.name)
        if table is not None:
            return Reference(table[0].name, _body(table[1]))
        return Literal(ErrorValue.NAME)

    def _as_seen_from(self, text: str, scope: Scope) -> str:
        """Return what a name says where it is used: its references without "$" are written as seen from A1."""
        pattern = self._patterns.get(text)
        if pattern is None:
            pattern = self._patterns[text] = SharedFormula(text)
        if pattern.is_fixed:
            return text
        return pattern.moved(scope.place.row - 1, scope.place.column - 1, around=True)

    def _find_table(self, name: str) -> tuple[Sheet, ListTable] | None:
        for sheet in self._workbook.sheets:
            for table in sheet.tables:
                if table.name.casefold() == name.casefold():
                    return sheet, table
        return None

    def _table(self, node: TableReference, scope: Scope) -> Node:
        found = self._find_table(node.table) if node.table else self._around(scope)
        if found is None:
            return Literal(ErrorValue.NAME)
        sheet, table = found
        titles = [column.name.casefold() for column in table.columns]
        wanted = [name.casefold() for name in (node.first, node.last) if name]
        if any(name not in titles for name in wanted):
            return Literal(ErrorValue.REF)
        rows = _rows(table, node.part)
        if rows is None:
            return Literal(ErrorValue.REF)
        if node.this_row:
            if not rows[0] <= scope.place.row <= rows[1]:
                return Literal(ErrorValue.VALUE)
            rows = scope.place.row, scope.place.row
        places = sorted(titles.index(name) for name in wanted) or [0, table.area.last_column - table.area.first_column]
        left = table.area.first_column
        return Reference(sheet.name, Area(rows[0], left + places[0], rows[1], left + places[-1]))

    def _around(self, scope: Scope) -> tuple[Sheet, ListTable] | None:
        sheet = self._workbook.sheet(scope.place.sheet)
        for table in sheet.tables if sheet is not None else ():
            if sheet is not None and table.area.holds(scope.place.row, scope.place.column):
                return sheet, table
        return None


def _rows(table: ListTable, part: str) -> tuple[int, int] | None:
    """Return the first and last row of a part of a table, None if the table has no such part."""
    area, body = table.area, _body(table)
    match part:
        case "all":
            return area.first_row, area.last_row
        case "data+headers" if table.header_row:
            return area.first_row, body.last_row
        case "data+totals" if table.totals_row:
            return body.first_row, area.last_row
        case "headers":
            return (area.first_row, area.first_row) if table.header_row else None
        case "totals":
            return (area.last_row, area.last_row) if table.totals_row else None
        case _:
            return body.first_row, body.last_row


def _body(table: ListTable) -> Area:
    area = table.area
    first = area.first_row + int(table.header_row)
    last = area.last_row - int(table.totals_row)
    return Area(min(first, last), area.first_column, max(first, last), area.last_column)
