"""The `where` of the W checks: which paragraphs or which words of a document a check is about.

A paragraph is found by its text, because candidates insert and move things; a
place number is for documents whose task says "第 2 段".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grading.checks.finding import CannotJudgeError, NotThereError
from grading.checks.similar import bare, matches, plain
from grading.office.model import Block, Change, Document, Edge, Paragraph, Run, paragraphs_of
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value

LONGEST_HEADING = 40
"""A paragraph with more characters is running text whatever its style says."""

PROSE_ENDS = "。！？；，…!?;.”’」』）)"
TITLE_STYLES = frozenset({"title", "subtitle", "标题", "副标题"})
_SHOWN = 12


class Where(Value, frozen=True):
    """Which part of a document; exactly one way, but `words` may stand beside another to narrow it.

    `text`: the one paragraph that is, holds or is at least 90 % similar to this
    text. `texts`: several such paragraphs. `index`: the n-th paragraph with text
    outside tables, from 1. `heading`: all headings of this level. `body`:
    running text (see `is_prose`). `all`: every paragraph with text. `words`:
    these characters wherever they stand. `edge`: the paragraphs with text of the
    "header" or the "footer". With `outside_tables` tables are left out of the
    search for `text` and `texts`, where they hold the same words.
    """

    text: str = ""
    texts: tuple[str, ...] = ()
    index: int = 0
    heading: int = 0
    body: bool = False
    all: bool = False
    words: str = ""
    edge: str = ""
    outside_tables: bool = False

    def __post_init__(self) -> None:
        """Refuse none or several ways."""
        ways = (self.text, self.texts, self.index, self.heading, self.body, self.all, self.edge)
        count = sum(bool(way) for way in ways)
        is_known = self.edge in {"", *(edge.value for edge in Edge)}
        if count > 1 or (count == 0 and not self.words) or self.index < 0 or not 0 <= self.heading <= 9 or not is_known:
            raise ModelError(_("检查位置应当用 text、texts、index、heading、body、all、edge、words 中的一种写明。"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph's visible text, as runs cut to it."""

    paragraph: Paragraph
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What was selected, and how a report calls the place."""

    pieces: tuple[Piece, ...]
    place: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, each once."""
        return tuple({id(piece.paragraph): piece.paragraph for piece in self.pieces}.values())


def select(document: Document, where: Where) -> Target:
    """Find the target; raises `NotThereError`, or `CannotJudgeError` when the text fits several paragraphs."""
    chosen, place = _paragraphs(document, where)
    if not where.words:
        return Target(tuple(Piece(paragraph, _kept(paragraph)) for paragraph in chosen), place)
    pieces = tuple(piece for paragraph in chosen for piece in _pieces(paragraph, where.words))
    if not pieces:
        raise NotThereError(_("没有找到文字“{words}”。").format(words=short(where.words)))
    return Target(pieces, _("文字“{words}”").format(words=short(where.words)))


def find_paragraph(document: Document, text: str, *, is_outside: bool = False) -> Paragraph:
    """Find the one paragraph that a text means, or the one outside tables.

    Raises `NotThereError` or `CannotJudgeError`.
    """
    among = outside_tables(document) if is_outside else everywhere(document)
    candidates = [paragraph for paragraph in among if not is_contents(paragraph)]
    places = matches(text, [paragraph.text for paragraph in candidates])
    if not places:
        raise NotThereError(_("没有找到段落“{text}”。").format(text=short(text)))
    if len(places) > 1:
        numbers = [_number(document, candidates[place]) for place in places]
        if all(numbers):
            message = _("第 {numbers} 段都与“{text}”相符，无法确定是哪一个。")
            raise CannotJudgeError(message.format(numbers="、".join(map(str, numbers)), text=short(text)))
        message = _("有 {count} 个段落与“{text}”相符，无法确定是哪一个。")
        raise CannotJudgeError(message.format(count=len(places), text=short(text)))
    return candidates[places[0]]


def place_of(document: Document, paragraph: Paragraph) -> str:
    """Return how a report calls a paragraph: by its number among those with text, and its first words."""
    number = _number(document, paragraph)
    text = short(paragraph.text)
    return _("第 {n} 段“{text}”").format(n=number, text=text) if number else _("段落“{text}”").format(text=text)


def _number(document: Document, paragraph: Paragraph) -> int:
    """Return which of the paragraphs with text outside tables this is, from 1; 0 for one elsewhere."""
    return next((n for n, one in enumerate(outside_tables(document), 1) if one is paragraph), 0)


def everywhere(document: Document) -> Iterator[Paragraph]:
    """Yield all paragraphs of the body, its tables and its text boxes (not headers, footers and notes)."""
    yield from document.paragraphs()
    for shape in document.shapes():
        yield from paragraphs_of(shape.blocks)


def outside_tables(document: Document) -> list[Paragraph]:
    """Return the paragraphs with text that stand in the body itself."""
    return [block for block in document.blocks if isinstance(block, Paragraph) and has_text(block)]


def prose_of(document: Document) -> list[Paragraph]:
    """Return the running text; in a document without any, every paragraph that is not styled as a heading."""
    own = [block for block in outside_tables(document) if not is_contents(block)]
    return [block for block in own if is_prose(block)] or [block for block in own if not is_styled_heading(block)]


def is_prose(paragraph: Paragraph) -> bool:
    """Tell running text from headings, titles, salutations, signatures and captions.

    Goes by the text first, so that a candidate's formatting does not change what is
    checked: long paragraphs are prose; short ones when they end like a sentence and have no heading style.
    """
    text = plain(paragraph.text)
    if len(text) > LONGEST_HEADING:
        return True
    return text.endswith(tuple(PROSE_ENDS)) and not is_styled_heading(paragraph)


def is_styled_heading(paragraph: Paragraph) -> bool:
    """Tell whether a style or outline level makes this a heading or title."""
    return heading_level(paragraph) is not None or paragraph.style.casefold() in TITLE_STYLES


def heading_level(paragraph: Paragraph) -> int | None:
    """Return the level (1-9) a paragraph has as a heading, by style name or outline level."""
    return style_level(paragraph) or paragraph.format.outline_level


def style_level(paragraph: Paragraph) -> int | None:
    """Return the level of a built-in heading style ("heading 1", "标题 1"), None for any other style."""
    name = bare(paragraph.style).casefold()
    for prefix in ("heading", "标题"):
        rest = name.removeprefix(prefix)
        if rest != name and len(rest) == 1 and rest.isdecimal():
            return int(rest) or None
    return None


def is_contents(paragraph: Paragraph) -> bool:
    """Tell whether this is a line of a table of contents, which repeats headings."""
    name = bare(paragraph.style).casefold()
    in_field = bool(paragraph.runs) and all(run.field.strip().upper().startswith("TOC") for run in paragraph.runs)
    return in_field or (name.startswith(("toc", "目录", "contents")) and name[-1:].isdecimal())


def has_text(paragraph: Paragraph) -> bool:
    """Tell whether anything but blanks stands in a paragraph."""
    return bool(paragraph.text.strip())


def short(text: str, length: int = _SHOWN) -> str:
    """Return the beginning of a text for a sentence."""
    whole = plain(text)
    return whole if len(whole) <= length else f"{whole[:length]}…"


def text_of_blocks(blocks: tuple[Block, ...]) -> str:
    """Return the text of blocks and of the shapes in them."""
    texts = []
    for paragraph in paragraphs_of(blocks):
        texts.append(paragraph.text)
        texts.extend(shape.text for shape in paragraph.shapes)
    return "\n".join(texts)


def _paragraphs(document: Document, where: Where) -> tuple[list[Paragraph], str]:
    if where.text:
        chosen_one = find_paragraph(document, where.text, is_outside=where.outside_tables)
        return [chosen_one], place_of(document, chosen_one)
    if where.texts:
        chosen = [find_paragraph(document, text, is_outside=where.outside_tables) for text in where.texts]
        return chosen, _("段落“{text}”等 {count} 段").format(text=short(where.texts[0]), count=len(chosen))
    if where.index:
        return [_numbered(document, where.index)], _("第 {index} 段").format(index=where.index)
    if where.heading:
        return _headings(document, where.heading), _("{level} 级标题").format(level=where.heading)
    if where.edge:
        return _of_edge(document, where.edge)
    if where.body:
        return _some(prose_of(document)), _("正文")
    return _some([paragraph for paragraph in everywhere(document) if has_text(paragraph)]), _("全文")


def _of_edge(document: Document, edge: str) -> tuple[list[Paragraph], str]:
    name = _("页眉") if edge == Edge.HEADER.value else _("页脚")
    edges = [one for section in document.sections for one in section.headers_footers if one.edge.value == edge]
    own = [paragraph for one in edges if one.shown and not one.inherited for paragraph in paragraphs_of(one.blocks)]
    found = [paragraph for paragraph in own if has_text(paragraph)]
    if not found:
        raise NotThereError(_("没有{edge}。").format(edge=name))
    return found, name


def _numbered(document: Document, index: int) -> Paragraph:
    own = outside_tables(document)
    if index > len(own):
        raise NotThereError(_("文档只有 {count} 个段落，没有第 {index} 段。").format(count=len(own), index=index))
    return own[index - 1]


def _headings(document: Document, level: int) -> list[Paragraph]:
    found = [
        paragraph
        for paragraph in everywhere(document)
        if has_text(paragraph) and not is_contents(paragraph) and heading_level(paragraph) == level
    ]
    if not found:
        raise NotThereError(_("文档中没有 {level} 级标题。").format(level=level))
    return found


def _some(paragraphs: list[Paragraph]) -> list[Paragraph]:
    if not paragraphs:
        raise NotThereError(_("文档中没有文字。"))
    return paragraphs


def _kept(paragraph: Paragraph) -> tuple[Run, ...]:
    return tuple(run for run in paragraph.runs if run.change is not Change.DELETED)


def _pieces(paragraph: Paragraph, words: str) -> Iterator[Piece]:
    text = paragraph.text
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        yield Piece(paragraph, tuple(_cut(_kept(paragraph), start, end)))
        start = text.find(words, end)


def _cut(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    """Yield the parts of runs between two places of their joined text."""
    place = 0
    for run in runs:
        first, last = max(start - place, 0), min(end - place, len(run.text))
        if first < last:
            yield Run(text=run.text[first:last], format=run.format, style=run.style, link=run.link, field=run.field)
        place += len(run.text)
