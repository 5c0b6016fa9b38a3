"""Undoes what the Y checks look for in a Python program, and leaves what it does otherwise as it is.

A point of tests is undone by answering wrongly to just the inputs of these
tests; a point about a construct by hiding the statements that use it from the
reader of the syntax tree, so that the program still works; whatever is about the
result as a whole by one error such as pupils make (`program_errors`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

from grading.checks.programs import ALIASES, count_construct
from grading.programs.blanks import fill_in, find_fills
from grading.programs.static import read_program
from grading.rubric.mutants.near import near_value
from grading.rubric.mutants.program_errors import program_errors
from grading.rubric.mutants.sql_errors import sql_errors

Parameters = dict[str, Any]
WRONG = "？"
SLOWER = 3
_SLOW = """
import time as _time
_end = _time.process_time() + {seconds}
while _time.process_time() < _end:
    pass
"""


def undo_program(kind: str, parameters: Parameters, source: bytes, before: bytes = b"") -> Iterator[bytes]:
    """Yield the program with one thing undone, the likeliest way first; `before` is the one that was handed out."""
    if kind == "Y.sql":
        yield from sql_errors(source)
        return
    try:
        text = source.decode("utf-8-sig")
        tree = ast.parse(text)
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return
    match kind:
        case "Y.tests":
            yield from _wrong_answers(text, tree, parameters.get("tests", []))
        case "Y.uses":
            yield from _hidden(text, tree, parameters["construct"])
        case "Y.avoids":
            yield from _added(text, parameters["construct"])
        case "Y.function":
            wanted = [
                node for node in tree.body if any(_is_function(one, parameters["name"]) for one in ast.walk(node))
            ]
            if wanted:
                yield _as_texts(text, wanted).encode()
        case "Y.exception" if parameters.get("exception"):
            yield b"pass\n"
        case "Y.runs" | "Y.exception":
            yield (text + "\nraise ValueError\n").encode()
        case "Y.seeded" | "Y.drawing":
            yield from (error.source for error in program_errors(source))
            yield f"print({WRONG!r})\n".encode()
        case "Y.blanks":
            yield from _other_fills(text, str(parameters["template"]))
        case "Y.repair":
            yield from _bugs_back(text, before.decode("utf-8-sig", "replace"))
        case "Y.time":
            yield (text + _SLOW.format(seconds=SLOWER * int(parameters["cpu"]) / 1000)).encode()
        case "Y.memory":
            yield (text + f"\n_room = bytearray({int(parameters['megabytes'])} << 20)\n").encode()
        case _:
            return


def _wrong_answers(text: str, tree: ast.Module, tests: list[dict[str, Any]]) -> Iterator[bytes]:
    inputs = sorted({str(test.get("stdin", "")) for test in tests if not test.get("call")})
    names = sorted({name for test in tests for name in _called(str(test.get("call", "")))})
    if names:
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        spoiled = "".join(f"\n{name} = lambda *values, **more: {WRONG!r}\n" for name in names if name in defined)
        yield (text + spoiled).encode()
    if inputs:
        head, rest = _behind_head(text, tree)
        yield (head + _guard(inputs) + rest).encode()


def _other_fills(text: str, template: str) -> Iterator[bytes]:
    """Fill the last blank with something beside what is right; then all blanks."""
    fills = find_fills(template, text) or {}
    wrong = {
        number: next((error.source.decode() for error in program_errors(fill.encode())), near_value(fill))
        for number, fill in fills.items()
    }
    for number in list(fills)[-1:]:
        yield fill_in(template, {**fills, number: wrong[number]}).encode()
    if fills:
        yield fill_in(template, wrong).encode()


def _bugs_back(text: str, before: str) -> Iterator[bytes]:
    """Take one repaired place back, the last first; then all of them."""
    now, then = text.splitlines(keepends=True), before.splitlines(keepends=True)
    changes = SequenceMatcher(None, now, then, autojunk=False).get_opcodes()
    for kind, first, last, start, end in reversed(changes):
        if kind != "equal":
            yield "".join([*now[:first], *then[start:end], *now[last:]]).encode()
    yield before.encode()


def _guard(inputs: list[str]) -> str:
    return (
        "import io as _io, sys as _sys\n"
        "_typed = _sys.stdin.read()\n"
        f"if _typed in {inputs!r}:\n"
        f"    print({WRONG!r})\n"
        "    raise SystemExit\n"
        "_sys.stdin = _io.StringIO(_typed)\n"
    )


def _behind_head(text: str, tree: ast.Module) -> tuple[str, str]:
    """Cut the text behind its docstring and the imports that must come first."""
    last = 0
    for node in tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not is_docstring and not is_future:
            break
        last = node.end_lineno or last
    lines = text.splitlines(keepends=True)
    head = "".join(lines[:last])
    return (head if head.endswith("\n") or not head else head + "\n"), "".join(lines[last:])


def _called(call: str) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(call)))
    except SyntaxError:
        return set()
    return {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def _is_function(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


def _hidden(text: str, tree: ast.Module, construct: str) -> Iterator[bytes]:
    """Put the statements with the construct into texts that are executed."""
    uses = _counter(construct)
    top = [node for node in tree.body if uses(_piece(text, node))]
    if top:
        yield _as_texts(text, top).encode()


def _as_texts(text: str, statements: list[ast.stmt]) -> str:
    lines = text.splitlines(keepends=True)
    for node in reversed(statements):
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        piece = "".join(lines[first - 1 : node.end_lineno])
        lines[first - 1 : node.end_lineno] = [f"exec({piece!r})\n"]
    return "".join(lines)


def _piece(text: str, node: ast.stmt) -> str:
    return "".join(text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno])


def _counter(construct: str) -> Callable[[str], bool]:
    def uses(piece: str) -> bool:
        facts = read_program(piece.encode()).facts
        return facts is not None and count_construct(facts, construct) > 0

    return uses


def _added(text: str, construct: str) -> Iterator[bytes]:
    kind, _colon, name = ALIASES.get(construct, construct).partition(":")
    samples = {
        "for": "for _none in ():\n    pass\n",
        "while": "while False:\n    pass\n",
        "if": "if False:\n    pass\n",
        "function": f"def {name or '_none'}():\n    pass\n",
        "import": f"import {name or 'math'}\n",
        "call": f"_none = lambda: {name}()\n",
        "list": "_none = []\n",
        "try": "try:\n    pass\nfinally:\n    pass\n",
        "lambda": "_none = lambda: None\n",
        "class": "class _None:\n    pass\n",
    }
    if kind in samples:
        yield (text + "\n" + samples[kind]).encode()
