"""Proposals for what moves and how a presentation is shown: transitions, animations, sections, show settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grading.checks.names import named
from grading.checks.similar import bare
from grading.checks.slides_motion import ODF_ENTRANCES, SMIL_SIDES, STARTS
from grading.checks.slides_page import SMIL_EFFECTS
from grading.checks.words import ANIMATIONS, DIRECTIONS, TRANSITIONS, animation_name
from grading.office.model import Animation, Presentation, Slide
from grading.rubric.draft.drawings import Make
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _


def motion_proposals(make: Make, slide: Slide, before: Slide | None, where: dict[str, object]) -> Iterator[Proposal]:
    """Yield what moves on one slide."""
    n = slide.number
    known = [] if before is None else [(one.category, one.preset, one.filter) for one in before.animations]
    shapes = {shape.id: shape for shape in slide.all_shapes()}
    texts = {identifier: shape.text.strip() or shape.name for identifier, shape in shapes.items()}
    silent = {one.shape for one in slide.animations if one.shape in shapes and not shapes[one.shape].text.strip()}
    for one in slide.animations:
        if (one.category, one.preset, one.filter) not in known:
            # The name of a picture is its program's: an only one is looked for by nothing.
            is_only = one.shape in silent and len({other.shape for other in slide.animations}) == 1
            name = _("图片") if is_only and shapes[one.shape].picture is not None else ""
            needs = f"{_('第 {n} 张').format(n=n)}picture" if name else ""
            given = {**where, "text": "" if is_only else texts.get(one.shape, "")}
            for proposal in _animation(make, one, n, given, name):
                yield replace(proposal, needs=proposal.needs or needs)
    animated = [texts[one.shape] for one in slide.animations if texts.get(one.shape)]
    if len(set(animated)) > 1:
        given = {**where, "texts": list(dict.fromkeys(animated))}
        yield make("animation_order", given, _("第 {n} 张的动画顺序正确").format(n=n))
    if before is not None and before.animations and not slide.animations:
        yield make("no_animations", dict(where), _("第 {n} 张删除动画").format(n=n))
    if slide.hidden:
        yield make("hidden", dict(where), _("隐藏第 {n} 张").format(n=n))
    known_comments = set() if before is None else {bare(one.text) for one in before.comments}
    for comment in slide.comments:
        if bare(comment.text) not in known_comments:
            title = _("第 {n} 张有批注“{text}”").format(n=n, text=quoted(comment.text))
            yield make("comment", {**where, "text": comment.text.strip()}, title)


def show_proposals(make: Make, starter: Presentation, model: Presentation) -> Iterator[Proposal]:
    """Yield transitions, sections and the settings of the show."""
    effects = {_effect(slide) for slide in model.slides if slide.transition is not None}
    holding = [slide for slide in model.slides if slide.transition is not None and slide.transition.effect]
    if len(effects) == 1 and len(holding) == len(model.slides):
        effect = next(iter(effects))
        title = _("全部幻灯片的切换效果：{name}").format(name=named(TRANSITIONS, effect))
        yield make("transition", {"effect": effect}, title)
    else:
        for slide in holding:
            effect = _effect(slide)
            name = named(TRANSITIONS, effect)
            title = _("第 {n} 张的切换效果：{name}").format(n=slide.number, name=name)
            group = (f"transition {effect}", _("{n} 张幻灯片的切换效果：{name}").format(n="{n}", name=name))
            yield make("transition", {"slide": slide.number, "effect": effect}, title, group=group)
    yield from _timings(make, model)
    known = {section.name for section in starter.sections}
    for section in model.sections:
        if section.name not in known and section.slides:
            title = _("有名为“{name}”的节").format(name=section.name)
            yield make("section", {"name": section.name, "slide": section.slides[0]}, title)
    if model.show.kind != starter.show.kind:
        yield make("show", {"kind": model.show.kind}, _("放映类型正确"))
    if model.show.loop and not starter.show.loop:
        yield make("show", {"loop": True}, _("循环放映"))
    if model.show.slides:
        ends = {"first": min(model.show.slides), "last": max(model.show.slides)}
        yield make("show", dict(ends), _("放映第 {first} 到第 {last} 张").format(**ends))


def _animation(make: Make, one: Animation, n: int, given: dict[str, object], name: str) -> Iterator[Proposal]:
    text = quoted(str(given["text"])) or name
    moves = f"animation {n} {text}"
    title = _("第 {n} 张的“{text}”有{kind}动画").format(n=n, text=text, kind=named(ANIMATIONS, one.category))
    yield replace(make("animation", {**given, "category": one.category}, title), gives=moves)
    preset = one.preset if one.preset is not None else _preset(one.effect)
    name = animation_name(one.category, preset, one.filter or one.effect)
    effect: dict[str, object] = {"preset": preset} if preset is not None else {"name": one.filter or one.effect}
    title = _("第 {n} 张的“{text}”的动画效果：{name}").format(n=n, text=text, name=name)
    yield replace(make("animation_effect", {**given, **effect, "category": one.category}, title), needs=moves)
    if one.trigger not in {"", "clickEffect"}:
        title = _("第 {n} 张的“{text}”的动画{start}开始").format(n=n, text=text, start=named(STARTS, one.trigger))
        yield replace(make("animation_timing", {**given, "trigger": one.trigger}, title), needs=moves)


def _effect(slide: Slide) -> str:
    """Return a slide's transition in the words of OOXML."""
    effect = slide.transition.effect if slide.transition is not None else ""
    return SMIL_EFFECTS.get(effect, effect)


def _preset(effect: str) -> int | None:
    """Return the number of an effect that an ODF file names."""
    name = effect.removeprefix("ooo-entrance-").removeprefix("ooo-exit-")
    return next((number for number, known in ODF_ENTRANCES.items() if known == name), None)


def _timings(make: Make, model: Presentation) -> Iterator[Proposal]:
    """Yield when slides go on by themselves, and the direction and sound of transitions, where all have the same."""
    seen = [slide.transition for slide in model.slides]
    own = [one for one in seen if one is not None]
    if not own or len(own) < len(seen):
        return
    times, options, clicks = {one.after_ms for one in own}, {one.options for one in own}, {one.on_click for one in own}
    if len(times) == 1 and own[0].after_ms is not None:
        seconds = f"{own[0].after_ms / 1000:g}"
        yield make("transition_timing", {"after": own[0].after_ms}, _("每隔 {n} 秒自动换片").format(n=seconds))
    if clicks == {False}:
        yield make("transition_timing", {"on_click": False}, _("取消单击鼠标时换片"))
    sides = {name: side for side, name in SMIL_SIDES.items()} | {f"dir={side}": side for side in SMIL_SIDES}
    direction = next((sides[part] for part in own[0].options if part in sides), "")
    if len(options) == 1 and direction:
        title = _("切换方向：{name}").format(name=named(DIRECTIONS, direction))
        yield make("transition_timing", {"direction": direction}, title)
    if all(one.sound for one in own):
        yield make("transition_timing", {"sound": True}, _("切换时有声音"))
