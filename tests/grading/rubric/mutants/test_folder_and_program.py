"""Files are put back, and programs answer wrongly to just the tests of one point."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import zipfile

import pytest

from grading.programs.static import read_program
from grading.rubric.mutants.folder import undo_files
from grading.rubric.mutants.program import WRONG, undo_program
from grading.rubric.mutants.undo import ways_without
from tests.grading.rubric.mutants.trying import call, lost


def zip_with(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


STARTER = {"a.jpg": b"A", "b.jpg": b"B", "old.txt": "旧".encode(), "t.txt": b"1", "keep.txt": b"K"}
MODEL = {
    "p/a.jpg": b"A",
    "b.jpg": b"B",
    "c/b.jpg": b"B",
    "t.txt": b"1\n2",
    "keep.txt": b"K",
    "z.zip": zip_with("a.jpg", "b.jpg"),
}
CALLS = {
    "moved": call("F.moved", "", **{"from": "a.jpg", "to": "p/a.jpg"}),
    "copied": call("F.copied", "", **{"from": "b.jpg", "to": "c/b.jpg"}),
    "absent": call("F.absent", "", path="old.txt"),
    "text": call("F.text", "", path="t.txt", text="1\n2"),
    "zip": call("F.zip_contains", "", path="z.zip", members=["a.jpg", "b.jpg"]),
    "line": call("F.line", "", path="t.txt", line=2, text="2"),
    "count": call("F.count", "", folder="p", pattern="*.jpg", count=1),
    "zip_exact": call("F.zip_exact", "", path="z.zip", members=["a.jpg", "b.jpg"]),
    "unchanged": call("F.unchanged", "", **{"except": ["a.jpg", "old.txt", "t.txt"]}),
}


ALSO = {
    "unchanged": {"copied"}, "text": {"line"}, "line": {"text"}, "moved": {"count"}, "zip": {"zip_exact"},
    "zip_exact": {"zip"},
}  # fmt: skip
"""What cannot be had without the other."""


@pytest.mark.parametrize("name", CALLS)
def test_undoing_one_thing_in_a_folder_loses_just_that(name):
    also = ALSO.get(name, set())
    assert lost(CALLS, name, MODEL, STARTER) - also == {name}


def test_a_deleted_folder_comes_back_with_all_that_was_in_it():
    starter = {"d/1.txt": b"1", "d/2.txt": b"2", "x": b"x"}
    (back, *_more) = undo_files("F.absent", {"path": "d", "folder": True}, {"x": b"x"}, starter)
    assert back == starter


def test_a_check_without_a_way_of_its_own_goes_single_steps_back_to_what_was_handed_out():
    calls = {
        "size": call("F.size", "", path="t.txt", at_least=3),
        "tree": call("F.tree", "", folders=["p"]),
    }
    for name in calls:
        assert lost(calls, name, MODEL, STARTER) == {name}
    assert list(undo_files("F.tree", {}, STARTER, STARTER)) == []


def test_a_program_goes_single_steps_back_to_the_one_that_was_handed_out():
    model, before = b"a = 1\nfor i in range(3):\n    print(i)\n", b"a = 1\nfor i in range(2):\n    print(i)\n"
    made = list(ways_without(call("Y.drawing", "a.py"), {"a.py": model}, {"a.py": before}))
    assert {"a.py": before} in made


PROGRAM = '''"""加法"""
from __future__ import annotations


def add(a, b):
    return a + b


total = 0
for i in range(int(input())):
    total = add(total, int(input()))
print(total)
'''


def run(source: bytes, typed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-c", source.decode()],
        input=typed,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return done.stdout.strip()


def test_a_program_answers_wrongly_to_the_tests_of_one_point_and_rightly_to_all_others():
    (changed, *_more) = undo_program("Y.tests", {"tests": [{"stdin": "1\n5\n"}, {"stdin": "0\n"}]}, PROGRAM.encode())
    assert run(changed, "1\n5\n") == WRONG
    assert run(changed, "0\n") == WRONG
    assert run(changed, "2\n5\n6\n") == "11"


def test_a_function_that_a_test_calls_answers_wrongly():
    (changed, *_more) = undo_program("Y.tests", {"tests": [{"call": "print(add(1, 2))"}]}, PROGRAM.encode())
    assert "add = lambda" in changed.decode()
    ast.parse(changed)


def test_a_construct_is_hidden_and_the_program_still_works():
    (changed,) = undo_program("Y.uses", {"construct": "for"}, PROGRAM.encode())
    facts = read_program(changed).facts
    assert facts is not None
    assert not any(isinstance(node, ast.For) for node in ast.walk(ast.parse(changed)))
    assert "add" in facts.functions
    assert run(changed, "2\n5\n6\n") == "11"


def test_a_function_is_hidden_and_the_program_still_works():
    (changed,) = undo_program("Y.function", {"name": "add", "parameters": 2}, PROGRAM.encode())
    facts = read_program(changed).facts
    assert facts is not None
    assert "add" not in facts.functions
    assert run(changed, "2\n5\n6\n") == "11"


@pytest.mark.parametrize("construct", ["for", "while", "if", "def", "import:math", "call:sum", "lambda", "class"])
def test_a_forbidden_construct_is_put_in(construct):
    (changed,) = undo_program("Y.avoids", {"construct": construct}, b"print(1)\n")
    calls = {"avoids": call("Y.avoids", "a.py", construct=construct)}
    assert lost(calls, "avoids", {"a.py": b"print(1)\n"}, {"a.py": b""}) == {"avoids"}
    ast.parse(changed)


def test_an_exception_comes_where_none_may_and_stays_away_where_one_must():
    (raising,) = undo_program("Y.exception", {"exception": ""}, b"print(1)\n")
    with pytest.raises(ValueError, match=r"^$"):
        exec(compile(raising, "a.py", "exec"), {"print": str})
    (quiet,) = undo_program("Y.exception", {"exception": "ZeroDivisionError"}, b"1 / 0\n")
    exec(compile(quiet, "a.py", "exec"), {})


def test_a_program_that_cannot_be_read_is_left_alone():
    assert list(undo_program("Y.tests", {"tests": [{"stdin": "1"}]}, b"for")) == []
