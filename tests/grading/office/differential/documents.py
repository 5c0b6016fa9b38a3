"""Compares two readings of one word-processing file: looks of characters, shapes of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from grading.office.model import Document, LineRule, Paragraph, RunFormat, paragraphs_of, shapes_of
from grading.office.scripts import font_of
from tests.grading.office.differential.reasons import reason_of
from tests.grading.office.differential.tally import Difference, Tally
from tests.grading.office.differential.texts import Stretch, pair, stretches

LENGTH_TOLERANCE_PT = Decimal("0.15")
RUN_SUBJECTS = ("size_pt", "bold", "italic", "underline", "colour", "strike", "baseline")


def compare_documents(ours: Document, theirs: Document, name: str) -> Tally:
    """Return how far two readings agree; `name` is the file's, for the places of differences."""
    tally = Tally()
    pairing = pair(stories(ours), stories(theirs))
    for mine, other in pairing.pairs:
        for stretch in stretches(mine, other):
            compare_looks(stretch, tally, name)
        compare_paragraphs(mine, other, tally, name)
    tally.same("docx paragraph found", len(pairing.pairs))
    for side, alone in (("ours alone", pairing.ours_alone), ("theirs alone", pairing.theirs_alone)):
        for paragraph in alone:
            tally.differs(Difference("docx paragraph found", side, paragraph.text[:40]), name)
    return tally


def stories(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs of the body, then of its text boxes, notes, headers and footers."""
    yield from document.paragraphs()
    for shape in document.shapes():
        yield from paragraphs_of(shape.blocks)
    for note in document.notes:
        yield from paragraphs_of(note.blocks)
    for section in document.sections:
        for edge in section.headers_footers:
            if edge.shown and not edge.inherited:
                yield from paragraphs_of(edge.blocks)
                for shape in shapes_of(edge.blocks):
                    yield from paragraphs_of(shape.blocks)


def compare_looks(stretch: Stretch, tally: Tally, name: str, kind: str = "docx") -> None:
    for field in RUN_SUBJECTS:
        mine, other = getattr(stretch.ours, field), getattr(stretch.theirs, field)
        _see(tally, f"{kind} {field}", mine, other, name, stretch, len(stretch.text))
    for character in stretch.text:
        mine, other = font_of(stretch.ours, character), font_of(stretch.theirs, character)
        _see(tally, f"{kind} font", mine, other, name, stretch, 1, character)


def _see(
    tally: Tally, subject: str, mine: object, other: object, name: str, stretch: Stretch, count: int, character: str = ""
) -> None:
    if mine == other:
        tally.same(subject, count)
        return
    reason = reason_of(subject, mine, other, stretch, character)
    tally.differs(Difference(subject, shown(mine), shown(other), reason), name, count)


def compare_paragraphs(mine: Paragraph, other: Paragraph, tally: Tally, name: str) -> None:
    first, second = mine.format, other.format
    pairs = {
        "alignment": (first.alignment.value, second.alignment.value),
        "indent_left": (first.indent_left_pt, second.indent_left_pt),
        "indent_right": (first.indent_right_pt, second.indent_right_pt),
        "first_line": (first.first_line_pt, second.first_line_pt),
        "space_before": (first.space_before_pt, second.space_before_pt),
        "space_after": (first.space_after_pt, second.space_after_pt),
        "line_spacing": (line(first), line(second)),
    }
    for field, (one, two) in pairs.items():
        subject = f"docx {field}"
        if is_close(one, two):
            tally.same(subject)
            continue
        reason = reason_of(subject, one, two, (mine, other), "")
        tally.differs(Difference(subject, shown(one), shown(two), reason), f"{name} «{mine.text[:30]}»")


def line(form: object) -> object:
    rule = form.line_rule
    return form.line_multiple if rule is LineRule.MULTIPLE else f"{rule.value} {round(form.line_pt or 0, 1)}"


def is_close(one: object, two: object) -> bool:
    if isinstance(one, Decimal) and isinstance(two, Decimal):
        return abs(one - two) <= LENGTH_TOLERANCE_PT
    return one == two


def shown(value: object) -> str:
    return str(getattr(value, "value", value))
