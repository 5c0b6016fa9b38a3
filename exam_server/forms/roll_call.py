"""The roll-call (点名册): the sheet on which staff tick who came, handed in or moved when nothing else works."""

from __future__ import annotations

from exam_server.forms.letterhead import form_head, form_pdf
from exam_server.forms.sign_in import put_closing
from exam_server.forms.texts import printed_text, room_text, shown_name
from exam_server.forms.view import RoomList
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.flow import A4, Flow
from itembank.base.print.letterhead import page_foot
from itembank.base.print.marks import MM
from itembank.base.print.table import Align, Cell, Column, Look, put_table

ROW_HEIGHT = 7.4 * MM
TICK = "□"


def roll_call_pdf(room: RoomList) -> bytes:
    """Return the sheet as a PDF."""
    return form_pdf(room.heading, _("考场点名册"), roll_call_leaf(room))


def roll_call_leaf(room: RoomList) -> Leaf:
    """Lay out the sheet."""
    flow = Flow(A4, form_head(A4, room.heading, _("考场点名册")))
    width = A4.body_width
    columns = (
        Column(_("座位"), width * 0.09, Align.CENTRE),
        Column(_("准考证号"), width * 0.17),
        Column(_("姓名"), width * 0.18, shrinks=True),
        Column(_("学校"), width * 0.2, shrinks=True),
        Column(_("到"), width * 0.06, Align.CENTRE),
        Column(_("缺"), width * 0.06, Align.CENTRE),
        Column(_("交卷"), width * 0.07, Align.CENTRE),
        Column(_("换到"), width * 0.07, Align.CENTRE),
        Column(_("备注"), width * 0.1, Align.CENTRE),
    )
    rows = [
        (
            Cell(one.seat, bold=True),
            one.candidate_number,
            Cell(shown_name(one.name, room.names), bold=True),
            one.school,
            TICK,
            TICK,
            TICK,
            "",
            "",
        )
        for one in room.candidates
    ]
    put_table(flow, columns, rows, Look(size=9, spacing=1.2, pad_y=0.8, grid=True, least_height=ROW_HEIGHT))
    put_closing(flow, len(room.candidates))
    return Leaf(room_text(room.heading), flow.finish(page_foot(A4, printed_text(room.printed_at))))
