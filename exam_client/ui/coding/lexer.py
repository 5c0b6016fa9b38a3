"""Which stretches of a line of Python are keywords, texts, comments, numbers and built-in names. Pure.

A small scanner of our own: `tokenize` stops at the first error, and a program in the making is full of errors.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a stretch of code is; the value is the colour's name in the theme."""

    KEYWORD = "code_keyword"
    TEXT = "code_text"
    COMMENT = "code_comment"
    NUMBER = "code_number"
    NAME = "code_name"


class Open(Enum):
    """Which long text is still open at the end of a line; the value is what a highlighter keeps."""

    NOTHING = 0
    SINGLE = 1
    DOUBLE = 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A coloured part of a line."""

    start: int
    length: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """The coloured parts of a line and what stays open behind it."""

    stretches: tuple[Stretch, ...]
    after: Open


QUOTES = {Open.SINGLE: "'''", Open.DOUBLE: '"""'}
BUILT_INS = frozenset(name for name in dir(builtins) if name.islower() and not name.startswith("_"))
_TOKEN = re.compile(
    r"""(?P<comment>\#.*)
    |(?P<long>[rbfuRBFU]{0,2}(?:'{3}|"{3}))
    |(?P<text>[rbfuRBFU]{0,2}(?:'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?))
    |(?P<number>\b(?:0[xXoObB][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?)\b)
    |(?P<word>[^\W\d]\w*)""",
    re.VERBOSE,
)


def scan(line: str, before: Open = Open.NOTHING) -> ScannedLine:
    """Scan a line that begins inside the long text `before`, or in code."""
    found: list[Stretch] = []
    place, opened = 0, before
    while place < len(line):
        if opened is not Open.NOTHING:
            end = line.find(QUOTES[opened], place)
            stop = len(line) if end < 0 else end + 3
            found.append(Stretch(place, stop - place, Kind.TEXT))
            place, opened = stop, opened if end < 0 else Open.NOTHING
            continue
        match = _TOKEN.search(line, place)
        if match is None:
            break
        place = match.end()
        if match.lastgroup == "long":
            opened = Open.SINGLE if match.group().endswith("'") else Open.DOUBLE
            found.append(Stretch(match.start(), place - match.start(), Kind.TEXT))
            continue
        found.extend(_stretch(match))
    return ScannedLine(tuple(found), opened)


def scan_all(text: str) -> Iterator[Stretch]:
    """Scan a whole program; starts count from its beginning."""
    opened, base = Open.NOTHING, 0
    for line in text.split("\n"):
        scanned = scan(line, opened)
        for stretch in scanned.stretches:
            yield Stretch(base + stretch.start, stretch.length, stretch.kind)
        opened, base = scanned.after, base + len(line) + 1


def _stretch(match: re.Match[str]) -> Iterator[Stretch]:
    kinds = {"comment": Kind.COMMENT, "text": Kind.TEXT, "number": Kind.NUMBER}
    kind = kinds.get(match.lastgroup or "")
    if kind is None:
        word = match.group()
        kind = Kind.KEYWORD if keyword.iskeyword(word) else Kind.NAME if word in BUILT_INS else None
    if kind is not None:
        yield Stretch(match.start(), match.end() - match.start(), kind)
