"""Fill-ins that no accepted answer matched, by frequency: what people look through after the first run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from grading.results.run import CandidateResult


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An answer in its comparable form, how many gave it, and some of their own spellings."""

    item: str
    response: str
    text: str
    count: int
    spellings: tuple[str, ...]


SPELLINGS = 3


def unmatched_answers(results: Iterable[CandidateResult]) -> list[Unmatched]:
    """Return all unmatched answers, the most frequent first."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    spellings: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for result in results:
        for item in result.items:
            for part in item.parts:
                if not part.unmatched:
                    continue
                key = (item.item, part.name, part.unmatched)
                counts[key] += 1
                if len(spellings[key]) < SPELLINGS:
                    spellings[key][part.observed] = None
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [Unmatched(*key, counts[key], tuple(spellings[key])) for key in ordered]
