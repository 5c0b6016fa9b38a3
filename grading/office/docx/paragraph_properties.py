"""One w:pPr element as a set of partial facts, and the end of the chain that makes a `ParagraphFormat`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lxml import etree

from grading.office.docx.run_properties import Facts, WordColours, line_value, shading_value
from grading.office.drawing.names import W
from grading.office.model_format import (
    Alignment,
    Borders,
    DropCap,
    LineRule,
    ListMark,
    ParagraphFormat,
    TabStop,
)
from grading.office.units import is_on, tidy, twips, whole_number

_ALIGNMENTS = {
    "left": Alignment.LEFT, "start": Alignment.LEFT, "center": Alignment.CENTER, "right": Alignment.RIGHT,
    "end": Alignment.RIGHT, "both": Alignment.JUSTIFY, "distribute": Alignment.DISTRIBUTE,
    "lowKashida": Alignment.JUSTIFY, "mediumKashida": Alignment.JUSTIFY, "highKashida": Alignment.JUSTIFY,
    "thaiDistribute": Alignment.DISTRIBUTE,
}  # fmt: skip
_LINE_RULES = {"auto": LineRule.MULTIPLE, "exact": LineRule.EXACT, "atLeast": LineRule.AT_LEAST}
_SWITCHES = {
    "keepNext": "keep_next",
    "keepLines": "keep_lines",
    "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
    "contextualSpacing": "contextual_spacing",
    "bidi": "right_to_left",
}
_EDGES = ("top", "bottom", "left", "right", "between")
_BODY_LEVEL = 9


def read_paragraph_properties(element: etree._Element | None, colours: WordColours) -> dict[str, Any]:
    """Return what a w:pPr says; {} for None. Keys with "_" in front are steps on the way to a field."""
    facts: dict[str, Any] = {}
    for child in element if element is not None else ():
        if child.tag.startswith(W):
            _read_one(child.tag[len(W) :], child, colours, facts)
    return facts


def _read_one(name: str, child: etree._Element, colours: WordColours, facts: dict[str, Any]) -> None:
    value = child.get(W + "val")
    if name in _SWITCHES:
        facts[_SWITCHES[name]] = is_on(value)
        return
    match name:
        case "pStyle":
            facts["_style"] = value or ""
        case "jc":
            if value in _ALIGNMENTS:
                facts["alignment"] = _ALIGNMENTS[value]
        case "ind":
            _read_indents(child, facts)
        case "spacing":
            _read_spacing(child, facts)
        case "outlineLvl":
            level = whole_number(value)
            facts["outline_level"] = None if level is None or not 0 <= level < _BODY_LEVEL else level + 1
        case "numPr":
            _read_numbering(child, facts)
        case "tabs":
            facts["_tabs"] = tuple(child)
        case "pBdr":
            for edge in child:
                side = _edge_name(edge)
                if side in _EDGES:
                    facts[f"_border_{side}"] = line_value(edge, colours)
        case "shd":
            facts["shading"] = shading_value(child, colours)
        case "framePr":
            _read_frame(child, facts)
        case _:
            pass


def _edge_name(edge: etree._Element) -> str:
    name = etree.QName(edge).localname
    return {"start": "left", "end": "right"}.get(name, name)


def _read_indents(element: etree._Element, facts: dict[str, Any]) -> None:
    _put(facts, "indent_left_pt", twips(element.get(W + "left") or element.get(W + "start")))
    _put(facts, "indent_right_pt", twips(element.get(W + "right") or element.get(W + "end")))
    _put(facts, "first_line_pt", twips(element.get(W + "firstLine")))
    _put(facts, "first_line_pt", _negative(twips(element.get(W + "hanging"))))
    _put(facts, "indent_left_chars", _hundredths(element, "leftChars", "startChars"))
    _put(facts, "indent_right_chars", _hundredths(element, "rightChars", "endChars"))
    _put(facts, "first_line_chars", _hundredths(element, "firstLineChars"))
    _put(facts, "first_line_chars", _negative(_hundredths(element, "hangingChars")))


def _read_spacing(element: etree._Element, facts: dict[str, Any]) -> None:
    _put(facts, "space_before_pt", twips(element.get(W + "before")))
    _put(facts, "space_after_pt", twips(element.get(W + "after")))
    _put(facts, "space_before_lines", _hundredths(element, "beforeLines"))
    _put(facts, "space_after_lines", _hundredths(element, "afterLines"))
    for attribute, field in (("beforeAutospacing", "space_before_auto"), ("afterAutospacing", "space_after_auto")):
        if element.get(W + attribute) is not None:
            facts[field] = is_on(element.get(W + attribute))
    _put(facts, "_line", twips(element.get(W + "line")))
    _put(facts, "_line_rule", _LINE_RULES.get(element.get(W + "lineRule", "")))


def _read_numbering(element: etree._Element, facts: dict[str, Any]) -> None:
    for child in element:
        name = etree.QName(child).localname
        if name == "numId":
            facts["_list_id"] = child.get(W + "val", "")
        elif name == "ilvl":
            _put(facts, "_list_level", whole_number(child.get(W + "val")))


def _read_frame(element: etree._Element, facts: dict[str, Any]) -> None:
    kind = element.get(W + "dropCap", "none")
    facts["framed"] = kind == "none"
    facts["drop_cap"] = (
        None
        if kind == "none"
        else DropCap(
            kind=kind,
            lines=whole_number(element.get(W + "lines")) or 1,
            distance_pt=twips(element.get(W + "hSpace")) or Decimal(0),
        )
    )


def make_paragraph_format(joined: Facts, list_mark: ListMark | None = None) -> ParagraphFormat:
    """Finish joined facts: line spacing, tabs, borders, indents that were reset to zero characters."""
    fields = {name: value for name, value in joined.items() if not name.startswith("_")}
    for name in ("indent_left_chars", "indent_right_chars", "first_line_chars"):
        if fields.get(name) == 0:
            fields[name] = None
    for name in ("space_before_lines", "space_after_lines"):
        if fields.get(name) == 0:
            fields[name] = None
    if joined.get("right_to_left"):
        begin = joined.get("alignment", Alignment.LEFT)  # "left" means where a line begins
        fields["alignment"] = _MIRRORED.get(begin, begin)
    _finish_line_spacing(joined, fields)
    borders = {side: joined[f"_border_{side}"] for side in _EDGES if f"_border_{side}" in joined}
    if borders:
        fields["borders"] = Borders(**borders)
    if joined.get("_tab_stops"):
        fields["tabs"] = tuple(stop for _, stop in sorted(joined["_tab_stops"].items()))
    return ParagraphFormat(**fields, list_mark=list_mark)


_MIRRORED = {Alignment.LEFT: Alignment.RIGHT, Alignment.RIGHT: Alignment.LEFT}


def _finish_line_spacing(joined: Facts, fields: dict[str, Any]) -> None:
    line: Decimal | None = joined.get("_line")
    rule: LineRule = joined.get("_line_rule", LineRule.MULTIPLE)
    if line is None:
        return
    if line < 0:
        rule = LineRule.EXACT  # whatever rule stands beside it
    fields["line_rule"] = rule
    if rule is LineRule.MULTIPLE:
        fields["line_multiple"] = tidy(line / 12)  # 240ths of a line were read as twentieths of a point
    else:
        fields["line_pt"] = abs(line)


def join_paragraph_facts(levels: list[Facts]) -> dict[str, Any]:
    """Join levels, the later over the earlier; tab stops add up and clear each other."""
    joined: dict[str, Any] = {}
    stops: dict[Decimal, TabStop] = {}
    for level in levels:
        joined.update(level)
        for element in level.get("_tabs", ()):
            position = twips(element.get(W + "pos"))
            if position is None:
                continue
            kind = element.get(W + "val", "left")
            if kind == "clear":
                stops.pop(position, None)
            else:
                stops[position] = TabStop(position, kind, _leader(element))
    if stops:
        joined["_tab_stops"] = stops
    return joined


def direct_fields(facts: Facts) -> tuple[str, ...]:
    """Return the names of format fields that a set of facts touches, sorted."""
    names = {_FIELD_OF_STEP.get(name, name) for name in facts}
    return tuple(sorted(name for name in names if not name.startswith("_")))


_FIELD_OF_STEP = {
    "_line": "line_multiple", "_line_rule": "line_rule", "_tabs": "tabs", "_list_id": "list_mark",
    "_border_top": "borders", "_border_bottom": "borders", "_border_left": "borders",
    "_border_right": "borders", "_border_between": "borders",
}  # fmt: skip


def _leader(element: etree._Element) -> str:
    leader = element.get(W + "leader", "none")
    return "" if leader == "none" else leader


def _hundredths(element: etree._Element, *attributes: str) -> Decimal | None:
    for attribute in attributes:
        number = whole_number(element.get(W + attribute))
        if number is not None:
            return Decimal(number) / 100
    return None


def _negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _put(facts: dict[str, Any], field: str, value: object) -> None:
    if value is not None:
        facts[field] = value
