"""Reads project.json of an .sb3 file; runs in the child process, behind the same gate as office files.

Blocks that point at each other in a circle, at nothing, or too deeply are cut off there; a project with too many
blocks is refused.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from grading.office.guard import DEFAULT_LIMITS, Limits, open_package, read_bytes
from grading.office.outcome import CannotReadError, Reason
from grading.scratch.model import Block, ScratchProject, Script, Target, Variable

PROJECT = "project.json"
MAX_BLOCKS = 20_000
MAX_TARGETS = 300
MAX_DEPTH = 60
MAX_NAMES = 1_000
MAX_TEXT = 500
FARTHEST = 1_000_000_000
_BODIES = ("SUBSTACK", "SUBSTACK2")
_TYPED = range(4, 12)
_VARIABLE, _LIST = 12, 13
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError)


def read_scratch(path: Path) -> ScratchProject:
    """Read a project in this process; raises `CannotReadError`."""
    return read_scratch_bytes(read_bytes(path, DEFAULT_LIMITS))


def read_scratch_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ScratchProject:
    """Read a project's bytes in this process; raises `CannotReadError`."""
    package = open_package(data, limits)
    name = package.find_name(PROJECT)
    if name is None:
        raise CannotReadError(Reason.MISSING_PART, part=PROJECT)
    try:
        project = json.loads(package.read(name))
        targets = project["targets"]
        if len(targets) > MAX_TARGETS or sum(len(one.get("blocks", {})) for one in targets) > MAX_BLOCKS:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=PROJECT, limit=str(MAX_BLOCKS))
        made = tuple(_target(one) for one in targets)
    except _FAULTS as error:
        raise CannotReadError(Reason.DAMAGED, found=type(error).__name__) from error
    except RecursionError as error:
        raise CannotReadError(Reason.XML_TOO_LARGE, part=PROJECT, found="nesting", limit=str(MAX_DEPTH)) from error
    names = [str(name) for one in targets for name in one.get("broadcasts", {}).values()]
    extensions = [str(one) for one in project.get("extensions", ())]
    return ScratchProject(made, tuple(names[:MAX_NAMES]), tuple(extensions[:MAX_NAMES]))


def _target(data: dict[str, Any]) -> Target:
    return Target(
        name=_text(data.get("name", "")),
        is_stage=bool(data.get("isStage", False)),
        costumes=_names(data.get("costumes", ())),
        sounds=_names(data.get("sounds", ())),
        variables=_variables(data),
        scripts=_scripts(data.get("blocks", {})),
        visible=bool(data.get("visible", True)),
        x=_whole(data.get("x", 0)),
        y=_whole(data.get("y", 0)),
        size=_whole(data.get("size", 100)),
        direction=_whole(data.get("direction", 90)),
        rotation_style=_text(data.get("rotationStyle", "")),
        draggable=bool(data.get("draggable", False)),
        digest=hashlib.sha256(json.dumps(_essence(data), sort_keys=True).encode()).hexdigest(),
    )


def _essence(data: dict[str, Any]) -> dict[str, Any]:
    """Return a target without what changes by itself: where scripts lie on the desk, the layer order."""
    blocks = {
        key: {name: value for name, value in one.items() if name not in {"x", "y"}}
        if isinstance(one, dict)
        else one[:3]
        for key, one in data.get("blocks", {}).items()
    }
    kept = ("name", "costumes", "sounds", "x", "y", "size", "direction", "visible")
    return {"blocks": blocks, **{name: data.get(name) for name in kept}}


def _names(items: Any) -> tuple[str, ...]:
    return tuple(_text(item.get("name", "")) for item in list(items)[:MAX_NAMES])


def _variables(data: dict[str, Any]) -> tuple[Variable, ...]:
    plain = [Variable(_text(one[0]), _text(one[1])) for one in data.get("variables", {}).values()]
    lists = [
        Variable(_text(one[0]), "\n".join(_text(item) for item in one[1][:MAX_NAMES]), is_list=True)
        for one in data.get("lists", {}).values()
    ]
    return tuple((plain + lists)[:MAX_NAMES])


def _scripts(blocks: dict[str, Any]) -> tuple[Script, ...]:
    """Return the scripts in the order in which they lie on the desk, from top to bottom."""
    tops = [(key, one) for key, one in blocks.items() if isinstance(one, dict) and one.get("topLevel")]
    tops.sort(key=lambda pair: (_whole(pair[1].get("y", 0)), _whole(pair[1].get("x", 0)), pair[0]))
    left = [MAX_BLOCKS]
    scripts = []
    for key, _one in tops:
        chain = _chain(key, blocks, left, 0)
        if chain and chain[0].opcode:
            scripts.append(Script(chain))
    return tuple(scripts)


def _chain(key: Any, blocks: dict[str, Any], left: list[int], depth: int) -> tuple[Block, ...]:
    """Return the blocks from one on downwards; every block costs, so that a circle ends."""
    made: list[Block] = []
    known: set[str] = set()
    while isinstance(key, str) and key in blocks and key not in known and left[0] > 0 and depth <= MAX_DEPTH:
        known.add(key)
        data = blocks[key]
        if not isinstance(data, dict):
            break
        left[0] -= 1
        made.append(_block(data, blocks, left, depth))
        key = data.get("next")
    return tuple(made)


def _block(data: dict[str, Any], blocks: dict[str, Any], left: list[int], depth: int) -> Block:
    fields = {name: _text(value[0]) for name, value in data.get("fields", {}).items()}
    values: dict[str, str] = {}
    inputs: list[Block] = []
    bodies: dict[str, tuple[Block, ...]] = {}
    for name, given in sorted(data.get("inputs", {}).items()):
        inner = given[1] if len(given) > 1 else None
        if name in _BODIES:
            bodies[name] = _chain(inner, blocks, left, depth + 1)
        elif isinstance(inner, list):
            _typed(name, inner, values, inputs)
        elif isinstance(inner, str):
            below = _chain(inner, blocks, left, depth + 1)
            menu = below[0] if below and data_of(blocks, inner).get("shadow") and below[0].fields else None
            if menu is not None and menu.opcode != "procedures_prototype":
                values[name] = next(iter(menu.fields.values()))
            else:
                inputs.extend(below[:1])
    mutation = data.get("mutation")
    if isinstance(mutation, dict) and "proccode" in mutation:
        fields["proccode"] = _text(mutation["proccode"])
    return Block(_text(data.get("opcode", "")), fields, values, tuple(inputs), tuple(bodies[n] for n in sorted(bodies)))


def data_of(blocks: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the raw block of a key, an empty one where there is none."""
    found = blocks.get(key)
    return found if isinstance(found, dict) else {}


def _typed(name: str, inner: list[Any], values: dict[str, str], inputs: list[Block]) -> None:
    kind = inner[0]
    if kind in _TYPED:
        values[name] = _text(inner[1])
    elif kind in {_VARIABLE, _LIST}:
        field = "VARIABLE" if kind == _VARIABLE else "LIST"
        opcode = "data_variable" if kind == _VARIABLE else "data_listcontents"
        inputs.append(Block(opcode, {field: _text(inner[1])}))


def _text(value: Any) -> str:
    return str(value)[:MAX_TEXT]


def _whole(value: Any) -> int:
    return round(value) if isinstance(value, int | float) and abs(value) < FARTHEST else 0
