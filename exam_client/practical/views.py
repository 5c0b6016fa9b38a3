"""Frozen values about practical tasks that the task strip and the file manager show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from itembank.base.i18n import N_
from itembank.model.items.practical import Software
from itembank.model.left_out import WhyLeftOut
from itembank.model.responses import FileEntry

MOST_ROWS = 40
"""So many files have a row of their own; a thousand rows would hold up the desk and help nobody."""
FEW_ROWS = 12
"""Of more files than that, so many at least."""


class FileState(Enum):
    """What became of a file since the task began."""

    NOT_OPENED = "not_opened"
    OPENING = "opening"
    OPENED = "opened"
    MODIFIED = "modified"
    SAVED = "saved"
    MISSING = "missing"


FILE_STATE_WORDS = {
    FileState.NOT_OPENED: N_("未打开"),
    FileState.OPENING: N_("正在打开"),
    FileState.OPENED: N_("已打开"),
    FileState.MODIFIED: N_("已修改"),
    FileState.SAVED: N_("已保存"),
    FileState.MISSING: N_("不存在"),
}


@dataclass(frozen=True, slots=True)
class Program:
    """A program found on this machine; `command` is what is started, before the file's path."""

    name: str
    version: str
    software: frozenset[Software]
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file of a working folder; MODIFIED = changed on the disk, SAVED = the change is in a durable snapshot."""

    path: str
    state: FileState
    size_bytes: int
    is_starter: bool
    is_deliverable: bool
    program: str = ""


@dataclass(frozen=True, slots=True)
class FolderView:
    """The working folder of one practical task; `folder` is its full path on this machine."""

    item: str
    folder: str
    files: tuple[FileStatus, ...]
    snapshots: int
    last_snapshot_ms: int
    skipped: tuple[str, ...] = ()
    reasons: tuple[WhyLeftOut, ...] = ()


def rows_of(view: FolderView) -> tuple[FileStatus, ...]:
    """Return the files worth a row: all, or of many those asked for, handed out and opened, then a few more."""
    if len(view.files) <= MOST_ROWS:
        return view.files
    order = sorted(view.files, key=_rank)
    concerned = sum(file.is_deliverable or file.is_starter or bool(file.program) for file in order)
    return tuple(order[: min(MOST_ROWS, max(concerned, FEW_ROWS))])


def _rank(file: FileStatus) -> tuple[bool, bool, bool, int, str]:
    depth = file.path.count("/")
    return (not file.is_deliverable, not file.is_starter, not file.program, depth, file.path)


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A version of a file that can be restored; `at_ms` on the exam clock, newest first."""

    path: str
    sha256: str
    blob: str
    size_bytes: int
    at_ms: int
    is_starter: bool
    offset: int | None = None

    @property
    def entry(self) -> FileEntry:
        """The file as a folder's record names it."""
        return FileEntry(
            path=self.path, size_bytes=self.size_bytes, sha256=self.sha256, blob=self.blob, offset=self.offset
        )
