"""Matches: all right, by right pair, or by right minus wrong pairs."""

from __future__ import annotations

from fractions import Fraction

from grading.scorers.choice import picks
from grading.scorers.outcome import PartOutcome
from itembank.model.marking import MatchMethod, MatchRule
from itembank.model.responses import ItemResponse

ZERO = Fraction(0)


def score_match(rule: MatchRule, response: ItemResponse) -> PartOutcome:
    """Mark one match; by pair, picks beyond the size of the key cost one pair each: joining all earns nothing."""
    given, key = picks(response.get(rule.response)), frozenset(rule.key)
    return PartOutcome(
        name=rule.response,
        share=_share(rule.method, given, key),
        weight=rule.weight,
        observed=", ".join(sorted(given)),
        expected=", ".join(sorted(key)),
    )


def _share(method: MatchMethod, given: frozenset[str], key: frozenset[str]) -> Fraction:
    if not given or not key:
        return ZERO
    hits, wrong = len(given & key), len(given - key)
    match method:
        case MatchMethod.ALL:
            return Fraction(int(given == key))
        case MatchMethod.PAIR:
            surplus = max(0, len(given) - len(key))
            return max(ZERO, Fraction(hits - surplus, len(key)))
        case MatchMethod.PAIR_MINUS:
            return max(ZERO, Fraction(hits - wrong, len(key)))
