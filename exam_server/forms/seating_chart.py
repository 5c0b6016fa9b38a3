"""The seating chart (座位表): the room as seen from its back, the front of the room at the top."""

from __future__ import annotations

from exam_server.forms.letterhead import form_head, form_pdf
from exam_server.forms.texts import printed_text, room_text, shown_name
from exam_server.forms.view import FormError, NameDisplay, Place, SeatedCandidate, SeatingChart
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.flow import A4_ACROSS, Flow, Sheet, centred_text, middle_text
from itembank.base.print.letterhead import page_foot
from itembank.base.print.lines import break_lines, fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, Box, Frame, Picture

SHEET = Sheet(A4_ACROSS.width, A4_ACROSS.height, top=12 * MM, bottom=15 * MM, side=14 * MM)
FRONT_HEIGHT = 8 * MM
LEGEND_HEIGHT = 6 * MM
GAP = 1.6 * MM
TALLEST_CELL = 27 * MM
LEAST_CELL = 10 * MM
LEAST_WIDTH = 17 * MM
LEAST_NAME = 8.0
PHOTO_SHARE = 0.34
_LEAST_FOR_PHOTO = 16 * MM


def seating_chart_pdf(chart: SeatingChart) -> bytes:
    """Return the chart as a PDF."""
    return form_pdf(chart.heading, _("考场座位表"), seating_chart_leaf(chart))


def seating_chart_leaf(chart: SeatingChart) -> Leaf:
    """Lay out the chart; a room with many rows goes on over pages."""
    width = (SHEET.body_width + GAP) / chart.columns - GAP
    if width < LEAST_WIDTH:
        raise FormError(
            _("考场有 {columns} 列，一页纸放不下。").format(columns=chart.columns),
            hint=_("请把考场分区设置后分别打印座位表。"),
        )
    flow = Flow(SHEET, form_head(SHEET, chart.heading, _("考场座位表")))
    _put_front(flow)
    row = 1
    while row <= chart.rows:
        height = _cell_height(flow, chart.rows - row + 1)
        fitting = max(1, int((flow.room - LEGEND_HEIGHT + GAP) / (height + GAP)))
        for number in range(row, min(row + fitting, chart.rows + 1)):
            _put_row(flow, chart, number, width, height)
        row += fitting
        if row <= chart.rows:
            flow.new_page()
    flow.put(middle_text(SHEET.side, flow.y + LEGEND_HEIGHT / 2, _legend(chart), 8, colour=GREY))
    return Leaf(room_text(chart.heading), flow.finish(page_foot(SHEET, printed_text(chart.printed_at))))


def _cell_height(flow: Flow, rows: int) -> float:
    even = (flow.room - LEGEND_HEIGHT + GAP) / rows - GAP
    return min(TALLEST_CELL, max(LEAST_CELL, even))


def _put_front(flow: Flow) -> None:
    width = 70 * MM
    left = SHEET.side + (SHEET.body_width - width) / 2
    flow.put(
        Box(left, flow.y, width, FRONT_HEIGHT - 2 * MM, stroke=GREY, fill=PALE),
        centred_text(left, width, flow.y + FRONT_HEIGHT / 2 - 1 * MM, _("讲台（监考席）"), 9),
    )
    flow.skip(FRONT_HEIGHT)


def _put_row(flow: Flow, chart: SeatingChart, row: int, width: float, height: float) -> None:
    for place in chart.places:
        if place.row == row:
            x = SHEET.side + (place.column - 1) * (width + GAP)
            _put_place(flow, chart, place, Frame(x, flow.y, width, height))
    flow.skip(height + GAP)


def _put_place(flow: Flow, chart: SeatingChart, place: Place, frame: Frame) -> None:
    candidate = place.candidate
    flow.put(
        Box(
            frame.x,
            frame.y,
            frame.width,
            frame.height,
            stroke=INK if candidate else RULE,
            fill=None if candidate else PALE,
            radius=1 * MM,
        )
    )
    if candidate is None:
        _put_free(flow, place, frame)
    elif chart.with_photos and candidate.photo and frame.height >= _LEAST_FOR_PHOTO:
        photo = frame.width * PHOTO_SHARE
        flow.put(Picture(frame.x + 2, frame.y + 2, photo - 2, frame.height - 4, candidate.photo))
        rest = Frame(frame.x + photo, frame.y, frame.width - photo, frame.height)
        _put_candidate(flow, candidate, rest, chart.names)
    else:
        _put_candidate(flow, candidate, frame, chart.names)


def _put_free(flow: Flow, place: Place, frame: Frame) -> None:
    text = _("备用机") if place.is_spare else _("空")
    middle = frame.middle
    size = fit_size(place.seat, frame.width - 4, 11, least=6, bold=True)
    flow.put(
        centred_text(frame.x, frame.width, middle - 2 * MM, place.seat, size, bold=True, colour=GREY),
        centred_text(frame.x, frame.width, middle + 2.4 * MM, text, 8, colour=GREY),
    )


def _put_candidate(flow: Flow, candidate: SeatedCandidate, frame: Frame, names: NameDisplay) -> None:
    """Put seat, name and number below each other in thirds of the place; a long name takes two lines."""
    room = frame.width - 4
    third = frame.height / 3
    largest = min(12.0, third * 0.8)
    number = candidate.candidate_number
    number_size = fit_size(number, room, min(8.5, third * 0.75), least=5)
    seat = frame.y + third * 0.55
    flow.put(
        centred_text(frame.x, frame.width, seat, candidate.seat, largest, bold=True, colour=ACCENT),
        centred_text(frame.x, frame.width, frame.y + third * 2.4, number, number_size, colour=GREY),
    )
    name = shown_name(candidate.name, names)
    size = fit_size(name, room, largest, least=min(LEAST_NAME, largest), bold=True)
    lines = break_lines(name, room, size, bold=True)
    if len(lines) > 1:
        size = min(size, third * 0.5)
        lines = break_lines(name, room, size, bold=True)[:2]
    for place, line in enumerate(lines):
        middle = frame.y + third * 1.5 + (place - (len(lines) - 1) / 2) * size * 1.1
        flow.put(centred_text(frame.x, frame.width, middle, line, size, bold=True))


def _legend(chart: SeatingChart) -> str:
    seated = sum(place.candidate is not None for place in chart.places)
    spare = sum(place.is_spare for place in chart.places)
    return _("考生 {seated} 人，备用机 {spare} 台。本表按面向讲台的方向排列。").format(seated=seated, spare=spare)
