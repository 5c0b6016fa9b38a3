"""Which slide of a model answer comes from which slide of the starter."""

from __future__ import annotations

from difflib import SequenceMatcher

from grading.checks.similar import bare
from grading.office.model import Presentation, Shape, Slide

ALIKE = 0.6
"""From which likeness of their words on two slides are taken for the same one."""


def pairs_of(starter: Presentation, model: Presentation) -> dict[int, Slide]:
    """Return the starter's slide for a slide's number: one with the same title and words, title, or like words.

    An empty slide that was filled is paired by its place.
    """
    left = list(starter.slides)
    found: dict[int, Slide] = {}
    for is_same in (_is_equal, _is_titled, _is_alike):
        for slide in model.slides:
            before = next((one for one in left if slide.number not in found and is_same(one, slide)), None)
            if before is not None:
                found[slide.number] = before
                left.remove(before)
    for slide in model.slides:
        before = next((one for one in left if one.number == slide.number and not bare(one.text)), None)
        if before is not None and slide.number not in found:
            found[slide.number] = before
    return found


def is_footer(shape: Shape, kind: str) -> bool:
    """Tell whether a shape shows the slide's number, the date or the footer."""
    return shape.placeholder is not None and shape.placeholder.kind == kind and bool(bare(shape.text))


def _is_equal(one: Slide, other: Slide) -> bool:
    return bool(bare(one.title)) and bare(one.title) == bare(other.title) and bare(one.text) == bare(other.text)


def _is_titled(one: Slide, other: Slide) -> bool:
    return bool(bare(one.title)) and bare(one.title) == bare(other.title)


def _is_alike(one: Slide, other: Slide) -> bool:
    texts = bare(one.text), bare(other.text)
    return all(texts) and SequenceMatcher(None, *texts).ratio() >= ALIKE
