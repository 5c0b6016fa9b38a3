"""Undoes what the W checks look for in a docx: characters, paragraphs, page, tables, objects.

Every function takes the package and the check's parameters and changes the
package; it returns nothing when it could do nothing. Several ways of one check
stand in the order of how a candidate would most likely leave it out.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from grading.checks.selectors import LONGEST_HEADING, PROSE_ENDS
from grading.checks.similar import bare, matches
from grading.rubric.mutants.package import (
    Element,
    OfficePackage,
    R,
    W,
    drop,
    put_child,
    remove,
    remove_all,
    replace_text,
    set_all,
    text_of,
    texts_within,
)

Parameters = dict[str, Any]
Undo = Callable[[OfficePackage, Parameters, OfficePackage | None], bool]
"""Changes the package; the starter's package is given where there is one. Tells whether anything was changed."""

BODY = "word/document.xml"
T, RUN, PARAGRAPH = W + "t", W + "r", W + "p"
RUN_ORDER = tuple(
    W + name
    for name in (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
        "lang"
    ).split()
)
PARAGRAPH_ORDER = tuple(
    W + name
    for name in (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr"
    ).split()
)


def body_of(package: OfficePackage) -> Element:
    """Return the body of the document."""
    found = package.root(BODY).find(W + "body")
    if found is None:
        raise ValueError("a document without a body")
    return found


def paragraphs_of(package: OfficePackage) -> list[Element]:
    """Return all paragraphs of the body, those in tables and text boxes included."""
    return list(body_of(package).iter(PARAGRAPH))


def own_text(paragraph: Element) -> str:
    """Return a paragraph's text."""
    return text_of(paragraph, T)


def chosen(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the paragraphs a `where` means, by the same rules as the checks."""
    where = parameters.get("where", {})
    everything = [one for one in paragraphs_of(package) if own_text(one).strip()]
    texts = [own_text(one) for one in everything]
    if where.get("text"):
        return [everything[place] for place in matches(where["text"], texts)]
    if where.get("texts"):
        return [everything[place] for text in where["texts"] for place in matches(text, texts)]
    top = [one for one in everything if one.getparent() is body_of(package)]
    if where.get("index"):
        return top[where["index"] - 1 : where["index"]]
    if where.get("heading"):
        return [one for one in everything if _heading_level(package, one) == where["heading"]]
    if where.get("body"):
        return [one for one in top if _is_prose(own_text(one))]
    return everything


def runs_of(package: OfficePackage, parameters: Parameters) -> Iterator[Element]:
    """Yield the runs a `where` means; with `words` those that hold them."""
    words = parameters.get("where", {}).get("words", "")
    for paragraph in chosen(package, parameters):
        seen: list[Element] = []
        for text in texts_within(paragraph, T, words):
            run = text.getparent()
            if run is not None and run.tag == RUN and all(run is not one for one in seen):
                seen.append(run)
                yield run


def set_run(tag: str, *choices: dict[str, str]) -> tuple[Undo, ...]:
    """Return the ways that give the chosen runs another value of a property."""

    def way(attributes: dict[str, str]) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            changed = False
            for run in runs_of(package, parameters):
                properties = put_child(run, W + "rPr", (W + "rPr", *[one.tag for one in run]))
                put_child(properties, W + tag, RUN_ORDER, {W + name: value for name, value in attributes.items()})
                changed = True
            return changed

        return undo

    return tuple(way(attributes) for attributes in choices)


def set_paragraph(tag: str, *choices: dict[str, str], gone: Iterable[str] = ()) -> tuple[Undo, ...]:
    """Return the ways that give the chosen paragraphs another value; attributes `gone` are dropped, others kept."""

    def way(attributes: dict[str, str]) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            changed = False
            for paragraph in chosen(package, parameters):
                child = put_child(properties_of(paragraph), W + tag, PARAGRAPH_ORDER)
                for name in gone:
                    drop(child, W + name)
                set_all(child, {W + name: value for name, value in attributes.items()})
                changed = True
            return changed

        return undo

    return tuple(way(attributes) for attributes in choices)


def no_drop_cap(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the frame off the paragraphs and off those before them, where a dropped letter stands by itself."""
    found = chosen(package, parameters)
    before = [one for paragraph in found if (one := paragraph.getprevious()) is not None and one.tag == PARAGRAPH]
    return remove_all(one for paragraph in (*found, *before) for one in properties_of(paragraph).findall(W + "framePr"))


def unstyled(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take style and outline level off, and keep the look of the characters as the style gave it."""
    changed = False
    for paragraph in chosen(package, parameters):
        properties = properties_of(paragraph)
        changed |= remove_all([*properties.findall(W + "pStyle"), *properties.findall(W + "outlineLvl")])
    return changed


def unlisted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take bullets and numbers off, also those of a style."""
    changed = False
    for paragraph in chosen(package, parameters):
        properties = properties_of(paragraph)
        remove_all(properties.findall(W + "numPr"))
        numbering = put_child(properties, W + "numPr", PARAGRAPH_ORDER)
        put_child(numbering, W + "numId", (), {W + "val": "0"})
        changed = True
    return changed


def text_gone(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the wanted text out; a paragraph that is nothing else goes with it."""
    wanted = parameters["text"]
    changed = False
    for paragraph in paragraphs_of(package):
        if bare(own_text(paragraph)) == bare(wanted) and paragraph.getparent() is body_of(package):
            remove(paragraph)
            changed = True
        elif replace_text(paragraph, T, wanted, ""):
            changed = True
    return changed


def text_back(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Bring a deleted text back, as the starter had it, behind the paragraph that stood before it there."""
    wanted = parameters["text"]
    body = body_of(package)
    if starter is not None:
        before: Element | None = None
        for paragraph in paragraphs_of(starter):
            if bare(wanted) in bare(own_text(paragraph)):
                _insert_behind(body, before, copy.deepcopy(paragraph))
                return True
            before = paragraph if own_text(paragraph).strip() else before
    _insert_behind(body, None, made_paragraph(wanted))
    return True


def unreplaced(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the old words again everywhere."""
    found = [replace_text(one, T, parameters["new"], parameters["old"]) for one in paragraphs_of(package)]
    return any(found)


def moved_away(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Put that paragraph elsewhere which stands elsewhere in the starter too, else the last of the order first."""
    texts = parameters["texts"]
    order = _order_in(starter, texts) if starter is not None else []
    wrong = [texts[after] for before, after in pairwise(order) if before > after]
    body = body_of(package)
    for text in [*wrong, *texts[1:-1], texts[-1]]:
        place = _place(package, text)
        first = _place(package, texts[0])
        if place is None or first is None or place is first:
            continue
        remove(place)
        body.insert(body.index(first), place)
        return True
    return False


def joined(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Join the first of the paragraphs with its neighbour."""
    place = _place(package, parameters["texts"][0])
    if place is None:
        return False
    other = place.getnext()
    if other is None or other.tag != PARAGRAPH or not own_text(other).strip():
        other = place.getprevious()
    if other is None or other.tag != PARAGRAPH:
        return False
    first, second = (place, other) if place.getnext() is other else (other, place)
    for run in [one for one in second if one.tag != W + "pPr"]:
        first.append(run)
    remove(second)
    return True


def unlinked(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the words of a hyperlink without the link."""
    changed = False
    for link in [one for one in body_of(package).iter(W + "hyperlink") if parameters["text"] in text_of(one, T)]:
        parent = link.getparent()
        if parent is None:
            continue
        for child in list(link):
            parent.insert(parent.index(link), child)
        parent.remove(link)
        changed = True
    return changed


def linked_elsewhere(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the hyperlink point elsewhere."""
    wanted = {
        one.get(R + "id") for one in body_of(package).iter(W + "hyperlink") if parameters["text"] in text_of(one, T)
    }
    found = [one for one in package.relations(BODY) if one.get("Id") in wanted]
    for relation in found:
        relation.set("Target", "https://elsewhere.example/")
    return bool(found)


def properties_of(paragraph: Element) -> Element:
    """Return a paragraph's properties, made if there are none."""
    return put_child(paragraph, W + "pPr", (W + "pPr", *{one.tag for one in paragraph}))


def made_paragraph(text: str) -> Element:
    """Return a new paragraph."""
    paragraph = body_child("p")
    run = body_child("r")
    words = body_child("t")
    words.text = text
    run.append(words)
    paragraph.append(run)
    return paragraph


def body_child(name: str) -> Element:
    """Return a new element of the document's dialect."""
    from lxml import etree

    return etree.Element(W + name)


def _insert_behind(body: Element, before: Element | None, paragraph: Element) -> None:
    wanted = own_text(before) if before is not None else ""
    for one in body:
        if wanted and one.tag == PARAGRAPH and bare(own_text(one)) == bare(wanted):
            body.insert(body.index(one) + 1, paragraph)
            return
    last = body.find(W + "sectPr")
    body.insert(len(body) if last is None else body.index(last), paragraph)


def _place(package: OfficePackage, text: str) -> Element | None:
    own = [one for one in body_of(package) if one.tag == PARAGRAPH and own_text(one).strip()]
    places = matches(text, [own_text(one) for one in own])
    return own[places[0]] if places else None


def _order_in(package: OfficePackage, texts: list[str]) -> list[int]:
    """Return the numbers of the texts in the order in which they stand."""
    own = [own_text(one) for one in body_of(package) if one.tag == PARAGRAPH and own_text(one).strip()]
    places = {number: found[0] for number, text in enumerate(texts) if (found := matches(text, own))}
    return sorted(places, key=lambda number: places[number])


def _heading_level(package: OfficePackage, paragraph: Element) -> int:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        return 0
    outline = properties.find(W + "outlineLvl")
    if outline is not None:
        return int(outline.get(W + "val", "9")) + 1
    style = properties.find(W + "pStyle")
    if style is None or not package.has("word/styles.xml"):
        return 0
    for one in package.root("word/styles.xml").iter(W + "style"):
        if one.get(W + "styleId") == style.get(W + "val"):
            name = one.find(W + "name")
            text = bare(name.get(W + "val", "") if name is not None else "").casefold()
            rest = text.removeprefix("heading").removeprefix("标题")
            return int(rest) if rest != text and rest.isdecimal() else 0
    return 0


def _is_prose(text: str) -> bool:
    words = " ".join(text.split())
    return len(words) > LONGEST_HEADING or words.endswith(tuple(PROSE_ENDS))


WORD_TEXT: dict[str, tuple[Undo, ...]] = {
    "W.font_east_asian": set_run("rFonts", {"eastAsia": "隶书"}, {"eastAsia": "微软雅黑"}),
    "W.font_latin": set_run("rFonts", *({"ascii": name, "hAnsi": name} for name in ("Impact", "Courier New"))),
    "W.font_size": set_run("sz", {"val": "15"}, {"val": "25"}),
    "W.bold": set_run("b", {"val": "0"}, {"val": "1"}),
    "W.italic": set_run("i", {"val": "0"}, {"val": "1"}),
    "W.strike": set_run("strike", {"val": "0"}, {"val": "1"}),
    "W.emphasis_dot": set_run("em", {"val": "none"}, {"val": "dot"}),
    "W.underline": set_run("u", {"val": "none"}, {"val": "single"}),
    "W.colour": set_run("color", {"val": "5A4632"}, {"val": "C8DCF0"}),
    "W.highlight": set_run("highlight", {"val": "none"}, {"val": "darkGray"}),
    "W.spacing": set_run("spacing", {"val": "0"}, {"val": "140"}),
    "W.baseline": set_run("vertAlign", {"val": "baseline"}, {"val": "superscript"}),
    "W.alignment": set_paragraph("jc", {"val": "left"}, {"val": "right"}),
    "W.first_line_indent": set_paragraph(
        "ind",
        *({"firstLine": length, "firstLineChars": "0"} for length in ("0", "1200")),
        gone=("hanging", "hangingChars"),
    ),
    "W.hanging_indent": set_paragraph(
        "ind",
        *({"hanging": length, "hangingChars": "0"} for length in ("0", "1200")),
        gone=("firstLineChars", "firstLine"),
    ),
    "W.indent_left": set_paragraph(
        "ind", *({"left": length, "leftChars": "0"} for length in ("0", "1700")), gone=("start", "startChars")
    ),
    "W.indent_right": set_paragraph(
        "ind", *({"right": length, "rightChars": "0"} for length in ("0", "1700")), gone=("end", "endChars")
    ),
    "W.space_before": set_paragraph(
        "spacing",
        *({"before": length, "beforeLines": "0", "beforeAutospacing": "0"} for length in ("0", "700")),
    ),
    "W.space_after": set_paragraph(
        "spacing",
        *({"after": length, "afterLines": "0", "afterAutospacing": "0"} for length in ("0", "700")),
    ),
    "W.line_spacing": set_paragraph(
        "spacing", {"line": "240", "lineRule": "auto"}, {"line": "720", "lineRule": "auto"}
    ),
    "W.heading": (unstyled,),
    "W.style": (unstyled,),
    "W.bulleted": (unlisted,),
    "W.numbered": (unlisted,),
    "W.drop_cap": (no_drop_cap,),
    "W.text_present": (text_gone,),
    "W.text_absent": (text_back,),
    "W.replaced": (unreplaced,),
    "W.paragraph_order": (moved_away,),
    "W.paragraph_alone": (joined,),
    "W.hyperlink": (unlinked, linked_elsewhere),
}
