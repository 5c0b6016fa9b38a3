"""Pictures that fill a cell, as Excel, XlsxWriter and WPS keep them, are pictures and no errors."""

from __future__ import annotations

import hashlib
import io
import zipfile

import xlsxwriter
from PIL import Image

from grading.office.model import Sheet, Workbook
from grading.office.model_flow import ShapeKind
from grading.office.model_workbook import CellKind
from grading.office.open import read_office_bytes
from tests.grading.office.builders import R, cells, package, png, relations, xlsx, zip_of

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def drawn(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def with_plain_names(data: bytes) -> bytes:
    """Return the package with the names Excel gives: XlsxWriter puts a stroke before one of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return zip_of({entry.filename.lstrip("/"): source.read(entry) for entry in source.infolist()})


def first_sheet(data: bytes) -> Sheet:
    found = read_office_bytes(data)
    assert isinstance(found, Workbook)
    return found.sheets[0]


def test_a_picture_placed_in_a_cell_is_no_error_value() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.embed_image("B2", "校徽.png", {"image_data": io.BytesIO(drawn(40, 30))})
    sheet.embed_image("B3", "另一张.png", {"image_data": io.BytesIO(drawn(50, 60))})
    sheet.write("A1", "校徽")
    book.close()
    found = first_sheet(with_plain_names(buffer.getvalue()))
    cell = found.cell(2, 2)
    assert cell is not None
    assert (cell.kind, cell.value) == (CellKind.TEXT, "")
    assert [(shape.kind, shape.placement.from_cell) for shape in found.shapes] == [
        (ShapeKind.PICTURE, "B2"),
        (ShapeKind.PICTURE, "B3"),
    ]
    first, second = (shape.picture for shape in found.shapes)
    assert first is not None
    assert second is not None
    assert first.sha256 == hashlib.sha256(drawn(40, 30)).hexdigest()
    assert (second.width_px, second.height_px) == (50, 60)


def test_a_real_error_beside_it_stays_one() -> None:
    rows = '<sheetData><row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    cell = first_sheet(xlsx(rows)).cell(1, 1)
    assert cell is not None
    assert cell.kind is CellKind.ERROR


def test_a_picture_of_wps_in_a_cell_is_found_by_its_formula() -> None:
    pictures = (
        f'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="{XDR}" '
        f'xmlns:a="{A}" xmlns:r="{R}"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ID_AB12"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic>'
        "</etc:cellImage></etc:cellImages>"
    )
    cell = '<c r="C4" t="str"><f>_xlfn.DISPIMG("ID_AB12",1)</f><v>=DISPIMG("ID_AB12",1)</v></c>'
    row = f'<row r="4">{cell}</row>'
    entry = '<sheet name="表" sheetId="1" r:id="rId1"/>'
    data = zip_of(
        package(
            "xl/workbook.xml",
            {
                "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{entry}</sheets></workbook>',
                "xl/_rels/workbook.xml.rels": relations({"rId1": ("worksheet", "worksheets/sheet1.xml")}).replace(
                    "</Relationships>",
                    '<Relationship Id="rId9" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
                    'Target="cellimages.xml"/></Relationships>',
                ),
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{cells(row)}</worksheet>',
                "xl/cellimages.xml": pictures,
                "xl/_rels/cellimages.xml.rels": relations({"rId1": ("image", "media/image1.png")}),
                "xl/media/image1.png": png(3, 2),
            },
        )
    )
    found = first_sheet(data)
    (shape,) = found.shapes
    assert (shape.kind, shape.name, shape.placement.from_cell) == (ShapeKind.PICTURE, "ID_AB12", "C4")
    assert shape.picture is not None
    assert shape.picture.sha256 == hashlib.sha256(png(3, 2)).hexdigest()
