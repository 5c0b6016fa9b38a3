"""An author's OpenDocument file, opened to be changed: where its text stands, and styles of its own for parts of it.

A changed look is put on a style made for it, so that nothing else that had the
old style changes. Names and places are those of the readers in `grading.office.odf`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from grading.checks.selectors import LONGEST_HEADING, PROSE_ENDS
from grading.checks.similar import bare, matches
from grading.office.odf.names import DRAW, OFFICE, STYLE, TEXT, XML
from grading.rubric.mutants.package import Element, OfficePackage, drop, set_all

Parameters = dict[str, Any]
OdfWay = Callable[[OfficePackage, Parameters], bool]
"""Changes the package; tells whether anything was changed."""

SUFFIXES = frozenset({".odt", ".ods", ".odp"})
CONTENT, COMMON = "content.xml", "styles.xml"
PARAGRAPHS = (TEXT + "p", TEXT + "h")
HOLDING = frozenset({*PARAGRAPHS, TEXT + "span", TEXT + "a"})
"""Elements whose own text is text of the paragraph."""

APART = frozenset({TEXT + "note", OFFICE + "annotation", TEXT + "ruby-text"})
SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n", TEXT + "s": " "}
NEW = "Mutant"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the tree where text stands: an element's own text, or the text behind it."""

    holder: Element
    is_tail: bool

    @property
    def text(self) -> str:
        """The text."""
        return (self.holder.tail if self.is_tail else self.holder.text) or ""

    def write(self, text: str) -> None:
        """Put another text there."""
        if self.is_tail:
            self.holder.tail = text
        else:
            self.holder.text = text


def is_odf(path: str) -> bool:
    """Tell whether a file's name says OpenDocument."""
    return PurePosixPath(path).suffix.lower() in SUFFIXES


def body_of(package: OfficePackage) -> Element:
    """Return what office:body holds: the text, the spreadsheet, the presentation."""
    found = next(iter(package.root(CONTENT).iter(OFFICE + "body")), None)
    if found is None or not len(found):
        raise ValueError("an OpenDocument file without a body")
    return found[0]


def paragraphs_of(root: Element) -> list[Element]:
    """Return the paragraphs and headings below an element, those of notes and comments left out."""
    return [one for one in root.iter(*PARAGRAPHS) if not any(above.tag in APART for above in one.iterancestors())]


def slots_of(paragraph: Element) -> Iterator[Slot]:
    """Yield the places of a paragraph's text in order; shapes, notes and fields in it left out."""
    if paragraph.tag in HOLDING:
        yield Slot(paragraph, is_tail=False)
    for child in paragraph:
        if child.tag in HOLDING - set(PARAGRAPHS):
            yield from slots_of(child)
        yield Slot(child, is_tail=True)


def own_text(paragraph: Element) -> str:
    """Return a paragraph's text as its reader sees it."""
    pieces = [paragraph.text or ""] if paragraph.tag in HOLDING else ["".join(map(str, paragraph.itertext()))]
    for child in paragraph if paragraph.tag in HOLDING else ():
        if child.tag in SIGNS:
            pieces.append(SIGNS[child.tag])
        elif child.tag not in APART and not str(child.tag).startswith(DRAW):
            pieces.append(own_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def replace_text(paragraph: Element, old: str, new: str) -> bool:
    """Replace text in a paragraph wherever it stands, also across spans; tells whether it was there."""
    changed = False
    while old:
        slots = list(slots_of(paragraph))
        start = "".join(slot.text for slot in slots).find(old)
        if start < 0:
            return changed
        _overwrite(slots, start, start + len(old), new)
        changed = True
        if old in new:
            return changed
    return changed


def _overwrite(slots: list[Slot], start: int, end: int, new: str) -> None:
    place, written = 0, False
    for slot in slots:
        text = slot.text
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            slot.write(text[:first] + ("" if written else new) + text[last:])
            written = True
        place += len(text)


def spans_around(paragraph: Element, words: str = "") -> list[Element]:
    """Put spans around all text of a paragraph, or around some words in it, and return them."""
    slots = list(slots_of(paragraph))
    whole = "".join(slot.text for slot in slots)
    start = whole.find(words) if words else 0
    wanted = []
    while start >= 0:
        end = start + len(words) if words else len(whole)
        wanted.append((start, end))
        start = whole.find(words, end) if words else -1
    made: list[Element] = []
    place = 0
    for slot in slots:
        text = slot.text
        cuts = [(max(first - place, 0), min(last - place, len(text))) for first, last in wanted]
        place += len(text)
        made += _cut_out(slot, [(first, last) for first, last in cuts if first < last and text[first:last].strip()])
    return made


def _cut_out(slot: Slot, cuts: list[tuple[int, int]]) -> list[Element]:
    text, holder = slot.text, slot.holder
    parent = holder.getparent() if slot.is_tail else holder
    if parent is None or not cuts:
        return []
    place = parent.index(holder) + 1 if slot.is_tail else 0
    slot.write(text[: cuts[0][0]])
    made = []
    for number, (first, last) in enumerate(cuts):
        span = holder.makeelement(TEXT + "span")
        span.text = text[first:last]
        span.tail = text[last : cuts[number + 1][0] if number + 1 < len(cuts) else len(text)]
        parent.insert(place + number, span)
        made.append(span)
    return made


def copied(element: Element) -> Element:
    """Return a copy that may stand beside its original: without the ids, which a file may have only once."""
    more = copy.deepcopy(element)
    for one in more.iter():
        for name in (XML + "id", DRAW + "id"):
            drop(one, name)
    return more


def chosen(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the paragraphs a check of documents means, by the same rules as the checks."""
    where = parameters.get("where", {})
    body = body_of(package)
    everything = [one for one in paragraphs_of(body) if own_text(one).strip()]
    texts = [own_text(one) for one in everything]
    if where.get("text"):
        return [everything[place] for place in matches(where["text"], texts)]
    if where.get("texts"):
        return [everything[place] for text in where["texts"] for place in matches(text, texts)]
    top = [one for one in everything if one.getparent() is body]
    if where.get("index"):
        return top[where["index"] - 1 : where["index"]]
    if where.get("heading"):
        return [one for one in everything if one.get(TEXT + "outline-level") == str(where["heading"])]
    if where.get("body"):
        return [one for one in top if _is_prose(own_text(one))]
    return everything


def _is_prose(text: str) -> bool:
    words = " ".join(text.split())
    return len(words) > LONGEST_HEADING or words.endswith(tuple(PROSE_ENDS))


def on_slides(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the paragraphs with a text on a slide, on all slides where that one does not have it."""
    pages = list(body_of(package).iter(DRAW + "page"))
    number = parameters.get("slide")
    text = bare(str(parameters.get("text", "")))
    for held in (pages[int(number) - 1 : int(number)] if number else [], pages):
        own = [one for page in held for one in paragraphs_of(page) if not _is_note(one)]
        found = [one for one in own if own_text(one).strip() and text in bare(own_text(one))]
        if found:
            return found
    return []


def _is_note(paragraph: Element) -> bool:
    return any(str(above.tag).endswith("}notes") for above in paragraph.iterancestors())


def restyled(package: OfficePackage, elements: list[Element], family: str, attribute: str) -> list[Element]:
    """Give elements automatic styles of their own that look like the old ones, and return the styles, each once."""
    holder = _automatic(package)
    made: dict[str, Element] = {}
    for element in elements:
        old = element.get(attribute, "")
        if old not in made:
            made[old] = _own_style(holder, family, old)
        element.set(attribute, made[old].get(STYLE + "name", ""))
    return list(made.values())


def _own_style(holder: Element, family: str, old: str) -> Element:
    known = {one.get(STYLE + "name") for one in holder}
    source = next(
        (one for one in holder if (one.get(STYLE + "family"), one.get(STYLE + "name")) == (family, old)), None
    )
    style = copy.deepcopy(source) if source is not None else holder.makeelement(STYLE + "style")
    style.set(STYLE + "family", family)
    if source is None and old:
        style.set(STYLE + "parent-style-name", old)
    style.set(STYLE + "name", next(name for number in range(1, 10_000) if (name := f"{NEW}{number}") not in known))
    holder.append(style)
    return style


def _automatic(package: OfficePackage) -> Element:
    root = package.root(CONTENT)
    found = root.find(OFFICE + "automatic-styles")
    if found is None:
        found = root.makeelement(OFFICE + "automatic-styles")
        place = next((number for number, one in enumerate(root) if one.tag == OFFICE + "body"), len(root))
        root.insert(place, found)
    return found


def properties_of(style: Element, kind: str) -> Element:
    """Return a properties element of a style, made in its place if there is none."""
    order = [STYLE + f"{name}-properties" for name in ("table-cell", "graphic", "drawing-page", "paragraph", "text")]
    tag = STYLE + kind
    found = style.find(tag)
    if found is None:
        found = style.makeelement(tag)
        later = set(order[order.index(tag) + 1 :]) if tag in order else set()
        place = next((number for number, one in enumerate(style) if one.tag in later), len(style))
        style.insert(place, found)
    return found


def give_text_look(package: OfficePackage, spans: list[Element], look: Mapping[str, str]) -> bool:
    """Let spans that were just made look otherwise in these attributes."""
    for style in restyled(package, spans, "text", TEXT + "style-name"):
        set_all(properties_of(style, "text-properties"), dict(look))
    return bool(spans)
