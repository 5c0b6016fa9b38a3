"""`grading diff`: what changes from one run to another; `grading unmatched`: fill-ins that nothing matched."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

from grading.commands.inputs import add_results_option, now, open_results
from grading.commands.report import grade_table
from grading.export.table import ColumnKind, ExportColumn, ExportTable, RowValues
from grading.export.xlsx_file import write_xlsx
from grading.results.errors import ResultsError
from grading.results.store import ResultStore
from grading.results.summaries import final_summaries
from grading.runs.differences import CandidateChange, Differences, compare
from grading.runs.unmatched import unmatched_answers
from itembank.base.cli import Parser
from itembank.base.i18n import _
from itembank.model.codec import fraction_text

SHOWN = 30


def add_parsers(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verbs."""
    parser = verbs.add_parser("diff", help=_("比较两个评分批次：哪些考生、哪些学校有变化"))
    add_results_option(parser)
    parser.add_argument("before", metavar=_("批次"), nargs="?", default="", help=_("旧批次（默认已发布的）"))
    parser.add_argument("after", metavar=_("批次"), nargs="?", default="", help=_("新批次（默认最新的）"))
    parser.add_argument(
        "--grades", metavar=_("等级表"), default="pass-fail", help=_("等级表：pass-fail、five 或等级表文件（JSON）")
    )
    parser.add_argument("--out", type=Path, help=_("把变化写成 xlsx"))
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.set_defaults(run=diff)
    parser = verbs.add_parser("unmatched", help=_("列出没有匹配任何答案的填空，按人数排列"))
    add_results_option(parser)
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.set_defaults(run=unmatched)


def diff(arguments: argparse.Namespace) -> int:
    """Print the schools, then the candidates that change."""
    with closing(open_results(arguments.results, must_exist=True)) as store:
        before, after = _runs(store, arguments)
        table = grade_table(arguments.grades)
        found = compare(final_summaries(store, before), final_summaries(store, after), table)
    if arguments.json:
        print(json.dumps(as_json(found, before, after), ensure_ascii=False, indent=1))
        return 0
    _print(found, before, after)
    if arguments.out:
        write_xlsx(arguments.out, _table(before, after), _rows(found), made_at=now())
        print(arguments.out)
    return 0


def unmatched(arguments: argparse.Namespace) -> int:
    """Print the answers that nothing matched."""
    with closing(open_results(arguments.results, must_exist=True)) as store:
        answers = unmatched_answers(store.stored(store.latest()))
    if arguments.json:
        rows = [
            {"item": one.item, "response": one.response, "text": one.text, "count": one.count, "as": one.spellings}
            for one in answers
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for one in answers:
        print(_("{count} 人 {item} {response} “{text}”").format(
            count=one.count, item=one.item, response=one.response, text=one.text
        ))  # fmt: skip
    return 0


def as_json(found: Differences, before: str, after: str) -> dict[str, object]:
    """Return the differences as a JSON object; marks are exact texts such as "5/2"."""
    return {
        "before": before,
        "after": after,
        "schools": [
            {
                "school": school.school,
                "candidates": school.candidates,
                "changed": school.changed,
                "grades_changed": school.grades_changed,
                "mean_before": _text(school.mean_before),
                "mean_after": _text(school.mean_after),
            }
            for school in found.schools
        ],
        "candidates": [
            {
                "candidate": change.candidate,
                "before": _text(change.before),
                "after": _text(change.after),
                "grade_before": change.grade_before,
                "grade_after": change.grade_after,
                "items": [
                    {"number": item.number, "item": item.item, "before": _text(item.before), "after": _text(item.after)}
                    for item in change.items
                ],
            }
            for change in found.candidates
        ],
    }


def _runs(store: ResultStore, arguments: argparse.Namespace) -> tuple[str, str]:
    runs = store.runs()
    if not runs:
        raise ResultsError(_("还没有评分结果。"), hint=_("先运行 grading score。"))
    after = store.find_run(arguments.after) if arguments.after else runs[-1]
    before = store.find_run(arguments.before) if arguments.before else store.find_published() or runs[0]
    return before, after


def _print(found: Differences, before: str, after: str) -> None:
    print(_("批次 {before} → {after}：{count} 人有变化。").format(
        before=before[:16], after=after[:16], count=len(found.candidates)
    ))  # fmt: skip
    for school in found.schools:
        if school.changed:
            print(
                _("  {school}：{changed}/{all} 人，等级变化 {grades} 人，平均 {before} → {after}").format(
                    school=school.school,
                    changed=school.changed,
                    all=school.candidates,
                    grades=school.grades_changed,
                    before=_decimal(school.mean_before),
                    after=_decimal(school.mean_after),
                )
            )
    for change in found.candidates[:SHOWN]:
        print("    " + _line(change))
    if len(found.candidates) > SHOWN:
        print(_("    …… 其余 {count} 人用 --out 写成表格查看。").format(count=len(found.candidates) - SHOWN))


def _line(change: CandidateChange) -> str:
    items = "、".join(
        _("第 {number} 题 {before} → {after}").format(
            number=item.number, before=_shown(item.before), after=_shown(item.after)
        )
        for item in change.items
    )
    grades = f" {change.grade_before} → {change.grade_after}" if change.changes_grade else ""
    return f"{change.candidate} {_shown(change.before)} → {_shown(change.after)}{grades}  {items}"


def _table(before: str, after: str) -> ExportTable:
    return ExportTable(
        _("变化"),
        (
            ExportColumn(_("准考证号"), ColumnKind.ID, 18),
            ExportColumn(_("姓名"), ColumnKind.TEXT, 14),
            ExportColumn(_("学校"), ColumnKind.TEXT, 28),
            ExportColumn(_("原总分"), ColumnKind.MARK, 10),
            ExportColumn(_("新总分"), ColumnKind.MARK, 10),
            ExportColumn(_("原等级"), ColumnKind.TEXT, 8),
            ExportColumn(_("新等级"), ColumnKind.TEXT, 8),
            ExportColumn(_("变化的题"), ColumnKind.TEXT, 40),
        ),
        notes=((_("原批次"), before), (_("新批次"), after)),
    )


def _rows(found: Differences) -> Iterator[RowValues]:
    for change in found.candidates:
        items = "、".join(f"{item.number}: {_shown(item.before)} → {_shown(item.after)}" for item in change.items)
        yield (
            change.candidate,
            change.name,
            change.school,
            change.before,
            change.after,
            change.grade_before,
            change.grade_after,
            items,
        )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else fraction_text(value)


def _shown(value: Fraction | None) -> str:
    return _("待定") if value is None else f"{float(value):g}"


def _decimal(value: Fraction | None) -> str:
    return _("待定") if value is None else f"{float(value):.2f}"
