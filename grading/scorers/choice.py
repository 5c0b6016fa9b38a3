"""Single and multiple choice and drop-downs by the six methods of `ChoiceMethod`.

With k identifiers in the key, h hits and w wrong picks out of n options; no
pick at all is 0 by every method.
"""

from __future__ import annotations

from fractions import Fraction

from grading.scorers.outcome import PartOutcome
from itembank.model.marking import ChoiceMethod, ChoiceRule
from itembank.model.responses import ItemResponse, ResponseValue

ZERO = Fraction(0)
ONE = Fraction(1)
HALF = Fraction(1, 2)


def score_choice(rule: ChoiceRule, response: ItemResponse) -> PartOutcome:
    """Mark one choice; of several keys the best one counts."""
    picked = picks(response.get(rule.response))
    share = max((_share(rule, picked, frozenset(key)) for key in rule.keys), default=ZERO)
    return PartOutcome(
        name=rule.response,
        share=share,
        weight=rule.weight,
        observed=" ".join(sorted(picked)),
        expected=" | ".join(" ".join(sorted(key)) for key in rule.keys),
    )


def picks(value: ResponseValue) -> frozenset[str]:
    """Return the picked identifiers of a single or multiple response."""
    if value is None or value == "":
        return frozenset()
    return frozenset([value]) if isinstance(value, str) else frozenset(value)


def _share(rule: ChoiceRule, picked: frozenset[str], key: frozenset[str]) -> Fraction:
    if rule.method is ChoiceMethod.MAP:
        return _mapped(rule, picked)
    if not picked:
        return ZERO
    hits, wrong = len(picked & key), len(picked - key)
    match rule.method:
        case ChoiceMethod.ALL:
            return ONE if picked == key else ZERO
        case ChoiceMethod.CN_PART:
            return _cn_part(rule, hits, wrong, len(key))
        case ChoiceMethod.PROP:
            return max(ZERO, Fraction(hits - wrong, len(key)))
        case ChoiceMethod.PLUS_MINUS:
            right = _right_options(rule, picked, key)
            return max(ZERO, Fraction(2 * right - len(rule.options), len(rule.options)))
        case ChoiceMethod.TRUE_FALSE:
            return Fraction(_right_options(rule, picked, key), len(rule.options))


def _cn_part(rule: ChoiceRule, hits: int, wrong: int, key_size: int) -> Fraction:
    """Any wrong pick is 0, all of the key 1, a proper part by the table or one half."""
    if wrong or not hits:
        return ZERO
    if hits == key_size:
        return ONE
    return rule.part_shares[hits] if hits < len(rule.part_shares) else HALF if not rule.part_shares else ZERO


def _right_options(rule: ChoiceRule, picked: frozenset[str], key: frozenset[str]) -> int:
    return sum((option in picked) == (option in key) for option in rule.options)


def _mapped(rule: ChoiceRule, picked: frozenset[str]) -> Fraction:
    """Sum the table's points and divide by the most that can be reached."""
    reachable = _clamped(rule, sum((value for value in rule.mapping.values() if value > 0), ZERO))
    got = _clamped(rule, sum((rule.mapping.get(name, ZERO) for name in picked), ZERO))
    return max(ZERO, got) / reachable if reachable > 0 else ZERO


def _clamped(rule: ChoiceRule, value: Fraction) -> Fraction:
    if rule.lower is not None:
        value = max(value, rule.lower)
    return min(value, rule.upper) if rule.upper is not None else value
