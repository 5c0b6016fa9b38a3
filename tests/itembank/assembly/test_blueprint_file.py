"""Blueprints in TOML."""

from __future__ import annotations

from fractions import Fraction

import pytest

from itembank.assembly.blueprint import Arrangement, Overlap
from itembank.assembly.blueprint_file import read_blueprint
from itembank.assembly.errors import BlueprintError
from itembank.bank.record import CognitiveLevel
from itembank.model.item import ItemKind
from tests.itembank import samples

TEXT = """
[paper]
exam = "XM2026"
title = "样卷"
duration_minutes = 45
seed = 20260613
forms = ["A", "B"]
backup = "C"
difficulty = 0.72
total_points = 100

[[section]]
title = "一、单选题"
kind = "单选题"
count = 15
points = 2.5
order = "easy_first"

  [[section.quota]]
  domain = "数据与编程"
  level = ["应用", "综合"]
  difficulty = [0.2, 0.5]
  at_least = 2

[[section]]
id = "P"
title = "二、操作题"
kind = ["操作题"]
count = 1
overlap = "share"

  [[section.quota]]
  one_of = ["P1", "P2"]
"""


def test_all_fields_are_read_exactly() -> None:
    plan = read_blueprint(TEXT.encode())
    first, second = plan.sections
    assert (plan.exam, plan.seed, plan.all_forms()) == ("XM2026", 20260613, ("A", "B", "C"))
    assert (plan.difficulty, plan.total_points) == (Fraction(72, 100), Fraction(100))
    assert (first.identifier, first.points, first.arrangement) == ("S1", Fraction(5, 2), Arrangement.EASY_FIRST)
    assert (second.identifier, second.filter.kinds) == ("P", (ItemKind.PRACTICAL,))
    assert plan.overlap_of(first) is Overlap.DISJOINT
    assert plan.overlap_of(second) is Overlap.SHARE
    quota = first.quotas[0]
    assert (quota.at_least, quota.filter.levels) == (2, (CognitiveLevel.APPLY, CognitiveLevel.COMBINE))
    assert quota.filter.title() == "数据与编程×应用/综合×难度 0.2 至 0.5"
    assert (second.quotas[0].at_least, second.quotas[0].at_most) == (1, 1)


def test_a_filter_takes_by_knowledge_tree_domain_level_and_difficulty() -> None:
    quota = read_blueprint(TEXT.encode()).sections[0].quotas[0]
    fits = samples.facts(2, domain="数据与编程", level=CognitiveLevel.APPLY, difficulty="0.4")
    assert quota.filter.takes(samples.single(facts=fits))
    for wrong in (
        samples.facts(2, domain="网络", level=CognitiveLevel.APPLY, difficulty="0.4"),
        samples.facts(2, domain="数据与编程", level=CognitiveLevel.KNOW, difficulty="0.4"),
        samples.facts(2, domain="数据与编程", level=CognitiveLevel.APPLY, difficulty="0.6"),
        samples.facts(2, domain="数据与编程", level=CognitiveLevel.APPLY),
    ):
        assert not quota.filter.takes(samples.single(facts=wrong))
    tree = (
        read_blueprint(TEXT.replace('domain = "数据与编程"', 'knowledge = ["算法/循环"]').encode())
        .sections[0]
        .quotas[0]
    )
    assert tree.filter.takes(samples.single(facts=fits, knowledge=("算法/循环/计数",)))
    assert not tree.filter.takes(samples.single(facts=fits, knowledge=("算法/循环体",)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("count = 15", "count = 0", "题数应在"),
        ("count = 15", "cuont = 15", "cuont"),
        ("at_least = 2", "at_least = 16", "只有 15 题"),
        ("at_least = 2", "", "二者选一"),
        ('backup = "C"', 'backup = "a"', "名称重复"),
        ("duration_minutes = 45", "duration_minutes = 4500", "时长"),
        ('kind = "单选题"', 'kind = "单选"', ""),
        ('kind = "单选题"', 'kind = "抢答题"', "不认识题型"),
        ('order = "easy_first"', 'order = "alphabetical"', "easy_first"),
        ("seed = 20260613", 'seed = "x"', "seed"),
        ("[paper]", "[paper", "读不懂：第"),
        ("difficulty = 0.72", "difficulty = 72", "整卷难度"),
    ],
)
def test_a_fault_is_named(old: str, new: str, sentence: str) -> None:
    text = TEXT.replace(old, new, 1)
    if not sentence:
        read_blueprint(text.encode())
        return
    with pytest.raises(BlueprintError, match=sentence):
        read_blueprint(text.encode())
