"""Changes chart parts, of workbooks and of slides: what they show, their kind, titles, legend, labels and axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from grading.checks.similar import bare
from grading.rubric.mutants.near import near_number, near_text, near_value
from grading.rubric.mutants.package import A, C, Element, changed_any, put_child, remove, remove_all, text_of
from grading.rubric.mutants.sheet import shortened

Parameters = dict[str, Any]
ChartWay = Callable[[Element, Parameters], bool]
"""Changes a chart part's root; tells whether there was anything to change."""

PLOTS = tuple(
    C + f"{name}Chart"
    for name in "bar bar3D line line3D pie pie3D ofPie area area3D scatter bubble doughnut radar stock surface".split()
)
CHART_ORDER = tuple(
    C + name
    for name in (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs"
    ).split()
)
_SWITCHES = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_KINDS = {
    "column": ("bar",), "bar": ("bar",), "line": ("line",), "pie": ("pie", "ofPie"), "area": ("area",),
    "scatter": ("scatter",), "doughnut": ("doughnut",), "radar": ("radar",), "bubble": ("bubble",),
}  # fmt: skip
_AXES = {"category": ("catAx", "dateAx"), "value": ("valAx",), "date": ("dateAx",)}
_OTHER_PLOTS = {"pieChart": "doughnutChart", "doughnutChart": "pieChart", "lineChart": "areaChart"}


def charts_meant(charts: Iterable[Element], parameters: Parameters) -> list[Element]:
    """Return the charts that a check is about: those of the wanted kind, and with the wanted title, if there are."""
    found = list(charts)
    kinds = [C + f"{one}Chart" for one in _KINDS.get(str(parameters.get("type", "")), ())]
    found = [one for one in found if next(one.iter(*kinds), None) is not None] if kinds and len(found) > 1 else found
    title = bare(str(parameters.get("title", "")))
    own = [one for one in found if title and title in bare(text_of(one, A + "t"))]
    return own or found


def data_short(chart: Element, parameters: Parameters) -> bool:
    """Let the series end one row too early; the labels too when they alone are wanted."""
    tags = ("val", "yVal") if parameters.get("data") else ("cat", "xVal") if parameters.get("categories") else ()
    return changed_any(_shortened(values) for tag in tags for values in chart.iter(C + tag))


def categories_short(chart: Element, parameters: Parameters) -> bool:
    """Let the labels end one row too early."""
    tags = ("cat", "xVal") if parameters.get("categories") else ()
    return changed_any(_shortened(values) for tag in tags for values in chart.iter(C + tag))


def _shortened(values: Element) -> bool:
    changed = False
    for formula in values.iter(C + "f"):
        short = shortened(formula.text or "")
        changed |= bool(short)
        formula.text = short or formula.text
    for cache in values.iter(C + "numCache", C + "strCache"):
        points = cache.findall(C + "pt")
        for point in points[-1:] if changed else ():
            remove(point)
            for count in cache.iter(C + "ptCount"):
                count.set("val", str(len(points) - 1))
    return changed


def cached_value(*tags: str) -> ChartWay:
    """Return the way that writes another last value into the caches of series (or of labels)."""

    def way(chart: Element, _parameters: Parameters) -> bool:
        changed = False
        for series in chart.iter(C + "ser"):
            for values in [one for tag in tags for one in series.findall(C + tag)]:
                points = list(values.iter(C + "v"))
                for point in points[-1:]:
                    point.text = near_value(point.text or "")
                    changed = True
        return changed

    return way


def other_title(chart: Element, parameters: Parameters) -> bool:
    """Write the chart's (or the axis's) title without its last letter."""
    wanted = {bare(str(parameters[name])) for name in ("title", "x_title", "y_title") if parameters.get(name)}
    changed = False
    for title in list(chart.iter(C + "title")):
        texts = list(title.iter(A + "t"))
        if texts and bare("".join(one.text or "" for one in texts)) in wanted:
            texts[-1].text = near_text(texts[-1].text or "")
            changed = True
    return changed


def other_kind(chart: Element, parameters: Parameters) -> bool:
    """Turn columns into bars and the other way round, a pie into a ring, lines into an area."""
    if not parameters.get("type"):
        return False
    changed = False
    for direction in list(chart.iter(C + "barDir")):
        direction.set("val", "bar" if direction.get("val") != "bar" else "col")
        changed = True
    for name, other in _OTHER_PLOTS.items():
        for plot in [] if changed else list(chart.iter(C + name)):
            _renamed(plot, other)
            changed = True
    return changed


def _renamed(plot: Element, other: str) -> None:
    plot.tag = C + other
    alien = {"areaChart": ("marker", "smooth"), "pieChart": ("holeSize",)}.get(other, ())
    remove_all(one for name in alien for one in list(plot.iter(C + name)))
    if other == "doughnutChart":
        put_child(plot, C + "holeSize", (), {"val": "50"})


def area_instead(chart: Element, _parameters: Parameters) -> bool:
    """Turn any chart with axes into an area chart, and an area chart into lines."""
    changed = False
    for plot in list(chart.iter(*PLOTS)):
        if plot.tag in {C + "pieChart", C + "doughnutChart"}:
            continue
        _renamed(plot, "areaChart" if plot.tag != C + "areaChart" else "lineChart")
        changed = True
    return changed


def other_legend(chart: Element, parameters: Parameters) -> bool:
    """Take the legend away that is wanted, or show the one that is not."""
    if parameters.get("legend") is None:
        return False
    inner = chart.find(C + "chart")
    if inner is None:
        return False
    remove_all(inner.findall(C + "legend"))
    if not parameters["legend"]:
        put_child(put_child(inner, C + "legend", CHART_ORDER), C + "legendPos", (), {"val": "r"})
    return True


def legend_elsewhere(chart: Element, parameters: Parameters) -> bool:
    """Put the legend on another side, or show the one that is not wanted."""
    inner = chart.find(C + "chart")
    if inner is None:
        return False
    wanted = str(parameters.get("value", ""))
    legend = put_child(inner, C + "legend", CHART_ORDER)
    put_child(
        legend, C + "legendPos", (C + "legendPos", *{one.tag for one in legend}), {"val": "t" if wanted != "t" else "b"}
    )
    return True


def other_labels(chart: Element, parameters: Parameters) -> bool:
    """Take the labels away that are wanted, or show the values at the points."""
    if parameters.get("labels") is None:
        return False
    labels = list(chart.iter(C + "dLbls"))
    if parameters["labels"]:
        return remove_all(labels)
    for series in list(chart.iter(C + "ser")):
        made = series.makeelement(C + "dLbls", {})
        for name in _SWITCHES:
            put_child(made, C + name, (), {"val": "1" if name == "showVal" else "0"})
        before = next((one for one in series if one.tag in {C + "cat", C + "val", C + "xVal", C + "yVal"}), None)
        series.insert(len(series) if before is None else series.index(before), made)
    return True


def other_axis(chart: Element, parameters: Parameters) -> bool:
    """Set the scale of the axis a little otherwise."""
    names = {"minimum": "min", "maximum": "max", "unit": "majorUnit"}
    wanted = next((name for name in ("maximum", "minimum", "unit") if parameters.get(name)), "")
    kinds = [C + one for one in _AXES.get(str(parameters.get("kind", "value")), ())]
    changed = False
    for axis in chart.iter(*kinds) if wanted and kinds else ():
        for one in list(axis.iter(C + names[wanted])):
            one.set("val", near_number(one.get("val", "0")))
            changed = True
    return changed


def together(*ways: ChartWay) -> ChartWay:
    """Return the way that goes several ways at once."""

    def way(chart: Element, parameters: Parameters) -> bool:
        return changed_any(one(chart, parameters) for one in ways)

    return way
