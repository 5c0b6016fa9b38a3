"""Expressions over containers and records, and mappings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grading.qti_rules.errors import RuleError
from grading.qti_rules.logic import same, whole
from grading.qti_rules.values import Quantity, Value, boolean, number
from itembank.base.i18n import _
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.numbers import find_fraction
from itembank.qti.scalars import Scalar, parse_scalar, scalar_text
from itembank.qti.shapes import point_in

if TYPE_CHECKING:
    from grading.qti_rules.scope import Scope
    from itembank.model.marking import Mapping, RuleNode


def gather(node: RuleNode, given: list[Value]) -> Value:
    """`multiple`, `ordered`: all members of all operands; NULLs are left out."""
    present = [value for value in given if value is not None]
    items = tuple(item for value in present for item in value.items)
    if not items:
        return None
    cardinality = Cardinality.MULTIPLE if node.name == "multiple" else Cardinality.ORDERED
    return Quantity(present[0].base, cardinality, items)


def is_null(_node: RuleNode, given: list[Value]) -> Value:
    """`isNull`: also for the empty text and the empty container."""
    value = given[0] if given else None
    return boolean(value is None or (not value.items and not value.fields) or value.items == ("",))


def container_size(_node: RuleNode, given: list[Value]) -> Value:
    """`containerSize`: 0 for NULL."""
    value = given[0] if given else None
    return number(0 if value is None else len(value.items), BaseType.INTEGER)


def member(_node: RuleNode, given: list[Value]) -> Value:
    """`member`: the first value is one of the second's."""
    if len(given) < 2 or given[0] is None or given[1] is None:
        return None
    wanted = given[0].single()
    return boolean(any(_equal(wanted, item, given[1].base) for item in given[1].items))


def contains(_node: RuleNode, given: list[Value]) -> Value:
    """`contains`: all of the second's values, ordered ones as one unbroken run."""
    if len(given) < 2 or given[0] is None or given[1] is None:
        return None
    held, part = list(given[0].items), list(given[1].items)
    if given[0].cardinality is Cardinality.ORDERED:
        return boolean(any(held[at : at + len(part)] == part for at in range(len(held) - len(part) + 1)))
    return boolean(all(held.count(item) >= part.count(item) for item in part))


def delete(_node: RuleNode, given: list[Value]) -> Value:
    """`delete`: the second without all occurrences of the first."""
    if len(given) < 2 or given[0] is None or given[1] is None:
        return None
    unwanted = given[0].single()
    kept = tuple(item for item in given[1].items if not _equal(unwanted, item, given[1].base))
    return Quantity(given[1].base, given[1].cardinality, kept) if kept else None


def index(node: RuleNode, given: list[Value]) -> Value:
    """`index`: the n-th value of an ordered container, counted from 1."""
    value, place = given[0] if given else None, whole(node, "n")
    if value is None or not 1 <= place <= len(value.items):
        return None
    return Quantity(value.base, Cardinality.SINGLE, (value.items[place - 1],))


def field_value(node: RuleNode, given: list[Value]) -> Value:
    """`fieldValue`: one field of a record."""
    value = given[0] if given else None
    return None if value is None else dict(value.fields).get(node.attributes.get("fieldIdentifier", ""))


def map_response(identifier: str, scope: Scope) -> Value:
    """`mapResponse`: every different value once, unmapped ones by the default, the sum within its bounds.

    NULL and a declaration without a mapping give 0.
    """
    declaration, value = scope.declaration(identifier), scope.value(identifier)
    if value is not None and value.cardinality is Cardinality.RECORD:
        raise RuleError(_("记录不能用映射评分。"))
    return _mapped(declaration.mapping, value)


def map_response_point(identifier: str, scope: Scope) -> Value:
    """`mapResponsePoint`: each area once, points outside all areas by the default."""
    declaration, value = scope.declaration(identifier), scope.value(identifier)
    if value is None:
        return number(0)
    if value.base is not BaseType.POINT:
        raise RuleError(_("评分规则把不是点的值用作点。"))
    total, hit = Fraction(0), set()
    for point in dict.fromkeys(value.items):
        areas = enumerate(declaration.areas)
        found = next((at for at, area in areas if point_in(area.shape, area.coords, str(point))), None)
        if found is None:
            total += declaration.area_default
        elif found not in hit:
            hit.add(found)
            total += declaration.areas[found].value
    return number(_within(total, declaration.area_lower, declaration.area_upper))


def look_up(identifier: str, value: Value, scope: Scope) -> Value:
    """`lookupOutcomeValue`: the outcome's match or interpolation table applied to a number."""
    declaration = scope.declaration(identifier)
    if value is None or not declaration.table:
        return _target(declaration.table_default, declaration.base_type)
    scalar = value.single()
    if not isinstance(scalar, Fraction):
        raise RuleError(_("查表的值不是数。"))
    is_match = declaration.table[0][1] == "matchTable"
    for source, target, includes in declaration.table[1:]:
        limit = find_fraction(source) or Fraction(0)
        if scalar == limit if is_match else (scalar > limit or (includes and scalar == limit)):
            return _target(target, declaration.base_type)
    return _target(declaration.table_default, declaration.base_type)


def _target(text: str | None, base: BaseType | None) -> Value:
    scalar = None if text is None else parse_scalar(text, base)
    return None if scalar is None else Quantity(base, Cardinality.SINGLE, (scalar,))


def _mapped(mapping: Mapping | None, value: Value) -> Value:
    if mapping is None or value is None:
        return number(0)
    total = sum((_points(mapping, item, value.base) for item in dict.fromkeys(value.items)), Fraction(0))
    return number(_within(total, mapping.lower, mapping.upper))


def _within(total: Fraction, lower: Fraction | None, upper: Fraction | None) -> Fraction:
    total = total if lower is None else max(total, lower)
    return total if upper is None else min(total, upper)


def _points(mapping: Mapping, item: Scalar, base: BaseType | None) -> Fraction:
    """Return the points of one value: of its own entry, else of one that differs in case only, else the default."""
    keys = [(parse_scalar(entry.key, base), entry) for entry in mapping.entries]
    for key, entry in keys:
        if key == item:
            return entry.value
    for key, entry in keys:
        if not entry.case_sensitive and isinstance(key, str) and key.casefold() == scalar_text(item).casefold():
            return entry.value
    return mapping.default


def _equal(left: Scalar, right: Scalar, base: BaseType | None) -> bool:
    one = Quantity(base, Cardinality.SINGLE, (left,))
    return same(one, Quantity(base, Cardinality.SINGLE, (right,)))
