"""How decisions of people stand in the ground of a score: who gave what, and which of it counts."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from grading.reporting.explanation import explain
from grading.results.decisions import Decision, DecisionPolicy, DecisionRole, by_place, place_of, with_decisions
from tests.grading.results.test_decisions import essay_result, word


def said(*decisions: Decision) -> list[str]:
    """Return what an explanation says of decisions on an essay of 20 points."""
    result = essay_result()
    given = [msgspec.structs.replace(one, previous=str(n)) for n, one in enumerate(decisions)]
    assert by_place(given).keys() == {place_of(result, result.items[0], 0)}
    final = with_decisions(result, by_place(given), DecisionPolicy())
    return list(explain(final, by_place(given), {}, ("批次",), "E").items[0].parts[0].decisions)


def test_points_are_points_and_what_was_changed_later_does_not_count():
    first, second, other, mean = said(word("王", "1/2"), word("王", "3/4"), word("李", "3/5"))
    possible = essay_result().items[0].possible
    assert first.startswith(f"王 评定 {possible / 2} 分（")
    assert first.endswith("，后来另有评定，这次不计")
    assert not second.endswith("不计")
    assert not other.endswith("不计")
    assert "平均分" in mean


def test_an_arbitration_counts_alone():
    lines = said(word("王", "0"), word("李", "1"), word("陈", "1/2", DecisionRole.ARBITRATION))
    assert [line.endswith("不计") for line in lines] == [True, True, False]
    assert lines[2].startswith("陈 仲裁 ")


def test_a_comment_stands_with_its_decision():
    one = msgspec.structs.replace(word("王", "1/2"), comment="缺做法")
    assert said(one) == [
        f"王 评定 {essay_result().items[0].possible * Fraction(1, 2)} 分（2026-06-13 01:00），评语：缺做法"
    ]
