"""Makes small .xlsx files for the tests, the way a teacher's spreadsheet would hold them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from PIL import Image

from itembank.bank.record import BankItem
from itembank.formats.findings import has_errors
from itembank.formats.item_sheet import ItemFile, read_item_sheet
from itembank.model.marking import RuleScoring

HEADER = ("编号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案")


def picture_bytes(colour: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (12, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "试题", **more: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for name, content in ({sheet: rows} | more).items():
        page = book.add_worksheet(name)
        for number, row in enumerate(content):
            for column, value in enumerate(row):
                page.write(number, column, value)
    book.close()
    return out.getvalue()


def read_rows(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> ItemFile:
    return read_item_sheet(workbook([header, *rows]), "题.xlsx")


def read_row(**cells: str) -> ItemFile:
    """Read one row given by column titles; 编号 defaults to Q1."""
    titles = {"编号": "Q1", **cells}
    return read_rows(list(titles.values()), header=list(titles))


def sentences(file: ItemFile) -> str:
    return "\n".join(finding.line() for finding in file.findings)


def only(file: ItemFile) -> BankItem:
    assert not has_errors(file.findings), sentences(file)
    (read,) = file.items
    return read.item


def acted_on(item: BankItem) -> Any:
    (interaction,) = item.item.interactions
    return interaction


def rule_of(item: BankItem) -> Any:
    assert isinstance(item.marking.scoring, RuleScoring)
    return item.marking.scoring.rules[0]
