"""Record what the real `turtle` prints and draws, for programs that the judge's stand-in is compared with.

`record_turtle.py PROGRAMS` (needs tkinter and a display) writes JSON: for each program what it printed, the name
of the exception that ended it, and the marks on the canvas as `inside/sheet.py` spells them.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

HEAD = "==== "
STDIN = "6\n"
PLACES = 3


def programs_of(text: str) -> dict[str, str]:
    """Return the programs of a file by their names; what stands before the first is a remark."""
    _remark, *parts = text.split(f"\n{HEAD}")
    return {name: source for name, _end, source in (part.partition("\n") for part in parts)}


def record(source: str) -> dict[str, Any]:
    """Run one program with a turtle of its own."""
    sys.modules.pop("turtle", None)
    turtle: Any = importlib.import_module("turtle")
    stamped = _prepare(turtle)
    printed, error = io.StringIO(), ""
    sys.stdin = io.StringIO(STDIN)
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(source, "program.py", "exec"), {"__name__": "__main__"})
        except Exception as found:  # noqa: BLE001 - a program may raise anything, that is its result
            error = type(found).__name__
    marks = list(_marks(turtle, stamped))
    turtle.Screen()._root.destroy()
    return {"printed": printed.getvalue(), "error": error, "marks": marks}


def _prepare(turtle: Any) -> dict[Any, tuple[Any, ...]]:
    """Take the waiting out of a turtle, and note what its canvas does not tell: dots as dots, where stamps are."""
    stamped: dict[Any, tuple[Any, ...]] = {}
    stamp = turtle.RawTurtle.stamp

    def noted_stamp(pen: Any) -> Any:
        number = stamp(pen)
        stamped[number] = (*pen.pos(), pen.heading(), pen._fillcolor)
        return number

    def dot(screen: Any, at: tuple[float, float], size: float, colour: str) -> Any:
        x, y = at[0] * screen.xscale, -at[1] * screen.yscale
        return screen.cv.create_oval(x, y, x, y, fill=colour, tags=(f"dot{size}",))

    def nothing(*_values: Any, **_more: Any) -> None:
        """Do not wait."""

    setup = turtle._Screen.setup

    def shown_setup(screen: Any, *values: Any, **more: Any) -> None:
        setup(screen, *values, **more)
        screen.cv.update()  # else the window has no size yet

    turtle._Screen.setup = shown_setup
    turtle.setup = lambda *values, **more: turtle.Screen().setup(*values, **more)
    turtle.RawTurtle.stamp = turtle.Turtle.stamp = noted_stamp
    turtle.TurtleScreen._dot = dot  # turtle asks for a method of this name
    # Where it waits and where it shows what it has drawn so far.
    turtle.TurtleScreenBase._delay = turtle.TurtleScreenBase._update = nothing
    for kind in (turtle.TurtleScreenBase, turtle._Screen):
        kind.mainloop = kind.exitonclick = kind.bye = nothing
    turtle.mainloop = turtle.done = turtle.exitonclick = turtle.bye = nothing
    turtle.stamp = lambda: turtle.getpen().stamp()
    return stamped


def _marks(turtle: Any, stamped: dict[Any, tuple[Any, ...]]) -> Iterator[list[Any]]:
    screen = turtle.Screen()
    screen.tracer(1)
    for pen in screen.turtles():
        pen._update_data()  # lines are put on the canvas a few at a time
    canvas = screen.cv
    images = {pen.turtle._item for pen in screen.turtles()}
    ground = _hex(canvas, canvas.cget("bg"))
    if ground != "#ffffff":
        yield ["ground", ground]
    for item in canvas.find_all():
        fill = canvas.itemcget(item, "fill") if canvas.type(item) != "image" else ""
        if not fill or item in images:
            continue
        colour, at = _hex(canvas, fill), _points(canvas.coords(item), screen)
        match canvas.type(item):
            case "line":
                width = float(canvas.itemcget(item, "width"))
                yield from (["line", *one, *other, colour, width] for one, other in pairwise(at) if one != other)
            case "oval":
                yield ["dot", *at[0], float(canvas.gettags(item)[0].removeprefix("dot")), colour]
            case "text":
                yield ["text", at[0][0] + 1 / screen.xscale, at[0][1], canvas.itemcget(item, "text"), colour]
            case "polygon" if item in stamped:
                *place, named = stamped[item]
                yield ["stamp", *place, _hex(canvas, named)]
            case "polygon":
                yield ["fill", colour, [value for point in at for value in point]]


def _points(numbers: list[float], screen: Any) -> list[tuple[float, float]]:
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [(round(x / screen.xscale, PLACES) + 0.0, round(-y / screen.yscale, PLACES) + 0.0) for x, y in pairs]


def _hex(canvas: Any, colour: str) -> str:
    return "#" + "".join(f"{part >> 8:02x}" for part in canvas.winfo_rgb(colour))


def main(arguments: list[str]) -> None:
    """Write what every program of a file does, one a line."""
    programs = programs_of(Path(arguments[0]).read_text("utf-8"))
    recorded = {name: record(source) for name, source in programs.items()}
    rows = [f"{json.dumps(name)}: {json.dumps(found, ensure_ascii=False)}" for name, found in recorded.items()]
    sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
