"""Reads an ods package into a `Workbook`."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.model_flow import Block, Shape
from grading.office.model_format import Fill, FillKind
from grading.office.model_rules import (
    Validation,
)
from grading.office.model_workbook import (
    CellAlignment,
    CellStyle,
    ColumnSpan,
    DefinedName,
    Panes,
    Protection,
    Sheet,
    SheetState,
    Workbook,
)
from grading.office.odf.cells import Found, OdsCellReader, columns_of
from grading.office.odf.facts import colour, is_true, join_text, make_run_format
from grading.office.odf.flow import cell_borders
from grading.office.odf.formulas import from_open_formula, reference
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import CONFIG, FO, OFFICE, STYLE, TABLE, TABLE_OOO
from grading.office.odf.number_styles import format_code
from grading.office.odf.objects import read_pivots, read_sparklines
from grading.office.odf.pages import PageReader
from grading.office.odf.parts import OdfParts
from grading.office.odf.printing import read_print_setup
from grading.office.odf.rules import read_conditional_formats, read_filter, read_validation
from grading.office.odf.shapes import ShapeReader
from grading.office.odf.styles import OdfStyles
from grading.office.outcome import CannotReadError, Reason
from grading.office.references import Area, cell_name, find_cell
from grading.office.units import decimal_number, points, tidy, whole_number
from grading.office.xlsx.cells import Budget
from grading.office.xlsx.shared_formulas import SharedFormula

_SHEETS_MAX = 500
_UNNAMED = "Default"
"""The style of cells that name none, by its name in files of LibreOffice; one that a file lacks gives nothing."""
_PLAIN_TEXT = {"size_pt": Decimal(10)}
_PIXEL_PT, _CHAR_PX, _PADDING_PX = Decimal("0.75"), 7, 5
_HORIZONTAL = {
    "start": "left",
    "left": "left",
    "center": "center",
    "end": "right",
    "right": "right",
    "justify": "justify",
}
_VERTICAL = {"top": "top", "middle": "center", "bottom": "bottom", "automatic": "bottom"}
_INDENT_STEP_PT = 10
_HALF_TURN, _FULL_TURN = 180, 360


def read_ods(parts: OdfParts) -> Workbook:
    """Read a spreadsheet; raises `CannotReadError`."""
    return _WorkbookReader(parts).read()


class _WorkbookReader:
    def __init__(self, parts: OdfParts) -> None:
        self._parts = parts
        self._content = parts.root("content.xml")
        self._common = parts.find_root("styles.xml")
        self._styles = OdfStyles(self._common, self._content)
        self._findings = Findings()
        self._shapes = ShapeReader(parts, self._styles, ListCounter(self._styles), self._findings)
        self._budget = Budget(parts.package.limits)
        self._looks: list[CellStyle] = [self._look("Default")]
        self._index_of: dict[str, int] = {"": 0, "Default": 0}
        self._pages = PageReader(parts, self._common)
        self._settings = _sheet_settings(parts.find_root("settings.xml"))

    def read(self) -> Workbook:
        body = self._content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
        if body is None:
            raise CannotReadError(Reason.MISSING_PART, part="office:spreadsheet")
        tables = list(body.iterfind(TABLE + "table"))
        if len(tables) > _SHEETS_MAX:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f"{len(tables)} sheets", limit=f"{_SHEETS_MAX} sheets")
        sheets = [self._sheet(table, body) for table in tables]
        names = [sheet.name for sheet in sheets]
        active = self._settings.get("", {}).get("ActiveTable", "")
        return Workbook(
            format="ods",
            sheets=tuple(sheets),
            styles=tuple(self._looks),
            names=tuple(self._names(body, ""))
            + tuple(name for table in tables for name in self._names(table, table.get(TABLE + "name", ""))),
            properties=self._parts.properties(),
            active_sheet=names.index(active) if active in names else 0,
            structure_protected=is_true(body.get(TABLE + "structure-protected")),
        )

    def _sheet(self, table: etree._Element, body: etree._Element) -> Sheet:
        name = table.get(TABLE + "name", "")
        columns, column_styles = self._columns(table)
        reader = OdsCellReader(
            name,
            self._styles,
            style_index=self._style_index,
            looks=self._looks,
            read_blocks=self._read_text,
            budget=self._budget,
        )
        found = reader.read(table, column_styles)
        properties = self._styles.properties("table", table.get(TABLE + "style-name", ""), "table-properties")
        view = self._settings.get(name, {})
        tab = properties.get(TABLE_OOO + "tab-color") or properties.get(TABLE + "tab-color")
        filters = [
            read_filter(one)
            for one in body.iterfind(f"{TABLE}database-ranges/{TABLE}database-range")
            if _is_on(one, name)
        ]
        chosen = next((one for one in filters if one is not None), None)
        return Sheet(
            name=name,
            state=SheetState.HIDDEN if properties.get(TABLE + "display") == "false" else SheetState.VISIBLE,
            tab_colour=colour(tab) or "",
            cells=tuple(found.cells),
            merges=tuple(found.merges),
            columns=tuple(columns),
            rows=tuple(found.rows),
            panes=_panes(view),
            gridlines_shown=view.get("ShowGrid", "true") == "true",
            zoom_percent=whole_number(view.get("ZoomValue")) or 100,
            filter=chosen,
            conditional_formats=tuple(read_conditional_formats(table, self._named_look, self._looks[0])),
            validations=tuple(self._validations(body, found)),
            shapes=tuple(self._sheet_shapes(table, found)),
            comments=tuple(found.comments),
            links=tuple(found.links),
            protection=_protection(table),
            pivots=tuple(read_pivots(body, name)),
            sparklines=tuple(read_sparklines(table)),
            print_setup=read_print_setup(table, self._styles, self._pages),
        )

    def _read_text(self, element: etree._Element, style: str) -> tuple[Block, ...]:
        look = [_PLAIN_TEXT, *self._styles.text_levels("table-cell", style or _UNNAMED)]
        return self._shapes.flow.read_over(element, look, [])

    def _columns(self, table: etree._Element) -> tuple[list[ColumnSpan], list[tuple[int, int, str]]]:
        spans: list[ColumnSpan] = []
        styles: list[tuple[int, int, str]] = []
        for column, first, last in columns_of(table):
            properties = self._styles.properties(
                "table-column", column.get(TABLE + "style-name", ""), "table-column-properties"
            )
            style = column.get(TABLE + "default-cell-style-name", "")
            styles.append((first, last, style))
            spans.append(
                ColumnSpan(
                    first,
                    last,
                    width_chars=_characters(points(properties.get(STYLE + "column-width"))),
                    hidden=column.get(TABLE + "visibility", "visible") != "visible",
                    custom_width=True,
                    style=self._style_index(style),
                    outline_level=sum(1 for _ in column.iterancestors(TABLE + "table-column-group")),
                )
            )
        return spans, styles

    def _style_index(self, name: str) -> int:
        if name not in self._index_of:
            self._index_of[name] = len(self._looks)
            self._looks.append(self._look(name))
        return self._index_of[name]

    def _named_look(self, name: str) -> CellStyle:
        """Return the look of a style that a rule names by the name people see or by its own."""
        if self._styles.element("table-cell", name) is not None:
            return self._look(name)
        for family, own, _element in self._styles.named():
            if family == "table-cell" and self._styles.shown_name(family, own) == name:
                return self._look(own)
        return self._looks[0]

    def _look(self, name: str) -> CellStyle:
        name = name or _UNNAMED
        text = [_PLAIN_TEXT, *self._styles.text_levels("table-cell", name)]
        cell = self._styles.properties("table-cell", name, "table-cell-properties")
        paragraph = self._styles.properties("table-cell", name, "paragraph-properties")
        shade = colour(cell.get(FO + "background-color"))
        data_style = self._styles.attribute("table-cell", name, STYLE + "data-style-name") or ""
        protect = cell.get(STYLE + "cell-protect", "protected")
        return CellStyle(
            name=self._styles.shown_name("table-cell", name),
            number_format=format_code(self._styles, data_style),
            font=make_run_format(join_text(text), asian=False),
            fill=Fill(kind=FillKind.SOLID, colour=shade) if shade else Fill(),
            borders=cell_borders(cell),
            alignment=_alignment(cell, paragraph),
            locked="protected" in protect.split() or "hidden-and-protected" in protect,
            formula_hidden="formula-hidden" in protect or "hidden-and-protected" in protect,
        )

    def _names(self, parent: etree._Element, sheet: str) -> list[DefinedName]:
        found = []
        for element in parent.iterfind(f"{TABLE}named-expressions/*"):
            text = element.get(TABLE + "cell-range-address")
            refers = reference(text) if text is not None else from_open_formula(element.get(TABLE + "expression", ""))
            base = find_cell(reference(element.get(TABLE + "base-cell-address", "")).rpartition("!")[2]) or (1, 1)
            # What is relative is written as seen from a cell of its own; in a workbook of Excel that is A1.
            refers = SharedFormula(refers).moved(1 - base[0], 1 - base[1], around=True)
            found.append(DefinedName(element.get(TABLE + "name", ""), refers, sheet))
        return found

    def _validations(self, body: etree._Element, found: Found) -> list[Validation]:
        rules = {
            e.get(TABLE + "name", ""): e for e in body.iterfind(f"{TABLE}content-validations/{TABLE}content-validation")
        }
        return [
            read_validation(rules[name], _stacked(areas)) for name, areas in found.validated.items() if name in rules
        ]

    def _sheet_shapes(self, table: etree._Element, found: Found) -> list[Shape]:
        shapes: list[Shape] = []
        for element in table.iterfind(f"{TABLE}shapes/*"):
            shape = self._shapes.read(element)
            if shape is not None:
                shapes.append(shape)
        for element, row, column in found.shapes:
            shape = self._shapes.read(element)
            if shape is not None:
                end = reference(element.get(TABLE + "end-cell-address", "")).rpartition("!")[2]
                place = msgspec.structs.replace(shape.placement, from_cell=cell_name(row, column), to_cell=end)
                shapes.append(msgspec.structs.replace(shape, placement=place))
        return shapes


def _alignment(cell: dict[str, str], paragraph: dict[str, str]) -> CellAlignment:
    source_fixed = cell.get(STYLE + "text-align-source", "fix") == "fix"
    align = _HORIZONTAL.get(paragraph.get(FO + "text-align", ""), "general") if source_fixed else "general"
    if cell.get(STYLE + "repeat-content") == "true":
        align = "fill"
    indent = points(paragraph.get(FO + "margin-left")) or Decimal(0)
    turned = int(decimal_number(cell.get(STYLE + "rotation-angle", "0").removesuffix("deg")) or 0) % _FULL_TURN
    return CellAlignment(
        horizontal=align,
        vertical=_VERTICAL.get(cell.get(STYLE + "vertical-align", ""), "bottom"),
        wrap=cell.get(FO + "wrap-option") == "wrap",
        shrink=is_true(cell.get(STYLE + "shrink-to-fit")),
        rotation_degrees=turned - _FULL_TURN if turned > _HALF_TURN else turned,
        stacked=cell.get(STYLE + "direction") == "ttb",
        indent=int(indent / _INDENT_STEP_PT),
    )


def _characters(width_pt: Decimal | None) -> Decimal | None:
    """Return a column's width as Excel counts it: characters of seven pixels, five pixels of padding."""
    if width_pt is None:
        return None
    return max(tidy((width_pt / _PIXEL_PT - _PADDING_PX) / _CHAR_PX), Decimal(0))


def _sheet_settings(root: etree._Element | None) -> dict[str, dict[str, str]]:
    """Return view settings by sheet name; "" holds those of the whole view."""
    found: dict[str, dict[str, str]] = {"": {}}
    for tables in root.iter(CONFIG + "config-item-map-named") if root is not None else ():
        if tables.get(CONFIG + "name") != "Tables":
            continue
        for entry in tables.iterfind(CONFIG + "config-item-map-entry"):
            found[entry.get(CONFIG + "name", "")] = _items(entry)
        parent = tables.getparent()
        if parent is not None:
            found[""].update(_items(parent))
    return found


def _items(parent: etree._Element) -> dict[str, str]:
    return {item.get(CONFIG + "name", ""): item.text or "" for item in parent.iterfind(CONFIG + "config-item")}


_FROZEN, _SPLIT = "2", "1"


def _panes(view: dict[str, str]) -> Panes | None:
    modes = {view.get("HorizontalSplitMode", "0"), view.get("VerticalSplitMode", "0")}
    if _FROZEN not in modes:
        return Panes(frozen=False) if _SPLIT in modes else None
    columns = whole_number(view.get("HorizontalSplitPosition")) if view.get("HorizontalSplitMode") == _FROZEN else 0
    rows = whole_number(view.get("VerticalSplitPosition")) if view.get("VerticalSplitMode") == _FROZEN else 0
    return Panes(rows=rows or 0, columns=columns or 0)


def _protection(table: etree._Element) -> Protection:
    return Protection(
        on=is_true(table.get(TABLE + "protected")), has_password=bool(table.get(TABLE + "protection-key"))
    )


def _is_on(database_range: etree._Element, sheet: str) -> bool:
    name = reference(database_range.get(TABLE + "target-range-address", "")).rpartition("!")[0]
    return name.strip("'").replace("''", "'") == sheet


def _stacked(areas: list[Area]) -> tuple[Area, ...]:
    """Join areas that lie under each other in the same columns: a sheet lists them row by row."""
    found: list[Area] = []
    for area in areas:
        last = found[-1] if found else None
        if (
            last is not None
            and (last.first_column, last.last_column) == (area.first_column, area.last_column)
            and last.last_row + 1 == area.first_row
        ):
            found[-1] = Area(last.first_row, last.first_column, area.last_row, last.last_column)
        else:
            found.append(area)
    return tuple(found)
