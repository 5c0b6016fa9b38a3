"""A Scratch project as lines: every sprite, its variables, and its scripts block by block in the words of Scratch."""

from __future__ import annotations

from collections.abc import Iterator

from grading.scratch.block_text import STEP, script_lines
from grading.scratch.menu_names import extension_name
from grading.scratch.model import ScratchProject, Target, Variable
from itembank.base.i18n import _

ITEMS_SHOWN = 30


def scratch_lines(project: ScratchProject) -> Iterator[str]:
    """Yield the lines of a project, the stage first."""
    if project.broadcasts:
        yield _("消息：{names}").format(names="、".join(project.broadcasts))
    if project.extensions:
        yield _("扩展：{names}").format(names="、".join(extension_name(name) for name in project.extensions))
    for target in sorted(project.targets, key=lambda one: not one.is_stage):
        yield from _target_lines(target)


def _target_lines(target: Target) -> Iterator[str]:
    kind = _("舞台") if target.is_stage else _("角色“{name}”").format(name=target.name)
    yield _("{what}：造型 {costumes}，声音 {sounds}").format(
        what=kind, costumes="、".join(target.costumes) or "-", sounds="、".join(target.sounds) or "-"
    )
    for variable in target.variables:
        yield STEP + _variable(variable)
    for number, script in enumerate(target.scripts, start=1):
        runs = "" if script.starts else _("（没有启动它的积木）")
        yield STEP + _("脚本 {number}{runs}").format(number=number, runs=runs)
        yield from script_lines(script.blocks, STEP * 2)


def _variable(variable: Variable) -> str:
    if variable.is_list:
        items = "、".join(variable.value.splitlines()[:ITEMS_SHOWN])
        return _("列表 {name}：{items}").format(name=variable.name, items=items or _("（空）"))
    return _("变量 {name} = {value}").format(name=variable.name, value=variable.value)
