"""Response, outcome and template declarations."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from itembank.base.i18n import _
from itembank.model.marking import AreaEntry, Declaration, MapEntry, Mapping
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.errors import QtiError
from itembank.qti.numbers import find_fraction
from itembank.qti.xmltree import attribute, children, find, find_all, flag, line_of, name_of, text_of

if TYPE_CHECKING:
    from lxml import etree

E = TypeVar("E", bound=Enum)
ZERO = Fraction(0)


def read_declarations(root: etree._Element, name: str) -> tuple[Declaration, ...]:
    """Return all declarations of one kind: `responseDeclaration`, `outcomeDeclaration`, `templateDeclaration`."""
    return tuple(read_declaration(element) for element in find_all(root, name))


def read_declaration(element: etree._Element) -> Declaration:
    """Read one declaration; raises `QtiError` with its line when it makes no sense."""
    lookup, table_default = _read_table(element)
    areas, area_default = _read_areas(find(element, "areaMapping"))
    base = attribute(element, "baseType")
    return Declaration(
        identifier=attribute(element, "identifier"),
        cardinality=_one_of(Cardinality, attribute(element, "cardinality", "single"), element),
        base_type=_one_of(BaseType, base, element) if base else None,
        default=_values(find(element, "defaultValue")) or _single(attribute(element, "defaultValue")),
        correct=_values(find(element, "correctResponse")),
        mapping=_read_mapping(find(element, "mapping")),
        areas=areas,
        area_default=area_default,
        table=lookup,
        table_default=table_default,
        normal_maximum=find_fraction(attribute(element, "normalMaximum")),
    )


def _one_of(kind: type[E], text: str, element: etree._Element) -> E:
    try:
        return kind(text.strip())
    except ValueError as error:
        raise QtiError(
            _("第 {line} 行：不认识的取值“{text}”。").format(line=line_of(element), text=text[:40])
        ) from error


def _single(text: str) -> tuple[str, ...] | None:
    return (text,) if text else None


def _values(element: etree._Element | None) -> tuple[str, ...] | None:
    """Return the `value` children; a record's values keep their field as "field=value"."""
    if element is None:
        return None
    values = []
    for child in find_all(element, "value"):
        field = attribute(child, "fieldIdentifier")
        text = text_of(child)
        values.append(f"{field}={text}" if field else text)
    return tuple(values)


def _read_mapping(element: etree._Element | None) -> Mapping | None:
    """Read a mapping; `caseSensitive` on the mapping itself (not in the schema, but seen) holds for all entries."""
    if element is None:
        return None
    usual = flag(element, "caseSensitive", default=True)
    entries = tuple(
        MapEntry(
            key=attribute(entry, "mapKey"),
            value=find_fraction(attribute(entry, "mappedValue")) or ZERO,
            case_sensitive=flag(entry, "caseSensitive", default=usual),
        )
        for entry in find_all(element, "mapEntry")
    )
    return Mapping(
        entries=entries,
        default=find_fraction(attribute(element, "defaultValue")) or ZERO,
        lower=find_fraction(attribute(element, "lowerBound")),
        upper=find_fraction(attribute(element, "upperBound")),
    )


def _read_areas(element: etree._Element | None) -> tuple[tuple[AreaEntry, ...], Fraction]:
    if element is None:
        return (), ZERO
    entries = tuple(
        AreaEntry(
            shape=attribute(entry, "shape"),
            coords=_coordinates(attribute(entry, "coords")),
            value=find_fraction(attribute(entry, "mappedValue")) or ZERO,
        )
        for entry in find_all(element, "areaMapEntry")
    )
    return entries, find_fraction(attribute(element, "defaultValue")) or ZERO


def _coordinates(text: str) -> tuple[int, ...]:
    numbers = [find_fraction(part) for part in text.replace(",", " ").split()]
    return tuple(round(number) for number in numbers if number is not None)


def _read_table(element: etree._Element) -> tuple[tuple[tuple[str, str, bool], ...], str | None]:
    """Return an outcome's match or interpolation table as (source, target, includes its boundary)."""
    for table in children(element):
        kind = name_of(table)
        if kind not in {"matchTable", "interpolationTable"}:
            continue
        rows = tuple(
            (
                attribute(row, "sourceValue"),
                attribute(row, "targetValue"),
                kind == "matchTable" or flag(row, "includeBoundary", default=True),
            )
            for row in children(table)
        )
        return (("", kind, True), *rows), attribute(table, "defaultValue") or None
    return (), None
