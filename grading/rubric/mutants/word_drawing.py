"""Undoes what is drawn in a docx in the drawing language of today: shapes, pictures, WordArt, SmartArt, groups.

Old drawings (VML) are taken out and renamed, what else they say is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from grading.checks.names import length_points
from grading.checks.similar import bare
from grading.rubric.mutants.package import (
    A,
    Element,
    OfficePackage,
    R,
    W,
    drop,
    put_child,
    remove_all,
    replace_text,
    text_of,
)
from grading.rubric.mutants.word import BODY, Parameters, T, Undo, body_of
from grading.rubric.mutants.word_page import WP, WPS
from grading.rubric.mutants.word_values import emus, misspelt, near_colour, near_length

PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
FILLS = tuple(A + name for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
SHAPE_ORDER = (
    A + "xfrm", A + "custGeom", A + "prstGeom", *FILLS, A + "ln", A + "effectLst", A + "effectDag", A + "scene3d",
    A + "sp3d",
)  # fmt: skip
LINE_ORDER = (
    *FILLS,
    A + "prstDash",
    A + "custDash",
    A + "round",
    A + "bevel",
    A + "miter",
    A + "headEnd",
    A + "tailEnd",
)
GEOMETRIES = {"rect": "roundRect", "ellipse": "octagon"}
SIZE_PERCENT = Decimal("1.05")


def frames_of(package: OfficePackage) -> list[Element]:
    """Return the frames of drawings in the body, without what stands in for them in older programs."""
    return [one for one in body_of(package).iter(WP + "inline", WP + "anchor") if not _is_fallback(one)]


def _is_fallback(element: Element) -> bool:
    return next(element.iterancestors(MC + "Fallback"), None) is not None


def shapes_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the drawn shapes a check means, by text and geometry; where a text is given, the equal ones first."""
    text, geometry = bare(str(parameters.get("text", ""))), str(parameters.get("geometry", "")).casefold()
    found = []
    for one in body_of(package).iter(WPS + "wsp"):
        preset = one.find(f"{WPS}spPr/{A}prstGeom")
        own = "" if preset is None else preset.get("prst", "").casefold()
        if not _is_fallback(one) and text in bare(text_of(one, T)) and geometry in {"", own}:
            found.append(one)
    equal = [one for one in found if text and bare(text_of(one, T)) == text]
    return equal or found


def _look_of(shape: Element) -> Element:
    return put_child(shape, WPS + "spPr", (WPS + "spPr", WPS + "style", WPS + "extLst", WPS + "txbx", WPS + "bodyPr"))


def _frame_of(shape: Element) -> Element | None:
    frame = next(shape.iterancestors(WP + "inline", WP + "anchor"), None)
    return None if next(shape.iterancestors(WPG + "wgp"), None) is not None else frame


def other_geometry(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Draw the shapes as others that look much the same."""
    wanted = str(parameters.get("geometry", ""))
    found = [one for shape in shapes_of(package, parameters) for one in shape.findall(f"{WPS}spPr/{A}prstGeom")]
    for one in found if wanted else ():
        one.set("prst", GEOMETRIES.get(wanted, "rect"))
    return bool(found) and bool(wanted)


def misspelt_shape(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the text in the shape."""
    text = str(parameters.get("text", ""))
    holders = [one for one in body_of(package).iter(W + "txbxContent") if text and text in text_of(one, T)]
    done = [replace_text(one, T, text, misspelt(text)) for one in holders]
    return any(done)


def no_shape(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the shapes out."""
    frames = [frame for one in shapes_of(package, parameters) if (frame := _frame_of(one)) is not None]
    drawings = [parent for one in frames if (parent := one.getparent()) is not None]
    return remove_all(with_stand_in(drawings))


def with_stand_in(drawings: list[Element]) -> list[Element]:
    """Return the drawings, or what holds them and their stand-ins for older programs."""
    return [next(one.iterancestors(MC + "AlternateContent"), one) for one in drawings]


def filled(colour: Callable[[Parameters], str]) -> Undo:
    """Return the way that fills the shape with a colour, with none for ""."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        code = colour(parameters)
        found = shapes_of(package, parameters) if code else []
        for shape in found:
            _fill(_look_of(shape), "" if code == "none" else code, SHAPE_ORDER)
        return bool(found)

    return undo


def _fill(parent: Element, code: str, order: tuple[str, ...]) -> None:
    remove_all([one for one in parent if one.tag in FILLS])
    fill = put_child(parent, A + ("solidFill" if code else "noFill"), order)
    if code:
        put_child(fill, A + "srgbClr", (), {"val": code})


def _other_fill(parameters: Parameters) -> str:
    if parameters.get("colour"):
        return near_colour(str(parameters["colour"]))
    return "none" if parameters.get("kind", "solid") == "solid" else "8FAADC"


def other_pen(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Draw the outline in the colour beside the wanted one, else a little wider."""
    found = shapes_of(package, parameters)
    if not parameters.get("value", True) or not (parameters.get("colour") or parameters.get("width")):
        return False
    for shape in found:
        line = put_child(_look_of(shape), A + "ln", SHAPE_ORDER)
        if parameters.get("colour"):
            _fill(line, near_colour(str(parameters["colour"])), LINE_ORDER)
        else:
            line.set("w", emus(near_length(str(parameters["width"]))))
    return bool(found)


def no_pen(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the outline off, or draw one where there must be none."""
    found = shapes_of(package, parameters)
    for shape in found:
        line = put_child(_look_of(shape), A + "ln", SHAPE_ORDER)
        _fill(line, "" if parameters.get("value", True) else "404040", LINE_ORDER)
    return bool(found)


def resized(frame: Element, parameters: Parameters) -> bool:
    """Make the wanted side a twentieth longer, in the frame and in what it holds."""
    side, name = ("cx", "width") if parameters.get("width") else ("cy", "height")
    if not parameters.get(name):
        return False
    size = emus(length_points(str(parameters[name])) * SIZE_PERCENT + 3)
    extents = [
        *frame.findall(WP + "extent"),
        *[one for form in frame.iter(A + "xfrm") for one in form.findall(A + "ext")][:1],
    ]
    for extent in extents:
        extent.set(side, size)
    return bool(extents)


def other_shape_size(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the shape a little larger."""
    frames = [frame for one in shapes_of(package, parameters) if (frame := _frame_of(one)) is not None]
    done = [resized(frame, parameters) for frame in frames]
    return any(done)


def turned(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Turn the shape a little further."""
    found = shapes_of(package, parameters)
    for shape in found:
        form = put_child(_look_of(shape), A + "xfrm", SHAPE_ORDER)
        form.set("rot", str((int(parameters["degrees"]) + 10) % 360 * 60_000))
    return bool(found)


def not_turned(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Do not turn the shape."""
    forms = [form for one in shapes_of(package, parameters) for form in one.findall(f"{WPS}spPr/{A}xfrm")]
    done = [drop(form, "rot") is not None for form in forms]
    return any(done)


def other_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Give the shape another effect than the wanted one."""
    wanted = str(parameters.get("effect", ""))
    found = shapes_of(package, parameters) if wanted else []
    for shape in found:
        effects = put_child(_look_of(shape), A + "effectLst", SHAPE_ORDER)
        remove_all(list(effects))
        colour = {"rad": "63500"}
        other = put_child(effects, A + ("glow" if wanted != "glow" else "softEdge"), (), colour)
        if wanted != "glow":
            put_child(other, A + "srgbClr", (), {"val": "4472C4"})
    return bool(found)


def no_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take all effects off the shape."""
    found = [one for shape in shapes_of(package, parameters) for one in shape.findall(f"{WPS}spPr/{A}effectLst")]
    return remove_all(found)


def plain_words(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave the words of WordArt as plain text in their box."""
    wanted = bare(str(parameters.get("text", "")))
    changed = False
    for shape in body_of(package).iter(WPS + "wsp"):
        if wanted in bare(text_of(shape, T)):
            changed |= remove_all(list(shape.iter(A + "prstTxWarp")))
            effects = ("glow", "shadow", "reflection", "textOutline", "textFill", "props3d", "scene3d")
            changed |= remove_all([one for one in shape.iter() if str(one.tag).rpartition("}")[2] in effects])
    return changed


def _diagrams(package: OfficePackage) -> list[tuple[Element, str]]:
    """Return the frames of SmartArt with the part that holds the texts."""
    frames = [(one, next(one.iter(DGM + "relIds"), None)) for one in frames_of(package)]
    return [(one, package.relation(BODY, ids.get(R + "dm"))) for one, ids in frames if ids is not None]


def misspelt_diagram(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Misspell the last wanted node of the SmartArt, of several texts only that one."""
    changed = False
    for text in list(parameters.get("texts", ()))[-1:]:
        for _frame, part in _diagrams(package):
            for point in package.root(part).iter(DGM + "pt") if package.has(part) else ():
                if bare(str(text)) == bare(text_of(point, A + "t")):
                    changed |= replace_text(point, A + "t", text_of(point, A + "t"), misspelt(str(text)))
    return changed


def no_diagram(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the SmartArt out."""
    drawings = [parent for one, _part in _diagrams(package) if (parent := one.getparent()) is not None]
    return remove_all(with_stand_in(drawings))


def one_member_less(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Leave so many shapes out of the groups that one is missing."""
    changed = False
    for group in body_of(package).iter(WPG + "wgp"):
        members = [one for one in group if one.tag in {WPS + "wsp", PIC + "pic", WPG + "grpSp"}]
        changed |= remove_all(members[max(int(parameters.get("members", 2)), 2) - 1 :])
    return changed


def ungrouped(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the groups apart: each keeps its first shape."""
    return one_member_less(package, {"members": 2}, None)


LEFT_OUT_DRAWINGS: dict[str, tuple[Undo, ...]] = {
    "W.shape": (no_shape,),
    "W.shape_fill": (filled(lambda _parameters: "none"),),
    "W.shape_line": (no_pen,),
    "W.shape_size": (other_shape_size,),
    "W.shape_rotation": (not_turned, turned),
    "W.shape_effect": (no_effect,),
    "W.smart_art": (no_diagram,),
    "W.group": (ungrouped,),
}
NEAR_DRAWINGS: dict[str, tuple[Undo, ...]] = {
    "W.shape": (other_geometry, misspelt_shape),
    "W.shape_fill": (filled(_other_fill),),
    "W.shape_line": (other_pen,),
    "W.shape_rotation": (turned,),
    "W.shape_effect": (other_effect,),
    "W.text_box": (misspelt_shape,),
    "W.word_art": (plain_words,),
    "W.smart_art": (misspelt_diagram,),
    "W.group": (one_member_less,),
}
