"""The marks of every question, two blocks side by side, and the check points of practical tasks."""

from __future__ import annotations

from collections.abc import Sequence

from grading.reports.figures import mark_text, score_text
from grading.reports.view import PracticalResult, QuestionResult, Verdict
from itembank.base.i18n import _
from itembank.base.print.flow import Flow, centred_text, middle_text, right_text
from itembank.base.print.letterhead import put_heading
from itembank.base.print.lines import break_lines, clip
from itembank.base.print.marks import ACCENT, GREY, INK, MM, PALE, RULE, Box, Line
from itembank.base.print.table import Align, Cell, Column, Look, put_table

ROW_HEIGHT = 5.6 * MM
BLOCK_GAP = 4 * MM
BLOCKS = 2
FULL, PART, NOTHING, NO_ANSWER, OPEN = "✓", "◐", "×", "—", "…"
_SHARES = (0.13, 0.2, 0.32, 0.12, 0.12, 0.11)
"""Widths of number, kind, topic, possible, obtained and sign, as shares of a block."""


def question_sign(question: QuestionResult) -> str:
    """Return the sign for how a question went."""
    if question.score.obtained is None:
        return OPEN
    if not question.is_answered:
        return NO_ANSWER
    if question.score.obtained == question.score.possible:
        return FULL
    return PART if question.score.obtained else NOTHING


def put_questions(flow: Flow, questions: Sequence[QuestionResult]) -> None:
    """Put all questions; each page holds two blocks, the left one is read first."""
    if not questions:
        return
    legend = _("✓ 满分　◐ 部分得分　× 未得分　— 未作答　… 待评")
    put_heading(flow, _("逐题得分"), legend, keep=3 * ROW_HEIGHT)
    rest = list(questions)
    while rest:
        fitting = max(1, int(flow.room / ROW_HEIGHT) - 1)
        rows = min(fitting, -(-len(rest) // BLOCKS))
        _put_blocks(flow, rest[: rows * BLOCKS], rows)
        rest = rest[rows * BLOCKS :]
        if rest:
            flow.new_page()
    flow.skip(1 * MM)


def put_practical(flow: Flow, tasks: Sequence[PracticalResult]) -> None:
    """Put each practical task with its check points and what was found at them."""
    if not tasks:
        return
    put_heading(flow, _("操作题得分点"), keep=22 * MM)
    for task in tasks:
        flow.need(24 * MM)
        _put_task_line(flow, task)
        put_table(flow, _point_columns(flow), _point_rows(task), Look(size=8.5, pad_y=2.6))
        flow.skip(3 * MM)


def _put_blocks(flow: Flow, questions: Sequence[QuestionResult], rows: int) -> None:
    width = (flow.sheet.body_width - BLOCK_GAP) / BLOCKS
    top = flow.y
    for block in range(BLOCKS):
        here = questions[block * rows : (block + 1) * rows]
        if here:
            _put_block(flow, flow.sheet.side + block * (width + BLOCK_GAP), top, width, here)
    flow.skip((rows + 1) * ROW_HEIGHT)


def _put_block(flow: Flow, x: float, top: float, width: float, questions: Sequence[QuestionResult]) -> None:
    titles = (_("题号"), _("题型"), _("考查内容"), _("满分"), _("得分"), _("结果"))
    flow.put(Box(x, top, width, ROW_HEIGHT, fill=PALE), Line(x, top, x + width, top, 0.9, ACCENT))
    _put_cells(flow, x, top, width, titles, is_head=True)
    for number, question in enumerate(questions, start=1):
        cells = (
            question.number,
            question.kind,
            question.topic,
            mark_text(question.score.possible),
            mark_text(question.score.obtained),
            question_sign(question),
        )
        _put_cells(flow, x, top + number * ROW_HEIGHT, width, cells, is_head=False)


def _put_cells(flow: Flow, x: float, y: float, width: float, cells: Sequence[str], *, is_head: bool) -> None:
    middle = y + ROW_HEIGHT / 2
    colour = ACCENT if is_head else INK
    left = x
    for place, (cell, share) in enumerate(zip(cells, _SHARES, strict=True)):
        room = width * share
        text = clip(cell, room - 3, 8.5, bold=is_head)
        if place in {1, 2}:
            flow.put(middle_text(left + 2, middle, text, 8.5, bold=is_head, colour=colour))
        else:
            flow.put(centred_text(left, room, middle, text, 8.5, bold=is_head, colour=colour))
        left += room
    flow.put(Line(x, y + ROW_HEIGHT, x + width, y + ROW_HEIGHT, 0.4, RULE))


def _put_task_line(flow: Flow, task: PracticalResult) -> None:
    title = _("第 {number} 题　{title}").format(number=task.number, title=task.title)
    score = _("{score} 分").format(score=score_text(task.score))
    lines = break_lines(title, flow.sheet.body_width - 34 * MM, 10, bold=True)
    for number, line in enumerate(lines):
        middle = flow.y + 3.2 * MM
        flow.put(middle_text(flow.sheet.side, middle, line, 10, bold=True))
        if number == 0:
            flow.put(right_text(flow.sheet.right, middle, score, 10, bold=True, colour=ACCENT))
        flow.skip(5.4 * MM)
    flow.skip(1.2 * MM)


def _point_columns(flow: Flow) -> tuple[Column, ...]:
    small = 13 * MM
    verdict = 22 * MM
    rest = flow.sheet.body_width - 2 * small - verdict
    return (
        Column(_("得分点"), rest * 0.46),
        Column(_("满分"), small, Align.CENTRE),
        Column(_("得分"), small, Align.CENTRE),
        Column(_("结论"), verdict),
        Column(_("说明"), rest * 0.54),
    )


def _point_rows(task: PracticalResult) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(point.sentence),
            Cell(mark_text(point.score.possible)),
            Cell(mark_text(point.score.obtained), bold=True),
            Cell(verdict_text(point.verdict), bold=point.verdict is not Verdict.MET),
            Cell(point.reason, colour=GREY if point.verdict is Verdict.MET else INK),
        )
        for point in task.points
    ]


def verdict_text(verdict: Verdict) -> str:
    """Name a verdict with its sign, which tells it apart without colour."""
    return {
        Verdict.MET: _("✓ 达到"),
        Verdict.PARTLY_MET: _("◐ 部分达到"),
        Verdict.NOT_MET: _("× 未达到"),
        Verdict.PENDING: _("… 待评"),
    }[verdict]
