"""Reaching into a working folder step by step: no link is followed on the way, and no path is too long.

Where the system can open names relative to an open folder, that is done; elsewhere (Windows) whole paths are used.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from itembank.base.files import UnsafeNameError, is_windows_name, working_relative
from itembank.base.i18n import _

CAN_STEP = os.open in os.supports_dir_fd and os.scandir in os.supports_fd and hasattr(os, "O_NOFOLLOW")
READ_BYTES = 1 << 20
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class ChangedMeanwhileError(OSError):
    """A file was written while it was read: what was read may be half of one state and half of another."""


@dataclass(frozen=True, slots=True)
class Child:
    """One name in a folder and what the file system says of it; `is_way` says that one may go down there."""

    name: str
    found: os.stat_result
    is_way: bool


def inside(folder: Path, path: str, *, is_windows: bool = os.name == "nt") -> Path:
    """Return the full path of a file of the folder; refuses names that lead out of it or cannot exist here."""
    parts = working_relative(path).parts
    if is_windows and not all(is_windows_name(part) for part in parts):
        raise UnsafeNameError(_("文件名“{name}”不能使用。").format(name=path[:80]))
    return folder.joinpath(*parts)


def children(folder: Path, parts: Sequence[str], at_most: int) -> list[Child]:
    """List a folder below `folder`, by name, at most so many names; raises `OSError`."""
    if not CAN_STEP:
        with os.scandir(_whole(folder, parts)) as listing:
            return sorted(_seen(listing, at_most), key=_name)
    with _opened(folder, parts) as handle, os.scandir(handle) as listing:
        return sorted(_seen(listing, at_most), key=_name)


def read_file(folder: Path, path: str, at_most: int) -> bytes | None:
    """Read a file whole; None if it has more than `at_most` bytes.

    Raises `OSError`, and `ChangedMeanwhileError` if it was written meanwhile.
    """
    parts = working_relative(path).parts
    if not CAN_STEP:
        return _read(os.open(_whole(folder, parts), _FILE), at_most)
    with _opened(folder, parts[:-1]) as handle:
        return _read(os.open(parts[-1], _FILE, dir_fd=handle), at_most)


def make_folder(folder: Path, path: str) -> None:
    """Make a folder and those above it; one that is there stays. Raises `OSError` or `UnsafeNameError`."""
    if not CAN_STEP:
        _whole(folder, inside(Path(), path).parts).mkdir(parents=True, exist_ok=True)
        return
    with _opened(folder, working_relative(path).parts, make=True):
        return


def write_file(folder: Path, path: str, data: bytes, *, modified_ns: int, may_write: bool) -> None:
    """Write a new file with its time and whether its owner may change it; raises `OSError` or `UnsafeNameError`.

    Not synced: what is written here lies sealed and durable elsewhere, and is written whole again after a crash.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    mode = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH | (stat.S_IWUSR if may_write else 0)
    parts = working_relative(path).parts
    if not CAN_STEP:
        target = _whole(folder, inside(Path(), path).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        _fill(os.open(target, flags, stat.S_IRUSR | stat.S_IWUSR), data)
        os.utime(target, ns=(modified_ns, modified_ns))
        target.chmod(mode)
        return
    with _opened(folder, parts[:-1], make=True) as handle:
        _fill(os.open(parts[-1], flags, stat.S_IRUSR | stat.S_IWUSR, dir_fd=handle), data, mode)
        os.utime(parts[-1], ns=(modified_ns, modified_ns), dir_fd=handle, follow_symlinks=False)


def _whole(folder: Path, parts: Sequence[str]) -> Path:
    r"""Return a whole path; on Windows with the mark `\\?\` that allows more than 260 characters."""
    path = folder.joinpath(*parts)
    is_short = os.name != "nt" or str(path).startswith("\\\\")
    return path if is_short else Path("\\\\?\\" + os.path.abspath(path))  # noqa: PTH100 - resolve() follows links


@contextmanager
def _opened(folder: Path, parts: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """Open a folder below `folder`, one step after the other."""
    handle = os.open(folder, _FOLDER & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        for part in parts:
            if make:
                _make_step(part, handle)
            below = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def _make_step(part: str, handle: int) -> None:
    try:
        os.mkdir(part, dir_fd=handle)
    except FileExistsError:
        return


def _seen(listing: Iterator[os.DirEntry[str]], at_most: int) -> Iterator[Child]:
    """Look at each name; one that vanished meanwhile is not there."""
    for entry in islice(listing, at_most):
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        yield Child(entry.name, found, stat.S_ISDIR(found.st_mode) and not _is_junction(found))


def _is_junction(found: os.stat_result) -> bool:
    """Say whether a folder is a Windows mount point, which leads out of the working folder."""
    return getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _name(child: Child) -> str:
    return child.name


def _read(handle: int, at_most: int) -> bytes | None:
    with os.fdopen(handle, "rb", buffering=0) as stream:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(0, "not a file")
        if before.st_size > at_most:
            return None
        pieces: list[bytes] = []
        size = 0
        while piece := stream.read(READ_BYTES):
            size += len(piece)
            if size > at_most:
                return None
            pieces.append(piece)
        after = os.fstat(handle)
    if (before.st_mtime_ns, size) != (after.st_mtime_ns, after.st_size):
        raise ChangedMeanwhileError(0, "written while it was read")
    return b"".join(pieces)


def _fill(handle: int, data: bytes, mode: int | None = None) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        if mode is not None:
            os.fchmod(stream.fileno(), mode)
