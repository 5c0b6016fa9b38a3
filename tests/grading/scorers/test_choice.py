"""Multiple response by all six methods."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.scorers.choice import score_choice
from itembank.model.codec import ModelError
from itembank.model.marking import ChoiceMethod, ChoiceRule

OPTIONS = ("A", "B", "C", "D", "E")


def rule(method: ChoiceMethod, **more) -> ChoiceRule:
    return ChoiceRule(response="RESPONSE", keys=(("A", "B", "C"),), method=method, options=OPTIONS, **more)


@pytest.mark.parametrize(
    ("method", "picked", "share"),
    [
        (ChoiceMethod.ALL, "ABC", "1"),
        (ChoiceMethod.ALL, "AB", "0"),
        (ChoiceMethod.ALL, "ABCD", "0"),
        (ChoiceMethod.CN_PART, "ABC", "1"),
        (ChoiceMethod.CN_PART, "AB", "1/2"),
        (ChoiceMethod.CN_PART, "A", "1/2"),
        (ChoiceMethod.CN_PART, "AD", "0"),
        (ChoiceMethod.CN_PART, "ABCDE", "0"),
        (ChoiceMethod.PROP, "AB", "2/3"),
        (ChoiceMethod.PROP, "ABD", "1/3"),
        (ChoiceMethod.PROP, "DE", "0"),
        (ChoiceMethod.PLUS_MINUS, "ABC", "1"),
        (ChoiceMethod.PLUS_MINUS, "AB", "3/5"),
        (ChoiceMethod.PLUS_MINUS, "DE", "0"),
        (ChoiceMethod.TRUE_FALSE, "AB", "4/5"),
        (ChoiceMethod.TRUE_FALSE, "DE", "0"),
        (ChoiceMethod.TRUE_FALSE, "", "0"),
    ],
)
def test_share_of_a_multiple_response(method, picked, share):
    assert score_choice(rule(method), {"RESPONSE": tuple(picked)}).share == Fraction(share)


@pytest.mark.parametrize(("picked", "share"), [("A", "1/4"), ("AB", "1/2"), ("ABC", "1")])
def test_cn_part_follows_the_table_by_hits(picked, share):
    table = (Fraction(0), Fraction(1, 4), Fraction(1, 2))
    assert score_choice(rule(ChoiceMethod.CN_PART, part_shares=table), {"RESPONSE": tuple(picked)}).share == Fraction(
        share
    )


def test_the_best_of_several_keys_counts():
    either = ChoiceRule(response="R", keys=(("A",), ("B",)))
    assert score_choice(either, {"R": "B"}).share == 1
    assert score_choice(either, {"R": "C"}).share == 0


def test_no_response_is_zero_and_not_an_error():
    assert score_choice(ChoiceRule(response="R", keys=(("A",),)), {}).share == 0
    assert score_choice(ChoiceRule(response="R", keys=(("A",),)), {"R": None}).share == 0


def test_map_is_clamped_and_divided_by_the_most_reachable():
    mapped = ChoiceRule(
        response="R",
        keys=(("A",),),
        method=ChoiceMethod.MAP,
        mapping={"A": Fraction(2), "B": Fraction(1), "C": Fraction(-5)},
        upper=Fraction(2),
    )
    assert score_choice(mapped, {"R": ("B",)}).share == Fraction(1, 2)
    assert score_choice(mapped, {"R": ("A", "B")}).share == 1
    assert score_choice(mapped, {"R": ("A", "C")}).share == 0


def test_a_rule_that_needs_all_options_refuses_to_be_without_them():
    with pytest.raises(ModelError):
        ChoiceRule(response="R", keys=(("A",),), method=ChoiceMethod.TRUE_FALSE)


def test_a_map_in_which_nothing_can_be_earned_earns_nothing():
    for table in ({"A": Fraction(-1)}, {"A": Fraction(0)}):
        mapped = ChoiceRule(response="R", keys=(("A",),), method=ChoiceMethod.MAP, mapping=table)
        assert score_choice(mapped, {"R": ("A",)}).share == 0


def test_a_lower_bound_of_a_map_is_no_gift_below_zero():
    mapped = ChoiceRule(
        response="R", keys=(("A",),), method=ChoiceMethod.MAP, mapping={"A": Fraction(2), "B": Fraction(-3)},
        lower=Fraction(-1),
    )  # fmt: skip
    assert score_choice(mapped, {"R": ("B",)}).share == 0
    assert score_choice(mapped, {"R": ("A",)}).share == 1
