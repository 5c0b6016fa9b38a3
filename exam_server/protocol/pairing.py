"""Codes that people type or compare: they name the room's certificate and a desk that asks to be enrolled.

A code is the first bits of a SHA-256 in Crockford's base 32, read without
regard to case, hyphens and blanks; O counts as 0, I and L as 1.
"""

from __future__ import annotations

import hashlib

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_CHARACTER = 5
PAIRING_CHARACTERS = 12
COMPARE_CHARACTERS = 6
GROUP_CHARACTERS = 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def pairing_code(certificate_der: bytes) -> str:
    """Return the room's pairing code, such as "ABCD-EFGH-JKMN": 60 bits over its certificate."""
    code = _spelled(hashlib.sha256(certificate_der).digest(), PAIRING_CHARACTERS)
    return "-".join(code[at : at + GROUP_CHARACTERS] for at in range(0, len(code), GROUP_CHARACTERS))


def is_pairing_code(typed: str, certificate_der: bytes) -> bool:
    """Say whether `typed` names this certificate."""
    return plain_code(typed) == plain_code(pairing_code(certificate_der))


def compare_code(desk: str, secret_sha256: bytes) -> str:
    """Return the six characters that desk and console show while the desk waits to be enrolled."""
    return _spelled(hashlib.sha256(desk.encode("utf-8") + b"\0" + secret_sha256).digest(), COMPARE_CHARACTERS)


def plain_code(typed: str) -> str:
    """Return what a person typed without hyphens and blanks, in capitals, look-alikes resolved."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_LOOKALIKES)


def _spelled(digest: bytes, characters: int) -> str:
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - characters * BITS_PER_CHARACTER)
    places = range((characters - 1) * BITS_PER_CHARACTER, -1, -BITS_PER_CHARACTER)
    return "".join(CROCKFORD[(number >> place) & 31] for place in places)
