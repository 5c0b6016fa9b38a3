"""Orders: all or nothing, by position, by adjacent pairs, or by the longest run in the right order."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from fractions import Fraction

from grading.scorers.outcome import PartOutcome
from itembank.model.marking import OrderMethod, OrderRule
from itembank.model.responses import ItemResponse

ZERO = Fraction(0)


def score_order(rule: OrderRule, response: ItemResponse) -> PartOutcome:
    """Mark one order; of several keys the best one counts."""
    value = response.get(rule.response)
    given = () if value is None or isinstance(value, str) else value
    share = max((_share(rule.method, given, key) for key in rule.keys), default=ZERO)
    return PartOutcome(
        name=rule.response,
        share=share,
        weight=rule.weight,
        observed=" ".join(given),
        expected=" | ".join(" ".join(key) for key in rule.keys),
    )


def longest_increasing(positions: list[int]) -> int:
    """Return the length of the longest strictly increasing subsequence."""
    tails: list[int] = []
    for position in positions:
        place = bisect_left(tails, position)
        tails[place : place + 1] = [position]
    return len(tails)


def _share(method: OrderMethod, given: tuple[str, ...], key: tuple[str, ...]) -> Fraction:
    if not given or len(set(given)) != len(given):
        return ZERO
    match method:
        case OrderMethod.ALL:
            return Fraction(int(given == key))
        case OrderMethod.POSITION:
            return Fraction(sum(a == b for a, b in zip(given, key, strict=False)), len(key))
        case OrderMethod.ADJACENT:
            wanted = set(itertools.pairwise(key))
            return Fraction(len(wanted & set(itertools.pairwise(given))), max(1, len(key) - 1))
        case OrderMethod.LONGEST:
            return _longest_share(given, key)


def _longest_share(given: tuple[str, ...], key: tuple[str, ...]) -> Fraction:
    """LIS over k; a run of one proves nothing and is 0."""
    length = longest_increasing([key.index(name) for name in given if name in key])
    return Fraction(length, len(key)) if length > 1 or len(key) == 1 else ZERO
