"""Texts that depend on a number have a word for one and a word for several where the language has two."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from itembank.base.i18n import CountedText, _, install_language, language


@pytest.fixture
def english() -> Iterator[None]:
    before = language()
    install_language("en")
    yield
    install_language(before)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 slide is red"),
        ("1", "1 slide is red"),
        (2, "2 slides are red"),
        (0, "0 slides are red"),
        (Fraction(1, 2), "1/2 slides are red"),
    ],
)
def test_words_follow_the_number(count: object, said: str) -> None:
    assert CountedText("{count} {count:slide|slides} {count:is|are} red").format(count=count) == said


def test_other_places_of_a_counted_text_keep_their_own_form() -> None:
    assert CountedText("{n:02d} {n:row|rows} of “{text}”").format(n=1, text="{x:a|b}") == "01 row of “{x:a|b}”"


@pytest.mark.usefixtures("english")
def test_english_says_point_for_one_and_points_for_more() -> None:
    text = _("满分 {points} 分")
    assert [text.format(points=points) for points in ("1", "2")] == ["1 point at most", "2 points at most"]


def test_chinese_has_one_word_for_both() -> None:
    assert _("满分 {points} 分").format(points=1) == "满分 1 分"
