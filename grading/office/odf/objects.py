"""Pivot tables and sparklines of an ods file in the words of the read model."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from grading.office.model_workbook import Pivot, PivotValue, Sparkline
from grading.office.odf.facts import colour
from grading.office.odf.formulas import reference
from grading.office.odf.names import CALCEXT, TABLE, TABLE_OOO
from grading.office.references import find_area

_OBJECTS_MAX = 1_000
_FUNCTIONS = {"auto": "sum", "countnums": "countNums", "stdev": "stdDev", "stdevp": "stdDevp"}
_SHOWN_AS = {
    "member-difference": "difference", "member-percentage": "percent", "member-percentage-difference": "percentDiff",
    "running-total": "runTotal", "row-percentage": "percentOfRow", "column-percentage": "percentOfCol",
    "total-percentage": "percentOfTotal", "index": "index",
}  # fmt: skip
_SPARKLINES = {"stacked": "winLoss"}


def read_pivots(body: etree._Element, sheet: str) -> list[Pivot]:
    """Return the pivot tables that stand on a sheet."""
    tables = list(body.iterfind(f"{TABLE}data-pilot-tables/{TABLE}data-pilot-table"))[:_OBJECTS_MAX]
    return [_pivot(table) for table in tables if _sheet_of(_target(table)) == sheet]


def _pivot(table: etree._Element) -> Pivot:
    fields = [field for field in table.iterfind(TABLE + "data-pilot-field") if _source_name(field)]
    source = table.find(TABLE + "source-cell-range")
    return Pivot(
        name=table.get(TABLE + "name", ""),
        area=find_area(_target(table).rpartition("!")[2].replace("$", "")),
        source="" if source is None else _plain(reference(source.get(TABLE + "cell-range-address", ""))),
        rows=_of_axis(fields, "row"),
        columns=_of_axis(fields, "column"),
        pages=_of_axis(fields, "page"),
        values=tuple(
            PivotValue(
                field=_source_name(field),
                function=_function(field.get(TABLE + "function", "auto")),
                caption=field.get(TABLE_OOO + "display-name", ""),
                show_as=_shown_as(field),
            )
            for field in fields
            if field.get(TABLE + "orientation") == "data"
        ),
        fields=tuple(dict.fromkeys(_source_name(field) for field in fields)),
    )


def _source_name(field: etree._Element) -> str:
    """Return the name of the source column; the field that only places the values has none."""
    layout = field.get(TABLE + "is-data-layout-field") == "true"
    return "" if layout else field.get(TABLE + "source-field-name", "")


def _of_axis(fields: list[etree._Element], axis: str) -> tuple[str, ...]:
    return tuple(_source_name(field) for field in fields if field.get(TABLE + "orientation") == axis)


def _function(name: str) -> str:
    return _FUNCTIONS.get(name, name)


def _shown_as(field: etree._Element) -> str:
    shown = field.find(TABLE + "data-pilot-field-reference")
    return "" if shown is None else _SHOWN_AS.get(shown.get(TABLE + "type", ""), "")


def _target(table: etree._Element) -> str:
    return reference(table.get(TABLE + "target-range-address", ""))


def _sheet_of(address: str) -> str:
    sheet = address.rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _plain(address: str) -> str:
    """Return an address with its sheet's bare name, as a workbook of Excel keeps it in a pivot table."""
    return f"{_sheet_of(address)}!{address.rpartition('!')[2]}" if "!" in address else address


def read_sparklines(table: etree._Element) -> list[Sparkline]:
    """Return the sparklines of a sheet, which LibreOffice writes since 7.4."""
    return list(_sparklines(table))[:_OBJECTS_MAX]


def _sparklines(table: etree._Element) -> Iterator[Sparkline]:
    for group in table.iterfind(f"{CALCEXT}sparkline-groups/{CALCEXT}sparkline-group"):
        kind = group.get(CALCEXT + "type", "line")
        for one in group.iterfind(f"{CALCEXT}sparklines/{CALCEXT}sparkline"):
            yield Sparkline(
                kind=_SPARKLINES.get(kind, kind),
                data=reference(one.get(CALCEXT + "data-range", "")),
                place=reference(one.get(CALCEXT + "cell-address", "")).rpartition("!")[2],
                colour=colour(group.get(CALCEXT + "color-series")) or "",
            )
