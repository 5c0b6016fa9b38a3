"""How a fill-in is made comparable: trim, fold widths, quotes and dashes; never NFKC.

NFKC would turn 10² into 102 and ½ into 1⁄2, which are other answers; folding
the full-width forms one by one does not.
"""

from __future__ import annotations

import re
from fractions import Fraction

from itembank.model.marking import TextNormal

FULL_WIDTH_FIRST, FULL_WIDTH_LAST, FULL_WIDTH_SHIFT = 0xFF01, 0xFF5E, 0xFEE0
IDEOGRAPHIC_SPACE = "\u3000"
QUOTES = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        "。": ".",
        "、": ",",
    }
)
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
BLANKS = re.compile(r"\s+")
NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,40})?(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?")
MAX_EXPONENT = 100


def normalise(text: str, normal: TextNormal) -> str:
    """Return the comparable form of a fill-in under the item's flags."""
    text = INVISIBLE.sub("", text)
    if normal.fold_width:
        text = fold_width(text)
    if normal.fold_quotes:
        text = text.translate(QUOTES)
    text = BLANKS.sub("" if normal.ignore_inner_blanks else " ", text).strip()
    return text.casefold() if normal.ignore_case else text


def fold_width(text: str) -> str:
    """Turn full-width letters, digits and signs and the ideographic space into their plain forms."""
    return "".join(_narrow(character) for character in text)


def read_number(text: str) -> Fraction | None:
    """Return the exact value of a decimal number ("1,234.50", "-3", ".5", "1e3"), or None."""
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals, exponent = found.groups()
    if not (whole or decimals) or abs(int(exponent or 0)) > MAX_EXPONENT:
        return None
    digits = (whole or "").replace(",", "") + (decimals or "")
    value = Fraction(int(digits or "0")) * Fraction(10) ** (int(exponent or 0) - len(decimals or ""))
    return -value if sign == "-" else value


def _narrow(character: str) -> str:
    code = ord(character)
    if FULL_WIDTH_FIRST <= code <= FULL_WIDTH_LAST:
        return chr(code - FULL_WIDTH_SHIFT)
    return " " if character == IDEOGRAPHIC_SPACE else character
