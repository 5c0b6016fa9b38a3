"""Texts are found by what they say; edits up to a tenth are forgiven, doubt is kept."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grading.checks.similar import bare, matches, plain, similarity

LONG = "本届科技节以动手创造未来为主题设三个项目"


def test_an_equal_text_wins_over_texts_that_hold_it():
    assert matches("春节", ["春节的由来", "春节", "说说春节"]) == [1]


def test_a_fragment_finds_the_paragraph_that_holds_it():
    assert matches("春节", ["端午", "说说春节"]) == [1]


def test_blanks_do_not_matter():
    assert matches("关于 举办", ["关于　举办的通知"]) == [0]
    assert plain(" a\u3000b\n c ") == "a b c"
    assert bare(" a\u3000b\n c ") == "abc"


def test_a_slightly_edited_text_is_still_found_inside_a_longer_one():
    edited = "前言。" + LONG.replace("未来", "末来") + "。后语"
    assert matches(LONG, ["别的段落", edited]) == [1]
    assert similarity(LONG, edited) == 1 - Fraction(1, len(LONG))


def test_a_much_edited_text_is_not_found():
    assert matches(LONG, ["本届运动会以强身健体为主题设十个项目"]) == []


def test_texts_that_cannot_be_told_apart_are_all_named():
    assert matches("春节", ["春节", "元宵", "春节"]) == [0, 2]


def test_nothing_is_like_an_empty_text():
    assert matches(" ", ["春节", ""]) == []


@given(st.text(alphabet="甲乙丙丁", min_size=10, max_size=40), st.data())
def test_one_edit_in_ten_letters_is_always_forgiven(wanted, data):
    place = data.draw(st.integers(0, len(wanted) - 1))
    edited = wanted[:place] + "戊" + wanted[place + 1 :]
    assert matches(wanted, ["别的", f"前{edited}后"]) == [1]


@given(st.text(max_size=40), st.text(max_size=60))
def test_similarity_is_a_share_and_1_for_a_part(wanted, text):
    assert 0 <= similarity(wanted, text) <= 1
    if wanted:
        assert similarity(wanted, text + wanted) == 1
