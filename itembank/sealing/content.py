"""Content keys, and the chunks they encrypt: STREAM over ChaCha20-Poly1305.

A compartment is cut into chunks of 1 MiB of ciphertext; the number of the chunk
and a last flag are in its nonce (V. T. Hoang, R. Reyhanitabar, P. Rogaway,
D. Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015), so chunks cannot be swapped, dropped or cut
off. The AEAD does not commit to its key, therefore the manifest does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from itembank.base.i18n import _
from itembank.sealing.errors import DamagedFileError, WrongKeyError
from itembank.sealing.keys import BoxKey, BoxPublicKey
from itembank.sealing.manifest import (
    CHUNK_BYTES,
    BoxEntry,
    CompartmentEntry,
    GatedEntry,
    GatedRecipient,
    Head,
    Recipient,
)
from itembank.sealing.recipes import (
    KEY_BYTES,
    TAG_BYTES,
    ZERO_NONCE,
    Entropy,
    OpenFailedError,
    decrypt,
    derive,
    encrypt,
    frame,
)
from itembank.sealing.start import StartKey

PLAIN_CHUNK_BYTES = CHUNK_BYTES - TAG_BYTES
KEPT_CHUNKS = 8
"""A room's files lie in its bundle by digest, so a candidate's are anywhere in it; most bundles fit into 8 chunks."""

_COUNTER_BYTES = 11


@dataclass(frozen=True, slots=True)
class ContentKey:
    """The key of one compartment. Whoever has it reads it; the room releases it to admitted desks at the start."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key of the wrong length."""
        if len(self.raw) != KEY_BYTES:
            raise WrongKeyError(_("内容钥匙应为 {wanted} 字节。").format(wanted=KEY_BYTES))

    @classmethod
    def generate(cls, entropy: Entropy = os.urandom) -> Self:
        return cls(entropy(KEY_BYTES))

    def wrap_to(self, public: BoxPublicKey, manifest_digest: str, compartment: str) -> bytes:
        """Seal the released key to the room's own key, so that a restarted server serves at once."""
        return public.seal(self.raw, "released key", manifest_digest.encode(), compartment.encode())

    @classmethod
    def unwrap(cls, key: BoxKey, manifest_digest: str, compartment: str, wrapped: bytes) -> Self:
        """Open what `wrap_to` made for the same file and compartment."""
        return cls(key.open(wrapped, "released key", manifest_digest.encode(), compartment.encode()))


@dataclass(frozen=True, slots=True)
class Place:
    """A compartment of one file: what every lock and chunk of it is bound to."""

    binding: bytes
    name: str

    def context(self) -> tuple[bytes, bytes]:
        """The hash of the claims and the name."""
        return self.binding, self.name.encode("ascii")


def commitment(key: ContentKey, place: Place) -> str:
    """What the manifest says about the key: only this key gives it."""
    return derive(key.raw, "content commitment", *place.context()).hex()


def lock_to_box(key: ContentKey, place: Place, recipients: Iterable[BoxPublicKey]) -> BoxEntry:
    """Seal the key to each of the recipients."""
    sealed = [Recipient(key=to.id, sealed=to.seal(key.raw, "box lock", *place.context()).hex()) for to in recipients]
    return BoxEntry(recipients=tuple(sorted(sealed, key=lambda recipient: recipient.key)))


def lock_to_rooms(
    key: ContentKey, place: Place, start_name: str, start: StartKey, rooms: Iterable[BoxPublicKey]
) -> GatedEntry:
    """Lock the key with the start key, and seal that to each of the rooms."""
    inner = encrypt(_gate_key(start, place), ZERO_NONCE, key.raw, frame("gate", *place.context()))
    sealed = [GatedRecipient(key=to.id, sealed=to.seal(inner, "room lock", *place.context()).hex()) for to in rooms]
    return GatedEntry(start=start_name, rooms=tuple(sorted(sealed, key=lambda recipient: recipient.key)))


def unlock_box(head: Head, entry: CompartmentEntry, box_key: BoxKey) -> ContentKey:
    """Open a compartment's key with one of its recipients' keys."""
    place = Place(head.binding(), entry.name)
    for lock in entry.locks:
        if isinstance(lock, BoxEntry):
            for recipient in lock.recipients:
                if recipient.key == box_key.public.id:
                    raw = box_key.open(bytes.fromhex(recipient.sealed), "box lock", *place.context())
                    return checked_key(head, entry, ContentKey(raw))
    raise WrongKeyError(_not_for(entry.name, box_key))


def unlock_gate(head: Head, entry: CompartmentEntry, room_key: BoxKey, start: StartKey) -> ContentKey:
    """Open a compartment's key with the room's key and the start key together."""
    place = Place(head.binding(), entry.name)
    for lock in entry.locks:
        if isinstance(lock, GatedEntry):
            start_lock = head.find_start(lock.start)
            if start_lock is None or start_lock.id != start.lock_id:
                continue
            for recipient in lock.rooms:
                if recipient.key == room_key.public.id:
                    inner = room_key.open(bytes.fromhex(recipient.sealed), "room lock", *place.context())
                    return checked_key(head, entry, _open_gate(inner, start, place))
    raise WrongKeyError(_not_for(entry.name, room_key))


def checked_key(head: Head, entry: CompartmentEntry, key: ContentKey) -> ContentKey:
    """Return `key` if the manifest committed to it; else raise `WrongKeyError`."""
    if commitment(key, Place(head.binding(), entry.name)) != entry.commitment:
        raise WrongKeyError(_("分区“{name}”。").format(name=entry.name))
    return key


def encrypt_chunks(key: ContentKey, place: Place, pieces: Iterable[bytes], total: int) -> Iterator[bytes]:
    """Encrypt `total` bytes of plain pieces; yields ciphertext chunks, all but the last of 1 MiB."""
    cipher_key, associated = _chunk_key(key, place), frame("chunk", *place.context())
    count = chunk_count(total)
    index = 0
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PLAIN_CHUNK_BYTES and index < count - 1:
            yield encrypt(cipher_key, _nonce(index, is_last=False), bytes(waiting[:PLAIN_CHUNK_BYTES]), associated)
            del waiting[:PLAIN_CHUNK_BYTES]
            index += 1
    if index != count - 1 or len(waiting) != total - index * PLAIN_CHUNK_BYTES:
        raise DamagedFileError(_("内容在密封时发生了变化。"))
    yield encrypt(cipher_key, _nonce(index, is_last=True), bytes(waiting), associated)


def chunk_count(plain_size: int) -> int:
    """How many chunks `plain_size` (at least 1) bytes take."""
    return -(-plain_size // PLAIN_CHUNK_BYTES)


class ChunkReader:
    """Plain bytes of a compartment, decrypted chunk by chunk as they are asked for; keeps a few chunks."""

    def __init__(
        self,
        path: Path,
        offset: int,
        head: Head,
        entry: CompartmentEntry,
        key: ContentKey,
        *,
        check_digests: bool = False,
    ) -> None:
        """`offset` is where the compartment's ciphertext begins in `path`. Raises `WrongKeyError`.

        With `check_digests` a chunk is compared with the manifest when it is read: the file was not verified whole.
        """
        place = Place(head.binding(), entry.name)
        self._cipher_key = _chunk_key(checked_key(head, entry, key), place)
        self._associated = frame("chunk", *place.context())
        self._path, self._offset, self._entry, self._check_digests = path, offset, entry, check_digests
        self._kept: dict[int, bytes] = {}
        self.size = entry.size - len(entry.chunks) * TAG_BYTES

    def pieces(self, start: int, size: int) -> Iterator[bytes]:
        """Yield the plain bytes from `start` in pieces of at most one chunk."""
        while size > 0:
            index, within = divmod(start, PLAIN_CHUNK_BYTES)
            piece = self._chunk(index)[within : within + size]
            yield piece
            start += len(piece)
            size -= len(piece)

    def read(self, start: int, size: int) -> bytes:
        """Return `size` plain bytes from `start`."""
        return b"".join(self.pieces(start, size))

    def _chunk(self, index: int) -> bytes:
        if index not in self._kept:
            while len(self._kept) >= KEPT_CHUNKS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[index] = self._decrypt(index)
        return self._kept[index]

    def _decrypt(self, index: int) -> bytes:
        last = len(self._entry.chunks) - 1
        with self._path.open("rb") as stream:
            stream.seek(self._offset + index * CHUNK_BYTES)
            ciphertext = stream.read(self._entry.chunk_size(index))
        damaged = DamagedFileError(_("分区“{name}”的第 {number} 块。").format(name=self._entry.name, number=index + 1))
        if self._check_digests and hashlib.sha256(ciphertext).hexdigest() != self._entry.chunks[index]:
            raise damaged
        try:
            return decrypt(self._cipher_key, _nonce(index, is_last=index == last), ciphertext, self._associated)
        except OpenFailedError as error:
            raise damaged from error


def _open_gate(inner: bytes, start: StartKey, place: Place) -> ContentKey:
    try:
        return ContentKey(decrypt(_gate_key(start, place), ZERO_NONCE, inner, frame("gate", *place.context())))
    except OpenFailedError as error:
        raise WrongKeyError(_("分区“{name}”。").format(name=place.name)) from error


def _gate_key(start: StartKey, place: Place) -> bytes:
    """One key for one message: the binding holds the file's random id, so the zero nonce is met once."""
    return derive(start.raw, "gate key", *place.context())


def _chunk_key(key: ContentKey, place: Place) -> bytes:
    return derive(key.raw, "chunk key", *place.context())


def _nonce(index: int, *, is_last: bool) -> bytes:
    return index.to_bytes(_COUNTER_BYTES, "big") + (b"\1" if is_last else b"\0")


def _not_for(name: str, key: BoxKey) -> str:
    return _("分区“{name}”不是封给指纹为 {print} 的钥匙的。").format(name=name, print=key.public.fingerprint())
