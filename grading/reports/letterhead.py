"""The frame all our reports share: title, running head, foot, and headings of sections."""

from __future__ import annotations

from collections.abc import Sequence

from grading.reports.figures import date_text
from grading.reports.view import ExamHeading
from itembank.base.i18n import _
from itembank.print.flow import Flow, Foot, Head, Sheet, centred_text, middle_text, right_text
from itembank.print.lines import clip, fit_size
from itembank.print.marks import ACCENT, GREY, INK, MM, RULE, Box, Line, Mark

TITLE_HEIGHT = 25 * MM
RUNNING_HEIGHT = 8 * MM
HEADING_HEIGHT = 8.5 * MM
_FOOT_SIZE = 7.5


def report_head(sheet: Sheet, heading: ExamHeading, title: str, running: str, *, spare: float) -> Head:
    """Make the heads: the full title on page 1, a line with `running` at its right end on the others.

    `spare` is the width kept free at both ends of the title, for a QR code.
    """

    def head(number: int) -> tuple[Sequence[Mark], float]:
        if number == 1:
            return _title(sheet, heading, title, spare), TITLE_HEIGHT + 4 * MM
        return _running_line(sheet, heading, title, running), RUNNING_HEIGHT

    return head


def report_foot(sheet: Sheet, left: str) -> Foot:
    """Make the feet: what the report is on the left, the page on the right."""

    def foot(number: int, total: int) -> Sequence[Mark]:
        y = sheet.floor + 4 * MM
        page = _("第 {number} 页，共 {total} 页").format(number=number, total=total)
        room = sheet.body_width - 40 * MM
        return (
            Line(sheet.side, y, sheet.right, y, 0.5, RULE),
            middle_text(sheet.side, y + 8, clip(left, room, _FOOT_SIZE), _FOOT_SIZE, colour=GREY),
            right_text(sheet.right, y + 8, page, _FOOT_SIZE, colour=GREY),
        )

    return foot


def put_heading(flow: Flow, text: str, note: str = "", *, keep: float = 0.0) -> None:
    """Put the heading of a section; `keep` is the height that must follow it on the same page."""
    flow.skip(2.5 * MM)
    flow.need(HEADING_HEIGHT + keep)
    middle = flow.y + HEADING_HEIGHT / 2
    flow.put(
        Box(flow.sheet.side, middle - 2.2 * MM, 1.2 * MM, 4.4 * MM, fill=ACCENT),
        middle_text(flow.sheet.side + 3 * MM, middle, text, 11.5, bold=True, colour=ACCENT),
    )
    if note:
        flow.put(right_text(flow.sheet.right, middle + 0.5 * MM, note, 8, colour=GREY))
    flow.skip(HEADING_HEIGHT)


def _title(sheet: Sheet, heading: ExamHeading, title: str, spare: float) -> list[Mark]:
    left, width = sheet.side + spare, sheet.body_width - 2 * spare
    top = sheet.top
    size = fit_size(heading.exam, width, 13, least=8, bold=True)
    held = _("{subject}  ·  考试日期 {day}").format(subject=heading.subject, day=date_text(heading.held_on))
    bottom = top + TITLE_HEIGHT
    return [
        centred_text(left, width, top + 2.5 * MM, heading.exam, size, bold=True, colour=INK),
        centred_text(left, width, top + 11.5 * MM, title, 21, bold=True, colour=ACCENT, spacing=5),
        centred_text(left, width, top + 19.5 * MM, held, 9, colour=GREY),
        Line(sheet.side, bottom, sheet.right, bottom, 1.6, ACCENT),
        Line(sheet.side, bottom + 2, sheet.right, bottom + 2, 0.4, ACCENT),
    ]


def _running_line(sheet: Sheet, heading: ExamHeading, title: str, running: str) -> list[Mark]:
    y = sheet.top + 2 * MM
    left = clip(f"{heading.exam} · {title}", sheet.body_width * 0.6, 8.5)
    line = sheet.top + 5 * MM
    return [
        middle_text(sheet.side, y, left, 8.5, colour=GREY),
        right_text(sheet.right, y, clip(running, sheet.body_width * 0.38, 8.5), 8.5, colour=GREY),
        Line(sheet.side, line, sheet.right, line, 0.8, ACCENT),
    ]
