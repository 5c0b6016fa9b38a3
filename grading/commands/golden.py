"""`grading golden`: marks the golden candidates of a marking package, before the exam and on any machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from grading.commands.inputs import add_key_options, read_sources
from grading.commands.score import add_scale_options, scale_of
from grading.intake.golden import find_entry, scoring_of
from grading.intake.keys import MarkingPackage
from grading.runs.golden import check_responses
from grading.runs.golden_check import GoldenCheck
from grading.runs.worker import may_judge, release
from grading.scale.engines import EngineKind, open_engine
from itembank.base.cli import Parser
from itembank.base.columns import table_lines
from itembank.base.errors import ExitCode
from itembank.base.i18n import _, language


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("golden", help=_("试评评分包中的标准样卷，密封后、评分前都可以用"))
    add_key_options(parser)
    parser.add_argument("--package", type=Path, required=True, help=_("评分包"))
    parser.add_argument("--centre", type=Path, action="append", required=True, help=_("考试中心的公钥，可多次给出"))
    add_scale_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Mark all golden candidates; ends with DIFFERENT when a point differs, INCOMPLETE when some could not be tried."""
    sources, scale = read_sources(arguments, arguments.package), scale_of(arguments)
    package = sources.open_package()
    items = check_responses(package.keys)
    can_judge = may_judge(package)
    try:
        with open_engine(scale) as engine:
            is_here = scale.kind is not EngineKind.DASK
            count = GoldenCheck(engine, sources, package, language(), is_here, can_judge).run()
    finally:
        release()
    if package.golden:
        print("\n".join(table_lines(_rows(package))))
    else:
        print(_("评分包中没有操作题的标准样卷。"))
    print(
        _("标准样卷全部相符：客观题 {items} 题次，操作题 {works} 份 {points} 个得分点。").format(
            items=items, works=count.works, points=count.points
        )
    )
    if count.unjudged:
        print(_("另有 {count} 个程序得分点本机不能判定，没有试。").format(count=count.unjudged))
        return ExitCode.INCOMPLETE
    return ExitCode.OK


def _rows(package: MarkingPackage) -> list[list[str]]:
    rows = [[_("操作题"), _("名称"), _("标准样卷"), _("得分点"), _("考试中心自加")]]
    for task in package.golden:
        entry = find_entry(task, package.keys)
        rubric = scoring_of(entry).rubric
        own = _("、").join(work.name for work in task.works if work.kind is None)
        rows.append([task.item, entry.title or rubric.title, str(len(task.works)), str(len(rubric.points)), own])
    return rows
