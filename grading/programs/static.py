"""What can be said of a program without running it: its constructs, calls, functions, names.

Reads the syntax tree, so a word in a comment or a text counts for nothing. It
never compiles or imports what it reads; a file that the parser cannot take
(nested beyond reason) is "cannot read", which is not the same as a syntax error.
Asked for it, it counts only what can run (see `reach`).
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from grading.programs.reach import DEFINITIONS, Reached, find_reachable
from grading.programs.records import MAX_SOURCE_BYTES

MAX_NODES = 200_000


class Construct(Enum):
    """What a task may ask for or forbid."""

    FOR = "for"
    WHILE = "while"
    NESTED_LOOP = "nested_loop"
    IF = "if"
    ELIF = "elif"
    ELSE = "else"
    CONDITIONAL = "conditional"
    MATCH = "match"
    FUNCTION = "function"
    LAMBDA = "lambda"
    RETURN = "return"
    RECURSION = "recursion"
    CLASS = "class"
    LIST = "list"
    TUPLE = "tuple"
    DICT = "dict"
    SET = "set"
    COMPREHENSION = "comprehension"
    INDEX = "index"
    SLICE = "slice"
    FORMATTED_TEXT = "formatted_text"
    AUGMENTED = "augmented"
    BOOLEAN = "boolean"
    BREAK = "break"
    CONTINUE = "continue"
    TRY = "try"
    WITH = "with"
    IMPORT = "import"
    GLOBAL = "global"


NODES: Mapping[type[ast.AST], Construct] = {
    ast.For: Construct.FOR,
    ast.While: Construct.WHILE,
    ast.If: Construct.IF,
    ast.IfExp: Construct.CONDITIONAL,
    ast.Match: Construct.MATCH,
    ast.FunctionDef: Construct.FUNCTION,
    ast.Lambda: Construct.LAMBDA,
    ast.Return: Construct.RETURN,
    ast.ClassDef: Construct.CLASS,
    ast.List: Construct.LIST,
    ast.Tuple: Construct.TUPLE,
    ast.Dict: Construct.DICT,
    ast.Set: Construct.SET,
    ast.ListComp: Construct.COMPREHENSION,
    ast.SetComp: Construct.COMPREHENSION,
    ast.DictComp: Construct.COMPREHENSION,
    ast.GeneratorExp: Construct.COMPREHENSION,
    ast.JoinedStr: Construct.FORMATTED_TEXT,
    ast.AugAssign: Construct.AUGMENTED,
    ast.BoolOp: Construct.BOOLEAN,
    ast.Break: Construct.BREAK,
    ast.Continue: Construct.CONTINUE,
    ast.Try: Construct.TRY,
    ast.With: Construct.WITH,
    ast.Import: Construct.IMPORT,
    ast.ImportFrom: Construct.IMPORT,
    ast.Global: Construct.GLOBAL,
}
LOOPS = (ast.For, ast.While)


class Reading(Enum):
    """Whether a program could be read."""

    READ = "read"
    SYNTAX_ERROR = "syntax_error"
    CANNOT_READ = "cannot_read"


@dataclass(frozen=True, slots=True)
class Signature:
    """A function's parameters in order, how many of them have a default, and whether it takes any number."""

    parameters: tuple[str, ...]
    optional: int
    takes_any: bool
    line: int
    needs_names: bool = False
    """There are further ones that can be given by their names only, and must be."""

    def accepts(self, count: int) -> bool:
        """Tell whether the function can be called with so many plain arguments."""
        least = len(self.parameters) - self.optional
        return not self.needs_names and least <= count and (self.takes_any or count <= len(self.parameters))


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in a program. Calls are bare names (`print`), methods are names after a dot (`append`)."""

    constructs: Mapping[Construct, int]
    calls: Mapping[str, int]
    methods: Mapping[str, int]
    functions: Mapping[str, Signature]
    assigned: frozenset[str]
    imports: frozenset[str]

    def count(self, construct: Construct) -> int:
        """Return how often a construct stands in the program."""
        return self.constructs.get(construct, 0)


@dataclass(frozen=True, slots=True)
class ProgramReading:
    """The result of reading: facts, or the place and the parser's words of a syntax error."""

    reading: Reading
    facts: Facts | None = None
    line: int = 0
    message: str = ""


def read_program(
    source: bytes, *, only_reachable: bool = False, called: frozenset[str] | None = None
) -> ProgramReading:
    """Read a program's text without running any of it.

    With `only_reachable` what cannot run is left out; `called` are the names that are used from outside the program,
    None when nobody knows.
    """
    if len(source) > MAX_SOURCE_BYTES:
        return ProgramReading(Reading.CANNOT_READ, message="too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except SyntaxError as error:
        return ProgramReading(Reading.SYNTAX_ERROR, line=error.lineno or 0, message=error.msg)
    except ValueError as error:  # a zero byte
        return ProgramReading(Reading.SYNTAX_ERROR, message=str(error))
    except (RecursionError, MemoryError):
        return ProgramReading(Reading.CANNOT_READ, message="too deep")
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        return ProgramReading(Reading.CANNOT_READ, message="too large")
    reached = _reached(tree, called) if only_reachable else None
    return ProgramReading(Reading.READ, _find_facts(nodes, reached or _all_of(nodes)))


def _reached(tree: ast.Module, called: frozenset[str] | None) -> Reached | None:
    try:
        return find_reachable(tree, called)
    except RecursionError:  # nested beyond reason: then all of it counts
        return None


def _all_of(nodes: list[ast.AST]) -> Reached:
    return Reached({id(node) for node in nodes}, {id(node) for node in nodes if isinstance(node, DEFINITIONS)})


def _find_facts(nodes: list[ast.AST], reached: Reached) -> Facts:
    functions = {
        node.name: _signature(node)
        for node in nodes
        if isinstance(node, ast.FunctionDef) and id(node) in reached.defined
    }
    nodes = [node for node in nodes if id(node) in reached.alive]
    constructs: Counter[Construct] = Counter()
    for node in nodes:
        constructs.update(_constructs_of(node, reached.alive))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    return Facts(
        constructs=dict(constructs),
        calls=dict(Counter(func.id for func in called if isinstance(func, ast.Name))),
        methods=dict(Counter(func.attr for func in called if isinstance(func, ast.Attribute))),
        functions=functions,
        assigned=frozenset(_assigned(nodes)),
        imports=frozenset(_imported(nodes)),
    )


def _constructs_of(node: ast.AST, alive: Container[int]) -> Iterator[Construct]:
    if type(node) in NODES and not _is_target(node):
        yield NODES[type(node)]
    if isinstance(node, ast.If) and node.orelse and id(node.orelse[0]) in alive:
        yield Construct.ELIF if _is_elif(node) else Construct.ELSE
    if isinstance(node, ast.Subscript):
        yield Construct.SLICE if isinstance(node.slice, ast.Slice) else Construct.INDEX
    if isinstance(node, LOOPS) and any(isinstance(inner, LOOPS) for inner in _inside(node, alive)):
        yield Construct.NESTED_LOOP
    if isinstance(node, ast.FunctionDef) and _calls_itself(node, alive):
        yield Construct.RECURSION


def _is_target(node: ast.AST) -> bool:
    """Tell `a, b = ...` from a tuple as a value."""
    return isinstance(node, ast.Tuple | ast.List) and not isinstance(node.ctx, ast.Load)


def _is_elif(node: ast.If) -> bool:
    """An `elif` is the only statement of its branch and starts in the column of its `if`."""
    first = node.orelse[0]
    return len(node.orelse) == 1 and isinstance(first, ast.If) and first.col_offset == node.col_offset


def _inside(node: ast.AST, alive: Container[int]) -> Iterator[ast.AST]:
    """Walk below a node without entering functions defined there."""
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        inner = waiting.pop()
        if id(inner) in alive:
            yield inner
        if not isinstance(inner, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(inner))


def _calls_itself(function: ast.FunctionDef, alive: Container[int]) -> bool:
    return any(
        isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == function.name
        for inner in _inside(function, alive)
    )


def _signature(function: ast.FunctionDef) -> Signature:
    given = [*function.args.posonlyargs, *function.args.args]
    return Signature(
        parameters=tuple(argument.arg for argument in given),
        optional=len(function.args.defaults),
        takes_any=function.args.vararg is not None,
        line=function.lineno,
        needs_names=None in function.args.kw_defaults,
    )


def _assigned(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
