"""Text of items as a small tree of blocks and inlines: no HTML, nothing that can load anything.

Images are named by the SHA-256 of their bytes (`media`), which travel beside
the paper. A `Slot` marks where an inline interaction (a blank, a drop-down)
stands; an `InteractionPlace` does the same between blocks.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Mark(Enum):
    """How a stretch of text differs from its surroundings."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    UNDERLINE = "underline"
    CODE = "code"
    SUBSCRIPT = "sub"
    SUPERSCRIPT = "sup"


class Text(Value, frozen=True, tag="text"):
    """A stretch of text with the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()


class Break(Value, frozen=True, tag="break"):
    """A line break inside a paragraph."""


class Image(Value, frozen=True, tag="image"):
    """A picture by the digest of its bytes; sizes in CSS pixels, 0 = its own size; `alt` is read aloud."""

    media: str
    alt: str = ""
    width_px: int = 0
    height_px: int = 0

    def __post_init__(self) -> None:
        """Refuse a name that is not a digest and sizes out of range."""
        check_digest(self.media, _("图片"))
        if not (0 <= self.width_px <= 4096 and 0 <= self.height_px <= 4096):
            raise ModelError(_("图片尺寸应在 0 到 4096 像素之间。"))


class Slot(Value, frozen=True, tag="slot"):
    """The place of an inline interaction, by its response identifier."""

    response: str


Inline = Text | Break | Image | Slot


class Paragraph(Value, frozen=True, tag="p"):
    """A paragraph; `level` 1-3 makes it a heading."""

    inlines: tuple[Inline, ...]
    level: int = 0


class CodeBlock(Value, frozen=True, tag="code"):
    """Program text in a fixed-width font; `language` such as "python" colours it."""

    text: str
    language: str = ""


class Cell(Value, frozen=True):
    """A table cell."""

    inlines: tuple[Inline, ...] = ()
    header: bool = False
    columns: int = 1
    rows: int = 1


class Row(Value, frozen=True):
    """A table row."""

    cells: tuple[Cell, ...]


class Table(Value, frozen=True, tag="table"):
    """A table; merged cells span as in HTML."""

    rows: tuple[Row, ...]
    caption: str = ""


class ItemList(Value, frozen=True, tag="list"):
    """A bulleted or numbered list."""

    entries: tuple[tuple[Inline, ...], ...]
    numbered: bool = False


class InteractionPlace(Value, frozen=True, tag="interaction"):
    """The place of a block interaction, by its response identifier."""

    response: str


Block = Paragraph | CodeBlock | Table | ItemList | InteractionPlace


def text_paragraph(text: str) -> Paragraph:
    """Make a paragraph of plain text."""
    return Paragraph(inlines=(Text(text=text),))


def inlines_of(block: Block) -> Iterator[Inline]:
    """Yield every inline of a block in reading order."""
    if isinstance(block, Paragraph):
        yield from block.inlines
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.inlines
    elif isinstance(block, ItemList):
        for entry in block.entries:
            yield from entry


def places(blocks: Iterable[Block]) -> list[str]:
    """Return the response identifiers that have a place in the text, in reading order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, InteractionPlace):
            found.append(block.response)
        found.extend(inline.response for inline in inlines_of(block) if isinstance(inline, Slot))
    return found


def media_used(blocks: Iterable[Block]) -> set[str]:
    """Return the digests of all pictures in the text."""
    return {i.media for block in blocks for i in inlines_of(block) if isinstance(i, Image)}


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the words alone, a line a block, with `____` for each blank."""
    return "\n".join(line for block in blocks if (line := _plain_block(block)))


def plain_inlines(inlines: Iterable[Inline]) -> str:
    """Return the words of inlines alone."""
    return "".join(_plain_inline(inline) for inline in inlines)


def _plain_block(block: Block) -> str:
    if isinstance(block, CodeBlock):
        return block.text
    if isinstance(block, Table):
        return "\n".join("\t".join(plain_inlines(cell.inlines) for cell in row.cells) for row in block.rows)
    if isinstance(block, ItemList):
        return "\n".join(plain_inlines(entry) for entry in block.entries)
    return plain_inlines(inlines_of(block))


def _plain_inline(inline: Inline) -> str:
    if isinstance(inline, Text):
        return inline.text
    if isinstance(inline, Slot):
        return "____"
    return "\n" if isinstance(inline, Break) else inline.alt
