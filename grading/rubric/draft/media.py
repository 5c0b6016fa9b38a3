"""Proposals for pages, pictures, Scratch projects and typed texts: what can be told from starter and model alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grading.checks.files import decode
from grading.checks.finding import NotThereError
from grading.images.reader import read_picture_bytes
from grading.office.outcome import CannotReadError
from grading.rubric.draft.page import page_proposals
from grading.rubric.draft.pictures import picture_proposals
from grading.rubric.draft.proposal import Proposal
from grading.scratch.block_text import block_text
from grading.scratch.reader import read_scratch_bytes
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.rubric.folders import Files
    from grading.scratch.model import Block, Target
    from itembank.model.checks import ParameterValue

PAGES = frozenset({".html", ".htm"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
PROJECTS = frozenset({".sb3"})
TYPED_FROM = 50
"""A text of so many characters in a file that was handed out empty is taken for one to be typed."""


def media_proposals(path: str, starter: Files, model: Files) -> Iterator[Proposal]:
    """Yield proposals for one file; nothing for other kinds and for files that cannot be read."""
    data = model.get(path) or b""
    suffix = PurePosixPath(path).suffix.lower()
    try:
        if suffix in PAGES:
            yield from page_proposals(path, starter, model)
        elif suffix in PICTURES:
            yield from picture_proposals(path, read_picture_bytes(data), _sources(starter, model))
        elif suffix in PROJECTS:
            yield from _project(path, data)
        elif suffix == ".txt" and starter.get(path) == b"":
            yield from _typed(path, data)
    except (CannotReadError, NotThereError):
        return


def _sources(starter: Files, model: Files) -> dict[str, bytes]:
    """Return the pictures that were handed out, copies once, those that stayed as they were first."""
    found = {name: data for name, data in starter.items() if data and PurePosixPath(name).suffix.lower() in PICTURES}
    kept = sorted(found, key=lambda name: model.get(name) != found[name])
    once = {found[name]: name for name in reversed(kept)}
    return {name: found[name] for name in kept if once[found[name]] == name}


def _project(path: str, data: bytes) -> Iterator[Proposal]:
    targets = read_scratch_bytes(data).targets
    names = {variable.name for target in targets for variable in target.variables}
    for target in targets:
        name = "Stage" if target.is_stage else target.name
        if not target.is_stage:
            yield Proposal("X.sprite", path, {"name": name}, _("有角色“{name}”").format(name=name))
        for script in target.scripts:
            if not script.starts:
                continue
            steps = [_step(block) for block in script.blocks]
            event = block_text(script.blocks[0])
            title = _("{name}的脚本“{event}”正确").format(name=_called(target), event=event)
            split = _("一段脚本是一个得分点：请按任务拆成几个，删去不考的积木和数值。")
            given: dict[str, ParameterValue] = {"sprite": name, "steps": steps}
            used = next((word for word in _fields(script.blocks) if word in names), "")
            needs = f"variable {used}" if used else ""
            yield Proposal("X.blocks", path, given, title, points=4, remark=split, needs=needs)
        for variable in target.variables:
            title = _("使用变量“{name}”").format(name=variable.name)
            made: dict[str, ParameterValue] = {"name": variable.name, "list": variable.is_list}
            yield Proposal("X.variable", path, made, title, gives=f"variable {variable.name}")


def _fields(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from block.fields.values()
        for body in block.bodies:
            yield from _fields(body)


def _called(target: Target) -> str:
    return _("舞台") if target.is_stage else _("角色“{name}”").format(name=target.name)


def _step(block: Block) -> ParameterValue:
    step: dict[str, ParameterValue] = {"block": block.opcode}
    if block.fields or block.values:
        step["values"] = {**block.fields, **block.values}
    if block.bodies:
        step["inside"] = [_step(inner) for inner in block.bodies[0]]
    return step


def _typed(path: str, data: bytes) -> Iterator[Proposal]:
    text = decode(data, "any").strip()
    if len(text) < TYPED_FROM:
        return
    ask = _("“{path}”当作文字录入：如果不是，请换成 F.text；录入速度请按时间用 T.speed 补充。").format(path=path)
    yield Proposal(
        "T.copied", path, {"text": text}, _("“{path}”录入正确的字数").format(path=path), points=4, remark=ask
    )
    least = len(text) // 2
    yield Proposal("T.accuracy", path, {"text": text, "least": least}, _("“{path}”录入的正确率").format(path=path))
