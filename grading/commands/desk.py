"""`grading desk`: the marking desk, where people decide what no machine could."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from grading.commands.inputs import open_results, read_sources
from grading.commands.report import grade_table
from grading.commands.score import add_marking_options, scale_of
from grading.runs.sources import read_passphrase
from itembank.base.cli import Parser
from itembank.base.i18n import _
from itembank.sealing.keyfiles import read_signing_key


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("desk", help=_("评阅台：人工评定、接受填空答案、查看成绩变化"))
    add_marking_options(parser)
    parser.add_argument("--marker-key", type=Path, required=True, help=_("阅卷人的签名私钥"))
    parser.add_argument("--marker-passphrase-file", type=Path, help=_("存放阅卷人私钥口令的文本文件"))
    parser.add_argument("--grades", default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the session and the window."""
    # Qt is only needed here; the other verbs run where it is not installed.
    from grading.desk.app import run_desk
    from grading.desk.session import MarkingSession, TellOpening

    signer = read_signing_key(arguments.marker_key, read_passphrase(arguments.marker_passphrase_file))
    table = grade_table(arguments.grades)
    with closing(open_results(arguments.results, must_exist=True)) as store:
        sources = read_sources(arguments, arguments.package)

        def open_session(tell: TellOpening) -> MarkingSession:
            session = MarkingSession(sources, arguments.bundle, store, signer, scale_of(arguments), tell=tell)
            return session.prepare(tell)

        return run_desk(open_session, table)
