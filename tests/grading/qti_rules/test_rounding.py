"""Rounding of exact numbers: zero, halves of both signs, the least and the most figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.qti_rules.rounding import MAX_FIGURES, round_by


@pytest.mark.parametrize(
    ("mode", "value", "figures", "rounded"),
    [
        ("significantFigures", "0", 3, "0"),
        ("significantFigures", "12345/10", 2, "1200"),
        ("significantFigures", "1/3", 2, "33/100"),
        ("significantFigures", "9996/10", 3, "1000"),
        ("significantFigures", "-125/100", 2, "-12/10"),
        ("significantFigures", "1", 0, None),
        ("significantFigures", "1", MAX_FIGURES, "1"),
        ("significantFigures", "1", MAX_FIGURES + 1, None),
        ("decimalPlaces", "5/2", 0, "3"),
        ("decimalPlaces", "-5/2", 0, "-2"),
        ("decimalPlaces", "1/3", 3, "333/1000"),
        ("decimalPlaces", "1", -1, None),
        ("decimalPlaces", "1", MAX_FIGURES, "1"),
        ("decimalPlaces", "1", MAX_FIGURES + 1, None),
    ],
)
def test_a_number_is_rounded_exactly_within_the_figures_that_are_allowed(mode, value, figures, rounded):
    assert round_by(mode, Fraction(value), figures) == (None if rounded is None else Fraction(rounded))
