"""What a turtle drew: recorded without a window, compared by what is seen."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs import drawings
from grading.programs.checkers import Checker, CheckerKind, Comparison, PatternAnswer, compare
from grading.programs.drawings import Looks, read_drawing
from grading.programs.judge import Judge
from grading.programs.records import ProgramRun, Verdict
from grading.programs.tests import Program, ProgramTest, run_tests

from .conftest import Run

SQUARE = "import turtle\nfor i in range(4):\n    turtle.forward(100)\n    turtle.left(90)\n"
OK, WRONG = Verdict.OK, Verdict.WRONG


def draw(judge: Judge, source: str, stdin: str = "") -> str:
    result = judge.run(ProgramRun(source.encode(), stdin=stdin.encode(), notes_drawing=True))
    assert (result.verdict, result.stderr) == (OK, b"")
    return result.answer.decode()


def look(expected: str, observed: str, *, partial: bool = False, **looks: object) -> Comparison:
    checker = Checker(CheckerKind.DRAWING, looks=Looks(**looks), partial=partial)  # type: ignore[arg-type]
    return compare(checker, expected, observed.encode(), lambda _pattern, _text: PatternAnswer.UNKNOWN)


@pytest.mark.parametrize(
    "source",
    [
        SQUARE,
        "from turtle import *\nspeed(0)\nlt(90)\nfor i in range(4):\n    fd(100); rt(90)\ndone()\n",
        "import turtle as t\npen = t.Turtle()\nfor x, y in ((0, 100), (100, 100), (100, 0), (0, 0)): pen.goto(x, y)\n",
        "import turtle\nfor i in range(200):\n    turtle.fd(2)\n    if i % 50 == 49: turtle.left(90)\nturtle.ht()",
        SQUARE + SQUARE,
    ],
)
def test_the_same_square_is_the_same_however_it_is_drawn(judge: Judge, source: str) -> None:
    assert look(draw(judge, SQUARE), draw(judge, source)).verdict is OK


@pytest.mark.parametrize(
    "source",
    [
        "",
        SQUARE.replace("100", "90"),
        SQUARE.replace("range(4)", "range(3)"),
        SQUARE.replace("90", "89"),
        SQUARE + "turtle.forward(30)\nturtle.goto(150, 150)\n",
        "import turtle\nturtle.color('red')\n" + SQUARE,
        "import turtle\nturtle.penup()\n" + SQUARE,
        "import turtle\nturtle.bgcolor('yellow')\n" + SQUARE,
        SQUARE + "turtle.dot(10)\n",
    ],
)
def test_another_drawing_is_wrong(judge: Judge, source: str) -> None:
    found = look(draw(judge, SQUARE), draw(judge, source))
    assert (found.verdict, found.share) == (WRONG, Fraction(0))
    assert found.difference is not None


def test_a_circle_is_the_same_by_circle_or_by_many_small_steps(judge: Judge) -> None:
    steps = "import math, turtle\nfor i in range(360):\n    turtle.fd(2 * math.pi * 50 / 360)\n    turtle.lt(1)\n"
    assert look(draw(judge, "import turtle\nturtle.circle(50)"), draw(judge, steps)).verdict is OK
    assert look(draw(judge, "import turtle\nturtle.circle(-50)"), draw(judge, steps)).verdict is WRONG


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("circle(50); print(pos(), round(heading()))", "(-0.00,0.00) 0"),
        ("circle(50, 180); print(pos(), round(heading()))", "(0.00,100.00) 180"),
        ("circle(-50, 90); print(pos(), round(heading()))", "(50.00,-50.00) 270"),
        ("circle(50, -90); print(pos(), round(heading()))", "(-50.00,50.00) 270"),
        ("circle(50, steps=4); print(pos(), round(heading()))", "(0.00,0.00) 0"),
        ("mode('logo'); fd(10); rt(90); fd(5); print(pos(), heading())", "(5.00,10.00) 90.0"),
        ("radians(); left(1); print(round(heading(), 9))", "1.0"),
        ("goto(3, 4); print(distance(0, 0), towards(3, 10), xcor(), ycor())", "5.0 90.0 3 4"),
        ("colormode(255); color(255, 0, 128); print(pencolor())", "(255.0, 0.0, 128.0)"),
        ("setheading(90); seth(heading() + 10); print(heading(), isdown(), pensize())", "100.0 True 1"),
        ("print(abs(Vec2D(3, 4)), Vec2D(1, 2) + Vec2D(1, 1), 2 * Vec2D(1, 2))", "5.0 (2.00,3.00) (2.00,4.00)"),
    ],
)
def test_the_pen_goes_where_turtles_pen_goes(run: Run, source: str, expected: str) -> None:
    result = run("from turtle import *\n" + source)
    assert (result.stdout.decode().strip().replace("-0.00", "0.00"), result.stderr) == (
        expected.replace("-0.00", "0.00"),
        b"",
    )


@pytest.mark.parametrize("call", ["color('#12')", "color(2, 0, 0)", "color('reddish')", "mode('x')"])
def test_what_turtle_refuses_is_refused(run: Run, call: str) -> None:
    assert run(f"import turtle\nturtle.{call}").exception == "TurtleGraphicsError"


def test_filled_shapes_dots_and_texts_are_compared_one_by_one(judge: Judge) -> None:
    filled = "import turtle\nturtle.color('red', 'blue')\nturtle.begin_fill()\n" + SQUARE + "turtle.end_fill()\n"
    other_way = filled.replace("left", "right")
    assert look(draw(judge, filled), draw(judge, filled.replace("'blue'", "(0, 0, 1.0)"))).verdict is OK
    assert look(draw(judge, filled), draw(judge, filled.replace("'blue'", "'green'"))).verdict is WRONG
    assert look(draw(judge, filled), draw(judge, filled.replace("turtle.end_fill()", ""))).verdict is WRONG
    assert look(draw(judge, filled), draw(judge, other_way)).verdict is WRONG
    text = "import turtle\nturtle.write('你好', font=('宋体', 16))\nturtle.dot(10, 'red')"
    assert look(draw(judge, text), draw(judge, text)).verdict is OK
    assert look(draw(judge, text), draw(judge, text.replace("你好", "您好"))).verdict is WRONG


def test_a_rubric_says_what_counts(judge: Judge) -> None:
    square = draw(judge, SQUARE)
    moved = draw(judge, "import turtle\nturtle.pu(); turtle.goto(-70, 30); turtle.pd()\n" + SQUARE)
    red = draw(judge, "import turtle\nturtle.pencolor('red'); turtle.pensize(5)\n" + SQUARE)
    assert look(square, moved).verdict is WRONG
    assert look(square, moved, anywhere=True).verdict is OK
    assert look(square, red).verdict is WRONG
    assert look(square, red, colours=False).verdict is OK
    assert look(square, red, colours=False, widths=True).verdict is WRONG


def test_a_part_of_a_drawing_earns_a_part_when_the_rubric_says_so(judge: Judge) -> None:
    square, three = draw(judge, SQUARE), draw(judge, SQUARE.replace("range(4)", "range(3)"))
    share = look(square, three, partial=True).share
    assert Fraction(7, 10) < share < Fraction(8, 10)


def test_a_drawing_task_is_run_and_compared(judge: Judge) -> None:
    expected = draw(judge, SQUARE)
    test = ProgramTest("正方形", expected, stdin="100\n", checker=Checker(CheckerKind.DRAWING))
    program = "import turtle\na = int(input('边长'))\nfor i in range(4): turtle.fd(a); turtle.rt(-90)\nprint('完成')"
    assert run_tests(judge, Program(program.encode()), [test]).share == 1
    assert run_tests(judge, Program(b"print('done')"), [test]).share == 0


def test_a_drawing_without_an_end_is_cut_and_wrong(judge: Judge) -> None:
    source = "import turtle\nfor i in range(60_000): turtle.fd(1)"
    result = judge.run(ProgramRun(source.encode(), notes_drawing=True))
    assert result.verdict in {OK, Verdict.OUTPUT}
    assert look(draw(judge, SQUARE), result.answer.decode()).verdict is WRONG


def test_an_expectation_without_marks_is_our_error() -> None:
    assert look("", '["line", 0, 0, 1, 1, "#000000", 1]').verdict is Verdict.JURY_ERROR


@pytest.mark.parametrize(
    "text",
    [
        '["line"]',
        '["line", 0, 0, 1e300, 0, "x", 1]',
        '["line", 0, 0, NaN, 0, "x", 1]',
        '["line", 0, 0, true, 0, "x", 1]',
        '["fill", "x", [1]]',
        '["fill", "x", 7]',
        "[" * 5000,
        '["dot"]',
        "[]",
        "[1",
        '["line", 0, 0, 1, 0, "x", 1]\n' * 40_001,
    ],
    ids=range(11),
)
def test_a_forged_drawing_is_no_drawing(text: str) -> None:
    assert read_drawing(text, Looks()) is None


def test_an_endless_line_is_compared_in_no_time() -> None:
    line = '["line", 0, 0, 100, 0, "#000000", 1]'
    assert look(line, '["line", 0, 0, 9e9, 0, "#000000", 1]').share == 0


MARKS = st.lists(
    st.tuples(st.integers(-200, 200), st.integers(-200, 200), st.integers(-200, 200), st.integers(-200, 200)),
    min_size=1,
    max_size=6,
)


@given(MARKS, st.randoms())
def test_order_and_direction_never_count(marks: list[tuple[int, int, int, int]], chance: object) -> None:
    def spell(rows: list[tuple[int, int, int, int]]) -> str:
        return "\n".join(json.dumps(["line", *row, "#000000", 1]) for row in rows)

    other = [(row[2], row[3], row[0], row[1]) for row in marks]
    chance.shuffle(other)  # type: ignore[attr-defined]
    expected = read_drawing(spell(marks), Looks())
    assert expected is not None
    if not expected.is_empty:
        assert look(spell(marks), spell(other)).verdict is OK


def test_many_hostile_marks_are_not_each_compared_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def count(*items: object) -> bool:
        nonlocal looked
        looked += 1
        return same(*items)  # type: ignore[arg-type]

    same = drawings._same_item
    monkeypatch.setattr(drawings, "_same_item", count)
    expected = "\n".join(json.dumps(["dot", 9 * n, n, 3, "red"]) for n in range(300))
    hostile = "\n".join(json.dumps(["dot", n % 200 + 0.5, n % 7, 3, "red"]) for n in range(20_000))
    assert look(expected, hostile, partial=True).verdict is WRONG
    assert look(expected, expected).verdict is OK
    assert looked < 300 * 20_000 / 20


def test_a_mark_stands_for_one_other_only() -> None:
    twice = "\n".join([json.dumps(["dot", 0, 0, 9, "red"])] * 2)
    assert look(twice, twice).verdict is OK
    once = json.dumps(["dot", 3.9, -3.9, 9, "red"])
    assert look(twice, once, partial=True).share == Fraction(0)  # too far apart in both directions together
    assert look(twice, json.dumps(["dot", 2.5, -2.5, 9, "red"]), partial=True).share == Fraction(1, 2)
