"""Conditional formats, validations, filters and sorting, those of the x14 extension list among them."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from grading.office.drawing.names import X14, XM, S
from grading.office.model_rules import (
    ConditionalFormat,
    ConditionalStyle,
    Filter,
    FilterColumn,
    SortKey,
    Validation,
)
from grading.office.references import Area, find_area
from grading.office.units import is_on, whole_number
from grading.office.xlsx.styles import ExcelColours, StylePart, read_differential

_SCALES = {"colorScale", "dataBar", "iconSet"}
_FILTER_VALUES_MAX = 10_000

ReadAreas = Callable[[str], tuple[Area, ...]]
"""Reads a list of ranges and counts them against the sheet's budget."""


def read_conditional_formats(root: etree._Element, styles: StylePart, areas: ReadAreas) -> list[ConditionalFormat]:
    """Return the rules of a sheet, the most important first; an extended data bar replaces its plain twin."""
    plain = [
        _rule(rule, areas(block.get("sqref", "")), styles, extended=False)
        for block in root.iterfind(S + "conditionalFormatting")
        for rule in block.iterfind(S + "cfRule")
    ]
    extended = [
        _rule(rule, areas(block.findtext(XM + "sqref") or ""), styles, extended=True)
        for block in root.iter(X14 + "conditionalFormatting")
        for rule in block.iterfind(X14 + "cfRule")
        if rule.get("type") != "dataBar" or not _has_plain_twin(rule, root)
    ]
    return sorted([*plain, *extended], key=lambda rule: rule.priority)


def _has_plain_twin(rule: etree._Element, root: etree._Element) -> bool:
    identity = rule.get("id", "")
    return any(element.text == identity for element in root.iter(X14 + "id"))


def _rule(rule: etree._Element, areas: tuple[Area, ...], styles: StylePart, *, extended: bool) -> ConditionalFormat:
    space = X14 if extended else S
    scale = next((child for child in rule if _name(child) in _SCALES), None)
    formulas = [e.text or "" for e in rule.iterfind(XM + "f" if extended else S + "formula")]
    deviations = whole_number(rule.get("stdDev"))
    return ConditionalFormat(
        areas=areas,
        kind=rule.get("type", ""),
        operator=rule.get("operator", ""),
        formulas=tuple(formulas),
        text=rule.get("text", ""),
        priority=whole_number(rule.get("priority")) or 0,
        stop_if_true=is_on(rule.get("stopIfTrue"), default=False),
        style=_style(rule, styles, extended=extended),
        rank=whole_number(rule.get("rank")),
        percent=is_on(rule.get("percent"), default=False),
        bottom=is_on(rule.get("bottom"), default=False),
        above_average=is_on(rule.get("aboveAverage")),
        equal_average=is_on(rule.get("equalAverage"), default=False),
        standard_deviations=deviations or None,
        time_period=rule.get("timePeriod", ""),
        icon_set=_icons(scale),
        colours=_scale_colours(scale, styles.colours),
        thresholds=_thresholds(scale, space),
        show_value=scale is None or is_on(scale.get("showValue")),
        extended=extended,
    )


def _style(rule: etree._Element, styles: StylePart, *, extended: bool) -> ConditionalStyle | None:
    if extended:
        inner = rule.find(X14 + "dxf")
        return None if inner is None else read_differential(inner, styles.colours)
    index = whole_number(rule.get("dxfId"))
    if index is None or not 0 <= index < len(styles.differential):
        return None
    return styles.differential[index]


def _icons(scale: etree._Element | None) -> str:
    if scale is None or _name(scale) != "iconSet":
        return ""
    return "custom" if is_on(scale.get("custom"), default=False) else scale.get("iconSet", "3TrafficLights1")


def _scale_colours(scale: etree._Element | None, colours: ExcelColours) -> tuple[str, ...]:
    if scale is None:
        return ()
    elements = [child for child in scale if _name(child) in {"color", "fillColor"}]
    return tuple(colours.read(element) or "" for element in elements)


def _thresholds(scale: etree._Element | None, space: str) -> tuple[str, ...]:
    found = []
    for element in scale.iterfind(space + "cfvo") if scale is not None else ():
        value = element.get("val") or element.findtext(XM + "f") or ""
        found.append(f"{element.get('type', '')} {value}".strip())
    return tuple(found)


def read_validations(root: etree._Element, areas: ReadAreas) -> list[Validation]:
    """Return the validation rules of a sheet, plain ones first."""
    plain = [
        _validation(element, areas(element.get("sqref", "")), _formulas(element, S, ""), extended=False)
        for element in root.iterfind(f"{S}dataValidations/{S}dataValidation")
    ]
    extended = [
        _validation(element, areas(element.findtext(XM + "sqref") or ""), _formulas(element, X14, XM), extended=True)
        for element in root.iter(X14 + "dataValidation")
    ]
    return [*plain, *extended]


def _formulas(element: etree._Element, space: str, inner: str) -> tuple[str, ...]:
    found = []
    for name in ("formula1", "formula2"):
        formula = element.find(space + name)
        text = None if formula is None else (formula.findtext(inner + "f") if inner else formula.text)
        if text:
            found.append(text.strip())
    return tuple(found)


def _validation(
    element: etree._Element, areas: tuple[Area, ...], formulas: tuple[str, ...], *, extended: bool
) -> Validation:
    kind = element.get("type", "none")
    compares = kind not in {"list", "custom", "none"}
    return Validation(
        areas=areas,
        kind=kind,
        operator=element.get("operator", "between") if compares else "",
        formulas=formulas,
        allow_blank=is_on(element.get("allowBlank"), default=False),
        # The attribute's name says the opposite of what it does.
        dropdown=not is_on(element.get("showDropDown"), default=False),
        error_style=element.get("errorStyle", "stop"),
        shows_error=is_on(element.get("showErrorMessage"), default=False),
        error_title=element.get("errorTitle", ""),
        error=element.get("error", ""),
        shows_prompt=is_on(element.get("showInputMessage"), default=False),
        prompt_title=element.get("promptTitle", ""),
        prompt=element.get("prompt", ""),
        extended=extended,
    )


def read_filter(element: etree._Element | None) -> Filter | None:
    """Read an autoFilter element."""
    area = None if element is None else find_area(element.get("ref", ""))
    if element is None or area is None:
        return None
    columns = [column for child in element.iterfind(S + "filterColumn") if (column := _filter_column(child))]
    return Filter(area, tuple(columns), tuple(read_sort_keys(element.find(S + "sortState"))))


def _filter_column(element: etree._Element) -> FilterColumn | None:
    number = whole_number(element.get("colId")) or 0
    child = next(iter(element), None)
    if child is None:
        return None
    match _name(child):
        case "filters":
            dates = [_date_group(item) for item in child.iterfind(S + "dateGroupItem")]
            values = [item.get("val", "") for item in child.iterfind(S + "filter")]
            blank = is_on(child.get("blank"), default=False)
            return FilterColumn(number, "values", tuple([*values, *dates][:_FILTER_VALUES_MAX]), blanks=blank)
        case "customFilters":
            pairs = tuple(_comparison(item) for item in child.iterfind(S + "customFilter"))
            return FilterColumn(number, "custom", pairs, all_of=is_on(child.get("and"), default=False))
        case "top10":
            end = "top" if is_on(child.get("top")) else "bottom"
            unit = "percent" if is_on(child.get("percent"), default=False) else "items"
            return FilterColumn(number, "top10", (f"{end} {child.get('val', '')} {unit}",))
        case "dynamicFilter":
            return FilterColumn(number, "dynamic", (child.get("type", ""),))
        case "colorFilter":
            return FilterColumn(number, "colour")
        case "iconFilter":
            return FilterColumn(number, "icon", (child.get("iconSet", ""),))
        case _:
            return None


def _comparison(item: etree._Element) -> str:
    return f"{item.get('operator', 'equal')} {item.get('val', '')}"


def _date_group(item: etree._Element) -> str:
    parts = [item.get(name) for name in ("year", "month", "day", "hour", "minute", "second")]
    return "-".join(part for part in parts if part is not None)


def read_sort_keys(element: etree._Element | None) -> list[SortKey]:
    """Return the keys of a sortState, the first the most important."""
    keys = []
    for condition in element.iterfind(S + "sortCondition") if element is not None else ():
        area = find_area(condition.get("ref", ""))
        if area is not None:
            descending = is_on(condition.get("descending"), default=False)
            keys.append(SortKey(area, descending, condition.get("sortBy", "value"), condition.get("customList", "")))
    return keys


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
