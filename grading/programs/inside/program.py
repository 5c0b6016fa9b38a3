"""Run a candidate's program in this (already locked) process, as `python3 program.py` would.

Nothing here is secret and nothing here is trusted: the program may change all of
it and only harms itself. Its verdict is found outside, from the wait status, the
costs and what it printed.
"""

from __future__ import annotations

import atexit
import builtins
import io
import json
import linecache
import os
import random
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grading.programs.inside.wire import Job

FILE_NAME = "program.py"
DRIVER_NAME = "driver.py"
STDIN, STDOUT, STDERR, ANSWER, REPORT = range(5)
FAILED = 1
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """The streams of a run, made once by the server so that no run pays for making them."""

    stdin: io.TextIOWrapper
    stdout: io.TextIOWrapper
    stderr: io.TextIOWrapper
    answer: io.TextIOWrapper


def set_stage(box: str) -> Stage:
    """Make the streams on descriptors 0 to 3 and put our own modules out of sight of the programs."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        del sys.modules[name]
    sys.path = [box, *(entry for entry in sys.path if not entry.startswith("/judge"))]
    stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(STDIN, closefd=False)), encoding="utf-8")
    return Stage(stdin, _writer(STDOUT), _writer(STDERR), _writer(ANSWER))


def run_program(job: Job, stage: Stage) -> int:
    """Run the program and then the driver; return the exit code, with the streams flushed."""
    sys.stdin, sys.stdout, sys.stderr = stage.stdin, stage.stdout, stage.stderr
    main = _prepare(job)
    code = _guarded(lambda: _execute(job.source, FILE_NAME, main))
    if code == 0 and job.driver:
        _flush()
        sys.stdout = stage.answer
        code = _guarded(lambda: _execute(job.driver, DRIVER_NAME, main))
    return _guarded(_finish) or code


def _prepare(job: Job) -> dict[str, object]:
    sys.argv = [FILE_NAME, *job.argv]
    # Beside a driver the program is a module: what pupils put under the main guard stays asleep.
    main = types.ModuleType("program" if job.driver else "__main__")
    main.__dict__.update({"__file__": FILE_NAME, "__builtins__": builtins})
    sys.modules[main.__name__] = main
    builtins.input = _make_input(show_prompts=job.show_prompts)
    _seed(job.seed)
    return main.__dict__


def _writer(descriptor: int) -> io.TextIOWrapper:
    raw = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
    return io.TextIOWrapper(raw, encoding="utf-8", newline="\n")


def _make_input(*, show_prompts: bool) -> Callable[..., str]:
    """Build an `input` whose prompt goes nowhere unless the rubric counts it."""

    def input(prompt: object = "", /) -> str:  # noqa: A001 - it stands in for the built-in of this name
        text = str(prompt)
        if show_prompts:
            sys.stdout.write(text)
        line = sys.stdin.readline()
        if not line:
            raise EOFError("EOF when reading a line")
        return line.removesuffix("\n")

    return input


def _seed(seed: int) -> None:
    """Make chance repeatable, also for a program that calls `random.seed()` without a value."""
    original = random.seed

    def seeded(a: str | bytes | bytearray | float | None = None, version: int = 2) -> None:
        original(seed if a is None else a, version)

    random.seed = seeded
    random.seed()


def _execute(source: bytes, name: str, scope: dict[str, object]) -> None:
    linecache.cache[name] = (len(source), None, source.decode("utf-8", "replace").splitlines(True), name)
    exec(compile(source, name, "exec", dont_inherit=True), scope)  # noqa: S102 - this is what we are for


def _guarded(action: Callable[[], None]) -> int:
    """Do something for the candidate and turn whatever it raises into an exit code and a report."""
    try:
        action()
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as error:  # noqa: BLE001 - a program may raise anything, that is its result
        _report(type(error).__name__, _line_of(error))
        _print_traceback(error)
        return FAILED
    return 0


def _exit_code(leaving: SystemExit) -> int:
    if leaving.code is None or leaving.code == 0:
        return 0
    _report("SystemExit", _line_of(leaving))
    if isinstance(leaving.code, int):
        return leaving.code & 0xFF or FAILED
    os.write(STDERR, (str(leaving.code) + "\n").encode("utf-8", "replace"))
    return FAILED


def _report(name: str, line: int) -> None:
    """Tell the judge what went wrong; a first report is not overwritten by a later one."""
    if os.fstat(REPORT).st_size == 0:
        os.write(REPORT, json.dumps({"exception": name[:NAME_LIMIT], "line": line}).encode())


def _line_of(error: BaseException) -> int:
    if isinstance(error, SyntaxError) and error.filename in {FILE_NAME, DRIVER_NAME}:
        return error.lineno or 0
    lines = [number for frame, number in traceback.walk_tb(error.__traceback__) if _is_theirs(frame)]
    return lines[-1] if lines else 0


def _is_theirs(frame: types.FrameType) -> bool:
    return frame.f_code.co_filename in {FILE_NAME, DRIVER_NAME}


def _print_traceback(error: BaseException) -> None:
    trace = error.__traceback__
    while trace is not None and not _is_theirs(trace.tb_frame):
        trace = trace.tb_next
    try:
        text = "".join(traceback.format_exception(type(error), error, trace))
        os.write(STDERR, text.encode("utf-8", "replace"))
    except BaseException:  # noqa: BLE001 - an exception whose text fails, or no memory left to print it
        os.write(STDERR, b"(no traceback)\n")


def _finish() -> None:
    atexit._run_exitfuncs()  # noqa: SLF001 - leaving with os._exit skips what the program registered
    _flush()


def _flush() -> None:
    streams: Sequence[io.TextIOBase | None] = (sys.stdout, sys.stderr)  # type: ignore[assignment]
    for stream in streams:
        if stream is not None and not stream.closed:
            stream.flush()
