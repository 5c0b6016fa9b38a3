"""Shows a serial number by the date and time part of a format code, week days in Chinese and English."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from grading.office.formulas.dates import Day, day_of
from grading.office.formulas.values import CannotCalculateError, ErrorValue, FaultError, Obstacle

_WEEK_DAYS = "日一二三四五六"
_ENGLISH_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY_SECONDS = 86_400
_PLACES_MAX = 3

Piece = tuple[str, str]
"""What a piece of a code is, and its text."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A serial number taken apart, rounded to the last place that is shown."""

    day: Day
    weekday: int
    seconds: Decimal
    """Since midnight."""
    total: Decimal
    """Since day 0."""
    half: bool
    """Hours run to 12."""


def date_shape(value: float, pieces: list[Piece], *, starts_1904: bool) -> str:
    """Return a moment as pieces of a format code show it; raises `CannotCalculateError` or `FaultError`."""
    if value < 0:
        raise FaultError(ErrorValue.VALUE)
    pieces = _with_fractions(pieces)
    places = max((len(text) for kind, text in pieces if kind == "fraction"), default=0)
    moment = _moment(value, places, half=any(kind == "ampm" for kind, _text in pieces), starts_1904=starts_1904)
    return "".join(_shown(pieces, index, moment) for index in range(len(pieces)))


def _with_fractions(pieces: list[Piece]) -> list[Piece]:
    """Join a point and the zeros behind seconds ("ss.00") into one piece; other digits have no place among dates."""
    found: list[Piece] = []
    for kind, text in pieces:
        before = found[-1] if found else ("", "")
        if kind == "point" and before[0] in {"date", "elapsed"} and before[1][0].lower() == "s":
            found.append(("fraction", ""))
        elif kind == "digits" and text == "0" and before[0] == "fraction" and len(before[1]) < _PLACES_MAX:
            found[-1] = ("fraction", before[1] + "0")
        else:
            found.append((kind, text))
    return found


def _moment(value: float, places: int, *, half: bool, starts_1904: bool) -> _Moment:
    exact = Decimal(f"{value:.15g}") * _DAY_SECONDS
    total = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole = int(total // _DAY_SECONDS)
    return _Moment(
        day=day_of(float(whole), starts_1904=starts_1904),
        weekday=(whole - 1) % 7,
        seconds=total - whole * _DAY_SECONDS,
        total=total,
        half=half,
    )


def _shown(pieces: list[Piece], index: int, moment: _Moment) -> str:
    kind, text = pieces[index]
    match kind:
        case "date":
            is_minute = text.startswith("m") and _is_minute(pieces, index)
            return _clock_part(text, moment, minute=True) if is_minute else _date_part(text, moment)
        case "elapsed":
            return _elapsed(text.lower(), moment)
        case "fraction":
            return f"{moment.seconds % 1:.{len(text)}f}"[1:]
        case "ampm":
            first, _slash, second = text.partition("/")
            return first if moment.seconds < _DAY_SECONDS // 2 else second
        case "literal" | "percent" | "comma" | "point":
            return text
        case _:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, text)


def _is_minute(pieces: list[Piece], index: int) -> bool:
    before = [text for kind, text in pieces[:index] if kind in {"date", "elapsed"}]
    after = [text for kind, text in pieces[index + 1 :] if kind in {"date", "elapsed"}]
    return (bool(before) and before[-1].lower().startswith("h")) or (bool(after) and after[0].lower().startswith("s"))


def _date_part(text: str, moment: _Moment) -> str:
    day = moment.day
    match text[0], len(text):
        case "y", length:
            return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
        case "m", (1 | 2) as length:
            return f"{day.month:0{length}d}"
        case "m", (3 | 4 | 5) as length:
            return _MONTHS[day.month - 1][: {3: 3, 4: None, 5: 1}[length]]
        case "d", (1 | 2) as length:
            return f"{day.day:0{length}d}"
        case "d", (3 | 4) as length:
            return _ENGLISH_DAYS[moment.weekday][: 3 if length == 3 else None]
        case "a", 3:
            return _WEEK_DAYS[moment.weekday]
        case "a", 4:
            return "星期" + _WEEK_DAYS[moment.weekday]
        case "h" | "s", _length:
            return _clock_part(text, moment, minute=False)
        case _:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, text)


def _clock_part(text: str, moment: _Moment, *, minute: bool) -> str:
    width = min(len(text), 2)
    if minute:
        return f"{int(moment.seconds // 60 % 60):0{width}d}"
    if text[0] == "s":
        return f"{int(moment.seconds % 60):0{width}d}"
    hours = int(moment.seconds // 3600)
    return f"{(hours % 12 or 12) if moment.half else hours:0{width}d}"


def _elapsed(text: str, moment: _Moment) -> str:
    total = math.floor(moment.total)
    return f"{ {'h': total // 3600, 'm': total // 60, 's': total}[text[0]]:0{len(text)}d}"
