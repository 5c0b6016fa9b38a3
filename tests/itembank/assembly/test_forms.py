"""What stands in a paper, and what never does."""

from __future__ import annotations

from fractions import Fraction

import pytest

from itembank.assembly.assemble import assemble
from itembank.assembly.blueprint import SectionPlan
from itembank.assembly.draw import Draw
from itembank.assembly.forms import MadeForm
from itembank.assembly.golden import EMPTY, PERFECT
from itembank.assembly.orders import draw_order
from itembank.bank.record import BankItem, ItemFacts
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.item import Item, ItemKind
from itembank.model.items.order import OrderInteraction
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    HumanScoring,
    KeyEntry,
    MatchRule,
    OrderRule,
    RubricScoring,
    RuleScoring,
    Scoring,
    TextRule,
    TextSetRule,
)
from itembank.model.richtext import text_paragraph
from tests.itembank import samples
from tests.itembank.assembly.pools import blueprint, pool
from tests.itembank.formats.sheets import read_row


def form_of(*items: BankItem, seed: int = 7) -> MadeForm:
    plan = SectionPlan(identifier="S1", title="一", count=len(items))
    (form,) = assemble(blueprint(plan, forms=("A",), seed=seed), items).forms
    return form


def order_item() -> BankItem:
    interaction = OrderInteraction(response="RESPONSE", choices=samples.choices("丁", "乙", "甲", "丙"))
    item = Item(identifier="O1", kind=ItemKind.ORDER, body=(text_paragraph("排序"),), interactions=(interaction,))
    return samples.join(item, RuleScoring(rules=(OrderRule(response="RESPONSE", keys=(("C", "B", "D", "A"),)),)))


def every_kind() -> list[BankItem]:
    """One item of every kind, each with a secret word in its key, its explanation and its source."""
    kept = {"解析": "秘密解析", "来源": "秘密来源"}
    sheets = [
        read_row(编号="K1", 题型="单选题", 题干="甲", 选项A="一", 选项B="二", 答案="B", **kept),
        read_row(
            编号="K2",
            题型="多选题",
            题干="甲",
            选项A="一",
            选项B="二",
            选项C="三",
            答案="AC",
            评分方式="选对1个得3/7",
            **kept,
        ),
        read_row(
            编号="K3", 题型="填空题", 题干="甲____", 答案="秘密答案|=271828±0.0314159", 评分方式="不区分大小写", **kept
        ),
        read_row(编号="K4", 题型="填空题", 题干="甲____乙____", 答案="秘密甲；正则：秘密[乙]（不分顺序）", **kept),
        read_row(编号="K5", 题型="排序题", 题干="甲", 选项A="一", 选项B="二", 选项C="三", 答案="CAB", **kept),
        read_row(编号="K6", 题型="连线题", 题干="甲", 选项A="一", 选项B="二", 配对项="丙|丁", 答案="A-2；B-1", **kept),
        read_row(编号="K7", 题型="简答题", 题干="甲", 答案="秘密参考", 评分方式="秘密要点", **kept),
        read_row(编号="K8", 题型="判断题", 题干="甲", 答案="错", **kept),
    ]
    return [*(sheet.items[0].item for sheet in sheets), samples.practical()]


def test_no_key_mapping_or_hidden_test_stands_in_the_bytes_of_a_paper() -> None:
    form = form_of(*every_kind())
    paper, key = to_bytes(form.paper), to_bytes(form.key)
    for secret in ("秘密", "271828", "0.0314159", "3/7", "W.font_size", "22pt", "标题设为二号字"):
        assert secret.encode() not in paper, secret
    for secret in ("秘密答案", "271828", "3/7", "W.font_size", "秘密要点"):
        assert secret.encode() in key, secret
    for field in (b'"keys"', b'"accepted"', b'"mapping"', b'"rubric"', b'"scoring"', b'"explanation"', b'"knowledge'):
        assert field not in paper, field
    for never in ("秘密解析", "秘密来源"):
        assert never.encode() not in key, never


def test_points_numbers_and_notes_stand_in_the_paper() -> None:
    form = form_of(samples.multiple(facts=ItemFacts(points=Fraction(3))), samples.single())
    assert [entry.number for entry in form.paper.entries()] == [1, 2]
    notes = {entry.item.identifier: entry.scoring_note for entry in form.paper.entries()}
    assert notes == {"M1": "全部选对得满分，少选得一部分分，选错不得分。", "Q1": ""}
    assert form.paper.total_points() == 4


def test_options_are_drawn_for_each_form_and_fixed_ones_stay() -> None:
    orders = {
        entry.choice_order["RESPONSE"]
        for form in assemble(blueprint(forms=("A", "B")), pool()).forms
        for entry in form.paper.entries()
    }
    assert len(orders) > 4
    choices = (*samples.choices("一", "二", "三"), samples.choices("x", "x", "x", "以上都对", fixed=True)[3])
    for seed in range(20):
        assert draw_order(Draw(seed, "x"), choices)[3] == "D"


def test_options_stay_as_written_where_the_blueprint_says_so() -> None:
    made = assemble(blueprint(shuffle_choices=False), pool())
    assert all(entry.choice_order == {} for form in made.forms for entry in form.paper.entries())


def test_an_order_is_always_drawn_and_never_shown_right() -> None:
    for seed in range(60):
        (entry,) = form_of(order_item(), seed=seed).paper.entries()
        assert sorted(entry.choice_order["RESPONSE"]) == ["A", "B", "C", "D"]
        assert entry.choice_order["RESPONSE"] != ("C", "B", "D", "A")


def test_the_golden_candidates_know_everything_and_nothing() -> None:
    form = form_of(*every_kind())
    perfect, empty = form.key.golden
    assert (perfect.name, empty.name) == (PERFECT, EMPTY)
    assert perfect.responses["K1"] == {"RESPONSE": "B"}
    assert perfect.responses["K2"] == {"RESPONSE": ("A", "C")}
    assert perfect.responses["K3"] == {"B1": "秘密答案"}
    assert perfect.responses["K8"] == {"RESPONSE": "F"}
    assert "K4" not in perfect.responses
    assert "P1" not in perfect.responses
    assert set(perfect.points.values()) == {Fraction(1)}
    assert set(empty.points.values()) == {Fraction(0)}


@pytest.mark.parametrize("kind", [ChoiceRule, TextRule, TextSetRule, OrderRule, MatchRule])
def test_every_rule_of_ours_takes_part_in_the_secrets_test(kind: type) -> None:
    """A new rule must be added to `every_kind`, or the test of secrets would not see it."""
    scorings: list[Scoring] = [item.marking.scoring for item in every_kind()]
    rules = [rule for scoring in scorings if isinstance(scoring, RuleScoring) for rule in scoring.rules]
    assert any(isinstance(rule, kind) for rule in rules)
    assert any(isinstance(scoring, HumanScoring) for scoring in scorings)
    assert any(isinstance(scoring, RubricScoring) for scoring in scorings)


def test_numbers_are_accepted_in_the_key_with_their_unit() -> None:
    item = samples.fill()
    rule = TextRule(response="B1", accepted=(AcceptedText(number="50", unit="秒"),))
    joined = samples.join(item.item, RuleScoring(rules=(rule,)))
    assert form_of(joined).key.golden[0].responses["F1"] == {"B1": "50秒"}


def seeded_task() -> BankItem:
    call = CheckCall(type="Y.seeded", file="a.py", parameters={"model": "print(input())", "draws": [{"name": "a"}]})
    point = CheckPoint(identifier="p1", title="随机输入", points=Fraction(1), checks=(call,))
    return samples.join(samples.practical().item, RubricScoring(rubric=Rubric(identifier="R", points=(point,))))


def test_an_item_with_drawn_inputs_gets_its_seed_from_the_paper_alike_in_all_forms() -> None:
    plan = SectionPlan(identifier="S1", title="一", count=1)
    forms = assemble(blueprint(plan, forms=("A", "B"), seed=7, overlap=1), [seeded_task()]).forms
    seeds = {entry.seed for form in forms for entry in form.key.entries}
    assert len(forms) == 2
    assert len(seeds) == 1
    assert 0 not in seeds
    assert seeds != {entry.seed for entry in form_of(seeded_task(), seed=8).key.entries}
    assert b'"seed":%d' % seeds.pop() not in to_bytes(forms[0].paper)


def test_the_key_of_an_item_without_drawn_inputs_is_spelled_as_before_there_were_any() -> None:
    (entry,) = form_of(samples.practical()).key.entries
    assert b"seed" not in to_bytes(entry)
    assert from_bytes(KeyEntry, to_bytes(entry)) == entry
    assert entry.seed == 0
