"""Undoes what the P checks look for in the words of a pptx and their look; finds its slides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from grading.checks.character_properties import HIGHLIGHT_NAMES
from grading.checks.names import colour_code, length_points, size_points
from grading.checks.similar import bare, matches
from grading.rubric.mutants.near import near_colour, near_text
from grading.rubric.mutants.package import (
    A,
    Element,
    OfficePackage,
    P,
    R,
    changed_any,
    put_child,
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


def text_shortened(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the wanted text without its last letter."""
    wanted = str(parameters["text"])
    return changed_any(
        replace_text(paragraph, T, wanted, near_text(wanted))
        for slide in slides_of(package, parameters)
        for paragraph in slide.iter(PARAGRAPH)
    )


def last_letter_gone(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the last letter out of the paragraphs that hold the wanted text across several lines."""
    wanted = bare(str(parameters["text"]))
    found = [
        one
        for slide in slides_of(package, parameters)
        for one in slide.iter(PARAGRAPH)
        if wanted in bare(text_of(one, T))
    ]
    return changed_any(_cut(list(paragraph.iter(T))) for paragraph in found)


def other_title(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the title without its last letter."""
    changed = False
    for slide in slides_of(package, parameters):
        for shape in slide.iter(SHAPE):
            if any(mark.get("type") in TITLES for mark in shape.iter(P + "ph")):
                texts = [text for text in shape.iter(T) if (text.text or "").strip()]
                for text in texts[-1:]:
                    text.text = near_text(text.text or "")
                    changed = True
    return changed


def other_notes(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Write the wanted words of the notes without their last letter."""
    parts = slide_parts(package)[parameters["slide"] - 1 : parameters["slide"]]
    wanted = str(parameters["text"])
    changed = False
    for notes in [notes for part in parts for notes in package.related(part, "notesSlide")]:
        root = package.root(notes)
        found = changed_any(replace_text(one, T, wanted, near_text(wanted)) for one in root.iter(PARAGRAPH))
        changed |= found or _cut(list(root.iter(T)))
    return changed


def _cut(texts: list[Element]) -> bool:
    """Leave the last letter out of a text in several paragraphs."""
    filled = [text for text in texts if (text.text or "").strip()]
    for text in filled[-1:]:
        text.text = near_text(text.text or "")
    return bool(filled)


def near_size(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the size two points larger than wanted."""
    runs = list(runs_of(package, parameters))
    for run in runs:
        run_properties(run).set("sz", str(int((size_points(str(parameters["size"])) + 2) * 100)))
    return bool(runs)


def near_coloured(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Give the text a colour beside the wanted one."""
    return coloured(near_colour(colour_code(str(parameters["colour"]))))[0](package, parameters, starter)


def near_spacing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Set the characters one point further apart than wanted."""
    runs = list(runs_of(package, parameters))
    for run in runs:
        run_properties(run).set("spc", str(int((length_points(str(parameters["value"])) + 1) * 100)))
    return bool(runs)


def near_highlight(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Highlight in a colour beside the wanted one."""
    name = str(parameters["colour"])
    code = near_colour(HIGHLIGHT_NAMES.get(name.lower()) or colour_code(name))
    runs = list(runs_of(package, parameters))
    for run in runs:
        properties = run_properties(run)
        remove_all(properties.findall(A + "highlight"))
        put_child(put_child(properties, A + "highlight", RUN_ORDER), A + "srgbClr", (), {"val": code})
    return bool(runs)


def no_text_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the effects of letters off, those of the shape's path too."""
    tags = [A + name for name in ("effectLst", "ln")]
    runs = list(runs_of(package, parameters))
    return remove_all(one for run in runs for tag in tags for one in run_properties(run).findall(tag))


def other_text_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the letters a soft edge in the place of the wanted effect."""
    if not parameters.get("effect"):
        return False
    runs = [run for run in runs_of(package, parameters) if run_properties(run).find(A + "effectLst") is not None]
    for run in runs:
        effects = put_child(run_properties(run), A + "effectLst", RUN_ORDER)
        remove_all(list(effects))
        put_child(effects, A + "softEdge", (), {"rad": "12700"})
    return bool(runs)


TEXTS: dict[str, tuple[Undo, ...]] = {
    "P.slide_title": (other_title,),
    "P.text_present": (text_miswritten, text_shortened, last_letter_gone, text_gone),
    "P.text_absent": (text_back,),
    "P.font_east_asian": set_font("ea", "隶书", "微软雅黑"),
    "P.font_latin": set_font("latin", "Impact", "Courier New"),
    "P.font_size": (near_size, *set_run({"sz": "1150"}, {"sz": "2350"})),
    "P.bold": set_run({"b": "0"}, {"b": "1"}),
    "P.italic": set_run({"i": "0"}, {"i": "1"}),
    "P.underline": (*set_run({"u": "dashLong"}), *set_run({"u": "none"}, {"u": "sng"})),
    "P.strike": set_run({"strike": "noStrike"}, {"strike": "sngStrike"}),
    "P.baseline": set_run({"baseline": "0"}, {"baseline": "30000"}),
    "P.capitals": set_run({"cap": "none"}, {"cap": "all"}),
    "P.spacing": (near_spacing, *set_run({"spc": "0"}, {"spc": "750"})),
    "P.colour": (near_coloured, *coloured("5A4632", "C8DCF0")),
    "P.highlight": (near_highlight,),
    "P.text_effect": (other_text_effect, no_text_effect),
    "P.notes": (other_notes,),
}
