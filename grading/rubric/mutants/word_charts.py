"""Undoes what charts in a docx show: their kind, title, categories, values, legend and labels."""

from __future__ import annotations

from collections.abc import Callable

from grading.checks.similar import bare
from grading.rubric.mutants.package import A, C, Element, OfficePackage, put_child, remove_all, text_of
from grading.rubric.mutants.word import BODY, Parameters, Undo
from grading.rubric.mutants.word_drawing import frames_of
from grading.rubric.mutants.word_values import misspelt

OTHER_KINDS = {
    "lineChart": "areaChart", "pieChart": "doughnutChart", "areaChart": "lineChart", "doughnutChart": "pieChart",
    "radarChart": "lineChart", "scatterChart": "lineChart", "pie3DChart": "pieChart",
}  # fmt: skip
CHART_ORDER = tuple(
    C + name
    for name in (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs"
    ).split()
)


def charts_of(package: OfficePackage) -> list[Element]:
    """Return the charts of the document."""
    return [package.root(part) for part in package.related(BODY, "chart") if package.has(part)]


def in_charts(change: Callable[[Element, Parameters], bool]) -> Undo:
    """Return the way that changes all charts of the document."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        done = [change(chart, parameters) for chart in charts_of(package)]
        return any(done)

    return undo


def _other_kind(chart: Element, parameters: Parameters) -> bool:
    """Turn columns into bars, and any other chart into one that is easily taken for it."""
    changed = False
    for direction in chart.iter(C + "barDir") if parameters.get("type") else ():
        direction.set("val", "bar" if direction.get("val") != "bar" else "col")
        changed = True
    for tag, other in OTHER_KINDS.items() if parameters.get("type") and not changed else ():
        for plot in list(chart.iter(C + tag)):
            plot.tag, changed = C + other, True
    return changed


def _other_title(chart: Element, parameters: Parameters) -> bool:
    """Misspell the chart's title."""
    wanted = str(parameters.get("title", ""))
    titles = chart.findall(f"{C}chart/{C}title") if wanted else []
    for title in titles:
        pieces = list(title.iter(A + "t"))
        for piece in pieces[:1]:
            piece.text = misspelt(text_of(title, A + "t"))
        for piece in pieces[1:]:
            piece.text = ""
    return bool(titles)


def _other_point(name: str, tags: tuple[str, ...]) -> Callable[[Element, Parameters], bool]:
    """Return the change of the last category or value."""

    def change(chart: Element, parameters: Parameters) -> bool:
        wanted = [str(one) for one in parameters.get(name, ())]
        changed = False
        for holder in chart.iter(*(C + tag for tag in tags)) if wanted else ():
            texts = [one for one in holder.iter(C + "v") if bare(one.text or "")]
            if [bare(one.text or "") for one in texts] == [bare(one) for one in wanted]:
                texts[-1].text = misspelt(texts[-1].text or "")
                changed = True
        return changed

    return change


def _other_legend(chart: Element, parameters: Parameters) -> bool:
    """Take the legend off where there must be one, else show one."""
    if parameters.get("legend") is None:
        return False
    for inner in chart.findall(C + "chart"):
        if parameters["legend"]:
            return remove_all(inner.findall(C + "legend"))
        put_child(put_child(inner, C + "legend", CHART_ORDER), C + "legendPos", (), {"val": "r"})
        return True
    return False


def _other_labels(chart: Element, parameters: Parameters) -> bool:
    """Take the labels off where there must be some, else show the values."""
    if parameters.get("labels") is None:
        return False
    wanted = "0" if parameters["labels"] else "1"
    shown = [one for labels in chart.iter(C + "dLbls") for one in labels.iter(*_LABELS)]
    for one in shown:
        one.set("val", wanted)
    return bool(shown)


_LABELS = tuple(C + name for name in ("showVal", "showPercent", "showCatName", "showSerName", "showBubbleSize"))


def no_chart(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the charts out."""
    frames = [one for one in frames_of(package) if next(one.iter(C + "chart"), None) is not None]
    return remove_all([parent for one in frames if (parent := one.getparent()) is not None])


LEFT_OUT_CHARTS: dict[str, tuple[Undo, ...]] = {"W.chart": (no_chart,)}
NEAR_CHARTS: dict[str, tuple[Undo, ...]] = {
    "W.chart": (
        in_charts(_other_point("values", ("val", "yVal"))),
        in_charts(_other_point("categories", ("cat", "xVal"))),
        in_charts(_other_title),
        in_charts(_other_legend),
        in_charts(_other_labels),
        in_charts(_other_kind),
    ),
}
