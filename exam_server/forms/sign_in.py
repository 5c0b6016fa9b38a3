"""The sign-in sheet (签到表): every candidate signs when entering; staff count and sign at the end."""

from __future__ import annotations

from exam_server.forms.letterhead import form_head, form_pdf
from exam_server.forms.texts import printed_text, room_text, shown_name
from exam_server.forms.view import RoomList
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.flow import A4, Flow, middle_text
from itembank.base.print.letterhead import page_foot
from itembank.base.print.marks import INK, MM, Line
from itembank.base.print.table import Align, Cell, Column, Look, put_table

ROW_HEIGHT = 8.2 * MM
CLOSING_HEIGHT = 23 * MM


def sign_in_pdf(room: RoomList) -> bytes:
    """Return the sheet as a PDF."""
    return form_pdf(room.heading, _("考生签到表"), sign_in_leaf(room))


def sign_in_leaf(room: RoomList) -> Leaf:
    """Lay out the sheet."""
    flow = Flow(A4, form_head(A4, room.heading, _("考生签到表")))
    width = A4.body_width
    columns = (
        Column(_("座位"), width * 0.09, Align.CENTRE),
        Column(_("准考证号"), width * 0.2),
        Column(_("姓名"), width * 0.21, shrinks=True),
        Column(_("学校"), width * 0.22, shrinks=True),
        Column(_("考生签名"), width * 0.18, Align.CENTRE),
        Column(_("备注"), width * 0.1, Align.CENTRE),
    )
    rows = [
        (
            Cell(one.seat, bold=True),
            one.candidate_number,
            Cell(shown_name(one.name, room.names), bold=True),
            one.school,
            "",
            "",
        )
        for one in room.candidates
    ]
    put_table(flow, columns, rows, Look(size=9, spacing=1.2, pad_y=0.8, grid=True, least_height=ROW_HEIGHT))
    put_closing(flow, len(room.candidates))
    return Leaf(room_text(room.heading), flow.finish(page_foot(A4, printed_text(room.printed_at))))


def put_closing(flow: Flow, expected: int) -> None:
    """Put the counts and the lines on which the invigilators sign."""
    flow.need(CLOSING_HEIGHT)
    flow.skip(6 * MM)
    left = flow.sheet.side
    counts = _("应到 {expected} 人　　实到 ＿＿＿ 人　　缺考 ＿＿＿ 人").format(expected=expected)
    flow.put(middle_text(left, flow.y + 2 * MM, counts, 10.5))
    flow.skip(10 * MM)
    half = flow.sheet.body_width / 2
    for place, label in enumerate((_("监考员甲签名："), _("监考员乙签名："))):
        x = left + place * half
        flow.put(
            middle_text(x, flow.y + 2 * MM, label, 10.5),
            Line(x + 30 * MM, flow.y + 4.6 * MM, x + half - 8 * MM, flow.y + 4.6 * MM, 0.7, INK),
        )
    flow.skip(8 * MM)
