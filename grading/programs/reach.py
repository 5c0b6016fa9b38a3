"""Which code of a program can run at all: a loop under `if False` or in a function nobody calls is only written down.

Reads the syntax tree from the top of the module and follows names. Whatever it is
not sure about counts as reachable: a function that is mentioned anywhere (in a table,
as a callback, below a decorator), a method of a class with a base, everything as soon as
the program looks names up by their text. It says that code *cannot* run, never that it does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grading.programs.constants import is_empty, truth

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# With one of these a program can reach what it never names.
BY_TEXT = frozenset(
    "exec compile globals locals vars getattr __import__ import_module __dict__ modules methodcaller attrgetter "
    "timeit testmod __subclasses__".split()
)
LEAVING = frozenset({("", "exit"), ("", "quit"), ("sys", "exit"), ("os", "_exit")})
PLAIN_DECORATORS = frozenset({"property", "staticmethod", "classmethod"})


@dataclass
class Reached:
    """Ids of the nodes that can run; `defined` are the functions and classes whose definition itself is met."""

    alive: set[int] = field(default_factory=set)
    defined: set[int] = field(default_factory=set)


def find_reachable(tree: ast.Module, called: frozenset[str] | None) -> Reached:
    """Find what can run.

    `called` are names that are used from outside, as the tests of a function task do; None: any could be.
    Raises `RecursionError` for statements nested beyond reason.
    """
    search = _Search(tree, called)
    search.run()
    return search.reached


@dataclass(frozen=True)
class _Pending:
    """A definition that was met and of which nobody knows yet whether it is used; `owner` is the class of a method."""

    node: FunctionNode | ast.ClassDef
    owner: _Pending | None


class _Search:
    """Walks statements in order and stops where nothing can follow; definitions wait until they are used."""

    def __init__(self, tree: ast.Module, called: frozenset[str] | None) -> None:
        self.reached = Reached()
        self._tree = tree
        self._bound = frozenset(_bound_names(tree))
        self._names = set(called or ())
        self._is_everything_used = called is None or _is_only_definitions(tree)
        self._harmless: set[int] = set()
        self._breaks: list[bool] = []
        self._waiting: dict[str, list[_Pending]] = {}
        self._members: dict[int, list[_Pending]] = {}
        self._ready: list[_Pending] = []
        self._used: set[int] = set()
        self._owner: _Pending | None = None

    def run(self) -> None:
        """Walk from the top; each definition is looked at again only when what it waits for has come."""
        self.reached.alive.add(id(self._tree))
        self._block(self._tree.body)
        while self._ready:
            one = self._ready.pop()
            if id(one.node) not in self._used:
                self._enter(one)

    def _enter(self, one: _Pending) -> None:
        self._used.add(id(one.node))
        self.reached.alive.add(id(one.node))
        if isinstance(one.node, FunctionNode):
            self._owner, self._breaks = None, []
            self._block(one.node.body)
        self._look_again(self._members.pop(id(one.node), []))

    def _look_again(self, waiting: Iterable[_Pending]) -> None:
        self._ready += [one for one in waiting if self._is_used(one)]

    def _is_used(self, one: _Pending) -> bool:
        node = one.node
        if self._is_everything_used or _decorates(node):
            return True
        if node.name in self._names and (one.owner is None or id(one.owner.node) in self._used):
            return True
        if isinstance(node, ast.ClassDef):
            return bool(node.bases or node.keywords)
        return one.owner is not None and self._is_asked_for(node, one.owner.node)

    def _is_asked_for(self, method: FunctionNode, owner: FunctionNode | ast.ClassDef) -> bool:
        """Tell whether a method can be called though nobody names it: by Python itself or by the base of its class."""
        is_open = isinstance(owner, ast.ClassDef) and bool(owner.bases or owner.keywords or owner.decorator_list)
        is_special = method.name.startswith("__") and method.name.endswith("__")
        return id(owner) in self._used and (is_special or is_open)

    def _block(self, statements: Sequence[ast.stmt]) -> bool:
        """Walk a block; tell whether what stands behind it can be reached."""
        return all(self._statement(statement) for statement in statements)

    def _statement(self, node: ast.stmt) -> bool:
        match node:
            case ast.If():
                return self._if(node)
            case ast.While():
                return self._while(node)
            case ast.For() | ast.AsyncFor():
                return self._for(node)
            case ast.Try() | ast.TryStar():
                return self._try(node)
            case ast.With() | ast.AsyncWith():
                self._expressions(node.items)
                self._live(node)
                self._block(node.body)
                return True  # it may swallow what its block raises
            case ast.Match():
                return self._match(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._define(node)
                return True
            case _:
                self._expressions([node])
                if isinstance(node, ast.Break) and self._breaks:
                    self._breaks[-1] = True
                return not (isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue) or self._leaves(node))

    def _if(self, node: ast.If) -> bool:
        decided = truth(node.test)
        self._expressions([node.test])
        if decided is not False:
            self._live(node)
        first = decided is not False and self._block(node.body)
        second = decided is not True and self._block(node.orelse)
        return first or second

    def _while(self, node: ast.While) -> bool:
        decided = truth(node.test)
        self._expressions([node.test])
        if decided is False:
            return self._block(node.orelse)
        self._live(node)
        is_broken = self._loop(node.body)
        ends = decided is not True and self._block(node.orelse)
        return is_broken or ends

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        self._expressions([node.iter])
        if is_empty(node.iter, self._bound):
            return self._block(node.orelse)
        self._expressions([node.target])
        self._live(node)
        is_broken = self._loop(node.body)
        return self._block(node.orelse) or is_broken

    def _loop(self, body: Sequence[ast.stmt]) -> bool:
        """Walk a loop's body; tell whether a `break` in it can be reached."""
        self._breaks.append(False)
        self._block(body)
        return self._breaks.pop()

    def _try(self, node: ast.Try | ast.TryStar) -> bool:
        self._live(node)
        ends = self._block(node.body) and self._block(node.orelse)
        if not all(_does_nothing(statement) for statement in node.body):
            for handler in node.handlers:
                self._live(handler)
                self._expressions([handler.type] if handler.type else [])
                ends = self._block(handler.body) or ends
        return self._block(node.finalbody) and ends

    def _match(self, node: ast.Match) -> bool:
        self._live(node)
        self._expressions([node.subject])
        ends, is_open = False, True
        for case in node.cases:
            decided = truth(case.guard) if case.guard else True
            self._expressions([case.pattern, *([case.guard] if case.guard else [])])
            ends = (decided is not False and self._block(case.body)) or ends
            is_open = is_open and not (
                decided is True and isinstance(case.pattern, ast.MatchAs) and not case.pattern.pattern
            )
        return ends or is_open

    def _define(self, node: FunctionNode | ast.ClassDef) -> None:
        """Note a definition. What is evaluated with it runs now, a class's block too; a function's block may later."""
        self.reached.defined.add(id(node))
        self._expressions(node.decorator_list)
        met = _Pending(node, self._owner)
        self._wait(met)
        if isinstance(node, ast.ClassDef):
            self._expressions([*node.bases, *node.keywords])
            outer, self._owner = self._owner, met
            self._block(node.body)
            self._owner = outer
        else:
            self._live(node.args)
            self._expressions([node.args, *([node.returns] if node.returns else [])])

    def _wait(self, met: _Pending) -> None:
        if self._is_used(met):
            self._ready.append(met)
            return
        self._waiting.setdefault(met.node.name, []).append(met)
        if met.owner is not None:
            self._members.setdefault(id(met.owner.node), []).append(met)

    def _expressions(self, roots: Iterable[ast.AST]) -> None:
        """Walk below some nodes, leaving out what a constant decides against."""
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            self._live(node)
            self._note_name(node)
            if isinstance(node, ast.IfExp):
                decided = truth(node.test)
                waiting.append(node.test)
                waiting += [node.body] if decided is not False else []
                waiting += [node.orelse] if decided is not True else []
            elif isinstance(node, ast.BoolOp):
                waiting += _evaluated(node)
            else:
                waiting += ast.iter_child_nodes(node)

    def _note_name(self, node: ast.AST) -> None:
        match node:
            case ast.Call(func=ast.Name("eval"), args=[ast.Call(), *_]):
                self._harmless.add(id(node.func))  # of what was typed, mostly: no name of the program is in that
            case ast.Call(func=ast.Name("map"), args=[ast.Name("eval") as read, *_]):
                self._harmless.add(id(read))
            case ast.Name(name, ctx=ast.Load()):
                self._mention(name)
                if name == "eval" and id(node) not in self._harmless:
                    self._use_everything()
            case ast.Attribute(attr=name):
                self._mention(name)

    def _mention(self, name: str) -> None:
        if name in self._names:
            return
        self._names.add(name)
        self._look_again(self._waiting.pop(name, []))
        if name in BY_TEXT:
            self._use_everything()

    def _use_everything(self) -> None:
        self._is_everything_used = True
        for waiting in self._waiting.values():
            self._ready += waiting
        self._waiting.clear()

    def _leaves(self, node: ast.stmt) -> bool:
        """Tell whether a statement ends the whole program."""
        match node:
            case ast.Expr(ast.Call(func=ast.Name(name))):
                return ("", name) in LEAVING and name not in self._bound
            case ast.Expr(ast.Call(func=ast.Attribute(ast.Name(module), name))):
                return (module, name) in LEAVING
        return False

    def _live(self, node: ast.AST) -> None:
        self.reached.alive.add(id(node))


def _evaluated(node: ast.BoolOp) -> Iterator[ast.expr]:
    """Yield the parts of `a and b` that can be looked at: none behind one that decides."""
    deciding = isinstance(node.op, ast.Or)
    for part in node.values:
        yield part
        if truth(part) is deciding:
            return


def _decorates(node: FunctionNode | ast.ClassDef) -> bool:
    """Tell whether something else gets hold of a definition when it is made."""
    return any(not (isinstance(one, ast.Name) and one.id in PLAIN_DECORATORS) for one in node.decorator_list)


def _does_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_only_definitions(tree: ast.Module) -> bool:
    """Tell a module that only offers functions: somebody else is meant to call them."""
    quiet = (*DEFINITIONS, ast.Import, ast.ImportFrom, ast.Pass)
    return all(isinstance(one, quiet) or _does_nothing(one) or _is_plain_value(one) for one in tree.body)


def _is_plain_value(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and not any(
        isinstance(inner, ast.Call | ast.Attribute | ast.Subscript) for inner in ast.walk(node)
    )


def _bound_names(tree: ast.Module) -> Iterator[str]:
    """Yield all names that the program gives a meaning of its own."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
