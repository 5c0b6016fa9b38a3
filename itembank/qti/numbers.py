"""Numbers of QTI attributes as exact fractions."""

from __future__ import annotations

import re
from fractions import Fraction

NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?")
MAX_EXPONENT = 308


def find_fraction(text: str | None) -> Fraction | None:
    """Return the exact value of an XML integer or double, or None when it is not one."""
    text = (text or "").strip()
    if not NUMBER.fullmatch(text):
        return None
    mantissa, _e, exponent = text.lower().partition("e")
    if abs(int(exponent or 0)) > MAX_EXPONENT:
        return None
    return Fraction(mantissa) * Fraction(10) ** int(exponent or 0)
