"""Spreadsheets: rules on ranges, and everything around the cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grading.office.model import (
    Panes,
    ShapeKind,
    Sheet,
    SheetKind,
    SheetState,
    Workbook,
)
from grading.office.open import read_office_bytes
from grading.office.outcome import CannotReadError, Reason
from tests.grading.office.builders import A, R, S, cells, relations, xlsx

STRICT_S = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def read(data: bytes) -> Workbook:
    book = read_office_bytes(data)
    assert isinstance(book, Workbook)
    return book


def sheet(data: bytes) -> Sheet:
    return read(data).sheets[0]


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


# ------------------------------------------------------------------------------------------------------------- rules


def test_conditional_formats_of_both_generations_are_read() -> None:
    content = cells() + (
        '<conditionalFormatting sqref="D2:D9 F2"><cfRule type="cellIs" dxfId="0" priority="2" operator="lessThan">'
        "<formula>60</formula></cfRule></conditionalFormatting>"
        '<conditionalFormatting sqref="E2:E9"><cfRule type="colorScale" priority="1"><colorScale><cfvo type="min"/>'
        '<cfvo type="max"/><color rgb="FFFF0000"/><color rgb="FF00FF00"/></colorScale></cfRule>'
        "</conditionalFormatting>"
        "<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting>"
        '<x14:cfRule type="iconSet" priority="3" id="{1}"><x14:iconSet iconSet="3Stars"><x14:cfvo type="percent">'
        "<xm:f>0</xm:f>"
        "</x14:cfvo></x14:iconSet></x14:cfRule><xm:sqref>G2:G9</xm:sqref></x14:conditionalFormatting>"
        "</x14:conditionalFormattings></ext></extLst>"
    )
    scale, cell_is, icons = sheet(xlsx(content, styles=STYLES)).conditional_formats
    assert (scale.kind, scale.colours, scale.thresholds) == ("colorScale", ("FF0000", "00FF00"), ("min", "max"))
    assert ([area.name for area in cell_is.areas], cell_is.operator, cell_is.formulas) == (
        ["D2:D9", "F2"],
        "lessThan",
        ("60",),
    )
    assert cell_is.style is not None
    assert (cell_is.style.bold, cell_is.style.colour) == (True, "9C0006")
    assert cell_is.style.fill is not None
    assert cell_is.style.fill.colour == "FFC7CE"
    assert (icons.kind, icons.icon_set, icons.thresholds, icons.extended) == ("iconSet", "3Stars", ("percent 0",), True)


def test_validations_of_both_generations_are_read() -> None:
    content = cells() + (
        '<dataValidations><dataValidation type="whole" operator="between" sqref="B2:B9" allowBlank="1" '
        'errorStyle="stop" '
        'showErrorMessage="1" error="请输入0到100"><formula1>0</formula1><formula2>100</formula2></dataValidation>'
        "</dataValidations>"
        "<extLst><ext><x14:dataValidations><x14:dataValidation type='list'><x14:formula1><xm:f>表2!$A$1:$A$3</xm:f>"
        "</x14:formula1><xm:sqref>C2:C9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    whole, chosen = sheet(xlsx(content)).validations
    assert (whole.kind, whole.operator, whole.formulas, whole.error) == (
        "whole",
        "between",
        ("0", "100"),
        "请输入0到100",
    )
    assert (chosen.kind, chosen.formulas, chosen.extended) == ("list", ("表2!$A$1:$A$3",), True)


def test_filters_and_sorting_are_read() -> None:
    content = cells() + (
        '<autoFilter ref="A1:D20"><filterColumn colId="1"><filters blank="1"><filter val="一班"/></filters>'
        "</filterColumn>"
        '<filterColumn colId="2"><customFilters and="1"><customFilter operator="greaterThanOrEqual" val="60"/>'
        '<customFilter operator="lessThan" val="90"/></customFilters></filterColumn>'
        '<filterColumn colId="3"><top10 val="5"/></filterColumn>'
        '<sortState ref="A2:D20"><sortCondition descending="1" ref="D2:D20"/></sortState></autoFilter>'
    )
    found = sheet(xlsx(content)).filter
    assert found is not None
    assert found.area.name == "A1:D20"
    assert [(column.column, column.kind, column.values) for column in found.columns] == [
        (1, "values", ("一班",)),
        (2, "custom", ("greaterThanOrEqual 60", "lessThan 90")),
        (3, "top10", ("top 5 items",)),
    ]
    assert (found.sort_keys[0].area.name, found.sort_keys[0].descending) == ("D2:D20", True)


# ------------------------------------------------------------------------------------------------- around the cells


def test_view_print_set_up_and_protection_are_read() -> None:
    content = (
        '<sheetPr><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" zoomScale="85" tabSelected="1"><pane xSplit="1" ySplit="2" '
        'state="frozen"/>'
        "</sheetView></sheetViews>"
        + cells()
        + '<sheetProtection sheet="1" password="CC1A" sort="0" selectLockedCells="1"/>'
        '<mergeCells><mergeCell ref="A1:F1"/></mergeCells>'
        '<printOptions horizontalCentered="1"/><pageMargins left="0.7" right="0.7" top="1" bottom="1" header="0.3" '
        'footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddHeader>&amp;C成绩表</oddHeader><oddFooter>第 &amp;P 页</oddFooter></headerFooter>"
        '<rowBreaks><brk id="20"/></rowBreaks>'
    )
    names = (
        '<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$F$30</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">Sheet1!$A:$A,Sheet1!$1:$2</definedName>'
        '<definedName name="单价">Sheet1!$C$2:$C$9</definedName>'
    )
    book = read(xlsx(content, names=names))
    found = book.sheets[0]
    assert (found.tab_colour, found.gridlines_shown, found.zoom_percent, found.selected) == ("FF0000", False, 85, True)
    assert found.panes == Panes(rows=2, columns=1)
    assert found.merges[0].name == "A1:F1"
    assert (found.protection.on, found.protection.has_password) == (True, True)
    assert found.protection.allowed == ("sort", "selectUnlockedCells")
    setup = found.print_setup
    assert (setup.landscape, setup.paper, setup.fit_to_page, setup.fit_height) == (True, 9, True, 0)
    assert (setup.margin_left_pt, setup.margin_top_pt, setup.centre_horizontally) == (
        Decimal("50.4"),
        Decimal(72),
        True,
    )
    assert (setup.header, setup.footer, setup.row_breaks) == ("&C成绩表", "第 &P 页", (20,))
    assert (setup.areas, setup.title_rows, setup.title_columns) == (("Sheet1!$A$1:$F$30",), "1:2", "A:A")
    assert [(name.name, name.refers_to, name.sheet) for name in book.names][2] == ("单价", "Sheet1!$C$2:$C$9", "")


def test_tables_comments_and_links_are_read() -> None:
    table = (
        f'<table xmlns="{S}" displayName="表1" ref="A1:C5" totalsRowCount="1"><autoFilter ref="A1:C4"/>'
        '<tableColumns><tableColumn name="姓名"/><tableColumn name="分数" totalsRowFunction="average">'
        "<calculatedColumnFormula>[@语文]+1</calculatedColumnFormula></tableColumn></tableColumns>"
        '<tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>'
    )
    comments = (
        f'<comments xmlns="{S}"><authors><author>老师</author></authors><commentList>'
        '<comment ref="B2" authorId="0"><text><r><t>请</t></r><r><t>核对</t></r></text></comment></commentList>'
        "</comments>"
    )
    content = (
        cells() + '<hyperlinks><hyperlink ref="A1" r:id="h"/><hyperlink ref="A2" location="Sheet1!B2" display="去"/>'
        "</hyperlinks>"
    )
    found = sheet(
        xlsx(
            content,
            parts={"xl/tables/table1.xml": table, "xl/comments1.xml": comments},
            links={
                "t": ("table", "../tables/table1.xml"),
                "c": ("comments", "../comments1.xml"),
                "h": ("hyperlink", "!https://example.org"),
            },
        )
    )
    one = found.tables[0]
    assert (one.name, one.area.name, one.totals_row, one.style, one.banded_rows) == (
        "表1",
        "A1:C5",
        True,
        "TableStyleMedium2",
        True,
    )
    assert (one.columns[1].totals_function, one.columns[1].formula) == ("average", "[@语文]+1")
    assert [(c.row, c.column, c.text, c.author) for c in found.comments] == [(2, 2, "请核对", "老师")]
    assert [(link.area.name, link.target, link.location) for link in found.links] == [
        ("A1", "https://example.org", ""),
        ("A2", "", "Sheet1!B2"),
    ]


def test_a_chart_has_kinds_series_titles_and_its_place() -> None:
    c = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    chart = (
        f'<c:chartSpace xmlns:c="{c}" xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>成绩图</a:t>'
        f"</a:r></a:p></c:rich></c:tx></c:title>"
        '<c:plotArea><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:tx><c:strRef>'
        "<c:f>Sheet1!$B$1</c:f>"
        "<c:strCache><c:pt idx='0'><c:v>语文</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$4</c:f><c:strCache><c:ptCount val='3'/><c:pt idx='0'><c:v>甲</c:v>"
        "</c:pt>"
        "<c:pt idx='2'><c:v>丙</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        "<c:val><c:numRef><c:f>Sheet1!$B$2:$B$4</c:f><c:numCache><c:pt idx='0'><c:v>90</c:v></c:pt></c:numCache>"
        "</c:numRef></c:val>"
        "<c:dLbls><c:showVal val='1'/></c:dLbls></c:ser></c:barChart>"
        "<c:catAx><c:axPos val='b'/><c:title><c:tx><c:rich><a:p><a:r><a:t>姓名</a:t></a:r></a:p></c:rich></c:tx>"
        "</c:title></c:catAx>"
        "<c:valAx><c:scaling><c:max val='100'/></c:scaling><c:majorGridlines/></c:valAx></c:plotArea>"
        "<c:legend><c:legendPos val='b'/></c:legend></c:chart></c:chartSpace>"
    )
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{xdr}" xmlns:a="{A}" xmlns:c="{c}" xmlns:r="{R}"><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>4</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col>"
        "<xdr:row>15</xdr:row></xdr:to>"
        '<xdr:graphicFrame><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="图表 1"/></xdr:nvGraphicFramePr>'
        '<a:graphic><a:graphicData><c:chart r:id="c1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        "</xdr:twoCellAnchor></xdr:wsDr>"
    )
    found = sheet(
        xlsx(
            cells(),
            parts={
                "xl/drawings/drawing1.xml": drawing,
                "xl/drawings/_rels/drawing1.xml.rels": relations({"c1": ("chart", "../charts/chart1.xml")}),
                "xl/charts/chart1.xml": chart,
            },
            links={"d": ("drawing", "../drawings/drawing1.xml")},
        )
    )
    shape = found.shapes[0]
    assert (shape.kind, shape.name, shape.placement.from_cell, shape.placement.to_cell) == (
        ShapeKind.CHART,
        "图表 1",
        "E2",
        "J16",
    )
    one = found.charts()[0]
    assert (one.kinds, one.grouping, one.title, one.legend, one.label_values) == (
        ("column",),
        "clustered",
        "成绩图",
        "b",
        True,
    )
    series = one.series[0]
    assert (series.name, series.category_reference, series.categories) == ("语文", "Sheet1!$A$2:$A$4", ("甲", "", "丙"))
    assert (series.value_reference, series.values) == ("Sheet1!$B$2:$B$4", ("90",))
    assert [(axis.kind, axis.title, axis.maximum, axis.major_gridlines) for axis in one.axes] == [
        ("category", "姓名", "", False),
        ("value", "", "100", True),
    ]


def test_sheets_keep_order_state_and_kind() -> None:
    book = read(xlsx(cells(), more_sheets={"隐藏": cells()}))
    assert [one.name for one in book.sheets] == ["Sheet1", "隐藏"]
    assert book.sheets[1].state is SheetState.VISIBLE
    assert book.sheet("sheet1") is book.sheets[0]


def test_a_module_of_macro_text_among_the_sheets_is_kept_as_such() -> None:
    inner = '<sheets><sheet name="Sheet1" r:id="rId1"/><sheet name="Module" r:id=""/></sheets>'
    workbook = f'<workbook xmlns="{S}" xmlns:r="{R}">{inner}</workbook>'
    book = read(xlsx(cells(), parts={"xl/workbook.xml": workbook}))
    assert [one.kind for one in book.sheets] == [SheetKind.WORKSHEET, SheetKind.MACRO_SHEET]


def test_the_strict_dialect_of_workbooks_reads_the_same() -> None:
    book = read(xlsx(cells('<row r="1"><c r="A1"><v>5</v></c></row>'), namespace=STRICT_S))
    assert book.sheets[0].cells[0].value == "5"
    assert book.properties.strict


def test_a_sheet_whose_part_is_missing_is_refused() -> None:
    parts = {"xl/_rels/workbook.xml.rels": relations({"rId1": ("worksheet", "worksheets/none.xml")})}
    with pytest.raises(CannotReadError) as caught:
        read(xlsx(cells(), parts=parts))
    assert caught.value.outcome.reason is Reason.MISSING_PART
