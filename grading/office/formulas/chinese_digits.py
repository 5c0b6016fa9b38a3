"""Numbers in Chinese digits, as the tags [DBNum1] (一百) and [DBNum2] (壹佰) of a format code show them.

[DBNum3], and a zero under [DBNum1] (a sign that differs by program), are not shown at all rather than wrongly.
"""

from __future__ import annotations

import re
from decimal import Decimal

from grading.office.formulas.values import CannotCalculateError, Obstacle

TAG = re.compile(r"\[DBNum(?P<which>[123])\]", re.IGNORECASE)
_LOCALE = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
_UNSURE = "○"
_DIGITS = {"1": _UNSURE + "一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_PLACES = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿")
_GENERAL = {"", "general", "g/通用格式"}
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
    which, mask = tag["which"], _LOCALE.sub("", TAG.sub("", code)).strip()
    sign = "-" if number < 0 else ""
    exact = abs(Decimal(f"{number:.15g}"))
    if mask.lower() in _GENERAL:
        shown = _with_places(exact, which)
    elif re.fullmatch(r"0+(?:\.0+)?", mask):
        whole, _point, fraction = mask.partition(".")
        text = f"{exact:.{len(fraction)}f}".rjust(len(whole) + len(fraction) + bool(fraction), "0")
        shown = _digit_by_digit(text, which)
    else:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
    if _UNSURE in shown:
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
    return sign + shown


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
