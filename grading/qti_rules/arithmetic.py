"""Expressions over numbers: exact where numbers are exact; a NULL operand makes the result NULL."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, gcd, lcm, trunc

from grading.qti_rules.rounding import round_decimals, round_half_up, round_significant
from grading.qti_rules.scope import RuleError
from grading.qti_rules.values import Quantity, Value, number
from itembank.base.i18n import _
from itembank.model.marking import RuleNode
from itembank.model.responses import BaseType
from itembank.qti.numbers import find_fraction

MAX_EXPONENT = 64
MAX_BITS = 4096
ONE = Fraction(1)

Step = Callable[[list[Fraction], RuleNode], Fraction | None]


def arithmetic(node: RuleNode, given: list[Value]) -> Value:
    """Evaluate one numeric expression over single values and the members of containers."""
    numbers = operands(given)
    if numbers is None:
        return None
    if len(numbers) < OPERANDS.get(node.name, 1):
        raise RuleError(_("评分规则“{name}”缺少运算数。").format(name=node.name))
    try:
        result = STEPS[node.name](numbers, node)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    if result is None:
        return None
    if max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
        raise RuleError(_("评分规则算出的数过大。"))
    whole = node.name in WHOLE or (node.name in KEEPS_WHOLE and _all_whole(given))
    return number(result, BaseType.INTEGER if whole else BaseType.FLOAT)


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
    base, exponent = numbers
    if abs(exponent) > MAX_EXPONENT:
        raise RuleError(_("评分规则的指数过大。"))
    if exponent.denominator == 1:
        return Fraction(base) ** int(exponent)
    return Fraction(float(base) ** float(exponent)) if base >= 0 else None


def _round_to(numbers: list[Fraction], node: RuleNode) -> Fraction:
    figures = find_fraction(node.attributes.get("figures"))
    if figures is None or figures.denominator != 1:
        raise RuleError(_("评分规则“{rule}”的 {name} 不是整数。").format(rule=node.name, name="figures"))
    significant = node.attributes.get("roundingMode", "significantFigures").startswith("significant")
    rounded = round_significant if significant else round_decimals
    return rounded(numbers[0], int(figures))


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
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
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
OPERANDS = dict.fromkeys(("subtract", "divide", "power", "integerDivide", "integerModulus"), 2)
KEEPS_WHOLE = frozenset({"sum", "product", "subtract", "min", "max"})


def _all_whole(given: list[Value]) -> bool:
    return all(isinstance(value, Quantity) and value.base is BaseType.INTEGER for value in given)
