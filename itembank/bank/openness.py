"""Says whether an item gives its key away by the way it is written: entries of an order that stand in the right order.

The screen shuffles, but the paper file keeps the author's order, and a candidate's machine holds the paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from itembank.bank.record import BankItem
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.marking import MatchRule, OrderRule, ProcessingScoring, RuleScoring


def shows_its_key(item: BankItem) -> bool:
    """Say whether an order is written in its right order, or all pairs of a match stand side by side."""
    keys = dict(_keys(item))
    for interaction in item.item.interactions:
        wanted = keys.get(interaction.response, [])
        if isinstance(interaction, OrderInteraction):
            written = [choice.identifier for choice in interaction.choices]
            if written in wanted:
                return True
        elif isinstance(interaction, MatchInteraction) and len(interaction.sources) > 1:
            sides = zip(interaction.sources, interaction.targets, strict=False)
            straight = sorted(f"{source.identifier} {target.identifier}" for source, target in sides)
            if straight in [sorted(key) for key in wanted]:
                return True
    return False


def _keys(item: BankItem) -> Iterator[tuple[str, list[list[str]]]]:
    scoring = item.marking.scoring
    if isinstance(scoring, RuleScoring):
        for rule in scoring.rules:
            if isinstance(rule, OrderRule):
                yield rule.response, [list(key) for key in rule.keys]
            elif isinstance(rule, MatchRule):
                yield rule.response, [list(rule.key)]
    elif isinstance(scoring, ProcessingScoring):
        for declaration in scoring.responses:
            if declaration.correct is not None:
                yield declaration.identifier, [list(declaration.correct)]
