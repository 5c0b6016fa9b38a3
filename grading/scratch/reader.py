"""Reads project.json of an .sb3 file; runs in the child process, behind the same gate as office files.

A circle of blocks ends where it closes, and a pointer at nothing ends a script, as in Scratch; a project with too many
blocks or too deep ones is refused. Projects of Scratch 1 and 2 are refused by name. Besides the short form of blocks
that Scratch 3 saves, the long one of its own memory is read, which some programs built on it write.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from grading.office.guard import DEFAULT_LIMITS, Limits, open_package, read_bytes
from grading.office.outcome import CannotReadError, Reason
from grading.scratch.blocks import Scripts, text
from grading.scratch.model import ScratchProject, Target, Variable

PROJECT = "project.json"
MAX_BLOCKS = 60_000
MAX_TARGETS = 300
MAX_NAMES = 1_000
FARTHEST = 1_000_000_000
SCRATCH_1 = b"ScratchV0"
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError)


def read_scratch(path: Path) -> ScratchProject:
    """Read a project in this process; raises `CannotReadError`."""
    return read_scratch_bytes(read_bytes(path, DEFAULT_LIMITS))


def read_scratch_bytes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> ScratchProject:
    """Read a project's bytes in this process; raises `CannotReadError`."""
    if data.startswith(SCRATCH_1):
        raise CannotReadError(Reason.OLD_SCRATCH)
    try:
        project = json.loads(_project_of(data, limits), strict=False)
        if "objName" in project:
            raise CannotReadError(Reason.OLD_SCRATCH)
        targets = project["targets"]
        if len(targets) > MAX_TARGETS or sum(len(one.get("blocks", {})) for one in targets) > MAX_BLOCKS:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=PROJECT, limit=str(MAX_BLOCKS))
        made = tuple(_target(one) for one in targets)
        names = [text(name) for one in targets for name in one.get("broadcasts", {}).values()]
        extensions = [text(one) for one in project.get("extensions", ())]
    except _FAULTS as error:
        raise CannotReadError(Reason.DAMAGED, found=type(error).__name__) from error
    except RecursionError as error:
        raise CannotReadError(Reason.XML_TOO_LARGE, part=PROJECT, found="nesting") from error
    return ScratchProject(made, tuple(names[:MAX_NAMES]), tuple(extensions[:MAX_NAMES]))


def _project_of(data: bytes, limits: Limits) -> bytes:
    """Return project.json of a project, which may stand in a folder, as when a pupil zips one by hand."""
    package = open_package(data, limits)
    inside = [name for name in package.names if name.count("/") == 1 and name.endswith(f"/{PROJECT}")]
    name = package.find_name(PROJECT) or (inside[0] if len(inside) == 1 else None)
    if name is None:
        raise CannotReadError(Reason.MISSING_PART, part=PROJECT)
    return package.read(name)


def _target(data: dict[str, Any]) -> Target:
    return Target(
        name=text(data.get("name", "")),
        is_stage=bool(data.get("isStage", False)),
        costumes=_names(data.get("costumes", ())),
        sounds=_names(data.get("sounds", ())),
        variables=_variables(data),
        scripts=Scripts(data.get("blocks", {}), MAX_BLOCKS).read(),
        visible=bool(data.get("visible", True)),
        x=_whole(data.get("x", 0)),
        y=_whole(data.get("y", 0)),
        size=_whole(data.get("size", 100)),
        direction=_whole(data.get("direction", 90)),
        rotation_style=text(data.get("rotationStyle", "")),
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
    return tuple(text(item.get("name", "")) for item in list(items)[:MAX_NAMES])


def _variables(data: dict[str, Any]) -> tuple[Variable, ...]:
    found = [_variable(one) for name in ("variables", "lists") for one in data.get(name, {}).values()]
    return tuple(one for one in found if one is not None)[:MAX_NAMES]


def _variable(data: Any) -> Variable | None:
    """Return a variable or list; in the long form messages stand among them and are left out."""
    if isinstance(data, dict):
        if data.get("type") == "broadcast_msg":
            return None
        data = [data.get("name", ""), data.get("value", data.get("contents", ""))]
    name, value = text(data[0]), data[1] if len(data) > 1 else ""
    if isinstance(value, list):
        return Variable(name, "\n".join(text(item) for item in value[:MAX_NAMES]), is_list=True)
    return Variable(name, text(value))


def _whole(value: Any) -> int:
    return round(value) if isinstance(value, int | float) and abs(value) < FARTHEST else 0
