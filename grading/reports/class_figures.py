"""The figures below a class list, computed exactly from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from grading.reports.view import ClassList, ClassRow, Standing

NOT_SAT = frozenset({Standing.ABSENT, Standing.DEFERRED, Standing.EXEMPT, Standing.UNRECORDED})
"""Who is on the list but did not sit the exam."""

_DIGITS = 20


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """What a teacher asks first; None where nobody has a result or the limit is not used.

    `sat` counts who took the exam, `scored` whose result is settled. `deviation` is the standard deviation over
    the whole class (divided by n), as Chinese reports give it.
    """

    listed: int
    sat: int
    scored: int
    mean: Fraction | None
    deviation: Fraction | None
    highest: Fraction | None
    lowest: Fraction | None
    median: Fraction | None
    pass_share: Fraction | None
    excellent_share: Fraction | None
    section_means: tuple[Fraction | None, ...]
    grades: tuple[tuple[str, int], ...]


def class_figures(report: ClassList) -> ClassFigures:
    """Compute the figures of a class; absent candidates and open results do not count."""
    scored = [row for row in report.rows if is_scored(row)]
    totals = sorted(_obtained(row) for row in scored)
    return ClassFigures(
        listed=len(report.rows),
        sat=sum(row.standing not in NOT_SAT for row in report.rows),
        scored=len(scored),
        mean=_mean(totals),
        deviation=_deviation(totals),
        highest=totals[-1] if totals else None,
        lowest=totals[0] if totals else None,
        median=_median(totals),
        pass_share=_share_from(totals, report.pass_from),
        excellent_share=_share_from(totals, report.excellent_from),
        section_means=tuple(_section_mean(scored, place) for place in range(len(report.section_names))),
        grades=_grades(scored),
    )


def is_scored(row: ClassRow) -> bool:
    """Say whether the row has a settled total."""
    return row.standing is Standing.PRESENT and row.total.obtained is not None


def _obtained(row: ClassRow) -> Fraction:
    return row.total.obtained or Fraction(0)


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _deviation(values: Sequence[Fraction]) -> Fraction | None:
    mean = _mean(values)
    if mean is None:
        return None
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)
    with localcontext() as context:
        context.prec = _DIGITS
        return Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())


def _median(values: Sequence[Fraction]) -> Fraction | None:
    if not values:
        return None
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def _share_from(values: Sequence[Fraction], least: Fraction | None) -> Fraction | None:
    if least is None or not values:
        return None
    return Fraction(sum(value >= least for value in values), len(values))


def _section_mean(rows: Sequence[ClassRow], place: int) -> Fraction | None:
    marks = [row.sections[place].obtained for row in rows if row.sections]
    return _mean([mark for mark in marks if mark is not None])


def _grades(rows: Sequence[ClassRow]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for row in rows:
        if row.grade:
            counts[row.grade] = counts.get(row.grade, 0) + 1
    return tuple(sorted(counts.items()))
