"""An .xlsx file as rows of text with the pictures that lie on them; nothing about items or rosters here.

Rich text in a cell comes out as the light markup of `markup`. Formulas are not
calculated: a cell that holds one says so, and its reader decides.
"""

from __future__ import annotations

import io
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
from itembank.formats.archive import check_workbook, open_archive, read_entry
from itembank.formats.findings import FileError

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 400_000
EXACT_DIGITS = 15
ZEROS = re.compile(r"0{2,}")
CELL_PICTURE = re.compile(r'=(?:_xlfn\.)?DISPIMG\("([^"]+)"', re.IGNORECASE)
CELL_PICTURES = "xl/cellimages.xml"
CELL_PICTURE_LINKS = "xl/_rels/cellimages.xml.rels"
UNREADABLE = (
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
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
    """The text of a cell and how it was held; `padded` says that zeros came from the number format."""

    text: str = ""
    kind: CellKind = CellKind.TEXT
    padded: bool = False


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
    book = _load(data)
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
            _("读不懂这个表格：{error}").format(error=str(error)[:80]),
            hint=_("请在 WPS 或 Excel 中打开后另存为 .xlsx。"),
        ) from error
    if any("dropped" in str(warning.message) for warning in said):
        raise FileError(_("表格中有不支持的图片格式（如 EMF、WMF）。"), hint=_("请把图片换成 PNG 或 JPEG 后再粘贴。"))
    return book


def _read_sheet(sheet: Worksheet, in_cells: dict[str, bytes]) -> Sheet:
    rows, columns = sheet.max_row, sheet.max_column
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise FileError(
            _("工作表“{name}”有 {rows} 行、{columns} 列，太大。").format(name=sheet.title, rows=rows, columns=columns),
            hint=_("请删除表格下方和右侧多余的空行、空列和格式，或分成几个文件。"),
        )
    floating = _floating_pictures(sheet)
    found = [_read_row(number, cells, floating, in_cells) for number, cells in enumerate(sheet.iter_rows(), start=1)]
    return Sheet(sheet.title, tuple(row for row in found if row.pictures or any(cell.text for cell in row.cells)))


def _read_row(
    number: int, cells: tuple[Cell | MergedCell, ...], floating: dict[int, list[Picture]], in_cells: dict[str, bytes]
) -> SheetRow:
    texts: list[SheetCell] = []
    pictures = list(floating.get(number, ()))
    for column, cell in enumerate(cells):
        found = CELL_PICTURE.match(str(cell.value)) if cell.data_type == "f" else None
        if found and found[1] in in_cells:
            pictures.append(Picture(column, in_cells[found[1]]))
            texts.append(SheetCell())
        else:
            texts.append(_read_cell(cell))
    return SheetRow(number, tuple(texts), tuple(pictures))


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
    text = _marked_up(value) if isinstance(value, CellRichText) else str(value)
    return SheetCell(text, CellKind.MISTAKE if text in MISTAKES else CellKind.TEXT)


def _number(value: float, number_format: str) -> SheetCell:
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
