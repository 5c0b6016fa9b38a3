"""Transitions and animations of a slide."""

from __future__ import annotations

from lxml import etree

from grading.office.drawing.names import P14, P
from grading.office.model_presentation import Animation, Transition
from grading.office.units import is_on, whole_number

_ANIMATIONS_MAX = 2_000
_SOUND = "sndAc"
_EXTENSIONS = "extLst"


def read_transition(root: etree._Element) -> Transition | None:
    """Read a slide's transition, None if it has none."""
    element = root.find(P + "transition")
    if element is None:
        return None
    effect = next((c for c in element if etree.QName(c).localname not in {_SOUND, _EXTENSIONS}), None)
    sound = next(element.iter(P + "snd"), None)
    return Transition(
        effect="" if effect is None else _effect_name(effect),
        options=() if effect is None else tuple(sorted(f"{name!s}={value!s}" for name, value in effect.attrib.items())),
        speed=element.get("spd", "fast"),
        duration_ms=whole_number(element.get(P14 + "dur")),
        on_click=is_on(element.get("advClick")),
        after_ms=whole_number(element.get("advTm")),
        sound="" if sound is None else sound.get("name", "sound"),
    )


def _effect_name(effect: etree._Element) -> str:
    # Newer effects share one element and tell their name in an attribute.
    name = etree.QName(effect).localname
    return effect.get("prst", name) if name == "prstTrans" else name


def read_animations(root: etree._Element) -> list[Animation]:
    """Return the effects of a slide in their order of play, those started by shapes after the main sequence."""
    timing = root.find(P + "timing")
    if timing is None:
        return []
    found: list[Animation] = []
    for node in timing.iter(P + "cTn"):
        if node.get("presetClass") is not None and len(found) < _ANIMATIONS_MAX:
            found.append(_animation(node))
    return sorted(found, key=lambda animation: animation.interactive)


def _animation(node: etree._Element) -> Animation:
    target = next(node.iter(P + "spTgt"), None)
    effect = next(node.iter(P + "animEffect"), None)
    lengths = [whole_number(inner.get("dur")) for inner in node.iter(P + "cTn")]
    delay = node.find(f"{P}stCondLst/{P}cond")
    known = [length for length in lengths if length is not None]
    return Animation(
        shape="" if target is None else target.get("spid", ""),
        category=node.get("presetClass", ""),
        preset=whole_number(node.get("presetID")),
        subtype=whole_number(node.get("presetSubtype")),
        filter="" if effect is None else effect.get("filter", ""),
        trigger=node.get("nodeType", ""),
        delay_ms=0 if delay is None else whole_number(delay.get("delay")) or 0,
        duration_ms=max(known, default=None),
        repeat=node.get("repeatCount", ""),
        paragraphs=_paragraphs(target),
        interactive=_is_interactive(node),
    )


def _paragraphs(target: etree._Element | None) -> str:
    part = None if target is None else target.find(f"{P}txEl/{P}pRg")
    return "" if part is None else f"{part.get('st', '')}-{part.get('end', '')}"


def _is_interactive(node: etree._Element) -> bool:
    return any(outer.get("nodeType") == "interactiveSeq" for outer in node.iterancestors(P + "cTn"))
