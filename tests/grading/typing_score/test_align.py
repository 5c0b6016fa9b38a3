"""Typed texts beside their models, character by character as a person counts them."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.typing_score.align import TooLongError, clusters, compare, speed_share

LETTERS = st.text(st.sampled_from("春夏秋冬abc，。"), max_size=30)


@pytest.mark.parametrize(
    ("model", "typed", "counts"),
    [
        ("春眠不觉晓", "春眠不觉晓", (5, 0, 0, 0, 0)),
        ("春眠不觉晓", "", (0, 0, 0, 0, 5)),
        ("春眠不觉晓", "春眠不", (3, 0, 0, 0, 2)),
        ("春眠不觉晓", "春不觉晓", (4, 0, 1, 0, 0)),
        ("春眠不觉晓", "春眠眠不觉晓", (5, 0, 0, 1, 0)),
        ("春眠不觉晓", "春眠布觉晓", (4, 1, 0, 0, 0)),
        ("春眠不觉晓", "春眠不觉晓处处", (5, 0, 0, 2, 0)),
        ("a，b", "a,b", (2, 1, 0, 0, 0)),
        ("第一行\n第二行", "第一行\r\n第二行\r\n", (7, 0, 0, 0, 0)),
        ("e\u0301tude 👨‍👩‍👧", "e\u0301tude 👨‍👩‍👧", (7, 0, 0, 0, 0)),
    ],
)
def test_characters_are_counted_as_right_wrong_left_out_added_and_not_reached(model, typed, counts):
    score = compare(model, typed)
    assert (score.correct, score.wrong, score.missing, score.extra, score.untyped) == counts


def test_one_slip_costs_one_error_however_long_the_text():
    model = "学而时习之，不亦说乎？" * 100
    assert compare(model, model[:300] + model[301:]).errors == 1
    assert compare(model, model[:300] + "多" + model[300:]).errors == 1


def test_a_text_typed_half_with_slips_is_aligned_along_its_beginning():
    model = "".join(chr(0x4E00 + number) for number in range(1500))
    typed = model[:200] + model[203:700]
    score = compare(model, typed)
    assert (score.correct, score.missing, score.untyped) == (697, 3, 800)


def test_shares_are_exact_and_speed_is_capped():
    score = compare("春眠不觉晓", "春眠布觉")
    assert score.accuracy == Fraction(3, 4)
    assert score.complete == Fraction(3, 5)
    assert score.reached == Fraction(4, 5)
    assert score.per_minute(Fraction(2)) == Fraction(3, 2)
    assert speed_share(score, minutes=Fraction(1), full=Fraction(6)) == Fraction(1, 2)
    assert speed_share(score, minutes=Fraction(1), full=Fraction(1)) == 1


@given(LETTERS, LETTERS)
def test_the_counts_add_up(model, typed):
    score = compare(model, typed)
    assert score.correct + score.wrong + score.missing + score.untyped == len(clusters(model)) == score.length
    assert score.correct + score.wrong + score.extra == len(clusters(typed))
    assert 0 <= score.complete <= 1


@given(LETTERS)
def test_a_text_is_itself(text):
    assert compare(text, text).errors == compare(text, text).untyped == 0


def test_long_texts_end_soon_or_are_refused():
    model, typed = "春" * 4000, "秋" * 4000
    started = time.process_time()
    assert compare(model, typed).wrong == 4000
    assert time.process_time() - started < 20
    with pytest.raises(TooLongError):
        compare("春" * 20_000, "春")
    with pytest.raises(TooLongError):
        compare("春" * 9_000, "秋" * 900)


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("甲 乙", "甲\u00a0乙"),
        ("甲 乙", "甲\u3000\u2003乙"),
        ("甲\n乙", "甲\u2028乙"),
        ("甲\n乙", "甲\v\n乙"),
        ("甲乙", "\ufeff甲\u200b乙"),
    ],
)
def test_what_programs_write_differently_and_nobody_can_see_is_no_error(model, typed):
    score = compare(model, typed)
    assert (score.errors, score.complete) == (0, Fraction(1))


def test_a_text_that_nobody_can_have_typed_is_not_taken_apart():
    with pytest.raises(TooLongError):
        compare("甲" * 100, "乙" * 30_000_000)
