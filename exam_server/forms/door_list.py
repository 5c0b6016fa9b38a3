"""The door list (门贴): room and sitting in large letters, and who sits where, readable from two metres."""

from __future__ import annotations

from exam_server.forms.letterhead import form_head, form_pdf
from exam_server.forms.texts import printed_text, room_text, shown_name, span_text
from exam_server.forms.view import RoomList, SeatedCandidate
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.flow import A4, Flow, centred_text, middle_text
from itembank.base.print.letterhead import page_foot
from itembank.base.print.lines import clip, fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, WHITE, Box, Frame, Line

BANNER_HEIGHT = 24 * MM
NOTICE_LINE = 5 * MM
BLOCKS = 2
BLOCK_GAP = 5 * MM
TALLEST_ROW = 8 * MM
LEAST_ROW = 4.8 * MM
_SEAT_SHARE, _NUMBER_SHARE = 0.16, 0.42


def door_list_pdf(room: RoomList) -> bytes:
    """Return the list as a PDF."""
    return form_pdf(room.heading, _("考场门贴"), door_list_leaf(room))


def door_list_leaf(room: RoomList) -> Leaf:
    """Lay out the list; what cannot stand legibly on one page goes on over pages."""
    flow = Flow(A4, form_head(A4, room.heading, _("考场门贴")))
    _put_banner(flow, room)
    _put_notices(flow, room.notices)
    rest = list(room.candidates)
    while rest:
        wanted = -(-len(rest) // BLOCKS)
        height = min(TALLEST_ROW, max(LEAST_ROW, flow.room / (wanted + 1)))
        rows = min(wanted, max(1, int(flow.room / height) - 1))
        _put_blocks(flow, room, rest[: rows * BLOCKS], rows, height)
        rest = rest[rows * BLOCKS :]
        if rest:
            flow.new_page()
    return Leaf(room_text(room.heading), flow.finish(page_foot(A4, printed_text(room.printed_at))))


def _put_banner(flow: Flow, room: RoomList) -> None:
    left, width = A4.side, A4.body_width
    title = f"{room.heading.room}　{room.heading.sitting}"
    size = fit_size(title, width - 10 * MM, 30, least=14, bold=True)
    flow.put(
        Box(left, flow.y, width, BANNER_HEIGHT, fill=ACCENT, radius=1.5 * MM),
        centred_text(left, width, flow.y + 9.5 * MM, title, size, bold=True, colour=WHITE),
        centred_text(left, width, flow.y + 19 * MM, span_text(room.heading), 12, colour=WHITE),
    )
    flow.skip(BANNER_HEIGHT + 3 * MM)


def _put_notices(flow: Flow, notices: tuple[str, ...]) -> None:
    for notice in notices:
        flow.paragraph(f"· {notice}", 9.5)
    if notices:
        flow.skip(2 * MM)


def _put_blocks(flow: Flow, room: RoomList, candidates: list[SeatedCandidate], rows: int, height: float) -> None:
    width = (A4.body_width - (BLOCKS - 1) * BLOCK_GAP) / BLOCKS
    top = flow.y
    for block in range(BLOCKS):
        here = candidates[block * rows : (block + 1) * rows]
        if here:
            x = A4.side + block * (width + BLOCK_GAP)
            flow.put(Box(x, top, width, height, fill=PALE), Line(x, top, x + width, top, 0.9, ACCENT))
            head = (_("座位"), _("准考证号"), _("姓名"))
            _put_line(flow, Frame(x, top, width, height), head, is_head=True)
            for number, one in enumerate(here, start=1):
                cells = (one.seat, one.candidate_number, shown_name(one.name, room.names))
                _put_line(flow, Frame(x, top + number * height, width, height), cells, is_head=False)
    flow.skip((rows + 1) * height)


def _put_line(flow: Flow, line: Frame, cells: tuple[str, str, str], *, is_head: bool) -> None:
    seat, number, name = cells
    size = min(11.0, line.height * 0.55)
    colour = GREY if is_head else INK
    seat_width, number_width = line.width * _SEAT_SHARE, line.width * _NUMBER_SHARE
    room = line.width - seat_width - number_width - 2
    name_left = line.x + seat_width + number_width
    name_size = fit_size(name, room, size, least=6, bold=True)
    name = clip(name, room, name_size, bold=True)
    bottom = line.y + line.height
    flow.put(
        centred_text(line.x, seat_width, line.middle, seat, size, bold=True, colour=colour),
        middle_text(line.x + seat_width, line.middle, number, size, colour=colour),
        middle_text(name_left, line.middle, name, name_size, bold=True, colour=colour),
        Line(line.x, bottom, line.x + line.width, bottom, 0.4, RULE),
    )
