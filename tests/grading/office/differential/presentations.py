"""Compares two readings of one presentation: the texts of each slide, their runs and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from grading.office.model import Paragraph, Presentation, Shape, Slide, paragraphs_of, with_members
from grading.office.scripts import font_of
from tests.grading.office.differential.documents import is_close, shown
from tests.grading.office.differential.slide_reasons import MUTE, NO_SLIDE, SlideCase, slide_reason
from tests.grading.office.differential.tally import Difference, Tally
from tests.grading.office.differential.texts import Pairing, Stretch, pair, stretches, visible

RUN_PROPERTIES = ("size_pt", "bold", "italic", "underline", "colour", "strike", "baseline")


def compare_presentations(ours: Presentation, theirs: Presentation, name: str) -> Tally:
    """Return how far two readings agree; slides are paired by their place in the show."""
    tally = Tally()
    for mine, other in zip(ours.slides, theirs.slides, strict=False):
        _Comparison(ours.format, mine, f"{name} slide {mine.number}", tally).slide(other)
    if len(ours.slides) != len(theirs.slides):
        reason = "" if ours.slides else NO_SLIDE
        counts = str(len(ours.slides)), str(len(theirs.slides))
        tally.differs(Difference(f"{ours.format} slides", *counts, reason, is_mute=reason in MUTE), name)
    else:
        tally.same(f"{ours.format} slides")
    return tally


class _Comparison:
    def __init__(self, kind: str, mine: Slide, place: str, tally: Tally) -> None:
        self._kind = kind
        self._mine = mine
        self._place = place
        self._tally = tally
        shapes = [shape for shape in _shapes(mine) if shape.diagram is not None]
        nodes = [node.text for shape in shapes if shape.diagram for node in shape.diagram.nodes]
        self._nodes = frozenset(visible(line) for node in nodes for line in (node, *node.split("\n")))
        self._shape_of = {id(paragraph): shape for shape in _shapes(mine) for paragraph in _paragraphs(shape)}

    def slide(self, other: Slide) -> None:
        pairing = pair(_texts(self._mine), _texts(other))
        self._tally.same(f"{self._kind} paragraph found", len(pairing.pairs))
        for mine, theirs in pairing.pairs:
            for stretch in stretches(mine, theirs):
                self._looks(stretch, mine)
            self._see(f"{self._kind} alignment", mine.format.alignment.value, theirs.format.alignment.value, mine)
        pieces = _in_pieces(pairing)
        for side, alone in (("ours alone", pairing.ours_alone), ("theirs alone", pairing.theirs_alone)):
            for paragraph in alone:
                shape = self._shape_of.get(id(paragraph))
                subject = f"{self._kind} paragraph found"
                broken = visible(paragraph.text) in pieces
                case = SlideCase(subject, side, paragraph.text, paragraph, shape, None, self._nodes, broken)
                reason = slide_reason(case)
                difference = Difference(subject, side, paragraph.text[:40], reason, is_mute=reason in MUTE)
                self._tally.differs(difference, self._place)

    def _looks(self, stretch: Stretch, paragraph: Paragraph) -> None:
        first, second = stretch.ours.format, stretch.theirs.format
        for field in RUN_PROPERTIES:
            one, two = getattr(first, field), getattr(second, field)
            self._see(f"{self._kind} {field}", one, two, paragraph, stretch, len(stretch.text))
        for character in stretch.text:
            one, two = font_of(first, character), font_of(second, character)
            self._see(f"{self._kind} font", one, two, paragraph, stretch, 1)

    def _see(
        self,
        subject: str,
        mine: object,
        other: object,
        paragraph: Paragraph,
        stretch: Stretch | None = None,
        count: int = 1,
    ) -> None:
        if is_close(mine, other):
            self._tally.same(subject, count)
            return
        shape = self._shape_of.get(id(paragraph))
        reason = slide_reason(SlideCase(subject, mine, other, paragraph, shape, stretch))
        difference = Difference(subject, shown(mine), shown(other), reason, is_mute=reason in MUTE)
        self._tally.differs(difference, self._place, count)


def _in_pieces(pairing: Pairing) -> set[str]:
    """Return the texts of ours that are several paragraphs of theirs, and of those."""
    theirs = {visible(paragraph.text) for paragraph in pairing.theirs_alone}
    found: set[str] = set()
    for paragraph in pairing.ours_alone:
        lines = {visible(line) for line in paragraph.text.split("\n")} - {""}
        if len(lines) > 1 or "\n" in paragraph.text:
            found |= {visible(paragraph.text), *lines} if lines <= theirs else set()
    return found


def _shapes(slide: Slide) -> Iterator[Shape]:
    for shape in slide.shapes:
        yield from with_members(shape)


def _paragraphs(shape: Shape) -> Iterator[Paragraph]:
    yield from paragraphs_of(shape.blocks)
    if shape.table is not None:
        yield from paragraphs_of((shape.table,))


def _texts(slide: Slide) -> Iterator[Paragraph]:
    for shape in _shapes(slide):
        yield from _paragraphs(shape)
