"""The verbs with which authors try things: `score-item`, `inspect`, `check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grading.office.inspect import add_inspect_command
from grading.score_item import score_item
from itembank.base.cli import Parser
from itembank.base.i18n import _


def add_parsers(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verbs."""
    item = verbs.add_parser("score-item", help=_("试评一道 QTI 试题"))
    item.add_argument("item", type=Path, help=_("试题文件（QTI XML）"))
    item.add_argument("--responses", type=Path, required=True, help=_('作答（JSON），如 {"RESPONSE": "A"}'))
    item.add_argument("--seed", type=int, default=0, help=_("随机数种子（默认 0）"))
    item.set_defaults(run=run_item)
    add_inspect_command(verbs)
    check = verbs.add_parser("check", help=_("用评分标准检查文件"))
    check.add_argument("rubric", type=Path, help=_("评分标准（JSON 或 TOML）"))
    check.add_argument("file", type=Path, nargs="+", help=_("要检查的文件"))
    check.add_argument("--json", action="store_true", help=_("输出 JSON"))
    check.set_defaults(run=run_check)


def run_item(arguments: argparse.Namespace) -> int:
    """Print the outcome variables as JSON."""
    trial = score_item(arguments.item, arguments.responses, arguments.seed)
    print(trial.outcomes)
    if trial.unknown:
        hint = _("试题没有声明作答变量 {names}，已忽略。").format(names="、".join(trial.unknown))
        print(f"hint: {hint}", file=sys.stderr)
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print what a rubric finds."""
    from grading.check_command import run_rubric

    print(run_rubric(arguments.rubric, arguments.file, as_json=arguments.json))
    return 0
