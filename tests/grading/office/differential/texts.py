"""Pairs up what two readings of one text have in common: paragraphs by their words, characters by their order."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grading.office.model import Change, Paragraph, Run

COUNTED_ANEW = ("PAGE", "NUMPAGES", "SECTIONPAGES", "slidenum", "datetime", "DATE", "TIME", "FILENAME")
"""Fields whose result each program works out when it opens a file."""
CONTENTS = ("toc ", "contents ", "table of figures", "index ", "illustration index")
INVISIBLE = {0xFFFC, 0xAD, 0x200B, 0x2060, 0xFEFF}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Visible characters with one look on each side."""

    text: str
    ours: Run
    theirs: Run


def visible(text: str) -> str:
    """Return a text without blanks and signs nobody sees: programs treat those each in their way."""
    return "".join(c for c in text if not c.isspace() and ord(c) not in INVISIBLE and ord(c) >= 0x20)


def words(paragraph: Paragraph) -> str:
    """Return a paragraph's visible characters but for the fields that are counted anew."""
    return "".join(text for text, _run in _looks(paragraph))


@dataclass(frozen=True, slots=True)
class Pairing:
    """The paragraphs with words that both sides have, in order, and those of either side that found no partner.

    `replaced` are those without a partner that stand in the same place, one for one.
    """

    pairs: tuple[tuple[Paragraph, Paragraph], ...]
    ours_alone: tuple[Paragraph, ...]
    theirs_alone: tuple[Paragraph, ...]
    replaced: tuple[tuple[Paragraph, Paragraph], ...] = ()


def pair(ours: Iterable[Paragraph], theirs: Iterable[Paragraph]) -> Pairing:
    """Pair paragraphs by their words; a story that stands elsewhere on the other side is found there."""
    first = [(key, one) for one in ours if (key := words(one))]
    second = [(key, one) for one in theirs if (key := words(one))]
    matcher = difflib.SequenceMatcher(None, [key for key, _ in first], [key for key, _ in second], autojunk=False)
    pairs: list[tuple[Paragraph, Paragraph]] = []
    left: list[tuple[str, Paragraph]] = []
    others: dict[str, list[Paragraph]] = {}
    replaced: list[tuple[Paragraph, Paragraph]] = []
    for kind, start, end, other, other_end in matcher.get_opcodes():
        if kind == "equal":
            both = zip(first[start:end], second[other:other_end], strict=True)
            pairs.extend((mine, theirs_) for (_, mine), (_, theirs_) in both)
            continue
        if end - start == other_end - other:
            both = zip(first[start:end], second[other:other_end], strict=True)
            replaced.extend((mine, theirs_) for (_, mine), (_, theirs_) in both)
        left.extend(first[start:end])
        for key, paragraph in second[other:other_end]:
            others.setdefault(key, []).append(paragraph)
    alone = []
    for key, paragraph in left:
        if others.get(key):
            pairs.append((paragraph, others[key].pop(0)))
        else:
            alone.append(paragraph)
    theirs_alone = tuple(one for rest in others.values() for one in rest)
    return Pairing(tuple(pairs), tuple(alone), theirs_alone, tuple(replaced))


def stretches(ours: Paragraph, theirs: Paragraph) -> Iterator[Stretch]:
    """Yield a pair's visible characters, cut wherever either side changes its look."""
    first, second = _looks(ours), _looks(theirs)
    i = j = 0
    used_i = used_j = 0
    while i < len(first) and j < len(second):
        (text_i, run_i), (text_j, run_j) = first[i], second[j]
        length = min(len(text_i) - used_i, len(text_j) - used_j)
        yield Stretch(text_i[used_i : used_i + length], run_i, run_j)
        used_i, used_j = used_i + length, used_j + length
        if used_i == len(text_i):
            i, used_i = i + 1, 0
        if used_j == len(text_j):
            j, used_j = j + 1, 0


def _before_last_tab(paragraph: Paragraph) -> Sequence[tuple[str, Run]]:
    runs = [run for run in paragraph.runs if run.change is not Change.DELETED]
    last = max((place for place, run in enumerate(runs) if "\t" in run.text), default=-1)
    if last < 0:
        return [(run.text, run) for run in runs]
    before = [(run.text, run) for run in runs[:last]]
    return [*before, (runs[last].text.rpartition("\t")[0], runs[last])]


def _looks(paragraph: Paragraph) -> Sequence[tuple[str, Run]]:
    kept = (run for run in paragraph.runs if not run.field.lstrip("\\").startswith(COUNTED_ANEW))
    shown = [(visible(run.text), run) for run in kept if run.change is not Change.DELETED]
    if paragraph.style.lower().startswith(CONTENTS) or any(run.field.startswith("TOC") for run in paragraph.runs):
        # The page number at the end of a line of contents is a field here and plain text there.
        shown = [(visible(text), run) for text, run in _before_last_tab(paragraph)]
    return [(text, run) for text, run in shown if text]
