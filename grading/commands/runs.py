"""`grading runs`: lists marking runs and says which one counts; `--publish` moves the pointer."""

from __future__ import annotations

import argparse

from grading.commands.inputs import add_results_option, now, open_results
from grading.results.store import ResultsError
from itembank.base.cli import Parser
from itembank.base.i18n import _


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("runs", help=_("查看和发布评分批次"))
    add_results_option(parser)
    parser.add_argument("--publish", metavar=_("批次"), help=_("发布这个批次（批次名的开头即可）"))
    parser.add_argument("--by", default="", help=_("发布人，与 --publish 同用"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line a run."""
    store = open_results(arguments.results)
    try:
        if arguments.publish:
            store.publish(_find(store.runs(), arguments.publish), arguments.by, now())
        published = store.find_published()
        for name in store.runs():
            run_input = store.run_input(name)
            sign = "*" if name == published else " "
            print(f"{sign} {name[:16]} {run_input.exam} {run_input.grader_version} {run_input.reason}")
    finally:
        store.close()
    return 0


def _find(runs: list[str], start: str) -> str:
    found = [name for name in runs if name.startswith(start)]
    if len(found) != 1:
        raise ResultsError(_("没有或不止一个批次以“{start}”开头。").format(start=start))
    return found[0]
