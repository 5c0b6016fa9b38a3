"""What can be put on a page: text, lines, boxes, pictures, squares; all plain data.

Layout makes marks, `document` draws them; nothing between the two knows reportlab. Every length is in points,
every place is counted from the upper left corner of the page, downwards; a text stands on its base line.
"""

from __future__ import annotations

from dataclasses import dataclass

from itembank.base.errors import JikaoError

MM = 72 / 25.4
"""One millimetre in points."""

INK = "#1a1f26"
GREY = "#5b6673"
ACCENT = "#1d4a75"
RULE = "#aeb8c2"
PALE = "#eef2f6"
WHITE = "#ffffff"
"""The colours of our papers; they stay apart on a grey printer."""


class PrintError(JikaoError):
    """A paper that cannot be made from what was given."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place to draw in; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x` is its left end, `y` its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = INK
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = RULE
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners where `radius` is set; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.5
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, scaled to fit inside the frame without distortion."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """A row of neighbouring squares on a grid."""

    column: int
    row: int
    length: int


@dataclass(frozen=True, slots=True)
class Squares:
    """Black squares of `unit` points on a grid with its corner at `x`, `y`, filled as one shape without seams."""

    x: float
    y: float
    unit: float
    runs: tuple[Run, ...]


Mark = Text | Line | Box | Picture | Squares


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page."""

    width: float
    height: float
    marks: tuple[Mark, ...]
