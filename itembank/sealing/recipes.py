"""The cryptographic recipes of suite `std-1`, each behind one small function.

Nothing is invented here: HKDF-SHA256 (RFC 5869), ChaCha20-Poly1305 (RFC 8439),
AES-256-GCM-SIV (RFC 8452), HPKE base mode (RFC 9180) with X25519, HKDF-SHA256
and ChaCha20-Poly1305, scrypt (RFC 7914). All text that is hashed, derived from
or authenticated is framed by length, so two inputs can never read as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, TypeAlias

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SUITE = "std-1"
KEY_BYTES = 32
HASH_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
BOX_OVERHEAD_BYTES = 32 + TAG_BYTES
ZERO_NONCE = bytes(NONCE_BYTES)
LABEL_PREFIX = b"jikao 1 "

SCRYPT_R = 8
SCRYPT_MIN_N = 1 << 10
SCRYPT_MAX_N = 1 << 18
SCRYPT_MAX_P = 4

Entropy: TypeAlias = Callable[[int], bytes]


class ScryptCost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cost of one memory-hard derivation: `n` blocks of 1 KiB, `p` times; bounded, so no header can exhaust us."""

    n: Annotated[int, msgspec.Meta(ge=SCRYPT_MIN_N, le=SCRYPT_MAX_N)]
    p: Annotated[int, msgspec.Meta(ge=1, le=SCRYPT_MAX_P)]
    r: Annotated[int, msgspec.Meta(ge=SCRYPT_R, le=SCRYPT_R)] = SCRYPT_R

    def __post_init__(self) -> None:
        """Refuse a cost outside the limits; decoding checks ranges, making by hand does not."""
        within = SCRYPT_MIN_N <= self.n <= SCRYPT_MAX_N and 1 <= self.p <= SCRYPT_MAX_P and self.r == SCRYPT_R
        if not within or self.n & (self.n - 1):
            raise ValueError("scrypt cost outside the limits of the format")


SHARE_COST = ScryptCost(n=1 << 15, p=1)
PASSPHRASE_COST = ScryptCost(n=1 << 17, p=1)


class OpenFailedError(Exception):
    """Authenticated decryption failed; callers turn this into their own sentence."""


def frame(label: str, *parts: bytes) -> bytes:
    """Join a label and byte strings so that no other label or split gives the same bytes."""
    pieces = [LABEL_PREFIX, label.encode("ascii"), b"\0"]
    for part in parts:
        pieces += (len(part).to_bytes(4, "big"), part)
    return b"".join(pieces)


def hash_framed(label: str, *parts: bytes) -> bytes:
    """SHA-256 of a frame, 32 bytes."""
    return hashlib.sha256(frame(label, *parts)).digest()


def derive(key: bytes, label: str, *context: bytes) -> bytes:
    """Derive a 32-byte key for one purpose from a uniformly random key."""
    return HKDF(hashes.SHA256(), KEY_BYTES, None, frame(label, *context)).derive(key)


def encrypt(key: bytes, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """ChaCha20-Poly1305; the caller owns the uniqueness of (key, nonce)."""
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated)


def decrypt(key: bytes, nonce: bytes, ciphertext: bytes, associated: bytes) -> bytes:
    """Open what `encrypt` made or raise `OpenFailedError`."""
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, associated)
    except InvalidTag as error:
        raise OpenFailedError from error


class RepeatSafeCipher:
    """AES-256-GCM-SIV: a nonce used twice tells only whether the two texts were equal.

    Needed where a desk that was set back by a power cut or a restore card may
    write the same sequence number again.
    """

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """Prepare the cipher once; it serves a whole epoch."""
        self._cipher = AESGCMSIV(key)

    def encrypt(self, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
        return self._cipher.encrypt(nonce, plaintext, associated)

    def decrypt(self, nonce: bytes, ciphertext: bytes, associated: bytes) -> bytes:
        try:
            return self._cipher.decrypt(nonce, ciphertext, associated)
        except (InvalidTag, ValueError) as error:
            raise OpenFailedError from error


def box_seal(public: X25519PublicKey, plaintext: bytes, info: bytes) -> bytes:
    """HPKE base mode, single shot: 32 bytes of encapsulated key, then the ciphertext."""
    return _box_suite().encrypt(plaintext, public, info)


def box_open(private: X25519PrivateKey, sealed: bytes, info: bytes) -> bytes:
    """Open what `box_seal` made or raise `OpenFailedError`."""
    try:
        return _box_suite().decrypt(sealed, private, info)
    except (InvalidTag, ValueError) as error:
        raise OpenFailedError from error


def stretch(secret: bytes, salt: bytes, cost: ScryptCost) -> bytes:
    """Turn something a person types into a 32-byte key, slowly on purpose."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(secret)


def _box_suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
