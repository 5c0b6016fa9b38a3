"""VML, the older drawing language: text boxes, pictures and WordArt in documents, watermarks in headers."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
from lxml import etree

from grading.office.drawing.names import O, R, V, W
from grading.office.drawing.preset_colours import preset_colour
from grading.office.drawing.shapes import DrawingParts, ReadBlocks
from grading.office.model_flow import Anchor, Picture, Placement, Shape, ShapeKind
from grading.office.model_format import Fill, FillKind, Line
from grading.office.units import decimal_number, points, rgb, tidy

_SHAPES = {V + n for n in ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "image")}
_GROUP = V + "group"
_RULE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
_RULES_MAX = 60
_WRAPS = {
    "square": Anchor.SQUARE,
    "tight": Anchor.TIGHT,
    "through": Anchor.THROUGH,
    "topAndBottom": Anchor.TOP_AND_BOTTOM,
}
_W10_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"


class Scale(msgspec.Struct, frozen=True):
    """Points per unit inside a group, whose members are measured in units of its own."""

    across: Decimal = Decimal(1)
    down: Decimal = Decimal(1)

    def width(self, text: str | None) -> Decimal | None:
        return _scaled(text, self.across)

    def height(self, text: str | None) -> Decimal | None:
        return _scaled(text, self.down)


def read_vml(
    parent: etree._Element, drawing: DrawingParts, read_blocks: ReadBlocks, scale: Scale | None = None
) -> tuple[Shape, ...]:
    """Return the shapes directly in a w:pict, w:object or v:group."""
    measured = scale or Scale()
    program = next((e.get("ProgID", "") for e in parent.iterchildren(O + "OLEObject")), "")
    found = []
    for child in parent:
        if child.tag == _GROUP:
            members = read_vml(child, drawing, read_blocks, _inner_scale(child, measured))
            found.append(_shape(child, ShapeKind.GROUP, drawing, read_blocks, measured, children=members))
        elif child.tag in _SHAPES:
            found.append(_shape(child, _kind_of(child, program), drawing, read_blocks, measured, program=program))
    return tuple(found)


def _kind_of(element: etree._Element, program: str) -> ShapeKind:
    if program:
        return ShapeKind.OBJECT
    if element.find(V + "textpath") is not None:
        return ShapeKind.WORD_ART
    if element.find(V + "imagedata") is not None:
        return ShapeKind.PICTURE
    if element.find(V + "textbox") is not None:
        return ShapeKind.TEXT_BOX
    return ShapeKind.LINE if element.tag == V + "line" else ShapeKind.SHAPE


def _shape(
    element: etree._Element,
    kind: ShapeKind,
    drawing: DrawingParts,
    read_blocks: ReadBlocks,
    scale: Scale,
    *,
    program: str = "",
    children: tuple[Shape, ...] = (),
) -> Shape:
    rules = _rules(element)
    text_path, image = element.find(V + "textpath"), element.find(V + "imagedata")
    content = element.find(f"{V}textbox/{W}txbxContent")
    return Shape(
        kind=kind,
        id=element.get("id", ""),
        name=element.get("id", "") or element.get(O + "spid", ""),
        description=element.get("alt", ""),
        geometry=etree.QName(element).localname if element.tag != V + "shape" else element.get("type", ""),
        width_pt=scale.width(rules.get("width")),
        height_pt=scale.height(rules.get("height")),
        rotation_degrees=points(rules.get("rotation")) or Decimal(0),
        anchor=_anchor(element, rules),
        placement=Placement(
            left_pt=scale.width(rules.get("margin-left") or rules.get("left")),
            top_pt=scale.height(rules.get("margin-top") or rules.get("top")),
            horizontal_relative=rules.get("mso-position-horizontal-relative", ""),
            vertical_relative=rules.get("mso-position-vertical-relative", ""),
            horizontal_align=_alignment(rules.get("mso-position-horizontal")),
            vertical_align=_alignment(rules.get("mso-position-vertical")),
        ),
        fill=_fill(element),
        line=_line(element),
        blocks=() if content is None else read_blocks(content),
        text_effect="" if text_path is None else text_path.get("string", ""),
        picture=_picture(image, drawing),
        program=program,
        link=element.get("href", ""),
        children=children,
    )


def _rules(element: etree._Element) -> dict[str, str]:
    found = list(_RULE.finditer(element.get("style", "")))[:_RULES_MAX]
    return {match[1].lower(): match[2].strip() for match in found}


def _inner_scale(group: etree._Element, outer: Scale) -> Scale:
    rules = _rules(group)
    units = [points(part) for part in group.get("coordsize", "1000,1000").split(",")]
    width, height = outer.width(rules.get("width")), outer.height(rules.get("height"))
    across, down = [*units, None, None][:2]
    if not (width and height and across and down):
        return outer
    return Scale(width / across, height / down)


def _scaled(text: str | None, factor: Decimal) -> Decimal | None:
    """Read a length; a bare number is in the group's units."""
    plain = decimal_number(text)
    return points(text) if plain is None else tidy(plain * factor)


def _alignment(value: str | None) -> str:
    return "" if value in {None, "absolute"} else value or ""


def _anchor(element: etree._Element, rules: dict[str, str]) -> Anchor:
    wrap = element.find(_W10_WRAP)
    kind = "" if wrap is None else wrap.get("type", "")
    if kind in _WRAPS:
        return _WRAPS[kind]
    if rules.get("position") != "absolute":
        return Anchor.INLINE
    return Anchor.BEHIND_TEXT if rules.get("z-index", "").startswith("-") else Anchor.IN_FRONT_OF_TEXT


def _picture(image: etree._Element | None, drawing: DrawingParts) -> Picture | None:
    if image is None:
        return None
    return drawing.picture_of(image.get(R + "id", ""), image.get(R + "href", ""))


def _fill(element: etree._Element) -> Fill:
    colour = vml_colour(element.get("fillcolor"))
    if element.get("filled") in {"f", "false"} or colour is None:
        return Fill()
    return Fill(kind=FillKind.SOLID, colour=colour)


def _line(element: etree._Element) -> Line:
    if element.get("stroked") in {"f", "false"}:
        return Line(style="none")
    return Line(
        style="solid",
        width_pt=points(element.get("strokeweight")) or Decimal("0.75"),
        colour=vml_colour(element.get("strokecolor")) or "",
    )


def vml_colour(text: str | None) -> str | None:
    """Read "#c0c0c0", "#f00", "silver [3]"."""
    word = (text or "").split(" ")[0]
    named = preset_colour(word)
    if named is not None:
        return named
    if word.startswith("#") and len(word) == 4:
        word = "#" + "".join(c * 2 for c in word[1:])
    return rgb(word) if word.startswith("#") else None
