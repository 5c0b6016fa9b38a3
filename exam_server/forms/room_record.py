"""The record of a sitting (考场情况记录表): numbers, absentees, events, incidents, digests, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from exam_server.forms.letterhead import form_head, form_pdf
from exam_server.forms.texts import moment_text, printed_text, room_text, span_text
from exam_server.forms.view import Attendance, Digest, RoomRecord, SeatedCandidate
from itembank.base.i18n import _
from itembank.base.print.document import Leaf
from itembank.base.print.faces import text_width
from itembank.base.print.fields import Field, FieldColumn, put_fields
from itembank.base.print.flow import A4, Flow, centred_text, middle_text, right_text
from itembank.base.print.letterhead import page_foot, put_heading
from itembank.base.print.lines import fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, Box, Frame, Line
from itembank.base.print.qr import qr_code
from itembank.base.print.table import Align, Cell, Column, Look, Row, put_table

TILE_HEIGHT = 15 * MM
QR_SIDE = 26 * MM
QR_SPACE = 32 * MM
BLANK_ROWS = 3
"""Empty rows below the incidents, for what is written by hand."""

SIGNATURE_ROW = 13 * MM
SIGNATURES_PER_ROW = 2
_LOOK = Look(size=9, pad_y=2.6, grid=True)


def room_record_pdf(record: RoomRecord) -> bytes:
    """Return the record as a PDF."""
    return form_pdf(record.heading, _("考场情况记录表"), room_record_leaf(record))


def room_record_leaf(record: RoomRecord) -> Leaf:
    """Lay out the record."""
    flow = Flow(A4, form_head(A4, record.heading, _("考场情况记录表")))
    _put_place(flow, record)
    _put_attendance(flow, record.attendance)
    _put_staff(flow, record)
    _put_absentees(flow, record.absentees)
    _put_events(flow, record)
    _put_incidents(flow, record)
    _put_digests(flow, record.digests, record.receipt)
    _put_signatures(flow, record.signers)
    edition = _("第 {edition} 次生成").format(edition=record.edition)
    foot = f"{printed_text(record.printed_at)}　{edition}　{record.program}"
    return Leaf(room_text(record.heading), flow.finish(page_foot(A4, foot)))


def _put_place(flow: Flow, record: RoomRecord) -> None:
    heading = record.heading
    width = flow.sheet.body_width
    columns = (FieldColumn(width * 0.56), FieldColumn(width * 0.44))
    fields = (
        Field(_("考点"), heading.site),
        Field(_("考场"), heading.room),
        Field(_("科目"), heading.subject),
        Field(_("场次"), heading.sitting),
        Field(_("考试时间"), span_text(heading)),
        Field(_("备用机"), _("启用 {count} 台").format(count=record.attendance.spare_desks)),
    )
    put_fields(flow, columns, fields)
    flow.skip(4 * MM)


def _put_attendance(flow: Flow, attendance: Attendance) -> None:
    tiles = (
        (_("应考人数"), attendance.expected),
        (_("实考人数"), attendance.present),
        (_("缺考人数"), attendance.absent),
        (_("已收答卷"), attendance.handed_in),
    )
    width = flow.sheet.body_width / len(tiles)
    for place, (label, count) in enumerate(tiles):
        x = flow.sheet.side + place * width
        flow.put(
            Box(x, flow.y, width, TILE_HEIGHT, fill=PALE, stroke=RULE),
            centred_text(x, width, flow.y + 4.4 * MM, label, 9, colour=GREY),
            centred_text(x, width, flow.y + 10.2 * MM, str(count), 15, bold=True, colour=ACCENT),
        )
    flow.skip(TILE_HEIGHT + 1 * MM)


def _put_staff(flow: Flow, record: RoomRecord) -> None:
    if not record.staff:
        return
    put_heading(flow, _("考务人员"), keep=12 * MM)
    width = flow.sheet.body_width
    columns = (
        Column(_("职责"), width * 0.24),
        Column(_("姓名"), width * 0.32),
        Column(_("所在学校"), width * 0.44),
    )
    put_table(flow, columns, [(one.role, one.name, one.school or "—") for one in record.staff], _LOOK)


def _put_absentees(flow: Flow, absentees: Sequence[SeatedCandidate]) -> None:
    put_heading(flow, _("缺考考生"), keep=12 * MM)
    if not absentees:
        flow.paragraph(_("无。"), 9.5)
        return
    width = flow.sheet.body_width
    columns = (
        Column(_("座位"), width * 0.12, Align.CENTRE),
        Column(_("准考证号"), width * 0.26),
        Column(_("姓名"), width * 0.27, shrinks=True),
        Column(_("学校"), width * 0.35, shrinks=True),
    )
    rows = [(one.seat, one.candidate_number, one.name, one.school or "—") for one in absentees]
    put_table(flow, columns, rows, _LOOK)


def _put_events(flow: Flow, record: RoomRecord) -> None:
    put_heading(flow, _("考试过程"), keep=12 * MM)
    width = flow.sheet.body_width
    columns = (Column(_("时间"), width * 0.24), Column(_("事项"), width * 0.76))
    rows = [(moment_text(event.at, record.heading), event.what) for event in record.events]
    put_table(flow, columns, rows, _LOOK)


def _put_incidents(flow: Flow, record: RoomRecord) -> None:
    """Put what the program recorded, then empty rows for the pen."""
    note = _("系统记录 {count} 条，其后空行供手写补充").format(count=len(record.incidents))
    put_heading(flow, _("异常情况"), note, keep=20 * MM)
    width = flow.sheet.body_width
    columns = (
        Column(_("时间"), width * 0.14, Align.CENTRE),
        Column(_("座位"), width * 0.08, Align.CENTRE),
        Column(_("准考证号"), width * 0.18),
        Column(_("类别"), width * 0.24),
        Column(_("情况说明"), width * 0.36),
    )
    rows: list[Row] = [
        (
            moment_text(one.at, record.heading),
            one.seat or "—",
            one.candidate_number or "—",
            Cell(one.kind, bold=True),
            one.note,
        )
        for one in record.incidents
    ]
    rows.extend([("",) * len(columns)] * BLANK_ROWS)
    put_table(flow, columns, rows, Look(size=9, pad_y=2.6, grid=True, least_height=8 * MM))


def _put_digests(flow: Flow, digests: Sequence[Digest], receipt: bytes | None) -> None:
    """Put the digests that tie this paper to the exported data, with the receipt as a QR code beside them."""
    if not digests and not receipt:
        return
    put_heading(flow, _("数据校验"), _("用于核对回传的答卷数据是否完整"), keep=QR_SIDE + 6 * MM)
    top = flow.y
    room = flow.sheet.body_width - (QR_SPACE if receipt else 0)
    for digest in digests:
        size = fit_size(digest.value, room, 8.5, least=5)
        flow.put(
            middle_text(flow.sheet.side, flow.y + 2.2 * MM, digest.label, 8.5, bold=True),
            middle_text(flow.sheet.side, flow.y + 6.6 * MM, digest.value, size, colour=INK),
        )
        flow.skip(10 * MM)
    if receipt:
        left = flow.sheet.right - QR_SIDE
        caption = top + QR_SIDE + 3 * MM
        flow.put(qr_code(receipt, left, top, QR_SIDE))
        flow.put(centred_text(left, QR_SIDE, caption, _("扫码核对回执"), 7.5, colour=GREY))
        flow.skip(max(0.0, caption + 3 * MM - flow.y))


def _put_signatures(flow: Flow, signers: Sequence[str]) -> None:
    rows = -(-len(signers) // SIGNATURES_PER_ROW)
    height = rows * SIGNATURE_ROW
    put_heading(flow, _("签字"), _("以上内容经核对无误后签字"), keep=height)
    width = flow.sheet.body_width / SIGNATURES_PER_ROW
    for place, role in enumerate(signers):
        x = flow.sheet.side + place % SIGNATURES_PER_ROW * width
        y = flow.y + place // SIGNATURES_PER_ROW * SIGNATURE_ROW
        _put_signature(flow, Frame(x, y, width, SIGNATURE_ROW), role)
    flow.skip(height)


def _put_signature(flow: Flow, frame: Frame, role: str) -> None:
    label, day = _("{role}：").format(role=role), _("年　　月　　日")
    right = frame.x + frame.width - 6 * MM
    line_start = frame.x + text_width(label, 10) + 1 * MM
    line_end = right - text_width(day, 9) - 9 * MM
    base = frame.y + frame.height * 0.8
    flow.put(
        middle_text(frame.x, frame.y + frame.height * 0.64, label, 10),
        Line(line_start, base, line_end, base, 0.7, INK),
        right_text(right, frame.y + frame.height * 0.64, day, 9, colour=GREY),
    )
