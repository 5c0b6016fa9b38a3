"""An item by its rules: each rule by its own file, the item's share as their weighted mean."""

from __future__ import annotations

from fractions import Fraction

from grading.scorers.choice import score_choice
from grading.scorers.match import score_match
from grading.scorers.order import score_order
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome, share_of
from grading.scorers.text import score_text, score_text_set
from itembank.model.marking import (
    ChoiceRule,
    KeyEntry,
    KeyStatus,
    MatchRule,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.responses import ItemResponse


def score_rules(scoring: RuleScoring, response: ItemResponse) -> tuple[PartOutcome, ...]:
    """Mark every rule of an item."""
    return tuple(score_rule(rule, response) for rule in scoring.rules)


def score_rule(rule: ResponseRule, response: ItemResponse) -> PartOutcome:
    """Mark one rule."""
    match rule:
        case ChoiceRule():
            return score_choice(rule, response)
        case TextRule():
            return score_text(rule, response)
        case TextSetRule():
            return score_text_set(rule, response)
        case OrderRule():
            return score_order(rule, response)
        case MatchRule():
            return score_match(rule, response)


def item_score(entry: KeyEntry, parts: tuple[PartOutcome, ...]) -> ItemScore:
    """Turn the parts of an item into its points under the entry's status; exact, no rounding."""
    if entry.status is KeyStatus.EVERYONE:
        return _score(entry, ItemStatus.EVERYONE, entry.points, parts)
    if entry.status is KeyStatus.VOID:
        return _score(entry, ItemStatus.VOID, Fraction(0), parts, possible=Fraction(0))
    share = share_of(parts)
    if share is None:
        return _score(entry, ItemStatus.NEEDS_PERSON, Fraction(0), parts)
    return _score(entry, ItemStatus.SCORED, entry.points * share, parts)


def _score(
    entry: KeyEntry,
    status: ItemStatus,
    points: Fraction,
    parts: tuple[PartOutcome, ...],
    *,
    possible: Fraction | None = None,
) -> ItemScore:
    return ItemScore(
        item=entry.marking.item,
        number=entry.number,
        status=status,
        points=points,
        possible=entry.points if possible is None else possible,
        parts=parts,
    )
