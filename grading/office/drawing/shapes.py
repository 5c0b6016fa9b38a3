"""The looks every DrawingML shape has (size, turn, fill, line, picture, chart, link), whoever hosts it.

Slides, sheets and documents add what is theirs: placeholders, anchors, text.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

import msgspec
from lxml import etree

from grading.office.drawing.charts import read_chart
from grading.office.drawing.colours import Scheme, colour_in
from grading.office.drawing.diagrams import read_diagram
from grading.office.drawing.names import CX, DGM, A, C, R
from grading.office.model_chart import Chart
from grading.office.model_flow import Block, Diagram, Picture
from grading.office.model_format import NO_LINE, Fill, FillKind, Line
from grading.office.package import Parts
from grading.office.units import emu, is_on, percent, tidy, whole_number

_FILLS = {A + name for name in ("noFill", "solidFill", "gradFill", "pattFill", "blipFill", "grpFill")}
_LINE_GEOMETRIES = {"line", "straightConnector1"}
_ZERO = Decimal(0)


class ReadBlocks(Protocol):
    """How a host reads the paragraphs and tables inside a shape."""

    def __call__(self, parent: etree._Element, /) -> tuple[Block, ...]: ...


class Looks(msgspec.Struct, frozen=True):
    """What spPr says of a shape."""

    geometry: str = ""
    left_pt: Decimal | None = None
    top_pt: Decimal | None = None
    width_pt: Decimal | None = None
    height_pt: Decimal | None = None
    rotation_degrees: Decimal = _ZERO
    flipped_horizontally: bool = False
    flipped_vertically: bool = False
    fill: Fill | None = None
    line: Line | None = None
    effects: tuple[str, ...] = ()

    def common(self) -> dict[str, Any]:
        """Return the fields a `Shape` has under the same names."""
        return {
            "geometry": self.geometry,
            "width_pt": self.width_pt,
            "height_pt": self.height_pt,
            "rotation_degrees": self.rotation_degrees,
            "flipped_horizontally": self.flipped_horizontally,
            "flipped_vertically": self.flipped_vertically,
            "fill": self.fill or Fill(),
            "line": self.line or NO_LINE,
            "effects": self.effects,
        }


class DrawingParts:
    """Reads what shapes of one part refer to."""

    def __init__(self, parts: Parts, part: str, scheme: Scheme, aliases: Mapping[str, str] | None = None) -> None:
        """`part` owns the relationships, `scheme` the colours; `aliases` says how links to parts read ("#3")."""
        self.parts = parts
        self.part = part
        self.scheme = scheme
        self.aliases = aliases or {}

    def looks(self, properties: etree._Element | None, style: etree._Element | None = None) -> Looks:
        """Read a spPr element; `style` fills in what refers to the theme."""
        if properties is None:
            return Looks()
        transform = properties.find(A + "xfrm")
        preset = properties.find(A + "prstGeom")
        geometry = "" if preset is None else preset.get("prst", "")
        if preset is None and properties.find(A + "custGeom") is not None:
            geometry = "custom"
        effects = properties.find(A + "effectLst")
        return Looks(
            geometry=geometry,
            fill=self.fill(properties) or self._style_fill(style),
            line=self.line(properties.find(A + "ln")) or self._style_line(style),
            effects=() if effects is None else tuple(sorted({etree.QName(e).localname for e in effects})),
            **_transform(transform),
        )

    def fill(self, parent: etree._Element) -> Fill | None:
        """Return the fill among the children of an element, None if it names none."""
        element = next((child for child in parent if child.tag in _FILLS), None)
        if element is None:
            return None
        match etree.QName(element).localname:
            case "solidFill":
                return Fill(kind=FillKind.SOLID, colour=colour_in(element, self.scheme) or "")
            case "gradFill":
                stops = element.iterfind(f"{A}gsLst/{A}gs")
                colours = tuple(colour_in(stop, self.scheme) or "" for stop in stops)
                return Fill(kind=FillKind.GRADIENT, colour=colours[0] if colours else "", colours=colours)
            case "pattFill":
                front = colour_in(element.find(A + "fgClr"), self.scheme) or ""
                back = colour_in(element.find(A + "bgClr"), self.scheme) or ""
                return Fill(kind=FillKind.PATTERN, colour=front, colours=(front, back), pattern=element.get("prst", ""))
            case "blipFill":
                return Fill(kind=FillKind.PICTURE, picture_sha256=self.picture(element).sha256)
            case _:
                return Fill()

    def solid(self, reference: etree._Element) -> Fill:
        """Return what a reference into the theme's list of fills shows, told by its colour; index 0 is none."""
        colour = colour_in(reference, self.scheme)
        if reference.get("idx", "0") == "0" or colour is None:
            return Fill()
        return Fill(kind=FillKind.SOLID, colour=colour)

    def line(self, element: etree._Element | None) -> Line | None:
        """Return what an a:ln says, None if it says nothing of a line's presence."""
        if element is None:
            return None
        if element.find(A + "noFill") is not None:
            return Line(style="none")
        fill = self.fill(element)
        if fill is None and element.get("w") is None:
            return None
        dash = element.find(A + "prstDash")
        return Line(
            style="solid" if dash is None else dash.get("val", "solid"),
            width_pt=emu(element.get("w")) or Decimal("0.75"),
            colour="" if fill is None else fill.colour,
        )

    def _style_fill(self, style: etree._Element | None) -> Fill | None:
        reference = None if style is None else style.find(A + "fillRef")
        return None if reference is None else self.solid(reference)

    def _style_line(self, style: etree._Element | None) -> Line | None:
        reference = None if style is None else style.find(A + "lnRef")
        if reference is None or reference.get("idx", "0") == "0":
            return None
        return Line(style="solid", colour=colour_in(reference, self.scheme) or "")

    def picture(self, blip_fill: etree._Element) -> Picture:
        """Read a blipFill (or any element around an a:blip)."""
        blip = next(blip_fill.iter(A + "blip"), None)
        identity = None if blip is None else blip.get(R + "embed")
        crop = next(blip_fill.iter(A + "srcRect"), None)
        return self.picture_of(identity or "", "" if blip is None else blip.get(R + "link", ""), crop)

    def picture_of(self, identity: str, linked: str = "", crop: etree._Element | None = None) -> Picture:
        """Return the picture behind a relationship id."""
        relations = self.parts.relations(self.part)
        relation = relations.get(identity) or relations.get(linked)
        if relation is None:
            return Picture()
        edges: dict[str, Any] = {
            f"crop_{name}": _thousandths(crop, name[0]) for name in ("left", "top", "right", "bottom")
        }
        if relation.external:
            return Picture(link=relation.target, **edges)
        part = self.parts.package.find_name(relation.target)
        if part is None:
            return Picture(part=relation.target, **edges)
        width, height = pixel_size(self.parts.package.read(part))
        return Picture(
            part=part,
            sha256=self.parts.sha256(part),
            media_type=self.parts.content_type(part),
            size_bytes=self.parts.package.size(part),
            width_px=width,
            height_px=height,
            **edges,
        )

    def chart(self, graphic: etree._Element) -> Chart | None:
        """Return the chart a graphic refers to, if it is one."""
        element = next((e for e in graphic.iter(C + "chart", CX + "chart")), None)
        relation = None if element is None else self.parts.relations(self.part).get(element.get(R + "id", ""))
        if relation is None or relation.external:
            return None
        root = self.parts.find_root(relation.target)
        return None if root is None else read_chart(root, relation.target, self.scheme)

    def diagram(self, graphic: etree._Element) -> Diagram | None:
        """Return the SmartArt a graphic refers to, if it is one."""
        element = next(graphic.iter(DGM + "relIds"), None)
        if element is None:
            return None
        relations = self.parts.relations(self.part)
        data, layout = relations.get(element.get(R + "dm", "")), relations.get(element.get(R + "lo", ""))
        return read_diagram(
            None if data is None else self.parts.find_root(data.target),
            None if layout is None else self.parts.find_root(layout.target),
        )

    def link(self, element: etree._Element | None) -> str:
        """Return what a hlinkClick leads to: an address, a slide ("#3") or an action."""
        if element is None:
            return ""
        relation = self.parts.relations(self.part).get(element.get(R + "id", ""))
        action = element.get("action", "")
        if relation is not None:
            return self.aliases.get(relation.target, relation.target)
        return action.removeprefix("ppaction://")


def pixel_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, GIF, BMP or JPEG from its header; (0, 0) for others."""
    try:
        if data.startswith(b"\x89PNG"):
            width, height = struct.unpack_from(">LL", data, 16)
        elif data.startswith(b"GIF8"):
            width, height = struct.unpack_from("<HH", data, 6)
        elif data.startswith(b"BM"):
            width, height = struct.unpack_from("<ll", data, 18)
        elif data.startswith(b"\xff\xd8"):
            width, height = _jpeg_size(data)
        else:
            return 0, 0
    except struct.error:
        return 0, 0
    return int(width), abs(int(height))


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + struct.unpack_from(">H", data, place + 2)[0]
    return 0, 0


def _transform(element: etree._Element | None) -> dict[str, Any]:
    if element is None:
        return {}
    offset, extent = element.find(A + "off"), element.find(A + "ext")
    turned = whole_number(element.get("rot")) or 0
    return {
        "left_pt": None if offset is None else emu(offset.get("x")),
        "top_pt": None if offset is None else emu(offset.get("y")),
        "width_pt": None if extent is None else emu(extent.get("cx")),
        "height_pt": None if extent is None else emu(extent.get("cy")),
        "rotation_degrees": tidy(Decimal(turned) / 60_000),
        "flipped_horizontally": is_on(element.get("flipH"), default=False),
        "flipped_vertically": is_on(element.get("flipV"), default=False),
    }


def is_line(geometry: str) -> bool:
    """Tell whether a preset geometry is a line or connector."""
    return geometry in _LINE_GEOMETRIES or geometry.endswith(("Connector2", "Connector3", "Connector4"))


def _thousandths(crop: etree._Element | None, edge: str) -> int:
    share = None if crop is None else percent(crop.get(edge), 1000)
    return 0 if share is None else int(share * 10)
