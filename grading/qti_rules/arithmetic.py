"""Expressions over numbers: exact where numbers are exact; a NULL operand makes the result NULL."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, gcd, lcm, trunc

from grading.qti_rules.errors import RuleError
from grading.qti_rules.logic import whole
from grading.qti_rules.rounding import round_by, round_half_up
from grading.qti_rules.values import Quantity, Value, number
from itembank.base.i18n import _
from itembank.model.marking import RuleNode
from itembank.model.responses import BaseType

MAX_BITS = 4096
LARGEST = Fraction(10) ** 300
ONE = Fraction(1)

Step = Callable[[list[Fraction], RuleNode], Fraction | None]


def arithmetic(node: RuleNode, given: list[Value]) -> Value:
    """Evaluate one numeric expression over single values and the members of containers."""
    numbers = operands(given)
    if numbers is None:
        return None
    _check_operands(node, numbers)
    try:
        result = STEPS[node.name](numbers, node)
    except (ZeroDivisionError, ValueError):
        return None
    except OverflowError as error:
        raise RuleError(_("评分规则算出的数过大。")) from error
    if result is None:
        return None
    if abs(result) > LARGEST or max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
        raise RuleError(_("评分规则算出的数过大。"))
    return number(result, BaseType.INTEGER if _gives_whole(node, given) else BaseType.FLOAT)


def operands(given: list[Value]) -> list[Fraction] | None:
    """Return all numbers of the operands in order, or None when one is NULL."""
    numbers: list[Fraction] = []
    for value in given:
        if value is None:
            return None
        for scalar in value.items:
            if isinstance(scalar, str | bool):
                raise RuleError(_("评分规则用文字作数值运算。"))
            numbers.append(scalar)
    return numbers


def math_constant(node: RuleNode, _given: list[Value]) -> Value:
    """`mathConstant`: pi or e, as the nearest double."""
    constants = {"pi": math.pi, "e": math.e}
    name = node.attributes.get("name", "")
    if name not in constants:
        raise RuleError(_("不认识的常数“{name}”。").format(name=name))
    return number(Fraction(constants[name]))


def _product(numbers: list[Fraction], _node: RuleNode) -> Fraction:
    total = ONE
    for value in numbers:
        total *= value
    return total


def _power(numbers: list[Fraction], _node: RuleNode) -> Fraction | None:
    """Return the exact power where it stays of bearable length, else the nearest double."""
    base, exponent = numbers
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent.denominator == 1 and abs(exponent) * size <= MAX_BITS:
        return Fraction(base) ** int(exponent)
    if base < 0 and exponent.denominator != 1:
        return None
    return Fraction(float(base) ** float(exponent))


def _round_to(numbers: list[Fraction], node: RuleNode) -> Fraction | None:
    return round_by(node.attributes.get("roundingMode", "significantFigures"), numbers[0], whole(node, "figures"))


def _math_operator(numbers: list[Fraction], node: RuleNode) -> Fraction:
    name = node.attributes.get("name", "")
    exact: dict[str, Callable[[Fraction], int | Fraction]] = {
        "floor": floor,
        "ceil": ceil,
        "abs": abs,
        "signum": lambda value: (value > 0) - (value < 0),
    }
    if name in exact:
        return Fraction(exact[name](numbers[0]))
    if name == "atan2":
        if len(numbers) != 2:
            raise RuleError(_("评分规则“{name}”的运算数个数不对。").format(name=name))
        return Fraction(math.atan2(*(float(value) for value in numbers)))
    if name not in REAL_FUNCTIONS:
        raise RuleError(_("不支持的数学函数“{name}”。").format(name=name))
    return Fraction(REAL_FUNCTIONS[name](float(numbers[0])))


def _stats_operator(numbers: list[Fraction], node: RuleNode) -> Fraction | None:
    name = node.attributes.get("name", "")
    count = len(numbers)
    mean = sum(numbers, Fraction(0)) / count
    squares = sum(((value - mean) ** 2 for value in numbers), Fraction(0))
    population = name.startswith("pop")
    divisor = count if population else count - 1
    match name:
        case "mean":
            return mean
        case "popVariance" | "sampleVariance":
            return squares / divisor
        case "popSD" | "sampleSD":
            return Fraction(math.sqrt(squares / divisor))
    raise RuleError(_("不支持的统计函数“{name}”。").format(name=name))


REAL_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sec": lambda value: 1 / math.cos(value),
    "csc": lambda value: 1 / math.sin(value),
    "cot": lambda value: 1 / math.tan(value),
    "asec": lambda value: math.acos(1 / value),
    "acsc": lambda value: math.asin(1 / value),
    "acot": lambda value: math.atan(1 / value),
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "sech": lambda value: 1 / math.cosh(value),
    "csch": lambda value: 1 / math.sinh(value),
    "coth": lambda value: 1 / math.tanh(value),
    "log": math.log10,
    "ln": math.log,
    "exp": math.exp,
    "toDegrees": math.degrees,
    "toRadians": math.radians,
}

STEPS: dict[str, Step] = {
    "sum": lambda numbers, _node: sum(numbers, Fraction(0)),
    "product": _product,
    "subtract": lambda numbers, _node: numbers[0] - numbers[1],
    "divide": lambda numbers, _node: numbers[0] / numbers[1],
    "power": _power,
    "integerDivide": lambda numbers, _node: Fraction(numbers[0] // numbers[1]),
    "integerModulus": lambda numbers, _node: numbers[0] % numbers[1],
    "truncate": lambda numbers, _node: Fraction(trunc(numbers[0])),
    "round": lambda numbers, _node: Fraction(round_half_up(numbers[0])),
    "roundTo": _round_to,
    "integerToFloat": lambda numbers, _node: numbers[0],
    "min": lambda numbers, _node: min(numbers),
    "max": lambda numbers, _node: max(numbers),
    "gcd": lambda numbers, _node: Fraction(gcd(*(int(value) for value in numbers))),
    "lcm": lambda numbers, _node: Fraction(lcm(*(int(value) for value in numbers))),
    "mathOperator": _math_operator,
    "statsOperator": _stats_operator,
}
WHOLE = frozenset({"integerDivide", "integerModulus", "truncate", "round", "gcd", "lcm"})
NEEDS_WHOLE = frozenset({"integerDivide", "integerModulus", "gcd", "lcm"})
WHOLE_FUNCTIONS = frozenset({"floor", "ceil"})
KEEPS_WHOLE = frozenset({"sum", "product", "subtract", "min", "max"})
# How many operands an expression takes; all others take one or more.
OPERANDS = {
    **dict.fromkeys(("subtract", "divide", "power", "integerDivide", "integerModulus"), 2),
    **dict.fromkeys(("truncate", "round", "roundTo", "integerToFloat"), 1),
}


def _check_operands(node: RuleNode, numbers: list[Fraction]) -> None:
    wanted = OPERANDS.get(node.name)
    if not numbers or (wanted is not None and len(numbers) != wanted):
        raise RuleError(_("评分规则“{name}”的运算数个数不对。").format(name=node.name))
    if node.name in NEEDS_WHOLE and any(value.denominator != 1 for value in numbers):
        raise RuleError(_("评分规则“{name}”只能用于整数。").format(name=node.name))


def _gives_whole(node: RuleNode, given: list[Value]) -> bool:
    if node.name == "mathOperator":
        return node.attributes.get("name") in WHOLE_FUNCTIONS
    return node.name in WHOLE or (node.name in KEEPS_WHOLE and _all_whole(given))


def _all_whole(given: list[Value]) -> bool:
    return all(isinstance(value, Quantity) and value.base is BaseType.INTEGER for value in given)
