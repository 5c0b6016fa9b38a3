"""Where a score lies: the whole range of marks, shaded by grade, with the score and one standard error."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grading.reports.figures import mark_text
from grading.reports.view import StudentReport
from itembank.base.i18n import _
from itembank.base.print.flow import Flow, centred_text
from itembank.base.print.lines import fit_size
from itembank.base.print.marks import ACCENT, GREY, MM, PALE, RULE, WHITE, Box, Line

BAND_HEIGHT = 27 * MM
BAR_HEIGHT = 4 * MM
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Bar:
    """The bar from nothing to full marks."""

    left: float
    top: float
    width: float
    possible: Fraction

    @property
    def bottom(self) -> float:
        return self.top + BAR_HEIGHT

    @property
    def figures(self) -> float:
        """Where the figures below the bar stand."""
        return self.bottom + 2.6 * MM

    def place(self, mark: Fraction) -> float:
        """Return where a mark lies; a mark outside the range lies at its end."""
        share = min(max(mark / self.possible, _ZERO), Fraction(1)) if self.possible else _ZERO
        return self.left + self.width * float(share)


def put_scale(flow: Flow, x: float, top: float, width: float, report: StudentReport) -> None:
    """Put the frame, the bar, the score above it and a line on how to read it."""
    bar = _Bar(x + 6 * MM, top + 12.5 * MM, width - 12 * MM, report.total.possible)
    flow.put(Box(x, top, width, BAND_HEIGHT, stroke=RULE, radius=1.5 * MM))
    _put_grades(flow, bar, report)
    flow.put(Box(bar.left, bar.top, bar.width, BAR_HEIGHT, stroke=GREY))
    if report.total.obtained is not None:
        _put_score(flow, bar, report.total.obtained, report.measurement_error or _ZERO)
    flow.put(centred_text(x, width, top + BAND_HEIGHT - 3.2 * MM, _reading_note(report), 7, colour=GREY))


def _put_grades(flow: Flow, bar: _Bar, report: StudentReport) -> None:
    starts = [cut.least for cut in report.cuts] or [_ZERO]
    names = [cut.grade for cut in report.cuts] or [""]
    ends = [*starts[1:], bar.possible]
    for number, (name, start, end) in enumerate(zip(names, starts, ends, strict=True)):
        left, right = bar.place(start), bar.place(end)
        size = fit_size(name, right - left - 2, 7.5, least=4)
        flow.put(
            Box(left, bar.top, right - left, BAR_HEIGHT, fill=PALE if number % 2 else WHITE),
            centred_text(left, right - left, bar.top + BAR_HEIGHT / 2, name, size, colour=GREY),
            centred_text(left, 0, bar.figures, mark_text(start), 7, colour=GREY),
        )
        if number:
            flow.put(Line(left, bar.top - 1, left, bar.bottom + 1, 0.8, GREY))
    flow.put(centred_text(bar.place(bar.possible), 0, bar.figures, mark_text(bar.possible), 7, colour=GREY))


def _put_score(flow: Flow, bar: _Bar, obtained: Fraction, error: Fraction) -> None:
    at = bar.place(obtained)
    low, high = bar.place(obtained - error), bar.place(obtained + error)
    above = bar.top - 1.5 * MM
    if error:
        flow.put(
            Line(low, above, high, above, 1.4, ACCENT),
            Line(low, above - 2, low, above + 2, 1, ACCENT),
            Line(high, above - 2, high, above + 2, 1, ACCENT),
        )
    flow.put(
        Line(at, above, at, bar.bottom, 1, ACCENT),
        centred_text(at, 0, above - 1.6 * MM, "▼", 7, colour=ACCENT),
        centred_text(at, 0, above - 4.8 * MM, mark_text(obtained), 9, bold=True, colour=ACCENT),
    )


def _reading_note(report: StudentReport) -> str:
    if report.total.obtained is None:
        return _("成绩尚在评定中")
    if report.measurement_error is None:
        return _("▼ 为本次得分")
    error = mark_text(report.measurement_error)
    return _("▼ 为本次得分，横线为一个标准误（±{error} 分）").format(error=error)
