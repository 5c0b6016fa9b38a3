"""Several runs in one turn of the sandbox: the same results as one by one, and no trace of one in the next."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from grading.programs.inside.wire import MOST_AT_ONCE
from grading.programs.judge import Judge, JudgeConfig, take_turns
from grading.programs.records import MIB, Limits, ProgramRun, RunResult, Verdict
from grading.programs.selftest import BREACH, load_attacks

from .conftest import start_judge

QUICK = Limits(cpu_ms=100)  # for what computes; little of a busy machine is no sleep
NAP = Limits(cpu_ms=100, wall_ms=100)
SMALL = Limits(box_bytes=64 << 10, box_files=16, file_bytes=1 << 20)
DOUBLE = b"print(int(input()) * 2)"
# Each of them ends in another way, and most of them try to be remembered.
MANY_KINDS = (
    ProgramRun(DOUBLE, stdin=b"21\n"),
    ProgramRun(b"print(1 / 0)"),
    ProgramRun(b"while True: pass", limits=QUICK),
    ProgramRun(b"import time; time.sleep(9)", limits=NAP),
    ProgramRun(b"while True: print('x' * 99)", limits=Limits(output_bytes=1000)),
    ProgramRun(b"x = [0] * 10**9", limits=Limits(memory_bytes=128 * MIB)),
    ProgramRun(b"import os; print(os.listdir('.'), open('a/b').read())", files={"a/b": b"text"}),
    ProgramRun(b"open('made', 'w').write('x' * 9)", keep_files=True),
    ProgramRun(b"open('large', 'wb').write(bytes(200_000))", limits=SMALL),
    ProgramRun(b"import os; print(os.listdir('.'))"),
    ProgramRun(b"import sys; print(sys.argv, sys.stdin.read())", argv=("a", "b"), stdin="中文".encode()),
    ProgramRun(b"def f(n): return n + 1", driver=b"print(f(3))"),
    ProgramRun(b"import turtle; turtle.circle(40)", notes_drawing=True, seed=5),
    ProgramRun(b"import random; print(random.random(), id(random), hash('a'))", seed=7),
    ProgramRun(b"import os; os._exit(7)"),
    ProgramRun(b"print(open('t').read())", files={"t": "中".encode("gbk")}, text_encoding="gbk"),
    ProgramRun(b"if True\n"),
    ProgramRun(b"import os; os.write(1, b'\\xff\\x00\\x1b[2J'); os.truncate('.', 0)"),
    ProgramRun(b"print(input())"),
)  # fmt: skip


@pytest.mark.parametrize("programs", [MANY_KINDS, MANY_KINDS[::-1]], ids=["as is", "back"])
def test_a_turn_of_several_gives_what_each_gives_alone(judge: Judge, programs: Sequence[ProgramRun]) -> None:
    assert judge.run_all(programs) == tuple(judge.run(program) for program in programs)


def test_nothing_to_run_gives_nothing(judge: Judge) -> None:
    assert judge.run_all([]) == ()


def test_what_a_run_leaves_is_not_there_for_the_next_of_its_turn(judge: Judge) -> None:
    """The second halves of the attacks look for what the first ones left: here both are in one turn."""
    for attack in load_attacks():
        if len(attack.programs) > 1:
            runs = [ProgramRun(source.encode(), limits=attack.limits) for source in attack.programs]
            *_others, last = judge.run_all(runs * 3)
            assert (last.verdict, BREACH in last.stdout) == (Verdict.OK, False), attack.name


def test_a_run_cannot_open_the_streams_of_the_others(judge: Judge) -> None:
    look = b"import os\nfor n in range(5, 4096):\n  try: print('BREACH', n, os.fstat(n))\n  except OSError: pass"
    secret = ProgramRun(b"print(input())", stdin=b"hidden input\n")
    results = judge.run_all([secret, ProgramRun(look), secret, ProgramRun(look)])
    assert [result.stdout for result in results] == [b"hidden input\n", b""] * 2


def test_a_turn_is_full_or_ends_with_the_run_whose_files_are_wanted() -> None:
    plain, kept = ProgramRun(b""), ProgramRun(b"", keep_files=True)
    sizes = [len(turn) for turn in take_turns([plain] * (MOST_AT_ONCE + 2) + [kept] + [plain] + [kept, kept])]
    assert sizes == [MOST_AT_ONCE, 3, 2, 1]
    assert list(take_turns([])) == []


def test_a_sandbox_lost_in_a_turn_costs_nobody_anything() -> None:
    programs = [ProgramRun(f"print({number})".encode()) for number in range(4)]
    with start_judge(JudgeConfig(self_test=False)) as judge:
        assert judge._sandbox is not None
        os.kill(judge._sandbox._root_pid, signal.SIGKILL)
        results = judge.run_all(programs)
    assert [result.stdout for result in results] == [b"0\n", b"1\n", b"2\n", b"3\n"]
    assert [result.cost.attempts for result in results] == [2] * 4


def test_only_the_run_that_needs_it_is_repeated(judge: Judge) -> None:
    results: Sequence[RunResult] = judge.run_all(
        [ProgramRun(b"print(1)"), ProgramRun(b"import time; time.sleep(9)", limits=NAP), ProgramRun(b"print(2)")]
    )
    assert [result.cost.attempts for result in results] == [1, 2, 1]
    assert [result.verdict for result in results] == [Verdict.OK, Verdict.TIME, Verdict.OK]
