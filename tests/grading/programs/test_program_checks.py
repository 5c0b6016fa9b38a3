"""Y checks with the judge: met, partly, not met, cannot judge."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
DOUBLE = "n = int(input())\nprint(n * 2)\n"
SPIN = "while True:\n    pass\n"
EAT = "hold = []\nwhile True:\n    hold.append(bytearray(10_000_000))\n"
TESTS = [{"name": "一", "stdin": "3\n", "expected": "6"}, {"name": "二", "stdin": "-1\n", "expected": "-2"}]
BUGGY = (
    "def total(n):\n    s = 0\n    for i in range(n):\n        s = s + i\n    return s\nprint(total(int(input())))\n"
)
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("Y.tests", {"tests": TESTS}, DOUBLE, "print(1)"),
    ("Y.runs", {"stdin": "3\n"}, DOUBLE, "print(1 / 0)"),
    ("Y.uses", {"construct": "for"}, BUGGY, DOUBLE),
    ("Y.avoids", {"construct": "for"}, DOUBLE, BUGGY),
    ("Y.avoids", {"construct": "for"}, DOUBLE, ""),
    ("Y.function", {"name": "total", "parameters": 1}, BUGGY, DOUBLE),
    ("Y.time", {"cpu": 1000, "stdin": "3\n"}, DOUBLE, SPIN),
    ("Y.memory", {"megabytes": 128, "stdin": "3\n"}, DOUBLE, EAT),
    ("Y.exception", {"exception": "ValueError", "stdin": "x\n"}, DOUBLE, "print(1 / 0)"),
    ("Y.exception", {"stdin": "3\n"}, DOUBLE, "print(1 / 0)"),
]  # fmt: skip


def look(judge: Any, kind: str, program: str, /, **parameters: Any) -> Finding:
    work = subject({"a.py": program.encode()}, {}, judge)
    return run_call(CheckCall(type=kind, file="a.py", parameters=parameters), work)


@pytest.mark.parametrize(("kind", "parameters", "good", "bad"), CASES)
def test_it_is_met_where_it_is_so_and_not_met_where_it_is_not(judge, kind, parameters, good, bad):
    met, missed = look(judge, kind, good, **parameters), look(judge, kind, bad, **parameters)
    assert (met.verdict, missed.verdict) == (MET, NOT), (met.sentence, missed.sentence)
    assert met.sentence != missed.sentence


@pytest.mark.parametrize(
    ("kind", "parameters", "program"),
    [
        ("Y.tests", {"tests": TESTS}, "print(abs(int(input())) * 2)"),
    ],
)
def test_part_of_it_gives_part(judge, kind, parameters, program):
    assert look(judge, kind, program, **parameters).verdict is PARTLY


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("Y.tests", {"tests": [{"name": "一", "expected": "1", "checker": "magic"}]}),
        ("Y.uses", {"construct": "teleport"}),
        ("Y.memory", {"megabytes": 5}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(judge, kind, parameters):
    assert look(judge, kind, DOUBLE, **parameters).verdict is UNKNOWN


@pytest.mark.parametrize("kind", ["Y.tests", "Y.runs", "Y.time", "Y.memory", "Y.exception"])
def test_without_a_judge_programs_go_to_people(kind):
    parameters = next(given for name, given, _good, _bad in CASES if name == kind)
    assert look(None, kind, DOUBLE, **parameters).verdict is UNKNOWN


def test_what_a_program_printed_can_be_shown_in_a_report(judge):
    """Escapes of a terminal, zero bytes, marks that turn a text round, halves of characters: spelled out."""
    source = (
        r"import sys; sys.stdout.buffer.write('a\x00\x1b[2J\u202e\u200b\udcff中\t'.encode('utf-8', 'surrogatepass'))"
    )
    found = look(judge, "Y.tests", source, tests=[{"name": "一", "expected": "a"}])
    assert r"a\x00\x1b[2J\u202e\u200b" in found.sentence
    assert "中" in found.sentence
    assert all(c.isprintable() or c in "\t\n" for c in found.sentence + found.observed)


def test_a_program_that_has_the_kernel_kill_it_is_judged_all_the_same(judge):
    source = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    found = look(judge, "Y.runs", source)
    assert found.verdict is NOT, found.sentence
    assert look(judge, "Y.runs", "import resource; print(resource.getrlimit(resource.RLIMIT_CPU))").verdict is MET
