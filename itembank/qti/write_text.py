"""The text of an item as the XHTML of an item body: the other direction of `text`.

Underlining has no element in QTI 2.1; both versions write it as the class
`qti-underline` of a `span`, which the reader knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from itembank.model.richtext import (
    Block,
    Break,
    CodeBlock,
    Image,
    Inline,
    InteractionPlace,
    ItemList,
    Mark,
    Paragraph,
    Slot,
    Table,
    Text,
    plain_inlines,
)
from itembank.qti.spelling import Spelling
from itembank.qti.text import UNDERLINE_CLASS

ELEMENTS = {
    Mark.STRONG: "strong",
    Mark.EMPHASIS: "em",
    Mark.CODE: "code",
    Mark.SUBSCRIPT: "sub",
    Mark.SUPERSCRIPT: "sup",
}


class TextWriter:
    """Writes blocks and inlines.

    `place_of(digest)` returns where a picture lies, `interaction(response)`
    the element of an interaction.
    """

    def __init__(
        self, spell: Spelling, place_of: Callable[[str], str], interaction: Callable[[str], etree._Element]
    ) -> None:
        """Write with these."""
        self._spell = spell
        self._place_of = place_of
        self._interaction = interaction

    def blocks(self, parent: etree._Element, blocks: Iterable[Block]) -> None:
        """Write blocks below `parent`."""
        for block in blocks:
            parent.append(self._block(block))

    def inlines(self, parent: etree._Element, inlines: Iterable[Inline]) -> None:
        """Write inlines below `parent`."""
        for inline in inlines:
            if isinstance(inline, Text) and not inline.marks:
                _append_text(parent, inline.text)
            else:
                parent.append(self._inline(inline))

    def _block(self, block: Block) -> etree._Element:
        match block:
            case Paragraph():
                paragraph = self._spell.element(f"h{block.level}" if block.level else "p")
                self.inlines(paragraph, block.inlines)
                return paragraph
            case CodeBlock():
                named = {"class": f"language-{block.language}"} if block.language else {}
                return self._spell.element("pre", named, block.text)
            case Table():
                return self._table(block)
            case ItemList():
                items = self._spell.element("ol" if block.numbered else "ul")
                for entry in block.entries:
                    self.inlines(self._spell.below(items, "li"), entry)
                return items
            case InteractionPlace():
                return self._interaction(block.response)

    def _table(self, block: Table) -> etree._Element:
        table = self._spell.element("table")
        if block.caption:
            self._spell.below(table, "caption", text=block.caption)
        body = self._spell.below(table, "tbody")
        for row in block.rows:
            line = self._spell.below(body, "tr")
            for cell in row.cells:
                spans = {"colspan": cell.columns, "rowspan": cell.rows}
                given = {name: str(count) for name, count in spans.items() if count > 1}
                self.inlines(self._spell.below(line, "th" if cell.header else "td", given), cell.inlines)
        return table

    def _inline(self, inline: Inline) -> etree._Element:
        match inline:
            case Text():
                return self._marked(inline.text, inline.marks)
            case Break():
                return self._spell.element("br")
            case Image():
                sizes = {"width": inline.width_px, "height": inline.height_px}
                given = {name: str(pixels) for name, pixels in sizes.items() if pixels}
                return self._spell.element("img", {"src": self._place_of(inline.media), "alt": inline.alt} | given)
            case Slot():
                return self._interaction(inline.response)

    def _marked(self, text: str, marks: tuple[Mark, ...]) -> etree._Element:
        """Return the text inside one element a mark, the first mark outermost."""
        first, *others = marks
        element = (
            self._spell.element("span", {"class": UNDERLINE_CLASS})
            if first is Mark.UNDERLINE
            else self._spell.element(ELEMENTS[first])
        )
        if others:
            element.append(self._marked(text, tuple(others)))
        else:
            element.text = text
        return element


def words_of(inlines: Iterable[Inline]) -> str:
    """Return the words alone, for places where QTI takes nothing else."""
    return plain_inlines(inlines).replace("\n", " ")


def _append_text(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
