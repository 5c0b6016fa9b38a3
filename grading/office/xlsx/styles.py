"""The styles part of a workbook: cell formats joined with their named style, and differential styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from grading.office.drawing.colours import excel_tint
from grading.office.drawing.names import S
from grading.office.drawing.theme import ThemePart
from grading.office.model_format import NO_LINE, Baseline, Borders, Fill, FillKind, Line, RunFormat
from grading.office.model_rules import (
    ConditionalStyle,
)
from grading.office.model_workbook import (
    CellAlignment,
    CellStyle,
)
from grading.office.number_formats import BUILT_IN, built_in
from grading.office.units import decimal_number, is_on, rgb, whole_number
from grading.office.xlsx.palette import PALETTE, SYSTEM_COLOURS

_THEME_SLOTS = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip
_STYLES_MAX = 70_000
_STACKED = 255
_DEFAULT_SIZE = Decimal(11)
_PLAIN_STYLE = CellStyle(font=RunFormat(size_pt=_DEFAULT_SIZE))
_BASELINES = {"superscript": Baseline.SUPERSCRIPT, "subscript": Baseline.SUBSCRIPT}
_LINE_WIDTHS = {
    "hair": Decimal("0.25"), "thin": Decimal("0.75"), "dotted": Decimal("0.75"), "dashed": Decimal("0.75"),
    "dashDot": Decimal("0.75"), "dashDotDot": Decimal("0.75"), "medium": Decimal("1.75"),
    "mediumDashed": Decimal("1.75"), "mediumDashDot": Decimal("1.75"), "mediumDashDotDot": Decimal("1.75"),
    "slantDashDot": Decimal("1.75"), "thick": Decimal("2.5"), "double": Decimal("2.25"),
}  # fmt: skip
_EDGES = {"left": "left", "start": "left", "right": "right", "end": "right", "top": "top", "bottom": "bottom"}


class ExcelColours(msgspec.Struct, frozen=True):
    """What a colour element can refer to."""

    theme: ThemePart
    palette: Sequence[str] = PALETTE

    def read(self, element: etree._Element | None) -> str | None:
        """Return the colour of a colour element, "" for automatic, None if it names none."""
        if element is None:
            return None
        base = self._base(element)
        tint = decimal_number(element.get("tint"))
        return excel_tint(base, tint) if base and tint else base

    def _base(self, element: etree._Element) -> str | None:
        index = whole_number(element.get("theme"))
        if index is not None and 0 <= index < len(_THEME_SLOTS):
            return self.theme.colours.get(_THEME_SLOTS[index])
        if element.get("rgb") is not None:
            return rgb(element.get("rgb"))
        index = whole_number(element.get("indexed"))
        if index is not None:
            return self.palette[index] if 0 <= index < len(self.palette) else ""
        return "" if is_on(element.get("auto"), default=False) else None


class StylePart(msgspec.Struct, frozen=True):
    """The effective cell styles by index, and the differential ones."""

    cells: tuple[CellStyle, ...]
    differential: tuple[ConditionalStyle, ...]
    colours: ExcelColours


def read_styles(root: etree._Element | None, theme: ThemePart) -> StylePart:
    """Read the styles part; None stands for a workbook without one."""
    if root is None:
        return StylePart((_PLAIN_STYLE,), (), ExcelColours(theme))
    own = [rgb(e.get("rgb")) or "" for e in root.iterfind(f"{S}colors/{S}indexedColors/{S}rgbColor")]
    colours = ExcelColours(theme, own + list(PALETTE[len(own) :]))
    tables = _Tables(root, colours)
    named = [tables.read_format(xf) for xf in _children(root, "cellStyleXfs")]
    names = {
        whole_number(style.get("xfId")) or 0: style.get("name", "") for style in reversed(_children(root, "cellStyles"))
    }
    cells = tuple(_effective(tables, xf, named, names) for xf in _children(root, "cellXfs"))
    differential = tuple(read_differential(dxf, colours) for dxf in _children(root, "dxfs"))
    return StylePart(cells or (_PLAIN_STYLE,), differential, colours)


def _effective(tables: _Tables, xf: etree._Element, named: list[dict[str, Any]], names: Mapping[int, str]) -> CellStyle:
    # A cell's own ids always hold; what the xf leaves out comes from its named style.
    parent = whole_number(xf.get("xfId")) or 0
    base = named[parent] if 0 <= parent < len(named) else {}
    return CellStyle(name=names.get(parent, ""), **{**base, **tables.read_format(xf)})


class _Tables:
    """Fonts, fills, borders and number formats that cell formats refer to by index."""

    def __init__(self, root: etree._Element, colours: ExcelColours) -> None:
        self._fonts = [_with_size(read_font(element, colours)) for element in _children(root, "fonts")]
        self._fills = [read_fill(element, colours) for element in _children(root, "fills")]
        self._borders = [read_borders(element, colours) for element in _children(root, "borders")]
        self._codes = {
            whole_number(element.get("numFmtId")) or 0: element.get("formatCode", "")
            for element in _children(root, "numFmts")
        }

    def read_format(self, xf: etree._Element) -> dict[str, Any]:
        """Return the `CellStyle` fields that an xf element gives."""
        fields: dict[str, Any] = {}
        number = whole_number(xf.get("numFmtId"))
        if number is not None:
            fields["number_format_id"] = number
            fields["number_format"] = self._codes.get(number) or built_in(number)
        for attribute, field, table in (
            ("fontId", "font", self._fonts),
            ("fillId", "fill", self._fills),
            ("borderId", "borders", self._borders),
        ):
            index = whole_number(xf.get(attribute))
            if index is not None and 0 <= index < len(table):
                fields[field] = table[index]
        alignment, protection = xf.find(S + "alignment"), xf.find(S + "protection")
        if alignment is not None:
            fields["alignment"] = read_alignment(alignment)
        elif is_on(xf.get("applyAlignment"), default=False):
            fields["alignment"] = CellAlignment()
        if protection is not None:
            fields["locked"] = is_on(protection.get("locked"))
            fields["formula_hidden"] = is_on(protection.get("hidden"), default=False)
        if is_on(xf.get("quotePrefix"), default=False):
            fields["text_prefix"] = True
        return fields


def read_font(element: etree._Element, colours: ExcelColours) -> RunFormat:
    """Read a font or rPr element; one name serves all scripts."""
    name = _value(element, "name") or _value(element, "rFont") or ""
    scheme = _value(element, "scheme")
    underline = element.find(S + "u")
    if scheme in {"major", "minor"} and not name:
        name = colours.theme.font(scheme)
    return RunFormat(
        latin=name,
        high_ansi=name,
        east_asian=name,
        complex_script=name,
        size_pt=decimal_number(_value(element, "sz")),
        bold=_switch(element, "b"),
        italic=_switch(element, "i"),
        underline=_underline(underline),
        strike=_switch(element, "strike"),
        outline=_switch(element, "outline"),
        shadow=_switch(element, "shadow"),
        colour=colours.read(element.find(S + "color")) or "",
        baseline=_BASELINES.get(_value(element, "vertAlign") or "", Baseline.NORMAL),
    )


def _with_size(font: RunFormat) -> RunFormat:
    return font if font.size_pt else msgspec.structs.replace(font, size_pt=_DEFAULT_SIZE)


def _underline(element: etree._Element | None) -> str:
    kind = "none" if element is None else element.get("val", "single")
    return "" if kind == "none" else kind


def read_fill(element: etree._Element, colours: ExcelColours) -> Fill:
    """Read a fill element."""
    gradient = element.find(S + "gradientFill")
    if gradient is not None:
        stops = tuple(colours.read(stop.find(S + "color")) or "" for stop in gradient.iterfind(S + "stop"))
        return Fill(kind=FillKind.GRADIENT, colour=stops[0] if stops else "", colours=stops)
    pattern = element.find(S + "patternFill")
    kind = "none" if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind == "none":
        return Fill()
    front, back = colours.read(pattern.find(S + "fgColor")) or "", colours.read(pattern.find(S + "bgColor")) or ""
    if kind == "solid":
        return Fill(kind=FillKind.SOLID, colour=front or _system_colour(pattern.find(S + "fgColor")))
    return Fill(kind=FillKind.PATTERN, colour=front, colours=(front, back), pattern=kind)


def _system_colour(element: etree._Element | None) -> str:
    """Return what the system's text or window colour shows in an area: unlike a letter, it is drawn."""
    return "" if element is None else SYSTEM_COLOURS.get(element.get("indexed", ""), "")


def read_borders(element: etree._Element, colours: ExcelColours) -> Borders:
    """Read a border element with its diagonals."""
    lines: dict[str, Line] = {}
    for child in element:
        name = etree.QName(child).localname
        line = _line(child, colours)
        if name in _EDGES and line.is_drawn:
            lines[_EDGES[name]] = line
        elif name == "diagonal":
            if is_on(element.get("diagonalUp"), default=False):
                lines["diagonal_up"] = line
            if is_on(element.get("diagonalDown"), default=False):
                lines["diagonal_down"] = line
    return Borders(**lines)


def _line(element: etree._Element, colours: ExcelColours) -> Line:
    style = element.get("style", "none")
    if style == "none":
        return NO_LINE
    return Line(
        style=style,
        width_pt=_LINE_WIDTHS.get(style, Decimal("0.75")),
        colour=colours.read(element.find(S + "color")) or "",
    )


def read_alignment(element: etree._Element) -> CellAlignment:
    """Read an alignment element; text turned downwards has negative degrees."""
    turned = whole_number(element.get("textRotation")) or 0
    stacked = turned == _STACKED
    degrees = 0 if stacked else (90 - turned if turned > 90 else turned)
    return CellAlignment(
        horizontal=element.get("horizontal", "general"),
        vertical=element.get("vertical", "bottom"),
        wrap=is_on(element.get("wrapText"), default=False),
        shrink=is_on(element.get("shrinkToFit"), default=False),
        rotation_degrees=degrees,
        stacked=stacked,
        indent=whole_number(element.get("indent")) or 0,
        reading_order=whole_number(element.get("readingOrder")) or 0,
    )


def read_differential(element: etree._Element, colours: ExcelColours) -> ConditionalStyle:
    """Read a dxf element: only what it changes."""
    font, fill = element.find(S + "font"), element.find(S + "fill")
    border, code = element.find(S + "border"), element.find(S + "numFmt")
    fields: dict[str, Any] = {}
    if font is not None:
        fields = {
            "bold": _maybe_switch(font, "b"),
            "italic": _maybe_switch(font, "i"),
            "strike": _maybe_switch(font, "strike"),
            "underline": None if font.find(S + "u") is None else _underline(font.find(S + "u")),
            "colour": colours.read(font.find(S + "color")),
        }
    if fill is not None:
        fields["fill"] = _differential_fill(fill, colours)
    if border is not None:
        fields["borders"] = read_borders(border, colours)
    if code is not None:
        fields["number_format"] = code.get("formatCode") or BUILT_IN.get(whole_number(code.get("numFmtId")) or 0)
    return ConditionalStyle(**fields)


def _differential_fill(element: etree._Element, colours: ExcelColours) -> Fill:
    # In a dxf a solid fill keeps its colour in bgColor, and "solid" may be left out.
    pattern = element.find(S + "patternFill")
    if pattern is not None and pattern.get("patternType", "solid") == "solid":
        back, front = colours.read(pattern.find(S + "bgColor")), colours.read(pattern.find(S + "fgColor"))
        colour = back or front
        return Fill(kind=FillKind.SOLID, colour=colour) if colour else Fill()
    return read_fill(element, colours)


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    element = root.find(S + name)
    return [] if element is None else list(element)[:_STYLES_MAX]


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(S + name)
    return None if child is None else child.get("val")


def _switch(element: etree._Element, name: str) -> bool:
    return bool(_maybe_switch(element, name))


def _maybe_switch(element: etree._Element, name: str) -> bool | None:
    child = element.find(S + name)
    return None if child is None else is_on(child.get("val"))
