"""Undoes what the P checks look for in what moves: transitions and their timing, animations, their order and effect."""

from __future__ import annotations

import copy

from grading.checks.similar import bare
from grading.rubric.mutants.package import Element, OfficePackage, P, changed_any, drop, remove_all, text_of
from grading.rubric.mutants.shapes import local, named
from grading.rubric.mutants.slide import Parameters, T, Undo, slides_of
from grading.rubric.mutants.slide_parts import SlideWay, dropped, on_slides

P14_DURATION = "{http://schemas.microsoft.com/office/powerpoint/2010/main}dur"
SLIDE_ORDER = tuple(P + name for name in ("cSld", "clrMapOvr", "transition", "timing", "extLst"))
_LATER_MS = 500
_PAUSE_MS = 1000
_NOT_EFFECTS = {"sndAc", "extLst"}
_TRIGGERS = {"clickEffect": "afterEffect", "withEffect": "clickEffect", "afterEffect": "clickEffect"}
_CLASSES = {"entr": "exit", "exit": "entr", "emph": "entr", "path": "entr"}
_DIRECTIONS = {"l": "r", "r": "l", "u": "d", "d": "u"}
_WIPE, _FADE = 22, 10


def transitions(slide: Element) -> list[Element]:
    """Return the slide's transitions, whatever namespace they are in."""
    return list(named(slide, "transition"))


def _other_effect(slide: Element, parameters: Parameters) -> bool:
    """Let the slide come in with another effect."""
    wanted = str(parameters.get("effect", ""))
    changed = False
    for transition in transitions(slide) if wanted else ():
        for effect in [one for one in transition if local(one) not in _NOT_EFFECTS]:
            other = transition.makeelement(P + ("fade" if wanted != "fade" else "cut"), {})
            transition.replace(effect, other)
            changed = True
    return changed


def _no_effect(slide: Element, _parameters: Parameters) -> bool:
    return remove_all(transitions(slide))


def timing_way(name: str) -> SlideWay:
    """Return the way that changes one of the wanted things about how slides go on."""

    def change(slide: Element, parameters: Parameters) -> bool:
        wanted = parameters.get(name)
        if wanted is None or wanted == "":
            return False
        return changed_any(_other_timing(one, name, wanted) for one in transitions(slide))

    return change


def _other_timing(transition: Element, name: str, wanted: object) -> bool:
    match name:
        case "on_click":
            transition.set("advClick", "0" if wanted else "1")
        case "after":
            transition.set("advTm", str(int(str(wanted)) + _PAUSE_MS))
        case "duration":
            transition.set(P14_DURATION, str(int(str(wanted)) + _PAUSE_MS))
        case "direction":
            effects = [one for one in transition if local(one) not in _NOT_EFFECTS]
            for effect in effects:
                effect.set("dir", _DIRECTIONS.get(str(wanted), "l"))
            return bool(effects)
        case _:
            return bool(wanted) and remove_all(one for one in list(transition) if local(one) == "sndAc")
    return True


def animated(slide: Element) -> list[Element]:
    """Return the nodes of the slide's effects in their order of play."""
    return [one for one in slide.iter(P + "cTn") if one.get("presetClass") is not None]


def target_of(effect: Element) -> str:
    """Return the id of the shape that an effect moves."""
    return next((one.get("spid", "") for one in effect.iter(P + "spTgt")), "")


def shape_texts(slide: Element) -> dict[str, str]:
    """Return the texts (or names) of the shapes by their ids."""
    found: dict[str, str] = {}
    for shape in slide.iter(P + "sp", P + "pic", P + "graphicFrame", P + "grpSp", P + "cxnSp"):
        own = next(named(shape, "cNvPr"), None)
        if own is not None:
            found.setdefault(own.get("id", ""), text_of(shape, T) or own.get("name", ""))
    return found


def _meant(slide: Element, parameters: Parameters) -> list[Element]:
    wanted, texts = bare(str(parameters.get("text", ""))), shape_texts(slide)
    return [one for one in animated(slide) if wanted in bare(texts.get(target_of(one), ""))]


def _other_class(slide: Element, parameters: Parameters) -> bool:
    """Let the shape go where it should come."""
    effects = _meant(slide, parameters) if parameters.get("category") else []
    for effect in effects:
        effect.set("presetClass", _CLASSES.get(effect.get("presetClass", ""), "entr"))
    return bool(effects)


def _other_target(slide: Element, parameters: Parameters) -> bool:
    """Move another shape of the slide."""
    wanted, texts = bare(str(parameters.get("text", ""))), shape_texts(slide)
    others = [identity for identity, text in texts.items() if identity and wanted not in bare(text)]
    effects = _meant(slide, parameters) if wanted and others else []
    for effect in effects:
        for target in effect.iter(P + "spTgt"):
            target.set("spid", others[0])
    return bool(effects)


def _no_effect_on(slide: Element, parameters: Parameters) -> bool:
    """Take the effects off the shape; with the last one all of the timing goes."""
    effects = _meant(slide, parameters)
    changed = remove_all(parent for effect in effects if (parent := effect.getparent()) is not None)
    if changed and not animated(slide):
        remove_all(slide.findall(P + "timing"))
    return changed


def _other_trigger(slide: Element, parameters: Parameters) -> bool:
    effects = _meant(slide, parameters) if parameters.get("trigger") else []
    for effect in effects:
        effect.set("nodeType", _TRIGGERS.get(effect.get("nodeType", ""), "clickEffect"))
    return bool(effects)


def _other_delay(slide: Element, parameters: Parameters) -> bool:
    changed = False
    for effect in _meant(slide, parameters) if parameters.get("delay") is not None else ():
        for condition in effect.findall(f"{P}stCondLst/{P}cond"):
            condition.set("delay", str(int(parameters["delay"]) + _LATER_MS))
            changed = True
    return changed


def _other_length(slide: Element, parameters: Parameters) -> bool:
    changed = False
    for effect in _meant(slide, parameters) if parameters.get("duration") is not None else ():
        for node in effect.iter(P + "cTn"):
            if node.get("dur", "").isdecimal():
                node.set("dur", str(int(parameters["duration"]) + _LATER_MS))
                changed = True
    return changed


def _other_preset(slide: Element, parameters: Parameters) -> bool:
    """Move the shape in another way: by wiping, or by fading where it should wipe."""
    effects = _meant(slide, parameters)
    for effect in effects:
        fades = effect.get("presetID") != str(_FADE)
        effect.set("presetID", str(_FADE if fades else _WIPE))
        drop(effect, "presetSubtype")
        for one in effect.iter(P + "animEffect"):
            one.set("filter", "fade" if fades else "wipe(left)")
    return bool(effects)


def _order_swapped(slide: Element, parameters: Parameters) -> bool:
    """Let the last two of the named shapes come the other way round."""
    texts = shape_texts(slide)
    named_effects = []
    for wanted in [bare(str(text)) for text in parameters["texts"]]:
        named_effects += [one for one in animated(slide) if wanted in bare(texts.get(target_of(one), ""))][:1]
    if len(named_effects) < 2:
        return False
    one, other = named_effects[-2:]
    places = [_clicked(effect) for effect in (one, other)]
    if places[0] is not None and places[1] is not None and places[0] is not places[1]:
        _swapped(places[0], places[1])
        return True
    ids = target_of(one), target_of(other)
    for effect, identity in ((one, ids[1]), (other, ids[0])):
        for target in effect.iter(P + "spTgt"):
            target.set("spid", identity)
    return True


def _clicked(effect: Element) -> Element | None:
    """Return the step of the main sequence that an effect belongs to, if it has the step for itself."""
    for outer in effect.iterancestors(P + "par"):
        parent = outer.getparent()
        node = None if parent is None else parent.getparent()
        if node is not None and node.get("nodeType") == "mainSeq":
            return outer if len(animated(outer)) == 1 else None
    return None


def _swapped(one: Element, other: Element) -> None:
    first, second = copy.deepcopy(one), copy.deepcopy(other)
    for old, new in ((one, second), (other, first)):
        parent = old.getparent()
        if parent is not None:
            parent.replace(old, new)


def animated_again(package: OfficePackage, parameters: Parameters, starter: OfficePackage | None) -> bool:
    """Let the slide move again as in the starter file."""
    if starter is None:
        return False
    changed = False
    for slide, before in zip(slides_of(package, parameters), slides_of(starter, parameters), strict=False):
        for timing in before.findall(P + "timing"):
            remove_all(slide.findall(P + "timing"))
            after = [one for one in slide if one.tag == P + "extLst"]
            slide.insert(slide.index(after[0]) if after else len(slide), copy.deepcopy(timing))
            changed = True
    return changed


_TIMES = tuple(timing_way(name) for name in ("after", "duration", "direction", "on_click", "sound"))

MOTIONS: dict[str, tuple[Undo, ...]] = {
    "P.transition": (
        on_slides(_other_effect, only_last=True),
        on_slides(_other_effect),
        on_slides(_no_effect, only_last=True),
        on_slides(_no_effect),
    ),
    "P.transition_timing": tuple(
        way for change in _TIMES for way in (on_slides(change, only_last=True), on_slides(change))
    ),
    "P.animation": (on_slides(_other_class), on_slides(_other_target), on_slides(_no_effect_on), dropped(P + "timing")),
    "P.animation_timing": (on_slides(_other_trigger), on_slides(_other_delay), on_slides(_other_length)),
    "P.animation_order": (on_slides(_order_swapped),),
    "P.animation_effect": (on_slides(_other_preset),),
    "P.no_animations": (animated_again,),
}
