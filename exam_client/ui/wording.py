"""Times, marks and lists as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from itembank.base.i18n import _

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SECOND_MS = 1_000
MINUTE_MS = 60_000
KIBIBYTE = 1024
LISTED = 12
"""How many numbers a sentence lists before it says 等."""


def clock_text(left_ms: int) -> str:
    """Write a remaining time as "45:12", with hours as "1:02:03"."""
    seconds = max(0, left_ms) // SECOND_MS
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def spoken_time(left_ms: int) -> str:
    """Write a time in words: "45 分 12 秒"."""
    minutes, seconds = divmod(max(0, left_ms) // SECOND_MS, 60)
    if not minutes:
        return _("{seconds} 秒").format(seconds=seconds)
    if not seconds:
        return _("{minutes} 分钟").format(minutes=minutes)
    return _("{minutes} 分 {seconds} 秒").format(minutes=minutes, seconds=seconds)


def ago_text(passed_ms: int) -> str:
    """Say how long ago something was: "刚才", "3 分钟前"."""
    minutes = max(0, passed_ms) // MINUTE_MS
    return _("{minutes} 分钟前").format(minutes=minutes) if minutes else _("刚才")


def points_text(points: Fraction) -> str:
    """Write marks: "3", "2.5", or "1/3" when nothing shorter is exact."""
    if points.denominator == 1:
        return str(points.numerator)
    tenths = points * 10
    return f"{tenths.numerator // 10}.{tenths.numerator % 10}" if tenths.denominator == 1 else str(points)


def letter(index: int) -> str:
    """Return the letter of an option, A for 0."""
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def number_list(numbers: Iterable[int]) -> str:
    """List item numbers: "3、5、8"; a long list ends with 等."""
    listed = list(numbers)
    text = "、".join(str(number) for number in listed[:LISTED])
    return _("{numbers} 等").format(numbers=text) if len(listed) > LISTED else text


def size_text(size_bytes: int) -> str:
    """Write a file's size."""
    if size_bytes < KIBIBYTE:
        return _("{count} 字节").format(count=size_bytes)
    kibibytes = -(-size_bytes // KIBIBYTE)
    if kibibytes < KIBIBYTE:
        return f"{kibibytes} KB"
    whole, rest = divmod(kibibytes * 10 // KIBIBYTE, 10)
    return f"{whole}.{rest} MB"
