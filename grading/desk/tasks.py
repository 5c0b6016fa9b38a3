"""What waits for one marker: derived from results and decisions every time, so nothing can be lost from a queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple, overload

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


class Earlier(NamedTuple):
    """What one of two markers gave and wrote; not who it was."""

    share: Fraction
    comment: str


@dataclass(frozen=True, slots=True)
class Task:
    """One part of one candidate's item that this marker may decide now.

    `code` stands for the candidate on the screen: markers do not see who it is.
    `possible` are the points of this part; `earlier` are the two
    markings that an arbitration must settle, empty otherwise. `own` is what this
    marker decided before and may decide anew.
    """

    place: Place
    part: PartOutcome
    number: int
    form: str
    stage: Stage
    possible: Fraction
    code: str
    earlier: tuple[Earlier, ...] = ()
    own: Decision | None = None

    @property
    def role(self) -> DecisionRole:
        """Return how a decision on this task counts."""
        return DecisionRole.ARBITRATION if self.stage is Stage.ARBITRATION else DecisionRole.MARKING


class OpenWork:
    """All that waits in a run, kept up to date decision by decision: a city has tens of thousands of free texts."""

    def __init__(self, results: Iterable[CandidateResult], policy: DecisionPolicy, marker: str, run: str) -> None:
        """Begin with the results as the machine marked them and no decision."""
        self._policy, self._marker, self._run = policy, marker, run
        self._parts: dict[Place, tuple[ItemScore, str]] = {
            place_of(result, item, number): (item, result.form)
            for result in results
            for item in result.open_items
            for number, part in enumerate(item.parts)
            if part.share is None
        }
        self._decided: dict[Place, list[Decision]] = {}
        self._tasks: dict[Place, Task] = {}
        self._sorted: tuple[Task, ...] = ()
        self._unsettled = set(self._parts)
        self._own: dict[Place, Decision] = {}
        self._arbitrated: set[Place] = set()
        # A part is looked at when somebody asks, once for all decisions on it.
        self._stale: dict[Place, None] = dict.fromkeys(self._parts)

    @property
    def unsettled(self) -> int:
        """Return how many parts nobody has settled yet."""
        self._look_at_stale()
        return len(self._unsettled)

    def learn(self, decisions: Iterable[Decision]) -> None:
        """Take in decisions of whoever made them."""
        for one in decisions:
            place = Place(one.candidate, one.item, one.part, one.evidence)
            self._decided.setdefault(place, []).append(one)
            if one.role is DecisionRole.ARBITRATION:
                self._arbitrated.add(place)
            if place in self._parts:
                self._stale[place] = None
                if one.marker == self._marker:
                    self._own.pop(place, None)  # the newest comes last
                    self._own[place] = one

    def tasks(self) -> tuple[Task, ...]:
        """Return what the marker may decide: item by item, in an order that tells nothing of seats and names."""
        self._look_at_stale()
        return self._sorted

    def own(self) -> Sequence[Task]:
        """Return what this marker decided and may decide anew, the newest first; an arbitration ends that."""
        may = [
            place
            for place, one in reversed(self._own.items())
            if one.role is DecisionRole.ARBITRATION or place not in self._arbitrated
        ]
        return _Own(may, self._own_task)

    def _own_task(self, place: Place) -> Task:
        one = self._own[place]
        return self._task(place, _stage_of(one), one)

    def _look_at_stale(self) -> None:
        if not self._stale:
            return
        for place in self._stale:
            self._look(place)
        self._stale = {}
        by_question = sorted(self._tasks.values(), key=lambda task: (task.number, task.place.part, task.code))
        self._sorted = tuple(by_question)

    def _look(self, place: Place) -> None:
        """Say anew what a part waits for."""
        part, decisions = self._parts[place][0].parts[place.part], self._decided.get(place, [])
        settled = settle(decisions, part, self._policy)
        if settled.stage is Stage.SETTLED:
            self._unsettled.discard(place)
        else:
            self._unsettled.add(place)
        if settled.stage is Stage.SETTLED or self._marker in settled.markers:
            self._tasks.pop(place, None)
            return
        self._tasks[place] = self._task(place, settled.stage)

    def _task(self, place: Place, stage: Stage, own: Decision | None = None) -> Task:
        item, form = self._parts[place]
        part = item.parts[place.part]
        decided = [one for one in self._decided.get(place, []) if one.role is DecisionRole.MARKING]
        markings = {one.marker: Earlier(one.share, one.comment) for one in decided}
        return Task(
            place=place,
            part=part,
            number=item.number,
            form=form,
            stage=stage,
            possible=points_of(item, part),
            code=code_of(place.candidate, self._run),
            earlier=tuple(markings.values()) if stage is Stage.ARBITRATION else (),
            own=own,
        )


class _Own(Sequence[Task]):
    """Tasks that are made when they are looked at: a marker has decided thousands and goes back to the last few."""

    def __init__(self, places: Sequence[Place], make: Callable[[Place], Task]) -> None:
        self._places, self._make = places, make

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Task: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Task, ...]: ...

    def __getitem__(self, at: int | slice) -> Task | tuple[Task, ...]:
        if isinstance(at, slice):
            return tuple(self._make(place) for place in self._places[at])
        return self._make(self._places[at])


def _stage_of(own: Decision) -> Stage:
    return Stage.ARBITRATION if own.role is DecisionRole.ARBITRATION else Stage.MARKING


def points_of(item: ItemScore, part: PartOutcome) -> Fraction:
    """Return the points that a part of an item stands for."""
    total = sum((one.weight for one in item.parts), Fraction(0))
    return item.possible * part.weight / total if total else item.possible


def code_of(candidate: str, run: str) -> str:
    """Return the code that stands for a candidate in a run."""
    return sha256(f"{run} {candidate}".encode()).hexdigest()[:CODE_CHARACTERS].upper()
