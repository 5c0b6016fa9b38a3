"""Tables that break over pages: columns of fixed width, cells that wrap, a head that comes again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from itembank.base.print.flow import Flow, centred_text, middle_text, right_text
from itembank.base.print.lines import break_lines, fit_size
from itembank.base.print.marks import ACCENT, INK, PALE, Box, Line, Mark, Text

LEAST_SHRUNK = 0.72
"""How small a text may become in a column that shrinks, as a share of the usual size."""


class Align(Enum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, and its width in points.

    With `shrinks` a text that is a little too long is printed smaller rather than on two lines: names, schools.
    """

    title: str
    width: float
    align: Align = Align.LEFT
    shrinks: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; plain strings serve where nothing is special."""

    text: str
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Look:
    """How a table looks; lengths in points."""

    size: float = 9.0
    spacing: float = 1.4
    pad_x: float = 4.0
    pad_y: float = 3.2
    least_height: float = 0.0
    grid: bool = False
    zebra: bool = False

    @property
    def leading(self) -> float:
        return self.size * self.spacing


Row = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class _BrokenCell:
    lines: tuple[str, ...]
    size: float
    bold: bool
    colour: str


def put_table(flow: Flow, columns: Sequence[Column], rows: Iterable[Row], look: Look) -> None:
    """Put a table at the left margin, on as many pages as it takes."""
    head = tuple(_break(Cell(column.title, bold=True, colour=ACCENT), column, look) for column in columns)
    head_height = _height(head, look)
    flow.need(head_height + look.leading + 2 * look.pad_y)
    _put_head(flow, columns, head, look)
    striped = False
    for row in rows:
        cells = tuple(
            _break(cell if isinstance(cell, Cell) else Cell(cell), column, look)
            for cell, column in zip(row, columns, strict=True)
        )
        for part in _parts(cells, look, flow.sheet.floor - flow.sheet.top - 3 * head_height):
            height = _height(part, look)
            if flow.room < height:
                flow.new_page()
                _put_head(flow, columns, head, look)
            if striped and look.zebra:
                flow.put(Box(flow.sheet.side, flow.y + 0.3, _total(columns), height - 0.3, fill=PALE))
            _put_row(flow, columns, part, look)
        striped = not striped


def _break(cell: Cell, column: Column, look: Look) -> _BrokenCell:
    room = column.width - 2 * look.pad_x
    size = look.size
    if column.shrinks:
        smaller = fit_size(cell.text, room, size, least=size * LEAST_SHRUNK, bold=cell.bold)
        size = smaller if smaller > size * LEAST_SHRUNK else size
    return _BrokenCell(break_lines(cell.text, room, size, bold=cell.bold), size, cell.bold, cell.colour)


def _height(cells: Sequence[_BrokenCell], look: Look) -> float:
    lines = max(len(cell.lines) for cell in cells)
    return max(lines * look.leading + 2 * look.pad_y, look.least_height)


def _parts(cells: Sequence[_BrokenCell], look: Look, room: float) -> Iterable[Sequence[_BrokenCell]]:
    """Cut a row that is taller than a whole page into rows that are not."""
    most = max(1, int((room - 2 * look.pad_y) / look.leading))
    longest = max(len(cell.lines) for cell in cells)
    for start in range(0, longest, most):
        yield tuple(replace(cell, lines=cell.lines[start : start + most]) for cell in cells)


def _put_head(flow: Flow, columns: Sequence[Column], head: Sequence[_BrokenCell], look: Look) -> None:
    left, width = flow.sheet.side, _total(columns)
    flow.put(Box(left, flow.y, width, _height(head, look), fill=PALE))
    flow.put(Line(left, flow.y, left + width, flow.y, 0.9, ACCENT))
    _put_row(flow, columns, head, look)


def _put_row(flow: Flow, columns: Sequence[Column], cells: Sequence[_BrokenCell], look: Look) -> None:
    height = _height(cells, look)
    x = flow.sheet.side
    for column, cell in zip(columns, cells, strict=True):
        top = flow.y + (height - len(cell.lines) * look.leading) / 2
        for number, line in enumerate(cell.lines):
            if line:
                flow.put(_line_text(line, x, top + (number + 0.5) * look.leading, column=column, cell=cell, look=look))
        x += column.width
    flow.put(*_rules(flow, columns, height, look))
    flow.skip(height)


def _line_text(line: str, x: float, middle: float, *, column: Column, cell: _BrokenCell, look: Look) -> Text:
    match column.align:
        case Align.LEFT:
            return middle_text(x + look.pad_x, middle, line, cell.size, bold=cell.bold, colour=cell.colour)
        case Align.CENTRE:
            return centred_text(x, column.width, middle, line, cell.size, bold=cell.bold, colour=cell.colour)
        case Align.RIGHT:
            right = x + column.width - look.pad_x
            return right_text(right, middle, line, cell.size, bold=cell.bold, colour=cell.colour)


def _rules(flow: Flow, columns: Sequence[Column], height: float, look: Look) -> list[Mark]:
    left, width = flow.sheet.side, _total(columns)
    bottom = flow.y + height
    rules: list[Mark] = [Line(left, bottom, left + width, bottom)]
    if look.grid:
        edges = [left]
        for column in columns:
            edges.append(edges[-1] + column.width)
        rules.extend(Line(x, flow.y, x, bottom) for x in edges)
    return rules


def _total(columns: Sequence[Column]) -> float:
    return sum(column.width for column in columns)
