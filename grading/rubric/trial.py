"""Tries a rubric on one folder: every point with all its findings. For authors; marks come from `checks.marker`."""

from __future__ import annotations

from fractions import Fraction

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import combine, run_call
from grading.checks.subject import Subject
from itembank.model.checks import CheckCall, CheckPoint, Rubric
from itembank.model.codec import Value


class CheckTrial(Value, frozen=True):
    """One check and what it found."""

    type: str
    file: str
    finding: Finding


class PointTrial(Value, frozen=True):
    """One point; `share` None = cannot judge."""

    identifier: str
    title: str
    points: Fraction
    share: Fraction | None
    verdict: Verdict
    checks: tuple[CheckTrial, ...]

    @property
    def sentences(self) -> list[str]:
        """What to say about the point: what is missing if something is, else everything."""
        lacking = [one.finding.sentence for one in self.checks if one.finding.verdict is not Verdict.MET]
        everything = [one.finding.sentence for one in self.checks]
        return list(dict.fromkeys(everything if self.verdict is Verdict.MET else lacking or everything))


class RubricTrial(Value, frozen=True):
    """All points; `earned` leaves out those that cannot be judged."""

    identifier: str
    title: str
    total: Fraction
    earned: Fraction
    open_points: int
    points: tuple[PointTrial, ...]

    def shares(self) -> dict[str, Fraction | None]:
        """Return the share of each point."""
        return {point.identifier: point.share for point in self.points}


def try_rubric(rubric: Rubric, subject: Subject) -> RubricTrial:
    """Carry out all checks, also on an untouched folder."""
    points = tuple(_try_point(point, subject) for point in rubric.points)
    return RubricTrial(
        identifier=rubric.identifier,
        title=rubric.title,
        total=rubric.total(),
        earned=sum((one.points * one.share for one in points if one.share is not None), Fraction(0)),
        open_points=sum(one.share is None for one in points),
        points=points,
    )


def _try_point(point: CheckPoint, subject: Subject) -> PointTrial:
    checks = tuple(_try_call(call, subject) for call in point.checks)
    share = combine(point.combine, [one.finding for one in checks], [call.weight for call in point.checks])
    return PointTrial(
        identifier=point.identifier,
        title=point.title,
        points=point.points,
        share=share,
        verdict=verdict_of(share),
        checks=checks,
    )


def _try_call(call: CheckCall, subject: Subject) -> CheckTrial:
    return CheckTrial(type=call.type, file=call.file, finding=run_call(call, subject))


def verdict_of(share: Fraction | None) -> Verdict:
    """Return the verdict a share stands for."""
    if share is None:
        return Verdict.CANNOT_JUDGE
    if share == 1:
        return Verdict.MET
    return Verdict.PARTLY if share > 0 else Verdict.NOT_MET
