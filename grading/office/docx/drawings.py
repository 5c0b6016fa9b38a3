"""Shapes anchored in a document's text: where they stand and how text flows around them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from grading.office.drawing.names import CX, DGM, PIC, WP, WPC, WPG, WPS, A, C, W
from grading.office.drawing.shapes import DrawingParts, ReadBlocks, is_line
from grading.office.model_flow import Anchor, Placement, Shape, ShapeKind
from grading.office.units import emu, is_on

_WRAPS = {
    "wrapSquare": Anchor.SQUARE,
    "wrapTight": Anchor.TIGHT,
    "wrapThrough": Anchor.THROUGH,
    "wrapTopAndBottom": Anchor.TOP_AND_BOTTOM,
}


def read_drawing(drawing: etree._Element, host: DrawingParts, read_blocks: ReadBlocks) -> tuple[Shape, ...]:
    """Return the shapes of a w:drawing element."""
    found = []
    for frame in drawing:
        graphic = frame.find(f"{A}graphic/{A}graphicData")
        if frame.tag not in {WP + "inline", WP + "anchor"} or graphic is None:
            continue
        content = next(iter(graphic), None)
        found.append(_shape(content, graphic, host, read_blocks, _frame_fields(frame, host)))
    return tuple(found)


def _frame_fields(frame: etree._Element, host: DrawingParts) -> dict[str, Any]:
    properties, extent = frame.find(WP + "docPr"), frame.find(WP + "extent")
    fields: dict[str, Any] = {
        "anchor": _anchor(frame),
        "placement": _placement(frame),
        "width_pt": None if extent is None else emu(extent.get("cx")),
        "height_pt": None if extent is None else emu(extent.get("cy")),
    }
    if properties is not None:
        fields["id"] = properties.get("id", "")
        fields["name"] = properties.get("name", "")
        fields["description"] = properties.get("descr", "") or properties.get("title", "")
        fields["hidden"] = is_on(properties.get("hidden"), default=False)
        fields["link"] = host.link(properties.find(A + "hlinkClick"))
    return fields


def _anchor(frame: etree._Element) -> Anchor:
    if frame.tag == WP + "inline":
        return Anchor.INLINE
    for name, anchor in _WRAPS.items():
        if frame.find(WP + name) is not None:
            return anchor
    behind = is_on(frame.get("behindDoc"), default=False)
    return Anchor.BEHIND_TEXT if behind else Anchor.IN_FRONT_OF_TEXT


def _placement(frame: etree._Element) -> Placement:
    across, down = frame.find(WP + "positionH"), frame.find(WP + "positionV")
    if across is None or down is None:
        return Placement()
    return Placement(
        left_pt=emu(across.findtext(WP + "posOffset")),
        top_pt=emu(down.findtext(WP + "posOffset")),
        horizontal_relative=across.get("relativeFrom", ""),
        vertical_relative=down.get("relativeFrom", ""),
        horizontal_align=across.findtext(WP + "align") or "",
        vertical_align=down.findtext(WP + "align") or "",
    )


def _shape(
    content: etree._Element | None,
    graphic: etree._Element,
    host: DrawingParts,
    read_blocks: ReadBlocks,
    frame: dict[str, Any],
) -> Shape:
    tag = None if content is None else content.tag
    if content is not None and tag == PIC + "pic":
        return _picture(content, host, frame)
    if content is not None and tag == WPS + "wsp":
        return _drawn(content, host, read_blocks, frame)
    if content is not None and tag in {WPG + "wgp", WPG + "grpSp", WPC + "wpc"}:
        return Shape(kind=ShapeKind.GROUP, children=_members(content, host, read_blocks), **frame)
    if tag in {C + "chart", CX + "chart"}:
        return Shape(kind=ShapeKind.CHART, chart=host.chart(graphic), **frame)
    if tag == DGM + "relIds":
        return Shape(kind=ShapeKind.DIAGRAM, diagram=host.diagram(graphic), **frame)
    return Shape(kind=ShapeKind.OBJECT, **frame)


def _picture(content: etree._Element, host: DrawingParts, frame: dict[str, Any]) -> Shape:
    filling = content.find(PIC + "blipFill")
    fields = {**host.looks(content.find(PIC + "spPr")).common(), **_without_none(frame)}
    return Shape(kind=ShapeKind.PICTURE, picture=None if filling is None else host.picture(filling), **fields)


def _drawn(content: etree._Element, host: DrawingParts, read_blocks: ReadBlocks, frame: dict[str, Any]) -> Shape:
    looks = host.looks(content.find(WPS + "spPr"), content.find(WPS + "style"))
    box = content.find(f"{WPS}txbx/{W}txbxContent")
    body, own = content.find(WPS + "bodyPr"), content.find(WPS + "cNvSpPr")
    warp = None if body is None else body.find(A + "prstTxWarp")
    effect = "" if warp is None else warp.get("prst", "")
    effect = "" if effect == "textNoShape" else effect
    kind = ShapeKind.SHAPE
    if effect:
        kind = ShapeKind.WORD_ART
    elif own is not None and is_on(own.get("txBox"), default=False):
        kind = ShapeKind.TEXT_BOX
    elif is_line(looks.geometry):
        kind = ShapeKind.LINE
    return Shape(
        kind=kind,
        blocks=() if box is None else read_blocks(box),
        text_anchor="" if body is None else body.get("anchor", ""),
        text_vertical="" if body is None else body.get("vert", ""),
        text_effect=effect,
        **{**looks.common(), **_without_none(frame)},
    )


def _members(group: etree._Element, host: DrawingParts, read_blocks: ReadBlocks) -> tuple[Shape, ...]:
    wanted = {PIC + "pic", WPS + "wsp", WPG + "wgp", WPG + "grpSp"}
    found = []
    for child in group:
        if child.tag in wanted:
            named = next((e for e in child.iter() if etree.QName(e).localname == "cNvPr"), None)
            frame = {} if named is None else {"id": named.get("id", ""), "name": named.get("name", "")}
            found.append(_shape(child, child, host, read_blocks, frame))
    return tuple(found)


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
