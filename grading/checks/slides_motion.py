"""P: what moves: when slides go on, how animations start, in which order, with which effect."""

from __future__ import annotations

from collections.abc import Iterable

from grading.checks.finding import Finding, NotThereError
from grading.checks.names import named
from grading.checks.selectors import short
from grading.checks.similar import bare
from grading.checks.slides_find import OnSlide, OnSlides, chosen_slides, get_slide, slide_name
from grading.checks.slides_parts import place_of
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType
from grading.checks.values import Milliseconds
from grading.checks.words import DIRECTIONS, animation_name
from grading.office.model import Animation, Shape, Slide, Transition
from itembank.base.i18n import N_, _

MILLISECONDS_OFF = 100
ODF_ENTRANCES = {
    1: "appear", 2: "fly-in", 3: "venetian-blinds", 4: "box", 5: "checkerboard", 6: "circle", 7: "fly-in-slow",
    8: "diamond", 9: "dissolve-in", 10: "fade-in", 11: "flash-once", 12: "peek-in", 13: "plus", 14: "random-bars",
    15: "spiral-in", 16: "split", 17: "stretchy", 18: "diagonal-squares", 19: "swivel", 20: "wedge", 21: "wheel",
    22: "wipe", 23: "zoom",
}  # fmt: skip
"""The effects of the gallery by their numbers in OOXML, and how ODF names them after "ooo-entrance-"."""

SMIL_SIDES = {"l": "fromRight", "r": "fromLeft", "u": "fromBottom", "d": "fromTop"}
"""Directions as ODF names them: OOXML says where a slide moves to, ODF where it comes from."""

STARTS = {"clickEffect": N_("单击时"), "withEffect": N_("与上一动画同时"), "afterEffect": N_("上一动画之后")}


class TimingOf(OnSlides, frozen=True, kw_only=True):
    """How slides go on: by click, after a time; how long the effect takes; its direction (l, r, u, d); a sound."""

    on_click: bool | None = None
    after: Milliseconds | None = None
    duration: Milliseconds | None = None
    direction: str = ""
    sound: bool | None = None


class AnimationTiming(OnSlide, frozen=True, kw_only=True):
    """The animation of the shape with a text: how it starts (clickEffect, withEffect, afterEffect), delay, duration."""

    text: str = ""
    trigger: str = ""
    delay: Milliseconds | None = None
    duration: Milliseconds | None = None


class AnimationOrder(OnSlide, frozen=True, kw_only=True):
    """Texts of the shapes of a slide in the order in which they are animated; others may come between."""

    texts: tuple[str, ...]


class AnimationEffect(OnSlide, frozen=True, kw_only=True):
    """The effect of the shape with a text: its number in the program's gallery, or a word of its name or filter.

    `category` is "entr", "emph", "exit" or "path", for numbers mean other effects in each; "" for any.
    """

    text: str = ""
    preset: int | None = None
    name: str = ""
    category: str = ""


def timing(subject: Subject, file: str, wanted: TimingOf) -> Finding:
    """Look how slides go on."""
    slides = chosen_slides(subject.presentation(file), wanted)
    looks = [(1, _timing_look(slide.transition, wanted)) for slide in slides]
    return weigh(looks, Wanted(_("换片方式"), " ".join(_timing_goal(wanted)) or _("有"), place_of(slides, wanted)))


def animation_timing(subject: Subject, file: str, wanted: AnimationTiming) -> Finding:
    """Look when an animation starts and how long it takes."""
    slide = get_slide(subject.presentation(file), wanted)
    own = _animations(slide, wanted.text)
    is_met = any(
        wanted.trigger in {"", one.trigger}
        and _is_time(one.delay_ms, wanted.delay)
        and _is_time(one.duration_ms, wanted.duration)
        for one in own
    )
    seen = "；".join(_timing_words(one.trigger, one.delay_ms, one.duration_ms or 0) for one in own[:3])
    goal = _timing_words(wanted.trigger, wanted.delay, wanted.duration)
    return compared(is_met=is_met, what=_("动画计时"), seen=seen, wanted=goal, place=slide_name(slide))


def animation_order(subject: Subject, file: str, wanted: AnimationOrder) -> Finding:
    """Look in which order shapes are animated."""
    slide = get_slide(subject.presentation(file), wanted)
    texts = {shape.id: shape.text or shape.name for shape in slide.all_shapes()}
    seen = [bare(texts.get(one.shape, "")) for one in slide.animations]
    place, is_met = 0, True
    for text in wanted.texts:
        place = next((n + 1 for n, one in enumerate(seen) if n >= place and bare(text) in one), 0)
        if not place:
            is_met = False
            break
    goal = " → ".join(short(text, 8) for text in wanted.texts)
    order = " → ".join(short(text, 8) for text in seen)
    return compared(is_met=is_met, what=_("动画顺序"), seen=order, wanted=goal, place=slide_name(slide))


def animation_effect(subject: Subject, file: str, wanted: AnimationEffect) -> Finding:
    """Look which effect an animation has."""
    slide = get_slide(subject.presentation(file), wanted)
    own = _animations(slide, wanted.text)
    name = wanted.name.casefold()
    is_met = any(
        (wanted.preset in {None, one.preset} or _is_odf_effect(one, wanted.preset))
        and wanted.category in {"", one.category}
        and (not name or name in one.effect.casefold() or name in one.filter.casefold())
        for one in own
    )
    seen = "、".join(animation_name(one.category, one.preset, one.filter or one.effect) for one in own[:3])
    goal = animation_name(wanted.category or own[0].category, wanted.preset, wanted.name)
    return compared(is_met=is_met, what=_("动画效果"), seen=seen, wanted=goal, place=slide_name(slide))


def no_animations(subject: Subject, file: str, wanted: OnSlides) -> Finding:
    """Look that the animations of the starter's slide are gone, its content still there."""
    slides = chosen_slides(subject.presentation(file), wanted)
    if not any(slide.text.strip() for slide in slides):
        raise NotThereError(_("演示文稿中没有文字，不算删除。"))
    looks = [(1, Look(not one.animations, _("{n} 个动画").format(n=len(one.animations)))) for one in slides]
    return weigh(looks, Wanted(_("动画"), _("没有动画"), place_of(slides, wanted)))


def _is_odf_effect(seen: Animation, preset: int | None) -> bool:
    name = ODF_ENTRANCES.get(preset or 0, "")
    return bool(name) and seen.effect in {f"ooo-entrance-{name}", f"ooo-exit-{name}"}


def _timing_look(seen: Transition | None, wanted: TimingOf) -> Look:
    own = seen or Transition()
    met = [
        wanted.on_click in {None, own.on_click},
        _is_time(own.after_ms, wanted.after),
        _is_time(own.duration_ms, wanted.duration),
        not wanted.direction or bool({f"dir={wanted.direction}", SMIL_SIDES.get(wanted.direction)} & set(own.options)),
        wanted.sound is None or bool(own.sound) is wanted.sound,
    ]
    clicked = _("单击时") if own.on_click else _("单击时不换片")
    words = [clicked] if wanted.on_click is not None or own.after_ms is None else []
    words += [_("自动换片，{time}之后").format(time=_seconds(own.after_ms))] if own.after_ms is not None else []
    words += [_("持续 {time}").format(time=_seconds(own.duration_ms))] if own.duration_ms is not None else []
    sides = [part.removeprefix("dir=") for part in own.options if part.startswith("dir=")]
    words += [_("方向{name}").format(name=named(DIRECTIONS, side)) for side in sides if wanted.direction]
    words += [_("有声音")] if own.sound else [_("没有声音")] if wanted.sound else []
    return Look(all(met), "、".join(words))


def _timing_goal(wanted: TimingOf) -> Iterable[str]:
    if wanted.on_click is not None:
        yield _("单击时") if wanted.on_click else _("单击时不换片")
    if wanted.after is not None:
        yield _("自动换片，{time}之后").format(time=_seconds(wanted.after))
    if wanted.duration is not None:
        yield _("持续 {time}").format(time=_seconds(wanted.duration))
    if wanted.direction:
        yield _("方向{name}").format(name=named(DIRECTIONS, wanted.direction))
    if wanted.sound:
        yield _("有声音")


def _is_time(seen: int | None, wanted: int | None) -> bool:
    return wanted is None or (seen is not None and abs(seen - wanted) <= MILLISECONDS_OFF)


def _seconds(time: int) -> str:
    return _("{n} 秒").format(n=f"{time / 1000:g}")


def _timing_words(trigger: str, delay: int | None, duration: int | None) -> str:
    """Return when an animation starts and how long it takes; None is not looked at."""
    parts = [named(STARTS, trigger)] if trigger else []
    parts += [] if delay is None else [_("延迟 {time}").format(time=_seconds(delay))]
    parts += [] if duration is None else [_("持续 {time}").format(time=_seconds(duration))]
    return _("，").join(parts)


def _animations(slide: Slide, text: str) -> list[Animation]:
    shapes: dict[str, Shape] = {shape.id: shape for shape in slide.all_shapes()}
    own = [
        one
        for one in slide.animations
        if not text or (one.shape in shapes and bare(text) in bare(shapes[one.shape].text or shapes[one.shape].name))
    ]
    if not own:
        raise NotThereError(_("{slide}的“{text}”没有动画。").format(slide=slide_name(slide), text=short(text)))
    return own


SLIDE_MOTIONS: tuple[AnyCheckType, ...] = (
    CheckType("P.transition_timing", N_("换片方式"), TimingOf, timing),
    CheckType("P.animation_timing", N_("动画计时"), AnimationTiming, animation_timing),
    CheckType("P.animation_order", N_("动画顺序"), AnimationOrder, animation_order),
    CheckType("P.animation_effect", N_("动画效果"), AnimationEffect, animation_effect),
    CheckType("P.no_animations", N_("已删除动画"), OnSlides, no_animations),
)
