"""Errors that no point notices are told to the author, and change nothing about passing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grading.programs.records import ProgramRun, RunCost, RunResult, Verdict
from grading.rubric.report import report_lines, report_value
from grading.rubric.selftest import SelfTest, self_test
from grading.rubric.task import Task
from grading.rubric.tools import Tools
from itembank.model.certificate import CaseKind
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from tests.grading.checks.sheet_work import FILE, put, workbook
from tests.grading.checks.workbench import DirectReader

PROGRAM = b"n = int(input())\nif n >= 10:\n    print(n * 2)\nelse:\n    print(n + 5)\n"


@dataclass(frozen=True)
class PlainRunner:
    """Runs the test's own harmless programs with this interpreter."""

    def run(self, program: ProgramRun) -> RunResult:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", program.source.decode("utf-8-sig")],
            input=program.stdin, capture_output=True, check=False, timeout=20,
        )  # fmt: skip
        return RunResult(
            verdict=Verdict.OK if done.returncode == 0 else Verdict.RUNTIME,
            exit_code=done.returncode, stdout=done.stdout, stderr=b"", answer=b"",
            exception="" if done.returncode == 0 else "Error", line=0, why="", files={}, cost=RunCost(0, 0, 1),
        )  # fmt: skip

    def run_all(self, programs: Sequence[ProgramRun]) -> list[RunResult]:
        return [self.run(program) for program in programs]


def point_of(name: str, *pairs: tuple[str, str]) -> CheckPoint:
    tests: list[Any] = [{"name": typed, "stdin": typed, "expected": wanted} for typed, wanted in pairs]
    call = CheckCall(type="Y.tests", file="门票.py", parameters={"tests": tests})
    return CheckPoint(identifier=name, title=name, points=Fraction(1), checks=(call,))


def tried(*points: CheckPoint) -> SelfTest:
    rubric = Rubric(identifier="R", points=points)
    task = Task(Path("R"), rubric, {"门票.py": b"\n"}, {"门票.py": PROGRAM}, {})
    return self_test(task, Tools(DirectReader(), PlainRunner()))


FEW, MANY = ("1", "6"), ("20", "40")
BOUND = ("10", "20")


def test_tests_that_miss_the_bound_let_an_error_pass_and_the_report_says_so():
    done = tried(point_of("few", FEW), point_of("many", MANY))
    assert done.passed
    assert list(done.errors.warnings()) == [
        "试过 8 处错误，有 2 处没有一个得分点发现，请考虑增加测试：",
        "· 第 2 行“if n >= 10:”错成“if n > 10:”。",
        "· 第 2 行“if n >= 10:”错成“if n >= 11:”。",
    ]
    lines = list(report_lines(done))
    assert "  ? · 第 2 行“if n >= 10:”错成“if n > 10:”。" in lines
    assert lines[-1] == "  通过。"
    assert report_value(done)["unnoticed"] == list(done.errors.warnings())


def test_tests_at_the_bound_notice_every_error():
    assert list(tried(point_of("few", FEW), point_of("many", MANY, BOUND)).errors.warnings()) == []


def test_the_answer_without_a_point_is_a_program_with_an_error_that_a_pupil_could_make():
    done = tried(point_of("few", FEW), point_of("many", MANY))
    shares = {case.name: case.shares for case in done.certificate.cases if case.kind is CaseKind.MUTANT}
    assert shares == {"few": (Fraction(0), Fraction(1)), "many": (Fraction(1), Fraction(0))}
    few, many = done.task.rubric.points
    left = done.errors.alone(few)
    assert left is not None
    assert b"typed" not in (left["门票.py"] or b"")
    assert done.errors.alone(many) is not None


def test_tests_that_notice_nothing_are_named():
    call = CheckCall(
        type="Y.tests", file="门票.py", parameters={"tests": [{"name": "a", "expected": "", "checker": "set"}]}
    )
    idle = CheckPoint(identifier="idle", title="idle", points=Fraction(1), checks=(call,))
    rubric = Rubric(identifier="R", points=(idle,))
    task = Task(Path("R"), rubric, {"门票.py": b"\n"}, {"门票.py": b"x = 1\n"}, {})
    done = self_test(task, Tools(DirectReader(), PlainRunner()))
    assert "得分点 idle 的测试没有发现任何一处错误。" in list(done.errors.warnings())


def test_without_a_judge_nothing_is_said_about_errors():
    rubric = Rubric(identifier="R", points=(point_of("few", FEW),))
    task = Task(Path("R"), rubric, {"门票.py": b"\n"}, {"门票.py": PROGRAM}, {})
    assert self_test(task, Tools(DirectReader())).errors.trials == ()


def said_of_average(tolerance: str) -> list[str]:
    """What is said of a check of =AVERAGE(C2:C6) that may be so far off."""
    parameters: dict[str, Any] = {"range": "H2", "model": "=AVERAGE(C2:C6)", "tolerance": tolerance}
    call = CheckCall(type="S.formula", file=FILE, parameters=parameters)
    point = CheckPoint(identifier="p", title="p", points=Fraction(1), checks=(call,))
    model = {FILE: workbook(put(H2="=AVERAGE(C2:C6)"))}
    task = Task(Path("R"), Rubric(identifier="R", points=(point,)), {FILE: workbook()}, model, {})
    return list(self_test(task, Tools(DirectReader())).errors.warnings())


def test_a_formula_that_may_end_a_row_early_and_still_earns_everything_is_named():
    assert said_of_average("30") == ["得分点 p：区域少一行的公式也得满分，请检查 inputs 和 tolerance。"]
    assert said_of_average("") == []
