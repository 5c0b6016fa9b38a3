"""The first look of a student report: who it is, the score and the grade."""

from __future__ import annotations

from dataclasses import dataclass

from grading.reports.figures import mark_text
from grading.reports.score_scale import BAND_HEIGHT, put_scale
from grading.reports.view import Pupil, StudentReport
from itembank.base.i18n import _
from itembank.print.faces import text_width
from itembank.print.flow import Flow, centred_text, middle_text
from itembank.print.lines import break_lines, fit_size
from itembank.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, WHITE, Box, Picture

ROW_HEIGHT = 8.2 * MM
LABEL_WIDTH = 19 * MM
LEFT_SHARE = 0.56
"""The left column holds the long values: name, school, site."""
PHOTO_WIDTH = 19 * MM
SCORE_WIDTH = 42 * MM
GRADE_WIDTH = 36 * MM
GAP = 3 * MM


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what is written beside it."""

    label: str
    value: str


def put_identity(flow: Flow, pupil: Pupil) -> None:
    """Put the table with the candidate's name, number and school, beside the photo where there is one."""
    fields = (
        Field(_("姓名"), pupil.name),
        Field(_("准考证号"), pupil.candidate_number),
        Field(_("学校"), pupil.school),
        Field(_("班级"), pupil.class_name),
        Field(_("考点"), pupil.site),
        Field(_("座位"), pupil.seat),
    )
    width = flow.sheet.body_width - (PHOTO_WIDTH + GAP if pupil.photo else 0)
    height = 3 * ROW_HEIGHT
    left, top = flow.sheet.side, flow.y
    for place, field in enumerate(fields):
        x = left + place % 2 * width * LEFT_SHARE
        share = 1 - LEFT_SHARE if place % 2 else LEFT_SHARE
        _put_field(flow, x, top + place // 2 * ROW_HEIGHT, width * share, field)
    flow.put(Box(left, top, width, height, stroke=RULE, line_width=0.8))
    if pupil.photo:
        flow.put(
            Box(flow.sheet.right - PHOTO_WIDTH, top, PHOTO_WIDTH, height, stroke=RULE),
            Picture(flow.sheet.right - PHOTO_WIDTH + 1, top + 1, PHOTO_WIDTH - 2, height - 2, pupil.photo),
        )
    flow.skip(height + 4 * MM)


def put_result(flow: Flow, report: StudentReport) -> None:
    """Put score, grade and scale side by side."""
    top, left = flow.y, flow.sheet.side
    _put_score(flow, left, top, report)
    _put_grade(flow, left + SCORE_WIDTH + GAP, top, report)
    start = left + SCORE_WIDTH + GRADE_WIDTH + 2 * GAP
    put_scale(flow, start, top, flow.sheet.right - start, report)
    flow.skip(BAND_HEIGHT + 1 * MM)


def _put_field(flow: Flow, x: float, y: float, width: float, field: Field) -> None:
    middle = y + ROW_HEIGHT / 2
    room = width - LABEL_WIDTH - 3 * MM
    size = fit_size(field.value, room, 10.5, least=7.5, bold=True)
    lines = break_lines(field.value, room, size, bold=True)[:2]
    flow.put(
        Box(x, y, LABEL_WIDTH, ROW_HEIGHT, fill=PALE),
        Box(x, y, width, ROW_HEIGHT, stroke=RULE),
        centred_text(x, LABEL_WIDTH, middle, field.label, 9, colour=GREY),
    )
    leading = min(size * 1.2, ROW_HEIGHT / 2)
    for number, line in enumerate(lines):
        at = middle + (number - (len(lines) - 1) / 2) * leading
        flow.put(middle_text(x + LABEL_WIDTH + 2 * MM, at, line, size, bold=True))


def _put_score(flow: Flow, x: float, top: float, report: StudentReport) -> None:
    is_open = report.total.obtained is None
    obtained = _("待定") if is_open else mark_text(report.total.obtained)
    possible = _("/ {possible} 分").format(possible=mark_text(report.total.possible))
    size = 20.0 if is_open else 30.0
    wide = text_width(obtained, size, bold=True) + 2 * MM
    start = x + (SCORE_WIDTH - wide - text_width(possible, 10)) / 2
    middle = top + 16.5 * MM
    flow.put(
        Box(x, top, SCORE_WIDTH, BAND_HEIGHT, fill=ACCENT, radius=1.5 * MM),
        centred_text(x, SCORE_WIDTH, top + 5 * MM, _("总分"), 9.5, colour=WHITE),
        middle_text(start, middle, obtained, size, bold=True, colour=WHITE),
        middle_text(start + wide, middle + size / 10, possible, 10, colour=WHITE),
    )


def _put_grade(flow: Flow, x: float, top: float, report: StudentReport) -> None:
    flow.put(
        Box(x, top, GRADE_WIDTH, BAND_HEIGHT, stroke=ACCENT, line_width=1.1, radius=1.5 * MM),
        centred_text(x, GRADE_WIDTH, top + 5 * MM, _("等级"), 9.5, colour=GREY),
    )
    name = report.grade.name if report.grade else _("待定")
    word = report.grade.word if report.grade else ""
    largest = 27 if len(name) == 1 else 20
    size = fit_size(name, GRADE_WIDTH - 4 * MM, largest, least=10, bold=True)
    flow.put(centred_text(x, GRADE_WIDTH, top + 14.5 * MM, name, size, bold=True, colour=ACCENT))
    if word:
        flow.put(centred_text(x, GRADE_WIDTH, top + 22.5 * MM, word, 9.5, colour=INK))
