"""Drawing elements of OpenDocument: frames with pictures, text boxes and objects, drawn shapes, groups."""

from __future__ import annotations

import posixpath
import re
from decimal import Decimal
from typing import Any

from lxml import etree

from grading.office.model_flow import Anchor, Block, Picture, Placeholder, Placement, Shape, ShapeKind, Table
from grading.office.model_format import Fill, FillKind, Line
from grading.office.odf.charts import read_chart
from grading.office.odf.cropping import cropped
from grading.office.odf.facts import Facts, colour
from grading.office.odf.flow import FlowReader
from grading.office.odf.inline import Findings
from grading.office.odf.lists import ListCounter
from grading.office.odf.names import DRAW, FO, LOEXT, OFFICE, PRESENTATION, STYLE, SVG, TABLE, TEXT, XML
from grading.office.odf.parts import OdfParts, href
from grading.office.odf.styles import OdfStyles
from grading.office.units import decimal_number, points, tidy

_DRAWN = {"rect", "ellipse", "circle", "polygon", "polyline", "path", "custom-shape", "regular-polygon"}
_LINES = {"line", "connector", "measure"}
_PLACEHOLDERS = {
    "title": "title", "subtitle": "subTitle", "outline": "body", "text": "body", "notes": "body", "page": "sldImg",
    "header": "hdr", "footer": "ftr", "date-time": "dt", "page-number": "sldNum", "chart": "chart", "table": "tbl",
    "graphic": "pic", "object": "obj",
}  # fmt: skip
_WRAPS = {"none": Anchor.TOP_AND_BOTTOM, "parallel": Anchor.SQUARE, "dynamic": Anchor.SQUARE, "left": Anchor.SQUARE,
          "right": Anchor.SQUARE, "biggest": Anchor.SQUARE}  # fmt: skip
_GEOMETRIES = {
    "rectangle": "rect", "round-rectangle": "roundRect", "circle": "ellipse", "isosceles-triangle": "triangle",
    "right-triangle": "rtTriangle", "right-arrow": "rightArrow", "left-arrow": "leftArrow",
    "up-arrow": "upArrow", "down-arrow": "downArrow", "star5": "star5", "pentagon": "pentagon",
}  # fmt: skip
_SLIDE_TEXT: Facts = {"size_pt": Decimal(18)}
"""What text on a slide has where no style says anything of it."""
_VERTICAL_MODES = {"tb-rl": "eaVert", "tb": "eaVert", "tb-lr": "mongolianVert", "tb-rl90": "vert", "bt-lr": "vert270"}
_VERTICAL_ANGLES = {90: "vert270", 270: "vert"}
_TURN = re.compile(r"rotate\s*\(\s*(-?[0-9.]+)")
_FULL_TURN, _DEGREES_PER_RADIAN = 360, Decimal("57.29577951308232")


class ShapeReader:
    """Reads drawing elements of one part."""

    def __init__(
        self, parts: OdfParts, styles: OdfStyles, lists: ListCounter, findings: Findings, *, on_slide: bool = False
    ) -> None:
        """`on_slide` takes text defaults from the graphic families, as presentations do."""
        self._parts = parts
        self._styles = styles
        self._on_slide = on_slide
        self.flow = FlowReader(styles, lists, findings, self.read)

    def read(self, element: etree._Element, /) -> Shape | None:
        """Return the shape of a drawing element, None for what draws nothing."""
        name = etree.QName(element).localname
        if name == "a":
            return self._linked(element)
        if name == "g":
            members = [shape for child in element if child.tag.startswith(DRAW) and (shape := self.read(child))]
            return Shape(kind=ShapeKind.GROUP, children=tuple(members), **self._common(element))
        if name == "frame":
            return self._frame(element)
        if name in _LINES:
            return self._text_shape(element, element, ShapeKind.LINE, "line")
        if name in _DRAWN:
            geometry = element.find(DRAW + "enhanced-geometry")
            return self._text_shape(element, element, ShapeKind.SHAPE, _geometry(name, geometry))
        if name == "control":
            return Shape(kind=ShapeKind.CONTROL, **self._common(element))
        return None

    def _linked(self, element: etree._Element) -> Shape | None:
        inner = next((child for child in element if child.tag.startswith(DRAW)), None)
        shape = None if inner is None else self.read(inner)
        if shape is None:
            return None
        fields = {field: getattr(shape, field) for field in shape.__struct_fields__}
        return Shape(**{**fields, "link": href(element)})

    def _frame(self, element: etree._Element) -> Shape:
        box, table = element.find(DRAW + "text-box"), element.find(TABLE + "table")
        image, embedded = element.find(DRAW + "image"), element.find(DRAW + "object")
        if box is not None:
            kind = ShapeKind.PLACEHOLDER if self._placeholder(element) else ShapeKind.TEXT_BOX
            return self._text_shape(element, box, kind, "rect")
        common = self._common(element)
        if table is not None:
            block = next(iter(self.flow.read_blocks(element)), None)
            return Shape(kind=ShapeKind.TABLE, table=block if isinstance(block, Table) else None, **common)
        if embedded is not None:
            return self._object(embedded, common)
        plugin = element.find(DRAW + "plugin")
        if plugin is not None:
            mime = plugin.get(DRAW + "mime-type", "")
            media = "audio" if mime.startswith("audio") else "video"
            return Shape(kind=ShapeKind.MEDIA, media=media, picture=self._picture(image, element), **common)
        if image is not None:
            return Shape(kind=ShapeKind.PICTURE, picture=self._picture(image, element), **common)
        return Shape(kind=ShapeKind.OBJECT, **common)

    def _picture(self, image: etree._Element | None, frame: etree._Element) -> Picture | None:
        if image is None:
            return None
        picture = self._parts.picture(href(image))
        clip = self._graphic(frame).get(FO + "clip", "")
        return cropped(picture, self._parts.package.read(picture.part), clip) if clip and picture.sha256 else picture

    def _graphic(self, element: etree._Element) -> dict[str, str]:
        family, name = self._style_of(element)
        return self._styles.properties(family, name, "graphic-properties")

    def _object(self, element: etree._Element, common: dict[str, Any]) -> Shape:
        part = posixpath.join(posixpath.normpath(href(element).removeprefix("./")), "content.xml")
        root = self._parts.find_root(part)
        chart = None if root is None else read_chart(root, part)
        if chart is not None:
            return Shape(kind=ShapeKind.CHART, chart=chart, **common)
        return Shape(kind=ShapeKind.OBJECT, **common)

    def _text_shape(self, element: etree._Element, holder: etree._Element, kind: ShapeKind, geometry: str) -> Shape:
        family, name = self._style_of(element)
        text, paragraph = self._defaults(element, family, name)
        graphic = self._styles.properties(family, name, "graphic-properties")
        blocks: tuple[Block, ...] = self.flow.read_over(holder, text, paragraph)
        fields = {**self._common(element), "geometry": geometry}
        effect = geometry if geometry.startswith("fontwork") else ""
        return Shape(
            kind=ShapeKind.WORD_ART if effect else kind,
            blocks=blocks,
            text_effect=effect,
            text_anchor={"middle": "ctr", "bottom": "b", "top": "t"}.get(
                graphic.get(DRAW + "textarea-vertical-align", ""), ""
            ),
            autofit=_autofit(graphic),
            text_vertical=self._text_vertical(element),
            **fields,
        )

    def _text_vertical(self, element: etree._Element) -> str:
        """Return which way the letters run, in OOXML's words; "" for the usual."""
        family, name = self._style_of(element)
        own = self._styles.properties("paragraph", element.get(DRAW + "text-style-name", ""), "paragraph-properties")
        places = (own, self._styles.properties(family, name, "paragraph-properties"), self._graphic(element))
        modes = (place.get(key, "") for place in places for key in (LOEXT + "writing-mode", STYLE + "writing-mode"))
        turned = next((_VERTICAL_MODES[mode] for mode in modes if mode in _VERTICAL_MODES), "")
        geometry = element.find(DRAW + "enhanced-geometry")
        angle = None if geometry is None else decimal_number(geometry.get(DRAW + "text-rotate-angle"))
        return turned or _VERTICAL_ANGLES.get(int(angle or 0) % _FULL_TURN, "")

    def _defaults(self, element: etree._Element, family: str, name: str) -> tuple[list[Facts], list[Facts]]:
        text = self._styles.text_levels(family, name)
        paragraph = self._styles.paragraph_levels(family, name)
        own = element.get(DRAW + "text-style-name", "")
        if own:
            text = [*text, *self._styles.text_levels("paragraph", own, default=False)]
            paragraph = [*paragraph, *self._styles.paragraph_levels("paragraph", own)[-1:]]
        if self._on_slide:
            return [_SLIDE_TEXT, *text], paragraph
        return (text, paragraph) if family == "graphic" else ([], [])

    def _style_of(self, element: etree._Element) -> tuple[str, str]:
        name = element.get(PRESENTATION + "style-name")
        return ("presentation", name) if name else ("graphic", element.get(DRAW + "style-name", ""))

    def _placeholder(self, element: etree._Element) -> Placeholder | None:
        kind = element.get(PRESENTATION + "class")
        return None if kind is None else Placeholder(_PLACEHOLDERS.get(kind, kind))

    def _common(self, element: etree._Element) -> dict[str, Any]:
        family, name = self._style_of(element)
        graphic = self._styles.properties(family, name, "graphic-properties")
        left, top = points(element.get(SVG + "x")), points(element.get(SVG + "y"))
        return {
            "id": element.get(DRAW + "id") or element.get(XML + "id") or "",
            "name": element.get(DRAW + "name", ""),
            "description": element.findtext(SVG + "desc") or element.findtext(SVG + "title") or "",
            "width_pt": points(element.get(SVG + "width")) or _length(element, "x"),
            "height_pt": points(element.get(SVG + "height"))
            or points(element.get(FO + "min-height"))
            or _length(element, "y"),
            "rotation_degrees": _rotation(element.get(DRAW + "transform", "")),
            "anchor": self._anchor(element, graphic),
            "placement": Placement(
                left_pt=left if left is not None else points(element.get(SVG + "x1")),
                top_pt=top if top is not None else points(element.get(SVG + "y1")),
                horizontal_relative=graphic.get(STYLE + "horizontal-rel", ""),
                vertical_relative=graphic.get(STYLE + "vertical-rel", ""),
                horizontal_align=_place(graphic.get(STYLE + "horizontal-pos")),
                vertical_align=_place(graphic.get(STYLE + "vertical-pos")),
            ),
            "fill": self.fill(graphic),
            "line": stroke(graphic),
            "effects": _effects(element, graphic),
            "placeholder": self._placeholder(element),
            "link": self._click(element),
        }

    def _anchor(self, element: etree._Element, graphic: dict[str, str]) -> Anchor:
        kind = element.get(TEXT + "anchor-type", "")
        if not kind:
            return Anchor.FREE
        if kind == "as-char":
            return Anchor.INLINE
        wrap = graphic.get(STYLE + "wrap", "")
        if wrap == "run-through" or wrap not in _WRAPS:
            behind = graphic.get(STYLE + "run-through") == "background"
            return Anchor.BEHIND_TEXT if behind else Anchor.IN_FRONT_OF_TEXT
        return Anchor.TIGHT if graphic.get(STYLE + "wrap-contour") == "true" else _WRAPS[wrap]

    def fill(self, graphic: dict[str, str]) -> Fill:
        """Return the fill that joined graphic (or page) properties make."""
        kind = graphic.get(DRAW + "fill")
        if kind is None:
            plain = colour(graphic.get(FO + "background-color"))
            return Fill(kind=FillKind.SOLID, colour=plain) if plain else Fill()
        if kind == "solid":
            return Fill(kind=FillKind.SOLID, colour=colour(graphic.get(DRAW + "fill-color")) or "")
        if kind == "gradient":
            element = self._styles.drawing_resource(DRAW + "gradient", graphic.get(DRAW + "fill-gradient-name", ""))
            ends = [] if element is None else [element.get(DRAW + "start-color"), element.get(DRAW + "end-color")]
            colours = tuple(colour(end) or "" for end in ends)
            return Fill(kind=FillKind.GRADIENT, colour=colours[0] if colours else "", colours=colours)
        if kind == "bitmap":
            image = self._styles.drawing_resource(DRAW + "fill-image", graphic.get(DRAW + "fill-image-name", ""))
            picture = Picture() if image is None else self._parts.picture(href(image))
            return Fill(kind=FillKind.PICTURE, picture_sha256=picture.sha256)
        if kind == "hatch":
            return Fill(kind=FillKind.PATTERN, pattern=graphic.get(DRAW + "fill-hatch-name", ""))
        return Fill()

    def _click(self, element: etree._Element) -> str:
        listener = next(element.iterfind(f"{OFFICE}event-listeners/{PRESENTATION}event-listener"), None)
        if listener is None:
            return ""
        return href(listener) or listener.get(PRESENTATION + "action", "")


def stroke(graphic: dict[str, str]) -> Line:
    """Return the line that joined graphic properties draw."""
    kind = graphic.get(DRAW + "stroke", "none")
    if kind == "none":
        return Line(style="none")
    return Line(
        style="solid" if kind == "solid" else "dash",
        width_pt=points(graphic.get(SVG + "stroke-width")) or Decimal(0),
        colour=colour(graphic.get(SVG + "stroke-color")) or "",
    )


def _effects(element: etree._Element, graphic: dict[str, str]) -> tuple[str, ...]:
    """Return the effects by their OOXML names; OpenDocument has no word for reflections and inner shadows."""
    geometry = element.find(DRAW + "enhanced-geometry")
    shadow = graphic.get(DRAW + "shadow") == "visible" or graphic.get(STYLE + "shadow", "none") != "none"
    found = {
        "outerShdw": shadow,
        "glow": bool(points(graphic.get(LOEXT + "glow-radius"))),
        "softEdge": bool(points(graphic.get(LOEXT + "softedge-radius"))),
        "sp3d": geometry is not None and geometry.get(DRAW + "extrusion") == "true",
    }
    return tuple(sorted(name for name, is_there in found.items() if is_there))


def _geometry(name: str, enhanced: etree._Element | None) -> str:
    kind = "" if enhanced is None else enhanced.get(DRAW + "type", "")
    kind = kind.removeprefix("ooxml-").removeprefix("mso-spt")
    return _GEOMETRIES.get(kind, kind) or name


def _autofit(graphic: dict[str, str]) -> str:
    if graphic.get(DRAW + "fit-to-size") == "shrink-to-fit":
        return "shrink"
    return "grow" if graphic.get(DRAW + "auto-grow-height") == "true" else ""


def _place(value: str | None) -> str:
    return "" if value in {None, "from-left", "from-top", "from-inside"} else value or ""


def _length(element: etree._Element, axis: str) -> Decimal | None:
    start, end = points(element.get(f"{SVG}{axis}1")), points(element.get(f"{SVG}{axis}2"))
    return None if start is None or end is None else abs(end - start)


def _rotation(transform: str) -> Decimal:
    match = _TURN.search(transform)
    radians = decimal_number(match[1]) if match else None
    return Decimal(0) if radians is None else tidy(-radians * _DEGREES_PER_RADIAN) % _FULL_TURN
