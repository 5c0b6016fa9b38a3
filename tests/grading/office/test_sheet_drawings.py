"""Which cells a shape on a sheet covers."""

from __future__ import annotations

import pytest

from grading.office.model import Workbook
from grading.office.open import read_office_bytes
from tests.grading.office.builders import A, cells, xlsx

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def corner(name: str, column: int, row: int, offset: int | None) -> str:
    parts = {"col": column, "colOff": offset, "row": row, "rowOff": offset}
    inner = "".join(f"<xdr:{tag}>{value}</xdr:{tag}>" for tag, value in parts.items() if value is not None)
    return f"<xdr:{name}>{inner}</xdr:{name}>"


@pytest.mark.parametrize(
    ("last", "offset", "covered"),
    [
        ((9, 15), 1, "J16"),
        ((9, 15), None, "J16"),
        ((9, 15), 0, "I15"),
        ((4, 1), 0, "E2"),
        ((4, 3), 0, "E3"),
    ],
)
def test_a_shape_that_ends_on_the_line_between_two_cells_covers_the_first(last, offset, covered):
    shape = '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="a"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/></xdr:sp>'
    ends = corner("from", 4, 1, 0) + corner("to", last[0], last[1], offset)
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:twoCellAnchor>{ends}{shape}</xdr:twoCellAnchor></xdr:wsDr>'
    )
    book = read_office_bytes(
        xlsx(
            cells(),
            parts={"xl/drawings/drawing1.xml": drawing},
            links={"d": ("drawing", "../drawings/drawing1.xml")},
        )
    )
    assert isinstance(book, Workbook)
    placement = book.sheets[0].shapes[0].placement
    assert (placement.from_cell, placement.to_cell) == ("E2", covered)
