"""Undoes what the P checks look for in a pptx: words and their look, things on slides, slides as a whole."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from grading.checks.similar import bare, matches
from grading.rubric.mutants.package import (
    A,
    Element,
    OfficePackage,
    P,
    R,
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

SHOW = "ppt/presentation.xml"
T, RUN, PARAGRAPH, SHAPE = A + "t", A + "r", A + "p", P + "sp"
TITLES = {"title", "ctrTitle"}
RUN_ORDER = tuple(
    A + name
    for name in (
        "ln noFill solidFill gradFill blipFill pattFill grpFill effectLst effectDag highlight uLnTx uLn uFillTx uFill "
        "latin ea cs sym hlinkClick hlinkMouseOver rtl extLst"
    ).split()
)
PARAGRAPH_ORDER = tuple(
    A + name
    for name in (
        "lnSpc spcBef spcAft buClrTx buClr buSzTx buSzPct buSzPts buFontTx buFont buNone buAutoNum buChar buBlip "
        "tabLst defRPr extLst"
    ).split()
)
BULLETS = tuple(A + name for name in ("buNone", "buAutoNum", "buChar", "buBlip"))


def slide_parts(package: OfficePackage) -> list[str]:
    """Return the parts of the slides in the order they are shown."""
    return [package.relation(SHOW, one.get(R + "id")) for one in package.root(SHOW).iter(P + "sldId")]


def slides_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the slide a check is about; all of them when it names none."""
    parts = slide_parts(package)
    number = parameters.get("slide")
    return [package.root(part) for part in (parts if number is None else parts[number - 1 : number])]


def paragraphs_with(package: OfficePackage, parameters: Parameters) -> Iterator[tuple[Element, str]]:
    """Yield the paragraphs with the wanted text, line by line, and what of them is meant ("" = all)."""
    lines = [line for line in str(parameters.get("text", "")).splitlines() if line.strip()] or [""]
    for slide in slides_of(package, parameters):
        own = [one for one in slide.iter(PARAGRAPH) if text_of(one, T).strip()]
        texts = [text_of(one, T) for one in own]
        for line in lines:
            for place in matches(line, texts) if line else range(len(own)):
                yield own[place], line if line in texts[place] and bare(line) != bare(texts[place]) else ""


def runs_of(package: OfficePackage, parameters: Parameters) -> Iterator[Element]:
    """Yield the runs with the wanted text."""
    for paragraph, words in paragraphs_with(package, parameters):
        for text in texts_within(paragraph, T, words):
            run = text.getparent()
            if run is not None:
                yield run


def run_properties(run: Element) -> Element:
    """Return a run's properties, made if there are none."""
    return put_child(run, A + "rPr", (A + "rPr", *{one.tag for one in run}))


def set_run(*choices: dict[str, str]) -> tuple[Undo, ...]:
    """Return the ways that give the chosen runs another attribute."""

    def way(attributes: dict[str, str]) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            runs = list(runs_of(package, parameters))
            for run in runs:
                set_all(run_properties(run), attributes)
            return bool(runs)

        return undo

    return tuple(way(attributes) for attributes in choices)


def set_font(tag: str, *names: str) -> tuple[Undo, ...]:
    """Return the ways that give the chosen runs another font."""

    def way(name: str) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            runs = list(runs_of(package, parameters))
            for run in runs:
                put_child(run_properties(run), A + tag, RUN_ORDER, {"typeface": name})
            return bool(runs)

        return undo

    return tuple(way(name) for name in names)


def coloured(*colours: str) -> tuple[Undo, ...]:
    """Return the ways that give the chosen runs another colour."""

    def way(colour: str) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            runs = list(runs_of(package, parameters))
            for run in runs:
                properties = run_properties(run)
                remove_all(one for tag in ("solidFill", "gradFill", "noFill") for one in properties.findall(A + tag))
                put_child(put_child(properties, A + "solidFill", RUN_ORDER), A + "srgbClr", (), {"val": colour})
            return bool(runs)

        return undo

    return tuple(way(colour) for colour in colours)


def aligned(*values: str) -> tuple[Undo, ...]:
    """Return the ways that align the chosen paragraphs otherwise."""

    def way(value: str) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            found = [paragraph for paragraph, _words in paragraphs_with(package, parameters)]
            for paragraph in found:
                put_child(paragraph, A + "pPr", (A + "pPr", *{one.tag for one in paragraph})).set("algn", value)
            return bool(found)

        return undo

    return tuple(way(value) for value in values)


def unlisted(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take bullets and numbers off."""
    found = [paragraph for paragraph, _words in paragraphs_with(package, parameters)]
    for paragraph in found:
        properties = put_child(paragraph, A + "pPr", (A + "pPr", *{one.tag for one in paragraph}))
        remove_all(one for tag in BULLETS for one in properties.findall(tag))
        put_child(properties, A + "buNone", PARAGRAPH_ORDER)
    return bool(found)


def unlinked(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the links off words and shapes."""
    wanted = str(parameters.get("text", ""))
    links = [
        link
        for slide in slides_of(package, parameters)
        for shape in slide.iter(SHAPE, P + "pic")
        if wanted in text_of(shape, T)
        for link in shape.iter(A + "hlinkClick")
    ]
    return remove_all(links)


def text_gone(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the wanted text out and leave its paragraph empty."""
    found = [
        replace_text(paragraph, T, str(parameters["text"]), "")
        for slide in slides_of(package, parameters)
        for paragraph in slide.iter(PARAGRAPH)
    ]
    return any(found)


def text_miswritten(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Write the paragraph as the starter has it: the wanted text is there, but not in these words."""
    if starter is None:
        return False
    changed = False
    before = [text_of(one, T) for slide in slides_of(starter, parameters) for one in slide.iter(PARAGRAPH)]
    now = [text_of(one, T) for slide in slides_of(package, parameters) for one in slide.iter(PARAGRAPH)]
    lost = [text for text in before if text and text not in now]
    for slide in slides_of(package, parameters):
        for paragraph in slide.iter(PARAGRAPH):
            text = text_of(paragraph, T)
            if str(parameters["text"]) in text and text not in before:
                near = [old for old in lost if _is_near(old, text)]
                if near:
                    changed |= replace_text(paragraph, T, text, near[0])
    return changed


def _is_near(one: str, other: str) -> bool:
    """Tell whether two lines differ in a few characters of equal places."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) * 3 <= len(one)


def text_back(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the deleted text on the slide again."""
    for slide in slides_of(package, parameters):
        for body in list(slide.iter(P + "txBody"))[-1:]:
            paragraph = body.makeelement(PARAGRAPH, {})
            run = put_child(paragraph, RUN, ())
            put_child(run, T, ()).text = str(parameters["text"])
            body.append(paragraph)
            return True
    return False


def other_title(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write another title."""
    changed = False
    for slide in slides_of(package, parameters):
        for shape in slide.iter(SHAPE):
            if any(mark.get("type") in TITLES for mark in shape.iter(P + "ph")):
                for text in shape.iter(T):
                    text.text = "？"
                    changed = True
    return changed


def other_notes(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Empty the notes."""
    parts = slide_parts(package)[parameters["slide"] - 1 : parameters["slide"]]
    texts = [
        text for part in parts for notes in package.related(part, "notesSlide") for text in package.root(notes).iter(T)
    ]
    for text in texts:
        text.text = ""
    return bool(texts)


def dropped(*tags: str, only_with: str = "") -> Undo:
    """Return the way that takes things off the slide, those with a certain part only."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        slides = slides_of(package, parameters)
        found = [one for slide in slides for tag in tags for one in slide.iter(tag)]
        return remove_all(one for one in found if not only_with or one.find(f".//{only_with}") is not None)

    return undo


def one_row_more(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Add an empty row at the end of the table."""
    changed = False
    for table in [one for slide in slides_of(package, parameters) for one in slide.iter(A + "tbl")]:
        rows = table.findall(A + "tr")
        if rows:
            row = copy.deepcopy(rows[-1])
            for text in row.iter(T):
                text.text = ""
            table.insert(table.index(rows[-1]) + 1, row)
            changed = True
    return changed


def no_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the transitions off, whatever namespace they are in."""
    slides = slides_of(package, parameters)
    return remove_all(
        one for slide in slides for one in slide.iter() if str(one.tag).rpartition("}")[2] == "transition"
    )


def unhidden(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the slide again."""
    found = [slide for slide in slides_of(package, parameters) if slide.get("show") is not None]
    for slide in found:
        drop(slide, "show")
    return bool(found)


def other_size(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the slides narrower."""
    sizes = list(package.root(SHOW).iter(P + "sldSz"))
    for size in sizes:
        size.set("cx", str(int(size.get("cx", "0")) * 5 // 7))
        drop(size, "type")
    return bool(sizes)


def one_slide_less(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last slide out."""
    return remove_all(list(package.root(SHOW).iter(P + "sldId"))[-1:])


def reordered(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Put the last slide first."""
    slides = list(package.root(SHOW).iter(P + "sldId"))
    parent = slides[0].getparent() if len(slides) > 1 else None
    if parent is None:
        return False
    remove(slides[-1])
    parent.insert(0, slides[-1])
    return True


def other_layout(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the slide another layout of the file."""
    changed = False
    for part in slide_parts(package)[parameters["slide"] - 1 : parameters["slide"]]:
        used = package.related(part, "slideLayout")
        kinds = {name: package.root(name).get("type", "") for name in package.names if "/slideLayouts/slide" in name}
        others = [name for name, kind in kinds.items() if used and kind != kinds.get(used[0])]
        for one in package.relations(part):
            if one.get("Type", "").endswith("/slideLayout") and others:
                one.set("Target", f"/{others[0]}")
                changed = True
    return changed


SLIDE: dict[str, tuple[Undo, ...]] = {
    "P.slide_count": (one_slide_less,),
    "P.slide_order": (reordered,),
    "P.slide_title": (other_title,),
    "P.text_present": (text_miswritten, text_gone),
    "P.text_absent": (text_back,),
    "P.layout": (other_layout,),
    "P.font_east_asian": set_font("ea", "隶书", "微软雅黑"),
    "P.font_latin": set_font("latin", "Impact", "Courier New"),
    "P.font_size": set_run({"sz": "1150"}, {"sz": "2350"}),
    "P.bold": set_run({"b": "0"}, {"b": "1"}),
    "P.italic": set_run({"i": "0"}, {"i": "1"}),
    "P.underline": set_run({"u": "none"}, {"u": "sng"}),
    "P.strike": set_run({"strike": "noStrike"}, {"strike": "sngStrike"}),
    "P.baseline": set_run({"baseline": "0"}, {"baseline": "30000"}),
    "P.capitals": set_run({"cap": "none"}, {"cap": "all"}),
    "P.spacing": set_run({"spc": "0"}, {"spc": "750"}),
    "P.colour": coloured("5A4632", "C8DCF0"),
    "P.alignment": aligned("l", "r"),
    "P.bulleted": (unlisted,),
    "P.hyperlink": (unlinked,),
    "P.notes": (other_notes,),
    "P.picture": (dropped(P + "pic"), dropped(SHAPE, only_with=A + "blip")),
    "P.table": (one_row_more, dropped(P + "graphicFrame", only_with=A + "tbl")),
    "P.transition": (no_effect,),
    "P.background": (dropped(P + "bg"),),
    "P.animation": (dropped(P + "timing"),),
    "P.hidden": (unhidden,),
    "P.slide_size": (other_size,),
}
