"""Pictures, charts and shapes on a sheet, with the cells they are anchored to."""

from __future__ import annotations

from typing import Any

from lxml import etree

from grading.office.drawing.names import CX, DGM, XDR, A, C
from grading.office.drawing.shapes import DrawingParts, is_line
from grading.office.drawing.text import TextDefaults, read_text_body
from grading.office.model_flow import Placement, Shape, ShapeKind
from grading.office.references import cell_name
from grading.office.units import emu, is_on, whole_number

_ANCHORS = {XDR + "twoCellAnchor", XDR + "oneCellAnchor", XDR + "absoluteAnchor"}


def read_sheet_drawing(root: etree._Element, host: DrawingParts) -> list[Shape]:
    """Return the shapes of a drawing part in drawing order."""
    found: list[Shape] = []
    for anchor in root:
        if anchor.tag not in _ANCHORS:
            continue
        placed = _placed(anchor)
        for element in anchor:
            shape = _shape(element, host, placed)
            if shape is not None:
                found.append(shape)
    return found


def _placed(anchor: etree._Element) -> dict[str, Any]:
    position, extent = anchor.find(XDR + "pos"), anchor.find(XDR + "ext")
    fields: dict[str, Any] = {
        "placement": Placement(
            left_pt=None if position is None else emu(position.get("x")),
            top_pt=None if position is None else emu(position.get("y")),
            from_cell=_corner(anchor.find(XDR + "from")),
            to_cell=_end(anchor.find(XDR + "from"), anchor.find(XDR + "to")),
        )
    }
    if extent is not None:
        fields["width_pt"], fields["height_pt"] = emu(extent.get("cx")), emu(extent.get("cy"))
    return fields


def _end(first: etree._Element | None, last: etree._Element | None) -> str:
    """Return the last cell that a shape covers: one that ends on the line between two cells covers the first."""
    if last is None:
        return ""
    places = []
    for tag, offset in (("row", "rowOff"), ("col", "colOff")):
        place, start = whole_number(last.findtext(XDR + tag)), None
        if place is None:
            return ""
        if first is not None:
            start = whole_number(first.findtext(XDR + tag))
        is_on_line = whole_number(last.findtext(XDR + offset)) == 0 and start is not None and start < place
        places.append(place if is_on_line else place + 1)
    return cell_name(*places)


def _corner(element: etree._Element | None) -> str:
    if element is None:
        return ""
    row, column = whole_number(element.findtext(XDR + "row")), whole_number(element.findtext(XDR + "col"))
    return "" if row is None or column is None else cell_name(row + 1, column + 1)


def _shape(element: etree._Element, host: DrawingParts, placed: dict[str, Any]) -> Shape | None:
    named = next(element.iter(XDR + "cNvPr"), None)
    fields: dict[str, Any] = dict(placed)
    if named is not None:
        fields["id"], fields["name"] = named.get("id", ""), named.get("name", "")
        fields["description"] = named.get("descr", "")
        fields["hidden"] = is_on(named.get("hidden"), default=False)
        fields["link"] = host.link(named.find(A + "hlinkClick"))
    looks = host.looks(element.find(XDR + "spPr"), element.find(XDR + "style"))
    drawn = {**looks.common(), **fields}
    if element.tag == XDR + "pic":
        filling = element.find(XDR + "blipFill")
        return Shape(kind=ShapeKind.PICTURE, picture=None if filling is None else host.picture(filling), **drawn)
    if element.tag == XDR + "graphicFrame":
        return _graphic(element, host, fields)
    if element.tag == XDR + "grpSp":
        inner = {"placement": placed["placement"]}
        members = [member for child in element if (member := _shape(child, host, inner))]
        return Shape(kind=ShapeKind.GROUP, children=tuple(members), **fields)
    if element.tag == XDR + "cxnSp":
        return Shape(kind=ShapeKind.LINE, **drawn)
    return _drawn(element, host, drawn) if element.tag == XDR + "sp" else None


def _graphic(element: etree._Element, host: DrawingParts, fields: dict[str, Any]) -> Shape:
    if next(element.iter(C + "chart", CX + "chart"), None) is not None:
        return Shape(kind=ShapeKind.CHART, chart=host.chart(element), **fields)
    if next(element.iter(DGM + "relIds"), None) is not None:
        return Shape(kind=ShapeKind.DIAGRAM, diagram=host.diagram(element), **fields)
    return Shape(kind=ShapeKind.OBJECT, **fields)


def _drawn(element: etree._Element, host: DrawingParts, fields: dict[str, Any]) -> Shape:
    body, own = element.find(XDR + "txBody"), element.find(f"{XDR}nvSpPr/{XDR}cNvSpPr")
    text = read_text_body(body, TextDefaults(), host)
    kind = ShapeKind.SHAPE
    if text.effect:
        kind = ShapeKind.WORD_ART
    elif own is not None and is_on(own.get("txBox"), default=False):
        kind = ShapeKind.TEXT_BOX
    elif is_line(fields["geometry"]):
        kind = ShapeKind.LINE
    return Shape(kind=kind, **text.fields(), **fields)
