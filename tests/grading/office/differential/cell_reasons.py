"""The understood differences between our reading of a workbook and LibreOffice's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.scope import Place
from grading.office.formulas.values import CannotCalculateError, FaultError, Obstacle
from grading.office.model import Cell, CellKind, CellStyle, FillKind, Sheet, Workbook
from grading.office.number_formats import is_date

_VOLATILE = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|CELL|INFO|OFFSET|INDIRECT)\(", re.IGNORECASE)
_NEWEST = re.compile(r"\b(?:XLOOKUP|XMATCH|FILTER|SORT|SORTBY|UNIQUE|SEQUENCE|LET|LAMBDA)\(", re.IGNORECASE)
_NOT_IN_ODF = {"fill", "distributed", "centerContinuous"}
_TABLE = re.compile(r"[\w.\\]*\[")
PIVOT = "in a pivot table: LibreOffice draws it anew"
STRUCTURED = "a formula with a reference to a table's column, or what depends on one: lost by LibreOffice's ODF"
FOREIGN_FUNCTION = "a function of another workbook or an add-in"
BUILT_IN_DATE = "a built-in date or currency format: shown as in China by us, as in the USA by LibreOffice here"
NO_FONT = (
    "the workbook's first format, or a named style that is not in it: LibreOffice takes its own default or the column's"
)
WINDOW_COLOUR = "black from a theme's text colour: 'automatic' in LibreOffice"
PATTERN = "a pattern fill: we give its colour, LibreOffice the mixture"
TODAY = "a volatile formula: calculated today"
TURNED = "turned text without an alignment: LibreOffice notes 'left'"
UNKNOWN_HERE = "XLOOKUP and other functions that LibreOffice 7 does not know, and what depends on them"
SECONDS = "a date or time: OpenDocument keeps it to the second or less"
DISTRIBUTED = "an alignment OpenDocument has no word for (fill, distributed, across the selection)"
CONTROL = "a tab or another control sign in a cell: LibreOffice drops it"
DATES_1904 = "dates counted from 1904: we give the number as stored, OpenDocument the day itself"
DATA_TABLE = "a data table (TABLE): LibreOffice writes it as a formula of its own"
CALCULATED_ANEW = "a workbook not from Excel or LibreOffice: LibreOffice calculates its formulas anew"
NOT_CALCULATED = "a workbook whose formulas all keep 0: the program that wrote it does not calculate, LibreOffice does"
SPILLED = "a cell that a formula LibreOffice 7 does not know fills together with others"
LOST_REFERENCE = "a reference that is lost (#REF!): LibreOffice spells it in its own way"
FONT_NAMES = "a Liberation font: LibreOffice writes it under the name of Microsoft's into xlsx"
ERRORS = "an error value: LibreOffice writes it as text of its own"
NO_NAME = "no font is named (Google's online tables): LibreOffice takes one of its own"
ACCOUNTING = "an accountant's underline: OpenDocument has no word for it"
CIRCLE = "a formula that leads back to itself, calculated in steps: LibreOffice gives up"
DEPENDS_ON_TODAY = "a value that depends on today's date through other cells"
DATE_ORDER = "a date in the order of the system's language: written out as here in the USA"
LINES = "a cell of several lines: LibreOffice notes that it wraps"
EMPTY_SECTION = "a format that shows nothing for some numbers: told by its first section here, by another there"
TRUTHS = "a truth value: to LibreOffice a number, so FALSE=0 and ISNUMBER(TRUE) hold"

_CALCULATE = ("Microsoft", "LibreOffice", "WPS", "OpenOffice")
_MICROSOFT = {"Liberation Sans": "Arial", "Liberation Serif": "Times New Roman", "Liberation Mono": "Courier New"}
_DAYS_TO_1904 = 1462

# Not a difference of readings: the format LibreOffice wrote has no word for it, or LibreOffice has other content.
MUTE = frozenset(
    {
        PIVOT, STRUCTURED, FOREIGN_FUNCTION, TODAY, UNKNOWN_HERE, SPILLED, SECONDS, DISTRIBUTED, ERRORS,
        CONTROL, DATES_1904, DATA_TABLE, CALCULATED_ANEW, NOT_CALCULATED, FONT_NAMES, NO_NAME, ACCOUNTING, CIRCLE,
        DEPENDS_ON_TODAY, LINES,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellCase:
    """One difference and the cells it is about."""

    subject: str
    ours: object
    theirs: object
    cell: Cell
    partner: Cell | None
    sheet: Sheet
    our_book: Workbook
    their_book: Workbook

    @property
    def field(self) -> str:
        return self.subject.split(" ", 1)[1]

    @property
    def code(self) -> str:
        return _look(self).number_format


def cell_reason(case: CellCase) -> str:
    """Return why two sides differ, "" if that is not known."""
    return next((reason for reason, holds in _REASONS if holds(case)), "")


def _in_pivot(case: CellCase) -> bool:
    areas = (pivot.area for pivot in case.sheet.pivots)
    row, column = case.cell.row, case.cell.column
    # Page fields stand two rows above the table itself.
    return any(
        area is not None
        and area.first_row - 3 <= row <= area.last_row + 2
        and area.first_column <= column <= area.last_column + 2
        for area in areas
    )


def _about_value(case: CellCase) -> bool:
    return case.field in {"value", "formula"}


def _plain_font(case: CellCase) -> bool:
    if case.field not in {"font size_pt", "font latin"}:
        return False
    return case.cell.style == 0 or not _look(case).name


def _is_pattern(case: CellCase) -> bool:
    fill = _look(case).fill
    return case.field == "fill" and fill.kind not in {FillKind.SOLID, FillKind.NONE}


def _look(case: CellCase) -> CellStyle:
    return case.our_book.style_of(case.sheet, case.cell.row, case.cell.column)


def _is_time(case: CellCase) -> bool:
    if case.field != "value" or not isinstance(case.ours, float) or not isinstance(case.theirs, float):
        return False
    return is_date(case.code) and abs(case.ours - case.theirs) < 1 / 86_400


def _is_built_in(case: CellCase) -> bool:
    partner = case.partner
    theirs = 0 if partner is None else case.their_book.styles[partner.style].number_format_id
    return 0 < _look(case).number_format_id < 60 or 0 < theirs < 60


def _has_control(case: CellCase) -> bool:
    return case.field == "value" and any(ord(sign) < ord(" ") and sign != "\n" for sign in case.cell.value)


def _is_1904(case: CellCase) -> bool:
    if case.field != "value" or not isinstance(case.ours, float) or not isinstance(case.theirs, float):
        return False
    return case.our_book.starts_1904 and abs(case.theirs - case.ours - _DAYS_TO_1904) < 1


def _stops_at(obstacle: Obstacle) -> Callable[[CellCase], bool]:
    """Return whether our own calculation of the cell meets an obstacle, itself or in what it depends on."""

    def holds(case: CellCase) -> bool:
        if case.field != "value" or not case.cell.formula:
            return False
        place = Place(case.sheet.name, case.cell.row, case.cell.column)
        try:
            Calculation(Book.of(case.our_book, FUNCTIONS)).value_at(place)
        except CannotCalculateError as error:
            return error.obstacle is obstacle
        except FaultError:
            return False
        return False

    return holds


def _is_date_order(case: CellCase) -> bool:
    if case.field != "number format" or case.our_book.format != "ods" or not is_date(case.code):
        return False
    letters = [sorted(sign for sign in str(side) if sign.isalpha()) for side in (case.ours, case.theirs)]
    return letters[0] == letters[1]


def _is_data_table(case: CellCase) -> bool:
    return case.partner is not None and case.partner.formula.startswith("MULTIPLE.OPERATIONS(")


def _is_calculated_anew(case: CellCase) -> bool:
    program = case.our_book.properties.program
    return case.field == "value" and bool(case.cell.formula) and bool(program) and not program.startswith(_CALCULATE)


def _is_not_calculated(case: CellCase) -> bool:
    if case.field != "value" or not case.cell.formula:
        return False
    kept = (cell.value for sheet in case.our_book.sheets for cell in sheet.cells if cell.formula)
    return all(value in {"", "0"} for value in kept)


def _is_spilled(case: CellCase) -> bool:
    place = case.cell.row, case.cell.column
    return case.field == "value" and any(
        cell.spills is not None and cell.spills.holds(*place) and _NEWEST.search(cell.formula)
        for cell in case.sheet.cells
        if cell.formula
    )


_REASONS: tuple[tuple[str, Callable[[CellCase], bool]], ...] = (
    (PIVOT, _in_pivot),
    (TODAY, lambda case: case.field == "value" and bool(_VOLATILE.search(case.cell.formula))),
    (STRUCTURED, lambda case: _about_value(case) and bool(_TABLE.search(case.cell.formula))),
    (FOREIGN_FUNCTION, lambda case: _about_value(case) and "]" in case.cell.formula),
    (SECONDS, _is_time),
    (ERRORS, lambda case: case.field == "value" and str(case.ours).startswith("#")),
    (BUILT_IN_DATE, lambda case: case.field == "number format" and _is_built_in(case)),
    (NO_FONT, _plain_font),
    (WINDOW_COLOUR, lambda case: case.field == "font colour" and (case.ours, case.theirs) == ("000000", "")),
    (PATTERN, _is_pattern),
    (TURNED, lambda case: case.field == "alignment" and bool(_look(case).alignment.rotation_degrees)),
    (UNKNOWN_HERE, lambda case: case.field == "value" and bool(_NEWEST.search(case.cell.formula))),
    (CONTROL, _has_control),
    (DATES_1904, _is_1904),
    (DATA_TABLE, _is_data_table),
    (SPILLED, _is_spilled),
    (LOST_REFERENCE, lambda case: case.field == "formula" and "#REF!" in case.cell.formula),
    (FONT_NAMES, lambda case: case.field == "font latin" and _MICROSOFT.get(str(case.ours)) == case.theirs),
    (NO_NAME, lambda case: case.field == "font latin" and case.ours == ""),
    (ACCOUNTING, lambda case: case.field == "font underline" and str(case.ours).endswith("Accounting")),
    (DATE_ORDER, _is_date_order),
    (LINES, lambda case: case.field == "wrap" and "\n" in case.cell.value),
    (EMPTY_SECTION, lambda case: case.field == "number format" and case.code.startswith("[") and '"";' in case.code),
    (TRUTHS, lambda case: case.field == "value" and case.cell.kind is CellKind.BOOLEAN),
    (CALCULATED_ANEW, _is_calculated_anew),
    (NOT_CALCULATED, _is_not_calculated),
    (DISTRIBUTED, lambda case: case.field == "alignment" and _look(case).alignment.horizontal in _NOT_IN_ODF),
    (CIRCLE, _stops_at(Obstacle.CIRCULAR)),
    (DEPENDS_ON_TODAY, _stops_at(Obstacle.VOLATILE)),
)  # fmt: skip
