"""Compound files (OLE2): which streams lie at their root, so that old and encrypted files are named for what they are.

Reads the directory only, within the bytes given and a number of steps; a broken
one gives what was found so far. Nothing inside a stream is looked at.
"""

from __future__ import annotations

import struct

OLE2_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER_SIZE, _ENTRY_SIZE, _NAME_BYTES = 512, 128, 64
_HEADER_FAT_SLOTS = 109
_SECTOR_SHIFTS = {9, 12}
_LAST_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_ENTRIES_MAX, _FAT_SECTORS_MAX = 4_096, 2_048


def root_streams(data: bytes) -> tuple[str, ...]:
    """Return the names of the streams and storages directly under the root; () when the directory is broken."""
    if not data.startswith(OLE2_MAGIC) or len(data) < _HEADER_SIZE:
        return ()
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in _SECTOR_SHIFTS:
        return ()
    directory = _directory(data, 1 << shift)
    if len(directory) < _ENTRY_SIZE:
        return ()
    return _children(directory, struct.unpack_from("<L", directory, 76)[0])


def _directory(data: bytes, sector_size: int) -> bytes:
    """Follow the directory's chain of sectors through the allocation table."""
    table = _allocation_table(data, sector_size)
    sector: int = struct.unpack_from("<L", data, 48)[0]
    found, seen = bytearray(), set[int]()
    while sector < _LAST_SECTOR and sector not in seen and len(found) < _ENTRIES_MAX * _ENTRY_SIZE:
        seen.add(sector)
        found += _sector(data, sector, sector_size)
        place = sector * 4
        if place + 4 > len(table):
            break
        sector = struct.unpack_from("<L", table, place)[0]
    return bytes(found)


def _allocation_table(data: bytes, sector_size: int) -> bytes:
    """Join the sectors of the table that the header lists, and those that its further lists name."""
    numbers = list(struct.unpack_from(f"<{_HEADER_FAT_SLOTS}L", data, 76))
    following, seen = struct.unpack_from("<L", data, 68)[0], set[int]()
    while following < _LAST_SECTOR and following not in seen and len(numbers) < _FAT_SECTORS_MAX:
        seen.add(following)
        more = _sector(data, following, sector_size)
        if len(more) < sector_size:
            break
        *listed, following = struct.unpack(f"<{sector_size // 4}L", more)
        numbers.extend(listed)
    used = [number for number in numbers[:_FAT_SECTORS_MAX] if number < _LAST_SECTOR]
    return b"".join(_sector(data, number, sector_size) for number in used)


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    return data[start : start + size]


def _children(directory: bytes, first: int) -> tuple[str, ...]:
    """Walk the tree of the root's children; entries are nodes with a left and a right neighbour."""
    found: list[str] = []
    waiting, seen = [first], set[int]()
    while waiting and len(seen) < _ENTRIES_MAX:
        number = waiting.pop()
        place = number * _ENTRY_SIZE
        if number == _NO_ENTRY or number in seen or place + _ENTRY_SIZE > len(directory):
            continue
        seen.add(number)
        length, _kind, _colour, left, right = struct.unpack_from("<HBBLL", directory, place + _NAME_BYTES)
        raw = directory[place : place + max(0, min(length, _NAME_BYTES) - 2)]
        found.append(raw.decode("utf-16-le", "replace"))
        waiting.extend((left, right))
    return tuple(found)
