"""Fill-ins as QTI rules: an accepted answer becomes a pattern that holds our folding, or a number with tolerance."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

from itembank.base.i18n import _
from itembank.model.marking import AcceptedText, Declaration, RuleNode, TextNormal, TextRule, TextSetRule
from itembank.model.normal import normalise, read_number
from itembank.model.responses import BaseType
from itembank.qti.write_nodes import (
    any_of,
    assign,
    choose,
    decimal_text,
    node,
    number,
    raise_to,
    total,
    value,
    variable,
)
from itembank.qti.write_patterns import folds_together, number_pattern, range_patterns, text_pattern

MOST_IN_ANY_ORDER = 5

Rules = tuple[list[RuleNode], list[str]]


def fill_rules(rule: TextRule, declared: Declaration, part: str) -> Rules:
    """Return the rules that put the share of one blank into `part`, and what they cannot say."""
    losses: list[str] = []
    given = variable(rule.response)
    if declared.base_type is BaseType.FLOAT:
        losses.append(_("QTI 的数值比较不认全角数字和千分位逗号。"))
        return [_best(part, [(_within(given, one), one.share) for one in rule.accepted])], losses
    found = [
        (condition, one.share) for one in rule.accepted for condition in _conditions(given, one, rule.normal, losses)
    ]
    return ([_best(part, found)] if found else []), losses


def fill_set_rules(rule: TextSetRule, part: str, outcome: Callable[[str], str]) -> Rules:
    """Return the same for blanks in any order: the best of all ways to give each blank an answer of its own."""
    losses: list[str] = []
    if max(len(rule.responses), len(rule.accepted)) > MOST_IN_ANY_ORDER or not rule.accepted:
        return [], [_("不分先后的填空超过 {count} 个，QTI 规则不给分。").format(count=MOST_IN_ANY_ORDER)]
    rules: list[RuleNode] = []
    table: dict[tuple[int, int], str] = {}
    for (row, response), (column, accepted) in itertools.product(enumerate(rule.responses), enumerate(rule.accepted)):
        given = variable(response)
        found = [(c, one.share) for one in accepted for c in _conditions(given, one, rule.normal, losses)]
        if found:
            table[row, column] = outcome(f"{part}_{row + 1}_{column + 1}")
            rules.append(_best(table[row, column], found))
    ways = {tuple(table[place] for place in way if place in table) for way in _assignments(rule)}
    for way in sorted(ways):
        if way:
            earned = total(*(variable(name) for name in way))
            rules.append(raise_to(part, node("divide", earned, number(len(rule.accepted)))))
    return rules, losses


def _assignments(rule: TextSetRule) -> list[tuple[tuple[int, int], ...]]:
    """Return all ways to give the blanks different answers, as (blank, answer) places."""
    rows, columns = range(len(rule.responses)), range(len(rule.accepted))
    if len(rows) <= len(columns):
        return [tuple(zip(rows, way, strict=True)) for way in itertools.permutations(columns, len(rows))]
    return [tuple(zip(way, columns, strict=True)) for way in itertools.permutations(rows, len(columns))]


def _best(part: str, found: list[tuple[RuleNode, Fraction]]) -> RuleNode:
    """Give the largest share whose condition holds."""
    by_share: dict[Fraction, list[RuleNode]] = defaultdict(list)
    for condition, share in found:
        by_share[share].append(condition)
    ordered = sorted(by_share, reverse=True)
    return choose(*((any_of(by_share[share]), (assign(part, number(share)),)) for share in ordered))


def _within(given: RuleNode, answer: AcceptedText) -> RuleNode:
    wanted = value(BaseType.FLOAT, _plain(answer.number or "0"))
    if not read_number(answer.tolerance):
        return node("equal", wanted, given, toleranceMode="exact")
    return node("equal", wanted, given, toleranceMode="absolute", tolerance=_plain(answer.tolerance))


def _plain(text: str) -> str:
    amount = read_number(text)
    return (decimal_text(amount) if amount is not None else None) or "0"


def _conditions(given: RuleNode, answer: AcceptedText, normal: TextNormal, losses: list[str]) -> list[RuleNode]:
    patterns = _patterns(answer, normal, losses)
    if None in patterns:
        losses.append(_("有的可接受答案写成模式太长，QTI 规则没有包括它。"))
    return [node("patternMatch", given, pattern=pattern) for pattern in patterns if pattern]


def _patterns(answer: AcceptedText, normal: TextNormal, losses: list[str]) -> list[str | None]:
    """Return the patterns of one accepted answer; None for one that is too long."""
    if answer.pattern is not None:
        losses.append(_("模式“{pattern}”没有写进 QTI 规则。").format(pattern=answer.pattern[:40]))
        return []
    if answer.number is not None:
        return _number_patterns(answer, normal, losses)
    text = normalise(answer.text or "", normal)
    if not text:
        losses.append(_("只有看不见的字符的答案没有写进 QTI 规则。"))
        return []
    if folds_together(text, normal):
        losses.append(_("像“ß”这样的连写字母不算作“{text}”中的字母。").format(text=text[:20]))
    found = [text_pattern(answer.text or "", normal)]
    amount = read_number(text)
    if amount is not None:
        losses.append(_("带千分位逗号的科学记数法，QTI 规则不给分。"))
        found.append(number_pattern(amount, normal, only_with_commas="," not in text))
    return found


def _number_patterns(answer: AcceptedText, normal: TextNormal, losses: list[str]) -> list[str | None]:
    amount, tolerance = read_number(answer.number or ""), read_number(answer.tolerance)
    if amount is None or tolerance is None:
        return []
    losses.append(_("写成科学记数法的数值，QTI 规则不给分。"))
    if tolerance > 0:
        found = range_patterns(amount - tolerance, amount + tolerance, normal, answer.unit)
        if found is not None:
            return [*found]
        losses.append(_("误差范围太大的数值，与单位或文字并列时 QTI 规则只认准确值。"))
    return [number_pattern(amount, normal, answer.unit)]
