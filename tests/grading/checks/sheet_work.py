"""Workbooks of a class, made in the test, and one check on them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from grading.checks.finding import Finding, Verdict
from grading.checks.marker import run_call
from itembank.model.checks import CheckCall
from tests.grading.checks.workbench import subject

MET, PARTLY, NOT, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_JUDGE
FILE = "成绩.xlsx"
ROWS: list[list[Any]] = [
    ["学号", "姓名", "语文", "数学", "英语"],
    [1, "王小明", 92, 88, 79],
    [2, "李红", 75, 60, 88],
    [3, "张伟", 59, 92, 61],
    [4, "陈静", 92, 77, 100],
    [5, "赵敏", 84, 45, 70],
]


def workbook(*edits: Callable[[Worksheet], object], rows: list[list[Any]] | None = None) -> bytes:
    """Return a workbook of marks after some edits of its only sheet, "成绩"."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    sheet = book.create_sheet("成绩")
    for row in ROWS if rows is None else rows:
        sheet.append(list(row))
    for edit in edits:
        edit(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(**cells: Any) -> Callable[[Worksheet], None]:
    """Return an edit that writes values or "=formulas" into cells."""

    def edit(sheet: Worksheet) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return edit


def fill_down(column: str, formula: str, first: int = 2, last: int = 6) -> Callable[[Worksheet], None]:
    """Return an edit that writes a formula into a column, "#" standing for the row."""
    return put(**{f"{column}{row}": formula.replace("#", str(row)) for row in range(first, last + 1)})


def style(area: str, **looks: Any) -> Callable[[Worksheet], None]:
    """Return an edit that sets font, fill, alignment, border or number_format of a range."""

    def edit(sheet: Worksheet) -> None:
        for row in sheet[area]:
            for cell in row:
                for name, value in looks.items():
                    setattr(cell, name, value)

    return edit


def look(check: str, data: bytes, starter: bytes | None = None, /, **parameters: Any) -> Finding:
    """Carry out a check; the starter file is the plain workbook unless another is given."""
    starters = {FILE: workbook() if starter is None else starter}
    return run_call(CheckCall(type=check, file=FILE, parameters=parameters), subject({FILE: data}, starters))


def verdict(check: str, data: bytes, /, **parameters: Any) -> Verdict:
    return look(check, data, **parameters).verdict
