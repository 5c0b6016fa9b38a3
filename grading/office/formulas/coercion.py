"""Turns values of one kind into another and compares them, with the rules of a sheet."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from grading.office.formulas.values import BLANK, TEXT_MAX, Blank, ErrorValue, FaultError, Scalar

_NUMBER = re.compile(
    r"([+-]?)\s*[¥￥$]?\s*(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(E[+-]?\d{1,3})?\s*(%?)", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?(?:\s+(.+))?")
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}(?:\.\d{1,6})?))?(?:\s*(AM|PM))?", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)
_NUMBER_LENGTH_MAX = 60
_LARGE, _SMALL = 1e21, 1e-9
_NOISE = 1e-12


def to_number(value: Scalar) -> float:
    """Return the number a value stands for; raises `FaultError`."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return float(value)
    if value is BLANK:
        return 0.0
    if isinstance(value, ErrorValue):
        raise FaultError(value)
    number = find_number(str(value))
    if number is None:
        raise FaultError(ErrorValue.VALUE)
    return number


def find_number(text: str) -> float | None:
    """Read a text as a person types a number, percentage, date or time; None if it is none."""
    bare = text.strip()
    if not bare or len(bare) > _NUMBER_LENGTH_MAX:
        return None
    match = _NUMBER.fullmatch(bare)
    if match:
        number = float(match[1] + match[2].replace(",", "") + (match[3] or ""))
        if not math.isfinite(number):
            return None
        return number / 100 if match[4] else number
    day = _DATE.fullmatch(bare)
    if day:
        return _read_date(day)
    return _read_time(bare)


def _read_date(match: re.Match[str]) -> float | None:
    try:
        days = (date(int(match[1]), int(match[2]), int(match[3])) - _EPOCH).days
    except ValueError:
        return None
    share = _read_time(match[4]) if match[4] else 0.0
    return None if share is None or days < 61 else days + share


def _read_time(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if match is None or int(match[2]) > 59:
        return None
    hours = int(match[1])
    if match[4]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if match[4].upper() == "PM" else 0)
    return (hours * 3600 + int(match[2]) * 60 + float(match[3] or 0)) / 86_400


def to_text(value: Scalar) -> str:
    """Return a value as text; raises `FaultError`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, ErrorValue):
        raise FaultError(value)
    return ""


def number_text(number: float) -> str:
    """Write a number as the General format does, with at most 15 digits."""
    if number == 0:
        return "0"
    size = abs(number)
    text = f"{number:.15g}"
    if size >= _LARGE or size < _SMALL:
        mantissa, _e, exponent = f"{number:.14e}".partition("e")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
    if "e" in text:
        text = f"{Decimal(text):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_truth(value: Scalar) -> bool:
    """Return the truth a value stands for; raises `FaultError`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip().upper()
        if word in {"TRUE", "FALSE"}:
            return word == "TRUE"
        raise FaultError(ErrorValue.VALUE)
    return to_number(value) != 0


def checked_text(text: str) -> str:
    """Return the text; raises `FaultError` when a cell could not hold it."""
    if len(text) > TEXT_MAX:
        raise FaultError(ErrorValue.VALUE)
    return text


def same_number(one: float, other: float) -> bool:
    """Tell whether two numbers agree in 15 digits, which is as far as office programs look."""
    if one == other:
        return True
    if abs(one - other) > _NOISE * max(abs(one), abs(other)):
        return False
    return f"{one:.14e}" == f"{other:.14e}"


def compare(one: Scalar, other: Scalar) -> int:
    """Return -1, 0 or 1: numbers come before texts, texts before truth values; raises `FaultError` for errors."""
    for value in (one, other):
        if isinstance(value, ErrorValue):
            raise FaultError(value)
    left, right = _filled(one, other), _filled(other, one)
    if isinstance(left, float) and isinstance(right, float):
        return 0 if same_number(left, right) else (left > right) - (left < right)
    ranks = _rank(left), _rank(right)
    if ranks[0] != ranks[1]:
        return (ranks[0] > ranks[1]) - (ranks[0] < ranks[1])
    if isinstance(left, str) and isinstance(right, str):
        keys = text_key(left), text_key(right)
        return (keys[0] > keys[1]) - (keys[0] < keys[1])
    return (left is True) - (right is True)


def text_key(text: str) -> bytes:
    """Return what texts are ordered by: small letters as capitals, common Chinese characters by their sound.

    The first level of GB 2312 is in order of pinyin; further characters follow by radical.
    """
    return text.upper().encode("gb18030", "surrogatepass")


def same_text(one: str, other: str) -> bool:
    """Tell whether texts are equal, letter case aside."""
    return one == other or one.upper() == other.upper()


def _filled(value: Scalar, other: Scalar) -> Scalar:
    if not isinstance(value, Blank):
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
