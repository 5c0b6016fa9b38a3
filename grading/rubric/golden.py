"""Golden work out of a rubric's test: folders whose points are known, kept for the runs that are made in earnest.

Kept are the mutants (the model with one point undone), what is worth nothing
although files are there, and what the centre adds by hand. The starter files and
the model answer need not be kept: the bank has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grading.checks.marker import nothing_done
from grading.rubric.folders import Files, attributes_of, folder_of
from grading.rubric.trial import RubricTrial, try_rubric
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.certificate import CaseKind
from itembank.model.golden import GoldenWork
from itembank.model.golden_file import entry_of, write_golden_file

if TYPE_CHECKING:
    from grading.marking.folders import WorkingFolder
    from grading.rubric.selftest import SelfTest
    from grading.rubric.task import Task
    from grading.rubric.tools import Tools

KINDS = frozenset({CaseKind.MUTANT, CaseKind.EMPTY_FILES, CaseKind.MISSING_FILES})
MOST_BYTES = 12 << 20
"""What one task's golden work may add to starter and model; what does not fit is left out, and said."""

Points = dict[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class TriedWork:
    """A folder and what it earned, point by point (None: left to a person). `kind` None = made by hand."""

    kind: CaseKind | None
    name: str
    files: Files
    points: Points

    def blobs(self) -> dict[str, bytes]:
        """Return the files by digest."""
        return {digest(data): data for data in self.files.values() if data is not None}

    def as_work(self) -> GoldenWork:
        """Return it as it is sealed."""
        files = tuple(entry_of(path, data) for path, data in sorted(self.files.items()))
        return GoldenWork(
            name=self.name, files=files, points=self.points, kind=self.kind, attributes=attributes_of(self.files)
        )


@dataclass(frozen=True, slots=True)
class GoldenBytes:
    """`golden.zip`, how many works are in it, and which had no room."""

    data: bytes
    works: int
    left_out: tuple[str, ...]


def is_golden(kind: CaseKind, name: str) -> bool:
    """Say whether a case is kept; of somebody else's files only those that no other task lends."""
    return kind in KINDS or (kind is CaseKind.FOREIGN and not name)


def tried_work(kind: CaseKind | None, name: str, files: Files, folder: WorkingFolder, trial: RubricTrial) -> TriedWork:
    """Return what a run must give a folder: what the test gave, but nothing where nothing was done."""
    is_idle = bool(nothing_done(folder))
    points: Points = {
        point.identifier: Fraction(0) if is_idle else None if point.share is None else point.points * point.share
        for point in trial.points
    }
    return TriedWork(kind, name, files, points)


def try_hand_made(task: Task, tools: Tools) -> tuple[list[TriedWork], list[str]]:
    """Try the centre's own golden work; returns it with a sentence for every point that came out otherwise."""
    works: list[TriedWork] = []
    differences: list[str] = []
    for one in task.golden():
        folder = folder_of(one.files, task.starter)
        work = tried_work(
            None, one.name, one.files, folder, try_rubric(task.rubric, tools.subject(folder, task.rubric))
        )
        works.append(work)
        differences += [
            _("标准样卷“{name}”：得分点 {point} 应得 {wanted}，实际得 {got}。").format(
                name=one.name, point=point, wanted=shown_points(one.points[point]), got=shown_points(got)
            )
            for point, got in work.points.items()
            if got != one.points[point]
        ]
    return works, differences


def shown_points(points: Fraction | None) -> str:
    """Say how many points, or that a person must look."""
    return _("转人工") if points is None else _("{points} 分").format(points=points)


def golden_bytes(tested: SelfTest) -> GoldenBytes:
    """Return `golden.zip` of a test that was passed; the centre's own work goes first."""
    held = _blobs([tested.task.starter, tested.task.model])
    taken: dict[str, bytes] = {}
    kept: list[TriedWork] = []
    left_out: list[str] = []
    for work in sorted(tested.golden, key=lambda one: one.kind is not None):
        fresh = {name: data for name, data in work.blobs().items() if name not in held and name not in taken}
        if sum(map(len, [*taken.values(), *fresh.values()])) > MOST_BYTES:
            left_out.append(work.as_work().shown_name())
            continue
        taken |= fresh
        kept.append(work)
    works = tuple(work.as_work() for work in kept)
    return GoldenBytes(write_golden_file(tested.certificate.subject, works, taken), len(works), tuple(left_out))


def _blobs(folders: Iterable[Mapping[str, bytes | None]]) -> set[str]:
    return {digest(data) for files in folders for data in files.values() if data is not None}
