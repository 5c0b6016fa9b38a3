"""Results without their grounds: who, which points, what is open. What a table of a city needs, and nothing else.

A result holds the ground of every point, and reading all of it takes ten times as long. Nothing is lost by not looking:
that the bytes are those that were stored is known by their digest (`ResultStore.stored`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import msgspec

from grading.results.decision_store import Decided, decided_in
from grading.results.decisions import with_decisions
from grading.results.errors import read_stored
from grading.results.grades import GradeTable
from grading.results.run import CandidateResult
from grading.results.store import OPEN_ITEM, ResultStore
from grading.scorers.outcome import ItemStatus
from itembank.model.codec import KEPT_MARKS, fraction_text, parse_fraction
from itembank.model.record import CandidateMark


class ItemSummary(msgspec.Struct, frozen=True, gc=False):
    """One item's points as exact text, such as "5/2"; they count when the status is not `NEEDS_PERSON`."""

    item: str
    number: int
    status: ItemStatus
    points: str

    @property
    def marks(self) -> Fraction | None:
        """Return the points, None while a person is needed."""
        return None if self.status is ItemStatus.NEEDS_PERSON else parse_fraction(self.points)


class ResultSummary(msgspec.Struct, frozen=True):
    """One candidate's points, as `CandidateResult` has them."""

    candidate: str
    name: str
    school: str
    class_name: str
    mark: CandidateMark | None
    items: tuple[ItemSummary, ...]

    @property
    def points(self) -> Fraction:
        """Return the sum of all points."""
        return sum_of(item.points for item in self.items)

    @property
    def is_complete(self) -> bool:
        """Say whether the total stands: nothing is left to a person."""
        return ItemStatus.NEEDS_PERSON not in [item.status for item in self.items]


@dataclass(frozen=True, slots=True)
class TotalStanding:
    """What a total amounts to by a table of grades; all None or "" while something is open, or nothing was there."""

    total: Fraction | None = None
    grade: str = ""
    scaled: Fraction | None = None


@dataclass
class Standings:
    """Looks totals up in a table of grades, each once: a city has a few hundred different ones."""

    table: GradeTable
    _known: dict[tuple[int, int], TotalStanding] = field(default_factory=dict)

    def of(self, result: ResultSummary | None) -> TotalStanding:
        """Return where a result stands."""
        if result is None or not result.items or not result.is_complete:
            return NOWHERE
        points = result.points
        ratio = points.as_integer_ratio()  # a fraction is slow to hash
        if ratio not in self._known:
            table = self.table
            self._known[ratio] = TotalStanding(table.total(points), table.grade(points), table.scaled(points))
        return self._known[ratio]


NOWHERE = TotalStanding()


def summary_of(result: CandidateResult) -> ResultSummary:
    """Return a result without its grounds."""
    return ResultSummary(
        candidate=result.candidate,
        name=result.name,
        school=result.school,
        class_name=result.class_name,
        mark=result.mark,
        items=tuple(
            ItemSummary(item.item, item.number, item.status, fraction_text(item.points)) for item in result.items
        ),
    )


def final_summaries(store: ResultStore, run: str, first: int | None = None) -> Iterator[ResultSummary]:
    """Yield a run's results with the decisions of people that count in it (see `decided_in`), by candidate number."""
    yield from summaries_with(store, run, decided_in(store, run, first))


def summaries_with(store: ResultStore, run: str, decided: Decided) -> Iterator[ResultSummary]:
    """Yield a run's results with decisions that were read before, by candidate number."""
    for data in store.stored(run):
        if OPEN_ITEM in data:
            result = read_stored(CandidateResult, data)
            yield summary_of(with_decisions(result, decided.by_place, decided.policy))
        else:
            yield read_stored(ResultSummary, data)


@lru_cache(KEPT_MARKS)
def _ratio(text: str) -> tuple[int, int]:
    return parse_fraction(text).as_integer_ratio()


def sum_of(points: Iterable[str]) -> Fraction:
    """Add exact texts; numerators are added first, for adding fractions one by one takes ten times as long."""
    sums: dict[int, int] = defaultdict(int)
    for above, below in map(_ratio, points):
        sums[below] += above
    return sum((Fraction(above, below) for below, above in sums.items()), Fraction(0))
