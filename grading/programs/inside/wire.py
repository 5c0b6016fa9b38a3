"""The few bytes that pass between the judge and the server in the sandbox.

Both sides import this file. A *request* (numbers only) and a *reply* are one
JSON line each on a pipe. A *job* (program, files) lies in a memory file that the
server never reads: only the forked child does, so that no program can find
an earlier candidate's work in the memory it inherits.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any

LENGTH = struct.Struct("<I")
LINE_LIMIT = 4096


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
    """Spell a job as a length, a JSON head and the parts one after the other."""
    head: dict[str, object] = {
        "source": len(job.source),
        "driver": len(job.driver),
        "files": [[name, len(data)] for name, data in job.files],
        "argv": list(job.argv),
        "show_prompts": job.show_prompts,
        "seed": job.seed,
    }
    return b"".join([_pack_head(head), job.source, job.driver, *(data for _, data in job.files)])


def read_job(data: bytes) -> Job:
    """Read a job that `pack_job` spelled."""
    head, start = _read_head(data)
    sizes = [head["source"], head["driver"], *(size for _, size in head["files"])]
    parts = []
    for size in sizes:
        parts.append(data[start : start + size])
        start += size
    files = tuple((name, part) for (name, _), part in zip(head["files"], parts[2:], strict=True))
    return Job(parts[0], parts[1], files, tuple(head["argv"]), head["show_prompts"], head["seed"])


def pack_files(files: list[tuple[str, bytes]]) -> bytes:
    """Spell the files of a box."""
    head: dict[str, object] = {"files": [[name, len(data)] for name, data in files]}
    return b"".join([_pack_head(head), *(data for _, data in files)])


def read_files(data: bytes) -> dict[str, bytes]:
    """Read the files of a box; raises `ValueError` when they are cut short."""
    head, start = _read_head(data)
    files = {}
    for name, size in head["files"]:
        if start + size > len(data):
            raise ValueError("the files end early")
        files[name] = data[start : start + size]
        start += size
    return files


def _pack_head(head: dict[str, object]) -> bytes:
    text = json.dumps(head).encode()
    return LENGTH.pack(len(text)) + text


def _read_head(data: bytes) -> tuple[Any, int]:
    if len(data) < LENGTH.size:
        raise ValueError("there is no head")
    start = LENGTH.size + LENGTH.unpack_from(data)[0]
    return json.loads(data[LENGTH.size : start]), start
