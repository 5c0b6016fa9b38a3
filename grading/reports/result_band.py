"""The first look of a student report: who it is, the score and the grade."""

from __future__ import annotations

from grading.reports.figures import mark_text
from grading.reports.score_scale import BAND_HEIGHT, put_scale
from grading.reports.view import Pupil, StudentReport
from itembank.base.i18n import _
from itembank.base.print.faces import text_width
from itembank.base.print.fields import Field, FieldColumn, put_fields
from itembank.base.print.flow import Flow, centred_text, middle_text
from itembank.base.print.lines import fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, RULE, WHITE, Box, Picture

LEFT_SHARE = 0.56
"""The left column holds the long values: name, school, site."""
PHOTO_WIDTH = 19 * MM
SCORE_WIDTH = 42 * MM
GRADE_WIDTH = 36 * MM
GAP = 3 * MM


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
    columns = (FieldColumn(width * LEFT_SHARE), FieldColumn(width * (1 - LEFT_SHARE)))
    top = flow.y
    height = put_fields(flow, columns, fields)
    if pupil.photo:
        left = flow.sheet.right - PHOTO_WIDTH
        flow.put(
            Box(left, top, PHOTO_WIDTH, height, stroke=RULE),
            Picture(left + 1, top + 1, PHOTO_WIDTH - 2, height - 2, pupil.photo),
        )
    flow.skip(4 * MM)


def put_result(flow: Flow, report: StudentReport) -> None:
    """Put score, grade and scale side by side."""
    top, left = flow.y, flow.sheet.side
    _put_score(flow, left, top, report)
    _put_grade(flow, left + SCORE_WIDTH + GAP, top, report)
    start = left + SCORE_WIDTH + GRADE_WIDTH + 2 * GAP
    put_scale(flow, start, top, flow.sheet.right - start, report)
    flow.skip(BAND_HEIGHT + 1 * MM)


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
