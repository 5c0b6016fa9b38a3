"""`grading`: verify, mark, report, export, and try items and rubrics."""

from __future__ import annotations

from collections.abc import Sequence

from grading.commands import (
    compare,
    correct,
    desk,
    explain,
    export,
    golden,
    markers,
    report,
    rubric,
    runs,
    score,
    try_out,
    verify,
)
from grading.version import VERSION
from itembank.base import cli
from itembank.base.i18n import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns one of the listed exit codes."""
    return cli.run(_program, arguments)


def _program(arguments: Sequence[str]) -> int:
    parser = cli.Parser(prog="grading", description=_("评分：校验答卷、评分、报告、导出"))
    parser.add_argument("--version", action="version", version=f"grading {VERSION}")
    cli.add_language_option(parser)
    verbs = parser.add_subparsers(required=True, metavar=_("命令"), parser_class=cli.Parser)
    for verb in (verify, golden, score, runs, correct, markers, desk, report, export, explain, rubric):
        verb.add_parser(verbs)
    compare.add_parsers(verbs)
    try_out.add_parsers(verbs)
    chosen = parser.parse_args(list(arguments))
    return int(chosen.run(chosen))
