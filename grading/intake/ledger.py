"""The room's ledger, verified entry by entry: numbers without gaps, an unbroken chain, a signed end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from grading.intake.errors import IntakeError
from itembank.base.i18n import _
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.record import LedgerBatch, LedgerEntry
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, verify_head
from itembank.sealing.keys import VerifyKey

MAX_LINE_BYTES = 256 << 20


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream of bytes into lines without keeping more than one; raises `IntakeError` for a monstrous one."""
    rest = b""
    for piece in pieces:
        rest += piece
        *lines, rest = rest.split(b"\n")
        yield from lines
        if len(rest) > MAX_LINE_BYTES:
            raise IntakeError(_("考场日志中有一行过长。"))
    if rest:
        yield rest


def verified_entries(pieces: Iterable[bytes], ledger: str, room: VerifyKey) -> Iterator[LedgerEntry]:
    """Yield the entries of a ledger in order.

    Raises `IntakeError` (or the sealing error of a wrong signature) at the first
    batch that does not follow; the last batch must be signed by the room.
    """
    head, n, is_signed = first_ledger_head(ledger), 0, False
    for line in lines_of(pieces):
        batch = from_bytes(LedgerBatch, line)
        if batch.previous != head or next_head(head, _digest(batch)) != batch.head:
            raise IntakeError(_("考场日志在第 {n} 条之后断开或被改动。").format(n=n))
        for entry in batch.entries:
            n += 1
            if entry.n != n:
                raise IntakeError(_("考场日志缺少第 {n} 条。").format(n=n))
            yield entry
        head, is_signed = batch.head, bool(batch.signature)
        if is_signed:
            verify_head(room, LedgerHead(ledger, n, head, batch.exam_ms), batch.signature)
    if not is_signed:
        raise IntakeError(_("考场日志的末尾没有考场签名，可能被截断。"))


def _digest(batch: LedgerBatch) -> bytes:
    return sha256(to_bytes(batch.entries)).digest()
