"""One spelling for every value that is hashed or signed: sorted, compact JSON in UTF-8.

Floats are refused because two machines may spell them differently; exact
numbers travel as integers or as text. The format is a subset of RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from itembank.base.errors import JikaoError
from itembank.base.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

MAX_DEPTH = 64
READ_BYTES = 1 << 20


class CanonicalError(JikaoError):
    """A value has no canonical spelling, or bytes are not spelled canonically."""


def canonical_bytes(value: object) -> bytes:
    """Spell `value` (dict with text keys, list, tuple, str, int, bool, None) as canonical JSON bytes."""
    _refuse_inexact(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CanonicalError(_("文字中含有不成对的代理字符，无法保存。")) from error


def parse_canonical(data: bytes) -> object:
    """Read canonical JSON; refuse any other spelling of the same value.

    Raises `CanonicalError` for bytes that are not UTF-8 JSON or that would be written differently.
    """
    try:
        value: object = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise CanonicalError(_("这段内容不是有效的 UTF-8 JSON。")) from error
    if canonical_bytes(value) != data:
        raise CanonicalError(_("这段内容不是规范写法，可能被改动过。"))
    return value


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in pieces of 1 MiB."""
    with path.open("rb") as stream:
        total = hashlib.sha256()
        while piece := stream.read(READ_BYTES):
            total.update(piece)
    return total.hexdigest()


def _refuse_inexact(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError(_("内容嵌套过深，超过 {limit} 层。").format(limit=MAX_DEPTH))
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise CanonicalError(_("键必须是文字，而不是 {kind}。").format(kind=type(key).__name__))
            _refuse_inexact(part, depth + 1)
        return
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_inexact(part, depth + 1)
        return
    raise CanonicalError(_("类型 {kind} 没有规范写法。").format(kind=type(value).__name__))
