"""A Scratch project as lines: every sprite, its variables, and its scripts block by block under Scratch's own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grading.scratch.model import Block, ScratchProject, Target
from itembank.base.i18n import _

STEP = "    "


def scratch_lines(project: ScratchProject) -> Iterator[str]:
    """Yield the lines of a project, the stage first."""
    if project.broadcasts:
        yield _("消息：{names}").format(names="、".join(project.broadcasts))
    for target in sorted(project.targets, key=lambda one: not one.is_stage):
        yield from _target_lines(target)


def _target_lines(target: Target) -> Iterator[str]:
    kind = _("舞台") if target.is_stage else _("角色“{name}”").format(name=target.name)
    yield _("{what}：造型 {costumes}，声音 {sounds}").format(
        what=kind, costumes="、".join(target.costumes) or "-", sounds="、".join(target.sounds) or "-"
    )
    for variable in target.variables:
        yield STEP + _("变量 {name} = {value}").format(name=variable.name, value=variable.value)
    for number, script in enumerate(target.scripts, start=1):
        runs = "" if script.starts else _("（没有启动它的积木）")
        yield STEP + _("脚本 {number}{runs}").format(number=number, runs=runs)
        yield from _blocks(script.blocks, STEP * 2)


def _blocks(blocks: Sequence[Block], indent: str) -> Iterator[str]:
    for block in blocks:
        yield indent + _words(block)
        for body in block.bodies:
            yield from _blocks(body, indent + STEP)


def _words(block: Block) -> str:
    """Return a block on one line, with what stands in its holes."""
    given = [f"{name}={value}" for name, value in (*block.fields.items(), *block.values.items())]
    inside = [f"({_words(one)})" for one in block.inputs]
    return " ".join((block.opcode, *given, *inside))
