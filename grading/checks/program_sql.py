"""Y: SQL statements, by the rows they give or by what they leave in the database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grading.checks.finding import Finding, NotThereError, shared, unjudged
from grading.checks.program_words import VERDICT_NAMES
from grading.checks.programs import fraction_of, judge_of, our_errors
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import PathText
from grading.programs.records import Limits
from grading.programs.sql import Answer, Base, BaseOutcome, Row, SqlTask, mark_sql
from itembank.base.i18n import N_, _
from itembank.model.codec import Value

if TYPE_CHECKING:
    from grading.checks.subject import Subject

MOST_SHOWN = 5
TOLD_BY_THE_MOMENT = re.compile(rb"random|now|current_(?:date|time)|julianday|unixepoch|strftime", re.IGNORECASE)


class BaseOf(Value, frozen=True):
    """A database: the SQL script that makes it. Of a `hidden` one the report tells no more than its name."""

    name: str
    script: str
    weight: int = 1
    hidden: bool = False


class Sql(Parameters, frozen=True, kw_only=True):
    """Statements run on each of `bases`: their last query must give the rows that `model` gives.

    With `look`, a query, what the statements leave in the database is compared instead. `ordered`: the order of rows
    counts; `names`: those of columns do; `tolerance` for numbers. The met share is the weight of the right databases.
    """

    model: str
    bases: tuple[BaseOf, ...]
    program: PathText = ""
    look: str = ""
    ordered: bool = False
    names: bool = False
    tolerance: str = "0"
    cpu_ms: int = 2000


def sql(subject: Subject, file: str, wanted: Sql) -> Finding:
    """Run the statements and compare."""
    place = wanted.program or file
    judge, work = judge_of(subject), subject.read_bytes(place)
    with our_errors():
        task = SqlTask(
            model=wanted.model,
            bases=tuple(Base(base.name, base.script, base.weight, base.hidden) for base in wanted.bases),
            look=wanted.look,
            ordered=wanted.ordered,
            names=wanted.names,
            tolerance=fraction_of(wanted.tolerance),
            limits=Limits(cpu_ms=wanted.cpu_ms),
        )
        outcome = mark_sql(judge, task, work)
    if outcome.needs_a_person:
        return unjudged(_("SQL 语句无法自动运行，请人工查看。"), place=place)
    if not work.strip():
        raise NotThereError(_("没有写 SQL 语句。"))
    right = [one for one in outcome.outcomes if one.is_right]
    sentence = _("{count} 个数据库中 {right} 个结果正确。").format(count=len(outcome.outcomes), right=len(right))
    wrong = next((one for one in outcome.outcomes if not one.is_right), None)
    if wrong is None:
        return shared(outcome.share, sentence=sentence, place=place)
    return shared(
        outcome.share,
        sentence=f"{sentence} {_describe(wrong)}",
        # What chance or a clock gave is another row the next time; marking again must find the same.
        observed="" if wrong.base.hidden or TOLD_BY_THE_MOMENT.search(work) else _shown(wrong.observed),
        expected="" if wrong.base.hidden else _shown(wrong.expected),
        place=place,
    )


def _describe(outcome: BaseOutcome) -> str:
    """Say why one database is not right; of a hidden one nothing but how many rows there are."""
    name, observed = outcome.base.name, outcome.observed
    if reason := VERDICT_NAMES.get(observed.verdict):
        return _("数据库“{name}”：{what}。").format(name=name, what=_(reason))
    if observed.error:
        return _("数据库“{name}”：语句出错（{words}）。").format(name=name, words=observed.error)
    if not observed.columns:
        return _("数据库“{name}”：语句没有查询结果。").format(name=name)
    if len(observed.columns) != len(outcome.expected.columns):
        return _("数据库“{name}”：应有 {wanted} 列，实际有 {seen} 列。").format(
            name=name, wanted=len(outcome.expected.columns), seen=len(observed.columns)
        )
    if len(observed.rows) != len(outcome.expected.rows):
        return _("数据库“{name}”：应有 {wanted} 行，实际有 {seen} 行。").format(
            name=name, wanted=len(outcome.expected.rows), seen=len(observed.rows)
        )
    return _("数据库“{name}”：内容或顺序不对。").format(name=name)


def _shown(answer: Answer) -> str:
    rows = [", ".join(answer.columns), *(_spell(row) for row in answer.rows[:MOST_SHOWN])]
    return " | ".join(row for row in rows if row)


def _spell(row: Row) -> str:
    return ", ".join("NULL" if value is None else str(value) for value in row)


PROGRAM_SQL: tuple[AnyCheckType, ...] = (CheckType("Y.sql", N_("SQL 语句的结果正确"), Sql, sql),)
