"""The response declarations of an item that our own rules mark, and the standard template that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import msgspec

from itembank.model.item import Interaction, Item
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceMethod,
    ChoiceRule,
    Declaration,
    MapEntry,
    Mapping,
    MatchMethod,
    MatchRule,
    OrderMethod,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextNormal,
    TextRule,
    TextSetRule,
)
from itembank.model.normal import read_number
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.write_nodes import ONE, ZERO, decimal_text
from itembank.qti.write_patterns import range_patterns

RESPONSE = "RESPONSE"


@dataclass(frozen=True)
class Template:
    """A standard template; `response` is the declaration it needs, None for the usual one."""

    name: str
    response: Declaration | None = None


def declared_response(interaction: Interaction, scoring: RuleScoring) -> Declaration:
    """Declare the response of an interaction with the key that its rule names, if one does."""
    rule = next((rule for rule in scoring.rules if interaction.response in _responses(rule)), None)
    cardinality, base = shape_of(interaction)
    if isinstance(rule, TextRule) and only_tolerant_numbers(rule):
        base = BaseType.FLOAT
    return Declaration(
        identifier=interaction.response,
        cardinality=cardinality,
        base_type=base,
        correct=_correct(rule, interaction.response, cardinality) if rule else None,
        mapping=_mapping(rule) if isinstance(rule, ChoiceRule) and rule.method is ChoiceMethod.MAP else None,
    )


def shape_of(interaction: Interaction) -> tuple[Cardinality, BaseType]:
    """Return the cardinality and base type that QTI gives an interaction's response."""
    match interaction:
        case ChoiceInteraction():
            single = interaction.max_choices == 1
            return (Cardinality.SINGLE if single else Cardinality.MULTIPLE), BaseType.IDENTIFIER
        case InlineChoiceInteraction():
            return Cardinality.SINGLE, BaseType.IDENTIFIER
        case OrderInteraction():
            return Cardinality.ORDERED, BaseType.IDENTIFIER
        case MatchInteraction():
            return Cardinality.MULTIPLE, BaseType.DIRECTED_PAIR
        case TextEntryInteraction() | ExtendedTextInteraction():
            return Cardinality.SINGLE, BaseType.STRING
        case PracticalInteraction():
            return Cardinality.SINGLE, BaseType.FILE


def only_tolerant_numbers(rule: TextRule) -> bool:
    """Say whether a blank takes plain numbers within a tolerance too wide for patterns: QTI's own `equal` then."""
    plain = all(answer.number is not None and not answer.unit for answer in rule.accepted)
    return plain and any(_is_wide(answer, rule.normal) for answer in rule.accepted)


def _is_wide(answer: AcceptedText, normal: TextNormal) -> bool:
    amount, tolerance = read_number(answer.number or ""), read_number(answer.tolerance)
    if amount is None or not tolerance:
        return False
    return range_patterns(amount - tolerance, amount + tolerance, normal) is None


def find_template(item: Item, scoring: RuleScoring, most: Fraction) -> Template | None:
    """Find the standard template that gives the same SCORE for every answer, or None."""
    if len(scoring.rules) != 1 or [one.response for one in item.interactions] != [RESPONSE]:
        return None
    (rule,) = scoring.rules
    if RESPONSE not in _responses(rule) or rule.weight == 0:
        return None
    cardinality, base = shape_of(item.interactions[0])
    plain = Declaration(identifier=RESPONSE, cardinality=cardinality, base_type=base)
    match rule:
        case ChoiceRule(method=ChoiceMethod.ALL) if cardinality is Cardinality.SINGLE:
            if any(len(key) != 1 for key in rule.keys):
                return None
            entries = tuple(MapEntry(key=key[0], value=most) for key in dict.fromkeys(rule.keys))
            mapping = Mapping(entries=entries, lower=ZERO, upper=most)
            return Template("map_response", msgspec.structs.replace(plain, correct=rule.keys[0], mapping=mapping))
        case ChoiceRule(method=ChoiceMethod.MAP):
            return _map_template(rule, plain, most)
        case ChoiceRule(method=ChoiceMethod.ALL):
            exact = len(rule.keys) == 1 and len(set(rule.keys[0])) == len(rule.keys[0]) > 0
        case OrderRule(method=OrderMethod.ALL):
            exact = len(rule.keys) == 1 and len(set(rule.keys[0])) == len(rule.keys[0]) > 0
        case MatchRule(method=MatchMethod.ALL):
            exact = len(set(rule.key)) == len(rule.key) > 0
        case _:
            return None
    return Template("match_correct") if exact and most == ONE else None


def reachable(rule: ChoiceRule) -> Fraction:
    """Return the most that a table of points can give."""
    best = sum((points for points in rule.mapping.values() if points > 0), ZERO)
    if rule.lower is not None:
        best = max(best, rule.lower)
    return best if rule.upper is None else min(best, rule.upper)


def _map_template(rule: ChoiceRule, plain: Declaration, most: Fraction) -> Template | None:
    """Scale a table of points to the item's; None where a number would have no decimal or an empty answer earns."""
    top = reachable(rule)
    if top <= 0 or (rule.lower is not None and rule.lower > 0):
        return None
    scaled = {name: points * most / top for name, points in rule.mapping.items()}
    upper = None if rule.upper is None else rule.upper * most / top
    if any(decimal_text(points) is None for points in (*scaled.values(), upper or ZERO)):
        return None
    entries = tuple(MapEntry(key=name, value=points) for name, points in scaled.items())
    mapping = Mapping(entries=entries, lower=ZERO, upper=upper)
    correct = rule.keys[0] if rule.keys[0] and plain.cardinality is not Cardinality.SINGLE else rule.keys[0][:1] or None
    return Template("map_response", msgspec.structs.replace(plain, correct=correct, mapping=mapping))


def _mapping(rule: ChoiceRule) -> Mapping:
    """Return a table of points brought to whole numbers; the rules divide again."""
    scale = map_scale(rule)
    return Mapping(entries=tuple(MapEntry(key=name, value=points * scale) for name, points in rule.mapping.items()))


def map_scale(rule: ChoiceRule) -> int:
    """Return the number that makes whole numbers of a table's points."""
    scale = 1
    for points in rule.mapping.values():
        scale *= (points * scale).denominator
    return scale


def _responses(rule: ResponseRule) -> tuple[str, ...]:
    return rule.responses if isinstance(rule, TextSetRule) else (rule.response,)


def _correct(rule: ResponseRule, response: str, cardinality: Cardinality) -> tuple[str, ...] | None:
    key = _key(rule, response)
    return (key[:1] if cardinality is Cardinality.SINGLE else key) or None


def _key(rule: ResponseRule, response: str) -> tuple[str, ...]:
    match rule:
        case ChoiceRule() | OrderRule():
            return rule.keys[0] if rule.keys else ()
        case MatchRule():
            return rule.key
        case TextRule():
            return _spelled(rule.accepted)
        case TextSetRule():
            at = rule.responses.index(response)
            return _spelled(rule.accepted[at]) if at < len(rule.accepted) else ()


def _spelled(accepted: tuple[AcceptedText, ...]) -> tuple[str, ...]:
    """Return the best accepted answer that can be written down; a pattern cannot."""
    spelled = [answer for answer in accepted if answer.pattern is None]
    if not spelled:
        return ()
    best = max(spelled, key=lambda answer: answer.share)
    return (best.text,) if best.text is not None else ((best.number or "") + best.unit,)
