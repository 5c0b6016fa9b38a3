"""Orders as QTI rules: places are compared one by one, the longest run is found entry by entry."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

from itembank.model.item import Item
from itembank.model.items.order import OrderInteraction
from itembank.model.marking import OrderMethod, OrderRule, RuleNode
from itembank.model.responses import BaseType
from itembank.qti.write_nodes import any_of, assign, choose, container, node, number, raise_to, value, variable

NAME = BaseType.IDENTIFIER
RUN = 2


def order_rules(rule: OrderRule, item: Item, part: str, outcome: Callable[[str], str]) -> list[RuleNode]:
    """Return the rules that put the share of an order into the outcome `part`; the best key counts.

    `outcome(name)` declares a helper that starts at 0.
    """
    given = variable(rule.response)
    rules: list[RuleNode] = []
    keys = [key for key in dict.fromkeys(rule.keys) if key]
    if rule.method is OrderMethod.ALL:
        same = [node("match", given, container("ordered", NAME, key)) for key in keys]
        return [choose((any_of(same), (assign(part, number(1)),)))] if same else []
    places = _places(item, rule.response, max((len(key) for key in keys), default=0))
    for n, key in enumerate(keys, start=1):
        count = outcome(f"{part}_KEY_{n}")
        match rule.method:
            case OrderMethod.POSITION:
                rules += [_count_if(_is_at(given, place, name), count) for place, name in enumerate(key, start=1)]
                share = Fraction(1, len(key))
            case OrderMethod.ADJACENT:
                pairs = list(itertools.pairwise(key))
                rules += [_count_if(_stand_together(given, pair, places), count) for pair in pairs]
                share = Fraction(1, max(1, len(key) - 1))
            case _:
                rules += _longest(given, key, places, count, outcome)
                share = Fraction(1, len(key))
        rules.append(raise_to(part, node("divide", variable(count), number(share.denominator))))
    return rules


def _places(item: Item, response: str, at_least: int) -> int:
    """Return how many entries an answer may have."""
    counts = [
        len(one.choices) for one in item.interactions if isinstance(one, OrderInteraction) and one.response == response
    ]
    return max([at_least, *counts])


def _is_at(given: RuleNode, place: int, name: str) -> RuleNode:
    return node("match", node("index", given, n=str(place)), value(NAME, name))


def _count_if(condition: RuleNode, count: str) -> RuleNode:
    return choose((condition, (assign(count, node("sum", variable(count), number(1))),)))


def _stand_together(given: RuleNode, pair: tuple[str, str], places: int) -> RuleNode:
    """Say whether two entries follow each other somewhere.

    Not `contains`: the specification leaves open whether an ordered part must be unbroken.
    """
    first, second = pair
    return any_of(
        node("and", _is_at(given, place, first), _is_at(given, place + 1, second)) for place in range(1, max(2, places))
    )


def _longest(
    given: RuleNode, key: tuple[str, ...], places: int, count: str, outcome: Callable[[str], str]
) -> list[RuleNode]:
    """Find the longest run in the right order: the best run that ends with each entry, over the places.

    A run of one proves nothing and is 0.
    """
    names = tuple(dict.fromkeys(key))
    ends = [outcome(f"{count}_{n}") for n in range(1, len(names) + 1)]
    rules: list[RuleNode] = []
    for place in range(1, places + 1):
        branches = []
        for n, name in enumerate(names):
            before = [variable(end) for end in ends[:n]]
            longer = node("sum", number(1), node("max", *before)) if before else number(1)
            branches.append((_is_at(given, place, name), (raise_to(ends[n], longer),)))
        rules.append(choose(*branches))
    rules.append(assign(count, node("max", *(variable(end) for end in ends))))
    if len(key) > 1:
        short = node("lt", variable(count), number(RUN))
        rules.append(choose((short, (assign(count, number(0)),))))
    return rules
