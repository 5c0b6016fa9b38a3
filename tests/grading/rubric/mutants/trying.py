"""One file with many properties, and a check for each: undoing one must leave all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.rubric.folders import Files, folder_of
from grading.rubric.mutants.undo import Workshop
from grading.rubric.tools import Tools
from itembank.model.checks import CheckCall, CheckPoint
from tests.grading.checks.workbench import DirectReader

TOOLS = Tools(DirectReader())


def call(kind: str, file: str, /, **parameters: Any) -> CheckCall:
    return CheckCall(type=kind, file=file, parameters=parameters)


def verdicts(calls: Sequence[CheckCall], files: Files, starter: Files) -> list[Verdict]:
    subject = TOOLS.subject(folder_of(files, starter))
    return [run_call(one, subject).verdict for one in calls]


def undone(one: CheckCall, files: Files, starter: Files) -> Files | None:
    """The folder without one check."""
    workshop = Workshop(
        files, starter, lambda other, changed: run_call(other, TOOLS.subject(folder_of(changed, starter)))
    )
    return workshop.undo(CheckPoint(identifier="p", title="p", points=Fraction(1), checks=(one,)))


def lost(calls: Mapping[str, CheckCall], name: str, files: Files, starter: Files) -> set[str]:
    """The names of the checks that are no longer met when one is undone."""
    changed = undone(calls[name], files, starter)
    assert changed is not None, f"nobody could undo {name}"
    found = verdicts(list(calls.values()), changed, starter)
    return {other for other, verdict in zip(calls, found, strict=True) if verdict is not Verdict.MET}
