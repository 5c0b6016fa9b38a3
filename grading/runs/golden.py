"""Golden candidates: sealed responses with known points, marked before anything real is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grading.marking.folders import WorkingFolder
from grading.marking.items import mark_item
from grading.scorers.outcome import ItemStatus, PartOutcome
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.codec import fraction_text
from itembank.model.marking import KeyStatus, MarkingKey, RubricScoring


class GoldenError(JikaoError):
    """A golden candidate did not get the points it must get: key or grader are not what was sealed."""


def check_golden(keys: Mapping[str, MarkingKey]) -> int:
    """Mark all golden candidates; returns how many items were marked, raises `GoldenError` at the first difference.

    Items that a correction gave to everybody or took out are left out: their points are not the sealed ones.
    """
    count = 0
    for key in keys.values():
        for name, number, expected, got in _differences(key):
            count += 1
            if expected != got:
                raise GoldenError(
                    _(
                        "标准样卷“{name}”在试卷 {form} 第 {number} 题应得 {expected} 分，实际得 {got} 分，没有评分。"
                    ).format(name=name, form=key.form, number=number, expected=expected, got=got),
                    hint=_("答案或评分程序与封存时不一致。请核对评分包与程序版本。"),
                    code=ExitCode.REFUSED,
                )
    return count


def _differences(key: MarkingKey) -> Iterator[tuple[str, int, str, str]]:
    """Yield name, number, expected and given points of every item of every golden candidate."""
    for golden in key.golden:
        for entry in key.entries:
            item = entry.marking.item
            if entry.status is not KeyStatus.NORMAL or item not in golden.points:
                continue
            score = mark_item(entry, golden.responses.get(item, {}), None, _NoFolders())
            got = fraction_text(score.points) if score.status is ItemStatus.SCORED else score.status.value
            yield golden.name, entry.number, fraction_text(golden.points[item]), got


class _NoFolders:
    """Golden candidates have no folders: their practical work is tested with its rubric, before sealing."""

    def mark(self, _scoring: RubricScoring, _folder: WorkingFolder, _seed: int = 0) -> tuple[PartOutcome, ...]:
        raise AssertionError("a golden candidate with a folder")
