"""What waits for one marker: derived from results and decisions every time, so nothing can be lost from a queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from grading.results.decisions import (
    Decision,
    DecisionPolicy,
    DecisionRole,
    Place,
    Stage,
    place_of,
    settle,
)
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, PartOutcome

CODE_CHARACTERS = 6


@dataclass(frozen=True, slots=True)
class Task:
    """One part of one candidate's item that this marker may decide now.

    `code` stands for the candidate on the screen: markers do not see who it is.
    `possible` are the points of this part; `earlier` are the shares of the two
    markings that an arbitration must settle, empty otherwise.
    """

    place: Place
    part: PartOutcome
    number: int
    form: str
    stage: Stage
    possible: Fraction
    code: str
    earlier: tuple[Fraction, ...] = ()

    @property
    def role(self) -> DecisionRole:
        """Return how a decision on this task counts."""
        return DecisionRole.ARBITRATION if self.stage is Stage.ARBITRATION else DecisionRole.MARKING


@dataclass(frozen=True)
class Queue:
    """What decides which tasks are open: decisions so far, the policy, who asks, the run."""

    decided: Mapping[Place, list[Decision]]
    policy: DecisionPolicy
    marker: str
    run: str

    def tasks(self, results: Iterable[CandidateResult]) -> tuple[Task, ...]:
        """Return what the marker may decide: item by item, in an order that tells nothing of seats and names."""
        found = [
            task
            for result in results
            for item in result.open_items
            for number in range(len(item.parts))
            if (task := self._task(result, item, number)) is not None
        ]
        return tuple(sorted(found, key=lambda task: (task.number, task.place.part, task.code)))

    def _task(self, result: CandidateResult, item: ItemScore, number: int) -> Task | None:
        part, place = item.parts[number], place_of(result, item, number)
        if part.share is not None:
            return None
        decisions = self.decided.get(place, [])
        settled = settle(decisions, part, self.policy)
        if settled.stage is Stage.SETTLED or self.marker in settled.markers:
            return None
        latest = {one.marker: one.share for one in decisions}
        return Task(
            place=place,
            part=part,
            number=item.number,
            form=result.form,
            stage=settled.stage,
            possible=points_of(item, part),
            code=code_of(result.candidate, self.run),
            earlier=tuple(latest.values()) if settled.stage is Stage.ARBITRATION else (),
        )


def points_of(item: ItemScore, part: PartOutcome) -> Fraction:
    """Return the points that a part of an item stands for."""
    total = sum((one.weight for one in item.parts), Fraction(0))
    return item.possible * part.weight / total if total else item.possible


def code_of(candidate: str, run: str) -> str:
    """Return the code that stands for a candidate in a run."""
    return sha256(f"{run} {candidate}".encode()).hexdigest()[:CODE_CHARACTERS].upper()
