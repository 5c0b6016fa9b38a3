"""What waits for a marker, kept up to date in large steps and in small ones alike."""

from __future__ import annotations

from fractions import Fraction

from grading.desk.tasks import OpenWork
from grading.results.decisions import Decision, DecisionPolicy, DecisionRole, Stage
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome
from itembank.model.record import CandidateMark

ESSAY = PartOutcome(name="RESPONSE", share=None, by_people=True)
NUMBERS = tuple(f"00310{n:02}" for n in range(8))


def result(number: str) -> CandidateResult:
    item = ItemScore(
        item="H1",
        number=1,
        status=ItemStatus.NEEDS_PERSON,
        points=Fraction(0),
        possible=Fraction(10),
        parts=(ESSAY,),
        evidence=number,
    )
    return CandidateResult(
        candidate=number,
        name="",
        school="",
        class_name="",
        form="A",
        seats=(),
        mark=CandidateMark.PRESENT,
        items=(item,),
    )


def said(number: str, marker: str, share: str, role: DecisionRole = DecisionRole.MARKING) -> Decision:
    return Decision(
        candidate=number,
        item="H1",
        part=0,
        part_name="RESPONSE",
        evidence=number,
        share=Fraction(share),
        marker=marker,
        role=role,
        made="2026-06-20T09:00:00",
    )


DECISIONS = (
    said(NUMBERS[0], "甲", "1"),
    said(NUMBERS[1], "甲", "1/2"),
    said(NUMBERS[1], "乙", "1/2"),
    said(NUMBERS[2], "甲", "0"),
    said(NUMBERS[2], "乙", "1"),
    said(NUMBERS[3], "乙", "1"),
    said(NUMBERS[4], "甲", "0"),
    said(NUMBERS[4], "乙", "1"),
    said(NUMBERS[4], "丙", "1/2", DecisionRole.ARBITRATION),
    said(NUMBERS[1], "乙", "1"),
)


def work(marker: str) -> OpenWork:
    return OpenWork(map(result, NUMBERS), DecisionPolicy(), marker, "run")


def seen(one: OpenWork) -> tuple[object, ...]:
    return one.unsettled, one.tasks(), tuple(one.own())


def test_one_large_step_and_many_small_ones_come_to_the_same():
    for marker in ("甲", "乙", "丙", "丁"):
        large, small = work(marker), work(marker)
        large.learn(DECISIONS)
        for decision in DECISIONS:
            small.learn([decision])
            seen(small)
        assert seen(large) == seen(small)


def test_a_marking_that_is_changed_away_from_the_other_waits_again():
    one = work("丙")
    one.learn(DECISIONS[:3])
    assert one.unsettled == len(NUMBERS) - 1
    one.learn(DECISIONS[9:])
    assert one.unsettled == len(NUMBERS)
    assert [task.stage for task in one.tasks() if task.place.candidate == NUMBERS[1]] == [Stage.ARBITRATION]


def test_own_decisions_are_the_newest_first_and_an_arbitration_ends_them():
    one = work("甲")
    one.learn(DECISIONS)
    assert [task.place.candidate for task in one.own()] == [NUMBERS[2], NUMBERS[1], NUMBERS[0]]
    assert [task.place.candidate for task in one.own()[:1]] == [NUMBERS[2]]
