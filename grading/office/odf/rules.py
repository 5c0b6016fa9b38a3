"""Conditional formats, validations and filters of an ods file in the words of the read model."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from grading.office.model_rules import (
    ConditionalFormat,
    ConditionalStyle,
    Filter,
    FilterColumn,
    SortKey,
    Validation,
)
from grading.office.model_workbook import (
    CellStyle,
)
from grading.office.odf.facts import is_true
from grading.office.odf.formulas import from_open_formula, reference, references
from grading.office.odf.names import CALCEXT, TABLE, TEXT
from grading.office.references import Area, find_area
from grading.office.units import rgb, whole_number

_OPERATORS = {"<": "lessThan", ">": "greaterThan", "<=": "lessThanOrEqual", ">=": "greaterThanOrEqual",
              "=": "equal", "!=": "notEqual", "<>": "notEqual"}  # fmt: skip
_COMPARISON = re.compile(r"(?:cell-content\(\))?\s*(<=|>=|!=|<>|<|>|=)\s*(.+)", re.DOTALL)
_CALL = re.compile(r"([a-z-]+)\((.*)\)", re.DOTALL)
_TEXT_RULES = {"begins-with": "beginsWith", "ends-with": "endsWith", "contains-text": "containsText",
               "not-contains-text": "notContainsText"}  # fmt: skip
_PLAIN_RULES = {"duplicate": "duplicateValues", "unique": "uniqueValues", "is-error": "containsErrors",
                "is-no-error": "notContainsErrors"}  # fmt: skip
_AVERAGES = {"above-average": (True, False), "below-average": (False, False), "above-equal-average": (True, True),
             "below-equal-average": (False, True)}  # fmt: skip
_RANKS = {"top-elements": (False, False), "bottom-elements": (True, False), "top-percent": (False, True),
          "bottom-percent": (True, True)}  # fmt: skip
_KINDS = {"whole-number": "whole", "decimal-number": "decimal", "date": "date", "time": "time"}
_FILTERS_MAX = 1_000

StyleByName = Callable[[str], CellStyle]
"""Returns the look that a named cell style gives."""


def read_conditional_formats(
    table: etree._Element, style_of: StyleByName, normal: CellStyle
) -> list[ConditionalFormat]:
    """Return the rules of a sheet in the order they apply."""
    found: list[ConditionalFormat] = []
    for block in table.iterfind(f"{CALCEXT}conditional-formats/{CALCEXT}conditional-format"):
        areas = _areas(block.get(CALCEXT + "target-range-address", ""))
        for rule in block:
            found.append(_rule(rule, areas, len(found) + 1, style_of, normal))
    return found


def _areas(text: str) -> tuple[Area, ...]:
    return tuple(area for part in references(text) if (area := find_area(part)) is not None)


def _rule(
    rule: etree._Element, areas: tuple[Area, ...], priority: int, style_of: StyleByName, normal: CellStyle
) -> ConditionalFormat:
    name = etree.QName(rule).localname
    fields: dict[str, Any] = {"areas": areas, "priority": priority}
    if name == "condition":
        style = _difference(style_of(rule.get(CALCEXT + "apply-style-name", "")), normal)
        return ConditionalFormat(**fields, style=style, **_condition(rule.get(CALCEXT + "value", "")))
    entries = list(rule)
    thresholds = tuple(_threshold(entry) for entry in entries)
    colours = tuple(rgb(entry.get(CALCEXT + "color")) or "" for entry in entries)
    if name == "color-scale":
        return ConditionalFormat(**fields, kind="colorScale", colours=colours, thresholds=thresholds)
    if name == "data-bar":
        bar = (rgb(rule.get(CALCEXT + "positive-color")) or "",)
        return ConditionalFormat(**fields, kind="dataBar", colours=bar, thresholds=thresholds)
    if name == "icon-set":
        kind = rule.get(CALCEXT + "icon-set-type", "")
        shown = rule.get(CALCEXT + "show-value") != "false"
        return ConditionalFormat(**fields, kind="iconSet", icon_set=kind, thresholds=thresholds, show_value=shown)
    return ConditionalFormat(**fields, kind="timePeriod", time_period=rule.get(CALCEXT + "date", ""))


def _condition(value: str) -> dict[str, Any]:
    call, comparison = _CALL.fullmatch(value.strip()), _COMPARISON.fullmatch(value.strip())
    if comparison is not None:
        return {
            "kind": "cellIs",
            "operator": _OPERATORS[comparison[1]],
            "formulas": (from_open_formula(comparison[2]),),
        }
    if value in _PLAIN_RULES:
        return {"kind": _PLAIN_RULES[value]}
    if value in _AVERAGES:
        above, equal = _AVERAGES[value]
        return {"kind": "aboveAverage", "above_average": above, "equal_average": equal}
    if call is None:
        return {"kind": value}
    arguments = split_arguments(call[2])
    if call[1] in {"between", "not-between"}:
        operator = "between" if call[1] == "between" else "notBetween"
        return {"kind": "cellIs", "operator": operator, "formulas": arguments}
    if call[1] in _TEXT_RULES:
        return {"kind": _TEXT_RULES[call[1]], "text": "".join(arguments).strip('"')}
    if call[1] in _RANKS:
        bottom, percent = _RANKS[call[1]]
        return {"kind": "top10", "rank": whole_number("".join(arguments)), "bottom": bottom, "percent": percent}
    return {"kind": "expression" if call[1] == "formula-is" else call[1], "formulas": arguments}


def split_arguments(text: str) -> tuple[str, ...]:
    """Split arguments at commas or semicolons outside brackets and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for index, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "([{":
            depth += 1
        elif not quoted and character in ")]}":
            depth -= 1
        elif not quoted and depth == 0 and character in ",;":
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return tuple(from_open_formula(part.strip()) for part in parts if part.strip())


def _threshold(entry: etree._Element) -> str:
    kind = {"minimum": "min", "maximum": "max", "number": "num", "auto-minimum": "min", "auto-maximum": "max"}
    name = entry.get(CALCEXT + "type", "")
    short = kind.get(name, name)
    return short if short in {"min", "max"} else f"{short} {entry.get(CALCEXT + 'value', '')}".strip()


def _difference(style: CellStyle, normal: CellStyle) -> ConditionalStyle:
    """Return what a named style changes against the default look: what a rule that applies it changes."""
    font, plain = style.font, normal.font
    return ConditionalStyle(
        bold=font.bold if font.bold != plain.bold else None,
        italic=font.italic if font.italic != plain.italic else None,
        underline=font.underline if font.underline != plain.underline else None,
        strike=font.strike if font.strike != plain.strike else None,
        colour=font.colour if font.colour != plain.colour else None,
        fill=style.fill if style.fill != normal.fill else None,
        borders=style.borders if style.borders != normal.borders else None,
        number_format=style.number_format if style.number_format != normal.number_format else None,
    )


def read_validation(element: etree._Element, areas: tuple[Area, ...]) -> Validation:
    """Read a table:content-validation for the cells that name it."""
    message, prompt = element.find(TABLE + "error-message"), element.find(TABLE + "help-message")
    fields = _validation_rule(element.get(TABLE + "condition", ""))
    style = "stop" if message is None else message.get(TABLE + "message-type", "stop")
    return Validation(
        areas=areas,
        **fields,
        allow_blank=element.get(TABLE + "allow-empty-cell") != "false",
        dropdown=element.get(TABLE + "display-list") not in {"none", "no"},
        error_style=style,
        shows_error=message is not None and is_true(message.get(TABLE + "display")),
        error_title="" if message is None else message.get(TABLE + "title", ""),
        error=_paragraphs(message),
        shows_prompt=prompt is not None and is_true(prompt.get(TABLE + "display")),
        prompt_title="" if prompt is None else prompt.get(TABLE + "title", ""),
        prompt=_paragraphs(prompt),
    )


def _validation_rule(condition: str) -> dict[str, Any]:
    text = condition.removeprefix("of:").removeprefix("oooc:")
    kind = next((word for name, word in _KINDS.items() if f"is-{name}()" in text), "")
    rest = text.rpartition(" and ")[2].strip() if " and " in text else text
    listed = re.fullmatch(r"cell-content-is-in-list\((.*)\)", rest, re.DOTALL)
    if listed is not None:
        values = split_arguments(listed[1])
        whole = all(value.startswith('"') for value in values)
        joined = '"' + ",".join(value.strip('"') for value in values) + '"'
        return {"kind": "list", "formulas": (joined,) if whole else values}
    length = "cell-content-text-length" in rest
    between = re.fullmatch(r"cell-content(?:-text-length)?-is-(not-)?between\((.*)\)", rest, re.DOTALL)
    if between is not None:
        operator = "notBetween" if between[1] else "between"
        return {"kind": "textLength" if length else kind, "operator": operator, "formulas": split_arguments(between[2])}
    comparison = re.fullmatch(r"cell-content(?:-text-length)?\(\)\s*(<=|>=|!=|<>|<|>|=)\s*(.+)", rest, re.DOTALL)
    if comparison is not None:
        operator = _OPERATORS[comparison[1]]
        return {
            "kind": "textLength" if length else kind,
            "operator": operator,
            "formulas": (from_open_formula(comparison[2]),),
        }
    custom = re.fullmatch(r"is-true-formula\((.*)\)", rest, re.DOTALL)
    if custom is not None:
        return {"kind": "custom", "formulas": split_arguments(custom[1])}
    return {"kind": kind or "none"}


def _paragraphs(element: etree._Element | None) -> str:
    found = () if element is None else element.iterfind(TEXT + "p")
    return "\n".join("".join(str(text) for text in p.itertext()) for p in found)


def read_filter(element: etree._Element) -> Filter | None:
    """Read a table:database-range as a filter, None if it shows no filter and sorts nothing."""
    area = find_area(reference(element.get(TABLE + "target-range-address", "")))
    conditions = list(element.iter(TABLE + "filter-condition"))[:_FILTERS_MAX]
    keys = list(element.iterfind(f"{TABLE}sort/{TABLE}sort-by"))
    buttons = is_true(element.get(TABLE + "display-filter-buttons"))
    if area is None or not (buttons or conditions or keys):
        return None
    columns: dict[int, list[str]] = {}
    for condition in conditions:
        number = whole_number(condition.get(TABLE + "field-number")) or 0
        columns.setdefault(number, []).extend(_filter_values(condition))
    return Filter(
        area,
        tuple(FilterColumn(number, _filter_kind(values), tuple(values)) for number, values in columns.items()),
        tuple(_sort_key(key, area) for key in keys),
    )


def _filter_values(condition: etree._Element) -> list[str]:
    items = [item.get(TABLE + "value", "") for item in condition.iterfind(TABLE + "filter-set-item")]
    operator, value = condition.get(TABLE + "operator", "="), condition.get(TABLE + "value", "")
    if items or operator == "=":
        return items or [value]
    return [f"{_OPERATORS.get(operator, operator)} {value}"]


def _filter_kind(values: list[str]) -> str:
    return "custom" if any(value.split(" ")[0] in _OPERATORS.values() for value in values) else "values"


def _sort_key(key: etree._Element, area: Area) -> SortKey:
    column = area.first_column + (whole_number(key.get(TABLE + "field-number")) or 0)
    descending = key.get(TABLE + "order") == "descending"
    return SortKey(Area(area.first_row, column, area.last_row, column), descending)
