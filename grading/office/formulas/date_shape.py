"""Shows a serial number by the date and time part of a format code, week days in Chinese and English."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from grading.office.formulas.chinese_digits import chinese_count, chinese_year
from grading.office.formulas.dates import SERIAL_MAX, Day, day_of
from grading.office.formulas.values import CannotCalculateError, ErrorValue, FaultError, Obstacle

_WEEK_DAYS = "日一二三四五六"
_ENGLISH_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY_SECONDS = 86_400
_PLACES_MAX = 3
_OFFSET_1904 = 1_462

Piece = tuple[str, str]
"""What a piece of a code is, and its text."""


@dataclass(frozen=True, slots=True)
class DayNames:
    """How a section spells names and numbers: its language ("" is the system's), and "1" or "2" of [DBNum]."""

    locale: str = ""
    numerals: str = ""

    def weekday(self, weekday: int, code: str) -> str:
        """Return a day of the week, Sunday 0; raises `CannotCalculateError` where languages would have to be known."""
        if self.locale in {"", "en-us"} and code[0] == "d":
            return _ENGLISH_DAYS[weekday][: 3 if len(code) == 3 else None]
        if self.locale in {"", "zh-cn"} and code in {"aaa", "aaaa", "dddd"}:
            return ("" if code == "aaa" else "星期") + _WEEK_DAYS[weekday]
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)

    def month(self, month: int, code: str) -> str:
        """Return the name of a month; raises `CannotCalculateError` likewise."""
        if self.locale not in {"", "en-us"}:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, code)
        return _MONTHS[month - 1][: {3: 3, 4: None, 5: 1}[len(code)]]

    def count(self, number: int, width: int) -> str:
        """Return a number of a date or time, in Chinese digits if they are asked for."""
        if not self.numerals:
            return f"{number:0{width}d}"
        if self.numerals not in {"1", "2"} or (width > 1 and number < 10):
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, f"DBNum{self.numerals}")
        return chinese_count(number, self.numerals)

    def year(self, digits: str) -> str:
        if not self.numerals:
            return digits
        if self.numerals not in {"1", "2"}:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, f"DBNum{self.numerals}")
        return chinese_year(digits, self.numerals)


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


def date_shape(value: float, pieces: list[Piece], *, starts_1904: bool, names: DayNames | None = None) -> str:
    """Return a moment as pieces of a format code show it; raises `CannotCalculateError` or `FaultError`."""
    names = names or DayNames()
    pieces = _with_fractions(pieces)
    kinds = {kind for kind, _text in pieces}
    if "digits" in kinds or (abs(value) > SERIAL_MAX + 1 and "elapsed" in kinds):
        raise CannotCalculateError(Obstacle.NUMBER_FORMAT, "".join(text for _kind, text in pieces))
    if (value < 0 and not starts_1904) or abs(value) > SERIAL_MAX + 1:
        raise FaultError(ErrorValue.VALUE)
    if value < 0:
        return "-" + date_shape(-value, pieces, starts_1904=True, names=names)
    places = max((len(text) for kind, text in pieces if kind == "fraction"), default=0)
    moment = _moment(value, places, half=any(kind == "ampm" for kind, _text in pieces), starts_1904=starts_1904)
    return "".join(_shown(pieces, index, moment, names) for index in range(len(pieces)))


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
        weekday=(whole + (_OFFSET_1904 if starts_1904 else 0) - 1) % 7,
        seconds=total - whole * _DAY_SECONDS,
        total=total,
        half=half,
    )


def _counts_on(pieces: list[Piece], letter: str) -> bool:
    """Tell whether hours or seconds in brackets make all others of the same unit run on too."""
    return any(kind == "elapsed" and text[0].lower() == letter for kind, text in pieces)


def _shown(pieces: list[Piece], index: int, moment: _Moment, names: DayNames) -> str:
    kind, text = pieces[index]
    match kind:
        case "date":
            if text[0] in "hs" and _counts_on(pieces, text[0]):
                return _elapsed(text, moment)
            is_minute = text.startswith("m") and _is_minute(pieces, index)
            return _clock_part(text, moment, names, minute=True) if is_minute else _date_part(text, moment, names)
        case "elapsed":
            return _elapsed(text.lower(), moment)
        case "fraction":
            return f"{moment.seconds % 1:.{len(text)}f}"[1:]
        case "ampm":
            first, _slash, second = text.partition("/")
            shown = first if moment.seconds < _DAY_SECONDS // 2 else second
            return shown.upper() if len(first) > 1 else shown
        case "literal" | "percent" | "comma" | "point":
            return text
        case _:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, text)


def _is_minute(pieces: list[Piece], index: int) -> bool:
    before = [text for kind, text in pieces[:index] if kind in {"date", "elapsed"}]
    after = [text for kind, text in pieces[index + 1 :] if kind in {"date", "elapsed"}]
    return (bool(before) and before[-1][0].lower() in "hs") or (bool(after) and after[0][0].lower() == "s")


def _date_part(text: str, moment: _Moment, names: DayNames) -> str:
    day = moment.day
    match text[0], len(text):
        case "y", length:
            return names.year(f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}")
        case "e", _length:
            return names.year(f"{day.year:04d}")
        case "m", (1 | 2) as length:
            return names.count(day.month, length)
        case "m", (3 | 4 | 5):
            return names.month(day.month, text)
        case "d", (1 | 2) as length:
            return names.count(day.day, length)
        case ("d", (3 | 4)) | ("a", (3 | 4)):
            return names.weekday(moment.weekday, text)
        case "h" | "s", _length:
            return _clock_part(text, moment, names, minute=False)
        case _:
            raise CannotCalculateError(Obstacle.NUMBER_FORMAT, text)


def _clock_part(text: str, moment: _Moment, names: DayNames, *, minute: bool) -> str:
    width = min(len(text), 2)
    if minute:
        return names.count(int(moment.seconds // 60 % 60), width)
    if text[0] == "s":
        return names.count(int(moment.seconds % 60), width)
    hours = int(moment.seconds // 3600)
    return names.count((hours % 12 or 12) if moment.half else hours, width)


def _elapsed(text: str, moment: _Moment) -> str:
    total = math.floor(moment.total)
    return f"{ {'h': total // 3600, 'm': total // 60, 's': total}[text[0]]:0{len(text)}d}"
