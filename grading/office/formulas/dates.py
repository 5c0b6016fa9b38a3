"""Functions of dates and times, and the serial numbers behind them.

In the 1900 system day 60 is 29 February 1900, a day that never was; office
programs kept it for the sake of old files, and so does this.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grading.office.formulas.coercion import find_number
from grading.office.formulas.gather import numbers
from grading.office.formulas.scope import Function, Scope
from grading.office.formulas.values import CannotCalculateError, ErrorValue, FaultError, Obstacle, Operand, Scalar

SERIAL_MAX = 2_958_465
_EPOCH = date(1899, 12, 30)
_LEAP_BUG = 60
_OFFSET_1904 = 1_462
_DAY_SECONDS = 86_400
_WEEK, _DAYS_MAX = 7, 100_000
_SATURDAY_AND_SUNDAY = frozenset({6, 7})


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; 29 February 1900 and day 0 (0 January 1900) can be said only here."""

    year: int
    month: int
    day: int


def day_of(serial: float, *, starts_1904: bool = False) -> Day:
    """Return the day of a serial number; raises `FaultError`."""
    whole = math.floor(serial + 0.5 / _DAY_SECONDS) + (_OFFSET_1904 if starts_1904 else 0)
    if not 0 <= whole <= SERIAL_MAX:
        raise FaultError(ErrorValue.NUM)
    if whole == 0:
        return Day(1900, 1, 0)
    if whole == _LEAP_BUG:
        return Day(1900, 2, 29)
    found = _EPOCH + timedelta(days=whole + (1 if whole < _LEAP_BUG else 0))
    return Day(found.year, found.month, found.day)


def serial_of(year: int, month: int, day: int, *, starts_1904: bool = False) -> float:
    """Return the serial number of a day; months and days beyond the end run on; raises `FaultError`."""
    if year < 1900:
        year += 1904 if starts_1904 else 1900
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999 or abs(day) > SERIAL_MAX:
        raise FaultError(ErrorValue.NUM)
    days = (date(year, month, 1) - _EPOCH).days
    serial = days - (1 if days <= _LEAP_BUG else 0) + day - 1 - (_OFFSET_1904 if starts_1904 else 0)
    if not 0 <= serial <= SERIAL_MAX:
        raise FaultError(ErrorValue.NUM)
    return float(serial)


def seconds_of(serial: float) -> int:
    """Return the second of the day, rounded."""
    return round((serial - math.floor(serial)) * _DAY_SECONDS) % _DAY_SECONDS


def _part(read: Callable[[Day], int]) -> Function:
    return Function(lambda scope, serial: float(read(day_of(serial, starts_1904=scope.starts_1904))), "n")


def _clock_part(read: Callable[[int], int]) -> Function:
    return Function(lambda _scope, serial: float(read(seconds_of(serial))), "n")


def _date(scope: Scope, year: int, month: int, day: int) -> float:
    return serial_of(year, month, day, starts_1904=scope.starts_1904)


def _time(_scope: Scope, hours: int, minutes: int, seconds: int) -> float:
    total = hours * 3600 + minutes * 60 + seconds
    if total < 0:
        raise FaultError(ErrorValue.NUM)
    return total % _DAY_SECONDS / _DAY_SECONDS


def _now(scope: Scope) -> float:
    today = _today(scope)
    now = _moment(scope)
    return today + (now.hour * 3600 + now.minute * 60 + now.second) / _DAY_SECONDS


def _today(scope: Scope) -> float:
    now = _moment(scope)
    return serial_of(now.year, now.month, now.day, starts_1904=scope.starts_1904)


def _moment(scope: Scope) -> datetime:
    if scope.now is None:
        raise CannotCalculateError(Obstacle.VOLATILE, "TODAY")
    return scope.now


def _weekday(scope: Scope, serial: float, way: int = 1) -> float:
    day_of(serial, starts_1904=scope.starts_1904)
    sunday_based = (math.floor(serial) + (_OFFSET_1904 if scope.starts_1904 else 0) - 1) % 7
    if way == 1:
        return float(sunday_based + 1)
    if way == 2:
        return float((sunday_based + 6) % 7 + 1)
    if way == 3:
        return float((sunday_based + 6) % 7)
    if 11 <= way <= 17:
        return float((sunday_based - (way - 10)) % 7 + 1)
    raise FaultError(ErrorValue.NUM)


def _week_number(scope: Scope, serial: float, way: int = 1) -> float:
    found = day_of(serial, starts_1904=scope.starts_1904)
    if way == 21:
        return _iso_week(scope, serial)
    if way not in {1, 2} and not 11 <= way <= 17:
        raise FaultError(ErrorValue.NUM)
    first = serial_of(found.year, 1, 1, starts_1904=scope.starts_1904)
    start = int(_weekday(scope, first, way if way != 1 else 1)) - 1
    return float((math.floor(serial) - int(first) + start) // 7 + 1)


def _iso_week(scope: Scope, serial: float) -> float:
    found = day_of(serial, starts_1904=scope.starts_1904)
    return float(_real(found).isocalendar().week)


def _date_difference(scope: Scope, start: float, end: float, unit: str) -> float:
    if start > end:
        raise FaultError(ErrorValue.NUM)
    first, last = (day_of(serial, starts_1904=scope.starts_1904) for serial in (start, end))
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    match unit.upper():
        case "Y":
            return float(months // 12)
        case "M":
            return float(months)
        case "D":
            return float(math.floor(end) - math.floor(start))
        case "YM":
            return float(months % 12)
        case "MD":
            return float(_days_beyond_months(first, last))
        case "YD":
            return float(_days_beyond_years(first, last))
        case _:
            raise FaultError(ErrorValue.NUM)


def _days_beyond_months(first: Day, last: Day) -> int:
    if last.day >= first.day:
        return last.day - first.day
    year, month = (last.year, last.month - 1) if last.month > 1 else (last.year - 1, 12)
    return calendar.monthrange(year, month)[1] - first.day + last.day


def _days_beyond_years(first: Day, last: Day) -> int:
    is_before = (last.month, last.day) < (first.month, first.day)
    year = last.year - 1 if is_before else last.year
    return (_real(last) - _real(Day(year, first.month, min(first.day, calendar.monthrange(year, first.month)[1])))).days


def _real(day: Day) -> date:
    if day.day < 1 or (day.year, day.month, day.day) == (1900, 2, 29):
        raise FaultError(ErrorValue.NUM)
    return date(day.year, day.month, day.day)


def _months_on(scope: Scope, serial: float, months: int, *, to_end: bool) -> float:
    found = day_of(serial, starts_1904=scope.starts_1904)
    total = found.year * 12 + found.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not 1900 <= year <= 9999:
        raise FaultError(ErrorValue.NUM)
    last = calendar.monthrange(year, month)[1]
    return serial_of(year, month, last if to_end else min(found.day, last), starts_1904=scope.starts_1904)


def _date_value(_scope: Scope, text: str) -> float:
    number = find_number(text)
    if number is None or not any(mark in text for mark in "-/年"):
        raise FaultError(ErrorValue.VALUE)
    return float(math.floor(number))


def _time_value(_scope: Scope, text: str) -> float:
    number = find_number(text)
    if number is None:
        raise FaultError(ErrorValue.VALUE)
    return number - math.floor(number)


def _workdays(scope: Scope, start: float, end: float, *holidays: Operand) -> float:
    return _days_between(scope, start, end, _SATURDAY_AND_SUNDAY, holidays)


def _workdays_with(scope: Scope, start: float, end: float, weekend: Scalar = 1.0, *holidays: Operand) -> float:
    return _days_between(scope, start, end, _weekend(weekend), holidays)


def _days_between(
    scope: Scope, start: float, end: float, weekend: frozenset[int], holidays: tuple[Operand, ...]
) -> float:
    free = {math.floor(number) for number in numbers(scope, holidays)}
    first, last = sorted((math.floor(start), math.floor(end)))
    if last - first > _DAYS_MAX:
        raise CannotCalculateError(Obstacle.STEPS)
    scope.cells.spend(last - first)
    days = sum(1 for day in range(first, last + 1) if _is_workday(scope, day, weekend, free))
    return float(days if start <= end else -days)


def _workday(scope: Scope, start: float, days: int, *holidays: Operand) -> float:
    return _day_after(scope, start, days, _SATURDAY_AND_SUNDAY, holidays)


def _workday_with(scope: Scope, start: float, days: int, weekend: Scalar = 1.0, *holidays: Operand) -> float:
    return _day_after(scope, start, days, _weekend(weekend), holidays)


def _day_after(scope: Scope, start: float, days: int, weekend: frozenset[int], holidays: tuple[Operand, ...]) -> float:
    free = {math.floor(number) for number in numbers(scope, holidays)}
    if abs(days) > _DAYS_MAX:
        raise CannotCalculateError(Obstacle.STEPS)
    scope.cells.spend(abs(days) * 2)
    day, step = math.floor(start), 1 if days > 0 else -1
    for _one in range(abs(days)):
        day += step
        while not _is_workday(scope, day, weekend, free):
            day += step
    return float(day)


def _is_workday(scope: Scope, day: int, weekend: frozenset[int], free: set[int]) -> bool:
    return _weekday(scope, float(day), 2) not in weekend and day not in free


def _weekend(given: Scalar) -> frozenset[int]:
    """Return the free days of a week, Monday 1; given as Excel's number or as seven ones and zeros from Monday."""
    if isinstance(given, str):
        if len(given) != _WEEK or set(given) - {"0", "1"} or "0" not in given:
            raise FaultError(ErrorValue.VALUE)
        return frozenset(day for day, sign in enumerate(given, 1) if sign == "1")
    number = int(given) if isinstance(given, float) else 1  # an argument left out
    if 1 <= number <= _WEEK:
        return frozenset({(number + 4) % _WEEK + 1, (number + 5) % _WEEK + 1})
    if 11 <= number <= 17:
        return frozenset({(number - 12) % _WEEK + 1})
    raise FaultError(ErrorValue.NUM)


def _days_360(scope: Scope, start: float, end: float, european: bool = False) -> float:  # noqa: FBT001, FBT002 - called with the arguments of the formula
    first, last = (day_of(serial, starts_1904=scope.starts_1904) for serial in (start, end))
    return float(_in_months_of_30(first, last, european=european))


def _in_months_of_30(first: Day, last: Day, *, european: bool, both_ends: bool = False) -> int:
    """Count days as if every month had 30; `both_ends` takes the end of February for a 30th at the end too."""
    from_day, to_day = min(first.day, 30), last.day
    if not european and _ends_february(first):
        from_day = 30
        to_day = 30 if both_ends and _ends_february(last) else to_day
    if to_day == 31 and (european or from_day == 30):
        to_day = 30
    return (last.year - first.year) * 360 + (last.month - first.month) * 30 + to_day - from_day


def _ends_february(day: Day) -> bool:
    return day.month == 2 and day.day >= calendar.monthrange(day.year, 2)[1]


def _share_of_year(scope: Scope, start: float, end: float, basis: int = 0) -> float:
    first, last = (day_of(one, starts_1904=scope.starts_1904) for one in sorted((math.floor(start), math.floor(end))))
    days = abs(math.floor(end) - math.floor(start))
    match basis:
        case 0 | 4:
            return _in_months_of_30(first, last, european=basis == 4, both_ends=True) / 360
        case 1:
            return days / _year_length(_real(first), _real(last))
        case 2 | 3:
            return days / (360 if basis == 2 else 365)
        case _:
            raise FaultError(ErrorValue.NUM)


def _year_length(first: date, last: date) -> float:
    """Return the days of a year for YEARFRAC's way 1: of that year, or the mean of all years touched."""
    is_within = first.year == last.year or (
        last.year == first.year + 1 and (first.month, first.day) >= (last.month, last.day)
    )
    if not is_within:
        return (date(last.year + 1, 1, 1) - date(first.year, 1, 1)).days / (last.year - first.year + 1)
    if first.year == last.year:
        return 365 + calendar.isleap(first.year)
    leap_days = [date(year, 2, 29) for year in (first.year, last.year) if calendar.isleap(year)]
    return 365 + any(first <= day <= last for day in leap_days)


def _date_string(scope: Scope, serial: float) -> str:
    day = day_of(serial, starts_1904=scope.starts_1904)
    return f"{day.year:04d}年{day.month:02d}月{day.day:02d}日"


DATES: dict[str, Function] = {
    "DATE": Function(_date, "iii"),
    "TIME": Function(_time, "iii"),
    "TODAY": Function(_today),
    "NOW": Function(_now),
    "YEAR": _part(lambda day: day.year),
    "MONTH": _part(lambda day: day.month),
    "DAY": _part(lambda day: day.day),
    "HOUR": _clock_part(lambda seconds: seconds // 3600),
    "MINUTE": _clock_part(lambda seconds: seconds // 60 % 60),
    "SECOND": _clock_part(lambda seconds: seconds % 60),
    "WEEKDAY": Function(_weekday, "n", "i"),
    "WEEKNUM": Function(_week_number, "n", "i"),
    "ISOWEEKNUM": Function(_iso_week, "n"),
    "DATEDIF": Function(_date_difference, "nnt"),
    "DAYS": Function(lambda _scope, end, start: float(math.floor(end) - math.floor(start)), "nn"),
    "DAYS360": Function(_days_360, "nn", "b"),
    "YEARFRAC": Function(_share_of_year, "nn", "i"),
    "DATESTRING": Function(_date_string, "n"),
    "EDATE": Function(lambda scope, serial, months: _months_on(scope, serial, months, to_end=False), "ni"),
    "EOMONTH": Function(lambda scope, serial, months: _months_on(scope, serial, months, to_end=True), "ni"),
    "DATEVALUE": Function(_date_value, "t"),
    "TIMEVALUE": Function(_time_value, "t"),
    "NETWORKDAYS": Function(_workdays, "nn", "r"),
    "NETWORKDAYS.INTL": Function(_workdays_with, "nn", "vr"),
    "WORKDAY": Function(_workday, "ni", "r"),
    "WORKDAY.INTL": Function(_workday_with, "ni", "vr"),
}
