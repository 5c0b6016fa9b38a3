"""The few bytes that pass between the judge and the server in the sandbox.

Both sides import this file. A *request* and a *reply* are a fixed row of numbers
on a pipe; the requests of a turn are written at once, and so are its replies. A
*job* (program, files) lies in a memory file that the server never reads: only the
forked child does, so that no program can find an earlier candidate's work, or
another test's, in the memory it inherits.

Named tuples and not dataclasses: importing those makes the server, and with it every fork, a fifth larger.
"""

from __future__ import annotations

import json
import marshal
import struct
from typing import NamedTuple

LENGTH = struct.Struct("<I")
REQUEST = struct.Struct("<10Q?")
REPLY = struct.Struct("<iQQB?")
LINE_LIMIT = 4096
MARSHAL_VERSION = 2
COLLECT_MS = 5000  # what gathering the files of a box may take
PATIENCE = 4  # times that a child which is not asleep gets its wall time once more
STOPPED_BY = ("", "cpu", "wall", "judge", "starved")
STREAMS = ("stdin", "stdout", "stderr", "answer", "report")
MOST_AT_ONCE = 8  # runs in one turn, each with streams of its own


class Request(NamedTuple):
    """What the server may know of a run: where its job lies, which streams are its own, its limits.

    `slot` counts the runs of a turn; with `keep_files` its files are wanted, which only the last of a turn may be.
    """

    job_start: int
    job_bytes: int
    slot: int
    cpu_ms: int
    wall_ms: int
    memory_bytes: int
    output_bytes: int
    file_bytes: int
    box_bytes: int
    box_files: int
    keep_files: bool


class Reply(NamedTuple):
    """How a run ended: the wait status, its costs, who stopped it, and whether the locks were in place."""

    status: int
    cpu_us: int
    wall_us: int
    stopped: str
    locked: bool


class Ready(NamedTuple):
    """The server's first line: what it found in the sandbox."""

    version: str
    landlock_abi: int
    seccomp: bool


class Job(NamedTuple):
    """What the child reads: a program, the driver that calls its functions, and files for its folder."""

    source: bytes
    driver: bytes
    files: tuple[tuple[str, bytes], ...]
    argv: tuple[str, ...]
    show_prompts: bool
    seed: int
    text_encoding: str = ""
    notes_drawing: bool = False


def pack_request(request: Request) -> bytes:
    """Spell a request."""
    return REQUEST.pack(*request)


def read_request(data: bytes) -> Request:
    """Read a request as the bare row of its fields, which costs a fork less memory than a `Request`."""
    row: Request = REQUEST.unpack(data)  # type: ignore[assignment]
    return row


def pack_reply(status: int, cpu_us: int, wall_us: int, stopped: str, is_locked: bool) -> bytes:  # noqa: FBT001
    """Spell a reply."""
    return REPLY.pack(status, cpu_us, wall_us, STOPPED_BY.index(stopped), is_locked)


def read_reply(data: bytes) -> Reply:
    """Read a reply; raises `ValueError` for anything else."""
    try:
        status, cpu_us, wall_us, stopped, locked = REPLY.unpack(data)
        return Reply(status, cpu_us, wall_us, STOPPED_BY[stopped], locked)
    except (struct.error, IndexError) as error:
        raise ValueError("this is no reply") from error


def pack_ready(ready: Ready) -> bytes:
    """Spell the first line."""
    return json.dumps(ready._asdict()).encode() + b"\n"


def read_ready(line: bytes) -> Ready:
    """Read the server's first line; raises `ValueError` or `TypeError` for anything else."""
    return Ready(**json.loads(line))


def pack_job(job: Job) -> bytes:
    """Spell a job. `marshal` because both ends are ours and reading it costs a child almost nothing.

    Its version 2 is the same in every Python; a candidate never gets to write one.
    """
    return marshal.dumps(tuple(job), MARSHAL_VERSION)


def read_job(data: bytes) -> Job:
    """Read a job that `pack_job` spelled, as the bare row of its fields."""
    row: Job = marshal.loads(data)  # noqa: S302 - written by the judge, see pack_job
    return row


def pack_files(files: list[tuple[str, bytes]]) -> bytes:
    """Spell the files of a box: a length, a JSON head, the contents one after the other."""
    head = json.dumps([[name, len(data)] for name, data in files]).encode()
    return b"".join([LENGTH.pack(len(head)), head, *(data for _, data in files)])


def read_files(data: bytes) -> dict[str, bytes]:
    """Read the files of a box; raises `ValueError` when they are cut short."""
    if len(data) < LENGTH.size:
        raise ValueError("there is no head")
    start = LENGTH.size + LENGTH.unpack_from(data)[0]
    files = {}
    for name, size in json.loads(data[LENGTH.size : start]):
        if start + size > len(data):
            raise ValueError("the files end early")
        files[name] = data[start : start + size]
        start += size
    return files
