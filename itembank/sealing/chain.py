"""The room ledger's chain: one head a batch, signed by the room.

What lies in a batch is not known here, only its digest. Old heads in other
hands (desks, stand-by, the printed record) are what keeps the room honest.
"""

from __future__ import annotations

from dataclasses import dataclass

from itembank.base.i18n import _
from itembank.sealing.errors import LedgerSignatureError
from itembank.sealing.keys import SigningKey, VerifyKey
from itembank.sealing.readable import readable_code
from itembank.sealing.recipes import HASH_BYTES, frame, hash_framed

SPOKEN_HEAD_CHARACTERS = 8
_MAX_NUMBER = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """A point of a room's ledger: after `n` entries it had `head`, at `exam_ms` of the exam clock.

    `ledger` names the one ledger meant: exam, sitting, room and store in one text.
    """

    ledger: str
    n: int
    head: bytes
    exam_ms: int

    def __post_init__(self) -> None:
        """Refuse what no ledger can have."""
        if not (0 <= self.n <= _MAX_NUMBER and 0 <= self.exam_ms <= _MAX_NUMBER):
            raise LedgerSignatureError(_("序号或时间超出范围。"))
        if len(self.head) != HASH_BYTES:
            raise LedgerSignatureError(_("链值应为 {wanted} 字节。").format(wanted=HASH_BYTES))

    def code(self) -> str:
        """Eight characters for people to compare with a printed record."""
        return readable_code(hash_framed("ledger code", self.spelled()), SPOKEN_HEAD_CHARACTERS)

    def spelled(self) -> bytes:
        """The bytes that are signed."""
        numbers = self.n.to_bytes(8, "big"), self.exam_ms.to_bytes(8, "big")
        return frame("ledger head", self.ledger.encode("utf-8"), *numbers, self.head)


def first_ledger_head(ledger: str) -> bytes:
    """The head of an empty ledger."""
    return hash_framed("ledger", ledger.encode("utf-8"))


def next_head(previous: bytes, payload_digest: bytes) -> bytes:
    """The head after a batch whose canonical bytes have the SHA-256 `payload_digest`."""
    if len(previous) != HASH_BYTES or len(payload_digest) != HASH_BYTES:
        raise LedgerSignatureError(_("链值应为 {wanted} 字节。").format(wanted=HASH_BYTES))
    return hash_framed("ledger batch", previous, payload_digest)


def sign_head(key: SigningKey, head: LedgerHead) -> bytes:
    """Sign a point of the ledger with the room's key; 64 bytes."""
    return key.sign(head.spelled())


def verify_head(key: VerifyKey, head: LedgerHead, signature: bytes) -> None:
    """Raise `LedgerSignatureError` unless the room signed this very point."""
    if not key.is_signed(signature, head.spelled()):
        raise LedgerSignatureError(_("第 {n} 条之后的链值不是这个考场签的。").format(n=head.n))
