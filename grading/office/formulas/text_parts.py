"""Functions that cut texts at marks or by bytes, change their width, and write numbers in other signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from grading.office.formulas.chinese_digits import chinese_shape
from grading.office.formulas.coercion import checked_text, to_text
from grading.office.formulas.criteria import find_match
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import (
    BLANK,
    CannotCalculateError,
    ErrorValue,
    FaultError,
    Matrix,
    Obstacle,
    Operand,
    Scalar,
)

_WIDE_BEGIN, _WIDE_END, _WIDE_STEP, _WIDE_BLANK = 0xFF01, 0xFF5E, 0xFEE0, "\u3000"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_MAX = 3_999
_NUMBER_STRINGS = {1: "[DBNum1]", 2: "[DBNum2]", 3: "[DBNum1]0"}
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE_NUMBER_MAX = 2**53


def _marks(scope: Scope, operand: Operand) -> list[str]:
    return [to_text(value) for value in scope.values(operand)]


def _places(text: str, marks: list[str], *, folds: bool) -> list[tuple[int, int]]:
    """Return where marks begin and end in a text, from the left, the longest where several begin at once."""
    pattern = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True) if mark)
    if not pattern:
        raise FaultError(ErrorValue.VALUE)
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE if folds else re.NOFLAG)]


def _around(*, before: bool) -> Function:
    def run(  # noqa: PLR0917 - called with the arguments of the formula
        scope: Scope,
        text: str,
        mark: Operand,
        which: int = 1,
        folds: int = 0,
        at_end: int = 0,
        missing: Operand = ErrorValue.NA,
    ) -> Operand:
        if which == 0 or abs(which) > max(len(text), 1):
            raise FaultError(ErrorValue.VALUE)
        marks = _marks(scope, mark)
        if "" in marks:  # nothing is found at once, at the side that is counted from
            whole = (which > 0) is not before
            return text if whole else ""
        found = _places(text, marks, folds=bool(folds))
        if at_end:
            found = [*found, (len(text), len(text))] if which > 0 else [(0, 0), *found]
        if abs(which) > len(found):
            return missing
        start, end = found[which - 1 if which > 0 else which]
        return text[:start] if before else text[end:]

    return Function(run, "tr", "iiir", defaults=(1.0,))


def _split(  # noqa: PLR0917 - called with the arguments of the formula
    scope: Scope,
    text: str,
    columns: Operand,
    rows: Operand = BLANK,
    skip: bool = False,  # noqa: FBT001, FBT002
    folds: int = 0,
    pad: Scalar = ErrorValue.NA,
) -> Matrix:
    lines = [text] if rows is BLANK else _pieces(text, _marks(scope, rows), skip=skip, folds=bool(folds))
    cut = [
        [line] if columns is BLANK else _pieces(line, _marks(scope, columns), skip=skip, folds=bool(folds))
        for line in lines
    ]
    width = max((len(line) for line in cut), default=0)
    if not width:
        raise FaultError(ErrorValue.CALC)
    return Matrix(tuple(tuple(line) + (pad,) * (width - len(line)) for line in cut))


def _pieces(text: str, marks: list[str], *, skip: bool, folds: bool) -> list[str]:
    found, begin = [], 0
    for start, end in _places(text, marks, folds=folds):
        found.append(text[begin:start])
        begin = end
    return [piece for piece in [*found, text[begin:]] if piece or not skip]


def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def _by_bytes(text: str, start: int, count: int) -> str:
    """Return the letters of some bytes; raises `CannotCalculateError` where a letter would be cut in two."""
    end, place, kept = start + count, 0, []
    for letter in text:
        after = place + _width(letter)
        if place < start < after or place < end < after:
            raise CannotCalculateError(Obstacle.UNSUPPORTED, letter)
        if start <= place and after <= end:
            kept.append(letter)
        place = after
    return "".join(kept)


def _counted(number: int) -> int:
    if number < 0:
        raise FaultError(ErrorValue.VALUE)
    return number


def _left_bytes(_scope: Scope, text: str, count: int = 1) -> str:
    return _by_bytes(text, 0, _counted(count))


def _right_bytes(_scope: Scope, text: str, count: int = 1) -> str:
    whole = sum(_width(letter) for letter in text)
    return _by_bytes(text, max(whole - _counted(count), 0), whole)


def _middle_bytes(_scope: Scope, text: str, start: int, count: int) -> str:
    if start < 1:
        raise FaultError(ErrorValue.VALUE)
    return _by_bytes(text, start - 1, _counted(count))


def _place_in_bytes(find: Callable[[str, str, int], int | None]) -> Function:
    def run(_scope: Scope, wanted: str, text: str, start: int = 1) -> float:
        ends, total = [0], 0
        for letter in text:
            total += _width(letter)
            ends.append(total)
        if start < 1 or start - 1 not in ends:
            raise FaultError(ErrorValue.VALUE)
        place = find(wanted, text, ends.index(start - 1))
        if place is None or place < 0:
            raise FaultError(ErrorValue.VALUE)
        return float(ends[place] + 1)

    return Function(run, "tt", "i")


def _narrow(_scope: Scope, text: str) -> str:
    return "".join(
        chr(ord(letter) - _WIDE_STEP)
        if _WIDE_BEGIN <= ord(letter) <= _WIDE_END
        else " "
        if letter == _WIDE_BLANK
        else letter
        for letter in text
    )


def _wide(_scope: Scope, text: str) -> str:
    return "".join(
        _WIDE_BLANK if letter == " " else chr(ord(letter) + _WIDE_STEP) if "!" <= letter <= "~" else letter
        for letter in text
    )


def _number_string(_scope: Scope, number: float, way: int) -> str:
    if way not in _NUMBER_STRINGS or number < 0:
        raise FaultError(ErrorValue.NUM)
    return chinese_shape(float(round(number)), _NUMBER_STRINGS[way]) or ""


def _roman(_scope: Scope, number: int, form: int = 0) -> str:
    if not 0 <= number <= _ROMAN_MAX:
        raise FaultError(ErrorValue.VALUE)
    if form != 0:
        raise CannotCalculateError(Obstacle.UNSUPPORTED, f"ROMAN {form}")
    shown = ""
    for size, signs in _ROMAN:
        times, number = divmod(number, size)
        shown += signs * times
    return shown


def _from_roman(_scope: Scope, text: str) -> float:
    signs = text.strip().upper()
    negative = signs.startswith("-")
    sizes = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}.get(one, 0) for one in signs.lstrip("-")]
    if 0 in sizes:
        raise FaultError(ErrorValue.VALUE)
    total = sum(
        -size if index + 1 < len(sizes) and size < sizes[index + 1] else size for index, size in enumerate(sizes)
    )
    return float(-total if negative else total)


def _in_base(_scope: Scope, number: int, base: int, least: int = 0) -> str:
    if not 2 <= base <= 36 or not 0 <= number < _BASE_NUMBER_MAX or not 0 <= least <= 255:
        raise FaultError(ErrorValue.NUM)
    shown = ""
    while number:
        number, digit = divmod(number, base)
        shown = _DIGITS[digit] + shown
    return (shown or "0").rjust(least, "0")


def _from_base(_scope: Scope, text: str, base: int) -> float:
    if not 2 <= base <= 36 or len(text) > 255:
        raise FaultError(ErrorValue.NUM)
    try:
        return float(int(text.strip() or "0", base))
    except ValueError as error:
        raise FaultError(ErrorValue.NUM) from error


TEXT_PARTS: dict[str, Function] = {
    "TEXTBEFORE": _around(before=True),
    "TEXTAFTER": _around(before=False),
    "TEXTSPLIT": Function(_split, "tr", "rbie"),
    "LEFTB": Function(_left_bytes, "t", "i"),
    "RIGHTB": Function(_right_bytes, "t", "i"),
    "MIDB": Function(_middle_bytes, "tii"),
    "FINDB": _place_in_bytes(lambda wanted, text, start: text.find(wanted, start)),
    "SEARCHB": _place_in_bytes(find_match),
    "ASC": Function(_narrow, "t"),
    "WIDECHAR": Function(_wide, "t"),
    "DBCS": Function(_wide, "t"),
    "NUMBERSTRING": Function(_number_string, "ni"),
    "ROMAN": Function(_roman, "i", "i"),
    "ARABIC": Function(_from_roman, "t"),
    "BASE": Function(_in_base, "ii", "i"),
    "DECIMAL": Function(_from_base, "ti"),
    "ENCODEURL": Function(lambda _scope, text: checked_text(quote(text, safe="")), "t"),
}
