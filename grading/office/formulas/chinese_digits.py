"""Numbers in Chinese digits, as the tags [DBNum1] (一百) and [DBNum2] (壹佰) of a format code show them.

[DBNum3] is not shown at all rather than wrongly. The zero of [DBNum1] is written 〇 (U+3007) here; programs also
write ○ (U+25CB), and `same_zero` takes one for the other.
"""

from __future__ import annotations

import re
from decimal import Decimal

from grading.office.formulas.values import CannotCalculateError, Obstacle

TAG = re.compile(r"\[DBNum(?P<which>[123])\]", re.IGNORECASE)
_LOCALE = re.compile(r"\[\$-[0-9A-Za-z-]+\]")
_ZERO, _OTHER_ZERO = "〇", "○"
_DIGITS = {"1": _ZERO + "一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_PLACES = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿")
_LITERALS = r"""(?:"[^"]*"|[\u4e00-\u9fff])*"""
_MASK = re.compile(
    rf"(?P<before>{_LITERALS})(?P<mask>General|G/通用格式|0+(?:\.0+)?|)(?P<after>{_LITERALS})", re.IGNORECASE
)
_WHOLE_MAX = 10**12


def chinese_shape(number: float, code: str) -> str | None:
    """Return a number in Chinese digits, None if the code asks for none; raises `CannotCalculateError`.

    Alone or with General the number is written with its places (壹佰贰拾叁); with a
    mask of zeros digit by digit (壹贰叁).
    """
    tag = TAG.search(code)
    if tag is None:
        return None
    if tag["which"] == "3":
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
    which, found = tag["which"], _MASK.fullmatch(_LOCALE.sub("", TAG.sub("", code)).strip())
    if found is None:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
    sign = "-" if number < 0 else ""
    exact, mask = abs(Decimal(f"{number:.15g}")), found["mask"]
    if mask.startswith("0"):
        whole, _point, fraction = mask.partition(".")
        text = f"{exact:.{len(fraction)}f}".rjust(len(whole) + len(fraction) + bool(fraction), "0")
        shown = _digit_by_digit(text, which)
    else:
        shown = _with_places(exact, which)
    return sign + found["before"].replace('"', "") + shown + found["after"].replace('"', "")


def chinese_year(year: str, which: str) -> str:
    """Return the digits of a year one by one (二〇二四)."""
    return _digit_by_digit(year, which)


def chinese_count(number: int, which: str) -> str:
    """Return a day, month or hour as it is said: 十五, and not 一十五 as a number on its own is written."""
    shown = _whole(number, which)
    return shown[1:] if 10 <= number < 20 else shown


def same_zero(text: str) -> str:
    """Return a text with one sign for the Chinese zero, of which programs write two."""
    return text.replace(_OTHER_ZERO, _ZERO)


def _digit_by_digit(text: str, which: str) -> str:
    return "".join(_DIGITS[which][int(letter)] if letter.isdigit() else letter for letter in text)


def _with_places(number: Decimal, which: str) -> str:
    whole = int(number)
    if whole >= _WHOLE_MAX:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, "DBNum")
    fraction = f"{number % 1:f}".partition(".")[2].rstrip("0")
    return _whole(whole, which) + ("." + _digit_by_digit(fraction, which) if fraction else "")


def _whole(number: int, which: str) -> str:
    if number == 0:
        return _DIGITS[which][0]
    text, pending = "", False
    groups = _groups(number)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            pending = bool(text)
            continue
        if text and (pending or group < 1000):
            text += _DIGITS[which][0]
        text += _group(group, which) + _GROUPS[place]
        pending = False
    return text


def _groups(number: int) -> list[int]:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    return groups


def _group(number: int, which: str) -> str:
    text, pending = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            pending = bool(text)
            continue
        text += (_DIGITS[which][0] if pending else "") + _DIGITS[which][digit] + _PLACES[which][place]
        pending = False
    return text
