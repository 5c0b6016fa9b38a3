"""Finds the text that is meant, also after it was moved or a little edited: by similarity, never by guessing.

Not a search engine: one wanted text among the paragraphs of one file.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

ENOUGH = Fraction(9, 10)
"""From which similarity on an edited text still counts as the one that is meant."""

MAX_WANTED = 200
"""Only so many characters of a wanted text are compared when it is not found as it stands."""

MAX_TEXT = 2_000
MAX_COMPARED = 20
"""Only so many paragraphs are compared letter by letter, so that no file makes a search long."""


def plain(text: str) -> str:
    """Return text with every stretch of blanks (full-width, no-break, line ends) as one blank, trimmed."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return text without any blanks."""
    return "".join(text.split())


def matches(wanted: str, texts: Sequence[str]) -> list[int]:
    """Return the places of the best matches: equal texts, else those that hold it, else the most similar.

    More than one place means that the text does not tell them apart; none
    that nothing is similar enough.
    """
    goal = bare(wanted)
    if not goal:
        return []
    given = [bare(text) for text in texts]
    equal = [place for place, text in enumerate(given) if text == goal]
    if equal:
        return equal
    holding = [place for place, text in enumerate(given) if goal in text]
    if holding:
        return holding
    likely = [(place, text) for place, text in enumerate(given) if _may_hold(goal[:MAX_WANTED], text)]
    rated = [(similarity(goal, text), place) for place, text in likely[:MAX_COMPARED]]
    best = max((rate for rate, _place in rated), default=Fraction(0))
    return [place for rate, place in rated if rate == best] if best >= ENOUGH else []


def similarity(wanted: str, text: str) -> Fraction:
    """Return how much of `wanted` stands in one stretch of `text`: 1 for all, less one share for every edit."""
    goal, field = wanted[:MAX_WANTED], text[:MAX_TEXT]
    if not goal or not _may_hold(goal, field):
        return Fraction(0)
    return 1 - Fraction(min(_edits(goal, field), len(goal)), len(goal))


def _may_hold(goal: str, field: str) -> bool:
    """Tell whether enough similarity is possible at all.

    Of one more piece than there may be edits, one must have stayed whole.
    """
    pieces = len(goal) // 10 + 1
    size = len(goal) // pieces
    return any(goal[start : start + size] in field for start in range(0, size * pieces, size))


def _edits(goal: str, field: str) -> int:
    """Return the fewest edits that turn `goal` into some stretch of `field`."""
    row = list(range(len(goal) + 1))
    best = row[-1]
    for letter in field:
        before, row[0] = row[0], 0
        for place, wanted in enumerate(goal, 1):
            now = min(before + (letter != wanted), row[place] + 1, row[place - 1] + 1)
            before, row[place] = row[place], now
        best = min(best, row[-1])
    return best
