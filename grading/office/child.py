"""The door to office files: every one is opened in a child process with limits, and comes back as data.

    with OfficeReader() as reader:
        outcome = reader.read(path)      # Document | Workbook | Presentation | CannotRead

One warm child reads many files; it is replaced after a crash, a limit or a
number of files. Whatever a file does to it, the caller gets a `CannotRead`
with a reason. Limits are 10 s of CPU, 512 MB of address space and 15 s on the
wall; Windows has only the last one.
"""

from __future__ import annotations

import math
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from grading.office.model import CannotRead, Document, Presentation, ReadOutcome, Reason, Workbook
from grading.office.worker import ANSWER_MAX, Request, read_frame, write_frame
from grading.works import WorkKind, WorkOutcome
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _

MEGABYTE = 1024 * 1024
HAS_NO_POLL = sys.platform == "win32"
WORKER_VERB = "office-worker"
"""The hidden verb of `grading` that a frozen program is called with, as it has no interpreter of its own."""

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
# After these the child ends; asked again before it is gone it would owe the next file an answer.
_LAST_WORDS = frozenset({Reason.MEMORY_LIMIT, Reason.READER_FAULT})
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH", "LANG")


class ChildLimits(msgspec.Struct, frozen=True):
    """What one file may use, and after how many files the child is replaced."""

    cpu_seconds: int = 10
    memory_bytes: int = 512 * MEGABYTE
    wall_seconds: float = 15.0
    files_per_child: int = 500


class ReaderMissingError(JikaoError):
    """The child process cannot be started at all."""


class OfficeReader:
    """Reads files one after the other in a child process; not to be shared between threads."""

    def __init__(self, limits: ChildLimits | None = None, command: Sequence[str] | None = None) -> None:
        """`command` starts the worker; by default this interpreter, or the frozen program itself."""
        self._limits = ChildLimits() if limits is None else limits
        self._command = tuple(command or default_command())
        self._child: subprocess.Popen[bytes] | None = None
        self._files_read = 0

    def __enter__(self) -> Self:
        """Start nothing yet: the first file starts the child."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def read(self, path: Path) -> ReadOutcome:
        """Read one office file; every fault of the file comes back as `CannotRead`."""
        outcome = self.read_work(path, WorkKind.OFFICE)
        if isinstance(outcome, Document | Workbook | Presentation | CannotRead):
            return outcome
        self.close()
        return CannotRead(Reason.READER_FAULT, found="answer")

    def read_work(self, path: Path, kind: WorkKind) -> WorkOutcome:
        """Read one file as a kind of work; every fault of the file comes back as `CannotRead`."""
        outcome = self._read_once(path, kind)
        if outcome == self._overdue:
            # On a machine with much other work an honest file may wait that long: the wall clock is asked twice.
            return self._read_once(path, kind)
        return outcome

    @property
    def _overdue(self) -> CannotRead:
        return CannotRead(Reason.TIME_LIMIT, limit=f"{self._limits.wall_seconds:g} s")

    def _read_once(self, path: Path, kind: WorkKind) -> WorkOutcome:
        if self._files_read >= self._limits.files_per_child:
            self.close()
        child = self._running_child()
        self._files_read += 1
        request = Request(os.fsencode(path), self._limits.cpu_seconds, self._limits.memory_bytes, kind)
        answer, timed_out = self._ask(child, msgspec.json.encode(request))
        if answer is None:
            return self._failed(child, timed_out=timed_out)
        try:
            outcome: WorkOutcome = msgspec.json.decode(answer, type=WorkOutcome)
        except (msgspec.DecodeError, RecursionError):
            outcome = CannotRead(Reason.READER_FAULT, found="answer")
        if isinstance(outcome, CannotRead) and outcome.reason in _LAST_WORDS:
            self.close()
        return outcome

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        self._files_read = 0
        if child is not None:
            _end(child)

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        try:
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError as error:
            raise ReaderMissingError(
                _("无法启动读取办公文档的进程：{error}").format(error=error),
                hint=_("请检查程序是否完整安装。"),
                code=ExitCode.ENVIRONMENT,
            ) from error
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], request: bytes) -> tuple[bytes | None, bool]:
        """Return the answer, None if none came; and whether the wall clock ended it."""
        if HAS_NO_POLL:
            return self._ask_by_timer(child, request)
        answers = _Deadline(_require(child.stdout), self._limits.wall_seconds)
        try:
            # A request fits into the pipe of a child that waits for one, so this does not block.
            write_frame(_require(child.stdin), request)
            answer = read_frame(answers, ANSWER_MAX)
        except OSError:
            answer = None
        if answers.is_over:
            child.kill()
        return answer, answers.is_over

    def _ask_by_timer(self, child: subprocess.Popen[bytes], request: bytes) -> tuple[bytes | None, bool]:
        """Do the same where nobody can wait for a pipe and a clock at once; a thread a file costs 0.3 ms."""
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(self._limits.wall_seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            write_frame(_require(child.stdin), request)
            answer = read_frame(_require(child.stdout), ANSWER_MAX)
        except OSError:
            answer = None
        finally:
            timer.cancel()
            timer.join()
        return answer, overdue.is_set()

    def _failed(self, child: subprocess.Popen[bytes], *, timed_out: bool) -> CannotRead:
        self._child = None
        self._files_read = 0
        _end(child)
        if timed_out:
            return self._overdue
        ended_by = -child.returncode if child.returncode is not None else 0
        if ended_by == getattr(signal, "SIGXCPU", None):
            return CannotRead(Reason.TIME_LIMIT, limit=f"{self._limits.cpu_seconds} s CPU")
        found = f"signal {ended_by}" if ended_by > 0 else f"exit {child.returncode}"
        return CannotRead(Reason.READER_FAULT, found=found)


def read_office(path: Path) -> ReadOutcome:
    """Read a single file in a child of its own; for many files keep an `OfficeReader`."""
    with OfficeReader() as reader:
        return reader.read(path)


def default_command() -> tuple[str, ...]:
    """Return how the worker is started on this machine."""
    if getattr(sys, "frozen", False):
        return (sys.executable, WORKER_VERB)
    return (sys.executable, "-P", "-s", "-m", "grading.office.worker")


def _environment() -> dict[str, str]:
    # The child needs nothing of the parent's surroundings; equal hash seeds keep equal files equal.
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


class _Deadline:
    """Reads from a pipe until a moment; past it `is_over`, and the rest reads as the end."""

    def __init__(self, stream: IO[bytes], seconds: float) -> None:
        self._handle = stream.fileno()
        self._until = time.monotonic() + seconds
        self._poll = select.poll()
        self._poll.register(self._handle, select.POLLIN)
        self.is_over = False

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer at the end of the stream or of the time."""
        pieces: list[bytes] = []
        while size > 0:
            left_ms = math.ceil((self._until - time.monotonic()) * 1000)
            if left_ms <= 0 or not self._poll.poll(left_ms):
                self.is_over = True
                break
            piece = os.read(self._handle, min(size, MEGABYTE))
            if not piece:
                break
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)


def _require(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("the child has no pipe")
    return stream


def _end(child: subprocess.Popen[bytes]) -> None:
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # a pipe to a child that has died
                continue
    if child.poll() is None:
        child.kill()
    child.wait()
