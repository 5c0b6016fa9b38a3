"""Finds what makes a rubric useless for its own task, before its long test: a sentence for each fault, with its place.

A check that cannot be judged on the model, one that names a file nobody has, and one that is asked twice would show in
nearly every case of the test, each time with other words around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from grading.checks.catalogue import CallFault
from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.rubric.folders import folder_of
from grading.rubric.reading import Lines, refuse
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.rubric.task import Task
    from grading.rubric.tools import Tools
    from itembank.model.checks import CheckCall

ABOUT_PROGRAMS = "Y."


def require_sound(task: Task, tools: Tools) -> None:
    """Refuse a rubric that cannot mark its own model; raises `RubricError`."""
    lines = Lines.of(task.rubric_path) if task.rubric_path.suffix.lower() != ".json" else Lines()
    refuse(task.rubric, task.rubric_path.name, list(_faults(task, tools)), lines)


def _faults(task: Task, tools: Tools) -> Iterator[CallFault]:
    subject = tools.subject(folder_of(task.model, task.starter))
    known: list[tuple[CheckCall, str]] = []
    for at, point in enumerate(task.rubric.points):
        for number, call in enumerate(point.checks):
            twin = next((name for other, name in known if other == call), None)
            known.append((call, point.identifier))
            if sentence := _twice(twin, point.falls_with) or _missing(task, call):
                yield CallFault(at, number, sentence)
                continue
            if call.type.startswith(ABOUT_PROGRAMS) and tools.judge is None:
                continue
            finding = run_call(call, subject)
            if finding.verdict is Verdict.CANNOT_JUDGE:
                yield CallFault(at, number, finding.sentence)


def _twice(twin: str | None, falls_with: tuple[str, ...]) -> str:
    if twin is None or twin in falls_with:
        return ""
    return _("与得分点“{other}”的检查完全相同。").format(other=twin)


def _missing(task: Task, call: CheckCall) -> str:
    """Say that a file is neither handed out nor in the model."""
    if not call.file or call.file in task.model or call.file in task.starter:
        return ""
    near = get_close_matches(call.file, [path for path, data in task.model.items() if data is not None], n=1)
    if near:
        return _("素材和参考答案中都没有文件“{name}”，是不是“{near}”？").format(name=call.file, near=near[0])
    return _("素材和参考答案中都没有文件“{name}”。").format(name=call.file)
