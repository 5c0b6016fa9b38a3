"""Functions of numbers beyond arithmetic: other number bases, bits, hyperbolic and reciprocal angles, steps."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import ErrorValue, FaultError, finite

_PLACES_MAX = 10
_BITS = {2: 10, 8: 30, 16: 40}
"""How many bits the ten digits of a base have; the first is the sign."""
_DIGITS = {2: re.compile(r"[01]{0,10}"), 8: re.compile(r"[0-7]{0,10}"), 16: re.compile(r"[0-9A-Fa-f]{0,10}")}
_BIT_NUMBER_MAX, _SHIFT_MAX = 2**48, 53


def _from_base(base: int) -> Callable[[str], int]:
    def run(text: str) -> int:
        digits = text.strip()
        if not _DIGITS[base].fullmatch(digits):
            raise FaultError(ErrorValue.NUM)
        number, bits = int(digits or "0", base), _BITS[base]
        return number - 2**bits if number >= 2 ** (bits - 1) else number

    return run


def _to_base(number: int, base: int, places: int | None) -> str:
    bits = _BITS[base]
    if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
        raise FaultError(ErrorValue.NUM)
    if number < 0:  # ten digits of two's complement, however many places are asked for
        return _spelled(number + 2**bits, base).zfill(_PLACES_MAX)
    text = _spelled(number, base)
    if places is not None and len(text) > places:
        raise FaultError(ErrorValue.NUM)
    return text.zfill(places or 0)


def _spelled(number: int, base: int) -> str:
    return format(number, {2: "b", 8: "o", 16: "X"}[base])


def _base_change(source: int, target: int) -> Function:
    def to_decimal(_scope: Scope, text: str) -> float:
        return float(_from_base(source)(text))

    def change(_scope: Scope, given: str | int, places: int | None = None) -> str:
        if places is not None and not 1 <= places <= _PLACES_MAX:
            raise FaultError(ErrorValue.NUM)
        return _to_base(_from_base(source)(given) if isinstance(given, str) else given, target, places)

    return Function(to_decimal, "t") if target == 10 else Function(change, "i" if source == 10 else "t", "i")


def _bits(join: Callable[[int, int], int]) -> Function:
    def run(_scope: Scope, one: float, other: float) -> float:
        for number in (one, other):
            if number != int(number) or not 0 <= number < _BIT_NUMBER_MAX:
                raise FaultError(ErrorValue.NUM)
        return float(join(int(one), int(other)))

    return Function(run, "nn")


def _shifted(direction: int) -> Function:
    def run(_scope: Scope, number: float, places: int) -> float:
        if number != int(number) or not 0 <= number < _BIT_NUMBER_MAX or abs(places) > _SHIFT_MAX:
            raise FaultError(ErrorValue.NUM)
        steps = places * direction
        found = int(number) << steps if steps >= 0 else int(number) >> -steps
        if found >= _BIT_NUMBER_MAX:
            raise FaultError(ErrorValue.NUM)
        return float(found)

    return Function(run, "ni")


def _angle(run: Callable[[float], float]) -> Function:
    def call(_scope: Scope, number: float) -> float:
        try:
            return finite(run(number))
        except ZeroDivisionError as error:
            raise FaultError(ErrorValue.DIV0) from error
        except (ValueError, OverflowError) as error:
            raise FaultError(ErrorValue.NUM) from error

    return Function(call, "n")


def _stepped(way: str, *, knows_mode: bool) -> Function:
    """Return a rounding to steps whose sign does not matter; with a mode, negative numbers go the other way."""

    def run(_scope: Scope, number: float, step: float | None = None, mode: float = 0.0) -> float:
        size = abs(1.0 if step is None else step)
        if size == 0 or number == 0:
            return 0.0
        other = ROUND_FLOOR if way == ROUND_CEILING else ROUND_CEILING
        rounding = other if number < 0 and mode else way
        return finite(float(Decimal(f"{number / size:.15g}").to_integral_value(rounding=rounding)) * size)

    return Function(run, "n", "nn" if knows_mode else "n", defaults=(1.0,))


NUMBERS: dict[str, Function] = {
    **{
        f"{source_name}2{target_name}": _base_change(source, target)
        for source_name, source in (("DEC", 10), ("BIN", 2), ("OCT", 8), ("HEX", 16))
        for target_name, target in (("DEC", 10), ("BIN", 2), ("OCT", 8), ("HEX", 16))
        if source != target
    },
    "BITAND": _bits(lambda one, other: one & other),
    "BITOR": _bits(lambda one, other: one | other),
    "BITXOR": _bits(lambda one, other: one ^ other),
    "BITLSHIFT": _shifted(1),
    "BITRSHIFT": _shifted(-1),
    "SINH": _angle(math.sinh),
    "COSH": _angle(math.cosh),
    "TANH": _angle(math.tanh),
    "ASINH": _angle(math.asinh),
    "ACOSH": _angle(math.acosh),
    "ATANH": _angle(math.atanh),
    "SEC": _angle(lambda number: 1 / math.cos(number)),
    "CSC": _angle(lambda number: 1 / math.sin(number)),
    "COT": _angle(lambda number: 1 / math.tan(number)),
    "SECH": _angle(lambda number: 1 / math.cosh(number)),
    "CSCH": _angle(lambda number: 1 / math.sinh(number)),
    "COTH": _angle(lambda number: 1 / math.tanh(number)),
    "ACOT": _angle(lambda number: math.pi / 2 - math.atan(number)),
    "ACOTH": _angle(lambda number: math.atanh(1 / number)),
    "CEILING.MATH": _stepped(ROUND_CEILING, knows_mode=True),
    "FLOOR.MATH": _stepped(ROUND_FLOOR, knows_mode=True),
    "CEILING.PRECISE": _stepped(ROUND_CEILING, knows_mode=False),
    "ISO.CEILING": _stepped(ROUND_CEILING, knows_mode=False),
    "FLOOR.PRECISE": _stepped(ROUND_FLOOR, knows_mode=False),
}
