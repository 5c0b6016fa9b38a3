"""Fills the shipped item template with our items, as a teacher would: one row each, every cell as text."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from item_source import POINTS, SourceItem
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from itembank.formats.columns import OPTIONS, Column
from itembank.formats.template import ITEM_SHEET, make_template

ANSWER_GAP, UNBROKEN_GAP = "（　　）", "（\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0）"  # a line must not end inside the gap
FONT = Font(name="宋体", size=11)
WRAPPED = Alignment(vertical="top", wrap_text=True)
WRITTEN = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  a workbook's properties know no time zone


def write_item_sheet(items: list[SourceItem], path: Path) -> None:
    """Write the workbook."""
    book = load_workbook(io.BytesIO(make_template()))
    book.properties.title = "初中信息技术学业水平考试样例试题"
    book.properties.creator = "样例命题组"
    book.properties.created = book.properties.modified = WRITTEN
    sheet = book[ITEM_SHEET]
    for row, item in enumerate(items, start=2):
        _write_row(sheet, row, item)
    book.save(path)


def cells_of(item: SourceItem) -> dict[Column, str]:
    """What stands in each column of an item's row."""
    cells = {
        Column.ID: item.identifier,
        Column.KIND: item.kind,
        Column.STEM: item.text("stem").replace(ANSWER_GAP, UNBROKEN_GAP),
        Column.PARTNERS: "\n".join(item.fields.get("partners", ())),
        Column.ANSWER: item.text("answer"),
        Column.POINTS: POINTS[item.kind],
        Column.METHOD: item.text("method"),
        Column.KNOWLEDGE: item.text("knowledge"),
        Column.DOMAIN: item.domain,
        Column.LEVEL: item.text("level"),
        Column.DIFFICULTY: item.text("difficulty"),
        Column.SECONDS: item.text("seconds"),
        Column.EXPLANATION: item.text("explanation"),
        Column.SOURCE: "原创",
        Column.SHUFFLE: item.text("shuffle"),
        Column.ENEMIES: "；".join(item.fields.get("enemies", ())),
    }
    options = dict(zip(OPTIONS, item.fields.get("options", ()), strict=False))
    return {column: text for column, text in (cells | options).items() if text}


def _write_row(sheet: Worksheet, row: int, item: SourceItem) -> None:
    for column, text in cells_of(item).items():
        cell = sheet.cell(row, list(Column).index(column) + 1, text)
        cell.data_type = "s"  # "=92" is an answer, not a formula
        cell.number_format = "@"
        cell.font = FONT
        cell.alignment = WRAPPED
