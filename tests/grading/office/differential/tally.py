"""Counts of agreement: per property, how many characters, paragraphs or cells say the same on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

PLACES_KEPT = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which the two sides differ; `reason` names the class that explains it, "" where none does.

    `is_mute` says that the format LibreOffice wrote has no word for what we read, so that nothing can be compared.
    """

    subject: str
    ours: str
    theirs: str
    reason: str = ""
    is_mute: bool = False


@dataclass(slots=True)
class Agreement:
    """What became of one property."""

    same: int = 0
    explained: int = 0
    mute: int = 0
    unexplained: int = 0

    @property
    def seen(self) -> int:
        return self.same + self.explained + self.unexplained

    @property
    def share(self) -> float:
        """The share that is the same outright, explained classes counted as differences."""
        return self.same / self.seen if self.seen else 1.0

    @property
    def share_comparable(self) -> float:
        """The share that is the same where LibreOffice's format has a word for it at all."""
        comparable = self.seen - self.mute
        return self.same / comparable if comparable else 1.0

    @property
    def share_understood(self) -> float:
        """The share that is the same or differs for a reason that is written down."""
        return (self.same + self.explained) / self.seen if self.seen else 1.0


@dataclass(slots=True)
class Tally:
    """All counts of one comparison; tallies of many files add up."""

    subjects: dict[str, Agreement] = field(default_factory=dict)
    differences: Counter[Difference] = field(default_factory=Counter)
    places: dict[Difference, list[str]] = field(default_factory=dict)

    def same(self, subject: str, count: int = 1) -> None:
        self._agreement(subject).same += count

    def differs(self, difference: Difference, place: str, count: int = 1) -> None:
        agreement = self._agreement(difference.subject)
        if difference.reason:
            agreement.explained += count
        else:
            agreement.unexplained += count
        agreement.mute += count if difference.is_mute else 0
        self.differences[difference] += count
        places = self.places.setdefault(difference, [])
        if len(places) < PLACES_KEPT and place not in places:
            places.append(place)

    def add(self, other: Tally) -> None:
        """Take another tally's counts over."""
        for subject, agreement in other.subjects.items():
            own = self._agreement(subject)
            own.same += agreement.same
            own.explained += agreement.explained
            own.mute += agreement.mute
            own.unexplained += agreement.unexplained
        self.differences.update(other.differences)
        for difference, places in other.places.items():
            kept = self.places.setdefault(difference, [])
            kept.extend(place for place in places if place not in kept)
            del kept[PLACES_KEPT:]

    def lines(self, most: int = 12) -> Iterator[str]:
        """Yield a table of the subjects, then the differences by size, the unexplained ones one by one."""
        for subject, agreement in sorted(self.subjects.items()):
            yield (
                f"{subject:<34}{agreement.seen:>10}{agreement.share:>11.4%}{agreement.share_comparable:>13.4%}"
                f"{agreement.explained:>9}{agreement.unexplained:>9}"
            )
        reasons: Counter[tuple[str, str]] = Counter()
        for difference, count in self.differences.items():
            reasons[difference.subject, difference.reason] += count
        for (subject, reason), count in reasons.most_common():
            if reason:
                yield f"  {count:>8}  {subject}: {reason}"
        left = [(one, count) for one, count in self.differences.most_common() if not one.reason]
        for difference, count in left[:most]:
            yield (
                f"  {count:>8}  {difference.subject}: {difference.ours!r} against {difference.theirs!r} in "
                f"{', '.join(self.places[difference])}"
            )

    def _agreement(self, subject: str) -> Agreement:
        return self.subjects.setdefault(subject, Agreement())
