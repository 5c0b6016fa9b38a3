"""Time: the verdict is found in CPU time, near cases are run again alone, only sleepers meet the wall clock."""

from __future__ import annotations

import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from grading.programs.inside import server
from grading.programs.inside.wire import PATIENCE, Reply, Request
from grading.programs.judge import JudgeConfig
from grading.programs.records import Limits, ProgramRun, RunResult, Verdict
from grading.programs.sandbox import Ended, Errand

from .conftest import Run, start_judge

CHILD, HANDLE = 7, 30
MS = 1_000_000
BURN = "while True: pass"
WORK = "import time\nwhile time.process_time() < 0.25: pass\nprint('done')"


class Scripted:
    """A sandbox whose runs end as a list says; counts what it was asked."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[Request] = []

    def run(self, errands: Sequence[Errand]) -> tuple[Ended, ...]:
        self.asked += [errand.request for errand in errands]
        return tuple(Ended(self.replies.pop(0), b"42\n", b"", b"", b"", {}) for _ in errands)

    def close(self) -> None:
        """Nothing is open."""


def took(cpu_ms: int, stopped: str = "") -> Reply:
    return Reply(9 if stopped else 0, cpu_ms * 1000, cpu_ms * 1000, stopped, locked=True)


def judged(*replies: Reply) -> tuple[RunResult, Scripted]:
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge._drop()
        scripted = Scripted(replies)
        judge._sandbox = scripted  # type: ignore[assignment]
        return judge.run(ProgramRun(b"", limits=Limits(cpu_ms=1000))), scripted


def test_a_program_a_little_above_its_limit_is_run_again_alone_and_the_better_time_counts() -> None:
    result, scripted = judged(took(1100), took(990))
    assert (result.verdict, result.cost.attempts) == (Verdict.OK, 2)
    assert scripted.asked[0].cpu_ms == 1200


def test_a_program_above_its_limit_twice_is_too_slow() -> None:
    result, _ = judged(took(1100), took(1001))
    assert (result.verdict, result.why, result.cost.attempts) == (Verdict.TIME, "near", 2)


def test_a_program_far_above_its_limit_is_not_run_again() -> None:
    result, _ = judged(took(1201, "cpu"))
    assert (result.verdict, result.why, result.cost.attempts) == (Verdict.TIME, "cpu", 1)


def test_a_program_within_its_limit_is_never_run_again() -> None:
    result, _ = judged(took(1000))
    assert (result.verdict, result.cost.attempts) == (Verdict.OK, 1)


def test_a_program_that_the_machine_kept_waiting_is_run_again_with_more_patience() -> None:
    result, scripted = judged(took(50, "starved"), took(990))
    assert (result.verdict, result.cost.attempts) == (Verdict.OK, 2)
    first, second = scripted.asked
    assert (second.cpu_ms, second.wall_ms) == (first.cpu_ms, 5 * first.wall_ms)


def test_a_machine_too_busy_for_a_program_is_not_the_programs_fault() -> None:
    result, _ = judged(took(50, "starved"), took(60, "starved"))
    assert (result.verdict, result.why) == (Verdict.CANNOT_JUDGE, "starved")


def test_a_program_that_naps_all_the_time_is_a_sleeper(run: Run) -> None:
    result = run("import time\nwhile True: time.sleep(0.01)", limits=Limits(cpu_ms=1000, wall_ms=400))
    assert (result.verdict, result.why) == (Verdict.TIME, "wall")


@dataclass
class Machine:
    """A clock that a poll moves on, and a child that gets a share of it."""

    share: float
    needs_ms: int
    now_ms: float = 0
    looks: int = field(default=0)

    def poll(self, wait_ms: int) -> list[tuple[int, int]]:
        self.looks += 1
        assert self.looks < 10_000
        self.now_ms += wait_ms
        return [(HANDLE, select.POLLIN)] if self.now_ms * self.share >= self.needs_ms else []


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def watch(*, share: float, needs_ms: int, cpu_ms: int = 2000, wall_ms: int = 8000) -> tuple[str, Machine]:
        machine = Machine(share, needs_ms)
        monkeypatch.setattr(server, "monotonic_ns", lambda: int(machine.now_ms * MS))
        monkeypatch.setattr(server, "_cpu_ns", lambda _pid: int(machine.now_ms * machine.share * MS))
        watching = object.__new__(server.Server)
        watching._poller = machine  # type: ignore[assignment]
        return watching._watch(CHILD, HANDLE, cpu_ms, wall_ms), machine

    return watch  # type: ignore[return-value]


def test_a_program_that_gets_a_tenth_of_a_busy_machine_is_no_sleeper(watched: object) -> None:
    stopped, machine = watched(share=0.1, needs_ms=1900)  # type: ignore[operator]
    assert stopped == ""
    assert machine.now_ms > 8000


def test_a_program_that_gets_a_tenth_of_a_busy_machine_is_still_stopped_by_its_cpu_time(watched: object) -> None:
    stopped, machine = watched(share=0.1, needs_ms=10**6)  # type: ignore[operator]
    assert stopped == "cpu"
    assert 20_000 <= machine.now_ms < 20_100


@pytest.mark.parametrize(("share", "why"), [(0.0, "wall"), (0.0002, "wall"), (0.01, "dozed")])
def test_a_sleeper_is_stopped_at_its_wall_time(watched: object, share: float, why: str) -> None:
    """One that used a little all the while may have been kept waiting: how often it gave way says that afterwards."""
    stopped, machine = watched(share=share, needs_ms=10**6)  # type: ignore[operator]
    assert stopped == why
    assert 8000 <= machine.now_ms < 8100


def test_patience_ends(watched: object) -> None:
    stopped, machine = watched(share=0.06, needs_ms=10**6, cpu_ms=60_000)  # type: ignore[operator]
    assert stopped == "dozed"
    assert machine.now_ms < (PATIENCE + 1) * 8000 + 100


def test_the_verdict_is_the_same_beside_two_busy_processes(run: Run) -> None:
    busy = [subprocess.Popen([sys.executable, "-S", "-c", BURN]) for _ in range(2)]
    try:
        results = [run(WORK, limits=Limits(cpu_ms=400)) for _ in range(3)]
        endless = run(BURN, limits=Limits(cpu_ms=100))
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert [result.verdict for result in results] == [Verdict.OK] * 3
    assert all(250 <= result.cost.cpu_ms <= 400 for result in results)
    assert (endless.verdict, endless.why) == (Verdict.TIME, "cpu")
