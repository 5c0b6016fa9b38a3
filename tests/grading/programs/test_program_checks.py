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
FIXED = BUGGY.replace("range(n)", "range(1, n + 1)")
FIXES = {"tests": {"tests": [{"name": "一", "stdin": "4\n", "expected": "10"}]}, "most_lines": 2}
BLANK = "s = ____\nfor i in range(__(2)__):\n    s = s + i\nprint(s)\n"
FILLED = BLANK.replace("____", "0", 1).replace("__(2)__", "10")
SQUARE = "import turtle\nfor i in range(4):\n    turtle.forward(100)\n    turtle.left(90)\n"
OTHER_WAY = """from turtle import *
t = Turtle()
t.speed(0)
for x, y in [(0, 100), (100, 100), (100, 0), (0, 0)]:
    t.goto(x, y)
done()
"""
MOVED = SQUARE.replace("for i", "turtle.penup()\nturtle.goto(50, 50)\nturtle.pendown()\nfor i")
LONGER = SQUARE.replace("forward(100)", "forward(60)\n    turtle.forward(40)")
DRAWS = {"model": SQUARE}

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
    ("Y.writes", {"path": "out.txt", "text": "你好"}, "open('out.txt', 'w', encoding='utf-8').write('你好\\n')",
     DOUBLE),
    ("Y.writes", {"path": "b.txt", "text": "AB", "files": {"a.txt": "ab"}},
     "open('b.txt', 'w').write(open('a.txt').read().upper())", "open('b.txt', 'w').write('ab')"),
    ("Y.draws", DRAWS, SQUARE, DOUBLE),
    ("Y.draws", DRAWS, OTHER_WAY, "import turtle"),
    ("Y.draws", DRAWS, LONGER, MOVED),
    ("Y.draws", {**DRAWS, "anywhere": True}, MOVED, "import turtle\nturtle.circle(50)"),
    ("Y.draws", {"model": f"import turtle\nturtle.color('red')\n{SQUARE}", "colours": True},
     SQUARE.replace("for i", "turtle.pencolor('red')\nfor i"), SQUARE),
    ("Y.blanks", {}, FILLED, FILLED.replace("print(s)", "print(45)")),
    ("Y.blanks", {"answers": [["0"], ["10", "5 + 5"]]}, FILLED.replace("10", "5+5"), BLANK),
    ("Y.fixed", FIXES, FIXED, BUGGY),
    ("Y.fixed", FIXES, FIXED, "n = int(input())\nx = n * (n + 1) // 2\ny = x\nprint(y)\n"),
    ("Y.fixed", FIXES, FIXED, BUGGY.replace("s = 0", "s = 9")),
]  # fmt: skip


def look(judge: Any, kind: str, program: str, /, **parameters: Any) -> Finding:
    starter = {"Y.blanks": BLANK, "Y.fixed": BUGGY}.get(kind, "")
    work = subject({"a.py": program.encode()}, {"a.py": starter.encode()}, judge)
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
        ("Y.draws", DRAWS, SQUARE.replace("range(4)", "range(3)")),
        ("Y.blanks", {"answers": [["0"], ["10"]]}, FILLED.replace("s = 0", "s = 1")),
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
        ("Y.draws", {"model": "print(1)"}),
        ("Y.blanks", {"answers": [["0"]]}),
    ],
)
def test_what_a_rubric_leaves_open_goes_to_a_person(judge, kind, parameters):
    assert look(judge, kind, FILLED, **parameters).verdict is UNKNOWN


@pytest.mark.parametrize(
    "kind", ["Y.tests", "Y.runs", "Y.time", "Y.memory", "Y.exception", "Y.writes", "Y.draws", "Y.fixed"]
)
def test_without_a_judge_programs_go_to_people(kind):
    parameters = next(given for name, given, _good, _bad in CASES if name == kind)
    assert look(None, kind, FIXED, **parameters).verdict is UNKNOWN


def test_a_drawing_written_by_hand_is_no_drawing(judge):
    forged = 'open("turtle-drawing.json", "w").write("[" * 100000)'
    assert look(judge, "Y.draws", forged, **DRAWS).verdict is NOT
