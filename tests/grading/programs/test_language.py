"""A second language in one file: walls, limits, turns, verdicts and comparisons are those that Python has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grading.programs.judge import Judge, JudgeConfig
from grading.programs.records import MIB, Limits, ProgramRun, Verdict
from grading.programs.tests import Program, ProgramTest, run_tests

from .conftest import start_judge

CALCULATOR = JudgeConfig(self_test=False, language=Path(__file__).with_name("calculator.py"))
SMALL = Limits(memory_bytes=128 * MIB)


@pytest.fixture(scope="module")
def calculator() -> Iterator[Judge]:
    with start_judge(CALCULATOR) as ready:
        yield ready


def test_programs_of_another_language_are_tested_as_others_are(calculator: Judge) -> None:
    tests = [
        ProgramTest("一", "42", stdin="21"),
        ProgramTest("二", "-8", stdin="-4", weight=2),
        ProgramTest("三", "5", "2"),
    ]
    assert run_tests(calculator, Program(b"read 2 mul print"), tests[:2]).share == 1
    report = run_tests(calculator, Program(b"read 2 mul print"), tests)
    assert [outcome.verdict for outcome in report.outcomes] == [Verdict.OK, Verdict.OK, Verdict.WRONG]
    assert run_tests(calculator, Program(b"read 5 save"), [ProgramTest("f", "5", stdin="1", file="out.txt")]).share == 1


@pytest.mark.parametrize(
    ("source", "verdict", "exception", "line"),
    [
        (b"1 print", Verdict.OK, "", 0),
        (b"1\nadd", Verdict.RUNTIME, "IndexError", 2),
        (b"jump", Verdict.RUNTIME, "KeyError", 1),
        (b"spin", Verdict.TIME, "", 0),
        (b"grow", Verdict.MEMORY, "MemoryError", 1),
        (b"\n\nspy", Verdict.RUNTIME, "FileNotFoundError", 3),
    ],
)
def test_it_ends_as_a_program_of_python_does(
    calculator: Judge, source: bytes, verdict: Verdict, exception: str, line: int
) -> None:
    limits = replace(SMALL, cpu_ms=100) if verdict is Verdict.TIME else SMALL
    result = calculator.run(ProgramRun(source, limits=limits))
    assert result.verdict is verdict
    assert (result.exception.replace("PermissionError", "FileNotFoundError"), result.line) == (exception, line)


def test_its_runs_share_turns_and_nothing_else(calculator: Judge) -> None:
    runs = [ProgramRun(b"7 save 1 print look"), ProgramRun(b"look"), ProgramRun(b"print"), ProgramRun(b"3 print look")]
    results = calculator.run_all(runs)
    assert [result.stdout for result in results] == [b"1\nout.txt\n", b"\n", b"", b"3\n\n"]
    assert results == tuple(calculator.run(run) for run in runs)


def test_the_walls_are_tried_in_python_before_another_language_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    start_judge(CALCULATOR).close()
    tried: list[str] = []
    monkeypatch.setattr(
        "grading.programs.selftest.require_isolation", lambda judge: tried.append(judge.isolation().python)
    )
    with start_judge(replace(CALCULATOR, self_test=True)) as judge:
        assert judge.run(ProgramRun(b"1 print")).stdout == b"1\n"
    assert len(tried) == 1
