"""Short ways to write QTI expressions as rule trees; every number is exact."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from itembank.model.marking import RuleNode
from itembank.model.responses import BaseType

ZERO, ONE = Fraction(0), Fraction(1)
TEN = 10


def node(name: str, *inner: RuleNode, text: str = "", **attributes: str) -> RuleNode:
    """Make a node."""
    return RuleNode(name=name, attributes=attributes, children=inner, text=text)


def variable(identifier: str) -> RuleNode:
    """Read a variable."""
    return node("variable", identifier=identifier)


def value(base: BaseType, text: str) -> RuleNode:
    """Write a value."""
    return node("baseValue", text=text, baseType=base.value)


def number(amount: Fraction | int) -> RuleNode:
    """Write a number: as a decimal where it has an end, else as a division."""
    amount = Fraction(amount)
    text = decimal_text(amount)
    if text is not None:
        return value(BaseType.FLOAT, text)
    return node("divide", value(BaseType.FLOAT, str(amount.numerator)), value(BaseType.FLOAT, str(amount.denominator)))


def decimal_text(amount: Fraction) -> str | None:
    """Return a fraction as a decimal, or None when its digits have no end."""
    rest, places = amount.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return None
    digits = str(abs(amount.numerator) * TEN**places // amount.denominator).rjust(places + 1, "0")
    sign = "-" if amount < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def assign(identifier: str, expression: RuleNode) -> RuleNode:
    """Set an outcome."""
    return node("setOutcomeValue", expression, identifier=identifier)


def raise_to(identifier: str, expression: RuleNode) -> RuleNode:
    """Set an outcome to the larger of itself and another number."""
    return assign(identifier, node("max", variable(identifier), expression))


def choose(*branches: tuple[RuleNode | None, tuple[RuleNode, ...]]) -> RuleNode:
    """Write if, else-if, else: conditions with what follows, None for else."""
    made: list[RuleNode] = []
    for condition, rules in branches:
        if condition is None:
            made.append(node("responseElse", *rules))
        else:
            made.append(node("responseElseIf" if made else "responseIf", condition, *rules))
    return node("responseCondition", *made)


def any_of(conditions: Iterable[RuleNode]) -> RuleNode:
    """Write `or`, or the one condition itself."""
    made = tuple(conditions)
    return made[0] if len(made) == 1 else node("or", *made)


def container(name: str, base: BaseType, texts: Iterable[str]) -> RuleNode:
    """Write a `multiple` or `ordered` container of values."""
    return node(name, *(value(base, text) for text in texts))


def size(held: RuleNode) -> RuleNode:
    """Count a container; 0 when it is NULL."""
    return node("containerSize", held)


def without(held: RuleNode, base: BaseType, texts: Iterable[str]) -> RuleNode:
    """Take values out of a container."""
    for text in texts:
        held = node("delete", value(base, text), held)
    return held


def count_of(held: RuleNode, base: BaseType, texts: Iterable[str]) -> RuleNode:
    """Count how many of the values are in a container: its size less its size without them."""
    return node("subtract", size(held), size(without(held, base, texts)))


def total(*terms: RuleNode) -> RuleNode:
    """Add up, or give the one term itself."""
    return terms[0] if len(terms) == 1 else node("sum", *terms)
