"""Proposals for word-processing files: words, characters, paragraphs, page, tables and objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from grading.checks.selectors import everywhere, has_text, heading_level, is_contents, outside_tables
from grading.checks.similar import bare, matches
from grading.office.model import (
    Anchor,
    Document,
    Edge,
    Paragraph,
    Run,
    Section,
    ShapeKind,
    Table,
    paragraphs_of,
)
from grading.rubric.draft.looks import PARAGRAPH_LOOKS, RUN_LOOKS, RunLook, centimetres, value_title
from grading.rubric.draft.proposal import Proposal, quoted
from itembank.base.i18n import _

MARGINS = ("top", "bottom", "left", "right")
SENTENCE_ENDS = "。！？；\n"
LEAST_WORDS = 2


class DocumentDraft:
    """Compares two documents."""

    def __init__(self, file: str, starter: Document | None, model: Document) -> None:
        """Pair the paragraphs of both by their text."""
        self._file = file
        self._starter = starter or Document(format=model.format)
        self._model = model
        self._texts = [one.text for one in _with_text(model)]
        self._pairs = _paired(self._starter, model)
        self._before = [one.text for one in _with_text(self._starter)]
        self._in_tables = {id(one) for table in model.tables() for one in paragraphs_of((table,))}

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals in the order of a task: text, characters, paragraphs, page, tables, objects."""
        yield from self._replaced()
        yield from self._words()
        yield from self._order()
        paired = {id(after): before for after, before in self._pairs}
        for paragraph in _with_text(self._model):
            if self._is_alone(paragraph.text) and id(paragraph) not in self._in_tables:
                yield from self._characters(paragraph, paired.get(id(paragraph)))
                yield from self._paragraph(paragraph, paired.get(id(paragraph)))
        yield from self._page()
        yield from self._tables()
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
            changes.update(_replacements(before.text, after.text))
        for (old, new), times in sorted(changes.items()):
            if times >= LEAST_WORDS:
                count = self._model.text.count(new)
                title = _("“{old}”全部替换为“{new}”").format(old=old, new=new)
                yield self._make("replaced", {"old": old, "new": new, "count": count}, title, points=2)

    def _words(self) -> Iterator[Proposal]:
        paired = {id(after): before for after, before in self._pairs}
        for paragraph in [one for one in _with_text(self._model) if id(one) not in self._in_tables]:
            before = paired.get(id(paragraph))
            for added in _added(before.text if before is not None else "", paragraph.text):
                yield self._make("text_present", {"text": added}, _("有文字“{text}”").format(text=quoted(added)))
        kept = {id(before) for _after, before in self._pairs}
        for old in _with_text(self._starter):
            if id(old) not in kept and bare(old.text) not in bare(self._model.text):
                title = _("删除“{text}”").format(text=quoted(old.text))
                yield self._make("text_absent", {"text": old.text}, title)

    def _order(self) -> Iterator[Proposal]:
        own = outside_tables(self._model)
        places = {id(one): place for place, one in enumerate(outside_tables(self._starter))}
        paired = {id(after): before for after, before in self._pairs}
        order = [(one, places[id(paired[id(one)])]) for one in own if id(paired.get(id(one))) in places]
        kept = _longest_rising([place for _one, place in order])
        for index, (paragraph, place) in enumerate(order):
            if place not in kept:
                near = [one.text for one, _place in order[max(index - 1, 0) : index + 2]]
                title = _("段落“{text}”的位置正确").format(text=quoted(paragraph.text))
                yield self._make("paragraph_order", {"texts": near}, title)

    def _characters(self, paragraph: Paragraph, before: Paragraph | None) -> Iterator[Proposal]:
        is_restyled = before is None or before.style_id != paragraph.style_id
        for look in RUN_LOOKS:
            for words, value in _stretches(paragraph, look, only_direct=is_restyled):
                if value in (self._usual(look) if before is None else _values(before, look)):
                    continue
                is_whole = bare(words) == bare(paragraph.text)
                where = {"text": self._target(paragraph, before)} if is_whole else {"words": words}
                if not is_whole and self._model.text.count(words) > 1:
                    continue
                name = value_title(look.title, value)
                given: dict[str, object] = {"where": where}
                if value != "true":
                    given[look.parameter] = value
                yield self._make(
                    look.check,
                    given,
                    _("“{text}”{what}").format(text=quoted(words), what=name),
                    group=(f"{look.check} {value}", _several(paragraph, name)) if is_whole else ("", ""),
                )

    def _target(self, paragraph: Paragraph, before: Paragraph | None) -> str:
        """Return the text by which the paragraph is found, also where something else was not edited in it."""
        if before is None or len(matches(paragraph.text, self._before)) == 1:
            return paragraph.text
        return before.text if len(matches(before.text, self._texts)) == 1 else paragraph.text

    def _usual(self, look: RunLook) -> set[str]:
        """Return the values the starter's text has, which new text has without anybody's doing."""
        return {value for one in _with_text(self._starter) for value in _values(one, look)}

    def _paragraph(self, paragraph: Paragraph, before: Paragraph | None) -> Iterator[Proposal]:
        where = {"text": self._target(paragraph, before)}
        level = heading_level(paragraph)
        if level is not None:
            name = _("标题 {level} 样式").format(level=level)
            title = _("“{text}”{what}").format(text=quoted(paragraph.text), what=name)
            yield self._make(
                "heading",
                {"where": where, "level": level},
                title,
                group=(f"heading {level}", _several(paragraph, name)),
            )
        usual = _with_text(self._starter) if before is None else [before]
        is_restyled = before is None or before.style_id != paragraph.style_id
        for look in PARAGRAPH_LOOKS:
            value = look.value(paragraph)
            is_of_style = is_restyled and not look.fields & set(paragraph.direct)
            if value and not is_of_style and value not in {look.value(one) for one in usual}:
                name = value_title(look.title, value)
                asked: dict[str, object] = {look.parameter: value} if look.parameter else {}
                yield self._make(
                    look.check,
                    {"where": where, **asked},
                    _("“{text}”{what}").format(text=quoted(paragraph.text), what=name),
                    group=(f"{look.check} {value}", _several(paragraph, name)),
                )

    def _page(self) -> Iterator[Proposal]:
        if not self._model.sections:
            return
        section, before = self._model.sections[0], next(iter(self._starter.sections), None)
        paper = "x".join(centimetres(side) for side in (section.page_width_pt, section.page_height_pt))
        is_turned = before is not None and before.landscape != section.landscape
        if not is_turned:
            yield self._make(
                "page_size", {"value": paper.replace("x", " x ")}, _("纸张大小：{value}").format(value=paper)
            )
        value = "landscape" if section.landscape else "portrait"
        yield self._make("orientation", {"value": value}, _("纸张横向") if section.landscape else _("纸张纵向"))
        margins = {side: centimetres(getattr(section, f"margin_{side}_pt")) for side in MARGINS}
        changed = {side: text for side, text in margins.items() if before is None or text != _margin(before, side)}
        if changed and not is_turned:
            yield self._make("margins", dict(changed), _("页边距正确"))
        for one in self._model.sections:
            if one.columns.count > 1:
                yield self._make("columns", {"count": one.columns.count}, _("分为 {n} 栏").format(n=one.columns.count))
        yield from self._edges(section)
        yield self._make("page_border", {}, _("有页面边框"))
        if self._model.background:
            yield self._make("page_background", {"colour": self._model.background}, _("页面颜色正确"))

    def _edges(self, section: Section) -> Iterator[Proposal]:
        for one in section.headers_footers:
            kind, name = ("header", _("页眉")) if one.edge is Edge.HEADER else ("footer", _("页脚"))
            text = one.text.strip()
            if text and not text.isdecimal():
                title = _("{edge}为“{text}”").format(edge=name, text=quoted(text))
                yield self._make(f"{kind}_text", {"text": text}, title)
            yield self._make("page_number", {"edge": kind}, _("{edge}有页码").format(edge=name))

    def _tables(self) -> Iterator[Proposal]:
        for number, table in enumerate(self._model.tables(), 1):
            given: dict[str, object] = {"table": number} if number > 1 else {}
            rows, columns = len(table.rows), _width(table)
            title = _("表格 {n} 有 {rows} 行 {columns} 列").format(n=number, rows=rows, columns=columns)
            yield self._make("table_size", {**given, "rows": rows, "columns": columns}, title)
            cells = [cell for row in table.rows for cell in row.cells]
            for cell in cells:
                place = {**given, "row": cell.row + 1, "column": cell.column + 1}
                if cell.text.strip():
                    yield self._make(
                        "table_cell",
                        {**place, "text": cell.text},
                        _("单元格内容“{text}”").format(text=quoted(cell.text)),
                        group=(f"cells {number}", _("表格 {n} 的内容正确").format(n=number)),
                    )
                if cell.row_span > 1 or cell.column_span > 1:
                    yield self._make(
                        "table_merged",
                        {**place, "rows": cell.row_span, "columns": cell.column_span},
                        _("合并第 {row} 行第 {column} 列的单元格").format(row=cell.row + 1, column=cell.column + 1),
                    )
            yield self._make("table_borders", given, _("表格 {n} 有所有框线").format(n=number))

    def _objects(self) -> Iterator[Proposal]:
        shapes = list(self._model.shapes())
        pictures = [one for one in shapes if one.kind is ShapeKind.PICTURE]
        if pictures:
            count = len(pictures)
            yield self._make("picture_count", {"at_least": count}, _("插入了 {n} 张图片").format(n=count))
        for number, one in enumerate(pictures, 1):
            if one.anchor not in {Anchor.INLINE, Anchor.FREE}:
                title = _("图片 {n} 的环绕方式正确").format(n=number)
                yield self._make("picture_wrap", {"value": one.anchor.value, "picture": number}, title)
        for one in shapes:
            kind = {ShapeKind.TEXT_BOX: "text_box", ShapeKind.WORD_ART: "word_art"}.get(one.kind)
            if kind and one.text.strip():
                title = _("文本框或艺术字“{text}”").format(text=quoted(one.text))
                yield self._make(kind, {"text": one.text}, title)
        for note in self._model.notes:
            title = _("脚注或尾注“{text}”").format(text=quoted(note.text))
            yield self._make("note", {"text": note.text.strip(), "kind": note.kind}, title)
        for paragraph in _with_text(self._model):
            for text, address in _links(paragraph):
                title = _("“{text}”有超链接").format(text=quoted(text))
                yield self._make("hyperlink", {"text": text, "address": address}, title)
        yield self._make("contents", {}, _("有自动生成的目录"))


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


def _replacements(before: str, after: str) -> list[tuple[str, str]]:
    """Return words that stand in the place of others; one more character on each side, so that they are words."""
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            wide = int(b - a == 1 and b < len(before) and d < len(after) and before[b] == after[d])
            found.append((before[a : b + wide], after[c : d + wide]))
    return found


def _added(before: str, after: str) -> list[str]:
    """Return the text that is new: the whole paragraph, or what was put into it, up to whole sentences."""
    if bare(before) == bare(after):
        return []
    if not before:
        return [after]
    found = []
    for kind, _a, _b, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"insert", "replace"} and end - start >= LEAST_WORDS:
            first = max((after.rfind(mark, 0, start) for mark in SENTENCE_ENDS), default=-1) + 1
            lasts = [place for mark in SENTENCE_ENDS if (place := after.find(mark, max(end - 1, 0))) >= 0]
            found.append(after[first : min(lasts, default=len(after) - 1) + 1].strip())
    return list(dict.fromkeys(found))


def _values(paragraph: Paragraph, look: RunLook) -> set[str]:
    return {look.value(run.format) for run in paragraph.runs if run.text.strip()}


def _several(paragraph: Paragraph, name: str) -> str:
    """Return the sentence for a point about several paragraphs; their number is put in later."""
    return _("“{text}”等 {n} 段{what}").format(text=quoted(paragraph.text), n="{n}", what=name)


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


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the members of a longest rising part: what kept its order."""
    chains: list[list[int]] = [[]]
    for number in numbers:
        fitting = [chain for chain in chains if not chain or chain[-1] < number]
        chains.append([*_longest(fitting), number])
    return set(_longest(chains))


def _longest(chains: list[list[int]]) -> list[int]:
    return max(chains, key=len)


def _margin(section: Section, side: str) -> str:
    return centimetres(getattr(section, f"margin_{side}_pt"))


def _width(table: Table) -> int:
    return max((cell.column + cell.column_span for row in table.rows for cell in row.cells), default=0)
