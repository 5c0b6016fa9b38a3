"""How a sheet is seen, printed and protected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from grading.office.drawing.names import S
from grading.office.model_workbook import (
    DefinedName,
    Panes,
    PrintSetup,
    Protection,
)
from grading.office.units import decimal_number, is_on, points, whole_number

_MARGINS = {
    "left": "margin_left_pt",
    "right": "margin_right_pt",
    "top": "margin_top_pt",
    "bottom": "margin_bottom_pt",
    "header": "header_distance_pt",
    "footer": "footer_distance_pt",
}
_POINTS_PER_INCH = 72
_BREAKS_MAX = 5_000
# Both attributes stand for "may not"; what is absent may not either, but for these two.
_FREE_BY_DEFAULT = {"selectLockedCells", "selectUnlockedCells"}
_ACTIONS = (
    "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
    "deleteColumns", "deleteRows", "selectLockedCells", "sort", "autoFilter", "pivotTables",
    "selectUnlockedCells",
)  # fmt: skip
_ROWS_ONLY = re.compile(r"\$?[0-9]+:\$?[0-9]+")


def read_panes(view: etree._Element | None) -> Panes | None:
    """Read the pane of a sheet view."""
    pane = None if view is None else view.find(S + "pane")
    if pane is None:
        return None
    state = pane.get("state", "split")
    return Panes(
        rows=int(decimal_number(pane.get("ySplit")) or 0),
        columns=int(decimal_number(pane.get("xSplit")) or 0),
        frozen=state in {"frozen", "frozenSplit"},
    )


def read_protection(root: etree._Element) -> Protection:
    """Read the sheetProtection element."""
    element = root.find(S + "sheetProtection")
    if element is None or not is_on(element.get("sheet"), default=False):
        return Protection()
    allowed = [action for action in _ACTIONS if not is_on(element.get(action), default=action not in _FREE_BY_DEFAULT)]
    return Protection(
        on=True,
        has_password=bool(element.get("password") or element.get("hashValue")),
        objects=is_on(element.get("objects"), default=False),
        scenarios=is_on(element.get("scenarios"), default=False),
        allowed=tuple(allowed),
    )


def read_print_setup(root: etree._Element, names: Sequence[DefinedName]) -> PrintSetup:
    """Read page set-up, headers and breaks; `names` are those that belong to this sheet."""
    setup, options, headers = root.find(S + "pageSetup"), root.find(S + "printOptions"), root.find(S + "headerFooter")
    fit = root.find(f"{S}sheetPr/{S}pageSetUpPr")
    rows, columns = _titles(names)
    return PrintSetup(
        landscape=_text(setup, "orientation") == "landscape",
        paper=whole_number(_text(setup, "paperSize")) or 0,
        scale_percent=whole_number(_text(setup, "scale")) or 100,
        fit_to_page=_flag(fit, "fitToPage"),
        fit_width=_number(setup, "fitToWidth", 1),
        fit_height=_number(setup, "fitToHeight", 1),
        centre_horizontally=_flag(options, "horizontalCentered"),
        centre_vertically=_flag(options, "verticalCentered"),
        gridlines=_flag(options, "gridLines"),
        headings=_flag(options, "headings"),
        black_and_white=_flag(setup, "blackAndWhite"),
        page_order=_text(setup, "pageOrder"),
        first_page_number=whole_number(_text(setup, "firstPageNumber")) if _flag(setup, "useFirstPageNumber") else None,
        header=_content(headers, "oddHeader"),
        footer=_content(headers, "oddFooter"),
        first_header=_content(headers, "firstHeader"),
        first_footer=_content(headers, "firstFooter"),
        even_header=_content(headers, "evenHeader"),
        even_footer=_content(headers, "evenFooter"),
        different_first=_flag(headers, "differentFirst"),
        different_odd_even=_flag(headers, "differentOddEven"),
        areas=tuple(part.strip() for part in _name(names, "_xlnm.Print_Area").split(",") if part.strip()),
        title_rows=rows,
        title_columns=columns,
        row_breaks=_breaks(root, "rowBreaks"),
        column_breaks=_breaks(root, "colBreaks"),
        **_margins(root.find(S + "pageMargins")),
    )


def _margins(element: etree._Element | None) -> dict[str, Decimal | None]:
    return {field: _inches(element, name) for name, field in _MARGINS.items()}


def _inches(element: etree._Element | None, name: str) -> Decimal | None:
    text = None if element is None else element.get(name)
    plain = decimal_number(text)
    return points(f"{plain * _POINTS_PER_INCH}") if plain is not None else points(text)


def _titles(names: Sequence[DefinedName]) -> tuple[str, str]:
    rows = columns = ""
    for part in _name(names, "_xlnm.Print_Titles").split(","):
        area = part.rpartition("!")[2].strip()
        if _ROWS_ONLY.fullmatch(area):
            rows = area.replace("$", "")
        elif area:
            columns = area.replace("$", "")
    return rows, columns


def _name(names: Sequence[DefinedName], wanted: str) -> str:
    return next((name.refers_to for name in names if name.name.casefold() == wanted.casefold()), "")


def _breaks(root: etree._Element, name: str) -> tuple[int, ...]:
    found = [whole_number(element.get("id")) for element in root.iterfind(f"{S}{name}/{S}brk")]
    return tuple(number for number in found[:_BREAKS_MAX] if number is not None)


def _number(element: etree._Element | None, name: str, default: int) -> int:
    number = whole_number(_text(element, name))
    return default if number is None else number


def _text(element: etree._Element | None, name: str) -> str:
    return "" if element is None else element.get(name, "")


def _flag(element: etree._Element | None, name: str) -> bool:
    return element is not None and is_on(element.get(name), default=False)


def _content(element: etree._Element | None, name: str) -> str:
    return "" if element is None else element.findtext(S + name) or ""
