"""Compare what a program printed or drew with what was expected, by one of nine named ways.

Runs outside the sandbox; pure but for the pattern matcher, which is handed in,
because a pattern can run for ever and belongs behind the limits of the judge.
A comparison answers OK, WRONG or FORMAT (right words, wrong layout), or
JURY_ERROR when the expectation itself makes no sense.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from grading.programs.drawings import Looks, likeness, read_drawing
from grading.programs.errors import ProgramError
from grading.programs.records import Verdict
from itembank.base.i18n import _

NUMBER = re.compile(r"[+-]?(?:\d{1,60}(?:\.\d{0,60})?|\.\d{1,60})(?:[eE][+-]?\d{1,3})?", re.ASCII)
# The same inside a word, but no part of a name (x1) or of a longer row (1.2.3); Chinese may stand at both sides.
NUMBER_IN_WORD = re.compile(rf"((?<![\w.]){NUMBER.pattern}(?![\w.]))", re.ASCII)
SHOWN_CHARACTERS = 200
ALL, NOTHING = Fraction(1), Fraction(0)


class CheckerKind(Enum):
    """The ways to compare."""

    EXACT = "exact"  # byte by byte
    LINES = "lines"  # line by line, blanks at the end of lines and empty lines at the end ignored
    TOKENS = "tokens"  # word by word, however they are laid out
    NUMBERS = "numbers"  # word by word, numbers within a tolerance
    SET = "set"  # the same lines, in any order and any number of times
    ROWS = "rows"  # the same lines each as often, in any order
    REGEX = "regex"  # a pattern for the whole output
    PREFIX = "prefix"  # like LINES, with credit for the lines that are right up to the first difference
    DRAWING = "drawing"  # what a turtle drew


class PatternAnswer(Enum):
    """What a matcher says of a pattern and a text."""

    MATCHES = "matches"
    DIFFERS = "differs"
    BROKEN = "broken"  # not a pattern, or one that takes too long
    UNKNOWN = "unknown"  # no judge could be had


Matcher = Callable[[str, str], PatternAnswer]


@dataclass(frozen=True, slots=True)
class Checker:
    """A way to compare, with its settings. Tolerances are exact: 1/1000, not 0.001.

    `looks` and `partial` are for drawings: what counts, and whether a part of the drawing earns a part.
    """

    kind: CheckerKind = CheckerKind.LINES
    absolute: Fraction = NOTHING
    relative: Fraction = NOTHING
    ignore_case: bool = False
    looks: Looks = field(default_factory=Looks)
    partial: bool = False

    def __post_init__(self) -> None:
        """Refuse tolerances that mean nothing."""
        if self.absolute < 0 or self.relative < 0:
            raise ProgramError(
                _("数值允许误差不能为负：{absolute}，{relative}。").format(
                    absolute=self.absolute, relative=self.relative
                )
            )


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place that differs: a line counted from 1, and what stood there, cut short."""

    line: int
    expected: str
    observed: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing found; `share` is the part of the test's weight that is earned."""

    verdict: Verdict
    share: Fraction
    difference: Difference | None = None


def compare(checker: Checker, expected: str, observed: bytes, matches: Matcher) -> Comparison:
    """Compare an output with an expectation."""
    kind = checker.kind
    if kind is CheckerKind.EXACT:
        return _whole(observed == expected.encode(), expected, observed)
    got = observed.decode("utf-8", "replace").replace("\r\n", "\n")
    want = expected
    if checker.ignore_case:
        got, want = got.casefold(), want.casefold()
    if kind is CheckerKind.REGEX:
        return _by_pattern(matches(expected, got.rstrip()), expected, observed)
    if kind is CheckerKind.DRAWING:
        return _by_drawing(checker, expected, got)
    if kind is CheckerKind.PREFIX:
        return _by_prefix(_lines(want), _lines(got), expected, observed)
    return _whole(_same(checker, want, got), expected, observed)


def _same(checker: Checker, want: str, got: str) -> bool:
    if checker.kind is CheckerKind.TOKENS:
        return want.split() == got.split()
    if checker.kind is CheckerKind.NUMBERS:
        return _same_numbers(checker, _words(want), _words(got))
    if checker.kind is CheckerKind.SET:
        return _rows(want).keys() == _rows(got).keys()
    if checker.kind is CheckerKind.ROWS:
        return _rows(want) == _rows(got)
    return _lines(want) == _lines(got)


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _rows(text: str) -> Counter[str]:
    return Counter(row for row in (" ".join(line.split()) for line in text.split("\n")) if row)


def _words(text: str) -> list[str]:
    """Split a text at blanks and around its numbers, so that 平均：3.10元 holds the number that 平均：3.1元 does."""
    return [part for word in text.split() for part in NUMBER_IN_WORD.split(word) if part]


def _same_numbers(checker: Checker, want: Sequence[str], got: Sequence[str]) -> bool:
    return len(want) == len(got) and all(
        one == other or _is_close(checker, one, other) for one, other in zip(want, got, strict=True)
    )


def _is_close(checker: Checker, want: str, got: str) -> bool:
    if not NUMBER.fullmatch(want) or not NUMBER.fullmatch(got):
        return False
    target = Fraction(want)
    return abs(target - Fraction(got)) <= max(checker.absolute, checker.relative * abs(target))


def _by_drawing(checker: Checker, expected: str, got: str) -> Comparison:
    want, drawn = read_drawing(expected, checker.looks), read_drawing(got, checker.looks)
    if want is None or want.is_empty:
        return Comparison(Verdict.JURY_ERROR, NOTHING)
    share = NOTHING if drawn is None else likeness(want, drawn, checker.looks)
    if share == ALL:
        return Comparison(Verdict.OK, ALL)
    shown = "" if drawn is None else f"{len(drawn.lines)} + {len(drawn.items)}"
    difference = Difference(1, f"{len(want.lines)} + {len(want.items)}", shown)
    return Comparison(Verdict.WRONG, share if checker.partial else NOTHING, difference)


def _by_prefix(want: list[str], got: list[str], expected: str, observed: bytes) -> Comparison:
    if want == got:
        return Comparison(Verdict.OK, ALL)
    right = 0
    for one, other in zip(want, got, strict=False):
        if one != other:
            break
        right += 1
    share = Fraction(right, max(len(want), len(got)))
    return Comparison(Verdict.WRONG, share, first_difference(expected, observed))


def _by_pattern(answer: PatternAnswer, expected: str, observed: bytes) -> Comparison:
    if answer is PatternAnswer.BROKEN:
        return Comparison(Verdict.JURY_ERROR, NOTHING)
    if answer is PatternAnswer.UNKNOWN:
        return Comparison(Verdict.CANNOT_JUDGE, NOTHING)
    if answer is PatternAnswer.MATCHES:
        return Comparison(Verdict.OK, ALL)
    shown = observed.decode("utf-8", "replace").strip()
    return Comparison(Verdict.WRONG, NOTHING, Difference(1, _cut(expected), _cut(shown)))


def _whole(is_same: bool, expected: str, observed: bytes) -> Comparison:  # noqa: FBT001 - the one question here
    if is_same:
        return Comparison(Verdict.OK, ALL)
    words = observed.decode("utf-8", "replace").split()
    verdict = Verdict.FORMAT if words and words == expected.split() else Verdict.WRONG
    return Comparison(verdict, NOTHING, first_difference(expected, observed))


def first_difference(expected: str, observed: bytes) -> Difference:
    """Find the first line that differs, blanks included, as evidence for a person."""
    want = expected.split("\n")
    got = observed.decode("utf-8", "replace").split("\n")
    for index, (one, other) in enumerate(zip(want, got, strict=False)):
        if one.rstrip() != other.rstrip():
            return Difference(index + 1, _cut(one), _cut(other))
    index = min(len(want), len(got))
    rest = [lines[index] if index < len(lines) else "" for lines in (want, got)]
    return Difference(index + 1, _cut(rest[0]), _cut(rest[1]))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
