"""One journal on the disk: made whole, then only ever appended to; what was appended is durable on return.

A write that fails leaves the file as it was; a failed sync is never retried and believed: that copy is given up.
Blocking; called on the writer's thread only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, Self

from exam_client.journal.frames import (
    JournalContent,
    JournalError,
    JournalHeader,
    Record,
    header_bytes,
    parse_journal,
    record_bytes,
)
from itembank.base.errors import ExitCode
from itembank.base.files import write_whole
from itembank.base.i18n import _


class JournalWriteError(JournalError):
    """A journal took no more; what was to be written is not saved in it."""

    def __init__(self, error: OSError) -> None:
        """Name what the system said."""
        super().__init__(
            _("本机磁盘无法保存作答记录：{error}").format(error=error.strerror or error),
            hint=_("请举手告知监考老师；答案会继续送往服务器。"),
            code=ExitCode.ENVIRONMENT,
        )


class AppendFile(Protocol):
    """A file open for appending; a fake one fails when a test wants it to."""

    def append(self, data: bytes) -> None:
        """Write at the end; raises `OSError`."""

    def sync(self) -> None:
        """Make durable what was written; raises `OSError`."""

    def cut(self, size: int) -> None:
        """Shorten to `size` bytes; raises `OSError`."""

    def close(self) -> None:
        """Let go of the file."""


class RealAppendFile:
    """A file of the operating system."""

    def __init__(self, path: Path) -> None:
        """Open `path` for appending."""
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._handle = os.open(path, flags)

    def append(self, data: bytes) -> None:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._handle, left) :]

    def sync(self) -> None:
        """Fsync."""
        os.fsync(self._handle)

    def cut(self, size: int) -> None:
        """Truncate, durably."""
        os.ftruncate(self._handle, size)
        os.fsync(self._handle)

    def close(self) -> None:
        """Close."""
        os.close(self._handle)


OpenFile = Callable[[Path], AppendFile]


class Journal:
    """A journal open for appending."""

    def __init__(self, path: Path, file: AppendFile, size_bytes: int) -> None:
        """Take an open file that ends with a whole frame; use `create` or `open`."""
        self.path = path
        self._file = file
        self._size_bytes = size_bytes
        self._broken: JournalWriteError | None = None

    @classmethod
    def create(
        cls, path: Path, header: JournalHeader, records: Sequence[Record], open_file: OpenFile = RealAppendFile
    ) -> Self:
        """Write a journal whole, in place of any other of that name, and open it."""
        data = header_bytes(header) + record_bytes(records)
        try:
            write_whole(path, data)
            return cls(path, open_file(path), len(data))
        except OSError as error:
            raise JournalWriteError(error) from error

    @property
    def is_broken(self) -> bool:
        """Say whether this copy was given up."""
        return self._broken is not None

    def append(self, records: Sequence[Record]) -> None:
        """Append and sync; raises `JournalWriteError`, after which the journal takes nothing more."""
        if self._broken is not None:
            raise self._broken
        data = record_bytes(records)
        try:
            self._file.append(data)
            self._file.sync()
        except OSError as error:
            self._broken = JournalWriteError(error)
            self._shorten()
            raise self._broken from error
        self._size_bytes += len(data)

    def close(self) -> None:
        """Close the file; what was appended is durable already."""
        self._file.close()

    def _shorten(self) -> None:
        """Take away a half-written frame, so that a later reader finds no torn tail; a failure changes nothing."""
        try:
            self._file.cut(self._size_bytes)
        except OSError:
            return


def read_journal(path: Path) -> JournalContent | None:
    """Find what a journal holds; None if there is no such file. Raises `DamagedJournalError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return parse_journal(data)


def keep_copy(path: Path, reason: str) -> Path | None:
    """Keep a copy of a file under a name that says why, before it is replaced; None if there is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    number = 1
    while (target := path.with_name(f"{path.name}.{reason}-{number}")).exists():
        number += 1
    write_whole(target, data)
    return target
