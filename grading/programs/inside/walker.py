"""How the pen of the stand-in for `turtle` moves: as turtle's does, to the last digit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from grading.programs.inside.sheet import SHEET, Vec2D

FIRST_WAY = {"standard": Vec2D(1.0, 0.0), "world": Vec2D(1.0, 0.0), "logo": Vec2D(0.0, 1.0)}
Place = float | tuple[float, float]


class Walker:
    """Somebody at a place who faces a way; what happens on the way is the pen's business."""

    def __init__(self) -> None:
        """Stand in the middle and face ahead."""
        self._full: float = 360
        self._per: float = 1.0
        self.set_mode()
        self.reset()

    def reset(self) -> None:
        """Go back to where everything began."""
        self._at, self._way = Vec2D(0.0, 0.0), FIRST_WAY[SHEET.mode]

    def set_mode(self) -> None:
        """Take over which way angles go."""
        self._offset: float = self._full / 4.0 if SHEET.mode == "logo" else 0
        self._sense = -1 if SHEET.mode == "logo" else 1

    def forward(self, distance: float) -> None:
        """Go ahead, drawing when the pen is down."""
        self._go(self._at + distance * self._way)

    def back(self, distance: float) -> None:
        """Go back."""
        self.forward(-distance)

    def left(self, angle: float) -> None:
        """Turn left."""
        self._turn(angle)

    def right(self, angle: float) -> None:
        """Turn right."""
        self._turn(-angle)

    def goto(self, x: Place, y: float | None = None) -> None:
        """Go to a position."""
        self._go(Vec2D(*x) if y is None else Vec2D(x, y))  # type: ignore[misc, arg-type]

    def setx(self, x: float) -> None:
        """Go to a position at the same height."""
        self._go(Vec2D(x, self._at[1]))

    def sety(self, y: float) -> None:
        """Go to a position above or below."""
        self._go(Vec2D(self._at[0], y))

    def setheading(self, to_angle: float) -> None:
        """Face a direction, turning the shorter way."""
        turn = (to_angle - self.heading()) * self._sense
        self._turn((turn + self._full / 2.0) % self._full - self._full / 2.0)

    def home(self) -> None:
        """Go to the middle and face the first direction."""
        self.goto(0, 0)
        self.setheading(0)

    def circle(self, radius: float, extent: float | None = None, steps: int | None = None) -> None:
        """Draw a circle or a part of one as a polygon, left of the pen."""
        whole = self._full if extent is None else extent
        count = steps if steps is not None else 1 + int(min(11 + abs(radius) / 6.0, 59.0) * (abs(whole) / self._full))
        self._one_step(lambda: self._round(radius, 1.0 * whole / count, count))

    def position(self) -> Vec2D:
        """Tell where the pen is."""
        return self._at

    def xcor(self) -> float:
        """Tell how far right the pen is."""
        return self._at[0]

    def ycor(self) -> float:
        """Tell how far up the pen is."""
        return self._at[1]

    def heading(self) -> float:
        """Tell where the pen faces."""
        return self._told_angle(self._way)

    def towards(self, x: Place | Walker, y: float | None = None) -> float:
        """Tell the direction of a position."""
        return self._told_angle(self._place(x, y) - self._at)

    def distance(self, x: Place | Walker, y: float | None = None) -> float:
        """Tell how far a position is."""
        return abs(self._place(x, y) - self._at)

    def degrees(self, fullcircle: float = 360.0) -> None:
        """Measure angles so that a whole turn has this number."""
        self._full, self._per = fullcircle, 360 / fullcircle
        self._offset = 0 if SHEET.mode == "standard" else fullcircle / 4.0

    def radians(self) -> None:
        """Measure angles in radians."""
        self.degrees(math.tau)

    def _place(self, x: Any, y: float | None) -> Vec2D:
        if isinstance(x, Walker):
            return x.position()
        return Vec2D(x, y) if y is not None else Vec2D(*x)

    def _told_angle(self, way: Vec2D) -> float:
        angle = round(math.degrees(math.atan2(way[1], way[0])), 10) % 360.0
        return (self._offset + self._sense * (angle / self._per)) % self._full

    def _turn(self, angle: float) -> None:
        self._remember("turn")
        self._way = self._way.rotate(angle * self._per)

    def _round(self, radius: float, turn: float, count: int) -> None:
        side, half = 2.0 * radius * math.sin(math.radians(0.5 * turn) * self._per), 0.5 * turn
        if radius < 0:
            side, turn, half = -side, -turn, -half
        self._turn(half)
        for _ in range(count):
            self.forward(side)
            self._turn(turn)
        self._turn(-half)

    def _remember(self, what: str) -> None:
        """Called before anything changes."""

    def _one_step(self, act: Callable[[], None]) -> None:
        """Do something that counts as one step."""
        act()

    def _go(self, target: Vec2D) -> None:
        self._at = target

    fd, bk, backward, lt, rt = forward, back, back, left, right
    setpos = setposition = goto
    seth, pos = setheading, position
