"""Writes our item template: an empty sheet with drop-down lists, instructions, and examples."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from itembank.formats.columns import OPTIONS, REQUIRED, Column
from itembank.formats.kinds.table import KIND_WORDS
from itembank.formats.template_text import COLUMN_HELP, EXAMPLES, NOTES
from itembank.formats.values import LEVEL_WORDS

ITEM_SHEET, HELP_SHEET, EXAMPLE_SHEET = "试题", "填写说明", "示例"
ROWS = 1000
FONT = "宋体"
A4 = 9
LINE_POINTS = 17
CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LONG_LIST_WARNING = "请从列表中选择。"
WIDTHS: Mapping[Column, int] = {
    Column.ID: 12,
    Column.KIND: 12,
    Column.STEM: 48,
    Column.PARTNERS: 18,
    Column.ANSWER: 18,
    Column.METHOD: 18,
    Column.KNOWLEDGE: 24,
    Column.DOMAIN: 14,
    Column.EXPLANATION: 30,
    Column.SOURCE: 16,
}
OPTION_WIDTH, OTHER_WIDTH = 16, 10
CHOICES: Mapping[Column, tuple[str, ...]] = {
    Column.KIND: tuple(words[0] for words in KIND_WORDS.values()),
    Column.LEVEL: tuple(words[0] for words in LEVEL_WORDS.values()),
    Column.SHUFFLE: ("是", "否"),
}


def make_template() -> bytes:
    """Return the template as the bytes of an .xlsx file, always the same."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "试题导入模板", "created": CREATED})
    styles = _Styles(book)
    writers = {ITEM_SHEET: _write_items, HELP_SHEET: _write_help, EXAMPLE_SHEET: _write_examples}
    for name, write in writers.items():
        sheet = book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        write(sheet, styles)
    book.close()
    return out.getvalue()


class _Styles:
    """The cell formats of the template."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True, "num_format": "@"}
        head = plain | {"bold": True, "valign": "vcenter", "align": "center", "border": 1, "font_color": "#FFFFFF"}
        self.text = book.add_format(plain)
        self.head = book.add_format(head | {"bg_color": "#5B6B7F"})
        self.required = book.add_format(head | {"bg_color": "#1F4E8C"})
        self.title = book.add_format(plain | {"bold": True, "font_size": 13, "font_color": "#1F4E8C"})
        self.strong = book.add_format(plain | {"bold": True})


def _write_items(sheet: Any, styles: _Styles) -> None:
    _write_header(sheet, styles)
    for place, column in enumerate(Column):
        if choices := CHOICES.get(column):
            _offer(sheet, place, column, choices)
    sheet.data_validation(
        1,
        _place(Column.DIFFICULTY),
        ROWS,
        _place(Column.DIFFICULTY),
        {
            "validate": "any",
            "input_title": Column.DIFFICULTY.value,
            "input_message": "预计得分率 0 到 1，数值越大越容易；也可写 易、中、难。",
        },
    )
    sheet.activate()


def _offer(sheet: Any, place: int, column: Column, choices: tuple[str, ...]) -> None:
    rule = {
        "validate": "list",
        "source": list(choices),
        "error_title": column.value,
        "error_message": LONG_LIST_WARNING,
        "error_type": "warning",
    }
    sheet.data_validation(1, place, ROWS, place, rule)


def _write_header(sheet: Any, styles: _Styles) -> None:
    for place, column in enumerate(Column):
        sheet.set_column(place, place, _width(column), styles.text)
        sheet.write_string(0, place, column.value, styles.required if column in REQUIRED else styles.head)
        if column in COLUMN_HELP:
            sheet.write_comment(0, place, COLUMN_HELP[column], {"x_scale": 2, "font_size": 10})
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 3)


def _write_help(sheet: Any, styles: _Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 14, styles.text)
    sheet.set_column(1, 1, 110, styles.text)
    row = 0
    for title, lines in NOTES:
        sheet.write_string(row, 0, title, styles.title)
        for line in lines:
            row += 1
            sheet.write_string(row, 1, line, styles.text)
        row += 2
    sheet.write_string(row, 0, "各列的用途", styles.title)
    for column, text in COLUMN_HELP.items():
        row += 1
        sheet.write_string(row, 0, column.value, styles.strong)
        sheet.write_string(row, 1, text, styles.text)


def _write_examples(sheet: Any, styles: _Styles) -> None:
    _write_header(sheet, styles)
    for row, example in enumerate(EXAMPLES, start=1):
        sheet.set_row(row, LINE_POINTS * max(_lines(text, _width(column)) for column, text in example.items()))
        for column, text in example.items():
            sheet.write_string(row, _place(column), text, styles.text)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a cell `width` narrow characters wide; a Chinese one counts twice."""
    lengths = [sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.split("\n")]
    return sum(max(1, -(-length // width)) for length in lengths)


def _place(column: Column) -> int:
    return list(Column).index(column)


def _width(column: Column) -> int:
    return WIDTHS.get(column, OPTION_WIDTH if column in OPTIONS else OTHER_WIDTH)
