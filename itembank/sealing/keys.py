"""The four kinds of keys: who may sign, who may check, who may open, to whom one may seal.

Private keys never show themselves in `repr`; how they lie in files is the
business of `keyfiles`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from itembank.base.i18n import _
from itembank.sealing.errors import KeyFileError, UntrustedSignatureError, WrongKeyError
from itembank.sealing.readable import in_groups, readable_code
from itembank.sealing.recipes import (
    KEY_BYTES,
    Entropy,
    OpenFailedError,
    box_open,
    box_seal,
    frame,
    hash_framed,
)

SIGNATURE_BYTES = 64
KEY_ID_BYTES = 16
FINGERPRINT_CHARACTERS = 20


class KeyKind(StrEnum):
    """What a key is for; the word in the first line of its file."""

    SIGNING_PRIVATE = "signing-private"
    SIGNING_PUBLIC = "signing-public"
    BOX_PRIVATE = "box-private"
    BOX_PUBLIC = "box-public"


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """An Ed25519 public key: checks signatures."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse a key of the wrong length."""
        _require_length(self.raw)

    @property
    def id(self) -> str:
        """32 hexadecimal characters that name the key in files."""
        return _key_id(KeyKind.SIGNING_PUBLIC, self.raw)

    def fingerprint(self) -> str:
        """20 characters in groups of four, for two people to compare."""
        return _fingerprint(KeyKind.SIGNING_PUBLIC, self.raw)

    def is_signed(self, signature: bytes, message: bytes) -> bool:
        """Say whether `signature` is this key's signature of `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raise `UntrustedSignatureError` unless `signature` is this key's signature of `message`."""
        if not self.is_signed(signature, message):
            raise UntrustedSignatureError(_("签名与内容不符（签名者指纹 {print}）。").format(print=self.fingerprint()))


@dataclass(frozen=True, slots=True)
class BoxPublicKey:
    """An X25519 public key: anybody can seal to it."""

    raw: bytes

    def __post_init__(self) -> None:
        """Refuse a key of the wrong length."""
        _require_length(self.raw)

    @property
    def id(self) -> str:
        """32 hexadecimal characters that name the key in files."""
        return _key_id(KeyKind.BOX_PUBLIC, self.raw)

    def fingerprint(self) -> str:
        """20 characters in groups of four, for two people to compare."""
        return _fingerprint(KeyKind.BOX_PUBLIC, self.raw)

    def seal(self, plaintext: bytes, purpose: str, *context: bytes) -> bytes:
        """Seal a short secret (48 bytes longer); it opens only with the same purpose and context."""
        info = frame(purpose, self.raw, *context)
        try:
            return box_seal(X25519PublicKey.from_public_bytes(self.raw), plaintext, info)
        except ValueError as error:
            raise KeyFileError(_("公钥 {print} 无效。").format(print=self.fingerprint())) from error


class SigningKey:
    """An Ed25519 private key: signs."""

    __slots__ = ("_key", "public")

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes of RFC 8032's private key."""
        _require_length(raw)
        self._key = Ed25519PrivateKey.from_private_bytes(raw)
        self.public = VerifyKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, entropy: Entropy = os.urandom) -> Self:
        return cls(entropy(KEY_BYTES))

    def sign(self, message: bytes) -> bytes:
        """Return 64 bytes, always the same for the same message."""
        return self._key.sign(message)

    def private_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    def __repr__(self) -> str:
        return f"SigningKey(id={self.public.id})"


class BoxKey:
    """An X25519 private key: opens what was sealed to its public half."""

    __slots__ = ("_key", "public")

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes of RFC 7748's private key."""
        _require_length(raw)
        self._key = X25519PrivateKey.from_private_bytes(raw)
        self.public = BoxPublicKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, entropy: Entropy = os.urandom) -> Self:
        return cls(entropy(KEY_BYTES))

    def open(self, sealed: bytes, purpose: str, *context: bytes) -> bytes:
        """Open what `BoxPublicKey.seal` made with the same purpose and context."""
        try:
            return box_open(self._key, sealed, frame(purpose, self.public.raw, *context))
        except OpenFailedError as error:
            raise WrongKeyError(_("钥匙指纹 {print}。").format(print=self.public.fingerprint())) from error

    def private_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    def __repr__(self) -> str:
        return f"BoxKey(id={self.public.id})"


def _require_length(raw: bytes) -> None:
    if len(raw) != KEY_BYTES:
        raise KeyFileError(_("钥匙应为 {wanted} 字节，实为 {found} 字节。").format(wanted=KEY_BYTES, found=len(raw)))


def _key_id(kind: KeyKind, raw: bytes) -> str:
    return hash_framed("key id", kind.encode("ascii"), raw)[:KEY_ID_BYTES].hex()


def _fingerprint(kind: KeyKind, raw: bytes) -> str:
    return in_groups(readable_code(hash_framed("fingerprint", kind.encode("ascii"), raw), FINGERPRINT_CHARACTERS))
