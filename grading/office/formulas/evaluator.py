"""Calculates the tree of a formula in a scope: operators, references, names, and the calling of functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import DecimalException

from grading.office.formulas.coercion import checked_text, compare, to_number, to_text, to_truth
from grading.office.formulas.scope import Function, LazyFunction, Scope
from grading.office.formulas.tree import (
    ArrayLiteral,
    Binary,
    Call,
    Literal,
    Name,
    Node,
    Reference,
    TableReference,
    Unary,
    Union,
)
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
    finite,
)
from grading.office.references import Area

Functions = Mapping[str, Function | LazyFunction]
Resolve = Callable[[Name | TableReference, Scope], Node]
_SNAP = 2.0**-50
_NAMES_MAX = 64
_ONE_VALUE = "nitbve"
_RANDOM = {"RAND", "RANDBETWEEN", "RANDARRAY"}


class Evaluator:
    """Calculates trees; `resolve` turns defined names and table columns into trees."""

    def __init__(self, functions: Functions, resolve: Resolve) -> None:
        """Keep the table of functions."""
        self._functions = functions
        self._resolve = resolve
        self._names_open = 0

    def operand(self, node: Node, scope: Scope) -> Operand:
        """Return what a node stands for; error values come back as values."""
        scope.cells.spend(1)
        try:
            match node:
                case Literal(value):
                    return value
                case Reference(sheet, area, last):
                    ranges = [Range(name, area) for name in scope.cells.sheets_between(sheet, last)] if last else []
                    return _stacked(ranges, scope) if last else Range(sheet or scope.place.sheet, area)
                case Union(parts):
                    return _stacked([self.operand(part, scope) for part in parts], scope)
                case Binary():
                    return self._chain(node, scope)
                case Call(name, arguments):
                    return self._call(name, arguments, scope)
                case Unary(operator, operand):
                    return self._signed(operator, self.operand(operand, scope), scope)
                case ArrayLiteral(rows):
                    return Matrix(rows)
                case Name() | TableReference():
                    return self._named(node, scope)
        except FaultError as fault:
            return fault.error

    def _named(self, node: Name | TableReference, scope: Scope) -> Operand:
        if isinstance(node, Name) and not node.sheet and (bound := scope.bound.get(node.name.casefold())) is not None:
            return bound
        self._names_open += 1
        if self._names_open > _NAMES_MAX:
            raise CannotCalculateError(Obstacle.CIRCULAR, getattr(node, "name", ""))
        # What a name stands for knows nothing of the names that LET gives around it.
        outside = replace(scope, bound={}) if scope.bound else scope
        result = self.operand(self._resolve(node, outside), outside)
        self._names_open -= 1
        return result

    def start_again(self) -> None:
        """Forget what was under way when a calculation was broken off."""
        self._names_open = 0

    def _chain(self, node: Binary, scope: Scope) -> Operand:
        """Calculate a chain that leans to the left without going deeper for each of its links."""
        links: list[Binary] = [node]
        while isinstance(links[-1].left, Binary):
            links.append(links[-1].left)
        value = self.operand(links[-1].left, scope)
        for link in reversed(links):
            scope.cells.spend(1)
            value = self._joined(link.operator, value, self.operand(link.right, scope), scope)
        return value

    def _joined(self, operator: str, left: Operand, right: Operand, scope: Scope) -> Operand:
        if operator == ":":
            return _span(left, right)
        if operator == " ":
            return _common(left, right)
        join = _OPERATORS[operator]
        return each(lambda one, other: _guarded(join, one, other), [left, right], scope)

    def _signed(self, operator: str, operand: Operand, scope: Scope) -> Operand:
        match operator:
            case "+":
                return operand
            case "@":
                return scope.one(operand) if not isinstance(operand, Range) or not scope.array else operand
            case "-":
                return each(lambda value: _guarded(lambda one: -to_number(one), value), [operand], scope)
            case _:
                return each(lambda value: _guarded(lambda one: to_number(one) / 100, value), [operand], scope)

    def _call(self, name: str, arguments: tuple[Node, ...], scope: Scope) -> Operand:
        function = self._functions.get(name)
        if function is None:
            raise CannotCalculateError(Obstacle.VOLATILE if name in _RANDOM else Obstacle.FUNCTION, name)
        if isinstance(function, LazyFunction):
            if len(arguments) < function.least:
                raise FaultError(ErrorValue.VALUE)
            return function.run(scope, arguments, self.operand)
        if len(arguments) < len(function.kinds):
            raise FaultError(ErrorValue.VALUE)
        inner = spread(scope) if function.array else scope
        try:
            kinds = [function.kind_at(index) for index in range(len(arguments))]
        except CannotCalculateError as error:
            raise CannotCalculateError(error.obstacle, name + error.detail) from error
        operands = [
            self.operand(argument, spread(scope) if kind == "a" else inner)
            for argument, kind in zip(arguments, kinds, strict=True)
        ]
        for index, default in enumerate(function.defaults, len(function.kinds)):
            if index < len(arguments) and arguments[index] == Literal(BLANK):
                operands[index] = default
        return apply(function, operands, inner)


def spread(scope: Scope) -> Scope:
    """Return the scope in which ranges are gone through value by value."""
    return scope if scope.array else replace(scope, array=True)


def apply(function: Function, operands: list[Operand], scope: Scope) -> Operand:
    """Call a function, once for each value where it wants one value and gets many."""
    kinds = [function.kind_at(index) for index in range(len(operands))]
    single = [index for index, kind in enumerate(kinds) if kind in _ONE_VALUE]
    if not single:
        return _run(function, kinds, operands, scope)

    def run(*values: Scalar) -> Scalar:
        given = list(operands)
        for index, value in zip(single, values, strict=True):
            given[index] = value
        result = _run(function, kinds, given, scope)
        return scope.one(result) if isinstance(result, Matrix | Range) else result

    chosen = [_reduced(operands[index], scope) for index in single]
    if not any(isinstance(value, Matrix) for value in chosen):
        given = list(operands)
        for index, value in zip(single, chosen, strict=True):
            given[index] = value
        return _run(function, kinds, given, scope)
    return each(run, chosen, scope)


def each(join: Callable[..., Scalar], operands: Sequence[Operand], scope: Scope) -> Operand:
    """Apply a function of single values to operands, value by value where one of them is a matrix."""
    values = [_reduced(operand, scope) for operand in operands]
    matrices = [value for value in values if isinstance(value, Matrix)]
    if not matrices:
        return join(*values)
    height = max(matrix.height for matrix in matrices)
    width = max(matrix.width for matrix in matrices)
    if height * width > MATRIX_MAX:
        raise CannotCalculateError(Obstacle.STEPS, f"{height}x{width}")
    scope.cells.spend(height * width)
    return Matrix(
        tuple(
            tuple(join(*(_at(value, row, column) for value in values)) for column in range(width))
            for row in range(height)
        )
    )


def _reduced(operand: Operand, scope: Scope) -> Scalar | Matrix:
    if isinstance(operand, Range):
        if scope.array and (operand.height > 1 or operand.width > 1):
            return scope.matrix(operand)
        try:
            return scope.one(operand)
        except FaultError as fault:
            return fault.error
    if isinstance(operand, Matrix) and operand.height == operand.width == 1:
        return operand.rows[0][0]
    return operand


def _at(value: Scalar | Matrix, row: int, column: int) -> Scalar:
    if not isinstance(value, Matrix):
        return value
    row = 0 if value.height == 1 else row
    column = 0 if value.width == 1 else column
    if row >= value.height or column >= value.width:
        return ErrorValue.NA
    return value.rows[row][column]


def _run(function: Function, kinds: list[str], operands: list[Operand], scope: Scope) -> Operand:
    try:
        given = [_as_kind(operand, kind) for operand, kind in zip(operands, kinds, strict=True)]
        result = function.run(scope, *given)
        return finite(result) if isinstance(result, float) else result
    except FaultError as fault:
        return fault.error
    except DecimalException as error:  # more digits than anybody asks for
        raise CannotCalculateError(Obstacle.UNSUPPORTED, type(error).__name__) from error
    except (OverflowError, ZeroDivisionError):
        return ErrorValue.NUM


def _as_kind(operand: Operand, kind: str) -> object:
    if kind in "rea" or isinstance(operand, Matrix | Range):
        return operand
    if isinstance(operand, ErrorValue):
        raise FaultError(operand)
    match kind:
        case "n":
            return to_number(operand)
        case "i":
            return int(to_number(operand))
        case "t":
            return to_text(operand)
        case "b":
            return to_truth(operand)
        case _:
            return operand


def _guarded(join: Callable[..., Scalar], *values: Scalar) -> Scalar:
    try:
        return join(*values)
    except FaultError as fault:
        return fault.error


def _span(left: Operand, right: Operand) -> Operand:
    if not isinstance(left, Range) or not isinstance(right, Range) or left.sheet != right.sheet:
        raise FaultError(ErrorValue.VALUE)
    one, other = left.area, right.area
    area = Area(
        min(one.first_row, other.first_row),
        min(one.first_column, other.first_column),
        max(one.last_row, other.last_row),
        max(one.last_column, other.last_column),
    )
    return Range(left.sheet, area)


def _common(left: Operand, right: Operand) -> Range:
    if not isinstance(left, Range) or not isinstance(right, Range) or left.sheet != right.sheet:
        raise FaultError(ErrorValue.VALUE)
    one, other = left.area, right.area
    top, start = max(one.first_row, other.first_row), max(one.first_column, other.first_column)
    bottom, end = min(one.last_row, other.last_row), min(one.last_column, other.last_column)
    if top > bottom or start > end:
        raise FaultError(ErrorValue.NULL)
    return Range(left.sheet, Area(top, start, bottom, end))


def _stacked(operands: Sequence[Operand], scope: Scope) -> Matrix:
    """Return the values of several ranges as one column, for functions that take all numbers there are."""
    values: list[Scalar] = []
    for operand in operands:
        if isinstance(operand, ErrorValue):
            raise FaultError(operand)
        values.extend(scope.values(operand))
        if len(values) > MATRIX_MAX:
            raise CannotCalculateError(Obstacle.STEPS, str(len(values)))
    return Matrix(tuple((value,) for value in values) or ((BLANK,),))


def _add(left: Scalar, right: Scalar) -> Scalar:
    one, other = to_number(left), to_number(right)
    return _snapped(one + other, one)


def _subtract(left: Scalar, right: Scalar) -> Scalar:
    one, other = to_number(left), to_number(right)
    return _snapped(one - other, one)


def _snapped(total: float, size: float) -> float:
    # Office programs take a difference that is only noise of the binary numbers for nothing.
    return 0.0 if abs(total) < _SNAP * abs(size) else finite(total)


def _divide(left: Scalar, right: Scalar) -> Scalar:
    one, other = to_number(left), to_number(right)
    if other == 0:
        raise FaultError(ErrorValue.DIV0)
    return finite(one / other)


def power(base: float, exponent: float) -> float:
    """Return base^exponent; raises `FaultError` where there is none."""
    if base == 0 and exponent <= 0:
        raise FaultError(ErrorValue.NUM if exponent == 0 else ErrorValue.DIV0)
    if base < 0 and exponent != int(exponent):
        raise FaultError(ErrorValue.NUM)
    try:
        return finite(float(base**exponent))
    except OverflowError as error:
        raise FaultError(ErrorValue.NUM) from error


_OPERATORS: dict[str, Callable[[Scalar, Scalar], Scalar]] = {
    "+": _add,
    "-": _subtract,
    "*": lambda left, right: finite(to_number(left) * to_number(right)),
    "/": _divide,
    "^": lambda left, right: power(to_number(left), to_number(right)),
    "&": lambda left, right: checked_text(to_text(left) + to_text(right)),
    "=": lambda left, right: compare(left, right) == 0,
    "<>": lambda left, right: compare(left, right) != 0,
    "<": lambda left, right: compare(left, right) < 0,
    ">": lambda left, right: compare(left, right) > 0,
    "<=": lambda left, right: compare(left, right) <= 0,
    ">=": lambda left, right: compare(left, right) >= 0,
}


def filled(value: Scalar) -> Scalar:
    """Return what a formula's cell shows: a blank becomes 0."""
    return 0.0 if value is BLANK else value
