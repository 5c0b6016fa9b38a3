"""A class list: every candidate of a class with section scores, total and grade, and the figures of the class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grading.reports.class_figures import ClassFigures, class_figures
from grading.reports.figures import NO_FIGURE, date_text, mark_text, mean_text, percent_text, standing_text
from grading.reports.letterhead import report_head
from grading.reports.view import ClassList, ClassOrder, ClassRow, ExamHeading, Standing
from itembank.base.i18n import _
from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.flow import A4, A4_ACROSS, Flow, Sheet, centred_text, middle_text
from itembank.base.print.letterhead import page_foot, put_heading
from itembank.base.print.lines import fit_size
from itembank.base.print.marks import ACCENT, GREY, MM, PALE, RULE, Box
from itembank.base.print.table import Align, Cell, Column, Look, Row, put_table

MOST_SECTIONS_UPRIGHT = 5
TILE_HEIGHT = 15 * MM
NUMBER_WIDTH = 30 * MM
LOOK = Look(size=9, pad_y=2.2, zebra=True)


def class_list_pdf(heading: ExamHeading, classes: Iterable[ClassList]) -> bytes:
    """Return one PDF with the lists of all classes given."""
    return write_pdf(
        (class_leaf(report) for report in classes),
        title=_("{exam} 班级成绩表").format(exam=heading.exam),
        author=heading.authority,
        subject=heading.subject,
    )


def class_leaf(report: ClassList) -> Leaf:
    """Lay out one class."""
    sheet = A4 if len(report.section_names) <= MOST_SECTIONS_UPRIGHT else A4_ACROSS
    name = f"{report.school}  {report.class_name}"
    flow = Flow(sheet, report_head(sheet, report.heading, _("班级成绩表"), name, spare=0))
    figures = class_figures(report)
    flow.put(middle_text(sheet.side, flow.y + 2 * MM, name, fit_size(name, sheet.body_width, 12, least=8), bold=True))
    flow.skip(7 * MM)
    _put_tiles(flow, _tiles(figures))
    flow.paragraph(_reading_note(report), 8, colour=GREY)
    flow.skip(2 * MM)
    put_table(flow, _columns(sheet, report), _rows(report, figures), LOOK)
    _put_grades(flow, figures)
    foot = _("评分批次 {run}　生成日期 {day}").format(run=report.run_id, day=date_text(report.issued_on))
    return Leaf(name, flow.finish(page_foot(sheet, foot)))


def sorted_rows(report: ClassList) -> list[ClassRow]:
    """Return the rows in the order asked for; without a total a candidate comes last."""
    by_number = sorted(report.rows, key=lambda row: row.candidate_number)
    if report.order is ClassOrder.BY_NUMBER:
        return by_number
    return sorted(by_number, key=lambda row: (row.total.obtained is None, -(row.total.obtained or 0)))


def _tiles(figures: ClassFigures) -> tuple[tuple[str, str], ...]:
    return (
        (_("应考 / 实考"), f"{figures.listed} / {figures.sat}"),
        (_("均分"), mean_text(figures.mean)),
        (_("标准差"), mean_text(figures.deviation)),
        (_("最高 / 最低"), f"{mark_text(figures.highest)} / {mark_text(figures.lowest)}"),
        (_("中位数"), mark_text(figures.median)),
        (_("及格率"), _share_text(figures.pass_share)),
        (_("优秀率"), _share_text(figures.excellent_share)),
    )


def _share_text(share: Fraction | None) -> str:
    return NO_FIGURE if share is None else percent_text(share)


def _put_tiles(flow: Flow, tiles: Sequence[tuple[str, str]]) -> None:
    width = flow.sheet.body_width / len(tiles)
    for place, (label, value) in enumerate(tiles):
        x = flow.sheet.side + place * width
        size = fit_size(value, width - 6, 13, least=7, bold=True)
        flow.put(
            Box(x, flow.y, width, TILE_HEIGHT, fill=PALE, stroke=RULE),
            centred_text(x, width, flow.y + 4.4 * MM, label, 8.5, colour=GREY),
            centred_text(x, width, flow.y + 10 * MM, value, size, bold=True, colour=ACCENT),
        )
    flow.skip(TILE_HEIGHT + 2.5 * MM)


def _columns(sheet: Sheet, report: ClassList) -> tuple[Column, ...]:
    place, total, grade = 11 * MM, 18 * MM, 16 * MM
    rest = sheet.body_width - place - NUMBER_WIDTH - total - grade
    name = min(max(34 * MM, rest * 0.34), 48 * MM)
    section = (rest - name) / max(len(report.section_names), 1)
    return (
        Column(_("序号"), place, Align.CENTRE),
        Column(_("准考证号"), NUMBER_WIDTH),
        Column(_("姓名"), name, shrinks=True),
        *(Column(title, section, Align.CENTRE, shrinks=True) for title in report.section_names),
        Column(_("总分"), total, Align.CENTRE),
        Column(_("等级"), grade, Align.CENTRE),
    )


def _rows(report: ClassList, figures: ClassFigures) -> list[Row]:
    rows: list[Row] = [
        _row(number, row, len(report.section_names)) for number, row in enumerate(sorted_rows(report), start=1)
    ]
    means = [Cell(mean_text(mean), bold=True) for mean in figures.section_means]
    mean = Cell(mean_text(figures.mean), bold=True)
    return [*rows, (Cell(""), Cell(""), Cell(_("均分"), bold=True), *means, mean, Cell(""))]


def _row(number: int, row: ClassRow, sections: int) -> Row:
    standing = "" if row.standing is Standing.PRESENT else standing_text(row.standing)
    marks = [Cell(mark_text(score.obtained)) for score in row.sections] or [Cell(NO_FIGURE)] * sections
    total = Cell(standing or mark_text(row.total.obtained), bold=True)
    return (Cell(str(number), colour=GREY), row.candidate_number, row.name, *marks, total, row.grade or NO_FIGURE)


def _put_grades(flow: Flow, figures: ClassFigures) -> None:
    if not figures.grades:
        return
    put_heading(flow, _("等级分布"), keep=14 * MM)
    columns = [Column(_("等级"), 24 * MM)]
    width = (flow.sheet.body_width - 24 * MM) / len(figures.grades)
    columns += [Column(grade, width, Align.CENTRE) for grade, _count in figures.grades]
    counts = [Cell(_("{count} 人").format(count=count)) for _grade, count in figures.grades]
    shares = [Cell(percent_text(Fraction(count, figures.scored))) for _grade, count in figures.grades]
    put_table(flow, columns, [(_("人数"), *counts), (_("占比"), *shares)], Look(size=9, grid=True))


def _reading_note(report: ClassList) -> str:
    texts = [
        _("满分 {possible} 分。均分、标准差、及格率和优秀率按有成绩的考生计算。").format(
            possible=mark_text(report.possible)
        )
    ]
    if report.pass_from is not None:
        texts.append(_("及格线 {mark} 分。").format(mark=mark_text(report.pass_from)))
    if report.excellent_from is not None:
        texts.append(_("优秀线 {mark} 分。").format(mark=mark_text(report.excellent_from)))
    texts.append(_("本表含学生个人信息，仅供学校内部使用，请勿公开张贴。"))
    return "".join(texts)
