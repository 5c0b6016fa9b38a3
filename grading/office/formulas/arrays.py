"""Functions that give ranges of values: FILTER, SORT, UNIQUE, SEQUENCE and those that put ranges together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cmp_to_key

from grading.office.formulas.coercion import compare, to_number, to_truth
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import (
    BLANK,
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

Line = tuple[Scalar, ...]

_IGNORES_BLANKS, _IGNORES_ERRORS = {1, 3}, {2, 3}


def _matrix(rows: Iterable[Iterable[Scalar]]) -> Matrix:
    found = tuple(tuple(row) for row in rows)
    if not found or not found[0]:
        raise FaultError(ErrorValue.CALC)
    if len(found) * len(found[0]) > MATRIX_MAX:
        raise CannotCalculateError(Obstacle.STEPS, f"{len(found)}x{len(found[0])}")
    return Matrix(found)


def turned(matrix: Matrix) -> Matrix:
    """Return the matrix with its rows as columns."""
    return Matrix(tuple(zip(*matrix.rows, strict=True)))


def _line(matrix: Matrix) -> Line:
    """Return the values of a single row or column; raises `FaultError` for a rectangle."""
    if matrix.height > 1 and matrix.width > 1:
        raise FaultError(ErrorValue.VALUE)
    return tuple(value for row in matrix.rows for value in row)


def _filter(scope: Scope, source: Operand, include: Operand, instead: Operand | None = None) -> Operand:
    matrix, chosen = scope.matrix(source), scope.matrix(include)
    across = chosen.height == 1 and chosen.width == matrix.width and not (matrix.width == matrix.height == 1)
    if not across and (chosen.width, chosen.height) != (1, matrix.height):
        raise FaultError(ErrorValue.VALUE)
    lines = turned(matrix).rows if across else matrix.rows
    truths = [_truth(value) for value in _line(chosen)]
    kept = [line for line, truth in zip(lines, truths, strict=True) if truth]
    if not kept:
        return ErrorValue.CALC if instead is None else instead
    return turned(_matrix(kept)) if across else _matrix(kept)


def _truth(value: Scalar) -> bool:
    if isinstance(value, ErrorValue):
        raise FaultError(value)
    return to_truth(value)


def _sort(scope: Scope, source: Operand, index: Operand = 1.0, order: Operand = 1.0, by_column: bool = False) -> Matrix:  # noqa: FBT001, FBT002 - called with the arguments of the formula
    matrix = scope.matrix(source)
    lines = turned(matrix) if by_column else matrix
    indexes = [int(to_number(value)) for value in _line(scope.matrix(index))]
    orders = [to_number(value) for value in _line(scope.matrix(order))]
    if len(orders) not in {1, len(indexes)} or any(not 1 <= one <= lines.width for one in indexes):
        raise FaultError(ErrorValue.VALUE)
    orders = orders * len(indexes) if len(orders) == 1 else orders
    keys = [tuple(row[one - 1] for row in lines.rows) for one in indexes]
    found = _matrix(lines.rows[place] for place in _order(keys, orders, lines.height))
    return turned(found) if by_column else found


def _sort_by(scope: Scope, source: Operand, *given: Operand) -> Matrix:
    matrix = scope.matrix(source)
    keys = [scope.matrix(one) for one in given[::2]]
    orders = [to_number(scope.one(one)) for one in given[1::2]]
    orders += [1.0] * (len(keys) - len(orders))
    across = keys[0].height == 1 and keys[0].width == matrix.width and keys[0].width > 1
    lines = turned(matrix) if across else matrix
    columns = [_line(key) for key in keys]
    if any(len(column) != lines.height for column in columns):
        raise FaultError(ErrorValue.VALUE)
    found = _matrix(lines.rows[place] for place in _order(columns, orders, lines.height))
    return turned(found) if across else found


def _order(keys: Sequence[Line], orders: Sequence[float], height: int) -> list[int]:
    """Return the places in order, the last key sorted by first; equals stay as they were."""
    if any(order not in {1, -1} for order in orders):
        raise FaultError(ErrorValue.VALUE)
    places = list(range(height))
    for key, order in reversed(list(zip(keys, orders, strict=True))):
        blank = [place for place in places if key[place] is BLANK]
        filled = [place for place in places if key[place] is not BLANK]
        values = dict(enumerate(key))
        filled.sort(key=cmp_to_key(_by(values)), reverse=order < 0)
        places = filled + blank  # nothing comes last, whichever way is sorted
    return places


def _by(values: dict[int, Scalar]) -> Callable[[int, int], int]:
    def order(one: int, other: int) -> int:
        left, right = values[one], values[other]
        errors = isinstance(left, ErrorValue), isinstance(right, ErrorValue)
        return errors[0] - errors[1] if any(errors) else compare(left, right)

    return order


def _unique(scope: Scope, source: Operand, by_column: bool = False, once: bool = False) -> Matrix:  # noqa: FBT001, FBT002
    matrix = scope.matrix(source)
    lines = turned(matrix).rows if by_column else matrix.rows
    counts: dict[tuple[object, ...], int] = {}
    firsts: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = tuple(_key(value) for value in line)
        counts[key] = counts.get(key, 0) + 1
        firsts.setdefault(key, line)
    found = _matrix(line for key, line in firsts.items() if not once or counts[key] == 1)
    return turned(found) if by_column else found


def _key(value: Scalar) -> tuple[str, object]:
    return type(value).__name__, value.upper() if isinstance(value, str) else value


def _sequence(_scope: Scope, rows: int = 1, columns: int = 1, start: float = 1.0, step: float = 1.0) -> Matrix:
    if rows < 1 or columns < 1:
        raise FaultError(ErrorValue.CALC if rows == 0 or columns == 0 else ErrorValue.VALUE)
    if rows * columns > MATRIX_MAX:
        raise CannotCalculateError(Obstacle.STEPS, f"{rows}x{columns}")
    return Matrix(
        tuple(tuple(start + step * (row * columns + column) for column in range(columns)) for row in range(rows))
    )


def _taken(count: int, length: int) -> slice:
    if count == 0:
        raise FaultError(ErrorValue.CALC)
    return slice(0, count) if count > 0 else slice(max(length + count, 0), length)


def _left(count: int, length: int) -> slice:
    return slice(count, length) if count >= 0 else slice(0, max(length + count, 0))


def _cut(part: Callable[[int, int], slice]) -> Function:
    def run(scope: Scope, source: Operand, rows: Scalar = BLANK, columns: Scalar = BLANK) -> Matrix:
        matrix = scope.matrix(source)
        down = slice(None) if rows is BLANK else part(int(to_number(rows)), matrix.height)
        right = slice(None) if columns is BLANK else part(int(to_number(columns)), matrix.width)
        return _matrix(row[right] for row in matrix.rows[down])

    return Function(run, "rv", "v", array=True)


def _chosen(*, across: bool) -> Function:
    def run(scope: Scope, source: Operand, *indexes: Operand) -> Matrix:
        matrix = scope.matrix(source)
        lines = turned(matrix).rows if across else matrix.rows
        wanted = [int(to_number(value)) for index in indexes for value in _line(scope.matrix(index))]
        if any(not 1 <= abs(one) <= len(lines) for one in wanted):
            raise FaultError(ErrorValue.VALUE)
        found = _matrix(lines[one - 1 if one > 0 else one] for one in wanted)
        return turned(found) if across else found

    return Function(run, "rr", repeat="r", array=True)


def _stack_down(scope: Scope, *operands: Operand) -> Matrix:
    matrices = [scope.matrix(operand) for operand in operands]
    width = max(matrix.width for matrix in matrices)
    return _matrix(row + (ErrorValue.NA,) * (width - matrix.width) for matrix in matrices for row in matrix.rows)


def _stack_across(scope: Scope, *operands: Operand) -> Matrix:
    return turned(_stack_down(scope, *(turned(scope.matrix(operand)) for operand in operands)))


def _to_line(*, across: bool) -> Function:
    def run(scope: Scope, source: Operand, ignore: int = 0, by_column: bool = False) -> Matrix:  # noqa: FBT001, FBT002
        matrix = scope.matrix(source)
        matrix = turned(matrix) if by_column else matrix
        values = [
            value
            for row in matrix.rows
            for value in row
            if not (value is BLANK and ignore in _IGNORES_BLANKS)
            and not (isinstance(value, ErrorValue) and ignore in _IGNORES_ERRORS)
        ]
        return _matrix([values]) if across else _matrix([value] for value in values)

    return Function(run, "r", "ib", array=True)


def _wrapped(*, across: bool) -> Function:
    def run(scope: Scope, source: Operand, count: int, pad: Scalar = ErrorValue.NA) -> Matrix:
        values = _line(scope.matrix(source))
        if count < 1:
            raise FaultError(ErrorValue.NUM)
        lines = [values[start : start + count] for start in range(0, len(values), count)]
        full = _matrix(line + (pad,) * (count - len(line) if len(lines) > 1 else 0) for line in lines)
        return full if across else turned(full)

    return Function(run, "ri", "e", array=True)


def _expand(
    scope: Scope, source: Operand, rows: Scalar, columns: Scalar = BLANK, pad: Scalar = ErrorValue.NA
) -> Matrix:
    matrix = scope.matrix(source)
    height = matrix.height if rows is BLANK else int(to_number(rows))
    width = matrix.width if columns is BLANK else int(to_number(columns))
    if height < matrix.height or width < matrix.width:
        raise FaultError(ErrorValue.VALUE)
    if height * width > MATRIX_MAX:
        raise CannotCalculateError(Obstacle.STEPS, f"{height}x{width}")
    wide = [row + (pad,) * (width - matrix.width) for row in matrix.rows]
    return _matrix([*wide, *[(pad,) * width] * (height - matrix.height)])


def _spilled(scope: Scope, operand: Operand) -> Operand:
    """Return what "D2#" stands for: all that the formula of D2 gives."""
    if not isinstance(operand, Range) or operand.area.size != 1:
        raise FaultError(ErrorValue.REF)
    return scope.cells.spilled_from(operand.sheet, operand.area.first_row, operand.area.first_column)


ARRAYS: dict[str, Function] = {
    "FILTER": Function(_filter, "rr", "r", array=True),
    "SORT": Function(_sort, "r", "rrb", array=True, defaults=(1.0, 1.0)),
    "SORTBY": Function(_sort_by, "rr", repeat="r", array=True),
    "UNIQUE": Function(_unique, "r", "bb", array=True),
    "SEQUENCE": Function(_sequence, "i", "inn", defaults=(1.0, 1.0, 1.0)),
    "TAKE": _cut(_taken),
    "DROP": _cut(_left),
    "CHOOSECOLS": _chosen(across=True),
    "CHOOSEROWS": _chosen(across=False),
    "VSTACK": Function(_stack_down, "r", repeat="r", array=True),
    "HSTACK": Function(_stack_across, "r", repeat="r", array=True),
    "TOCOL": _to_line(across=False),
    "TOROW": _to_line(across=True),
    "WRAPROWS": _wrapped(across=True),
    "WRAPCOLS": _wrapped(across=False),
    "EXPAND": Function(_expand, "rv", "ve", array=True),
    "ANCHORARRAY": Function(_spilled, "r"),
    "SINGLE": Function(lambda scope, operand: scope.one(operand), "r"),
}
