"""Response, outcome and template declarations; a declared value that is none of its type is refused."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from itembank.base.i18n import _
from itembank.model.codec import FRACTION, fraction_text
from itembank.model.marking import AreaEntry, Declaration, MapEntry, Mapping
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.errors import QtiError
from itembank.qti.numbers import find_fraction
from itembank.qti.scalars import field_text, parse_scalar
from itembank.qti.shapes import check_shape
from itembank.qti.xmltree import attribute, children, find, find_all, flag, line_of, name_of, value_text

if TYPE_CHECKING:
    from lxml import etree

E = TypeVar("E", bound=Enum)
ZERO = Fraction(0)
TABLES = {"matchTable": "matchTableEntry", "interpolationTable": "interpolationTableEntry"}


def read_declarations(root: etree._Element, name: str) -> tuple[Declaration, ...]:
    """Return all declarations of one kind: `responseDeclaration`, `outcomeDeclaration`, `templateDeclaration`."""
    found = tuple(read_declaration(element) for element in find_all(root, name))
    names = [declaration.identifier for declaration in found]
    for twice in (name for name in names if names.count(name) > 1):
        raise QtiError(_("变量“{name}”声明了两次。").format(name=twice[:40]))
    return found


def read_declaration(element: etree._Element) -> Declaration:
    """Read one declaration; raises `QtiError` with its line when it makes no sense."""
    kind = base_type(element)
    lookup, table_default = _read_table(element)
    mapping = find(element, "areaMapping")
    return Declaration(
        identifier=attribute(element, "identifier"),
        cardinality=_one_of(Cardinality, attribute(element, "cardinality", "single"), element),
        base_type=kind,
        default=_values(find(element, "defaultValue"), kind) or _single(attribute(element, "defaultValue")),
        correct=_values(find(element, "correctResponse"), kind),
        mapping=_read_mapping(find(element, "mapping"), kind),
        areas=_read_areas(mapping),
        area_default=ZERO if mapping is None else number(mapping, "defaultValue") or ZERO,
        area_lower=None if mapping is None else number(mapping, "lowerBound"),
        area_upper=None if mapping is None else number(mapping, "upperBound"),
        table=lookup,
        table_default=table_default,
        normal_maximum=number(element, "normalMaximum"),
    )


def base_type(element: etree._Element) -> BaseType | None:
    """Return the base type an element names, or None; raises `QtiError` for an unknown one."""
    text = attribute(element, "baseType")
    return _one_of(BaseType, text, element) if text.strip() else None


def number(element: etree._Element, name: str) -> Fraction | None:
    """Return a number attribute, None when it is absent; raises `QtiError` for another text or for endless digits."""
    text = attribute(element, name).strip()
    value = find_fraction(text)
    if text and (value is None or not FRACTION.fullmatch(fraction_text(value))):
        raise _refusal(element, _("{name} 的值“{text}”不是数。").format(name=name, text=text[:40]))
    return value


def checked_value(text: str, kind: BaseType | None, element: etree._Element) -> str:
    """Return a value's text when it is empty or one of its base type; raises `QtiError`."""
    if text.strip() and parse_scalar(text, kind) is None and kind is not None:
        raise _refusal(element, _("“{text}”不是 {kind} 类型的值。").format(text=text.strip()[:40], kind=kind.value))
    return text


def _refusal(element: etree._Element, sentence: str) -> QtiError:
    return QtiError(_("第 {line} 行：{sentence}").format(line=line_of(element), sentence=sentence))


def _one_of(kind: type[E], text: str, element: etree._Element) -> E:
    try:
        return kind(text.strip())
    except ValueError as error:
        raise _refusal(element, _("不认识的取值“{text}”。").format(text=text[:40])) from error


def _single(text: str) -> tuple[str, ...] | None:
    return (text,) if text else None


def _values(element: etree._Element | None, kind: BaseType | None) -> tuple[str, ...] | None:
    """Return the `value` children; those of a record with their field and type."""
    if element is None:
        return None
    return tuple(_value(child, kind) for child in find_all(element, "value"))


def _value(element: etree._Element, kind: BaseType | None) -> str:
    own = base_type(element)
    text = checked_value(value_text(element), own or kind, element)
    field = attribute(element, "fieldIdentifier")
    return field_text(field, own, text) if field else text


def _read_mapping(element: etree._Element | None, kind: BaseType | None) -> Mapping | None:
    """Read a mapping; `caseSensitive` on the mapping itself (not in the schema, but seen) holds for all entries."""
    if element is None:
        return None
    usual = flag(element, "caseSensitive", default=True)
    entries = tuple(
        MapEntry(
            key=checked_value(attribute(entry, "mapKey"), kind, entry),
            value=_points(entry),
            case_sensitive=flag(entry, "caseSensitive", default=usual),
        )
        for entry in find_all(element, "mapEntry")
    )
    return Mapping(
        entries=entries,
        default=number(element, "defaultValue") or ZERO,
        lower=number(element, "lowerBound"),
        upper=number(element, "upperBound"),
    )


def _points(entry: etree._Element) -> Fraction:
    value = number(entry, "mappedValue")
    if value is None:
        raise _refusal(entry, _("映射没有 mappedValue。"))
    return value


def _read_areas(element: etree._Element | None) -> tuple[AreaEntry, ...]:
    if element is None:
        return ()
    return tuple(
        AreaEntry(shape=attribute(entry, "shape"), coords=_coordinates(entry), value=_points(entry))
        for entry in find_all(element, "areaMapEntry")
    )


def _coordinates(entry: etree._Element) -> tuple[int, ...]:
    try:
        return check_shape(attribute(entry, "shape"), attribute(entry, "coords"))
    except QtiError as error:
        raise _refusal(entry, error.message) from error


def _read_table(element: etree._Element) -> tuple[tuple[tuple[str, str, bool], ...], str | None]:
    """Return an outcome's match or interpolation table as (source, target, includes its boundary)."""
    for table in children(element):
        kind = name_of(table)
        if kind not in TABLES:
            continue
        rows = tuple(_row(row, kind, base_type(element)) for row in find_all(table, TABLES[kind]))
        return (("", kind, True), *rows), attribute(table, "defaultValue") or None
    return (), None


def _row(row: etree._Element, table: str, kind: BaseType | None) -> tuple[str, str, bool]:
    if number(row, "sourceValue") is None:
        raise _refusal(row, _("对照表没有 sourceValue。"))
    target = checked_value(attribute(row, "targetValue"), kind, row)
    includes = table == "matchTable" or flag(row, "includeBoundary", default=True)
    return attribute(row, "sourceValue").strip(), target, includes
