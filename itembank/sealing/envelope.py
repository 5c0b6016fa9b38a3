"""Sealed files, read: verified without any key, opened compartment by compartment.

`SealedFile.open` is "verify without reading": signature, structure, sizes and
the digest of every chunk. `SealedCompartment` is the same for one compartment
that lies alone on a desk beside the head of its file. Nothing is held open
between calls. Writing is the business of `writer`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from itembank.base.i18n import _
from itembank.sealing.content import ChunkReader, ContentKey, unlock_box, unlock_gate
from itembank.sealing.errors import DamagedFileError, UnknownFormatError
from itembank.sealing.keys import BoxKey, VerifyKey
from itembank.sealing.manifest import (
    Claims,
    CompartmentEntry,
    GatedEntry,
    Head,
    Kind,
    open_head,
    open_vouched_head,
    read_head_bytes,
)
from itembank.sealing.parts import Parts
from itembank.sealing.start import StartKey, StartLock


@dataclass(frozen=True, slots=True)
class SealedCompartment:
    """One compartment, verified but still locked; its ciphertext begins at `offset` of `path`."""

    head: Head
    entry: CompartmentEntry
    path: Path
    offset: int = 0

    @classmethod
    def open(cls, head_bytes: bytes, name: str, path: Path, trusted: Collection[VerifyKey]) -> Self:
        """Verify a compartment that lies alone in `path`: the head's signature, the size, every chunk."""
        return cls._alone(open_head(head_bytes, trusted), name, path)

    @classmethod
    def open_vouched(cls, head_bytes: bytes, name: str, path: Path) -> Self:
        """The same without the signature, for a desk whose pinned room vouches for the head."""
        return cls._alone(open_vouched_head(head_bytes), name, path)

    @classmethod
    def _alone(cls, head: Head, name: str, path: Path) -> Self:
        compartment = cls(head, get_entry(head, name), path)
        if path.stat().st_size != compartment.entry.size:
            raise DamagedFileError(_("分区“{name}”的大小不符。").format(name=name))
        compartment.verify()
        return compartment

    def verify(self) -> None:
        """Compare the digest of every chunk; raises `DamagedFileError` naming the first that differs."""
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            for index in range(len(self.entry.chunks)):
                if not is_chunk(self.entry, index, stream.read(self.entry.chunk_size(index))):
                    raise DamagedFileError(
                        _("分区“{name}”的第 {number} 块。").format(name=self.entry.name, number=index + 1)
                    )

    def open_with_content_key(self, key: ContentKey, *, check_digests: bool = False) -> Parts:
        """Open the parts; raises `WrongKeyError` for any key but the one the manifest committed to."""
        return Parts(ChunkReader(self.path, self.offset, self.head, self.entry, key, check_digests=check_digests))

    def bytes_range(self, offset: int, size: int) -> bytes:
        """Return still-encrypted bytes; a range beyond the end is cut off."""
        if offset < 0 or size < 0:
            raise ValueError("a range begins at 0")
        size = max(0, min(size, self.entry.size - offset))
        with self.path.open("rb") as stream:
            stream.seek(self.offset + offset)
            return stream.read(size)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file whose every byte was verified when it was opened; `signer` is one of the trusted keys.

    Where `is_verified` is False only the head was, and every chunk is when it is read.
    """

    path: Path
    head: Head
    signer: VerifyKey
    is_verified: bool = True

    @classmethod
    def open(
        cls, path: Path, trusted: Collection[VerifyKey], *, kind: Kind | None = None, every_chunk: bool = True
    ) -> Self:
        """Verify signature, structure, sizes and all digests without reading any content.

        With `kind`, a file of another kind is refused. Without `every_chunk` a chunk's
        digest is looked at when it is read. Raises a `SealedFileError`.
        """
        with path.open("rb") as stream:
            head = open_head(read_head_bytes(stream), trusted)
        if kind is not None and head.manifest.claims.kind is not kind:
            raise UnknownFormatError(
                _("需要的是 {wanted}，文件是 {found}。").format(wanted=kind, found=head.manifest.claims.kind)
            )
        expected = len(head.raw) + sum(entry.size for entry in head.manifest.compartments)
        if path.stat().st_size != expected:
            raise DamagedFileError(_("文件不完整，或末尾有多余的内容。"))
        sealed = cls(path, head, next(key for key in trusted if key == head.signer), every_chunk)
        for compartment in sealed._compartments() if every_chunk else ():
            compartment.verify()
        return sealed

    @property
    def claims(self) -> Claims:
        """What the signer says about the file."""
        return self.head.manifest.claims

    @property
    def head_bytes(self) -> bytes:
        """The bytes a desk needs to verify a compartment on its own."""
        return self.head.raw

    @property
    def manifest_digest(self) -> str:
        """64 hexadecimal characters that name this very file."""
        return self.head.digest

    @property
    def compartment_names(self) -> tuple[str, ...]:
        """All names in the order of the file."""
        return tuple(entry.name for entry in self.head.manifest.compartments)

    @property
    def start_locks(self) -> tuple[StartLock, ...]:
        """The locks whose shares people hold."""
        return self.head.manifest.starts

    def find_start_lock(self, compartment: str) -> StartLock | None:
        """The start lock that a compartment waits for, if any."""
        for lock in get_entry(self.head, compartment).locks:
            if isinstance(lock, GatedEntry):
                return self.head.find_start(lock.start)
        return None

    def compartment(self, name: str) -> SealedCompartment:
        """The still-locked compartment of that name; raises `DamagedFileError` if there is none."""
        entry = get_entry(self.head, name)
        return next(found for found in self._compartments() if found.entry is entry)

    def compartment_size(self, name: str) -> int:
        """Bytes of a compartment's ciphertext."""
        return get_entry(self.head, name).size

    def compartment_bytes_range(self, name: str, offset: int, size: int) -> bytes:
        """Still-encrypted bytes for a desk; a range beyond the end is cut off."""
        return self.compartment(name).bytes_range(offset, size)

    def open_with_box(self, name: str, box_key: BoxKey) -> Parts:
        """Open a compartment sealed to `box_key`."""
        return self.open_with_content_key(name, unlock_box(self.head, get_entry(self.head, name), box_key))

    def content_key(self, name: str, room_key: BoxKey, start_key: StartKey) -> ContentKey:
        """The content key that opens a compartment for everybody: needs the room's key and the start key."""
        return unlock_gate(self.head, get_entry(self.head, name), room_key, start_key)

    def open_with_content_key(self, name: str, key: ContentKey) -> Parts:
        """Open a compartment with its released key."""
        return self.compartment(name).open_with_content_key(key, check_digests=not self.is_verified)

    def _compartments(self) -> Iterator[SealedCompartment]:
        offset = len(self.head.raw)
        for entry in self.head.manifest.compartments:
            yield SealedCompartment(self.head, entry, self.path, offset)
            offset += entry.size


def get_entry(head: Head, name: str) -> CompartmentEntry:
    """The manifest's entry of a compartment; raises `DamagedFileError` if there is none."""
    entry = head.find(name)
    if entry is None:
        raise DamagedFileError(_("没有名为“{name}”的分区。").format(name=name[:80]))
    return entry


def is_chunk(entry: CompartmentEntry, index: int, data: bytes) -> bool:
    """Say whether `data` is the ciphertext of chunk `index` (from 0); for resumable downloads."""
    return hashlib.sha256(data).hexdigest() == entry.chunks[index]
