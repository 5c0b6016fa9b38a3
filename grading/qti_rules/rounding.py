"""Rounding of exact numbers as QTI defines it: halves go up (towards positive infinity)."""

from __future__ import annotations

from fractions import Fraction
from math import floor

HALF = Fraction(1, 2)
TEN = Fraction(10)
MAX_FIGURES = 300


def round_half_up(value: Fraction) -> int:
    """Return the nearest whole number; 6.5 gives 7, -6.5 gives -6."""
    return floor(value + HALF)


def round_by(mode: str, value: Fraction, figures: int) -> Fraction | None:
    """Round by a QTI rounding mode; None for figures that it does not allow."""
    if mode.startswith("significant"):
        return round_significant(value, figures) if 0 < figures <= MAX_FIGURES else None
    return round_decimals(value, figures) if 0 <= figures <= MAX_FIGURES else None


def round_decimals(value: Fraction, places: int) -> Fraction:
    """Round to decimal places."""
    scale = TEN**places
    return round_half_up(value * scale) / scale


def round_significant(value: Fraction, figures: int) -> Fraction:
    """Round to significant figures; zero stays zero."""
    if value == 0:
        return value
    return round_decimals(value, figures - 1 - _magnitude(value))


def _magnitude(value: Fraction) -> int:
    """Return the exponent of the leading decimal digit: 3.1 -> 0, 250 -> 2, 0.04 -> -2."""
    size = abs(value)
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    while TEN**exponent > size:
        exponent -= 1
    while TEN ** (exponent + 1) <= size:
        exponent += 1
    return exponent
