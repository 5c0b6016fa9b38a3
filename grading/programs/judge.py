"""The judge: runs programs in the warm sandbox and says how each run ended.

The verdict on time is found in CPU time. A program that ends a little above its
limit is run once more, alone, and the better time counts: the same program's CPU
time differs by a tenth on a busy machine. The wall clock only catches sleepers,
which are run once more too. One judge serves one run at a time: each worker
process has its own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from grading.programs import sandbox as boxes
from grading.programs.elsewhere import ODD_NAMES, is_windows_path, may_be_elsewhere
from grading.programs.errors import NoSandboxError, ProgramError
from grading.programs.inside.wire import MOST_AT_ONCE, Job, Request, pack_job
from grading.programs.interpreter import Interpreter, find_interpreter
from grading.programs.records import NOTHING, ProgramRun, RunCost, RunResult, Verdict
from grading.programs.refusals import require_limits
from grading.programs.sandbox import Ended, Errand, Sandbox, SandboxLostError
from itembank.base.files import UnsafeNameError, safe_relative
from itembank.base.i18n import _

LAYERS = ("landlock", "nproc", "seccomp")
ATTEMPTS = 2
STDERR_BYTES = 64 << 10
US_PER_MS = 1000
PATIENT, LONGEST_WAIT_MS = 5, 120_000
NEAR = Fraction(6, 5)  # up to here above its limit a program may come when it is run alone
AGAIN = frozenset({"near", "wall", "lost", "killed", "unlocked", "starved"})


@dataclass(frozen=True, slots=True)
class JudgeConfig:
    """How to set up a judge.

    `alone_lock`: a file that all judges of a machine share, so that a repeated run has it to itself.
    `layers` are changed only by tests that show what each wall does; `self_test` may be left
    out where the same machine has just passed it. `language` is a file in the place of `inside/program.py`,
    for programs in another language than Python.
    """

    interpreter: Path | None = None
    runs_per_server: int = 2000
    alone_lock: Path | None = None
    self_test: bool = True
    layers: tuple[str, ...] = LAYERS
    language: Path | None = None

    def __post_init__(self) -> None:
        """Refuse numbers and names that mean nothing."""
        if self.runs_per_server < 1 or not set(self.layers) <= set(LAYERS):
            raise ProgramError(
                _("判题设置无效：{runs} 次后重启，隔离层 {layers}。").format(
                    runs=self.runs_per_server, layers=", ".join(self.layers)
                )
            )


@dataclass(frozen=True, slots=True)
class Isolation:
    """What this judge's walls are made of, for the record of a marking run."""

    python: str
    landlock_abi: int
    seccomp: bool


class Judge:
    """Runs candidates' programs. Use it as a context manager or call `close`."""

    def __init__(self, config: JudgeConfig, bubblewrap: Path, interpreter: Interpreter) -> None:
        """Start the first sandbox; `Judge.start` is what callers use."""
        self._config = config
        self._bubblewrap = bubblewrap
        self._interpreter = interpreter
        self._runs = 0
        self._sandbox: Sandbox | None = None
        self._lock = (
            os.open(config.alone_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) if config.alone_lock else None
        )

    @classmethod
    def start(cls, config: JudgeConfig | None = None) -> Judge:
        """Start a judge and try all attacks on it; raises `NoSandboxError` where one of them succeeds."""
        from grading.programs.selftest import require_isolation

        settings = config or JudgeConfig()
        if settings.self_test and settings.language:  # the attacks are in Python; the walls are the same for all
            cls.start(replace(settings, language=None)).close()
            settings = replace(settings, self_test=False)
        bubblewrap = boxes.find_bubblewrap()
        require_limits()
        judge = cls(settings, bubblewrap, find_interpreter(settings.interpreter, boxes.identity()))
        try:
            judge.isolation()
            if settings.self_test:
                require_isolation(judge)
        except BaseException:
            judge.close()
            raise
        return judge

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the sandbox; a closed judge starts a new one when it is asked to run again."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def isolation(self) -> Isolation:
        """Tell what the sandbox found on this machine."""
        ready = self._open().ready
        return Isolation(ready.version, ready.landlock_abi, ready.seccomp)

    def run(self, program: ProgramRun) -> RunResult:
        """Run a program and judge how it ended; faults of ours become `CANNOT_JUDGE`, never an exception."""
        return self.run_all([program])[0]

    def run_all(self, programs: Sequence[ProgramRun]) -> tuple[RunResult, ...]:
        """Run programs, several in one turn of the sandbox, with the same results as one by one but for less."""
        results: list[RunResult] = []
        for turn in take_turns(programs):
            with self._turn(alone=False):
                results += self._attempt(turn, 1)
        for place, program in enumerate(programs):
            if results[place].why in AGAIN:
                with self._turn(alone=True):
                    results[place] = self._attempt([_patiently(program, results[place].why)], ATTEMPTS)[0]
        return tuple(results)

    def _attempt(self, programs: Sequence[ProgramRun], attempt: int) -> list[RunResult]:
        """Run the programs of one turn; none of them is judged when the sandbox is lost in it."""
        try:
            endings = self._open().run([_errand(program) for program in programs])
        except (SandboxLostError, NoSandboxError):
            self._drop()
            return [_lost(attempt) for _program in programs]
        except BaseException:
            self._drop()  # an interrupted run would leave its answer in the pipe for the next one
            raise
        self._runs += len(programs)
        return [judge_ending(program, ended, attempt) for program, ended in zip(programs, endings, strict=True)]

    def _open(self) -> Sandbox:
        if self._sandbox is not None and self._runs >= self._config.runs_per_server:
            self._drop()
        if self._sandbox is None:
            config = self._config
            self._sandbox = boxes.open_sandbox(self._bubblewrap, self._interpreter, config.layers, config.language)
            self._runs = 0
        return self._sandbox

    def _drop(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    @contextmanager
    def _turn(self, *, alone: bool) -> Iterator[None]:
        """Share the machine with other judges, or wait until none of them runs anything."""
        if self._lock is None or sys.platform == "win32":
            yield
            return
        import fcntl

        fcntl.flock(self._lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)


def _patiently(program: ProgramRun, why: str) -> ProgramRun:
    """Give a program that the machine kept waiting more of the wall's time; its CPU time stays what it is."""
    if why != "starved":
        return program
    limits = program.limits
    return replace(program, limits=replace(limits, wall_ms=min(LONGEST_WAIT_MS, PATIENT * limits.wall_limit_ms)))


def take_turns(programs: Sequence[ProgramRun]) -> Iterator[Sequence[ProgramRun]]:
    """Share runs out into turns: so many at once, and whose files are wanted comes last in its turn."""
    turn: list[ProgramRun] = []
    for program in programs:
        turn.append(program)
        if len(turn) == MOST_AT_ONCE or program.keep_files:
            yield turn
            turn = []
    if turn:
        yield turn


def judge_ending(program: ProgramRun, ended: Ended, attempt: int) -> RunResult:
    """Turn what came out of the sandbox into a result; pure."""
    code, signal_name = _status(ended.reply.status)
    exception, line, missed = _read_report(ended.report)
    verdict, why = _verdict(program, ended, code=code, exception=exception)
    if verdict is Verdict.RUNTIME and (elsewhere := may_be_elsewhere(exception, missed, program.files)):
        verdict, why, exception = Verdict.CANNOT_JUDGE, elsewhere, f"{exception}: {missed}"
    elif verdict not in {Verdict.RUNTIME, Verdict.MEMORY}:
        exception, line = "", 0  # a run that was stopped got as far as the machine let it: no fact
    elif verdict is Verdict.RUNTIME and not exception:
        exception = signal_name or f"exit {code}"
    limit = program.limits.output_bytes
    return RunResult(
        verdict=verdict,
        exit_code=code,
        stdout=ended.stdout[:limit],
        stderr=(ended.complaint or ended.stderr)[: min(limit, STDERR_BYTES)],
        answer=ended.answer[:limit],
        exception=exception,
        line=line,
        why=why or _odd_names(ended),
        files=_made_files(program, ended),
        cost=RunCost(ended.reply.cpu_us, ended.reply.wall_us, attempt),
    )


def _verdict(program: ProgramRun, ended: Ended, *, code: int | None, exception: str) -> tuple[Verdict, str]:
    """Find the verdict and a word why, from the most to the least certain sign."""
    reply = ended.reply
    limits = program.limits
    if not reply.locked:
        return Verdict.CANNOT_JUDGE, "unlocked"
    if max(len(ended.stdout), len(ended.stderr), len(ended.answer)) > limits.output_bytes:
        return Verdict.OUTPUT, "output"
    if reply.stopped == "cpu":
        return Verdict.TIME, "cpu"
    if reply.cpu_us > limits.cpu_ms * US_PER_MS:
        return Verdict.TIME, "near"
    if reply.stopped == "wall":
        return Verdict.TIME, "wall"
    if reply.stopped == "starved":
        return Verdict.CANNOT_JUDGE, "starved"  # it wanted to compute and the machine did not let it
    if code is None and os.WTERMSIG(reply.status) == signal.SIGKILL:
        return Verdict.CANNOT_JUDGE, "killed"  # not by us: the machine itself was short of memory
    if exception == "MemoryError":
        return Verdict.MEMORY, "memory"
    if code == 0:
        return Verdict.OK, ""
    return Verdict.RUNTIME, "exit" if code is not None else "signal"


def _status(status: int) -> tuple[int | None, str]:
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status), ""
    number = os.WTERMSIG(status)
    try:
        return None, signal.Signals(number).name
    except ValueError:
        return None, f"signal {number}"


class _Report(NamedTuple):
    exception: str
    line: int
    missed: str


def _read_report(report: bytes) -> _Report:
    """Read what the program's process says of itself; it may have been forged, so only its shape counts."""
    try:
        fields = json.loads(report)
        name, line, missed = str(fields["exception"]), int(fields["line"]), str(fields.get("missed", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return _Report("", 0, "")
    return _Report(_printable(name), max(0, min(line, 1_000_000)), _printable(missed))


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:80]


def _odd_names(ended: Ended) -> str:
    """Return a word when the program made files with names that are paths on another system."""
    return ODD_NAMES if any(is_windows_path(name) for name in ended.files) else ""


def _errand(program: ProgramRun) -> Errand:
    limits = program.limits
    job = Job(
        program.source,
        program.driver,
        tuple(program.files.items()),
        program.argv,
        program.show_prompts,
        program.seed,
        program.text_encoding,
        program.notes_drawing,
    )
    request = Request(
        job_start=0,
        job_bytes=0,
        slot=0,
        cpu_ms=int(limits.cpu_ms * NEAR),
        wall_ms=limits.wall_limit_ms,
        memory_bytes=limits.memory_bytes,
        output_bytes=limits.output_bytes,
        file_bytes=limits.file_bytes,
        box_bytes=limits.box_bytes,
        box_files=limits.box_files,
        keep_files=program.keep_files,
    )
    return Errand(request, pack_job(job), program.stdin)


def _made_files(program: ProgramRun, ended: Ended) -> dict[str, bytes]:
    found = sorted(ended.files.items())
    return {name: data for name, data in found if program.files.get(name) != data and _is_safe(name)}


def _is_safe(name: str) -> bool:
    try:
        safe_relative(name)
    except UnsafeNameError:
        return False
    return True


def _lost(attempt: int) -> RunResult:
    cost = RunCost(0, 0, attempt)
    return RunResult(Verdict.CANNOT_JUDGE, None, b"", b"", b"", "", 0, "lost", NOTHING, cost)
