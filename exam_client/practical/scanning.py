"""Looking at a working folder without reading files: which files are there, and which cannot be taken.

Temporary and lock files of office programs are skipped in silence; what cannot be taken (too large, an impossible
name, a link) is named with its reason. Higher folders come first, so that a flood deep down hides nothing.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from exam_client.practical.reach import Child, children
from itembank.base.files import MAX_WORKING_BYTES, MAX_WORKING_DEPTH, UnsafeNameError, working_relative
from itembank.model.left_out import MAX_FOLDER_ENTRIES, MAX_WORK_FILE_BYTES, WhyLeftOut

MAX_FILE_BYTES = MAX_WORK_FILE_BYTES
MAX_ENTRIES = MAX_FOLDER_ENTRIES
MAX_LOOKED_AT = 4 * MAX_ENTRIES
"""So many names are looked at; a runaway program must not keep the desk from everything else."""
MAX_DEPTH = MAX_WORKING_DEPTH
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
class LeftOut:
    """A name that is not taken, and why."""

    path: str
    why: WhyLeftOut


@dataclass(frozen=True)
class Look:
    """A folder as listed: what is there, sorted, and the names that cannot be taken.

    `locked` are the files that a program has open, by the lock file it put beside them. `not_taken` are those that a
    snapshot, which read the files, could not take.
    """

    seen: tuple[Seen, ...]
    left_out: tuple[LeftOut, ...] = ()
    locked: frozenset[str] = frozenset()
    not_taken: tuple[LeftOut, ...] = ()

    def differs(self, other: Look) -> bool:
        """Say whether anything is different by what the file system lists."""
        return (self.seen, self.left_out) != (other.seen, other.left_out)

    @property
    def skipped(self) -> tuple[str, ...]:
        """The names that cannot be taken."""
        return tuple(left.path for left in (*self.not_taken, *self.left_out))

    def find(self, path: str) -> Seen | None:
        """Find a file by its path."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, Seen]:
        return {seen.path: seen for seen in self.seen}


def is_temporary(name: str) -> bool:
    """Say whether a name belongs to a program's scratch or lock file."""
    return _TEMPORARY.fullmatch(name) is not None


def look_at(folder: Path) -> Look:
    """List a working folder without reading files; one that is not there is empty. Raises `OSError`."""
    left_out: list[LeftOut] = []
    locked: set[str] = set()
    seen = sorted(_walk(folder, left_out, locked), key=lambda one: one.path)
    return Look(tuple(seen), tuple(left_out), frozenset(locked))


def locked_among(names: Iterable[str]) -> frozenset[str]:
    """Return the files of one folder that have a lock file: LibreOffice's, WPS's or Microsoft Office's.

    Word takes away the first two characters of a longer name.
    """
    listed = list(names)
    held = {match[1] or match[2] for name in listed if (match := _LOCK.fullmatch(name))}
    owners = {match[1] for name in listed if (match := _OWNER.fullmatch(name))}
    if not held and not owners:
        return frozenset()
    return frozenset(
        name for name in listed if name in held or name in owners or (not is_temporary(name) and name[2:] in owners)
    )


def attribute_letters(found: os.stat_result) -> str:
    """Return the letters of Windows attributes; elsewhere only whether the owner may write."""
    flags: int | None = getattr(found, "st_file_attributes", None)
    if flags is None:
        return "" if found.st_mode & stat.S_IWUSR else "R"
    return "".join(letter for flag, letter in _WINDOWS_LETTERS if flags & flag)


def _walk(folder: Path, left_out: list[LeftOut], locked: set[str]) -> Iterator[Seen]:
    """Yield what can be taken, folder by folder, those higher up first."""
    waiting: list[tuple[str, ...]] = [()]
    left = MAX_LOOKED_AT
    for parts in waiting:
        prefix = "/".join((*parts, ""))
        try:
            found = children(folder, parts, left + 1)
        except FileNotFoundError:
            continue
        except OSError:
            # What cannot be looked into is not empty.
            if not parts:
                raise
            left_out.append(LeftOut(prefix[:-1], WhyLeftOut.BUSY))
            continue
        locked |= {prefix + name for name in locked_among(child.name for child in found)}
        for child in found:
            if is_temporary(child.name):
                continue
            if left == 0:
                left_out.append(LeftOut(prefix + child.name, WhyLeftOut.COUNT))
                return
            left -= 1
            why = _why_not(child, prefix, len(parts) + 1)
            if why is not None:
                left_out.append(LeftOut(prefix + child.name, why))
                continue
            yield _seen(child, prefix)
            if child.is_way:
                waiting.append((*parts, child.name))


def _seen(child: Child, prefix: str) -> Seen:
    size, modified = (0, 0) if child.is_way else (child.found.st_size, child.found.st_mtime_ns)
    return Seen(prefix + child.name, child.is_way, size, modified, attribute_letters(child.found))


def _why_not(child: Child, prefix: str, depth: int) -> WhyLeftOut | None:
    path = prefix + child.name
    try:
        working_relative(path)
    except UnsafeNameError:
        is_long = depth > MAX_DEPTH or len(os.fsencode(path)) > MAX_WORKING_BYTES
        return WhyLeftOut.DEPTH if is_long else WhyLeftOut.NAME
    if child.is_way:
        return WhyLeftOut.DEPTH if depth >= MAX_DEPTH else None
    if not stat.S_ISREG(child.found.st_mode):
        return WhyLeftOut.LINK
    return WhyLeftOut.FILE_SIZE if child.found.st_size > MAX_FILE_BYTES else None
