"""Measures and switches as office files write them, read into exact points, numbers and truth values.

A value that makes no sense reads as None, like one that is not there: what
then holds is the default of the format, as in the programs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

Value = TypeVar("Value")

EMU_PER_POINT = 12_700
_NUMBER = re.compile(
    r"\s*((?:[+-]?[0-9]{1,12}(?:\.[0-9]{0,24})?|[+-]?\.[0-9]{1,24})(?:[eE][+-]?[0-9]{1,2})?)\s*([a-z%]{0,4})\s*"
)
_POINTS_PER = {
    "pt": Decimal(1),
    "in": Decimal(72),
    "inch": Decimal(72),
    "cm": Decimal(72) / Decimal("2.54"),
    "mm": Decimal(72) / Decimal("25.4"),
    "pc": Decimal(12),
    "pi": Decimal(12),
    "px": Decimal("0.75"),
}
_KEPT = 8192
_KEPT_LENGTH = 24
_SURE_DIGITS = 12  # as many as `_NUMBER` takes
_THOUSANDTH = Decimal("0.001")
_MEANINGLESS = Decimal(10) ** 12  # beyond any length or count; keeps sums and quotients within 28 digits


def tidy(value: Decimal) -> Decimal:
    """Round to a thousandth and write without exponent or trailing zeros."""
    if abs(value) >= _MEANINGLESS:
        return _MEANINGLESS if value > 0 else -_MEANINGLESS
    rounded = value.quantize(_THOUSANDTH)
    whole = rounded.to_integral_value()
    return Decimal(int(whole)) if rounded == whole else rounded.normalize()


def _kept(read: Callable[[str, int], Value | None]) -> Callable[[str, int], Value | None]:
    """Keep what short texts mean: a file writes the same few measures thousands of times."""
    kept = lru_cache(_KEPT)(read)
    return lambda text, units: kept(text, units) if len(text) <= _KEPT_LENGTH else read(text, units)


def whole_number(text: str | None) -> int | None:
    """Read an integer (a fraction is cut off)."""
    if text and len(text) <= _SURE_DIGITS and text.isascii() and text.isdigit():
        return int(text)
    match = _NUMBER.fullmatch(text) if text else None
    return int(Decimal(match[1])) if match and not match[2] else None


def decimal_number(text: str | None) -> Decimal | None:
    """Read a plain decimal number."""
    return _decimal(text, 1) if text else None


def exact_number(text: str) -> Decimal | None:
    """Read a number with all its digits, of any length and size; None for a text, and for NaN and Infinity."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@_kept
def _decimal(text: str, _units: int) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    return tidy(Decimal(match[1])) if match and not match[2] else None


def points(text: str | None, units_per_point: int = 1) -> Decimal | None:
    """Read a length: bare numbers in `units_per_point`, or with a unit of its own ("1.5cm")."""
    return _points(text, units_per_point) if text else None


@_kept
def _points(text: str, units_per_point: int) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    number, unit = Decimal(match[1]), match[2]
    if not unit:
        return tidy(number / units_per_point)
    return tidy(number * _POINTS_PER[unit]) if unit in _POINTS_PER else None


def twips(text: str | None) -> Decimal | None:
    """Read twentieths of a point."""
    return points(text, 20)


def half_points(text: str | None) -> Decimal | None:
    return points(text, 2)


def eighth_points(text: str | None) -> Decimal | None:
    return points(text, 8)


def emu(text: str | None) -> Decimal | None:
    """Read English metric units (12,700 a point)."""
    return points(text, EMU_PER_POINT)


def percent(text: str | None, units_per_percent: int = 1) -> Decimal | None:
    """Read a share: "50%" or bare units."""
    return _percent(text, units_per_percent) if text else None


@_kept
def _percent(text: str, units_per_percent: int) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] not in {"", "%"}:
        return None
    number = Decimal(match[1])
    return tidy(number if match[2] else number / units_per_percent)


def is_on(text: str | None, *, default: bool = True) -> bool:
    """Read a switch: "1", "true", "on" or nothing at all (`default`)."""
    if text is None:
        return default
    return text.strip().lower() not in {"0", "false", "off", "none"}


def rgb(text: str | None) -> str | None:
    """Read "1f4e79" or "FF1F4E79" as "1F4E79"; "" for "auto", None for anything else."""
    if text is None:
        return None
    bare = text.strip().lstrip("#").upper()
    if bare == "AUTO":
        return ""
    if len(bare) == 8:
        bare = bare[2:]
    return bare if len(bare) == 6 and all(c in "0123456789ABCDEF" for c in bare) else None
