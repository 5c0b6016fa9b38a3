"""Projects with one error such as pupils make: another number, the other comparison, a block left out.

Only blocks that the starter file does not have are changed: what was handed out nobody is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grading.rubric.mutants.near import near_value
from grading.rubric.mutants.project import OpenedProject
from itembank.base.i18n import _

MOST_ERRORS = 60
_SWAPPED = {
    "operator_gt": "operator_lt", "operator_lt": "operator_gt", "operator_and": "operator_or",
    "operator_or": "operator_and", "operator_add": "operator_subtract", "operator_subtract": "operator_add",
    "operator_multiply": "operator_add", "operator_divide": "operator_multiply", "motion_turnright": "motion_turnleft",
    "motion_turnleft": "motion_turnright", "looks_show": "looks_hide", "looks_hide": "looks_show",
    "data_setvariableto": "data_changevariableby", "data_changevariableby": "data_setvariableto",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectError:
    """A project with one error, and the error in words."""

    sentence: str
    data: bytes


def project_errors(data: bytes, before: bytes) -> Iterator[ProjectError]:
    """Yield the project with one error each; nothing for what is no project."""
    try:
        project = OpenedProject(data)
    except ValueError:
        return
    known = _known(before)
    found = [
        (number, key)
        for number in range(len(project.targets))
        for key, block in project.blocks(number).items()
        if not block.get("shadow") and _spelled(block) not in known
    ]
    step = max(len(found) / MOST_ERRORS, 1)
    for number, key in (found[int(place * step)] for place in range(int(len(found) / step))):
        yield from _errors(data, number, key)


def _known(before: bytes) -> set[str]:
    try:
        project = OpenedProject(before)
    except ValueError:
        return set()
    return {_spelled(block) for number in range(len(project.targets)) for block in project.blocks(number).values()}


def _spelled(block: dict[str, Any]) -> str:
    return repr((block.get("opcode"), block.get("inputs"), block.get("fields")))


def _errors(data: bytes, number: int, key: str) -> Iterator[ProjectError]:
    project = OpenedProject(data)
    block = project.blocks(number)[key]
    name, sprite = str(block["opcode"]), str(project.targets[number].get("name", ""))
    for given in (*block.get("inputs", {}), *block.get("fields", {})):
        changed = OpenedProject(data)
        old, new = _other_value(changed, number, key, given)
        if old:
            sentence = _("“{sprite}”的“{block}”中的“{old}”错成“{new}”")
            yield ProjectError(sentence.format(sprite=sprite, block=name, old=old, new=new), changed.to_bytes())
    if block["opcode"] in _SWAPPED:
        changed = OpenedProject(data)
        other = _SWAPPED[block["opcode"]]
        changed.blocks(number)[key]["opcode"] = other
        sentence = _("“{sprite}”的“{old}”错成“{new}”")
        yield ProjectError(sentence.format(sprite=sprite, old=name, new=other), changed.to_bytes())
    if _is_statement(block):
        changed = OpenedProject(data)
        changed.take_out(number, key)
        sentence = _("“{sprite}”少了“{block}”")
        yield ProjectError(sentence.format(sprite=sprite, block=name), changed.to_bytes())


def _is_statement(block: dict[str, Any]) -> bool:
    """Tell whether a block stands in a script, not in another block's hole."""
    return not str(block["opcode"]).startswith(("operator_", "sensing_", "argument_", "procedures_"))


def _other_value(project: OpenedProject, number: int, key: str, name: str) -> tuple[str, str]:
    """Put another value into a hole of a block; returns the old and the new one, "" where there is none."""
    blocks = project.blocks(number)
    if name in blocks[key].get("fields", {}):
        return _other_choice(blocks[key]["fields"][name])
    for given in blocks[key]["inputs"][name][1:2]:
        if isinstance(given, list) and len(given) > 1 and str(given[1]).strip():
            old = str(given[1])
            given[1] = near_value(old)
            return old, str(given[1])
        shadow = blocks.get(given, {}) if isinstance(given, str) else {}
        if shadow.get("shadow"):
            return next((_other_choice(field) for field in shadow.get("fields", {}).values()), ("", ""))
    return "", ""


def _other_choice(field: list[Any]) -> tuple[str, str]:
    old = str(field[0])
    field[0] = near_value(old) if old else old
    return old, str(field[0])
