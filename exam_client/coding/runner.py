"""Running a candidate's Python program apart: own process group, fed by lines, drained in batches, always stoppable.

The output is read slowly on purpose: a program that prints without end waits for us instead of flooding the
screen. Limits on processor time, memory and wall time are watched from outside, the same way on every system.
Everything is told by a callback, from threads of this module.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import queue
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from exam_client.coding.explain import explain
from exam_client.coding.views import Channel, ProgramEnded, ProgramOutput, RunOutcome

READ_BYTES = 64 * 1024
BATCH_CHARACTERS = 8 * 1024
BATCH_SECONDS = 0.05
WATCH_SECONDS = 0.2
MARK = "JIKAO_RUN"
MARK_BYTES = 12
KILL_ROUNDS = 20
KEPT_ERROR_CHARACTERS = 32 * 1024
DRAIN_SECONDS = 2.0
KEPT_VARIABLES = (
    *("PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "DISPLAY", "WAYLAND_DISPLAY"),
    *("XAUTHORITY", "LANG", "LC_ALL", "APPDATA", "LOCALAPPDATA", "XDG_RUNTIME_DIR"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use."""

    wall_seconds: float = 600.0
    processor_seconds: float = 20.0
    memory_bytes: int = 1 << 30
    processes: int = 40


@dataclass(frozen=True, slots=True)
class ProgramPlan:
    """What is to be run: `path` below `folder`, by `python`."""

    run: int
    python: str
    folder: Path
    path: str
    limits: Limits = field(default_factory=Limits)


Told = Callable[[ProgramOutput | ProgramEnded], None]


class RunningProgram:
    """One program while it runs; ends by itself, by `stop`, or by its limits. `ProgramEnded` comes last, once."""

    def __init__(self, plan: ProgramPlan, tell: Told, environment: Mapping[str, str]) -> None:
        """Start it; a program that cannot be started ends at once with NOT_STARTED."""
        self._plan = plan
        self._tell = tell
        self._started = time.monotonic()
        self._outcome: RunOutcome | None = None
        self._errors = ""
        self._input: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._mark = secrets.token_hex(MARK_BYTES)
        try:
            self._process = subprocess.Popen(
                command_of(plan),
                cwd=plan.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**clean_environment(environment), MARK: self._mark},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            tell(ProgramOutput(plan.run, Channel.NOTE, str(error.strerror or error)))
            tell(ProgramEnded(plan.run, RunOutcome.NOT_STARTED, -1, 0))
            return
        self._watch = threading.Thread(target=self._live, args=(self._process,), name="program-watch", daemon=True)
        self._watch.start()

    @property
    def is_running(self) -> bool:
        """Say whether the program has not ended yet."""
        return self._process is not None and self._process.poll() is None

    def send_line(self, line: str) -> None:
        """Feed a line; never blocks, even if the program never reads."""
        self._input.put((line + "\n").encode("utf-8", "replace"))

    def end_input(self) -> None:
        """Tell the program that no more input comes, after all lines so far."""
        self._input.put(None)

    def stop(self) -> None:
        """Kill the program and everything it started."""
        if self._process is not None and self.is_running:
            self._outcome = self._outcome or RunOutcome.STOPPED
            kill_tree(self._process, self._mark)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until `ProgramEnded` was told; False if it takes longer."""
        if self._process is None:
            return True
        self._watch.join(seconds)
        return not self._watch.is_alive()

    def _live(self, process: subprocess.Popen[bytes]) -> None:
        drains = [
            threading.Thread(target=self._drain, args=(stream, channel), daemon=True)
            for stream, channel in ((process.stdout, Channel.OUT), (process.stderr, Channel.ERROR))
            if stream is not None
        ]
        feed = threading.Thread(target=_feed, args=(process.stdin, self._input), daemon=True)
        for thread in (*drains, feed):
            thread.start()
        while True:
            try:
                process.wait(WATCH_SECONDS)
                break
            except subprocess.TimeoutExpired:
                self._check_limits(process)
        # Whatever the program left running in the background ends with it and lets go of the pipes.
        kill_tree(process, self._mark)
        for drain in drains:
            drain.join(DRAIN_SECONDS)
        self.end_input()
        self._tell(self._ended(process.returncode))

    def _check_limits(self, process: subprocess.Popen[bytes]) -> None:
        limits = self._plan.limits
        used = usage_of(process.pid)
        over = (
            time.monotonic() - self._started > limits.wall_seconds
            or used.processor_seconds > limits.processor_seconds
            or used.memory_bytes > limits.memory_bytes
            or used.processes > limits.processes
        )
        if over:
            self._outcome = self._outcome or RunOutcome.TIME_LIMIT
            kill_tree(process, self._mark)

    def _drain(self, stream: IO[bytes], channel: Channel) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while True:
            data = os.read(stream.fileno(), READ_BYTES)
            text = decoder.decode(data, final=not data)
            if text:
                self._pass_on(channel, text)
            if not data:
                stream.close()
                return
            time.sleep(BATCH_SECONDS)

    def _pass_on(self, channel: Channel, text: str) -> None:
        if channel is Channel.ERROR:
            self._errors = (self._errors + text)[-KEPT_ERROR_CHARACTERS:]
        shown = text[-BATCH_CHARACTERS:]
        dropped = len(text[: len(text) - len(shown)].encode("utf-8"))
        self._tell(ProgramOutput(self._plan.run, channel, shown, dropped))

    def _ended(self, exit_code: int) -> ProgramEnded:
        elapsed_ms = int((time.monotonic() - self._started) * 1000)
        outcome = self._outcome or (RunOutcome.FINISHED if exit_code == 0 else RunOutcome.FAILED)
        explanation = None
        if outcome is RunOutcome.FAILED:
            explanation = explain(self._errors, self._plan.path, _source(self._plan.folder / self._plan.path))
        return ProgramEnded(self._plan.run, outcome, exit_code, elapsed_ms, explanation)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a program and its children use."""

    processor_seconds: float
    memory_bytes: int
    processes: int


def command_of(plan: ProgramPlan) -> Sequence[str]:
    """Return the command line: UTF-8, unbuffered, nothing of the user's own; own modules of the folder are found."""
    return (plan.python, "-X", "utf8", "-u", "-B", "-s", "-E", plan.path)


def clean_environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables a program needs."""
    return {name: given[name] for name in KEPT_VARIABLES if name in given}


def usage_of(pid: int) -> Usage:
    """Measure a process and its children; one that is gone uses nothing."""
    processor, memory = 0.0, 0
    family = _family(pid)
    for process in family:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            processor += times.user + times.system
            memory += process.memory_info().rss
    return Usage(processor, memory, len(family))


def kill_tree(process: subprocess.Popen[bytes], mark: str) -> None:
    """Kill a process, its group, its descendants, and whatever it let loose, which still bears its mark."""
    for _round in range(KILL_ROUNDS):
        family = [*_family(process.pid), *_marked(mark)]
        _kill(process, family)
        if not _marked(mark):
            return


def _kill(process: subprocess.Popen[bytes], family: Sequence[psutil.Process]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for member in family:
        with contextlib.suppress(psutil.Error):
            member.kill()


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return []


def _marked(mark: str) -> list[psutil.Process]:
    """Find processes of one run by their environment: a daemon belongs to no family and no group of ours."""
    found = []
    for member in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if member.environ().get(MARK) == mark and member.status() != psutil.STATUS_ZOMBIE:
                found.append(member)
    return found


def _feed(stream: IO[bytes] | None, lines: queue.SimpleQueue[bytes | None]) -> None:
    """Write lines as they come; the pipe holds 64 KiB, so a program that never reads may keep this thread waiting."""
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        while (data := lines.get()) is not None:
            stream.write(data)
            stream.flush()
    with contextlib.suppress(OSError):
        stream.close()


def _source(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
