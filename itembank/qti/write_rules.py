"""Our own marking rules as QTI response processing, exactly: the same SCORE for every answer.

The share of each rule is worked out in an outcome of its own; SCORE is their
weighted mean times the points. Where a standard template gives the same, it is
taken. What QTI cannot say is a loss, in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from itembank.base.i18n import _
from itembank.model.item import Item
from itembank.model.marking import (
    ChoiceRule,
    Declaration,
    MatchRule,
    OrderRule,
    ProcessingScoring,
    ResponseRule,
    RuleNode,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.templates import template_rules
from itembank.qti.write_choice import choice_rules, match_rules
from itembank.qti.write_declared import declared_response, find_template
from itembank.qti.write_fill import fill_rules, fill_set_rules
from itembank.qti.write_nodes import ONE, ZERO, assign, decimal_text, node, number, total, variable
from itembank.qti.write_order import order_rules

SCORE, MAXSCORE = "SCORE", "MAXSCORE"


@dataclass
class Workings:
    """What the rules of one item grow into: helper outcomes, processing, and sentences about what is lost."""

    item: Item
    taken: set[str]
    outcomes: list[Declaration] = field(default_factory=list)
    rules: list[RuleNode] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def outcome(self, name: str) -> str:
        """Declare a helper outcome that starts at 0; returns its identifier."""
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        self.outcomes.append(float_outcome(name, ZERO))
        return name


@dataclass(frozen=True)
class Written:
    """An item's marking in QTI's words, and what they do not carry."""

    scoring: ProcessingScoring
    losses: tuple[str, ...] = ()


def as_processing(item: Item, scoring: RuleScoring, points: Fraction) -> Written:
    """Return our rules as response processing that gives SCORE up to `points` (or up to 1, where they have no decimal).

    The responses are declared with their keys for those who only look.
    """
    most = points if decimal_text(points) is not None else ONE
    declared = {one.response: declared_response(one, scoring) for one in item.interactions}
    template = find_template(item, scoring, most)
    if template is not None:
        response = template.response or declared["RESPONSE"]
        rules = template_rules(template.name, frozenset({SCORE, MAXSCORE})) or ()
        return Written(_scoring((response,), (), rules, most))
    work = Workings(item, {*declared, SCORE, MAXSCORE})
    parts = [_part(rule, n, declared, work) for n, rule in enumerate(scoring.rules, start=1)]
    weights = sum((rule.weight for rule in scoring.rules), ZERO)
    if weights == 0:
        work.losses.append(_("评分规则的权重之和为 0，QTI 规则不给分。"))
    else:
        shares = [
            _times(variable(part), most * rule.weight / weights)
            for part, rule in zip(parts, scoring.rules, strict=True)
        ]
        work.rules.append(assign(SCORE, total(*shares)))
    written = _scoring(tuple(declared.values()), tuple(work.outcomes), tuple(work.rules), most)
    return Written(written, tuple(dict.fromkeys(work.losses)))


def float_outcome(name: str, default: Fraction, most: Fraction | None = None) -> Declaration:
    """Declare a number outcome."""
    return Declaration(
        identifier=name,
        cardinality=Cardinality.SINGLE,
        base_type=BaseType.FLOAT,
        default=(decimal_text(default) or "0",),
        normal_maximum=most,
    )


def _scoring(
    responses: tuple[Declaration, ...], outcomes: tuple[Declaration, ...], rules: tuple[RuleNode, ...], most: Fraction
) -> ProcessingScoring:
    score = float_outcome(SCORE, ZERO, most)
    return ProcessingScoring(
        responses=responses,
        outcomes=(score, float_outcome(MAXSCORE, most), *outcomes),
        processing=rules,
        max_score=most,
    )


def _part(rule: ResponseRule, n: int, declared: dict[str, Declaration], work: Workings) -> str:
    """Work out the share of one rule in an outcome; returns its identifier."""
    part = work.outcome(f"PART_{n}")
    match rule:
        case ChoiceRule():
            work.rules += choice_rules(rule, declared[rule.response], part)
        case MatchRule():
            work.rules += match_rules(rule, part)
        case OrderRule():
            work.rules += order_rules(rule, work.item, part, work.outcome)
        case TextRule():
            rules, losses = fill_rules(rule, declared[rule.response], part)
            work.rules += rules
            work.losses += losses
        case TextSetRule():
            rules, losses = fill_set_rules(rule, part, work.outcome)
            work.rules += rules
            work.losses += losses
    return part


def _times(expression: RuleNode, factor: Fraction) -> RuleNode:
    """Multiply exactly: by whole numbers, then divide once."""
    if factor == 1:
        return expression
    product = node("product", number(factor.numerator), expression) if factor.numerator != 1 else expression
    return product if factor.denominator == 1 else node("divide", product, number(factor.denominator))
