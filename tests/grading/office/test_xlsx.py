"""Spreadsheets: cells, formulas and effective styles."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Area,
    CellKind,
    CellStyle,
    FillKind,
    FormulaKind,
    Sheet,
    Workbook,
)
from grading.office.number_formats import currency, decimals, has_thousands, is_date, is_percent
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import cells, xlsx


def read(data: bytes) -> Workbook:
    book = read_office_bytes(data)
    assert isinstance(book, Workbook)
    return book


def sheet(data: bytes) -> Sheet:
    return read(data).sheets[0]


# ------------------------------------------------------------------------------------------------- values and formulas


def test_every_kind_of_value_is_read_as_stored() -> None:
    row = (
        '<row r="1"><c r="A1"><v>10.50</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#DIV/0!</v></c><c r="E1" t="str"><f>A1&amp;"分"</f><v>10.5分</v></c>'
        '<c r="F1" t="inlineStr"><is><t>直接</t></is></c><c r="G1" s="0"/><c r="H1" t="d">'
        "<v>2024-05-01T12:00:00Z</v></c></row>"
    )
    found = sheet(xlsx(cells(row), strings="<si><t>总分</t></si>")).cells
    assert [(cell.kind, cell.value) for cell in found] == [
        (CellKind.NUMBER, "10.50"),
        (CellKind.TEXT, "总分"),
        (CellKind.BOOLEAN, "1"),
        (CellKind.ERROR, "#DIV/0!"),
        (CellKind.TEXT, "10.5分"),
        (CellKind.TEXT, "直接"),
        (CellKind.BLANK, ""),
        (CellKind.NUMBER, "45413.5"),
    ]
    assert found[0].number == Decimal("10.5")
    assert found[1].number is None


def test_rich_text_keeps_its_runs_and_drops_phonetic_guides() -> None:
    string = (
        '<si><r><t>普通</t></r><r><rPr><b/><sz val="14"/><rFont val="黑体"/></rPr><t>加粗</t></r>'
        "<rPh><t>读音</t></rPh></si>"
    )
    found = sheet(xlsx(cells('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=string)).cells[0]
    assert found.value == "普通加粗"
    assert [(run.text, run.format.bold) for run in found.rich_text] == [("普通", False), ("加粗", True)]
    assert found.rich_text[1].format.east_asian == "黑体"


def test_cells_without_addresses_stand_in_their_order() -> None:
    found = sheet(xlsx(cells('<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row>'))).cells
    assert [cell.name for cell in found] == ["A1", "B1", "A5"]


def test_shared_formulas_are_written_out_for_every_cell() -> None:
    rows = (
        '<row r="2"><c r="F2"><f t="shared" ref="F2:F4" si="0">SUM(C2:$E2)</f><v>1</v></c></row>'
        '<row r="3"><c r="F3"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="4"><c r="F4"><f t="shared" si="0"/></c></row>'
    )
    found = sheet(xlsx(cells(rows))).cells
    assert [cell.formula for cell in found] == ["SUM(C2:$E2)", "SUM(C3:$E3)", "SUM(C4:$E4)"]
    assert [cell.kind for cell in found] == [CellKind.NUMBER, CellKind.NUMBER, CellKind.BLANK]


def test_array_formulas_know_what_they_fill_and_new_functions_lose_their_prefix() -> None:
    row = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">_xlfn.XLOOKUP(B1:B3,C1:C9,D1:D9)</f><v>1</v></c></row>'
    found = sheet(xlsx(cells(row))).cells[0]
    assert (found.formula_kind, found.formula) == (FormulaKind.ARRAY, "XLOOKUP(B1:B3,C1:C9,D1:D9)")
    assert found.spills == Area(1, 1, 3, 1)


def test_a_missing_shared_string_is_an_empty_text_and_no_crash() -> None:
    assert sheet(xlsx(cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))).cells[0].kind is CellKind.TEXT


def test_a_row_number_off_the_sheet_is_refused() -> None:
    with pytest.raises(CannotReadError) as caught:
        read(xlsx(cells('<row r="9999999"><c><v>1</v></c></row>')))
    assert caught.value.outcome.reason is Reason.BAD_XML


# ------------------------------------------------------------------------------------------------------------ styles

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="&quot;¥&quot;#,##0.00"/></numFmts>'
    '<fonts><font><sz val="11"/><name val="等线"/></font>'
    '<font><b/><i/><u val="double"/><sz val="14"/><color theme="4" tint="-0.25"/><name val="黑体"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders><border/><border><left/><top style="thick"><color indexed="10"/></top>'
    '<bottom style="double"><color auto="1"/></bottom></border></borders>'
    '<cellStyleXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="9" fontId="1"><alignment horizontal="right"/></xf>'
    "</cellStyleXfs>"
    '<cellXfs><xf numFmtId="0" fontId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="0"><alignment horizontal="center" vertical="top" '
    'wrapText="1" textRotation="135"/><protection locked="0"/></xf>'
    '<xf xfId="1"/><xf numFmtId="14" fontId="0" xfId="1" applyAlignment="1"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0"/><cellStyle name="百分比" xfId="1"/></cellStyles>'
    '<dxfs><dxf><font><b/><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill>'
    "</fill></dxf></dxfs>"
)


def styled(index: int) -> CellStyle:
    book = read(xlsx(cells(f'<row r="1"><c r="A1" s="{index}"><v>1</v></c></row>'), styles=STYLES))
    return book.style_of(book.sheets[0], 1, 1)


def test_a_cell_s_look_is_joined_from_all_tables() -> None:
    style = styled(1)
    assert style.number_format == '"¥"#,##0.00'
    assert (style.font.east_asian, style.font.size_pt, style.font.bold) == ("黑体", Decimal(14), True)
    assert (style.font.italic, style.font.underline, style.font.colour) == (True, "double", "2F5597")
    assert (style.fill.kind, style.fill.colour) == (FillKind.SOLID, "FFFF00")
    assert (style.borders.top.style, style.borders.top.colour, style.borders.left.is_drawn) == (
        "thick",
        "FF0000",
        False,
    )
    assert (style.alignment.horizontal, style.alignment.vertical, style.alignment.wrap) == ("center", "top", True)
    assert (style.alignment.rotation_degrees, style.locked) == (-45, False)


def test_what_a_cell_leaves_out_comes_from_its_named_style() -> None:
    style = styled(2)
    assert (style.name, style.number_format, style.font.bold) == ("百分比", "0%", True)
    assert style.alignment.horizontal == "right"


def test_an_alignment_applied_as_empty_is_the_general_one() -> None:
    assert styled(3).alignment.horizontal == "general"
    assert styled(3).number_format == "yyyy/m/d"


def test_empty_places_look_like_their_row_or_column() -> None:
    content = '<cols><col min="2" max="4" width="12.5" style="2" customWidth="1" hidden="1"/></cols>' + cells(
        '<row r="3" s="1" customFormat="1" ht="30" customHeight="1"><c r="A3" s="0"/></row>'
    )
    book = read(xlsx(content, styles=STYLES))
    found = book.sheets[0]
    assert [found.style_index(*place) for place in ((3, 1), (3, 2), (9, 3), (9, 9))] == [0, 1, 2, 0]
    assert (found.columns[0].width_chars, found.columns[0].hidden) == (Decimal("12.5"), True)
    assert (found.rows[0].height_pt, found.rows[0].custom_height) == (Decimal(30), True)


def test_a_style_index_that_does_not_exist_means_the_default() -> None:
    assert styled(99) == styled(0)


def test_a_workbook_without_styles_still_has_a_default_look() -> None:
    book = read(xlsx(cells('<row r="1"><c r="A1" s="7"><v>1</v></c></row>')))
    assert book.style_of(book.sheets[0], 1, 1).number_format == "General"


@pytest.mark.parametrize(
    ("code", "date", "percent", "places", "thousands", "sign"),
    [
        ("General", False, False, None, False, ""),
        ("0.00", False, False, 2, False, ""),
        ("#,##0.0", False, False, 1, True, ""),
        ("0%", False, True, 0, False, ""),
        ('"¥"#,##0.00;[Red]"¥"-#,##0.00', False, False, 2, True, "¥"),
        ("[$￥-804]#,##0", False, False, 0, True, "¥"),
        ("[$$-409]#,##0.00", False, False, 2, True, "$"),
        ('yyyy"年"m"月"d"日"', True, False, None, False, ""),
        ("h:mm:ss AM/PM", True, False, None, False, ""),
        ("[h]:mm", True, False, None, False, ""),
        ("@", False, False, None, False, ""),
        ('0"分"', False, False, 0, False, ""),
    ],
)
def test_number_formats_tell_what_they_are_for(
    code: str, places: int | None, sign: str, *, date: bool, percent: bool, thousands: bool
) -> None:
    assert (is_date(code), is_percent(code), decimals(code)) == (date, percent, places)
    assert (has_thousands(code), currency(code)) == (thousands, sign)


def test_a_font_without_a_size_and_a_workbook_without_styles_have_eleven_points() -> None:
    sheet = cells('<row r="1"><c r="A1"><v>1</v></c></row>')
    styles = "<fonts><font><name val='宋体'/></font></fonts><cellXfs><xf fontId='0'/></cellXfs>"
    for data in (xlsx(sheet), xlsx(sheet, styles=styles)):
        book = read_office_bytes(data)
        assert isinstance(book, Workbook)
        assert book.style_of(book.sheets[0], 1, 1).font.size_pt == 11


@pytest.mark.parametrize(("index", "colour"), [("64", "000000"), ("65", "FFFFFF"), ("9", "FFFFFF")])
def test_an_area_in_a_colour_of_the_system_is_drawn(index: str, colour: str) -> None:
    styles = (
        f'<fonts><font/></fonts><fills><fill><patternFill patternType="solid"><fgColor indexed="{index}"/>'
        '</patternFill></fill></fills><borders><border/></borders><cellXfs><xf fillId="0"/></cellXfs>'
    )
    found = read(xlsx(cells('<row r="1"><c r="A1"><v>1</v></c></row>'), styles=styles))
    assert (found.styles[0].fill.kind, found.styles[0].fill.colour) == (FillKind.SOLID, colour)
