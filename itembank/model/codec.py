"""Between frozen values and bytes: the one door for every struct that is stored, sealed or hashed.

Marks are `Fraction` and travel as text such as "5/2"; everything else is what
msgspec writes by itself. Unknown fields are refused, because a sealed file
must mean the same thing to every reader.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from itembank.base.canonical import canonical_bytes, digest
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.wording import fault_of

T = TypeVar("T")
MAX_MARK_DIGITS = 38
KEPT_MARKS = 4096
KEPT_LENGTH = 16
"""A city has a few hundred different marks and millions of them; short ones are kept."""

FRACTION = re.compile(rf"-?[0-9]{{1,{MAX_MARK_DIGITS}}}(/[1-9][0-9]{{0,{MAX_MARK_DIGITS - 1}}})?")


class ModelError(JikaoError):
    """A value breaks a rule of the exam's vocabulary, or bytes do not hold the value they should."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every value: frozen, by keyword, defaults left out, unknown fields refused."""


def to_builtins(value: object) -> object:
    """Return a struct as dicts, lists, texts and integers."""
    return msgspec.to_builtins(value, enc_hook=_encode)


def to_bytes(value: object) -> bytes:
    """Return the canonical JSON bytes of a struct (or of a list or dict of structs)."""
    return canonical_bytes(to_builtins(value))


def content_id(value: object) -> str:
    """Return the SHA-256 of a struct's canonical bytes: the name of an immutable version."""
    return digest(to_bytes(value))


def from_bytes(kind: type[T], data: bytes) -> T:
    """Read a struct of `kind` from JSON bytes; raises `ModelError` with the place of the first fault."""
    try:
        return msgspec.json.decode(data, type=kind, dec_hook=_decode)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _unlike(kind, error) from error


def from_builtins(kind: type[T], value: object) -> T:
    """Read a struct of `kind` from dicts and lists; raises `ModelError`."""
    try:
        return msgspec.convert(value, type=kind, dec_hook=_decode, strict=True)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _unlike(kind, error) from error


def _unlike(kind: type, error: Exception) -> ModelError:
    # One of several structs has no name of its own.
    name = getattr(kind, "__name__", None) or str(kind)
    return ModelError(_("内容不符合“{kind}”的格式：{error}").format(kind=name, error=fault_of(error)))


def fraction_text(value: Fraction) -> str:
    """Write a mark exactly: "3" or "5/2"."""
    return str(value)


def parse_fraction(text: str) -> Fraction:
    """Read a mark written by `fraction_text`; raises `ModelError`."""
    return _kept_fraction(text) if len(text) <= KEPT_LENGTH else _fraction(text)


def _fraction(text: str) -> Fraction:
    if not FRACTION.fullmatch(text):
        raise ModelError(_("“{text}”不是分值，应写作 3 或 5/2。").format(text=text[:40]))
    return Fraction(text)


_kept_fraction = lru_cache(KEPT_MARKS)(_fraction)


def _encode(value: Any) -> object:
    if isinstance(value, Fraction):
        return fraction_text(value)
    raise NotImplementedError(f"no spelling for {type(value)}")


def _decode(kind: type, value: Any) -> object:
    if kind is Fraction and isinstance(value, str):
        return parse_fraction(value)
    raise ValueError(f"expected text for {kind.__name__}")
