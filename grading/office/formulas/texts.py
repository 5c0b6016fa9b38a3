"""Functions of texts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from grading.office.formulas.coercion import checked_text, find_number, to_number, to_text
from grading.office.formulas.criteria import find_match
from grading.office.formulas.mathematics import rounded
from grading.office.formulas.number_shape import shape, shape_text
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import TEXT_MAX, ErrorValue, FaultError, Operand, Scalar

_SEARCH_STEP = 50


def _count(number: int) -> int:
    if number < 0:
        raise FaultError(ErrorValue.VALUE)
    return min(number, TEXT_MAX)


def _left(_scope: Scope, text: str, count: int = 1) -> str:
    return text[: _count(count)]


def _right(_scope: Scope, text: str, count: int = 1) -> str:
    return text[-_count(count) :] if count else text[:0]


def _mid(_scope: Scope, text: str, start: int, count: int) -> str:
    if start < 1:
        raise FaultError(ErrorValue.VALUE)
    return text[start - 1 : start - 1 + _count(count)]


def _find(_scope: Scope, wanted: str, text: str, start: int = 1) -> float:
    if not 1 <= start <= len(text) + 1:
        raise FaultError(ErrorValue.VALUE)
    place = text.find(wanted, start - 1)
    if place < 0:
        raise FaultError(ErrorValue.VALUE)
    return float(place + 1)


def _search(scope: Scope, wanted: str, text: str, start: int = 1) -> float:
    if not 1 <= start <= len(text) + 1:
        raise FaultError(ErrorValue.VALUE)
    scope.cells.spend(len(text) * len(text) * (len(wanted) + 1) // _SEARCH_STEP)
    place = find_match(wanted, text, start - 1)
    if place is None:
        raise FaultError(ErrorValue.VALUE)
    return float(place + 1)


def _joined(scope: Scope, *operands: Operand) -> str:
    return checked_text("".join(to_text(value) for operand in operands for value in scope.values(operand)))


def _concatenated(_scope: Scope, *texts: str) -> str:
    return checked_text("".join(texts))


def _join_with(scope: Scope, separator: str, skip: bool, *operands: Operand) -> str:  # noqa: FBT001
    texts = [to_text(value) for operand in operands for value in scope.values(operand)]
    return checked_text(separator.join(text for text in texts if text or not skip))


def _trim(_scope: Scope, text: str) -> str:
    return re.sub(" +", " ", text).strip(" ")


def _clean(_scope: Scope, text: str) -> str:
    return "".join(letter for letter in text if ord(letter) >= 32)


def _proper(_scope: Scope, text: str) -> str:
    shown, is_start = [], True
    for letter in text:
        shown.append(letter.upper() if is_start else letter.lower())
        is_start = not letter.isalpha()
    return "".join(shown)


def _substitute(_scope: Scope, text: str, old: str, new: str, which: int | None = None) -> str:
    if not old:
        return text
    if which is None:
        return checked_text(text.replace(old, new))
    if which < 1:
        raise FaultError(ErrorValue.VALUE)
    place = -1
    for _turn in range(which):
        place = text.find(old, place + 1)
        if place < 0:
            return text
    return checked_text(text[:place] + new + text[place + len(old) :])


def _replace(_scope: Scope, text: str, start: int, count: int, new: str) -> str:
    if start < 1:
        raise FaultError(ErrorValue.VALUE)
    return checked_text(text[: start - 1] + new + text[start - 1 + _count(count) :])


def _repeat(_scope: Scope, text: str, count: int) -> str:
    if count < 0 or len(text) * count > TEXT_MAX:
        raise FaultError(ErrorValue.VALUE)
    return text * count


def _value(_scope: Scope, value: Scalar) -> float:
    return to_number(value)


def _text(scope: Scope, value: Scalar, code: str) -> str:
    if isinstance(value, bool):
        return shape_text(to_text(value), code)
    if isinstance(value, str):
        number = find_number(value)
        if number is None:
            return shape_text(value, code)
        value = number
    return checked_text(shape(to_number(value), code, starts_1904=scope.starts_1904))


def _fixed(_scope: Scope, number: float, digits: int = 2, plain: bool = False) -> str:  # noqa: FBT001, FBT002
    value = Decimal(f"{rounded(number, digits, 'ROUND_HALF_UP'):.15g}")
    places = max(min(digits, 127), 0)
    return f"{value:.{places}f}" if plain else f"{value:,.{places}f}"


def _character(_scope: Scope, number: int) -> str:
    if not 1 <= number <= 255:
        raise FaultError(ErrorValue.VALUE)
    return bytes((number,)).decode("cp1252", "replace") if number < 128 else chr(number)


def _code(_scope: Scope, text: str) -> float:
    if not text:
        raise FaultError(ErrorValue.VALUE)
    return float(int.from_bytes(text[0].encode("gb18030")[:2]))


def _unicode_character(_scope: Scope, number: int) -> str:
    if not 1 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise FaultError(ErrorValue.VALUE)
    return chr(number)


def _unicode(_scope: Scope, text: str) -> float:
    if not text:
        raise FaultError(ErrorValue.VALUE)
    return float(ord(text[0]))


def _byte_width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def _length_in_bytes(_scope: Scope, text: str) -> float:
    return float(sum(_byte_width(letter) for letter in text))


def _exact(_scope: Scope, one: str, other: str) -> bool:
    return one == other


def _number_value(_scope: Scope, text: str) -> float:
    return to_number(text.replace(" ", "") or 0.0)


TEXTS: dict[str, Function] = {
    "LEFT": Function(_left, "t", "i"),
    "RIGHT": Function(_right, "t", "i"),
    "MID": Function(_mid, "tii"),
    "LEN": Function(lambda _scope, text: float(len(text)), "t"),
    "LENB": Function(_length_in_bytes, "t"),
    "FIND": Function(_find, "tt", "i"),
    "SEARCH": Function(_search, "tt", "i"),
    "CONCATENATE": Function(_concatenated, "t", repeat="t"),
    "CONCAT": Function(_joined, "r", repeat="r"),
    "TEXTJOIN": Function(_join_with, "tbr", repeat="r"),
    "UPPER": Function(lambda _scope, text: text.upper(), "t"),
    "LOWER": Function(lambda _scope, text: text.lower(), "t"),
    "PROPER": Function(_proper, "t"),
    "TRIM": Function(_trim, "t"),
    "CLEAN": Function(_clean, "t"),
    "SUBSTITUTE": Function(_substitute, "ttt", "i"),
    "REPLACE": Function(_replace, "tiit"),
    "REPT": Function(_repeat, "ti"),
    "VALUE": Function(_value, "v"),
    "NUMBERVALUE": Function(_number_value, "t"),
    "TEXT": Function(_text, "vt"),
    "FIXED": Function(_fixed, "n", "ib"),
    "EXACT": Function(_exact, "tt"),
    "CHAR": Function(_character, "i"),
    "CODE": Function(_code, "t"),
    "UNICHAR": Function(_unicode_character, "i"),
    "UNICODE": Function(_unicode, "t"),
}
