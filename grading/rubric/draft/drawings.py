"""Proposals for what is drawn, the same in documents, on slides and on sheets: pictures, shapes, WordArt, charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from grading.checks.drawings import NOT_DRAWN, is_word_art, pictures_in, words_of
from grading.checks.similar import bare
from grading.checks.words import shown_word
from grading.office.model import Chart, FillKind, Shape, ShapeKind
from grading.rubric.draft.looks import centimetres, length_title, points_text, shown
from grading.rubric.draft.proposal import Proposal, bound, quoted
from itembank.base.i18n import _

USUAL_FILLS = frozenset({"FFFFFF", "4F81BD", "5B9BD5", "4472C4", "4874CB", "156082", "729FCF", "BBE0E3"})
"""What new text boxes and shapes are filled with by themselves, in the programs of the last twenty years."""

LEAST_TEXT = 40
"""So many characters of a series are enough to tell it."""


class Make(Protocol):
    """Makes a proposal of one family about one file."""

    def __call__(
        self, kind: str, parameters: dict[str, object], title: str, *, group: tuple[str, str] = ..., points: int = ...
    ) -> Proposal: ...


@dataclass(frozen=True)
class Drawings:
    """What is drawn at one place, now and before; `where` are the parameters of the place, `place` its words.

    `sources` tells the pictures that were handed out by their digests; `tells_boxes` that text boxes are shapes here.
    """

    now: Sequence[Shape]
    before: Sequence[Shape]
    where: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    tells_boxes: bool = False

    def proposals(self, make: Make) -> Iterator[Proposal]:
        """Yield proposals: pictures, then shapes, then WordArt, SmartArt and groups."""
        yield from self._pictures(make)
        yield from self._shapes(make)
        known = {bare(words_of(one)) for one in self.before if is_word_art(one)}
        for one in self.now:
            words = words_of(one) if is_word_art(one) else ""
            if bare(words) and bare(words) not in known:
                title = _("{place}有艺术字“{text}”").format(place=self.place, text=quoted(words))
                yield make("word_art", {**self.where, "text": words.strip()}, title)
            if one.diagram is not None and not any(shape.diagram == one.diagram for shape in self.before):
                texts = [node.text for node in one.diagram.nodes if bare(node.text)]
                title = _("{place}有 SmartArt 图形").format(place=self.place)
                yield make("smart_art", {**self.where, "texts": texts}, title)
            if one.kind is ShapeKind.GROUP and len(one.children) > 1:
                title = _("{place}组合 {n} 个图形").format(place=self.place, n=len(one.children))
                yield make("group", {**self.where, "members": len(one.children)}, title)

    def charts(self, make: Make) -> Iterator[Proposal]:
        """Yield proposals for charts that show values of their own."""
        known = [one.chart for one in self.before if one.chart is not None]
        for one in self.now:
            if one.chart is not None and one.chart not in known:
                yield from _chart(make, one.chart, self.where, self.place)

    def _pictures(self, make: Make) -> Iterator[Proposal]:
        known = {one.picture.sha256 for one in pictures_in(self.before) if one.picture is not None}
        sizes = {_size(one) for one in pictures_in(self.before)}
        for number, one in enumerate(pictures_in(self.now), 1):
            picture = one.picture
            if picture is None:
                continue
            which = {**self.where, **({"picture": number} if number > 1 else {})}
            source = self.sources.get(picture.sha256)
            if source is not None and picture.sha256 not in known:
                title = _("{place}插入的是图片“{path}”").format(place=self.place, path=source)
                yield replace(
                    make("picture_same", {**self.where, "source": source}, title), needs=f"{self.place}picture"
                )
            if _size(one) not in sizes and one.width_pt and one.height_pt:
                width, height = centimetres(one.width_pt), centimetres(one.height_pt)
                words = f"{length_title(width)} × {length_title(height)}"
                title = _("{place}第 {n} 张图片大小：{size}").format(place=self.place, n=number, size=words)
                given = {**which, "width": width, "height": height}
                yield replace(make("picture_size", given, title), needs=f"{self.place}picture")
            sides = {side: round(getattr(picture, f"crop_{side}") / 10) for side in ("left", "top", "right", "bottom")}
            if any(sides.values()):
                title = _("{place}第 {n} 张图片已裁剪").format(place=self.place, n=number)
                given = {**which, **{side: cut for side, cut in sides.items() if cut}}
                yield replace(make("picture_crop", given, title), needs=f"{self.place}picture")

    def _shapes(self, make: Make) -> Iterator[Proposal]:
        drawn = [one for one in self.now if is_drawn(one)]
        known = Counter(_key(one) for one in self.before if is_drawn(one))
        alike = Counter(_key(one) for one in drawn)
        old = {_key(one): one for one in self.before if is_drawn(one)}
        for one in drawn:
            key = _key(one)
            which = {name: value for name, value in (("text", one.text.strip()), ("geometry", one.geometry)) if value}
            name = quoted(one.text) or shown_word(one.geometry)
            is_box = one.kind is ShapeKind.TEXT_BOX
            if alike[key] > known[key] and (self.tells_boxes or not is_box) and not one.link:
                title = _("{place}有{kind}“{text}”").format(
                    place=self.place, kind=shown_word(one.geometry) or _("图形"), text=quoted(one.text)
                )
                yield replace(make("shape", {**self.where, **which}, title.removesuffix("“”")), gives=f"shape {key}")
            if alike[key] > 1:  # of several like ones nobody could say which is meant
                continue
            yield from bound(self._shape_looks(make, one, old.get(key), which, name), f"shape {key}")

    def _shape_looks(
        self, make: Make, one: Shape, before: Shape | None, which: dict[str, str], name: str
    ) -> Iterator[Proposal]:
        which = {"text": which["text"]} if "text" in which else which
        is_usual = before is None and one.fill.colour in USUAL_FILLS
        is_same = before is not None and before.fill == one.fill
        if one.fill.kind is FillKind.SOLID and one.fill.colour and not is_same and not is_usual:
            title = _("{place}“{text}”的填充：{colour}").format(
                place=self.place, text=name, colour=shown(one.fill.colour)
            )
            yield make("shape_fill", {**self.where, **which, "colour": one.fill.colour}, title)
        if one.line.is_drawn and one.line.colour and before is not None and before.line != one.line:
            title = _("{place}“{text}”的轮廓：{colour}").format(
                place=self.place, text=name, colour=shown(one.line.colour)
            )
            width = {"width": points_text(one.line.width_pt)} if one.line.width_pt else {}
            yield make("shape_line", {**self.where, **which, "colour": one.line.colour, **width}, title)
        if one.rotation_degrees and (before is None or before.rotation_degrees != one.rotation_degrees):
            degrees = round(one.rotation_degrees)
            title = _("{place}“{text}”旋转 {n} 度").format(place=self.place, text=name, n=degrees)
            yield make("shape_rotation", {**self.where, **which, "degrees": degrees}, title)


def _chart(make: Make, chart: Chart, where: Mapping[str, object], place: str) -> Iterator[Proposal]:
    base: dict[str, object] = {**where, "type": next(iter(chart.kinds), "")}
    kind = shown_word(str(base["type"]))
    data: dict[str, object] = {}
    first = next(iter(chart.series), None)
    if first is not None and any(first.categories):
        data["categories"] = list(first.categories[:LEAST_TEXT])
    if first is not None and any(first.values):
        data["values"] = list(first.values[:LEAST_TEXT])
    title = _("{place}插入{kind}，数据正确").format(place=place, kind=kind)
    name = f"chart {place} {chart.title}"
    yield replace(make("chart", {**base, **data}, title, points=2), gives=name)
    if chart.title:
        title = _("{place}图表标题为“{text}”").format(place=place, text=quoted(chart.title))
        yield replace(make("chart", {**base, "title": chart.title}, title), needs=name)
    if chart.data_labels:
        title = _("{place}图表显示数据标签").format(place=place)
        yield replace(make("chart", {**base, "labels": True}, title), needs=name)


def is_drawn(shape: Shape) -> bool:
    """Tell whether a shape was drawn, in contrast to pictures, groups, WordArt and placeholders."""
    is_shape = shape.kind not in NOT_DRAWN and shape.kind not in {ShapeKind.GROUP, ShapeKind.DIAGRAM}
    return is_shape and bool(shape.geometry) and shape.placeholder is None and not is_word_art(shape)


def _key(shape: Shape) -> tuple[str, str]:
    return shape.geometry, bare(shape.text)


def _size(shape: Shape) -> tuple[object, object]:
    return shape.width_pt, shape.height_pt
