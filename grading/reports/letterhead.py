"""The title of every report, from what the exam is called."""

from __future__ import annotations

from grading.reports.figures import date_text
from grading.reports.view import ExamHeading
from itembank.base.i18n import _
from itembank.base.print.flow import Head, Sheet
from itembank.base.print.letterhead import Letterhead, title_head


def report_head(sheet: Sheet, heading: ExamHeading, title: str, running: str, *, spare: float) -> Head:
    """Make the heads of a report; `spare` keeps the ends of the title free, `running` is for later pages."""
    held = _("{subject}  ·  考试日期 {day}").format(subject=heading.subject, day=date_text(heading.held_on))
    return title_head(sheet, Letterhead(heading.exam, title, held, running, spare=spare))
