"""Compares two readings of one word-processing file: looks of characters, shapes of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from grading.office.model import (
    Document,
    Edge,
    HeaderFooter,
    LineRule,
    PageKind,
    Paragraph,
    ParagraphFormat,
    paragraphs_of,
    shapes_of,
    tables_of,
)
from grading.office.scripts import font_of
from tests.grading.office.differential.paragraph_reasons import unpaired_reasons
from tests.grading.office.differential.reasons import MUTE, Case, reason_of
from tests.grading.office.differential.tally import Difference, Tally
from tests.grading.office.differential.texts import Stretch, pair, stretches, words

LENGTH_TOLERANCE_PT = Decimal("0.15")
RUN_PROPERTIES = ("size_pt", "bold", "italic", "underline", "colour", "strike", "baseline")


def compare_documents(ours: Document, theirs: Document, name: str) -> Tally:
    """Return how far two readings agree; `name` is the file's, for the places of differences."""
    comparison = _Comparison(ours, name)
    pairing = pair(stories(ours), stories(theirs))
    for mine, other in pairing.pairs:
        for stretch in stretches(mine, other):
            comparison.looks(stretch, mine, other.style)
        comparison.shapes(mine, other)
    tally = comparison.tally
    tally.same(f"{ours.format} paragraph found", len(pairing.pairs))
    reasons = unpaired_reasons(ours, theirs, pairing)
    for side, alone in (("ours alone", pairing.ours_alone), ("theirs alone", pairing.theirs_alone)):
        for paragraph in alone:
            reason = reasons.get(id(paragraph), "")
            tally.differs(Difference(f"{ours.format} paragraph found", side, paragraph.text[:40], reason), name)
    return tally


def stories(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of the body, then of its text boxes, notes, headers and footers."""
    yield from document.paragraphs()
    yield from _in_shapes(document)
    for note in document.notes:
        yield from paragraphs_of(note.blocks)
    for edge in _edges(document):
        yield from paragraphs_of(edge.blocks)


def _edges(document: Document) -> Iterator[HeaderFooter]:
    """Yield headers and footers; one that a section repeats is the same as one it takes over (OpenDocument repeats)."""
    last: dict[tuple[Edge, PageKind], str] = {}
    for section in document.sections:
        for edge in section.headers_footers:
            text = "".join(words(paragraph) for paragraph in paragraphs_of(edge.blocks))
            if not edge.inherited and last.get((edge.edge, edge.pages)) != text:
                yield edge
            last[edge.edge, edge.pages] = text


def _in_shapes(document: Document) -> Iterator[Paragraph]:
    for shape in document.shapes():
        yield from paragraphs_of(shape.blocks)
    for blocks in (*(note.blocks for note in document.notes), *(edge.blocks for edge in _edges(document))):
        for shape in shapes_of(blocks):
            yield from paragraphs_of(shape.blocks)


class _Comparison:
    """One file's comparison; knows which of our paragraphs stand in tables and which in shapes."""

    def __init__(self, ours: Document, name: str) -> None:
        self.tally = Tally()
        self._ours = ours
        self._name = name
        self._in_shape = {id(paragraph) for paragraph in _in_shapes(ours)}
        self._in_table = {
            id(paragraph)
            for table in tables_of(ours.blocks)
            for row in table.rows
            for cell in row.cells
            for paragraph in paragraphs_of(cell.blocks)
        }

    def looks(self, stretch: Stretch, paragraph: Paragraph, their_style: str) -> None:
        about: dict[str, Any] = {"run": stretch.ours, "their_run": stretch.theirs, "their_style": their_style}
        for field in RUN_PROPERTIES:
            mine, other = getattr(stretch.ours.format, field), getattr(stretch.theirs.format, field)
            if mine == other:
                self.tally.same(f"{self._ours.format} {field}", len(stretch.text))
            else:
                self._differs(f"{self._ours.format} {field}", mine, other, paragraph, len(stretch.text), **about)
        for character in stretch.text:
            mine, other = font_of(stretch.ours.format, character), font_of(stretch.theirs.format, character)
            if mine == other:
                self.tally.same(f"{self._ours.format} font")
            else:
                self._differs(f"{self._ours.format} font", mine, other, paragraph, 1, character=character, **about)

    def shapes(self, mine: Paragraph, other: Paragraph) -> None:
        first, second = mine.format, other.format
        pairs = {
            "alignment": (first.alignment.value, second.alignment.value),
            "indent_left": (first.indent_left_pt, second.indent_left_pt),
            "indent_right": (first.indent_right_pt, second.indent_right_pt),
            "first_line": (first.first_line_pt, second.first_line_pt),
            "space_before": (first.space_before_pt, second.space_before_pt),
            "space_after": (first.space_after_pt, second.space_after_pt),
            "line_spacing": (_line(first), _line(second)),
        }
        for field, (one, two) in pairs.items():
            if is_close(one, two) or (field == "line_spacing" and _is_close_line(first, second)):
                self.tally.same(f"{self._ours.format} {field}")
            else:
                self._differs(f"{self._ours.format} {field}", one, two, mine, 1, their_style=other.style)

    def _differs(
        self, subject: str, mine: object, other: object, paragraph: Paragraph, count: int, **about: Any
    ) -> None:
        case = Case(
            subject, mine, other, paragraph, self._ours,
            in_table=id(paragraph) in self._in_table, in_shape=id(paragraph) in self._in_shape, **about,
        )  # fmt: skip
        reason = reason_of(case)
        difference = Difference(subject, shown(mine), shown(other), reason, is_mute=reason in MUTE)
        self.tally.differs(difference, self._name, count)


def _line(form: ParagraphFormat) -> object:
    rule = form.line_rule
    return form.line_multiple if rule is LineRule.MULTIPLE else f"{rule.value} {round(form.line_pt or 0, 1)}"


def _is_close_line(one: ParagraphFormat, two: ParagraphFormat) -> bool:
    return one.line_rule is two.line_rule is not LineRule.MULTIPLE and is_close(one.line_pt, two.line_pt)


def is_close(one: object, two: object) -> bool:
    if isinstance(one, Decimal) and isinstance(two, Decimal):
        return abs(one - two) <= LENGTH_TOLERANCE_PT
    return one == two


def shown(value: object) -> str:
    return str(getattr(value, "value", value))
