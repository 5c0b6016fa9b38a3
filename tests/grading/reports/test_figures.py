from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.reports.figures import date_text, mark_text, mean_text, percent_text


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(25, 2), "12.5"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 8), "0.13"),
        (Fraction(-1, 3), "-0.33"),
        (Fraction(-1, 1000), "0"),
        (None, "—"),
    ],
)
def test_a_mark_has_at_most_two_decimals_half_up(mark: Fraction | None, shown: str):
    assert mark_text(mark) == shown


def test_a_mean_always_has_two_decimals():
    assert mean_text(Fraction(70)) == "70.00"
    assert mean_text(None) == "—"


def test_a_share_is_a_percentage_with_one_decimal():
    assert percent_text(Fraction(2, 3)) == "66.7%"
    assert percent_text(Fraction(1)) == "100.0%"


def test_a_date_is_written_in_full():
    assert date_text(date(2026, 6, 5)) == "2026年6月5日"


@given(st.fractions(min_value=-1000, max_value=1000))
def test_a_shown_mark_is_within_half_a_hundredth_of_the_exact_one(mark: Fraction):
    assert abs(Fraction(mark_text(mark)) - mark) <= Fraction(1, 200)
