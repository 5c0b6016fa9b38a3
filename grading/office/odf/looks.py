"""Finished formats, kept by the levels they are joined from: a long text repeats the same few thousands of times.

Levels are told apart by what they are, not by what they say: styles keep theirs
for as long as a file is read, and an entry keeps its own levels alive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from grading.office.model_format import ParagraphFormat, RunFormat
from grading.office.odf.facts import Facts, join_text, make_paragraph_format, make_run_format, scripts_differ

Made = TypeVar("Made")
_KEPT = 4_096


class TextLook(NamedTuple):
    """How text looks on one chain of levels: Western, East Asian, and whether these differ beyond the fonts."""

    western: RunFormat
    asian: RunFormat
    differ: bool


class Looks:
    """The formats made so far for one file."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts = _Kept(_text_look)
        self._paragraphs = _Kept(_plain_paragraph)

    def text(self, levels: Sequence[Facts]) -> TextLook:
        """Return how text looks on these levels, the later over the earlier."""
        return self._texts.get(levels)

    def paragraph(self, levels: Sequence[Facts]) -> ParagraphFormat:
        """Return the paragraph format of these levels, without list mark and outline level."""
        return self._paragraphs.get(levels)


class _Kept(Generic[Made]):
    def __init__(self, make: Callable[[Sequence[Facts]], Made]) -> None:
        self._make = make
        self._made: dict[tuple[int, ...], tuple[Sequence[Facts], Made]] = {}

    def get(self, levels: Sequence[Facts]) -> Made:
        key = tuple(map(id, levels))
        known = self._made.get(key)
        if known is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            known = self._made[key] = tuple(levels), self._make(levels)
        return known[1]


def _text_look(levels: Sequence[Facts]) -> TextLook:
    joined: dict[str, Any] = join_text(list(levels))
    western = make_run_format(joined, asian=False)
    return TextLook(western, make_run_format(joined, asian=True), scripts_differ(joined))


def _plain_paragraph(levels: Sequence[Facts]) -> ParagraphFormat:
    return make_paragraph_format(list(levels), None, None)
