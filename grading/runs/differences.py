"""What changes from one run to another, by candidate and by school: looked at before the pointer is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grading.results.grades import GradeTable
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, ItemStatus


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


def compare(before: Iterable[CandidateResult], after: Iterable[CandidateResult], table: GradeTable) -> Differences:
    """Compare two runs; a candidate who is in one of them only is a change too."""
    old = {result.candidate: result for result in before}
    new = {result.candidate: result for result in after}
    changes: dict[str, CandidateChange] = {}
    schools: dict[str, list[tuple[CandidateChange, bool]]] = defaultdict(list)
    for number in sorted(old.keys() | new.keys()):
        change = _change(old.get(number), new.get(number), table)
        is_changed = bool(change.items) or change.before != change.after or change.changes_grade
        if is_changed:
            changes[number] = change
        schools[change.school].append((change, is_changed))
    return Differences(
        tuple(changes.values()), tuple(_school(name, members) for name, members in sorted(schools.items()))
    )


def _change(old: CandidateResult | None, new: CandidateResult | None, table: GradeTable) -> CandidateChange:
    known = new or old
    if known is None:
        raise ValueError("a candidate of no run")
    before, after = _total(old, table), _total(new, table)
    return CandidateChange(
        candidate=known.candidate,
        name=known.name,
        school=known.school,
        before=before,
        after=after,
        grade_before="" if before is None else table.grade(before),
        grade_after="" if after is None else table.grade(after),
        items=_item_changes(old, new),
    )


def _total(result: CandidateResult | None, table: GradeTable) -> Fraction | None:
    return table.total(result.points) if result is not None and result.items and result.is_complete else None


def _item_changes(old: CandidateResult | None, new: CandidateResult | None) -> tuple[ItemChange, ...]:
    was = {item.number: item for item in old.items} if old else {}
    now = {item.number: item for item in new.items} if new else {}
    pairs = ((number, was.get(number), now.get(number)) for number in sorted(was.keys() | now.keys()))
    return tuple(
        ItemChange(number, (after or before).item, _points(before), _points(after))  # type: ignore[union-attr]
        for number, before, after in pairs
        if _points(before) != _points(after)
    )


def _points(item: ItemScore | None) -> Fraction | None:
    return None if item is None or item.status is ItemStatus.NEEDS_PERSON else item.points


def _school(name: str, members: list[tuple[CandidateChange, bool]]) -> SchoolChange:
    both = [
        (change.before, change.after)
        for change, _is_changed in members
        if change.before is not None and change.after is not None
    ]
    return SchoolChange(
        school=name,
        candidates=len(members),
        changed=sum(is_changed for _change, is_changed in members),
        grades_changed=sum(change.changes_grade for change, _is_changed in members),
        mean_before=sum((before for before, _after in both), Fraction(0)) / len(both) if both else None,
        mean_after=sum((after for _before, after in both), Fraction(0)) / len(both) if both else None,
    )
