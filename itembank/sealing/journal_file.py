"""The journal file, byte by byte; no file is touched here.

    jikao-journal 1
    frame: the header, canonical JSON (attempt, epoch, wrapped attempt key, date)
    frame: one sealed event      (epoch 4 bytes, seq 8, chain head 32, ciphertext)
    ...

A frame is `JKR1`, the length of its body, a CRC-32 over length and body (all big-endian), the body. A power cut
leaves a last frame that is cut off or garbled: it is reported as a torn tail. Damage with a whole frame behind
it cannot come from a power cut and is refused. The chain of heads is checked too, for which no key is needed.
docs/formats/journal.md is the specification.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value, from_bytes, to_bytes
from itembank.sealing.attempt import chain_head, first_head

FIRST_LINE = b"jikao-journal 1\n"
MARK = b"JKR1"
MAX_BODY_BYTES = 1 << 20
_FRAME = struct.Struct(">4sII")
_EVENT = struct.Struct(">IQ32s")


class JournalError(JikaoError):
    """The root of what can be wrong with a journal."""


class DamagedJournalError(JournalError):
    """Bytes in the middle of a journal changed; `intact` are the records before the damage."""

    def __init__(self, what: str, intact: JournalContent | None = None) -> None:
        """`what` is a sentence about the place."""
        super().__init__(
            _("作答记录已损坏：{what}").format(what=what),
            hint=_("请保留原文件，不要删除；由监考老师登记，从服务器恢复作答。"),
            code=ExitCode.REFUSED,
        )
        self.intact = intact


class JournalHeader(Value, frozen=True):
    """Whose journal it is. `wrapped_key` is the attempt key sealed to the centre, in hexadecimal."""

    attempt: str
    epoch: int
    wrapped_key: str
    created: str


@dataclass(frozen=True, slots=True)
class Record:
    """One sealed event as it was sent or will be; `head` is the chain head after it."""

    epoch: int
    seq: int
    head: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class JournalContent:
    """A journal that was read: its records hold together; `torn` are the bytes of a cut-off last frame."""

    header: JournalHeader
    records: tuple[Record, ...]
    good_bytes: int
    torn: bytes = b""

    def head_at(self, seq: int) -> bytes | None:
        """The chain head after `seq` events, if the journal reaches so far."""
        if seq == 0:
            return first_head(self.header.attempt)
        return self.records[seq - 1].head if 0 < seq <= len(self.records) else None

    @property
    def last_seq(self) -> int:
        """The number of the last event, 0 if there is none."""
        return len(self.records)


def header_bytes(header: JournalHeader) -> bytes:
    """Write the beginning of a journal."""
    return FIRST_LINE + _frame(to_bytes(header))


def record_bytes(records: Iterable[Record]) -> bytes:
    """Write records as frames."""
    return b"".join(_frame(_EVENT.pack(r.epoch, r.seq, r.head) + r.ciphertext) for r in records)


def parse_journal(data: bytes) -> JournalContent:
    """Read a journal; raises `DamagedJournalError` for anything but a torn tail."""
    if not data.startswith(FIRST_LINE):
        raise DamagedJournalError(_("首行不是作答记录的首行。"))
    body, at = _next_frame(data, len(FIRST_LINE))
    if body is None:
        raise DamagedJournalError(_("文件开头不完整。"))
    header = _header(body)
    records: list[Record] = []
    while at < len(data):
        body, after = _next_frame(data, at)
        if body is None:
            content = JournalContent(header, tuple(records), at, data[at:])
            if _has_whole_frame(data, at + 1):
                raise DamagedJournalError(_("第 {seq} 条记录。").format(seq=len(records) + 1), content)
            return content
        record = _record(body)
        if record is None or not _continues(header, records, record):
            content = JournalContent(header, tuple(records), at, data[at:])
            raise DamagedJournalError(_("第 {seq} 条记录与前面的记录接不上。").format(seq=len(records) + 1), content)
        records.append(record)
        at = after
    return JournalContent(header, tuple(records), at)


def is_chain(attempt: str, records: Iterable[Record]) -> bool:
    """Say whether records from the first one on follow each other."""
    head, epoch = first_head(attempt), 0
    for seq, record in enumerate(records, start=1):
        if record.seq != seq or record.epoch < epoch:
            return False
        head = chain_head(head, attempt, record.epoch, seq, record.ciphertext)
        if head != record.head:
            return False
        epoch = record.epoch
    return True


def _frame(body: bytes) -> bytes:
    length = struct.pack(">I", len(body))
    return _FRAME.pack(MARK, len(body), zlib.crc32(length + body)) + body


def _next_frame(data: bytes, at: int) -> tuple[bytes | None, int]:
    """Return the body of the frame at `at` and where the next one begins; no body if it is not whole."""
    end = at + _FRAME.size
    if end > len(data):
        return None, at
    mark, length, check = _FRAME.unpack_from(data, at)
    body = data[end : end + length]
    if mark != MARK or length > MAX_BODY_BYTES or len(body) != length:
        return None, at
    if zlib.crc32(struct.pack(">I", length) + body) != check:
        return None, at
    return body, end + length


def _has_whole_frame(data: bytes, at: int) -> bool:
    while (at := data.find(MARK, at)) >= 0:
        if _next_frame(data, at)[0] is not None:
            return True
        at += 1
    return False


def _header(body: bytes) -> JournalHeader:
    try:
        return from_bytes(JournalHeader, body)
    except ModelError as error:
        raise DamagedJournalError(_("文件开头的内容不对。")) from error


def _record(body: bytes) -> Record | None:
    if len(body) <= _EVENT.size:
        return None
    epoch, seq, head = _EVENT.unpack_from(body)
    return Record(epoch, seq, head, body[_EVENT.size :])


def _continues(header: JournalHeader, records: list[Record], record: Record) -> bool:
    previous = records[-1].head if records else first_head(header.attempt)
    epoch = records[-1].epoch if records else 0
    if record.seq != len(records) + 1 or not epoch <= record.epoch <= header.epoch:
        return False
    return chain_head(previous, header.attempt, record.epoch, record.seq, record.ciphertext) == record.head
