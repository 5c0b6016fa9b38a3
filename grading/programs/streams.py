"""The memory files that a judge shares with its sandbox: one for jobs, one for made files, streams for each run.

The runs of one turn have streams of their own, so what one of them wrote can only be
found where its own output is looked for. Linux only; importing it elsewhere is harmless.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from grading.programs.inside.wire import LINE_LIMIT, MOST_AT_ONCE, STREAMS

HIGHEST_STANDARD = 2
RIGHTS = 0o600


class Written(NamedTuple):
    """What a run wrote on its streams."""

    stdout: bytes
    stderr: bytes
    answer: bytes
    report: bytes


class SharedFiles:
    """All memory files of one sandbox. `close` may be called twice."""

    def __init__(self) -> None:
        """Make them, empty."""
        self._open: list[int] = []
        try:
            self._job, self._files = self._make("job"), self._make("files")
            self._rows = [tuple(self._make(name) for name in STREAMS) for _ in range(MOST_AT_ONCE)]
        except OSError:
            self.close()
            raise

    def _make(self, name: str) -> int:
        handle = raised(os.memfd_create(f"judge-{name}"))
        self._open.append(handle)
        return handle

    @property
    def handles(self) -> tuple[int, ...]:
        """All descriptors, in the order in which the server expects them."""
        return tuple(self._open)

    def fill(self, jobs: bytes, inputs: Sequence[bytes]) -> None:
        """Put in what the runs of a turn are given: their jobs one after the other, and each one's input."""
        put_in(self._job, jobs)
        _rewind([self._files])
        for row, data in zip(self._rows, inputs, strict=False):
            put_in(row[0], data)
            _rewind(row)

    def take(self, slot: int, limit: int) -> Written:
        """Return what the run in this place wrote, cut at a number of bytes, and empty its streams."""
        _stdin, stdout, stderr, answer, report = self._rows[slot]
        return Written(_take(stdout, limit), _take(stderr, limit), _take(answer, limit), _take(report, LINE_LIMIT))

    def take_files(self) -> bytes:
        """Return the files that the last run of a turn made, as they were packed."""
        return _take(self._files, os.fstat(self._files).st_size)

    def close(self) -> None:
        """Close all of them."""
        while self._open:
            os.close(self._open.pop())


def raised(handle: int) -> int:
    """Move a descriptor above those of the standard streams, which may be closed and would be given out again."""
    if handle > HIGHEST_STANDARD:
        return handle
    import fcntl  # only Linux has it, and this file is imported elsewhere too

    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, HIGHEST_STANDARD + 1)
    os.close(handle)
    return moved


def put_in(handle: int, data: bytes) -> None:
    """Make a memory file hold this and nothing else."""
    os.ftruncate(handle, len(data))
    view = memoryview(data)
    offset = 0
    while offset < len(view):
        offset += os.pwrite(handle, view[offset:], offset)


def read_at(handle: int, size: int) -> bytes:
    """Read so many bytes from the start of a memory file, fewer when it is shorter."""
    parts = []
    offset = 0
    while offset < size and (part := os.pread(handle, size - offset, offset)):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)


def _take(handle: int, limit: int) -> bytes:
    """Read what a run wrote and leave the memory file empty for the next one."""
    found = os.fstat(handle)
    size = found.st_size
    if size == 0 and found.st_blocks == 0:  # a program can have the kernel keep room behind the end
        return b""
    data = read_at(handle, min(size, limit))
    os.ftruncate(handle, 0)
    return data


def _rewind(row: Sequence[int]) -> None:
    """Put streams back to their start: the program that had them before shares their position, flags, rights and times.

    Rights and times are those of files of its own where it runs under the judge's own user.
    """
    import fcntl  # only Linux has it, and this file is imported elsewhere too

    for handle in row:
        os.lseek(handle, 0, os.SEEK_SET)
        fcntl.fcntl(handle, fcntl.F_SETFL, os.O_RDWR)
        os.fchmod(handle, RIGHTS)
        os.utime(handle)
