"""Undoes what pictures in a docx are: which one, how large, how cropped, what they say to the blind, where they lie."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable

from PIL import Image

from grading.checks.similar import bare
from grading.rubric.mutants.package import A, Element, OfficePackage, R, W, put_child, remove_all
from grading.rubric.mutants.word import BODY, PARAGRAPH, PARAGRAPH_ORDER, Parameters, Undo, properties_of
from grading.rubric.mutants.word_drawing import PIC, frames_of, resized, with_stand_in
from grading.rubric.mutants.word_page import WP
from grading.rubric.mutants.word_values import misspelt


def pictures_of(package: OfficePackage) -> list[Element]:
    """Return the frames of pictures, in reading order."""
    return [one for one in frames_of(package) if one.find(f"{A}graphic/{A}graphicData/{PIC}pic") is not None]


def _picture(package: OfficePackage, parameters: Parameters) -> list[Element]:
    number = int(parameters.get("picture", 1))
    return pictures_of(package)[number - 1 : number]


def other_picture(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show another picture wherever one is: a plain one."""
    blips = [one for frame in pictures_of(package) for one in frame.iter(A + "blip")]
    parts = {package.relation(BODY, one.get(R + "embed")) for one in blips} - {""}
    for part in parts:
        package.replace(part, _plain_picture(part))
    return bool(parts)


def _plain_picture(part: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#7b3f00").save(out, "JPEG" if part.lower().endswith(("jpg", "jpeg")) else "PNG")
    return out.getvalue()


def no_pictures(package: OfficePackage, _parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the pictures out."""
    drawings = [parent for one in pictures_of(package) if (parent := one.getparent()) is not None]
    return remove_all(with_stand_in(drawings))


def other_picture_size(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Make the picture a twentieth larger."""
    done = [resized(frame, parameters) for frame in _picture(package, parameters)]
    return any(done)


def other_crop(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Cut five per cent more off the first wanted side."""
    side = next((name for name in ("left", "top", "right", "bottom") if parameters.get(name)), "")
    crops = [one for frame in _picture(package, parameters) for one in frame.iter(A + "srcRect")] if side else []
    for one in crops:
        one.set(side[0], str((int(parameters[side]) + 5) * 1000))
    return bool(crops)


def no_crop(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the whole picture."""
    return remove_all([one for frame in _picture(package, parameters) for one in frame.iter(A + "srcRect")])


def described(change: Callable[[str], str]) -> Undo:
    """Return the way that changes the picture's alternative text."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        found = [one for frame in _picture(package, parameters) for one in frame.findall(WP + "docPr")]
        for one in found:
            for name in ("descr", "title"):
                text = one.get(name, "")
                wanted = str(parameters["text"])
                if bare(wanted) in bare(text):
                    one.set(name, text.replace(wanted, change(wanted)) if wanted in text else change(text))
        return bool(found)

    return undo


def other_place(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let the picture lie elsewhere from left to right."""
    value = "right" if parameters["value"] == "center" else "center"
    changed = False
    for frame in _picture(package, parameters):
        for align in frame.findall(f"{WP}positionH/{WP}align"):
            align.text, changed = value, True
        paragraph = next(frame.iterancestors(PARAGRAPH), None)
        if frame.tag == WP + "inline" and paragraph is not None:
            put_child(properties_of(paragraph), W + "jc", PARAGRAPH_ORDER, {W + "val": value})
            changed = True
    return changed


def other_flow(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Let text flow around the picture in the way beside the wanted one."""
    other = {"square": "wrapTight", "tight": "wrapSquare"}.get(str(parameters["value"]), "")
    changed = False
    for frame in _picture(package, parameters) if other else ():
        for wrap in [one for one in frame if str(one.tag).startswith(WP + "wrap")]:
            shape = [copy.deepcopy(one) for one in wrap if one.tag == WP + "wrapPolygon"]
            sides = {name: value for name, value in wrap.items() if name in {"wrapText", "distL", "distR"}}
            remove_all(list(wrap))
            wrap.attrib.clear()
            wrap.tag = WP + other
            wrap.attrib.update({"wrapText": "bothSides", **{str(name): str(value) for name, value in sides.items()}})
            if other == "wrapTight":
                wrap.extend(shape or [_polygon(wrap)])
            changed = True
    return changed


def _polygon(wrap: Element) -> Element:
    outline = wrap.makeelement(WP + "wrapPolygon", {"edited": "0"})
    for place, (left, top) in enumerate(((0, 0), (0, 21600), (21600, 21600), (21600, 0), (0, 0))):
        outline.append(outline.makeelement(WP + ("lineTo" if place else "start"), {"x": str(left), "y": str(top)}))
    return outline


LEFT_OUT_PICTURES: dict[str, tuple[Undo, ...]] = {
    "W.picture_same": (no_pictures,),
    "W.picture_size": (other_picture_size,),
    "W.picture_crop": (no_crop,),
    "W.picture_text": (described(lambda _text: ""),),
    "W.picture_position": (other_place,),
}
NEAR_PICTURES: dict[str, tuple[Undo, ...]] = {
    "W.picture_same": (other_picture,),
    "W.picture_crop": (other_crop,),
    "W.picture_text": (described(misspelt),),
    "W.picture_wrap": (other_flow,),
}
