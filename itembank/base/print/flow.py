"""Filling pages from top to bottom: where we are, when a new page starts, heads and feet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from itembank.base.print.faces import text_width
from itembank.base.print.lines import break_lines
from itembank.base.print.marks import INK, MM, Mark, Page, Text

CENTRE_ABOVE_BASE = 0.38
"""Middle of a Chinese character above the base line, as a share of its size."""

LINE_SPACING = 1.5

KEPT_TOGETHER = 5
"""A paragraph of so few lines is not torn apart."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper and its margins, in points."""

    width: float
    height: float
    top: float = 15 * MM
    bottom: float = 18 * MM
    side: float = 18 * MM

    @property
    def body_width(self) -> float:
        return self.width - 2 * self.side

    @property
    def right(self) -> float:
        return self.width - self.side

    @property
    def floor(self) -> float:
        return self.height - self.bottom


A4 = Sheet(210 * MM, 297 * MM)
A4_ACROSS = Sheet(297 * MM, 210 * MM)

Head = Callable[[int], tuple[Sequence[Mark], float]]
"""Makes the head of a page from its number: its marks, and how much room they take below the top margin."""

Foot = Callable[[int, int], Sequence[Mark]]
"""Makes the foot of a page from its number and the number of all pages."""


class Flow:
    """A place on a page that moves down; `y` is the next free point."""

    def __init__(self, sheet: Sheet, head: Head) -> None:
        """Start on an empty first page below its head."""
        self.sheet = sheet
        self._head = head
        self._pages: list[list[Mark]] = []
        self.y = 0.0
        self.new_page()

    @property
    def room(self) -> float:
        """Free height on this page."""
        return self.sheet.floor - self.y

    def new_page(self) -> None:
        """Go to the top of a new page."""
        marks, height = self._head(len(self._pages) + 1)
        self._pages.append(list(marks))
        self.y = self.sheet.top + height

    def need(self, height: float) -> None:
        """Go to a new page unless `height` is free here."""
        if self.room < height:
            self.new_page()

    def put(self, *marks: Mark) -> None:
        """Put marks on this page; the place does not move."""
        self._pages[-1].extend(marks)

    def skip(self, height: float) -> None:
        """Move down."""
        self.y += height

    def paragraph(self, text: str, size: float, *, bold: bool = False, colour: str = INK, indent: float = 0.0) -> None:
        """Put a text on as many lines and pages as it takes; a few lines stay on one page."""
        leading = size * LINE_SPACING
        left = self.sheet.side + indent
        lines = break_lines(text, self.sheet.body_width - indent, size, bold=bold)
        if len(lines) <= KEPT_TOGETHER:
            self.need(len(lines) * leading)
        for line in lines:
            self.need(leading)
            self.put(middle_text(left, self.y + leading / 2, line, size, bold=bold, colour=colour))
            self.skip(leading)

    def finish(self, foot: Foot) -> tuple[Page, ...]:
        """Return the pages, each with its foot."""
        total = len(self._pages)
        return tuple(
            Page(self.sheet.width, self.sheet.height, (*marks, *foot(number, total)))
            for number, marks in enumerate(self._pages, start=1)
        )


def middle_text(
    x: float,
    middle: float,
    text: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    spacing: float = 0.0,
) -> Text:
    """Make a text that starts at `x` and whose characters are centred on the height `middle`."""
    return Text(x, middle + CENTRE_ABOVE_BASE * size, text, size, bold=bold, colour=colour, spacing=spacing)


def centred_text(
    x: float,
    width: float,
    middle: float,
    text: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    spacing: float = 0.0,
) -> Text:
    """Make a text in the middle of a span."""
    start = x + (width - text_width(text, size, bold=bold, spacing=spacing)) / 2
    return middle_text(start, middle, text, size, bold=bold, colour=colour, spacing=spacing)


def right_text(right: float, middle: float, text: str, size: float, *, bold: bool = False, colour: str = INK) -> Text:
    """Make a text that ends at `right`."""
    return middle_text(right - text_width(text, size, bold=bold), middle, text, size, bold=bold, colour=colour)
