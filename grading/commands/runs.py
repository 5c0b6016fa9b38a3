"""`grading runs`: lists marking runs and says which one counts; `--publish` moves the pointer."""

from __future__ import annotations

import argparse
from contextlib import closing

from grading.commands.inputs import add_results_option, now, open_results
from grading.results.decision_store import DecisionStore, final_results
from grading.results.run import RunInput
from grading.results.store import ResultStore
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("runs", help=_("查看和发布评分批次"))
    add_results_option(parser)
    parser.add_argument("--publish", metavar=_("批次"), help=_("发布这个批次：批次名的开头，或 latest（最新的批次）"))
    parser.add_argument("--by", default="", help=_("发布人，与 --publish 同用"))
    parser.add_argument("--incomplete", action="store_true", help=_("仍有题待人工评定也发布"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line a run, with what a review is based on and how many decisions count."""
    with closing(open_results(arguments.results, must_exist=True)) as store:
        if arguments.publish:
            _publish(store, arguments)
        published = store.find_publication()
        for name in store.runs():
            is_published = published is not None and published.run == name
            print(f"{'*' if is_published else ' '} {_line(name, store.run_input(name))}")
        if published is not None:
            print(
                _("已发布：{by} {made}，含人工评定 {count} 条。").format(
                    by=published.by, made=published.made[:19], count=published.decisions
                )
            )
    return 0


def _publish(store: ResultStore, arguments: argparse.Namespace) -> None:
    """Move the pointer; what still waits for people must be said yes to."""
    if not arguments.by.strip():
        raise JikaoError(_("发布要写明发布人。"), hint=_("加上 --by 姓名。"), code=ExitCode.USAGE)
    name = store.find_run(arguments.publish)
    decisions = DecisionStore(store.engine).count()
    waiting = sum(len(result.open_items) for result in final_results(store, name, decisions, only_open=True))
    if waiting and not arguments.incomplete:
        raise JikaoError(
            _("批次 {run} 还有 {count} 题待人工评定，没有发布。").format(run=name[:16], count=waiting),
            hint=_("用 grading desk 评阅；确要现在发布，加上 --incomplete。"),
            code=ExitCode.REFUSED,
        )
    store.publish(name, arguments.by, now(), decisions=decisions)


def _line(name: str, made_from: RunInput) -> str:
    words = [name[:16], made_from.exam, made_from.grader_version, made_from.reason]
    if made_from.base:
        words.append(_("复查 {count} 人，依据 {base}").format(
            count=len(made_from.candidates), base=made_from.base[:16]
        ))  # fmt: skip
    if made_from.corrections:
        words.append(_("更正 {count} 条").format(count=len(made_from.corrections)))
    return " ".join(words)
