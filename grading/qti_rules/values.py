"""Values of QTI variables: NULL, single, multiple, ordered, record; numbers are exact fractions.

Text that is no value of its base type (a word in a number's blank) is NULL, as
if the candidate had left it empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from itembank.model.responses import BaseType, Cardinality
from itembank.qti.numbers import find_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itembank.model.marking import Declaration
    from itembank.model.responses import ResponseValue

Scalar = bool | Fraction | str
NUMERIC = frozenset({BaseType.INTEGER, BaseType.FLOAT, BaseType.DURATION})
ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
PAIR_SIZE = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value that is not NULL. A record keeps its fields in `fields`, everything else in `items`."""

    base: BaseType | None
    cardinality: Cardinality
    items: tuple[Scalar, ...]
    fields: tuple[tuple[str, Quantity], ...] = ()

    def single(self) -> Scalar:
        """Return the only item (of a container, the first)."""
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


def parse_scalar(text: str, base: BaseType | None) -> Scalar | None:
    """Return one value of a base type, or None when the text is none."""
    match base:
        case BaseType.BOOLEAN:
            return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
        case BaseType.INTEGER:
            value = find_fraction(text)
            return value if value is not None and value.denominator == 1 else None
        case BaseType.FLOAT:
            return find_fraction(text)
        case BaseType.DURATION:
            return _duration(text)
        case BaseType.PAIR | BaseType.DIRECTED_PAIR | BaseType.POINT:
            parts = text.replace(",", " ").split() if base is BaseType.POINT else text.split()
            if len(parts) != PAIR_SIZE:
                return None
            return " ".join(sorted(parts) if base is BaseType.PAIR else parts)
        case BaseType.IDENTIFIER | BaseType.URI | BaseType.FILE:
            return text.strip() or None
        case _:
            return text or None


def text_of(scalar: Scalar) -> str:
    """Return a scalar as QTI writes it."""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, Fraction):
        return str(scalar.numerator) if scalar.denominator == 1 else repr(float(scalar))
    return scalar


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


def _duration(text: str) -> Fraction | None:
    """Return seconds of "PT1H30M" or of a plain number."""
    found = ISO_DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return find_fraction(text)
    days, hours, minutes, seconds = (Fraction(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _record(texts: Iterable[str]) -> Value:
    pairs = [text.partition("=") for text in texts]
    fields = tuple((name, Quantity(BaseType.STRING, Cardinality.SINGLE, (value,))) for name, _sign, value in pairs)
    return Quantity(None, Cardinality.RECORD, (), fields) if fields else None
