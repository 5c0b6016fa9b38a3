"""A chart part (classic DrawingML charts and the newer chartex ones) as a `Chart`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from grading.office.drawing.colours import Scheme, colour_in
from grading.office.drawing.names import CX, A, C
from grading.office.model_chart import Axis, Chart, Series
from grading.office.outcome import CannotReadError, Reason
from grading.office.units import is_on, whole_number

_KINDS = {
    "lineChart": "line", "line3DChart": "line", "pieChart": "pie", "pie3DChart": "pie",
    "doughnutChart": "doughnut", "areaChart": "area", "area3DChart": "area", "scatterChart": "scatter",
    "bubbleChart": "bubble", "radarChart": "radar", "stockChart": "stock", "surfaceChart": "surface",
    "surface3DChart": "surface",
}  # fmt: skip
_NEW_KINDS = {
    "clusteredColumn": "histogram", "paretoLine": "pareto", "boxWhisker": "box", "waterfall": "waterfall",
    "funnel": "funnel", "treemap": "treemap", "sunburst": "sunburst", "regionMap": "map",
}  # fmt: skip
_AXES = {"catAx": "category", "valAx": "value", "dateAx": "date", "serAx": "series"}
_POINTS_MAX = 50_000


def read_chart(root: etree._Element, part: str, scheme: Scheme) -> Chart:
    """Read a chart part's root element."""
    if root.tag == CX + "chartSpace":
        return _read_new_chart(root, part)
    chart = root.find(C + "chart")
    area = None if chart is None else chart.find(C + "plotArea")
    if chart is None or area is None:
        return Chart(part=part)
    plots = [child for child in area if child.tag.startswith(C) and child.tag.endswith("Chart")]
    kinds = [_kind_of(plot) for plot in plots]
    secondary = _secondary_axes(area)
    series = [
        _read_series(element, kind, scheme, _axis_ids(plot) <= secondary and bool(secondary))
        for plot, kind in zip(plots, kinds, strict=True)
        for element in plot.iterfind(C + "ser")
    ]
    _require_few_points(series, part)
    labels = [element for plot in plots for element in plot.iter(C + "dLbls")]
    legend = chart.find(C + "legend")
    return Chart(
        kinds=tuple(dict.fromkeys(kinds)),
        grouping=next((g for plot in plots if (g := _value(plot, "grouping"))), ""),
        three_dimensional=any("3D" in plot.tag for plot in plots),
        title=_title_of(chart, series),
        series=tuple(series),
        axes=tuple(_read_axis(child) for child in area if child.tag.startswith(C) and child.tag.endswith("Ax")),
        legend="" if legend is None else _value(legend, "legendPos") or "r",
        data_labels=any(_shows_any(element) for element in labels),
        label_values=any(_switch(element, "showVal") for element in labels),
        label_percent=any(_switch(element, "showPercent") for element in labels),
        label_category=any(_switch(element, "showCatName") for element in labels),
        data_table=area.find(C + "dTable") is not None,
        style=_value(root, "style"),
        part=part,
    )


def _kind_of(plot: etree._Element) -> str:
    name = etree.QName(plot).localname
    if name in {"barChart", "bar3DChart"}:
        return "bar" if _value(plot, "barDir") == "bar" else "column"
    if name == "ofPieChart":
        return "bar_of_pie" if _value(plot, "ofPieType") == "bar" else "pie_of_pie"
    return _KINDS.get(name, name)


def _axis_ids(plot: etree._Element) -> set[str]:
    return {axis.get("val", "") for axis in plot.iterfind(C + "axId")}


def _secondary_axes(area: etree._Element) -> set[str]:
    """Return the ids of value axes that cross at the far end, with the category axes they go with."""
    found: set[str] = set()
    for axis in area:
        if axis.tag == C + "valAx" and _value(axis, "crosses") == "max":
            found |= {_value(axis, "axId"), _value(axis, "crossAx")}
    return found


def _read_series(element: etree._Element, kind: str, scheme: Scheme, secondary: bool) -> Series:  # noqa: FBT001
    name_reference, names = _data(element.find(C + "tx"))
    x, y = element.find(C + "xVal"), element.find(C + "yVal")
    category_reference, categories = _data(x if x is not None else element.find(C + "cat"))
    value_reference, values = _data(y if y is not None else element.find(C + "val"))
    size_reference, _sizes = _data(element.find(C + "bubbleSize"))
    properties = element.find(C + "spPr")
    fill = None if properties is None else properties.find(A + "solidFill")
    if fill is None and properties is not None:
        fill = properties.find(f"{A}ln/{A}solidFill")
    labels = element.find(C + "dLbls")
    return Series(
        kind=kind,
        name=" ".join(names),
        name_reference=name_reference,
        categories=categories,
        category_reference=category_reference,
        values=values,
        value_reference=value_reference,
        size_reference=size_reference,
        colour=colour_in(fill, scheme) or "",
        data_labels=labels is not None and _shows_any(labels),
        trend_lines=tuple(_value(line, "trendlineType") for line in element.iterfind(C + "trendline")),
        secondary_axis=secondary,
    )


def _data(element: etree._Element | None) -> tuple[str, tuple[str, ...]]:
    """Return the reference of a data source and the values cached for it, gaps as ""."""
    if element is None:
        return "", ()
    literal = element.findtext(C + "v")
    if literal is not None:
        return "", (literal,)
    reference = next(iter(element.iter(C + "f")), None)
    caches = [e for e in element.iter() if e.tag in _CACHES]
    levels = list(element.iter(C + "lvl"))
    values = [_points(level) for level in reversed(levels)] or [_points(cache) for cache in caches[:1]]
    if len(values) > 1:
        length = max(len(column) for column in values)
        joined = tuple(" ".join(column[i] for column in values if i < len(column)).strip() for i in range(length))
        return _text(reference), joined
    return _text(reference), values[0] if values else ()


_CACHES = {C + name for name in ("strCache", "numCache", "strLit", "numLit")}


def _points(cache: etree._Element) -> tuple[str, ...]:
    found: dict[int, str] = {}
    for point in cache.iterfind(C + "pt"):
        index = whole_number(point.get("idx"))
        if index is not None and 0 <= index < _POINTS_MAX:
            found[index] = point.findtext(C + "v") or ""
    count = max(whole_number(_value(cache, "ptCount")) or 0, max(found, default=-1) + 1)
    return tuple(found.get(index, "") for index in range(min(count, _POINTS_MAX)))


def _require_few_points(series: list[Series], part: str) -> None:
    total = sum(len(one.values) + len(one.categories) for one in series)
    if total > _POINTS_MAX * 4:
        raise CannotReadError(Reason.TOO_MUCH_CONTENT, part=part, found=f"{total} points", limit=str(_POINTS_MAX * 4))


def _read_axis(element: etree._Element) -> Axis:
    scaling = element.find(C + "scaling")
    form = element.find(C + "numFmt")
    return Axis(
        kind=_AXES.get(etree.QName(element).localname, etree.QName(element).localname),
        position=_value(element, "axPos"),
        title=_rich_text(element.find(C + "title")),
        minimum=_value(scaling, "min"),
        maximum=_value(scaling, "max"),
        major_unit=_value(element, "majorUnit"),
        number_format="" if form is None else form.get("formatCode", ""),
        hidden=_switch(element, "delete"),
        major_gridlines=element.find(C + "majorGridlines") is not None,
        minor_gridlines=element.find(C + "minorGridlines") is not None,
        reversed=_value(scaling, "orientation") == "maxMin",
        logarithmic=bool(_value(scaling, "logBase")),
    )


def _title_of(chart: etree._Element, series: list[Series]) -> str:
    title = chart.find(C + "title")
    if title is None:
        return ""
    text = _rich_text(title)
    if text:
        return text
    # An empty title element shows the name of the only series.
    deleted = _switch(chart, "autoTitleDeleted")
    return series[0].name if len(series) == 1 and not deleted else ""


def _rich_text(title: etree._Element | None) -> str:
    if title is None:
        return ""
    paragraphs = ["".join(t.text or "" for t in p.iter(A + "t")) for p in title.iter(A + "p")]
    if paragraphs:
        return "\n".join(paragraphs).strip("\n")
    return " ".join(v.text or "" for v in title.iter(C + "v"))


def _shows_any(labels: etree._Element) -> bool:
    shown = ("showVal", "showPercent", "showCatName", "showSerName", "showBubbleSize")
    return not _switch(labels, "delete") and any(_switch(labels, name) for name in shown)


def _switch(parent: etree._Element, name: str) -> bool:
    child = parent.find(C + name)
    return child is not None and is_on(child.get("val"))


def _value(parent: etree._Element | None, name: str) -> str:
    child = None if parent is None else parent.find(C + name)
    return "" if child is None else child.get("val", "")


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.text or ""


def _read_new_chart(root: etree._Element, part: str) -> Chart:
    data = {e.get("id", ""): e for e in root.iter(CX + "data")}
    series = [_read_new_series(element, data) for element in root.iter(CX + "series")]
    title = root.find(f"{CX}chart/{CX}title")
    legend = root.find(f"{CX}chart/{CX}legend")
    return Chart(
        kinds=tuple(dict.fromkeys(one.kind for one in series)),
        title="" if title is None else "".join(t.text or "" for t in _title_texts(title)),
        series=tuple(series),
        legend="" if legend is None else legend.get("pos", "r"),
        data_labels=next(root.iter(CX + "dataLabels"), None) is not None,
        part=part,
    )


def _title_texts(title: etree._Element) -> Iterator[etree._Element]:
    rich = list(title.iter(A + "t"))
    yield from rich or title.iter(CX + "v")


def _read_new_series(element: etree._Element, data: dict[str, etree._Element]) -> Series:
    reference = element.find(CX + "dataId")
    source = data.get("" if reference is None else reference.get("val", ""))
    category = None if source is None else source.find(CX + "strDim")
    values = None if source is None else source.find(CX + "numDim")
    name = element.find(f"{CX}tx/{CX}txData")
    layout = element.get("layoutId", "")
    return Series(
        kind=_NEW_KINDS.get(layout, layout),
        name="" if name is None else name.findtext(CX + "v") or "",
        name_reference="" if name is None else name.findtext(CX + "f") or "",
        categories=_new_points(category),
        category_reference="" if category is None else category.findtext(CX + "f") or "",
        values=_new_points(values),
        value_reference="" if values is None else values.findtext(CX + "f") or "",
    )


def _new_points(dimension: etree._Element | None) -> tuple[str, ...]:
    level = None if dimension is None else dimension.find(CX + "lvl")
    points = [] if level is None else list(level.iterfind(CX + "pt"))
    return tuple(point.text or "" for point in points[:_POINTS_MAX])
