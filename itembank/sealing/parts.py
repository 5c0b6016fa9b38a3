"""Named parts inside a compartment: an index, then the bytes of the parts in the index's order.

    4 bytes, big-endian: size of the index
    index, canonical JSON: {"parts": [{"name", "sha256", "size"}, ...]} sorted by name
    the parts, one after the other, nothing after the last

Names are paths that are safe on every system; they only become files where a
caller asks for it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from itembank.base.canonical import canonical_bytes, digest, digest_file
from itembank.base.files import UnsafeNameError, safe_relative, sync_folder
from itembank.base.i18n import _
from itembank.sealing.content import ChunkReader
from itembank.sealing.errors import DamagedFileError, LimitExceededError, UnsafePartError
from itembank.sealing.start import Hex32

LENGTH_BYTES = 4
MAX_INDEX_BYTES = 16 << 20
MAX_PARTS = 50_000
MAX_PART_BYTES = 16 << 30
DEFAULT_READ_BYTES = 256 << 20
COPY_BYTES = 1 << 20


class PartEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Name, size in bytes and SHA-256 of one part."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=240)]
    sha256: Hex32
    size: Annotated[int, msgspec.Meta(ge=0, le=MAX_PART_BYTES)]


class PartIndex(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The parts of a compartment in ascending order of their names."""

    parts: Annotated[tuple[PartEntry, ...], msgspec.Meta(max_length=MAX_PARTS)]

    def check(self) -> None:
        """Refuse unsafe, unsorted, doubled and nested names."""
        names = [part.name for part in self.parts]
        for name in names:
            check_part_name(name)
        if names != sorted(names):
            raise DamagedFileError(_("目录中的名称没有按顺序排列。"))
        folded = {name.casefold() for name in names}
        if len(folded) != len(names):
            raise DamagedFileError(_("目录中有重复或只差大小写的名称。"))
        for name in folded:
            if any(name[:at] in folded for at, character in enumerate(name) if character == "/"):
                raise DamagedFileError(_("目录中的“{name}”既是文件又是文件夹。").format(name=name[:80]))

    def content_size(self) -> int:
        """Bytes of all parts together."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class PartsPlan:
    """Parts about to be sealed: their index and where their bytes come from."""

    index: PartIndex
    sources: Mapping[str, bytes | Path] = field(repr=False)

    def size(self) -> int:
        """Plain bytes of the compartment."""
        return LENGTH_BYTES + len(self._index_bytes()) + self.index.content_size()

    def pieces(self) -> Iterator[bytes]:
        """Yield the plain bytes; raises `DamagedFileError` if a file changed since it was planned."""
        index = self._index_bytes()
        yield len(index).to_bytes(LENGTH_BYTES, "big") + index
        for part in self.index.parts:
            total = hashlib.sha256()
            for piece in _pieces_of(self.sources[part.name]):
                total.update(piece)
                yield piece
            if total.hexdigest() != part.sha256:
                raise DamagedFileError(_("“{name}”在密封时发生了变化。").format(name=part.name[:80]))

    def _index_bytes(self) -> bytes:
        return canonical_bytes(msgspec.to_builtins(self.index))


def plan_parts(parts: Mapping[str, bytes | Path]) -> PartsPlan:
    """Measure and hash the parts; refuses unsafe names and too much."""
    if len(parts) > MAX_PARTS:
        raise LimitExceededError(_("有 {count} 个部分，最多 {limit} 个。").format(count=len(parts), limit=MAX_PARTS))
    index = PartIndex(parts=tuple(_entry(name, parts[name]) for name in sorted(parts)))
    index.check()
    plan = PartsPlan(index, dict(parts))
    if plan.size() - index.content_size() > MAX_INDEX_BYTES:
        raise LimitExceededError(_("目录太大，最多 {limit} 字节。").format(limit=MAX_INDEX_BYTES))
    return plan


def check_part_name(name: str) -> None:
    """Raise `UnsafePartError` unless `name` is a safe relative path in Unicode's composed form."""
    try:
        safe_relative(name)
    except UnsafeNameError as error:
        raise UnsafePartError(name) from error
    if unicodedata.normalize("NFC", name) != name:
        raise UnsafePartError(name)


class Parts:
    """The opened parts of a compartment, read one by one; every byte given out was authenticated."""

    def __init__(self, reader: ChunkReader) -> None:
        """Read and check the index. Raises `DamagedFileError`, `UnsafePartError` or `LimitExceededError`."""
        self._reader = reader
        index, at = _read_index(reader)
        self._entries: dict[str, PartEntry] = {}
        self._offsets: dict[str, int] = {}
        for entry in index.parts:
            self._entries[entry.name] = entry
            self._offsets[entry.name] = at
            at += entry.size

    @property
    def names(self) -> tuple[str, ...]:
        """All names in ascending order."""
        return tuple(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """Bytes of a part."""
        return self._get(name).size

    def sha256(self, name: str) -> str:
        """SHA-256 of a part."""
        return self._get(name).sha256

    def read(self, name: str, *, at_most: int = DEFAULT_READ_BYTES) -> bytes:
        """Return the bytes of a part; raises `LimitExceededError` above `at_most` bytes."""
        size = self._get(name).size
        if size > at_most:
            raise LimitExceededError(
                _("“{name}”有 {size} 字节，最多 {limit} 字节。").format(name=name[:80], size=size, limit=at_most)
            )
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part in pieces of at most 1 MiB, then compare its digest."""
        entry = self._get(name)
        total = hashlib.sha256()
        for piece in self._reader.pieces(self._offsets[name], entry.size):
            total.update(piece)
            yield piece
        if total.hexdigest() != entry.sha256:
            raise DamagedFileError(_("“{name}”的摘要不符。").format(name=name[:80]))

    def copy_to(self, name: str, target: Path) -> None:
        """Write a part to `target`, whole or not at all."""
        handle, temporary = tempfile.mkstemp(prefix=".part.", suffix=".tmp", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in self.stream(name):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)

    def extract_to(self, folder: Path, prefix: str = "") -> None:
        """Write all parts whose name begins with `prefix` below `folder`, under their full names."""
        for name in self.names:
            if name.startswith(prefix):
                target = folder / safe_relative(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                self.copy_to(name, target)

    def _get(self, name: str) -> PartEntry:
        entry = self._entries.get(name)
        if entry is None:
            raise DamagedFileError(_("缺少“{name}”。").format(name=name[:80]))
        return entry


def _read_index(reader: ChunkReader) -> tuple[PartIndex, int]:
    length = int.from_bytes(reader.read(0, min(LENGTH_BYTES, reader.size)), "big")
    if length > MAX_INDEX_BYTES:
        raise LimitExceededError(_("目录太大，最多 {limit} 字节。").format(limit=MAX_INDEX_BYTES))
    if LENGTH_BYTES + length > reader.size:
        raise DamagedFileError(_("目录不完整。"))
    raw = reader.read(LENGTH_BYTES, length)
    try:
        index = msgspec.json.decode(raw, type=PartIndex)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFileError(_("目录的结构不对。")) from error
    if canonical_bytes(msgspec.to_builtins(index)) != raw:
        raise DamagedFileError(_("目录不是规范写法。"))
    index.check()
    if LENGTH_BYTES + length + index.content_size() != reader.size:
        raise DamagedFileError(_("目录与内容的大小不符。"))
    return index, LENGTH_BYTES + length


def _entry(name: str, source: bytes | Path) -> PartEntry:
    if isinstance(source, bytes):
        return PartEntry(name=name, sha256=digest(source), size=len(source))
    return PartEntry(name=name, sha256=digest_file(source), size=source.stat().st_size)


def _pieces_of(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while piece := stream.read(COPY_BYTES):
            yield piece
