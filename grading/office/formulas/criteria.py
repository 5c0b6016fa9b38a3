"""Criteria of COUNTIF and its kin (">=60", "王*", "<>"), and texts with wildcards."""

from __future__ import annotations

from collections.abc import Callable

from grading.office.formulas.coercion import compare, find_number, same_number, same_text
from grading.office.formulas.values import BLANK, ERRORS, ErrorValue, Scalar

Test = Callable[[Scalar], bool]
_OPERATORS = ("<=", ">=", "<>", "<", ">", "=")


def test_of(criterion: Scalar) -> Test:
    """Return the test a criterion means."""
    if isinstance(criterion, str):
        operator = next((one for one in _OPERATORS if criterion.startswith(one)), "")
        return _text_test(operator, criterion[len(operator) :])
    if criterion is BLANK:
        return lambda value: isinstance(value, float) and value == 0
    return lambda value: _is_equal(value, criterion)


def _text_test(operator: str, text: str) -> Test:
    wanted = _operand(text)
    match operator:
        case "" | "=":
            return _equal_test(text, wanted, takes_empty=not operator)
        case "<>" if isinstance(wanted, float):
            return lambda value: not isinstance(value, float) or not same_number(value, wanted)
        case "<>":
            equal = _equal_test(text, wanted, takes_empty=False)
            return lambda value: not equal(value)
        case _:
            return _order_test(operator, wanted)


def _equal_test(text: str, wanted: Scalar, *, takes_empty: bool) -> Test:
    if text == "":
        return lambda value: value is BLANK or (takes_empty and value == "")
    if isinstance(wanted, str):
        return lambda value: isinstance(value, str) and matches(wanted, value)
    return lambda value: _is_equal(value, wanted)


def _order_test(operator: str, wanted: Scalar) -> Test:
    signs = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}[operator]

    def test(value: Scalar) -> bool:
        if type(value) is not type(wanted) or isinstance(value, ErrorValue):
            return False
        return compare(value, wanted) in signs

    return test


def _operand(text: str) -> Scalar:
    number = find_number(text)
    if number is not None:
        return number
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    return ERRORS.get(text.upper(), text)


def _is_equal(value: Scalar, wanted: Scalar) -> bool:
    if isinstance(wanted, float):
        if isinstance(value, str):
            number = find_number(value)
            return number is not None and same_number(number, wanted)
        return isinstance(value, float) and same_number(value, wanted)
    if isinstance(wanted, str):
        return isinstance(value, str) and same_text(value, wanted)
    return type(value) is type(wanted) and value is wanted


def has_wildcards(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern or "~" in pattern


def matches(pattern: str, text: str) -> bool:
    """Match a whole text: "?" is one character, "*" any number, "~" takes the next one literally."""
    if not has_wildcards(pattern):
        return same_text(pattern, text)
    return _match(_pieces(pattern), text.upper())


def find_match(pattern: str, text: str, start: int) -> int | None:
    """Return where in the text, from `start` on, a pattern of SEARCH begins."""
    pieces = [*_pieces(pattern), "*"]
    upper = text.upper() if len(text.upper()) == len(text) else text
    return next((at for at in range(start, len(text) + 1) if _match(pieces, upper[at:])), None)


def _pieces(pattern: str) -> list[str]:
    """Return single characters; "*" and "?" stand for wildcards, literal ones carry a "~"."""
    letters = iter(pattern.upper())
    return ["~" + next(letters, "") if letter == "~" else letter for letter in letters]


def _match(pieces: list[str], text: str) -> bool:
    """Match with at most one point to return to: no pattern takes more than length times length."""
    at = place = 0
    star, resume = -1, 0
    while place < len(text):
        piece = pieces[at] if at < len(pieces) else ""
        if piece == "*":
            star, resume = at, place
            at += 1
        elif piece == "?" or (piece and piece[-1] == text[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            resume += 1
            at, place = star + 1, resume
        else:
            return False
    return all(piece == "*" for piece in pieces[at:])
