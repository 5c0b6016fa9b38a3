"""Proposals for how slides look: characters and paragraphs, backgrounds, themes and masters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from grading.checks.character_looks import shown_colour
from grading.checks.names import is_same_font, named
from grading.checks.selectors import has_text
from grading.checks.similar import bare
from grading.checks.words import FILLS
from grading.office.model import (
    FillKind,
    ListKind,
    Paragraph,
    Presentation,
    RunFormat,
    Shape,
    Slide,
    paragraphs_of,
)
from grading.rubric.draft.drawings import Make
from grading.rubric.draft.looks import PARAGRAPH_LOOKS, RUN_LOOKS, RunLook, shown, size, value_title
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _

CHARACTERS = frozenset(
    "font_east_asian font_latin font_size bold italic underline strike colour spacing baseline capitals".split()
)
PARAGRAPHS = frozenset("alignment first_line_indent hanging_indent space_before space_after line_spacing".split())
SPACES = frozenset({"space_before", "space_after"})
LINKED = frozenset({"underline", "colour"})
"""What a link brings along."""

PLACES = {"title": frozenset({"title", "ctrTitle"}), "body": frozenset({"body", "obj"})}


class LookDraft:
    """Compares how slides look."""

    def __init__(self, starter: Presentation, model: Presentation, make: Make) -> None:
        """`make` makes a proposal of the family."""
        self._starter = starter
        self._model = model
        self._make = make
        self._masters = {place: _master_form(model, place) for place in PLACES}

    def proposals(self, slide: Slide, before: Slide | None, where: dict[str, object]) -> Iterator[Proposal]:
        """Yield the looks of text that was there before; new text has the looks of its placeholder."""
        old = Slide(number=0) if before is None else before
        known = {bare(one.text): (shape, one) for shape in old.all_shapes() for one in _own(shape)}
        for shape in slide.all_shapes():
            for paragraph in _own(shape):
                if has_text(paragraph) and bare(paragraph.text) in known:
                    yield from self._characters(slide, shape, paragraph, known[bare(paragraph.text)][1], where)
                    yield from self._paragraph(slide, paragraph, known[bare(paragraph.text)][1], where)
        yield from self._background(slide, before, where)
        if slide.number == 1:
            yield from self._master()

    def _characters(
        self, slide: Slide, shape: Shape, paragraph: Paragraph, before: Paragraph, where: dict[str, object]
    ) -> Iterator[Proposal]:
        n = slide.number
        given = {**where, "text": paragraph.text.strip()}
        for look in RUN_LOOKS:
            runs = [run for run in paragraph.runs if not (run.link and look.check in LINKED)]
            values = {look.value(run.format) for run in runs if any(look.counts(letter) for letter in run.text)}
            value = next(iter(values), "")
            if look.check not in CHARACTERS or len(values) != 1 or not value:
                continue
            if value in {look.value(run.format) for run in before.runs if run.text.strip()}:
                continue
            if self._is_of_master(shape, look, value):
                continue
            name = value_title(look.title, value)
            yield self._make(
                look.check,
                {**given, **({} if value == "true" else {look.parameter: value})},
                _("第 {n} 张的“{text}”{what}").format(n=n, text=quoted(paragraph.text), what=name),
                group=(f"{look.check} {value} {n}", _several(slide, paragraph, name)),
            )

    def _paragraph(
        self, slide: Slide, paragraph: Paragraph, before: Paragraph, where: dict[str, object]
    ) -> Iterator[Proposal]:
        n = slide.number
        given = {**where, "text": paragraph.text.strip()}
        for look in PARAGRAPH_LOOKS:
            value = look.value(paragraph)
            if look.check in SPACES and _size(paragraph) != _size(before):
                continue  # space of so many per cent grew with the letters
            if look.check in PARAGRAPHS and value and value != look.value(before):
                name = value_title(look.title, value)
                title = _("第 {n} 张的“{text}”{what}").format(n=n, text=quoted(paragraph.text), what=name)
                group = (f"{look.check} {value} {n}", _several(slide, paragraph, name))
                yield self._make(look.check, {**given, look.parameter: value}, title, group=group)
        if paragraph.format.level != before.format.level:
            level = paragraph.format.level + 1
            name = _("第 {n} 级文本").format(n=level)
            title = _("第 {n} 张的“{text}”{what}").format(n=n, text=quoted(paragraph.text), what=name)
            group = (f"level {level} {n}", _several(slide, paragraph, name))
            yield self._make("level", {**given, "level": level}, title, group=group)
        mark, old = paragraph.format.list_mark, before.format.list_mark
        if mark is None or mark.kind not in {ListKind.BULLET, ListKind.NUMBER}:
            return
        if old is None or (old.kind, old.text) != (mark.kind, mark.text):
            is_numbered = mark.kind is ListKind.NUMBER
            is_other = old is not None and old.kind is mark.kind and bool(mark.text)
            sign = {"sign": mark.text} if is_other and not is_numbered else {}
            title = _("第 {n} 张有编号").format(n=n) if is_numbered else _("第 {n} 张有项目符号").format(n=n)
            title = _("第 {n} 张的项目符号改为另一种").format(n=n) if sign else title
            parameters = {**given, **({"numbered": True} if is_numbered else sign)}
            yield self._make("bulleted", parameters, title, group=(f"list {n}", title))

    def _background(self, slide: Slide, before: Slide | None, where: dict[str, object]) -> Iterator[Proposal]:
        fill = slide.background
        if fill.kind is FillKind.NONE or (before is not None and before.background == fill):
            return
        if before is None and not slide.own_background:
            return
        is_plain = fill.kind is FillKind.SOLID
        words = shown_colour(fill.colour) if is_plain else named(FILLS, fill.kind.value)
        given = {"colour": fill.colour} if is_plain else {"kind": fill.kind.value}
        title = _("第 {n} 张的背景：{value}").format(n=slide.number, value=words)
        group = (f"background {words}", _("{n} 张幻灯片的背景：{value}").format(n="{n}", value=words))
        yield self._make("background", {**where, **given}, title, group=group)

    def _master(self) -> Iterator[Proposal]:
        """Yield what changed on the masters and layouts, and the theme."""
        known = {bare(shape.text) for one in self._starter.layouts for shape in one.shapes}
        pictures = {shape.picture.sha256 for one in self._starter.layouts for shape in one.shapes if shape.picture}
        for one in self._model.layouts:
            layout = {} if one.is_master else {"layout": one.name}
            place = _("幻灯片母版") if one.is_master else _("版式“{name}”").format(name=one.name)
            for shape in one.shapes:
                if bare(shape.text) and bare(shape.text) not in known and shape.placeholder is None:
                    title = _("{place}中有文字“{text}”").format(place=place, text=quoted(shape.text))
                    yield self._make("master", {**layout, "text": shape.text.strip()}, title)
                if shape.picture is not None and shape.picture.sha256 not in pictures:
                    title = _("{place}中有图片").format(place=place)
                    yield self._make("master", {**layout, "picture": True}, title)
        for place, form in self._masters.items():
            yield from self._master_font(place, form, _master_form(self._starter, place))
        themes = {slide.theme for slide in self._model.slides}
        if len(themes) == 1 and themes != {slide.theme for slide in self._starter.slides}:
            name = themes.pop()
            yield self._make("theme", {"name": name}, _("应用主题“{name}”").format(name=name))

    def _master_font(self, place: str, form: RunFormat, before: RunFormat) -> Iterator[Proposal]:
        name = _("标题") if place == "title" else _("正文")
        changes = (
            ("font", form.east_asian, before.east_asian),
            ("size", size(form.size_pt), size(before.size_pt)),
            ("colour", form.colour, before.colour),
        )
        for key, value, old in changes:
            if value and value != old and before != RunFormat() and self._is_seen(place, key, value):
                words = shown_colour(value) if key == "colour" else shown(value)
                title = _("母版中的{place}：{value}").format(place=name, value=words)
                yield self._make("master_font", {"place": place, key: value}, title)

    def _is_seen(self, place: str, key: str, value: str) -> bool:
        """Tell whether some slide shows what the master says; programs write masters of their own accord."""
        shapes = [one for slide in self._model.slides for one in slide.all_shapes() if one.placeholder is not None]
        own = [one for one in shapes if one.placeholder is not None and one.placeholder.kind in PLACES[place]]
        forms = [run.format for shape in own for one in paragraphs_of(shape.blocks) for run in one.runs]
        seen = {"font": {form.east_asian for form in forms}, "size": {size(form.size_pt) for form in forms}}
        return value in seen.get(key, {form.colour for form in forms})

    def _is_of_master(self, shape: Shape, look: RunLook, value: str) -> bool:
        """Tell whether text has a look because the master was changed, which is a point of its own."""
        kind = shape.placeholder.kind if shape.placeholder is not None else ""
        place = next((one for one, kinds in PLACES.items() if kind in kinds), "")
        if not place:
            return False
        form, before = self._masters[place], _master_form(self._starter, place)
        own = look.value(form)
        is_same = own == value or (look.check.startswith("font_") and bool(own) and is_same_font(own, value))
        return is_same and own != look.value(before)


def _own(shape: Shape) -> list[Paragraph]:
    cells = () if shape.table is None else (shape.table,)
    return [*paragraphs_of(shape.blocks), *paragraphs_of(cells)]


def _master_form(presentation: Presentation, place: str) -> RunFormat:
    """Return how the first master writes titles or body text."""
    shapes = [shape for one in presentation.layouts if one.is_master for shape in one.shapes]
    own = [one for one in shapes if one.placeholder is not None and one.placeholder.kind in PLACES[place]]
    runs = [run for shape in own for one in paragraphs_of(shape.blocks) for run in one.runs[:1]]
    return runs[0].format if runs else RunFormat()


def _size(paragraph: Paragraph) -> Decimal | None:
    return next((run.format.size_pt for run in paragraph.runs if run.text.strip()), None)


def _several(slide: Slide, paragraph: Paragraph, name: str) -> str:
    """Return the sentence for several paragraphs of a slide."""
    text = quoted(paragraph.text)
    return _("第 {slide} 张的“{text}”等 {n} 段{what}").format(slide=slide.number, text=text, n="{n}", what=name)
