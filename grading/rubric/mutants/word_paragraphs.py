"""Gives paragraphs of a docx a look beside the wanted one, where it stands: on the paragraphs or in their style."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from grading.checks.lengths import in_characters, in_lines, multiple
from grading.checks.names import length_points
from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child, remove_all, set_all
from grading.rubric.mutants.word import PARAGRAPH_ORDER, Parameters, Undo, chosen, properties_of, set_paragraph
from grading.rubric.mutants.word_places import paragraph_places
from grading.rubric.mutants.word_values import OFF_POINTS, near_colour, near_length, twips

BORDER_ORDER = tuple(W + name for name in ("top", "left", "bottom", "right", "between", "bar"))
SIDES = "top bottom left right"
ALIGNMENTS = {"left": "both", "justify": "left", "center": "right", "right": "center", "distribute": "both"}
PAGINATION = {
    "keep_next": "keepNext", "keep_lines": "keepLines", "page_break_before": "pageBreakBefore",
    "widow_control": "widowControl",
}  # fmt: skip
A_CHARACTER_TWIPS = 210
A_LINE_TWIPS = 240
HALF_A_CHARACTER = Decimal("0.5")
"""How far an indent in characters is off: five times the tolerance."""

Values = Callable[[Parameters], dict[str, str]]


def near_paragraph(tag: str, values: Values, gone: tuple[str, ...] = ()) -> Undo:
    """Return the way that puts another value where the property stands; attributes `gone` go, others stay."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        attributes = values(parameters)
        places = paragraph_places(package, parameters, tag, (*attributes, *gone))
        for place in places:
            child = put_child(place, W + tag, PARAGRAPH_ORDER)
            for name in gone:
                drop(child, W + name)
            set_all(child, {W + name: value for name, value in attributes.items()})
        return bool(places)

    return undo


def _indent(side: str) -> Values:
    """Return half a character more of an indent, or a little more of a length; a length takes characters away."""

    def values(parameters: Parameters) -> dict[str, str]:
        wanted = str(parameters["value"])
        count = in_characters(wanted)
        if count is None:
            return {side: twips(near_length(wanted)), f"{side}Chars": "0"}
        more = count + HALF_A_CHARACTER
        return {side: str(int(more * A_CHARACTER_TWIPS)), f"{side}Chars": str(int(more * 100))}

    return values


def _space(side: str) -> Values:
    def values(parameters: Parameters) -> dict[str, str]:
        wanted = str(parameters["value"])
        count = in_lines(wanted)
        if count is None:
            return {side: twips(near_length(wanted)), f"{side}Lines": "0"}
        more = count + Decimal("0.25")
        return {side: str(int(more * A_LINE_TWIPS)), f"{side}Lines": str(int(more * 100))}

    return values


def _lines(parameters: Parameters) -> dict[str, str]:
    """Return a quarter of a line less, or a little more of a fixed height."""
    wanted = str(parameters["value"])
    times = multiple(wanted)
    if times is None:
        return {"line": twips(length_points(wanted) + OFF_POINTS / 2), "lineRule": "exact"}
    other = times - Decimal("0.25") if times > Decimal("1.25") else times + Decimal("0.25")
    return {"line": str(int(other * A_LINE_TWIPS)), "lineRule": "auto"}


def at_least(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Let lines be higher than the fixed height, where the rubric wants just that height."""
    wanted = str(parameters["value"])
    if multiple(wanted) is not None or parameters.get("any_rule", False):
        return False
    way = near_paragraph("spacing", lambda _: {"line": twips(length_points(wanted)), "lineRule": "atLeast"})
    return way(package, parameters, starter)


def bordered(change: Callable[[Element, str, Parameters], bool]) -> Undo:
    """Return the way that changes the wanted sides of the line around paragraphs, from the first on."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        places = paragraph_places(package, parameters, "pBdr")
        sides = str(parameters.get("sides", SIDES)).split()
        changed = False
        for place in places:
            borders = put_child(place, W + "pBdr", PARAGRAPH_ORDER)
            for side in sides:
                if change(put_child(borders, W + side, BORDER_ORDER), side, parameters):
                    changed = True
                    break
        return changed

    return undo


def _other_line(line: Element, _side: str, parameters: Parameters) -> bool:
    """Draw the line in the colour beside the wanted one, or in another style."""
    if parameters.get("colour"):
        for name in ("themeColor", "themeTint", "themeShade"):
            drop(line, W + name)
        line.set(W + "color", near_colour(str(parameters["colour"])))
        return True
    if parameters.get("style"):
        line.set(W + "val", "dashed" if parameters["style"] != "dashed" else "dotted")
        return True
    return False


def _no_line(line: Element, _side: str, _parameters: Parameters) -> bool:
    line.attrib.clear()
    line.set(W + "val", "nil")
    return True


def no_border(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take all lines around the paragraphs off, those of a style too."""
    found = chosen(package, parameters)
    for paragraph in found:
        borders = put_child(properties_of(paragraph), W + "pBdr", PARAGRAPH_ORDER)
        for side in SIDES.split():
            _no_line(put_child(borders, W + side, BORDER_ORDER), side, parameters)
    return bool(found)


def other_shade(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Shade the paragraphs in the colour beside the wanted one."""
    if not parameters.get("colour"):
        return False
    fill = near_colour(str(parameters["colour"]))
    gone = ("themeFill", "themeFillTint", "themeFillShade")
    way = near_paragraph("shd", lambda _: {"val": "clear", "color": "auto", "fill": fill}, gone)
    return way(package, parameters, starter)


def tabs_changed(change: Callable[[Element, Parameters], bool]) -> Undo:
    """Return the way that changes the tab stops at the wanted place."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        goal = length_points(str(parameters["position"])) * 20
        places = paragraph_places(package, parameters, "tabs")
        stops = [one for place in places for tabs in place.findall(W + "tabs") for one in tabs.findall(W + "tab")]
        near = [one for one in stops if abs(int(one.get(W + "pos", "0")) - goal) <= OFF_POINTS * 20]
        done = [change(one, parameters) for one in near]
        return any(done)

    return undo


def _moved_tab(tab: Element, _parameters: Parameters) -> bool:
    tab.set(W + "pos", str(int(tab.get(W + "pos", "0")) + int(OFF_POINTS * 20)))
    return True


def _other_tab(tab: Element, parameters: Parameters) -> bool:
    if parameters.get("leader"):
        drop(tab, W + "leader")
        return True
    if parameters.get("alignment"):
        tab.set(W + "val", "left" if parameters["alignment"] != "left" else "right")
        return True
    return False


def _no_tab(tab: Element, _parameters: Parameters) -> bool:
    return remove_all([tab])


def switched(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Turn the switch of the paragraphs over."""
    found = chosen(package, parameters)
    tag = PAGINATION.get(str(parameters["option"]), "")
    for paragraph in found if tag else ():
        value = "0" if parameters.get("value", True) else "1"
        put_child(properties_of(paragraph), W + tag, PARAGRAPH_ORDER, {W + "val": value})
    return bool(found and tag)


def deeper_drop_cap(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Drop the letter one line deeper, or into the margin where any depth would do."""
    found = chosen(package, parameters)
    before = [one for paragraph in found if (one := paragraph.getprevious()) is not None and one.tag == W + "p"]
    frames = [one for paragraph in (*found, *before) for one in paragraph.iterfind(f"{W}pPr/{W}framePr")]
    capitals = [one for one in frames if one.get(W + "dropCap", "none") != "none"]
    for frame in capitals:
        if parameters.get("lines"):
            frame.set(W + "lines", str(int(parameters["lines"]) + 1))
        else:
            frame.set(W + "dropCap", "margin" if parameters.get("kind", "drop") == "drop" else "drop")
    return bool(capitals)


_HANGING = ("firstLine", "firstLineChars")
_FIRST = ("hanging", "hangingChars")
LEFT_OUT_PARAGRAPHS: dict[str, tuple[Undo, ...]] = {
    "W.paragraph_border": (no_border,),
    "W.paragraph_shading": set_paragraph(
        "shd",
        {"val": "clear", "color": "auto", "fill": "auto"},
        gone=("themeFill", "themeFillTint", "themeFillShade"),
    ),
    "W.tab_stop": (tabs_changed(_no_tab), tabs_changed(_moved_tab)),
    "W.pagination": (switched,),
}
NEAR_PARAGRAPHS: dict[str, tuple[Undo, ...]] = {
    "W.alignment": (near_paragraph("jc", lambda parameters: {"val": ALIGNMENTS[str(parameters["value"])]}),),
    "W.first_line_indent": (near_paragraph("ind", _indent("firstLine"), _FIRST),),
    "W.hanging_indent": (near_paragraph("ind", _indent("hanging"), _HANGING),),
    "W.indent_left": (near_paragraph("ind", _indent("left"), ("start", "startChars")),),
    "W.indent_right": (near_paragraph("ind", _indent("right"), ("end", "endChars")),),
    "W.space_before": (near_paragraph("spacing", _space("before"), ("beforeAutospacing",)),),
    "W.space_after": (near_paragraph("spacing", _space("after"), ("afterAutospacing",)),),
    "W.line_spacing": (near_paragraph("spacing", _lines), at_least),
    "W.paragraph_border": (bordered(_other_line), bordered(_no_line)),
    "W.paragraph_shading": (other_shade,),
    "W.tab_stop": (tabs_changed(_other_tab), tabs_changed(_moved_tab)),
    "W.drop_cap": (deeper_drop_cap,),
}
