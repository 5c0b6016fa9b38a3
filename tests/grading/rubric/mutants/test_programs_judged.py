"""Every Y check is undone in a real judge, by a program that a pupil could have written where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from grading.checks.catalogue import CHECK_TYPES
from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from grading.programs.judge import JudgeConfig
from grading.rubric.folders import Files, folder_of
from grading.rubric.mutants.undo import Workshop, ways_without
from grading.rubric.tools import Tools
from itembank.model.checks import CheckCall
from tests.grading.checks.test_program_sql import PASSED, QUERY
from tests.grading.checks.test_program_tasks import BLANKS, BUG, GRADES, STAR, SUM, SUMS, TEMPLATE
from tests.grading.checks.workbench import DirectReader
from tests.grading.programs.conftest import start_judge

FILE = "work.py"


@dataclass(frozen=True)
class Case:
    """A program that meets a check, the one handed out, and what the first program without it is, if that is told."""

    parameters: dict[str, Any]
    model: bytes
    starter: bytes = b""
    undone: bytes | None = None


LOOP = b"def twice(n):\n    return 2 * n\n\nfor i in range(3):\n    print(twice(i))\n"
CASES = {
    "Y.tests": Case({"tests": [{"name": "1", "stdin": "1\n2\n", "expected": "3"}]}, SUM),
    "Y.uses": Case({"construct": "for"}, LOOP),
    "Y.avoids": Case({"construct": "while"}, LOOP),
    "Y.function": Case({"name": "twice", "parameters": 1}, LOOP),
    "Y.runs": Case({}, LOOP),
    "Y.seeded": Case(SUMS, SUM, undone=SUM.replace(b"+", b"-")),
    "Y.drawing": Case({"model": STAR.decode()}, STAR, undone=STAR.replace(b"144", b"145")),
    "Y.blanks": Case(
        BLANKS, TEMPLATE.replace("【1】", "n + 1").replace("【2】", "s += i").encode(),
        undone=TEMPLATE.replace("【1】", "n - 1").replace("【2】", "s -= i").strip().encode(),
    ),
    "Y.repair": Case({"tests": GRADES}, BUG.replace(b">", b">="), BUG, undone=BUG),
    "Y.time": Case({"cpu": 1000}, LOOP),
    "Y.memory": Case({"megabytes": 128}, LOOP),
    "Y.sql": Case(QUERY, PASSED.encode(), undone=PASSED.replace("WHERE 成绩 >= 60 ", "").encode()),
    "Y.exception": Case({"exception": "ValueError"}, b"int('x')\n", undone=b"pass\n"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tools():
    with start_judge(JudgeConfig(self_test=False)) as judge:
        yield Tools(DirectReader(), judge)


def test_every_check_of_programs_is_tried_here():
    assert set(CASES) == {kind for kind in CHECK_TYPES if kind.startswith("Y.")}


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_check_of_programs_is_undone(kind, tools):
    case = CASES[kind]
    call = CheckCall(type=kind, file=FILE, parameters=case.parameters)
    starter: Files = {FILE: case.starter}

    def look(one: CheckCall, files: Files) -> Finding:
        return run_call(one, tools.subject(folder_of(files, starter)))

    workshop = Workshop({FILE: case.model}, starter, look)
    assert look(call, workshop.model).verdict is Verdict.MET
    ways = ways_without(call, workshop.model, starter)
    first = next(files for files in ways if look(call, files).verdict is Verdict.NOT_MET)
    if case.undone is not None:
        assert first[FILE] == case.undone
