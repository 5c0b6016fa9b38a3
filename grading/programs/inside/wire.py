"""The few bytes that pass between the judge and the server in the sandbox.

Both sides import this file. A *request* (numbers only) and a *reply* are one
JSON line each on a pipe. A *job* (program, files) lies in a memory file that the
server never reads: only the forked child does, so that no program can find
an earlier candidate's work in the memory it inherits.
"""

from __future__ import annotations

import json
import marshal
import struct
from dataclasses import asdict, dataclass

LENGTH = struct.Struct("<I")
LINE_LIMIT = 4096
MARSHAL_VERSION = 2
COLLECT_MS = 5000  # what gathering the files of a box may take


@dataclass(frozen=True, slots=True)
class Request:
    """What the server may know of a run: its limits and whether the files it writes are wanted."""

    cpu_ms: int
    wall_ms: int
    memory_bytes: int
    output_bytes: int
    file_bytes: int
    box_bytes: int
    box_files: int
    keep_files: bool
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """How a run ended: the wait status, its costs, who stopped it, and whether the locks were in place."""

    status: int
    cpu_us: int
    wall_us: int
    stopped: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """The server's first line: what it found in the sandbox."""

    version: str
    landlock_abi: int
    seccomp: bool


@dataclass(frozen=True, slots=True)
class Job:
    """What the child reads: a program, the driver that calls its functions, and files for its folder."""

    source: bytes
    driver: bytes
    files: tuple[tuple[str, bytes], ...]
    argv: tuple[str, ...]
    show_prompts: bool
    seed: int


def pack_line(value: Request | Reply | Ready) -> bytes:
    """Spell a control message as one line."""
    return json.dumps(asdict(value)).encode() + b"\n"


def read_request(line: bytes) -> Request:
    """Read a request; raises `ValueError` or `TypeError` for anything else."""
    fields = json.loads(line)
    return Request(**{**fields, "layers": tuple(fields["layers"])})


def read_reply(line: bytes) -> Reply:
    """Read a reply; raises `ValueError` or `TypeError` for anything else."""
    return Reply(**json.loads(line))


def read_ready(line: bytes) -> Ready:
    """Read the server's first line; raises `ValueError` or `TypeError` for anything else."""
    return Ready(**json.loads(line))


def pack_job(job: Job) -> bytes:
    """Spell a job. `marshal` because both ends are ours and reading it costs a child almost nothing.

    Its version 2 is the same in every Python; a candidate never gets to write one.
    """
    parts = (job.source, job.driver, job.files, job.argv, job.show_prompts, job.seed)
    return marshal.dumps(parts, MARSHAL_VERSION)


def read_job(data: bytes) -> Job:
    """Read a job that `pack_job` spelled."""
    return Job(*marshal.loads(data))  # noqa: S302 - written by the judge, see pack_job


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
