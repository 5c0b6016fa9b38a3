"""Formatting properties of OpenDocument as partial facts under the names of the read model.

Sizes, weights and slants have a twin for East Asian text; those facts begin
with "_asian_" and are put in place when a run's script is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from grading.office.model_format import (
    Alignment,
    Baseline,
    Borders,
    DropCap,
    Line,
    LineRule,
    ListMark,
    ParagraphFormat,
    RunFormat,
    TabStop,
)
from grading.office.odf.names import FO, LOEXT, STYLE, TEXT
from grading.office.units import decimal_number, percent, points, rgb, tidy, whole_number

Facts = Mapping[str, Any]

DEFAULT_SIZE = Decimal(12)
_UNDERLINES = {
    "solid": "single", "dotted": "dotted", "dash": "dash", "long-dash": "dashLong", "dot-dash": "dotDash",
    "dot-dot-dash": "dotDotDash", "wave": "wave", "none": "",
}  # fmt: skip
_HEAVY = {"single": "thick", "dotted": "dottedHeavy", "dash": "dashedHeavy", "dashLong": "dashLongHeavy",
          "dotDash": "dashDotHeavy", "dotDotDash": "dashDotDotHeavy", "wave": "wavyHeavy"}  # fmt: skip
_DOUBLED = {"": "", "wave": "wavyDouble"}
_ALIGNMENTS = {
    "start": Alignment.LEFT, "left": Alignment.LEFT, "center": Alignment.CENTER, "end": Alignment.RIGHT,
    "right": Alignment.RIGHT, "justify": Alignment.JUSTIFY,
}  # fmt: skip
_LINES = {"solid": "single", "double": "double", "dotted": "dotted", "dashed": "dashed", "groove": "threeDEngrave",
          "ridge": "threeDEmboss", "inset": "inset", "outset": "outset", "fine-dashed": "dashSmallGap",
          "double-thin": "double", "dash-dot": "dotDash", "dash-dot-dot": "dotDotDash"}  # fmt: skip
_SIDES = ("top", "bottom", "left", "right")
_BOLD_FROM = 600
_BACKWARD = {"rl-tb", "rl"}


def is_true(text: str | None) -> bool:
    return text == "true"


def colour(text: str | None) -> str | None:
    """Read "#1f4e79"; "" for "transparent" and "none"."""
    return "" if text in {"transparent", "none"} else rgb(text)


def border_line(text: str | None) -> Line | None:
    """Read a border such as "0.06pt solid #000000"; None if nothing is said."""
    if text is None:
        return None
    words = text.split()
    if not words or words[0] in {"none", "hidden"}:
        return Line(style="none")
    width = next((length for word in words if (length := points(word)) is not None), Decimal(0))
    style = next((_LINES[word] for word in words if word in _LINES), "single")
    return Line(style=style, width_pt=width, colour=next((c for word in words if (c := rgb(word))), ""))


def border_facts(element: etree._Element) -> dict[str, Line]:
    """Return the sides that fo:border and its four cousins name."""
    everywhere = border_line(element.get(FO + "border"))
    found = {side: everywhere for side in _SIDES if everywhere is not None}
    for side in _SIDES:
        own = border_line(element.get(f"{FO}border-{side}"))
        if own is not None:
            found[side] = own
    return found


# ------------------------------------------------------------------------------------------------------------ runs


def text_facts(element: etree._Element | None, fonts: Mapping[str, str]) -> dict[str, Any]:
    """Return what a style:text-properties element says; `fonts` turns declared font names into families."""
    facts: dict[str, Any] = {}
    if element is None:
        return facts
    _font_facts(element, fonts, facts)
    for prefix, suffix in (("", ""), ("_asian_", "-asian")):
        space = FO if not suffix else STYLE
        _size_facts(element.get(f"{space}font-size{suffix}"), prefix, facts)
        weight = element.get(f"{space}font-weight{suffix}")
        if weight is not None:
            facts[prefix + "bold"] = _is_bold(weight)
        slant = element.get(f"{space}font-style{suffix}")
        if slant is not None:
            facts[prefix + "italic"] = slant in {"italic", "oblique"}
    _line_facts(element, facts)
    _put(facts, "colour", colour(element.get(FO + "color")))
    if is_true(element.get(STYLE + "use-window-font-color")):
        facts["colour"] = ""
    _put(facts, "highlight", colour(element.get(FO + "background-color")))
    if element.get(STYLE + "text-position") is not None:
        facts["_raised_share"] = _raised_share(element.get(STYLE + "text-position", ""))
        raised = facts["_raised_share"] is not None
        facts["baseline"] = Baseline.NORMAL if raised else _baseline(element.get(STYLE + "text-position", ""))
    _effect_facts(element, facts)
    return facts


def _font_facts(element: etree._Element, fonts: Mapping[str, str], facts: dict[str, Any]) -> None:
    for suffix, field in (("", "latin"), ("-asian", "east_asian"), ("-complex", "complex_script")):
        named = element.get(f"{STYLE}font-name{suffix}")
        family = element.get(f"{STYLE}font-family{suffix}") if suffix else element.get(FO + "font-family")
        name = fonts.get(named, named) if named else family
        if name:
            facts[field] = name.split(",")[0].strip().strip("'\"")
    if "latin" in facts:
        facts["high_ansi"] = facts["latin"]


def _size_facts(text: str | None, prefix: str, facts: dict[str, Any]) -> None:
    size = points(text)
    if size is not None:
        facts[prefix + "size_pt"] = size
        facts[prefix + "size_share"] = None
    elif text is not None and text.endswith("%"):
        facts[prefix + "size_share"] = percent(text)


def _is_bold(weight: str) -> bool:
    number = whole_number(weight)
    return weight == "bold" if number is None else number >= _BOLD_FROM


def _line_facts(element: etree._Element, facts: dict[str, Any]) -> None:
    style = element.get(STYLE + "text-underline-style")
    if style is not None:
        double = element.get(STYLE + "text-underline-type") == "double"
        thick = element.get(STYLE + "text-underline-width") in {"bold", "thick"}
        plain = _UNDERLINES.get(style, style)
        facts["underline"] = _DOUBLED.get(plain, "double") if double else _HEAVY.get(plain, plain) if thick else plain
        facts["underline_colour"] = colour(element.get(STYLE + "text-underline-color")) or ""
    through = element.get(STYLE + "text-line-through-style")
    if through is not None:
        double = element.get(STYLE + "text-line-through-type") == "double"
        facts["strike"] = through != "none" and not double
        facts["double_strike"] = through != "none" and double


def _baseline(text: str) -> Baseline:
    place = text.split(maxsplit=1)[0] if text.split() else ""
    if place == "super":
        return Baseline.SUPERSCRIPT
    if place == "sub":
        return Baseline.SUBSCRIPT
    share = percent(place) or Decimal(0)
    return Baseline.NORMAL if not share else Baseline.SUPERSCRIPT if share > 0 else Baseline.SUBSCRIPT


def _raised_share(text: str) -> Decimal | None:
    """Return by how much of their size characters stand higher that keep their size; None for an index."""
    place, _, size = text.partition(" ")
    return percent(place) if size.strip() == "100%" and place.endswith("%") else None


def _effect_facts(element: etree._Element, facts: dict[str, Any]) -> None:
    if element.get(FO + "text-transform") is not None:
        facts["all_caps"] = element.get(FO + "text-transform") == "uppercase"
    if element.get(FO + "font-variant") is not None:
        facts["small_caps"] = element.get(FO + "font-variant") == "small-caps"
    if element.get(TEXT + "display") is not None:
        facts["hidden"] = element.get(TEXT + "display") == "none"
    if element.get(STYLE + "text-outline") is not None:
        facts["outline"] = is_true(element.get(STYLE + "text-outline"))
    if element.get(FO + "text-shadow") is not None:
        facts["shadow"] = element.get(FO + "text-shadow") != "none"
    relief = element.get(STYLE + "font-relief")
    if relief is not None:
        facts["emboss"], facts["imprint"] = relief == "embossed", relief == "engraved"
    emphasis = element.get(STYLE + "text-emphasize")
    if emphasis is not None:
        facts["emphasis_mark"] = "" if emphasis == "none" else emphasis.split()[0]
    _put(facts, "spacing_pt", Decimal(0) if element.get(FO + "letter-spacing") == "normal" else
         points(element.get(FO + "letter-spacing")))  # fmt: skip
    share = percent(element.get(STYLE + "text-scale"))
    _put(facts, "scale_percent", None if share is None else int(share))


def join_text(levels: list[Facts]) -> dict[str, Any]:
    """Join levels, the later over the earlier; sizes in percent count from what was there before."""
    joined: dict[str, Any] = {}
    for level in levels:
        for prefix in ("", "_asian_"):
            share = level.get(prefix + "size_share")
            if share is not None:
                before = joined.get(prefix + "size_pt", DEFAULT_SIZE)
                joined[prefix + "size_pt"] = tidy(before * share / 100)
        joined.update({name: value for name, value in level.items() if not name.endswith("size_share")})
    return joined


def make_run_format(joined: Facts, *, asian: bool) -> RunFormat:
    """Finish joined facts for a run of one script."""
    fields = {name: value for name, value in joined.items() if not name.startswith("_")}
    for name in ("size_pt", "bold", "italic"):
        if asian and f"_asian_{name}" in joined:
            fields[name] = joined[f"_asian_{name}"]
    fields.setdefault("size_pt", DEFAULT_SIZE)
    if joined.get("_raised_share"):
        fields["raised_pt"] = tidy(fields["size_pt"] * joined["_raised_share"] / 100)
    return RunFormat(**fields)


def scripts_differ(joined: Facts) -> bool:
    """Tell whether East Asian text looks different here from Western text, fonts aside."""
    defaults = {"size_pt": DEFAULT_SIZE, "bold": False, "italic": False}
    return any(
        f"_asian_{name}" in joined and joined[f"_asian_{name}"] != joined.get(name, default)
        for name, default in defaults.items()
    )


# ------------------------------------------------------------------------------------------------------ paragraphs


def paragraph_facts(element: etree._Element | None) -> dict[str, Any]:
    """Return what a style:paragraph-properties element says."""
    facts: dict[str, Any] = {}
    if element is None:
        return facts
    align = element.get(FO + "text-align")
    if align in _ALIGNMENTS:
        facts["alignment"] = _ALIGNMENTS[align]
        if align == "justify" and element.get(FO + "text-align-last") == "justify":
            facts["alignment"] = Alignment.DISTRIBUTE
    margin = points(element.get(FO + "margin"))
    for side, field in (("left", "indent_left_pt"), ("right", "indent_right_pt"), ("top", "space_before_pt"),
                        ("bottom", "space_after_pt")):  # fmt: skip
        _put(facts, field, margin)
        _put(facts, field, points(element.get(f"{FO}margin-{side}")))
    _indent_facts(element, facts)
    _spacing_facts(element, facts)
    _break_facts(element, facts)
    borders = border_facts(element)
    if borders:
        facts["_borders"] = borders
    _put(facts, "shading", colour(element.get(FO + "background-color")))
    if element.get(STYLE + "writing-mode") is not None:
        facts["right_to_left"] = element.get(STYLE + "writing-mode") in _BACKWARD
    if element.get(STYLE + "contextual-spacing") is not None:
        facts["contextual_spacing"] = is_true(element.get(STYLE + "contextual-spacing"))
    stops = element.find(STYLE + "tab-stops")
    if stops is not None:
        facts["tabs"] = tuple(_tab_stop(stop) for stop in stops)
    cap = element.find(STYLE + "drop-cap")
    if cap is not None:
        lines = whole_number(cap.get(STYLE + "lines")) or 1
        facts["drop_cap"] = (
            None if lines <= 1 else DropCap("drop", lines, points(cap.get(STYLE + "distance")) or Decimal(0))
        )
    return facts


def _indent_facts(element: etree._Element, facts: dict[str, Any]) -> None:
    for text in (element.get(FO + "text-indent"), element.get(LOEXT + "text-indent")):
        _put(facts, "first_line_pt", points(text))
        if text is not None and text.endswith(("em", "ic")):
            facts["first_line_chars"] = decimal_number(text[:-2])


def _spacing_facts(element: etree._Element, facts: dict[str, Any]) -> None:
    height, least = element.get(FO + "line-height"), points(element.get(STYLE + "line-height-at-least"))
    if height is not None:
        share, exact = percent(height) if height.endswith("%") else None, points(height)
        facts["line_pt"] = exact
        facts["line_rule"] = LineRule.MULTIPLE if exact is None else LineRule.EXACT
        facts["line_multiple"] = Decimal(1) if share is None else tidy(share / 100)
    if least is not None and least > 0:
        facts["line_rule"], facts["line_pt"] = LineRule.AT_LEAST, least


def _break_facts(element: etree._Element, facts: dict[str, Any]) -> None:
    if element.get(FO + "break-before") is not None:
        facts["page_break_before"] = element.get(FO + "break-before") == "page"
        facts["_column_break"] = element.get(FO + "break-before") == "column"
    if element.get(FO + "break-after") is not None:
        facts["_break_after"] = element.get(FO + "break-after")
    if element.get(FO + "keep-with-next") is not None:
        facts["keep_next"] = element.get(FO + "keep-with-next") == "always"
    if element.get(FO + "keep-together") is not None:
        facts["keep_lines"] = element.get(FO + "keep-together") == "always"
    if element.get(FO + "widows") is not None:
        facts["widow_control"] = (whole_number(element.get(FO + "widows")) or 0) > 0


def _tab_stop(stop: etree._Element) -> TabStop:
    kind = stop.get(STYLE + "type", "left")
    leader = stop.get(STYLE + "leader-text") or ""
    return TabStop(
        position_pt=points(stop.get(STYLE + "position")) or Decimal(0),
        alignment={"char": "decimal"}.get(kind, kind),
        leader={".": "dot", "-": "hyphen", "_": "underscore", "·": "middleDot"}.get(leader.strip(), leader.strip()),
    )


def make_paragraph_format(
    levels: list[Facts], list_mark: ListMark | None, outline_level: int | None
) -> ParagraphFormat:
    """Join levels, the later over the earlier, into a paragraph format."""
    joined: dict[str, Any] = {}
    borders: dict[str, Line] = {}
    for level in levels:
        joined.update(level)
        borders.update(level.get("_borders", {}))
    fields = {name: value for name, value in joined.items() if not name.startswith("_")}
    if borders:
        fields["borders"] = Borders(**borders)
    for step, name in (("_added_left", "indent_left_pt"), ("_added_first_line", "first_line_pt")):
        if step in joined:
            fields[name] = fields.get(name, Decimal(0)) + joined[step]
    return ParagraphFormat(**fields, list_mark=list_mark, outline_level=outline_level)


def _put(facts: dict[str, Any], field: str, value: object) -> None:
    if value is not None:
        facts[field] = value
