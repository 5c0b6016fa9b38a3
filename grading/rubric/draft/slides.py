"""Proposals for presentations: which slides there are, and slide by slide what stands on them and how it looks.

Slides are paired by their titles, else by their words: a slide may have been moved, deleted or put in. Every
proposal names its slide by number and by title, so that it is found at another place too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, pairwise

from grading.checks.drawings import is_word_art, pictures_in
from grading.checks.selectors import has_text
from grading.checks.similar import bare
from grading.checks.slides_page import LAYOUTS, layout_name
from grading.office.model import Paragraph, Presentation, Shape, ShapeKind, Slide, paragraphs_of
from grading.rubric.draft.drawings import Drawings, is_drawn
from grading.rubric.draft.proposal import Proposal, bound, quoted
from grading.rubric.draft.slide_looks import LookDraft
from grading.rubric.draft.slide_motion import motion_proposals, show_proposals
from grading.rubric.draft.slide_pairs import is_footer, pairs_of
from itembank.base.i18n import _

FOOTERS = {"sldNum": "slide_number", "dt": "date", "ftr": "footer"}
SIZES = ("16:9", "4:3", "16:10")


class PresentationDraft:
    """Compares two presentations."""

    def __init__(
        self, file: str, starter: Presentation | None, model: Presentation, sources: Mapping[str, str] | None = None
    ) -> None:
        """`sources` are the handed out pictures by their digests."""
        self._file = file
        self._starter = starter or Presentation(format=model.format)
        self._model = model
        self._sources = sources or {}
        self._pairs = pairs_of(self._starter, model)
        self._titles = Counter(bare(slide.title) for slide in model.slides)

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals about which slides there are, then slide by slide, then those about all slides."""
        yield from self._slides()
        looks = LookDraft(self._starter, self._model, self._make)
        for slide in self._model.slides:
            before = self._pairs.get(slide.number)
            where = self._where(slide)
            found = chain(
                self._words(slide, before, where),
                looks.proposals(slide, before, where),
                self._things(slide, before or Slide(number=0), where),
                motion_proposals(self._make, slide, before, where),
            )
            yield from found if before is not None else bound(found, f"slide {slide.number}", "slide_title")
        yield from self._footers()
        yield from show_proposals(self._make, self._starter, self._model)
        for value in SIZES:
            title = _("幻灯片大小为 {value}").format(value=value)
            yield self._make("slide_size", {"value": value}, title)

    def _make(
        self,
        kind: str,
        parameters: dict[str, object],
        title: str,
        *,
        group: tuple[str, str] = ("", ""),
        points: int = 1,
    ) -> Proposal:
        return Proposal(
            f"P.{kind}",
            self._file,
            parameters,  # type: ignore[arg-type]  # only texts and numbers are given
            title,
            group=group[0],
            group_title=group[1],
            points=points,
        )

    def _where(self, slide: Slide) -> dict[str, object]:
        """Return how checks find a slide: by its title too, where no other slide has the same."""
        is_telling = bare(slide.title) and self._titles[bare(slide.title)] == 1
        return {"slide": slide.number, **({"titled": slide.title.strip()} if is_telling else {})}

    def _slides(self) -> Iterator[Proposal]:
        """Yield what was deleted, put in and moved."""
        kept = {before.number for before in self._pairs.values()}
        for slide in self._starter.slides:
            words = slide.title.strip() or next((one.text for one in slide.paragraphs() if has_text(one)), "")
            if slide.number not in kept and words:
                title = _("删除幻灯片“{text}”").format(text=quoted(words))
                yield self._make("slide_deleted", {"text": words}, title)
        new = [slide for slide in self._model.slides if slide.number not in self._pairs]
        for slide in new:
            if not slide.title.strip():
                title = _("新增一张幻灯片（第 {n} 张）").format(n=slide.number)
                yield self._make("slide_inserted", {"slide": slide.number}, title)
        yield from self._order([slide for slide in self._model.slides if slide.number in self._pairs])

    def _order(self, slides: list[Slide]) -> Iterator[Proposal]:
        """Yield where slides stand that have another one in front of them than before."""
        if any(self._titles[bare(slide.title)] != 1 for slide in slides):
            return
        for index, (one, other) in enumerate(pairwise(slides), 1):
            if self._pairs[one.number].number > self._pairs[other.number].number:
                titles = [slide.title.strip() for slide in slides[max(index - 2, 0) : index + 2]]
                title = _("幻灯片“{text}”的位置正确").format(text=quoted(one.title))
                yield self._make("slide_order", {"titles": titles}, title)

    def _words(self, slide: Slide, before: Slide | None, where: dict[str, object]) -> Iterator[Proposal]:
        n = slide.number
        old = Slide(number=0) if before is None else before
        if bare(slide.title) and bare(slide.title) != bare(old.title):
            title = _("第 {n} 张的标题为“{text}”").format(n=n, text=quoted(slide.title))
            yield self._make("slide_title", {**where, "text": slide.title.strip()}, title)
        known = {bare(one.text) for one in old.paragraphs()}
        for paragraph in _written(slide):
            if bare(paragraph.text) not in known and bare(paragraph.text) != bare(slide.title):
                title = _("第 {n} 张有文字“{text}”").format(n=n, text=quoted(paragraph.text))
                group = (f"text {n}", _("第 {n} 张的文字正确").format(n=n))
                yield self._make("text_present", {**where, "text": paragraph.text.strip()}, title, group=group)
        now = {bare(one.text) for one in slide.paragraphs()}
        gone = [one for one in _written(old) if bare(one.text) not in now]
        is_exchanged = len(_written(slide)) >= len(_written(old))  # other words in their place are a point already
        for paragraph in [] if is_exchanged else gone:
            if bare(paragraph.text) not in now | {bare(old.title)} and not _is_edited(paragraph.text, slide):
                title = _("第 {n} 张删除文字“{text}”").format(n=n, text=quoted(paragraph.text))
                yield self._make("text_absent", {**where, "text": paragraph.text.strip()}, title)
        notes = "\n".join(one.text for one in slide.notes if has_text(one))
        if notes:
            title = _("第 {n} 张的备注为“{text}”").format(n=n, text=quoted(notes))
            yield self._make("notes", {**where, "text": notes}, title)

    def _things(self, slide: Slide, before: Slide, where: dict[str, object]) -> Iterator[Proposal]:
        n = slide.number
        place = _("第 {n} 张").format(n=n)
        now, old = list(slide.all_shapes()), list(before.all_shapes())
        count = len(pictures_in(now))
        if count > len(pictures_in(old)):
            title = _("第 {n} 张插入了图片").format(n=n)
            yield replace(self._make("picture", {**where, "at_least": count}, title), gives=f"{place}picture")
        drawn = Drawings(now, old, where, place, self._sources)
        yield from drawn.proposals(self._make)
        yield from drawn.charts(self._make)
        for shape in now:
            yield from self._table(shape, old, n, where)
            if shape.media and not any(one.media == shape.media for one in old):
                name = _("声音") if shape.media == "audio" else _("视频")
                title = _("第 {n} 张插入了{kind}").format(n=n, kind=name)
                yield self._make("media", {**where, "kind": shape.media}, title)
            is_known = any(one.link == shape.link and one.text == shape.text for one in old)
            if shape.link and not shape.media and not is_known:  # a sound is played by a link of its own
                leads = self._leads_to(shape.link)
                target = f"“{quoted(str(leads['leads_to']))}”" if leads else f" {shape.link}"
                title = _("第 {n} 张有动作按钮或图形链接到{target}").format(n=n, target=target)
                yield self._make("button", {**where, "target": shape.link, **leads}, title)
        links = Counter((run.text, run.link) for one in before.paragraphs() for run in one.runs if run.link)
        for run in [run for one in slide.paragraphs() for run in one.runs if run.link]:
            if not links[run.text, run.link]:
                title = _("第 {n} 张的“{text}”有超链接").format(n=n, text=quoted(run.text))
                given = {**where, "text": run.text, "address": run.link, **self._leads_to(run.link)}
                yield self._make("hyperlink", given, title)
        is_known = not before.number or bool(before.layout_kind)
        if slide.layout_kind and is_known and slide.layout_kind != before.layout_kind:
            value = {"type": slide.layout_kind} if slide.layout_kind in LAYOUTS else {"name": slide.layout}
            name = layout_name(slide.layout_kind) or slide.layout
            yield self._make("layout", {**where, **value}, _("第 {n} 张的版式：{name}").format(n=n, name=name))

    def _table(self, shape: Shape, old: list[Shape], n: int, where: dict[str, object]) -> Iterator[Proposal]:
        if shape.table is None:
            return
        rows = shape.table.rows
        columns = max((len(row.cells) for row in rows), default=0)
        title = _("第 {n} 张有 {rows} 行 {columns} 列的表格").format(n=n, rows=len(rows), columns=columns)
        yield self._make("table", {**where, "rows": len(rows), "columns": columns}, title)
        known = next((one.table for one in old if one.table is not None), None)
        for cell in [cell for row in rows for cell in row.cells if bare(cell.text)]:
            before = None if known is None else known.cell(cell.row, cell.column)
            if before is None or bare(before.text) != bare(cell.text):
                place = {"row": cell.row + 1, "column": cell.column + 1}
                title = _("第 {n} 张表格中有“{text}”").format(n=n, text=quoted(cell.text))
                group = (f"cells {n}", _("第 {n} 张表格的内容正确").format(n=n))
                yield self._make("table_cell", {**where, **place, "text": cell.text.strip()}, title, group=group)

    def _leads_to(self, link: str) -> dict[str, object]:
        """Return the title of the slide a link leads to, by which it is right wherever that slide stands."""
        number = int(link[1:]) if link[:1] == "#" and link[1:].isdecimal() else 0
        slide = next((one for one in self._model.slides if one.number == number), None)
        is_telling = slide is not None and self._titles[bare(slide.title)] == 1 and bare(slide.title)
        return {"leads_to": slide.title.strip()} if slide is not None and is_telling else {}

    def _footers(self) -> Iterator[Proposal]:
        """Yield slide number, date and footer once for all slides, or for those that have one."""
        for kind, check in FOOTERS.items():
            holding = [one for one in self._model.slides if any(is_footer(shape, kind) for shape in one.all_shapes())]
            names = {"sldNum": _("幻灯片编号"), "dt": _("日期和时间"), "ftr": _("页脚")}
            texts = {shape.text.strip() for one in holding for shape in one.all_shapes() if is_footer(shape, kind)}
            text = {"text": next(iter(texts))} if kind == "ftr" and len(texts) == 1 else {}
            words = f"“{quoted(text['text'])}”" if text else ""
            rest = [one for one in self._model.slides if one not in holding]
            if holding and all(one.layout_kind == "title" for one in rest):
                title = _("幻灯片显示{what}{text}").format(what=names[kind], text=words)
                yield self._make(check, dict(text), title)
                continue
            for slide in holding:
                title = _("第 {n} 张显示{what}{text}").format(n=slide.number, what=names[kind], text=words)
                group = (check, _("幻灯片显示{what}{text}").format(what=names[kind], text=words))
                yield self._make(check, {**self._where(slide), **text}, title, group=group)


def _written(slide: Slide) -> list[Paragraph]:
    """Return the paragraphs written on a slide; those of tables, footers and drawn shapes are other points'."""
    shapes = [
        one
        for one in slide.all_shapes()
        if not (is_word_art(one) or any(is_footer(one, kind) for kind in FOOTERS))
        and (one.kind is ShapeKind.TEXT_BOX or not is_drawn(one))
    ]
    return [one for shape in shapes for one in paragraphs_of(shape.blocks) if has_text(one)]


def _is_edited(text: str, slide: Slide) -> bool:
    """Tell whether a text is still there with something put in or taken out: half of it stayed."""
    own = bare(text)
    half = max(len(own) // 2, 1)
    return own[:half] in bare(slide.text) or own[-half:] in bare(slide.text)
