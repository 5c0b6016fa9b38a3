"""Seat cards (桌贴): one card for each desk, ten on a page, to be cut along the dashed lines."""

from __future__ import annotations

from exam_server.forms.letterhead import form_pdf
from exam_server.forms.texts import printed_text, room_text, shown_name, span_text
from exam_server.forms.view import FormHeading, NameDisplay, RoomList, SeatedCandidate
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.flow import A4, Flow, Sheet, centred_text, middle_text
from itembank.base.print.letterhead import page_foot
from itembank.base.print.lines import fit_size
from itembank.base.print.marks import ACCENT, GREY, MM, RULE, Box, Frame, Line, Picture

SHEET = Sheet(A4.width, A4.height, top=14 * MM, bottom=16 * MM, side=14 * MM)
ACROSS = 2
DOWN = 5
PHOTO_WIDTH = 21 * MM
SEAT_WIDTH = 20 * MM
PAD = 3 * MM


def seat_cards_pdf(room: RoomList) -> bytes:
    """Return the cards as a PDF."""
    return form_pdf(room.heading, _("桌贴"), seat_cards_leaf(room))


def seat_cards_leaf(room: RoomList) -> Leaf:
    """Lay out the cards in the order given, row by row."""
    flow = Flow(SHEET, lambda _number: ((), 0.0))
    width, height = SHEET.body_width / ACROSS, flow.room / DOWN
    for start in range(0, len(room.candidates), ACROSS * DOWN):
        if start:
            flow.new_page()
        top = flow.y
        for place, candidate in enumerate(room.candidates[start : start + ACROSS * DOWN]):
            x = SHEET.side + place % ACROSS * width
            card = Frame(x, top + place // ACROSS * height, width, height)
            _put_card(flow, card, room.heading, candidate, room.names)
    return Leaf(room_text(room.heading), flow.finish(page_foot(SHEET, printed_text(room.printed_at))))


def _put_card(flow: Flow, card: Frame, heading: FormHeading, candidate: SeatedCandidate, names: NameDisplay) -> None:
    _put_cutting_lines(flow, card)
    inner = card.width - 2 * PAD
    left = card.x + PAD
    size = fit_size(heading.exam, inner, 9, least=6)
    flow.put(
        middle_text(left, card.y + 6 * MM, heading.exam, size, colour=GREY),
        Line(left, card.y + 9.5 * MM, left + inner, card.y + 9.5 * MM, 0.8, ACCENT),
        Box(left, card.y + 13 * MM, SEAT_WIDTH, 26 * MM, fill=ACCENT, radius=1.5 * MM),
        centred_text(left, SEAT_WIDTH, card.y + 18 * MM, _("座位"), 9, colour="#ffffff"),
    )
    seat = fit_size(candidate.seat, SEAT_WIDTH - 4, 30, least=10, bold=True)
    flow.put(centred_text(left, SEAT_WIDTH, card.y + 29 * MM, candidate.seat, seat, bold=True, colour="#ffffff"))
    photo = PHOTO_WIDTH + PAD if candidate.photo else 0.0
    _put_person(flow, left + SEAT_WIDTH + PAD, card.y, inner - SEAT_WIDTH - PAD - photo, (candidate, names))
    if candidate.photo:
        x = card.x + card.width - PAD - PHOTO_WIDTH
        flow.put(Picture(x, card.y + 12 * MM, PHOTO_WIDTH, 28 * MM, candidate.photo))
    where = f"{heading.room}　{heading.sitting}　{span_text(heading)}"
    size = fit_size(where, inner, 9, least=6)
    flow.put(middle_text(left, card.y + 45 * MM, where, size, colour=GREY))


def _put_person(flow: Flow, x: float, top: float, room: float, person: tuple[SeatedCandidate, NameDisplay]) -> None:
    candidate, names = person
    name = shown_name(candidate.name, names)
    lines = (
        (name, 17.0, 18 * MM, True),
        (candidate.candidate_number, 12.0, 27.5 * MM, False),
        (candidate.school, 9.0, 35 * MM, False),
    )
    for text, largest, below, bold in lines:
        size = fit_size(text, room, largest, least=6, bold=bold)
        flow.put(middle_text(x, top + below, text, size, bold=bold))


def _put_cutting_lines(flow: Flow, card: Frame) -> None:
    right, bottom = card.x + card.width, card.y + card.height
    for x1, y1, x2, y2 in (
        (card.x, card.y, right, card.y),
        (card.x, bottom, right, bottom),
        (card.x, card.y, card.x, bottom),
        (right, card.y, right, bottom),
    ):
        flow.put(Line(x1, y1, x2, y2, 0.4, RULE, dashed=True))
