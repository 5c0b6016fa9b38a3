"""A student's report: one leaf of one or more A4 pages."""

from __future__ import annotations

from collections.abc import Iterable

from grading.reports.figures import date_text
from grading.reports.letterhead import report_head
from grading.reports.parts import put_knowledge, put_sections
from grading.reports.questions import put_practical, put_questions
from grading.reports.result_band import put_identity, put_result
from grading.reports.view import ExamHeading, StudentReport
from itembank.base.i18n import _
from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.flow import A4, Flow, centred_text, right_text
from itembank.base.print.letterhead import page_foot, put_heading
from itembank.base.print.marks import GREY, MM
from itembank.base.print.qr import qr_code

QR_SIDE = 21 * MM
QR_SPACE = 26 * MM


def student_pdf(heading: ExamHeading, reports: Iterable[StudentReport]) -> bytes:
    """Return one PDF with the reports of all students given, each with its own page numbers."""
    return write_pdf(
        (student_leaf(report) for report in reports),
        title=_("{exam} 成绩报告单").format(exam=heading.exam),
        author=heading.authority,
        subject=heading.subject,
    )


def student_leaf(report: StudentReport) -> Leaf:
    """Lay out one student's report."""
    pupil = report.pupil
    running = f"{pupil.name}  {pupil.candidate_number}"
    head = report_head(A4, report.heading, _("成绩报告单"), running, spare=QR_SPACE if report.verification else 0)
    flow = Flow(A4, head)
    if report.verification:
        _put_code(flow, report.verification)
    put_identity(flow, pupil)
    put_result(flow, report)
    put_sections(flow, report.sections)
    put_knowledge(flow, report.knowledge)
    put_questions(flow, report.questions)
    put_practical(flow, report.practical)
    _put_advice(flow, report)
    _put_closing(flow, report)
    foot = _("报告编号 {report}　评分批次 {run}").format(report=report.report_number, run=report.run_id)
    return Leaf(running, flow.finish(page_foot(A4, foot)))


def _put_code(flow: Flow, payload: bytes) -> None:
    left = A4.right - QR_SIDE
    top = A4.top - 3 * MM
    flow.put(
        qr_code(payload, left, top, QR_SIDE),
        centred_text(left, QR_SIDE, top + QR_SIDE + 3 * MM, _("扫码核验"), 7.5, colour=GREY),
    )


def _put_advice(flow: Flow, report: StudentReport) -> None:
    if not report.advice:
        return
    put_heading(flow, _("学习建议"), keep=12 * MM)
    for paragraph in report.advice:
        flow.paragraph(paragraph, 9.5)
        flow.skip(0.8 * MM)


def _put_closing(flow: Flow, report: StudentReport) -> None:
    """Put how to read the report and how to object, then who issued it and when."""
    flow.need(34 * MM)
    flow.skip(4 * MM)
    flow.paragraph(
        _(
            "说明：本报告依据考生实际作答评定，等级以考试机构公布的标准为准。"
            "对成绩有疑问的，可在公布后规定期限内向考试机构申请成绩复查。"
            "本报告含个人信息，请妥善保管。"
        ),
        8,
        colour=GREY,
    )
    flow.skip(6 * MM)
    issued = _("签发日期：{day}").format(day=date_text(report.issued_on))
    flow.put(
        right_text(A4.right, flow.y, report.heading.authority, 10.5, bold=True),
        right_text(A4.right, flow.y + 6 * MM, issued, 9.5),
    )
    flow.skip(10 * MM)
