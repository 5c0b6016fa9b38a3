"""Functions of logic and questions about values. Those that choose calculate only what they choose."""

from __future__ import annotations

from collections.abc import Callable

from grading.office.formulas.coercion import compare, to_number, to_truth
from grading.office.formulas.evaluator import each
from grading.office.formulas.scope import Function, LazyFunction, Scope
from grading.office.formulas.tree import Node
from grading.office.formulas.values import BLANK, ErrorValue, FaultError, Matrix, Operand, Range, Scalar

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
    yes = evaluate(nodes[1], scope) if len(nodes) > 1 else True
    no = evaluate(nodes[2], scope) if len(nodes) > 2 else False
    return each(_choice, [condition, yes, no], scope)


def _choice(condition: Scalar, yes: Scalar, no: Scalar) -> Scalar:
    try:
        return yes if _sure(condition) else no
    except FaultError as fault:
        return fault.error


def _ifs(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    for index in range(0, len(nodes) - 1, 2):
        if _sure(scope.one(evaluate(nodes[index], scope))):
            return evaluate(nodes[index + 1], scope)
    return ErrorValue.NA


def _switch(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    wanted = scope.one(evaluate(nodes[0], scope))
    rest = nodes[1:]
    for index in range(0, len(rest) - 1, 2):
        if compare(wanted, scope.one(evaluate(rest[index], scope))) == 0:
            return evaluate(rest[index + 1], scope)
    return evaluate(rest[-1], scope) if len(rest) % 2 else ErrorValue.NA


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
        other = evaluate(nodes[1], scope)
        return each(lambda one, instead: instead if is_bad(one) else one, [value, other], scope)
    return evaluate(nodes[1], scope) if is_bad(value) else operand


def _choose(scope: Scope, nodes: tuple[Node, ...], evaluate: Evaluate) -> Operand:
    index = int(to_number(scope.one(evaluate(nodes[0], scope))))
    if not 1 <= index < len(nodes):
        raise FaultError(ErrorValue.VALUE)
    return evaluate(nodes[index], scope)


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


def _number_of(_scope: Scope, value: Scalar) -> Scalar:
    return value if isinstance(value, float) else float(value) if isinstance(value, bool) else 0.0


LOGIC: dict[str, Function | LazyFunction] = {
    "IF": LazyFunction(_if),
    "IFS": LazyFunction(_ifs, 2),
    "SWITCH": LazyFunction(_switch, 3),
    "IFERROR": LazyFunction(_if_error, 2),
    "IFNA": LazyFunction(_if_missing, 2),
    "CHOOSE": LazyFunction(_choose, 2),
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
    "N": Function(_number_of, "v"),
    "T": Function(lambda _scope, value: value if isinstance(value, str) else "", "v"),
    "TYPE": Function(_type, "r"),
    "ERROR.TYPE": Function(_error_type, "e"),
}
