"""Programs as pupils write them: what their own Python does with them, the judge does too, or a person looks."""

from __future__ import annotations

import subprocess

import pytest

from grading.programs.interpreter import SYSTEM_PYTHON
from grading.programs.judge import Judge
from grading.programs.records import ProgramRun, Verdict
from grading.programs.tests import Program, ProgramTest, run_tests

from .conftest import Run

DEEPEST = b"""
def deep(n): return deep(n - 1) + 1 if n else 0
n = 900
while True:
    try: deep(n)
    except RecursionError: break
    n += 1
print(n)
"""


@pytest.mark.parametrize("word", ["exit()", "quit()", "exit(0)", "quit(None)", "import sys; sys.exit()"])
def test_a_program_may_say_that_it_ends(run: Run, word: str) -> None:
    result = run(f"print(1)\n{word}\nprint(2)")
    assert (result.verdict, result.stdout) == (Verdict.OK, b"1\n")


def test_a_file_that_nobody_closed_is_written(run: Run) -> None:
    result = run("out = open('a.txt', 'w')\nout.write('完成')", keep_files=True)
    assert (result.verdict, dict(result.files)) == (Verdict.OK, {"a.txt": "完成".encode()})


def test_a_file_kept_by_a_class_is_written(run: Run) -> None:
    result = run("class Log:\n    out = open('a.txt', 'w')\nLog.out.write('x')", keep_files=True)
    assert dict(result.files) == {"a.txt": b"x"}


def test_a_file_that_nobody_closed_is_written_after_much_work_too(run: Run) -> None:
    source = "class Log:\n    out = open('a.txt', 'w')\nLog.out.write('x')\nheld = [[] for _ in range(10**5)]"
    assert dict(run(source, keep_files=True).files) == {"a.txt": b"x"}


def test_what_objects_say_at_the_end_counts(run: Run) -> None:
    source = "class Pet:\n    def __del__(self): print('bye')\npet = Pet()\nprint('hello')"
    assert run(source).stdout == b"hello\nbye\n"


def test_nothing_printed_is_lost_when_the_output_is_turned_elsewhere(run: Run) -> None:
    away = run("import sys\nprint('first')\nsys.stdout = open('log', 'w')\nprint('second')", keep_files=True)
    assert (away.stdout, dict(away.files)) == (b"first\n", {"log": b"second\n"})
    back = "import sys, io\nprint(1)\nsys.stdout = io.StringIO()\nprint(2)\nsys.stdout = sys.__stdout__\nprint(3)"
    assert run(back).stdout == b"1\n3\n"


def test_recursions_go_as_deep_as_in_a_python_of_its_own(judge: Judge) -> None:
    """And equally deep at every place of a turn."""
    inside = judge.run_all([ProgramRun(DEEPEST)] * 3)
    own = subprocess.run([SYSTEM_PYTHON, "-c", DEEPEST.decode()], capture_output=True, check=True)
    assert {result.stdout for result in inside} == {own.stdout}


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import msvcrt", "ModuleNotFoundError: msvcrt"),
        ("from numpy import array", "ModuleNotFoundError: numpy"),
        (r"open('D:\\exam\\in.txt')", r"FileNotFoundError: D:\exam\in.txt"),
        (r"open('data\\in.txt')", r"FileNotFoundError: data\in.txt"),
        ("open('DATA/in.TXT')", "FileNotFoundError: DATA/in.TXT"),
        ("import threading\nthreading.Thread(target=print).start()", "RuntimeError: thread"),
        ("import subprocess\nsubprocess.run(['ls'])", "PermissionError: call"),
    ],
)
def test_a_program_that_may_run_on_the_desk_goes_to_a_person(run: Run, source: str, what: str) -> None:
    result = run(source, files={"data/in.txt": b"1"})
    assert (result.verdict, result.exception) == (Verdict.CANNOT_JUDGE, what)


@pytest.mark.parametrize(
    ("source", "exception"),
    [
        ("import maht", "ModuleNotFoundError"),
        ("import math.sqrt", "ModuleNotFoundError"),
        ("open('inn.txt')", "FileNotFoundError"),
        ("raise ModuleNotFoundError", "ModuleNotFoundError"),
        ("raise RuntimeError('no')", "RuntimeError"),
        ("open('.', 'w')", "IsADirectoryError"),
    ],
)
def test_a_program_that_runs_nowhere_does_not(run: Run, source: str, exception: str) -> None:
    result = run(source, files={"in.txt": b"1"})
    assert (result.verdict, result.exception) == (Verdict.RUNTIME, exception)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("Out.TXT", Verdict.CANNOT_JUDGE), (r"a\\out.txt", Verdict.CANNOT_JUDGE), ("result.txt", Verdict.WRONG)],
)
def test_a_made_file_that_windows_takes_for_the_right_one_goes_to_a_person(
    judge: Judge, name: str, verdict: Verdict
) -> None:
    program = Program(f"open('{name}', 'w').write('7')".encode())
    report = run_tests(judge, program, [ProgramTest("1", "7", file="out.txt")])
    assert report.outcomes[0].verdict is verdict


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"], ids=["of Linux", "of Windows", "of old Macs"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk"])
def test_sources_run_with_any_line_ends_and_codings_that_python_reads(judge: Judge, ends: bytes, coding: str) -> None:
    lines = [
        "# -*- coding: gbk -*-" if coding == "gbk" else "# 求和",
        "姓名 = input('请输入：')",
        "print('你好，', 姓名)",
    ]
    result = judge.run(
        ProgramRun(
            ends.join(line.encode(coding if not at else coding.removesuffix("-sig")) for at, line in enumerate(lines)),
            "王五\n".encode(),
        )
    )
    assert result.stdout.decode() == "你好， 王五\n"
