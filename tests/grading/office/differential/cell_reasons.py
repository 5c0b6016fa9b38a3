"""The understood differences between our reading of a workbook and LibreOffice's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grading.office.model import Cell, CellStyle, FillKind, Sheet, Workbook
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
DIGITS = "Chinese digits ([DBNum1] and the like): lost by LibreOffice's ODF"
ERRORS = "an error value: LibreOffice writes it as text of its own"


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
    return 0 < _look(case).number_format_id < 60


_REASONS: tuple[tuple[str, Callable[[CellCase], bool]], ...] = (
    (PIVOT, _in_pivot),
    (TODAY, lambda case: case.field == "value" and bool(_VOLATILE.search(case.cell.formula))),
    (STRUCTURED, lambda case: _about_value(case) and bool(_TABLE.search(case.cell.formula))),
    (FOREIGN_FUNCTION, lambda case: _about_value(case) and "]" in case.cell.formula),
    (SECONDS, _is_time),
    (ERRORS, lambda case: case.field == "value" and str(case.ours).startswith("#")),
    (DIGITS, lambda case: case.field == "number format" and "dbnum" in case.code.lower()),
    (BUILT_IN_DATE, lambda case: case.field == "number format" and _is_built_in(case)),
    (NO_FONT, _plain_font),
    (WINDOW_COLOUR, lambda case: case.field == "font colour" and (case.ours, case.theirs) == ("000000", "")),
    (PATTERN, _is_pattern),
    (TURNED, lambda case: case.field == "alignment" and bool(_look(case).alignment.rotation_degrees)),
    (UNKNOWN_HERE, lambda case: case.field == "value" and bool(_NEWEST.search(case.cell.formula))),
    (DISTRIBUTED, lambda case: case.field == "alignment" and _look(case).alignment.horizontal in _NOT_IN_ODF),
)  # fmt: skip
