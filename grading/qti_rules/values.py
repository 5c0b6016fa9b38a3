"""Values of QTI variables: NULL, single, multiple, ordered, record; numbers are exact fractions.

Text that is no value of its base type (a word in a number's blank) is NULL, as
if the candidate had left it empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grading.qti_rules.errors import RuleError
from itembank.base.i18n import _
from itembank.model.responses import BaseType, Cardinality
from itembank.qti.scalars import Scalar, parse_scalar, read_field, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itembank.model.marking import Declaration
    from itembank.model.responses import ResponseValue

NUMERIC = frozenset({BaseType.INTEGER, BaseType.FLOAT, BaseType.DURATION})
PAIRS = frozenset({BaseType.PAIR, BaseType.DIRECTED_PAIR})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value that is not NULL. A record keeps its fields in `fields`, everything else in `items`."""

    base: BaseType | None
    cardinality: Cardinality
    items: tuple[Scalar, ...]
    fields: tuple[tuple[str, Quantity], ...] = ()

    def single(self) -> Scalar:
        """Return the only item; raises `RuleError` for a record or a container of several."""
        if len(self.items) != 1:
            raise RuleError(_("评分规则在只能用单个值的地方用了一组值。"))
        return self.items[0]


Value = Quantity | None


def boolean(value: bool) -> Quantity:  # noqa: FBT001 - the one value it wraps
    """Return a single boolean."""
    return Quantity(BaseType.BOOLEAN, Cardinality.SINGLE, (value,))


def number(value: Fraction | int, base: BaseType = BaseType.FLOAT) -> Quantity:
    """Return a single number."""
    return Quantity(base, Cardinality.SINGLE, (Fraction(value),))


def from_texts(texts: Iterable[str], base: BaseType | None, cardinality: Cardinality) -> Value:
    """Return the value written by `texts`, or NULL when there is none (empty containers are NULL)."""
    if cardinality is Cardinality.RECORD:
        return _record(texts)
    scalars = [scalar for text in texts if (scalar := parse_scalar(text, base)) is not None]
    if not scalars:
        return None
    return Quantity(base, cardinality, tuple(scalars[:1] if cardinality is Cardinality.SINGLE else scalars))


def from_response(declaration: Declaration, response: ResponseValue) -> Value:
    """Return a candidate's response as a value of its declaration."""
    if response is None:
        return None
    texts = (response,) if isinstance(response, str) else response
    return from_texts(texts, declaration.base_type, declaration.cardinality)


def fitted(value: Quantity, base: BaseType | None, cardinality: Cardinality) -> Quantity:
    """Return `value` under the base type and cardinality of a variable; raises `RuleError` when it is none of it."""
    if Cardinality.RECORD in {cardinality, value.cardinality}:
        if cardinality is not value.cardinality:
            raise RuleError(_("评分规则把一组值赋给了类型不同的变量。"))
        return value
    if cardinality is Cardinality.SINGLE:
        value.single()
    return Quantity(base or value.base, cardinality, tuple(_fitted_item(item, base) for item in value.items))


def alike(left: Quantity, right: Quantity) -> tuple[Quantity, Quantity]:
    """Bring two values to one type before they are compared: text beside numbers is read as numbers, pairs as pairs."""
    if BaseType.PAIR in {left.base, right.base} and {left.base, right.base} <= PAIRS:
        return _unordered(left), _unordered(right)
    if left.base in NUMERIC and right.base is BaseType.STRING:
        return left, _read_as(right, left.base)
    if right.base in NUMERIC and left.base is BaseType.STRING:
        return _read_as(left, right.base), right
    return left, right


def to_json(value: Value) -> object:
    """Return a value as JSON: whole numbers as integers, others as decimal numbers, NULL as null."""
    if value is None:
        return None
    if value.cardinality is Cardinality.RECORD:
        return {name: to_json(field) for name, field in value.fields}
    items = [_json_scalar(scalar) for scalar in value.items]
    return items[0] if value.cardinality is Cardinality.SINGLE else items


def _json_scalar(scalar: Scalar) -> object:
    if isinstance(scalar, Fraction):
        return int(scalar) if scalar.denominator == 1 else float(scalar)
    return scalar


def _fitted_item(item: Scalar, base: BaseType | None) -> Scalar:
    """Return one item as a value of a variable's base type: "3" as 3, 3.0 as 3; never 2.5 as a whole number."""
    if base is None or base in PAIRS:
        return item
    if base in NUMERIC and isinstance(item, bool):
        return Fraction(item)
    fitting = parse_scalar(scalar_text(item), base) if not isinstance(item, Fraction) else _fitted_number(item, base)
    if fitting is None:
        raise RuleError(_("评分规则把“{value}”赋给了 {kind} 类型的变量。").format(value=item, kind=base.value))
    return fitting


def _fitted_number(item: Fraction, base: BaseType) -> Scalar | None:
    if base is BaseType.INTEGER:
        return item if item.denominator == 1 else None
    if base in NUMERIC:
        return item
    return bool(item) if base is BaseType.BOOLEAN else scalar_text(item)


def _unordered(value: Quantity) -> Quantity:
    return replace(value, items=tuple(" ".join(sorted(str(item).split())) for item in value.items))


def _read_as(value: Quantity, base: BaseType | None) -> Quantity:
    items = [parse_scalar(str(item), base) for item in value.items]
    return value if None in items else replace(value, items=tuple(item for item in items if item is not None))


def _record(texts: Iterable[str]) -> Value:
    fields = []
    for text in texts:
        name, base, written = read_field(text)
        scalar = parse_scalar(written, base)
        if scalar is not None:
            fields.append((name, Quantity(base, Cardinality.SINGLE, (scalar,))))
    return Quantity(None, Cardinality.RECORD, (), tuple(fields)) if fields else None
