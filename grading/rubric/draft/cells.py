"""Proposals for the cells of a sheet: contents and formulas, looks of cells, things of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING

from grading.checks.sheets_look import format_kind, sign_of
from grading.office.formulas.parser import parse
from grading.office.formulas.tree import Reference, nodes_of
from grading.office.formulas.values import CannotCalculateError
from grading.office.model import Area, Cell, CellKind, CellStyle, FillKind, Sheet, cell_name, find_area
from grading.office.number_formats import is_date
from grading.office.references import column_letters
from grading.office.xlsx.shared_formulas import SharedFormula
from grading.rubric.draft.looks import asked_font, plain, points_text, value_title
from grading.rubric.draft.proposal import Proposal, quoted
from grading.rubric.draft.sheet_objects import ObjectDraft, subtotals_of
from grading.rubric.draft.sheet_order import Order, find_order
from grading.rubric.draft.sheet_page import SheetPageDraft
from grading.rubric.draft.sheet_places import Origins, origins_of
from itembank.base.i18n import N_, _
from itembank.model.checks import CheckCall

if TYPE_CHECKING:
    from grading.rubric.draft.book import WorkbookDraft

Place = tuple[int, int]
MOST_CELLS = 4000
LEAST_SERIES = 3
INPUT_DEPTH = 6
BOX = {"top", "bottom", "left", "right"}
Look = Callable[[CellStyle], str]


def _decimals(code: str) -> int:
    first = code.split(";", 1)[0]
    _whole, point, rest = first.partition(".")
    return len(rest) - len(rest.lstrip("0?")) if point else 0


def _number_format(style: CellStyle) -> str:
    kind = format_kind(style.number_format)
    with_decimals = kind in {"number", "percent", "currency", "accounting", "scientific"}
    sign = f" {sign_of(style.number_format)}" if kind in {"currency", "accounting"} else ""
    return f"{kind} {_decimals(style.number_format)}{sign}" if with_decimals else kind


LOOKS: tuple[tuple[str, str, str, Look], ...] = (
    ("number_format", "kind", N_("数字格式"), _number_format),
    ("bold", "", N_("加粗"), lambda style: "true" if style.font.bold else ""),
    ("italic", "", N_("倾斜"), lambda style: "true" if style.font.italic else ""),
    ("underline", "", N_("下划线"), lambda style: "true" if style.font.underline not in {"", "none"} else ""),
    ("font_size", "size", N_("字号"), lambda style: points_text(style.font.size_pt) if style.font.size_pt else ""),
    ("font_name", "font", N_("字体"), lambda style: asked_font(style.font.east_asian or style.font.latin)),
    ("font_colour", "colour", N_("字体颜色"), lambda style: style.font.colour),
    (
        "fill",
        "colour",
        N_("填充颜色"),
        lambda style: style.fill.colour if style.fill.kind is not FillKind.NONE else "",
    ),
    ("alignment", "horizontal", N_("水平对齐"), lambda style: style.alignment.horizontal.replace("general", "")),
    ("alignment", "vertical", N_("垂直对齐"), lambda style: style.alignment.vertical),
    ("strike", "", N_("删除线"), lambda style: "true" if style.font.strike else ""),
    ("shrink", "", N_("缩小字体填充"), lambda style: "true" if style.alignment.shrink else ""),
    ("rotation", "degrees", N_("文字方向"), lambda style: str(style.alignment.rotation_degrees or "")),
    ("indent", "value", N_("缩进"), lambda style: str(style.alignment.indent or "")),
    ("wrap", "", N_("自动换行"), lambda style: "true" if style.alignment.wrap else ""),
)


class SheetDraft:
    """Compares two sheets."""

    def __init__(self, book: WorkbookDraft, sheet: Sheet, before: Sheet, named: dict[str, object]) -> None:
        self._book = book
        self._sheet = sheet
        self._before = before
        self._named = named
        self._origins = origins_of(sheet, before)
        cells = [cell for cell in sheet.cells if _is_filled(cell)][:MOST_CELLS]
        self._cells = {(cell.row, cell.column): cell for cell in cells}

    def proposals(self) -> Iterator[Proposal]:
        order = find_order(self._book.model, self._sheet, self._book.starter, self._before)
        if order is not None:
            self._origins = Origins()
            if order.keys:
                yield self._sorted(order)
        yield from self._lines()
        groups = subtotals_of(self._sheet)
        if not groups:  # subtotals bring rows of their own
            yield from self._contents(order.area if order is not None else None)
            yield from self._formulas()
        yield from self._looks()
        yield from self._layout()
        yield from SheetPageDraft(self._sheet, self._before, self._plain).proposals()
        yield from ObjectDraft(self._sheet, self._before, self._plain, self._book.sources).proposals()

    def _make(
        self,
        kind: str,
        parameters: dict[str, object],
        title: str,
        *,
        points: int = 1,
        guards: tuple[CheckCall, ...] = (),
    ) -> Proposal:
        return self._book.make(kind, {**self._named, **parameters}, title, points=points, guards=guards)

    def _plain(
        self,
        kind: str,
        parameters: dict[str, object],
        title: str,
        *,
        group: tuple[str, str] = ("", ""),
        points: int = 1,
    ) -> Proposal:
        return replace(self._make(kind, parameters, title, points=points), group=group[0], group_title=group[1])

    def _sorted(self, order: Order) -> Proposal:
        names = {"asc": _("升序"), "desc": _("降序")}
        words = [_("{column} 列{order}").format(column=one.column, order=names[one.order]) for one in order.keys]
        keys = [{"column": one.column, "order": one.order} for one in order.keys]
        title = _("{range} 按 {keys}排列").format(range=order.whole.name, keys="、".join(words))
        given: dict[str, object] = {"range": order.whole.name, "keys": keys, "header": order.has_header}
        return self._make("sorted", given, title, points=2)

    def _lines(self) -> Iterator[Proposal]:
        """Yield rows and columns that were put in or deleted."""
        own = self._origins
        for first, count in _blocks(own.inserted_rows):
            title = _("在第 {row} 行插入 {n} 行").format(row=first, n=count)
            yield self._make("inserted", {"row": first, "count": count}, title)
        for first, count in _blocks(own.inserted_columns):
            title = _("在 {column} 列插入 {n} 列").format(column=column_letters(first), n=count)
            yield self._make("inserted", {"column": column_letters(first), "count": count}, title)
        texts = [_first_text(self._before, row=row) for row in own.deleted_rows]
        if any(texts):
            title = _("删除“{text}”等 {n} 行").format(text=quoted(texts[0]), n=len(texts))
            yield self._make("rows_deleted", {"texts": [text for text in texts if text]}, title)
        heads = [_first_text(self._before, column=column) for column in own.deleted_columns]
        if any(heads):
            title = _("删除“{text}”等 {n} 列").format(text=quoted(heads[0]), n=len(heads))
            yield self._make("columns_deleted", {"headers": [text for text in heads if text]}, title)

    def _contents(self, area: Area | None) -> Iterator[Proposal]:
        """Yield what was typed; cells one below the other are one point: a series where they are one."""
        typed = dict(self._typed(area))
        by_column: dict[int, list[int]] = {}
        for row, column in sorted(typed):
            by_column.setdefault(column, []).append(row)
        for column, rows in by_column.items():
            for first, last in _stretches(rows):
                own = [typed[row, column] for row in range(first, last + 1)]
                name = Area(first, column, last, column).name
                step = _step([str(one.parameters.get("value", "")) for one in own])
                if len(own) >= LEAST_SERIES and step:
                    given: dict[str, object] = {"range": name, "start": str(own[0].parameters["value"]), "step": step}
                    yield self._make(
                        "series", given, _("{range} 填充序列（步长 {step}）").format(range=name, step=step)
                    )
                    continue
                group = (f"cells {name}", _("{range} 的内容正确").format(range=name)) if len(own) > 1 else ("", "")
                yield from (replace(one, group=group[0], group_title=group[1]) for one in own)

    def _typed(self, area: Area | None) -> Iterator[tuple[Place, Proposal]]:
        for (row, column), cell in self._cells.items():
            if cell.formula or (area is not None and area.holds(row, column)):
                continue
            if self._value((row, column)) == _value(self._before, *self._origins.of(row, column)):
                continue
            name = cell_name(row, column)
            kind, key = ("cell_number", "value") if cell.kind is CellKind.NUMBER else ("cell_text", "text")
            if is_date(self._book.style(self._sheet, (row, column), in_starter=False).number_format):
                kind, key = "cell_date", "date"
            title = _("{cell} 的内容是“{text}”").format(cell=name, text=quoted(cell.value))
            yield (row, column), self._make(kind, {"cell": name, key: cell.value}, title)

    def _formulas(self) -> Iterator[Proposal]:
        done: set[Place] = set()
        for place, cell in self._cells.items():
            if not cell.formula or place in done:
                continue
            area = self._filled_from(cell)
            done |= set(_places(area))
            given: dict[str, object] = {"range": area.name, "model": f"={self._book.renamed(cell.formula)}"}
            if inputs := self._inputs(area):
                given["inputs"] = ",".join(inputs)
            title = _("{range} 用公式计算（={formula}）").format(range=area.name, formula=quoted(cell.formula))
            yield self._make("formula", given, title, points=2)

    def _filled_from(self, first: Cell) -> Area:
        """Return the stretch down, or else to the right, over which a formula was filled."""
        pattern = SharedFormula(first.formula)
        for down, right in ((1, 0), (0, 1)):
            count = 0
            while True:
                rows, columns = down * (count + 1), right * (count + 1)
                other = self._cells.get((first.row + rows, first.column + columns))
                if other is None or other.formula != pattern.moved(rows, columns):
                    break
                count += 1
            if count:
                return Area(first.row, first.column, first.row + down * count, first.column + right * count)
        return Area(first.row, first.column, first.row, first.column)

    def _inputs(self, area: Area) -> list[str]:
        """Return the areas of plain values that the formulas come from, through other formulas too."""
        found: list[Place] = []
        seen: set[Place] = set()
        wave = [cell for place in _places(area) if (cell := self._cells.get(place)) is not None]
        for _step in range(INPUT_DEPTH):
            referenced = [one for cell in wave for one in _references(cell.formula)]
            wave = []
            for one in referenced:
                places = [place for place in self._cells if one.holds(*place) and place not in seen]
                seen |= set(places)
                found += [place for place in places if not self._cells[place].formula]
                wave += [self._cells[place] for place in places if self._cells[place].formula]
        return rectangles(found)

    def _looks(self) -> Iterator[Proposal]:
        for check, parameter, name, look in LOOKS:
            changed: dict[str, list[Place]] = {}
            for place in self._cells:
                now = look(self._book.style(self._sheet, place, in_starter=False))
                if now and now != look(self._book.style(self._before, self._origins.of(*place), in_starter=True)):
                    changed.setdefault(now, []).append(place)
            for value, places in changed.items():
                for area in rectangles([*places, *self._blanks_between(places, look, value)]):
                    text = _("{range} 的{what}") if value != "true" else _("{range} {what}")
                    title = text.format(range=area, what=value_title(name, value))
                    given = {"range": area, **_parameters(check, parameter, value)}
                    yield self._make(check, given, title, guards=self._guards(area))

    def _blanks_between(self, places: list[Place], look: Look, value: str) -> list[Place]:
        """Return the empty cells among others that got the same look: a table is asked about as a whole."""
        rows, columns = [row for row, _column in places], [column for _row, column in places]
        box = Area(min(rows), min(columns), max(rows), max(columns))
        return [
            place
            for place in self._styled_places()
            if place not in self._cells and box.holds(*place)
            if look(self._book.style(self._sheet, place, in_starter=False)) == value
            if look(self._book.style(self._before, self._origins.of(*place), in_starter=True)) != value
        ]

    def _guards(self, area: str) -> tuple[CheckCall, ...]:
        """Return a check that this is the sheet that was handed out: a word in the range that nobody had to change."""
        found = find_area(area)
        words = [
            cell
            for place, cell in self._cells.items()
            if found is not None and found.holds(*place) and cell.kind is CellKind.TEXT and not cell.formula
        ]
        kept = [one for one in words if one.value == _value(self._before, *self._origins.of(one.row, one.column))]
        return tuple(self._make("cell_text", {"cell": one.name, "text": one.value}, "").call() for one in kept[:1])

    def _layout(self) -> Iterator[Proposal]:
        sheet, before = self._sheet, self._before
        for merge in sheet.merges:
            if merge not in before.merges:
                title = _("合并 {range}").format(range=merge.name)
                yield self._make("merged", {"range": merge.name}, title)
        bordered = [place for place in self._styled_places() if self._borders(place)]
        for area in rectangles(bordered):
            sides = "all" if all(self._borders(place) == BOX for place in bordered) else "outer"
            title = _("{range} 有所有框线") if sides == "all" else _("{range} 有外框线")
            yield self._make("borders", {"range": area, "sides": sides}, title.format(range=area))

    def _styled_places(self) -> list[Place]:
        return [(cell.row, cell.column) for cell in self._sheet.cells][:MOST_CELLS]

    def _borders(self, place: Place) -> set[str]:
        """Return the sides on which a cell draws a line itself."""
        borders = self._book.style(self._sheet, place, in_starter=False).borders
        return {side for side in BOX if getattr(borders, side).is_drawn}

    def _value(self, place: Place) -> str:
        cell = self._cells.get(place)
        return cell.value if cell is not None else ""


def rectangles(places: Iterable[Place]) -> list[str]:
    """Return ranges that cover just these places: rows of equal columns joined."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        by_row.setdefault(row, []).append(column)
    stretches = [(row, *stretch) for row, columns in by_row.items() for stretch in _stretches(columns)]
    areas: list[Area] = []
    for row, first, last in stretches:
        above = next(
            (one for one in areas if (one.last_row, one.first_column, one.last_column) == (row - 1, first, last)), None
        )
        if above is not None:
            areas.remove(above)
        areas.append(Area(above.first_row if above is not None else row, first, row, last))
    return [one.name for one in areas]


def _step(values: list[str]) -> str:
    """Return the step of a series of numbers, "" when they are none."""
    try:
        numbers = [Decimal(value) for value in values]
    except InvalidOperation:
        return ""
    steps = {after - before for before, after in pairwise(numbers)}
    step = steps.pop() if len(steps) == 1 else Decimal(0)
    return plain(step) if step else ""


def _blocks(lines: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the first line of each block of neighbours, and how many they are."""
    return [(first, last - first + 1) for first, last in _stretches(list(lines))] if lines else []


def _first_text(sheet: Sheet, *, row: int = 0, column: int = 0) -> str:
    """Return the first word of a row, or the head of a column, that no other one has."""
    texts = [one.value for one in sheet.cells if one.kind is CellKind.TEXT]
    own = [one.value for one in sheet.cells if row in {0, one.row} and column in {0, one.column} and one.value]
    return next((text for text in own if texts.count(text) <= 1), "")


def _stretches(columns: list[int]) -> Iterator[tuple[int, int]]:
    first = before = columns[0]
    for column in columns[1:]:
        if column != before + 1:
            yield first, before
            first = column
        before = column
    yield first, before


def _places(area: Area) -> Iterator[Place]:
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def _references(formula: str) -> list[Area]:
    try:
        return [node.area for node in nodes_of(parse(formula)) if isinstance(node, Reference) and not node.sheet]
    except CannotCalculateError:
        return []


def _is_filled(cell: Cell) -> bool:
    return cell.kind is not CellKind.BLANK or bool(cell.formula)


def _value(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return cell.value if cell is not None else ""


def _parameters(check: str, parameter: str, value: str) -> dict[str, object]:
    if check == "number_format":
        kind, _blank, rest = value.partition(" ")
        decimals, _blank, sign = rest.partition(" ")
        return {"kind": kind, **({"decimals": int(decimals)} if decimals else {}), **({"symbol": sign} if sign else {})}
    if parameter in {"degrees", "value"}:
        return {parameter: int(value)}
    return {parameter: value} if parameter else {}
