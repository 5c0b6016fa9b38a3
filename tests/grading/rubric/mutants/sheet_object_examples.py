"""An example of every S check that looks at what lies on a sheet: charts, tables, pivots, links, drawings."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from grading.rubric.mutants.package import OfficePackage, R, S, put_child
from grading.rubric.mutants.sheet import WORKSHEET_ORDER
from tests.grading.rubric.mutants import drawn
from tests.grading.rubric.mutants.facts import Example
from tests.grading.rubric.mutants.sheet_examples import example, model

SHEET = "xl/worksheets/sheet1.xml"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def anchored(thing: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    ends = "".join(
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, (column, row) in (("from", first), ("to", last))
    )
    return f"<xdr:twoCellAnchor>{ends}{thing}<xdr:clientData/></xdr:twoCellAnchor>"


def with_drawings() -> bytes:
    """The model with a chart, shapes, a picture, a group and SmartArt on its sheet."""
    package = OfficePackage(model())
    part = "xl/drawings/drawing9.xml"
    anchors = [anchored(one, (1, 12 + 4 * n), (5, 15 + 4 * n)) for n, one in enumerate(drawn.things("xdr"))]
    anchors.append(anchored(drawn.chart_frame("xdr"), (11, 0), (17, 13)))
    drawing = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{drawn.A}" xmlns:r="{drawn.R}">{"".join(anchors)}</xdr:wsDr>'
    package.add(part, drawing.encode(), "application/vnd.openxmlformats-officedocument.drawing+xml")
    put_child(package.root(SHEET), S + "drawing", WORKSHEET_ORDER).set(R + "id", package.relate(SHEET, "drawing", part))
    drawn.add_media(package, part, "xl")
    drawn.add_chart(package, part, "xl", "成绩")
    return package.to_bytes()


def with_pivot() -> bytes:
    """The model with a pivot table of 平均分 by 语文."""
    package = OfficePackage(model())
    cache, pivot = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    names = ("学号", "姓名", "语文", "数学", "英语")
    fields = "".join(f'<cacheField name="{name}" numFmtId="0"><sharedItems/></cacheField>' for name in names)
    package.add(
        cache,
        f'<pivotCacheDefinition xmlns="{S.strip("{}")}" refreshOnLoad="1"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:E6" sheet="成绩"/></cacheSource><cacheFields count="5">{fields}</cacheFields>'
        "</pivotCacheDefinition>".encode(),
        f"{_MAIN}.pivotCacheDefinition+xml",
    )
    rows = '<pivotField axis="axisRow" showAll="0"><items count="1"><item t="default"/></items></pivotField>'
    plain, data = '<pivotField showAll="0"/>', '<pivotField dataField="1" showAll="0"/>'
    package.add(
        pivot,
        f'<pivotTableDefinition xmlns="{S.strip("{}")}" name="透视表" cacheId="1" dataCaption="值">'
        '<location ref="L1:M3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="5">{plain}{rows}{plain}{data}{plain}</pivotFields><rowFields count="1"><field x="1"/>'
        '</rowFields><dataFields count="1"><dataField name="平均" fld="3" subtotal="average"/></dataFields>'
        "</pivotTableDefinition>".encode(),
        f"{_MAIN}.pivotTable+xml",
    )
    package.relate(pivot, "pivotCacheDefinition", cache)
    package.relate(SHEET, "pivotTable", pivot)
    book = package.root("xl/workbook.xml")
    caches = book.makeelement(S + "pivotCaches", {})
    one = caches.makeelement(S + "pivotCache", {"cacheId": "1"})
    one.set(R + "id", package.relate("xl/workbook.xml", "pivotCacheDefinition", cache))
    caches.append(one)
    book.append(caches)
    return package.to_bytes()


def with_sparkline() -> bytes:
    package = OfficePackage(model())
    sheet = package.root(SHEET)
    extension = (
        f'<extLst xmlns="{S.strip("{}")}"><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}">'
        f'<x14:sparklineGroups xmlns:xm="{XM}"><x14:sparklineGroup type="column"><x14:sparklines><x14:sparkline>'
        "<xm:f>成绩!C2:E2</xm:f><xm:sqref>H2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
        "</x14:sparklineGroups></ext></extLst>"
    )
    from lxml import etree

    sheet.append(etree.fromstring(extension))
    return package.to_bytes()


def table(sheet: Worksheet) -> None:
    one = Table(displayName="成绩单", ref="A1:E6")
    one.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2")
    sheet.add_table(one)


def linked(sheet: Worksheet) -> None:
    sheet["H2"] = "校园网"
    sheet["H2"].hyperlink = "http://school.example.com/"


DRAWINGS = with_drawings()
SHAPE = "sheets.0.shapes.*."
OBJECTS = {
    "S.chart": Example(
        {"type": "column", "data": "C2:C6", "categories": "B2:B6", "title": "语文成绩", "sheet": "成绩"}, DRAWINGS,
        (f"{SHAPE}chart.series.0.value*",), model(),
    ),
    "S.chart_place": Example({"range": "L1:R14"}, DRAWINGS, (f"{SHAPE}placement.to_cell",), model()),
    "S.chart_legend": Example({"value": "b"}, DRAWINGS, (f"{SHAPE}chart.legend",), model()),
    "S.chart_axis": Example({"maximum": "100"}, DRAWINGS, (f"{SHAPE}chart.axes.1.maximum",), model()),
    "S.table": example({"range": "A1:E6"}, table, "sheets.0.tables.0.area", "sheets.0.tables.0.filter.area"),
    "S.pivot": Example(
        {"rows": ["姓名"], "values": ["数学:average"]}, with_pivot(), ("sheets.0.pivots.0.values.0.function",), model()
    ),
    "S.sparkline": Example(
        {"cell": "H2", "kind": "column", "data": "成绩!C2:E2"}, with_sparkline(), ("sheets.0.sparklines.0.data",),
        model(),
    ),
    "S.hyperlink": example({"cell": "H2", "address": "http://school.example.com"}, linked, "sheets.0.links.0.target"),
    "S.comment": example(
        {"cell": "C6", "text": "请核对"}, lambda sheet: setattr(sheet["C6"], "comment", Comment("请核对", "老师")),
        "sheets.0.comments.0.text",
    ),
    **{
        f"S.{name}": Example(
            parameters, DRAWINGS, (f"{SHAPE}{changes}",), model(), {"图.png": drawn.picture()}
        )
        for name, (parameters, changes) in drawn.CASES.items()
    },
}  # fmt: skip
