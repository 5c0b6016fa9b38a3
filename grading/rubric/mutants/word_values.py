"""Values beside the right ones: what a candidate types who reads a task carelessly or mistakes one unit for another.

Each is further off than any tolerance and nearer than anything that would be noticed at once.
"""

from __future__ import annotations

from decimal import Decimal

from grading.checks.character_properties import HIGHLIGHT_NAMES
from grading.checks.finding import CannotJudgeError
from grading.checks.names import colour_code, is_same_font, length_points, size_points

TWIPS = 20
EMU = 12_700
OFF_POINTS = Decimal(3)
"""Added to lengths: twice the tolerance of centimetres, six times that of points."""

OFF_CHANNEL = 40
"""Of a colour's 255: five times the tolerance."""

CHINESE_FONTS = ("仿宋", "楷体", "宋体", "黑体")
LATIN_FONTS = ("Arial", "Times New Roman")
BESIDE = {"宋体": "华文宋体", "黑体": "华文黑体", "楷体": "华文楷体", "仿宋": "华文仿宋", "隶书": "华文隶书"}
"""Fonts that stand beside each other in the list and are easily mistaken."""

MARKERS = {
    "FFFF00": "darkYellow", "00FF00": "darkGreen", "00FFFF": "darkCyan", "FF00FF": "darkMagenta",
    "0000FF": "darkBlue", "FF0000": "darkRed", "000080": "blue", "008080": "cyan", "008000": "green",
    "800080": "magenta", "800000": "red", "808000": "yellow", "808080": "lightGray", "C0C0C0": "darkGray",
    "000000": "darkGray",
}  # fmt: skip
"""The highlighter beside the right one."""


def near_colour(text: str) -> str:
    """Return a colour with one channel off."""
    code = colour_code(text)
    red = int(code[:2], 16)
    return f"{red - OFF_CHANNEL if red > 127 else red + OFF_CHANNEL:02X}{code[2:]}"


def near_marker(text: str) -> str:
    """Return the name of the highlighter beside the wanted one."""
    code = HIGHLIGHT_NAMES.get(text.strip().lower()) or colour_code(text)
    return MARKERS.get(code, "darkGray")


def near_font(wanted: str, *, latin: bool = False) -> str:
    """Return a font that is easily mistaken for the wanted one."""
    beside = next((other for name, other in BESIDE.items() if is_same_font(name, wanted)), "")
    if beside and not latin:
        return beside
    fonts = LATIN_FONTS if latin else CHINESE_FONTS
    return next(name for name in fonts if not is_same_font(name, wanted))


def near_size(text: str) -> Decimal:
    """Return a size half a point larger."""
    return size_points(text) + Decimal("0.5")


def near_length(text: str) -> Decimal:
    """Return a length in points that is a little more."""
    return length_points(text) + OFF_POINTS


def twips(points: Decimal) -> str:
    """Return points as twentieths."""
    return str(int((points * TWIPS).to_integral_value()))


def emus(points: Decimal) -> str:
    """Return points in the unit of drawings."""
    return str(int((points * EMU).to_integral_value()))


def misspelt(text: str) -> str:
    """Return a text with its last letter or digit another one."""
    place = next((place for place in reversed(range(len(text))) if text[place].isalnum()), None)
    if place is None:
        return f"{text}？"
    letter = text[place]
    other = str((int(letter) + 1) % 10) if letter.isdecimal() and letter.isascii() else "某" if letter != "某" else "甲"
    return text[:place] + other + text[place + 1 :]


def known(text: str) -> bool:
    """Tell whether a colour can be read."""
    try:
        colour_code(text)
    except CannotJudgeError:
        return False
    return bool(text)
