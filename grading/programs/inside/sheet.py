"""What was drawn: a list of marks, spelled a JSON array a line; and positions and colours as `turtle` has them.

The marks: `["line", x, y, x, y, colour, width]`, `["dot", x, y, size, colour]`, `["fill", colour, [x, y, ...]]`,
`["text", x, y, text, colour]`, `["stamp", x, y, heading, colour]`, `["ground", colour]`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Self

from grading.programs.inside.colours import find_colour

if TYPE_CHECKING:
    from grading.programs.inside.pen import Turtle

MOST_MARKS = 40_000
PLACES = 2
CHANNEL = 255
COLOURS = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "cyan": "#00ffff", "magenta": "#ff00ff", "orange": "#ffa500", "purple": "#800080",
    "pink": "#ffc0cb", "brown": "#a52a2a", "gray": "#808080", "grey": "#808080", "gold": "#ffd700",
    "lime": "#00ff00", "navy": "#000080", "violet": "#ee82ee",
}  # fmt: skip
HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
SHORT, LONG = 4, 7  # lengths of #rgb and #rrggbb


class TurtleGraphicsError(Exception):
    """As in `turtle`: a colour or a mode that does not exist."""


class Terminator(Exception):  # noqa: N818 - the name is turtle's
    """As in `turtle`: the window is gone."""


class Vec2D(tuple[float, float]):
    """As in `turtle`: a position one can add, subtract, stretch and turn."""

    __slots__ = ()

    def __new__(cls, x: float, y: float) -> Self:
        """Make a position."""
        return super().__new__(cls, (x, y))

    def __getnewargs__(self) -> tuple[float, float]:
        return self[0], self[1]

    def __add__(self, other: tuple[float, float]) -> Vec2D:  # type: ignore[override]
        return Vec2D(self[0] + other[0], self[1] + other[1])

    def __sub__(self, other: tuple[float, float]) -> Vec2D:
        return Vec2D(self[0] - other[0], self[1] - other[1])

    def __mul__(self, factor: float | Vec2D) -> Vec2D | float:  # type: ignore[override]
        if isinstance(factor, Vec2D):
            return self[0] * factor[0] + self[1] * factor[1]
        return Vec2D(self[0] * factor, self[1] * factor)

    def __rmul__(self, factor: float) -> Vec2D:  # type: ignore[override]
        return Vec2D(self[0] * factor, self[1] * factor)

    def __neg__(self) -> Vec2D:
        return Vec2D(-self[0], -self[1])

    def __abs__(self) -> float:
        return math.hypot(*self)

    def rotate(self, angle: float) -> Vec2D:
        """Turn it counterclockwise by degrees."""
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        return Vec2D(self[0] * cosine - self[1] * sine, self[1] * cosine + self[0] * sine)

    def __repr__(self) -> str:
        return f"({self[0]:.2f},{self[1]:.2f})"


class Sheet:
    """The marks by number, and what all pens share: the ground, how colours are spelled, which way angles go."""

    def __init__(self) -> None:
        """Start with an empty sheet."""
        self.marks: dict[int, tuple[object, ...]] = {}
        self.last = 0
        self.ground = "white"
        self.channel: float = 1.0
        self.mode = "standard"
        self.pens: list[Turtle] = []
        self.shapes = ["arrow", "blank", "circle", "classic", "square", "triangle", "turtle"]
        self.tracer, self.delay = 1, 10
        self.size: tuple[int, ...] = (960, 810)
        self.canvas = (400, 300)

    def add(self, *mark: object) -> int:
        """Keep a mark and return its number; an endless drawing stops being kept, and differs from every other."""
        self.last += 1
        if len(self.marks) <= MOST_MARKS:
            self.marks[self.last] = mark
        return self.last

    def colour(self, value: tuple[object, ...]) -> str:
        """Return a colour as it was named, three numbers as #rrggbb; raises `TurtleGraphicsError`."""
        given: object = value[0] if len(value) == 1 else value
        if isinstance(given, str):
            if given and not self._is_known(given):
                raise TurtleGraphicsError(f"bad color string: {given}")
            return given
        try:
            red, green, blue = parts = [round(255.0 * one) if self.channel == 1.0 else one for one in given]  # type: ignore[attr-defined]
        except (TypeError, ValueError) as error:
            raise TurtleGraphicsError(f"bad color arguments: {given}") from error
        if not all(0 <= part <= CHANNEL for part in parts):
            raise TurtleGraphicsError(f"bad color sequence: {given}")
        return f"#{red:02x}{green:02x}{blue:02x}"

    def told(self, colour: str) -> str | tuple[float, ...]:
        """Return a colour as a program that asks for it gets it: its name, or three numbers."""
        if not colour.startswith("#"):
            return colour
        if len(colour) == LONG:
            parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        elif len(colour) == SHORT:
            parts = [16 * int(digit, 16) for digit in colour[1:]]
        else:
            raise TurtleGraphicsError(f"bad colorstring: {colour}")
        return tuple(part * self.channel / 255 for part in parts)

    def hexed(self, colour: str) -> str:
        """Return a known colour as #rrggbb."""
        if colour in COLOURS:
            return COLOURS[colour]
        if not colour.startswith("#"):
            return COLOURS.get(colour.lower()) or find_colour(colour) or colour
        step = (len(colour) - 1) // 3
        digits = [colour[1 + step * part : 1 + step * (part + 1)] for part in range(3)]
        return "#" + "".join((digit * 2 if step == 1 else digit[:2]).lower() for digit in digits)

    def spell(self) -> str:
        """Spell the list, a mark a line."""
        ground = self.hexed(self.ground)
        marks = [("ground", ground), *self.marks.values()] if ground != COLOURS["white"] else self.marks.values()
        return "".join(json.dumps([_shorten(part) for part in mark], ensure_ascii=False) + "\n" for mark in marks)

    def _is_known(self, name: str) -> bool:
        if name.startswith("#"):
            return len(name) in {4, 7, 10, 13} and HEX_DIGITS.issuperset(name[1:])
        return name in COLOURS or find_colour(name) is not None


SHEET = Sheet()


def _shorten(part: object) -> object:
    if isinstance(part, list):
        return [_shorten(value) for value in part]
    return round(part, PLACES) + 0.0 if isinstance(part, float) else part
