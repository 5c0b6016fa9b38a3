"""Proposals for word-processing files: words, characters, paragraphs, page, tables and objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from grading.checks.document_objects import ANCHORS
from grading.checks.drawings import pictures_in
from grading.checks.names import named
from grading.checks.selectors import everywhere, has_text, heading_level, is_contents, outside_tables
from grading.checks.similar import bare, matches
from grading.checks.words import LEADERS, TABS, shown_line
from grading.office.model import Anchor, Document, DropCap, Paragraph, Run, Shape, ShapeKind, paragraphs_of
from grading.rubric.draft.drawings import Drawings
from grading.rubric.draft.looks import (
    PARAGRAPH_LOOKS,
    RUN_LOOKS,
    RunLook,
    border_of,
    centimetres,
    length_title,
    shown,
    value_title,
)
from grading.rubric.draft.proposal import Proposal, quoted
from grading.rubric.draft.word_changes import LEAST_WORDS, added_to, longest_rising, replacements
from grading.rubric.draft.word_page import CAP_LENGTH, PageDraft, is_cap
from grading.rubric.draft.word_tables import TableDraft
from itembank.base.i18n import N_, _

PLAIN = frozenset({"", "normal", "正文", "body text", "正文文本", "standard", "default paragraph style"})


class DocumentDraft:
    """Compares two documents."""

    def __init__(
        self, file: str, starter: Document | None, model: Document, sources: Mapping[str, str] | None = None
    ) -> None:
        """Pair the paragraphs of both by their text; `sources` are the handed out pictures by their digests."""
        self._sources = sources or {}
        self._file = file
        self._starter = starter or Document(format=model.format)
        self._model = model
        self._texts = [one.text for one in _with_text(model)]
        self._pairs = _paired(self._starter, model)
        self._before = [one.text for one in _with_text(self._starter)]
        self._in_tables = {id(one) for table in model.tables() for one in paragraphs_of((table,))}
        in_shapes = {id(one) for shape in model.shapes() for one in paragraphs_of(shape.blocks)}
        self._elsewhere = self._in_tables | in_shapes
        self._caps = {id(one) for one in model.paragraphs() if is_cap(one)}

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals in the order of a task: text, characters, paragraphs, page, tables, objects."""
        yield from self._replaced()
        yield from self._words()
        yield from self._order()
        paired = {id(after): before for after, before in self._pairs}
        for paragraph in _with_text(self._model):
            if not self._is_found(paragraph) or id(paragraph) in self._caps:
                continue
            yield from self._characters(paragraph, paired.get(id(paragraph)))
            if id(paragraph) not in self._in_tables:  # a table's own check says how text lies in cells
                yield from self._paragraph(paragraph, paired.get(id(paragraph)))
        yield from PageDraft(self._starter, self._model, self._make).proposals()
        yield from TableDraft(self._starter, self._model, self._make).proposals()
        now, before = list(self._model.shapes()), list(self._starter.shapes())
        drawn = Drawings(now, before, sources=self._sources)
        yield from drawn.proposals(self._make)
        yield from drawn.charts(self._make)
        yield from self._anchored(now, before)
        yield from self._objects()

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
            type=f"W.{kind}",
            file=self._file,
            parameters=parameters,  # type: ignore[arg-type]  # only texts, numbers and tables are given
            title=title,
            group=group[0],
            group_title=group[1],
            points=points,
        )

    def _is_alone(self, text: str) -> bool:
        return len(matches(text, self._texts)) == 1

    def _replaced(self) -> Iterator[Proposal]:
        """A word that was replaced by the same other word at least twice."""
        changes: Counter[tuple[str, str]] = Counter()
        for after, before in self._pairs:
            changes.update(replacements(before.text, after.text))
        for (old, new), times in sorted(changes.items()):
            if times >= LEAST_WORDS:
                count = sum(after.text.count(new) for after, _before in self._pairs)
                title = _("“{old}”全部替换为“{new}”").format(old=old, new=new)
                yield self._make("replaced", {"old": old, "new": new, "count": count}, title, points=2)

    def _words(self) -> Iterator[Proposal]:
        paired = {id(after): before for after, before in self._pairs}
        for paragraph in [one for one in _with_text(self._model) if id(one) not in self._elsewhere]:
            before = paired.get(id(paragraph))
            for added in added_to(before.text if before is not None else "", paragraph.text):
                yield self._make("text_present", {"text": added}, _("有文字“{text}”").format(text=quoted(added)))
        kept = {id(before) for _after, before in self._pairs}
        for old in _with_text(self._starter):
            if id(old) not in kept and bare(old.text) not in bare(self._model.text):
                title = _("删除“{text}”").format(text=quoted(old.text))
                yield self._make("text_absent", {"text": old.text}, title)

    def _order(self) -> Iterator[Proposal]:
        own = [one for one in outside_tables(self._model) if id(one) not in self._caps]
        places = {id(one): place for place, one in enumerate(outside_tables(self._starter))}
        paired = {id(after): before for after, before in self._pairs}
        order = [(one, places[id(paired[id(one)])]) for one in own if id(paired.get(id(one))) in places]
        kept = longest_rising([place for _one, place in order])
        for index, (paragraph, place) in enumerate(order):
            if place not in kept:
                near = [one.text for one, _place in order[max(index - 1, 0) : index + 2]]
                title = _("段落“{text}”的位置正确").format(text=self._name(paragraph))
                yield self._make("paragraph_order", {"texts": near}, title)

    def _characters(self, paragraph: Paragraph, before: Paragraph | None) -> Iterator[Proposal]:
        is_restyled = before is None or before.style_id != paragraph.style_id
        for look in RUN_LOOKS:
            for words, value in _stretches(paragraph, look, only_direct=is_restyled):
                if value in (self._usual(look) if before is None else _values(before, look)):
                    continue
                is_whole = bare(words) == bare(paragraph.text)
                where = self._where(paragraph, before) if is_whole else {"words": words}
                if not is_whole and self._model.text.count(words) > 1:
                    continue
                name = value_title(look.title, value)
                given: dict[str, object] = {"where": where}
                if value != "true":
                    given[look.parameter] = int(value.rstrip("%")) if value.endswith("%") else value
                called = self._name(paragraph) if is_whole else quoted(words)
                yield self._make(
                    look.check,
                    given,
                    _("“{text}”{what}").format(text=called, what=name),
                    group=(self._group(paragraph, f"{look.check} {value}"), self._several(paragraph, name))
                    if is_whole
                    else ("", ""),
                )

    def _group(self, paragraph: Paragraph, look: str) -> str:
        """Return the name of a point about several paragraphs: cells of tables are not asked about with the text."""
        return f"{look} in a table" if id(paragraph) in self._in_tables else look

    def _name(self, paragraph: Paragraph) -> str:
        """Return how a title calls a paragraph: with its first letter too, where that is a drop cap."""
        before = next((before for after, before in self._pairs if after is paragraph), None)
        has_cap = (
            before is not None
            and 0 < len(before.text) - len(paragraph.text) < CAP_LENGTH
            and before.text.endswith(paragraph.text)
        )
        return quoted(before.text if before is not None and has_cap else paragraph.text)

    def _several(self, paragraph: Paragraph, name: str) -> str:
        """Return the sentence for a point about several paragraphs; their number is put in later."""
        return _("“{text}”等 {n} 段{what}").format(text=self._name(paragraph), n="{n}", what=name)

    def _is_found(self, paragraph: Paragraph) -> bool:
        """Tell whether the text means this paragraph alone, or alone outside tables."""
        return self._is_alone(paragraph.text) or self._is_alone_outside(paragraph)

    def _is_alone_outside(self, paragraph: Paragraph) -> bool:
        own = outside_tables(self._model)
        return any(one is paragraph for one in own) and len(matches(paragraph.text, [one.text for one in own])) == 1

    def _where(self, paragraph: Paragraph, before: Paragraph | None) -> dict[str, object]:
        """Return how a check finds the paragraph."""
        if not self._is_alone(paragraph.text) and self._is_alone_outside(paragraph):
            return {"text": paragraph.text, "outside_tables": True}
        return {"text": self._target(paragraph, before)}

    def _target(self, paragraph: Paragraph, before: Paragraph | None) -> str:
        """Return the text by which the paragraph is found, also where something else was not edited in it."""
        if before is None or len(matches(paragraph.text, self._before)) == 1:
            return paragraph.text
        return before.text if len(matches(before.text, self._texts)) == 1 else paragraph.text

    def _usual(self, look: RunLook) -> set[str]:
        """Return the values the starter's text has, which new text has without anybody's doing."""
        return {value for one in _with_text(self._starter) for value in _values(one, look)}

    def _paragraph(self, paragraph: Paragraph, before: Paragraph | None) -> Iterator[Proposal]:
        where = self._where(paragraph, before)
        level = heading_level(paragraph)
        if level is not None:
            yield self._look(
                "heading", {"where": where, "level": level}, paragraph, _("标题 {level} 样式").format(level=level)
            )
        elif before is not None and before.style_id != paragraph.style_id and paragraph.style.casefold() not in PLAIN:
            yield self._look(
                "style",
                {"where": where, "value": paragraph.style},
                paragraph,
                _("样式：{name}").format(name=paragraph.style),
            )
        usual = _with_text(self._starter) if before is None else [before]
        is_restyled = before is None or before.style_id != paragraph.style_id
        for look in PARAGRAPH_LOOKS:
            value = look.value(paragraph)
            is_of_style = is_restyled and not look.fields & set(paragraph.direct)
            if value and not is_of_style and value not in {look.value(one) for one in usual}:
                asked: dict[str, object] = {look.parameter: value} if look.parameter else {}
                yield self._look(
                    look.check, {"where": where, **asked}, paragraph, value_title(look.title, value), value
                )
        yield from self._frames(paragraph, before, where)

    def _look(self, check: str, given: dict[str, object], paragraph: Paragraph, name: str, value: str = "") -> Proposal:
        """Return the proposal for one paragraph; those of the same look are one point."""
        title = _("“{text}”{what}").format(text=self._name(paragraph), what=name)
        return self._make(check, given, title, group=(f"{check} {value or name}", self._several(paragraph, name)))

    def _frames(self, paragraph: Paragraph, before: Paragraph | None, where: dict[str, object]) -> Iterator[Proposal]:
        """Yield what lies around a paragraph or at its start: border, tab stops, drop cap."""
        sides, style, colour = border_of(paragraph)
        if sides and (before is None or border_of(before) != (sides, style, colour)):
            asked = {name: one for name, one in (("style", style), ("colour", colour)) if one}
            words = " ".join(part for part in (shown_line(style), shown(colour)) if part)
            given: dict[str, object] = {"where": where, "sides": sides, **asked}
            yield self._look("paragraph_border", given, paragraph, value_title(N_("段落边框"), words))
        known = () if before is None else before.format.tabs
        for tab in paragraph.format.tabs:
            if tab not in known and tab.alignment not in {"clear", "num"} and tab.position_pt > 0:
                place = centimetres(tab.position_pt)
                leader = {"leader": tab.leader} if tab.leader not in {"", "none"} else {}
                given = {"where": where, "position": place, "alignment": tab.alignment, **leader}
                words = f"{length_title(place)} {named(TABS, tab.alignment)} {named(LEADERS, tab.leader)}".strip()
                yield self._look("tab_stop", given, paragraph, value_title(N_("制表位"), words))
        cap = self._cap_of(paragraph)
        if cap is not None:
            name = _("首字下沉 {n} 行").format(n=cap.lines)
            yield self._look("drop_cap", {"where": where, "lines": cap.lines, "kind": cap.kind}, paragraph, name)

    def _cap_of(self, paragraph: Paragraph) -> DropCap | None:
        """Return the drop cap of a paragraph: its own, or that of the frame in front of it."""
        own = list(self._model.paragraphs())
        place = next((number for number, one in enumerate(own) if one is paragraph), 0)
        ahead = own[place - 1].format.drop_cap if place and id(own[place - 1]) in self._caps else None
        return paragraph.format.drop_cap or ahead

    def _anchored(self, now: list[Shape], before: list[Shape]) -> Iterator[Proposal]:
        """Yield how many pictures there are and how text runs around them, and text boxes."""
        pictures = pictures_in(now)
        if len(pictures) > len(pictures_in(before)):
            count = len(pictures)
            title = _("插入了 {n} 张图片").format(n=count)
            yield replace(self._make("picture_count", {"at_least": count}, title), gives="picture")
        for number, one in enumerate(pictures, 1):
            if one.anchor not in {Anchor.FREE, Anchor.INLINE}:
                name = _(ANCHORS[one.anchor])
                title = _("第 {n} 张图片的环绕方式：{value}").format(n=number, value=name)
                yield replace(
                    self._make("picture_wrap", {"value": one.anchor.value, "picture": number}, title), needs="picture"
                )
        for one in [one for one in now if one.kind is ShapeKind.TEXT_BOX]:
            if one.text.strip():
                title = _("文本框“{text}”").format(text=quoted(one.text))
                yield self._make("text_box", {"text": one.text}, title)

    def _objects(self) -> Iterator[Proposal]:
        """Yield what stands in the text beside words: notes, links, breaks, comments, bookmarks, captions, contents."""
        known = {bare(note.text) for note in self._starter.notes}
        for note in self._model.notes:
            if bare(note.text) not in known:
                name = _("尾注") if note.kind == "endnote" else _("脚注")
                title = _("{kind}“{text}”").format(kind=name, text=quoted(note.text))
                yield self._make("note", {"text": note.text.strip(), "kind": note.kind}, title)
        links = Counter(link for one in _with_text(self._starter) for link in _links(one))
        for paragraph in _with_text(self._model):
            for text, address in _links(paragraph):
                if not links[text, address] and not address.startswith("#_Toc"):
                    title = _("“{text}”链接到 {address}").format(text=quoted(text), address=address)
                    yield self._make("hyperlink", {"text": text, "address": address}, title)
            yield from self._marks(paragraph)
        for comment in self._model.comments:
            title = _("“{on}”有批注“{text}”").format(on=quoted(comment.on_text), text=quoted(comment.text))
            yield self._make("comment", {"text": comment.text.strip(), "on": comment.on_text.strip()}, title)
        yield self._make("contents", {}, _("有自动生成的目录"))
        if self._starter.insertions or self._starter.deletions or self._starter.tracks_changes:
            yield self._make("no_tracked_changes", {}, _("接受或拒绝全部修订，关闭修订"))

    def _marks(self, paragraph: Paragraph) -> Iterator[Proposal]:
        for name in paragraph.bookmarks:
            if not name.startswith("_"):
                yield self._make("bookmark", {"name": name}, _("书签“{name}”").format(name=name))
        for formula in paragraph.formulas:
            yield self._make("equation", {"text": formula}, _("公式“{text}”").format(text=quoted(formula)))
        if any(run.field.strip().upper().startswith("SEQ") for run in paragraph.runs):
            words = paragraph.text.lstrip("图表 0123456789.：:-")
            title = _("题注“{text}”").format(text=quoted(paragraph.text))
            yield self._make("caption", {"text": words.strip() or paragraph.text.strip()}, title)
        if self._is_alone(paragraph.text) and id(paragraph) not in self._in_tables:
            title = _("“{text}”之前分页").format(text=quoted(paragraph.text))
            yield self._make("page_break", {"before": paragraph.text.strip()}, title)


def _with_text(document: Document) -> list[Paragraph]:
    return [one for one in everywhere(document) if has_text(one) and not is_contents(one)]


def _paired(starter: Document, model: Document) -> list[tuple[Paragraph, Paragraph]]:
    """Return the model's paragraphs with the starter's they come from: equal ones first, then the most alike."""
    left = _with_text(starter)
    found: list[tuple[Paragraph, Paragraph]] = []
    open_ones: list[Paragraph] = []
    for paragraph in _with_text(model):
        equal = next((one for one in left if bare(one.text) == bare(paragraph.text)), None)
        if equal is None:
            open_ones.append(paragraph)
            continue
        found.append((paragraph, equal))
        left.remove(equal)
    for paragraph in open_ones:
        rated = [(SequenceMatcher(None, bare(one.text), bare(paragraph.text)).ratio(), one) for one in left]
        best = max(rated, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= 0.6:  # noqa: PLR2004 - alike enough to be an edited paragraph
            found.append((paragraph, best[1]))
            left.remove(best[1])
    return found


def _values(paragraph: Paragraph, look: RunLook) -> set[str]:
    return {look.value(run.format) for run in paragraph.runs if run.text.strip()}


def _stretches(paragraph: Paragraph, look: RunLook, *, only_direct: bool) -> Iterator[tuple[str, str]]:
    """Yield the longest stretches of one value of a property, with the value; without those that have none.

    What a link or (with `only_direct`) a style brings along is none.
    """
    words, value = "", ""
    for run in (*paragraph.runs, Run(text="")):
        own = look.value(run.format) if any(look.counts(one) for one in run.text) else None
        if own and (run.link or (only_direct and not look.fields & set(run.direct))):
            own = ""
        if (own is None and run.text and not run.format.hidden) or (own == value and own):
            words += run.text
        else:
            if value and words.strip():
                yield words.strip(), value
            words, value = run.text, own or ""


def _links(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    words, address = "", ""
    for run in (*paragraph.runs, Run(text="")):
        if run.link != address:
            if address and words.strip():
                yield words.strip(), address
            words, address = "", run.link
        words += run.text
