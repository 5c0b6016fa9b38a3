"""Files broken at random, from a seed: bytes flipped, ends cut off, parts swapped, emptied, taken from another file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from tests.grading.office.builders import zip_of

Parts = dict[str, bytes]


def broken(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a file with something wrong in it; `other` lends its parts."""
    return chance.choice((flipped, flipped, cut, stretched, with_broken_parts, with_broken_parts))(data, other, chance)


def flipped(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them changed."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, _other: bytes, chance: random.Random) -> bytes:
    """Return the bytes without their end, or without something in their middle."""
    first, second = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:first] if chance.random() < 0.5 else data[:first] + data[second:]


def stretched(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return the bytes with foreign ones in between."""
    place, start = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    return data[:place] + other[start : start + chance.randint(1, 4_000)] + data[place:]


def with_broken_parts(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a sound package whose parts are wrong."""
    parts, lent = _parts(data), _parts(other)
    if not parts:
        return flipped(data, other, chance)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_CHANGES)(parts, lent, chance)
    return zip_of(dict(parts))


def _parts(data: bytes) -> Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError):
        return {}


def _swap(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    one, two = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[two] = parts[two], parts[one]


def _empty(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    parts[chance.choice(list(parts))] = b""


def _drop(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    if len(parts) > 1:
        del parts[chance.choice(list(parts))]


def _borrow(parts: Parts, lent: Parts, chance: random.Random) -> None:
    if lent:
        parts[chance.choice(list(parts))] = chance.choice(list(lent.values()))


def _flip(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    name = chance.choice(list(parts))
    parts[name] = flipped(parts[name], b"", chance)


def _repeat(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    """Put a stretch of a part in again many times: long lists, deep nesting, broken tags."""
    name = chance.choice(list(parts))
    text = parts[name]
    first, second = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    parts[name] = text[:second] + text[first : min(second, first + 500)] * chance.randint(1, 60) + text[second:]


def _reword(parts: Parts, _lent: Parts, chance: random.Random) -> None:
    """Put another number in the place of one: sizes, indexes, references."""
    name = chance.choice(list(parts))
    digits = str(chance.choice((0, -1, 7, 65_536, 2**31, 10**18))).encode()
    for _ in range(chance.randint(1, 30)):
        places = [i for i, byte in enumerate(parts[name][:200_000]) if 48 <= byte <= 57]
        if places:
            place = chance.choice(places)
            parts[name] = parts[name][:place] + digits + parts[name][place + 1 :]


_CHANGES: tuple[Callable[[Parts, Parts, random.Random], None], ...] = (
    _swap, _empty, _drop, _borrow, _flip, _flip, _repeat, _reword, _reword,
)  # fmt: skip
