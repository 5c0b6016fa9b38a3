"""Numbers as people read them: marks, shares, dates."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from grading.reports.view import Score, Standing
from itembank.base.i18n import _

NO_FIGURE = "—"
KEPT_MARKS = 4096
"""A city has a few hundred different marks and millions of them."""

_HUNDREDTH = Decimal("0.01")
_TENTH = Decimal("0.1")


def mark_text(mark: Fraction | None) -> str:
    """Write a mark with at most two decimals, half up: 12, 12.5, 0.33; a dash where there is none."""
    if mark is None:
        return NO_FIGURE
    return str(mark.numerator) if mark.denominator == 1 else _broken_mark_text(mark)


def score_text(score: Score) -> str:
    """Write obtained and possible marks: "12.5 / 15"."""
    return f"{mark_text(score.obtained)} / {mark_text(score.possible)}"


def percent_text(share: Fraction) -> str:
    """Write a share as a percentage with one decimal."""
    return f"{rounded_decimal(share * 100, _TENTH):f}%"


def mean_text(mean: Fraction | None) -> str:
    """Write a mean with two decimals, always."""
    return NO_FIGURE if mean is None else f"{rounded_decimal(mean, _HUNDREDTH):f}"


def date_text(day: date) -> str:
    """Write a date in full."""
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def standing_text(standing: Standing) -> str:
    """Name the state of a result in one word."""
    return {
        Standing.PRESENT: _("正常"),
        Standing.ABSENT: _("缺考"),
        Standing.DEFERRED: _("缓考"),
        Standing.EXEMPT: _("免考"),
        Standing.CANCELLED: _("取消"),
        Standing.PENDING: _("待评"),
        Standing.UNRECORDED: _("未登记"),
    }[standing]


def rounded_decimal(value: Fraction, step: Decimal) -> Decimal:
    """Round an exact value to a step, half away from zero, without passing through a float."""
    steps = value / Fraction(step)
    whole = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
    return (Decimal(whole) * step).copy_sign(Decimal(-1 if value < 0 else 1)).quantize(step, ROUND_HALF_UP)


@lru_cache(maxsize=KEPT_MARKS)
def _broken_mark_text(mark: Fraction) -> str:
    text = f"{rounded_decimal(mark, _HUNDREDTH):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
