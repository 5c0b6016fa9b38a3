"""Proposals for the tables of a document: size, contents, merges, widths, lines, shading, alignment, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from grading.checks.document_tables import LYING, PLAIN_STYLES, STANDING
from grading.checks.lengths import shown_wanted
from grading.checks.paragraph_properties import ALIGNMENTS
from grading.checks.selectors import has_text
from grading.checks.similar import bare
from grading.checks.words import shown_line
from grading.office.model import Document, FillKind, Table, TableCell, paragraphs_of
from grading.rubric.draft.drawings import Make
from grading.rubric.draft.looks import centimetres, points_text, shown
from grading.rubric.draft.proposal import Proposal, bound, quoted
from itembank.base.i18n import _

PLAIN_LINES = {("single", Decimal("0.5"), ""), ("single", Decimal("0.5"), "000000")}
"""What a new table has in every program; of one kind, whichever spelling of black."""

USUAL = frozenset({("vertical", "top"), ("horizontal", "left"), ("horizontal", "justify")})
"""How text lies in the cells of a new table by itself."""

_WORDS = {value: word for word, (value, _title) in ALIGNMENTS.items()}


@dataclass(frozen=True)
class _Look:
    """A look of cells: its check, its name for people, and how it is read ({} for none)."""

    check: str
    name: str
    read: Callable[[TableCell], dict[str, object]]


class TableDraft:
    """Compares the tables of two documents, paired by their order."""

    def __init__(self, starter: Document, model: Document, make: Make) -> None:
        """`make` makes a proposal of the family."""
        self._before = [block for block in starter.blocks if isinstance(block, Table)]
        self._now = [block for block in model.blocks if isinstance(block, Table)]
        self._make = make

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals table by table."""
        for number, table in enumerate(self._now, 1):
            before = self._before[number - 1] if number <= len(self._before) else Table()
            given: dict[str, object] = {"table": number} if number > 1 else {}
            found = chain(
                self._contents(number, table, before, given),
                self._measures(number, table, before, given),
                self._looks(number, table, before, given),
                self._cells(number, table, before, given),
            )
            yield from found if before.rows else _bound(found, f"table {number}")

    def _contents(self, number: int, table: Table, before: Table, given: dict[str, object]) -> Iterator[Proposal]:
        rows, columns = len(table.rows), _width(table)
        title = _("表格 {n} 有 {rows} 行 {columns} 列").format(n=number, rows=rows, columns=columns)
        yield self._make("table_size", {**given, "rows": rows, "columns": columns}, title)
        order = self._order(number, table, before, given)
        yield from order
        for cell in _all_cells(table):
            place = {**given, "row": cell.row + 1, "column": cell.column + 1}
            formula = next(
                (run.field.strip() for one in paragraphs_of(cell.blocks) for run in one.runs if run.field), ""
            )
            if formula.startswith("="):
                title = _("表格第 {row} 行第 {column} 列用公式计算").format(row=cell.row + 1, column=cell.column + 1)
                group = (f"formulas {number}", _("表格 {n} 用公式计算").format(n=number))
                yield self._make("table_formula", {**place, "value": bare(cell.text)}, title, group=group, points=2)
            elif cell.text.strip() and not order:
                title = _("单元格内容“{text}”").format(text=quoted(cell.text))
                group = (f"cells {number}", _("表格 {n} 的内容正确").format(n=number))
                yield self._make("table_cell", {**place, "text": cell.text}, title, group=group)
            if cell.row_span > 1 or cell.column_span > 1:
                title = _("合并第 {row} 行第 {column} 列的单元格").format(row=cell.row + 1, column=cell.column + 1)
                spans = {"rows": cell.row_span, "columns": cell.column_span}
                yield self._make("table_merged", {**place, **spans}, title)

    def _order(self, number: int, table: Table, before: Table, given: dict[str, object]) -> list[Proposal]:
        """Return proposals for sorting when the rows are the starter's in another order."""
        now, then = _texts(table), _texts(before)
        if now == then or len(now) < 3 or Counter(now) != Counter(then):
            return []
        return [
            self._make(
                "table_sorted",
                {**given, "column": column, "order": order},
                _("表格 {n} 按第 {column} 列{order}排列").format(n=number, column=column, order=name),
                points=2,
            )
            for column in range(1, _width(table) + 1)
            for order, name in (("asc", _("升序")), ("desc", _("降序")))
        ]

    def _measures(self, number: int, table: Table, before: Table, given: dict[str, object]) -> Iterator[Proposal]:
        widths, old = list(table.column_widths_pt), list(before.column_widths_pt)
        if len(set(map(centimetres, widths))) == 1 and widths != old and before.rows:
            width = centimetres(widths[0])
            title = _("表格 {n} 的列宽：{value}").format(n=number, value=shown_wanted(width))
            yield self._make("table_column_width", {**given, "width": width}, title)
        else:
            for column, width_pt in enumerate(widths, 1):
                if column <= len(old) and width_pt != old[column - 1]:
                    width = centimetres(width_pt)
                    title = _("表格 {n} 第 {column} 列的列宽：{value}").format(
                        n=number, column=column, value=shown_wanted(width)
                    )
                    yield self._make("table_column_width", {**given, "width": width, "column": column}, title)
        heights = [row.height_pt for row in table.rows]
        if len(set(heights)) == 1 and heights[0]:
            yield self._height(number, heights[0], given)
        else:
            for row, height in enumerate(heights, 1):
                if height:
                    yield self._height(number, height, {**given, "row": row})
        repeated = sum(row.repeats_as_header for row in table.rows)
        if repeated:
            title = _("表格 {n} 重复标题行").format(n=number)
            yield self._make("table_header_row", {**given, "rows": repeated}, title)

    def _height(self, number: int, height: Decimal, given: dict[str, object]) -> Proposal:
        value = centimetres(height)
        place = _("第 {row} 行").format(row=given["row"]) if "row" in given else ""
        title = _("表格 {n} {place}的行高：{value}").format(n=number, place=place, value=shown_wanted(value))
        return self._make("table_row_height", {**given, "height": value}, title)

    def _looks(self, number: int, table: Table, before: Table, given: dict[str, object]) -> Iterator[Proposal]:
        is_styled = bare(table.style).casefold() not in PLAIN_STYLES and table.style != before.style
        if is_styled:
            title = _("表格 {n} 套用样式“{value}”").format(n=number, value=table.style)
            yield self._make("table_style", {**given, "style": table.style}, title)
        if table.alignment in LYING and table.alignment != (before.alignment or "left"):
            title = _("表格 {n} {value}").format(n=number, value=_(LYING[table.alignment]))
            yield self._make("table_alignment", {**given, "value": table.alignment}, title)
        if not is_styled:  # a style's lines come with it
            yield from self._lines(number, table, given)

    def _lines(self, number: int, table: Table, given: dict[str, object]) -> Iterator[Proposal]:
        cells = _all_cells(table)
        last_row = max((cell.row + cell.row_span for cell in cells), default=0)
        outer = [cell.borders.top for cell in cells if cell.row == 0]
        outer += [cell.borders.bottom for cell in cells if cell.row + cell.row_span == last_row]
        inner = [cell.borders.bottom for cell in cells if cell.row + cell.row_span < last_row]
        looks = {
            sides: {(line.style, line.width_pt, line.colour) for line in lines if line.is_drawn}
            for sides, lines in (("outer", outer), ("inner", inner))
        }
        if looks["outer"] == looks["inner"]:  # one kind of line everywhere is one thing to ask for
            looks = {"all": looks["outer"]}
        names = {"outer": _("外边框"), "inner": _("内部框线"), "all": _("所有框线")}
        for sides, kinds in looks.items():
            if len(kinds) != 1 or (sides == "all" and kinds <= PLAIN_LINES):
                continue
            ((style, width, colour),) = kinds
            name = names[sides]
            wanted = {"style": style, **({"colour": colour} if colour not in {"", "000000"} else {})}
            words = " ".join(
                part for part in (shown_line(style), shown(colour), shown_wanted(points_text(width))) if part
            )
            title = _("表格 {n} 的{what}：{value}").format(n=number, what=name, value=words)
            yield self._make("table_lines", {**given, "sides": sides, **wanted, "width": f"{width}pt"}, title)
        if "all" in looks and looks["all"] <= PLAIN_LINES:
            yield self._make("table_borders", given, _("表格 {n} 有所有框线").format(n=number))

    def _cells(self, number: int, table: Table, before: Table, given: dict[str, object]) -> Iterator[Proposal]:
        old = {(cell.row, cell.column): cell for cell in _all_cells(before)}
        for look in (
            _Look("table_shading", _("底纹"), _fill),
            _Look("table_cell_alignment", _("对齐方式"), _alignment),
        ):
            read = look.read
            cells = [cell for cell in _all_cells(table) if read is _fill or bare(cell.text)]
            values: dict[tuple[int, int], dict[str, object]] = {}
            for cell in cells:
                known = old.get((cell.row, cell.column))
                usual = USUAL if known is None else read(known).items()
                values[cell.row, cell.column] = dict(pair for pair in read(cell).items() if pair not in usual)
            yield from self._ranges(number, look, values, given)

    def _ranges(
        self,
        number: int,
        look: _Look,
        values: dict[tuple[int, int], dict[str, object]],
        given: dict[str, object],
    ) -> Iterator[Proposal]:
        """Yield one proposal for all cells alike, else one for each row, column or cell that is alike."""
        first = next(iter(values.values()), {})
        if first and all(value == first for value in values.values()):
            yield self._cell_look(number, look, first, given, "")
            return
        left = {place: value for place, value in values.items() if value}
        for axis, word, title in ((0, "row", _("第 {n} 行")), (1, "column", _("第 {n} 列"))):
            for line in sorted({place[axis] for place in left}):
                whole = {place: value for place, value in values.items() if place[axis] == line}
                alike = next(iter(whole.values()))
                if len(whole) > 1 and alike and all(left.get(place) == alike for place in whole):
                    where = {**given, word: line + 1}
                    yield self._cell_look(number, look, alike, where, title.format(n=line + 1))
                    for place in whole:
                        left.pop(place)
        for (row, column), value in left.items():
            words = _("第 {row} 行第 {column} 列").format(row=row + 1, column=column + 1)
            yield self._cell_look(number, look, value, {**given, "row": row + 1, "column": column + 1}, words)

    def _cell_look(
        self, number: int, look: _Look, value: dict[str, object], given: dict[str, object], place: str
    ) -> Proposal:
        words = "、".join(_value_words(key, str(one)) for key, one in value.items())
        title = _("表格 {n} {place}的{what}：{value}").format(n=number, place=place, what=look.name, value=words)
        return self._make(look.check, {**given, **value}, title)


def _fill(cell: TableCell) -> dict[str, object]:
    return {"colour": cell.fill.colour} if cell.fill.kind is not FillKind.NONE and cell.fill.colour else {}


def _alignment(cell: TableCell) -> dict[str, object]:
    own = {one.format.alignment for one in paragraphs_of(cell.blocks) if has_text(one)}
    found: dict[str, object] = {"vertical": cell.vertical_alignment} if cell.vertical_alignment in STANDING else {}
    if len(own) == 1:
        found["horizontal"] = _WORDS[own.pop()]
    return found


def _value_words(key: str, value: str) -> str:
    if key == "vertical":
        return _("垂直{value}").format(value=_(STANDING[value]))
    if key == "horizontal":
        return _("水平{value}").format(value=_(ALIGNMENTS[value][1]))
    return shown(value)


def _all_cells(table: Table) -> list[TableCell]:
    return [cell for row in table.rows for cell in row.cells]


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(bare(cell.text) for cell in row.cells) for row in table.rows]


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _bound(proposals: Iterable[Proposal], thing: str) -> Iterator[Proposal]:
    """Bind what is asked of a new table to its size, and to its texts too: there is nothing to look at without them."""
    for one in bound(proposals, thing, "table_size"):
        yield replace(one, gives=thing) if one.type == "W.table_cell" else one
