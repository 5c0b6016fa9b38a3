"""Calc documents: cells, formulas, formats, charts, conditions, in the terms of the tasks."""

from __future__ import annotations

from typing import Any

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.drawing.FillStyle import NONE
from com.sun.star.lang import Locale
from com.sun.star.sheet.ConditionOperator import LESS
from com.sun.star.sheet.ValidationType import LIST
from com.sun.star.table import BorderLine2, TableSortField
from com.sun.star.table.CellHoriJustify import CENTER

BOLD = 150.0


def begin(document: Any, name: str) -> Any:
    """Give the only sheet its name, the language Chinese, and return it."""
    sheets = document.Sheets
    while sheets.Count > 1:
        sheets.removeByName(sheets.ElementNames[-1])
    only = sheets.getByIndex(0)
    only.Name = name
    style = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    style.CharLocaleAsian = Locale("zh", "CN", "")
    style.CharFontNameAsian = style.CharFontName = "宋体"
    style.CharHeight = style.CharHeightAsian = 11.0
    return only


def fill(sheet: Any, start: str, rows: list[list[str | float]]) -> None:
    """Write text and numbers from a corner on."""
    corner = sheet.getCellRangeByName(start).CellAddress
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            cell = sheet.getCellByPosition(corner.Column + across, corner.Row + down)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value


def formulas(sheet: Any, column: str, first: int, last: int, formula: str) -> None:
    """Write a formula into every row; `{row}` stands for the row's number."""
    for row in range(first, last + 1):
        sheet.getCellRangeByName(f"{column}{row}").Formula = formula.format(row=row)


def freeze_values(sheet: Any, place: str) -> None:
    """Put what formulas show in the place of the formulas."""
    cells = sheet.getCellRangeByName(place)
    cells.setDataArray(cells.getDataArray())


def number_format(document: Any, sheet: Any, place: str, code: str) -> None:
    """Set a number format by its code in English notation."""
    formats, locale = document.NumberFormats, Locale("en", "US", "")
    key = formats.queryKey(code, locale, False)
    sheet.getCellRangeByName(place).NumberFormat = key if key >= 0 else formats.addNew(code, locale)


def bold(sheet: Any, place: str) -> None:
    """Make bold."""
    cells = sheet.getCellRangeByName(place)
    cells.CharWeight = cells.CharWeightAsian = BOLD


def size(sheet: Any, place: str, points: float) -> None:
    """Set the font size."""
    cells = sheet.getCellRangeByName(place)
    cells.CharHeight = cells.CharHeightAsian = float(points)


def centre(sheet: Any, place: str) -> None:
    """Centre across."""
    sheet.getCellRangeByName(place).HoriJustify = CENTER


def merge(sheet: Any, place: str) -> None:
    """Merge and centre."""
    sheet.getCellRangeByName(place).merge(True)
    centre(sheet, place)


def borders(sheet: Any, place: str) -> None:
    """Draw thin lines around and between all cells."""
    line = BorderLine2()
    line.OuterLineWidth = line.LineWidth = 18
    border = sheet.getCellRangeByName(place).TableBorder2
    for side in ("TopLine", "BottomLine", "LeftLine", "RightLine", "HorizontalLine", "VerticalLine"):
        setattr(border, side, line)
        setattr(border, f"Is{side}Valid", True)
    sheet.getCellRangeByName(place).TableBorder2 = border


def widths(sheet: Any, letters: str, millimetres: float) -> None:
    """Set the width of columns."""
    for letter in letters:
        sheet.Columns.getByName(letter).Width = round(millimetres * 100)


def sort(sheet: Any, place: str, column: int, *, ascending: bool) -> None:
    """Sort rows by one column, counted from 0; the first row is the header."""
    field = TableSortField()
    field.Field, field.IsAscending = column, ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    cells = sheet.getCellRangeByName(place)
    descriptor = list(cells.createSortDescriptor())
    for value in descriptor:
        if value.Name == "SortFields":
            value.Value = fields
        elif value.Name == "ContainsHeader":
            value.Value = True
    cells.sort(tuple(descriptor))


def mark_less(document: Any, sheet: Any, place: str, limit: str, colour: int) -> None:
    """Colour the font of numbers below a limit by a condition."""
    styles = document.StyleFamilies.getByName("CellStyles")
    style = document.createInstance("com.sun.star.style.CellStyle")
    styles.insertByName("红色数字", style)
    style.CharColor = colour
    cells = sheet.getCellRangeByName(place)
    conditions = cells.ConditionalFormat
    conditions.addNew(
        tuple(
            _prop(name, value) for name, value in (("Operator", LESS), ("Formula1", limit), ("StyleName", "红色数字"))
        )
    )
    cells.ConditionalFormat = conditions


def allow_list(sheet: Any, place: str, words: list[str]) -> None:
    """Let cells take only these words."""
    cells = sheet.getCellRangeByName(place)
    rule = cells.Validation
    rule.Type = LIST
    rule.setFormula1(";".join(f'"{word}"' for word in words))
    cells.Validation = rule


def chart(sheet: Any, kind: str, *, categories: str, data: str, title: str) -> None:
    """Insert a chart ("Column", "Line", "Pie"); `data` has its header in the first row, and so has `categories`."""
    place = Rectangle(1000, 9000, 12000, 7500)
    ranges = tuple(sheet.getCellRangeByName(name).RangeAddress for name in (categories, data))
    name = f"图表{sheet.Charts.Count + 1}"
    sheet.Charts.addNewByName(name, place, ranges, True, True)
    embedded = sheet.Charts.getByName(name).EmbeddedObject
    service = {"Column": "BarDiagram", "Line": "LineDiagram", "Pie": "PieDiagram"}[kind]
    embedded.Diagram = embedded.createInstance(f"com.sun.star.chart.{service}")
    embedded.Diagram.Wall.FillStyle = NONE
    embedded.HasMainTitle = True
    embedded.Title.String = title


def freeze(document: Any, rows: int) -> None:
    """Keep the first rows in sight."""
    document.CurrentController.freezeAtPosition(0, rows)


def auto_filter(document: Any, sheet: Any, place: str) -> None:
    """Show filter buttons on the header row."""
    ranges = document.DatabaseRanges
    ranges.addNewByName("筛选区", sheet.getCellRangeByName(place).RangeAddress)
    ranges.getByName("筛选区").AutoFilter = True


def _prop(name: str, value: Any) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made
