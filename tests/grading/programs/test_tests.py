from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from grading.programs.checkers import Checker, CheckerKind, PatternAnswer
from grading.programs.errors import ProgramError
from grading.programs.judge import Judge
from grading.programs.records import Limits, ProgramRun, RunResult, Verdict
from grading.programs.tests import Program, ProgramTest, TestReport, match_pattern, run_tests

ADD = b"a = int(input())\nb = int(input())\nprint(a + b)\n"
CASES = (
    ProgramTest("一", "3", stdin="1\n2\n"),
    ProgramTest("二", "0", stdin="5\n-5\n", weight=2, hidden=True),
)


def verdicts(report: TestReport) -> list[Verdict]:
    return [outcome.verdict for outcome in report.outcomes]


class NoRunner:
    """A judge whose machine always fails."""

    def __init__(self, judge: Judge) -> None:
        self._sample = judge.run(ProgramRun(b""))

    def run(self, program: ProgramRun) -> RunResult:
        return RunResult(Verdict.CANNOT_JUDGE, None, b"", b"", b"", "", 0, "lost", program.files, self._sample.cost)

    def run_all(self, programs: Sequence[ProgramRun]) -> list[RunResult]:
        return [self.run(program) for program in programs]


def test_a_right_program_earns_everything(judge: Judge) -> None:
    report = run_tests(judge, Program(ADD), CASES)
    assert report.share == 1
    assert (report.passed, report.needs_a_person) == (2, False)


def test_weights_count(judge: Judge) -> None:
    report = run_tests(judge, Program(b"input()\ninput()\nprint(3)"), CASES)
    assert verdicts(report) == [Verdict.OK, Verdict.WRONG]
    assert report.share == Fraction(1, 3)


def test_an_untouched_program_earns_nothing(judge: Judge) -> None:
    assert run_tests(judge, Program(b""), CASES).share == 0


def test_each_fault_has_its_name(judge: Judge) -> None:
    source = (
        b"n = int(input())\n"
        b"if n == 1: print(1 / 0)\nif n == 2:\n  while True: pass\nif n == 3: x = [0] * 10**10\n"
        b"if n == 4:\n  while True: print('x' * 1000)\nif n == 5: print('a', 'b')\nif n == 6: print('ab')"
    )
    tests = [ProgramTest(str(n), "ab" if n == 6 else "a  b", stdin=str(n)) for n in range(1, 7)]
    report = run_tests(judge, Program(source, limits=Limits(cpu_ms=500)), tests)
    assert [verdict.value for verdict in verdicts(report)] == [*("runtime", "time", "memory", "output", "format", "ok")]
    assert (report.outcomes[0].exception, report.outcomes[0].line) == ("ZeroDivisionError", 2)


def test_a_function_is_called_and_its_prints_beside_it_do_not_disturb(judge: Judge) -> None:
    source = b"def f(n):\n    return n * 2\nprint('my own try', f(1))\n"
    tests = [ProgramTest("f(3)", "6", call="print(f(3))"), ProgramTest("f", "'xx'", call="print(repr(f('x')))")]
    assert run_tests(judge, Program(source), tests).share == 1


def test_a_function_that_prints_instead_of_returning_is_wrong(judge: Judge) -> None:
    report = run_tests(judge, Program(b"def f(n):\n    print(n * 2)"), [ProgramTest("f", "6", call="print(f(3))")])
    assert verdicts(report) == [Verdict.WRONG]
    assert report.outcomes[0].output == "6\nNone\n"


def test_a_file_is_compared_when_the_task_asks_for_one(judge: Judge) -> None:
    source = b"open('out.txt', 'w').write(open('in.txt').read()[::-1])"
    tests = [ProgramTest("file", "cba", file="out.txt"), ProgramTest("other", "cba", file="missing.txt")]
    report = run_tests(judge, Program(source, files={"in.txt": b"abc"}), tests)
    assert verdicts(report) == [Verdict.OK, Verdict.WRONG]


def test_a_pattern_is_matched_behind_the_limits(judge: Judge) -> None:
    test = ProgramTest("pattern", r"共\d+人", checker=Checker(CheckerKind.REGEX))
    assert run_tests(judge, Program("print('共12人')".encode()), [test]).share == 1
    assert run_tests(judge, Program("print('共 人')".encode()), [test]).share == 0


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("a+", "aaa", PatternAnswer.MATCHES),
        ("a+", "aab", PatternAnswer.DIFFERS),
        ("(", "aab", PatternAnswer.BROKEN),
        ("(a+)+$", "a" * 60 + "b", PatternAnswer.BROKEN),
        (".*", "x" * 20_000, PatternAnswer.DIFFERS),
    ],
)
def test_a_bad_pattern_is_our_error_and_not_the_candidates(
    judge: Judge, pattern: str, text: str, answer: PatternAnswer
) -> None:
    assert match_pattern(judge, pattern, text) is answer


def test_a_machine_that_fails_costs_nobody_points(judge: Judge) -> None:
    report = run_tests(NoRunner(judge), Program(ADD), CASES)
    assert report.needs_a_person
    assert set(verdicts(report)) == {Verdict.CANNOT_JUDGE}


def test_a_program_of_monstrous_length_goes_to_a_person(judge: Judge) -> None:
    report = run_tests(judge, Program(b"#" * (1 << 20)), CASES)
    assert report.needs_a_person
    assert report.share == 0


def test_marking_again_gives_an_equal_report(judge: Judge) -> None:
    source = (
        b"import random, time\nn = int(input())\nprint(random.random(), {'a', 'b'}, object())\n"
        b"while n < 0: print(n, time.time())\nprint(1 / n)"
    )
    tests = [ProgramTest(text, "?", stdin=text) for text in ("1", "0", "-1")]
    program = Program(source, limits=Limits(output_bytes=1 << 16))
    assert run_tests(judge, program, tests) == run_tests(judge, program, tests)


def test_no_expected_output_reaches_the_sandbox(judge: Judge) -> None:
    """What the judge is asked to run holds the program and the input, and nothing of the expectation."""
    seen: list[ProgramRun] = []

    class Watching:
        def run(self, program: ProgramRun) -> RunResult:
            seen.append(program)
            return judge.run(program)

        def run_all(self, programs: Sequence[ProgramRun]) -> list[RunResult]:
            return [self.run(program) for program in programs]

    run_tests(Watching(), Program(ADD), [ProgramTest("s", "expected-secret", stdin="1\n2\n")])
    assert "expected-secret" not in repr(seen)


def test_tests_that_make_no_sense_are_refused(judge: Judge) -> None:
    with pytest.raises(ProgramError):
        ProgramTest("x", "1", weight=-1)
    with pytest.raises(ProgramError):
        ProgramTest("x", "1", call="f()", file="x")
    with pytest.raises(ProgramError):
        run_tests(judge, Program(b""), [])
    with pytest.raises(ProgramError):
        run_tests(judge, Program(b""), [ProgramTest("x", "1", weight=0)])


@pytest.mark.parametrize(
    "call",
    [
        "print(f(3) == 9)",
        "assert f(3) == 9",
        "print(9 is f(3))",
        "print('a' if f(1) in (2, 4) else 'b')",
        "print(f(2) != 'x')",
    ],
)
def test_a_call_that_gives_the_answer_away_is_refused(call: str) -> None:
    """Where it runs the answer can be read, and an object of a class with `__eq__` is equal to everything."""
    with pytest.raises(ProgramError, match="直接打印"):
        ProgramTest("1", "True", call=call)


@pytest.mark.parametrize(
    "call", ["print(f(3))", "print(f(3) == f(4))", "for i in range(3):\n    if i == 1: print(f(i))"]
)
def test_a_call_that_only_shows_is_taken(call: str) -> None:
    ProgramTest("1", "9", call=call)


@pytest.mark.parametrize(
    "source",
    [
        "import time\nprint(time.time())",
        "import time\nprint(time.strftime('%H:%M:%S'))",
        "from time import *\nbegin = time()\nprint('用时', time() - begin)",
        "import datetime\nprint(datetime.datetime.now())",
        "import os\nprint(os.getpid())",
        "import time as t\nprint(t.perf_counter())",
    ],
)
def test_a_wrong_output_of_the_moment_is_not_kept(judge: Judge, source: str) -> None:
    """Else one pupil who prints the time would make every marking of the whole sitting differ from the first."""
    first, second = (run_tests(judge, Program(source.encode()), [ProgramTest("1", "3")]) for _ in range(2))
    assert first == second
    assert first.outcomes[0].difference is None


def test_a_program_that_only_sleeps_shows_its_wrong_output(judge: Judge) -> None:
    report = run_tests(judge, Program(b"import time\ntime.sleep(0.01)\nprint(4)"), [ProgramTest("1", "3")])
    assert report.outcomes[0].output == "4\n"
