"""A spreadsheet file as its readers see it (xlsx, xlsm, ods).

Rows and columns count from 1, as people count them. Ranges, merges and
column widths stay rectangles however large they are; only cells that the
file stores are listed. Formulas have no leading "=", also those of ods files,
which are translated to the same spelling.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cached_property

import msgspec

from grading.office.model_chart import Chart
from grading.office.model_common import Properties
from grading.office.model_flow import Run, Shape
from grading.office.model_format import Borders, Fill, RunFormat
from grading.office.model_rules import ConditionalFormat, Filter, SortKey, Validation
from grading.office.references import Area, cell_name


class CellKind(Enum):
    """What a cell holds or, for a formula, what it last showed. Dates are numbers with a date format."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"


class FormulaKind(Enum):
    NORMAL = "normal"
    ARRAY = "array"
    DATA_TABLE = "data_table"


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One stored cell.

    `value` is the text as stored: digits for numbers (possibly "1.2E3"), "1" or
    "0" for booleans, "#DIV/0!" for errors. For a formula it is the value last
    shown, "" with kind BLANK if the file keeps none. `style` is an index into
    `Workbook.styles`. `spills` is the range an array formula fills; `dynamic` tells
    that it found that range itself, as newer programs do.
    """

    row: int
    column: int
    kind: CellKind = CellKind.BLANK
    value: str = ""
    formula: str = ""
    formula_kind: FormulaKind = FormulaKind.NORMAL
    spills: Area | None = None
    dynamic: bool = False
    style: int = 0
    rich_text: tuple[Run, ...] = ()

    @property
    def name(self) -> str:
        """The cell's address, such as "C4"."""
        return cell_name(self.row, self.column)

    @property
    def number(self) -> Decimal | None:
        """The exact decimal a NUMBER cell stores, else None."""
        if self.kind is not CellKind.NUMBER:
            return None
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None


class CellAlignment(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a cell's content lies.

    `horizontal` is "general", "left", "center", "right", "fill", "justify",
    "centerContinuous" or "distributed"; `vertical` "top", "center", "bottom",
    "justify" or "distributed".
    """

    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    rotation_degrees: int = 0
    stacked: bool = False
    """Letters one above the other."""
    indent: int = 0
    reading_order: int = 0


class CellStyle(msgspec.Struct, frozen=True, omit_defaults=True):
    """Effective look of a cell; `name` is the cell style it is based on ("Normal", "Good", "标题 1")."""

    name: str = ""
    number_format: str = "General"
    number_format_id: int = 0
    font: RunFormat = RunFormat()
    fill: Fill = Fill()
    borders: Borders = Borders()
    alignment: CellAlignment = CellAlignment()
    locked: bool = True
    formula_hidden: bool = False
    text_prefix: bool = False
    """Typed with a leading apostrophe."""


class ColumnSpan(msgspec.Struct, frozen=True, omit_defaults=True):
    """Columns first..last; width in characters of the default font (None = the sheet's default)."""

    first: int
    last: int
    width_chars: Decimal | None = None
    hidden: bool = False
    custom_width: bool = False
    best_fit: bool = False
    style: int = 0
    outline_level: int = 0
    collapsed: bool = False


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the file says about rows first..last besides their cells."""

    first: int
    last: int
    height_pt: Decimal | None = None
    custom_height: bool = False
    hidden: bool = False
    style: int | None = None
    outline_level: int = 0
    collapsed: bool = False


class Panes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Frozen (or only split) panes: so many rows above and columns left of the line."""

    rows: int = 0
    columns: int = 0
    frozen: bool = True


class ListColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    formula: str = ""
    totals_function: str = ""
    totals_label: str = ""


class ListTable(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table object (“表格” / Ctrl+T)."""

    name: str
    area: Area
    header_row: bool = True
    totals_row: bool = False
    style: str = ""
    banded_rows: bool = False
    banded_columns: bool = False
    first_column: bool = False
    last_column: bool = False
    columns: tuple[ListColumn, ...] = ()
    filter: Filter | None = None


class PivotValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value field: its source column, and "sum", "average", "count", "max", "min" ..."""

    field: str
    function: str = "sum"
    caption: str = ""
    show_as: str = ""


class Pivot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pivot table; fields by the names of their source columns."""

    name: str
    area: Area | None = None
    source: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    values: tuple[PivotValue, ...] = ()
    fields: tuple[str, ...] = ()
    style: str = ""


class CellComment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A note or a threaded comment on a cell."""

    row: int
    column: int
    text: str
    author: str = ""
    visible: bool = False


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hyperlink: `target` outside the file, `location` inside it ("Sheet2!A1")."""

    area: Area
    target: str = ""
    location: str = ""
    display: str = ""
    tooltip: str = ""


class Sparkline(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind` is "line", "column" or "winLoss"."""

    kind: str
    data: str
    place: str
    colour: str = ""


class Protection(msgspec.Struct, frozen=True, omit_defaults=True):
    """A protected sheet; `allowed` names what stays possible ("formatCells", "sort" ...)."""

    on: bool = False
    has_password: bool = False
    objects: bool = False
    scenarios: bool = False
    allowed: tuple[str, ...] = ()


class PrintSetup(msgspec.Struct, frozen=True, omit_defaults=True):
    """Page set-up of a sheet. Headers are texts with codes (&P page, &N pages, &A sheet ...)."""

    landscape: bool = False
    paper: int = 0
    paper_width_pt: Decimal | None = None
    paper_height_pt: Decimal | None = None
    scale_percent: int = 100
    fit_to_page: bool = False
    fit_width: int = 1
    fit_height: int = 1
    margin_top_pt: Decimal | None = None
    margin_bottom_pt: Decimal | None = None
    margin_left_pt: Decimal | None = None
    margin_right_pt: Decimal | None = None
    header_distance_pt: Decimal | None = None
    footer_distance_pt: Decimal | None = None
    centre_horizontally: bool = False
    centre_vertically: bool = False
    gridlines: bool = False
    headings: bool = False
    black_and_white: bool = False
    page_order: str = ""
    first_page_number: int | None = None
    header: str = ""
    footer: str = ""
    first_header: str = ""
    first_footer: str = ""
    even_header: str = ""
    even_footer: str = ""
    different_first: bool = False
    different_odd_even: bool = False
    areas: tuple[str, ...] = ()
    title_rows: str = ""
    title_columns: str = ""
    row_breaks: tuple[int, ...] = ()
    column_breaks: tuple[int, ...] = ()


class SheetKind(Enum):
    WORKSHEET = "worksheet"
    CHART_SHEET = "chart_sheet"
    DIALOG_SHEET = "dialog_sheet"
    MACRO_SHEET = "macro_sheet"


class SheetState(Enum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True, dict=True):
    """One sheet. `cells` are in row order; `shapes` hold pictures, text boxes and charts in place."""

    name: str
    kind: SheetKind = SheetKind.WORKSHEET
    state: SheetState = SheetState.VISIBLE
    tab_colour: str = ""
    cells: tuple[Cell, ...] = ()
    merges: tuple[Area, ...] = ()
    columns: tuple[ColumnSpan, ...] = ()
    rows: tuple[Row, ...] = ()
    default_row_height_pt: Decimal | None = None
    default_column_width_chars: Decimal | None = None
    panes: Panes | None = None
    gridlines_shown: bool = True
    headings_shown: bool = True
    zoom_percent: int = 100
    selected: bool = False
    right_to_left: bool = False
    filter: Filter | None = None
    sort_keys: tuple[SortKey, ...] = ()
    sort_area: Area | None = None
    conditional_formats: tuple[ConditionalFormat, ...] = ()
    validations: tuple[Validation, ...] = ()
    tables: tuple[ListTable, ...] = ()
    pivots: tuple[Pivot, ...] = ()
    shapes: tuple[Shape, ...] = ()
    comments: tuple[CellComment, ...] = ()
    links: tuple[Link, ...] = ()
    sparklines: tuple[Sparkline, ...] = ()
    protection: Protection = Protection()
    print_setup: PrintSetup = PrintSetup()
    background_picture: bool = False

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], Cell]:
        return {(cell.row, cell.column): cell for cell in self.cells}

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the stored cell at this place, if the file stores one."""
        return self._by_place.get((row, column))

    def style_index(self, row: int, column: int) -> int:
        """Return the style a place has: its cell's, else its row's, else its column's."""
        cell = self.cell(row, column)
        if cell is not None:
            return cell.style
        for span in self.rows:
            if span.first <= row <= span.last and span.style is not None:
                return span.style
        return next((span.style for span in self.columns if span.first <= column <= span.last), 0)

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts on the sheet in drawing order, those in groups included."""
        return tuple(found for shape in self.shapes for found in _charts_in(shape))

    def merge_at(self, row: int, column: int) -> Area | None:
        """Return the merged range a place belongs to, if any."""
        return next((area for area in self.merges if area.holds(row, column)), None)


class DefinedName(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name for a range, constant or formula; `sheet` when it belongs to one sheet only."""

    name: str
    refers_to: str
    sheet: str = ""
    hidden: bool = False
    comment: str = ""


class Workbook(msgspec.Struct, frozen=True, omit_defaults=True, tag="workbook"):
    """A whole workbook. `styles` is never empty: index 0 is the default look."""

    format: str
    sheets: tuple[Sheet, ...] = ()
    styles: tuple[CellStyle, ...] = (CellStyle(),)
    names: tuple[DefinedName, ...] = ()
    properties: Properties = Properties()
    active_sheet: int = 0
    starts_1904: bool = False
    """Dates count from 1904 instead of 1900."""
    structure_protected: bool = False
    external_workbooks: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of this name (letter case does not matter), if there is one."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def style_of(self, sheet: Sheet, row: int, column: int) -> CellStyle:
        """Return the effective look of any place, empty or not."""
        return self.styles[sheet.style_index(row, column)]


def _charts_in(shape: Shape) -> tuple[Chart, ...]:
    own = (shape.chart,) if shape.chart is not None else ()
    return own + tuple(found for child in shape.children for found in _charts_in(child))
