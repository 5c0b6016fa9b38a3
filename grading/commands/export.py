"""`grading export`: results and marks by question as xlsx and CSV."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from grading.commands.inputs import add_results_option, now, open_results
from grading.commands.report import grade_table
from grading.export.csv_file import CsvEncoding, write_csv
from grading.export.results import (
    QuestionRow,
    ResultRow,
    question_rows,
    question_table,
    result_rows,
    result_table,
)
from grading.export.xlsx_file import write_xlsx
from grading.reporting.students import STANDINGS
from grading.reports.view import Standing
from grading.results.decision_store import final_results
from grading.results.grades import GradeTable
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemStatus
from itembank.base.cli import Parser
from itembank.base.i18n import _

ENCODINGS = {"utf-8": CsvEncoding.UTF8, "gb18030": CsvEncoding.GB18030}


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("export", help=_("导出成绩表"))
    add_results_option(parser)
    parser.add_argument("--grades", default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）"))
    parser.add_argument("--csv-encoding", choices=sorted(ENCODINGS), default="utf-8", help=_("CSV 的编码"))
    parser.add_argument("--out", type=Path, required=True, help=_("输出文件夹"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write both tables in both formats and print their paths."""
    store = open_results(arguments.results, must_exist=True)
    try:
        name = store.latest()
        results = list(final_results(store, name))
    finally:
        store.close()
    arguments.out.mkdir(parents=True, exist_ok=True)
    notes = ((_("评分批次"), name),)
    table = result_table((), notes=notes)
    rows = [result_row(result, grade_table(arguments.grades)) for result in results]
    numbers = _numbers(results)
    questions = question_table([str(number) for number in numbers], notes=notes)
    marks = [_question_row(result, numbers) for result in results]
    made = now()
    paths = [arguments.out / f"{stem}{suffix}" for stem in (_("成绩"), _("小题分")) for suffix in (".xlsx", ".csv")]
    encoding = ENCODINGS[arguments.csv_encoding]
    write_xlsx(paths[0], table, result_rows(rows, 0), made_at=made)
    write_csv(paths[1], table, result_rows(rows, 0), encoding=encoding)
    write_xlsx(paths[2], questions, question_rows(marks), made_at=made)
    write_csv(paths[3], questions, question_rows(marks), encoding=encoding)
    for path in paths:
        print(path)
    return 0


def result_row(result: CandidateResult, table: GradeTable) -> ResultRow:
    """Return one candidate's row; a total that is not settled stays empty."""
    stands = bool(result.items) and result.is_complete
    total = table.total(result.points) if stands else None
    standing = STANDINGS[result.mark]
    if result.items and not result.is_complete and standing is Standing.PRESENT:
        standing = Standing.PENDING
    return ResultRow(
        candidate_number=result.candidate,
        name=result.name,
        school=result.school,
        class_name=result.class_name,
        standing=standing,
        sections=(),
        total=total,
        grade=table.grade(result.points) if stands else "",
        scaled=table.scaled(result.points) if stands else None,
    )


def _numbers(results: list[CandidateResult]) -> list[int]:
    return sorted({item.number for result in results for item in result.items})


def _question_row(result: CandidateResult, numbers: list[int]) -> QuestionRow:
    marks: dict[int, Fraction | None] = {
        item.number: None if item.status is ItemStatus.NEEDS_PERSON else item.points for item in result.items
    }
    return QuestionRow(result.candidate, result.name, tuple(marks.get(number) for number in numbers))
