"""Looks of runs in DrawingML (rPr, defRPr) as partial facts, and the end of the chain that makes a `RunFormat`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from grading.office.drawing.colours import colour_in
from grading.office.drawing.names import A, R, local_name
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.theme import ThemePart
from grading.office.model_format import Baseline, RunFormat
from grading.office.units import is_on, percent, points

DEFAULT_SIZE = Decimal(18)
_UNDERLINES = {
    "none": "", "sng": "single", "dbl": "double", "heavy": "thick", "words": "words", "dotted": "dotted",
    "dottedHeavy": "dottedHeavy", "dash": "dash", "dashHeavy": "dashedHeavy", "dashLong": "dashLong",
    "dashLongHeavy": "dashLongHeavy", "dotDash": "dotDash", "dotDashHeavy": "dashDotHeavy",
    "dotDotDash": "dotDotDash", "dotDotDashHeavy": "dashDotDotHeavy", "wavy": "wave", "wavyHeavy": "wavyHeavy",
    "wavyDbl": "wavyDouble",
}  # fmt: skip
_FONTS = {"latin": "latin", "ea": "east_asian", "cs": "complex_script"}
_FILLS = {"noFill", "solidFill", "gradFill", "blipFill", "pattFill"}

Facts = Mapping[str, Any]
"""Field name of a format -> value; a partial format."""


def read_run_facts(element: etree._Element | None, host: DrawingParts, theme: ThemePart) -> dict[str, Any]:
    """Return what an rPr or defRPr says, under `RunFormat` names."""
    facts: dict[str, Any] = {}
    if element is None:
        return facts
    size = points(element.get("sz"), 100)
    if size is not None:
        facts["size_pt"] = size
    for attribute, field in (("b", "bold"), ("i", "italic")):
        if element.get(attribute) is not None:
            facts[field] = is_on(element.get(attribute))
    if element.get("u") is not None:
        facts["underline"] = _UNDERLINES.get(element.get("u", ""), element.get("u", ""))
    if element.get("strike") is not None:
        facts["strike"] = element.get("strike") == "sngStrike"
        facts["double_strike"] = element.get("strike") == "dblStrike"
    if element.get("cap") is not None:
        facts["all_caps"], facts["small_caps"] = element.get("cap") == "all", element.get("cap") == "small"
    raised = percent(element.get("baseline"), 1000)
    if raised is not None:
        facts["baseline"] = (
            Baseline.NORMAL if not raised else Baseline.SUPERSCRIPT if raised > 0 else Baseline.SUBSCRIPT
        )
    spacing = points(element.get("spc"), 100)
    if spacing is not None:
        facts["spacing_pt"] = spacing
    for child in element:
        _read_run_child(child, host, theme, facts)
    return facts


def _read_run_child(child: etree._Element, host: DrawingParts, theme: ThemePart, facts: dict[str, Any]) -> None:
    name = local_name(child)
    if name in _FONTS:
        typeface = child.get("typeface", "")
        font = theme.font(typeface) if typeface.startswith("+") else typeface
        if font:
            facts[_FONTS[name]] = font
            if name == "latin":
                facts["high_ansi"] = font
    elif name == "solidFill":
        colour = colour_in(child, host.scheme)
        if colour is not None:
            facts["colour"] = colour
    elif name == "highlight":
        facts["highlight"] = colour_in(child, host.scheme) or ""
    elif name == "ln" and child.find(A + "noFill") is None and len(child):
        facts["outline"] = True
    if name == "gradFill":
        stop = child.find(f"{A}gsLst/{A}gs")
        facts["colour"] = colour_in(stop, host.scheme) or ""
    if name in _FILLS:
        facts["_fill"] = "" if name == "solidFill" else name
    if name == "effectLst":
        facts["effects"] = tuple(sorted(etree.QName(effect).localname for effect in child))
    if name == "hlinkClick" and (child.get(R + "id") or child.get("action")):  # neither: a link taken away
        # PowerPoint shows a link in the theme's colour and underlined, whatever the run says of itself ...
        colour = host.scheme.find("hlink")
        if colour is not None and not _keeps_own_colour(child):
            facts["colour"] = colour
        facts["underline"] = facts.get("underline") or "single"


def _keeps_own_colour(link: etree._Element) -> bool:
    """Tell whether a link is set to keep the colour of its text (since PowerPoint 2019)."""
    return any(etree.QName(element).localname == "hlinkClr" and element.get("val") == "tx" for element in link.iter())


def make_run_format(facts: Facts) -> RunFormat:
    """Finish joined facts; without any size the programs show 18 points."""
    fields = {name: value for name, value in facts.items() if not name.startswith("_")}
    fields.setdefault("size_pt", DEFAULT_SIZE)
    if facts.get("_fill") == "noFill":
        fields["hidden"] = not fields.get("outline", False)
    elif facts.get("_fill"):  # kept apart until here: a plain colour takes an inherited gradient away
        fields["effects"] = tuple(sorted({*fields.get("effects", ()), facts["_fill"]}))
    return RunFormat(**fields)
