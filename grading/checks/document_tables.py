"""W: how tables look (widths, heights, lines, shading, style, alignment), and that they were sorted or calculated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise

from grading.checks.character_looks import shown_colour
from grading.checks.document_objects import TableOnly, find_table, place_of
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found
from grading.checks.lengths import is_near, shown, shown_wanted
from grading.checks.names import colour_code, is_near_colour, named
from grading.checks.paragraph_properties import ALIGNMENTS
from grading.checks.selectors import has_text, text_of_blocks
from grading.checks.sheets_sorted import text_order
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType
from grading.checks.values import Colour, Length, Ordinal
from grading.checks.words import shown_line
from grading.office.model import Document, FillKind, Line, Table, TableCell, paragraphs_of, tables_of
from grading.office.units import exact_number
from itembank.base.i18n import N_, _

LYING = {"left": N_("靠左"), "center": N_("居中"), "right": N_("靠右")}
STANDING = {"top": N_("靠上"), "center": N_("居中"), "bottom": N_("靠下")}
SIDES = frozenset({"all", "outer", "inner"})
PLAIN_STYLES = frozenset({"", "normaltable", "tablenormal", "普通表格", "tablegrid", "网格型", "gridtable"})
"""The styles of a table that nobody chose, in small letters without blanks."""


class CellsOf(TableOnly, frozen=True, kw_only=True):
    """The n-th table or the one that holds a text; of it one row and one column (from 1), null for all."""

    row: Ordinal | None = None
    column: Ordinal | None = None


class WidthOf(TableOnly, frozen=True, kw_only=True):
    """The width of a column, or of all columns."""

    width: Length
    column: Ordinal | None = None


class HeightOf(TableOnly, frozen=True, kw_only=True):
    """The height of a row, or of all rows; with `exact` it may not grow."""

    height: Length
    row: Ordinal | None = None
    exact: bool = False


class ShadingOf(CellsOf, frozen=True, kw_only=True):
    """Cells and their colour, "" for any but white."""

    colour: Colour = ""


class NamedStyle(TableOnly, frozen=True, kw_only=True):
    """A table style's name as the program shows it; "" for any but the plain ones."""

    style: str = ""


class LyingOf(TableOnly, frozen=True, kw_only=True):
    """How the table itself lies on the page: left, center, right."""

    value: str


class CellAlignment(CellsOf, frozen=True, kw_only=True):
    """How text lies in cells: `horizontal` like paragraphs, `vertical` top, center, bottom; "" is not looked at."""

    horizontal: str = ""
    vertical: str = ""


class LinesOf(TableOnly, frozen=True, kw_only=True):
    """Lines of a table: `sides` all, outer or inner; `style`, `colour`, `width` where they matter."""

    sides: str = "all"
    style: str = ""
    colour: Colour = ""
    width: Length = ""


class SortedBy(TableOnly, frozen=True, kw_only=True):
    """A table sorted by a column (from 1) "asc" or "desc", below its header row; the rows must be the starter's."""

    column: Ordinal
    order: str = "asc"
    header: bool = True


class CalculatedIn(TableOnly, frozen=True, kw_only=True):
    """A cell with a formula field and the value it shows; a typed number is no formula."""

    row: Ordinal
    column: Ordinal
    value: str = ""


class HeaderRows(TableOnly, frozen=True, kw_only=True):
    """How many rows at the top are repeated on every page."""

    rows: Ordinal = 1


def column_width(subject: Subject, file: str, wanted: WidthOf) -> Finding:
    """Look at the widths of columns."""
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    widths = list(table.column_widths_pt)
    if wanted.column is not None:
        widths = widths[wanted.column - 1 : wanted.column]
    looks = [(1, Look(is_near(width, wanted.width), shown(width, wanted.width))) for width in widths]
    return _weigh(looks, _("列宽"), shown_wanted(wanted.width), wanted)


def row_height(subject: Subject, file: str, wanted: HeightOf) -> Finding:
    """Look at the heights of rows."""
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    rows = table.rows if wanted.row is None else table.rows[wanted.row - 1 : wanted.row]
    looks = []
    for row in rows:
        fits = row.height_pt is not None and is_near(row.height_pt, wanted.height)
        seen = _("自动") if row.height_pt is None else shown(row.height_pt, wanted.height)
        looks.append((1, Look(fits and (row.height_exact or not wanted.exact), seen)))
    return _weigh(looks, _("行高"), shown_wanted(wanted.height), wanted)


def shading(subject: Subject, file: str, wanted: ShadingOf) -> Finding:
    """Look at the colour of cells."""
    code = colour_code(wanted.colour) if wanted.colour else ""

    def look(cell: TableCell) -> Look:
        seen = cell.fill.colour if cell.fill.kind is not FillKind.NONE else ""
        met = is_near_colour(seen, code) if code else bool(seen) and not is_near_colour(seen, "FFFFFF")
        return Look(met, shown_colour(seen) or _("没有底纹"))

    return _cells(subject, file, wanted, look, (_("单元格底纹"), shown_colour(code) or _("有底纹")))


def style(subject: Subject, file: str, wanted: NamedStyle) -> Finding:
    """Look at the table's style."""
    seen = find_table(subject.document(file), wanted.table, wanted.holds).style
    is_met = (
        bare(seen).casefold() == bare(wanted.style).casefold()
        if wanted.style
        else bare(seen).casefold() not in PLAIN_STYLES
    )
    return compared(is_met=is_met, what=_("表格样式"), seen=seen, wanted=wanted.style, place=place_of(wanted))


def alignment(subject: Subject, file: str, wanted: LyingOf) -> Finding:
    """Look how the table lies on the page."""
    if wanted.value not in LYING:
        raise CannotJudgeError(_("评分标准中的对齐方式“{name}”不认识。").format(name=wanted.value))
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    seen = {"start": "left", "end": "right", "margins": "left"}.get(table.alignment, table.alignment)
    return compared(
        is_met=seen == wanted.value,
        what=_("表格对齐方式"),
        seen=_(LYING[seen]) if seen in LYING else seen,
        wanted=_(LYING[wanted.value]),
        place=place_of(wanted),
    )


def cell_alignment(subject: Subject, file: str, wanted: CellAlignment) -> Finding:
    """Look how text lies in cells; cells without text do not count."""
    if not (wanted.horizontal or wanted.vertical):
        raise CannotJudgeError(_("评分标准没有写明对齐方式。"))
    if wanted.horizontal and wanted.horizontal not in ALIGNMENTS:
        raise CannotJudgeError(_("评分标准中的对齐方式“{name}”不认识。").format(name=wanted.horizontal))
    names = dict(ALIGNMENTS.values())
    across, upright = _("水平{value}"), _("垂直{value}")

    def look(cell: TableCell) -> Look:
        own = [paragraph.format.alignment for paragraph in paragraphs_of(cell.blocks) if has_text(paragraph)]
        seen = [across.format(value=_(names[one])) for one in dict.fromkeys(own)] if wanted.horizontal else []
        met = not wanted.horizontal or set(own) == {ALIGNMENTS[wanted.horizontal][0]}
        if wanted.vertical:
            seen.append(upright.format(value=named(STANDING, cell.vertical_alignment)))
            met = met and cell.vertical_alignment == wanted.vertical
        return Look(met, "、".join(seen))

    goal = [across.format(value=_(ALIGNMENTS[wanted.horizontal][1]))] if wanted.horizontal else []
    goal += [upright.format(value=named(STANDING, wanted.vertical))] if wanted.vertical else []
    return _cells(subject, file, wanted, look, (_("单元格对齐方式"), "、".join(goal)), only_filled=True)


def lines(subject: Subject, file: str, wanted: LinesOf) -> Finding:
    """Look at the lines around and between the cells: those of either neighbour count."""
    if wanted.sides not in SIDES:
        raise CannotJudgeError(_("评分标准中的边框要求“{text}”无法理解。").format(text=wanted.sides))
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    looks = [(1, _look_at_line(drawn, wanted)) for drawn in _edges(table, wanted.sides)]
    colour = shown_colour(colour_code(wanted.colour)) if wanted.colour else ""
    width = shown_wanted(wanted.width) if wanted.width else ""
    goal = " ".join(part for part in (shown_line(wanted.style, colour), width) if part) or _("有边框")
    names = {"all": _("表格边框"), "outer": _("外边框"), "inner": _("内部框线")}
    return _weigh(looks, names[wanted.sides], goal, wanted)


def is_sorted(subject: Subject, file: str, wanted: SortedBy) -> Finding:
    """Look that the rows are the starter's and stand in order."""
    rows = _rows(find_table(subject.document(file), wanted.table, wanted.holds), header=wanted.header)
    before = _rows(_starter_table(subject, file, wanted), header=wanted.header)
    place = place_of(wanted)
    if Counter(rows) != Counter(before):
        return found(is_met=False, sentence=_("表格的数据行与素材不一致。"), place=place)
    keys = [row[wanted.column - 1] for row in rows if wanted.column <= len(row)]
    if len(keys) < 2:
        raise NotThereError(_("表格没有可排序的行。"))
    pairs = [_order(one, other) for one, other in pairwise(keys)]
    is_met = (-1 if wanted.order == "desc" else 1) not in pairs
    if is_met and None in pairs:
        raise CannotJudgeError(_("表格按文字排序的结果请人工查看。"))
    names = {"asc": _("升序"), "desc": _("降序")}
    seen = " ".join(keys)[:60]
    return compared(is_met=is_met, what=_("排序"), seen=seen, wanted=names.get(wanted.order, wanted.order), place=place)


def calculated(subject: Subject, file: str, wanted: CalculatedIn) -> Finding:
    """Look for a formula in a cell."""
    document = subject.document(file)
    table = find_table(document, wanted.table, wanted.holds)
    if wanted.row > len(table.rows):
        raise NotThereError(_("表格中没有第 {row} 行第 {column} 列。").format(row=wanted.row, column=wanted.column))
    cell = next((one for one in table.rows[wanted.row - 1].cells if one.column == wanted.column - 1), None)
    runs = [run for paragraph in paragraphs_of(cell.blocks) for run in paragraph.runs] if cell is not None else []
    formula = next((run.field for run in runs if run.field.strip().startswith("=")), "")
    text = bare("".join(run.text for run in runs))
    is_met = bool(formula) and (not wanted.value or text == bare(wanted.value))
    seen = f"{formula.strip()} → {text}" if formula else _("没有公式，内容是“{value}”").format(value=text[:20])
    return compared(is_met=is_met, what=_("表格公式"), seen=seen, wanted=wanted.value, place=place_of(wanted))


def header_row(subject: Subject, file: str, wanted: HeaderRows) -> Finding:
    """Look that the first rows are repeated on every page."""
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    count = 0
    for row in table.rows:
        if not row.repeats_as_header:
            break
        count += 1
    return compared(
        is_met=count == wanted.rows, what=_("重复标题行"), seen=_("{n} 行").format(n=count),
        wanted=_("{n} 行").format(n=wanted.rows), place=place_of(wanted),
    )  # fmt: skip


def _weigh(looks: Iterable[tuple[int, Look]], what: str, goal: str, wanted: TableOnly) -> Finding:
    return weigh(looks, Wanted(what, goal, place_of(wanted)))


def _cells(
    subject: Subject,
    file: str,
    wanted: CellsOf,
    look: Callable[[TableCell], Look],
    goal: tuple[str, str],
    *,
    only_filled: bool = False,
) -> Finding:
    table = find_table(subject.document(file), wanted.table, wanted.holds)
    cells = [
        cell
        for row in table.rows
        for cell in row.cells
        if (wanted.row is None or cell.row <= wanted.row - 1 < cell.row + cell.row_span)
        and (wanted.column is None or cell.column <= wanted.column - 1 < cell.column + cell.column_span)
        and (not only_filled or bare(cell.text))
    ]
    if not cells:
        raise NotThereError(_("{place}没有要求的单元格。").format(place=place_of(wanted)))
    return _weigh([(1, look(cell)) for cell in cells], *goal, wanted)


def _edges(table: Table, sides: str) -> list[tuple[Line, ...]]:
    """Return the edges of a table's cells, each with the lines that may be drawn there."""
    cells = [cell for row in table.rows for cell in row.cells]
    bottom = max((cell.row + cell.row_span for cell in cells), default=0)
    right = max((cell.column + cell.column_span for cell in cells), default=0)
    outer: list[tuple[Line, ...]] = []
    inner: list[tuple[Line, ...]] = []
    for cell in cells:
        lines_of = cell.borders
        (outer if cell.row == 0 else inner).append((lines_of.top,))
        (outer if cell.row + cell.row_span == bottom else inner).append((lines_of.bottom,))
        (outer if cell.column == 0 else inner).append((lines_of.left,))
        (outer if cell.column + cell.column_span == right else inner).append((lines_of.right,))
    return {"outer": outer, "inner": inner}.get(sides, outer + inner)


def _look_at_line(drawn: tuple[Line, ...], wanted: LinesOf) -> Look:
    met = any(
        line.is_drawn
        and wanted.style in {"", line.style}
        and (not wanted.colour or is_near_colour(line.colour or "000000", colour_code(wanted.colour)))
        and (not wanted.width or is_near(line.width_pt, wanted.width))
        for line in drawn
    )
    seen = []
    for one in [line for line in drawn if line.is_drawn]:
        width = f" {shown(one.width_pt, wanted.width)}" if wanted.width else ""
        seen.append(shown_line(one.style, shown_colour(one.colour)) + width)
    return Look(met, seen[0] if seen else _("没有边框"))


def _starter_table(subject: Subject, file: str, wanted: TableOnly) -> Table:
    document: Document = subject.starter_document(file)
    if wanted.holds:
        return find_table(document, wanted.table, wanted.holds)
    tables = list(tables_of(document.blocks))
    if wanted.table > len(tables):
        raise CannotJudgeError(_("素材中没有这个表格，无法比较。"))
    return tables[wanted.table - 1]


def _rows(table: Table, *, header: bool) -> list[tuple[str, ...]]:
    rows = [tuple(bare(text_of_blocks(cell.blocks)) for cell in row.cells) for row in table.rows]
    return rows[int(header) :]


def _order(one: str, other: str) -> int | None:
    """Compare two cells: numbers by value, texts by pinyin; None when only a person can tell."""
    left, right = _number(one), _number(other)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    return text_order(one, other)


def _number(text: str) -> Decimal | None:
    return exact_number(text.replace(",", "").rstrip("%"))


TABLES: tuple[AnyCheckType, ...] = (
    CheckType("W.table_column_width", N_("表格列宽"), WidthOf, column_width),
    CheckType("W.table_row_height", N_("表格行高"), HeightOf, row_height),
    CheckType("W.table_shading", N_("单元格底纹"), ShadingOf, shading),
    CheckType("W.table_style", N_("表格样式"), NamedStyle, style),
    CheckType("W.table_alignment", N_("表格对齐方式"), LyingOf, alignment),
    CheckType("W.table_cell_alignment", N_("单元格对齐方式"), CellAlignment, cell_alignment),
    CheckType("W.table_lines", N_("表格边框的样式"), LinesOf, lines),
    CheckType("W.table_sorted", N_("表格排序"), SortedBy, is_sorted),
    CheckType("W.table_formula", N_("表格公式"), CalculatedIn, calculated),
    CheckType("W.table_header_row", N_("重复标题行"), HeaderRows, header_row),
)
