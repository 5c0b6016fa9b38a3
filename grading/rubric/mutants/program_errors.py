"""Programs with one error such as pupils make: a wrong operator, a bound one off, a missing branch, other words.

Made from the model program, to see whether a rubric's tests notice them
(`grading.rubric.weakness`). Each error stands alone; what the program is made of
otherwise stays as it is.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grading.rubric.mutants.near import near_text
from itembank.base.i18n import _

MOST_ERRORS = 40
SHOWN = 72
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult,
}  # fmt: skip
_CALLED = {"max": "min", "min": "max"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DIGIT = re.compile(r"[0-9]")
Change = Callable[[ast.AST], None]


@dataclass(frozen=True, slots=True)
class ProgramError:
    """A program with one error, and the error in words."""

    sentence: str
    source: bytes


@dataclass(frozen=True, slots=True)
class _Slip:
    """One error: the number of the node in the walk, those of its statement and of what is written anew, the change."""

    node: int
    statement: int
    written: int
    line: int
    change: Change


def program_errors(source: bytes) -> list[ProgramError]:
    """Return the program with one error each, line by line; nothing for what is no program."""
    try:
        text = source.decode("utf-8-sig")
        tree = ast.parse(text)
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return []
    slips = sorted(_slips(tree), key=lambda slip: slip.line)
    step = max(len(slips) / MOST_ERRORS, 1)
    return [_made(text, tree, slips[int(number * step)]) for number in range(int(len(slips) / step))]


def _made(text: str, tree: ast.Module, slip: _Slip) -> ProgramError:
    changed = copy.deepcopy(tree)
    nodes = list(ast.walk(changed))
    statement, written = nodes[slip.statement], nodes[slip.written]
    old = _first_line(ast.unparse(statement))
    slip.change(nodes[slip.node])
    ast.fix_missing_locations(changed)
    new = _first_line(ast.unparse(statement))
    said = _("第 {line} 行“{old}”少了后面的分支") if old == new else _("第 {line} 行“{old}”错成“{new}”")
    sentence = said.format(line=getattr(statement, "lineno", 0), old=old, new=new)
    return ProgramError(sentence, _rewritten(text, written).encode())


def _rewritten(text: str, node: ast.AST) -> str:
    """Return the program with one node written anew and all else as it was; an `if` loses its other branch."""
    lines = [line.encode() for line in _LINE.findall(text)]
    if isinstance(node, ast.If):
        last, first = node.body[-1], node.test
        if isinstance(first, ast.Constant):
            return _replaced(lines, first, b"False")
        return b"".join([*lines[: last.end_lineno], *lines[node.end_lineno :]]).decode()
    return _replaced(lines, node, ast.unparse(node).encode())


def _replaced(lines: list[bytes], node: ast.AST, new: bytes) -> str:
    first, last = getattr(node, "lineno", 1) - 1, getattr(node, "end_lineno", 1) - 1
    head = b"".join(lines[:first]) + lines[first][: getattr(node, "col_offset", 0)]
    tail = lines[last][getattr(node, "end_col_offset", 0) :] + b"".join(lines[last + 1 :])
    return (head + new + tail).decode()


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:SHOWN]


def _slips(tree: ast.Module) -> Iterator[_Slip]:
    spared, statements = set(_spared(tree)), _statements(tree)
    texts: dict[int, int] = {}
    for number, one in enumerate(ast.walk(tree)):
        for inner in _parts_of_text(one):
            texts.setdefault(id(inner), number)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in spared and id(node) in statements:
            for change in _changes(node):
                written = texts.get(id(node), number)
                yield _Slip(number, statements[id(node)], written, getattr(node, "lineno", 0), change)


def _parts_of_text(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is inside a text with holes: it has no place of its own, and is written anew with the whole."""
    if isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)


def _statements(tree: ast.Module) -> dict[int, int]:
    """Return for every node the number of the innermost statement that it belongs to."""
    found: dict[int, int] = {}
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.stmt):  # outer statements come first, so inner ones have the last word
            found.update(dict.fromkeys(map(id, ast.walk(node)), number))
    return found


def _spared(tree: ast.Module) -> Iterator[int]:
    """Yield the ids of what says nothing about results: docstrings, prompts, empty starts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "input":
            yield from (id(inner) for one in node.args for inner in ast.walk(one))


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                if type(operator) in _COMPARED:
                    yield _compared(place, _COMPARED[type(operator)])
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _CALCULATED:
            yield _operated(_CALCULATED[type(node.op)]())
        case ast.BoolOp():
            yield _operated(ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.Constant():
            yield from _constants(node)
        case ast.If():
            yield _never
            if node.orelse and not isinstance(node.orelse[0], ast.If):
                yield _no_else
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield _called(_CALLED[name])
        case ast.Call(func=ast.Name(id="range")) if node.args and not _is_constant(node.args[-1]):
            yield _one_less
        case _:
            return


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield _valued(not value)
    elif isinstance(value, int):
        yield _valued(value + 1)
    elif isinstance(value, str) and value.strip():
        yield _valued(_counted(value) if _DIGIT.search(value) else _beside(value))


def _counted(text: str) -> str:
    """Return a text with its last digit one larger: of ".1f" it is how many places are shown."""
    last = list(_DIGIT.finditer(text))[-1]
    return f"{text[: last.start()]}{(int(last[0]) + 1) % 10}{text[last.end() :]}"


def _beside(text: str) -> str:
    """Return another text: of a single letter the one before it."""
    return chr(ord(text) - 1) if len(text) == 1 and text.isalpha() else near_text(text)


def _compared(place: int, other: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> None:
        if isinstance(node, ast.Compare):
            node.ops[place] = other()

    return change


def _operated(other: ast.operator | ast.boolop) -> Change:
    def change(node: ast.AST) -> None:
        setattr(node, "op", other)  # noqa: B010 - three classes of nodes, each with operators of its own

    return change


def _valued(value: object) -> Change:
    def change(node: ast.AST) -> None:
        setattr(node, "value", value)  # noqa: B010 - a constant's value may be anything

    return change


def _called(name: str) -> Change:
    def change(node: ast.AST) -> None:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            node.func.id = name

    return change


def _one_less(node: ast.AST) -> None:
    """Let a range end one too early."""
    if isinstance(node, ast.Call):
        place = 1 if len(node.args) > 1 else 0
        node.args[place] = ast.BinOp(node.args[place], ast.Sub(), ast.Constant(1))


def _never(node: ast.AST) -> None:
    """Leave the branch out: it is never taken."""
    if isinstance(node, ast.If):
        node.test = ast.copy_location(ast.Constant(value=False), node.test)


def _no_else(node: ast.AST) -> None:
    """Leave the other branch out."""
    if isinstance(node, ast.If):
        node.orelse = []
