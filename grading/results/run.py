"""A run of marking: what went in makes its name, so the same input is the same run on every machine."""

from __future__ import annotations

from fractions import Fraction

from grading.scorers.outcome import ItemScore, ItemStatus
from itembank.base.i18n import SOURCE_LANGUAGE
from itembank.model.codec import Value, content_id
from itembank.model.record import CandidateMark


class RunInput(Value, frozen=True):
    """All that decides the outcome. `bundles` and `marking_package` are manifest digests, `keys` form -> version.

    `corrections` are ids in their order. A run with a `base` marks only the
    `candidates` named and takes everybody else's result from there, byte by
    byte (成绩复查). `machine` says what the machines that marked could not do,
    `language` is the language of the sentences.
    """

    exam: str
    bundles: tuple[str, ...]
    marking_package: str
    keys: dict[str, str]
    grader_version: str
    reason: str = "first"
    corrections: tuple[str, ...] = ()
    base: str = ""
    candidates: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    language: str = SOURCE_LANGUAGE

    def run_id(self) -> str:
        """Return the name of the run: 64 hexadecimal characters."""
        return content_id(self)


class CandidateResult(Value, frozen=True):
    """One candidate's marks. `points` counts only what is scored; `open_items` still need a person.

    A candidate without an attempt has no items; `mark` is what staff said, None where nobody
    said anything. Nothing here is rounded. `problems` are sentences about the attempt as a whole.
    """

    candidate: str
    name: str
    school: str
    class_name: str
    form: str
    seats: tuple[str, ...]
    mark: CandidateMark | None
    items: tuple[ItemScore, ...]
    problems: tuple[str, ...] = ()
    receipt: str = ""

    @property
    def points(self) -> Fraction:
        """Return the sum of all points."""
        return sum((item.points for item in self.items), Fraction(0))

    @property
    def possible(self) -> Fraction:
        """Return what could be reached (void items count for nothing)."""
        return sum((item.possible for item in self.items), Fraction(0))

    @property
    def open_items(self) -> tuple[ItemScore, ...]:
        """Return the items that need a person."""
        return tuple(item for item in self.items if item.status is ItemStatus.NEEDS_PERSON)

    @property
    def is_complete(self) -> bool:
        """Say whether the total stands: nothing is left to a person."""
        return not self.open_items
