"""Proposals for what lies on a sheet: rules, charts, tables, filters, subtotals, comments, links, drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from grading.checks.names import named
from grading.checks.sheets_objects import LEGENDS, SUBTOTAL_NUMBERS, subtotal_area
from grading.checks.similar import bare
from grading.checks.words import COMPARISONS, FUNCTIONS, RULES, SPARKLINES, VALIDATIONS, shown_word
from grading.office.model import Area, Chart, ConditionalFormat, FillKind, Sheet, cell_name, find_area
from grading.office.model import with_members as members_of
from grading.office.references import column_letters
from grading.rubric.draft.drawings import Drawings, Make
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _

LEAST_GROUPS = 2


class ObjectDraft:
    """Compares what lies on two sheets."""

    def __init__(self, sheet: Sheet, before: Sheet, make: Make, sources: dict[str, str]) -> None:
        """`make` makes a proposal about the sheet; `sources` are the handed out pictures by their digests."""
        self._sheet = sheet
        self._before = before
        self._make = make
        self._sources = sources

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals: rules, charts, tables and filters, small things, drawings."""
        yield from self._conditional_formats()
        yield from self._validations()
        for chart in self._sheet.charts():
            if chart not in self._before.charts():
                yield from _parts(self._chart(chart), f"chart {chart.title}")
        yield from self._lists()
        yield from self._subtotals()
        yield from self._marks()
        now = [one for shape in self._sheet.shapes for one in members_of(shape) if one.chart is None]
        before = [one for shape in self._before.shapes for one in members_of(shape) if one.chart is None]
        yield from Drawings(now, before, {}, "", self._sources, tells_boxes=True).proposals(self._make)

    def _conditional_formats(self) -> Iterator[Proposal]:
        for rule in self._sheet.conditional_formats:
            for area in rule.areas:
                kind = _kind(rule)
                given: dict[str, object] = {"range": area.name, "operator": rule.operator or kind}
                for key, formula in zip(("value", "value2"), rule.formulas, strict=False):
                    if rule.kind == "cellIs":
                        given[key] = formula.strip('"')
                if rule.text:
                    given["value"] = rule.text
                if rule.rank is not None:
                    given["value"] = f"{rule.rank}%" if rule.percent else str(rule.rank)
                given |= _style(rule)
                words = _condition(rule, kind, [str(given[key]) for key in ("value", "value2") if key in given])
                title = _("{range} 的条件格式（{kind}）").format(range=area.name, kind=words)
                yield self._make("conditional_format", given, title)

    def _validations(self) -> Iterator[Proposal]:
        """Yield each rule once for all cells that have it: some programs write it cell by cell."""
        areas: dict[tuple[str, str, tuple[str, ...]], list[Area]] = {}
        for one in self._sheet.validations:
            areas.setdefault((one.kind, one.operator, one.formulas), []).extend(one.areas)
        for (kind, operator, formulas), own in areas.items():
            bounds = formulas[:1] if kind == "list" else formulas
            values = [part for formula in bounds for part in _choices(kind, formula)]
            for name in joined(own):
                given: dict[str, object] = {"range": name, "kind": kind, "values": values}
                if operator and kind != "list":
                    given["operator"] = operator
                words = "、".join(values) if kind == "list" else _bounds(kind, operator, values)
                title = _("{range} 的数据有效性（{kind}）").format(range=name, kind=quoted(words))
                yield self._make("validation", given, title)

    def _chart(self, chart: Chart) -> Iterator[Proposal]:
        base: dict[str, object] = {"type": next(iter(chart.kinds), "")}
        grouped = {"grouping": chart.grouping} if base["type"] in {"column", "bar", "area"} and chart.grouping else {}
        data = [_local(one.value_reference) for one in chart.series if one.value_reference]
        labels = [_local(one.category_reference) for one in chart.series if one.category_reference]
        kind = shown_word(str(base["type"]))
        if data:
            given = {**base, **grouped, "data": rectangle_of(data)}
            if labels:
                given["categories"] = labels[0]
            yield self._make("chart", given, _("插入图表（{kind}），数据正确").format(kind=kind), points=2)
        axes = {axis.kind: axis.title for axis in chart.axes if axis.title}
        parts: tuple[tuple[dict[str, object], str], ...] = (
            ({"title": chart.title}, _("图表标题为“{text}”").format(text=quoted(chart.title))),
            (
                {"x_title": axes.get("category", axes.get("date", ""))},
                _("分类轴标题为“{text}”").format(text=quoted(axes.get("category", axes.get("date", "")))),
            ),
            (
                {"y_title": axes.get("value", "")},
                _("数值轴标题为“{text}”").format(text=quoted(axes.get("value", ""))),
            ),
        )
        for part, title in parts:
            if all(part.values()):
                yield self._make("chart", {**base, **part}, title)
        if chart.data_labels:
            yield self._make("chart", {**base, "labels": True}, _("图表显示数据标签"))
        if not chart.legend:
            yield self._make("chart", {**base, "legend": False}, _("图表不显示图例"))
        elif chart.legend != "r":
            place = named(LEGENDS, chart.legend)
            yield self._make("chart_legend", {"value": chart.legend}, _("图例的位置：{place}").format(place=place))
        for axis in chart.axes:
            scale = {"minimum": axis.minimum, "maximum": axis.maximum, "unit": axis.major_unit}
            if axis.kind == "value" and any(scale.values()):
                scale = {key: value for key, value in scale.items() if value}
                yield self._make("chart_axis", {"kind": axis.kind, **scale}, _("数值轴的刻度正确"))

    def _lists(self) -> Iterator[Proposal]:
        for table in self._sheet.tables:
            if table.area not in {one.area for one in self._before.tables}:
                title = _("{range} 转换为表格（套用表格格式）").format(range=table.area.name)
                style = {"style": table.style} if table.style else {}
                yield self._make("table", {"range": table.area.name, **style}, title)
        for sparkline in self._sheet.sparklines:
            place, data = _local(sparkline.place), _local(sparkline.data)
            title = _("{cell} 有迷你图（{kind}）").format(cell=place, kind=named(SPARKLINES, sparkline.kind))
            yield self._make("sparkline", {"cell": place, "kind": sparkline.kind, "data": data}, title)
        for pivot in self._sheet.pivots:
            given: dict[str, object] = {
                "rows": list(pivot.rows),
                "columns": list(pivot.columns),
                "pages": list(pivot.pages),
                "values": [f"{one.field}:{one.function}" for one in pivot.values],
            }
            yield self._make("pivot", given, _("插入数据透视表，字段正确"), points=2)
        for one in (self._sheet.filter, *(table.filter for table in self._sheet.tables)):
            if one is None:
                continue
            yield self._make("filter_on", {"range": one.area.name}, _("打开自动筛选"))
            for column in one.columns:
                yield from self._filtered(one.area, one.area.first_column + column.column)

    def _filtered(self, area: Area, column: int) -> Iterator[Proposal]:
        """Yield the rows that a filter leaves in sight, told by the first column of their texts."""
        hidden = {row for one in self._sheet.rows if one.hidden for row in range(one.first, one.last + 1)}
        rows = [row for row in range(area.first_row + 1, area.last_row + 1) if row not in hidden]
        for name in dict.fromkeys((area.first_column, column)):
            texts = [cell.value for row in rows if (cell := self._sheet.cell(row, name)) is not None and cell.value]
            given: dict[str, object] = {"range": area.name, "column": column_letters(name), "visible": texts}
            yield self._make("filtered", given, _("{range} 的筛选结果正确").format(range=area.name), points=2)
            return

    def _subtotals(self) -> Iterator[Proposal]:
        for (column, function), count in subtotals_of(self._sheet).items():
            given: dict[str, object] = {"column": column_letters(column), "function": function, "groups": count}
            name = named(FUNCTIONS, function)
            title = _("对 {column} 列分类汇总（{function}）").format(column=given["column"], function=name)
            yield self._make("subtotal", given, title, points=2)

    def _marks(self) -> Iterator[Proposal]:
        known = {(one.row, one.column, bare(one.text)) for one in self._before.comments}
        for comment in self._sheet.comments:
            if (comment.row, comment.column, bare(comment.text)) not in known:
                name = cell_name(comment.row, comment.column)
                title = _("{cell} 有批注“{text}”").format(cell=name, text=quoted(comment.text))
                yield self._make("comment", {"cell": name, "text": comment.text.strip()}, title)
        for link in self._sheet.links:
            if link not in self._before.links:
                name = cell_name(link.area.first_row, link.area.first_column)
                address = link.target or link.location
                title = _("{cell} 链接到 {address}").format(cell=name, address=address)
                yield self._make("hyperlink", {"cell": name, "address": address}, title)


def _condition(rule: ConditionalFormat, kind: str, values: list[str]) -> str:
    """Return what a rule asks of a value: "小于 60"."""
    told = named(COMPARISONS, rule.operator) if rule.operator in COMPARISONS else named(RULES, kind)
    return " ".join([told, _("、").join(values)]).strip()


def _bounds(kind: str, operator: str, values: list[str]) -> str:
    told = named(COMPARISONS, operator) if operator in COMPARISONS else ""
    return " ".join(part for part in (named(VALIDATIONS, kind), told, _("、").join(values)) if part)


def _parts(proposals: Iterator[Proposal], name: str) -> Iterator[Proposal]:
    """Yield the proposals for a chart: its data give it, its titles and the rest need it."""
    for one in proposals:
        yield replace(one, gives=name) if "data" in one.parameters else replace(one, needs=name)


def subtotals_of(sheet: Sheet) -> dict[tuple[int, str], int]:
    """Return how many subtotals there are by column and function, where there are several."""
    counts: Counter[tuple[int, str]] = Counter()
    for cell in sheet.cells:
        for function, numbers in SUBTOTAL_NUMBERS.items():
            if cell.formula and subtotal_area(cell.formula, numbers) is not None:
                counts[cell.column, function] += 1
    return {key: count for key, count in counts.items() if count >= LEAST_GROUPS}


def joined(areas: Iterable[Area]) -> list[str]:
    """Return the names of areas, those of single cells side by side as one."""
    found: list[Area] = []
    for axis in (0, 1):
        found, rest = [], sorted(found or areas, key=lambda one: (one.first_column, one.first_row)[:: 1 - 2 * axis])
        for one in rest:
            last = found[-1] if found else None
            if last is not None and _is_beside(last, one):
                found[-1] = Area(last.first_row, last.first_column, one.last_row, one.last_column)
            else:
                found.append(one)
    return [one.name for one in found]


def _is_beside(one: Area, other: Area) -> bool:
    """Tell whether an area goes on where another one ends, below it or at its right."""
    columns = (one.first_column, one.last_column) == (other.first_column, other.last_column)
    rows = (one.first_row, one.last_row) == (other.first_row, other.last_row)
    below, right = one.last_row + 1 == other.first_row, one.last_column + 1 == other.first_column
    return (columns and below) or (rows and right)


def rectangle_of(names: list[str]) -> str:
    """Return the range around ranges in neighbouring columns or rows, else all of them by comma."""
    areas = [area for name in names if (area := find_area(name)) is not None]
    if not areas:
        return names[0]
    first, last = min(area.first_column for area in areas), max(area.last_column for area in areas)
    top, bottom = min(area.first_row for area in areas), max(area.last_row for area in areas)
    whole = Area(top, first, bottom, last)
    return whole.name if whole.size == sum(area.size for area in areas) else ",".join(area.name for area in areas)


def _kind(rule: ConditionalFormat) -> str:
    """Return the kind of a rule as checks name it: the last ones and below average by names of their own."""
    if rule.kind == "top10" and rule.bottom:
        return "bottom10"
    return "belowAverage" if rule.kind == "aboveAverage" and not rule.above_average else rule.kind


def _style(rule: ConditionalFormat) -> dict[str, object]:
    """Return what a rule changes."""
    style = rule.style
    if style is None:
        return {}
    fill = style.fill.colour if style.fill is not None and style.fill.kind is not FillKind.NONE else ""
    found: dict[str, object] = {"font_colour": style.colour, "fill": fill}
    found = {key: value for key, value in found.items() if value}
    return {**found, "bold": True} if style.bold else found


def _choices(kind: str, formula: str) -> list[str]:
    own = formula.strip()
    if kind == "list" and own.startswith('"'):
        return [part.strip() for part in own.strip('"').split(",")]
    return [own]


def _local(reference: str) -> str:
    return reference.rpartition("!")[2].replace("$", "")
