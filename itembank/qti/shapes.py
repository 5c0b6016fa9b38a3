"""Shapes of image maps: what their coordinates must be, and whether a point lies inside."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.qti.errors import QtiError
from itembank.qti.numbers import find_fraction

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTS = {"rect": 4, "circle": 3, "ellipse": 4, "default": 0}
POLYGON = "poly"
FEWEST_CORNERS = 3


def check_shape(shape: str, coords: str) -> tuple[int, ...]:
    """Return the coordinates of a shape; raises `QtiError` for an unknown shape or wrong coordinates."""
    if shape not in COUNTS and shape != POLYGON:
        raise QtiError(_("不认识的形状“{shape}”。").format(shape=shape[:40]))
    if shape == "default":
        return ()
    numbers = [find_fraction(part) for part in coords.replace(",", " ").split()]
    whole = tuple(int(number) for number in numbers if number is not None and number.denominator == 1)
    if len(whole) != len(numbers) or not _fits(shape, whole):
        raise QtiError(_("形状“{shape}”的坐标“{coords}”不对。").format(shape=shape, coords=coords[:60]))
    return whole


def point_in(shape: str, coords: Sequence[int], point: str) -> bool:
    """Say whether a point "x y" lies in a checked shape, its edge included (of a polygon, its left and top edges)."""
    x, y = (Fraction(part) for part in point.split())
    match shape:
        case "rect":
            left, top, right, bottom = coords
            return left <= x <= right and top <= y <= bottom
        case "circle":
            return (x - coords[0]) ** 2 + (y - coords[1]) ** 2 <= coords[2] ** 2
        case "ellipse":
            across, down = (x - coords[0]) / coords[2], (y - coords[1]) / coords[3]
            return across**2 + down**2 <= 1
        case "poly":
            return _in_polygon(list(zip(coords[::2], coords[1::2], strict=True)), x, y)
        case _:
            return True


def _fits(shape: str, coords: tuple[int, ...]) -> bool:
    if shape == POLYGON:
        return len(coords) >= 2 * FEWEST_CORNERS and len(coords) % 2 == 0
    return len(coords) == COUNTS[shape] and (shape == "rect" or min(coords[2:]) > 0)


def _in_polygon(corners: list[tuple[int, int]], x: Fraction, y: Fraction) -> bool:
    """Even-odd rule."""
    within = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < Fraction((x2 - x1) * (y - y1), y2 - y1) + x1:
            within = not within
    return within
