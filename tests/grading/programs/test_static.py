from __future__ import annotations

from pathlib import Path

import pytest

from grading.office.child import MEGABYTE, ChildLimits, OfficeReader
from grading.office.model import CannotRead
from grading.programs.static import (
    Construct,
    Facts,
    ProgramReading,
    Question,
    Reading,
    pack_question,
    read_program,
)
from grading.works import WorkKind


def facts(text: str) -> Facts:
    found = read_program(text.encode()).facts
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "construct", "count"),
    [
        ("for i in range(3): pass", Construct.FOR, 1),
        ("# for i in x\nprint('for while')", Construct.FOR, 0),
        ("while 1:\n  break", Construct.WHILE, 1),
        ("while 1:\n  break", Construct.BREAK, 1),
        ("for a in b:\n  for c in d:\n    pass", Construct.NESTED_LOOP, 1),
        ("for a in b:\n  pass\nfor c in d:\n  pass", Construct.NESTED_LOOP, 0),
        ("for a in b:\n  def f():\n    for c in d: pass", Construct.NESTED_LOOP, 0),
        ("if a:\n  pass", Construct.ELSE, 0),
        ("if a:\n  pass\nelse:\n  pass", Construct.ELSE, 1),
        ("if a:\n  pass\nelif b:\n  pass\nelse:\n  pass", Construct.ELIF, 1),
        ("if a:\n  pass\nelse:\n  if b:\n    pass", Construct.ELIF, 0),
        ("x = 1 if a else 2", Construct.CONDITIONAL, 1),
        ("def f(n): return f(n - 1)", Construct.RECURSION, 1),
        ("def f(n): return g(n)\ndef g(n): return 1", Construct.RECURSION, 0),
        ("a, b = b, a", Construct.TUPLE, 1),
        ("a = [1]\n[b] = a", Construct.LIST, 1),
        ("a = {}", Construct.DICT, 1),
        ("a = {1}", Construct.SET, 1),
        ("[i for i in a]", Construct.COMPREHENSION, 1),
        ("a[1]", Construct.INDEX, 1),
        ("a[1:2]", Construct.SLICE, 1),
        ("a[1:2]", Construct.INDEX, 0),
        ("f'{a}'", Construct.FORMATTED_TEXT, 1),
        ("a += 1", Construct.AUGMENTED, 1),
        ("a and b or c", Construct.BOOLEAN, 2),
        ("try:\n  pass\nexcept: pass", Construct.TRY, 1),
        ("with a: pass", Construct.WITH, 1),
        ("import math\nfrom random import randint", Construct.IMPORT, 2),
    ],
)
def test_a_construct_is_counted_where_it_stands(text: str, construct: Construct, count: int) -> None:
    assert facts(text).count(construct) == count


def test_calls_methods_imports_and_names_are_told_apart() -> None:
    found = facts("import math, os.path\nfrom random import randint\nx = sorted(y)\nx.append(print(1))\nx.sort()")
    assert found.calls == {"sorted": 1, "print": 1}
    assert found.methods == {"append": 1, "sort": 1}
    assert found.imports == {"math", "os.path", "random"}
    assert found.assigned == {"x"}


def test_a_signature_tells_with_how_many_arguments_a_function_can_be_called() -> None:
    found = facts("def f(a, b, c=1): pass\ndef g(*rest): pass\ndef h(): pass").functions
    assert found["f"].parameters == ("a", "b", "c")
    assert [found["f"].accepts(count) for count in range(1, 5)] == [False, True, True, False]
    assert found["g"].accepts(99)
    assert not found["h"].accepts(1)
    assert found["g"].line == 2
    named = facts("def f(a, *, b): pass\ndef g(a, *, b=1): pass").functions
    assert (named["f"].accepts(1), named["g"].accepts(1)) == (False, True), "b must be given by its name"


def test_a_syntax_error_is_told_with_its_line() -> None:
    found = read_program(b"a = 1\nprint(a\nb = 2")
    assert (found.reading, found.line, found.facts) == (Reading.SYNTAX_ERROR, 2, None)


@pytest.mark.parametrize("source", [b"\xff\xfe", b"a = \0", b"# coding: nonsense\n", b"\xd6\xd0 = 1"])
def test_bytes_that_are_no_program_are_a_syntax_error(source: bytes) -> None:
    assert read_program(source).reading is Reading.SYNTAX_ERROR


def test_other_encodings_are_read_when_the_file_names_them() -> None:
    assert read_program("# coding: gbk\n中 = 1".encode("gbk")).facts is not None
    assert read_program("中 = 1".encode("utf-8-sig")).facts is not None


N = 100_000


@pytest.mark.parametrize(
    "text",
    [
        *("-" * N + "1", "a" + ".b" * N, "a" + "**a" * 50_000, "a" + "+a" * N, "f" + "()" * N),
        *("lambda:" * 20_000 + "1", "if a:\n pass\n" + "elif a:\n pass\n" * 15_000, "a" + "<a" * N),
        *("(" * N, "[" * N, "f'" + "{" * N, "\n" * 200_000, "x=" * N + "1", "#" * (1 << 20)),
        "".join(" " * i + "if a:\n" for i in range(300)),
    ],
    ids=range(15),
)
def test_hostile_nesting_ends_in_an_answer(text: str) -> None:
    assert read_program(text.encode()).reading in Reading


def test_a_program_too_deep_for_the_parser_is_no_syntax_error() -> None:
    assert read_program(b"-" * N + b"1").reading is Reading.CANNOT_READ


def test_nothing_of_the_program_runs() -> None:
    assert facts("raise SystemExit(1)\nprint(1)").calls == {"SystemExit": 1, "print": 1}


def test_a_program_that_pythons_parser_cannot_bear_is_read_at_the_cost_of_a_child(tmp_path: Path) -> None:
    """`import a.a.a...` would take the marking process gigabytes: every shorter name is made on the way."""
    file = tmp_path / "question"
    limits = ChildLimits(memory_bytes=256 * MEGABYTE)
    with OfficeReader(limits) as reader:
        file.write_bytes(pack_question(Question(), b"import " + b"a." * 120_000 + b"a"))
        hostile = reader.read_work(file, WorkKind.PROGRAM)
        file.write_bytes(pack_question(Question(only_reachable=True, called=frozenset({"f"})), b"def f(a): return f"))
        honest = reader.read_work(file, WorkKind.PROGRAM)
    assert isinstance(hostile, CannotRead) or hostile == ProgramReading(Reading.CANNOT_READ, message="too deep")
    assert isinstance(honest, ProgramReading)
    assert honest.facts is not None
    assert honest == read_program(b"def f(a): return f", only_reachable=True, called=frozenset({"f"}))
