"""Hidden inputs: drawn with a seed, answered by the model program."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs.checkers import Checker, CheckerKind
from grading.programs.errors import ProgramError
from grading.programs.judge import Judge
from grading.programs.seeded import Draw, DrawKind, Numbers, SeededPlan, draw_values, make_tests
from grading.programs.tests import Program, run_tests

PAIR = SeededPlan("两数之和", (Draw("a", low=1, high=9), Draw("b", low=-50, high=-1)), 4, stdin="{a}\n{b}\n")
MODEL = Program(b"print(int(input()) + int(input()))")


def test_the_same_seed_draws_the_same_values_for_ever() -> None:
    """The figures were written down once: a change of them would change papers that are printed already."""
    draws = (
        Draw("n", low=1, high=1000),
        Draw("x", DrawKind.DECIMAL, low=-2, high=2, places=2),
        Draw("c", DrawKind.CHOICE, choices=("甲", "乙", "丙")),
        Draw("w", DrawKind.WORD, choices=("abc",), least=3, most=6),
        Draw("l", low=0, high=9, least=2, most=5, between=","),
    )
    assert dict(draw_values(draws, 2026, 1)) == {
        "n": "545",
        "x": "1.82",
        "c": "甲",
        "w": "caccbb",
        "l": "8,6,6",
    }


def test_other_seeds_and_other_tests_draw_other_values() -> None:
    draw = (Draw("n", low=0, high=10**9),)
    drawn = {draw_values(draw, seed, number)["n"] for seed in range(20) for number in range(20)}
    assert len(drawn) == 400


def test_every_value_is_about_equally_likely() -> None:
    numbers = Numbers(1, "n")
    counts = Counter(numbers.below(6) for _ in range(6000))
    assert set(counts) == set(range(6))
    assert all(850 < count < 1150 for count in counts.values())


@given(st.integers(0, 10**6), st.integers(-100, 100), st.integers(0, 100), st.integers(0, 4))
def test_what_is_drawn_lies_where_it_was_said(seed: int, low: int, reach: int, places: int) -> None:
    high = low + reach
    whole = draw_values([Draw("n", low=low, high=high)], seed, 1)["n"]
    assert low <= int(whole) <= high
    decimal = draw_values([Draw("n", DrawKind.DECIMAL, low=low, high=high, places=places)], seed, 1)["n"]
    assert low <= Fraction(decimal) <= high
    assert len(decimal.partition(".")[2]) == places


def test_the_model_program_says_what_must_come_out(judge: Judge) -> None:
    tests = make_tests(judge, PAIR, MODEL, seed=7)
    assert [test.hidden for test in tests] == [True] * 4
    for test in tests:
        assert sum(int(part) for part in test.stdin.split()) == int(test.expected)
    assert tests == make_tests(judge, PAIR, MODEL, seed=7)
    assert tests != make_tests(judge, PAIR, MODEL, seed=8)


def test_a_program_that_prints_the_outputs_of_the_paper_gets_nothing(judge: Judge) -> None:
    tests = make_tests(judge, PAIR, MODEL, seed=7)
    assert run_tests(judge, MODEL, tests).share == 1
    assert run_tests(judge, Program(b"input(); input(); print(100)"), tests).share == 0


def test_functions_and_drawings_are_drawn_for_too(judge: Judge) -> None:
    area = SeededPlan("面积", (Draw("r", low=1, high=9),), 2, call="print(area({r}))")
    tests = make_tests(judge, area, Program(b"def area(r): return 3 * r * r"), seed=1)
    assert run_tests(judge, Program(b"def area(r):\n    s = r ** 2 * 3\n    return s"), tests).share == 1
    shape = SeededPlan("多边形", (Draw("n", low=3, high=8),), 2, stdin="{n}", checker=Checker(CheckerKind.DRAWING))
    polygon = b"import turtle\nn = int(input())\nfor i in range(n): turtle.fd(40); turtle.lt(360 / n)"
    assert run_tests(judge, Program(polygon), make_tests(judge, shape, Program(polygon), seed=3)).share == 1


def test_a_model_program_that_fails_is_our_error(judge: Judge) -> None:
    with pytest.raises(ProgramError, match="参考程序"):
        make_tests(judge, PAIR, Program(b"print(1 / 0)"), seed=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"count": 0},
        {"count": 51},
        {"stdin": "{a}\n"},
        {"stdin": "{a} {b} {c}"},
        {"draws": (Draw("a"), Draw("b"), Draw("a"))},
    ],
)
def test_a_plan_that_does_not_fit_together_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ProgramError):
        SeededPlan(**{"name": "x", "draws": PAIR.draws, "count": 2, "stdin": PAIR.stdin, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields", [{"low": 2, "high": 1}, {"least": 3, "most": 2}, {"kind": DrawKind.CHOICE}, {"most": 5000}]
)
def test_a_draw_that_cannot_be_made_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ProgramError):
        Draw("x", **fields)  # type: ignore[arg-type]
