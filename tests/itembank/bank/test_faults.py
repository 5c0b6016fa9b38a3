"""Faults that make an item unfit to be used."""

from __future__ import annotations

import pytest

from itembank.bank.faults import faults
from itembank.bank.record import BankItem
from itembank.model.item import Item
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    HumanScoring,
    MatchRule,
    OrderRule,
    ResponseRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from tests.itembank import samples

TEXTS = (AcceptedText(text="x"),)


def judged(item: Item, *rules: ResponseRule) -> tuple[str, ...]:
    return faults(samples.join(item, RuleScoring(rules=rules)))


@pytest.mark.parametrize("item", [samples.single(), samples.multiple(), samples.fill(), samples.practical()])
def test_sound_items_have_none(item: BankItem) -> None:
    assert faults(item) == ()


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ((ChoiceRule(response="RESPONSE", keys=(("E",),)),), "正确选项不在选项之中"),
        ((ChoiceRule(response="RESPONSE", keys=(("A", "B"),)),), "只能选一项"),
        ((ChoiceRule(response="RESPONSE", keys=((),)),), "没有正确选项"),
        ((ChoiceRule(response="RESPONSE", keys=(("A",),), options=("A", "B")),), "与题目不符"),
        ((ChoiceRule(response="OTHER", keys=(("A",),)),), "不存在的作答 OTHER"),
        ((), "作答 RESPONSE 没有评分规则"),
        ((ChoiceRule(response="RESPONSE", keys=(("A",),)),) * 2, "两条评分规则"),
        ((OrderRule(response="RESPONSE", keys=(("A",),)),), "排序的答案"),
        ((MatchRule(response="RESPONSE", key=("A R1",)),), "用在了别的题型"),
    ],
)
def test_a_choice_with_a_fault(rules: tuple[ResponseRule, ...], sentence: str) -> None:
    assert any(sentence in fault for fault in judged(samples.single().item, *rules))


def test_blanks_need_answers_in_equal_number() -> None:
    item = samples.fill().item
    assert "填空的答案组数与空数不符" in judged(item, TextSetRule(responses=("B1",), accepted=(TEXTS, TEXTS)))
    assert judged(item, TextRule(response="B1", accepted=TEXTS)) == ()


def test_a_choice_rule_on_a_blank_is_a_fault() -> None:
    assert any("别的题型" in fault for fault in judged(samples.fill().item, ChoiceRule(response="B1", keys=(("A",),))))


def test_a_practical_task_marked_by_people_still_needs_its_response_covered() -> None:
    assert faults(samples.join(samples.practical().item, HumanScoring(response="OTHER"))) != ()
