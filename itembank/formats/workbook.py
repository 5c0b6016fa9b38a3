"""An .xlsx file as rows of text with the pictures that lie on them; nothing about items or rosters here.

Rich text in a cell comes out as the light markup of `markup`. Formulas are not
calculated: a cell that holds one says so, and its reader decides.
"""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from itembank.base.i18n import _
from itembank.formats.archive import as_transitional, check_workbook, open_archive, read_entry
from itembank.formats.findings import FileError

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 400_000
EXACT_DIGITS = 15
ZEROS = re.compile(r"0{2,}")
# Characters that the file format writes as codes ("_x000D_"), and signs that nobody sees.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2060\ufeff\u00ad]")
CELL_PICTURE = re.compile(r'=(?:_xlfn\.)?DISPIMG\("([^"]+)"', re.IGNORECASE)
CELL_PICTURES = "xl/cellimages.xml"
CELL_PICTURE_LINKS = "xl/_rels/cellimages.xml.rels"
UNREADABLE = (
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    SyntaxError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on broken parts; a parse error is a SyntaxError."""
MISTAKES = frozenset({"#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NULL!"})


class CellKind(Enum):
    """How the spreadsheet holds a value, as far as that matters to a reader of text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """The text of a cell and how it was held.

    `padded` says that zeros came from the number format; `above` is the text
    of the cell at the top when this one is merged into it from below.
    """

    text: str = ""
    kind: CellKind = CellKind.TEXT
    padded: bool = False
    above: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on or in a cell; `column` counts from 0."""

    column: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something; `number` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: tuple[SheetCell, ...]
    pictures: tuple[Picture, ...] = ()
    hidden: bool = False

    def above(self, column: int) -> str:
        """The text that a merged cell takes from its top; empty for others."""
        return self.cells[column].above.strip() if column < len(self.cells) else ""

    def text(self, column: int) -> str:
        """The text of a cell, without blanks around it; empty beyond the last."""
        return self.cells[column].text.strip() if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet."""

    name: str
    rows: tuple[SheetRow, ...]


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Read all visible worksheets; raises `FileError`."""
    with open_archive(data) as archive:
        check_workbook(archive)
        in_cells = _pictures_in_cells(archive)
        usual = as_transitional(archive, data)
    book = _load(usual)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return tuple(_read_sheet(sheet, in_cells) for sheet in sheets)
    finally:
        book.close()


def _load(data: bytes) -> Workbook:
    """Let openpyxl read; what it would leave out with a mere warning is refused where it is part of an item."""
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(data), rich_text=True)
    except UNREADABLE as error:
        raise FileError(
            _("表格内部已损坏，读不懂。"),
            hint=_("请在 WPS 或 Excel 中打开后另存为 .xlsx。"),
        ) from error
    if any("dropped" in str(warning.message) for warning in said):
        raise FileError(_("表格中有不支持的图片格式（如 EMF、WMF）。"), hint=_("请把图片换成 PNG 或 JPEG 后再粘贴。"))
    return book


def _read_sheet(sheet: Worksheet, in_cells: dict[str, bytes]) -> Sheet:
    rows, columns = _used(sheet)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise FileError(
            _("工作表“{name}”有 {rows} 行、{columns} 列，太大。").format(name=sheet.title, rows=rows, columns=columns),
            hint=_("请分成几个文件，或删除远处不需要的内容。"),
        )
    floating, merged = _floating_pictures(sheet), _merged_from_above(sheet)
    found = [
        _read_row(number, cells, floating, in_cells, merged, hidden=sheet.row_dimensions[number].hidden)
        for number, cells in enumerate(sheet.iter_rows(max_row=rows, max_col=columns), start=1)
    ]
    return Sheet(sheet.title, tuple(row for row in found if row.pictures or any(cell.text for cell in row.cells)))


def _used(sheet: Worksheet) -> tuple[int, int]:
    """Return the last row and column that hold anything; formats without content do not count."""
    cells: dict[tuple[int, int], Cell | MergedCell] = sheet._cells  # noqa: SLF001  openpyxl's own bounds count empty cells
    used = [place for place, cell in cells.items() if cell.value is not None]
    return max((row for row, _column in used), default=1), max((column for _row, column in used), default=1)


def _merged_from_above(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Return the text of the top cell for every cell below it in the first column of a merged area."""
    found: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        top = _read_cell(sheet.cell(area.min_row, area.min_col))
        if top.text and top.kind in {CellKind.TEXT, CellKind.NUMBER}:
            found |= {(row, area.min_col): top.text for row in range(area.min_row + 1, area.max_row + 1)}
    return found


def _read_row(
    number: int,
    cells: tuple[Cell | MergedCell, ...],
    floating: dict[int, list[Picture]],
    in_cells: dict[str, bytes],
    merged: dict[tuple[int, int], str],
    *,
    hidden: bool,
) -> SheetRow:
    texts: list[SheetCell] = []
    pictures = list(floating.get(number, ()))
    for column, cell in enumerate(cells):
        found = CELL_PICTURE.match(str(cell.value)) if cell.data_type == "f" else None
        if found and found[1] in in_cells:
            pictures.append(Picture(column, in_cells[found[1]]))
            texts.append(SheetCell())
        elif (number, column + 1) in merged:
            texts.append(SheetCell(above=merged[number, column + 1]))
        else:
            texts.append(_read_cell(cell))
    return SheetRow(number, tuple(texts), tuple(pictures), hidden)


def _read_cell(cell: Cell | MergedCell) -> SheetCell:
    value = cell.value
    if value is None:
        return SheetCell()
    if cell.data_type == "f":
        return SheetCell(str(value), CellKind.FORMULA)
    if isinstance(value, bool):
        return SheetCell(str(value).upper())
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime | date | time | timedelta):
        return SheetCell(str(value), CellKind.DATE)
    text = _plain(_marked_up(value) if isinstance(value, CellRichText) else str(value))
    return SheetCell(text, CellKind.MISTAKE if text in MISTAKES else CellKind.TEXT)


def _plain(text: str) -> str:
    """Return text without the file format's codes and without invisible signs; line ends become plain ones."""
    text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _number(value: float, number_format: str) -> SheetCell:
    if not math.isfinite(value):
        return SheetCell(str(value), CellKind.MISTAKE)
    text = str(int(value)) if value == int(value) else f"{value:.{EXACT_DIGITS}g}"
    if ZEROS.fullmatch(number_format) and text.isdecimal():
        return SheetCell(text.zfill(len(number_format)), CellKind.NUMBER, padded=True)
    return SheetCell(text, CellKind.NUMBER)


def _marked_up(value: CellRichText) -> str:
    """Write rich text as light markup; underlined blanks are a blank to fill in."""
    return "".join(_marked_up_run(part) if isinstance(part, TextBlock) else str(part) for part in value)


def _marked_up_run(run: TextBlock) -> str:
    text, font = run.text, run.font
    if font.u and not text.strip():
        return "____" if len(text) > 1 else text
    if not text.strip() or "\n" in text:
        return text
    marks = {"上标": font.vertAlign == "superscript", "下标": font.vertAlign == "subscript"}
    marks |= {"粗": bool(font.b), "斜": bool(font.i), "下划线": bool(font.u)}
    for mark, is_set in marks.items():
        text = f"[{mark}]{text}[/{mark}]" if is_set else text
    return text


def _floating_pictures(sheet: Worksheet) -> dict[int, list[Picture]]:
    """Pictures by the row (from 1) in which their upper left corner lies."""
    found: dict[int, list[Picture]] = {}
    images = sheet._images  # type: ignore[attr-defined]  # noqa: SLF001  openpyxl has no public way to them
    for image in images:
        corner = image.anchor._from  # noqa: SLF001
        found.setdefault(corner.row + 1, []).append(Picture(corner.col, image._data()))  # noqa: SLF001
    return found


def _pictures_in_cells(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the pictures that WPS keeps inside cells, by the name in their DISPIMG formula."""
    names = set(archive.namelist())
    if not {CELL_PICTURES, CELL_PICTURE_LINKS} <= names:
        return {}
    links = {
        element.get("Id", ""): "xl/" + element.get("Target", "").removeprefix("/xl/")
        for element in _parse(read_entry(archive, CELL_PICTURE_LINKS)).iter("{*}Relationship")
    }
    found = {}
    for name, link in _named_pictures(_parse(read_entry(archive, CELL_PICTURES))):
        if links.get(link) in names:
            found[name] = read_entry(archive, links[link])
    return found


def _named_pictures(root: etree._Element) -> Iterator[tuple[str, str]]:
    for picture in root.iter("{*}pic"):
        properties = next(picture.iter("{*}cNvPr"), None)
        blip = next(picture.iter("{*}blip"), None)
        if properties is not None and blip is not None:
            embedded = [value for key, value in blip.attrib.items() if str(key).endswith("}embed")]
            yield str(properties.get("name", "")), str(embedded[0]) if embedded else ""


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileError(_("表格中的图片目录已损坏。")) from error
