"""Shapes of a slide, layout or master, with all that placeholders inherit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from grading.office.drawing.names import CX, DGM, P14, A, C, P
from grading.office.drawing.shapes import DrawingParts, Looks, is_line
from grading.office.drawing.text import read_text_body
from grading.office.model_flow import Placement, Shape, ShapeKind
from grading.office.model_format import Fill
from grading.office.pptx.font_reference import font_reference
from grading.office.pptx.layers import Layers, read_placeholder, text_defaults
from grading.office.pptx.tables import TableStyles, read_table
from grading.office.units import emu, is_on, tidy

_DRAWN = {P + "sp", P + "pic", P + "cxnSp", P + "graphicFrame", P + "grpSp", P + "contentPart"}
_MEDIA = {A + "videoFile": "video", A + "quickTimeFile": "video", A + "audioFile": "audio", A + "wavAudioFile": "audio",
          A + "audioCd": "audio"}  # fmt: skip
_LOOKS_INHERITED = ("left_pt", "top_pt", "width_pt", "height_pt", "fill", "line")


class Frame(msgspec.Struct, frozen=True):
    """How coordinates inside a group become those of the slide."""

    left: Decimal = Decimal(0)
    top: Decimal = Decimal(0)
    inner_left: Decimal = Decimal(0)
    inner_top: Decimal = Decimal(0)
    scale_x: Decimal = Decimal(1)
    scale_y: Decimal = Decimal(1)

    def place(self, looks: Looks) -> Looks:
        """Return a member's looks in the slide's coordinates."""
        if looks.left_pt is None or looks.top_pt is None or self == Frame():
            return looks
        return msgspec.structs.replace(
            looks,
            left_pt=tidy(self.left + (looks.left_pt - self.inner_left) * self.scale_x),
            top_pt=tidy(self.top + (looks.top_pt - self.inner_top) * self.scale_y),
            width_pt=None if looks.width_pt is None else tidy(looks.width_pt * self.scale_x),
            height_pt=None if looks.height_pt is None else tidy(looks.height_pt * self.scale_y),
        )


class ShapeReader:
    """Reads the shape tree of one sheet."""

    def __init__(
        self, layers: Layers, host: DrawingParts, base: etree._Element | None, table_styles: TableStyles
    ) -> None:
        """`base` is the presentation's defaultTextStyle."""
        self._layers = layers
        self._host = host
        self._base = base
        self._table_styles = table_styles

    def read_tree(self, tree: etree._Element, frame: Frame | None = None) -> tuple[Shape, ...]:
        """Return the shapes of a spTree or group in drawing order."""
        placed = frame or Frame()
        return tuple(self._shape(child, placed) for child in tree if child.tag in _DRAWN)

    def _shape(self, element: etree._Element, frame: Frame) -> Shape:
        if element.tag == P + "grpSp":
            return self._group(element, frame)
        if element.tag == P + "graphicFrame":
            return self._graphic(element, frame)
        placeholder = read_placeholder(element)
        above = [] if placeholder is None else self._layers.inherited(placeholder)
        looks = frame.place(self._looks(element, above))
        fields = {**_common(looks), **self._named(element), "placeholder": placeholder}
        if element.tag == P + "pic":
            return self._picture(element, fields)
        if element.tag == P + "cxnSp":
            return Shape(kind=ShapeKind.LINE, **fields)
        return self._text_shape(element, above, fields)

    def _looks(self, element: etree._Element, above: list[etree._Element]) -> Looks:
        looks = self._host.looks(element.find(P + "spPr"), element.find(P + "style"))
        for shape in reversed(above):
            upper = self._host.looks(shape.find(P + "spPr"), shape.find(P + "style"))
            missing = {
                name: getattr(upper, name)
                for name in _LOOKS_INHERITED
                if getattr(looks, name) is None and getattr(upper, name) is not None
            }
            looks = msgspec.structs.replace(looks, geometry=looks.geometry or upper.geometry, **missing)
        return looks

    def _text_shape(self, element: etree._Element, above: list[etree._Element], fields: dict[str, Any]) -> Shape:
        placeholder = fields["placeholder"]
        defaults = text_defaults(self._layers, self._base, placeholder)
        defaults = defaults.over(*(_list_style(shape) for shape in above), font_reference(element.find(P + "style")))
        frames = tuple(b for shape in above if (b := shape.find(f"{P}txBody/{A}bodyPr")) is not None)
        text = read_text_body(element.find(P + "txBody"), defaults, self._host, frames)
        own = element.find(f"{P}nvSpPr/{P}cNvSpPr")
        kind = ShapeKind.SHAPE
        if placeholder is not None:
            kind = ShapeKind.PLACEHOLDER
        elif text.effect:
            kind = ShapeKind.WORD_ART
        elif own is not None and is_on(own.get("txBox"), default=False):
            kind = ShapeKind.TEXT_BOX
        elif is_line(fields["geometry"]):
            kind = ShapeKind.LINE
        return Shape(kind=kind, **text.fields(), **fields)

    def _picture(self, element: etree._Element, fields: dict[str, Any]) -> Shape:
        media = next((_MEDIA[e.tag] for e in element.iter() if e.tag in _MEDIA), "")
        if not media and next(element.iter(P14 + "media"), None) is not None:
            media = "video"
        filling = element.find(P + "blipFill")
        picture = None if filling is None else self._host.picture(filling)
        kind = ShapeKind.MEDIA if media else ShapeKind.PICTURE
        return Shape(kind=kind, picture=picture, media=media, **fields)

    def _group(self, element: etree._Element, frame: Frame) -> Shape:
        properties = element.find(P + "grpSpPr")
        looks = frame.place(self._host.looks(properties))
        inner = _inner_frame(properties, looks)
        fields = {**_common(looks), **self._named(element)}
        return Shape(kind=ShapeKind.GROUP, children=self.read_tree(element, inner), **fields)

    def _graphic(self, element: etree._Element, frame: Frame) -> Shape:
        placeholder = read_placeholder(element)
        above = [] if placeholder is None else self._layers.inherited(placeholder)
        transform = element.find(P + "xfrm")
        looks = self._looks(element, above) if transform is None else _transformed(transform)
        fields = {**_common(frame.place(looks)), **self._named(element), "placeholder": placeholder}
        table = next(element.iter(A + "tbl"), None)
        if table is not None:
            defaults = text_defaults(self._layers, self._base, None)
            read = read_table(table, defaults, self._host, self._table_styles)
            return Shape(kind=ShapeKind.TABLE, table=read, **fields)
        if next(element.iter(C + "chart", CX + "chart"), None) is not None:
            return Shape(kind=ShapeKind.CHART, chart=self._host.chart(element), **fields)
        if next(element.iter(DGM + "relIds"), None) is not None:
            return Shape(kind=ShapeKind.DIAGRAM, diagram=self._host.diagram(element), **fields)
        embedded = next(element.iter(P + "oleObj"), None)
        program = "" if embedded is None else embedded.get("progId", "")
        return Shape(kind=ShapeKind.OBJECT, program=program, **fields)

    def _named(self, element: etree._Element) -> dict[str, Any]:
        named = next(element.iter(P + "cNvPr"), None)
        if named is None:
            return {}
        return {
            "id": named.get("id", ""),
            "name": named.get("name", ""),
            "description": named.get("descr", ""),
            "hidden": is_on(named.get("hidden"), default=False),
            "link": self._host.link(named.find(A + "hlinkClick")),
            "hover_link": self._host.link(named.find(A + "hlinkHover")),
        }


def background_of(layers: Layers, host_of: dict[str, DrawingParts]) -> Fill:
    """Return a sheet's effective background: its own, else its layout's, else its master's.

    A background that refers to the theme's list of fills counts as solid in the colour it names.
    """
    for sheet in reversed(layers.sheets):
        element = own_background(sheet.root)
        host = host_of.get(sheet.part)
        if element is None or host is None:
            continue
        properties, reference = element.find(P + "bgPr"), element.find(P + "bgRef")
        if properties is not None:
            return host.fill(properties) or Fill()
        if reference is not None:
            return host.solid(reference)
    return Fill()


def own_background(root: etree._Element) -> etree._Element | None:
    """Return a sheet's own p:bg element, if it has one."""
    return root.find(f"{P}cSld/{P}bg")


def _common(looks: Looks) -> dict[str, Any]:
    return {**looks.common(), "placement": Placement(left_pt=looks.left_pt, top_pt=looks.top_pt)}


def _list_style(shape: etree._Element) -> etree._Element | None:
    return shape.find(f"{P}txBody/{A}lstStyle")


def _transformed(transform: etree._Element) -> Looks:
    offset, extent = transform.find(A + "off"), transform.find(A + "ext")
    return Looks(
        left_pt=None if offset is None else emu(offset.get("x")),
        top_pt=None if offset is None else emu(offset.get("y")),
        width_pt=None if extent is None else emu(extent.get("cx")),
        height_pt=None if extent is None else emu(extent.get("cy")),
    )


def _inner_frame(properties: etree._Element | None, looks: Looks) -> Frame:
    transform = None if properties is None else properties.find(A + "xfrm")
    offset = None if transform is None else transform.find(A + "chOff")
    extent = None if transform is None else transform.find(A + "chExt")
    if offset is None or extent is None or looks.left_pt is None or looks.top_pt is None:
        return Frame()
    width, height = emu(extent.get("cx")), emu(extent.get("cy"))
    return Frame(
        left=looks.left_pt,
        top=looks.top_pt,
        inner_left=emu(offset.get("x")) or Decimal(0),
        inner_top=emu(offset.get("y")) or Decimal(0),
        scale_x=looks.width_pt / width if looks.width_pt and width else Decimal(1),
        scale_y=looks.height_pt / height if looks.height_pt and height else Decimal(1),
    )
