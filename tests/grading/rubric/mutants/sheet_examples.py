"""An example of every S check that looks at cells, rows, layout, book and print: a model that meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tests.grading.checks.sheet_work import ROWS, fill_down, put, style, workbook
from tests.grading.rubric.mutants.facts import Example

Edit = Callable[[Worksheet], object]
THIN = Side(style="thin")
SUMS = fill_down("F", "=SUM(C#:E#)")
SORTED: list[list[Any]] = [ROWS[0], ROWS[1], ROWS[4], ROWS[5], ROWS[2], ROWS[3]]
"""By 语文 from the highest; of the two with 92 the one with the better 数学 first."""
DAY = 46266  # 2026-09-01


def model(*edits: Edit, rows: list[list[Any]] | None = None) -> bytes:
    """A workbook with sums, a note on the right and a second sheet, after some edits."""
    return workbook(SUMS, put(F1="总分", J1="备注", J2="缺考一人", J3=3), second, *edits, rows=rows)


def book_of(sheet: Worksheet) -> Workbook:
    assert isinstance(sheet.parent, Workbook)
    return sheet.parent


def second(sheet: Worksheet) -> None:
    other = book_of(sheet).create_sheet("名单")
    for row in (["姓名", "组"], ["王小明", 1], ["李红", 2]):
        other.append(row)


def copied(sheet: Worksheet) -> None:
    book_of(sheet).copy_worksheet(sheet).title = "备份"


def set_on(target: str, **values: Any) -> Edit:
    """Return an edit that sets attributes of a part of the sheet ("page_setup"), or of the sheet for ""."""

    def edit(sheet: Worksheet) -> None:
        owner: Any = sheet
        for name in target.split(".") if target else ():
            owner = getattr(owner, name)
        for name, value in values.items():
            setattr(owner, name, value)

    return edit


def validated(sheet: Worksheet) -> None:
    rule = DataValidation(type="list", formula1='"甲,乙,丙"')
    rule.add("I2:I6")
    sheet.add_data_validation(rule)


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:E6"
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=2, filters=Filters(filter=["92"])))
    for row in (3, 4, 6):
        sheet.row_dimensions[row].hidden = True


def shifted(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "期末成绩"
    for row in range(3, 8):
        sheet[f"F{row}"] = f"=SUM(C{row}:E{row})"


def hidden_rows(sheet: Worksheet) -> None:
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def hidden_columns(sheet: Worksheet) -> None:
    for name in "CD":
        sheet.column_dimensions[name].hidden = True


CONDITION = CellIsRule(operator="lessThan", formula=["60"], font=Font(color="FF0000"))
CELL = "sheets.0.cells."
FONT_NAMES = tuple(f"{CELL}?1.style.font.{name}" for name in ("latin", "high_ansi", "east_asian", "complex_script"))
HEAD = "A1:E1"


def looks(parameters: dict[str, Any], changes: str, area: str = HEAD, **look: Any) -> Example:
    """An example of a look that the head of the table has."""
    return Example({"range": area, **parameters}, model(style(area, **look)), (f"{CELL}{changes}",), model())


def example(parameters: dict[str, Any], edit: Edit | None, *changes: str, starter: bytes | None = None) -> Example:
    return Example(parameters, model(*([edit] if edit else [])), changes, starter or model())


LOOKS = {
    "S.bold": looks({}, "E1.style.font.bold", font=Font(bold=True)),
    "S.italic": looks({}, "E1.style.font.italic", font=Font(italic=True)),
    "S.underline": looks({}, "E1.style.font.underline", font=Font(underline="single")),
    "S.strike": looks({}, "E1.style.font.strike", font=Font(strike=True)),
    "S.font_size": looks({"size": "16pt"}, "?1.style.font.size_pt", font=Font(size=16)),
    "S.font_name": Example(
        {"range": HEAD, "font": "黑体"}, model(style(HEAD, font=Font(name="黑体"))), FONT_NAMES, model()
    ),
    "S.font_colour": looks({"colour": "红色"}, "?1.style.font.colour", font=Font(color="FF0000")),
    "S.fill": looks({"colour": "FFFF00"}, "?1.style.fill.colour", fill=PatternFill("solid", fgColor="FFFF00")),
    "S.alignment": looks(
        {"horizontal": "center"}, "?1.style.alignment.horizontal", alignment=Alignment(horizontal="center")
    ),
    "S.wrap": looks({}, "E1.style.alignment.wrap", alignment=Alignment(wrap_text=True)),
    "S.shrink": looks({}, "E1.style.alignment.shrink", alignment=Alignment(shrink_to_fit=True)),
    "S.rotation": looks(
        {"degrees": 45}, "?1.style.alignment.rotation_degrees", alignment=Alignment(text_rotation=45)
    ),
    "S.indent": looks(
        {"value": 2}, "?1.style.alignment.indent", alignment=Alignment(horizontal="left", indent=2)
    ),
    "S.number_format": looks(
        {"kind": "number", "decimals": 2}, "C?.*number_format*", "C2:C6", number_format="0.00"
    ),
    "S.borders": looks({}, "E6.style.borders.*", "A1:E6", border=Border(THIN, THIN, THIN, THIN)),
    "S.locked": looks({"value": False}, "C?.style.locked", "C2:C6", protection=Protection(locked=False)),
    "S.cell_style": looks({"name": "Good"}, "?1.style.name", style="Good"),
}  # fmt: skip
CONTENTS = {
    "S.cell_text": example({"cell": "H1", "text": "总评"}, put(H1="总评"), f"{CELL}H1.value"),
    "S.cell_number": example({"cell": "H2", "value": "87.5"}, put(H2=87.5), f"{CELL}H2.value"),
    "S.formula": Example(
        {"range": "F2:F6", "model": "=SUM(C2:E2)", "inputs": "C2:E6"},
        model(), (f"{CELL}F6.formula", f"{CELL}F6.value", f"{CELL}F6.kind"), workbook(),
    ),
    "S.no_errors": example({"range": "F2:H6"}, None, f"{CELL}H6.*"),
    "S.data_intact": example({"range": "A1:E6"}, None, f"{CELL}E6.value"),
    "S.series": example(
        {"range": "H2:H6", "start": "10", "step": "5"}, put(H2=10, H3=15, H4=20, H5=25, H6=30), f"{CELL}H6.value"
    ),
    "S.cell_date": example(
        {"cell": "H2", "date": "2026-09-01"},
        lambda sheet: (put(H2=DAY)(sheet), style("H2:H2", number_format="yyyy-mm-dd")(sheet)), f"{CELL}H2.value",
    ),
    "S.texts": example({"range": "H2:H4", "values": ["甲", "乙", "丙"]}, put(H2="甲", H3="乙", H4="丙"),
                       f"{CELL}H4.value"),
    "S.transposed": example(
        {"range": "A1:B2", "to": "L1"}, put(L1="学号", M1=1, L2="姓名", M2="王小明"), f"{CELL}M2.value"
    ),
    "S.copied": example(
        {"range": "A1:B2", "to": "L1", "plain": True}, put(L1="学号", M1="姓名", L2=1, M2="王小明"),
        f"{CELL}M2.formula", f"{CELL}M2.value", f"{CELL}M2.kind",
    ),
    "S.extracted": example(
        {"to": "L2", "rows": [["王小明", "92"], ["陈静", "92"]]}, put(L2="王小明", M2=92, L3="陈静", M3=92),
        f"{CELL}L3.*", f"{CELL}M3.*",
    ),
    "S.subtotal": example(
        {"column": "L"}, put(L2=1, L3=2, L4="=SUBTOTAL(9,L2:L3)", L5=3, L6="=SUBTOTAL(9,L5:L5)"), f"{CELL}L6.formula"
    ),
    "S.row_added": example({"values": ["6", "孙悦", "70"]}, put(A7=6, B7="孙悦", C7=70), f"{CELL}C7.value"),
    "S.row_count": example({"value": 6}, None, f"{CELL}A7.*"),
}  # fmt: skip
ROW_WORK = {
    "S.sorted": Example(
        {"range": "A1:E6", "keys": [{"column": "C", "order": "desc"}, {"column": "D", "order": "desc"}]},
        model(rows=SORTED), (f"{CELL}[A-E][23].value",), model(),
    ),
    "S.inserted": example({"row": 1}, shifted, f"{CELL}?1.*", f"{CELL}?2.*"),
    "S.rows_deleted": Example(
        {"texts": ["李红", "张伟"]}, model(rows=[ROWS[0], ROWS[1], ROWS[4], ROWS[5]]), (f"{CELL}?7.*",), model(),
    ),
    "S.columns_deleted": Example(
        {"headers": ["数学"]}, workbook(rows=[row[:3] + row[4:] for row in ROWS]), (f"{CELL}E?.*",), workbook(),
    ),
    "S.rows_hidden": example({"rows": "3:4"}, hidden_rows, "sheets.0.rows.*"),
    "S.columns_hidden": example({"columns": "C:D"}, hidden_columns, "sheets.0.columns.*"),
    "S.duplicates_removed": Example(
        {"range": "A1:E7"}, model(), (f"{CELL}[A-E]7.*",), workbook(rows=[*ROWS, ROWS[2]]),
    ),
    "S.filtered": example(
        {"range": "A1:E6", "column": "B", "visible": ["王小明", "陈静"]}, filtered,
        "sheets.0.filter.columns.*", "sheets.0.rows.*",
    ),
    "S.merged": example({"range": "A8:C8"}, lambda sheet: sheet.merge_cells("A8:C8"), "sheets.0.merges.*"),
    "S.column_width": example(
        {"column": "G", "value": 20}, lambda sheet: setattr(sheet.column_dimensions["G"], "width", 20),
        "sheets.0.columns.*",
    ),
    "S.row_height": example(
        {"row": 1, "value": "30pt"}, lambda sheet: setattr(sheet.row_dimensions[1], "height", 30), "sheets.0.rows.*"
    ),
    "S.filter_on": example({"range": "A1:E6"}, set_on("auto_filter", ref="A1:E6"), "sheets.0.filter.area*",
                           "names.*.refers_to"),
    "S.freeze": example({"rows": 1}, set_on("", freeze_panes="A2"), "sheets.0.panes.rows"),
    "S.conditional_format": example(
        {"range": "C2:E6", "operator": "lessThan", "value": "60", "font_colour": "FF0000"},
        lambda sheet: sheet.conditional_formatting.add("C2:E6", CONDITION), "sheets.0.conditional_formats.0.formulas.0",
    ),
    "S.validation": example(
        {"range": "I2:I6", "kind": "list", "values": ["甲", "乙", "丙"]}, validated, "sheets.0.validations.0.formulas.0"
    ),
}  # fmt: skip
BOOKS = {
    "S.format": Example({}, model(), ("format",), workbook()),
    "S.sheet_name": Example({"index": 1, "name": "成绩"}, model(), ("sheets.0.name",), workbook()),
    "S.property": example({"name": "title", "value": "期末成绩"},
                          lambda sheet: setattr(book_of(sheet).properties, "title", "期末成绩"), "properties.title"),
    "S.sheet_count": Example({"value": 2}, model(), ("sheets.2.*",), workbook()),
    "S.sheet_order": example({"names": ["成绩", "名单", "备份"]}, copied, "sheets.[12].*"),
    "S.tab_colour": example({"colour": "红色"}, set_on("sheet_properties", tabColor="FF0000"), "sheets.0.tab_colour"),
    "S.sheet_hidden": example({"sheet": "名单"},
                              lambda sheet: setattr(book_of(sheet)["名单"], "sheet_state", "hidden"), "sheets.1.state"),
    "S.sheet_copied": example({"source": "成绩", "name": "备份"}, copied, "sheets.2.cells.*"),
    "S.sheet_deleted": Example({"name": "名单"}, workbook(), ("sheets.1.*",), model()),
    "S.other_sheets_intact": example({"sheet": "成绩"}, None, "sheets.1.cells.B3.value"),
    "S.name": example(
        {"name": "语文分", "range": "成绩!C2:C6"},
        lambda sheet: book_of(sheet).defined_names.add(DefinedName("语文分", attr_text="成绩!$C$2:$C$6")),
        "names.0.refers_to",
    ),
    "S.protected": example({}, lambda sheet: sheet.protection.enable(), "sheets.0.protection*"),
    "S.book_protected": example(
        {}, lambda sheet: setattr(book_of(sheet), "security", WorkbookProtection(lockStructure=True)),
        "structure_protected",
    ),
    "S.gridlines": example({"value": False}, set_on("sheet_view", showGridLines=False), "sheets.0.gridlines_shown"),
    "S.zoom": example({"value": 150}, set_on("sheet_view", zoomScale=150), "sheets.0.zoom_percent"),
    "S.active_sheet": example({"name": "名单"}, lambda sheet: setattr(book_of(sheet), "active", 1), "active_sheet",
                              "sheets.?.selected"),
    "S.no_external_links": example({}, None, "external_workbooks.0", f"{CELL}A8.*"),
}  # fmt: skip
PRINTS = {
    "S.print_area": example({"range": "A1:E6"}, set_on("", print_area="A1:E6"), "sheets.0.print_setup.areas.0",
                            "names.0.refers_to"),
    "S.print_titles": example({"rows": "1:1"}, set_on("", print_title_rows="1:1"),
                              "sheets.0.print_setup.title_rows", "names.0.refers_to"),
    "S.page_setup": example({"orientation": "landscape"}, set_on("page_setup", orientation="landscape"),
                            "sheets.0.print_setup.landscape"),
    "S.page_margins": example({"left": "2cm"}, set_on("page_margins", left=2 / 2.54),
                              "sheets.0.print_setup.margin_left_pt"),
    "S.page_centred": example({"horizontally": True}, set_on("print_options", horizontalCentered=True),
                              "sheets.0.print_setup.centre_horizontally"),
    "S.page_edge": example({"text": "&P", "edge": "footer"}, set_on("oddFooter.center", text="第 &P 页"),
                           "sheets.0.print_setup.footer"),
    "S.page_break": example({"row": 3}, lambda sheet: sheet.row_breaks.append(Break(id=2)),
                            "sheets.0.print_setup.row_breaks.0"),
    "S.printed": example({"gridlines": True}, set_on("print_options", gridLines=True),
                         "sheets.0.print_setup.gridlines"),
}  # fmt: skip
CELLS = {**LOOKS, **CONTENTS, **ROW_WORK, **BOOKS, **PRINTS}
