"""Gives characters, paragraphs and pages of OpenDocument files another look: a plain one, or one nearly right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from grading.checks.character_properties import HIGHLIGHT_NAMES
from grading.checks.lengths import in_characters, in_lines, multiple
from grading.checks.names import length_points
from grading.office.odf.names import FO, STYLE, TEXT
from grading.rubric.mutants.odf import (
    COMMON,
    OdfWay,
    Parameters,
    chosen,
    give_text_look,
    on_slides,
    properties_of,
    restyled,
    spans_around,
)
from grading.rubric.mutants.package import Element, OfficePackage, drop, remove_all, set_all
from grading.rubric.mutants.word_values import OFF_POINTS, near_colour, near_font, near_length, near_size

Look = dict[str, str]
LookOf = Callable[[Parameters], Look | None]
LATIN, ASIAN = ("",), ("-asian",)
BOTH = ("", "-asian")
A_CHARACTER_PT = Decimal("10.5")
A_LINE_PT = Decimal(12)
ALIGNMENTS = {"left": "justify", "justify": "left", "center": "end", "right": "center", "distribute": "justify"}
SIDES = ("top", "bottom", "left", "right")


def _font(name: str, scripts: tuple[str, ...]) -> Look:
    return {f"{STYLE}font-name{script}": name for script in scripts} | (
        {FO + "font-family": name} if "" in scripts else {f"{STYLE}font-family-asian": name}
    )


def _size(points: Decimal) -> Look:
    return {FO + "font-size": f"{points}pt", f"{STYLE}font-size-asian": f"{points}pt"}


def _weight(*, bold: bool) -> Look:
    value = "bold" if bold else "normal"
    return {FO + "font-weight": value, f"{STYLE}font-weight-asian": value}


def _slant(*, italic: bool) -> Look:
    value = "italic" if italic else "normal"
    return {FO + "font-style": value, f"{STYLE}font-style-asian": value}


def _underline(style: str) -> Look:
    kind = "double" if style == "double" else "single"
    return {STYLE + "text-underline-style": "none" if style == "none" else "solid", STYLE + "text-underline-type": kind}


def _other_underline(parameters: Parameters) -> Look | None:
    style = str(parameters.get("style", "single"))
    return None if style == "any" else _underline("double" if style == "single" else "single")


def _marker(parameters: Parameters) -> Look:
    name = str(parameters["colour"])
    return {FO + "background-color": f"#{near_colour(HIGHLIGHT_NAMES.get(name.strip().lower(), name))}"}


def _is_on(parameters: Parameters) -> bool:
    return bool(parameters.get("value", True))


PLAIN_TEXT: dict[str, LookOf] = {
    "font_east_asian": lambda _given: _font("隶书", ASIAN),
    "font_latin": lambda _given: _font("Impact", LATIN),
    "font_name": lambda _given: _font("隶书", BOTH),
    "font_size": lambda _given: _size(Decimal("7.5")),
    "bold": lambda given: _weight(bold=not _is_on(given)),
    "italic": lambda given: _slant(italic=not _is_on(given)),
    "underline": lambda given: _underline("none" if given.get("style", "single") != "none" else "single"),
    "strike": lambda given: {STYLE + "text-line-through-style": "none" if _is_on(given) else "solid"},
    "colour": lambda _given: {FO + "color": "#5a4632", STYLE + "use-window-font-color": "false"},
    "font_colour": lambda _given: {FO + "color": "#5a4632", STYLE + "use-window-font-color": "false"},
    "highlight": lambda _given: {FO + "background-color": "transparent"},
    "shading": lambda _given: {FO + "background-color": "transparent"},
    "spacing": lambda _given: {FO + "letter-spacing": "7pt"},
    "baseline": lambda given: {STYLE + "text-position": "0% 100%" if given.get("value") != "normal" else "super 58%"},
    "emphasis_dot": lambda given: {STYLE + "text-emphasize": "none" if _is_on(given) else "dot below"},
    "capitals": lambda _given: {FO + "text-transform": "none", FO + "font-variant": "normal"},
    "scale": lambda _given: {STYLE + "text-scale": "77%"},
    "hidden_text": lambda given: {TEXT + "display": "true" if _is_on(given) else "none"},
    "text_effect": lambda _given: {
        FO + "text-shadow": "none", STYLE + "text-outline": "false", STYLE + "font-relief": "none",
    },
}  # fmt: skip
"""The look of a character property that was left out, by the check type's name without its family."""

NEAR_TEXT: dict[str, LookOf] = {
    "font_east_asian": lambda given: _font(near_font(str(given["font"])), ASIAN),
    "font_latin": lambda given: _font(near_font(str(given["font"]), latin=True), LATIN),
    "font_name": lambda given: _font(near_font(str(given["font"])), BOTH),
    "font_size": lambda given: _size(near_size(str(given["size"]))),
    "underline": _other_underline,
    "colour": lambda given: {FO + "color": f"#{near_colour(str(given['colour']))}"},
    "font_colour": lambda given: {FO + "color": f"#{near_colour(str(given['colour']))}"},
    "highlight": _marker,
    "spacing": lambda given: {FO + "letter-spacing": f"{length_points(str(given['value'])) + 1}pt"},
    "scale": lambda given: {STYLE + "text-scale": f"{int(given['value']) + 10}%"},
}


def _more(value: str) -> str:
    count = in_characters(value)
    if count is not None:
        return f"{(count + Decimal('0.5')) * A_CHARACTER_PT}pt"
    lines = in_lines(value)
    return f"{near_length(value) if lines is None else (lines + Decimal('0.5')) * A_LINE_PT}pt"


def _line_height(value: str) -> Look:
    times = multiple(value)
    if times is None:
        return {FO + "line-height": f"{length_points(value) + OFF_POINTS / 2}pt"}
    other = times - Decimal("0.25") if times > Decimal("1.25") else times + Decimal("0.25")
    return {FO + "line-height": f"{int(other * 100)}%"}


PLAIN_PARAGRAPH: dict[str, LookOf] = {
    "alignment": lambda given: {FO + "text-align": "start" if given.get("value") != "left" else "end"},
    "first_line_indent": lambda _given: {FO + "text-indent": "0cm"},
    "hanging_indent": lambda _given: {FO + "text-indent": "0cm"},
    "indent_left": lambda _given: {FO + "margin-left": "0cm"},
    "indent_right": lambda _given: {FO + "margin-right": "0cm"},
    "space_before": lambda _given: {FO + "margin-top": "0cm"},
    "space_after": lambda _given: {FO + "margin-bottom": "0cm"},
    "line_spacing": lambda _given: {FO + "line-height": "100%"},
    "paragraph_border": lambda _given: {FO + "border": "none", **{f"{FO}border-{side}": "none" for side in SIDES}},
    "paragraph_shading": lambda _given: {FO + "background-color": "transparent"},
}
NEAR_PARAGRAPH: dict[str, LookOf] = {
    "alignment": lambda given: {FO + "text-align": ALIGNMENTS.get(str(given.get("value")), "start")},
    "first_line_indent": lambda given: {FO + "text-indent": _more(str(given["value"]))},
    "hanging_indent": lambda given: {FO + "text-indent": f"-{_more(str(given['value']))}"},
    "indent_left": lambda given: {FO + "margin-left": _more(str(given["value"]))},
    "indent_right": lambda given: {FO + "margin-right": _more(str(given["value"]))},
    "space_before": lambda given: {FO + "margin-top": _more(str(given["value"]))},
    "space_after": lambda given: {FO + "margin-bottom": _more(str(given["value"]))},
    "line_spacing": lambda given: _line_height(str(given["value"])),
    "paragraph_border": lambda given: {f"{FO}border-{str(given.get('sides', 'top')).split()[0]}": "none"},
    "paragraph_shading": lambda given: (
        {FO + "background-color": f"#{near_colour(str(given['colour']))}"} if given.get("colour") else None
    ),
}


def text_looks(look_of: LookOf) -> OdfWay:
    """Return the way that lets characters of a document or of slides look otherwise."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        look = look_of(parameters)
        if look is None:
            return False
        if "where" in parameters:
            words = parameters["where"].get("words", "")
            spans = [span for one in chosen(package, parameters) for span in spans_around(one, words)]
        else:
            spans = [span for one in on_slides(package, parameters) for span in spans_around(one)]
        return give_text_look(package, spans, look)

    return undo


def paragraph_looks(look_of: LookOf) -> OdfWay:
    """Return the way that lets paragraphs of a document or of slides look otherwise."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        look = look_of(parameters)
        found = chosen(package, parameters) if "where" in parameters else on_slides(package, parameters)
        for style in restyled(package, found, "paragraph", TEXT + "style-name") if look is not None else ():
            properties = properties_of(style, "paragraph-properties")
            set_all(properties, look or {})
            if FO + "line-height" in (look or {}):
                drop(properties, STYLE + "line-height-at-least")
        return bool(found) and look is not None

    return undo


def _layouts(package: OfficePackage) -> list[Element]:
    if not package.has(COMMON):
        return []
    return [one for one in package.root(COMMON).iter(STYLE + "page-layout-properties") if one.get(FO + "page-width")]


def pages(change: Callable[[Element, Parameters], bool]) -> OdfWay:
    """Return the way that changes the layouts of all pages."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        done = [change(one, parameters) for one in _layouts(package)]
        return any(done)

    return undo


def _turned(layout: Element, _parameters: Parameters) -> bool:
    width, height = layout.get(FO + "page-width", ""), layout.get(FO + "page-height", "")
    layout.set(FO + "page-width", height)
    layout.set(FO + "page-height", width)
    other = "portrait" if layout.get(STYLE + "print-orientation") == "landscape" else "landscape"
    layout.set(STYLE + "print-orientation", other)
    return True


def _wider(millimetres: int) -> Callable[[Element, Parameters], bool]:
    def change(layout: Element, _parameters: Parameters) -> bool:
        width = length_points(layout.get(FO + "page-width", "0cm")) + Decimal(millimetres) * 72 / Decimal("25.4")
        layout.set(FO + "page-width", f"{width.quantize(Decimal('0.01'))}pt")
        return True

    return change


def _margins(more: int, *, all_sides: bool) -> Callable[[Element, Parameters], bool]:
    def change(layout: Element, parameters: Parameters) -> bool:
        given = [side for side in SIDES if parameters.get(side)]
        for side in given if all_sides else given[-1:]:
            old = layout.get(f"{FO}margin-{side}") or layout.get(FO + "margin") or "0cm"
            layout.set(f"{FO}margin-{side}", f"{length_points(old) + more}pt")
        return bool(given)

    return change


def _background(colour: Callable[[Parameters], str]) -> Callable[[Element, Parameters], bool]:
    def change(layout: Element, parameters: Parameters) -> bool:
        value = colour(parameters)
        if value:
            layout.set(FO + "background-color", value)
        return bool(value)

    return change


def _no_frame(layout: Element, _parameters: Parameters) -> bool:
    done = [drop(layout, name) for name in (FO + "border", *(f"{FO}border-{side}" for side in SIDES))]
    return any(value is not None for value in done)


def columns(change: Callable[[int], int]) -> OdfWay:
    """Return the way that sets text in another number of columns, wherever there are so many as wanted."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        wanted = int(parameters.get("count", 1))
        parts = [part for part in (COMMON, "content.xml") if package.has(part)]
        found = [one for part in parts for one in package.root(part).iter(STYLE + "columns")]
        found = [one for one in found if one.get(FO + "column-count") == str(wanted)]
        for one in found:
            remove_all(one.findall(STYLE + "column"))
            one.set(FO + "column-count", str(change(wanted)))
        return bool(found)

    return undo


PAGE_WAYS: dict[str, tuple[OdfWay, ...]] = {
    "W.page_size": (pages(_wider(15)),),
    "W.orientation": (pages(_turned),),
    "W.margins": (pages(_margins(42, all_sides=True)),),
    "W.page_background": (pages(_background(lambda _given: "transparent")),),
    "W.page_border": (pages(_no_frame),),
    "W.page_border_colour": (pages(_no_frame),),
    "W.columns": (columns(lambda count: 1 if count > 1 else 2),),
}
PAGE_NEAR: dict[str, tuple[OdfWay, ...]] = {
    "W.page_size": (pages(_wider(2)),),
    "W.margins": (pages(_margins(3, all_sides=False)),),
    "W.page_background": (
        pages(_background(lambda given: f"#{near_colour(str(given['colour']))}" if given.get("colour") else "")),
    ),
    "W.columns": (columns(lambda count: count + 1),),
}
LOOK_WAYS: dict[str, tuple[OdfWay, ...]] = {
    **{f"{family}.{name}": (text_looks(look),) for family in "WP" for name, look in PLAIN_TEXT.items()},
    **{f"{family}.{name}": (paragraph_looks(look),) for family in "WP" for name, look in PLAIN_PARAGRAPH.items()},
    **PAGE_WAYS,
}
LOOK_NEAR: dict[str, tuple[OdfWay, ...]] = {
    **{f"{family}.{name}": (text_looks(look),) for family in "WP" for name, look in NEAR_TEXT.items()},
    **{f"{family}.{name}": (paragraph_looks(look),) for family in "WP" for name, look in NEAR_PARAGRAPH.items()},
    **PAGE_NEAR,
}
