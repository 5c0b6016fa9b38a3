"""Looking at a working folder: which files are there, and a snapshot of them as a manifest and sealed files.

Temporary and lock files of office programs are skipped in silence; what cannot be taken (unreadable, too large,
an impossible name, a link) is named in the manifest. A file that is just being written keeps its last version.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from exam_server.protocol.common import MAX_BLOB_BYTES
from itembank.base.canonical import digest
from itembank.base.files import UnsafeNameError, safe_relative
from itembank.model.codec import to_bytes
from itembank.model.items.practical import MANIFEST_BYTES
from itembank.model.responses import MORE_SKIPPED, SKIPPED_CHARACTERS, FileEntry, FolderManifest

MAX_FILE_BYTES = MAX_BLOB_BYTES - 1024
MAX_ENTRIES = 2_000
MAX_DEPTH = 12
SKIPPED_NAMED = 20
_TEMPORARY = re.compile(
    r"~\$.*|\.~.*|~wr[a-z]\d*\.tmp|lu[0-9a-z]+\.tmp|.*\.tmp|.*\.part|.*\.crdownload|.*~|\.ds_store|thumbs\.db"
    r"|desktop\.ini|__pycache__|.*\.py[co]|\.backup|\.git",
    re.IGNORECASE,
)
_LOCK = re.compile(r"\.~lock\.(.+)#|\.~(?!lock\.)(.+)")
_OWNER = re.compile(r"~\$(.+)")
_WINDOWS_LETTERS = (
    (getattr(stat, "FILE_ATTRIBUTE_READONLY", 1), "R"),
    (getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2), "H"),
    (getattr(stat, "FILE_ATTRIBUTE_SYSTEM", 4), "S"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file or folder as the file system lists it; equal ones are taken for unchanged."""

    path: str
    folder: bool
    size_bytes: int
    modified_ns: int
    attributes: str


@dataclass(frozen=True, slots=True)
class Look:
    """A folder as listed: what is there, sorted, and the names that cannot be taken.

    `locked` are the files that a program has open, by the lock file it put beside them.
    """

    seen: tuple[Seen, ...]
    skipped: tuple[str, ...]
    locked: frozenset[str] = frozenset()

    def find(self, path: str) -> Seen | None:
        """Find a file by its path."""
        return next((seen for seen in self.seen if seen.path == path), None)


def is_temporary(name: str) -> bool:
    """Say whether a name belongs to a program's scratch or lock file."""
    return _TEMPORARY.fullmatch(name) is not None


def look_at(folder: Path) -> Look:
    """List a working folder without reading files; a folder that is not there is empty."""
    skipped: list[str] = []
    seen: list[Seen] = []
    locked: set[str] = set()
    for entry in _walk(folder, "", 1, skipped, locked):
        if len(seen) >= MAX_ENTRIES:
            skipped.append(entry.path)
            break
        seen.append(entry)
    return Look(tuple(sorted(seen, key=lambda one: one.path)), tuple(skipped), frozenset(locked))


def take_snapshot(
    folder: Path, keep: Callable[[bytes], str], previous: FolderManifest | None, last_look: Look | None = None
) -> tuple[FolderManifest, Look]:
    """Read a folder; `keep` makes a file's bytes durable and returns their name. Raises `OSError` from `keep`.

    Files that the last look saw unchanged are taken from `previous` without reading. Where a manifest cannot hold
    all of them, those it held before come first, then those higher up: a hundred unpacked pictures never push out
    the work itself.
    """
    look = look_at(folder)
    known = {entry.path: entry for entry in previous.entries} if previous else {}
    unchanged = {seen.path for seen in last_look.seen if seen in look.seen} if last_look else set()
    skipped = list(look.skipped)
    entries: list[FileEntry] = []
    room_bytes = MANIFEST_BYTES
    for seen in sorted(look.seen, key=lambda one: (one.path not in known, one.path.count("/"), one.path)):
        if room_bytes < 0:
            skipped.append(seen.path)
            continue
        entry = known.get(seen.path) if seen.path in unchanged else None
        if entry is None:
            entry = _read(folder, seen, keep, known.get(seen.path))
        room_bytes -= len(to_bytes(entry)) + 1 if entry else 0
        if entry is None or room_bytes < 0:
            skipped.append(seen.path)
        else:
            entries.append(entry)
    return FolderManifest(entries=tuple(sorted(entries, key=lambda one: one.path)), skipped=_named(skipped)), look


def locked_among(names: Iterable[str]) -> frozenset[str]:
    """Return the files of one folder that have a lock file: LibreOffice's, WPS's or Microsoft Office's.

    Word takes away the first two characters of a longer name.
    """
    listed = list(names)
    held = [match[1] or match[2] for name in listed if (match := _LOCK.fullmatch(name))]
    owners = [match[1] for name in listed if (match := _OWNER.fullmatch(name))]
    return frozenset(
        name for name in listed if name in held or name in owners or (not is_temporary(name) and name[2:] in owners)
    )


def _walk(folder: Path, prefix: str, depth: int, skipped: list[str], locked: set[str]) -> Iterator[Seen]:
    try:
        with os.scandir(folder) as listing:
            children = sorted(listing, key=lambda child: child.name)
    except OSError:
        if prefix:
            skipped.append(prefix.rstrip("/"))
        return
    locked |= {prefix + name for name in locked_among(child.name for child in children)}
    for child in children:
        path = prefix + child.name
        if is_temporary(child.name):
            continue
        try:
            safe_relative(path)
            found = child.stat(follow_symlinks=False)
        except (UnsafeNameError, OSError):
            skipped.append(path)
            continue
        is_folder = child.is_dir(follow_symlinks=False)
        is_plain = stat.S_ISREG(found.st_mode) and found.st_size <= MAX_FILE_BYTES
        if not is_plain and (not is_folder or depth >= MAX_DEPTH or _is_junction(child)):
            skipped.append(path)
            continue
        size_bytes = 0 if is_folder else found.st_size
        modified_ns = 0 if is_folder else found.st_mtime_ns
        yield Seen(path, is_folder, size_bytes, modified_ns, attribute_letters(found))
        if is_folder:
            yield from _walk(Path(child.path), f"{path}/", depth + 1, skipped, locked)


def _read(folder: Path, seen: Seen, keep: Callable[[bytes], str], before: FileEntry | None) -> FileEntry | None:
    if seen.folder:
        return FileEntry(path=seen.path, folder=True, attributes=seen.attributes)
    try:
        data = folder.joinpath(*seen.path.split("/")).read_bytes()
    except OSError:
        return before
    if len(data) > MAX_FILE_BYTES:
        return before
    sha256 = digest(data)
    same = before is not None and before.sha256 == sha256
    blob = before.blob if before is not None and same else keep(data)
    return FileEntry(
        path=seen.path,
        size_bytes=len(data),
        sha256=sha256,
        blob=blob,
        modified_ms=seen.modified_ns // 1_000_000,
        attributes=seen.attributes,
    )


def attribute_letters(found: os.stat_result) -> str:
    """Return the letters of Windows attributes; elsewhere only whether the owner may write."""
    flags: int | None = getattr(found, "st_file_attributes", None)
    if flags is None:
        return "" if found.st_mode & stat.S_IWUSR else "R"
    return "".join(letter for flag, letter in _WINDOWS_LETTERS if flags & flag)


def _is_junction(child: os.DirEntry[str]) -> bool:
    """Say whether a folder is a Windows mount point, which leads out of the working folder."""
    tag = getattr(child.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _named(skipped: list[str]) -> tuple[str, ...]:
    names = [name.encode("utf-8", "replace").decode("utf-8")[:SKIPPED_CHARACTERS] for name in skipped[:SKIPPED_NAMED]]
    return (*names, *((MORE_SKIPPED,) if len(skipped) > SKIPPED_NAMED else ()))
