"""Gives characters of a docx a look beside the wanted one, where that look stands: on the runs or in their style."""

from __future__ import annotations

from collections.abc import Callable

from grading.checks.names import length_points
from grading.office.docx.run_properties import HIGHLIGHTS
from grading.rubric.mutants.package import Element, OfficePackage, W, drop, put_child, remove_all
from grading.rubric.mutants.word import RUN_ORDER, Parameters, Undo, runs_of, set_run
from grading.rubric.mutants.word_places import run_places
from grading.rubric.mutants.word_values import (
    OFF_POINTS,
    TWIPS,
    near_colour,
    near_font,
    near_marker,
    near_size,
)

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SWITCHES = ("shadow", "outline", "emboss", "imprint")
"""Effects of characters that are switches; two of them at once are allowed only as shadow and outline."""

NEWER_EFFECTS = ("glow", "shadow", "reflection", "textOutline", "textFill", "props3d", "scene3d")
Values = Callable[[Parameters], dict[str, str] | None]
"""The attributes of the wrong value, None where there is none beside the wanted one."""


def near_run(tag: str, values: Values, names: tuple[str, ...] = ()) -> Undo:
    """Return the way that puts another value where the property of the characters stands."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        attributes = values(parameters)
        places = run_places(package, parameters, tag, names) if attributes is not None else []
        for place in places:
            put_child(place, W + tag, RUN_ORDER, {W + name: value for name, value in (attributes or {}).items()})
        return bool(places)

    return undo


def other_font(*slots: str, latin: bool = False, near: bool = True) -> Undo:
    """Return the way that gives another font to one script and leaves those of the others."""

    def undo(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
        name = near_font(str(parameters["font"]), latin=latin) if near else "Impact" if latin else "隶书"
        places = run_places(package, parameters, "rFonts", slots) if near else _direct(package, parameters)
        for place in places:
            fonts = put_child(place, W + "rFonts", RUN_ORDER)
            for slot in slots:
                drop(fonts, f"{W}{slot}Theme")
                fonts.set(W + slot, name)
        return bool(places)

    return undo


def other_marker(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the marker beside the wanted one; where characters were shaded instead, a shade beside it."""
    name = near_marker(str(parameters["colour"]))
    shaded = HIGHLIGHTS[name]
    changed = False
    for place in run_places(package, parameters, "highlight") or _direct(package, parameters):
        shade = place.find(W + "shd")
        if place.find(W + "highlight") is None and shade is not None:
            _refill(shade, shaded)
        else:
            put_child(place, W + "highlight", RUN_ORDER, {W + "val": name})
        changed = True
    return changed


def _refill(shade: Element, colour: str) -> None:
    for name in ("themeFill", "themeFillTint", "themeFillShade"):
        drop(shade, W + name)
    if shade.get(W + "val") == "solid":
        shade.set(W + "val", "clear")
    shade.set(W + "fill", colour)


def other_capitals(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the letters as small capitals instead of capitals, or the other way round."""
    wanted = parameters.get("value", "all")
    small, capitals = ("1", "0") if wanted == "all" else ("0", "1")
    return _both(package, parameters, {"caps": capitals, "smallCaps": small})


def no_capitals(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Show the letters as they were typed."""
    return _both(package, parameters, {"caps": "0", "smallCaps": "0"})


def _both(package: OfficePackage, parameters: Parameters, values: dict[str, str]) -> bool:
    places = _direct(package, parameters)
    for place in places:
        for tag, value in values.items():
            put_child(place, W + tag, RUN_ORDER, {W + "val": value})
    return bool(places)


def no_effect(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take all effects off the letters, those of a style too."""
    places = _direct(package, parameters)
    for place in places:
        remove_all([one for name in NEWER_EFFECTS for one in place.findall(W14 + name)])
        for tag in SWITCHES:
            put_child(place, W + tag, RUN_ORDER, {W + "val": "0"})
    return bool(places)


def other_effect(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Give the letters another effect than the wanted one; none where any would do."""
    wanted = parameters.get("effect", "")
    if not wanted or not no_effect(package, parameters, starter):
        return False
    for place in _direct(package, parameters):
        other = "outline" if wanted == "shadow" else "shadow"
        put_child(place, W + other, RUN_ORDER, {W + "val": "1"})
    return True


def no_strike(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take single and double lines through the letters off."""
    return _both(package, parameters, {"strike": "0", "dstrike": "0"})


def no_marker(package: OfficePackage, parameters: Parameters, _starter: OfficePackage | None) -> bool:
    """Take the marker off, and the shade that stands for it."""
    places = _direct(package, parameters)
    for place in places:
        put_child(place, W + "highlight", RUN_ORDER, {W + "val": "none"})
        for shade in place.findall(W + "shd"):
            _refill(shade, "auto")
    return bool(places)


def _direct(package: OfficePackage, parameters: Parameters) -> list[Element]:
    return [put_child(run, W + "rPr", (W + "rPr", *[one.tag for one in run])) for run in runs_of(package, parameters)]


def _underline(parameters: Parameters) -> dict[str, str] | None:
    style = parameters.get("style", "single")
    return None if style == "any" else {"val": "double" if style == "single" else "single"}


def _baseline(parameters: Parameters) -> dict[str, str]:
    return {"val": "superscript" if parameters["value"] == "subscript" else "subscript"}


def _shade(parameters: Parameters) -> dict[str, str]:
    return {"val": "clear", "color": "auto", "fill": near_colour(str(parameters["colour"]))}


def _spacing(parameters: Parameters) -> dict[str, str]:
    return {"val": str(int((length_points(str(parameters["value"])) + OFF_POINTS / 3) * TWIPS))}


def _raised(parameters: Parameters) -> dict[str, str]:
    return {"val": str(int((length_points(str(parameters["value"])) + OFF_POINTS / 3) * 2))}


def _size(parameters: Parameters) -> dict[str, str]:
    return {"val": str(int(near_size(str(parameters["size"])) * 2))}


LEFT_OUT_CHARACTERS: dict[str, tuple[Undo, ...]] = {
    "W.font_east_asian": (other_font("eastAsia", near=False),),
    "W.font_latin": (other_font("ascii", "hAnsi", latin=True, near=False),),
    "W.strike": (no_strike, *set_run("strike", {"val": "1"})),
    "W.highlight": (no_marker, *set_run("highlight", {"val": "darkGray"})),
    "W.capitals": (no_capitals, other_capitals),
    "W.text_effect": (no_effect,),
    "W.raised": set_run("position", {"val": "0"}, {"val": "6"}),
    "W.scale": set_run("w", {"val": "100"}, {"val": "150"}),
    "W.shading": set_run("shd", {"val": "clear", "color": "auto", "fill": "auto"}),
    "W.character_border": set_run("bdr", {"val": "none"}, {"val": "single", "sz": "4"}),
    "W.hidden_text": set_run("vanish", {"val": "0"}, {"val": "1"}),
}
NEAR_CHARACTERS: dict[str, tuple[Undo, ...]] = {
    "W.font_east_asian": (other_font("eastAsia"),),
    "W.font_latin": (other_font("ascii", "hAnsi", latin=True),),
    "W.font_size": (near_run("sz", _size),),
    "W.colour": (near_run("color", lambda parameters: {"val": near_colour(str(parameters["colour"]))}),),
    "W.highlight": (other_marker,),
    "W.spacing": (near_run("spacing", _spacing),),
    "W.baseline": (near_run("vertAlign", _baseline),),
    "W.capitals": (other_capitals,),
    "W.text_effect": (other_effect,),
    "W.underline": (near_run("u", _underline),),
    "W.raised": (near_run("position", _raised),),
    "W.scale": (near_run("w", lambda parameters: {"val": str(int(parameters["value"]) + 10)}),),
    "W.shading": (near_run("shd", _shade),),
}
