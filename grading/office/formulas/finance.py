"""Functions of interest: payments, present and future values, periods."""

from __future__ import annotations

import math

from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import ErrorValue, FaultError, finite


def _growth(rate: float, periods: float) -> float:
    try:
        return finite((1 + rate) ** periods)
    except (OverflowError, ZeroDivisionError, TypeError) as error:
        raise FaultError(ErrorValue.NUM) from error


def _annuity(rate: float, periods: float, at_start: float) -> float:
    """Return what a payment of 1 each period has grown to at the end."""
    if rate == 0:
        return periods
    return (_growth(rate, periods) - 1) / rate * (1 + rate * (1 if at_start else 0))


def _payment(
    _scope: Scope, rate: float, periods: float, present: float, future: float = 0.0, at_start: float = 0.0
) -> float:
    sum_of_ones = _annuity(rate, periods, at_start)
    if sum_of_ones == 0:
        raise FaultError(ErrorValue.NUM)
    return -(future + present * _growth(rate, periods)) / sum_of_ones


def _future(
    _scope: Scope, rate: float, periods: float, payment: float, present: float = 0.0, at_start: float = 0.0
) -> float:
    return -(present * _growth(rate, periods) + payment * _annuity(rate, periods, at_start))


def _present(
    _scope: Scope, rate: float, periods: float, payment: float, future: float = 0.0, at_start: float = 0.0
) -> float:
    return -(future + payment * _annuity(rate, periods, at_start)) / _growth(rate, periods)


def _periods(
    _scope: Scope, rate: float, payment: float, present: float, future: float = 0.0, at_start: float = 0.0
) -> float:
    if rate == 0:
        if payment == 0:
            raise FaultError(ErrorValue.NUM)
        return -(present + future) / payment
    each = payment * (1 + rate * (1 if at_start else 0)) / rate
    above, below = each - future, each + present
    if below == 0 or above / below <= 0 or rate <= -1:
        raise FaultError(ErrorValue.NUM)
    return math.log(above / below) / math.log(1 + rate)


FINANCE: dict[str, Function] = {
    "PMT": Function(_payment, "nnn", "nn"),
    "FV": Function(_future, "nnn", "nn"),
    "PV": Function(_present, "nnn", "nn"),
    "NPER": Function(_periods, "nnn", "nn"),
}
