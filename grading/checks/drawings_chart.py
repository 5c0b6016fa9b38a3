"""Charts in documents and on slides, which show values of their own; those of sheets are in `sheets_chart`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from grading.checks.drawings import DrawingProperty, Scene
from grading.checks.finding import Finding, NotThereError
from grading.checks.names import named
from grading.checks.similar import bare
from grading.checks.tally import Look, Wanted, weigh
from grading.checks.types import Parameters
from grading.checks.words import CHARTS as CHART_NAMES
from grading.office.model import Chart
from grading.office.units import exact_number
from itembank.base.i18n import N_, _

MOST_SHOWN = 8
"""So many values of a chart are shown."""


class ChartOf(Parameters, frozen=True, kw_only=True):
    """A chart: its kind ("column", "pie" ...), title, categories and the values of a series; left out: any."""

    type: str = ""
    title: str = ""
    categories: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    legend: bool | None = None
    labels: bool | None = None


def _chart(scene: Scene, wanted: ChartOf) -> Finding:
    charts = [one.chart for one in scene.shapes if one.chart is not None]
    if not charts:
        raise NotThereError(_("没有图表。"))
    looks = [list(_chart_looks(one, wanted)) for one in charts]
    best = max(looks, key=lambda found: sum(look.is_met for _weight, look in found))
    return weigh(
        best or [(1, Look(is_met=True, seen=_("有图表")))], Wanted(_("图表"), _chart_goal(wanted), scene.place)
    )


def _chart_looks(one: Chart, wanted: ChartOf) -> Iterable[tuple[int, Look]]:
    """Yield each thing that is wanted; what is right says so, what is wrong says what is there."""
    if wanted.type:
        kinds = "、".join(named(CHART_NAMES, kind) for kind in one.kinds)
        yield _look(wanted.type in one.kinds, _("类型"), kinds)
    if wanted.title:
        yield _look(bare(one.title) == bare(wanted.title), _("标题"), one.title)
    if wanted.categories:
        seen = [tuple(bare(text) for text in series.categories) for series in one.series]
        words = "、".join(seen[0][:MOST_SHOWN]) if seen else ""
        yield _look(tuple(bare(text) for text in wanted.categories) in seen, _("分类"), words)
    if wanted.values:
        numbers = [_numbers(series.values) for series in one.series]
        words = "、".join(map(str, numbers[0][:MOST_SHOWN])) if numbers else ""
        yield _look(_numbers(wanted.values) in numbers, _("数据"), words)
    if wanted.legend is not None:
        yield 1, Look(bool(one.legend) is wanted.legend, _("有图例") if one.legend else _("没有图例"))
    if wanted.labels is not None:
        yield 1, Look(one.data_labels is wanted.labels, _("有数据标签") if one.data_labels else _("没有数据标签"))


def _look(is_met: bool, what: str, seen: str) -> tuple[int, Look]:  # noqa: FBT001 - the first word of a verdict
    words = _("{what}正确") if is_met else _("{what}为“{seen}”") if seen else _("没有{what}")
    return 1, Look(is_met, words.format(what=what, seen=seen))


def _chart_goal(wanted: ChartOf) -> str:
    flags = [_("有图例") if wanted.legend else "", _("有数据标签") if wanted.labels else ""]
    data = _("数据与要求相同") if wanted.values or wanted.categories else ""
    return " ".join(part for part in (named(CHART_NAMES, wanted.type), wanted.title, data, *flags) if part) or _(
        "有图表"
    )


def _numbers(texts: Iterable[str]) -> tuple[Decimal | str, ...]:
    return tuple(text if (number := exact_number(text)) is None else number for text in texts)


CHARTS: tuple[DrawingProperty, ...] = (DrawingProperty("chart", N_("图表"), ChartOf, _chart),)
