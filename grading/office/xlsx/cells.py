"""The cells of a sheet: values, shared strings, formulas. Only what is stored is read, gaps cost nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.drawing.names import S
from grading.office.guard import Limits
from grading.office.model_flow import Run
from grading.office.model_workbook import (
    Cell,
    CellKind,
    FormulaKind,
    Row,
)
from grading.office.outcome import CannotReadError, Reason
from grading.office.references import MAX_COLUMN, MAX_ROW, Area, find_area, find_cell
from grading.office.units import decimal_number, is_on, whole_number
from grading.office.xlsx.shared_formulas import SharedFormula
from grading.office.xlsx.styles import ExcelColours, read_font

TEXT_MAX = 20_000_000
"""Characters of all texts and formulas of a workbook: a small file can repeat one long text in every cell."""
FORMULA_WEIGHT = 3
"""A character of a formula counts for so many, as it may have to be made anew for every cell."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FUTURE_FUNCTION = re.compile(r"_xl(?:fn|ws|udf|pm)\.")
_KINDS = {"b": CellKind.BOOLEAN, "e": CellKind.ERROR, "str": CellKind.TEXT, "n": CellKind.NUMBER}
_FORMULA_KINDS = {"array": FormulaKind.ARRAY, "dataTable": FormulaKind.DATA_TABLE}
_PICTURE_FORMULA = "_xlfn.IMAGE("
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial numbers of a sheet know no time zone


class SharedString(msgspec.Struct, frozen=True):
    """One text of the shared strings part; `runs` only for rich text."""

    text: str
    runs: tuple[Run, ...] = ()


class Budget(msgspec.Struct):
    """What a workbook may still use of cells and characters."""

    limits: Limits
    cells: int = 0
    characters: int = 0

    def spend(self, sheet: str, cell: Cell) -> None:
        """Count one more cell; raises `CannotReadError` when the workbook has had enough."""
        self.cells += 1
        self.characters += len(cell.value) + FORMULA_WEIGHT * len(cell.formula)
        if self.cells > self.limits.cells:
            raise CannotReadError(
                Reason.TOO_MANY_CELLS, part=sheet, found=f">{self.limits.cells}", limit=str(self.limits.cells)
            )
        if self.characters > TEXT_MAX:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f">{TEXT_MAX}", limit=str(TEXT_MAX))


class FirstFormula(msgspec.Struct, frozen=True):
    """A shared formula and the cell it is written for."""

    formula: SharedFormula
    row: int
    column: int


def read_shared_strings(root: etree._Element | None, colours: ExcelColours) -> list[SharedString]:
    """Read the shared strings part."""
    return [] if root is None else [read_string(item, colours) for item in root.iterfind(S + "si")]


def read_string(item: etree._Element, colours: ExcelColours) -> SharedString:
    """Read an si or is element: plain or rich text, phonetic guides left out."""
    runs = [
        Run(text, read_font(properties, colours)) if (properties := run.find(S + "rPr")) is not None else Run(text)
        for run in item.iterfind(S + "r")
        if (text := unescaped(run.findtext(S + "t") or ""))
    ]
    if runs:
        return SharedString("".join(run.text for run in runs), tuple(runs))
    return SharedString(unescaped(item.findtext(S + "t") or ""))


def unescaped(text: str) -> str:
    """Turn "_x000D_" and the like back into the characters XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class CellReader:
    """Reads the sheetData of one sheet."""

    def __init__(self, sheet: str, strings: list[SharedString], colours: ExcelColours, budget: Budget) -> None:
        """`budget` is shared by all sheets of the workbook."""
        self._sheet = sheet
        self._strings = strings
        self._colours = colours
        self._budget = budget
        self._shared: dict[str, FirstFormula] = {}
        self.pictured: dict[tuple[int, int], int] = {}
        """Cells that a picture fills, with the number of their rich data."""

    def read(self, data: etree._Element, styles: int) -> tuple[list[Cell], list[Row]]:
        """Return cells and rows in the order of the sheet; `styles` is how many cell styles exist."""
        cells: dict[tuple[int, int], Cell] = {}
        rows: list[Row] = []
        row_number = 0
        for row in data.iterfind(S + "row"):
            row_number = whole_number(row.get("r")) or row_number + 1
            if not 1 <= row_number <= MAX_ROW:
                raise CannotReadError(Reason.BAD_XML, part=self._sheet, found=f"row {row_number}")
            facts = _read_row(row, row_number)
            if facts != Row(row_number, row_number):
                rows.append(facts)
            for cell in self._read_cells(row, row_number, styles):
                cells[cell.row, cell.column] = cell
        return [cells[place] for place in sorted(cells)], rows

    def _read_cells(self, row: etree._Element, row_number: int, styles: int) -> Iterator[Cell]:
        column = 0
        for element in row.iterfind(S + "c"):
            place = find_cell(element.get("r", ""))
            column = place[1] if place else column + 1
            if column > MAX_COLUMN:
                raise CannotReadError(Reason.BAD_XML, part=self._sheet, found=f"column {column}")
            style = whole_number(element.get("s")) or 0
            cell = self._read_cell(element, place[0] if place else row_number, column, style if style < styles else 0)
            self._budget.spend(self._sheet, cell)
            yield cell

    def _read_cell(self, element: etree._Element, row: int, column: int, style: int) -> Cell:
        kind, value, runs = self._read_value(element)
        formula = element.find(S + "f")
        rich = whole_number(element.get("vm"))
        if rich and kind is CellKind.ERROR and (formula is None or (formula.text or "").startswith(_PICTURE_FORMULA)):
            # A picture in the cell (or a card of data): for older programs it is kept as an error, and it is none.
            self.pictured[row, column] = rich
            kind, value = CellKind.TEXT, ""
        if formula is None:
            return Cell(row, column, kind, value, style=style, rich_text=runs)
        form = formula.get("t", "normal")
        return Cell(
            row,
            column,
            kind,
            value,
            formula=self._formula(formula, form, row, column),
            formula_kind=_FORMULA_KINDS.get(form, FormulaKind.NORMAL),
            spills=_spill(formula) if form == "array" else None,
            dynamic=form == "array" and bool(whole_number(element.get("cm"))),
            style=style,
        )

    def _read_value(self, element: etree._Element) -> tuple[CellKind, str, tuple[Run, ...]]:
        form = element.get("t", "n")
        if form == "inlineStr":
            inline = element.find(S + "is")
            string = SharedString("") if inline is None else read_string(inline, self._colours)
            return CellKind.TEXT, string.text, string.runs
        value = element.findtext(S + "v")
        if value is None:
            return CellKind.BLANK, "", ()
        if form == "s":
            index = whole_number(value)
            if index is None or not 0 <= index < len(self._strings):
                return CellKind.TEXT, "", ()
            return CellKind.TEXT, self._strings[index].text, self._strings[index].runs
        if form == "d":
            return CellKind.NUMBER, serial_of(value), ()
        if form == "str":
            return CellKind.TEXT, unescaped(value), ()
        kind = _KINDS.get(form, CellKind.NUMBER)
        return (kind, value.strip(), ()) if value.strip() else (CellKind.BLANK, "", ())

    def _formula(self, element: etree._Element, form: str, row: int, column: int) -> str:
        text = unescaped(_FUTURE_FUNCTION.sub("", element.text or "")).strip().removeprefix("=")
        if form != "shared":
            return text
        key = element.get("si", "")
        if text:
            self._shared[key] = FirstFormula(SharedFormula(text), row, column)
            return text
        first = self._shared.get(key)
        return "" if first is None else first.formula.moved(row - first.row, column - first.column)


def _spill(formula: etree._Element) -> Area | None:
    return find_area(formula.get("ref", ""))


def serial_of(text: str) -> str:
    """Return the serial number of an ISO date or time ("2024-05-01", "2024-05-01T08:30:00Z", "08:30")."""
    bare = text.strip().removesuffix("Z")
    try:
        if "T" in bare or "-" in bare:
            moment = datetime.fromisoformat(bare) if "T" in bare else _midnight(date.fromisoformat(bare))
            passed = moment.replace(tzinfo=None) - _EPOCH
            seconds = passed.days * 86_400 + passed.seconds
        else:
            clock = time.fromisoformat(bare)
            seconds = clock.hour * 3_600 + clock.minute * 60 + clock.second
    except ValueError:
        return text
    share = (Decimal(seconds) / 86_400).quantize(Decimal("0.0000000001"))
    return format(share, "f").rstrip("0").rstrip(".") if "." in format(share, "f") else str(share)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _read_row(row: etree._Element, number: int) -> Row:
    if len(row.attrib) <= 1:
        return Row(number, number)
    styled = is_on(row.get("customFormat"), default=False)
    return Row(
        number,
        number,
        height_pt=decimal_number(row.get("ht")),
        custom_height=is_on(row.get("customHeight"), default=False),
        hidden=is_on(row.get("hidden"), default=False),
        style=(whole_number(row.get("s")) or 0) if styled else None,
        outline_level=whole_number(row.get("outlineLevel")) or 0,
        collapsed=is_on(row.get("collapsed"), default=False),
    )
