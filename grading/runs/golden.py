"""Golden candidates: sealed work with known points, marked before anything real is.

What was answered on the screen stands in each key (`check_responses`). Work on
practical tasks lies beside the keys and is marked by the workers, with the very
readers and the very sandbox that candidates' work is marked with (`mark_works`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import msgspec

from grading.intake.golden import find_entry, scoring_of
from grading.intake.keys import MarkingPackage
from grading.marking.folders import WorkingFolder
from grading.marking.items import PracticalMarker, mark_item, mark_parts
from grading.rubric.folders import Folder, folder_of
from grading.scorers.outcome import ItemStatus, PartOutcome
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.checks import CheckPoint
from itembank.model.codec import fraction_text
from itembank.model.golden import GoldenWork
from itembank.model.marking import KeyEntry, KeyStatus, MarkingKey, RubricScoring
from itembank.model.responses import FileEntry

WORKS_A_JOB = 8
SHOWN = 10
PROGRAMS = "Y."


class GoldenError(JikaoError):
    """A golden candidate did not get the points it must get: key or grader are not what was sealed."""

    def __init__(self, message: str) -> None:
        """Refuse to mark with a code of its own, so that a script can tell it from all else."""
        super().__init__(
            message,
            hint=_("评分程序、它所在的机器或评分包与封存时不一致。请核对版本，换一台机器再试；仍不符时联系开发者。"),
            code=ExitCode.DIFFERENT,
        )


class WorkPlace(NamedTuple):
    """Where a golden work stands in a package: the number of its task, and its own within the task, from 0."""

    task: int
    work: int


@dataclass(frozen=True, slots=True)
class GoldenCount:
    """How many golden works agreed, in how many check points; `unjudged` points need what this machine lacks."""

    works: int = 0
    points: int = 0
    unjudged: int = 0

    def __add__(self, other: GoldenCount) -> GoldenCount:
        """Return both together."""
        return GoldenCount(self.works + other.works, self.points + other.points, self.unjudged + other.unjudged)


@dataclass(frozen=True, slots=True)
class GoldenDifference:
    """A check point of a golden work that came out otherwise than it must; None = left to a person."""

    item: str
    title: str
    work: str
    point: str
    wanted: Fraction | None
    got: Fraction | None
    why: str

    def sentence(self) -> str:
        """Say it to a person."""
        return _("操作题 {item}“{title}”的标准样卷“{work}”：得分点 {point} 应得 {wanted}，实际得 {got}。{why}").format(
            item=self.item,
            title=self.title,
            work=self.work,
            point=self.point,
            wanted=_shown(self.wanted),
            got=_shown(self.got),
            why=self.why,
        )


@dataclass(frozen=True, slots=True)
class GoldenOutcome:
    """What some golden works gave."""

    count: GoldenCount
    differences: tuple[GoldenDifference, ...] = ()


def work_places(package: MarkingPackage) -> list[WorkPlace]:
    """Return where all golden works of a package stand."""
    return [WorkPlace(number, inner) for number, task in enumerate(package.golden) for inner in range(len(task.works))]


def mark_works(
    package: MarkingPackage, practical: PracticalMarker, places: Iterable[WorkPlace], *, can_judge: bool
) -> GoldenOutcome:
    """Mark golden works as candidates' work is marked, and compare every check point.

    `can_judge` False says that the whole run is made where programs cannot be
    judged: their points are left out and counted, as they go to people then.
    """
    count = GoldenCount()
    differences: list[GoldenDifference] = []
    for place in places:
        outcome = _mark_work(package, practical, place, can_judge=can_judge)
        count += outcome.count
        differences += outcome.differences
    return GoldenOutcome(count, tuple(differences))


def require_agreement(outcomes: Iterable[GoldenOutcome]) -> GoldenCount:
    """Return the sum of outcomes; raises `GoldenError` when a point differs."""
    count, different = GoldenCount(), list[GoldenDifference]()
    for outcome in outcomes:
        count += outcome.count
        different += outcome.differences
    if different:
        raise GoldenError("\n".join(_lines(different)))
    return count


def check_responses(keys: Mapping[str, MarkingKey]) -> int:
    """Mark the responses of golden candidates; returns how many items, raises `GoldenError` at the first difference.

    Items that a correction gave to everybody or took out are left out: their points are not the sealed ones.
    """
    count = 0
    for key in keys.values():
        for name, number, expected, got in _responses(key):
            count += 1
            if expected != got:
                raise GoldenError(
                    _(
                        "标准样卷“{name}”在试卷 {form} 第 {number} 题应得 {expected} 分，实际得 {got} 分，没有评分。"
                    ).format(name=name, form=key.form, number=number, expected=expected, got=got)
                )
    return count


def _responses(key: MarkingKey) -> Iterator[tuple[str, int, str, str]]:
    """Yield name, number, expected and given points of every item of every golden candidate."""
    for golden in key.golden:
        for entry in key.entries:
            item = entry.marking.item
            if entry.status is not KeyStatus.NORMAL or item not in golden.points:
                continue
            score = mark_item(entry, golden.responses.get(item, {}), None, _NoFolders())
            got = fraction_text(score.points) if score.status is ItemStatus.SCORED else score.status.value
            yield golden.name, entry.number, fraction_text(golden.points[item]), got


def _mark_work(
    package: MarkingPackage, practical: PracticalMarker, place: WorkPlace, *, can_judge: bool
) -> GoldenOutcome:
    task = package.golden[place.task]
    work, entry = task.works[place.work], find_entry(task, package.keys)
    scoring = scoring_of(entry)
    points = scoring.rubric.points
    # Inputs are drawn as they were when the points were found, whatever the paper draws.
    tested = msgspec.structs.replace(entry, seed=0)
    parts = mark_parts(tested, {}, _folder(package, work, scoring), practical)
    unjudged, differences = 0, list[GoldenDifference]()
    for point, part in zip(points, parts, strict=True):
        wanted, got = work.points[point.identifier], None if part.share is None else part.weight * part.share
        if got is None and not can_judge and _runs_programs(point):
            unjudged += 1
        elif got != wanted:
            differences.append(_difference(entry, work, point, wanted, part))
    return GoldenOutcome(GoldenCount(1, len(points) - unjudged, unjudged), tuple(differences))


def _folder(package: MarkingPackage, work: GoldenWork, scoring: RubricScoring) -> WorkingFolder:
    files = {file.path: None if file.folder else package.read_golden(file.media) for file in work.files}

    def read(entry: FileEntry) -> bytes:
        return files[entry.path] or b""

    manifest = folder_of(Folder(files, work.attributes)).manifest
    return WorkingFolder(manifest, read, scoring.starter, package.find_media)


def _difference(
    entry: KeyEntry, work: GoldenWork, point: CheckPoint, wanted: Fraction | None, part: PartOutcome
) -> GoldenDifference:
    return GoldenDifference(
        item=entry.marking.item,
        title=entry.title or scoring_of(entry).rubric.title,
        work=work.shown_name(),
        point=_("{id}“{title}”").format(id=point.identifier, title=point.title),
        wanted=wanted,
        got=None if part.share is None else part.weight * part.share,
        why=part.sentence,
    )


def _lines(different: list[GoldenDifference]) -> Iterator[str]:
    yield _("标准样卷与封存时的得分不符，没有评分：")
    yield from (f"  {one.sentence()}" for one in different[:SHOWN])
    if len(different) > SHOWN:
        yield _("  …… 共 {count} 处不符。").format(count=len(different))


def _runs_programs(point: CheckPoint) -> bool:
    return any(call.type.startswith(PROGRAMS) for call in point.checks)


def _shown(points: Fraction | None) -> str:
    return _("转人工") if points is None else _("{points} 分").format(points=fraction_text(points))


class _NoFolders:
    """Responses are marked without a folder; work on practical tasks has `mark_works`."""

    def mark(self, _scoring: RubricScoring, _folder: WorkingFolder, seed: int = 0) -> tuple[PartOutcome, ...]:
        raise AssertionError(f"a response with a folder, seed {seed}")
