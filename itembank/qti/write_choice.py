"""Choices and matches as QTI rules: hits and wrong picks are counted by taking values out of the response."""

from __future__ import annotations

from fractions import Fraction

from itembank.model.marking import ChoiceMethod, ChoiceRule, Declaration, MatchMethod, MatchRule, RuleNode
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.write_declared import map_scale, reachable
from itembank.qti.write_nodes import (
    ONE,
    ZERO,
    any_of,
    assign,
    choose,
    container,
    count_of,
    node,
    number,
    raise_to,
    size,
    variable,
    without,
)

HALF = Fraction(1, 2)
NAME, PAIR = BaseType.IDENTIFIER, BaseType.DIRECTED_PAIR


def choice_rules(rule: ChoiceRule, declared: Declaration, part: str) -> list[RuleNode]:
    """Return the rules that put the share of a choice into the outcome `part`."""
    if rule.method is ChoiceMethod.MAP:
        return [assign(part, _mapped(rule))]
    given = variable(rule.response)
    picked = node("multiple", given) if declared.cardinality is Cardinality.SINGLE else given
    keys = list(dict.fromkeys(tuple(dict.fromkeys(key)) for key in rule.keys))
    match rule.method:
        case ChoiceMethod.ALL:
            same = [node("match", picked, container("multiple", NAME, key)) for key in keys if key]
            return [choose((any_of(same), (assign(part, number(1)),)))] if same else []
        case ChoiceMethod.CN_PART:
            rules = [_by_hits(rule, picked, key, part) for key in keys if key]
        case ChoiceMethod.PROP:
            rules = [raise_to(part, _over(_hits_less_wrong(picked, key, NAME), len(key))) for key in keys if key]
        case _:
            rules = [raise_to(part, _by_option(rule, picked, key)) for key in keys]
    return [choose((node("not", node("isNull", given)), tuple(rules)))] if rules else []


def match_rules(rule: MatchRule, part: str) -> list[RuleNode]:
    """Return the rules that put the share of a match into the outcome `part`."""
    given, key = variable(rule.response), tuple(dict.fromkeys(rule.key))
    if not key:
        return []
    if rule.method is MatchMethod.ALL:
        same = node("match", given, container("multiple", PAIR, key))
        return [choose((same, (assign(part, number(1)),)))]
    if rule.method is MatchMethod.PAIR_MINUS:
        return [raise_to(part, _over(_hits_less_wrong(given, key, PAIR), len(key)))]
    surplus = node("max", number(0), node("subtract", size(given), number(len(key))))
    return [raise_to(part, _over(node("subtract", count_of(given, PAIR, key), surplus), len(key)))]


def _hits_less_wrong(picked: RuleNode, key: tuple[str, ...], base: BaseType) -> RuleNode:
    return node("subtract", count_of(picked, base, key), size(without(picked, base, key)))


def _over(amount: RuleNode, count: int) -> RuleNode:
    return amount if count == 1 else node("divide", amount, number(count))


def _by_hits(rule: ChoiceRule, picked: RuleNode, key: tuple[str, ...], part: str) -> RuleNode:
    """The whole key 1; a proper part by the table or one half; nothing with a wrong pick."""
    no_wrong = node("equal", size(without(picked, NAME, key)), number(0), toleranceMode="exact")
    hits = count_of(picked, NAME, key)
    branches: list[tuple[RuleNode | None, tuple[RuleNode, ...]]] = [
        (node("match", picked, container("multiple", NAME, key)), (raise_to(part, number(1)),))
    ]
    for count in range(1, len(key)):
        share = rule.part_shares[count] if count < len(rule.part_shares) else ZERO if rule.part_shares else HALF
        if share > 0:
            as_many = node("equal", hits, number(count), toleranceMode="exact")
            branches.append((node("and", no_wrong, as_many), (raise_to(part, number(share)),)))
    return choose(*branches)


def _by_option(rule: ChoiceRule, picked: RuleNode, key: tuple[str, ...]) -> RuleNode:
    """Count the options that are rightly picked or rightly left: all that are not in the key, and hits, less wrong."""
    options = tuple(dict.fromkeys(rule.options))
    wanted = tuple(option for option in options if option in key)
    others = tuple(option for option in options if option not in key)
    right = node(
        "subtract",
        node("sum", number(len(others)), count_of(picked, NAME, wanted)),
        count_of(picked, NAME, others),
    )
    if rule.method is ChoiceMethod.TRUE_FALSE:
        return node("divide", right, number(len(options)))
    return node(
        "divide", node("subtract", node("product", number(2), right), number(len(options))), number(len(options))
    )


def _mapped(rule: ChoiceRule) -> RuleNode:
    """Sum the table's points within their bounds and divide by the most that can be reached."""
    top = reachable(rule)
    if top <= 0:
        return number(0)
    scale = map_scale(rule)
    got: RuleNode = node("mapResponse", identifier=rule.response)
    got = got if scale == 1 else node("divide", got, number(scale))
    if rule.lower is not None:
        got = node("max", got, number(rule.lower))
    if rule.upper is not None:
        got = node("min", got, number(rule.upper))
    return node("divide", node("max", number(0), got), number(top)) if top != ONE else node("max", number(0), got)
