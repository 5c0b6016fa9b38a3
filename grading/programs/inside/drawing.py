"""Stands in for `turtle`, without a window: moves as that does and notes on a sheet what was drawn.

The server gives it the name `turtle` before the first program comes.
"""

from __future__ import annotations

import math
from typing import Any

from grading.programs.inside.sheet import (
    CHANNEL,
    COLOURS,
    MOST_MARKS,
    SHEET,
    Terminator,
    TurtleGraphicsError,
    Vec2D,
)


class Turtle:
    """A pen with turtle's methods. Those that only change how a window looks do nothing."""

    def __init__(self, *_shape: object, **_more: object) -> None:
        """Put a pen in the middle, facing right."""
        self._full = 360.0
        SHEET.pens.append(self.reset)
        self.reset()

    def reset(self) -> None:
        """Put the pen back to where it began."""
        self._at = Vec2D(0.0, 0.0)
        self._angle = 90.0 if SHEET.mode == "logo" else 0.0
        self._down = True
        self._width = 1.0
        self._pen = self._fill = COLOURS["black"]
        self._outline: list[float] | None = None
        self._visible = True

    def forward(self, distance: float) -> None:
        """Go ahead, drawing when the pen is down."""
        radians = math.radians(self._angle)
        self._go(Vec2D(self._at[0] + distance * math.cos(radians), self._at[1] + distance * math.sin(radians)))

    def back(self, distance: float) -> None:
        """Go back."""
        self.forward(-distance)

    def left(self, angle: float) -> None:
        """Turn left."""
        self._angle = (self._angle + angle * 360.0 / self._full) % 360.0

    def right(self, angle: float) -> None:
        """Turn right."""
        self.left(-angle)

    def goto(self, x: float | tuple[float, float], y: float | None = None) -> None:
        """Go to a position."""
        target = Vec2D(x, y) if y is not None else Vec2D(*x)  # type: ignore[misc, arg-type]
        self._go(Vec2D(float(target[0]), float(target[1])))

    def teleport(self, x: float | None = None, y: float | None = None, **_more: object) -> None:
        """Go to a position without drawing."""
        self._at = Vec2D(self._at[0] if x is None else float(x), self._at[1] if y is None else float(y))

    def setx(self, x: float) -> None:
        """Go to a position at the same height."""
        self.goto(x, self._at[1])

    def sety(self, y: float) -> None:
        """Go to a position above or below."""
        self.goto(self._at[0], y)

    def setheading(self, angle: float) -> None:
        """Face a direction."""
        degrees = angle * 360.0 / self._full
        self._angle = (90.0 - degrees if SHEET.mode == "logo" else degrees) % 360.0

    def home(self) -> None:
        """Go to the middle and face the first direction."""
        self.goto(0.0, 0.0)
        self.setheading(0.0)

    def circle(self, radius: float, extent: float | None = None, steps: int | None = None) -> None:
        """Draw a circle or a part of one as a polygon, left of the pen."""
        whole = 360.0 if extent is None else extent * 360.0 / self._full
        count = steps or 1 + int(min(11 + abs(radius) / 6.0, 59.0) * abs(whole) / 360.0)
        turn = whole / count * (1 if radius >= 0 else -1)
        side = 2.0 * abs(radius) * math.sin(math.radians(abs(whole) / count / 2)) * (1 if whole >= 0 else -1)
        self._angle += turn / 2
        for _ in range(count):
            self.forward(side)
            self._angle += turn
        self._angle = (self._angle - turn / 2) % 360.0

    def dot(self, size: Any = None, *colour: object) -> None:
        """Draw a round dot."""
        if size is not None and not isinstance(size, int | float):
            size, colour = None, (size,)
        across = float(size or max(self._width + 4, self._width * 2))
        SHEET.add("dot", *self._at, across, SHEET.colour(colour) if colour else self._pen)

    def stamp(self) -> int:
        """Leave a picture of the pen."""
        SHEET.add("stamp", *self._at, self._angle, self._fill)
        return len(SHEET.marks)

    def write(self, arg: object, *_more: object, **_others: object) -> None:
        """Write a text."""
        SHEET.add("text", *self._at, str(arg), self._pen)

    def begin_fill(self) -> None:
        """Begin a filled shape."""
        self._outline = [*self._at]

    def end_fill(self) -> None:
        """Fill the shape."""
        if self._outline is not None:
            SHEET.add("fill", self._fill, self._outline)
        self._outline = None

    def filling(self) -> bool:
        """Tell whether a shape is being filled."""
        return self._outline is not None

    def color(self, *values: object) -> tuple[str, str] | None:
        """Set the colours of pen and filling, or tell them."""
        if not values:
            return self._pen, self._fill
        pair = values if len(values) == 2 else (values, values)
        self._pen, self._fill = (SHEET.colour(one if isinstance(one, tuple) else (one,)) for one in pair)
        return None

    def pencolor(self, *values: object) -> str | None:
        """Set the colour of the pen, or tell it."""
        if not values:
            return self._pen
        self._pen = SHEET.colour(values)
        return None

    def fillcolor(self, *values: object) -> str | None:
        """Set the colour of the filling, or tell it."""
        if not values:
            return self._fill
        self._fill = SHEET.colour(values)
        return None

    def penup(self) -> None:
        """Lift the pen."""
        self._down = False

    def pendown(self) -> None:
        """Put the pen down."""
        self._down = True

    def isdown(self) -> bool:
        """Tell whether the pen is down."""
        return self._down

    def pensize(self, width: float | None = None) -> float | None:
        """Set the width of the pen, or tell it."""
        if width is None:
            return self._width
        self._width = float(width)
        return None

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
        degrees = (90.0 - self._angle) % 360.0 if SHEET.mode == "logo" else self._angle
        return degrees * self._full / 360.0

    def towards(self, x: float | tuple[float, float] | Turtle, y: float | None = None) -> float:
        """Tell the direction of a position."""
        way = self._way(x, y)
        degrees = math.degrees(math.atan2(way[1], way[0])) % 360.0
        return (90.0 - degrees if SHEET.mode == "logo" else degrees) % 360.0 * self._full / 360.0

    def distance(self, x: float | tuple[float, float] | Turtle, y: float | None = None) -> float:
        """Tell how far a position is."""
        return abs(self._way(x, y))

    def degrees(self, fullcircle: float = 360.0) -> None:
        """Measure angles so that a whole turn has this number."""
        self._full = float(fullcircle)

    def radians(self) -> None:
        """Measure angles in radians."""
        self._full = 2 * math.pi

    def hideturtle(self) -> None:
        """Hide the pen, which is no drawing."""
        self._visible = False

    def showturtle(self) -> None:
        """Show the pen."""
        self._visible = True

    def isvisible(self) -> bool:
        """Tell whether the pen is shown."""
        return self._visible

    def clear(self) -> None:
        """Take all marks away."""
        SHEET.marks.clear()

    def clone(self) -> Turtle:
        """Make a pen like this one."""
        other = Turtle()
        other.__dict__.update(self.__dict__)
        return other

    def getscreen(self) -> Window:
        """Return the window that is not there."""
        return Window()

    def _way(self, x: float | tuple[float, float] | Turtle, y: float | None) -> Vec2D:
        if isinstance(x, Turtle):
            return x.position() - self._at
        return (Vec2D(*x) if isinstance(x, tuple) else Vec2D(x, y or 0.0)) - self._at

    def _go(self, target: Vec2D) -> None:
        if not all(math.isfinite(value) for value in target):
            raise OverflowError("a position without an end")
        if self._down and target != self._at:
            SHEET.add("line", *self._at, *target, self._pen, self._width)
        if self._outline is not None and len(self._outline) < MOST_MARKS:
            self._outline += target
        self._at = target

    fd, bk, backward, lt, rt = forward, back, back, left, right
    setpos = setposition = goto
    seth, pos, width = setheading, position, pensize
    pu = up = penup
    pd = down = pendown
    ht, st = hideturtle, showturtle
    getpen = getturtle = clone


class Window:
    """Stands in for turtle's screen; only the colour of the ground and how colours are spelled matter."""

    def bgcolor(self, *values: object) -> str | None:
        """Set the colour of the ground, or tell it."""
        if not values:
            return SHEET.ground
        SHEET.ground = SHEET.colour(values)
        return None

    def colormode(self, most: float | None = None) -> float | None:
        """Set whether colours go to 1.0 or to 255, or tell it."""
        if most is None:
            return SHEET.channel
        if most not in {1.0, CHANNEL}:
            raise TurtleGraphicsError(f"bad colormode: {most}")
        SHEET.channel = float(most)
        return None

    def mode(self, name: str | None = None) -> str | None:
        """Set which way angles go, or tell it."""
        if name is None:
            return SHEET.mode
        if name not in {"standard", "logo", "world"}:
            raise TurtleGraphicsError(f"No turtle-graphics-mode {name}")
        SHEET.mode = name
        for reset in SHEET.pens:
            reset()
        return None

    def window_width(self) -> int:
        """Tell a width that a window might have."""
        return 960

    def window_height(self) -> int:
        """Tell a height that a window might have."""
        return 810

    def numinput(self, _title: object, _prompt: object, default: float | None = None, **_more: object) -> float:
        """Read a number from the input, as there is no window to ask in."""
        line = input()
        return float(line) if line else float(default or 0)

    def textinput(self, _title: object, _prompt: object) -> str:
        """Read a text from the input."""
        return input()


NOTHING_TO_SHOW = (
    "speed tracer update delay shape shapesize turtlesize resizemode settiltangle tiltangle tilt undo setundobuffer "
    "onclick onrelease ondrag onkey onkeypress onkeyrelease onscreenclick ontimer listen mainloop done exitonclick "
    "bye setup title screensize setworldcoordinates bgpic register_shape addshape clearstamp clearstamps "
    "begin_poly end_poly clearscreen resetscreen"
).split()


def _nothing(*_values: object, **_more: object) -> None:
    """Do nothing: there is no window."""


def name_everything(names: dict[str, object]) -> None:
    """Give a module turtle's functions: those of a first pen and of the window, and those without an effect."""
    for name in NOTHING_TO_SHOW:
        for kind in (Turtle, Window):
            setattr(kind, name, _nothing)
    pen, window = Turtle(), Window()
    for thing in (pen, window):
        for name in dir(thing):
            if not name.startswith("_"):
                names[name] = getattr(thing, name)
    names.update(
        {
            "__name__": "turtle",
            "Pen": Turtle,
            "Turtle": Turtle,
            "Vec2D": Vec2D,
            "RawTurtle": Turtle,
            "RawPen": Turtle,
            "Screen": Window,
        }
    )
    names.update({"TurtleScreen": Window, "Terminator": Terminator, "TurtleGraphicsError": TurtleGraphicsError})
