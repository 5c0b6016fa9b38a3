"""Functions that look things up and those that speak of places."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from grading.office.formulas.coercion import compare, same_number, to_number
from grading.office.formulas.criteria import has_wildcards, matches
from grading.office.formulas.gather import require_range, value_at
from grading.office.formulas.scope import Function, Place, Scope
from grading.office.formulas.values import (
    BLANK,
    ErrorValue,
    FaultError,
    Matrix,
    Operand,
    Range,
    Scalar,
)
from grading.office.references import MAX_COLUMN, MAX_ROW, Area, cell_name, column_letters

_R1C1 = re.compile(
    r"R(?:(?P<row>[0-9]{1,7})|\[(?P<down>-?[0-9]{1,7})\])?C(?:(?P<column>[0-9]{1,5})|\[(?P<right>-?[0-9]{1,5})\])?",
    re.IGNORECASE,
)
_PLAIN_SHEET = re.compile(r"(?:\[[^\[\]]*\])?[^\W\d][\w.]*")


def _is_same(wanted: Scalar, value: Scalar, *, wild: bool) -> bool:
    if isinstance(wanted, str) and isinstance(value, str):
        return matches(wanted, value) if wild else compare(wanted, value) == 0
    if isinstance(wanted, float) and isinstance(value, float):
        return same_number(wanted, value)
    return type(wanted) is type(value) and wanted == value


def _find_exact(wanted: Scalar, values: Sequence[Scalar], *, wild: bool = True) -> int | None:
    wild = wild and isinstance(wanted, str) and has_wildcards(wanted)
    return next((index for index, value in enumerate(values) if _is_same(wanted, value, wild=wild)), None)


def _find_sorted(wanted: Scalar, values: Sequence[Scalar], *, descending: bool = False) -> int | None:
    """Return the last place not beyond the wanted value, halving all values as office programs do.

    Values of another kind are passed over upwards: data that are not in order give
    what these programs show for them, and not what a person would expect.
    """
    low, high = -1, len(values)
    while high - low > 1:
        middle = low + (high - low) // 2
        place = next((one for one in range(middle, high) if _kind(values[one]) == _kind(wanted)), None)
        order = 0 if place is None else compare(values[place], wanted) * (-1 if descending else 1)
        if place is None or (order > 0 and place == high - 1):
            high = middle
        elif order == 0:
            return _last_of_equals(values, place, high)
        elif order < 0:
            low = place
        else:
            high = place
    return low if low >= 0 else None


def _last_of_equals(values: Sequence[Scalar], start: int, high: int) -> int:
    last = start
    while last + 1 < high and _is_same(values[start], values[last + 1], wild=False):
        last += 1
    return last


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, float) else "text" if isinstance(value, str) else "other"


def _column(matrix: Matrix, index: int) -> list[Scalar]:
    return [row[index] for row in matrix.rows]


def _sought(value: Scalar) -> Scalar:
    return 0.0 if value is BLANK else value


def _look_up_down(scope: Scope, wanted: Scalar, table: Operand, column: int, near: bool = True) -> Scalar:  # noqa: FBT001, FBT002
    found = require_range(table)
    if column < 1:
        raise FaultError(ErrorValue.VALUE)
    if column > found.width:
        raise FaultError(ErrorValue.REF)
    keys = _column(scope.matrix(_part(found, 0, 1)), 0)
    index = _find_sorted(_sought(wanted), keys) if near else _find_exact(_sought(wanted), keys)
    if index is None:
        raise FaultError(ErrorValue.NA)
    return value_at(scope, found, index, column - 1)


def _look_up_across(scope: Scope, wanted: Scalar, table: Operand, row: int, near: bool = True) -> Scalar:  # noqa: FBT001, FBT002
    matrix = scope.matrix(require_range(table))
    turned = Matrix(tuple(zip(*matrix.rows, strict=True)))
    return _look_up_down(scope, wanted, turned, row, near)


def _look_up(scope: Scope, wanted: Scalar, keys: Operand, results: Operand | None = None) -> Scalar:
    matrix = scope.matrix(require_range(keys))
    down = matrix.height >= matrix.width
    line = _column(matrix, 0) if down else list(matrix.rows[0])
    index = _find_sorted(_sought(wanted), line)
    if index is None:
        raise FaultError(ErrorValue.NA)
    if results is None:
        return matrix.rows[index][-1] if down else matrix.rows[-1][index]
    found = [value for row in scope.matrix(results).rows for value in row]
    if index >= len(found):
        raise FaultError(ErrorValue.NA)
    return found[index]


def _match(scope: Scope, wanted: Scalar, keys: Operand, way: float = 1.0) -> float:
    matrix = scope.matrix(require_range(keys))
    if matrix.height > 1 and matrix.width > 1:
        raise FaultError(ErrorValue.NA)
    line = [value for row in matrix.rows for value in row]
    sought = _sought(wanted)
    index = _find_exact(sought, line) if way == 0 else _find_sorted(sought, line, descending=way < 0)
    if index is None:
        raise FaultError(ErrorValue.NA)
    return float(index + 1)


def _look_up_newly(  # noqa: PLR0917 - called with the arguments of the formula
    scope: Scope,
    wanted: Scalar,
    keys: Operand,
    results: Operand,
    missing: Operand = ErrorValue.NA,
    way: int = 0,
    order: int = 1,
) -> Operand:
    matrix, found = scope.matrix(require_range(keys)), scope.matrix(results)
    line = _line(matrix)
    down, right = matrix.width == 1 and found.height == len(line), matrix.height == 1 and found.width == len(line)
    if not down and not right:
        raise FaultError(ErrorValue.VALUE)
    index = _find_new(_sought(wanted), line, way, order)
    if index is None:
        return ErrorValue.NA if missing is BLANK else missing
    return Matrix((found.rows[index],)) if down else Matrix(tuple((row[index],) for row in found.rows))


def _line(matrix: Matrix) -> list[Scalar]:
    """Return the values of one row or column; raises `FaultError` for a rectangle."""
    if matrix.height > 1 and matrix.width > 1:
        raise FaultError(ErrorValue.VALUE)
    return [value for row in matrix.rows for value in row]


def _match_newly(scope: Scope, wanted: Scalar, keys: Operand, way: int = 0, order: int = 1) -> float:
    index = _find_new(_sought(wanted), _line(scope.matrix(require_range(keys))), way, order)
    if index is None:
        raise FaultError(ErrorValue.NA)
    return float(index + 1)


def _find_new(wanted: Scalar, line: list[Scalar], way: int, order: int) -> int | None:
    """Find as XLOOKUP does: exact, else the next smaller (-1) or larger (1); from the end when `order` is -1."""
    places = range(len(line) - 1, -1, -1) if order < 0 else range(len(line))
    wild = way == 2 and isinstance(wanted, str)
    exact = next((place for place in places if _is_same(wanted, line[place], wild=wild)), None)
    if exact is not None or way not in {-1, 1}:
        return exact
    usable = [place for place in places if _kind(line[place]) == _kind(wanted)]
    beyond = [place for place in usable if compare(line[place], wanted) == way]
    best: int | None = None
    for place in beyond:
        if best is None or compare(line[place], line[best]) == -way:
            best = place
    return best


def _index(_scope: Scope, operand: Operand, row: int, column: int | None = None) -> Operand:
    found = require_range(operand)
    if column is None and found.height == 1 and found.width > 1:
        row, column = 1, row
    column = 0 if column is None and found.width > 1 and row else column or 0
    if column == 0 and found.width == 1:
        column = 1
    if row < 0 or column < 0:
        raise FaultError(ErrorValue.VALUE)
    if row > found.height or column > found.width:
        raise FaultError(ErrorValue.REF)
    return _part(found, row, column)


def _part(found: Range | Matrix, row: int, column: int) -> Operand:
    rows = (row - 1, row - 1) if row else (0, found.height - 1)
    columns = (column - 1, column - 1) if column else (0, found.width - 1)
    if isinstance(found, Matrix):
        return Matrix(tuple(found.rows[r][columns[0] : columns[1] + 1] for r in range(rows[0], rows[1] + 1)))
    top, left = found.area.first_row, found.area.first_column
    return Range(found.sheet, Area(top + rows[0], left + columns[0], top + rows[1], left + columns[1]))


def _offset(
    _scope: Scope, operand: Operand, down: int, right: int, height: Scalar = BLANK, width: Scalar = BLANK
) -> Operand:
    if not isinstance(operand, Range):
        raise FaultError(ErrorValue.VALUE)
    high = operand.height if height is BLANK else int(to_number(height))
    wide = operand.width if width is BLANK else int(to_number(width))
    row, column = operand.area.first_row + down, operand.area.first_column + right
    if high < 0:
        row, high = row + high + 1, -high
    if wide < 0:
        column, wide = column + wide + 1, -wide
    if row < 1 or column < 1 or high < 1 or wide < 1 or row + high - 1 > MAX_ROW or column + wide - 1 > MAX_COLUMN:
        raise FaultError(ErrorValue.REF)
    return Range(operand.sheet, Area(row, column, row + high - 1, column + wide - 1))


def _indirect(scope: Scope, text: str, a1: bool = True) -> Operand:  # noqa: FBT001, FBT002
    return scope.cells.range_of_text(text if a1 else _from_r1c1(text, scope.place), scope.place)


def _from_r1c1(text: str, place: Place) -> str:
    """Turn "R2C3", "R[-1]C" and ranges of them into the usual spelling; raises `FaultError`."""
    sheet, mark, area = text.strip().rpartition("!")
    parts = [_R1C1.fullmatch(part) for part in area.split(":")]
    if len(parts) > 2 or not area:
        raise FaultError(ErrorValue.REF)
    corners: list[str] = []
    for found in parts:
        if found is None:
            raise FaultError(ErrorValue.REF)
        row = _counted(found["row"], found["down"], place.row)
        column = _counted(found["column"], found["right"], place.column)
        if not 1 <= row <= MAX_ROW or not 1 <= column <= MAX_COLUMN:
            raise FaultError(ErrorValue.REF)
        corners.append(cell_name(row, column))
    return sheet + mark + ":".join(corners)


def _counted(given: str | None, moved: str | None, own: int) -> int:
    return int(given) if given else own + int(moved or 0)


def _address(_scope: Scope, row: int, column: int, way: int = 1, a1: bool = True, sheet: str = "") -> str:  # noqa: FBT001, FBT002
    if not 1 <= row <= MAX_ROW or not 1 <= column <= MAX_COLUMN or not 1 <= way <= 4:
        raise FaultError(ErrorValue.VALUE)
    before = f"{_sheet_spelled(sheet)}!" if sheet else ""
    if not a1:
        down, right = (str(row) if way in {1, 2} else f"[{row}]"), (str(column) if way in {1, 3} else f"[{column}]")
        return f"{before}R{down}C{right}"
    letters = ("$" if way in {1, 3} else "") + column_letters(column)
    digits = ("$" if way in {1, 2} else "") + str(row)
    return before + letters + digits


def _sheet_spelled(name: str) -> str:
    return name if _PLAIN_SHEET.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def _place(read: Callable[[int, int], int], steps: Callable[[Range], range]) -> Function:
    def run(scope: Scope, operand: Operand = BLANK) -> Operand:
        if operand is BLANK:
            return float(read(scope.place.row, scope.place.column))
        if not isinstance(operand, Range):
            raise FaultError(ErrorValue.VALUE)
        if scope.array and operand.area.size > 1:
            counted = [float(number) for number in steps(operand)]
            if read(1, 2) == 2:
                return Matrix((tuple(counted),))
            return Matrix(tuple((number,) for number in counted))
        return float(read(operand.area.first_row, operand.area.first_column))

    return Function(run, "", "r")


def _rows(operand: Range) -> range:
    return range(operand.area.first_row, min(operand.area.last_row, operand.area.first_row + 20_000) + 1)


def _columns(operand: Range) -> range:
    return range(operand.area.first_column, operand.area.last_column + 1)


def _transpose(scope: Scope, operand: Operand) -> Matrix:
    return Matrix(tuple(zip(*scope.matrix(operand).rows, strict=True)))


def _matrix_product(scope: Scope, one: Operand, other: Operand) -> Matrix:
    left, right = scope.matrix(one), scope.matrix(other)
    if left.width != right.height:
        raise FaultError(ErrorValue.VALUE)
    scope.cells.spend(left.height * left.width * right.width)
    columns = list(zip(*right.rows, strict=True))
    return Matrix(
        tuple(
            tuple(math.fsum(_number(x) * _number(y) for x, y in zip(row, column, strict=True)) for column in columns)
            for row in left.rows
        )
    )


def _number(value: Scalar) -> float:
    if not isinstance(value, float):
        raise FaultError(ErrorValue.VALUE)
    return value


def _hyperlink(scope: Scope, target: Operand, shown: Operand | None = None) -> Scalar:
    return scope.one(target if shown is None else shown)


LOOKUP: dict[str, Function] = {
    "VLOOKUP": Function(_look_up_down, "vri", "b"),
    "HLOOKUP": Function(_look_up_across, "vri", "b"),
    "LOOKUP": Function(_look_up, "vr", "r", array=True),
    "XLOOKUP": Function(_look_up_newly, "vrr", "rii"),
    "XMATCH": Function(_match_newly, "vr", "ii"),
    "MATCH": Function(_match, "vr", "n"),
    "INDEX": Function(_index, "ai", "i"),
    "OFFSET": Function(_offset, "rii", "vv"),
    "INDIRECT": Function(_indirect, "t", "b"),
    "ADDRESS": Function(_address, "ii", "ibt", defaults=(1.0, True)),
    "ROW": _place(lambda row, _column: row, _rows),
    "COLUMN": _place(lambda _row, column: column, _columns),
    "ROWS": Function(lambda _scope, operand: float(require_range(operand).height), "r"),
    "COLUMNS": Function(lambda _scope, operand: float(require_range(operand).width), "r"),
    "TRANSPOSE": Function(_transpose, "r", array=True),
    "MMULT": Function(_matrix_product, "rr", array=True),
    "HYPERLINK": Function(_hyperlink, "r", "r"),
}
