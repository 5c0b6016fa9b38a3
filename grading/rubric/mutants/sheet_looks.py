"""Undoes what the S checks look for in the looks of cells: fonts, fills, formats, alignment, lines."""

from __future__ import annotations

import copy
from collections.abc import Callable

from grading.rubric.mutants.package import Element, OfficePackage, S, put_child, remove_all, set_all
from grading.rubric.mutants.sheet import Parameters, Undo, cells_of

STYLES = "xl/styles.xml"
OTHER_FILL = "FFD8E4BC"
FONT_ORDER = tuple(S + name for name in "b i strike condense extend outline shadow u vertAlign sz color name".split())
Change = Callable[[OfficePackage, Element], None]
"""Changes a copy of a cell's format (`xf`)."""


def restyled(change: Change) -> Undo:
    """Return the way that gives the cells of the range a changed copy of their format."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        cells = cells_of(package, parameters)
        formats = package.root(STYLES).find(S + "cellXfs") if package.has(STYLES) else None
        if formats is None:
            return False
        made: dict[str, str] = {}
        for cell in cells:
            old = cell.get("s", "0")
            if old not in made:
                xf = copy.deepcopy(formats[int(old)])
                formats.append(xf)
                change(package, xf)
                made[old] = str(len(formats) - 1)
            cell.set("s", made[old])
        formats.set("count", str(len(formats)))
        return bool(cells)

    return undo


def with_font(tag: str, attributes: dict[str, str] | None) -> Undo:
    """Return the way that changes a property of the font; None takes it off."""

    def change(package: OfficePackage, xf: Element) -> None:
        fonts = package.root(STYLES).find(S + "fonts")
        if fonts is None:
            return
        font = copy.deepcopy(fonts[int(xf.get("fontId", "0"))])
        remove_all(font.findall(S + tag))
        if attributes is not None:
            put_child(font, S + tag, FONT_ORDER, attributes)
        fonts.append(font)
        fonts.set("count", str(len(fonts)))
        xf.set("fontId", str(len(fonts) - 1))
        xf.set("applyFont", "1")

    return restyled(change)


def _other_fill(package: OfficePackage, xf: Element) -> None:
    fills = package.root(STYLES).find(S + "fills")
    if fills is None:
        return
    fill = fills.makeelement(S + "fill", {})
    pattern = put_child(fill, S + "patternFill", (), {"patternType": "solid"})
    put_child(pattern, S + "fgColor", (), {"rgb": OTHER_FILL})
    fills.append(fill)
    xf.set("fillId", str(len(fills) - 1))
    xf.set("applyFill", "1")


def _no_fill(_package: OfficePackage, xf: Element) -> None:
    xf.set("fillId", "0")


def _format(number: str) -> Change:
    def change(_package: OfficePackage, xf: Element) -> None:
        xf.set("numFmtId", number)
        xf.set("applyNumberFormat", "1")

    return change


def _aligned(**attributes: str) -> Change:
    def change(_package: OfficePackage, xf: Element) -> None:
        alignment = put_child(xf, S + "alignment", (S + "alignment", S + "protection"))
        set_all(alignment, attributes)
        xf.set("applyAlignment", "1")

    return change


def realigned(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Align otherwise in the directions that the check names."""
    wanted = {}
    if parameters.get("horizontal"):
        wanted["horizontal"] = "left" if parameters["horizontal"] != "left" else "right"
    if parameters.get("vertical"):
        wanted["vertical"] = "top" if parameters["vertical"] != "top" else "bottom"
    return restyled(_aligned(**wanted))(package, parameters, starter)


def no_borders(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Take all lines off the cells of the range, and the lines of their neighbours that meet them."""

    def blank(package: OfficePackage, xf: Element) -> None:
        borders = package.root(STYLES).find(S + "borders")
        if borders is not None:
            border = borders.makeelement(S + "border", {})
            for side in ("left", "right", "top", "bottom", "diagonal"):
                put_child(border, S + side, ())
            borders.append(border)
            borders.set("count", str(len(borders)))
            xf.set("borderId", str(len(borders) - 1))

    return restyled(blank)(package, parameters, starter)


SHEET_LOOKS: dict[str, tuple[Undo, ...]] = {
    "S.number_format": (restyled(_format("0")), restyled(_format("14"))),
    "S.bold": (with_font("b", None), with_font("b", {})),
    "S.italic": (with_font("i", None), with_font("i", {})),
    "S.underline": (with_font("u", None), with_font("u", {})),
    "S.wrap": (restyled(_aligned(wrapText="0")), restyled(_aligned(wrapText="1"))),
    "S.font_size": (with_font("sz", {"val": "7.5"}), with_font("sz", {"val": "12.5"})),
    "S.font_name": (with_font("name", {"val": "隶书"}), with_font("name", {"val": "微软雅黑"})),
    "S.font_colour": (with_font("color", {"rgb": "FF5A4632"}), with_font("color", {"rgb": "FFC8DCF0"})),
    "S.fill": (restyled(_no_fill), restyled(_other_fill)),
    "S.alignment": (realigned,),
    "S.borders": (no_borders,),
}
