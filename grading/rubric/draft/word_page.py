"""Proposals for the pages of a document: paper, margins, columns, headers and footers, borders, watermark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from grading.checks.document_breaks import NUMBER_FORMATS, is_watermark
from grading.checks.document_page import paper_name
from grading.checks.drawings import words_of
from grading.checks.lengths import shown_wanted
from grading.checks.selectors import has_text
from grading.checks.similar import bare, matches
from grading.office.model import Document, Edge, HeaderFooter, PageKind, Paragraph, Section, shapes_of
from grading.rubric.draft.drawings import Make
from grading.rubric.draft.looks import PARAGRAPH_LOOKS, RUN_LOOKS, centimetres, shown, value_title
from grading.rubric.draft.proposal import Proposal, bound, quoted
from itembank.base.i18n import _

CAP_LENGTH = 4
"""A drop cap has fewer letters."""

ASKED_STEP_CM = Decimal("0.05")
"""Tasks ask for lengths of so many of these."""

EDGE_LOOKS = frozenset({"font_east_asian", "font_size", "bold", "colour"})
MARGINS = ("top", "bottom", "left", "right")


class PageDraft:
    """Compares the pages of two documents."""

    def __init__(self, starter: Document, model: Document, make: Make) -> None:
        """`make` makes a proposal of the family."""
        self._starter = starter
        self._model = model
        self._make = make

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals: paper, columns, headers and footers, what lies around and behind the text."""
        if not self._model.sections:
            return
        section, before = self._model.sections[0], next(iter(self._starter.sections), None)
        yield from self._paper(section, before)
        yield from self._columns()
        yield from self._edges()
        yield from self._around(section, before)

    def _paper(self, section: Section, before: Section | None) -> Iterator[Proposal]:
        edges = sorted((section.page_width_pt, section.page_height_pt))
        is_turned = before is not None and before.landscape != section.landscape
        if not is_turned or before is None or edges != sorted((before.page_width_pt, before.page_height_pt)):
            name = paper_name(edges)
            paper = " x ".join(centimetres(side) for side in edges)
            yield self._make("page_size", {"value": name or paper}, _("纸张大小：{value}").format(value=name or paper))
        value = "landscape" if section.landscape else "portrait"
        yield self._make("orientation", {"value": value}, _("纸张横向") if section.landscape else _("纸张纵向"))
        margins = {side: centimetres(getattr(section, f"margin_{side}_pt")) for side in MARGINS}
        changed = {side: text for side, text in margins.items() if before is None or text != _margin(before, side)}
        changed = {side: text for side, text in changed.items() if not self._comes_with_edge(side, text)}
        if changed and not is_turned:
            names = {"top": _("上"), "bottom": _("下"), "left": _("左"), "right": _("右")}
            words = "、".join(f"{names[side]} {shown_wanted(text)}" for side, text in changed.items())
            yield self._make("margins", dict(changed), _("页边距：{value}").format(value=words))
        for edge, name in (("header", _("页眉")), ("footer", _("页脚"))):
            now = getattr(section, f"{edge}_distance_pt")
            is_new = self._has_edge(self._model, edge) and not self._has_edge(self._starter, edge)
            if before is not None and now and now != getattr(before, f"{edge}_distance_pt") and not is_new:
                length = centimetres(now)
                title = _("{edge}距边界：{value}").format(edge=name, value=shown_wanted(length))
                yield self._make("edge_distance", {edge: length}, title)

    def _comes_with_edge(self, side: str, value: str) -> bool:
        """Tell whether a program moved a margin when a header or footer was put in: to a length nobody asks for."""
        edge = {"top": "header", "bottom": "footer"}.get(side, "")
        is_new = bool(edge) and self._has_edge(self._model, edge) and not self._has_edge(self._starter, edge)
        return is_new and Decimal(value.removesuffix("cm")) % ASKED_STEP_CM != 0

    @staticmethod
    def _has_edge(document: Document, edge: str) -> bool:
        edges = [one for section in document.sections for one in section.headers_footers if one.edge.value == edge]
        return any(one.shown and (bare(one.text) or list(shapes_of(one.blocks))) for one in edges)

    def _columns(self) -> Iterator[Proposal]:
        """Yield the columns of each section, told by a paragraph of it where there are several sections."""
        texts = [one.text for one in self._model.paragraphs() if has_text(one)]
        told = [one for one in self._model.blocks if isinstance(one, Paragraph) and _is_telling(one, texts)]
        for number, section in enumerate(self._model.sections):
            columns = section.columns
            if columns.count < 2:
                continue
            given: dict[str, object] = {"count": columns.count}
            if columns.line_between:
                given["line"] = True
            named = next((one for one in told if one.section == number), None)
            title = _("分为 {n} 栏").format(n=columns.count)
            if len(self._model.sections) > 1 and named is not None:
                given["where"] = {"text": named.text.strip()}
                title = _("“{text}”分为 {n} 栏").format(text=quoted(named.text), n=columns.count)
                yield from self._alone(next((one for one in told if one.section > number), None))
            title += _("，有分隔线") if columns.line_between else ""
            yield self._make("columns", given, title)

    def _alone(self, after: Paragraph | None) -> Iterator[Proposal]:
        """Yield that the text after the columns has one column again."""
        if after is not None and self._model.sections[after.section].columns.count == 1:
            title = _("“{text}”起不分栏").format(text=quoted(after.text))
            given: dict[str, object] = {"count": 1, "where": {"text": after.text.strip()}}
            yield self._make("columns", given, title)

    def _edges(self) -> Iterator[Proposal]:
        before = {bare(one.text) for section in self._starter.sections for one in section.headers_footers}
        done: set[str] = set()
        for section in self._model.sections:
            for one in section.headers_footers:
                if not one.shown or one.inherited:
                    continue
                yield from self._edge(one, before, done)
            is_usual = section.page_number_format in {"", "decimal"} and section.page_number_start is None
            if not is_usual:
                given: dict[str, object] = {}
                if section.page_number_format:
                    given["format"] = section.page_number_format
                if section.page_number_start is not None:
                    given["start"] = section.page_number_start
                words = NUMBER_FORMATS.get(section.page_number_format, section.page_number_format)
                yield self._make(
                    "page_number_format", given, _("页码格式：{value}").format(value=words or _("起始页码"))
                )

    def _edge(self, one: HeaderFooter, before: set[str], done: set[str]) -> Iterator[Proposal]:
        kind, name = ("header", _("页眉")) if one.edge is Edge.HEADER else ("footer", _("页脚"))
        text = one.text.strip()
        if bare(text) and not text.isdecimal() and bare(text) not in before and f"{kind} {bare(text)}" not in done:
            done.add(f"{kind} {bare(text)}")
            words = _words_without_number(one)
            if one.pages is PageKind.DEFAULT and words:
                title = _("{edge}为“{text}”").format(edge=name, text=quoted(words))
                yield replace(self._make(f"{kind}_text", {"text": words}, title), gives=kind)
            elif words:
                pages = _("首页") if one.pages is PageKind.FIRST else _("偶数页")
                title = _("{pages}{edge}为“{text}”").format(pages=pages, edge=name, text=quoted(words))
                yield self._make("page_edge", {"text": words, "edge": kind, "pages": one.pages.value}, title)
        number = self._make("page_number", {"edge": kind}, _("{edge}有页码").format(edge=name))
        yield replace(number, gives=kind)
        if one.pages is PageKind.DEFAULT:
            yield from bound(self._edge_looks(one, kind, name), kind)

    def _edge_looks(self, one: HeaderFooter, kind: str, name: str) -> Iterator[Proposal]:
        """Yield how a header or footer looks, where all of it looks so and it is said there itself."""
        own = [block for block in one.blocks if isinstance(block, Paragraph) and has_text(block)]
        runs = [run for block in own for run in block.runs if run.text.strip()]
        given: dict[str, object] = {"where": {"edge": kind}}
        for look in PARAGRAPH_LOOKS:
            values = {look.value(block) for block in own if look.fields & set(block.direct)}
            if look.check == "alignment" and len(values) == 1 and (value := values.pop()) not in {"", "left"}:
                title = f"{name}{value_title(look.title, value)}"
                yield self._make(look.check, {**given, look.parameter: value}, title)
        for character in RUN_LOOKS:
            values = {character.value(run.format) if character.fields & set(run.direct) else "" for run in runs}
            if character.check in EDGE_LOOKS and len(values) == 1 and (value := values.pop()):
                asked = {} if value == "true" else {character.parameter: value}
                title = f"{name}{value_title(character.title, value)}"
                yield self._make(character.check, {**given, **asked}, title)

    def _around(self, section: Section, before: Section | None) -> Iterator[Proposal]:
        line = section.page_borders.top
        if line.is_drawn and line.colour and (before is None or line != before.page_borders.top):
            title = _("有页面边框，颜色：{value}").format(value=shown(line.colour))
            yield self._make("page_border_colour", {"colour": line.colour}, title)
        else:
            yield self._make("page_border", {}, _("有页面边框"))
        if self._model.background:
            title = _("页面颜色：{value}").format(value=shown(self._model.background))
            yield self._make("page_background", {"colour": self._model.background}, title)
        for text in _watermarks(self._model):
            if text not in _watermarks(self._starter):
                yield self._make("watermark", {"text": text}, _("有水印“{text}”").format(text=quoted(text)))
        yield self._make("text_direction", {"value": "vertical"}, _("文字方向：竖排"))
        yield self._make("line_numbers", {}, _("显示行号"))


def is_cap(paragraph: Paragraph) -> bool:
    """Tell whether this is the frame with the dropped letter of the paragraph after it."""
    return paragraph.format.drop_cap is not None and len(paragraph.text) < CAP_LENGTH


def _is_telling(paragraph: Paragraph, texts: list[str]) -> bool:
    return has_text(paragraph) and not is_cap(paragraph) and len(matches(paragraph.text, texts)) == 1


def _watermarks(document: Document) -> list[str]:
    edges = [edge for section in document.sections for edge in section.headers_footers if edge.edge is Edge.HEADER]
    shapes = [shape for edge in edges for shape in shapes_of(edge.blocks) if is_watermark(shape)]
    return list(dict.fromkeys(words_of(shape) or shape.description for shape in shapes))


def _words_without_number(edge: HeaderFooter) -> str:
    """Return the text of a header or footer without its page numbers, which change; "" when nothing else is there."""
    paragraphs = [one for one in edge.blocks if isinstance(one, Paragraph)]
    texts = ["".join(run.text for run in one.runs if not run.field) for one in paragraphs]
    words = (
        max(texts, key=len, default="").strip() if any(run.field for p in paragraphs for run in p.runs) else edge.text
    )
    return words.strip() if any(letter.isalnum() for letter in words) else ""


def _margin(section: Section, side: str) -> str:
    return centimetres(getattr(section, f"margin_{side}_pt"))
