"""`grading report`: student reports, one PDF a class, and class lists.

A city's results pass by class by class, in as many processes as wanted; a file has its name only when it is whole.
"""

from __future__ import annotations

import argparse
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

from grading.commands.inputs import add_key_options, add_results_option, now, open_results, read_package
from grading.commands.progress import REPORTED, ProgressLines
from grading.reporting.batches import ClassBook, ClassDone, ClassJob, write_class
from grading.reporting.students import make_ground
from grading.reports.class_list import class_list_pdf
from grading.reports.view import ClassList, ExamHeading
from grading.results.decision_store import decided_in, results_with
from grading.results.grades import FIVE_GRADES, PASS_FAIL, GradeTable
from grading.results.record import RunRecord
from grading.scale.engines import Engine, EngineKind, Scale, open_engine
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import from_bytes

AHEAD = 2
TABLES = {"pass-fail": PASS_FAIL, "five": FIVE_GRADES}


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("report", help=_("生成成绩报告"))
    add_key_options(parser)
    add_results_option(parser)
    parser.add_argument("--package", type=Path, required=True, help=_("评分包"))
    parser.add_argument("--centre", type=Path, action="append", required=True, help=_("考试中心的公钥，可多次给出"))
    add_heading_options(parser)
    parser.add_argument(
        "--candidate", metavar=_("准考证号"), action="append", default=[], help=_("只为这些准考证号生成")
    )
    parser.add_argument("--workers", metavar=_("个数"), type=int, default=0, help=_("工作进程数（默认每个处理器一个）"))
    parser.add_argument("--out", metavar=_("文件夹"), type=Path, required=True, help=_("输出文件夹"))
    parser.set_defaults(run=run)


def add_heading_options(parser: argparse.ArgumentParser) -> None:
    """Offer what stands at the top of reports, and the grade table."""
    parser.add_argument("--authority", metavar=_("名称"), default=_("考试中心"), help=_("发布单位"))
    parser.add_argument("--subject", metavar=_("科目"), default=_("信息技术"), help=_("科目"))
    parser.add_argument(
        "--held-on",
        metavar=_("日期"),
        type=date.fromisoformat,
        help=_("考试日期，如 2026-06-13（默认取自答卷包中的开考时间）"),
    )
    parser.add_argument(
        "--grades", metavar=_("等级表"), default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）")
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the PDFs and print their paths."""
    package = read_package(arguments)
    with closing(open_results(arguments.results, must_exist=True)) as store:
        name = store.latest()
        decided, book = decided_in(store, name), ClassBook()
        held = held_on(arguments.held_on, store.record(name))
        title = next(iter(package.papers.values())).title
        ground = make_ground(
            book.noting(results_with(store, name, decided)),
            heading=ExamHeading(arguments.authority, title, arguments.subject, held),
            keys=package.keys,
            papers=package.papers,
            table=grade_table(arguments.grades),
            run=name[:16],
            issued_on=now().date(),
        )
        _require_known(arguments.candidate, book)
        arguments.out.mkdir(parents=True, exist_ok=True)
        jobs = book.jobs(
            partial(store.stored_results, name), decided, ground, arguments.out, frozenset(arguments.candidate)
        )
        workers = min(len(book.numbers), max(0, arguments.workers) or os.cpu_count() or 1)
        lists = arguments.out / _("班级成绩单.pdf")
        try:
            with open_engine(Scale(EngineKind.PROCESSES if workers > 1 else EngineKind.SERIAL, workers)) as engine:
                done = _told(carried_out(engine, jobs), len(book.known))
                write_whole(lists, class_list_pdf(ground.heading, done))
        except KeyboardInterrupt:
            raise JikaoError(
                _("生成报告被中断；已有的文件都是完整的。"),
                hint=_("再次运行同一命令，从头生成。"),
                code=ExitCode.INCOMPLETE,
            ) from None
    print(lists)
    return 0


def carried_out(engine: Engine, jobs: Iterator[ClassJob]) -> Iterator[ClassDone]:
    """Yield what came of the jobs in their order; few are loaded at once."""
    going: deque[Future[ClassDone]] = deque()
    for job in jobs:
        going.append(engine.submit(write_class, job))
        if len(going) > AHEAD * engine.width:
            yield _done(engine, going.popleft())
    while going:
        yield _done(engine, going.popleft())


def _done(engine: Engine, future: Future[ClassDone]) -> ClassDone:
    error = future.exception()
    if error is not None and engine.is_lost(error):
        raise JikaoError(
            _("生成报告的进程意外中断；已有的文件都是完整的。"),
            hint=_("检查内存是否足够，或减少 --workers，再运行同一命令。"),
            code=ExitCode.INCOMPLETE,
        ) from error
    return future.result()


def _told(done: Iterator[ClassDone], due: int) -> Iterator[ClassList]:
    """Print each file and say how far it is; pass the class lists on."""
    lines, count = ProgressLines(REPORTED), 0
    for one in done:
        if one.path is not None:
            print(one.path)
        count += one.candidates
        lines.show(count, due)
        yield one.list_


def held_on(given: date | None, record: RunRecord | None) -> date:
    """Return the day of the exam: the one that was given, else the one that all sittings of the run were planned for.

    Raises `JikaoError` when no day, or more than one, was noted when the run was made.
    """
    if given is not None:
        return given
    days = sorted({start[:10] for start in record.held}) if record else []
    if len(days) == 1:
        return date.fromisoformat(days[0])
    if days:
        message = _("这个批次的考试在 {days} 举行，报告上只能写一个日期。").format(days=_("、").join(days))
    else:
        message = _("这个批次没有记下考试日期。")
    raise JikaoError(message, hint=_("用 --held-on 写明，如 --held-on 2026-06-13。"), code=ExitCode.USAGE)


def grade_table(name: str) -> GradeTable:
    """Return a grade table by its name or from a JSON file."""
    if name in TABLES:
        return TABLES[name]
    try:
        return from_bytes(GradeTable, Path(name).read_bytes())
    except OSError as error:
        raise JikaoError(_("找不到等级表“{name}”。").format(name=name)) from error


def _require_known(numbers: list[str], book: ClassBook) -> None:
    missing = set(numbers) - book.known
    if missing:
        raise JikaoError(_("成绩库中没有准考证号 {numbers}。").format(numbers="、".join(sorted(missing))))
