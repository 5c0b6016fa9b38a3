"""Single values of QTI variables as their base types; numbers are exact fractions.

The reader refuses declared values that are none; to the marker, a response that
is none (a word in a number's blank) is NULL, as if the blank were empty.
"""

from __future__ import annotations

import re
from fractions import Fraction

from itembank.model.responses import BaseType
from itembank.qti.numbers import find_fraction

Scalar = bool | Fraction | str

ISO_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
PAIR_SIZE = 2
FIELD = re.compile(r"([^=:]*)(?::(\w+))?=(.*)", re.DOTALL)


def parse_scalar(text: str, base: BaseType | None) -> Scalar | None:
    """Return one value of a base type, or None when the text is none."""
    match base:
        case BaseType.BOOLEAN:
            return BOOLEANS.get(text.strip().lower())
        case BaseType.INTEGER:
            value = find_fraction(text)
            return value if value is not None and value.denominator == 1 else None
        case BaseType.FLOAT:
            return find_fraction(text)
        case BaseType.DURATION:
            return _duration(text)
        case BaseType.POINT:
            return _point(text)
        case BaseType.PAIR | BaseType.DIRECTED_PAIR:
            parts = text.split()
            if len(parts) != PAIR_SIZE:
                return None
            return " ".join(sorted(parts) if base is BaseType.PAIR else parts)
        case BaseType.IDENTIFIER | BaseType.URI | BaseType.FILE:
            return text.strip() or None
        case _:
            return text or None


def scalar_text(scalar: Scalar) -> str:
    """Return a scalar as QTI writes it."""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, Fraction):
        return str(scalar.numerator) if scalar.denominator == 1 else repr(float(scalar))
    return scalar


def field_text(name: str, base: BaseType | None, value: str) -> str:
    """Write one field of a record as one text: "name:float=3.5", or "name=text"."""
    return f"{name}:{base.value}={value}" if base else f"{name}={value}"


def read_field(text: str) -> tuple[str, BaseType, str]:
    """Read what `field_text` wrote: the field's name, base type (text without one) and value."""
    found = FIELD.fullmatch(text)
    if found is None:
        return text, BaseType.STRING, ""
    name, base, value = found.groups()
    return name, BaseType(base) if base else BaseType.STRING, value


def _point(text: str) -> str | None:
    numbers = [find_fraction(part) for part in text.replace(",", " ").split()]
    if len(numbers) != PAIR_SIZE:
        return None
    return " ".join(scalar_text(number) for number in numbers if number is not None) if None not in numbers else None


def _duration(text: str) -> Fraction | None:
    """Return seconds of "PT1H30M" or of a plain number."""
    found = ISO_DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return find_fraction(text)
    days, hours, minutes, seconds = (Fraction(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
