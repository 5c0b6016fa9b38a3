"""Changes what is drawn on sheets and slides: shapes, pictures, WordArt, SmartArt, groups.

Both write the same elements, each in a namespace of its own; here they go by their names alone.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from grading.checks.names import colour_code, length_points
from grading.checks.similar import bare
from grading.rubric.mutants.near import near_colour, near_text
from grading.rubric.mutants.package import (
    A,
    Element,
    OfficePackage,
    R,
    changed_any,
    drop,
    put_child,
    remove,
    remove_all,
    replace_text,
    text_of,
)

Parameters = dict[str, Any]
Undo = Callable[[OfficePackage, Parameters, OfficePackage | None], bool]
EMU_PER_POINT = 12_700
_TURNED = 15 * 60_000
_CROPPED = 5
_FILLS = tuple(A + name for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
PROPERTY_ORDER = (
    A + "xfrm", A + "custGeom", A + "prstGeom", *_FILLS, A + "ln", A + "effectLst", A + "effectDag", A + "scene3d",
    A + "sp3d", A + "extLst",
)  # fmt: skip
_GEOMETRIES = {"rect": "roundRect", "ellipse": "rect", "star5": "star6"}
_MOVING = ("videoFile", "audioFile", "media")
_EFFECTS = {"shadow": ("outerShdw", "innerShdw", "prstShdw")}
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A part with drawings, and its tree."""

    part: str
    root: Element


FindCanvases = Callable[[OfficePackage, Parameters], list[Canvas]]


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(root: Element, *names: str) -> Iterator[Element]:
    """Yield the elements below with one of these names, in whatever namespace."""
    yield from (one for one in list(root.iter()) if local(one) in names)


def own_properties(shape: Element) -> Element | None:
    """Return a shape's `spPr`."""
    return next((one for one in shape if local(one) == "spPr"), None)


def geometry_of(shape: Element) -> str:
    """Return the preset geometry of a shape."""
    return next((one.get("prst", "") for one in shape.iter(A + "prstGeom")), "")


def chosen(canvases: list[Canvas], parameters: Parameters) -> list[Element]:
    """Return the shapes with the wanted text and geometry."""
    text, geometry = bare(str(parameters.get("text", ""))), str(parameters.get("geometry", "")).casefold()
    shapes = [one for canvas in canvases for one in named(canvas.root, "sp", "cxnSp")]
    fitting = [
        one for one in shapes if text in bare(text_of(one, A + "t")) and geometry in {"", geometry_of(one).casefold()}
    ]
    return [one for one in fitting if text and bare(text_of(one, A + "t")) == text] or fitting


def pictures(canvases: list[Canvas]) -> list[tuple[Canvas, Element]]:
    """Return the pictures in drawing order, those in placeholders too, without films and sounds."""
    found = ((canvas, one) for canvas in canvases for one in named(canvas.root, "pic"))
    return [(canvas, one) for canvas, one in found if next(named(one, *_MOVING), None) is None]


class Drawings:
    """The ways for one family of files, whose drawings `find` finds."""

    def __init__(self, find: FindCanvases) -> None:
        """`find` returns the parts that a check looks at."""
        self._find = find

    def ways(self, letter: str) -> dict[str, tuple[Undo, ...]]:
        """Return the ways by check type."""
        of, pictured = self._of_shapes, self._of_picture
        return {
            f"{letter}.shape": (of(_other_geometry), of(_other_words), of(_gone)),
            f"{letter}.shape_fill": (of(_other_fill), of(_no_fill)),
            f"{letter}.shape_line": (of(_other_line), of(_line_toggled)),
            f"{letter}.shape_size": (of(_larger),),
            f"{letter}.shape_rotation": (of(_turned),),
            f"{letter}.shape_effect": (of(_other_effect), of(_no_effect)),
            f"{letter}.picture_same": (self._other_picture,),
            f"{letter}.picture_size": (pictured(_larger),),
            f"{letter}.picture_crop": (pictured(_cropped_more), pictured(_not_cropped)),
            f"{letter}.picture_text": (pictured(_other_description),),
            f"{letter}.word_art": (of(_plain_words), of(_other_words)),
            f"{letter}.smart_art": (self._other_node, self._other_layout, self._no_diagram),
            f"{letter}.group": (self._one_out, self._ungrouped),
        }

    def _of_shapes(self, change: Callable[[Element, Parameters], bool]) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            return changed_any(change(one, parameters) for one in chosen(self._find(package, parameters), parameters))

        return undo

    def _of_picture(self, change: Callable[[Element, Parameters], bool]) -> Undo:
        def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
            number = int(parameters.get("picture", 1))
            found = pictures(self._find(package, parameters))[number - 1 : number]
            return changed_any(change(picture, parameters) for _canvas, picture in found)

        return undo

    def _other_picture(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Put another picture in the place of each."""
        found = pictures(self._find(package, parameters))
        blips = [(canvas, blip) for canvas, picture in found for blip in picture.iter(A + "blip")]
        if not blips:
            return False
        folder = next(name.partition("/")[0] for name in package.names if "/" in name and name[0] not in "_d[")
        part = package.free_name(f"{folder}/media/mutant#.png")
        package.add(part, _another_picture(), "image/png")
        for canvas, blip in blips:
            blip.set(R + "embed", package.relate(canvas.part, "image", part))
        return True

    def _other_node(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Write the last of the wanted texts of a diagram without its last letter."""
        texts = [str(text) for text in parameters.get("texts", ())]
        changed = False
        for part in self._diagram_parts(package, parameters, "diagramData"):
            for point in package.root(part).iter(DIAGRAM + "pt"):
                text = text_of(point, A + "t")
                if texts and bare(text) == bare(texts[-1]):
                    changed |= replace_text(point, A + "t", text, near_text(text))
        return changed

    def _other_layout(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Give the diagram a layout of another name."""
        changed = False
        for part in self._diagram_parts(package, parameters, "diagramLayout"):
            for title in package.root(part).iter(DIAGRAM + "title"):
                title.set("val", near_text(title.get("val", "")))
                changed = True
        return changed and bool(parameters.get("layout"))

    def _diagram_parts(self, package: OfficePackage, parameters: Parameters, kind: str) -> list[str]:
        return [name for canvas in self._find(package, parameters) for name in package.related(canvas.part, kind)]

    def _no_diagram(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Take the diagrams off."""
        frames = [one for canvas in self._find(package, parameters) for one in named(canvas.root, "graphicFrame")]
        return remove_all(one for one in frames if next(one.iter(DIAGRAM + "relIds"), None) is not None)

    def _one_out(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Take shapes out of groups until one is missing there."""
        wanted = max(int(parameters.get("members", 2)), 2)
        return changed_any(_shrunk(group, wanted - 1) for group in self._groups(package, parameters))

    def _ungrouped(self, package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        """Take all shapes out of groups."""
        groups = self._groups(package, parameters)
        changed = changed_any(_shrunk(group, 0) for group in groups)
        remove_all(groups if changed else ())
        return changed

    def _groups(self, package: OfficePackage, parameters: Parameters) -> list[Element]:
        return [one for canvas in self._find(package, parameters) for one in named(canvas.root, "grpSp")]


def _other_geometry(shape: Element, parameters: Parameters) -> bool:
    wanted = str(parameters.get("geometry", ""))
    for one in shape.iter(A + "prstGeom") if wanted else ():
        one.set("prst", _GEOMETRIES.get(wanted, "rect"))
        remove_all(one.findall(f"{A}avLst/{A}gd"))
        return True
    return False


def _other_words(shape: Element, parameters: Parameters) -> bool:
    text = str(parameters.get("text", ""))
    return replace_text(shape, A + "t", text, near_text(text))


def _gone(shape: Element, _parameters: Parameters) -> bool:
    parent = shape.getparent()
    remove(parent if parent is not None and local(parent).endswith("Anchor") else shape)
    return True


def _other_fill(shape: Element, parameters: Parameters) -> bool:
    """Fill with a colour beside the wanted one, or plainly where another kind is wanted."""
    properties = own_properties(shape)
    if properties is None or not (parameters.get("colour") or parameters.get("kind")):
        return False
    code = near_colour(colour_code(str(parameters.get("colour") or "336699")))
    remove_all(one for tag in _FILLS for one in properties.findall(tag))
    put_child(put_child(properties, A + "solidFill", PROPERTY_ORDER), A + "srgbClr", (), {"val": code})
    return True


def _no_fill(shape: Element, _parameters: Parameters) -> bool:
    properties = own_properties(shape)
    if properties is None:
        return False
    remove_all(one for tag in _FILLS for one in properties.findall(tag))
    put_child(properties, A + "noFill", PROPERTY_ORDER)
    return True


def _other_line(shape: Element, parameters: Parameters) -> bool:
    """Draw the outline a little thicker, or in a colour beside the wanted one."""
    properties = own_properties(shape)
    if properties is None or not (parameters.get("width") or parameters.get("colour")):
        return False
    line = put_child(properties, A + "ln", PROPERTY_ORDER)
    if parameters.get("width"):
        line.set("w", str(int((length_points(str(parameters["width"])) + 3) * EMU_PER_POINT)))
        return True
    remove_all(one for tag in _FILLS for one in line.findall(tag))
    code = near_colour(colour_code(str(parameters["colour"])))
    fill = line.makeelement(A + "solidFill", {})
    put_child(fill, A + "srgbClr", (), {"val": code})
    line.insert(0, fill)
    return True


def _line_toggled(shape: Element, parameters: Parameters) -> bool:
    properties = own_properties(shape)
    if properties is None:
        return False
    line = put_child(properties, A + "ln", PROPERTY_ORDER)
    remove_all(list(line))
    drop(line, "w")
    if parameters.get("value", True):
        put_child(line, A + "noFill", ())
        return True
    line.set("w", str(EMU_PER_POINT))
    put_child(put_child(line, A + "solidFill", ()), A + "srgbClr", (), {"val": "000000"})
    return True


def _larger(shape: Element, parameters: Parameters) -> bool:
    """Make the shape a tenth larger in the wanted directions."""
    sizes = [one for one in shape.iter(A + "ext") if one.get("cx") is not None][:1]
    parent = shape.getparent()
    if parent is not None and local(parent) == "oneCellAnchor":
        sizes += [one for one in parent if local(one) == "ext"]
    for size in sizes:
        for name, attribute in (("width", "cx"), ("height", "cy")):
            if parameters.get(name):
                size.set(attribute, str(int(size.get(attribute, "0")) * 11 // 10))
    return bool(sizes)


def _turned(shape: Element, _parameters: Parameters) -> bool:
    properties = own_properties(shape)
    if properties is None:
        return False
    frame = put_child(properties, A + "xfrm", PROPERTY_ORDER)
    frame.set("rot", str(int(frame.get("rot", "0")) + _TURNED))
    return True


def _other_effect(shape: Element, parameters: Parameters) -> bool:
    """Give the shape a soft edge in the place of the wanted effect."""
    wanted = str(parameters.get("effect", ""))
    names = _EFFECTS.get(wanted, (wanted,))
    changed = False
    for effects in list(shape.iter(A + "effectLst")) if wanted else ():
        if remove_all(one for name in names for one in effects.findall(A + name)):
            put_child(effects, A + "softEdge", (), {"rad": "63500"})
            changed = True
    return changed


def _no_effect(shape: Element, _parameters: Parameters) -> bool:
    properties = own_properties(shape)
    if properties is None:
        return False
    remove_all(properties.findall(A + "effectLst"))
    put_child(properties, A + "effectLst", PROPERTY_ORDER)
    return True


def _cropped_more(picture: Element, parameters: Parameters) -> bool:
    """Cut a little more off at the sides that are wanted."""
    sides = [side for side in ("left", "top", "right", "bottom") if parameters.get(side)]
    for cut in picture.iter(A + "srcRect") if sides else ():
        for side in sides:
            cut.set(side[0], str((int(parameters[side]) + _CROPPED) * 1000))
        return True
    return False


def _not_cropped(picture: Element, _parameters: Parameters) -> bool:
    return remove_all(list(picture.iter(A + "srcRect")))


def _other_description(picture: Element, parameters: Parameters) -> bool:
    text = str(parameters["text"])
    for one in named(picture, "cNvPr"):
        one.set("descr", one.get("descr", "").replace(text, near_text(text)) or "？")
        return True
    return False


def _plain_words(shape: Element, _parameters: Parameters) -> bool:
    """Take all that makes WordArt of the words: the path, and the effects of letters."""
    effects = [one for run in shape.iter(A + "rPr") for one in run.findall(A + "effectLst")]
    return remove_all([*shape.iter(A + "prstTxWarp"), *effects])


def _shrunk(group: Element, most: int) -> bool:
    members = [one for one in group if local(one) in {"sp", "pic", "cxnSp", "grpSp", "graphicFrame"}]
    parent = group.getparent()
    if parent is None or len(members) <= most:
        return False
    for one in reversed(members[most:]):
        remove(one)
        if local(parent).endswith("Anchor"):
            anchor = copy.deepcopy(parent)
            other = next(inner for inner in anchor if local(inner) == "grpSp")
            anchor.replace(other, one)
            parent.addnext(anchor)
        else:
            group.addnext(one)
    return True


def _another_picture() -> bytes:
    picture = Image.new("RGB", (64, 64), "#7a1f5c")
    picture.paste("#e8d44d", (0, 0, 32, 64))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
