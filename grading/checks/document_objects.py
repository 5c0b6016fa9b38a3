"""W: what stands among the text: tables and their cells, pictures, text boxes, notes, contents."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grading.checks.drawings import DRAWINGS, DrawingProperty, Scene, pictures_in
from grading.checks.drawings_chart import CHARTS
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found, shared
from grading.checks.names import named
from grading.checks.selectors import short, text_of_blocks
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import compared
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Count, Ordinal
from grading.office.model import Anchor, Document, Shape, ShapeKind, Table, TableCell
from itembank.base.i18n import N_, _

ANCHORS = {
    Anchor.INLINE: N_("嵌入型"),
    Anchor.SQUARE: N_("四周型"),
    Anchor.TIGHT: N_("紧密型"),
    Anchor.THROUGH: N_("穿越型"),
    Anchor.TOP_AND_BOTTOM: N_("上下型"),
    Anchor.BEHIND_TEXT: N_("衬于文字下方"),
    Anchor.IN_FRONT_OF_TEXT: N_("浮于文字上方"),
    Anchor.FREE: N_("未知"),
}
LYING = {"left": N_("靠左"), "center": N_("居中"), "right": N_("靠右"), "justify": N_("两端对齐")}
NOTE_KINDS = {"footnote": N_("脚注"), "endnote": N_("尾注")}


class TableOnly(Parameters, frozen=True):
    """The n-th table (from 1) of the body, or the one with a text."""

    table: Ordinal = 1
    holds: str = ""


class TableSize(TableOnly, frozen=True, kw_only=True):
    """The n-th table (from 1) of the body and its size; with `holds` the table with this text instead."""

    rows: Count
    columns: Count


class CellText(TableOnly, frozen=True, kw_only=True):
    """A cell's text, blanks aside; row and column count from 1. `match` is "equals" or "contains"."""

    row: Ordinal
    column: Ordinal
    text: str
    match: str = "equals"


class MergedCell(TableOnly, frozen=True, kw_only=True):
    """A cell (from 1) and how many rows and columns it covers."""

    row: Ordinal
    column: Ordinal
    rows: Count = 1
    columns: Count = 1


class AtLeast(Parameters, frozen=True):
    """A number that must be reached."""

    at_least: Count = 1


class WrapOf(Parameters, frozen=True):
    """How text runs around the n-th picture (from 1): inline, square, tight, through, top_and_bottom ..."""

    value: str
    picture: Ordinal = 1


class BoxText(Parameters, frozen=True):
    """Text inside a text box or drawn shape; "" for any."""

    text: str = ""


class NoteText(Parameters, frozen=True):
    """A note's text; `kind` is "footnote" or "endnote"."""

    text: str
    kind: str = "footnote"


class PositionOf(Parameters, frozen=True):
    """How the n-th picture lies from left to right: left, center, right."""

    value: str
    picture: Ordinal = 1


def table_size(subject: Subject, file: str, wanted: TableSize) -> Finding:
    """Look at a table's rows and columns."""
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    rows, columns = len(table.rows), columns_of(table, wanted.columns)
    is_met = (rows, columns) == (wanted.rows, wanted.columns)
    sentence = _("表格为 {goal}，正确。") if is_met else _("表格应为 {goal}，实际为 {seen}。")
    return _measured((rows, columns), wanted, sentence, is_met=is_met)


def table_cell(subject: Subject, file: str, wanted: CellText) -> Finding:
    """Look at one cell's text."""
    cell = _cell(find_table(subject.document(file), wanted.table, wanted.holds), wanted.row, wanted.column)
    given, goal = bare(text_of_blocks(cell.blocks)), bare(wanted.text)
    is_met = goal in given if wanted.match == "contains" else given == goal
    sentence = (
        _("表格第 {row} 行第 {column} 列是“{goal}”。")
        if is_met
        else _("表格第 {row} 行第 {column} 列应为“{goal}”，实际为“{seen}”。")
    )
    return found(
        is_met=is_met,
        sentence=sentence.format(row=wanted.row, column=wanted.column, goal=short(wanted.text), seen=short(cell.text)),
        observed=short(cell.text, 60),
        expected=wanted.text,
        place=place_of(wanted),
    )


def table_merged(subject: Subject, file: str, wanted: MergedCell) -> Finding:
    """Look how many rows and columns a cell covers."""
    cell = _cell(find_table(subject.document(file), wanted.table, wanted.holds), wanted.row, wanted.column)
    is_met = (cell.row_span, cell.column_span) == (wanted.rows, wanted.columns)
    sentence = _("单元格合并正确。") if is_met else _("单元格应合并 {goal}，实际为 {seen}。")
    return _measured((cell.row_span, cell.column_span), wanted, sentence, is_met=is_met)


def table_borders(subject: Subject, file: str, wanted: TableOnly) -> Finding:
    """Look at the lines of a table: the share of cells with all four sides drawn."""
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    cells = [cell for row in table.rows for cell in row.cells]
    drawn = sum(1 for cell in cells if _is_framed(cell))
    share = Fraction(drawn, max(len(cells), 1))
    sentence = _("表格有边框线。") if share == 1 else _("表格的 {count} 个单元格中有 {drawn} 个四边有边框线。")
    words = sentence.format(count=len(cells), drawn=drawn)
    return shared(share, sentence=words, observed=drawn, expected=len(cells), place=place_of(wanted))


def picture_count(subject: Subject, file: str, wanted: AtLeast) -> Finding:
    """Count the pictures in the body."""
    count = len(pictures_in(subject.document(file).shapes()))
    is_met = count >= wanted.at_least
    sentence = _("文档中有 {count} 张图片。") if is_met else _("文档中有 {count} 张图片，应至少 {least} 张。")
    return found(
        is_met=is_met,
        sentence=sentence.format(count=count, least=wanted.at_least),
        observed=count,
        expected=wanted.at_least,
        place=file,
    )


def picture_wrap(subject: Subject, file: str, wanted: WrapOf) -> Finding:
    """Look how text runs around a picture."""
    goal = next((anchor for anchor in Anchor if anchor.value == wanted.value), None)
    if goal is None:
        raise CannotJudgeError(_("评分标准中的环绕方式“{name}”不认识。").format(name=wanted.value))
    pictures = pictures_in(subject.document(file).shapes())
    if wanted.picture > len(pictures):
        raise NotThereError(_("文档中没有第 {n} 张图片。").format(n=wanted.picture))
    seen = pictures[wanted.picture - 1].anchor
    sentence = _("图片环绕方式正确。") if seen is goal else _("图片环绕方式应为{goal}，实际为{seen}。")
    return found(
        is_met=seen is goal,
        sentence=sentence.format(goal=_(ANCHORS[goal]), seen=_(ANCHORS[seen])),
        observed=_(ANCHORS[seen]),
        expected=_(ANCHORS[goal]),
        place=file,
    )


def text_box(subject: Subject, file: str, wanted: BoxText) -> Finding:
    """Look for a text box or shape with text."""
    shapes = [shape for shape in subject.document(file).shapes() if shape.kind is not ShapeKind.WORD_ART]
    return _shape_with_text(shapes, wanted.text, _("文本框"), file)


def note(subject: Subject, file: str, wanted: NoteText) -> Finding:
    """Look for a footnote or endnote."""
    if wanted.kind not in NOTE_KINDS:
        raise CannotJudgeError(_("评分标准中的注释种类“{name}”不认识。").format(name=wanted.kind))
    name = _(NOTE_KINDS[wanted.kind])
    texts = [one.text for one in subject.document(file).notes if one.kind == wanted.kind]
    is_met = any(bare(wanted.text) in bare(text) for text in texts)
    seen = "、".join(short(text) for text in texts)
    sentence = _("有要求的{name}。") if is_met else _("没有内容为“{text}”的{name}。")
    return found(
        is_met=is_met,
        sentence=sentence.format(name=name, text=short(wanted.text)),
        observed=seen,
        expected=wanted.text,
        place=file,
    )


def picture_position(subject: Subject, file: str, wanted: PositionOf) -> Finding:
    """Look where a picture is anchored on the page, or how the paragraph of an inline one lies."""
    document = subject.document(file)
    pictures = pictures_in(document.shapes())
    if wanted.picture > len(pictures):
        raise NotThereError(_("文档中没有第 {n} 张图片。").format(n=wanted.picture))
    shape = pictures[wanted.picture - 1]
    seen = shape.placement.horizontal_align
    if shape.anchor is Anchor.INLINE:
        holder = next((one for one in document.paragraphs() if shape in one.shapes), None)
        seen = "" if holder is None else holder.format.alignment.value
    is_met = seen == wanted.value
    name, goal = named(LYING, seen), named(LYING, wanted.value)
    return compared(is_met=is_met, what=_("图片位置"), seen=name, wanted=goal, place=file)


def find_table(document: Document, number: int, holds: str) -> Table:
    """Return the n-th table of the body, or the first that holds a text; raises `NotThereError`."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if holds:
        fitting = [table for table in tables if any(bare(holds) in bare(text) for text in _texts(table))]
        if not fitting:
            raise NotThereError(_("没有含有“{text}”的表格。").format(text=short(holds)))
        return fitting[0]
    if not 1 <= number <= len(tables):
        if not tables:
            raise NotThereError(_("文档中没有表格。"))
        raise NotThereError(_("文档中有 {count} 个表格，没有第 {n} 个。").format(count=len(tables), n=number))
    return tables[number - 1]


def place_of(wanted: TableOnly) -> str:
    """Return how a report calls the table."""
    if wanted.holds:
        return _("含有“{text}”的表格").format(text=short(wanted.holds))
    return _("第 {n} 个表格").format(n=wanted.table)


def columns_of(table: Table, wanted: int) -> int:
    """Return the columns a person counts: the most cells in a row; merged tables may have more in their grid."""
    most = max((len(row.cells) for row in table.rows), default=0)
    ends = (cell.column + cell.column_span for row in table.rows for cell in row.cells)
    grid = max(ends, default=0)
    return wanted if wanted in {most, grid} else most


def _cell(table: Table, row: int, column: int) -> TableCell:
    """Return the cell that covers a place; raises `NotThereError`."""
    for line in table.rows:
        for cell in line.cells:
            if (
                cell.row <= row - 1 < cell.row + cell.row_span
                and cell.column <= column - 1 < cell.column + cell.column_span
            ):
                return cell
    raise NotThereError(_("表格中没有第 {row} 行第 {column} 列。").format(row=row, column=column))


def _texts(table: Table) -> list[str]:
    return [cell.text for row in table.rows for cell in row.cells]


def _is_framed(cell: TableCell) -> bool:
    lines = cell.borders
    return all(line.is_drawn for line in (lines.top, lines.bottom, lines.left, lines.right))


def _shape_with_text(shapes: list[Shape], text: str, name: str, file: str) -> Finding:
    texts = [shape.text for shape in shapes if shape.text.strip()]
    is_met = any(bare(text) in bare(one) for one in texts)
    seen = "、".join(short(one) for one in texts)
    sentence = _("有要求的{name}。") if is_met else _("没有内容为“{text}”的{name}。")
    return found(
        is_met=is_met, sentence=sentence.format(name=name, text=short(text)), observed=seen, expected=text, place=file
    )


def _measured(seen: tuple[int, int], wanted: TableSize | MergedCell, sentence: str, *, is_met: bool) -> Finding:
    """Return the finding for rows and columns."""
    words = _("{rows} 行 {columns} 列")
    observed = words.format(rows=seen[0], columns=seen[1])
    expected = words.format(rows=wanted.rows, columns=wanted.columns)
    return found(
        is_met=is_met,
        sentence=sentence.format(goal=expected, seen=observed),
        observed=observed,
        expected=expected,
        place=place_of(wanted),
    )


def _drawing(kind: DrawingProperty) -> AnyCheckType:
    def look(subject: Subject, file: str, wanted: Any) -> Finding:
        document = subject.document(file)
        return kind.look(Scene(subject, file, list(document.shapes()), _("文档中"), document.format), wanted)

    return CheckType(f"W.{kind.name}", kind.title, kind.parameters, look)


OBJECTS: tuple[AnyCheckType, ...] = (
    CheckType("W.table_size", N_("表格的行数和列数"), TableSize, table_size),
    CheckType("W.table_cell", N_("表格的文字"), CellText, table_cell),
    CheckType("W.table_merged", N_("合并单元格"), MergedCell, table_merged),
    CheckType("W.table_borders", N_("表格边框"), TableOnly, table_borders),
    CheckType("W.picture_count", N_("图片数量"), AtLeast, picture_count),
    CheckType("W.picture_wrap", N_("图片环绕方式"), WrapOf, picture_wrap),
    CheckType("W.text_box", N_("文本框"), BoxText, text_box),
    CheckType("W.note", N_("脚注和尾注"), NoteText, note),
    CheckType("W.picture_position", N_("图片位置"), PositionOf, picture_position),
    *(_drawing(kind) for kind in (*DRAWINGS, *CHARTS)),
)
