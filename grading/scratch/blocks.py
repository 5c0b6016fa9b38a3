"""The blocks of one target, from the flat table of project.json to scripts as trees."""

from __future__ import annotations

import json
from typing import Any

from grading.office.outcome import CannotReadError, Reason
from grading.scratch.model import PROTOTYPE, Block, Script

MAX_DEPTH = 100
MAX_TEXT = 5_000
_BODIES = ("SUBSTACK", "SUBSTACK2")
_TYPED = range(4, 12)
_VARIABLE, _LIST = 12, 13
_FAR = 1_000_000_000
# Holes with something typed into them, where a program keeps them as blocks.
_PRIMITIVES = frozenset(
    {
        "math_number", "math_positive_number", "math_whole_number", "math_integer", "math_angle", "colour_picker",
        "text", "note", "matrix", "event_broadcast_menu",
    }
)  # fmt: skip


def text(value: Any) -> str:
    """Return a value as the text it is shown with, not longer than anybody reads; halves of characters as "?"."""
    return str(value)[:MAX_TEXT].encode("utf-8", "replace").decode()


class Scripts:
    """Reads the scripts of one target; every block costs, so that what refers to itself in many ways ends."""

    def __init__(self, blocks: dict[str, Any], most: int) -> None:
        """Take the table of blocks as JSON has it, and how many blocks there may be in the trees."""
        self._blocks = blocks
        self._left = most
        self._path: set[str] = set()

    def read(self) -> tuple[Script, ...]:
        """Return the scripts in the order in which they lie on the desk, from top to bottom."""
        tops = [(key, one) for key, one in self._blocks.items() if isinstance(one, dict) and one.get("topLevel")]
        tops.sort(key=lambda pair: (_place(pair[1].get("y", 0)), _place(pair[1].get("x", 0)), pair[0]))
        chains = [self._chain(key, 0) for key, _one in tops]
        return tuple(Script(chain) for chain in chains if chain and chain[0].opcode)

    def _chain(self, key: Any, depth: int) -> tuple[Block, ...]:
        """Return the blocks from one on downwards, until there is none or one that these stand in."""
        made: list[Block] = []
        own: list[str] = []
        while isinstance(key, str) and key not in self._path and (data := self._find(key)) is not None:
            if depth > MAX_DEPTH:
                raise CannotReadError(Reason.XML_TOO_LARGE, part="blocks", found="nesting", limit=str(MAX_DEPTH))
            if self._left == 0:
                raise CannotReadError(Reason.TOO_MUCH_CONTENT, found="blocks")
            self._left -= 1
            self._path.add(key)
            own.append(key)
            made.append(self._block(data, depth))
            key = data.get("next")
        self._path.difference_update(own)
        return tuple(made)

    def _find(self, key: str) -> dict[str, Any] | None:
        found = self._blocks.get(key)
        return found if isinstance(found, dict) else None

    def _block(self, data: dict[str, Any], depth: int) -> Block:
        fields = {name: _choice(value) for name, value in data.get("fields", {}).items()}
        values: dict[str, str] = {}
        inputs: dict[str, Block] = {}
        bodies: dict[str, tuple[Block, ...]] = {}
        mutation = data.get("mutation")
        mutation = mutation if isinstance(mutation, dict) else {}
        places = {name: str(number) for number, name in enumerate(_list(mutation.get("argumentids")), start=1)}
        for name, given in sorted(data.get("inputs", {}).items()):
            inner = _inside(given)
            if name in _BODIES:
                bodies[name] = self._chain(inner, depth + 1)
            elif isinstance(inner, list):
                _put_typed(places.get(name, name), inner, values, inputs)
            elif isinstance(inner, str):
                self._put_block(places.get(name, name), inner, depth + 1, values, inputs)
        if "proccode" in mutation:
            fields["proccode"] = text(mutation["proccode"])
        opcode = text(data.get("opcode", ""))
        if opcode == PROTOTYPE:
            names = _list(mutation.get("argumentnames"))
            values = {str(number): text(name) for number, name in enumerate(names, start=1)}
            inputs = {}
        arms = tuple(bodies.get(name, ()) for name in _BODIES)
        while arms and not arms[-1]:
            arms = arms[:-1]
        return Block(opcode, fields, values, inputs, arms)

    def _put_block(self, name: str, key: str, depth: int, values: dict[str, str], inputs: dict[str, Block]) -> None:
        """Put what sits in a hole: a menu as its value, other blocks as themselves."""
        data = self._find(key)
        below = self._chain(key, depth)[:1]
        if data is None or not below:
            return
        one = below[0]
        is_menu = bool(data.get("shadow")) or one.opcode in _PRIMITIVES
        if is_menu and one.fields and one.opcode != PROTOTYPE:
            values[name] = next(iter(one.fields.values()))
        else:
            inputs[name] = one


def _inside(given: Any) -> Any:
    """Return what a hole shows: in the short form after a number, in the long one by name."""
    if isinstance(given, dict):
        return given.get("block") or given.get("shadow")
    return given[1] if len(given) > 1 else None


def _choice(given: Any) -> str:
    return text(given.get("value", "") if isinstance(given, dict) else given[0])


def _list(given: Any) -> list[str]:
    """Return a list that Scratch writes as JSON inside JSON."""
    found = json.loads(given) if isinstance(given, str) else given
    return [str(one) for one in found] if isinstance(found, list) else []


def _put_typed(name: str, inner: list[Any], values: dict[str, str], inputs: dict[str, Block]) -> None:
    kind = inner[0]
    if kind in _TYPED:
        values[name] = text(inner[1])
    elif kind in {_VARIABLE, _LIST}:
        field = "VARIABLE" if kind == _VARIABLE else "LIST"
        opcode = "data_variable" if kind == _VARIABLE else "data_listcontents"
        inputs[name] = Block(opcode, {field: text(inner[1])})


def _place(value: Any) -> float:
    return value if isinstance(value, int | float) and abs(value) < _FAR else 0
