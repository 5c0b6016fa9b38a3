"""The two tables a centre asks for: results by section, and marks by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grading.export.table import ColumnKind, ExportColumn, ExportTable, RowValues
from grading.reports.figures import standing_text
from grading.reports.view import Standing
from itembank.base.i18n import _


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One candidate's result; `sections` in the order of the table's sections, empty where there is none.

    `scaled` is the converted score where the exam has one; None is "no value", never zero.
    """

    candidate_number: str
    name: str
    school: str
    class_name: str
    standing: Standing
    sections: tuple[Fraction | None, ...]
    total: Fraction | None
    grade: str = ""
    scaled: Fraction | None = None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One candidate's marks by question, in the order of the table's questions."""

    candidate_number: str
    name: str
    marks: tuple[Fraction | None, ...]


def result_table(sections: Sequence[str], *, notes: Iterable[tuple[str, str]] = ()) -> ExportTable:
    """Make the table of results."""
    return ExportTable(
        _("成绩"),
        (
            ExportColumn(_("准考证号"), ColumnKind.ID, 18),
            ExportColumn(_("姓名"), ColumnKind.TEXT, 14),
            ExportColumn(_("学校"), ColumnKind.TEXT, 28),
            ExportColumn(_("班级"), ColumnKind.TEXT, 16),
            ExportColumn(_("状态"), ColumnKind.TEXT, 8),
            *(ExportColumn(name, ColumnKind.MARK, 12) for name in sections),
            ExportColumn(_("总分"), ColumnKind.MARK, 10),
            ExportColumn(_("折算分"), ColumnKind.MARK, 10),
            ExportColumn(_("等级"), ColumnKind.TEXT, 8),
        ),
        notes=tuple(notes),
    )


def result_rows(results: Iterable[ResultRow], sections: int) -> Iterator[RowValues]:
    """Turn results into rows of `result_table`, one at a time."""
    for result in results:
        yield (
            result.candidate_number,
            result.name,
            result.school,
            result.class_name,
            standing_text(result.standing),
            *(result.sections or (None,) * sections),
            result.total,
            result.scaled,
            result.grade,
        )


def question_table(numbers: Sequence[str], *, notes: Iterable[tuple[str, str]] = ()) -> ExportTable:
    """Make the table of marks by question; `numbers` are the questions as candidates saw them."""
    return ExportTable(
        _("小题分"),
        (
            ExportColumn(_("准考证号"), ColumnKind.ID, 18),
            ExportColumn(_("姓名"), ColumnKind.TEXT, 14),
            *(ExportColumn(_("第 {number} 题").format(number=number), ColumnKind.MARK, 9) for number in numbers),
        ),
        notes=tuple(notes),
    )


def question_rows(results: Iterable[QuestionRow]) -> Iterator[RowValues]:
    """Turn marks by question into rows of `question_table`, one at a time."""
    for result in results:
        yield (result.candidate_number, result.name, *result.marks)
