"""The life of a forked child: read the job, fill the box, lock itself in, run the program, leave."""

from __future__ import annotations

import ctypes
import fcntl
import math
import os
import resource
import sys
from dataclasses import dataclass

from grading.programs.inside import kernel, landlock, program, seccomp
from grading.programs.inside.wire import Job, Request, pack_files, read_job

HIGHEST_DESCRIPTOR = 256
OPEN_FILES = 64
STACK_BYTES = 16 << 20
DEPTH_LIMIT = 16
NAME_LIMIT = 240


@dataclass(frozen=True, slots=True)
class Channels:
    """Descriptors of the memory files that the judge shares with its children, and of the lock's witness."""

    job: int
    stdin: int
    stdout: int
    stderr: int
    answer: int
    report: int
    files: int
    witness: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the server made once for all its children: walls and streams."""

    libc: ctypes.CDLL
    filter: seccomp.Filter | None
    ruleset: int | None
    stage: program.Stage


def live(request: Request, channels: Channels, prepared: Prepared, box: str) -> int:
    """Do everything a child does; return its exit code."""
    job = read_job(_read_all(channels.job))
    _fill(box, job)
    os.chdir(box)
    os.dup2(channels.witness, program.REPORT + 1)
    for target, source in enumerate(
        (channels.stdin, channels.stdout, channels.stderr, channels.answer, channels.report)
    ):
        fcntl.fcntl(source, fcntl.F_SETFL, os.O_RDWR)  # an earlier program may have set others
        os.lseek(source, 0, os.SEEK_SET)
        os.dup2(source, target)
    _limit(request)
    _lock(request, prepared)
    os.write(program.REPORT + 1, b"L")
    os.closerange(program.REPORT + 1, HIGHEST_DESCRIPTOR)
    return program.run_program(job, prepared.stage)


def collect(request: Request, channels: Channels, box: str) -> int:
    """Copy the regular files of a box to the judge, within the limits; return the exit code."""
    left = request.box_bytes  # files may have holes, so their sizes are not bounded by the box
    found: list[tuple[str, bytes]] = []
    for folder, folders, names in os.walk(box):
        inner = os.path.relpath(folder, box)
        if inner.count("/") >= DEPTH_LIMIT:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            path = os.path.normpath(f"{inner}/{name}")
            if len(path) <= NAME_LIMIT and len(found) < request.box_files:
                data = _regular_file(box, path, min(left, request.file_bytes))
                left -= len(data or b"")
                found += [] if data is None else [(path, data)]
    _write_all(channels.files, pack_files(found))
    return 0


def _regular_file(box: str, path: str, limit: int) -> bytes | None:
    try:
        handle = os.open(f"{box}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return _read_all(handle, limit)
    except OSError:
        return None
    finally:
        os.close(handle)


def _fill(box: str, job: Job) -> None:
    for name, data in job.files:
        path = f"{box}/{name}"
        os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - pathlib costs a millisecond here
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _write_all(handle, data)
        os.close(handle)


def _limit(request: Request) -> None:
    """Set the limits that no program can raise again. The server stops it earlier than the CPU limit here."""
    seconds = math.ceil(request.cpu_ms / 1000) + 1
    written = max(request.output_bytes + 1, request.file_bytes)
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: request.memory_bytes,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_STACK: STACK_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 64,
    }
    if "nproc" in request.layers:
        limits[resource.RLIMIT_NPROC] = 1
    for what, value in limits.items():
        resource.setrlimit(what, (value, value))


def _lock(request: Request, prepared: Prepared) -> None:
    kernel.drop_capabilities(prepared.libc)
    seccomp.forbid_new_privileges(prepared.libc)
    if prepared.ruleset is not None and "landlock" in request.layers:
        landlock.put_up(prepared.libc, prepared.ruleset)
    if prepared.filter is not None and "seccomp" in request.layers:
        seccomp.put_on(prepared.libc, prepared.filter)


def _read_all(handle: int, limit: int = sys.maxsize) -> bytes:
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
