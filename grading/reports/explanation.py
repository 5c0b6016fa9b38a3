"""The printed explanation of a score: every check point with what was found, then the candidate's documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.reports.explained import ExplainedItem, ExplainedPart, Explanation
from grading.reports.figures import mark_text, score_text
from grading.reports.questions import verdict_text
from itembank.base.i18n import _
from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.fields import Field, FieldColumn, put_fields
from itembank.base.print.flow import A4, Flow, middle_text, right_text
from itembank.base.print.letterhead import Letterhead, page_foot, put_heading, title_head
from itembank.base.print.lines import clip
from itembank.base.print.marks import ACCENT, GREY, MM, RULE, Box, Picture
from itembank.base.print.table import Align, Cell, Column, Look, put_table

CELL_CHARACTERS = 160
BEGINNING = 40
MOST_CHARACTERS = 600
POINTS = 18 * MM
VERDICT = 21 * MM
NAME_SHARE, FOUND_SHARE = 0.28, 0.26
TAB, DEEPEST = 4, 48
TEXT_SIZE, TEXT_STEP = 8.5, 1.2 * MM

Pages = Mapping[str, Sequence[bytes]]
"""Pages of the candidate's documents as PNG, by what they are called."""


Texts = Mapping[str, Sequence[str]]
"""The candidate's files that have no pages, such as projects of blocks and programs, line by line."""


def explanation_pdf(explanation: Explanation, pages: Pages, texts: Texts | None = None) -> bytes:
    """Return the PDF of one candidate."""
    pupil = explanation.pupil
    running = f"{pupil.name}  {pupil.candidate_number}"
    title = _("成绩依据")
    flow = Flow(A4, title_head(A4, Letterhead(explanation.exam, title, "", running)))
    _put_candidate(flow, explanation)
    for line in explanation.run:
        flow.paragraph(line, 8.5, colour=GREY)
    for problem in explanation.problems:
        flow.paragraph(problem, 9, bold=True)
    flow.skip(2 * MM)
    for item in explanation.items:
        _put_item(flow, item)
    for name, pictures in pages.items():
        _put_pages(flow, name, pictures)
    for name, lines in (texts or {}).items():
        _put_text(flow, name, lines)
    leaf = Leaf(running, flow.finish(page_foot(A4, explanation.run[0] if explanation.run else "")))
    return write_pdf([leaf], title=f"{title} {pupil.candidate_number}", author="")


def _put_candidate(flow: Flow, explanation: Explanation) -> None:
    pupil = explanation.pupil
    fields = (
        Field(_("姓名"), pupil.name),
        Field(_("准考证号"), pupil.candidate_number),
        Field(_("学校"), pupil.school),
        Field(_("班级"), pupil.class_name),
        Field(_("座位"), pupil.seat),
        Field(_("总分"), score_text(explanation.total)),
    )
    width = flow.sheet.body_width
    put_fields(flow, (FieldColumn(width * 0.55), FieldColumn(width * 0.45)), fields)
    flow.skip(2 * MM)


def _put_item(flow: Flow, item: ExplainedItem) -> None:
    flow.need(24 * MM)
    middle, size = flow.y + 3.2 * MM, 10.0
    title = _("第 {number} 题　{title}").format(number=item.number, title=item.title)
    shown = clip(title, flow.sheet.body_width - 34 * MM, size, bold=True)
    score = _("{score} 分").format(score=score_text(item.score))
    flow.put(middle_text(flow.sheet.side, middle, shown, size, bold=True))
    flow.put(right_text(flow.sheet.right, middle, score, size, bold=True, colour=ACCENT))
    flow.skip(6.6 * MM)
    if item.note:
        flow.paragraph(item.note, 9)
    if item.parts:
        put_table(flow, _columns(flow), [_row(part) for part in item.parts], Look(size=8, pad_y=2.4))
    for part in item.parts:
        if len(part.observed) > CELL_CHARACTERS:
            _put_whole(flow, part)
    flow.skip(3 * MM)


def _put_whole(flow: Flow, part: ExplainedPart) -> None:
    """Put what a cell has no room for, such as an essay: whole, over the width of the page."""
    flow.skip(2 * MM)
    flow.need(14 * MM)
    name = part.point.sentence
    flow.paragraph(_("“{name}”观察到的全文：").format(name=name) if name else _("观察到的全文："), 8.5, bold=True)
    for line in part.observed.splitlines():
        flow.paragraph(line, 8.5, indent=4 * MM)


def _columns(flow: Flow) -> tuple[Column, ...]:
    rest = flow.sheet.body_width - POINTS - VERDICT
    return (
        Column(_("得分点"), rest * NAME_SHARE),
        Column(_("得分"), POINTS, Align.CENTRE),
        Column(_("结论"), VERDICT),
        Column(_("观察到"), rest * FOUND_SHARE),
        Column(_("应为和说明"), rest * (1 - NAME_SHARE - FOUND_SHARE)),
    )


def _row(part: ExplainedPart) -> tuple[Cell, ...]:
    point = part.point
    wanted = [part.expected, point.reason, *part.decisions]
    return (
        Cell(_cut(point.sentence)),
        Cell(f"{mark_text(point.score.obtained)}/{mark_text(point.score.possible)}"),
        Cell(verdict_text(point.verdict)),
        Cell(_begun(part.observed)),
        Cell(_cut("\n".join(one for one in wanted if one))),
    )


def _begun(text: str) -> str:
    """Keep a cell short; the whole text follows the table."""
    if len(text) <= CELL_CHARACTERS:
        return text
    return _("{beginning}……（共 {count} 字，全文见下）").format(
        beginning=" ".join(text[:BEGINNING].split()), count=len(text)
    )


def _cut(text: str) -> str:
    """Keep a cell on its page; the whole text is in `--json`."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _put_pages(flow: Flow, name: str, pictures: Sequence[bytes]) -> None:
    for number, data in enumerate(pictures, 1):
        flow.new_page()
        put_heading(flow, _("考生的文件：{name}　第 {number} 页").format(name=name, number=number))
        height = flow.room - 2 * MM
        flow.put(
            Box(flow.sheet.side, flow.y, flow.sheet.body_width, height, stroke=RULE),
            Picture(flow.sheet.side + 2, flow.y + 2, flow.sheet.body_width - 4, height - 4, data),
        )


def _put_text(flow: Flow, name: str, lines: Sequence[str]) -> None:
    """Put a file's lines; what is further in stays further in, on every line it takes."""
    flow.new_page()
    put_heading(flow, _("考生的文件：{name}").format(name=name))
    for line in lines:
        text = line.expandtabs(TAB).lstrip(" ")
        depth = min(len(line.expandtabs(TAB)) - len(text), DEEPEST)
        flow.paragraph(text or " ", TEXT_SIZE, indent=depth * TEXT_STEP)
