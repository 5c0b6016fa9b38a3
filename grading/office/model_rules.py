"""Rules that lie on ranges of a sheet: filters, sorting, conditional formats, validation.

Ranges stay rectangles however large they are.
"""

from __future__ import annotations

import msgspec

from grading.office.model_format import Borders, Fill
from grading.office.references import Area


class FilterColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    """The criteria of one filtered column; `column` counts from 0 in the filter's range.

    `kind` is "values", "custom", "top10", "dynamic", "colour" or "icon"; `values` the
    accepted values, or "operator value" pairs such as "greaterThan 60".
    """

    column: int
    kind: str
    values: tuple[str, ...] = ()
    blanks: bool = False
    all_of: bool = False


class SortKey(msgspec.Struct, frozen=True, omit_defaults=True):
    area: Area
    descending: bool = False
    by: str = "value"
    custom_list: str = ""


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    area: Area
    columns: tuple[FilterColumn, ...] = ()
    sort_keys: tuple[SortKey, ...] = ()


class ConditionalStyle(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a rule changes; None = leaves it as it is."""

    bold: bool | None = None
    italic: bool | None = None
    underline: str | None = None
    strike: bool | None = None
    colour: str | None = None
    fill: Fill | None = None
    borders: Borders | None = None
    number_format: str | None = None


class ConditionalFormat(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule of conditional formatting.

    `kind` as in OOXML: "cellIs", "expression", "colorScale", "dataBar", "iconSet",
    "top10", "aboveAverage", "duplicateValues", "uniqueValues", "containsText",
    "beginsWith", "endsWith", "notContainsText", "timePeriod", "containsBlanks",
    "containsErrors" ... `formulas` are relative to the first cell of the first area.
    `extended` tells a rule of the x14 extension list.
    """

    areas: tuple[Area, ...]
    kind: str
    operator: str = ""
    formulas: tuple[str, ...] = ()
    text: str = ""
    priority: int = 0
    stop_if_true: bool = False
    style: ConditionalStyle | None = None
    rank: int | None = None
    percent: bool = False
    bottom: bool = False
    above_average: bool = True
    equal_average: bool = False
    standard_deviations: int | None = None
    time_period: str = ""
    icon_set: str = ""
    colours: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    """For scales, bars and icons: "kind value" such as "percent 33", "min", "num 60"."""
    show_value: bool = True
    extended: bool = False


class Validation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule for input: `kind` "whole", "decimal", "list", "date", "time", "textLength", "custom", "none"."""

    areas: tuple[Area, ...]
    kind: str
    operator: str = ""
    formulas: tuple[str, ...] = ()
    allow_blank: bool = False
    dropdown: bool = True
    error_style: str = "stop"
    shows_error: bool = False
    error_title: str = ""
    error: str = ""
    shows_prompt: bool = False
    prompt_title: str = ""
    prompt: str = ""
    extended: bool = False
