"""The pen of the stand-in for `turtle`: draws while it moves, and notes marks on the sheet.

`record_turtle.py` in the tests runs programs with the real one; what they print and draw is compared with this.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from copy import copy
from typing import Any, Final

from grading.programs.inside.sheet import MOST_MARKS, SHEET, TurtleGraphicsError, Vec2D
from grading.programs.inside.walker import Walker

SPEEDS = {"fastest": 0, "fast": 10, "normal": 6, "slow": 3, "slowest": 1}
STATE: Final = ("_at", "_way", "_down", "_width", "_pen", "_fill", "_visible", "_speed", "_stretch")
PEN_KEYS = {
    "shown": "_visible", "pendown": "_down", "pencolor": "_pen", "fillcolor": "_fill", "pensize": "_width",
    "speed": "_speed", "stretchfactor": "_stretch",
}  # fmt: skip
OTHER_KEYS = {"resizemode": "noresize", "shearfactor": 0.0, "outline": 1, "tilt": 0.0}  # how the pen itself looks
LEAST_SPEED, MOST_SPEED = 0.5, 10.5  # beyond these there is no animation
UNDO_STEPS = 1000
LEAST_DOT = 4


class Turtle(Walker):
    """A pen with turtle's methods. Those that only change how it looks itself do nothing."""

    def __init__(self, shape: str = "classic", undobuffersize: int = UNDO_STEPS, visible: bool = True) -> None:  # noqa: FBT001, FBT002 - turtle's own parameters
        """Put a pen in the middle, facing ahead."""
        self._shape = shape
        self._poly: list[Vec2D] | None = None
        self._is_noting = False
        self._mine: list[int] = []
        self._stamps: list[int] = []
        self._is_one_step = False
        self._steps: deque[tuple[Any, ...]] = deque(maxlen=max(undobuffersize or 0, 0))
        super().__init__()
        SHEET.pens.append(self)
        self._visible = visible

    def reset(self) -> None:
        """Put the pen back to where it began and take its marks away."""
        super().reset()
        self._down, self._visible = True, True
        self._width: float = 1
        self._pen = self._fill = "black"
        self._speed: float = 3
        self._stretch: Any = (1.0, 1.0)
        self.clear()

    def clear(self) -> None:
        """Take the marks of this pen away."""
        self._outline: list[float] | None = None
        for number in self._mine:
            SHEET.marks.pop(number, None)
        self._mine, self._stamps = [], []
        self._steps.clear()

    def teleport(self, x: float | None = None, y: float | None = None, *, fill_gap: bool = False) -> None:
        """Go to a position without drawing; a shape that is being filled ends here and begins anew there."""
        was_filling = self.filling() and not fill_gap
        if was_filling:
            self.end_fill()
        is_down, self._down = self._down, False
        self._go(Vec2D(self._at[0] if x is None else x, self._at[1] if y is None else y))
        self._down = is_down
        if was_filling:
            self.begin_fill()

    def dot(self, size: Any = None, *color: object) -> None:
        """Draw a round dot."""
        if not color and isinstance(size, str | tuple):
            size, color = None, (size,)
        if size is None or (not color and not size):
            size = self._width + max(self._width, LEAST_DOT)
        chosen = SHEET.colour(color) if color else self._pen
        self._remember("dot")
        self._mark("dot", *self._at, size, chosen)

    def stamp(self) -> int:
        """Leave a picture of the pen."""
        self._remember("stamp")
        self._mark("stamp", *self._at, self.heading(), self._fill)
        self._stamps.append(SHEET.last)
        return SHEET.last

    def clearstamp(self, stampid: int) -> None:
        """Take one stamp away."""
        if stampid in self._stamps:
            self._stamps.remove(stampid)
            SHEET.marks.pop(stampid, None)

    def clearstamps(self, n: int | None = None) -> None:
        """Take all stamps away, the first or the last (-n) ones."""
        for number in self._stamps[:] if n is None else self._stamps[:n] if n >= 0 else self._stamps[n:]:
            self.clearstamp(number)

    def write(self, arg: object, move: bool = False, align: str = "left", font: object = None) -> None:  # noqa: ARG002, FBT001, FBT002 - turtle's own parameters; how wide a text is depends on the machine
        """Write a text."""
        self._remember("text")
        self._mark("text", *self._at, str(arg), self._pen)

    def begin_fill(self) -> None:
        """Begin a filled shape."""
        self._remember("begin")
        self._outline = [*self._at]

    def end_fill(self) -> None:
        """Fill the shape."""
        if self._outline is not None and len(self._outline) > 2 * 2:
            self._remember("fill")
            self._mark("fill", self._fill, self._outline)
        self._outline = None

    def filling(self) -> bool:
        """Tell whether a shape is being filled."""
        return self._outline is not None

    def begin_poly(self) -> None:
        """Begin to note the corners of a shape for a pen."""
        self._poly, self._is_noting = [self._at], True

    def end_poly(self) -> None:
        """End noting corners."""
        self._is_noting = False

    def get_poly(self) -> tuple[Vec2D, ...] | None:
        """Tell the corners noted last."""
        return None if self._poly is None else tuple(self._poly)

    def color(self, *args: Any) -> Any:
        """Set the colours of pen and filling, or tell them."""
        if not args:
            return SHEET.told(self._pen), SHEET.told(self._fill)
        pair = args if len(args) == 2 else (args, args)
        chosen = [SHEET.colour(one if isinstance(one, tuple) else (one,)) for one in pair]
        self._set(_pen=chosen[0], _fill=chosen[1])
        return None

    def pencolor(self, *args: object) -> Any:
        """Set the colour of the pen, or tell it."""
        return self._colour("_pen", args)

    def fillcolor(self, *args: object) -> Any:
        """Set the colour of the filling, or tell it."""
        return self._colour("_fill", args)

    def pen(self, pen: dict[str, Any] | None = None, **pendict: Any) -> dict[str, Any] | None:
        """Set several things of the pen at once, or tell all of them."""
        wanted = {**(pen or {}), **pendict}
        if not wanted:
            return {**OTHER_KEYS, **{key: getattr(self, name) for key, name in PEN_KEYS.items()}}
        for key, value in wanted.items():
            if key not in PEN_KEYS and key not in OTHER_KEYS:
                raise KeyError(key)
            if key in {"pencolor", "fillcolor"} and isinstance(value, tuple):
                wanted[key] = SHEET.colour((value,))
        self._set(**{PEN_KEYS[key]: value for key, value in wanted.items() if key in PEN_KEYS})
        return None

    def penup(self) -> None:
        """Lift the pen."""
        if self._down:
            self._set(_down=False)

    def pendown(self) -> None:
        """Put the pen down."""
        if not self._down:
            self._set(_down=True)

    def isdown(self) -> bool:
        """Tell whether the pen is down."""
        return self._down

    def pensize(self, width: float | None = None) -> float | None:
        """Set the width of the pen, or tell it."""
        if width is None:
            return self._width
        self._set(_width=width)
        return None

    def speed(self, speed: Any = None) -> float | None:
        """Set a speed that nobody sees, or tell it."""
        if speed is None:
            return self._speed
        self._set(_speed=SPEEDS[speed] if speed in SPEEDS else round(speed) if LEAST_SPEED < speed < MOST_SPEED else 0)
        return None

    def hideturtle(self) -> None:
        """Hide the pen, which is no drawing."""
        self._set(_visible=False)

    def showturtle(self) -> None:
        """Show the pen."""
        self._set(_visible=True)

    def isvisible(self) -> bool:
        """Tell whether the pen is shown."""
        return self._visible

    def shape(self, name: str | None = None) -> str | None:
        """Set how the pen itself looks, or tell it."""
        if name is None:
            return self._shape
        if name not in SHEET.shapes:
            raise TurtleGraphicsError(f"There is no shape named {name}")
        self._shape = name
        return None

    def shapesize(self, stretch_wid: Any = None, stretch_len: Any = None, outline: Any = None) -> Any:
        """Set how large the pen itself looks, or tell it."""
        if stretch_wid is stretch_len is outline is None:
            return (*self._stretch, 1)
        if stretch_wid == 0 or stretch_len == 0:
            raise TurtleGraphicsError("stretch_wid/stretch_len must not be zero")
        wide, long = self._stretch
        self._set(_stretch=(stretch_wid or wide, stretch_len or stretch_wid or long))
        return None

    def undo(self) -> None:
        """Take back what was done last."""
        if not self._steps:
            return
        what, state, marks, corners = self._steps.pop()
        for name, value in zip(STATE, state, strict=True):
            setattr(self, name, value)
        for number in self._mine[marks:]:
            SHEET.marks.pop(number, None)
            self._stamps = [stamp for stamp in self._stamps if stamp != number]
        del self._mine[marks:]
        if self._outline is not None:
            self._outline = None if corners is None or what == "begin" else self._outline[:corners]

    def setundobuffer(self, size: int | None) -> None:
        """Keep so many steps to be taken back; with none nothing can be."""
        self._steps = deque(maxlen=max(size or 0, 0))

    def undobufferentries(self) -> int:
        """Tell how many steps can be taken back."""
        return len(self._steps)

    def clone(self) -> Turtle:
        """Make a pen like this one."""
        other = type(self).__new__(type(self))
        other.__dict__.update({name: copy(value) for name, value in self.__dict__.items()})
        SHEET.pens.append(other)
        return other

    def getturtle(self) -> Turtle:
        """Return the pen itself."""
        return self

    def _colour(self, name: str, args: tuple[object, ...]) -> Any:
        if not args:
            return SHEET.told(getattr(self, name))
        chosen = SHEET.colour(args)
        if chosen != getattr(self, name):
            self._set(**{name: chosen})
        return None

    def _set(self, **values: Any) -> None:
        self._remember("pen")
        self.__dict__.update(values)

    def _one_step(self, act: Callable[[], None]) -> None:
        """Do something that is taken back as a whole."""
        self._remember("step")
        self._is_one_step = True
        try:
            act()
        finally:
            self._is_one_step = False

    def _remember(self, what: str) -> None:
        """Keep how everything is before it changes."""
        if not self._is_one_step:
            corners = None if self._outline is None else len(self._outline)
            self._steps.append((what, [getattr(self, name) for name in STATE], len(self._mine), corners))

    def _mark(self, kind: str, *parts: Any) -> None:
        """Note a mark; what has no colour is not seen."""
        place = 0 if kind == "fill" else 5 - 1 if kind == "line" else len(parts) - 1
        if parts[place]:
            self._mine.append(SHEET.add(kind, *parts[:place], SHEET.hexed(parts[place]), *parts[place + 1 :]))

    def _go(self, target: Vec2D) -> None:
        if not all(math.isfinite(value) for value in target):
            raise OverflowError("a position without an end")
        self._remember("go")
        if self._down and target != self._at:
            self._mark("line", *self._at, *target, self._pen, self._width)
        if self._outline is not None and len(self._outline) < MOST_MARKS:
            self._outline += target
        self._at = target
        if self._is_noting and self._poly is not None and len(self._poly) < MOST_MARKS:
            self._poly.append(target)

    width, turtlesize = pensize, shapesize
    pu = up = penup
    pd = down = pendown
    ht, st = hideturtle, showturtle
    getpen = getturtle
