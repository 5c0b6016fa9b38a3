"""Golden candidates of a form: made-up responses with known points, marked before anything real is.

Only what our own rules mark takes part; practical tasks and free text have no
response that could be written down beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from itembank.model.items.choice import ChoiceInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceMethod,
    ChoiceRule,
    GoldenCandidate,
    ItemMarking,
    MatchRule,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.paper import Paper, PaperItem
from itembank.model.responses import ItemResponse, ResponseValue

PERFECT, EMPTY = "perfect", "empty"


def make_golden(paper: Paper, markings: dict[str, ItemMarking]) -> tuple[GoldenCandidate, ...]:
    """Make one who answers everything rightly and one who answers nothing."""
    perfect: dict[str, ItemResponse] = {}
    points: dict[str, Fraction] = {}
    for entry in paper.entries():
        response = _right_response(entry, markings[entry.item.identifier])
        if response is not None:
            perfect[entry.item.identifier] = response
            points[entry.item.identifier] = entry.points
    if not perfect:
        return ()
    nothing: dict[str, ItemResponse] = {name: {} for name in perfect}
    return (
        GoldenCandidate(name=PERFECT, responses=perfect, points=points),
        GoldenCandidate(name=EMPTY, responses=nothing, points=dict.fromkeys(perfect, Fraction(0))),
    )


def _right_response(entry: PaperItem, marking: ItemMarking) -> ItemResponse | None:
    if not isinstance(marking.scoring, RuleScoring):
        return None
    several = {
        interaction.response: interaction.max_choices != 1
        for interaction in entry.item.interactions
        if isinstance(interaction, ChoiceInteraction)
    }
    response: ItemResponse = {}
    for rule in marking.scoring.rules:
        values = dict(_right_values(rule, several))
        if not values or any(value is None for value in values.values()):
            return None
        response |= values
    return response


def _right_values(rule: ResponseRule, several: dict[str, bool]) -> Iterator[tuple[str, ResponseValue]]:
    match rule:
        case ChoiceRule():
            if rule.method is not ChoiceMethod.MAP:
                key = rule.keys[0]
                yield rule.response, tuple(key) if several.get(rule.response, False) else key[0]
        case TextRule():
            yield rule.response, _full_text(rule.accepted)
        case TextSetRule():
            for response, accepted in zip(rule.responses, rule.accepted, strict=True):
                yield response, _full_text(accepted)
        case OrderRule():
            yield rule.response, tuple(rule.keys[0])
        case MatchRule():
            yield rule.response, tuple(rule.key)
        case _:
            assert_never(rule)


def _full_text(accepted: tuple[AcceptedText, ...]) -> str | None:
    """The first accepted text that earns everything and is no pattern."""
    for choice in accepted:
        if choice.share == 1 and choice.pattern is None:
            return choice.text if choice.text is not None else f"{choice.number}{choice.unit}"
    return None
