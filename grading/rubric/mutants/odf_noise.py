"""What else an OpenDocument program might have written for the same work: spans, names of styles, an empty paragraph.

Like all of `grading.rubric.noise` this changes nothing that a person sees.
"""

from __future__ import annotations

import copy

from grading.office.odf.names import OFFICE, STYLE, TEXT
from grading.rubric.mutants.odf import CONTENT, Slot, body_of, paragraphs_of, slots_of
from grading.rubric.mutants.package import Element, OfficePackage

REVISION = "{http://openoffice.org/2009/office}rsid"
SPLIT, PREFIX = "Revision", "N"
SHORTEST = 2


def split_spans(package: OfficePackage) -> bool:
    """Cut every stretch of text in two, as programs do that mark what was written in which sitting."""
    styles = package.root(CONTENT).find(OFFICE + "automatic-styles")
    if styles is None:
        return False
    mark = styles.makeelement(STYLE + "style", {STYLE + "name": SPLIT, STYLE + "family": "text"})
    mark.append(mark.makeelement(STYLE + "text-properties", {REVISION: "001a2b3c"}))
    styles.append(mark)
    changed = False
    for paragraph in paragraphs_of(body_of(package)):
        for slot in list(slots_of(paragraph)):
            changed |= _cut(slot)
    return changed


def _cut(slot: Slot) -> bool:
    """Put the second half of a text into a span: a copy of the one it is in, or one that says nothing."""
    text, holder = slot.text, slot.holder
    half = len(text) // 2
    if len(text.strip()) < SHORTEST or text[half - 1].isspace() or text[half].isspace():
        return False
    parent = holder.getparent()
    is_whole_span = holder.tag == TEXT + "span" and not slot.is_tail and not len(holder)
    if is_whole_span and parent is not None:
        second = copy.deepcopy(holder)
        second.text, second.tail = text[half:], holder.tail
        slot.write(text[:half])
        holder.tail = None
        holder.addnext(second)
        return True
    span = holder.makeelement(TEXT + "span", {TEXT + "style-name": SPLIT})
    span.text = text[half:]
    slot.write(text[:half])
    if slot.is_tail:
        tail = holder.tail
        holder.addnext(span)
        holder.tail, span.tail = tail, None
    else:
        holder.insert(0, span)
    return True


def renamed_styles(package: OfficePackage) -> bool:
    """Give all automatic styles other names."""
    root = package.root(CONTENT)
    styles = root.find(OFFICE + "automatic-styles")
    names = {one.get(STYLE + "name", "") for one in styles} if styles is not None else set()
    for one in styles if styles is not None else ():
        one.set(STYLE + "name", PREFIX + one.get(STYLE + "name", ""))
    for element in root.iter():
        for name, value in element.items():
            if str(name).endswith("style-name") and str(value) in names:
                element.set(str(name), PREFIX + str(value))
    return bool(names)


def blank_paragraph(package: OfficePackage) -> bool:
    """Add an empty paragraph at the end of a text."""
    body: Element = body_of(package)
    body.append(body.makeelement(TEXT + "p"))
    return True
