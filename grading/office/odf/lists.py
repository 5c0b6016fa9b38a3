"""Lists of OpenDocument: what a level looks like, and its count as the text goes by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from grading.office.model_format import ListKind, ListMark
from grading.office.number_words import number_text
from grading.office.odf.facts import Facts
from grading.office.odf.names import FO, STYLE, TEXT, XML
from grading.office.odf.styles import OdfStyles
from grading.office.symbols import readable
from grading.office.units import points, whole_number

LEVELS = 10
OUTLINE = "Outline"
"""The list style of headings."""

_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle", "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac", "１, ２, ３, ...": "decimalFullWidth",
}  # fmt: skip


class ListLevel(msgspec.Struct, frozen=True):
    kind: ListKind = ListKind.NONE
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    bullet: str = ""
    start: int = 1
    shown_levels: int = 1
    paragraph: Facts = {}
    font: str = ""


class ListCounter:
    """The counts of all lists of a document, by list id."""

    def __init__(self, styles: OdfStyles) -> None:
        """`styles` finds list styles by name."""
        self._styles = styles
        self._levels: dict[str, Mapping[int, ListLevel]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._last_of_style: dict[str, str] = {}
        self._continued_as: dict[str, str] = {}
        self._made = 0

    def open(self, element: etree._Element, style: str) -> str:
        """Return the id under which a top-level text:list counts, going on with an earlier one if it says so."""
        self._made += 1
        own = element.get(XML + "id") or f"list-{self._made}"
        identity = own
        continued = element.get(TEXT + "continue-list", "")
        if continued in self._continued_as:
            identity = self._continued_as[continued]
        elif element.get(TEXT + "continue-numbering") == "true" and style in self._last_of_style:
            identity = self._last_of_style[style]
        self._continued_as[own] = identity
        self._last_of_style[style] = identity
        return identity

    def level(self, style: str, number: int) -> ListLevel:
        """Return a level (0-based) of a list style; an undefined one has no mark."""
        if style not in self._levels:
            self._levels[style] = self._read(style)
        return self._levels[style].get(number, ListLevel())

    def _read(self, style: str) -> dict[int, ListLevel]:
        element = self._styles.element("list-style", style)
        if element is None and style == OUTLINE:
            element = self._styles.element("outline-style", style)
        if element is None and style == OUTLINE:
            element = self._styles.element("outline-style", "")  # the one outline style needs no name
        found: dict[int, ListLevel] = {}
        for child in element if element is not None else ():
            number = whole_number(child.get(TEXT + "level"))
            if number is not None and 1 <= number <= LEVELS:
                found[number - 1] = _read_level(child, self._styles.fonts)
        return found

    def next_mark(self, identity: str, style: str, number: int, start: int | None = None) -> ListMark | None:
        """Count one more item and return its mark, None on a level without one."""
        level = self.level(style, number)
        if level.kind is ListKind.NONE:
            return None
        counts = self._counts.setdefault(identity, {})
        counts[number] = start if start is not None else counts.get(number, level.start - 1) + 1
        for deeper in [n for n in counts if n > number]:
            del counts[deeper]
        return ListMark(
            kind=level.kind,
            list_id=identity,
            level=number,
            format=level.format or level.kind.value,
            text=_pattern(level, number) if level.kind is ListKind.NUMBER else level.bullet,
            start=level.start,
            label=self._label(style, number, counts) if level.kind is ListKind.NUMBER else level.bullet,
            font=level.font,
        )

    def _label(self, style: str, number: int, counts: Mapping[int, int]) -> str:
        level = self.level(style, number)
        shown = []
        for index in range(max(0, number - level.shown_levels + 1), number + 1):
            upper = self.level(style, index)
            if upper.kind is ListKind.NUMBER:
                shown.append(number_text(counts.get(index, upper.start), upper.format))
        return level.prefix + ".".join(shown) + level.suffix


def _pattern(level: ListLevel, number: int) -> str:
    first = max(0, number - level.shown_levels + 1)
    return level.prefix + ".".join(f"%{index + 1}" for index in range(first, number + 1)) + level.suffix


def _read_level(element: etree._Element, fonts: Mapping[str, str]) -> ListLevel:
    name = etree.QName(element).localname
    properties = element.find(STYLE + "text-properties")
    font = "" if properties is None else properties.get(STYLE + "font-name") or properties.get(FO + "font-family") or ""
    common: dict[str, Any] = {"paragraph": _indents(element), "font": fonts.get(font, font)}
    if name == "list-level-style-bullet":
        return ListLevel(
            kind=ListKind.BULLET, bullet=readable(element.get(TEXT + "bullet-char", ""), common["font"]), **common
        )
    if name == "list-level-style-image":
        return ListLevel(kind=ListKind.PICTURE, **common)
    form = element.get(STYLE + "num-format", "")
    return ListLevel(
        kind=ListKind.NUMBER if form else ListKind.NONE,
        format=_FORMATS.get(form, form),
        prefix=element.get(STYLE + "num-prefix", ""),
        suffix=element.get(STYLE + "num-suffix", ""),
        start=whole_number(element.get(TEXT + "start-value")) or 1,
        shown_levels=whole_number(element.get(TEXT + "display-levels")) or 1,
        **common,
    )


def _indents(element: etree._Element) -> dict[str, Any]:
    """Return the indents of a level: the new form replaces the paragraph's, the old one adds to them."""
    properties = element.find(STYLE + "list-level-properties")
    label = None if properties is None else properties.find(STYLE + "list-level-label-alignment")
    facts: dict[str, Any] = {}
    if label is not None:
        for attribute, field in ((FO + "margin-left", "indent_left_pt"), (FO + "text-indent", "first_line_pt")):
            length = points(label.get(attribute))
            if length is not None:
                facts[field] = length
    elif properties is not None:
        before = points(properties.get(TEXT + "space-before")) or Decimal(0)
        width = points(properties.get(TEXT + "min-label-width")) or Decimal(0)
        if before or width:
            facts["_added_left"], facts["_added_first_line"] = before + width, -width
    return facts
