"""What the machine may do to the judge: another user, a killer of processes, a judge that dies, a missing wall."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from grading.programs import sandbox as boxes
from grading.programs.errors import NoSandboxError
from grading.programs.inside.wire import Ready
from grading.programs.judge import Isolation, Judge, JudgeConfig
from grading.programs.records import Limits, ProgramRun, RunResult, Verdict
from grading.programs.selftest import require_isolation

from .conftest import start_judge

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534
SYSTEM_PYTHON = "/usr/bin/python3"
ORDINARY = """
import os, sys
from grading.programs.judge import Judge
from grading.programs.records import ProgramRun
with Judge.start() as judge:
    result = judge.run(ProgramRun(b"import os; print(os.getuid(), os.getppid())"))
print(os.getuid(), result.stdout.decode().strip(), result.verdict.value)
"""
LONELY = """
import sys
from grading.programs.judge import Judge, JudgeConfig
from grading.programs.records import Limits, ProgramRun
judge = Judge.start(JudgeConfig(self_test=False))
print(judge._sandbox._root_pid, flush=True)
if sys.argv[1] == "running":
    judge.run(ProgramRun(b"import time; time.sleep(600)", limits=Limits(cpu_ms=60_000)))
sys.stdin.read()
"""
END_MS = 20_000


def kid_of(pid: int) -> int:
    kids = Path(f"/proc/{pid}/task/{pid}/children")
    if not kids.exists():
        pytest.skip("this kernel does not tell the children of a process")
    last = time.monotonic() + END_MS / 1000
    while not (found := kids.read_text().split()) and time.monotonic() < last:
        os.sched_yield()  # the server makes the next child only after its answer
    return int(found[0])


def test_a_judge_started_by_an_ordinary_user_stands_its_self_test() -> None:
    if os.geteuid() != 0 or not Path(SYSTEM_PYTHON).exists():
        pytest.skip("the other tests are run by an ordinary user already")
    start_judge(JudgeConfig(self_test=False)).close()
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import grading"], cwd=ROOT, user=NOBODY, group=NOBODY, check=False)
    if found.returncode:
        pytest.skip("an ordinary user cannot read the project here")
    done = subprocess.run(
        [SYSTEM_PYTHON, "-B", "-c", ORDINARY],
        cwd=ROOT,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == [str(NOBODY), "1000", "1", "ok"]


def test_a_child_that_is_killed_while_it_waits_costs_nobody_anything() -> None:
    """As when a container runs out of memory and the kernel looks for somebody to kill."""
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge.run(ProgramRun(b"print(1)"))
        assert judge._sandbox is not None
        os.kill(kid_of(judge._sandbox._root_pid), signal.SIGKILL)
        results = [judge.run(ProgramRun(f"print({number})".encode())) for number in range(3)]
    assert [result.stdout for result in results] == [b"0\n", b"1\n", b"2\n"]
    assert [result.cost.attempts for result in results] == [2, 1, 1]


def test_a_child_that_the_machine_holds_still_costs_nobody_anything() -> None:
    """As when somebody suspends a process, or a container is frozen."""
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge.run(ProgramRun(b"print(1)"))
        assert judge._sandbox is not None
        os.kill(kid_of(judge._sandbox._root_pid), signal.SIGSTOP)
        result = judge.run(ProgramRun(b"print(2)", limits=Limits(wall_ms=300)))
    assert (result.stdout, result.cost.attempts) == (b"2\n", 2)


def test_a_server_that_the_machine_holds_still_goes_on_where_it_was() -> None:
    with start_judge(JudgeConfig(self_test=False)) as judge:
        judge.run(ProgramRun(b"print(1)"))
        assert judge._sandbox is not None
        server = judge._sandbox._root_pid
        os.kill(server, signal.SIGSTOP)
        goes_on = threading.Timer(0.3, os.kill, (server, signal.SIGCONT))
        goes_on.start()
        results = judge.run_all([ProgramRun(b"print(2)"), ProgramRun(b"print(3)")])
        goes_on.join()
    assert [result.stdout for result in results] == [b"2\n", b"3\n"]


def test_boxes_of_other_sizes_take_turns() -> None:
    small, large = Limits(box_bytes=8 << 10, file_bytes=1 << 20), Limits()
    fill = ProgramRun(b"open('a', 'wb').write(bytes(100_000))", limits=small)
    with start_judge(JudgeConfig(self_test=False)) as judge:
        for _ in range(3):
            assert judge.run(fill).exception == "OSError"
            assert judge.run(ProgramRun(fill.source, limits=large)).verdict is Verdict.OK


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_nothing_is_left_when_the_judge_itself_is_killed(state: str) -> None:
    start_judge(JudgeConfig(self_test=False)).close()
    judge = subprocess.Popen(
        [sys.executable, "-c", LONELY, state], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert judge.stdin
    assert judge.stdout
    with judge.stdin, judge.stdout:
        server = os.pidfd_open(int(judge.stdout.readline()))
        judge.kill()
        judge.wait()
        poller = select.poll()
        poller.register(server, select.POLLIN)
        assert poller.poll(END_MS), "the sandbox outlives its judge"
        os.close(server)


class WithoutFilters:
    """A judge on a kernel that has no call filters."""

    def isolation(self) -> Isolation:
        return Isolation("3.11.2", 7, seccomp=False)

    def run(self, program: ProgramRun) -> RunResult:
        raise AssertionError(f"nothing may run here: {program}")


def test_a_kernel_without_call_filters_is_refused_before_anything_runs() -> None:
    with pytest.raises(NoSandboxError, match="seccomp") as refusal:
        require_isolation(WithoutFilters())  # type: ignore[arg-type]
    assert refusal.value.hint


def test_a_server_that_says_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    start_judge(JudgeConfig(self_test=False)).close()

    def nonsense(_line: bytes) -> Ready:
        raise ValueError("no ready line")

    monkeypatch.setattr(boxes, "read_ready", nonsense)
    with pytest.raises(NoSandboxError):
        Judge.start()
