"""`grading check`: tries a rubric on files and prints every point with what was seen, wanted, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grading.checks.finding import Verdict
from grading.rubric.folders import folder_of, read_files, with_manifest
from grading.rubric.reading import read_rubric
from grading.rubric.tools import open_tools
from grading.rubric.trial import PointTrial, RubricTrial, try_rubric
from itembank.base.i18n import N_, _
from itembank.model.codec import fraction_text, to_builtins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERDICTS = {
    Verdict.MET: N_("符合"),
    Verdict.PARTLY: N_("部分符合"),
    Verdict.NOT_MET: N_("不符合"),
    Verdict.CANNOT_JUDGE: N_("无法判断"),
}


def run_rubric(rubric_path: Path, files: list[Path], *, as_json: bool) -> str:
    """Return the findings as text, or as JSON; raises `JikaoError`.

    The files form the working folder under their names; a folder stands for
    all that is in it. There are no starter files here, so checks that compare
    with them cannot be judged.
    """
    rubric = read_rubric(rubric_path)
    given = read_files(files)
    folder = folder_of(with_manifest(given, files[0]) if len(files) == 1 else given)
    with open_tools(rubric) as tools:
        trial = try_rubric(rubric, tools.subject(folder, rubric))
    if as_json:
        return json.dumps(to_builtins(trial), ensure_ascii=False, indent=2, sort_keys=True)
    return "\n".join(_lines(trial))


def _lines(trial: RubricTrial) -> Iterator[str]:
    yield _("评分标准 {name} {title}").format(name=trial.identifier, title=trial.title).rstrip()
    for point in trial.points:
        yield from _point_lines(point)
    yield _("合计 {earned} / {total} 分").format(earned=fraction_text(trial.earned), total=fraction_text(trial.total))
    if trial.open_points:
        yield _("有 {count} 个得分点无法判断，需要人工查看。").format(count=trial.open_points)


def _point_lines(point: PointTrial) -> Iterator[str]:
    earned = "?" if point.share is None else fraction_text(point.points * point.share)
    yield _("[{verdict}] {name} {title}（{earned} / {points} 分）").format(
        verdict=_(VERDICTS[point.verdict]),
        name=point.identifier,
        title=point.title,
        earned=earned,
        points=fraction_text(point.points),
    )
    for check in point.checks:
        finding = check.finding
        yield f"    {_(VERDICTS[finding.verdict])} {check.type} {check.file}".rstrip()
        yield f"        {finding.sentence}"
