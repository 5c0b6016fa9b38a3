"""Expressions that compare and decide; NULL stays NULL as the specification asks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import regex

from grading.qti_rules.rounding import round_decimals, round_significant
from grading.qti_rules.scope import RuleError
from grading.qti_rules.values import Quantity, Value, boolean, text_of
from itembank.base.i18n import _
from itembank.model.responses import Cardinality
from itembank.qti.numbers import find_fraction

if TYPE_CHECKING:
    from itembank.model.marking import RuleNode

PATTERN_SECONDS = 0.2
HUNDRED = Fraction(100)


def truth(value: Value) -> bool | None:
    """Return a value as a condition: booleans as they are, numbers unless 0, texts and containers unless empty."""
    if value is None:
        return None
    if value.cardinality is not Cardinality.SINGLE:
        return bool(value.items or value.fields)
    return bool(value.single())


def same(left: Quantity, right: Quantity) -> bool:
    """Say whether two values match: containers as bags, ordered ones in order, records by field."""
    if Cardinality.RECORD in {left.cardinality, right.cardinality}:
        return dict(left.fields) == dict(right.fields)
    if Cardinality.MULTIPLE in {left.cardinality, right.cardinality}:
        return sorted(map(_key, left.items)) == sorted(map(_key, right.items))
    return [_key(item) for item in left.items] == [_key(item) for item in right.items]


def match(_node: RuleNode, given: list[Value]) -> Value:
    """`match`: NULL if either is."""
    left, right = _two(given)
    return None if left is None or right is None else boolean(same(left, right))


def negate(_node: RuleNode, given: list[Value]) -> Value:
    """`not`."""
    held = truth(given[0]) if given else None
    return None if held is None else boolean(not held)


def every(_node: RuleNode, given: list[Value]) -> Value:
    """`and`: one false makes it false, else one NULL makes it NULL."""
    held = [truth(value) for value in given]
    if False in held:
        return boolean(False)
    return None if None in held else boolean(True)


def some(_node: RuleNode, given: list[Value]) -> Value:
    """`or`: one true makes it true, else one NULL makes it NULL."""
    held = [truth(value) for value in given]
    if True in held:
        return boolean(True)
    return None if None in held else boolean(False)


def any_n(node: RuleNode, given: list[Value]) -> Value:
    """`anyN`: between min and max are true; NULL when the NULLs decide."""
    held = [truth(value) for value in given]
    low, high = _whole(node, "min"), _whole(node, "max")
    sure, unknown = held.count(True), held.count(None)
    if sure > high or sure + unknown < low:
        return boolean(False)
    return boolean(True) if sure >= low and sure + unknown <= high else None


def string_match(node: RuleNode, given: list[Value]) -> Value:
    """`stringMatch` with caseSensitive (default true) and substring (default false)."""
    left, right = _texts(given)
    if left is None or right is None:
        return None
    if node.attributes.get("caseSensitive", "true") == "false":
        left, right = left.casefold(), right.casefold()
    return boolean(right in left if node.attributes.get("substring") == "true" else left == right)


def substring(node: RuleNode, given: list[Value]) -> Value:
    """`substring`: the first text stands somewhere in the second."""
    left, right = _texts(given)
    if left is None or right is None:
        return None
    if node.attributes.get("caseSensitive", "true") == "false":
        left, right = left.casefold(), right.casefold()
    return boolean(left in right)


def pattern_match(node: RuleNode, given: list[Value]) -> Value:
    """`patternMatch`: the whole text; a pattern that runs too long or is broken raises `RuleError`.

    Lenient: the pattern may stand as a second operand, and `caseSensitive` is honoured.
    """
    value = given[0] if given else None
    if value is None:
        return None
    second = given[1] if len(given) > 1 else None
    pattern = node.attributes.get("pattern", text_of(second.single()) if second else "")
    flags = regex.IGNORECASE if node.attributes.get("caseSensitive") == "false" else 0
    try:
        found = regex.fullmatch(pattern, text_of(value.single()), flags=flags, timeout=PATTERN_SECONDS)
        return boolean(found is not None)
    except (TimeoutError, regex.error) as error:
        raise RuleError(_("模式“{pattern}”无法使用。").format(pattern=pattern[:60])) from error


def equal(node: RuleNode, given: list[Value]) -> Value:
    """`equal`: exact, or within an absolute or relative (percent of the first) tolerance; other types as `match`."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    first, second = left.single(), right.single()
    if not (_is_number(first) and _is_number(second)):
        return boolean(same(left, right))
    mode = node.attributes.get("toleranceMode", "exact")
    if mode == "exact":
        return boolean(first == second)
    low, high = _bounds(node, Fraction(first), mode)
    above = Fraction(second) >= low if _includes(node, "includeLowerBound") else Fraction(second) > low
    below = Fraction(second) <= high if _includes(node, "includeUpperBound") else Fraction(second) < high
    return boolean(above and below)


def equal_rounded(node: RuleNode, given: list[Value]) -> Value:
    """`equalRounded`: equal after rounding both."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    significant = node.attributes.get("roundingMode", "significantFigures").startswith("significant")
    rounded = round_significant if significant else round_decimals
    figures = _whole(node, "figures")
    return boolean(rounded(_number(left), figures) == rounded(_number(right), figures))


def compare(node: RuleNode, given: list[Value]) -> Value:
    """`lt`, `gt`, `lte`, `gte`, `durationLT`, `durationGTE`."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    first, second = _number(left), _number(right)
    outcomes = {
        "lt": first < second,
        "gt": first > second,
        "lte": first <= second,
        "gte": first >= second,
        "durationLT": first < second,
        "durationGTE": first >= second,
    }
    return boolean(outcomes[node.name])


def inside(node: RuleNode, given: list[Value]) -> Value:
    """`inside`: some point of the value lies in the shape."""
    value = given[0] if given else None
    if value is None:
        return None
    coords = [int(part) for part in node.attributes.get("coords", "").replace(",", " ").split()]
    return boolean(any(point_in(node.attributes.get("shape", ""), coords, str(item)) for item in value.items))


def point_in(shape: str, coords: list[int] | tuple[int, ...], point: str) -> bool:
    """Say whether a point "x y" lies in a shape of HTML image maps; raises `RuleError` for an unknown shape."""
    x, y = (Fraction(part) for part in point.split())
    if shape == "default":
        return True
    if shape == "rect":
        return coords[0] <= x <= coords[2] and coords[1] <= y <= coords[3]
    if shape == "circle":
        return bool((x - coords[0]) ** 2 + (y - coords[1]) ** 2 <= coords[2] ** 2)
    if shape == "ellipse":
        return bool(((x - coords[0]) / coords[2]) ** 2 + ((y - coords[1]) / coords[3]) ** 2 <= 1)
    if shape == "poly":
        return _in_polygon(list(zip(coords[::2], coords[1::2], strict=False)), x, y)
    raise RuleError(_("不认识的形状“{shape}”。").format(shape=shape))


def _in_polygon(corners: list[tuple[int, int]], x: Fraction, y: Fraction) -> bool:
    """Even-odd rule."""
    within = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < Fraction((x2 - x1) * (y - y1), y2 - y1) + x1:
            within = not within
    return within


def _bounds(node: RuleNode, first: Fraction, mode: str) -> tuple[Fraction, Fraction]:
    parts = [find_fraction(part) for part in node.attributes.get("tolerance", "0").split()]
    low = parts[0] if parts and parts[0] is not None else Fraction(0)
    high = parts[1] if len(parts) > 1 and parts[1] is not None else low
    if mode == "absolute":
        return first - low, first + high
    ends = (first * (1 - low / HUNDRED), first * (1 + high / HUNDRED))
    return min(ends), max(ends)


def _includes(node: RuleNode, name: str) -> bool:
    return node.attributes.get(name, "true") == "true"


def _two(given: list[Value]) -> tuple[Value, Value]:
    if len(given) != 2:
        raise RuleError(_("比较需要两个值。"))
    return given[0], given[1]


def _texts(given: list[Value]) -> tuple[str | None, str | None]:
    left, right = _two(given)
    return (None if left is None else text_of(left.single())), (None if right is None else text_of(right.single()))


def _number(value: Quantity) -> Fraction:
    scalar = value.single()
    if isinstance(scalar, str):
        raise RuleError(_("评分规则用文字作数值比较。"))
    return Fraction(scalar)


def _is_number(scalar: object) -> bool:
    return isinstance(scalar, Fraction)


def _key(scalar: object) -> tuple[str, str]:
    return type(scalar).__name__, str(scalar)


def _whole(node: RuleNode, name: str) -> int:
    value = find_fraction(node.attributes.get(name))
    if value is None or value.denominator != 1:
        raise RuleError(_("评分规则“{rule}”的 {name} 不是整数。").format(rule=node.name, name=name))
    return int(value)
