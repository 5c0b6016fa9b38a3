"""Protection of one attempt: sealed events in a hash chain, sealed files, the desk's last signature.

The desk seals and chains, the room checks the chain without reading, the
centre checks and reads. All heads are 32 bytes. `seq` runs through the whole
attempt; `epoch` grows whenever another desk (or a restarted one) takes it up.
docs/formats/attempt.md is the specification.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from itembank.base.i18n import _
from itembank.sealing.errors import AnswerProtectionError, WrongKeyError
from itembank.sealing.keys import BoxKey, BoxPublicKey, SigningKey, VerifyKey
from itembank.sealing.readable import readable_code
from itembank.sealing.recipes import (
    HASH_BYTES,
    KEY_BYTES,
    TAG_BYTES,
    ZERO_NONCE,
    Entropy,
    OpenFailedError,
    RepeatSafeCipher,
    decrypt,
    derive,
    encrypt,
    frame,
    hash_framed,
)

MAX_EPOCH = (1 << 32) - 1
MAX_SEQ = (1 << 63) - 1
MAX_BLOB_BYTES = 512 << 20
RECEIPT_CHARACTERS = 8
_WRAP_PURPOSE = "attempt key"


class SealedEvent(NamedTuple):
    """What goes into the journal and over the line, and the chain head after it."""

    ciphertext: bytes
    head: bytes


class SealedBlob(NamedTuple):
    """A sealed file: its name is the SHA-256 of its ciphertext, in hexadecimal."""

    blob_id: str
    ciphertext: bytes


class AttemptKey:
    """The key of one attempt: made by the desk, wrapped to the centre, the same in all epochs."""

    __slots__ = ("_ciphers", "_raw")

    def __init__(self, raw: bytes) -> None:
        """Take 32 random bytes."""
        if len(raw) != KEY_BYTES:
            raise WrongKeyError(_("作答钥匙应为 {wanted} 字节。").format(wanted=KEY_BYTES))
        self._raw = raw
        self._ciphers: dict[tuple[str, int], RepeatSafeCipher] = {}

    @classmethod
    def generate(cls, entropy: Entropy = os.urandom) -> Self:
        return cls(entropy(KEY_BYTES))

    def private_bytes(self) -> bytes:
        return self._raw

    def wrap_to(self, public: BoxPublicKey, attempt: str) -> bytes:
        """Seal the key to the centre (or to the sitting key of the room); 80 bytes."""
        return public.seal(self._raw, _WRAP_PURPOSE, attempt.encode("utf-8"))

    @classmethod
    def unwrap(cls, key: BoxKey, attempt: str, wrapped: bytes) -> Self:
        """Open what `wrap_to` made for the same attempt; raises `WrongKeyError`."""
        return cls(key.open(wrapped, _WRAP_PURPOSE, attempt.encode("utf-8")))

    def __repr__(self) -> str:
        return "AttemptKey()"

    def cipher(self, attempt: str, epoch: int) -> RepeatSafeCipher:
        """One cipher an epoch, made once: deriving its key costs more than an event."""
        cipher = self._ciphers.get((attempt, epoch))
        if cipher is None:
            place = attempt.encode("utf-8"), _epoch_bytes(epoch)
            cipher = RepeatSafeCipher(derive(self._raw, "event key", *place))
            self._ciphers[attempt, epoch] = cipher
        return cipher


# ---- events


def first_head(attempt: str) -> bytes:
    """The chain head before the first event."""
    return hash_framed("attempt head", attempt.encode("utf-8"))


def chain_head(previous: bytes, attempt: str, epoch: int, seq: int, ciphertext: bytes) -> bytes:
    """The chain head after an event; needs no key, so that the room can check what it cannot read."""
    return hash_framed("event head", _place("event", attempt, epoch, seq, previous), ciphertext)


def seal_event(key: AttemptKey, attempt: str, epoch: int, seq: int, head: bytes, plaintext: bytes) -> SealedEvent:  # noqa: PLR0917 - what names one event
    """Encrypt one event after `head`; the same input always gives the same bytes."""
    place = _place("event", attempt, epoch, seq, head)
    cipher = key.cipher(attempt, epoch)
    ciphertext = cipher.encrypt(_nonce(epoch, seq), plaintext, place)
    return SealedEvent(ciphertext, hash_framed("event head", place, ciphertext))


def open_event(key: AttemptKey, attempt: str, epoch: int, seq: int, previous: bytes, ciphertext: bytes) -> bytes:  # noqa: PLR0917 - what names one event
    """Return the plain event; `previous` is the head before it. Raises `AnswerProtectionError`."""
    place = _place("event", attempt, epoch, seq, previous)
    cipher = key.cipher(attempt, epoch)
    try:
        return cipher.decrypt(_nonce(epoch, seq), ciphertext, place)
    except OpenFailedError as error:
        raise AnswerProtectionError(_("第 {seq} 条记录无法解开。").format(seq=seq)) from error


def verify_event(previous: bytes, attempt: str, epoch: int, seq: int, ciphertext: bytes, head: bytes) -> None:  # noqa: PLR0917 - what names one event
    """Raise `AnswerProtectionError` unless `head` follows from `previous` and this event."""
    if chain_head(previous, attempt, epoch, seq, ciphertext) != head:
        raise AnswerProtectionError(_("第 {seq} 条记录与前后记录接不上。").format(seq=seq))


def open_chained_event(
    key: AttemptKey, attempt: str, epoch: int, seq: int, *, previous: bytes, head: bytes, ciphertext: bytes
) -> bytes:
    """`verify_event` and `open_event` in one, spelling the event's place once; raises `AnswerProtectionError`."""
    place = _place("event", attempt, epoch, seq, previous)
    if hash_framed("event head", place, ciphertext) != head:
        raise AnswerProtectionError(_("第 {seq} 条记录与前后记录接不上。").format(seq=seq))
    try:
        return key.cipher(attempt, epoch).decrypt(_nonce(epoch, seq), ciphertext, place)
    except OpenFailedError as error:
        raise AnswerProtectionError(_("第 {seq} 条记录无法解开。").format(seq=seq)) from error


# ---- files of the candidate


def seal_blob(key: AttemptKey, plaintext: bytes) -> SealedBlob:
    """Encrypt a file; the same file of the same attempt always gives the same blob.

    The key comes from the attempt key and the content's digest, so a blob is
    sent and stored once however often it is saved. The first 32 bytes of the
    ciphertext are a keyed digest: without the attempt key nobody can tell
    whether a blob is a file they know.
    """
    if len(plaintext) > MAX_BLOB_BYTES:
        raise AnswerProtectionError(_("文件超过 {limit} MiB。").format(limit=MAX_BLOB_BYTES >> 20))
    name = _blob_name(key, plaintext)
    ciphertext = name + encrypt(_blob_key(key, name), ZERO_NONCE, plaintext, frame("blob", name))
    return SealedBlob(hashlib.sha256(ciphertext).hexdigest(), ciphertext)


def open_blob(key: AttemptKey, blob_id: str, ciphertext: bytes) -> bytes:
    """Return the plain file of blob `blob_id`; raises `AnswerProtectionError`."""
    if len(ciphertext) > MAX_BLOB_BYTES + HASH_BYTES + TAG_BYTES or not is_blob(blob_id, ciphertext):
        raise AnswerProtectionError(_("文件块 {blob} 的摘要不符。").format(blob=blob_id[:12]))
    name = ciphertext[:HASH_BYTES]
    try:
        plaintext = decrypt(_blob_key(key, name), ZERO_NONCE, ciphertext[HASH_BYTES:], frame("blob", name))
    except OpenFailedError as error:
        raise AnswerProtectionError(_("文件块 {blob} 无法解开。").format(blob=blob_id[:12])) from error
    if _blob_name(key, plaintext) != name:
        raise AnswerProtectionError(_("文件块 {blob} 的内容与名称不符。").format(blob=blob_id[:12]))
    return plaintext


def is_blob(blob_id: str, ciphertext: bytes) -> bool:
    """Say whether `ciphertext` is blob `blob_id`; needs no key."""
    return hashlib.sha256(ciphertext).hexdigest() == blob_id


# ---- hand-in


@dataclass(frozen=True, slots=True)
class DeskSigner:
    """A desk's signing key for one epoch of one attempt; fresh for each, so a fenced desk cannot sign for its heir."""

    attempt: str
    epoch: int
    key: SigningKey = field(repr=False)

    @classmethod
    def generate(cls, attempt: str, epoch: int, entropy: Entropy = os.urandom) -> Self:
        return cls(attempt, epoch, SigningKey.generate(entropy))

    @property
    def public(self) -> bytes:
        """32 bytes that the desk announces when it takes up the attempt."""
        return self.key.public.raw

    def sign(self, count: int, head: bytes) -> bytes:
        """Sign that the attempt has `count` events and ends with `head`; 64 bytes."""
        return self.key.sign(_hand_in(self.attempt, self.epoch, count, head))

    def private_bytes(self) -> bytes:
        """For the desk's sealed journal, so that a restarted desk can still hand in."""
        return self.key.private_bytes()

    @classmethod
    def from_private_bytes(cls, attempt: str, epoch: int, raw: bytes) -> Self:
        return cls(attempt, epoch, SigningKey(raw))


def verify_hand_in(public: bytes, attempt: str, epoch: int, count: int, head: bytes, signature: bytes) -> None:  # noqa: PLR0917 - what names one event
    """Raise `AnswerProtectionError` unless the desk signed this very end of the attempt."""
    if len(public) != KEY_BYTES or not VerifyKey(public).is_signed(signature, _hand_in(attempt, epoch, count, head)):
        raise AnswerProtectionError(_("交卷签名与作答记录不符。"))


def receipt_code(attempt: str, count: int, head: bytes) -> str:
    """Eight characters without 0, O, 1, I and L that desk, room and centre compute alike from the same record."""
    record = hash_framed("receipt", attempt.encode("utf-8"), _seq_bytes(count), head)
    return readable_code(record, RECEIPT_CHARACTERS)


def _hand_in(attempt: str, epoch: int, count: int, head: bytes) -> bytes:
    return _place("hand-in", attempt, epoch, count, head)


def _place(label: str, attempt: str, epoch: int, seq: int, head: bytes) -> bytes:
    if len(head) != HASH_BYTES:
        raise AnswerProtectionError(_("链值应为 {wanted} 字节。").format(wanted=HASH_BYTES))
    return frame(label, attempt.encode("utf-8"), _epoch_bytes(epoch), _seq_bytes(seq), head)


def _nonce(epoch: int, seq: int) -> bytes:
    return _epoch_bytes(epoch) + _seq_bytes(seq)


def _epoch_bytes(epoch: int) -> bytes:
    if not 0 <= epoch <= MAX_EPOCH:
        raise AnswerProtectionError(_("机位序号 {epoch} 超出范围。").format(epoch=epoch))
    return epoch.to_bytes(4, "big")


def _seq_bytes(seq: int) -> bytes:
    if not 0 <= seq <= MAX_SEQ:
        raise AnswerProtectionError(_("记录序号 {seq} 超出范围。").format(seq=seq))
    return seq.to_bytes(8, "big")


def _blob_name(key: AttemptKey, plaintext: bytes) -> bytes:
    return derive(key.private_bytes(), "blob name", hashlib.sha256(plaintext).digest())


def _blob_key(key: AttemptKey, name: bytes) -> bytes:
    return derive(key.private_bytes(), "blob key", name)
