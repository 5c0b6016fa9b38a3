"""The cells of an ods sheet: values, formulas, repeats. Repeated blanks are counted, never listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from lxml import etree

from grading.office.model_flow import Block, Paragraph, paragraphs_of
from grading.office.model_workbook import (
    Cell,
    CellComment,
    CellKind,
    CellStyle,
    FormulaKind,
    Link,
    Row,
)
from grading.office.odf.formulas import from_open_formula
from grading.office.odf.names import CALCEXT, DC, DRAW, OFFICE, STYLE, TABLE, TEXT
from grading.office.odf.parts import href
from grading.office.odf.styles import OdfStyles
from grading.office.outcome import CannotReadError, Reason
from grading.office.references import MAX_COLUMN, MAX_ROW, Area
from grading.office.units import points, whole_number
from grading.office.xlsx.cells import Budget, serial_of

_STYLED_BLANKS_MAX = 1_000
_BOOLEAN = "BOOLEAN"  # some writers store truth values as numbers that look like this
_DURATION = re.compile(r"-?P(?:(\d{1,9})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(\.\d{1,9})?S)?")
_ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"}
_OTHER_ERROR = "#VALUE!"
_ERROR_CODES = {"Err:502": "#VALUE!", "Err:503": "#NUM!", "Err:519": "#VALUE!", "Err:524": "#REF!",
                "Err:525": "#NAME?", "Err:532": "#DIV/0!"}  # fmt: skip


class Found(msgspec.Struct):
    """What a sheet's rows hold, filled while they are read."""

    cells: list[Cell]
    rows: list[Row]
    merges: list[Area]
    comments: list[CellComment]
    links: list[Link]
    validated: dict[str, list[Area]]
    shapes: list[tuple[etree._Element, int, int]]


class OdsCellReader:
    """Reads the rows of one sheet."""

    def __init__(
        self,
        sheet: str,
        styles: OdfStyles,
        *,
        style_index: Callable[[str], int],
        looks: Sequence[CellStyle],
        read_blocks: Callable[[etree._Element, str], tuple[Block, ...]],
        budget: Budget,
    ) -> None:
        """`style_index` turns a cell style's name into its place in `looks`, the later `Workbook.styles`.

        `read_blocks` reads the text of a cell or note over the look of a cell style, "" for the plain one.
        """
        self._sheet = sheet
        self._styles = styles
        self._style_index = style_index
        self._looks = looks
        self._read_blocks = read_blocks
        self._budget = budget
        self._column_styles: list[tuple[int, int, str]] = []
        self.found = Found([], [], [], [], [], {}, [])

    def read(self, table: etree._Element, column_styles: list[tuple[int, int, str]]) -> Found:
        """Return what the rows of a table hold; `column_styles` are default styles of columns first..last."""
        self._column_styles = column_styles
        number = 1
        for row in table.iter(TABLE + "table-row"):
            if next(row.iterancestors(TABLE + "table"), None) is not table:
                continue
            repeat = max(whole_number(row.get(TABLE + "number-rows-repeated")) or 1, 1)
            last = min(number + repeat - 1, MAX_ROW)
            if number > MAX_ROW:
                break
            self._read_row(row, number, last)
            number = last + 1
        return self.found

    def _read_row(self, row: etree._Element, first: int, last: int) -> None:
        self._add_row_facts(row, first, last)
        column = 1
        for cell in row:
            if cell.tag not in {TABLE + "table-cell", TABLE + "covered-table-cell"} or column > MAX_COLUMN:
                continue
            repeat = max(whole_number(cell.get(TABLE + "number-columns-repeated")) or 1, 1)
            end = min(column + repeat - 1, MAX_COLUMN)
            own_style = cell.get(TABLE + "style-name") or row.get(TABLE + "default-cell-style-name")
            for start, stop, style in [(column, end, own_style)] if own_style else self._by_column(column, end):
                self._read_cell(cell, Area(first, start, last, stop), style)
            column = end + 1

    def _add_row_facts(self, row: etree._Element, first: int, last: int) -> None:
        properties = self._styles.properties("table-row", row.get(TABLE + "style-name", ""), "table-row-properties")
        height = points(properties.get(STYLE + "row-height"))
        custom = properties.get(STYLE + "use-optimal-row-height") == "false"
        hidden = row.get(TABLE + "visibility", "visible") != "visible"
        level = sum(1 for _ in row.iterancestors(TABLE + "table-row-group"))
        if hidden or level or (custom and height is not None):
            self.found.rows.append(
                Row(first, last, height_pt=height, custom_height=custom, hidden=hidden, outline_level=level)
            )

    def _read_cell(self, element: etree._Element, area: Area, style: str) -> None:
        self._note_surroundings(element, area)
        index = self._style_index(style)
        content = self._content(element, style, area)
        if content is not None and content["kind"] is CellKind.NUMBER and self._looks[index].number_format == _BOOLEAN:
            content["kind"] = CellKind.BOOLEAN
        if content is None and (area.size > _STYLED_BLANKS_MAX or not element.get(TABLE + "style-name")):
            return
        for place_row in range(area.first_row, area.last_row + 1):
            for place_column in range(area.first_column, area.last_column + 1):
                cell = Cell(place_row, place_column, style=index, **(content or {}))
                self._budget.spend(self._sheet, cell)
                self.found.cells.append(cell)

    def _by_column(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Yield a stretch of columns cut where their default styles change."""
        place = first
        for start, end, style in self._column_styles:
            if place < start <= last:
                yield place, start - 1, ""
                place = start
            if start <= place <= min(end, last):
                yield place, min(end, last), style
                place = min(end, last) + 1
        if place <= last:
            yield place, last, ""

    def _note_surroundings(self, element: etree._Element, area: Area) -> None:
        rows = whole_number(element.get(TABLE + "number-rows-spanned")) or 1
        columns = whole_number(element.get(TABLE + "number-columns-spanned")) or 1
        row, column = area.first_row, area.first_column
        if rows > 1 or columns > 1:
            self._count_rectangles(len(self.found.merges) + 1)
            last_row, last_column = min(row + rows - 1, MAX_ROW), min(column + columns - 1, MAX_COLUMN)
            self.found.merges.append(Area(row, column, last_row, last_column))
        rule = element.get(TABLE + "content-validation-name")
        if rule:
            self._count_rectangles(sum(len(areas) for areas in self.found.validated.values()) + 1)
            self.found.validated.setdefault(rule, []).append(area)
        note = element.find(OFFICE + "annotation")
        if note is not None:
            text = "\n".join(paragraph.text for paragraph in paragraphs_of(self._read_blocks(note, "")))
            shown = note.get(OFFICE + "display") == "true"
            self.found.comments.append(CellComment(row, column, text, note.findtext(DC + "creator") or "", shown))
        for link in element.iter(TEXT + "a"):
            target = href(link)
            inside = target.startswith("#")
            shown_text = "".join(str(text) for text in link.itertext())
            self.found.links.append(
                Link(
                    Area(row, column, row, column),
                    target="" if inside else target,
                    location=target.removeprefix("#").replace(".", "!", 1) if inside else "",
                    display=shown_text,
                )
            )
        self.found.shapes.extend((child, row, column) for child in element if child.tag.startswith(DRAW))

    def _count_rectangles(self, found: int) -> None:
        limit = self._budget.limits.rectangles
        if found > limit:
            raise CannotReadError(Reason.TOO_MUCH_CONTENT, found=f">{limit} ranges", limit=f"{limit} ranges")

    def _content(self, element: etree._Element, style: str, area: Area) -> dict[str, Any] | None:
        """Return the fields of a cell that holds something, None for a blank one."""
        formula = element.get(TABLE + "formula", "")
        kind, value = self._value(element)
        if kind is CellKind.BLANK and not formula:
            return None
        fields: dict[str, Any] = {"kind": kind, "value": value}
        if kind is CellKind.TEXT and element.find(f".//{TEXT}span") is not None:
            runs = tuple(run for paragraph in self._paragraphs(element, style) for run in paragraph.runs)
            # Also a single run: whoever selects the text in a cell and not the cell leaves the cell's own style plain.
            fields["rich_text"] = runs if any(run.direct or run.style for run in runs) else ()
        if formula:
            fields["formula"] = from_open_formula(formula)
            rows = whole_number(element.get(TABLE + "number-matrix-rows-spanned"))
            columns = whole_number(element.get(TABLE + "number-matrix-columns-spanned"))
            if rows and columns:
                fields["formula_kind"] = FormulaKind.ARRAY
                last_row, last_column = area.first_row + rows - 1, area.first_column + columns - 1
                fields["spills"] = Area(
                    area.first_row, area.first_column, min(last_row, MAX_ROW), min(last_column, MAX_COLUMN)
                )
        return fields

    def _value(self, element: etree._Element) -> tuple[CellKind, str]:
        kind = element.get(OFFICE + "value-type", "")
        shown = "\n".join(paragraph.text for paragraph in self._paragraphs(element))
        error = _ERROR_CODES.get(shown, shown)
        if element.get(TABLE + "formula") and (error in _ERRORS or element.get(CALCEXT + "value-type") == "error"):
            return CellKind.ERROR, error if error in _ERRORS else _OTHER_ERROR
        match kind:
            case "float" | "percentage" | "currency":
                return _number_or_text(element.get(OFFICE + "value", ""), shown)
            case "date":
                return _number_or_text(serial_of(element.get(OFFICE + "date-value", "")), shown)
            case "time":
                return _number_or_text(_duration(element.get(OFFICE + "time-value", "")), shown)
            case "boolean":
                return CellKind.BOOLEAN, "1" if element.get(OFFICE + "boolean-value") == "true" else "0"
            case "string":
                given = element.get(OFFICE + "string-value")
                return CellKind.TEXT, shown if given is None else given
            case _:
                return (CellKind.TEXT, shown) if shown else (CellKind.BLANK, "")

    def _paragraphs(self, element: etree._Element, style: str = "") -> list[Paragraph]:
        holder = [child for child in element if child.tag == TEXT + "p"]
        if not holder:
            return []
        blocks = self._read_blocks(element, style)
        return [block for block in blocks if isinstance(block, Paragraph)]


def _number_or_text(value: str, shown: str) -> tuple[CellKind, str]:
    """Return a number, or what the cell shows where the number a writer promised is none."""
    try:
        if Decimal(value).is_finite():
            return CellKind.NUMBER, value
    except InvalidOperation:
        pass
    return (CellKind.TEXT, shown or value) if shown or value else (CellKind.BLANK, "")


def _duration(text: str) -> str:
    """Return an ISO duration such as "PT12H30M00S" in days; some writers give a time of day instead ("12:30:00")."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return serial_of(text)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[:4])
    total = Decimal(days * 86_400 + hours * 3_600 + minutes * 60 + seconds) + Decimal(match[5] or 0)
    share = (total / 86_400).quantize(Decimal("0.0000000001"))
    shown = format(-share if text.startswith("-") else share, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def columns_of(table: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Yield the column elements of a table with the columns they stand for."""
    first = 1
    for column in table.iter(TABLE + "table-column"):
        if next(column.iterancestors(TABLE + "table"), None) is not table or first > MAX_COLUMN:
            continue
        repeat = max(whole_number(column.get(TABLE + "number-columns-repeated")) or 1, 1)
        last = min(first + repeat - 1, MAX_COLUMN)
        yield column, first, last
        first = last + 1
