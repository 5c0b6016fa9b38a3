"""What marking one item gives: exact points, or the word that a person must look."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from itembank.model.codec import Value


class ItemStatus(Enum):
    """Whether the points stand. `NEEDS_PERSON` never counts as zero: the result is incomplete until decided."""

    SCORED = "scored"
    NEEDS_PERSON = "needs_person"
    EVERYONE = "everyone"
    VOID = "void"


class PartOutcome(Value, frozen=True):
    """One response or check point: its share (0 to 1) of `weight`, and why.

    `share` None = cannot judge. `observed` and `expected` are for the evidence
    page; `unmatched` is a normalised fill-in that no accepted answer matched;
    `by_people` marks what was meant for people from the start.
    """

    name: str
    share: Fraction | None
    weight: Fraction = Fraction(1)
    observed: str = ""
    expected: str = ""
    sentence: str = ""
    unmatched: str | None = None
    by_people: bool = False


class ItemScore(Value, frozen=True):
    """The marks of one item of one candidate.

    `evidence` is the digest of what the candidate left, set where a person must
    decide: a decision counts for exactly this evidence.
    """

    item: str
    number: int
    status: ItemStatus
    points: Fraction
    possible: Fraction
    parts: tuple[PartOutcome, ...] = ()
    evidence: str = ""


def share_of(parts: tuple[PartOutcome, ...]) -> Fraction | None:
    """Return the weighted mean of the shares, or None if one part cannot be judged."""
    total = sum((part.weight for part in parts), Fraction(0))
    if total == 0 or any(part.share is None for part in parts):
        return None
    return sum((part.weight * part.share for part in parts if part.share is not None), Fraction(0)) / total
