"""Undoes what OpenDocument slides have beyond text: backgrounds, transitions, pictures; and drawings of documents."""

from __future__ import annotations

from collections.abc import Callable

from grading.office.odf.names import DRAW, PRESENTATION, SMIL, TEXT, XLINK
from grading.rubric.mutants.odf import OdfWay, Parameters, body_of, own_text, paragraphs_of, properties_of, restyled
from grading.rubric.mutants.package import Element, OfficePackage, drop, remove_all
from grading.rubric.mutants.word_values import near_colour

TRANSITION = (
    *(SMIL + name for name in ("type", "subtype", "direction", "fadeColor")),
    *(PRESENTATION + name for name in ("transition-style", "transition-type", "transition-speed", "duration")),
)
FILL = (DRAW + "fill", DRAW + "fill-color", DRAW + "fill-gradient-name", DRAW + "fill-image-name")


def slides_of(package: OfficePackage, parameters: Parameters) -> list[Element]:
    """Return the slide a check is about, or all."""
    pages = list(body_of(package).iter(DRAW + "page"))
    number = parameters.get("slide")
    return pages[int(number) - 1 : int(number)] if number else pages


def slides(change: Callable[[Element, Parameters], bool]) -> OdfWay:
    """Return the way that changes the page properties of the slides."""

    def undo(package: OfficePackage, parameters: Parameters) -> bool:
        styles = restyled(package, slides_of(package, parameters), "drawing-page", DRAW + "style-name")
        done = [change(properties_of(one, "drawing-page-properties"), parameters) for one in styles]
        return any(done)

    return undo


def _without(names: tuple[str, ...]) -> Callable[[Element, Parameters], bool]:
    def change(properties: Element, _parameters: Parameters) -> bool:
        done = [drop(properties, name) for name in names]
        return any(value is not None for value in done)

    return change


def _other_transition(properties: Element, parameters: Parameters) -> bool:
    if not parameters.get("effect") or properties.get(SMIL + "type") is None:
        return False
    properties.set(SMIL + "type", "barWipe" if properties.get(SMIL + "type") != "barWipe" else "fade")
    return True


def _other_ground(properties: Element, parameters: Parameters) -> bool:
    if not parameters.get("colour"):
        return False
    properties.set(DRAW + "fill", "solid")
    properties.set(DRAW + "fill-color", f"#{near_colour(str(parameters['colour']))}")
    return True


def no_pictures(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the pictures out, of one slide where the check names it."""
    holders = slides_of(package, parameters) or [body_of(package)]
    return remove_all([frame for holder in holders for frame in _frames(holder) if _is_picture(frame)])


def other_picture(package: OfficePackage, _parameters: Parameters) -> bool:
    """Let pictures be ones that are not there."""
    held = [one for frame in _frames(body_of(package)) if _is_picture(frame) for one in frame.findall(DRAW + "image")]
    for one in held:
        one.set(XLINK + "href", "Pictures/0.png")
    return bool(held)


def no_box(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the text boxes with a text out."""
    wanted = str(parameters.get("text", ""))
    boxes = [one for one in _frames(body_of(package)) if one.find(DRAW + "text-box") is not None]
    return remove_all([one for one in boxes if any(wanted in own_text(inner) for inner in paragraphs_of(one))])


def no_notes(package: OfficePackage, parameters: Parameters) -> bool:
    """Take the notes off the slides."""
    held = [one for page in slides_of(package, parameters) for one in page.findall(PRESENTATION + "notes")]
    texts = [one for notes in held for one in notes.iter(TEXT + "p")]
    for one in texts:
        remove_all(list(one))
        one.text = ""
    return bool(texts)


def _frames(holder: Element) -> list[Element]:
    return list(holder.iter(DRAW + "frame"))


def _is_picture(frame: Element) -> bool:
    return frame.find(DRAW + "image") is not None and frame.find(DRAW + "object") is None


SLIDE_WAYS: dict[str, tuple[OdfWay, ...]] = {
    "P.background": (slides(_without(FILL)),),
    "P.transition": (slides(_without(TRANSITION)),),
    "P.picture": (no_pictures,),
    "P.notes": (no_notes,),
    "W.picture_count": (no_pictures,),
    "W.text_box": (no_box,),
    **{f"{family}.picture_same": (other_picture, no_pictures) for family in "WP"},
}
SLIDE_NEAR: dict[str, tuple[OdfWay, ...]] = {
    "P.background": (slides(_other_ground),),
    "P.transition": (slides(_other_transition),),
}
