"""Numbers as common fractions: the format codes "# ?/?", "# ??/??", "0/100" and their like."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from grading.office.formulas.values import CannotCalculateError, Obstacle

_CODE = re.compile(r"(?P<whole>[#0?]+ )?(?P<top>[#0?]+)/(?P<bottom>[#0?]+|[1-9][0-9]{0,4})")


def fraction_shape(number: float, code: str) -> str | None:
    """Return a number as a fraction, None if the code is not one of a plain fraction.

    Raises `CannotCalculateError` where programs may choose different fractions.
    """
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    exact = abs(Fraction(Decimal(f"{number:.15g}")))
    whole, rest = (divmod(exact, 1)) if match["whole"] else (0, exact)
    found = _nearest(Fraction(rest), match["bottom"])
    if match["whole"] and found == 1:
        whole, found = whole + 1, Fraction(0)
    sign = "-" if number < 0 and (whole or found) else ""
    return sign + _whole(int(whole), match["whole"], found) + _share(found, match, has_whole=bool(match["whole"]))


def _nearest(share: Fraction, bottom: str) -> Fraction:
    if bottom.isdigit() and bottom.strip("0"):
        return Fraction(round(share * int(bottom)), int(bottom))
    limit = 10 ** len(bottom) - 1
    found = share.limit_denominator(limit)
    if found != _last_convergent(share, limit):
        # Two usual ways to choose differ here, and which one a program takes is not written down.
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, f"{float(share):.6g} /{bottom}")
    return found


def _last_convergent(share: Fraction, limit: int) -> Fraction:
    """Return the last step of the continued fraction whose denominator is within the limit."""
    top, bottom, top_before, bottom_before = 1, 0, 0, 1
    rest = share
    while True:
        whole = rest.numerator // rest.denominator
        top, top_before = whole * top + top_before, top
        bottom, bottom_before = whole * bottom + bottom_before, bottom
        if bottom > limit:
            return Fraction(top_before, bottom_before)
        if rest == whole:
            return Fraction(top, bottom)
        rest = 1 / (rest - whole)


def _whole(number: int, mask: str | None, share: Fraction) -> str:
    if mask is None:
        return ""
    least = mask.count("0") or (1 if share == 0 and number == 0 else 0)
    text = str(number).rjust(least, "0") if number or least else ""
    return text.rjust(mask.count("?")) + " "


def _share(share: Fraction, match: re.Match[str], *, has_whole: bool) -> str:
    bottom = match["bottom"]
    fixed = bottom.isdigit() and bool(bottom.strip("0"))
    top, under = share.numerator, share.denominator
    if fixed:
        under = int(bottom)
        top = int(share * under)
    if has_whole and top == 0:
        return " " * (len(match["top"]) + 1 + len(bottom)) if "?" in match["top"] else ""
    above = str(top).rjust(match["top"].count("0"), "0").rjust(match["top"].count("?"))
    return above + "/" + (str(under) if fixed else str(under).ljust(bottom.count("?")))
