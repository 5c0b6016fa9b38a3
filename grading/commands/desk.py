"""`grading desk`: the marking desk, where people decide what no machine could."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from grading.commands.inputs import open_results, read_sources
from grading.commands.report import grade_table
from grading.commands.score import add_marking_options, scale_of
from grading.results.chain_check import require_all
from grading.results.decision_store import DecisionStore
from grading.results.receipts import ReceiptBook, book_beside
from grading.results.store import ResultStore
from grading.runs.sources import read_passphrase
from itembank.base.cli import Parser
from itembank.base.i18n import _
from itembank.sealing.keyfiles import read_signing_key


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("desk", help=_("评阅台：人工评定、接受填空答案、查看成绩变化"))
    add_marking_options(parser)
    parser.add_argument("--marker-key", type=Path, required=True, help=_("阅卷人的签名私钥"))
    parser.add_argument(
        "--receipts", type=Path, help=_("阅卷人的回执文件，只增不改（默认在签名私钥旁边，每次考试一个）")
    )
    parser.add_argument("--marker-passphrase-file", type=Path, help=_("存放阅卷人私钥口令的文本文件"))
    parser.add_argument(
        "--grades", metavar=_("等级表"), default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）")
    )
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
        book = checked_book(store, arguments.marker_key, arguments.receipts)

        def open_session(tell: TellOpening) -> MarkingSession:
            session = MarkingSession(sources, arguments.bundle, store, signer, scale_of(arguments), tell=tell)
            session.note_in(book)
            return session.prepare(tell)

        return run_desk(open_session, table)


def checked_book(store: ResultStore, key: Path, receipts: Path | None) -> ReceiptBook:
    """Return the marker's book of receipts; raises `ResultsError` when a decision of theirs is gone."""
    runs = store.runs()
    exam = store.run_input(runs[-1]).exam if runs else ""
    book = ReceiptBook(receipts) if receipts is not None else book_beside(key, exam)
    require_all(book.receipts(), DecisionStore(store.engine), book)
    return book
