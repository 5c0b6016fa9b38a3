"""Functions of interest: payments, present and future values, periods, rates; and how things lose their worth."""

from __future__ import annotations

import math
from collections.abc import Callable

from grading.office.formulas.gather import numbers
from grading.office.formulas.mathematics import rounded
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import ErrorValue, FaultError, Operand, finite

_TURNS_MAX = 100
_SETTLED, _NEAR_ENOUGH = 1e-12, 1e-6


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


def _rate(  # noqa: PLR0917 - called with the arguments of the formula
    _scope: Scope,
    periods: float,
    payment: float,
    present: float,
    future: float = 0.0,
    at_start: float = 0.0,
    guess: float = 0.1,
) -> float:
    def rest(rate: float) -> float:
        return present * _growth(rate, periods) + payment * _annuity(rate, periods, at_start) + future

    return _zero_of(rest, guess)


def _present_of_flows(scope: Scope, rate: float, *operands: Operand) -> float:
    flows = numbers(scope, operands)
    if rate == -1:
        raise FaultError(ErrorValue.DIV0)
    return math.fsum(flow / _growth(rate, number) for number, flow in enumerate(flows, 1))


def _own_rate(scope: Scope, operand: Operand, guess: float = 0.1) -> float:
    flows = numbers(scope, (operand,))
    if not any(flow > 0 for flow in flows) or not any(flow < 0 for flow in flows):
        raise FaultError(ErrorValue.NUM)
    return _zero_of(lambda rate: math.fsum(f / _growth(rate, n) for n, f in enumerate(flows)), guess)


def _zero_of(run: Callable[[float], float], guess: float) -> float:
    """Find where a curve crosses nothing, by secants from the guess; raises `FaultError` where it does not settle."""
    before, now = guess, guess * 1.01 + 1e-4
    low, high = run(before), run(now)
    for _turn in range(_TURNS_MAX):
        if abs(high) < _SETTLED or high == low:
            break
        before, now = now, now - high * (now - before) / (high - low)
        if now <= -1:
            now = (before - 0.99) / 2
        low, high = high, run(now)
    if abs(high) > _NEAR_ENOUGH:
        raise FaultError(ErrorValue.NUM)
    return now


def _interest(  # noqa: PLR0917 - called with the arguments of the formula
    scope: Scope,
    rate: float,
    period: float,
    periods: float,
    present: float,
    future: float = 0.0,
    at_start: float = 0.0,
) -> float:
    if not 1 <= period <= periods:
        raise FaultError(ErrorValue.NUM)
    payment = _payment(scope, rate, periods, present, future, at_start)
    if at_start:
        if period == 1:
            return 0.0
        return (_future(scope, rate, period - 2, payment, present, 1.0) - payment) * rate
    return _future(scope, rate, period - 1, payment, present, 0.0) * rate


def _principal(  # noqa: PLR0917 - called with the arguments of the formula
    scope: Scope,
    rate: float,
    period: float,
    periods: float,
    present: float,
    future: float = 0.0,
    at_start: float = 0.0,
) -> float:
    interest = _interest(scope, rate, period, periods, present, future, at_start)
    return _payment(scope, rate, periods, present, future, at_start) - interest


def _evenly(_scope: Scope, cost: float, rest: float, life: float) -> float:
    if life == 0:
        raise FaultError(ErrorValue.DIV0)
    return (cost - rest) / life


def _by_years(_scope: Scope, cost: float, rest: float, life: float, period: float) -> float:
    if life <= 0 or not 1 <= period <= life:
        raise FaultError(ErrorValue.NUM)
    return (cost - rest) * (life - period + 1) * 2 / (life * (life + 1))


def _declining(_scope: Scope, cost: float, rest: float, life: float, period: float, factor: float = 2.0) -> float:
    if cost < 0 or rest < 0 or life <= 0 or not 0 < period <= life or factor <= 0:
        raise FaultError(ErrorValue.NUM)
    share = min(factor / life, 1.0)
    before, after = float(cost * (1 - share) ** (period - 1)), float(cost * (1 - share) ** period)
    return max(before - max(after, rest), 0.0)


def _fixed_declining(_scope: Scope, cost: float, rest: float, life: float, period: int, months: int = 12) -> float:
    if cost < 0 or rest < 0 or life <= 0 or period < 1 or not 1 <= months <= 12 or period > life + (months < 12):
        raise FaultError(ErrorValue.NUM)
    if cost == 0:
        return 0.0
    rate = rounded(1 - (rest / cost) ** (1 / life), 3, "ROUND_HALF_UP")
    worn = shown = 0.0
    for number in range(1, period + 1):
        share = months / 12 if number == 1 else (12 - months) / 12 if number > life else 1.0
        shown = (cost - worn) * rate * share
        worn += shown
    return shown


def _effective(_scope: Scope, rate: float, periods: int) -> float:
    if rate <= 0 or periods < 1:
        raise FaultError(ErrorValue.NUM)
    return _growth(rate / periods, periods) - 1


def _nominal(_scope: Scope, rate: float, periods: int) -> float:
    if rate <= 0 or periods < 1:
        raise FaultError(ErrorValue.NUM)
    return float(periods * ((1 + rate) ** (1 / periods) - 1))


FINANCE: dict[str, Function] = {
    "PMT": Function(_payment, "nnn", "nn"),
    "FV": Function(_future, "nnn", "nn"),
    "PV": Function(_present, "nnn", "nn"),
    "NPER": Function(_periods, "nnn", "nn"),
    "RATE": Function(_rate, "nnn", "nnn", defaults=(0.0, 0.0, 0.1)),
    "NPV": Function(_present_of_flows, "nr", repeat="r"),
    "IRR": Function(_own_rate, "r", "n", defaults=(0.1,)),
    "IPMT": Function(_interest, "nnnn", "nn"),
    "PPMT": Function(_principal, "nnnn", "nn"),
    "SLN": Function(_evenly, "nnn"),
    "SYD": Function(_by_years, "nnnn"),
    "DDB": Function(_declining, "nnnn", "n", defaults=(2.0,)),
    "DB": Function(_fixed_declining, "nnni", "i", defaults=(12.0,)),
    "EFFECT": Function(_effective, "ni"),
    "NOMINAL": Function(_nominal, "ni"),
}
