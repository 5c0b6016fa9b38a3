"""The life of a forked child: read the job, fill the box, lock itself in, run the program, leave."""

from __future__ import annotations

import ctypes
import os
import resource
from os import closerange, dup2, pread, read, write
from resource import RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NPROC, setrlimit
from sys import setrecursionlimit
from typing import Final, NamedTuple

from grading.programs.inside import kernel, program
from grading.programs.inside.wire import REQUEST, Request, pack_files, read_job, read_request

HIGHEST_DESCRIPTOR = 256
OPEN_FILES = 64
STACK_BYTES = 16 << 20
DEPTH_LIMIT = 16
NAME_LIMIT = 240
LEFT = 120
# A program stands on frames of ours; its recursions may still go as deep as in a Python of its own.
USUAL_DEPTH, OWN_FRAMES = 1000, 10
DEEPEST: Final = USUAL_DEPTH + OWN_FRAMES
FILES: Final = 2  # the place of `files` in a job
# Limits that are the same for all runs: the server takes them on itself and its children inherit them.
SHARED_LIMITS = (
    (resource.RLIMIT_NOFILE, OPEN_FILES),
    (resource.RLIMIT_STACK, STACK_BYTES),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_MEMLOCK, 0),
    (resource.RLIMIT_MSGQUEUE, 0),
    (resource.RLIMIT_SIGPENDING, 64),
)


class Channels(NamedTuple):
    """Descriptors that children use and that are closed before the program comes.

    Where the request comes from, the memory files of the jobs and of the files that were made, where a child tells
    that it is locked in, and the streams of the runs of a turn. Those of the first are 0 to 4 from the start.
    """

    request: int
    job: int
    files: int
    witness: int
    slots: tuple[tuple[int, ...], ...]


class Prepared(NamedTuple):
    """What the server made once for all its children: locks, in the order in which they are put on, and stage.

    The `last` one comes after the limits, which cannot be changed behind it.
    """

    locks: tuple[kernel.Lock, ...]
    last: tuple[kernel.Lock, ...]
    counts_processes: bool
    stage: program.Stage


def live(channels: Channels, prepared: Prepared, box: tuple[int, int], request: Request | None) -> int:
    """Do everything a child does; return its exit code.

    Unpacked and in one piece: an attribute or a function that a child uses first costs it a page.
    """
    request_pipe, job_file, _files, witness, slots = channels
    locks, last, counts_processes, stage = prepared
    for lock, arguments, _kept in locks:
        if lock(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "a lock does not close")
    if request is None:
        data = read(request_pipe, REQUEST.size)
        if len(data) != REQUEST.size:
            return LEFT
        request = read_request(data)
    job_start, job_bytes, slot, cpu_ms, _wall_ms, memory_bytes, output_bytes, file_bytes, *wanted_box, _keep = request
    if (*wanted_box,) != box:
        return LEFT
    job = read_job(pread(job_file, job_bytes, job_start))
    if slot:
        for place, stream in enumerate(slots[slot]):
            dup2(stream, place)
    if job[FILES]:
        _fill(job[FILES])
    seconds = cpu_ms // 1000 + 2  # the server stops it earlier
    written = file_bytes if file_bytes > output_bytes else output_bytes + 1
    setrlimit(RLIMIT_CPU, (seconds, seconds))
    setrlimit(RLIMIT_AS, (memory_bytes, memory_bytes))
    setrlimit(RLIMIT_FSIZE, (written, written))
    if counts_processes:
        setrlimit(RLIMIT_NPROC, (1, 1))
    for lock, arguments, _kept in last:
        if lock(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "the last lock does not close")
    setrecursionlimit(DEEPEST)
    write(witness, b"L")
    closerange(program.REPORT + 1, HIGHEST_DESCRIPTOR)
    return program.run_program(job, stage)


def share_limits() -> None:
    """Set the limits that are the same for all children, on this process and so on them."""
    for what, value in SHARED_LIMITS:
        most = resource.getrlimit(what)[1]
        lowered = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(what, (lowered, lowered))


def collect(channels: Channels, _prepared: Prepared, _box: tuple[int, int], request: Request) -> int:
    """Copy the regular files of a box to the judge, within the limits; return the exit code."""
    *_others, file_bytes, box_bytes, box_files, _keep = request
    left = box_bytes  # files may have holes, so their sizes are not bounded by the box
    found: list[tuple[str, bytes]] = []
    for folder, folders, names in os.walk("."):
        inner = os.path.relpath(folder)
        if inner.count("/") >= DEPTH_LIMIT:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            path = os.path.normpath(f"{inner}/{name}")
            if len(path) <= NAME_LIMIT and len(found) < box_files:
                data = _regular_file(path, min(left, file_bytes))
                left -= len(data or b"")
                found += [] if data is None else [(path, data)]
    _write_all(channels.files, pack_files(found))
    return 0


def _regular_file(path: str, limit: int) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return _read_all(handle, limit)
    except OSError:
        return None
    finally:
        os.close(handle)


def _fill(files: tuple[tuple[str, bytes], ...]) -> None:
    for path, data in files:
        if "/" in path:
            os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - pathlib costs a millisecond here
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _write_all(handle, data)
        os.close(handle)


def _read_all(handle: int, limit: int) -> bytes:
    size = min(os.fstat(handle).st_size, limit)
    parts = []
    offset = 0
    while offset < size and (part := os.pread(handle, size - offset, offset)):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
