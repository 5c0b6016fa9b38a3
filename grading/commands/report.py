"""`grading report`: student reports, one PDF a class, and class lists."""

from __future__ import annotations

import argparse
from collections import defaultdict
from datetime import date
from pathlib import Path

from grading.commands.inputs import add_key_options, add_results_option, now, open_results, read_package
from grading.reporting.classes import class_lists
from grading.reporting.students import ReportGround, make_ground, student_report
from grading.reports.class_list import class_list_pdf
from grading.reports.student import student_pdf
from grading.reports.view import ExamHeading
from grading.results.decision_store import final_results
from grading.results.grades import FIVE_GRADES, PASS_FAIL, GradeTable
from grading.results.record import RunRecord
from grading.results.run import CandidateResult
from itembank.base.cli import Parser
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import from_bytes

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
    store = open_results(arguments.results, must_exist=True)
    try:
        name = store.latest()
        results = list(final_results(store, name))
        held = held_on(arguments.held_on, store.record(name))
    finally:
        store.close()
    title = next(iter(package.papers.values())).title
    ground = make_ground(
        results,
        heading=ExamHeading(arguments.authority, title, arguments.subject, held),
        keys=package.keys,
        papers=package.papers,
        table=grade_table(arguments.grades),
        run=name[:16],
        issued_on=now().date(),
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = [*_students(_wanted(results, arguments.candidate), ground, arguments.out)]
    written.append(arguments.out / _("班级成绩单.pdf"))
    write_whole(written[-1], class_list_pdf(ground.heading, class_lists(results, ground)))
    for path in written:
        print(path)
    return 0


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


def _wanted(results: list[CandidateResult], numbers: list[str]) -> list[CandidateResult]:
    missing = set(numbers) - {result.candidate for result in results}
    if missing:
        raise JikaoError(_("成绩库中没有准考证号 {numbers}。").format(numbers="、".join(sorted(missing))))
    return [result for result in results if not numbers or result.candidate in numbers]


def _students(results: list[CandidateResult], ground: ReportGround, out: Path) -> list[Path]:
    """Write one file for each school and class; who has no attempt gets no report."""
    classes: dict[tuple[str, str], list[CandidateResult]] = defaultdict(list)
    for result in results:
        if result.items:
            classes[(result.school, result.class_name)].append(result)
    written: list[Path] = []
    for (school, class_name), members in sorted(classes.items()):
        reports = [student_report(result, ground, f"{ground.run[:8]}-{result.candidate}") for result in members]
        path = out / _file_name(_("成绩报告-{school}-{name}.pdf").format(school=school, name=class_name))
        write_whole(path, student_pdf(ground.heading, reports))
        written.append(path)
    return written


def _file_name(text: str) -> str:
    return "".join("_" if character in '<>:"/\\|?*' else character for character in text)
