"""Faults that make an item impossible to answer or to mark: keys that point nowhere, blanks without a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from itembank.bank.record import BankItem
from itembank.base.i18n import _
from itembank.model.item import Interaction, Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.marking import (
    ChoiceRule,
    HumanScoring,
    MatchRule,
    OrderRule,
    ProcessingScoring,
    ResponseRule,
    RubricScoring,
    RuleScoring,
    TextRule,
    TextSetRule,
)


def faults(item: BankItem) -> tuple[str, ...]:
    """Return a sentence for every fault; an empty tuple means that the item can be used."""
    if not item.item.interactions:
        return (_("没有可以作答的部分"),)
    scoring = item.marking.scoring
    match scoring:
        case RuleScoring():
            return tuple(_rule_faults(item.item, scoring.rules))
        case RubricScoring():
            return tuple(_practical_faults(item.item, scoring))
        case ProcessingScoring():
            return tuple(_response_faults(item.item, {declaration.identifier for declaration in scoring.responses}))
        case HumanScoring():
            return tuple(_response_faults(item.item, {scoring.response}))
        case _:
            assert_never(scoring)


def _rule_faults(item: Item, rules: tuple[ResponseRule, ...]) -> Iterator[str]:
    interactions = {interaction.response: interaction for interaction in item.interactions}
    covered: list[str] = []
    for rule in rules:
        names = rule.responses if isinstance(rule, TextSetRule) else (rule.response,)
        covered.extend(names)
        for name in names:
            if name not in interactions:
                yield _("评分规则指向不存在的作答 {name}").format(name=name)
            else:
                yield from _key_faults(rule, interactions[name])
    if len(set(covered)) != len(covered):
        yield _("同一个作答有两条评分规则")
    yield from _response_faults(item, set(covered))


def _response_faults(item: Item, covered: set[str]) -> Iterator[str]:
    for interaction in item.interactions:
        if interaction.response not in covered:
            yield _("作答 {name} 没有评分规则").format(name=interaction.response)


def _key_faults(rule: ResponseRule, interaction: Interaction) -> Iterator[str]:
    match rule:
        case ChoiceRule():
            yield from _choice_faults(rule, interaction)
        case TextRule():
            if not rule.accepted:
                yield _("填空没有可接受的答案")
        case TextSetRule():
            if len(rule.accepted) != len(rule.responses) or not all(rule.accepted):
                yield _("填空的答案组数与空数不符")
        case OrderRule():
            wanted = (
                sorted(c.identifier for c in interaction.choices) if isinstance(interaction, OrderInteraction) else []
            )
            if not rule.keys or any(sorted(key) != wanted for key in rule.keys):
                yield _("排序的答案没有恰好包含每一项")
        case MatchRule():
            yield from _match_faults(rule, interaction)
        case _:
            assert_never(rule)


def _choice_faults(rule: ChoiceRule, interaction: Interaction) -> Iterator[str]:
    if not isinstance(interaction, ChoiceInteraction | InlineChoiceInteraction):
        yield _("选择题的评分规则用在了别的题型上")
        return
    known = {choice.identifier for choice in interaction.choices}
    if not rule.keys or not all(rule.keys):
        yield _("没有正确选项")
    if any(set(key) - known for key in rule.keys) or set(rule.mapping) - known:
        yield _("正确选项不在选项之中")
    if rule.options and set(rule.options) != known:
        yield _("评分规则列出的选项与题目不符")
    single = isinstance(interaction, InlineChoiceInteraction) or interaction.max_choices == 1
    if single and any(len(key) > 1 for key in rule.keys):
        yield _("只能选一项，答案却有几项")


def _match_faults(rule: MatchRule, interaction: Interaction) -> Iterator[str]:
    if not isinstance(interaction, MatchInteraction):
        yield _("连线题的评分规则用在了别的题型上")
        return
    pairs = {f"{s.identifier} {t.identifier}" for s in interaction.sources for t in interaction.targets}
    if not rule.key or set(rule.key) - pairs:
        yield _("连线的答案用到了不存在的项")


def _practical_faults(item: Item, scoring: RubricScoring) -> Iterator[str]:
    practical = [interaction for interaction in item.interactions if isinstance(interaction, PracticalInteraction)]
    if item.kind is not ItemKind.PRACTICAL or not practical:
        yield _("操作题没有工作文件夹")
    elif scoring.response != practical[0].response or scoring.folder != practical[0].folder:
        yield _("评分标准的工作文件夹与题目不符")
