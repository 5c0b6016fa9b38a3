"""Reads where a shortcut leads: Windows .lnk (MS-SHLLINK), .url and .desktop files. Nothing is followed."""

from __future__ import annotations

import re
import struct
from configparser import ConfigParser, Error

HEADER = b"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
HEADER_BYTES = 76
HAS_ID_LIST, HAS_LINK_INFO, HAS_NAME, HAS_RELATIVE_PATH, IS_UNICODE = 0x01, 0x02, 0x04, 0x08, 0x80
LARGEST_BYTES = 64 * 1024
_SECTION = re.compile(r"^\s*\[(InternetShortcut|Desktop Entry)\]", re.IGNORECASE | re.MULTILINE)


def target_of(data: bytes) -> str | None:
    """Return the path or address a shortcut leads to, None for bytes that are no shortcut."""
    if len(data) > LARGEST_BYTES:
        return None
    if data.startswith(HEADER):
        try:
            return _link(data)
        except (struct.error, IndexError, UnicodeDecodeError):
            return None
    return _text_link(data)


def _link(data: bytes) -> str:
    flags = struct.unpack_from("<I", data, 20)[0]
    place = HEADER_BYTES
    if flags & HAS_ID_LIST:
        place += 2 + struct.unpack_from("<H", data, place)[0]
    path = ""
    if flags & HAS_LINK_INFO:
        length, _header, info_flags, _volume, base = struct.unpack_from("<5I", data, place)
        if info_flags & 1:
            path = _zero_ended(data[place + base : place + length])
        place += length
    if path:
        return path
    if flags & HAS_NAME:
        place += _string_bytes(data, place, flags)
    return _string(data, place, flags) if flags & HAS_RELATIVE_PATH else ""


def _string_bytes(data: bytes, place: int, flags: int) -> int:
    count = int(struct.unpack_from("<H", data, place)[0])
    return 2 + count * (2 if flags & IS_UNICODE else 1)


def _string(data: bytes, place: int, flags: int) -> str:
    end = place + _string_bytes(data, place, flags)
    raw = data[place + 2 : end]
    return raw.decode("utf-16-le") if flags & IS_UNICODE else raw.decode("gb18030")


def _zero_ended(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("gb18030")


def _text_link(data: bytes) -> str | None:
    for name in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(name)
            break
        except UnicodeDecodeError:
            continue
    else:
        return None
    section = _SECTION.search(text)
    if section is None:
        return None
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except Error:
        return None
    values = parser[section[1]] if parser.has_section(section[1]) else {}
    return values.get("url") or values.get("exec") or None
