"""Decisions of people as values, and what several of them amount to. Nothing here stores or signs.

A decision counts for one part of one item of one candidate, and only as long
as the evidence is what it was when the decision was made: an answer that came
in later, or was marked in another way, is decided anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

import msgspec

from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, ItemStatus, PartOutcome, share_of
from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, Value

ZERO, ONE = Fraction(0), Fraction(1)
DECIDED = N_("人工评定。")


class DecisionRole(Enum):
    """How a decision was made: as one of the independent markings, or as the one that settles a difference."""

    MARKING = "marking"
    ARBITRATION = "arbitration"


class Decision(Value, frozen=True, gc=False):
    """A person's word on one part: its share of the part's weight.

    `part` counts from 0 in the item's parts, `evidence` is `ItemScore.evidence`,
    `marker` is the name the key is registered under, `made` is ISO 8601,
    `previous` is the digest of the decision before it in the store.
    """

    candidate: str
    item: str
    part: int
    part_name: str
    evidence: str
    share: Fraction
    marker: str
    role: DecisionRole
    made: str
    comment: str = ""
    previous: str = ""

    def __post_init__(self) -> None:
        """Refuse a share outside 0 to 1."""
        above, below = self.share.as_integer_ratio()  # a city has a hundred thousand: fractions compare slowly
        if not 0 <= above <= below:
            raise ModelError(_("人工给分应在 0 和满分之间。"))


class DecisionPolicy(Value, frozen=True):
    """What the centre asks of people: which parts need two markings, and how far those may lie apart.

    `tolerance` is a share of the part's weight; two markings within it count as
    their mean, further apart a third person decides alone.
    """

    double_free_text: bool = True
    double_unjudged: bool = False
    tolerance: Fraction = Fraction(1, 5)

    def __post_init__(self) -> None:
        """Refuse a tolerance outside 0 to 1."""
        if not ZERO <= self.tolerance <= ONE:
            raise ModelError(_("允许的差距应在 0 和 1 之间，如 1/5。"))

    def markings_needed(self, part: PartOutcome) -> int:
        """Return how many independent markings a part needs."""
        return 2 if (self.double_free_text if part.by_people else self.double_unjudged) else 1


class Place(NamedTuple):
    """Which part of which item of which candidate, with the evidence a decision was made on."""

    candidate: str
    item: str
    part: int
    evidence: str


class Stage(Enum):
    """What a part that a machine left open is waiting for."""

    MARKING = "marking"
    SECOND = "second"
    ARBITRATION = "arbitration"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the decisions on a part amount to; `share` is set when it is settled."""

    stage: Stage
    share: Fraction | None = None
    markers: tuple[str, ...] = ()


def settle(decisions: Iterable[Decision], part: PartOutcome, policy: DecisionPolicy) -> Settlement:
    """Return what decisions on one part amount to; a person's later marking replaces their own earlier one."""
    markings: dict[str, Fraction] = {}
    arbitrated: Decision | None = None
    for decision in decisions:
        if decision.role is DecisionRole.ARBITRATION:
            arbitrated = decision
        else:
            markings[decision.marker] = decision.share
    markers = tuple(markings)
    if arbitrated is not None:
        return Settlement(Stage.SETTLED, arbitrated.share, (*markers, arbitrated.marker))
    needed = policy.markings_needed(part)
    if len(markings) < needed:
        return Settlement(Stage.SECOND if markings else Stage.MARKING, None, markers)
    first, *others = shares = list(markings.values())
    if all(other == first for other in others):
        return Settlement(Stage.SETTLED, first, markers)
    if max(shares) - min(shares) > policy.tolerance:
        return Settlement(Stage.ARBITRATION, None, markers)
    return Settlement(Stage.SETTLED, sum(shares, ZERO) / len(shares), markers)


def by_place(decisions: Iterable[Decision]) -> dict[Place, list[Decision]]:
    """Sort decisions by what they are about."""
    sorted_: dict[Place, list[Decision]] = defaultdict(list)
    for one in decisions:
        sorted_[Place(one.candidate, one.item, one.part, one.evidence)].append(one)
    return dict(sorted_)


def place_of(result: CandidateResult, item: ItemScore, part: int) -> Place:
    """Return the place of a part in a result."""
    return Place(result.candidate, item.item, part, item.evidence)


def with_decisions(
    result: CandidateResult, decided: Mapping[Place, list[Decision]], policy: DecisionPolicy
) -> CandidateResult:
    """Return a result with all settled parts filled in; what is not settled still needs a person."""
    if result.is_complete:
        return result
    items = tuple(
        _decided_item(result, item, decided, policy) if item.status is ItemStatus.NEEDS_PERSON else item
        for item in result.items
    )
    return msgspec.structs.replace(result, items=items)


def _decided_item(
    result: CandidateResult, item: ItemScore, decided: Mapping[Place, list[Decision]], policy: DecisionPolicy
) -> ItemScore:
    parts = tuple(
        _decided_part(part, decided.get(place_of(result, item, number), []), policy)
        for number, part in enumerate(item.parts)
    )
    share = share_of(parts)
    if share is None:
        return msgspec.structs.replace(item, parts=parts)
    return msgspec.structs.replace(item, parts=parts, status=ItemStatus.SCORED, points=item.possible * share)


def _decided_part(part: PartOutcome, decisions: list[Decision], policy: DecisionPolicy) -> PartOutcome:
    if part.share is not None or not decisions:
        return part
    settled = settle(decisions, part, policy)
    if settled.share is None:
        return part
    said = [_(DECIDED), *dict.fromkeys(one.comment for one in _counting(decisions) if one.comment)]
    return msgspec.structs.replace(part, share=settled.share, sentence=" ".join(said))


def _counting(decisions: list[Decision]) -> list[Decision]:
    """Return the decisions that the share rests on: the last arbitration alone, else each person's last marking."""
    arbitrations = [one for one in decisions if one.role is DecisionRole.ARBITRATION]
    return arbitrations[-1:] or list({one.marker: one for one in decisions}.values())
