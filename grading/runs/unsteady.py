"""Programs that ran otherwise when they were marked again: no fault of the marking, and nothing a machine can decide.

A candidate's program may read a clock that no sandbox can hold still. One such program must not keep a whole sitting
from being marked; what it is worth is for a person to say (decision 0160).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from grading.marking.candidates import unmarked
from grading.results.run import CandidateResult
from grading.scorers.outcome import ItemScore, PartOutcome
from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.checks import CheckPoint
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.marking import KeyEntry, MarkingKey, RubricScoring

RUNNING = frozenset(
    {
        "Y.tests", "Y.seeded", "Y.blanks", "Y.repair", "Y.drawing", "Y.runs", "Y.time", "Y.memory", "Y.exception",
    }
)  # fmt: skip
"""The checks that run a candidate's program; all others must say the same every time."""

MOST_SHARE = Fraction(1, 20)
"""More unsteady candidates than this among those marked again, and more than one, are no chance."""


def is_plausible(unsteady: int, marked: int) -> bool:
    """Tell whether so many unsteady candidates among those marked again can be the candidates' own doing."""
    return unsteady <= 1 or unsteady <= marked * MOST_SHARE


def steadied(first_bytes: bytes, second_bytes: bytes, keys: Mapping[str, MarkingKey]) -> CandidateResult | None:
    """Return the result with what programs made unsteady given to a person; None if anything else differs too.

    The bytes are those of two results that are not equal; `keys` are the keys of all forms.
    """
    if not first_bytes:
        return None  # the first one is not kept any more
    first, second = (from_bytes(CandidateResult, data) for data in (first_bytes, second_bytes))
    if first == second or (to_bytes(first), to_bytes(second)) != (first_bytes, second_bytes):
        return None  # written otherwise, which no program of a candidate can bring about
    entries = {entry.marking.item: entry for entry in keys[first.form].entries}
    if _but_items(first) != _but_items(second) or len(first.items) != len(second.items):
        return None
    items = []
    for one, other in zip(first.items, second.items, strict=True):
        if one == other:
            items.append(one)
            continue
        entry = entries.get(one.item)
        if entry is None:
            return None
        if _is_given_already(one, entry):
            items.append(one)  # an earlier try of this run was broken off after it had found out
        elif _only_programs_differ(one, other, entry):
            items.append(_for_a_person(one, other, entry))
        else:
            return None
    return msgspec.structs.replace(first, items=tuple(items))


def _but_items(result: CandidateResult) -> CandidateResult:
    return msgspec.structs.replace(result, items=())


def _for_a_person(one: ItemScore, other: ItemScore, entry: KeyEntry) -> ItemScore:
    # A decision counts for this pair of outcomes; the order in which they came says nothing.
    evidence = digest(b"\n".join(sorted((to_bytes(one), to_bytes(other)))))
    return _given(entry, evidence)


def _given(entry: KeyEntry, evidence: str) -> ItemScore:
    sentence = _("程序两次运行的结果不同，需人工评定。")
    return msgspec.structs.replace(unmarked(entry, sentence), evidence=evidence)


def _is_given_already(one: ItemScore, entry: KeyEntry) -> bool:
    return one == _given(entry, one.evidence)


def _only_programs_differ(one: ItemScore, other: ItemScore, entry: KeyEntry) -> bool:
    scoring = entry.marking.scoring
    if not isinstance(scoring, RubricScoring) or (one.item, one.number) != (other.item, other.number):
        return False
    points = scoring.rubric.points
    if not len(points) == len(one.parts) == len(other.parts):
        return False
    return all(
        _may_differ(point, part, again)
        for point, part, again in zip(points, one.parts, other.parts, strict=True)
        if part != again
    )


def _may_differ(point: CheckPoint, part: PartOutcome, again: PartOutcome) -> bool:
    is_same_point = (part.name, part.weight) == (again.name, again.weight) == (point.title, point.points)
    return is_same_point and any(call.type in RUNNING for call in point.checks)
