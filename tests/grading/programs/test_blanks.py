"""Programs with blanks: only the blanks are the candidate's."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs.blanks import (
    Blank,
    BlanksOutcome,
    BlanksTask,
    fill_in,
    find_fills,
    mark_blanks,
    same_code,
    without_comments,
)
from grading.programs.errors import ProgramError
from grading.programs.judge import Judge
from grading.programs.sources import SourceReading
from grading.programs.tests import Program, ProgramTest

TEMPLATE = "# 求 1 到 n 的和\nn = int(input())\ns = 0\nfor i in range(【1】):\n    【2】\nprint(s)\n"
TESTS = (ProgramTest("10", "55", stdin="10"), ProgramTest("1", "1", stdin="1", hidden=True))
TASK = BlanksTask(TEMPLATE, (Blank(1, ("1, n + 1",), 2), Blank(2, ("s += i", "s = s + i"))), TESTS)


def marked(judge: Judge, first: str, second: str, task: BlanksTask = TASK) -> BlanksOutcome:
    return mark_blanks(judge, task, Program(fill_in(TEMPLATE, {1: first, 2: second}).encode()))


@pytest.mark.parametrize(
    ("first", "second"), [("1,n+1", "s=s+i"), ("n + 1", "s += i"), ("n", "s += i + 1"), ("n, 0, -1", "s += i  # 累加")]
)
def test_whatever_passes_all_tests_is_right(judge: Judge, first: str, second: str) -> None:
    outcome = marked(judge, first, second)
    assert outcome.share == 1
    assert not outcome.needs_a_person


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        ("1, n+1", "s = i", Fraction(2, 3)),
        ("1, n", "s = s+i", Fraction(1, 3)),
        ("n", "pass", Fraction(0)),
        ("", "", Fraction(0)),
        ("1, n+1", "", Fraction(2, 3)),
    ],
)
def test_a_blank_that_is_right_earns_its_weight_though_the_program_fails(
    judge: Judge, first: str, second: str, share: Fraction
) -> None:
    assert marked(judge, first, second).share == share


def test_only_the_blanks_are_taken_from_the_file(judge: Judge) -> None:
    """Changing the program around the blanks changes nothing but that a person has to look at it."""
    source = "print(55 if int(input()) == 10 else 1)\n"
    outcome = mark_blanks(judge, TASK, Program(source.encode()))
    assert outcome.fills is None
    assert outcome.share == 0
    assert outcome.needs_a_person


@pytest.mark.parametrize("source", ["", "# nothing\n", "print('hello')\n", "x = (\n"])
def test_another_file_that_passes_nothing_earns_nothing_without_a_person(judge: Judge, source: str) -> None:
    outcome = mark_blanks(judge, TASK, Program(source.encode()))
    assert (outcome.fills, outcome.needs_a_person) == (None, False)
    assert outcome.share == 0


def test_a_template_with_a_line_broken_goes_to_a_person_though_it_fails(judge: Judge) -> None:
    broken = fill_in(TEMPLATE, {1: "n + 1", 2: "s += i"}).replace("print", "prinf")
    assert mark_blanks(judge, TASK, Program(broken.encode())).needs_a_person


def test_comments_and_empty_lines_that_were_put_in_hide_no_blank(judge: Judge) -> None:
    filled = fill_in(TEMPLATE, {1: "n + 1", 2: "s += i"})
    commented = "# 求和\n\n" + "".join(f"{line}  # 说明\n" for line in filled.splitlines())
    outcome = mark_blanks(judge, TASK, Program(commented.encode()))
    assert outcome.fills == {1: "n + 1", 2: "s += i"}
    assert outcome.share == 1


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a = '#1'  # one\n\n# two\nb = 2", "a = '#1'\nb = 2"),
        ('s = """\n# text\n"""  # after', 's = """\n# text\n"""'),
        ("c = 'it\\'s # in'", "c = 'it\\'s # in'"),
        ("open = 'never closed # \nd = 1  # x", "open = 'never closed #\nd = 1"),
    ],
)
def test_comments_are_told_from_texts(text: str, bare: str) -> None:
    assert without_comments(text) == bare


def test_a_file_of_a_windows_editor_is_read(judge: Judge) -> None:
    filled = fill_in(TEMPLATE, {1: "n + 1", 2: "s += i"}).replace("\n", "  \r\n")
    for source in (filled.encode("utf-8-sig"), filled.encode("gbk")):
        outcome = mark_blanks(judge, TASK, Program(source, reading=SourceReading.FORGIVING))
        assert outcome.share == 1


def test_several_lines_may_stand_where_a_line_is_left_out(judge: Judge) -> None:
    source = TEMPLATE.replace("【1】", "n").replace("    【2】", "    t = i + 1\n    s += t")
    outcome = mark_blanks(judge, TASK, Program(source.encode()))
    assert outcome.fills == {1: "n", 2: "t = i + 1\n    s += t"}
    assert outcome.share == 1


def test_a_task_that_contradicts_itself_goes_to_a_person(judge: Judge) -> None:
    task = BlanksTask(TEMPLATE, (Blank(1, ("n",)), Blank(2, ("s += i",))), TESTS)
    assert marked(judge, "n", "s += i", task).needs_a_person


def test_an_untouched_template_earns_nothing(judge: Judge) -> None:
    outcome = mark_blanks(judge, TASK, Program(TEMPLATE.encode()))
    assert outcome.share == 0
    assert not outcome.needs_a_person


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("1,n+1", "1, n + 1", True),
        ('"a"', "'a'", True),
        ("s=s+i", "s = s + i", True),
        ("s+=i", "s = s + i", False),
        ("'a b'", "'ab'", False),
        ("n+1", "n+2", False),
        ("if x", "if  x", True),
        ("(" * 500, "(" * 499, False),
        ("", "pass", False),
    ],
)
def test_code_is_compared_as_python_reads_it(one: str, other: str, is_same: bool) -> None:
    assert same_code(one, other) is is_same


@pytest.mark.parametrize(
    ("template", "blanks"),
    [
        ("x = 【1】", ()),
        ("x = 1", (Blank(1),)),
        ("【1】【1】", (Blank(1),)),
        ("【1】", (Blank(1, weight=0),)),
        ("【1】 【2】", (Blank(1), Blank(2))),
    ],
)
def test_a_task_whose_marks_and_blanks_differ_is_refused(template: str, blanks: tuple[Blank, ...]) -> None:
    with pytest.raises(ProgramError):
        BlanksTask(template, blanks, TESTS)


@given(st.text(alphabet="abc =+1()", max_size=12), st.text(alphabet="abc =+1", max_size=12))
def test_what_was_filled_in_is_found_again(first: str, second: str) -> None:
    template = "for i in range(【1】):\n    【2】\nprint(i)"
    found = find_fills(template, fill_in(template, {1: first, 2: second}))
    assert found == {1: first.strip(), 2: second.strip()}


@pytest.mark.parametrize("text", ["", "x" * 100_000, TEMPLATE * 3, "\n" * 10_000, TEMPLATE.replace("print", "prinf")])
def test_other_files_are_not_the_template(text: str) -> None:
    assert find_fills(TEMPLATE, text) is None


def test_a_file_whose_coding_line_names_gbk_is_read(judge: Judge) -> None:
    named = "# coding: gbk\n" + TEMPLATE
    source = fill_in(named, {1: "n + 1", 2: "s += i"}).encode("gbk")
    for template in (named, named.replace("gbk", "utf-8")):  # the line is a comment: another one hides no blank
        task = BlanksTask(template, TASK.blanks, (ProgramTest("10", "55", stdin="10"),))
        assert mark_blanks(judge, task, Program(source)).fills == {1: "n + 1", 2: "s += i"}
