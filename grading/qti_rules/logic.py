"""Expressions that compare and decide; NULL stays NULL as the specification asks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grading.qti_rules.errors import RuleError
from grading.qti_rules.patterns import matches_whole
from grading.qti_rules.rounding import round_by
from grading.qti_rules.values import Quantity, Value, alike, boolean
from itembank.base.i18n import _
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.errors import QtiError
from itembank.qti.numbers import find_fraction
from itembank.qti.scalars import scalar_text
from itembank.qti.shapes import check_shape, point_in

if TYPE_CHECKING:
    from itembank.model.marking import RuleNode

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
        return _same_fields(dict(left.fields), dict(right.fields))
    left, right = alike(left, right)
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
    low, high = whole(node, "min"), whole(node, "max")
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
    pattern = node.attributes.get("pattern", scalar_text(second.single()) if second else "")
    case_sensitive = node.attributes.get("caseSensitive") != "false"
    return boolean(matches_whole(pattern, scalar_text(value.single()), case_sensitive=case_sensitive))


def equal(node: RuleNode, given: list[Value]) -> Value:
    """`equal`: exact, or within an absolute or relative (percent of the first) tolerance; other types as `match`."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    mode = node.attributes.get("toleranceMode", "exact")
    if mode == "exact":
        return boolean(same(left, right))
    left, right = alike(left, right)
    first, second = _number(left), _number(right)
    low, high = _bounds(node, first, mode)
    above = second >= low if _includes(node, "includeLowerBound") else second > low
    below = second <= high if _includes(node, "includeUpperBound") else second < high
    return boolean(above and below)


def equal_rounded(node: RuleNode, given: list[Value]) -> Value:
    """`equalRounded`: equal after rounding both."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    left, right = alike(left, right)
    mode, figures = node.attributes.get("roundingMode", "significantFigures"), whole(node, "figures")
    one, other = round_by(mode, _number(left), figures), round_by(mode, _number(right), figures)
    return None if one is None or other is None else boolean(one == other)


def compare(node: RuleNode, given: list[Value]) -> Value:
    """`lt`, `gt`, `lte`, `gte`, `durationLT`, `durationGTE`."""
    left, right = _two(given)
    if left is None or right is None:
        return None
    left, right = alike(left, right)
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
    if value.base is not BaseType.POINT:
        raise RuleError(_("评分规则把不是点的值用作点。"))
    shape = node.attributes.get("shape", "")
    try:
        coords = check_shape(shape, node.attributes.get("coords", ""))
    except QtiError as error:
        raise RuleError(error.message) from error
    return boolean(any(point_in(shape, coords, str(item)) for item in value.items))


def _bounds(node: RuleNode, first: Fraction, mode: str) -> tuple[Fraction, Fraction]:
    """Return the range around the first value; one tolerance holds for both sides, a missing one is 0."""
    written = node.attributes.get("tolerance", "0").split()
    parts = [part for part in map(find_fraction, written) if part is not None and part >= 0]
    if len(parts) != len(written) or len(parts) not in {1, 2} or mode not in {"absolute", "relative"}:
        raise RuleError(_("评分规则“{rule}”的误差范围不对。").format(rule=node.name))
    low, high = parts[0], parts[-1]
    if mode == "absolute":
        return first - low, first + high
    ends = (first * (1 - low / HUNDRED), first * (1 + high / HUNDRED))
    return min(ends), max(ends)


def whole(node: RuleNode, name: str) -> int:
    """Return a whole-number attribute; raises `RuleError` when it is none."""
    value = find_fraction(node.attributes.get(name))
    if value is None or value.denominator != 1:
        raise RuleError(_("评分规则“{rule}”的 {name} 不是整数。").format(rule=node.name, name=name))
    return int(value)


def _includes(node: RuleNode, name: str) -> bool:
    return node.attributes.get(name, "true") == "true"


def _two(given: list[Value]) -> tuple[Value, Value]:
    if len(given) != 2:
        raise RuleError(_("比较需要两个值。"))
    return given[0], given[1]


def _texts(given: list[Value]) -> tuple[str | None, str | None]:
    left, right = _two(given)
    return (None if left is None else scalar_text(left.single())), (
        None if right is None else scalar_text(right.single())
    )


def _number(value: Quantity) -> Fraction:
    scalar = value.single()
    if isinstance(scalar, str):
        raise RuleError(_("评分规则用文字作数值比较。"))
    return Fraction(scalar)


def _same_fields(left: dict[str, Quantity], right: dict[str, Quantity]) -> bool:
    return left.keys() == right.keys() and all(same(value, right[name]) for name, value in left.items())


def _key(scalar: object) -> tuple[str, str]:
    return type(scalar).__name__, str(scalar)
