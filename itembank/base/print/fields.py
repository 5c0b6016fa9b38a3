"""Labels with values in a ruled grid: who a paper is about, or where and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itembank.base.print.flow import Flow, centred_text, middle_text
from itembank.base.print.lines import break_lines, fit_size
from itembank.base.print.marks import GREY, MM, PALE, RULE, Box

ROW_HEIGHT = 8.2 * MM
_VALUE_SIZE = 10.5
_MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what is written beside it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """The width of one column of fields and of its labels, in points."""

    width: float
    label: float = 19 * MM


def put_fields(flow: Flow, columns: Sequence[FieldColumn], fields: Sequence[Field]) -> float:
    """Put the fields row by row from the left margin; return their height. The place moves below them."""
    top = flow.y
    rows = -(-len(fields) // len(columns))
    height = rows * ROW_HEIGHT
    for place, field in enumerate(fields):
        before = columns[: place % len(columns)]
        x = flow.sheet.side + sum(column.width for column in before)
        _put_field(flow, x, top + place // len(columns) * ROW_HEIGHT, columns[place % len(columns)], field)
    width = sum(column.width for column in columns)
    flow.put(Box(flow.sheet.side, top, width, height, stroke=RULE, line_width=0.8))
    flow.skip(height)
    return height


def _put_field(flow: Flow, x: float, y: float, column: FieldColumn, field: Field) -> None:
    middle = y + ROW_HEIGHT / 2
    room = column.width - column.label - 3 * MM
    size = fit_size(field.value, room, _VALUE_SIZE, least=7, bold=True)
    lines = break_lines(field.value, room, size, bold=True)[:_MOST_LINES]
    label = fit_size(field.label, column.label - 2, 9, least=6)
    flow.put(
        Box(x, y, column.label, ROW_HEIGHT, fill=PALE),
        Box(x, y, column.width, ROW_HEIGHT, stroke=RULE),
        centred_text(x, column.label, middle, field.label, label, colour=GREY),
    )
    leading = min(size * 1.2, ROW_HEIGHT / 2)
    for number, line in enumerate(lines):
        at = middle + (number - (len(lines) - 1) / 2) * leading
        flow.put(middle_text(x + column.label + 2 * MM, at, line, size, bold=True))
