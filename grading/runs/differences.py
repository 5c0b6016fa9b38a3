"""What changes from one run to another, by candidate and by school: looked at before the pointer is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from grading.results.grades import GradeTable
from grading.results.summaries import ItemSummary, ResultSummary, Standings


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item's points before and after; None where a person is still needed or the item is not there."""

    number: int
    item: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class CandidateChange:
    """What changes for one candidate. Totals are None while open, grades empty."""

    candidate: str
    name: str
    school: str
    before: Fraction | None
    after: Fraction | None
    grade_before: str
    grade_after: str
    items: tuple[ItemChange, ...]

    @property
    def changes_grade(self) -> bool:
        """Say whether the grade is another one."""
        return self.grade_before != self.grade_after


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """What changes for a school; the means are of candidates whose total stands in both runs."""

    school: str
    candidates: int
    changed: int
    grades_changed: int
    mean_before: Fraction | None
    mean_after: Fraction | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All candidates that change, by number, and all schools, by name."""

    candidates: tuple[CandidateChange, ...]
    schools: tuple[SchoolChange, ...]


def compare(before: Iterable[ResultSummary], after: Iterable[ResultSummary], table: GradeTable) -> Differences:
    """Compare two runs, both in the order of candidate numbers; who is in one of them only is a change too.

    Only one candidate of each run is held at a time: a city's results fill gigabytes.
    """
    changes: list[CandidateChange] = []
    standings = Standings(table)
    schools: dict[str, _SchoolSum] = defaultdict(_SchoolSum)
    for old, new in _side_by_side(before, after):
        change = _change(old, new, standings)
        is_changed = bool(change.items) or change.before != change.after or change.changes_grade
        if is_changed:
            changes.append(change)
        schools[change.school].add(change, is_changed=is_changed)
    return Differences(tuple(changes), tuple(one.told(name) for name, one in sorted(schools.items())))


def _side_by_side(
    before: Iterable[ResultSummary], after: Iterable[ResultSummary]
) -> Iterator[tuple[ResultSummary | None, ResultSummary | None]]:
    """Yield each candidate's result in both runs, None where there is none."""
    olds, news = iter(before), iter(after)
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        is_in_old = old is not None and (new is None or old.candidate <= new.candidate)
        is_in_new = new is not None and (old is None or new.candidate <= old.candidate)
        yield old if is_in_old else None, new if is_in_new else None
        old = next(olds, None) if is_in_old else old
        new = next(news, None) if is_in_new else new


@dataclass
class _SchoolSum:
    """What is counted of a school while its candidates pass."""

    candidates: int = 0
    changed: int = 0
    grades_changed: int = 0
    standing: int = 0
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)

    def add(self, change: CandidateChange, *, is_changed: bool) -> None:
        self.candidates += 1
        self.changed += is_changed
        self.grades_changed += change.changes_grade
        if change.before is not None and change.after is not None:
            self.standing += 1
            self.before += change.before
            self.after += change.after

    def told(self, school: str) -> SchoolChange:
        return SchoolChange(
            school=school,
            candidates=self.candidates,
            changed=self.changed,
            grades_changed=self.grades_changed,
            mean_before=self.before / self.standing if self.standing else None,
            mean_after=self.after / self.standing if self.standing else None,
        )


def _change(old: ResultSummary | None, new: ResultSummary | None, standings: Standings) -> CandidateChange:
    known = new or old
    if known is None:
        raise ValueError("a candidate of no run")
    before = standings.of(old)
    is_same = old is not None and new is not None and old.items == new.items
    after = before if is_same else standings.of(new)
    return CandidateChange(
        candidate=known.candidate,
        name=known.name,
        school=known.school,
        before=before.total,
        after=after.total,
        grade_before=before.grade,
        grade_after=after.grade,
        items=() if is_same else _item_changes(old, new),
    )


def _item_changes(old: ResultSummary | None, new: ResultSummary | None) -> tuple[ItemChange, ...]:
    was = {item.number: item for item in old.items} if old else {}
    now = {item.number: item for item in new.items} if new else {}
    pairs = ((number, was.get(number), now.get(number)) for number in sorted(was.keys() | now.keys()))
    return tuple(
        ItemChange(number, (after or before).item, _marks(before), _marks(after))  # type: ignore[union-attr]
        for number, before, after in pairs
        if _marks(before) != _marks(after)
    )


def _marks(item: ItemSummary | None) -> Fraction | None:
    return None if item is None else item.marks
