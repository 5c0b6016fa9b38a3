"""Aligns a typed text with its model, character by character as a person counts them (grapheme clusters).

Edit distance inside a band around the diagonal: one slip costs one error, not all that comes after it. What was
not typed at the end is told apart from what was left out in between.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from unicodedata import normalize

import regex

MAX_MODEL = 10_000
MAX_CHARACTERS = 200_000
"""So long a text is not even taken apart: nobody typed it."""

MAX_CELLS = 2_000_000
BAND = 64
"""How far beside the diagonal the alignment may lead, besides the difference of the lengths."""

_CLUSTERS = regex.compile(r"\X")
_BLANKS = regex.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = regex.compile(r"[\u200b\u2060\ufeff\u00ad]")
"""What programs put into a text and nobody can see or type."""

_KEEP, _REPLACE, _SKIP, _ADD = range(4)


class TooLongError(Exception):
    """The texts are too long to be aligned."""


@dataclass(frozen=True, slots=True)
class TypingScore:
    """Characters typed right and wrong, left out, added, and not reached; `length` is the model's.

    `run` is the longest stretch of right characters, `start` the one that both texts begin with.
    """

    correct: int
    wrong: int
    missing: int
    extra: int
    untyped: int
    length: int
    run: int = 0
    start: int = 0

    @property
    def errors(self) -> int:
        """Every slip in what was typed; what was not reached is none."""
        return self.wrong + self.missing + self.extra

    @property
    def accuracy(self) -> Fraction:
        """The share that is right of all that was typed or left out on the way."""
        touched = self.correct + self.errors
        return Fraction(self.correct, touched) if touched else Fraction(0)

    @property
    def complete(self) -> Fraction:
        """The share of the model that was typed right; added characters take theirs away."""
        return Fraction(max(self.correct - self.extra, 0), self.length) if self.length else Fraction(0)

    @property
    def reached(self) -> Fraction:
        """How far into the model the typist came, right or wrong."""
        return Fraction(self.length - self.untyped, self.length) if self.length else Fraction(0)

    def is_typed_from_it(self, run: int) -> bool:
        """Tell whether this was typed off the model, and does not only share characters with it by chance.

        Either so many characters stand right in a row (of a short model half of it), or the texts begin alike and
        at least half of what was typed is right.
        """
        if self.run >= min(run, max(self.length // 2, 1)):
            return True
        return bool(self.start) and 2 * self.correct >= self.correct + self.wrong + self.extra

    def per_minute(self, minutes: Fraction) -> Fraction:
        """Return the right characters a minute."""
        return Fraction(max(self.correct - self.extra, 0)) / minutes if minutes > 0 else Fraction(0)


def speed_share(score: TypingScore, *, minutes: Fraction, full: Fraction) -> Fraction:
    """Return the share of a speed of `full` characters a minute that was reached; the cap is 1."""
    return min(score.per_minute(minutes) / full, Fraction(1)) if full > 0 else Fraction(0)


def clusters(text: str) -> list[str]:
    """Return the characters of a text as a person counts them; line ends and stretches of blanks are one blank.

    An accented letter is one character, whether its file keeps it whole or in two parts.
    """
    even = _UNSEEN.sub("", _LINE_ENDS.sub("\n", normalize("NFC", text)))
    lines = (_BLANKS.sub(" ", line).strip() for line in even.split("\n"))
    return _CLUSTERS.findall("\n".join(line for line in lines if line))


def compare(model: str, typed: str) -> TypingScore:
    """Align two texts; raises `TooLongError`."""
    if max(len(model), len(typed)) > MAX_CHARACTERS:
        raise TooLongError
    wanted, given = clusters(model), clusters(typed)
    if len(wanted) > MAX_MODEL:
        raise TooLongError
    start = _common(wanted, given)
    rest_wanted, rest_given = wanted[start:], given[start:]
    steps = _steps(rest_wanted, rest_given)
    untyped = 0
    while steps and steps[-1] == _SKIP:
        steps.pop()
        untyped += 1
    stretches = [sum(1 for _one in same) for step, same in groupby(steps) if step == _KEEP]
    if start and steps and steps[0] == _KEEP:
        stretches[0] += start
    return TypingScore(
        correct=start + steps.count(_KEEP),
        wrong=steps.count(_REPLACE),
        missing=steps.count(_SKIP),
        extra=steps.count(_ADD),
        untyped=untyped,
        length=len(wanted),
        run=max([start, *stretches]),
        start=start,
    )


def _common(one: list[str], other: list[str]) -> int:
    """Return how many characters agree from the start."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _steps(wanted: list[str], given: list[str]) -> list[int]:
    """Return the cheapest steps from one text to the other; of equal ones the one that leaves the end untyped."""
    rows, columns = len(given), len(wanted)
    if not rows or not columns:
        return [_SKIP] * columns + [_ADD] * rows
    low = min(columns - rows, 0) - BAND
    high = max(columns - rows, 0) + BAND
    width = high - low + 1
    if (rows + 1) * width > MAX_CELLS:
        raise TooLongError
    far = rows + columns + 1
    taken = bytearray((rows + 1) * width)
    before = array("i", [far] * (width + 1))
    for offset in range(width):
        column = low + offset
        if 0 <= column <= columns:
            before[offset] = column
            taken[offset] = _SKIP
    for row in range(1, rows + 1):
        now = array("i", [far] * (width + 1))
        letter = given[row - 1]
        base = row * width
        for offset in range(width):
            column = row + low + offset
            if column < 0 or column > columns:
                continue
            best, step = before[offset + 1] + 1, _ADD
            if column:
                is_same = wanted[column - 1] == letter
                cost = before[offset] + (not is_same)
                if cost <= best:
                    best, step = cost, _KEEP if is_same else _REPLACE
                skipped = now[offset - 1] + 1 if offset else far
                if skipped < best:
                    best, step = skipped, _SKIP
            now[offset] = best
            taken[base + offset] = step
        before = now
    return _traced(taken, rows, columns, low, width)


def _traced(taken: bytearray, row: int, column: int, low: int, width: int) -> list[int]:
    steps: list[int] = []
    while row or column:
        step = taken[row * width + column - row - low]
        steps.append(step)
        if step in {_KEEP, _REPLACE}:
            row, column = row - 1, column - 1
        elif step == _ADD:
            row -= 1
        else:
            column -= 1
    steps.reverse()
    return steps
