"""Undoes styles and lists of a docx: another style of the same look, another level, other marks, a style's own look."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable

from grading.checks.names import is_same_font
from grading.checks.similar import bare, matches
from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child, remove_all
from grading.rubric.mutants.word import (
    BODY,
    PARAGRAPH_ORDER,
    RUN,
    RUN_ORDER,
    Parameters,
    Undo,
    chosen,
    own_text,
    paragraphs_of,
    properties_of,
)
from grading.rubric.mutants.word_places import STYLE_ORDER, chain, copied_style, find_style, style_id, styles_of
from grading.rubric.mutants.word_values import near_font, near_size

BODY_LEVEL = "9"
BY_HAND = "手工格式"
MOST_LEVELS = 9
LEVEL_ORDER = tuple(
    W + name for name in "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr".split()
)


def by_hand(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the paragraphs look as their style made them, without the style: as if they had been formatted by hand."""
    return _restyled(package, parameters, _body_text)


def other_level(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the paragraphs be headings of the next level, and look as they did."""
    level = int(parameters["level"])
    other = level if level < MOST_LEVELS else level - 2

    def give(properties: Element) -> None:
        put_child(properties, W + "outlineLvl", PARAGRAPH_ORDER, {W + "val": str(other)})

    return _restyled(package, parameters, give)


def other_style(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the paragraphs a style of another name that looks and counts the same."""
    return _restyled(package, parameters, lambda _properties: None)


def _body_text(properties: Element) -> None:
    put_child(properties, W + "outlineLvl", PARAGRAPH_ORDER, {W + "val": BODY_LEVEL})


def _restyled(package: OfficePackage, parameters: Parameters, give: Callable[[Element], None]) -> bool:
    """Give the paragraphs copies of their styles; `give` changes the copy's and the paragraphs' own properties."""
    made: dict[str, str] = {}
    changed = False
    for paragraph in chosen(package, parameters):
        own = properties_of(paragraph)
        old = style_id(paragraph)
        if old not in made:
            style = copied_style(package, old, BY_HAND)
            if style is not None:
                give(put_child(style, W + "pPr", STYLE_ORDER))
            made[old] = "" if style is None else style.get(W + "styleId", "")
        if made[old]:
            put_child(own, W + "pStyle", PARAGRAPH_ORDER, {W + "val": made[old]})
        if own.find(W + "outlineLvl") is not None:
            give(own)
        changed = changed or bool(made[old]) or own.find(W + "outlineLvl") is not None
    return changed


def relisted(change: Callable[[Element, Parameters], bool]) -> Undo:
    """Return the way that gives the paragraphs a list of their own, changed, that is else like theirs."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        made: dict[str, str] = {}
        changed = False
        for paragraph in chosen(package, parameters):
            own = _numbering(package, paragraph)
            number, depth = _value(own, "numId"), _value(own, "ilvl") or "0"
            if not number:
                continue
            if number not in made:
                made[number] = _copied_list(package, number, depth, lambda level: change(level, parameters))
            if made[number]:
                mine = put_child(properties_of(paragraph), W + "numPr", PARAGRAPH_ORDER)
                put_child(mine, W + "ilvl", (W + "ilvl", W + "numId"), {W + "val": depth})
                put_child(mine, W + "numId", (W + "ilvl", W + "numId"), {W + "val": made[number]})
                changed = True
        return changed

    return undo


def other_depth(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Move the paragraphs one level deeper in their list, from the last level one up."""
    level = int(parameters["level"])
    other = level if level < MOST_LEVELS else level - 2
    changed = False
    for paragraph in chosen(package, parameters):
        number = _value(_numbering(package, paragraph), "numId")
        if number:
            mine = put_child(properties_of(paragraph), W + "numPr", PARAGRAPH_ORDER)
            put_child(mine, W + "ilvl", (W + "ilvl", W + "numId"), {W + "val": str(other)})
            put_child(mine, W + "numId", (W + "ilvl", W + "numId"), {W + "val": number})
            changed = True
    return changed


def _numbering(package: OfficePackage, paragraph: Element) -> Element | None:
    """Return the w:numPr of a paragraph or of the nearest style that has one."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is not None:
        return own
    found = (style.find(f"{W}pPr/{W}numPr") for style in chain(package, style_id(paragraph)))
    return next((one for one in found if one is not None), None)


def _value(element: Element | None, tag: str) -> str:
    child = None if element is None else element.find(W + tag)
    return "" if child is None else child.get(W + "val", "")


def _copied_list(package: OfficePackage, number: str, depth: str, change: Callable[[Element], bool]) -> str:
    """Make a list like another with one level changed; returns its number, "" where it cannot be made."""
    parts = package.related(BODY, "numbering")
    if not parts:
        return ""
    root = package.root(parts[0])
    old = next((one for one in root.findall(W + "num") if one.get(W + "numId") == number), None)
    abstract = next(
        (
            one
            for one in root.findall(W + "abstractNum")
            if one.get(W + "abstractNumId") == _value(old, "abstractNumId")
        ),
        None,
    )
    if old is None or abstract is None:
        return ""
    made, more = copy.deepcopy(abstract), copy.deepcopy(old)
    level = next((one for one in made.findall(W + "lvl") if one.get(W + "ilvl") == depth), None)
    for override in more.findall(W + "lvlOverride"):
        level = override.find(W + "lvl") if override.get(W + "ilvl") == depth and len(override) > 0 else level
    if level is None or not change(level):
        return ""
    made.set(W + "abstractNumId", _next(root.findall(W + "abstractNum"), "abstractNumId"))
    remove_all([*made.findall(W + "nsid"), *made.findall(W + "styleLink"), *made.findall(W + "numStyleLink")])
    more.set(W + "numId", _next(root.findall(W + "num"), "numId"))
    put_child(more, W + "abstractNumId", (), {W + "val": made.get(W + "abstractNumId", "")})
    abstract.addnext(made)
    old.addnext(more)
    return more.get(W + "numId", "")


def _next(elements: Iterable[Element], name: str) -> str:
    return str(max((int(one.get(W + name, "0")) for one in elements), default=0) + 1)


def _marked(level: Element, form: str, text: str) -> bool:
    put_child(level, W + "numFmt", LEVEL_ORDER, {W + "val": form})
    put_child(level, W + "lvlText", LEVEL_ORDER, {W + "val": text})
    remove_all(level.findall(W + "lvlPicBulletId"))
    return True


def _other_bullet(level: Element, parameters: Parameters) -> bool:
    """Take another sign where the rubric names one, else numbers."""
    if not parameters.get("format"):
        return _marked(level, "decimal", "%1.")
    return _marked(level, "bullet", "◇" if parameters["format"] != "◇" else "○")


def _other_number(level: Element, parameters: Parameters) -> bool:
    """Count with other figures where the rubric names them, else take bullets."""
    if not parameters.get("format"):
        return _marked(level, "bullet", "●")
    put_child(level, W + "numFmt", LEVEL_ORDER, {
        W + "val": "upperLetter" if parameters["format"] != "upperLetter" else "decimal",
    })  # fmt: skip
    return True


def other_look(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the style look a little otherwise: its size, else its font, else its weight."""
    style = _named_style(package, str(parameters["name"]))
    if style is None:
        return False
    properties = put_child(style, W + "rPr", STYLE_ORDER)
    if parameters.get("size"):
        size = str(int(near_size(str(parameters["size"])) * 2))
        put_child(properties, W + "sz", RUN_ORDER, {W + "val": size})
    elif parameters.get("font"):
        _refont(properties, str(parameters["font"]))
    elif parameters.get("bold") is not None:
        put_child(properties, W + "b", RUN_ORDER, {W + "val": "0" if parameters["bold"] else "1"})
    else:
        return False
    return True


def other_look_font(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Let the style have another font and leave its size."""
    return bool(parameters.get("font")) and other_look(package, {**parameters, "size": ""}, starter)


def other_look_weight(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Let the style have another weight and leave its size and font."""
    only = {**parameters, "size": "", "font": ""}
    return parameters.get("bold") is not None and other_look(package, only, starter)


def _refont(properties: Element, wanted: str) -> None:
    fonts = put_child(properties, W + "rFonts", RUN_ORDER)
    for slot in ("ascii", "hAnsi", "eastAsia"):
        drop(fonts, f"{W}{slot}Theme")
        own = fonts.get(W + slot)
        if own is None or is_same_font(own, wanted):
            fonts.set(W + slot, near_font(wanted))


def unapplied(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the style defined and use it nowhere."""
    style = _named_style(package, str(parameters["name"]))
    if style is None or not parameters.get("used", True):
        return False
    identity = style.get(W + "styleId", "")
    users = [one for one in paragraphs_of(package) if style_id(one) in {identity, ""}]
    users = [one for one in users if find_style(package, style_id(one)) is style]
    copied = copied_style(package, identity, BY_HAND)
    for paragraph in users if copied is not None else ():
        name = copied.get(W + "styleId", "") if copied is not None else ""
        put_child(properties_of(paragraph), W + "pStyle", PARAGRAPH_ORDER, {W + "val": name})
    return bool(users)


def _named_style(package: OfficePackage, name: str) -> Element | None:
    wanted = _key(name)
    return next((one for one in styles_of(package) if _key(_value(one, "name")) == wanted), None)


def _key(name: str) -> str:
    return bare(name).casefold().replace("heading", "标题")


def differing(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Align the paragraph otherwise than the one it must be like."""
    for paragraph in _meant(package, parameters):
        jc = put_child(properties_of(paragraph), W + "jc", PARAGRAPH_ORDER)
        jc.set(W + "val", "right" if jc.get(W + "val") != "right" else "center")
        return True
    return False


def unlike(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Give the paragraph another look in everything that is compared."""
    for paragraph in _meant(package, parameters):
        properties = properties_of(paragraph)
        put_child(properties, W + "spacing", PARAGRAPH_ORDER).set(W + "line", "771")
        put_child(properties, W + "spacing", PARAGRAPH_ORDER).set(W + "lineRule", "auto")
        put_child(properties, W + "ind", PARAGRAPH_ORDER, {W + "firstLine": "771", W + "firstLineChars": "377"})
        for run in paragraph.iter(RUN):
            own = put_child(run, W + "rPr", (W + "rPr", *[one.tag for one in run]))
            put_child(own, W + "sz", RUN_ORDER, {W + "val": "77"})
        return differing(package, parameters, starter)
    return False


def _meant(package: OfficePackage, parameters: Parameters) -> list[Element]:
    own = [one for one in paragraphs_of(package) if own_text(one).strip()]
    return [own[place] for place in matches(str(parameters["text"]), [own_text(one) for one in own])]


LEFT_OUT_STYLES: dict[str, tuple[Undo, ...]] = {
    "W.heading": (by_hand,),
    "W.style": (by_hand,),
    "W.list_level": (other_depth,),
    "W.style_defined": (unapplied, other_look),
    "W.same_format": (unlike,),
}
NEAR_STYLES: dict[str, tuple[Undo, ...]] = {
    "W.heading": (other_level,),
    "W.style": (other_style,),
    "W.bulleted": (relisted(_other_bullet),),
    "W.numbered": (relisted(_other_number),),
    "W.list_level": (other_depth,),
    "W.style_defined": (other_look, other_look_font, other_look_weight),
    "W.same_format": (differing,),
}
