"""Lengths of paragraphs as people write and read them: characters, lines, centimetres, points; with tolerance."""

from __future__ import annotations

import re
from decimal import Decimal

from grading.checks.names import length_points
from itembank.base.i18n import _

CENTIMETRE_TOLERANCE = Decimal(72) / Decimal("2.54") * Decimal("0.05") + Decimal("0.02")
"""0.05 cm in points, and a little for the rounding of files."""

POINT_TOLERANCE = Decimal("0.5")
CHARACTER_TOLERANCE = Decimal("0.1")
MULTIPLE_TOLERANCE = Decimal("0.02")
POINTS_A_LINE = (Decimal(12), Decimal("15.6"))
"""What "one line" of space means without a grid, and with the grid a Chinese document starts with."""

_COUNT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(char|chars|字符|字|个字符|line|lines|行|倍|x)?")
_LENGTH = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(cm|mm|in|pt|)")
_CHARACTERS = frozenset({"char", "chars", "字符", "字", "个字符"})
_LINES = frozenset({"line", "lines", "行"})


def in_characters(text: str) -> Decimal | None:
    """Read "2char" or "2字符" as 2; None for another unit."""
    return _count(text, _CHARACTERS)


def in_lines(text: str) -> Decimal | None:
    """Read "0.5line" or "0.5行"; None for another unit."""
    return _count(text, _LINES)


def multiple(text: str) -> Decimal | None:
    """Read "1.5" or "1.5倍"; None for a length."""
    return _count(text, frozenset({"", "倍", "x"}))


def tolerance(text: str) -> Decimal:
    """Return how far a length may be off: half a point for points, 0.05 cm for everything else."""
    unit = text.strip().lower()
    return POINT_TOLERANCE if unit.endswith(("pt", "磅")) or unit[-1:].isdecimal() else CENTIMETRE_TOLERANCE


def is_near(seen: Decimal, wanted: str) -> bool:
    """Tell whether points are the wanted length within its unit's tolerance."""
    return abs(seen - length_points(wanted)) <= tolerance(wanted)


def shown(points: Decimal, like: str = "") -> str:
    """Return points for people, with centimetres beside; in the unit alone that a rubric's length `like` is in."""
    if not points:
        return "0"
    centimetres = (points * Decimal("2.54") / 72).quantize(Decimal("0.01"))
    unit = _LENGTH.fullmatch(like.strip().lower())
    if unit and unit[2] == "cm":
        return _("{n} 厘米").format(n=format(centimetres.normalize(), "f"))
    if unit and unit[2] == "pt":
        return _("{n} 磅").format(n=format(points.quantize(Decimal("0.01")).normalize(), "f"))
    amount = format(points.quantize(Decimal("0.01")).normalize(), "f")
    return _("{points} 磅（{centimetres} 厘米）").format(points=amount, centimetres=centimetres)


def shown_wanted(text: str) -> str:
    """Return a rubric's length for people; what is not understood stays as it is written."""
    for count, name in ((in_characters(text), _("{n} 字符")), (in_lines(text), _("{n} 行"))):
        if count is not None:
            return name.format(n=count)
    match = _LENGTH.fullmatch(text.strip().lower())
    names = {"cm": _("{n} 厘米"), "mm": _("{n} 毫米"), "in": _("{n} 英寸"), "pt": _("{n} 磅"), "": _("{n} 磅")}
    return names[match[2]].format(n=match[1]) if match else text


def _count(text: str, units: frozenset[str]) -> Decimal | None:
    match = _COUNT.fullmatch(text.strip().lower())
    return Decimal(match[1]) if match and (match[2] or "") in units else None
