"""The child process that opens candidates' files: reads requests from its input, answers with data, knows limits.

Started by `grading.office.child` only. A frame is four bytes of length and
JSON. Nothing here is trusted by the parent: it checks every answer by type.
"""

from __future__ import annotations

import math
import os
import sys
import traceback
from pathlib import Path
from typing import IO, Protocol

import msgspec

from grading.office.model import CannotRead, Reason
from grading.office.outcome import CannotReadError
from grading.works import READERS, WorkKind, WorkOutcome

LENGTH_BYTES = 4
ANSWER_MAX = 96 * 1024 * 1024
REQUEST_MAX = 64 * 1024


class Stream(Protocol):
    """Where frames come from."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, fewer only when no more will come."""


class Request(msgspec.Struct, frozen=True):
    """One file to read; `path` as the file system's own bytes."""

    path: bytes
    cpu_seconds: int
    memory_bytes: int
    kind: WorkKind = WorkKind.OFFICE


def main() -> int:
    """Answer requests until the input ends."""
    source = sys.stdin.buffer
    answers = _private_output()
    while True:
        frame = read_frame(source, REQUEST_MAX)
        if frame is None:
            return 0
        request = msgspec.json.decode(frame, type=Request)
        limit_process(request)
        answer, may_go_on = answer_to(request)
        write_frame(answers, answer)
        if not may_go_on:
            return 0


def answer_to(request: Request) -> tuple[bytes, bool]:
    """Return the encoded outcome, and whether this process is still fit to read another file."""
    limit = f"{request.memory_bytes // (1024 * 1024)} MB"
    try:
        outcome: WorkOutcome = READERS[request.kind](Path(os.fsdecode(request.path)))
        data = msgspec.json.encode(outcome)
        if len(data) > ANSWER_MAX:
            found, most = f"{len(data) // 1_000_000} MB", f"{ANSWER_MAX // 1_000_000} MB"
            data = msgspec.json.encode(CannotRead(Reason.TOO_MUCH_CONTENT, found=found, limit=most))
        return data, True
    except CannotReadError as refusal:
        return msgspec.json.encode(refusal.outcome), True
    except MemoryError:
        return msgspec.json.encode(CannotRead(Reason.MEMORY_LIMIT, limit=limit)), False
    except RecursionError:
        return msgspec.json.encode(CannotRead(Reason.XML_TOO_LARGE, found="nesting", limit="256")), True
    except Exception as fault:  # noqa: BLE001 - the outermost loop: a fault of a reader is an outcome, not an end
        return msgspec.json.encode(CannotRead(Reason.READER_FAULT, found=place_of(fault))), False


def place_of(fault: BaseException) -> str:
    """Return where a fault happened, without a word of the file's content."""
    frames = traceback.extract_tb(fault.__traceback__)
    last = frames[-1] if frames else None
    place = "" if last is None else f" in {Path(last.filename).stem}.{last.name}:{last.lineno}"
    return type(fault).__name__ + place


def limit_process(request: Request) -> None:
    """Bound this process for the next file.

    On Windows there are no such limits; the parent's wall clock is the only one.
    """
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + request.cpu_seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    resource.setrlimit(resource.RLIMIT_AS, (request.memory_bytes, request.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_frame(source: Stream, most: int) -> bytes | None:
    """Read one frame; None at the end of the stream or when it announces more than `most` bytes."""
    head = source.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    data = source.read(length) if length <= most else b""
    return data if len(data) == length else None


def write_frame(target: IO[bytes], data: bytes) -> None:
    target.write(len(data).to_bytes(LENGTH_BYTES, "big"))
    target.write(data)
    target.flush()


def _private_output() -> IO[bytes]:
    """Take the output for answers alone, so that no stray print can get between them."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return answers


if __name__ == "__main__":
    sys.exit(main())
