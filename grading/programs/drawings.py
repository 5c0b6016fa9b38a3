"""Compare what a turtle drew with what was expected: what is seen counts, not in which order or how it was drawn.

A drawing arrives as the text that `inside.sheet` spells. Lines are compared by
points on them, so that a circle of many short steps equals the one that `circle`
draws; dots, filled shapes and texts one by one. Pure; the text is hostile.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_MARKS = 40_000
MOST_POINTS = 400_000
FARTHEST = 100_000.0
ENOUGH = Fraction(49, 50)  # of the points of all lines: corners of polygons never lie wholly alike
WIDTH_TOLERANCE = 1.0
AREA_TOLERANCE = 0.02
LINE_PARTS, DOT_PARTS, TEXT_PARTS = 6, 4, 4

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Looks:
    """What counts in a drawing; `tolerance` is in steps of the turtle.

    With `anywhere` the drawing may lie elsewhere on the sheet; with `colours` it must have the right ones,
    ground included; with `widths` the lines must be as broad.
    """

    tolerance: float = 2.0
    anywhere: bool = False
    colours: bool = True
    widths: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line; `look` is what of its colour and width counts."""

    start: Point
    end: Point
    look: str

    @property
    def length(self) -> float:
        """How long it is."""
        return math.dist(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Item:
    """A dot, a filled shape or a text: where it is, how large, and all else that must be equal."""

    at: Point
    size: float
    look: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All marks of a sheet."""

    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    ground: str

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was drawn."""
        return not self.lines and not self.items


def read_drawing(text: str, looks: Looks) -> Drawing | None:
    """Read a spelled drawing; None when it is none or is too large to be compared."""
    rows = [line for line in text.splitlines() if line.startswith("[")]
    if len(rows) > MOST_MARKS:
        return None
    lines: list[Line] = []
    items: list[Item] = []
    ground = ""
    try:
        for row in rows:
            kind, *parts = json.loads(row)
            if kind == "line":
                lines += _line(parts, looks)
            elif kind == "ground":
                ground = str(parts[0]) if looks.colours else ""
            elif kind in {"dot", "fill", "text"}:
                items.append(_item(kind, parts, looks))
    except (ValueError, TypeError, IndexError, RecursionError, OverflowError):
        return None
    drawing = Drawing(tuple(lines), tuple(items), ground)
    return _moved_home(drawing) if looks.anywhere else drawing


def likeness(expected: Drawing, observed: Drawing, looks: Looks) -> Fraction:
    """Return the part of the drawing that is right, extra marks counted against it; 1 when it is enough alike."""
    if expected.ground != observed.ground:
        return Fraction(0)
    lines = _alike_lines(expected.lines, observed.lines, looks.tolerance)
    return (Fraction(1) if lines >= ENOUGH else lines) * _alike_items(expected.items, observed.items, looks.tolerance)


def _line(parts: Sequence[object], looks: Looks) -> list[Line]:
    if len(parts) != LINE_PARTS:
        raise ValueError("a line has other parts")
    x1, y1, x2, y2 = (_number(part) for part in parts[:4])
    width = round(_number(parts[5]) / WIDTH_TOLERANCE) if looks.widths else ""
    line = Line((x1, y1), (x2, y2), f"{parts[4] if looks.colours else ''} {width}")
    return [line] if line.length > 0 else []


def _item(kind: str, parts: Sequence[object], looks: Looks) -> Item:
    if kind == "fill":
        return _filled(parts, looks)
    if len(parts) != (DOT_PARTS if kind == "dot" else TEXT_PARTS):
        raise ValueError("a mark has other parts")
    colour = parts[3] if looks.colours else ""
    said = "" if kind == "dot" else str(parts[2])
    size = _number(parts[2]) if kind == "dot" else 0.0
    return Item((_number(parts[0]), _number(parts[1])), size, f"{kind} {said} {colour}")


def _filled(parts: Sequence[object], looks: Looks) -> Item:
    """Tell a filled shape by its area and its middle, from wherever it was begun and whichever way round."""
    if not isinstance(parts[1], list):
        raise TypeError("a shape is a list")
    numbers = [_number(part) for part in parts[1]]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    area = middle_x = middle_y = 0.0
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        middle_x += (x1 + x2) * cross / 6
        middle_y += (y1 + y2) * cross / 6
    at = (middle_x / area, middle_y / area) if abs(area) > 1 else corners[0] if corners else (0.0, 0.0)
    return Item(at, abs(area), f"fill {parts[0] if looks.colours else ''}")


def _number(part: object) -> float:
    if isinstance(part, bool) or not isinstance(part, int | float):
        raise TypeError("no number")
    value = float(part)
    if not abs(value) <= FARTHEST**2:
        raise ValueError("too far")
    return value


def _moved_home(drawing: Drawing) -> Drawing:
    """Move a drawing so that its lower left corner lies in the middle of the sheet."""
    points = [point for line in drawing.lines for point in (line.start, line.end)]
    points = points or [item.at for item in drawing.items]
    if not points:
        return drawing
    left, low = min(x for x, _ in points), min(y for _, y in points)

    def move(point: Point) -> Point:
        return (point[0] - left, point[1] - low)

    return Drawing(
        tuple(Line(move(line.start), move(line.end), line.look) for line in drawing.lines),
        tuple(Item(move(item.at), item.size, item.look) for item in drawing.items),
        drawing.ground,
    )


def _alike_lines(expected: Sequence[Line], observed: Sequence[Line], tolerance: float) -> Fraction:
    if not expected and not observed:
        return Fraction(1)
    step = tolerance / 2
    if sum(line.length for line in (*expected, *observed)) / step > MOST_POINTS:
        return Fraction(0)
    want, got = list(_points(expected, step)), list(_points(observed, step))
    if not want or not got:
        return Fraction(0)
    return min(_covered(want, got, tolerance), _covered(got, want, tolerance))


def _points(lines: Sequence[Line], step: float) -> Iterator[tuple[float, float, str]]:
    for line in lines:
        (x1, y1), (x2, y2) = line.start, line.end
        count = max(1, math.ceil(line.length / step))
        for index in range(count + 1):
            part = index / count
            yield x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, line.look


def _covered(
    points: Sequence[tuple[float, float, str]], others: Sequence[tuple[float, float, str]], tolerance: float
) -> Fraction:
    """Return the part of some points that has one of the others near by, of the same look."""
    cells: dict[tuple[int, int, str], list[Point]] = {}
    for x, y, look in others:
        here = cells.setdefault((math.floor(x / tolerance), math.floor(y / tolerance), look), [])
        if not here or math.dist(here[-1], (x, y)) > tolerance / 4:
            here.append((x, y))
    return Fraction(sum(_has_neighbour(cells, point, tolerance) for point in points), len(points))


def _has_neighbour(
    cells: dict[tuple[int, int, str], list[Point]], point: tuple[float, float, str], tolerance: float
) -> bool:
    x, y, look = point
    column, row = math.floor(x / tolerance), math.floor(y / tolerance)
    return any(
        math.dist((x, y), other) <= tolerance
        for i in (column, column - 1, column + 1)
        for j in (row, row - 1, row + 1)
        for other in cells.get((i, j, look), ())
    )


def _alike_items(expected: Sequence[Item], observed: Sequence[Item], tolerance: float) -> Fraction:
    left: dict[tuple[int, int, str], dict[int, Item]] = {}
    for number, item in enumerate(observed):
        left.setdefault(_cell(item, tolerance), {})[number] = item
    found = 0
    for item in expected:
        column, row, look = _cell(item, tolerance)
        near = [left.get((i, j, look), {}) for i in range(column - 1, column + 2) for j in range(row - 1, row + 2)]
        first = min(
            (n for cell in near for n, other in cell.items() if _same_item(item, other, tolerance)), default=None
        )
        if first is not None:
            next(cell for cell in near if first in cell).pop(first)
            found += 1
    most = max(len(expected), len(observed))
    return Fraction(found, most) if most else Fraction(1)


def _cell(item: Item, tolerance: float) -> tuple[int, int, str]:
    """Return where an item lies in a grid whose cells are as wide as the same item may lie apart."""
    x, y = item.at
    return math.floor(x / (2 * tolerance)), math.floor(y / (2 * tolerance)), item.look


def _same_item(one: Item, other: Item, tolerance: float) -> bool:
    slack = max(tolerance, AREA_TOLERANCE * one.size)
    return (
        one.look == other.look and math.dist(one.at, other.at) <= 2 * tolerance and abs(one.size - other.size) <= slack
    )
