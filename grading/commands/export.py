"""`grading export`: results and marks by question as xlsx and CSV."""

from __future__ import annotations

import argparse
from contextlib import closing
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
from grading.results.summaries import ResultSummary, Standings, final_summaries
from itembank.base.cli import Parser
from itembank.base.i18n import _

Marks = dict[int, Fraction | None]

ENCODINGS = {"utf-8": CsvEncoding.UTF8, "gb18030": CsvEncoding.GB18030}


def add_parser(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb."""
    parser = verbs.add_parser("export", help=_("导出成绩表"))
    add_results_option(parser)
    parser.add_argument(
        "--grades", metavar=_("等级表"), default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）")
    )
    parser.add_argument("--csv-encoding", choices=sorted(ENCODINGS), default="utf-8", help=_("CSV 的编码"))
    parser.add_argument("--out", metavar=_("文件夹"), type=Path, required=True, help=_("输出文件夹"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write both tables in both formats and print their paths."""
    standings = Standings(grade_table(arguments.grades))
    rows: list[ResultRow] = []
    marks: list[Marks] = []
    with closing(open_results(arguments.results, must_exist=True)) as store:
        name = store.latest()
        for result in final_summaries(store, name):
            rows.append(result_row(result, standings))
            marks.append({item.number: item.marks for item in result.items})
    arguments.out.mkdir(parents=True, exist_ok=True)
    notes = ((_("评分批次"), name),)
    table = result_table((), notes=notes)
    numbers = sorted(set().union(*marks))
    questions = question_table([str(number) for number in numbers], notes=notes)
    by_question = [
        QuestionRow(row.candidate_number, row.name, tuple(some.get(number) for number in numbers))
        for row, some in zip(rows, marks, strict=True)
    ]
    made = now()
    paths = [arguments.out / f"{stem}{suffix}" for stem in (_("成绩"), _("小题分")) for suffix in (".xlsx", ".csv")]
    encoding = ENCODINGS[arguments.csv_encoding]
    write_xlsx(paths[0], table, result_rows(rows, 0), made_at=made)
    write_csv(paths[1], table, result_rows(rows, 0), encoding=encoding)
    write_xlsx(paths[2], questions, question_rows(by_question), made_at=made)
    write_csv(paths[3], questions, question_rows(by_question), encoding=encoding)
    for path in paths:
        print(path)
    return 0


def result_row(result: ResultSummary, standings: Standings) -> ResultRow:
    """Return one candidate's row; a total that is not settled stays empty."""
    found = standings.of(result)
    standing = STANDINGS[result.mark]
    if result.items and found.total is None and standing is Standing.PRESENT:
        standing = Standing.PENDING
    return ResultRow(
        candidate_number=result.candidate,
        name=result.name,
        school=result.school,
        class_name=result.class_name,
        standing=standing,
        sections=(),
        total=found.total,
        grade=found.grade,
        scaled=found.scaled,
    )
