"""Fill-ins: folding, synonyms, numbers, patterns, blanks in any order."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scorers.assignment import best_assignment
from grading.scorers.text import score_text, score_text_set
from itembank.model.marking import AcceptedText, TextNormal, TextRule, TextSetRule
from itembank.model.normal import normalise, read_number


def blank(*accepted: AcceptedText, **flags: bool) -> TextRule:
    return TextRule(response="R", accepted=accepted, normal=TextNormal(**flags))


def share(rule: TextRule, text: str) -> Fraction | None:
    return score_text(rule, {"R": text}).share


def test_full_width_letters_and_blanks_equal_plain_ones():
    rule = blank(AcceptedText(text="CPU"))
    assert share(rule, " ＣＰＵ　") == 1
    assert share(rule, "cpu") == 0


def test_case_is_ignored_only_when_the_item_says_so():
    assert share(blank(AcceptedText(text="Python"), ignore_case=True), "PYTHON") == 1


@pytest.mark.parametrize("wrong", ["102", "10 2"])
def test_superscripts_and_fractions_are_not_folded_into_other_numbers(wrong):
    assert share(blank(AcceptedText(text="10²")), wrong) == 0
    assert normalise("½", TextNormal()) == "½"


def test_curly_and_straight_quotes_are_the_same_answer():
    assert share(blank(AcceptedText(text='print("a")')), "print（“a”）") == 1


def test_synonyms_may_be_worth_different_shares():
    rule = blank(AcceptedText(text="中央处理器"), AcceptedText(text="处理器", share=Fraction(1, 2)))
    assert share(rule, "处理器") == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3.14", 1), ("３．１５", 1), ("3.19", 1), ("3.191", 0), ("3.09", 1), ("3.0899", 0), ("约3.14", 0), ("", 0)],
)
def test_numbers_have_an_inclusive_exact_tolerance(text, expected):
    assert share(blank(AcceptedText(number="3.14", tolerance="0.05")), text) == expected


def test_a_unit_must_stand_where_one_is_asked_for():
    rule = blank(AcceptedText(number="1024", unit="KB"), ignore_case=True)
    assert share(rule, "1,024 kb") == 1
    assert share(rule, "1024") == 0


def test_a_thousands_comma_does_not_matter_between_numbers():
    assert share(blank(AcceptedText(text="65536")), "65,536") == 1


def test_a_pattern_must_match_the_whole_answer():
    rule = blank(AcceptedText(pattern=r"[Rr]ange\(\d+\)"))
    assert share(rule, "range(5)") == 1
    assert share(rule, "in range(5)") == 0


def test_a_pattern_that_never_ends_goes_to_a_person_not_to_zero():
    assert share(blank(AcceptedText(pattern=r"(?:a|aa)+b")), "a" * 200 + "b!") is None


def test_an_unmatched_answer_is_listed_in_its_comparable_form():
    outcome = score_text(blank(AcceptedText(text="路由器")), {"R": " 交换机　"})
    assert outcome.unmatched == "交换机"
    assert score_text(blank(AcceptedText(text="路由器")), {"R": "  "}).unmatched is None


def test_blanks_in_any_order_use_each_answer_once():
    rule = TextSetRule(
        responses=("A", "B", "C"), accepted=tuple((AcceptedText(text=text),) for text in ("输入", "处理", "输出"))
    )
    assert score_text_set(rule, {"A": "输出", "B": "输入", "C": "处理"}).share == 1
    assert score_text_set(rule, {"A": "输入", "B": "输入", "C": "输入"}).share == Fraction(1, 3)


def test_assignment_is_the_best_and_not_the_greedy_one():
    half, one = Fraction(1, 2), Fraction(1)
    assert best_assignment([[one, half], [one, Fraction(0)]]) == Fraction(3, 2)


SHARES = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)])


@given(rows=st.integers(1, 4), columns=st.integers(1, 5), data=st.data())
def test_no_other_assignment_is_better(rows, columns, data):
    table = [[data.draw(SHARES) for _column in range(columns)] for _row in range(rows)]
    places = [*range(columns), *[None] * rows]
    best = max(
        sum((table[row][at] for row, at in enumerate(order) if at is not None), Fraction(0))
        for order in itertools.permutations(places, rows)
    )
    assert best_assignment(table) == best


def test_many_blanks_in_any_order_take_no_time():
    size = 60
    table = [[Fraction(int((row * 7 + column) % 5 == 0), 2) for column in range(size)] for row in range(size)]
    assert best_assignment(table) == size // 2
    assert best_assignment([]) == 0


def test_a_broken_pattern_goes_to_a_person_not_to_zero():
    assert share(blank(AcceptedText(pattern="(")), "x") is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_any_decimal_is_read_exactly(number):
    assert read_number(str(number)) == Fraction(str(number))


@given(st.text(max_size=40))
def test_making_comparable_twice_changes_nothing_more(text):
    once = normalise(text, TextNormal(ignore_case=True))
    assert normalise(once, TextNormal(ignore_case=True)) == once


@pytest.mark.parametrize(
    ("answer", "share", "unmatched"),
    [("鼠标", 1, None), ("滑鼠", Fraction(1, 2), None), ("键盘", 0, "键盘"), (" ", 0, None), ("", 0, None)],
)
def test_only_an_answer_that_earned_nothing_is_listed_as_unmatched(answer, share, unmatched):
    rule = blank(AcceptedText(text="鼠标"), AcceptedText(text="滑鼠", share=Fraction(1, 2)))
    outcome = score_text(rule, {"R": answer})
    assert (outcome.share, outcome.unmatched) == (share, unmatched)
