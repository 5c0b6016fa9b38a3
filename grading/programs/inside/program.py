"""Run a candidate's program in this (already locked) process, as `python3 program.py` would.

Nothing here is secret and nothing here is trusted: the program may change all of
it and only harms itself. Its verdict is found outside, from the wait status, the
costs and what it printed.
"""

from __future__ import annotations

import _sitebuiltins
import atexit
import builtins
import errno
import gc
import io
import json
import linecache
import os
import random
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from typing import IO, Any

from grading.programs.inside.drawing import name_everything
from grading.programs.inside.sheet import SHEET
from grading.programs.inside.wire import Job

FILE_NAME = "program.py"
DRIVER_NAME = "driver.py"
STDIN, STDOUT, STDERR, ANSWER, REPORT = range(5)
FAILED = 1
NAME_LIMIT = 200
REHEARSALS = 3
SUCCESS = b"for _ in range(2): print(int('1') * 2, 'a')\n"
FAILURE = b"def f(n):\n    return [n][1]\nf(1)\n"
YOUNG, OLD = 0, 2
OPEN_FILES = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
WAYS_OUT = ("exit", "quit")
END_OF_INPUT = "Ctrl-D (i.e. EOF)"


class Stage:
    """What stands ready before the program comes, made once by the server so that no run pays for making it."""

    def __init__(self) -> None:
        """Make the streams on descriptors 0 to 3, an empty main module and an `input`."""
        self.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(STDIN, closefd=False)), encoding="utf-8")
        self.stdout, self.stderr, self.answer = _writer(STDOUT), _writer(STDERR), _writer(ANSWER)
        self.main = types.ModuleType("__main__")
        self.names = self.main.__dict__
        self.names.update({"__file__": FILE_NAME, "__builtins__": builtins})
        self.show_prompts = False
        self.input = _make_input(self)
        self.seed = 0
        self.source = self.driver = b""


def set_stage(box: str) -> Stage:
    """Rehearse once, then set the real stage; put our own modules out of sight of the programs.

    The rehearsal makes what Python makes at the first use of a thing: every fork finds it made.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        del sys.modules[name]
    sys.path = [box, *(entry for entry in sys.path if not entry.startswith("/judge"))]
    _name_what_site_names()
    turtle = types.ModuleType("turtle")
    name_everything(turtle.__dict__)
    sys.modules["turtle"] = turtle
    os.urandom = random._urandom = random.Random(0).randbytes  # type: ignore[attr-defined]  # noqa: SLF001, S311
    seed = random.Random.seed
    for _ in range(REHEARSALS):
        stage = Stage()
        _take(stage, seed)
        for source in (SUCCESS, FAILURE):
            run_program(Job(source, b"", (), (), show_prompts=False, seed=0), stage)
    for handle in (STDOUT, STDERR, REPORT):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
    stage = Stage()
    _take(stage, seed)
    return stage


def run_program(job: Job, stage: Stage) -> int:
    """Run the program and then the driver; return the exit code, with the streams flushed."""
    source, driver, _files, argv, show_prompts, seed, text_encoding, notes_drawing = job
    if argv or driver or show_prompts or seed or text_encoding:
        _prepare(job, stage)
    stage.source = source
    code = _guarded(_execute, source, FILE_NAME, stage.names)
    if code == 0 and driver:
        _flush(stage)
        sys.stdout = stage.answer
        code = _guarded(_execute, driver, DRIVER_NAME, stage.names)
    code = _guarded(_finish, stage) or code
    if code == 0 and notes_drawing:
        stage.answer.write(SHEET.spell())
        stage.answer.flush()
    return code


def _take(stage: Stage, seed: Callable[..., None]) -> None:
    """Put a stage where programs look for their streams, their names and their chance."""
    sys.argv = [FILE_NAME]
    sys.modules["__main__"] = stage.main
    sys.stdin, sys.stdout, sys.stderr = stage.stdin, stage.stdout, stage.stderr
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = stage.stdin, stage.stdout, stage.stderr  # type: ignore[misc]
    builtins.input = stage.input
    random.Random.seed = _make_seed(stage, seed)  # type: ignore[method-assign]
    random.seed = random._inst.seed  # noqa: SLF001 - it was bound to the original
    random.seed()
    linecache.clearcache()
    # One function alone is how `linecache` spells "ask when somebody wants to see a line".
    linecache.cache[FILE_NAME] = (lambda: stage.source.decode("utf-8", "replace"),)
    linecache.cache[DRIVER_NAME] = (lambda: stage.driver.decode("utf-8", "replace"),)


def _name_what_site_names() -> None:
    """Give programs the names that Python has outside a sandbox too, where `site` gives them."""
    for name in WAYS_OUT:
        setattr(builtins, name, _sitebuiltins.Quitter(name, END_OF_INPUT))
    builtins.help = _sitebuiltins._Helper()  # noqa: SLF001 - as `site` does


def _prepare(job: Job, stage: Stage) -> None:
    """Change what differs from run to run; most runs change nothing."""
    _source, stage.driver, _files, argv, stage.show_prompts, stage.seed, text_encoding, _notes = job
    sys.argv += argv
    random.seed()
    if stage.driver:
        # Beside a driver the program is a module: what pupils put under the main guard stays asleep.
        sys.modules["__main__"] = types.ModuleType("__main__")
        sys.modules["program"] = stage.main
        stage.names["__name__"] = "program"
    if text_encoding:
        builtins.open = io.open = _make_open(text_encoding)  # type: ignore[assignment]
        io.text_encoding = lambda given, _level=2: given or text_encoding  # type: ignore[assignment]


def _writer(descriptor: int) -> io.TextIOWrapper:
    raw = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
    return io.TextIOWrapper(raw, encoding="utf-8", newline="\n")


def _make_input(stage: Stage) -> Callable[..., str]:
    """Build an `input` whose prompt goes nowhere unless the rubric counts it."""

    def input(prompt: object = "", /) -> str:  # noqa: A001 - it stands in for the built-in of this name
        text = str(prompt)
        if stage.show_prompts:
            sys.stdout.write(text)
        line = sys.stdin.readline()
        if not line:
            raise EOFError("EOF when reading a line")
        return line.removesuffix("\n")

    return input


def _make_open(text_encoding: str) -> Callable[..., IO[Any]]:
    """Build an `open` that reads and writes texts as the pupil's own machine does when nothing else is said."""
    original = io.open

    def open(  # noqa: A001 - it stands in for the built-in of this name
        file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *more: Any, **others: Any
    ) -> IO[Any]:
        wanted = encoding or (None if "b" in mode else text_encoding)
        return original(file, mode, buffering, wanted, *more, **others)

    return open


def _make_seed(stage: Stage, original: Callable[..., None]) -> Callable[..., None]:
    """Make chance repeatable, also that of `random.seed()` and `random.Random()` without a value."""

    def seed(self: random.Random, a: str | bytes | bytearray | float | None = None, version: int = 2) -> None:
        original(self, stage.seed if a is None else a, version)

    return seed


def _execute(source: bytes, name: str, scope: dict[str, object]) -> None:
    exec(compile(source, name, "exec", dont_inherit=True), scope)  # noqa: S102 - this is what we are for


def _guarded(action: Callable[..., None], *arguments: object) -> int:
    """Do something for the candidate and turn whatever it raises into an exit code and a report."""
    try:
        action(*arguments)
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as error:  # noqa: BLE001 - a program may raise anything, that is its result
        _report(type(error).__name__, _line_of(error), _missed(error))
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


def _report(name: str, line: int, missed: str = "") -> None:
    """Tell the judge what went wrong; a first report is not overwritten by a later one."""
    if os.fstat(REPORT).st_size == 0:
        told = {"exception": name[:NAME_LIMIT], "line": line, "missed": missed[:NAME_LIMIT]}
        os.write(REPORT, json.dumps(told).encode())


def _missed(error: BaseException) -> str:
    """Return the name of a module or file that was not there, or what the walls refused: that may not be its fault."""
    match error:
        case ModuleNotFoundError(name=str(name)) | FileNotFoundError(filename=str(name)):
            return name
        case RuntimeError(args=("can't start new thread",)):
            return "thread"
        case PermissionError(errno=errno.EPERM):
            return "call"
    return ""


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


def _finish(stage: Stage) -> None:
    """Do what Python does at its end; leaving with `os._exit` skips it.

    A file that nobody closed is written when its name goes, and what an object says when it is taken away counts.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - the only way to call them
    _flush(stage)
    if sys.stdout is not stage.stdout:
        sys.stdout = stage.stdout
    names = stage.names
    for is_turn_of_private in (True, False):
        for name in list(names):
            if name != "__builtins__" and (name[:1] == "_" != name[1:2]) is is_turn_of_private:
                names[name] = None
    # A collection may take a file's raw end away before its text is written (bpo-17852).
    for thing in gc.get_objects():
        if issubclass(type(thing), OPEN_FILES) and not thing.closed:
            thing.flush()
    # What a small program made is all young; looking through everything costs a tenth of a run.
    gc.collect(YOUNG if not any(gc.get_count()[1:]) else OLD)
    if not stage.stdout.closed:
        stage.stdout.flush()


def _flush(stage: Stage) -> None:
    """Write out what was printed, also on a stream that another one took the place of."""
    if sys.stdout is not stage.stdout and not stage.stdout.closed:
        stage.stdout.flush()
    streams: Sequence[io.TextIOBase | None] = (sys.stdout, sys.stderr)  # type: ignore[assignment]
    for stream in streams:
        if stream is not None and not stream.closed:
            stream.flush()
