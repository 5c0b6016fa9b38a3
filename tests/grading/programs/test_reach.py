"""Code that cannot run counts for nothing, and whatever might run counts."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.programs.constants import truth
from grading.programs.static import Construct, Facts, read_program

LOOP = "for i in x: print(i)"
DEAD = [
    f"if False:\n  {LOOP}",
    f"if 0:\n  {LOOP}",
    f"if not 1:\n  {LOOP}",
    f"if 1 > 2:\n  {LOOP}",
    f"if 1 < 3 < 2:\n  {LOOP}",
    f"if 'a' == 'b':\n  {LOOP}",
    f"if '':\n  {LOOP}",
    f"if None:\n  {LOOP}",
    f"if []:\n  {LOOP}",
    f"if 2 - 2:\n  {LOOP}",
    f"if False and f():\n  {LOOP}",
    f"if True:\n  pass\nelse:\n  {LOOP}",
    f"if True or f():\n  pass\nelif a:\n  {LOOP}",
    f"while False:\n  {LOOP}",
    f"while 0:\n  pass\nelse:\n  pass\nif False:\n  {LOOP}",
    f"while True:\n  pass\n{LOOP}",
    f"while True:\n  if False: break\n{LOOP}",
    f"while 1:\n  for j in range(3): break\n  {'print(1)'}\nwhile 1:\n  {LOOP}",
    "for i in []: print(i)",
    "for i in '': print(i)",
    "for i in range(0): print(i)",
    "for i in range(5, 5): print(i)",
    "for i in range(-3): print(i)",
    f"def f():\n  {LOOP}\nprint(1)",
    f"def f():\n  {LOOP}\ndef g():\n  f()\nprint(1)",
    f"def f():\n  g()\ndef g():\n  {LOOP}\n  f()\nprint(1)",
    f"def f():\n  return 1\n  {LOOP}\nf()",
    f"def f(a):\n  if a:\n    return 1\n  else:\n    raise ValueError\n  {LOOP}\nf(1)",
    f"def f(a):\n  while True:\n    return a\n  {LOOP}\nf(1)",
    f"def f():\n  def g():\n    {LOOP}\n  return 1\nf()",
    f"while a:\n  break\n  {LOOP}",
    f"while a:\n  continue\n  {LOOP}",
    f"import sys\nsys.exit()\n{LOOP}",
    f"exit()\n{LOOP}",
    f"import os\nos._exit(0)\n{LOOP}",
    f"raise ValueError\n{LOOP}",
    f"try:\n  raise ValueError\nfinally:\n  pass\n{LOOP}",
    f"try:\n  pass\nexcept ValueError:\n  {LOOP}",
    f"class A:\n  def f(self):\n    {LOOP}\nprint(1)",
    f"class A:\n  def f(self):\n    {LOOP}\na = A()",
    f"match a:\n  case 1 if False:\n    {LOOP}",
    f"def f(a):\n  match a:\n    case 1: return 1\n    case _: return 2\n  {LOOP}\nf(1)",
    f"x = 1 if True else [{LOOP[4:5]} for i in x]",
]
ALIVE = [
    LOOP,
    f"if a:\n  {LOOP}",
    f"if True:\n  {LOOP}",
    f"if a and False or b:\n  {LOOP}",
    f"if __name__ == '__main__':\n  {LOOP}",
    f"while True:\n  if a: break\n{LOOP}",
    f"while True:\n  try:\n    break\n  except ValueError:\n    pass\n{LOOP}",
    f"def f():\n  {LOOP}\nf()",
    f"def f():\n  {LOOP}\ndef g():\n  f()\nif __name__ == '__main__':\n  g()",
    f"def f():\n  {LOOP}\ntable = {{'f': f}}\ntable[a]()",
    f"def f():\n  {LOOP}\nsorted(x, key=f)",
    f"from turtle import *\ndef f():\n  {LOOP}\nonkey(f, 'Up')",
    f"@app.route('/')\ndef f():\n  {LOOP}\napp.run()",
    f"def f():\n  {LOOP}\nglobals()['f']()",
    f"def f():\n  {LOOP}\neval(a)()",
    f"def f():\n  {LOOP}\nexec('f()')",
    f"def f():\n  {LOOP}\nprint(getattr(a, b))",
    f"class A:\n  def f(self):\n    {LOOP}\nA().f()",
    f"class A:\n  def __init__(self):\n    {LOOP}\nA()",
    f"class A:\n  @property\n  def f(self):\n    {LOOP}\nA().f",
    f"class A(Thread):\n  def run(self):\n    {LOOP}\nA().start()",
    f"class A:\n  def f(self):\n    self.g()\n  def g(self):\n    {LOOP}\na = A()\na.f()",
    f"class A:\n  {LOOP}",
    f"def f():\n  {LOOP}\ndef g(): pass\n'only functions, for others to call'",
    f"import math\nLIMIT = 3\ndef f():\n  {LOOP}",
    f"try:\n  f()\nexcept ValueError:\n  {LOOP}",
    f"try:\n  raise ValueError\nexcept ValueError:\n  pass\n{LOOP}",
    f"with suppress(ValueError):\n  raise ValueError\n{LOOP}",
    f"def f(a):\n  if a:\n    return 1\n  {LOOP}\nf(1)",
    f"def f(a):\n  match a:\n    case 1: return 1\n  {LOOP}\nf(1)",
    f"def f(a):\n  def g():\n    {LOOP}\n  return g\nf(1)()",
    f"def f():\n  yield 1\n  {LOOP}\nlist(f())",
    f"exit = print\nexit()\n{LOOP}",
    "def range(n): return [n]\nfor i in range(0): print(i)",
    f"for j in []:\n  pass\nelse:\n  {LOOP}",
    f"while a:\n  if b: continue\n  {LOOP}",
    f"f = lambda: [i for i in x]\n{LOOP}",
    f"import doctest\ndef f():\n  '>>> f()'\n  {LOOP}\ndoctest.testmod()",
    f"import threading\ndef f():\n  {LOOP}\nthreading.Thread(target=f).start()",
]


def facts(text: str, called: frozenset[str] | None = frozenset()) -> Facts:
    found = read_program(text.encode(), only_reachable=True, called=called).facts
    assert found is not None, text
    return found


@pytest.mark.parametrize("text", DEAD)
def test_what_cannot_run_does_not_count(text: str) -> None:
    assert "i" not in facts(text).assigned


@pytest.mark.parametrize("text", ALIVE)
def test_whatever_might_run_counts(text: str) -> None:
    found = facts(text)
    assert "i" in found.assigned
    assert found.count(Construct.FOR) >= 1


def test_a_function_that_the_tests_call_is_used() -> None:
    text = f"def f():\n  {LOOP}\ndef g():\n  {LOOP}\nprint(1)"
    assert facts(text).count(Construct.FOR) == 0
    assert facts(text, frozenset({"f"})).count(Construct.FOR) == 1
    assert facts(text, None).count(Construct.FOR) == 2


def test_reading_a_number_by_eval_makes_no_function_used() -> None:
    text = f"def f():\n  {LOOP}\nn = eval(input())\na, b = map(eval, input().split())\nprint(n)"
    assert facts(text).count(Construct.FOR) == 0


def test_a_function_that_is_defined_but_not_called_is_still_defined() -> None:
    found = facts("def f(a, b): pass\nif False:\n  def g(): pass\nprint(1)")
    assert list(found.functions) == ["f"]
    assert found.count(Construct.FUNCTION) == 0


def test_parts_of_a_construct_that_cannot_run_do_not_make_another_one() -> None:
    assert facts("for a in b:\n  if False:\n    for c in d: pass").count(Construct.NESTED_LOOP) == 0
    assert facts("def f(n):\n  if False: f(n)\nf(1)").count(Construct.RECURSION) == 0
    assert facts("if a: pass\nelse: pass").count(Construct.ELSE) == 1
    assert facts("if True: pass\nelse: pass").count(Construct.ELSE) == 0


def test_the_else_of_an_endless_loop_never_runs_and_that_of_another_may() -> None:
    assert not facts(f"while True:\n  break\nelse:\n  {LOOP}").count(Construct.FOR)
    assert facts(f"while a:\n  break\nelse:\n  {LOOP}").count(Construct.FOR)


def test_methods_of_a_class_that_somebody_else_makes_may_run() -> None:
    assert not facts(f"class A:\n  def f(self):\n    {LOOP}\nprint(1)").count(Construct.FOR)
    assert facts(f"class A(metaclass=M):\n  def f(self):\n    {LOOP}\nprint(1)").count(Construct.FOR)
    assert facts(f"class A(B):\n  def f(self):\n    {LOOP}\nprint(1)").count(Construct.FOR)


def test_without_being_asked_everything_that_stands_there_counts() -> None:
    found = read_program(f"if False:\n  {LOOP}".encode()).facts
    assert found is not None
    assert found.count(Construct.FOR) == 1


def test_a_program_nested_beyond_reason_counts_as_a_whole() -> None:
    text = "if a:\n pass\n" + "elif a:\n pass\n" * 900 + f"else:\n {LOOP}\nif False:\n while a: pass\n"
    assert facts(text).count(Construct.FOR) == 1
    assert facts(text).count(Construct.WHILE) in {0, 1}


NUMBERS = st.integers(-3, 3).map(str)
EXPRESSIONS = st.recursive(
    st.one_of(NUMBERS, st.sampled_from(["True", "False", "None", "''", "'a'", "[]", "[0]", "()", "{}", "1.5"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "<", "==", "!=", ">=", "+", "-", "*"]), inner).map(
            lambda parts: "(" + " ".join(parts) + ")"
        ),
        inner.map(lambda part: f"(not {part})"),
        inner.map(lambda part: f"(-{part})"),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_what_is_said_of_a_constant_is_what_python_says(text: str) -> None:
    decided = truth(ast.parse(text, mode="eval").body)
    if decided is not None:
        try:
            assert decided is bool(eval(text))
        except TypeError:
            return  # then what follows cannot run, whichever way it was decided
