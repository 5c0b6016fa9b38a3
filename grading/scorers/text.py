"""Fill-ins: one blank, or several whose answers may stand in any order."""

from __future__ import annotations

from fractions import Fraction

import regex

from grading.scorers.assignment import best_assignment
from grading.scorers.outcome import PartOutcome
from itembank.model.marking import AcceptedText, TextNormal, TextRule, TextSetRule
from itembank.model.normal import normalise, read_number
from itembank.model.responses import ItemResponse, ResponseValue

PATTERN_SECONDS = 0.2
MAX_ANSWER_CHARACTERS = 2000
ZERO = Fraction(0)


class PatternFailedError(Exception):
    """An author's pattern took too long on this answer, or is none; a person must look."""


def score_text(rule: TextRule, response: ItemResponse) -> PartOutcome:
    """Mark one blank by the best accepted answer that matches."""
    given = _given(response.get(rule.response))
    try:
        share = best_share(rule.accepted, rule.normal, given)
    except PatternFailedError:
        return PartOutcome(name=rule.response, share=None, weight=rule.weight, observed=given)
    unmatched = normalise(given, rule.normal) if share == ZERO and given.strip() else None
    return PartOutcome(
        name=rule.response,
        share=share,
        weight=rule.weight,
        observed=given,
        expected=describe(rule.accepted),
        unmatched=unmatched,
    )


def score_text_set(rule: TextSetRule, response: ItemResponse) -> PartOutcome:
    """Mark several blanks: each accepted answer is used once, the best assignment counts."""
    given = [_given(response.get(name)) for name in rule.responses]
    try:
        table = [[best_share(accepted, rule.normal, text) for accepted in rule.accepted] for text in given]
    except PatternFailedError:
        return PartOutcome(name=" ".join(rule.responses), share=None, weight=rule.weight, observed=" ; ".join(given))
    best = best_assignment(table)
    return PartOutcome(
        name=" ".join(rule.responses),
        share=best / len(rule.accepted) if rule.accepted else ZERO,
        weight=rule.weight,
        observed=" ; ".join(given),
        expected=" ; ".join(describe(accepted) for accepted in rule.accepted),
    )


def best_share(accepted: tuple[AcceptedText, ...], normal: TextNormal, given: str) -> Fraction:
    """Return the largest share among the accepted answers that match, 0 if none does."""
    if not given.strip() or len(given) > MAX_ANSWER_CHARACTERS:
        return ZERO
    return max((answer.share for answer in accepted if matches(answer, normal, given)), default=ZERO)


def matches(answer: AcceptedText, normal: TextNormal, given: str) -> bool:
    """Say whether one accepted answer matches; raises `PatternFailedError`."""
    text = normalise(given, normal)
    if answer.text is not None:
        wanted = normalise(answer.text, normal)
        return text == wanted or _equal_numbers(text, wanted)
    if answer.pattern is not None:
        return _pattern_matches(answer.pattern, text, ignore_case=normal.ignore_case)
    return _number_matches(answer, text, normal)


def describe(accepted: tuple[AcceptedText, ...]) -> str:
    """Return the accepted answers in one line for the evidence page."""
    return " | ".join(answer.text or answer.pattern or f"{answer.number}±{answer.tolerance}" for answer in accepted)


def _given(value: ResponseValue) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def _equal_numbers(text: str, wanted: str) -> bool:
    """Let a thousands comma not matter when both sides are numbers written with the same digits after the point."""
    if "," not in text + wanted:
        return False
    left, right = read_number(text), read_number(wanted)
    return left is not None and left == right


def _number_matches(answer: AcceptedText, text: str, normal: TextNormal) -> bool:
    unit = normalise(answer.unit, normal)
    if unit:
        if not text.endswith(unit):
            return False
        text = text.removesuffix(unit).strip()
    value, wanted, tolerance = read_number(text), read_number(answer.number or ""), read_number(answer.tolerance)
    return value is not None and wanted is not None and tolerance is not None and abs(value - wanted) <= tolerance


def _pattern_matches(pattern: str, text: str, *, ignore_case: bool) -> bool:
    flags = regex.IGNORECASE if ignore_case else 0
    try:
        return regex.fullmatch(pattern, text, flags=flags, timeout=PATTERN_SECONDS) is not None
    except (TimeoutError, regex.error) as error:
        raise PatternFailedError(pattern) from error
