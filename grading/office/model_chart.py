"""A chart as data: kinds, series with the values last shown, titles, axes, legend.

The same for charts in workbooks, documents and slides.
"""

from __future__ import annotations

import msgspec


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """One series: references as the file writes them ("Sheet1!$B$2:$B$7") and the values it last showed.

    `kind` is the plot the series belongs to ("column", "line"), as in `Chart.kinds`.
    Values are texts exactly as stored; a gap is "".
    """

    kind: str
    name: str = ""
    name_reference: str = ""
    categories: tuple[str, ...] = ()
    category_reference: str = ""
    values: tuple[str, ...] = ()
    value_reference: str = ""
    size_reference: str = ""
    colour: str = ""
    data_labels: bool = False
    trend_lines: tuple[str, ...] = ()
    secondary_axis: bool = False


class Axis(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind` is "category", "value", "date" or "series"; `position` "b", "l", "t", "r"."""

    kind: str
    position: str = ""
    title: str = ""
    minimum: str = ""
    maximum: str = ""
    major_unit: str = ""
    number_format: str = ""
    hidden: bool = False
    major_gridlines: bool = False
    minor_gridlines: bool = False
    reversed: bool = False
    logarithmic: bool = False


class Chart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chart; `kinds` are those of its plots in order.

    Kinds: "column", "bar", "line", "pie", "doughnut", "area", "scatter",
    "bubble", "radar", "stock", "surface", "pie_of_pie", "bar_of_pie", and the
    newer "funnel", "treemap", "sunburst", "waterfall", "histogram", "box".
    `grouping` is "clustered", "stacked", "percentStacked" or "standard".
    """

    kinds: tuple[str, ...] = ()
    grouping: str = ""
    three_dimensional: bool = False
    title: str = ""
    series: tuple[Series, ...] = ()
    axes: tuple[Axis, ...] = ()
    legend: str = ""
    """Where the legend is ("r", "b", "t", "l", "tr"), "" without one."""
    data_labels: bool = False
    label_values: bool = False
    label_percent: bool = False
    label_category: bool = False
    data_table: bool = False
    style: str = ""
    part: str = ""
