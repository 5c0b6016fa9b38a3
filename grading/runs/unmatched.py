"""Fill-ins that no accepted answer matched, by frequency: what people look through after the first run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from itembank.model.codec import from_bytes

# In canonical JSON a quotation mark inside a text is escaped, so no answer can look like this.
HAS_UNMATCHED = b'"unmatched":"'


class _Part(msgspec.Struct, frozen=True, gc=False):
    """What is looked at of a `PartOutcome`."""

    name: str
    unmatched: str | None = None
    observed: str = ""


class _Item(msgspec.Struct, frozen=True):
    """What is looked at of an `ItemScore`."""

    item: str
    parts: tuple[_Part, ...] = ()


class _Result(msgspec.Struct, frozen=True):
    """What is looked at of a `CandidateResult`: a city's results hold gigabytes of grounds."""

    items: tuple[_Item, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An answer in its comparable form, how many gave it, and some of their own spellings."""

    item: str
    response: str
    text: str
    count: int
    spellings: tuple[str, ...]


SPELLINGS = 3


def unmatched_answers(stored: Iterable[bytes]) -> list[Unmatched]:
    """Return all unmatched answers of results as they are stored, the most frequent first."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    spellings: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for data in stored:
        if HAS_UNMATCHED not in data:
            continue
        for item in from_bytes(_Result, data).items:
            for part in item.parts:
                if not part.unmatched:
                    continue
                key = (item.item, part.name, part.unmatched)
                counts[key] += 1
                if len(spellings[key]) < SPELLINGS:
                    spellings[key][part.observed] = None
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [Unmatched(*key, counts[key], tuple(spellings[key])) for key in ordered]
