"""Wrong values beside the right ones: what a candidate writes who nearly had it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

OTHER = "？"
_STEP = 0x40
"""How far a channel of a colour is moved: further than any tolerance of the checks."""
_LIGHT = 0xC0


def near_text(text: str) -> str:
    """Return the text without its last letter; a single letter gets one more."""
    bare = text.rstrip()
    return bare[:-1] if len("".join(bare.split())) > 1 else f"{bare}{OTHER}"


def near_number(text: str, tolerance: str = "") -> str:
    """Return a number one unit of its last place too large, and beyond a tolerance."""
    try:
        number, room = Decimal(text.strip()), abs(Decimal(tolerance.strip() or "0"))
    except InvalidOperation:
        return near_text(text)
    exponent = number.as_tuple().exponent
    unit = Decimal(1).scaleb(min(exponent if isinstance(exponent, int) else 0, 0))
    return format(number + max(unit, 2 * room), "f")


def near_value(text: str) -> str:
    """Return another number for a number, another text for a text."""
    try:
        return near_number(str(Decimal(text.strip())))
    except InvalidOperation:
        return near_text(text)


def near_colour(code: str) -> str:
    """Return "RRGGBB" with another green."""
    green = int(code[2:4], 16)
    green += _STEP if green < _LIGHT else -_STEP
    return f"{code[:2]}{green:02X}{code[4:]}"
