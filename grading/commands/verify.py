"""`grading verify`: opens bundles, checks every chain, and says what deserves a look, exceptions first.

With `--results` it checks the decisions of people, against receipts and codes that lie outside the database.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from grading.commands.inputs import add_key_options, open_results, read_bundles
from grading.intake.bundle import RoomBundle, damaged_files, stray_lines
from grading.results.chain_check import verify_decisions
from grading.results.receipts import ReceiptBook
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.model.record import CandidateMark


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("verify", help=_("校验答卷包；校验成绩库中的人工评定"))
    add_key_options(parser, required=False)
    parser.add_argument("--results", metavar=_("成绩库"), default="", help=_("校验这个成绩库中的人工评定"))
    parser.add_argument(
        "--receipts", type=Path, action="append", default=[], help=_("阅卷人的回执文件，与成绩库对照，可多次给出")
    )
    parser.add_argument(
        "--head",
        metavar=_("校验码"),
        action="append",
        default=[],
        help=_("纸上记下的校验码，如 57-3f2a-9c01-77de-ab12，可多次给出"),
    )
    parser.add_argument("bundle", metavar=_("答卷包"), type=Path, nargs="*", help=_("答卷包"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a block for each bundle, then what holds of the decisions; INCOMPLETE when an attempt has a problem."""
    _require_something(arguments)
    has_problem = False
    for bundle in read_bundles(arguments) if arguments.bundle else ():
        problems = problem_lines(bundle)
        has_problem = has_problem or bool(problems)
        print("\n".join(describe(bundle, problems)))
    if arguments.results:
        with closing(open_results(arguments.results, must_exist=True)) as store:
            for line in verify_decisions(store, [ReceiptBook(path) for path in arguments.receipts], arguments.head):
                print(line)
    return ExitCode.INCOMPLETE if has_problem else ExitCode.OK


def _require_something(arguments: argparse.Namespace) -> None:
    if not arguments.bundle and not arguments.results:
        raise JikaoError(_("没有写明要校验什么。"), hint=_("写答卷包，或用 --results 写成绩库。"), code=ExitCode.USAGE)
    if arguments.bundle and arguments.key is None:
        raise JikaoError(_("校验答卷包需要评分私钥。"), hint=_("加上 --key 文件。"), code=ExitCode.USAGE)
    if (arguments.receipts or arguments.head) and not arguments.results:
        raise JikaoError(_("回执和校验码要与成绩库对照。"), hint=_("加上 --results 成绩库。"), code=ExitCode.USAGE)


def problem_lines(bundle: RoomBundle) -> list[str]:
    """Return what a person must decide on: attempts that do not hold first, then the other problems and files."""
    told = sorted(bundle.attempts, key=lambda attempt: attempt.is_whole)
    lines = [f"{attempt.candidate} {problem}" for attempt in told for problem in attempt.problems]
    doubtful = sum(len(attempt.problems) for attempt in told if not attempt.is_whole)
    return [*lines[:doubtful], *stray_lines(bundle), *lines[doubtful:], *damaged_files(bundle)]


def describe(bundle: RoomBundle, problems: list[str]) -> list[str]:
    """Return the lines of one bundle, problems first."""
    summary = bundle.summary
    kind = _("（模拟考试）") if summary.rehearsal else ""
    lines = [
        _("{exam} {sitting} {site} {room}{kind}：签名与链校验通过，日志 {entries} 条。").format(
            exam=summary.exam,
            sitting=summary.sitting,
            site=summary.site,
            room=summary.room,
            kind=kind,
            entries=bundle.entries,
        )
    ]
    lines += [f"  ! {line}" for line in (*problems, *_exceptions(bundle))]
    handed_in = sum(attempt.hand_in is not None for attempt in bundle.attempts)
    lines.append(
        _("  应考 {all} 人，作答 {here} 人，交卷 {done} 人。").format(
            all=len(bundle.sitting.candidates), here=len(bundle.attempts), done=handed_in
        )
    )
    return lines


def _exceptions(bundle: RoomBundle) -> list[str]:
    lines: list[str] = []
    for candidate in bundle.sitting.candidates:
        attempt, mark = bundle.find_attempt(candidate.number), bundle.mark_of(candidate.number)
        if mark is None:
            lines.append(_("{number} 没有作答，也没有登记缺考。").format(number=candidate.number))
        elif mark is CandidateMark.ABSENT and attempt is not None:
            lines.append(_("{number} 记为缺考，但有作答记录。").format(number=candidate.number))
        elif attempt is not None and attempt.is_whole and not attempt.state.responses and not attempt.state.folders:
            lines.append(_("{number} 没有任何作答。").format(number=candidate.number))
        if attempt is not None and len(attempt.seats) > 1:
            lines.append(
                _("{number} 换过座位：{seats}。").format(number=candidate.number, seats=" → ".join(attempt.seats))
            )
    return lines
