"""Reads a spreadsheet package into a `Workbook`: sheets in their order with all that belongs to them."""

from __future__ import annotations

from lxml import etree

from grading.office.drawing.colours import Scheme
from grading.office.drawing.names import X14, XM, R, S
from grading.office.drawing.shapes import DrawingParts
from grading.office.drawing.theme import NO_THEME, read_theme
from grading.office.model_flow import Shape
from grading.office.model_workbook import (
    ColumnSpan,
    DefinedName,
    Sheet,
    SheetKind,
    SheetState,
    Sparkline,
    Workbook,
)
from grading.office.outcome import CannotReadError, Reason
from grading.office.package import Parts
from grading.office.properties import read_properties
from grading.office.references import Area, find_area
from grading.office.units import decimal_number, is_on, whole_number
from grading.office.xlsx.cell_pictures import CellPictures
from grading.office.xlsx.cells import Budget, CellReader, read_shared_strings
from grading.office.xlsx.drawings import read_sheet_drawing
from grading.office.xlsx.objects import read_comments, read_links, read_pivots, read_tables
from grading.office.xlsx.page import read_panes, read_print_setup, read_protection
from grading.office.xlsx.rules import read_conditional_formats, read_filter, read_sort_keys, read_validations
from grading.office.xlsx.styles import read_styles

_KINDS = {
    "worksheet": SheetKind.WORKSHEET,
    "chartsheet": SheetKind.CHART_SHEET,
    "dialogsheet": SheetKind.DIALOG_SHEET,
    "xlMacrosheet": SheetKind.MACRO_SHEET,
    "xlIntlMacrosheet": SheetKind.MACRO_SHEET,
}
_STATES = {"hidden": SheetState.HIDDEN, "veryHidden": SheetState.VERY_HIDDEN}
_SHEETS_MAX = 500
_NAMES_MAX = 20_000
_COLUMN_SPANS_MAX = 20_000


def read_xlsx(parts: Parts) -> Workbook:
    """Read the workbook behind the package's main part; raises `CannotReadError`."""
    return _WorkbookReader(parts).read()


class _WorkbookReader:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._main = parts.main_part()
        self._root = parts.root(self._main)
        theme = parts.related_root(self._main, "theme")
        self._theme = NO_THEME if theme is None else read_theme(theme[1])
        styles = parts.related_root(self._main, "styles")
        self._styles = read_styles(None if styles is None else styles[1], self._theme)
        strings = parts.related_root(self._main, "sharedStrings")
        self._strings = read_shared_strings(None if strings is None else strings[1], self._styles.colours)
        self._budget = Budget(parts.package.limits)
        self._cell_pictures = CellPictures(parts, self._main, Scheme(self._theme.colours))
        self._rectangles = 0

    def read(self) -> Workbook:
        entries = list(self._root.iterfind(f"{S}sheets/{S}sheet"))
        if len(entries) > _SHEETS_MAX:
            raise CannotReadError(
                Reason.TOO_MUCH_CONTENT, found=f"{len(entries)} sheets", limit=f"{_SHEETS_MAX} sheets"
            )
        names = self._read_names([entry.get("name", "") for entry in entries])
        setup, view = self._root.find(S + "workbookPr"), self._root.find(f"{S}bookViews/{S}workbookView")
        protection = self._root.find(S + "workbookProtection")
        sheets = tuple(self._read_sheet(entry, names) for entry in entries)
        return Workbook(
            format=self._parts.format_of("xlsx"),
            sheets=sheets,
            styles=self._styles.cells,
            names=tuple(names),
            properties=read_properties(self._parts),
            active_sheet=(whole_number(view.get("activeTab")) or 0) if view is not None else 0,
            starts_1904=setup is not None and is_on(setup.get("date1904"), default=False),
            structure_protected=protection is not None and is_on(protection.get("lockStructure"), default=False),
            external_workbooks=self._external_workbooks(),
        )

    def _read_names(self, sheets: list[str]) -> list[DefinedName]:
        found = []
        for element in list(self._root.iterfind(f"{S}definedNames/{S}definedName"))[:_NAMES_MAX]:
            index = whole_number(element.get("localSheetId"))
            found.append(
                DefinedName(
                    name=element.get("name", ""),
                    refers_to=(element.text or "").strip(),
                    sheet=sheets[index] if index is not None and 0 <= index < len(sheets) else "",
                    hidden=is_on(element.get("hidden"), default=False),
                    comment=element.get("comment", ""),
                )
            )
        return found

    def _external_workbooks(self) -> tuple[str, ...]:
        found: list[str] = []
        for link in self._parts.related(self._main, "externalLink"):
            found.extend(r.target for r in self._parts.relations(link.target).values() if r.external)
        return tuple(found)

    def _read_sheet(self, entry: etree._Element, names: list[DefinedName]) -> Sheet:
        name = entry.get("name", "")
        if not entry.get(R + "id"):
            return Sheet(name=name, kind=SheetKind.MACRO_SHEET, state=SheetState.HIDDEN)  # a module of macro text
        relation = self._parts.relations(self._main).get(entry.get(R + "id", ""))
        root = None if relation is None or relation.external else self._parts.find_root(relation.target)
        state = _STATES.get(entry.get("state", ""), SheetState.VISIBLE)
        if relation is None or root is None:
            raise CannotReadError(Reason.MISSING_PART, part=f"sheet {name}")
        own_names = [defined for defined in names if defined.sheet == name]
        view = root.find(f"{S}sheetViews/{S}sheetView")
        data = root.find(S + "sheetData")
        reader = CellReader(name, self._strings, self._styles.colours, self._budget)
        cells, rows = reader.read(data, len(self._styles.cells)) if data is not None else ([], [])
        sorting, form = root.find(S + "sortState"), root.find(S + "sheetFormatPr")
        tab = root.find(f"{S}sheetPr/{S}tabColor")
        part = relation.target
        return Sheet(
            name=name,
            kind=_KINDS.get(relation.kind, SheetKind.WORKSHEET),
            state=state,
            tab_colour=self._styles.colours.read(tab) or "",
            cells=tuple(cells),
            merges=self._merges(root),
            columns=tuple(self._columns(root)),
            rows=tuple(rows),
            default_row_height_pt=None if form is None else decimal_number(form.get("defaultRowHeight")),
            default_column_width_chars=None if form is None else decimal_number(form.get("defaultColWidth")),
            panes=read_panes(view),
            gridlines_shown=view is None or is_on(view.get("showGridLines")),
            headings_shown=view is None or is_on(view.get("showRowColHeaders")),
            zoom_percent=100 if view is None else whole_number(view.get("zoomScale")) or 100,
            selected=view is not None and is_on(view.get("tabSelected"), default=False),
            right_to_left=view is not None and is_on(view.get("rightToLeft"), default=False),
            filter=read_filter(root.find(S + "autoFilter")),
            sort_keys=tuple(read_sort_keys(sorting)),
            sort_area=None if sorting is None else find_area(sorting.get("ref", "")),
            conditional_formats=tuple(read_conditional_formats(root, self._styles, self._areas)),
            validations=tuple(read_validations(root, self._areas)),
            tables=tuple(read_tables(self._parts, part)),
            pivots=tuple(read_pivots(self._parts, part)),
            shapes=(*self._shapes(part), *self._cell_pictures.shapes(reader.pictured, tuple(cells))),
            comments=tuple(read_comments(self._parts, part)),
            links=tuple(read_links(self._parts, part, root)),
            sparklines=tuple(self._sparklines(root)),
            protection=read_protection(root),
            print_setup=read_print_setup(root, own_names),
            background_picture=root.find(S + "picture") is not None,
        )

    def _merges(self, root: etree._Element) -> tuple[Area, ...]:
        references = [element.get("ref", "") for element in root.iterfind(f"{S}mergeCells/{S}mergeCell")]
        self._count_rectangles(len(references))
        return tuple(area for reference in references if (area := find_area(reference)) is not None)

    def _areas(self, text: str) -> tuple[Area, ...]:
        parts = text.split()
        self._count_rectangles(len(parts))
        return tuple(area for part in parts if (area := find_area(part)) is not None)

    def _count_rectangles(self, more: int) -> None:
        self._rectangles += more
        limit = self._parts.package.limits.rectangles
        if self._rectangles > limit:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f"{self._rectangles} ranges", limit=f"{limit} ranges")

    def _columns(self, root: etree._Element) -> list[ColumnSpan]:
        found = []
        for element in list(root.iterfind(f"{S}cols/{S}col"))[:_COLUMN_SPANS_MAX]:
            first, last = whole_number(element.get("min")), whole_number(element.get("max"))
            if first is None or last is None:
                continue
            style = whole_number(element.get("style")) or 0
            found.append(
                ColumnSpan(
                    first,
                    last,
                    width_chars=decimal_number(element.get("width")),
                    hidden=is_on(element.get("hidden"), default=False),
                    custom_width=is_on(element.get("customWidth"), default=False),
                    best_fit=is_on(element.get("bestFit"), default=False),
                    style=style if style < len(self._styles.cells) else 0,
                    outline_level=whole_number(element.get("outlineLevel")) or 0,
                    collapsed=is_on(element.get("collapsed"), default=False),
                )
            )
        return found

    def _shapes(self, part: str) -> list[Shape]:
        found: list[Shape] = []
        for relation in self._parts.related(part, "drawing"):
            host = DrawingParts(self._parts, relation.target, Scheme(self._theme.colours))
            found.extend(read_sheet_drawing(self._parts.root(relation.target), host))
        return found

    def _sparklines(self, root: etree._Element) -> list[Sparkline]:
        found = []
        for group in root.iter(X14 + "sparklineGroup"):
            kind = {"stacked": "winLoss"}.get(group.get("type", "line"), group.get("type", "line"))
            colour = self._styles.colours.read(group.find(X14 + "colorSeries")) or ""
            for line in group.iter(X14 + "sparkline"):
                data, place = line.findtext(XM + "f") or "", line.findtext(XM + "sqref") or ""
                found.append(Sparkline(kind, data, place, colour))
        return found
