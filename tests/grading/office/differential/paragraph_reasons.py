"""The understood reasons why a paragraph of a text has no partner on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grading.office.model import Change, Document, Paragraph, paragraphs_of
from tests.grading.office.differential.texts import Pairing, visible, words

JOINED = "a paragraph mark deleted under tracking, or a drop cap: own paragraphs here, one in LibreOffice"
MOVED_AWAY = "inserted text that was moved away under tracking: gone here, still inserted in LibreOffice"
BOUND = "a content control bound to a property: LibreOffice fills in the property, we give what the file holds"
CUT = "a page, column or (in a drawn shape) line break within a paragraph: cut in two by LibreOffice"
SYMBOLS = "signs of a symbol font: we give them in Unicode, LibreOffice by their number in the font"
WORD_ART = "WordArt: we give its text as the shape's effect, LibreOffice as a paragraph"
NOTE_IN_BOX = "a note in a text box, a header or deleted text: LibreOffice has none there"
REPEATED = "a header or footer that LibreOffice repeats for first or left pages"
NOT_SHOWN = "a header or footer for first or even pages where the file shows none: kept by us, lost in LibreOffice"
INSTRUCTION = "the instruction of a field within a field's instruction: LibreOffice shows it as text"
CONTINUOUS = "the header of a continuous section: on the next pages in Word, lost in LibreOffice"


def unpaired_reasons(ours: Document, other: Document, pairing: Pairing) -> dict[int, str]:
    """Return the reason by the id() of each paragraph without a partner that one of the classes explains."""
    found = {id(paragraph): CONTINUOUS for paragraph in _continuous_headers(ours)}
    found.update({id(paragraph): NOT_SHOWN for paragraph in _headers_not_shown(ours)})
    found.update({id(paragraph): INSTRUCTION for paragraph in _instructions(ours, pairing)})
    found.update({id(paragraph): NOTE_IN_BOX for paragraph in _notes_in_boxes(ours)})
    found.update({id(paragraph): WORD_ART for paragraph in _word_art(ours, pairing)})
    found.update({id(paragraph): SYMBOLS for paragraph in _symbols(pairing)})
    found.update({id(paragraph): REPEATED for paragraph in _repeated(ours, pairing)})
    found.update({id(paragraph): CUT for paragraph in _cut(pairing)})
    theirs = {words(paragraph): paragraph for paragraph in pairing.theirs_alone}
    for text, reason, own in (*_joined(ours), *_moved(ours), *_bound(other, pairing)):
        if text in theirs:
            found[id(theirs[text])] = reason
            found.update({id(paragraph): reason for paragraph in own})
    return found


def _joined(document: Document) -> Iterator[tuple[str, str, list[Paragraph]]]:
    group: list[Paragraph] = []
    for paragraph in document.paragraphs():
        group.append(paragraph)
        if paragraph.mark_change is Change.DELETED or paragraph.format.drop_cap is not None:
            continue
        if len(group) > 1:
            yield "".join(words(one) for one in group), JOINED, group
        group = []


def _moved(document: Document) -> Iterator[tuple[str, str, list[Paragraph]]]:
    for paragraph in document.paragraphs():
        deleted = "".join(visible(run.text) for run in paragraph.runs if run.change is Change.DELETED)
        if deleted:
            yield deleted, MOVED_AWAY, []


def _bound(document: Document, pairing: Pairing) -> Iterator[tuple[str, str, list[Paragraph]]]:
    properties = document.properties  # as LibreOffice read them: a damaged package may hold them twice
    values = {visible(value) for value in (properties.title, properties.subject, properties.author) if value}
    for mine, other in pairing.replaced:
        if words(other) in values:
            yield words(other), BOUND, [mine]


def _notes_in_boxes(document: Document) -> Iterator[Paragraph]:
    shown = (run for one in document.paragraphs() for run in one.runs if run.change is not Change.DELETED)
    in_text = {run.note for run in shown}
    for note in document.notes:
        if note.id not in in_text:
            yield from paragraphs_of(note.blocks)


def _word_art(document: Document, pairing: Pairing) -> Iterator[Paragraph]:
    drawn = {visible(line) for shape in document.shapes() for line in shape.text_effect.splitlines()}
    yield from (paragraph for paragraph in pairing.theirs_alone if words(paragraph) in drawn)


def _symbols(pairing: Pairing) -> Iterator[Paragraph]:
    theirs = {_letters(paragraph): paragraph for paragraph in pairing.theirs_alone}
    for paragraph in pairing.ours_alone:
        partner = theirs.get(_letters(paragraph))
        if partner is not None and any(_is_of_symbol_font(sign) for sign in words(partner)):
            yield from (paragraph, partner)


def _letters(paragraph: Paragraph) -> str:
    return "".join(sign for sign in words(paragraph) if sign.isalnum())


def _is_of_symbol_font(sign: str) -> bool:
    return 0xE000 <= ord(sign) < 0xF900


def _cut(pairing: Pairing) -> Iterator[Paragraph]:
    theirs = {words(paragraph): paragraph for paragraph in pairing.theirs_alone}
    for paragraph in pairing.ours_alone:
        pieces = [visible(piece) for piece in re.split("[\f\v\n]", paragraph.text) if visible(piece)]
        if len(pieces) > 1 and all(piece in theirs for piece in pieces):
            yield paragraph
            yield from (theirs[piece] for piece in pieces)


def _headers_not_shown(document: Document) -> Iterator[Paragraph]:
    for section in document.sections:
        for edge in section.headers_footers:
            if not edge.shown:
                yield from paragraphs_of(edge.blocks)


def _repeated(document: Document, pairing: Pairing) -> Iterator[Paragraph]:
    edges = (edge for section in document.sections for edge in section.headers_footers)
    known = {words(paragraph) for edge in edges for paragraph in paragraphs_of(edge.blocks)}
    yield from (paragraph for paragraph in pairing.theirs_alone if words(paragraph) in known)


def _instructions(document: Document, pairing: Pairing) -> Iterator[Paragraph]:
    instructions = [visible(field.instruction) for field in document.fields]
    for paragraph in pairing.theirs_alone:
        if any(words(paragraph) in instruction for instruction in instructions):
            yield paragraph


def _continuous_headers(document: Document) -> Iterator[Paragraph]:
    for section in document.sections[1:]:
        for edge in section.headers_footers:
            if section.starts == "continuous" and not edge.inherited:
                yield from paragraphs_of(edge.blocks)
