"""A desk's sealed hand-in file: journal, sealed files and signature in one file, for a room whose server stayed away.

Nothing in it can be read without the attempt's key; everything can be verified without one, but for the two
signatures, which need the key the desk announced for its epoch. docs/formats/hand-in-file.md is the specification.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from itembank.base.canonical import CanonicalError, parse_canonical
from itembank.base.files import sync_folder
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value, from_builtins, to_bytes
from itembank.model.events import HandInReason
from itembank.model.ids import DIGEST, check_digest
from itembank.sealing.attempt import DeskSigner, verify_hand_in
from itembank.sealing.errors import AnswerProtectionError, SealingError
from itembank.sealing.journal_file import DamagedJournalError, JournalContent, parse_journal
from itembank.sealing.keys import VerifyKey
from itembank.sealing.recipes import KEY_BYTES, frame

FIRST_LINE = b"jikao-hand-in 1\n"
NO_SIGNATURE = b"-"
MAX_HEAD_BYTES = 2 << 20
MAX_JOURNAL_BYTES = 160 << 20
MAX_FILES = 5_000
MAX_FILE_BYTES = (64 << 20) + 1024
MAX_FILES_BYTES = 512 << 20
PIECE_BYTES = 1 << 20
_HEAD_LINE = re.compile(rb"head ([1-9][0-9]{0,6})\n")
_DIGEST_LINE = re.compile(rb"sha256 ([0-9a-f]{64})\n")
_SIGNATURE_LINE = re.compile(rb"signature ([0-9a-f]{128}|-)\n")


class HandInFileError(SealingError):
    """A hand-in file is refused; nothing of it may be used."""

    def __init__(self, what: str) -> None:
        """`what` is a sentence about the place."""
        super().__init__(
            _("交卷文件不能使用：{what}").format(what=what),
            hint=_("请保留原文件，不要删除；回到那台考试机重新导出一份，再导入。"),
        )


class SealedPlace(Value, frozen=True):
    """A sealed file inside: its id and how long it is."""

    blob: str
    size_bytes: int


class FileHandIn(Value, frozen=True):
    """What the desk would have sent as its hand-in; `head` and `signature` in hexadecimal."""

    count: int
    head: str
    reason: HandInReason
    signature: str


class HandInHead(Value, frozen=True):
    """Whose work it is and from where; `room` is the SHA-256 of the room's certificate, `manifest` names the package.

    `hand_in` is None while the candidate has not handed in.
    """

    attempt: str
    epoch: int
    seat: str
    desk: str
    room: str
    manifest: str
    created: str
    journal_bytes: int
    blobs: tuple[SealedPlace, ...]
    hand_in: FileHandIn | None = None

    def __post_init__(self) -> None:
        """Refuse impossible sizes, names and orders."""
        check_digest(self.room, "room")
        check_digest(self.manifest, "manifest")
        names = [place.blob for place in self.blobs]
        sizes = [place.size_bytes for place in self.blobs]
        if not all(DIGEST.fullmatch(name) for name in names) or names != sorted(set(names)):
            raise ModelError(_("文件清单的顺序或名称不对。"))
        within = len(names) <= MAX_FILES and sum(sizes) <= MAX_FILES_BYTES and self.journal_bytes > 0
        if not within or self.journal_bytes > MAX_JOURNAL_BYTES or any(not 0 < s <= MAX_FILE_BYTES for s in sizes):
            raise ModelError(_("内容超出允许的大小。"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a hand-in file comes from; the fields are those of `HandInHead`."""

    attempt: str
    epoch: int
    seat: str
    desk: str
    room: str
    manifest: str
    created: str


def file_name(attempt: str, epoch: int) -> str:
    """Name the file of an attempt's epoch."""
    return f"hand-in-{attempt}-e{epoch}.jikao"


def write_hand_in_file(
    path: Path,
    *,
    origin: Origin,
    journal: bytes,
    blobs: Mapping[str, bytes | Path],
    signer: DeskSigner | None,
    reason: HandInReason | None = None,
) -> HandInFile:
    """Write the file whole, in place of an older one of that name, and read it back.

    `journal` are the bytes of the journal file, `blobs` the sealed files by id. With a `reason` the attempt is
    handed in: the journal must end with its `Ended` event. Raises `HandInFileError`, `OSError`.
    """
    content = _journal(journal)
    _refuse_shorter(path, content)
    head = HandInHead(
        attempt=origin.attempt,
        epoch=origin.epoch,
        seat=origin.seat,
        desk=origin.desk,
        room=origin.room,
        manifest=origin.manifest,
        created=origin.created,
        journal_bytes=len(journal),
        blobs=tuple(SealedPlace(blob=blob, size_bytes=_size(blobs[blob])) for blob in sorted(blobs)),
        hand_in=_signed_end(content, signer, reason),
    )
    spelled = to_bytes(head)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            _write(stream, spelled, journal, [blobs[blob] for blob in sorted(blobs)], signer)
            stream.flush()
            os.fsync(stream.fileno())
        read = HandInFile.open(Path(temporary))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return HandInFile(path, read.head, read.journal, read.digest, read.signature, read.first_blob)


@dataclass(frozen=True, slots=True)
class HandInFile:
    """A hand-in file that holds together; `first_blob` is where its sealed files begin."""

    path: Path
    head: HandInHead
    journal: JournalContent
    digest: bytes
    signature: bytes
    first_blob: int

    @classmethod
    def open(cls, path: Path) -> HandInFile:
        """Verify all that needs no key; raises `HandInFileError`, `OSError`."""
        with path.open("rb") as stream:
            return _read(path, _Counted(stream))

    def verify(self, desk_key: bytes) -> None:
        """Raise `HandInFileError` unless the desk with this announced key made the file and its hand-in."""
        if len(desk_key) != KEY_BYTES or not VerifyKey(desk_key).is_signed(self.signature, _signed(self.digest)):
            raise HandInFileError(_("签名不是当时作答的那台考试机的。"))
        end = self.head.hand_in
        if end is None:
            return
        try:
            head, signature = bytes.fromhex(end.head), bytes.fromhex(end.signature)
            verify_hand_in(desk_key, self.head.attempt, self.head.epoch, end.count, head, signature)
        except (AnswerProtectionError, ValueError) as error:
            raise HandInFileError(_("交卷签名与作答记录不符。")) from error

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Read the sealed files one after the other, each checked again; raises `HandInFileError`, `OSError`."""
        with self.path.open("rb") as stream:
            stream.seek(self.first_blob)
            for place in self.head.blobs:
                data = stream.read(place.size_bytes)
                if hashlib.sha256(data).hexdigest() != place.blob:
                    raise HandInFileError(_("文件块 {blob} 的摘要不符。").format(blob=place.blob[:12]))
                yield place.blob, data


# ---- writing


def _signed_end(content: JournalContent, signer: DeskSigner | None, reason: HandInReason | None) -> FileHandIn | None:
    if reason is None:
        return None
    if signer is None or not content.records:
        raise HandInFileError(_("没有签名钥匙或作答记录，不能交卷。"))
    last = content.records[-1]
    signature = signer.sign(last.seq, last.head)
    return FileHandIn(count=last.seq, head=last.head.hex(), reason=reason, signature=signature.hex())


def _refuse_shorter(path: Path, content: JournalContent) -> None:
    """A file that is there already and reaches further must stay."""
    try:
        known = HandInFile.open(path)
    except (FileNotFoundError, HandInFileError):
        return
    if known.journal.header.attempt == content.header.attempt and known.journal.last_seq > content.last_seq:
        raise HandInFileError(_("这里已有一份记录更多的交卷文件，没有覆盖它。"))


def _write(stream: BinaryIO, head: bytes, journal: bytes, blobs: list[bytes | Path], signer: DeskSigner | None) -> None:
    total = hashlib.sha256()

    def put(data: bytes) -> None:
        total.update(data)
        stream.write(data)

    put(FIRST_LINE + b"head %d\n" % len(head) + head + b"\n")
    put(journal)
    for blob in blobs:
        put(blob if isinstance(blob, bytes) else blob.read_bytes())
    signature = NO_SIGNATURE if signer is None else signer.key.sign(_signed(total.digest())).hex().encode("ascii")
    stream.write(b"sha256 %s\nsignature %s\n" % (total.hexdigest().encode("ascii"), signature))


def _size(blob: bytes | Path) -> int:
    return len(blob) if isinstance(blob, bytes) else blob.stat().st_size


def _signed(digest: bytes) -> bytes:
    return frame("hand-in file", digest)


# ---- reading


class _Counted:
    """A stream that digests what it gives and knows how far it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.total = hashlib.sha256()
        self.at = 0

    def line(self, limit: int) -> bytes:
        """Read up to and with the next LF; may be shorter at the end of the file."""
        return self._count(self._stream.readline(limit))

    def exactly(self, size: int) -> bytes:
        """Read `size` bytes; raises `HandInFileError` when the file ends before."""
        data = self._stream.read(size)
        if len(data) != size:
            raise HandInFileError(_("文件不完整，可能没有复制完。"))
        return self._count(data)

    def _count(self, data: bytes) -> bytes:
        self.total.update(data)
        self.at += len(data)
        return data


def _read(path: Path, stream: _Counted) -> HandInFile:
    if stream.line(len(FIRST_LINE)) != FIRST_LINE:
        raise HandInFileError(_("首行不是交卷文件的首行。"))
    sized = _HEAD_LINE.fullmatch(stream.line(16))
    if sized is None or int(sized[1]) > MAX_HEAD_BYTES:
        raise HandInFileError(_("文件开头不完整。"))
    head = _head(stream.exactly(int(sized[1])))
    if stream.exactly(1) != b"\n":
        raise HandInFileError(_("文件开头不完整。"))
    journal = _journal(stream.exactly(head.journal_bytes))
    first_blob = stream.at
    for place in head.blobs:
        _check_blob(stream, place)
    digest = stream.total.digest()
    end = _DIGEST_LINE.fullmatch(stream.line(80))
    if end is None or end[1] != digest.hex().encode("ascii"):
        raise HandInFileError(_("校验和不符，文件已损坏或没有复制完。"))
    signature = _SIGNATURE_LINE.fullmatch(stream.line(160))
    if signature is None or stream.line(1):
        raise HandInFileError(_("文件结尾不完整或有多余内容。"))
    signed = b"" if signature[1] == NO_SIGNATURE else bytes.fromhex(signature[1].decode("ascii"))
    _check_agreement(head, journal, signed)
    return HandInFile(path, head, journal, digest, signed, first_blob)


def _head(data: bytes) -> HandInHead:
    try:
        head = from_builtins(HandInHead, parse_canonical(data))
    except (CanonicalError, ModelError) as error:
        raise HandInFileError(_("文件开头的内容不对。")) from error
    if to_bytes(head) != data:
        raise HandInFileError(_("文件开头的内容不对。"))
    return head


def _journal(data: bytes) -> JournalContent:
    try:
        content = parse_journal(data)
    except DamagedJournalError as error:
        raise HandInFileError(error.message) from error
    if content.torn:
        raise HandInFileError(_("作答记录的末尾不完整。"))
    return content


def _check_blob(stream: _Counted, place: SealedPlace) -> None:
    one = hashlib.sha256()
    left = place.size_bytes
    while left:
        piece = stream.exactly(min(left, PIECE_BYTES))
        one.update(piece)
        left -= len(piece)
    if one.hexdigest() != place.blob:
        raise HandInFileError(_("文件块 {blob} 的摘要不符。").format(blob=place.blob[:12]))


def _check_agreement(head: HandInHead, journal: JournalContent, signature: bytes) -> None:
    """Head and journal must speak of the same attempt, epoch and end."""
    if (journal.header.attempt, journal.header.epoch) != (head.attempt, head.epoch):
        raise HandInFileError(_("作答记录属于另一次作答。"))
    end = head.hand_in
    if end is None:
        return
    last = journal.records[-1] if journal.records else None
    if not signature or last is None or (end.count, end.head) != (last.seq, last.head.hex()):
        raise HandInFileError(_("交卷信息与作答记录不符。"))
