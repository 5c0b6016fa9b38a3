"""Orders, matches, and an item as the weighted mean of its rules."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.scorers.match import score_match
from grading.scorers.order import longest_increasing, score_order
from grading.scorers.outcome import ItemStatus
from grading.scorers.rules import item_score, score_rules
from itembank.model.marking import (
    AcceptedText,
    ChoiceRule,
    ItemMarking,
    KeyEntry,
    KeyStatus,
    MatchMethod,
    MatchRule,
    OrderMethod,
    OrderRule,
    RuleScoring,
    TextRule,
)


@pytest.mark.parametrize(
    ("method", "given", "share"),
    [
        (OrderMethod.ALL, "ABCD", "1"),
        (OrderMethod.ALL, "ABDC", "0"),
        (OrderMethod.POSITION, "ABDC", "1/2"),
        (OrderMethod.ADJACENT, "DABC", "2/3"),
        (OrderMethod.LONGEST, "DABC", "3/4"),
        (OrderMethod.LONGEST, "DCBA", "0"),
        (OrderMethod.POSITION, "", "0"),
    ],
)
def test_share_of_an_order(method, given, share):
    rule = OrderRule(response="R", keys=(tuple("ABCD"),), method=method)
    assert score_order(rule, {"R": tuple(given)}).share == Fraction(share)


def test_an_order_given_as_one_text_is_none():
    rule = OrderRule(response="R", keys=(tuple("AB"),), method=OrderMethod.POSITION)
    assert score_order(rule, {"R": "AB"}).share == 0
    assert score_order(rule, {"R": ("A", "A")}).share == 0


def test_longest_increasing_of_a_known_sequence():
    assert longest_increasing([3, 1, 4, 1, 5, 9, 2, 6]) == 4


@pytest.mark.parametrize(
    ("method", "pairs", "share"),
    [
        (MatchMethod.ALL, ("A 1", "B 2"), "1"),
        (MatchMethod.PAIR, ("A 1", "B 1"), "1/2"),
        (MatchMethod.PAIR, ("A 1", "A 2", "B 1", "B 2"), "0"),
        (MatchMethod.PAIR_MINUS, ("A 1", "B 1"), "0"),
        (MatchMethod.PAIR, (), "0"),
    ],
)
def test_share_of_a_match(method, pairs, share):
    rule = MatchRule(response="R", key=("A 1", "B 2"), method=method)
    assert score_match(rule, {"R": pairs}).share == Fraction(share)


def entry(status: KeyStatus = KeyStatus.NORMAL, *, pattern: str = "x") -> KeyEntry:
    rules = (
        ChoiceRule(response="A", keys=(("T",),), weight=Fraction(2)),
        TextRule(response="B", accepted=(AcceptedText(pattern=pattern),)),
    )
    marking = ItemMarking(item="Q1", item_version="0" * 64, scoring=RuleScoring(rules=rules))
    return KeyEntry(number=1, marking=marking, points=Fraction(4), section="S", status=status)


def score(key: KeyEntry, response):
    assert isinstance(key.marking.scoring, RuleScoring)
    return item_score(key, score_rules(key.marking.scoring, response))


def test_an_item_is_the_weighted_mean_of_its_rules_times_its_points():
    assert score(entry(), {"A": "T", "B": "y"}).points == Fraction(8, 3)


def test_what_cannot_be_judged_goes_to_a_person():
    result = score(entry(pattern=r"(?:a|aa)+b"), {"A": "T", "B": "a" * 200 + "b!"})
    assert result.status is ItemStatus.NEEDS_PERSON
    assert result.possible == 4


def test_everyone_and_void_keep_their_points_out_of_the_answers_hands():
    assert score(entry(KeyStatus.EVERYONE), {}).points == 4
    void = score(entry(KeyStatus.VOID), {"A": "T", "B": "x"})
    assert (void.points, void.possible) == (0, 0)
