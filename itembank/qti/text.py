"""The XHTML of an item body as blocks and inlines; what has no place in our text is named.

Presentation that does not change the meaning (classes, styles, `div`, `span`)
is dropped; pictures are looked up beside the item and named by their digest.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from itembank.base.canonical import digest
from itembank.base.i18n import _
from itembank.model.richtext import (
    Block,
    Break,
    Cell,
    CodeBlock,
    Image,
    Inline,
    InteractionPlace,
    ItemList,
    Mark,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
)
from itembank.qti.errors import Problem
from itembank.qti.xmltree import attribute, children, line_of, name_of, text_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

MARKS = {
    "b": Mark.STRONG,
    "strong": Mark.STRONG,
    "i": Mark.EMPHASIS,
    "em": Mark.EMPHASIS,
    "u": Mark.UNDERLINE,
    "code": Mark.CODE,
    "tt": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "var": Mark.EMPHASIS,
    "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
}
UNDERLINE_CLASS = "qti-underline"
PLAIN_INLINES = frozenset({"span", "a", "abbr", "acronym", "cite", "dfn", "q", "small", "big", "label", "bdo"})
CONTAINERS = frozenset(
    {"div", "section", "blockquote", "article", "header", "footer", "rubricBlock", "center", "figure", "contentBody"}
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
INLINE_INTERACTIONS = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
FEEDBACK = frozenset({"modalFeedback", "feedbackBlock", "feedbackInline"})
IGNORED = FEEDBACK | {"hr", "stylesheet", "colgroup", "col", "companionMaterialsInfo"}
EMBEDDED = re.compile(r"data:image/[\w.+\-]+;base64,(?P<data>[A-Za-z0-9+/=\s]+)")
MAX_PIXELS = 4096
WHITE = re.compile(r"[ \t\r\n]+")


@dataclass
class TextReader:
    """Collects the text of one item.

    `find_media(href)` returns the bytes of a picture, or None. `read_interaction`
    reads an interaction and returns True for an inline one, False for a block
    one, None for one that was refused.
    """

    find_media: Callable[[str], bytes | None]
    read_interaction: Callable[[etree._Element], bool | None]
    problems: list[Problem]
    media: dict[str, bytes] = field(default_factory=dict)

    def blocks(self, element: etree._Element) -> tuple[Block, ...]:
        """Return the children of `element` as blocks; loose inlines become paragraphs."""
        found: list[Block] = []
        loose: list[Inline] = list(_text(element.text))
        for child in children(element):
            block = self._block(child)
            if block is None:
                loose.extend(self._inline(child, ()))
            else:
                _flush(loose, found)
                found.extend(block)
            loose.extend(_text(child.tail))
        _flush(loose, found)
        return tuple(found)

    def inlines(self, element: etree._Element) -> tuple[Inline, ...]:
        """Return all below `element` as one run of inlines, blocks joined by line breaks."""
        return _tidy(self._inlines(element, ()))

    def _block(self, element: etree._Element) -> list[Block] | None:
        name = name_of(element)
        if name in IGNORED:
            if name in FEEDBACK:
                self._lose(element, _("反馈内容不导入。"))
            return []
        if name in CONTAINERS or name == "prompt":
            return list(self.blocks(element))
        if name == "p" or name in HEADINGS:
            return self._paragraph(element, HEADINGS.get(name, 0))
        if name == "pre":
            return [CodeBlock(text=text_of(element).strip("\n"))]
        if name == "table":
            return [self._table(element)]
        if name in {"ul", "ol"}:
            return [ItemList(entries=tuple(self.inlines(li) for li in children(element)), numbered=name == "ol")]
        if name.endswith("Interaction"):
            return self._interaction(element)
        return None

    def _interaction(self, element: etree._Element) -> list[Block] | None:
        if name_of(element) in INLINE_INTERACTIONS:
            return None
        if self.read_interaction(element) is None:
            return []
        return [InteractionPlace(response=attribute(element, "responseIdentifier"))]

    def _paragraph(self, element: etree._Element, level: int) -> list[Block]:
        """Return a paragraph; a block inside it (seen in the wild) splits it."""
        if any(name_of(child) in {"pre", "table", "ul", "ol", "p", "div"} for child in children(element)):
            return list(self.blocks(element))
        inlines = self.inlines(element)
        return [Paragraph(inlines=inlines, level=level)] if inlines else []

    def _inlines(self, element: etree._Element, marks: tuple[Mark, ...]) -> list[Inline]:
        found: list[Inline] = list(_text(element.text, marks))
        for child in children(element):
            found.extend(self._inline(child, marks))
            found.extend(_text(child.tail, marks))
        return found

    def _inline(self, element: etree._Element, marks: tuple[Mark, ...]) -> list[Inline]:
        name = name_of(element)
        if name in MARKS:
            mark = MARKS[name]
            return self._inlines(element, marks if mark in marks else (*marks, mark))
        if name == "span" and UNDERLINE_CLASS in attribute(element, "class").split():
            return self._inlines(element, marks if Mark.UNDERLINE in marks else (*marks, Mark.UNDERLINE))
        if name == "br":
            return [Break()]
        if name in {"img", "object"}:
            return self._image(element, marks)
        if name in INLINE_INTERACTIONS:
            self.read_interaction(element)
            return [Slot(response=attribute(element, "responseIdentifier"))]
        if name in {"p", "div", "li"}:
            return [*self._inlines(element, marks), Break()]
        if name in PLAIN_INLINES or name in HEADINGS:
            return self._inlines(element, marks)
        if name not in IGNORED:
            self._refuse(element, _("题干中的“{name}”无法显示。").format(name=name))
        return []

    def _image(self, element: etree._Element, marks: tuple[Mark, ...]) -> list[Inline]:
        href = attribute(element, "src") or attribute(element, "data")
        data = _embedded(href) or (self.find_media(href) if href else None)
        if data is None:
            self._refuse(element, _("找不到图片“{href}”。").format(href=href[:80]))
            return list(_text(attribute(element, "alt"), marks))
        name = digest(data)
        self.media[name] = data
        return [
            Image(
                media=name,
                alt=attribute(element, "alt") or text_of(element).strip(),
                width_px=min(MAX_PIXELS, max(0, whole(element, "width", 0))),
                height_px=min(MAX_PIXELS, max(0, whole(element, "height", 0))),
            )
        ]

    def _table(self, element: etree._Element) -> Table:
        rows = []
        caption = ""
        for child in element.iter():
            if name_of(child) == "caption":
                caption = text_of(child).strip()
            elif name_of(child) == "tr":
                rows.append(
                    Row(cells=tuple(self._cell(cell) for cell in children(child) if name_of(cell) in {"td", "th"}))
                )
        return Table(rows=tuple(rows), caption=caption)

    def _cell(self, element: etree._Element) -> Cell:
        return Cell(
            inlines=self.inlines(element),
            header=name_of(element) == "th",
            columns=max(1, whole(element, "colspan", 1)),
            rows=max(1, whole(element, "rowspan", 1)),
        )

    def _refuse(self, element: etree._Element, sentence: str) -> None:
        self.problems.append(Problem(sentence=sentence, element=name_of(element), line=line_of(element)))

    def _lose(self, element: etree._Element, sentence: str) -> None:
        self.problems.append(
            Problem(sentence=sentence, element=name_of(element), line=line_of(element), blocking=False)
        )


def _embedded(href: str) -> bytes | None:
    """Return the bytes of a picture that is written into the item itself, or None."""
    found = EMBEDDED.fullmatch(href.strip())
    try:
        return base64.b64decode(found["data"]) if found else None
    except ValueError:
        return None


def _text(text: object, marks: tuple[Mark, ...] = ()) -> tuple[Text, ...]:
    """Return XML character data as a text with white space collapsed; nothing for nothing."""
    collapsed = WHITE.sub(" ", str(text)) if text else ""
    return (Text(text=collapsed, marks=marks),) if collapsed else ()


def _tidy(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Trim white space and line breaks at both ends."""
    found = list(inlines)
    while found and _is_white(found[0]):
        found.pop(0)
    while found and _is_white(found[-1]):
        found.pop()
    if found and isinstance(found[0], Text):
        found[0] = Text(text=found[0].text.lstrip(), marks=found[0].marks)
    if found and isinstance(found[-1], Text):
        found[-1] = Text(text=found[-1].text.rstrip(), marks=found[-1].marks)
    return tuple(found)


def _is_white(inline: Inline) -> bool:
    return isinstance(inline, Break) or (isinstance(inline, Text) and not inline.text.strip())


def _flush(loose: list[Inline], found: list[Block]) -> None:
    inlines = _tidy(loose)
    if inlines:
        found.append(Paragraph(inlines=inlines))
    loose.clear()
