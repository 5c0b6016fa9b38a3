"""Makes .sb3 files from a few words: scripts are lists of (opcode, fields and values, inner blocks)."""

from __future__ import annotations

import json
from typing import Any

from tests.grading.office.builders import zip_of

FLAG = ("event_whenflagclicked",)


def typed(**values: str) -> dict[str, Any]:
    """Return inputs with typed values."""
    return {"inputs": {name: [1, [10, value]] for name, value in values.items()}}


def chosen(**fields: str) -> dict[str, Any]:
    """Return fields with choices."""
    return {"fields": {name: [value, None] for name, value in fields.items()}}


def sprite(name: str, *scripts: Any, **more: Any) -> dict[str, Any]:
    """Return a target; a script is a sequence of blocks, a block (opcode, data, body)."""
    blocks: dict[str, Any] = {}
    for number, script in enumerate(scripts):
        first = _chain(script, blocks, f"{name}{number}", None)
        blocks[first]["topLevel"] = True
        blocks[first].update(x=0, y=100 * number)
    return {
        "name": name, "isStage": name == "Stage", "blocks": blocks, "costumes": [{"name": "造型1"}], "sounds": [],
        "variables": {}, "lists": {}, "broadcasts": {}, **more,
    }  # fmt: skip


def project(*targets: dict[str, Any], **more: Any) -> bytes:
    """Return an .sb3 file; the stage is added where it is missing."""
    given = list(targets)
    if not any(one["isStage"] for one in given):
        given.insert(0, sprite("Stage"))
    data = {"targets": given, "extensions": [], "meta": {"semver": "3.0.0"}, **more}
    return zip_of({"project.json": json.dumps(data, ensure_ascii=False)})


def _chain(script: Any, blocks: dict[str, Any], key: str, parent: str | None) -> str:
    names = [f"{key}_{number}" for number in range(len(script))]
    for number, block in enumerate(script):
        opcode, data, body = (*block, {}, ())[:3] if len(block) < 3 else block
        made = {"opcode": opcode, "inputs": {}, "fields": {}, "topLevel": False, "shadow": False, **data}
        made["next"] = names[number + 1] if number + 1 < len(names) else None
        made["parent"] = names[number - 1] if number else parent
        blocks[names[number]] = made
        if body:
            inner = _chain(body, blocks, f"{names[number]}i", names[number])
            made["inputs"] = {**made["inputs"], "SUBSTACK": [2, inner]}
    return names[0]
