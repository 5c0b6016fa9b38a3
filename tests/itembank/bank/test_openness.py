"""Items that give their key away by the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from itembank.bank.openness import shows_its_key
from itembank.bank.record import BankItem
from itembank.model.item import Interaction, Item, ItemKind
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.marking import Declaration, MatchRule, OrderRule, ProcessingScoring, RuleScoring, Scoring
from itembank.model.responses import BaseType, Cardinality
from itembank.model.richtext import text_paragraph
from tests.itembank import samples

CHOICES = samples.choices("甲", "乙", "丙")
TARGETS = tuple(type(c)(identifier=f"R{c.identifier}", content=c.content) for c in CHOICES)
ORDER = OrderInteraction(response="R", choices=CHOICES)
MATCH = MatchInteraction(response="R", sources=CHOICES, targets=TARGETS)


def item(interaction: Interaction, scoring: Scoring) -> BankItem:
    kind = ItemKind.ORDER if isinstance(interaction, OrderInteraction) else ItemKind.MATCH
    return samples.join(
        Item(identifier="Q1", kind=kind, body=(text_paragraph("x"),), interactions=(interaction,)), scoring
    )


def by_rule(*key: str) -> Scoring:
    return RuleScoring(rules=(OrderRule(response="R", keys=(key,)),))


def by_qti(*key: str) -> Scoring:
    declared = Declaration(identifier="R", cardinality=Cardinality.ORDERED, base_type=BaseType.IDENTIFIER, correct=key)
    return ProcessingScoring(responses=(declared,), outcomes=())


@pytest.mark.parametrize("scoring", [by_rule, by_qti])
def test_an_order_written_rightly_is_seen(scoring: Callable[..., Scoring]) -> None:
    assert shows_its_key(item(ORDER, scoring("A", "B", "C")))
    assert not shows_its_key(item(ORDER, scoring("B", "A", "C")))


def test_pairs_that_stand_side_by_side_are_seen() -> None:
    straight = MatchRule(response="R", key=("B RB", "A RA", "C RC"))
    crossed = MatchRule(response="R", key=("A RB", "B RA", "C RC"))
    assert shows_its_key(item(MATCH, RuleScoring(rules=(straight,))))
    assert not shows_its_key(item(MATCH, RuleScoring(rules=(crossed,))))


def test_other_kinds_have_no_such_order() -> None:
    assert not shows_its_key(samples.single())
