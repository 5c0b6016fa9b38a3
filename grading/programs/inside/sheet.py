"""What was drawn: a list of marks, spelled a JSON array a line; and positions and colours as `turtle` has them.

The marks: `["line", x, y, x, y, colour, width]`, `["dot", x, y, size, colour]`, `["fill", colour, [x, y, ...]]`,
`["text", x, y, text, colour]`, `["stamp", x, y, heading, colour]`, `["ground", colour]`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Self

MOST_MARKS = 40_000
PLACES = 2
CHANNEL = 255
COLOURS = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "cyan": "#00ffff", "magenta": "#ff00ff", "orange": "#ffa500", "purple": "#800080",
    "pink": "#ffc0cb", "brown": "#a52a2a", "gray": "#808080", "grey": "#808080", "gold": "#ffd700",
    "lime": "#00ff00", "navy": "#000080", "violet": "#ee82ee",
}  # fmt: skip


class TurtleGraphicsError(Exception):
    """As in `turtle`: a colour or a mode that does not exist."""


class Terminator(Exception):  # noqa: N818 - the name is turtle's
    """As in `turtle`: the window is gone."""


class Vec2D(tuple[float, float]):
    """As in `turtle`: a position one can add, subtract and stretch."""

    __slots__ = ()

    def __new__(cls, x: float, y: float) -> Self:
        """Make a position."""
        return super().__new__(cls, (x, y))

    def __add__(self, other: tuple[float, float]) -> Vec2D:  # type: ignore[override]
        return Vec2D(self[0] + other[0], self[1] + other[1])

    def __sub__(self, other: tuple[float, float]) -> Vec2D:
        return Vec2D(self[0] - other[0], self[1] - other[1])

    def __mul__(self, factor: float) -> Vec2D:  # type: ignore[override]
        return Vec2D(self[0] * factor, self[1] * factor)

    __rmul__ = __mul__  # type: ignore[assignment]

    def __neg__(self) -> Vec2D:
        return Vec2D(-self[0], -self[1])

    def __abs__(self) -> float:
        return math.hypot(*self)

    def __repr__(self) -> str:
        return f"({self[0]:.2f},{self[1]:.2f})"


class Sheet:
    """The list of marks, and what all pens share: colour mode and full circle."""

    def __init__(self) -> None:
        """Start with an empty sheet."""
        self.marks: list[tuple[object, ...]] = []
        self.ground = COLOURS["white"]
        self.channel = 1.0
        self.mode = "standard"
        self.pens: list[Callable[[], None]] = []

    def add(self, *mark: object) -> None:
        """Keep a mark; a drawing without an end stops being kept, and then differs from every other."""
        if len(self.marks) <= MOST_MARKS:
            self.marks.append(mark)

    def colour(self, value: tuple[object, ...]) -> str:
        """Spell a colour as #rrggbb where it is known; raises `TurtleGraphicsError`."""
        given = value[0] if len(value) == 1 else value
        if isinstance(given, str):
            return self._named(given.strip().lower())
        if isinstance(given, tuple | list) and len(given) == 3:  # red, green, blue
            parts = [float(part) / self.channel for part in given]
            if all(0 <= part <= 1 for part in parts):
                return "#" + "".join(f"{round(part * CHANNEL):02x}" for part in parts)
        raise TurtleGraphicsError(f"bad color sequence: {given}")

    def _named(self, name: str) -> str:
        if not name.startswith("#"):
            return COLOURS.get(name, name)
        digits = name[1:]
        if len(digits) not in {3, 6} or not set(digits) <= set("0123456789abcdef"):
            raise TurtleGraphicsError(f"bad color string: {name}")
        return name if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)

    def spell(self) -> str:
        """Spell the list, a mark a line."""
        marks = [("ground", self.ground), *self.marks] if self.ground != COLOURS["white"] else self.marks
        return "".join(json.dumps([_shorten(part) for part in mark], ensure_ascii=False) + "\n" for mark in marks)


SHEET = Sheet()


def _shorten(part: object) -> object:
    if isinstance(part, list):
        return [_shorten(value) for value in part]
    return round(part, PLACES) + 0.0 if isinstance(part, float) else part
