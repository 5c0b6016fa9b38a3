"""Stands in for `turtle`, without a window: moves as that does and notes on a sheet what was drawn.

The server gives it the name `turtle` before the first program comes. Here are the window and the module;
the pen has a file of its own.
"""

from __future__ import annotations

from typing import Any

from grading.programs.inside.pen import Turtle
from grading.programs.inside.sheet import CHANNEL, SHEET, Terminator, TurtleGraphicsError, Vec2D

SCREEN = (1920, 1080)
MODES = ("standard", "logo", "world")
NO_PEN = (
    "resizemode shearfactor shapetransform get_shapepoly tilt tiltangle settiltangle onclick onrelease ondrag".split()
)
NO_WINDOW = (
    "update onkey onkeypress onkeyrelease onclick onscreenclick ontimer listen mainloop exitonclick bye title bgpic"
).split()


class Shape:
    """As in `turtle`: how a pen looks, which is no drawing."""

    def __init__(self, type_: str, data: object = None) -> None:
        """Keep what it is."""
        self._type, self._data = type_, data

    def addcomponent(self, *_parts: object) -> None:
        """Add a part of a look."""


class Window:
    """Stands in for turtle's screen; only the colour of the ground and how colours are spelled matter."""

    def bgcolor(self, *args: object) -> Any:
        """Set the colour of the ground, or tell it."""
        if not args:
            return SHEET.told(SHEET.ground)
        SHEET.ground = SHEET.colour(args)
        return None

    def colormode(self, cmode: float | None = None) -> float | None:
        """Set whether colours go to 1.0 or to 255, or tell it; other numbers change nothing."""
        if cmode is None:
            return SHEET.channel
        if cmode in {1.0, CHANNEL}:
            SHEET.channel = 1.0 if cmode == 1.0 else CHANNEL
        return None

    def mode(self, mode: str | None = None) -> str | None:
        """Set which way angles go, or tell it."""
        if mode is None:
            return SHEET.mode
        if mode.lower() not in MODES:
            raise TurtleGraphicsError(f"No turtle-graphics-mode {mode.lower()}")
        SHEET.mode = mode.lower()
        self.reset()
        return None

    def setworldcoordinates(self, *_corners: float) -> None:
        """Measure in units of one's own; marks are noted in these."""
        if SHEET.mode != "world":
            self.mode("world")

    def reset(self) -> None:
        """Put all pens back to where they began, without their marks."""
        for pen in SHEET.pens:
            pen.set_mode()
            pen.reset()

    def clear(self) -> None:
        """Take everything away, the pens too; the one without a name begins anew."""
        first = SHEET.pens[0]
        SHEET.marks.clear()
        SHEET.pens.clear()
        SHEET.ground, SHEET.channel, SHEET.tracer, SHEET.delay = "white", 1.0, 1, 10
        Turtle.__init__(first)  # the functions of the module are bound to it

    def turtles(self) -> list[Turtle]:
        """Tell all pens; the one without a name is there as soon as it has done something."""
        first, *others = SHEET.pens
        return [first, *others] if first.undobufferentries() else others

    def getshapes(self) -> list[str]:
        """Tell the names of all looks of a pen."""
        return sorted(SHEET.shapes)

    def register_shape(self, name: str, shape: object = None) -> None:
        """Give a look of a pen a name."""
        if shape is None and not name.lower().endswith(".gif"):
            raise TurtleGraphicsError("Bad arguments for register_shape.")
        SHEET.shapes.append(name)

    def tracer(self, n: int | None = None, delay: int | None = None) -> int | None:
        """Set how often a window would be drawn, or tell it."""
        if n is None:
            return SHEET.tracer
        SHEET.tracer = int(n)
        SHEET.delay = SHEET.delay if delay is None else int(delay)
        return None

    def delay(self, delay: int | None = None) -> int | None:
        """Set a pause that nobody sees, or tell it."""
        if delay is None:
            return SHEET.delay
        SHEET.delay = int(delay)
        return None

    def setup(self, width: Any = 0.5, height: Any = 0.75, startx: object = None, starty: object = None) -> None:  # noqa: ARG002 - turtle's own parameters
        """Set the size of the window that is not there: pixels, or parts of the screen."""
        sizes = zip((width, height), SCREEN, strict=True)
        SHEET.size = tuple(
            int(one * whole) if isinstance(one, float) and one <= 1 else int(one) for one, whole in sizes
        )

    def window_width(self) -> int:
        """Tell the width of the window."""
        return SHEET.size[0]

    def window_height(self) -> int:
        """Tell the height of the window."""
        return SHEET.size[1]

    def screensize(self, canvwidth: int | None = None, canvheight: int | None = None, bg: Any = None) -> Any:
        """Set the size of the sheet, or tell it."""
        if (canvwidth, canvheight, bg) == (None, None, None):
            return SHEET.canvas
        if bg is not None:
            self.bgcolor(bg)
        SHEET.canvas = (canvwidth or SHEET.canvas[0], canvheight or SHEET.canvas[1])
        return None

    def numinput(self, title: object, prompt: object, default: float | None = None, **_more: object) -> float:  # noqa: ARG002 - turtle's own parameters
        """Read a number from the input, as there is no window to ask in."""
        line = input()
        return float(line) if line else float(default or 0)

    def textinput(self, title: object, prompt: object) -> str:  # noqa: ARG002 - turtle's own parameters
        """Read a text from the input."""
        return input()

    def getcanvas(self) -> Window:
        """Return what stands in for the canvas too."""
        return self

    addshape = register_shape
    clearscreen, resetscreen = clear, reset


def _nothing(*_values: object, **_more: object) -> None:
    """Do nothing: there is no window."""


def name_everything(names: dict[str, object]) -> None:
    """Give a module turtle's functions: those of a first pen and of the window, and those without an effect."""
    for kind, nothing in ((Turtle, NO_PEN), (Window, NO_WINDOW)):
        for name in nothing:
            setattr(kind, name, _nothing)
    window, pen = Window(), Turtle()
    Turtle.getscreen, Turtle.screen = (lambda _self: window), window  # type: ignore[attr-defined]
    for thing in (window, pen):  # where both have a name it is the pen's
        for name in dir(thing):
            if not name.startswith("_") and name not in {"set_mode", "screen"}:
                names[name] = getattr(thing, name)
    names["done"] = _nothing
    kinds = {"Turtle": Turtle, "Pen": Turtle, "RawTurtle": Turtle, "RawPen": Turtle, "Vec2D": Vec2D, "Shape": Shape}
    names.update({"__name__": "turtle", "Screen": lambda: window, "TurtleScreen": Window, **kinds})
    names.update({"Terminator": Terminator, "TurtleGraphicsError": TurtleGraphicsError})
