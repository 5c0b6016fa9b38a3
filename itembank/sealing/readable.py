"""Short codes for people to read aloud and compare, made from hash values.

Not secret and not reversible: a fingerprint or a receipt code only says
whether two machines mean the same bytes.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUP_CHARACTERS = 4


def readable_code(hash_value: bytes, characters: int) -> str:
    """Spell a hash with 31 letters and digits, without 0, O, 1, I and L; about 4.95 bits a character."""
    number = int.from_bytes(hash_value, "big")
    spelled = []
    for _place in range(characters):
        number, place = divmod(number, len(ALPHABET))
        spelled.append(ALPHABET[place])
    return "".join(spelled)


def in_groups(code: str) -> str:
    """Put a hyphen after every fourth character."""
    return "-".join(code[at : at + GROUP_CHARACTERS] for at in range(0, len(code), GROUP_CHARACTERS))
