"""The head of a sealed file: readable first line, signed manifest, signature.

    jikao-sealed 1 paper-package
    manifest 1234
    {canonical JSON of 1234 bytes}
    signature KEY-ID SIGNATURE
    ... ciphertext of the compartments, in the manifest's order, nothing after it

The signature is checked before the JSON is read. docs/formats/sealed.md has a
MUST for every refusal here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, BinaryIO, NamedTuple

import msgspec

from itembank.base.canonical import canonical_bytes
from itembank.base.i18n import _
from itembank.sealing.errors import (
    DamagedFileError,
    LimitExceededError,
    UnknownFormatError,
    UntrustedSignatureError,
    VersionTooOldError,
)
from itembank.sealing.keys import SIGNATURE_BYTES, SigningKey, VerifyKey
from itembank.sealing.recipes import BOX_OVERHEAD_BYTES, KEY_BYTES, SUITE, TAG_BYTES, frame, hash_framed
from itembank.sealing.start import Hex16, Hex32, Name, StartLock

MAGIC = "jikao-sealed"
FORMAT_VERSION = "1"
CHUNK_BYTES = 1 << 20
MAX_FIRST_LINE_BYTES = 80
MAX_MANIFEST_BYTES = 8 << 20
MAX_COMPARTMENTS = 256
MAX_CHUNKS = 16384
MAX_RECIPIENTS = 2000
MAX_LOCKS = 4
MAX_STARTS = 16
MAX_NOTES = 32
MAX_SERIAL = 1 << 31
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

_MANIFEST_LINE = re.compile(rb"manifest ([1-9][0-9]{0,7})\n")
_SIGNATURE_LINE = re.compile(rb"signature ([0-9a-f]{32}) ([0-9a-f]{128})\n")
_SIGNATURE_LINE_BYTES = len("signature ") + 32 + 1 + 2 * SIGNATURE_BYTES + 1

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
TimeText = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?\Z")]
Version = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}\Z")]
_BOXED_HEX = 2 * (BOX_OVERHEAD_BYTES + KEY_BYTES)
_DOUBLE_BOXED_HEX = _BOXED_HEX + 2 * TAG_BYTES
Boxed = Annotated[str, msgspec.Meta(pattern=rf"^[0-9a-f]{{{_BOXED_HEX}}}\Z")]
DoubleBoxed = Annotated[str, msgspec.Meta(pattern=rf"^[0-9a-f]{{{_DOUBLE_BOXED_HEX}}}\Z")]


class Kind(StrEnum):
    """What a sealed file is; the word in its first line."""

    PAPER_PACKAGE = "paper-package"
    MARKING_PACKAGE = "marking-package"
    ANSWER_BUNDLE = "answer-bundle"
    HAND_IN = "hand-in"
    ROOM_CARD = "room-card"


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every field is written, none is unknown."""


class Claims(_Strict, frozen=True):
    """What the signer says about the file; callers get it only after the signature was checked.

    `id` makes the file one of its kind, `serial` orders files of one exam,
    sitting and kind (a caller refuses an older or repeated one), `not_before`
    may be empty, `needs` names programs with the oldest version that reads the
    file, `notes` are further short facts by name.
    """

    id: Hex16
    kind: Kind
    suite: str
    exam: Line
    sitting: Line
    serial: Annotated[int, msgspec.Meta(ge=1, le=MAX_SERIAL)]
    created: TimeText
    not_before: TimeText
    needs: Annotated[dict[Name, Version], msgspec.Meta(max_length=MAX_NOTES)]
    notes: Annotated[dict[Name, Line], msgspec.Meta(max_length=MAX_NOTES)]

    def not_before_time(self) -> datetime | None:
        """The earliest moment of opening, in UTC, if there is one."""
        return _parse_time(self.not_before) if self.not_before else None

    def created_time(self) -> datetime:
        """When the file was made, by the maker's clock, in UTC."""
        return _parse_time(self.created)

    def require_version(self, program: str, present: str) -> None:
        """Raise `VersionTooOldError` if the file needs a newer `program` than `present`."""
        needed = self.needs.get(program)
        if needed is not None and _version(present) < _version(needed):
            raise VersionTooOldError(program, needed, present)


class Recipient(_Strict, frozen=True):
    """A content key sealed to one key."""

    key: Hex16
    sealed: Boxed


class GatedRecipient(_Strict, frozen=True):
    """A content key locked by the start key, and that sealed to one room."""

    key: Hex16
    sealed: DoubleBoxed


class BoxEntry(_Strict, frozen=True, tag_field="lock", tag="box"):
    """Any one of the recipients opens the compartment."""

    recipients: Annotated[tuple[Recipient, ...], msgspec.Meta(min_length=1, max_length=MAX_RECIPIENTS)]


class GatedEntry(_Strict, frozen=True, tag_field="lock", tag="room+shares"):
    """A room's key and the start key together open the compartment."""

    start: Name
    rooms: Annotated[tuple[GatedRecipient, ...], msgspec.Meta(min_length=1, max_length=MAX_RECIPIENTS)]


class CompartmentEntry(_Strict, frozen=True):
    """One compartment: ciphertext size in bytes, SHA-256 of every chunk of 1 MiB, commitment, locks."""

    name: Name
    size: Annotated[int, msgspec.Meta(ge=TAG_BYTES + 1, le=MAX_CHUNKS * CHUNK_BYTES)]
    chunks: Annotated[tuple[Hex32, ...], msgspec.Meta(min_length=1, max_length=MAX_CHUNKS)]
    commitment: Hex32
    locks: Annotated[tuple[BoxEntry | GatedEntry, ...], msgspec.Meta(min_length=1, max_length=MAX_LOCKS)]

    def chunk_size(self, index: int) -> int:
        """Bytes of chunk `index` (from 0)."""
        return min(CHUNK_BYTES, self.size - index * CHUNK_BYTES)


class Manifest(_Strict, frozen=True):
    """Everything the signature covers besides the first line."""

    claims: Claims
    starts: Annotated[tuple[StartLock, ...], msgspec.Meta(max_length=MAX_STARTS)]
    compartments: Annotated[tuple[CompartmentEntry, ...], msgspec.Meta(max_length=MAX_COMPARTMENTS)]


@dataclass(frozen=True, slots=True)
class Head:
    """A checked head: `raw` are its bytes, `digest` names this very file in logs and records.

    `signer` is None where another channel vouched for the head (`open_vouched_head`).
    """

    raw: bytes
    manifest: Manifest
    signer: VerifyKey | None
    digest: str

    def binding(self) -> bytes:
        """The hash of the claims, bound into every lock and chunk."""
        return claims_binding(self.manifest.claims)

    def find(self, name: str) -> CompartmentEntry | None:
        """The compartment of that name."""
        return next((entry for entry in self.manifest.compartments if entry.name == name), None)

    def find_start(self, name: str) -> StartLock | None:
        """The start lock of that name."""
        return next((lock for lock in self.manifest.starts if lock.name == name), None)


class _HeadLines(NamedTuple):
    kind: Kind
    first: bytes
    body: bytes
    key_id: str
    signature: bytes


def claims_binding(claims: Claims) -> bytes:
    """Hash the claims; known before a byte is encrypted, unlike the manifest with its digests."""
    return hash_framed("claims", canonical_bytes(msgspec.to_builtins(claims)))


def time_text(moment: datetime) -> str:
    """Write an aware moment as manifests do: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime(TIME_FORMAT)


def make_head(manifest: Manifest, signer: SigningKey) -> Head:
    """Sign a manifest; refuses one that a reader would refuse."""
    check_manifest(manifest)
    body = canonical_bytes(msgspec.to_builtins(manifest))
    if len(body) > MAX_MANIFEST_BYTES:
        raise LimitExceededError(
            _("清单有 {size} 字节，最多 {limit} 字节。").format(size=len(body), limit=MAX_MANIFEST_BYTES)
        )
    _parse_manifest(body)
    first = _first_line(manifest.claims.kind)
    signature = signer.sign(_signed(first, body))
    tail = f"signature {signer.public.id} {signature.hex()}\n".encode("ascii")
    raw = b"".join((first, b"manifest %d\n" % len(body), body, b"\n", tail))
    return Head(raw, manifest, signer.public, _head_digest(first, body))


def read_head_bytes(stream: BinaryIO) -> bytes:
    """Read a head and not a byte more, with its limits; nothing is verified yet."""
    first = stream.readline(MAX_FIRST_LINE_BYTES)
    _kind_of(first)
    second = stream.readline(MAX_FIRST_LINE_BYTES)
    rest = _manifest_length(second) + 1 + _SIGNATURE_LINE_BYTES
    return first + second + stream.read(rest)


def open_head(raw: bytes, trusted: Collection[VerifyKey]) -> Head:
    """Verify the bytes of a head: first line, signature by a trusted key, structure.

    Raises `UnknownFormatError`, `DamagedFileError`, `LimitExceededError` or `UntrustedSignatureError`.
    """
    lines = _take_apart(raw)
    signer = next((key for key in trusted if key.id == lines.key_id), None)
    if signer is None:
        raise UntrustedSignatureError(_("签名钥匙 {key} 不在受信任的公钥之中。").format(key=lines.key_id))
    signer.verify(lines.signature, _signed(lines.first, lines.body))
    return _checked_head(raw, lines, signer)


def open_vouched_head(raw: bytes) -> Head:
    """Check everything about a head but its signature.

    Only for a desk that has no key of the centre and got the head from its
    paired room over the pinned connection: then the room vouches for it.
    """
    return _checked_head(raw, _take_apart(raw), None)


def peek_claims(raw: bytes) -> Claims:
    """What a head says of itself, with NOTHING verified.

    For a file that carries its own key, and for telling a person which file an untrusted one claims to be.
    """
    return _parse_manifest(_take_apart(raw).body).claims


def _checked_head(raw: bytes, lines: _HeadLines, signer: VerifyKey | None) -> Head:
    manifest = _parse_manifest(lines.body)
    check_manifest(manifest)
    if manifest.claims.kind is not lines.kind:
        raise DamagedFileError(_("首行与清单中的种类不一致。"))
    return Head(raw, manifest, signer, _head_digest(lines.first, lines.body))


def check_manifest(manifest: Manifest) -> None:
    """Refuse what the types cannot: unknown suite, impossible sizes, doubled or missing names."""
    claims = manifest.claims
    if claims.suite != SUITE:
        raise UnknownFormatError(_("密码套件“{suite}”不受支持。").format(suite=claims.suite[:20]))
    _parse_time(claims.created)
    claims.not_before_time()
    _refuse_doubled([lock.name for lock in manifest.starts])
    _refuse_doubled([lock.tag for lock in manifest.starts])
    _refuse_doubled([entry.name for entry in manifest.compartments])
    starts = {lock.name for lock in manifest.starts}
    for entry in manifest.compartments:
        _check_sizes(entry)
        for lock in entry.locks:
            keys = lock.recipients if isinstance(lock, BoxEntry) else lock.rooms
            _refuse_doubled([recipient.key for recipient in keys])
            if isinstance(lock, GatedEntry) and lock.start not in starts:
                raise DamagedFileError(_("分区“{name}”所需的启封锁不存在。").format(name=entry.name))


def _check_sizes(entry: CompartmentEntry) -> None:
    last = entry.size - (len(entry.chunks) - 1) * CHUNK_BYTES
    if not TAG_BYTES < last <= CHUNK_BYTES:
        raise DamagedFileError(_("分区“{name}”的大小与分块数不符。").format(name=entry.name))


def _refuse_doubled(names: list[str]) -> None:
    """Names that differ only in capitals count as doubled: they may become file names."""
    if len({name.casefold() for name in names}) != len(names):
        raise DamagedFileError(_("清单中有重复的名称。"))


def _parse_manifest(body: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFileError(_("清单的结构不对：{error}。").format(error=error)) from error
    if canonical_bytes(msgspec.to_builtins(manifest)) != body:
        raise DamagedFileError(_("清单不是规范写法。"))
    return manifest


def _take_apart(raw: bytes) -> _HeadLines:
    first_end = raw.find(b"\n", 0, MAX_FIRST_LINE_BYTES) + 1
    first = raw[:first_end]
    kind = _kind_of(first)
    second_end = raw.find(b"\n", first_end, first_end + MAX_FIRST_LINE_BYTES) + 1
    length = _manifest_length(raw[first_end:second_end])
    body, tail = raw[second_end : second_end + length], raw[second_end + length :]
    signature = _SIGNATURE_LINE.fullmatch(tail, 1)
    if len(body) != length or not tail.startswith(b"\n") or signature is None:
        raise DamagedFileError(_("文件头不完整，或签名行不对。"))
    return _HeadLines(kind, first, body, signature[1].decode("ascii"), bytes.fromhex(signature[2].decode("ascii")))


def _kind_of(first: bytes) -> Kind:
    words = first.removesuffix(b"\n").decode("utf-8", "replace").split(" ")
    if words[0] != MAGIC or not first.endswith(b"\n"):
        raise UnknownFormatError(_("首行不是机考密封文件的首行。"))
    if words[1:2] != [FORMAT_VERSION]:
        raise UnknownFormatError(_("格式版本不受支持。"))
    try:
        kind = Kind(" ".join(words[2:]))
    except ValueError as error:
        raise UnknownFormatError(_("文件种类不受支持。")) from error
    return kind


def _manifest_length(line: bytes) -> int:
    matched = _MANIFEST_LINE.fullmatch(line)
    if matched is None:
        raise DamagedFileError(_("清单长度行不对。"))
    length = int(matched[1])
    if length > MAX_MANIFEST_BYTES:
        raise LimitExceededError(
            _("清单有 {size} 字节，最多 {limit} 字节。").format(size=length, limit=MAX_MANIFEST_BYTES)
        )
    return length


def _first_line(kind: Kind) -> bytes:
    return f"{MAGIC} {FORMAT_VERSION} {kind}\n".encode("ascii")


def _signed(first: bytes, body: bytes) -> bytes:
    return frame("manifest", first, body)


def _head_digest(first: bytes, body: bytes) -> str:
    return hash_framed("manifest digest", first, body).hex()


def _parse_time(text: str) -> datetime:
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise DamagedFileError(_("清单中的时间“{text}”不存在。").format(text=text)) from error


def _version(text: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"[0-9]+", text)[:4]]
    return tuple(numbers + [0] * (4 - len(numbers)))
