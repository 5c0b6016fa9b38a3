"""What an expression of nothing but constants comes to; None where anything else is in it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

LARGEST = 1 << 31
Number = int | float
ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def truth(node: ast.expr) -> bool | None:
    """Tell whether an expression is always true or always false; None when that is not certain."""
    match node:
        case ast.Constant(value):
            return bool(value)
        case ast.UnaryOp(ast.Not(), inner):
            decided = truth(inner)
            return None if decided is None else not decided
        case ast.BoolOp(op, parts):
            return _joined([truth(part) for part in parts], deciding=isinstance(op, ast.Or))
        case ast.List(parts) | ast.Tuple(parts) | ast.Set(parts):
            return None if any(isinstance(part, ast.Starred) for part in parts) else bool(parts)
        case ast.Dict(keys):
            return None if None in keys else bool(keys)
        case ast.NamedExpr(value=inner):
            return truth(inner)
        case ast.Compare(left, ops, others):
            return _compared([left, *others], ops)
    found = _number(node)
    return None if found is None else bool(found)


def is_empty(node: ast.expr, bound: frozenset[str]) -> bool:
    """Tell whether a `for` over this never enters its body; `bound` are names with a meaning of the program's own."""
    match node:
        case ast.Constant(str() | bytes()) | ast.List() | ast.Tuple() | ast.Dict():
            return truth(node) is False
        case ast.Call(ast.Name("range"), [*arguments], keywords=[]) if "range" not in bound:
            found = [_number(argument) for argument in arguments]
            if all(isinstance(value, int) for value in found):
                return _is_empty_range([value for value in found if isinstance(value, int)])
    return False


def _is_empty_range(values: list[int]) -> bool:
    try:
        return not range(*values)
    except (TypeError, ValueError):
        return False


def _joined(parts: list[bool | None], *, deciding: bool) -> bool | None:
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding


def _compared(operands: list[ast.expr], ops: list[ast.cmpop]) -> bool | None:
    values = [_constant(operand) for operand in operands]
    decided: list[bool | None] = []
    for op, left, right in zip(ops, values, values[1:], strict=False):
        compare = COMPARISONS.get(type(op))
        if compare is None or left is None or right is None:
            decided.append(None)
            continue
        try:
            decided.append(bool(compare(left, right)))
        except TypeError:
            decided.append(None)
    return _joined(decided, deciding=False)


def _constant(node: ast.expr) -> Number | str | bytes | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    return _number(node)


def _number(node: ast.expr) -> Number | None:
    match node:
        case ast.Constant(int() | float() as value) if abs(value) <= LARGEST:
            return value
        case ast.UnaryOp(ast.USub(), inner):
            found = _number(inner)
            return None if found is None else -found
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            one, other = _number(left), _number(right)
            if one is None or other is None:
                return None
            found = ARITHMETIC[type(op)](one, other)
            return found if abs(found) <= LARGEST else None
    return None
