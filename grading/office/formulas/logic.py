"""Functions of logic and questions about values. Those that choose calculate only what they choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grading.office.formulas.coercion import compare, to_number, to_truth
from grading.office.formulas.evaluator import each, spread
from grading.office.formulas.scope import Function, LazyFunction, Scope
from grading.office.formulas.tree import Name, Node
from grading.office.formulas.values import (
    BLANK,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Matrix,
    Obstacle,
    Operand,
    Range,
    Scalar,
)

Evaluate = Callable[[Node, Scope], Operand]


def _single(operand: Operand, scope: Scope) -> Scalar | Matrix:
    """Return one value, or the matrix that is to be gone through value by value."""
    if isinstance(operand, Range) and scope.array and operand.area.size > 1:
        return scope.matrix(operand)
    if isinstance(operand, Matrix) and operand.height * operand.width > 1:
        return operand
    return scope.one(operand)


def _sure(value: Scalar) -> bool:
    if isinstance(value, ErrorValue):
        raise FaultError(value)
    return to_truth(value)


def _if(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    if len(nodes) > 3:
        raise FaultError(ErrorValue.VALUE)
    condition = _single(evaluate(nodes[0], scope), scope)
    if not isinstance(condition, Matrix):
        index = 1 if _sure(condition) else 2
        return evaluate(nodes[index], scope) if index < len(nodes) else index == 1
    # A condition of many values goes through both ranges value by value: IF({1,0},B2:B9,A2:A9).
    yes = evaluate(nodes[1], spread(scope)) if len(nodes) > 1 else True
    no = evaluate(nodes[2], spread(scope)) if len(nodes) > 2 else False
    return each(_choice, [condition, yes, no], spread(scope))


def _choice(condition: Scalar, yes: Scalar, no: Scalar) -> Scalar:
    try:
        return yes if _sure(condition) else no
    except FaultError as fault:
        return fault.error


def _ifs(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    for index in range(0, len(nodes) - 1, 2):
        condition = _single(evaluate(nodes[index], scope), scope)
        if isinstance(condition, Matrix):
            wide = spread(scope)
            rest = _guarded(lambda: _ifs(wide, nodes[index + 2 :], evaluate))  # noqa: B023 - called at once
            return each(_choice, [condition, evaluate(nodes[index + 1], wide), rest], wide)
        if _sure(condition):
            return evaluate(nodes[index + 1], scope)
    return ErrorValue.NA


def _guarded(ask: Callable[[], Operand]) -> Operand:
    try:
        return ask()
    except FaultError as fault:
        return fault.error


def _switch(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    wanted = _single(evaluate(nodes[0], scope), scope)
    rest = nodes[1:]
    if isinstance(wanted, Matrix):
        return _switch_each(wanted, [evaluate(node, spread(scope)) for node in rest], spread(scope))
    for index in range(0, len(rest) - 1, 2):
        if compare(wanted, scope.one(evaluate(rest[index], scope))) == 0:
            return evaluate(rest[index + 1], scope)
    return evaluate(rest[-1], scope) if len(rest) % 2 else ErrorValue.NA


def _switch_each(wanted: Matrix, rest: list[Operand], scope: Scope) -> Operand:
    def chosen(value: Scalar, *others: Scalar) -> Scalar:
        try:
            for index in range(0, len(others) - 1, 2):
                if compare(value, others[index]) == 0:
                    return others[index + 1]
        except FaultError as fault:
            return fault.error
        return others[-1] if len(others) % 2 else ErrorValue.NA

    return each(chosen, [wanted, *rest], scope)


def _if_error(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    return _unless(scope, nodes, evaluate, lambda value: isinstance(value, ErrorValue))


def _if_missing(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    return _unless(scope, nodes, evaluate, lambda value: value is ErrorValue.NA)


def _unless(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate, is_bad: Callable[[Scalar], bool]) -> Operand:
    operand = evaluate(nodes[0], scope)
    try:
        value = _single(operand, scope)
    except FaultError as fault:
        value = fault.error
    if isinstance(value, Matrix):
        other = evaluate(nodes[1], spread(scope))
        return each(lambda one, instead: instead if is_bad(one) else one, [value, other], spread(scope))
    return evaluate(nodes[1], scope) if is_bad(value) else operand


def _choose(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    wanted = _single(evaluate(nodes[0], scope), scope)
    if isinstance(wanted, Matrix):
        wide = spread(scope)
        return each(_chosen, [wanted, *(evaluate(node, wide) for node in nodes[1:])], wide)
    index = int(to_number(wanted))
    if not 1 <= index < len(nodes):
        raise FaultError(ErrorValue.VALUE)
    return evaluate(nodes[index], scope)


def _chosen(wanted: Scalar, *values: Scalar) -> Scalar:
    try:
        index = int(to_number(wanted))
    except FaultError as fault:
        return fault.error
    return values[index - 1] if 1 <= index <= len(values) else ErrorValue.VALUE


def _let(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    if len(nodes) % 2 == 0:
        raise FaultError(ErrorValue.VALUE)
    inner = scope
    for name, value in zip(nodes[:-1:2], nodes[1::2], strict=True):
        if not isinstance(name, Name) or name.sheet:
            raise CannotCalculateError(Obstacle.UNSUPPORTED, "LET")
        inner = replace(inner, bound={**inner.bound, name.name.casefold(): evaluate(value, inner)})
    return evaluate(nodes[-1], inner)


def _truths(scope: Scope, operands: tuple[Operand, ...]) -> list[bool]:
    found: list[bool] = []
    for operand in operands:
        for value in scope.values(operand):
            if isinstance(value, ErrorValue):
                raise FaultError(value)
            # Texts and blanks in ranges are passed over; typed in, a text must be a truth value.
            if isinstance(operand, Range | Matrix) and (value is BLANK or isinstance(value, str)):
                continue
            found.append(to_truth(value))
    if not found:
        raise FaultError(ErrorValue.VALUE)
    return found


def _exclusive(scope: Scope, *operands: Operand) -> bool:
    return sum(_truths(scope, operands)) % 2 == 1


def _is(test: Callable[[Scalar], bool]) -> Function:
    return Function(lambda _scope, value: test(value), "e")


def _type(_scope: Scope, operand: Operand) -> float:
    if isinstance(operand, Range):
        operand = _scope.one(operand)
    match operand:
        case Matrix():
            return 64.0
        case ErrorValue():
            return 16.0
        case bool():
            return 4.0
        case str():
            return 2.0
        case _:
            return 1.0


_ERROR_TYPES = {error: float(number) for number, error in enumerate(ErrorValue, 1) if number <= 7}


def _error_type(_scope: Scope, value: Scalar) -> Scalar:
    return _ERROR_TYPES.get(value, ErrorValue.NA) if isinstance(value, ErrorValue) else ErrorValue.NA


def _first(scope: Scope, operand: Operand) -> Scalar:
    """Return the value in the corner of a range: N and T look at no other."""
    if isinstance(operand, Range):
        return scope.cells.value(operand.sheet, operand.area.first_row, operand.area.first_column)
    return scope.one(operand)


def _text_of(scope: Scope, operand: Operand) -> Scalar:
    value = _first(scope, operand)
    return value if isinstance(value, str | ErrorValue) else ""


def _number_of(scope: Scope, operand: Operand) -> Scalar:
    value = _first(scope, operand)
    if isinstance(value, ErrorValue):
        return value
    return value if isinstance(value, float) else float(value) if isinstance(value, bool) else 0.0


LOGIC: dict[str, Function | LazyFunction] = {
    "IF": LazyFunction(_if),
    "IFS": LazyFunction(_ifs, 2),
    "SWITCH": LazyFunction(_switch, 3),
    "IFERROR": LazyFunction(_if_error, 2),
    "IFNA": LazyFunction(_if_missing, 2),
    "CHOOSE": LazyFunction(_choose, 2),
    "LET": LazyFunction(_let, 3),
    "AND": Function(lambda scope, *operands: all(_truths(scope, operands)), "r", repeat="r"),
    "OR": Function(lambda scope, *operands: any(_truths(scope, operands)), "r", repeat="r"),
    "XOR": Function(_exclusive, "r", repeat="r"),
    "NOT": Function(lambda _scope, truth: not truth, "b"),
    "TRUE": Function(lambda _scope: True),
    "FALSE": Function(lambda _scope: False),
    "NA": Function(lambda _scope: ErrorValue.NA),
    "ISNUMBER": _is(lambda value: isinstance(value, float)),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISNONTEXT": _is(lambda value: not isinstance(value, str)),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISBLANK": _is(lambda value: value is BLANK),
    "ISERROR": _is(lambda value: isinstance(value, ErrorValue)),
    "ISERR": _is(lambda value: isinstance(value, ErrorValue) and value is not ErrorValue.NA),
    "ISNA": _is(lambda value: value is ErrorValue.NA),
    "ISEVEN": Function(lambda _scope, number: number % 2 == 0, "i"),
    "ISODD": Function(lambda _scope, number: number % 2 == 1, "i"),
    "ISREF": Function(lambda _scope, operand: isinstance(operand, Range), "r"),
    "N": Function(_number_of, "r"),
    "T": Function(_text_of, "r"),
    "TYPE": Function(_type, "r"),
    "ERROR.TYPE": Function(_error_type, "e"),
}
