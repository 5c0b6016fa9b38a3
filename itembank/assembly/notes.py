"""The marking rule of an item in a sentence for the candidate. It says how marks are given, never what is right."""

from __future__ import annotations

from typing import assert_never

from itembank.base.i18n import _
from itembank.model.marking import (
    ChoiceMethod,
    ChoiceRule,
    HumanScoring,
    ItemMarking,
    MatchMethod,
    MatchRule,
    OrderMethod,
    OrderRule,
    ProcessingScoring,
    ResponseRule,
    RubricScoring,
    RuleScoring,
    TextRule,
    TextSetRule,
)


def scoring_note(marking: ItemMarking, *, is_multiple: bool) -> str:
    """Return the sentence under an item; empty where there is nothing to say."""
    scoring = marking.scoring
    match scoring:
        case RuleScoring():
            sentences = dict.fromkeys(_rule_note(rule, is_multiple=is_multiple) for rule in scoring.rules)
            return "".join(sentence for sentence in sentences if sentence)
        case RubricScoring():
            return _("按完成的要求逐项给分。")
        case ProcessingScoring() | HumanScoring():
            return ""
        case _:
            assert_never(scoring)


def _rule_note(rule: ResponseRule, *, is_multiple: bool) -> str:
    match rule:
        case ChoiceRule():
            return _choice_note(rule) if is_multiple else ""
        case OrderRule():
            return _order_note(rule.method)
        case MatchRule():
            return _match_note(rule.method)
        case TextSetRule():
            return _("各空的答案不分先后。")
        case TextRule():
            return ""
        case _:
            assert_never(rule)


def _choice_note(rule: ChoiceRule) -> str:
    sentences = {
        ChoiceMethod.ALL: _("全部选对才得分。"),
        ChoiceMethod.CN_PART: _("全部选对得满分，少选得一部分分，选错不得分。"),
        ChoiceMethod.PROP: _("按选对的个数减去选错的个数给分，最低 0 分。"),
        ChoiceMethod.PLUS_MINUS: _("每个选项判断正确加分，判断错误减分，最低 0 分。"),
        ChoiceMethod.TRUE_FALSE: _("每个选项分别判断给分。"),
        ChoiceMethod.MAP: _("按所选的选项给分。"),
    }
    return sentences[rule.method]


def _order_note(method: OrderMethod) -> str:
    sentences = {
        OrderMethod.ALL: _("顺序全部正确才得分。"),
        OrderMethod.POSITION: _("每一个放对的位置给分。"),
        OrderMethod.ADJACENT: _("每一对相邻关系正确给分。"),
        OrderMethod.LONGEST: _("按顺序正确的部分给分。"),
    }
    return sentences[method]


def _match_note(method: MatchMethod) -> str:
    sentences = {
        MatchMethod.ALL: _("全部连对才得分。"),
        MatchMethod.PAIR: _("每连对一组给分。"),
        MatchMethod.PAIR_MINUS: _("每连对一组加分，连错减分，最低 0 分。"),
    }
    return sentences[method]
