"""Proposals for presentations: words and their look, things on slides, slides as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from grading.checks.selectors import has_text
from grading.checks.similar import bare
from grading.office.model import FillKind, ListKind, Paragraph, Presentation, ShapeKind, Slide
from grading.rubric.draft.looks import RUN_LOOKS, value_title
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _

CHECKED = frozenset({"font_east_asian", "font_latin", "font_size", "bold", "italic", "underline", "colour"})
SIZES = ("16:9", "4:3", "16:10")


class PresentationDraft:
    """Compares two presentations slide by slide."""

    def __init__(self, file: str, starter: Presentation | None, model: Presentation) -> None:
        """Slides are paired by their number."""
        self._file = file
        self._starter = starter or Presentation(format=model.format)
        self._model = model

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals slide by slide, then those about all slides."""
        for index, slide in enumerate(self._model.slides):
            before = self._starter.slides[index] if index < len(self._starter.slides) else Slide(number=index + 1)
            yield from self._words(slide, before)
            yield from self._characters(slide, before)
            yield from self._things(slide, before)
        count = len(self._model.slides)
        more = self._model.slides[len(self._starter.slides) :]
        if not any(_with_text(slide) for slide in more):  # what stands on new slides is asked for already
            yield self._make("slide_count", {"value": count}, _("共 {n} 张幻灯片").format(n=count))
        for value in SIZES:
            title = _("幻灯片大小为 {value}").format(value=value)
            yield self._make("slide_size", {"value": value}, title)

    def _make(
        self, kind: str, parameters: dict[str, object], title: str, *, group: tuple[str, str] = ("", "")
    ) -> Proposal:
        return Proposal(
            f"P.{kind}",
            self._file,
            parameters,  # type: ignore[arg-type]  # only texts and numbers are given
            title,
            group=group[0],
            group_title=group[1],
        )

    def _words(self, slide: Slide, before: Slide) -> Iterator[Proposal]:
        n = slide.number
        if bare(slide.title) and bare(slide.title) != bare(before.title):
            title = _("第 {n} 张的标题为“{text}”").format(n=n, text=quoted(slide.title))
            yield self._make("slide_title", {"slide": n, "text": slide.title}, title)
        known = {bare(one.text) for one in before.paragraphs()}
        for paragraph in _with_text(slide):
            if bare(paragraph.text) not in known and bare(paragraph.text) != bare(slide.title):
                title = _("第 {n} 张有文字“{text}”").format(n=n, text=quoted(paragraph.text))
                group = (f"text {n}", _("第 {n} 张的文字正确").format(n=n))
                yield self._make("text_present", {"slide": n, "text": paragraph.text.strip()}, title, group=group)
        notes = "\n".join(one.text for one in slide.notes if has_text(one))
        if notes:
            yield self._make("notes", {"slide": n, "text": notes}, _("第 {n} 张的备注正确").format(n=n))

    def _characters(self, slide: Slide, before: Slide) -> Iterator[Proposal]:
        """Yield the looks of text that was there before; new text has the looks of its placeholder."""
        n = slide.number
        known = {bare(one.text) for one in before.paragraphs()}
        for paragraph in [one for one in _with_text(slide) if bare(one.text) in known]:
            given = {"slide": n, "text": paragraph.text.strip()}
            for look in RUN_LOOKS:
                values = {
                    look.value(run.format) for run in paragraph.runs if any(look.counts(letter) for letter in run.text)
                }
                value = next(iter(values), "")
                if look.check not in CHECKED or len(values) != 1 or not value:
                    continue
                name = value_title(look.title, value)
                yield self._make(
                    look.check,
                    {**given, **({} if value == "true" else {look.parameter: value})},
                    _("第 {n} 张的“{text}”{what}").format(n=n, text=quoted(paragraph.text), what=name),
                    group=(f"{look.check} {value} {n}", _("第 {n} 张的正文等文字：{what}").format(n=n, what=name)),
                )
            alignment = paragraph.format.alignment.value
            title = _("第 {n} 张的“{text}”{what}").format(n=n, text=quoted(paragraph.text), what=_("对齐方式"))
            group = (f"alignment {alignment} {n}", _("第 {n} 张的文字对齐方式正确").format(n=n))
            yield self._make("alignment", {**given, "value": alignment}, title, group=group)
            mark = paragraph.format.list_mark
            if mark is not None and mark.kind in {ListKind.BULLET, ListKind.NUMBER}:
                is_numbered = mark.kind is ListKind.NUMBER
                title = _("第 {n} 张有项目符号或编号").format(n=n)
                parameters = {**given, **({"numbered": True} if is_numbered else {})}
                yield self._make("bulleted", parameters, title, group=(f"list {n}", title))
            for run in paragraph.runs:
                if run.link:
                    title = _("“{text}”有超链接").format(text=quoted(run.text))
                    yield self._make("hyperlink", {"slide": n, "text": run.text, "address": run.link}, title)

    def _things(self, slide: Slide, before: Slide) -> Iterator[Proposal]:
        n = slide.number
        pictures = sum(shape.kind is ShapeKind.PICTURE for shape in slide.all_shapes())
        if pictures:
            yield self._make("picture", {"slide": n, "at_least": pictures}, _("第 {n} 张插入了图片").format(n=n))
        for shape in slide.all_shapes():
            if shape.table is not None:
                rows = shape.table.rows
                columns = max((cell.column + cell.column_span for row in rows for cell in row.cells), default=0)
                title = _("第 {n} 张有 {rows} 行 {columns} 列的表格").format(n=n, rows=len(rows), columns=columns)
                yield self._make("table", {"slide": n, "rows": len(rows), "columns": columns}, title)
        if slide.transition is not None:
            group = ("transition", _("幻灯片有切换效果"))
            title = _("第 {n} 张有切换效果").format(n=n)
            yield self._make("transition", {"slide": n}, title, group=group)
        if slide.background.kind is not FillKind.NONE:
            given: dict[str, object] = {"slide": n, "kind": slide.background.kind.value}
            if slide.background.kind is FillKind.SOLID:
                given = {"slide": n, "colour": slide.background.colour}
            yield self._make("background", given, _("第 {n} 张的背景正确").format(n=n))
        if slide.layout_kind and before.layout_kind:
            title = _("第 {n} 张的版式正确").format(n=n)
            yield self._make("layout", {"slide": n, "type": slide.layout_kind}, title)
        by_id = {shape.id: shape for shape in slide.all_shapes()}
        for animation in slide.animations:
            text = by_id[animation.shape].text if animation.shape in by_id else ""
            title = _("第 {n} 张有动画").format(n=n)
            given = {"slide": n, "category": animation.category, **({"text": text} if text.strip() else {})}
            yield self._make("animation", given, title)
        if slide.hidden:
            yield self._make("hidden", {"slide": n}, _("隐藏第 {n} 张").format(n=n))


def _with_text(slide: Slide) -> list[Paragraph]:
    return [one for one in slide.paragraphs() if has_text(one)]
