"""Mark SQL: a candidate's statements on the task's databases, by the rows that come out.

The statements run in the sandbox (`inside.query`), on databases the candidate has not seen too; what must come
out, the model statements say in runs of their own. Rows are compared here, where no statement can see them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from grading.programs.errors import ProgramError
from grading.programs.records import Limits, ProgramRun, RunResult, Verdict
from grading.programs.tests import Runner
from itembank.base.i18n import _

QUERY = Path(__file__).parent / "inside" / "query.py"
MOST_ROWS = 10_000
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """A database of the task: the script that makes it; of a `hidden` one the report tells only the name."""

    name: str
    script: str
    weight: int = 1
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SqlTask:
    """What must come out: what the model statements give, or with `look` what they leave behind.

    With `ordered` the order of rows counts, with `names` the names of columns; numbers may differ by `tolerance`.
    """

    model: str
    bases: tuple[Base, ...]
    look: str = ""
    ordered: bool = False
    names: bool = False
    tolerance: Fraction = Fraction(0)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse a task that cannot earn anything."""
        if sum(base.weight for base in self.bases) <= 0 or any(base.weight < 0 for base in self.bases):
            raise ProgramError(_("SQL 题没有任何可得分的数据库。"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What statements gave: columns and rows, or the words of an error; `verdict` tells how the run itself ended."""

    verdict: Verdict
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class BaseOutcome:
    """What came out on one database, and what should have."""

    base: Base
    is_right: bool
    expected: Answer
    observed: Answer


@dataclass(frozen=True, slots=True)
class SqlOutcome:
    """The outcomes on all databases."""

    outcomes: tuple[BaseOutcome, ...]

    @property
    def share(self) -> Fraction:
        """The part of all weights that is earned."""
        total = sum(outcome.base.weight for outcome in self.outcomes)
        return Fraction(sum(outcome.base.weight for outcome in self.outcomes if outcome.is_right), total)

    @property
    def needs_a_person(self) -> bool:
        """Tell whether any run could not be judged."""
        return any(outcome.observed.verdict.needs_a_person for outcome in self.outcomes)


def mark_sql(judge: Runner, task: SqlTask, work: bytes) -> SqlOutcome:
    """Run statements on all databases; raises `ProgramError` for a task whose model does nothing that can be seen."""
    expected = answers_of(judge, task, task.model)
    untouched = answers_of(judge, task, "") if task.look else [Answer(Verdict.OK)] * len(expected)
    for base, model in zip(task.bases, expected, strict=True):
        if model.verdict is not Verdict.OK or model.error:
            raise ProgramError(
                _("参考语句在数据库“{name}”上运行出错：{words}").format(name=base.name, words=model.error)
            )
    if all(same_rows(task, model, nothing) for model, nothing in zip(expected, untouched, strict=True)):
        raise ProgramError(_("参考语句在所有数据库上都没有可比较的结果。"))
    observed = answers_of(judge, task, decode(work))
    return SqlOutcome(
        tuple(
            BaseOutcome(base, is_right=same_rows(task, model, answer), expected=model, observed=answer)
            for base, model, answer in zip(task.bases, expected, observed, strict=True)
        )
    )


def decode(work: bytes) -> str:
    """Read a file as the editors of a Chinese machine write it."""
    for encoding in (MARKS.get(work[:2]), "utf-8-sig", "gb18030"):
        if encoding:
            try:
                return work.decode(encoding)
            except UnicodeDecodeError:
                continue
    return work.decode("utf-8", "replace")


def same_rows(task: SqlTask, expected: Answer, observed: Answer) -> bool:
    """Compare rows as the task says."""
    if observed.verdict is not Verdict.OK or observed.error or len(observed.rows) > MOST_ROWS:
        return False
    if len(expected.rows) != len(observed.rows) or len(expected.columns) != len(observed.columns):
        return False
    if task.names and [name.casefold() for name in expected.columns] != [name.casefold() for name in observed.columns]:
        return False
    pairs = zip(
        *(rows if task.ordered else sorted(rows, key=_place) for rows in (expected.rows, observed.rows)), strict=True
    )
    return all(_same_value(task, one, other) for want, got in pairs for one, other in zip(want, got, strict=True))


def answers_of(judge: Runner, task: SqlTask, work: str) -> list[Answer]:
    """Return what statements give, or leave behind, on each database of a task."""
    source = QUERY.read_bytes()
    look = {"look.sql": task.look.encode()} if task.look else {}
    runs = [
        ProgramRun(
            source,
            files={"base.sql": base.script.encode(), "work.sql": work.encode("utf-8", "replace"), **look},
            limits=task.limits,
        )
        for base in task.bases
    ]
    return [_read(result) for result in judge.run_all(runs)]


def _read(result: RunResult) -> Answer:
    """Read what the query program printed; it is ours, so anything else than its lines is our fault."""
    if result.verdict is not Verdict.OK:
        is_ours = result.verdict is Verdict.RUNTIME
        return Answer(Verdict.JURY_ERROR if is_ours else result.verdict, error=result.exception)
    head, *lines = result.stdout.decode().removesuffix("\n").split("\n")  # a text may hold other ends of lines
    told: dict[str, Any] = json.loads(head)
    if "error" in told:
        return Answer(Verdict.OK, error=str(told["error"]))
    rows = (json.loads(line, parse_float=Decimal, parse_constant=str) for line in lines)
    return Answer(Verdict.OK, tuple(told["columns"]), tuple(tuple(_value(one) for one in row) for row in rows))


def _value(told: object) -> object:
    return bytes.fromhex(told[0]) if isinstance(told, list) else told


def _place(row: Row) -> list[tuple[int, object]]:
    """Order rows by values of any kind: nothing, numbers, texts, bytes."""
    return [
        (0, 0) if value is None else (1, value) if isinstance(value, int | Decimal) else (2, str(value))
        for value in row
    ]


def _same_value(task: SqlTask, want: object, got: object) -> bool:
    if isinstance(want, int | Decimal) and isinstance(got, int | Decimal):
        return abs(Fraction(want) - Fraction(got)) <= task.tolerance
    return type(want) is type(got) and want == got
