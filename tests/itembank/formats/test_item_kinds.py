"""Every kind of item of the sheet, from its row to its interaction and its rule."""

from __future__ import annotations

from fractions import Fraction

import pytest

from itembank.model.item import ItemKind
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.marking import (
    ChoiceMethod,
    ChoiceRule,
    HumanScoring,
    MatchRule,
    OrderMethod,
    OrderRule,
    RuleScoring,
    TextRule,
    TextSetRule,
)
from itembank.model.richtext import Slot, inlines_of, plain_inlines, plain_text
from tests.itembank.formats.sheets import (
    acted_on,
    only,
    read_row,
    read_rows,
    rule_of,
    sentences,
)

SINGLE = ("Q1", "单选题", "输入设备是（　　）", "键盘", "显示器", "打印机", "音箱", "A")


def test_a_single_choice() -> None:
    item = only(read_rows(SINGLE))
    interaction = acted_on(item)
    assert isinstance(interaction, ChoiceInteraction)
    assert (interaction.max_choices, interaction.shuffle) == (1, True)
    assert rule_of(item).keys == (("A",),)
    assert plain_text(item.item.body) == "输入设备是（　　）"


def test_a_multiple_choice_does_not_tell_how_many_are_right() -> None:
    item = only(read_rows(("M1", "多选", "有", "甲", "乙", "丙", "丁", "Ｃ、A")))
    interaction = acted_on(item)
    rule = rule_of(item)
    assert isinstance(interaction, ChoiceInteraction)
    assert interaction.max_choices == 0
    assert isinstance(rule, ChoiceRule)
    assert (rule.keys, rule.method) == ((("A", "C"),), ChoiceMethod.CN_PART)


@pytest.mark.parametrize(
    ("words", "method", "shares"),
    [
        ("全对得分", ChoiceMethod.ALL, ()),
        ("少选得一半", ChoiceMethod.CN_PART, ()),
        ("少选按个数", ChoiceMethod.CN_PART, ("0", "1/3", "2/3", "1")),
        ("选对1个得1/4，2个得1/2", ChoiceMethod.CN_PART, ("0", "1/4", "1/2", "1")),
        ("按比例", ChoiceMethod.PROP, ()),
        ("加减分", ChoiceMethod.PLUS_MINUS, ()),
        ("逐项判断", ChoiceMethod.TRUE_FALSE, ()),
    ],
)
def test_part_marks_of_a_multiple_choice(words: str, method: ChoiceMethod, shares: tuple[str, ...]) -> None:
    item = only(
        read_row(题型="多选题", 题干="有", 选项A="甲", 选项B="乙", 选项C="丙", 选项D="丁", 答案="ABC", 评分方式=words)
    )
    rule = rule_of(item)
    assert (rule.method, rule.part_shares) == (method, tuple(Fraction(share) for share in shares))


def test_unknown_part_marks_are_refused_with_the_choices() -> None:
    read = read_row(题型="多选题", 题干="有", 选项A="甲", 选项B="乙", 答案="AB", 评分方式="看着给")
    assert "不认识评分方式“看着给”" in sentences(read)


def test_choice_kind_by_its_answer() -> None:
    read = read_rows(("Q1", "选择题", "一", "甲", "乙", "", "", "A"), ("Q2", "选择题", "二", "甲", "乙", "", "", "AB"))
    assert [r.item.item.kind for r in read.items] == [ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE]


def test_either_of_two_answers() -> None:
    read = read_rows((*SINGLE[:-1], "A或C"))
    assert rule_of(only(read)).keys == (("A",), ("C",))
    assert "2 个可接受的答案" in sentences(read)


@pytest.mark.parametrize(
    ("answer", "key"), [("√", "T"), ("×", "F"), ("对", "T"), ("错误", "F"), (True, "T"), (False, "F")]
)
def test_judgements(answer: object, key: str) -> None:
    item = only(read_rows(("T1", "判断题", "1 KB = 1024 B", "", "", "", "", answer)))
    assert rule_of(item).keys == ((key,),)
    assert item.item.kind is ItemKind.TRUE_FALSE


def test_a_judgement_written_as_a_choice_is_understood_with_a_word() -> None:
    read = read_rows(("T1", "判断题", "对吗", "错误", "正确", "", "", "B"))
    assert rule_of(only(read)).keys == (("T",),)
    assert "按选项理解为“对”" in sentences(read)


def test_blanks_and_answers_are_paired_in_order() -> None:
    item = only(read_row(题型="填空题", 题干="5 的二进制是____，部件是（　）。", 答案="101；CPU|中央处理器"))
    assert [i.response for i in item.item.interactions] == ["B1", "B2"]
    assert isinstance(item.marking.scoring, RuleScoring)
    first, second = item.marking.scoring.rules
    assert isinstance(first, TextRule)
    assert isinstance(second, TextRule)
    assert [a.text for a in second.accepted] == ["CPU", "中央处理器"]
    assert not first.normal.ignore_case


def test_the_width_of_a_blank_tells_little_about_its_answer() -> None:
    short = only(read_row(题型="填空题", 题干="____", 答案="甲"))
    longer = only(read_row(题型="填空题", 题干="____", 答案="中央"))
    widths = {
        i.expected_length
        for item in (short, longer)
        for i in item.item.interactions
        if isinstance(i, TextEntryInteraction)
    }
    assert widths == {10}


def test_blanks_that_may_change_places_become_one_rule() -> None:
    item = only(read_row(题型="填空题", 题干="____和____", 答案="摄像头；麦克风（不分顺序）", 评分方式="不区分大小写"))
    rule = rule_of(item)
    assert isinstance(rule, TextSetRule)
    assert rule.responses == ("B1", "B2")
    assert rule.normal.ignore_case


def test_a_wrong_number_of_answers_names_both_numbers() -> None:
    assert "题干有 2 个空，答案却有 1 组" in sentences(read_row(题型="填空题", 题干="____和____", 答案="甲"))


def test_a_stem_without_a_blank_gets_one_with_a_word() -> None:
    read = read_row(题型="填空题", 题干="计算机的核心部件是", 答案="CPU")
    assert isinstance(list(inlines_of(only(read).item.body[-1]))[-1], Slot)
    assert "末尾加上一个空" in sentences(read)


def test_drop_downs() -> None:
    item = only(
        read_row(
            题型="选择填空题",
            题干="用{1}保存网址，用{2}返回",
            选项A="收藏夹|地址栏",
            选项B="刷新|后退",
            答案="收藏夹；B",
        )
    )
    assert isinstance(item.marking.scoring, RuleScoring)
    assert [rule.keys for rule in item.marking.scoring.rules if isinstance(rule, ChoiceRule)] == [(("A",),), (("B",),)]


def test_an_order_keeps_its_letters_when_the_answer_is_not_the_written_order() -> None:
    item = only(
        read_row(
            题型="排序题", 题干="从小到大", 选项A="2 GB", 选项B="3 MB", 选项C="1 KB", 答案="CBA", 评分方式="按位置"
        )
    )
    rule = rule_of(item)
    assert isinstance(rule, OrderRule)
    assert (rule.keys, rule.method) == ((("C", "B", "A"),), OrderMethod.POSITION)


def test_an_order_that_is_written_rightly_is_dealt_anew_and_still_right() -> None:
    read = read_row(题型="排序题", 题干="从小到大", 选项A="1 KB", 选项B="3 MB", 选项C="2 GB", 答案="ABC")
    item = only(read)
    interaction = acted_on(item)
    assert isinstance(interaction, OrderInteraction)
    texts = {c.identifier: plain_inlines(c.content) for c in interaction.choices}
    (key,) = rule_of(item).keys
    assert [texts[letter] for letter in key] == ["1 KB", "3 MB", "2 GB"]
    assert key != ("A", "B", "C")
    assert "重新编排" in sentences(read)


def test_a_match_with_a_distractor() -> None:
    item = only(
        read_row(题型="连线题", 题干="连", 选项A="CPU", 选项B="硬盘", 配对项="①保存\n②运算\n③联网", 答案="A-2；B-1")
    )
    interaction = acted_on(item)
    assert isinstance(interaction, MatchInteraction)
    assert len(interaction.targets) == 3
    rule = rule_of(item)
    assert isinstance(rule, MatchRule)
    assert rule.key == ("A R2", "B R1")


def test_straight_pairs_are_dealt_anew() -> None:
    read = read_row(
        题型="连线题", 题干="连", 选项A="CPU", 选项B="硬盘", 选项C="网卡", 配对项="运算|保存|联网", 答案="A-1；B-2；C-3"
    )
    item = only(read)
    interaction = acted_on(item)
    assert isinstance(interaction, MatchInteraction)
    texts = {c.identifier: plain_inlines(c.content) for c in (*interaction.sources, *interaction.targets)}
    pairs = {texts[pair.split(" ")[0]]: texts[pair.split(" ")[1]] for pair in rule_of(item).key}
    assert pairs == {"CPU": "运算", "硬盘": "保存", "网卡": "联网"}
    assert rule_of(item).key != ("A R1", "B R2", "C R3")


def test_free_text_has_a_reference_and_criteria() -> None:
    item = only(read_row(题型="简答题", 题干="为什么", 答案="便于比较", 评分方式="写出类型（2分）\n说明理由（2分）"))
    scoring = item.marking.scoring
    assert isinstance(scoring, HumanScoring)
    assert (scoring.reference, scoring.criteria) == ("便于比较", ("写出类型（2分）", "说明理由（2分）"))
