"""Bars for the sections of the paper, and three-step signs for knowledge points."""

from __future__ import annotations

from collections.abc import Sequence

from grading.reports.figures import percent_text, score_text
from grading.reports.view import Level, PartResult
from itembank.base.i18n import _
from itembank.base.print.flow import Flow, middle_text, right_text
from itembank.base.print.letterhead import put_heading
from itembank.base.print.lines import clip, fit_size
from itembank.base.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, WHITE, Box, Line

BAR_ROW = 6.6 * MM
POINT_ROW = 6.4 * MM
NAME_WIDTH = 46 * MM
STEP_WIDTH = 6.5 * MM
_STEPS = (Level.BELOW, Level.NEAR, Level.ABOVE)


def level_text(level: Level) -> str:
    """Name a level; the sign tells it apart without colour."""
    return {
        Level.BELOW: _("▽ 低于预期"),
        Level.NEAR: _("○ 接近预期"),
        Level.ABOVE: _("△ 高于预期"),
        Level.NOT_REPORTED: _("题量少，不作判断"),
    }[level]


def put_sections(flow: Flow, sections: Sequence[PartResult]) -> None:
    """Put one bar for each section of the paper."""
    if not sections:
        return
    put_heading(flow, _("各部分得分"), keep=BAR_ROW)
    for part in sections:
        flow.need(BAR_ROW)
        _put_bar(flow, part)
        flow.skip(BAR_ROW)


def put_knowledge(flow: Flow, points: Sequence[PartResult]) -> None:
    """Put the knowledge points in two columns, read line by line."""
    if not points:
        return
    put_heading(flow, _("知识点掌握情况"), _("与预期表现相比"), keep=POINT_ROW)
    half = flow.sheet.body_width / 2
    for start in range(0, len(points), 2):
        flow.need(POINT_ROW)
        for column, part in enumerate(points[start : start + 2]):
            _put_point(flow, flow.sheet.side + column * (half + 2 * MM), half - 2 * MM, part)
        flow.skip(POINT_ROW)


def _put_bar(flow: Flow, part: PartResult) -> None:
    left, right = flow.sheet.side, flow.sheet.right
    middle = flow.y + BAR_ROW / 2
    level = level_text(part.level) if part.level is not Level.NOT_REPORTED else ""
    bar_left = left + NAME_WIDTH
    bar_width = right - bar_left - (64 if level else 42) * MM
    size = fit_size(part.name, NAME_WIDTH - 3 * MM, 9.5, least=7)
    share = percent_text(part.score.share) if part.score.obtained is not None else _("待评")
    figures = bar_left + bar_width
    flow.put(
        middle_text(left, middle, clip(part.name, NAME_WIDTH - 3 * MM, size), size),
        Box(bar_left, middle - 1.7 * MM, bar_width, 3.4 * MM, fill=PALE),
        Box(bar_left, middle - 1.7 * MM, bar_width * float(part.score.share), 3.4 * MM, fill=ACCENT),
        right_text(figures + 25 * MM, middle, score_text(part.score), 9.5, bold=True),
        right_text(figures + 41 * MM, middle, share, 9, colour=GREY),
    )
    if level:
        flow.put(right_text(right, middle, level, 9, colour=INK))


def _put_point(flow: Flow, x: float, width: float, part: PartResult) -> None:
    """Put a name, three steps with the reached one filled, and the level in words."""
    middle = flow.y + POINT_ROW / 2
    words = 24 * MM
    steps = x + width - words - 3 * STEP_WIDTH - 2 * MM
    room = steps - x - 2 * MM
    size = fit_size(part.name, room, 9, least=7)
    flow.put(middle_text(x, middle, clip(part.name, room, size), size))
    for number, step in enumerate(_STEPS):
        reached = part.level is step
        left = steps + number * STEP_WIDTH
        fill = ACCENT if reached else WHITE
        flow.put(Box(left, middle - 1.4 * MM, STEP_WIDTH - 1, 2.8 * MM, fill=fill, stroke=RULE))
    small = fit_size(level_text(part.level), words, 8.5, least=6)
    flow.put(middle_text(x + width - words, middle, level_text(part.level), small))
    flow.put(Line(x, flow.y + POINT_ROW, x + width, flow.y + POINT_ROW, 0.3, RULE))
