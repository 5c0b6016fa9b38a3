"""A chart inside an OpenDocument file: an object with a content part of its own."""

from __future__ import annotations

from lxml import etree

from grading.office.model_chart import Axis, Chart, Series
from grading.office.odf.formulas import reference
from grading.office.odf.names import CHART, DRAW, OFFICE, SVG, TABLE, TEXT
from grading.office.odf.styles import OdfStyles
from grading.office.references import Area, find_area
from grading.office.units import rgb, whole_number

_KINDS = {
    "chart:bar": "column", "chart:line": "line", "chart:circle": "pie", "chart:ring": "doughnut",
    "chart:area": "area", "chart:scatter": "scatter", "chart:bubble": "bubble", "chart:radar": "radar",
    "chart:filled-radar": "radar", "chart:stock": "stock", "chart:surface": "surface",
}  # fmt: skip
_AXES = {"x": "category", "y": "value", "z": "series"}
_LEGENDS = {"end": "r", "start": "l", "top": "t", "bottom": "b", "top-end": "tr", "bottom-end": "r",
            "top-start": "l", "bottom-start": "l"}  # fmt: skip
_ROWS_MAX = 20_000
_LOCAL = "local-table"
_REPEAT_MAX = 1_000


def read_chart(root: etree._Element, part: str) -> Chart | None:
    """Read the content part of a chart object, None if the object is none."""
    element = root.find(f"{OFFICE}body/{OFFICE}chart/{CHART}chart")
    if element is None:
        return None
    return _ChartReader(element, OdfStyles(None, root), part).read()


class _ChartReader:
    def __init__(self, element: etree._Element, styles: OdfStyles, part: str) -> None:
        self._element = element
        self._styles = styles
        self._part = part
        self._table = _LocalTable(element)

    def read(self) -> Chart:
        area = self._element.find(CHART + "plot-area")
        looks = {} if area is None else self._looks(area)
        main = self._kind(self._element.get(CHART + "class", ""), looks)
        series = [] if area is None else [self._series(one, main, area) for one in area.iterfind(CHART + "series")]
        legend = self._element.find(CHART + "legend")
        labelled = [self._looks(one) for one in (area.iterfind(CHART + "series") if area is not None else ())]
        numbers = {look.get(CHART + "data-label-number", "none") for look in [*labelled, looks]}
        grouping = "percentStacked" if looks.get(CHART + "percentage") == "true" else ""
        if not grouping and looks.get(CHART + "stacked") == "true":
            grouping = "stacked"
        return Chart(
            kinds=tuple(dict.fromkeys([one.kind for one in series] or [main])),
            grouping=grouping or ("clustered" if main in {"bar", "column"} else "standard"),
            three_dimensional=looks.get(CHART + "three-dimensional") == "true",
            title=_title(self._element),
            series=tuple(series),
            axes=() if area is None else tuple(self._axis(axis) for axis in area.iterfind(CHART + "axis")),
            legend="" if legend is None else _LEGENDS.get(legend.get(CHART + "legend-position", "end"), "r"),
            data_labels=bool(numbers - {"none"}),
            label_values=bool(numbers & {"value", "value-and-percentage"}),
            label_percent=bool(numbers & {"percentage", "value-and-percentage"}),
            label_category=any(look.get(CHART + "data-label-text") == "true" for look in [*labelled, looks]),
            part=self._part,
        )

    def _looks(self, element: etree._Element) -> dict[str, str]:
        return self._styles.properties("chart", element.get(CHART + "style-name", ""), "chart-properties")

    def _kind(self, name: str, looks: dict[str, str]) -> str:
        kind = _KINDS.get(name, name.removeprefix("chart:"))
        return "bar" if kind == "column" and looks.get(CHART + "vertical") == "true" else kind

    def _series(self, element: etree._Element, main: str, area: etree._Element) -> Series:
        own = element.get(CHART + "class")
        values = element.get(CHART + "values-cell-range-address", "")
        name = element.get(CHART + "label-cell-address", "")
        domain = element.find(CHART + "domain")
        categories = next(area.iter(CHART + "categories"), None)
        source = domain if domain is not None else categories
        category = "" if source is None else source.get(TABLE + "cell-range-address", "")
        graphic = self._styles.properties("chart", element.get(CHART + "style-name", ""), "graphic-properties")
        looks = self._looks(element)
        return Series(
            kind=main if own is None else self._kind(own, {**self._looks(area), **looks}),
            name=" ".join(self._values(name)),
            name_reference=_address(name),
            categories=self._values(category),
            category_reference=_address(category),
            values=self._values(values),
            value_reference=_address(values),
            colour=rgb(graphic.get(DRAW + "fill-color") or graphic.get(SVG + "stroke-color")) or "",
            data_labels=looks.get(CHART + "data-label-number", "none") != "none",
            trend_lines=tuple("linear" for _ in element.iterfind(CHART + "regression-curve")),
            secondary_axis=element.get(CHART + "attached-axis", "").startswith("secondary"),
        )

    def _values(self, address: str) -> tuple[str, ...]:
        """Return what the chart's own table keeps for an address, () where the data are elsewhere."""
        sheet, _, bare = reference(address).rpartition("!")
        area = find_area(bare)
        if sheet.strip("'") != _LOCAL or area is None:
            return self._table.values_from(address)
        return self._table.values_at(area)

    def _axis(self, element: etree._Element) -> Axis:
        looks = self._looks(element)
        grids = {grid.get(CHART + "class", "major") for grid in element.iterfind(CHART + "grid")}
        return Axis(
            kind=_AXES.get(element.get(CHART + "dimension", ""), "value"),
            title=_title(element),
            minimum=looks.get(CHART + "minimum", ""),
            maximum=looks.get(CHART + "maximum", ""),
            major_unit=looks.get(CHART + "interval-major", ""),
            hidden=looks.get(CHART + "visible") == "false",
            major_gridlines="major" in grids,
            minor_gridlines="minor" in grids,
            reversed=looks.get(CHART + "reverse-direction") == "true",
            logarithmic=looks.get(CHART + "logarithmic") == "true",
        )


def _title(element: etree._Element) -> str:
    title = element.find(CHART + "title")
    if title is None:
        return ""
    return "\n".join("".join(str(text) for text in p.itertext()) for p in title.iterfind(TEXT + "p"))


def _address(text: str) -> str:
    """Translate an address and write a range of one cell as that cell."""
    translated = reference(text)
    sheet, mark, bare = translated.rpartition("!")
    area = find_area(bare)
    return translated if area is None or area.size != 1 else f"{sheet}{mark}{bare.partition(':')[0]}"


class _LocalTable:
    """The copy of the data that a chart keeps: texts in a grid, and where the first cell of each list came from."""

    def __init__(self, chart: etree._Element) -> None:
        self._grid: list[list[str]] = []
        self._sources: dict[str, tuple[int, int]] = {}
        table = chart.find(TABLE + "table")
        for row in list(table.iter(TABLE + "table-row"))[:_ROWS_MAX] if table is not None else ():
            self._add_row(row)

    def _add_row(self, row: etree._Element) -> None:
        texts: list[str] = []
        for cell in row.iterfind(TABLE + "table-cell"):
            repeat = min(whole_number(cell.get(TABLE + "number-columns-repeated")) or 1, _REPEAT_MAX)
            shown = "\n".join("".join(str(text) for text in p.itertext()) for p in cell.iterfind(TEXT + "p"))
            for source in cell.iterfind(f"{DRAW}g/{SVG}desc"):
                self._sources.setdefault(source.text or "", (len(self._grid), len(texts)))
            texts.extend([cell.get(OFFICE + "value") or shown] * repeat)
        self._grid.append(texts)

    def values_from(self, address: str) -> tuple[str, ...]:
        """Return the list that came from an address: a name in the head row, else a column downwards."""
        place = self._sources.get(address)
        if place is None:
            return ()
        row, column = place
        last = row + 1 if row == 0 else len(self._grid)
        return tuple(self._text(index, column) for index in range(row, last))

    def values_at(self, area: Area) -> tuple[str, ...]:
        """Return the texts of a rectangle of the grid."""
        rows = range(area.first_row - 1, min(area.last_row, len(self._grid)))
        columns = range(area.first_column - 1, min(area.last_column, _REPEAT_MAX))
        return tuple(self._text(row, column) for row in rows for column in columns)

    def _text(self, row: int, column: int) -> str:
        texts = self._grid[row]
        text = texts[column] if column < len(texts) else ""
        return "" if text == "NaN" else text
