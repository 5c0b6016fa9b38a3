"""Tries the rubrics of the office tasks on answers that LibreOffice made, each without one thing.

`grading rubric test` makes such answers by itself, on the files' XML; these
here were worked out again from the starter, so they check its work too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grading.rubric.selftest import self_test
from grading.rubric.task import Task, read_tasks
from grading.rubric.tools import open_tools

RESAVED = "resaved"


def try_mutants(tasks: Path, mutants: Path) -> list[str]:
    """Mark every copy below `mutants` and return a sentence for each surprise."""
    surprises: list[str] = []
    for task in read_tasks(tasks):
        copies = sorted((mutants / task.identifier).glob("*/*"))
        if copies:
            surprises.extend(_surprises(task, copies))
    return surprises


def _surprises(task: Task, copies: list[Path]) -> list[str]:
    by_point = {copy.parent.name: {copy.name: copy.read_bytes()} for copy in copies}
    resaved = by_point.pop(RESAVED, {})
    with open_tools(task.rubric) as tools:
        tested = self_test(replace(task, mutants=by_point), tools, resaved=resaved)
    return [f"{task.identifier} {surprise.sentence()}" for surprise in tested.surprises]
