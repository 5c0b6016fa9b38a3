"""Turns values of one kind into another and compares them, with the rules of a sheet."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from grading.office.formulas.values import (
    BLANK,
    TEXT_MAX,
    Blank,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Obstacle,
    Scalar,
)

_NUMBER = re.compile(
    r"([+-]?)\s*[¥￥$]?\s*(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(E[+-]?\d{1,3})?\s*(%?)", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?(?:\s+(.+))?")
_MONTH = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})月?")
_TIME = re.compile(
    r"(?P<first>上午|下午)?\s*(?P<hours>\d{1,4})(?::|时)(?P<minutes>\d{1,2})分?"
    r"(?::?(?P<seconds>\d{1,2}(?:\.\d{1,6})?)秒?)?(?:\s*(?P<last>AM|PM))?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(([^()+-]+)\)")
_MIXED = re.compile(r"([+-]?)(\d{1,9}) (\d{1,5})/(\d{1,5})")
_DEPENDS = re.compile(
    r"\d{1,2}[-/]\d{1,2}(?:[-/]\d{1,4})?|\d{1,2}月\d{1,2}日?|\d{2}年\d{1,2}月(?:\d{1,2}日?)?|.*[０-９].*"
    r"|\d{1,2}[- ]?[A-Za-z]{3,9}(?:[- ,]+\d{2,4})?|[A-Za-z]{3,9}[- ]\d{1,4}(?:,? ?\d{4})?",
    re.DOTALL,
)
"""Days without a year, years of two digits, month names, wide digits: their number depends on the day or system."""
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
    if number is not None:
        return number
    if len(str(value)) <= _NUMBER_LENGTH_MAX and _DEPENDS.fullmatch(str(value).strip()):
        raise CannotCalculateError(Obstacle.UNSUPPORTED, str(value))
    raise FaultError(ErrorValue.VALUE)


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
    if bracketed := _BRACKETED.fullmatch(bare):  # as accountants write what is below nothing
        inside = _NUMBER.fullmatch(bracketed[1].strip())
        return None if inside is None else -(find_number(bracketed[1]) or 0.0)
    if mixed := _MIXED.fullmatch(bare):
        share = int(mixed[3]) / int(mixed[4]) if int(mixed[4]) else math.inf
        return None if math.isinf(share) else math.copysign(int(mixed[2]) + share, -1 if mixed[1] == "-" else 1)
    return _find_moment(bare)


def _find_moment(text: str) -> float | None:
    if day := _DATE.fullmatch(text):
        return _read_date(int(day[1]), int(day[2]), int(day[3]), day[4])
    if month := _MONTH.fullmatch(text):
        return _read_date(int(month[1]), int(month[2]), 1, "")
    return _read_time(text)


def _read_date(year: int, month: int, day: int, clock: str) -> float | None:
    try:
        days = (date(year, month, day) - _EPOCH).days
    except ValueError:
        return None
    share = _read_time(clock) if clock else 0.0
    return None if share is None or days < 61 else days + share


def _read_time(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if match is None or int(match["minutes"]) > 59 or (match["first"] and match["last"]):
        return None
    hours, half = int(match["hours"]), (match["first"] or match["last"] or "").upper()
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in {"PM", "下午"} else 0)
    return (hours * 3600 + int(match["minutes"]) * 60 + float(match["seconds"] or 0)) / 86_400


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
