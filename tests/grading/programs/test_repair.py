"""Find-the-bug tasks: the program as it was given earns nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.programs.errors import ProgramError
from grading.programs.judge import Judge
from grading.programs.repair import RepairOutcome, RepairTask, changed_lines, mark_repair
from grading.programs.tests import Program, ProgramTest

GIVEN = b"n = int(input())\nif n > 60:\n    print('pass')\nelse:\n    print('fail')\n"
TESTS = tuple(
    ProgramTest(text, "pass" if int(text) >= 60 else "fail", stdin=text, weight=weight)
    for text, weight in (("59", 1), ("60", 3), ("61", 1))
)
TASK = RepairTask(GIVEN, TESTS, most_lines=2)


def repaired(judge: Judge, source: bytes) -> RepairOutcome:
    return mark_repair(judge, TASK, Program(source))


def test_the_given_program_earns_nothing_though_it_passes_tests(judge: Judge) -> None:
    outcome = repaired(judge, GIVEN)
    assert outcome.share == 0
    assert (outcome.failing, outcome.changed_lines) == (("60",), 0)


def test_the_repaired_program_earns_everything(judge: Judge) -> None:
    outcome = repaired(judge, GIVEN.replace(b">", b">="))
    assert outcome.share == 1
    assert (outcome.fixed, outcome.broken, outcome.changed_lines) == (("60",), (), 1)


def test_what_a_repair_breaks_is_taken_away_again(judge: Judge) -> None:
    outcome = repaired(judge, b"input()\nprint('pass')\n")
    assert outcome.is_rewritten
    whole = mark_repair(judge, RepairTask(GIVEN, TESTS), Program(b"input()\nprint('pass')\n"))
    assert (whole.share, whole.fixed, whole.broken) == (Fraction(2, 3), ("60",), ("59",))


def test_a_program_written_anew_earns_nothing_where_the_rubric_says_so(judge: Judge) -> None:
    outcome = repaired(judge, b"print('pass' if int(input()) >= 60 else 'fail')\n")
    assert outcome.share == 0
    assert outcome.is_rewritten


def test_a_program_that_does_not_run_any_more_earns_nothing(judge: Judge) -> None:
    assert repaired(judge, GIVEN.replace(b">", b"=>")).share == 0


def test_a_task_without_a_bug_is_our_error(judge: Judge) -> None:
    with pytest.raises(ProgramError, match="没有可改的错误"):
        mark_repair(judge, RepairTask(GIVEN.replace(b">", b">="), TESTS), Program(GIVEN))


@pytest.mark.parametrize(
    ("now", "count"),
    [("a\nb\nc\n", 0), ("a  \r\nb\r\n\r\nc", 0), ("a\nx\nc", 1), ("a\nc", 1), ("a\nb\nb2\nc\n", 1), ("", 3)],
)
def test_changed_lines_are_counted(now: str, count: int) -> None:
    assert changed_lines(b"a\nb\nc\n", now.encode()) == count


def test_what_an_editor_does_to_a_file_is_no_change() -> None:
    given = "if 1:\n\tprint('甲')\n"
    assert changed_lines(given.encode(), "if 1:\n    print('甲')\n".encode("utf-8-sig")) == 0
    named = "# coding: gbk\n" + given
    assert changed_lines(named.encode("gbk"), named.replace("\t", "    ").replace("\n", "\r").encode("gbk")) == 0
