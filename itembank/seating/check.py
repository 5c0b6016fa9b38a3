"""Looks at a finished seating plan with fresh eyes: knows the sitting, and nothing of how the draw was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from itembank.model.sitting import Candidate, Sitting


@dataclass(frozen=True, slots=True)
class SeatingFigures:
    """Counts of a plan. Pairs are neighbours: `beside` left, right, front, back; `around` also the diagonals."""

    candidates: int
    usable_seats: int
    spare_seats: int
    forms: dict[str, int]
    same_form_beside: int
    same_form_around: int
    same_school_beside: int
    one_school: bool


def figures(sitting: Sitting) -> SeatingFigures:
    """Count what matters about a plan."""
    beside = list(_pairs(sitting, diagonals=False))
    around = list(_pairs(sitting, diagonals=True))
    schools = {candidate.school for candidate in sitting.candidates}
    return SeatingFigures(
        candidates=len(sitting.candidates),
        usable_seats=sum(not seat.spare for seat in sitting.seats),
        spare_seats=sum(seat.spare for seat in sitting.seats),
        forms=dict(sorted(Counter(candidate.form for candidate in sitting.candidates).items())),
        same_form_beside=sum(left.form == right.form for left, right in beside),
        same_form_around=sum(left.form == right.form for left, right in around),
        same_school_beside=sum(bool(left.school) and left.school == right.school for left, right in beside),
        one_school=len(schools) == 1,
    )


def _pairs(sitting: Sitting, *, diagonals: bool) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield each pair of neighbouring candidates once."""
    places = {seat.label: (seat.row, seat.column) for seat in sitting.seats}
    seated = sorted(sitting.candidates, key=lambda candidate: places[candidate.seat])
    for number, left in enumerate(seated):
        row, column = places[left.seat]
        for right in seated[number + 1 :]:
            other_row, other_column = places[right.seat]
            if other_row - row > 1:
                break
            distances = sorted((abs(other_row - row), abs(other_column - column)))
            if distances == [0, 1] or (diagonals and distances == [1, 1]):
                yield left, right
