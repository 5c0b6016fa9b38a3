"""What changed between two texts, and what kept its order."""

from __future__ import annotations

from difflib import SequenceMatcher

from grading.checks.similar import bare

SENTENCE_ENDS = "。！？；\n"
LEAST_WORDS = 2


def replacements(before: str, after: str) -> list[tuple[str, str]]:
    """Return words that stand in the place of others; one more character on each side, so that they are words."""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            wide = int(b - a == 1 and b < len(before) and d < len(after) and before[b] == after[d])
            found.append((before[a : b + wide], after[c : d + wide]))
    return found


def added_to(before: str, after: str) -> list[str]:
    """Return the text that is new: the whole paragraph, or what was put into it, up to whole sentences."""
    if bare(before) == bare(after):
        return []
    if not before:
        return [after]
    found = []
    for kind, _a, _b, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"insert", "replace"} and end - start >= LEAST_WORDS:
            first = max((after.rfind(mark, 0, start) for mark in SENTENCE_ENDS), default=-1) + 1
            lasts = [place for mark in SENTENCE_ENDS if (place := after.find(mark, max(end - 1, 0))) >= 0]
            found.append(after[first : min(lasts, default=len(after) - 1) + 1].strip())
    return list(dict.fromkeys(found))


def longest_rising(numbers: list[int]) -> set[int]:
    """Return the members of a longest rising part: what kept its order."""
    chains: list[list[int]] = [[]]
    for number in numbers:
        fitting = [chain for chain in chains if not chain or chain[-1] < number]
        chains.append([*_longest(fitting), number])
    return set(_longest(chains))


def _longest(chains: list[list[int]]) -> list[int]:
    return max(chains, key=len)
