"""What one run of a tiny program costs in the judge, beside a plain bubblewrap with a fresh Python.

The ways take turns, so that whatever else the machine does falls on all of them alike. The judge is measured
as marking uses it, the tests of a candidate's program in one turn of the sandbox, and with each test alone. Its runs
include starting a new sandbox after every so many runs. All medians are of times on the wall clock; what
the processors did is told beside them for the judge, all its processes counted.

With `--beside N` that many busy loops run beside, as on a machine that marks with more workers than processors.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import mean, median

from grading.programs import sandbox as boxes
from grading.programs.interpreter import Interpreter, find_interpreter
from grading.programs.judge import Judge, JudgeConfig
from grading.programs.records import ProgramRun, Verdict
from itembank.base.cli import run
from itembank.base.errors import ExitCode, JikaoError

PROGRAM = b"n = int(input())\nprint(n * 2)\n"
STDIN, EXPECTED = b"21\n", b"42\n"
ROUND = 20  # runs of the judge in a turn
TESTS = 8  # of one program
BUSY = "while True: pass"
PLAIN_ROUND = 4
GOAL_MS, GOAL_RATIO = 5.0, 8.0


@dataclass(slots=True)
class Way:
    """One way to run the program, as a row of the table; times in milliseconds."""

    name: str
    act: Callable[[], None]
    round: int
    runs: int = 1  # in one act
    times: list[float] = field(default_factory=list)

    def take_turn(self) -> None:
        """Run a few times."""
        for _ in range(self.round):
            begin = time.perf_counter()
            self.act()
            self.times.append((time.perf_counter() - begin) * 1000 / self.runs)

    @property
    def row(self) -> str:
        """Spell a line of the table."""
        ordered = sorted(self.times)
        tail = ordered[int(len(ordered) * 0.95)]
        return (
            f"{self.name:<34}{ordered[0]:>8.2f}{median(ordered):>8.2f}{mean(ordered):>8.2f}{tail:>8.2f}"
            f"{1000 / mean(ordered):>9.0f}"
        )


def main(arguments: Sequence[str]) -> int:
    """Measure and print a table."""
    return run(_bench, arguments)


def _bench(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench judge", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=2400, help="runs of the judge, a fifth of the others (default 2400)"
    )
    parser.add_argument("--workers", type=int, default=2, help="judges side by side in the last row (default 2)")
    parser.add_argument("--beside", type=int, default=0, help="busy loops beside the measurement (default none)")
    options = parser.parse_args(arguments)
    with _busy(options.beside):
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    bubblewrap = boxes.find_bubblewrap()
    interpreter = find_interpreter(None, boxes.identity())
    began = time.perf_counter()
    with Judge.start() as judge:
        started = time.perf_counter() - began
        isolation = judge.isolation()
        print(f"Python {isolation.python}, Landlock {isolation.landlock_abi}, seccomp {isolation.seccomp}")
        print(f"start with the self-test of all attacks: {started:.1f} s\n")
        inner: list[float] = []
        bwrap, python = _bwrap(str(bubblewrap), interpreter), _python(interpreter)
        ways = (
            Way(f"judge, {TESTS} tests in a turn", lambda: inner.extend(_judged(judge, TESTS)), 3, TESTS),
            Way("judge, each test alone", lambda: inner.extend(_judged(judge, 1)), ROUND),
            Way("bwrap + python3 -I -S, no limits", lambda: _plain(bwrap), PLAIN_ROUND),
            Way("python3 -I -S, no protection", lambda: _plain(python), PLAIN_ROUND),
        )
        _take_turns(ways, options.runs)
    spent = [_processor_ms(options.runs, count) for count in (TESTS, 1)]
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")
    print(f"{'ms a run':<34}{'min':>8}{'median':>8}{'mean':>8}{'p95':>8}{'runs/s':>9}")
    for way in ways:
        print(way.row)
    print(f"{'judges side by side: ' + str(options.workers):<60}{_side_by_side(options):>15.0f}\n")
    ours, alone, plain = (median(way.times) for way in ways[:3])
    print(f"CPU of the judged process itself: median {median(inner):.2f} ms, its locking-in included")
    print(f"CPU of a run, judge, server and sandboxes included: {spent[0]:.2f} ms, alone {spent[1]:.2f} ms")
    print(f"judge: {ours:.2f} ms a run above a program that needs none (goal <= {GOAL_MS}), alone {alone:.2f} ms")
    print(f"cheaper than bwrap + python3 by {plain / ours:.1f} (goal >= {GOAL_RATIO}), alone {plain / alone:.1f}")
    return 0


@contextmanager
def _busy(count: int) -> Iterator[None]:
    """Keep the processors busy with so many loops."""
    loops = [subprocess.Popen([sys.executable, "-I", "-S", "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _take_turns(ways: Sequence[Way], runs: int) -> None:
    while len(ways[1].times) < runs:
        for way in ways:
            way.take_turn()


def _processor_ms(runs: int, tests: int) -> float:
    """CPU time of a run with everything around it; a closed sandbox has been waited for and so is counted."""
    before = _spent_ms()
    _many(runs, tests)
    return (_spent_ms() - before) / runs


def _spent_ms() -> float:
    costs = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(cost.ru_utime + cost.ru_stime for cost in costs) * 1000


def _judged(judge: Judge, tests: int) -> list[float]:
    results = judge.run_all([ProgramRun(PROGRAM, stdin=STDIN)] * tests)
    if any(result.verdict is not Verdict.OK or result.stdout != EXPECTED for result in results):
        raise JikaoError(f"the judge said {[result.verdict.value for result in results]}", code=ExitCode.BUG)
    return [result.cost.cpu_us / 1000 for result in results]


def _plain(command: Sequence[str]) -> None:
    done = subprocess.run(command, input=STDIN, capture_output=True, check=True, cwd="/", env={}, **boxes.identity())
    if done.stdout != EXPECTED:
        raise JikaoError("the plain run printed something else", code=ExitCode.BUG)


def _python(interpreter: Interpreter) -> list[str]:
    return [str(interpreter.executable), "-I", "-S", "-c", PROGRAM.decode()]


def _bwrap(bubblewrap: str, interpreter: Interpreter) -> list[str]:
    words = [bubblewrap, "--unshare-all", "--uid", "1000", "--gid", "1000"]
    for target, name in interpreter.links:
        words += ["--symlink", target, name]
    for path in (interpreter.executable, *interpreter.folders):
        words += ["--ro-bind", str(path), str(path)]
    return [*words, "--tmpfs", "/box", "--chdir", "/box", "--", *_python(interpreter)]


def _side_by_side(options: argparse.Namespace) -> float:
    """Runs a second of several judges in processes of their own."""
    with ProcessPoolExecutor(options.workers, mp_context=multiprocessing.get_context("fork")) as pool:
        begin = time.perf_counter()
        spent = list(pool.map(_many, [options.runs] * options.workers))
        whole = time.perf_counter() - begin
    return float(options.runs * options.workers / min(whole, max(spent)))


def _many(runs: int, tests: int = TESTS) -> float:
    with Judge.start(JudgeConfig(self_test=False)) as judge:
        begin = time.perf_counter()
        for _ in range(runs // tests):
            _judged(judge, tests)
        return time.perf_counter() - begin
