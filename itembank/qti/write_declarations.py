"""Response, outcome and template declarations as XML, children in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lxml import etree

from itembank.base.i18n import _
from itembank.model.marking import Declaration
from itembank.model.responses import Cardinality
from itembank.qti.errors import QtiError
from itembank.qti.scalars import FIELD, read_field
from itembank.qti.spelling import Spelling, flag_text
from itembank.qti.write_nodes import decimal_text


def write_declaration(spell: Spelling, name: str, declaration: Declaration) -> etree._Element:
    """Write a declaration; raises `QtiError` for a number that no decimal can spell."""
    given = {"identifier": declaration.identifier, "cardinality": declaration.cardinality.value}
    if declaration.base_type is not None:
        given["baseType"] = declaration.base_type.value
    if declaration.normal_maximum is not None and name == "outcomeDeclaration":
        given["normalMaximum"] = _decimal(declaration.normal_maximum)
    made = spell.element(name, given)
    if declaration.default is not None:
        _values(spell, spell.below(made, "defaultValue"), declaration.default, declaration)
    if declaration.correct is not None:
        _values(spell, spell.below(made, "correctResponse"), declaration.correct, declaration)
    _mapping(spell, made, declaration)
    _areas(spell, made, declaration)
    _table(spell, made, declaration)
    return made


def _values(spell: Spelling, parent: etree._Element, values: Iterable[str], declaration: Declaration) -> None:
    for text in values:
        if declaration.cardinality is Cardinality.RECORD and FIELD.fullmatch(text):
            field, base, written = read_field(text)
            spell.below(parent, "value", {"fieldIdentifier": field, "baseType": base.value}, written)
        else:
            spell.below(parent, "value", text=text)


def _mapping(spell: Spelling, made: etree._Element, declaration: Declaration) -> None:
    mapping = declaration.mapping
    if mapping is None:
        return
    given = _bounds(mapping.lower, mapping.upper) | {"defaultValue": _decimal(mapping.default)}
    table = spell.below(made, "mapping", given)
    for entry in mapping.entries:
        folded = {} if entry.case_sensitive else {"caseSensitive": "false"}
        spell.below(table, "mapEntry", {"mapKey": entry.key, "mappedValue": _decimal(entry.value)} | folded)


def _areas(spell: Spelling, made: etree._Element, declaration: Declaration) -> None:
    if not declaration.areas:
        return
    given = _bounds(declaration.area_lower, declaration.area_upper)
    table = spell.below(made, "areaMapping", given | {"defaultValue": _decimal(declaration.area_default)})
    for area in declaration.areas:
        coords = ",".join(str(number) for number in area.coords)
        spell.below(table, "areaMapEntry", {"shape": area.shape, "coords": coords, "mappedValue": _decimal(area.value)})


def _table(spell: Spelling, made: etree._Element, declaration: Declaration) -> None:
    """Write a lookup table; its first row names its kind."""
    if not declaration.table:
        return
    kind = declaration.table[0][1]
    given = {} if declaration.table_default is None else {"defaultValue": declaration.table_default}
    table = spell.below(made, kind, given)
    for source, target, includes in declaration.table[1:]:
        edge = {} if kind == "matchTable" else {"includeBoundary": flag_text(includes)}
        spell.below(table, f"{kind}Entry", {"sourceValue": source, "targetValue": target} | edge)


def _bounds(lower: Fraction | None, upper: Fraction | None) -> dict[str, str]:
    bounds = {"lowerBound": lower, "upperBound": upper}
    return {name: _decimal(bound) for name, bound in bounds.items() if bound is not None}


def _decimal(amount: Fraction) -> str:
    text = decimal_text(amount)
    if text is None:
        raise QtiError(_("{number} 写不成有限小数，QTI 无法表示。").format(number=amount))
    return text
