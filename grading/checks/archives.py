"""What is in an archive that a candidate packed: names as people see them, bytes within limits.

A file that is no archive at all earns nothing. An archive that cannot be listed or read here (another kind, a part of
a split one, damaged, locked with a password, a rare method) may be right, and a person looks.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.subject import UNREADABLE
from itembank.base.canonical import digest
from itembank.base.i18n import _

MEMBERS_MAX = 2_000
INFLATED_MAX = 100 << 20
OTHER_ARCHIVES: tuple[tuple[str, bytes], ...] = (
    ("RAR", b"Rar!\x1a\x07"), ("7z", b"7z\xbc\xaf\x27\x1c"), ("gzip", b"\x1f\x8b"), ("bzip2", b"BZh"),
    ("xz", b"\xfd7zXZ\x00"), ("CAB", b"MSCF"), ("ACE", b"**ACE**"), ("LZH", b"-lh"),
)  # fmt: skip
TAR_MARK = (257, b"ustar")
LZH_PLACE = 2
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
UTF_8_FLAG = 0x800
UNICODE_PATH = 0x7075
# What systems put in by themselves; nobody packs it.
BY_SYSTEMS = re.compile(r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)


def names_of(data: bytes, path: str) -> list[str]:
    """Return the names of the files in a zip, in its order; raises `NotThereError` or `CannotJudgeError`."""
    return [name for name, _size in sizes_of(data, path)]


def sizes_of(data: bytes, path: str) -> list[tuple[str, int]]:
    """Return name and unpacked size in bytes of the files in a zip, in its order; raises the same."""
    with _opened(data, path) as archive:
        return [(member_name(info), info.file_size) for info in _files(archive, path)]


def digests_of(data: bytes, path: str) -> dict[str, str]:
    """Return name and digest of every file in a zip, within limits; raises the same."""
    with _opened(data, path) as archive:
        infos = _files(archive, path)
        if sum(info.file_size for info in infos) > INFLATED_MAX:
            raise CannotJudgeError(_("“{path}”太大，无法自动比较。").format(path=path))
        try:
            return {member_name(info): digest(archive.read(info)) for info in infos}
        except UNREADABLE as error:
            is_locked = any(info.flag_bits & 1 for info in infos)
            why = _("设有密码") if is_locked else _("有文件无法解压")
            raise CannotJudgeError(_("“{path}”{why}，请人工查看。").format(path=path, why=why)) from error


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name with forward slashes; old Chinese programs write GBK without saying so."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & UTF_8_FLAG:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(info.extra, raw) or _decoded(raw)
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    return "/".join(parts[1:] if parts and re.fullmatch(r"[A-Za-z]:", parts[0]) else parts)


def _opened(data: bytes, path: str) -> zipfile.ZipFile:
    other = _other_kind(data)
    if other:
        raise CannotJudgeError(_("“{path}”是 {kind} 格式的压缩文件，请人工查看。").format(path=path, kind=other))
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE as error:
        if data.startswith(ZIP_MARKS):
            sentence = _("“{path}”是压缩文件，但不完整或是分卷的一部分，请人工查看。")
            raise CannotJudgeError(sentence.format(path=path)) from error
        raise NotThereError(_("“{path}”不是有效的压缩文件。").format(path=path)) from error


def _other_kind(data: bytes) -> str:
    place, mark = TAR_MARK
    if data[place : place + len(mark)] == mark:
        return "tar"
    return next(
        (name for name, magic in OTHER_ARCHIVES if data.startswith(magic, LZH_PLACE if name == "LZH" else 0)), ""
    )


def _files(archive: zipfile.ZipFile, path: str) -> list[zipfile.ZipInfo]:
    """Return the members that are files: no folders, no links, nothing that a system put in."""
    found = archive.infolist()
    if len(found) > MEMBERS_MAX:
        raise CannotJudgeError(_("“{path}”中的文件太多，无法自动比较。").format(path=path))
    return [
        info
        for info in found
        if not info.orig_filename.endswith(("/", "\\"))
        and not stat.S_ISLNK(info.external_attr >> 16)
        and not BY_SYSTEMS.search(info.filename)
    ]


def _decoded(raw: bytes) -> str:
    for name in ("utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the name that newer programs add beside one of an old code page, "" where there is none that fits."""
    for kind, body in _extra_fields(extra):
        is_name = kind == UNICODE_PATH and len(body) > 5 and body[0] == 1
        if is_name and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
    return ""


def _extra_fields(extra: bytes) -> Iterable[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        yield kind, extra[place + 4 : place + 4 + length]
        place += 4 + length
