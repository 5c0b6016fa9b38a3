"""Undoes what the S checks look for in the looks of cells: fonts, fills, formats, alignment, lines."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

from grading.checks.names import colour_code, size_points
from grading.office.references import cell_name
from grading.rubric.mutants.near import near_colour
from grading.rubric.mutants.package import Element, OfficePackage, S, put_child, remove_all, set_all
from grading.rubric.mutants.sheet import (
    Parameters,
    Undo,
    area_of,
    at_most_one,
    cells_of,
    is_filled,
    is_rich,
    set_text,
    text_in,
)

STYLES = "xl/styles.xml"
OTHER_FILL = "FFD8E4BC"
FONT_ORDER = tuple(S + name for name in "b i strike condense extend outline shadow u vertAlign sz color name".split())
XF_ORDER = (S + "alignment", S + "protection")
Change = Callable[[OfficePackage, Element, Parameters], bool]
"""Changes a copy of a cell's format (`xf`); tells whether there was anything to change."""
_TURNED, _QUARTER, _STACKED = 15, 90, "255"
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
_FIRST_OWN_FORMAT = 164


def restyled(change: Change, *, last: bool = False, plain: bool = False) -> Undo:
    """Return the way that gives the cells of the range, or only the last filled one, a changed copy of their format.

    With `plain` pieces of text with fonts of their own lose them: the cell's font would not show in them.
    """

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        cells = cells_of(package, parameters)
        formats = package.root(STYLES).find(S + "cellXfs") if package.has(STYLES) else None
        if formats is None:
            return False
        made: dict[str, str] = {}
        changed = False
        for cell in at_most_one([cell for cell in cells if is_filled(cell)] or cells) if last else cells:
            old = cell.get("s", "0")
            if old not in made:
                xf = copy.deepcopy(formats[int(old)])
                formats.append(xf)
                changed |= change(package, xf, parameters)
                made[old] = str(len(formats) - 1)
            cell.set("s", made[old])
            if plain and is_rich(package, cell):
                set_text(cell, text_in(package, cell))
        formats.set("count", str(len(formats)))
        return changed

    return undo


def _font(package: OfficePackage, xf: Element, tag: str, attributes: dict[str, str] | None) -> bool:
    """Give a format a font of its own with a changed property; None takes it off."""
    fonts = package.root(STYLES).find(S + "fonts")
    if fonts is None:
        return False
    font = copy.deepcopy(fonts[int(xf.get("fontId", "0"))])
    remove_all(font.findall(S + tag))
    if tag == "name":
        remove_all(font.findall(S + "scheme"))
    if attributes is not None:
        put_child(font, S + tag, FONT_ORDER, attributes)
    fonts.append(font)
    fonts.set("count", str(len(fonts)))
    xf.set("fontId", str(len(fonts) - 1))
    xf.set("applyFont", "1")
    return True


def with_font(tag: str, attributes: dict[str, str] | None) -> Change:
    """Return the change of a property of the font; None takes it off."""
    return lambda package, xf, _parameters: _font(package, xf, tag, attributes)


def _other_size(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    return _font(package, xf, "sz", {"val": format(size_points(str(parameters["size"])) + 1, "f")})


def _other_colour(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    code = colour_code(str(parameters["colour"]).partition("|")[0])
    return _font(package, xf, "color", {"rgb": f"FF{near_colour(code)}"})


def _filled(package: OfficePackage, xf: Element, colour: str) -> bool:
    fills = package.root(STYLES).find(S + "fills")
    if fills is None:
        return False
    fill = fills.makeelement(S + "fill", {})
    pattern = put_child(fill, S + "patternFill", (), {"patternType": "solid"})
    put_child(pattern, S + "fgColor", (), {"rgb": colour})
    fills.append(fill)
    fills.set("count", str(len(fills)))
    xf.set("fillId", str(len(fills) - 1))
    xf.set("applyFill", "1")
    return True


def _near_fill(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    wanted = str(parameters.get("colour", "")).partition("|")[0]
    return bool(wanted) and _filled(package, xf, f"FF{near_colour(colour_code(wanted))}")


def _other_fill(package: OfficePackage, xf: Element, _parameters: Parameters) -> bool:
    return _filled(package, xf, OTHER_FILL)


def _no_fill(_package: OfficePackage, xf: Element, _parameters: Parameters) -> bool:
    xf.set("fillId", "0")
    return True


def _format(number: str) -> Change:
    def change(_package: OfficePackage, xf: Element, _parameters: Parameters) -> bool:
        xf.set("numFmtId", number)
        xf.set("applyNumberFormat", "1")
        return True

    return change


def _other_places(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    """Show one decimal place more, or leave the separators of thousands or the currency's sign out."""
    styles = package.root(STYLES)
    number = xf.get("numFmtId", "0")
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter(S + "numFmt")}
    code = own.get(number) or _BUILT_IN.get(number, "")
    other = code
    if parameters.get("decimals") is not None:
        other = re.sub(r"0\.(0+)", r"0.\g<1>0", code) if "." in code else re.sub(r"0(?!.*0)", "0.0", code, count=1)
    elif parameters.get("thousands"):
        other = code.replace("#,##", "")
    elif parameters.get("symbol"):
        other = code.replace(str(parameters["symbol"]), "€")
    if not code or other == code:
        return False
    formats = put_child(styles, S + "numFmts", (S + "numFmts", *{one.tag for one in styles}))
    identity = str(max([_FIRST_OWN_FORMAT, *(int(one) + 1 for one in own)]))
    formats.append(formats.makeelement(S + "numFmt", {"numFmtId": identity, "formatCode": other}))
    formats.set("count", str(len(formats)))
    return _format(identity)(package, xf, parameters)


def _aligned(**attributes: str) -> Change:
    def change(_package: OfficePackage, xf: Element, _parameters: Parameters) -> bool:
        set_all(put_child(xf, S + "alignment", XF_ORDER), attributes)
        xf.set("applyAlignment", "1")
        return True

    return change


def _realigned(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    """Align otherwise in the directions that the check names."""
    wanted = {}
    if parameters.get("horizontal"):
        wanted["horizontal"] = "left" if parameters["horizontal"] != "left" else "right"
    if parameters.get("vertical"):
        wanted["vertical"] = "top" if parameters["vertical"] != "top" else "bottom"
    return _aligned(**wanted)(package, xf, parameters)


def _turned(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    """Turn the text fifteen degrees less, or lay letters that are stacked."""
    if parameters.get("stacked"):
        return _aligned(textRotation="0")(package, xf, parameters)
    degrees = int(parameters.get("degrees", 0)) - _TURNED
    return _aligned(textRotation=str(degrees if degrees >= 0 else _QUARTER - degrees))(package, xf, parameters)


def _indented(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    alignment = put_child(xf, S + "alignment", XF_ORDER)
    if alignment.get("horizontal", "general") == "general":
        alignment.set("horizontal", "left")
    return _aligned(indent=str(int(parameters["value"]) + 1))(package, xf, parameters)


def _locked_otherwise(_package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    protection = put_child(xf, S + "protection", XF_ORDER)
    if parameters.get("hidden") is not None:
        protection.set("hidden", "0" if parameters["hidden"] else "1")
    else:
        protection.set("locked", "0" if parameters.get("value", True) else "1")
    xf.set("applyProtection", "1")
    return True


def _other_style(package: OfficePackage, xf: Element, parameters: Parameters) -> bool:
    """Name another cell style, and leave all that the cell itself says as it is."""
    wanted = str(parameters.get("name", "")).casefold()
    styles = list(package.root(STYLES).iter(S + "cellStyle"))
    others = [one for one in styles if one.get("name", "").casefold() != wanted and (wanted or one.get("xfId") == "0")]
    for one in sorted(others, key=lambda style: style.get("xfId") != "0"):
        xf.set("xfId", one.get("xfId", "0"))
        return True
    return False


def _blank(package: OfficePackage, xf: Element, _parameters: Parameters) -> bool:
    """Take all lines off."""
    borders = package.root(STYLES).find(S + "borders")
    if borders is None:
        return False
    border = borders.makeelement(S + "border", {})
    for side in ("left", "right", "top", "bottom", "diagonal"):
        put_child(border, S + side, ())
    borders.append(border)
    borders.set("count", str(len(borders)))
    xf.set("borderId", str(len(borders) - 1))
    return True


def corner_bare(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Take all lines off the last cell of the range."""
    area = area_of(parameters)
    if area is None:
        return False
    corner = cell_name(area.last_row, area.last_column)
    return restyled(_blank)(package, {**parameters, "range": corner}, starter)


def switched(on: Change, off: Change, *, plain: bool = False) -> tuple[Undo, ...]:
    """Return the ways for what cells have or have not: the last cell without or with it, then all of them."""
    return tuple(
        restyled(change, last=last, plain=plain)
        for last, change in ((True, off), (True, on), (False, off), (False, on))
    )


def _both(tag: str) -> tuple[Undo, ...]:
    return switched(with_font(tag, {}), with_font(tag, None), plain=True)


def _fonts(*changes: Change) -> tuple[Undo, ...]:
    return tuple(restyled(change, plain=True) for change in changes)


SHEET_LOOKS: dict[str, tuple[Undo, ...]] = {
    "S.number_format": (restyled(_other_places), restyled(_format("0")), restyled(_format("14"))),
    "S.bold": _both("b"),
    "S.italic": _both("i"),
    "S.underline": _both("u"),
    "S.strike": _both("strike"),
    "S.wrap": switched(_aligned(wrapText="1"), _aligned(wrapText="0")),
    "S.shrink": switched(_aligned(shrinkToFit="1"), _aligned(shrinkToFit="0")),
    "S.rotation": (restyled(_turned),),
    "S.indent": (restyled(_indented),),
    "S.font_size": _fonts(_other_size),
    "S.font_name": _fonts(with_font("name", {"val": "隶书"}), with_font("name", {"val": "微软雅黑"})),
    "S.font_colour": _fonts(_other_colour, with_font("color", {"rgb": "FF5A4632"})),
    "S.fill": (restyled(_near_fill), restyled(_other_fill), restyled(_no_fill)),
    "S.alignment": (restyled(_realigned),),
    "S.borders": (corner_bare, restyled(_blank)),
    "S.locked": (restyled(_locked_otherwise),),
    "S.cell_style": (restyled(_other_style),),
}
