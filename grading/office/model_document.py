"""A word-processing file as its readers see it (docx, docm, odt)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

import msgspec

from grading.office.model_common import Properties
from grading.office.model_flow import Block, Paragraph, Shape, Table, paragraphs_of, shapes_of, tables_of
from grading.office.model_format import Borders, ParagraphFormat, RunFormat


class Edge(Enum):
    HEADER = "header"
    FOOTER = "footer"


class PageKind(Enum):
    """The pages a header or footer stands on."""

    DEFAULT = "default"
    FIRST = "first"
    EVEN = "even"


class HeaderFooter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One header or footer of a section; `inherited` when the section before it lends it.

    `shown` is false when the section keeps it but a switch hides it (a first
    page header without "different first page").
    """

    edge: Edge
    pages: PageKind
    blocks: tuple[Block, ...] = ()
    inherited: bool = False
    shown: bool = True

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs_of(self.blocks))


class Columns(msgspec.Struct, frozen=True, omit_defaults=True):
    """Newspaper columns; widths only where they are unequal."""

    count: int = 1
    gap_pt: Decimal = Decimal(0)
    line_between: bool = False
    equal_width: bool = True
    widths_pt: tuple[Decimal, ...] = ()


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """Page set-up of a section; `starts` is "nextPage", "continuous", "evenPage", "oddPage", "nextColumn"."""

    page_width_pt: Decimal
    page_height_pt: Decimal
    landscape: bool = False
    margin_top_pt: Decimal = Decimal(0)
    margin_bottom_pt: Decimal = Decimal(0)
    margin_left_pt: Decimal = Decimal(0)
    margin_right_pt: Decimal = Decimal(0)
    header_distance_pt: Decimal = Decimal(0)
    footer_distance_pt: Decimal = Decimal(0)
    gutter_pt: Decimal = Decimal(0)
    columns: Columns = Columns()
    starts: str = "nextPage"
    headers_footers: tuple[HeaderFooter, ...] = ()
    different_first_page: bool = False
    page_number_format: str = ""
    page_number_start: int | None = None
    page_borders: Borders = Borders()
    page_border_art: str = ""
    vertical_alignment: str = "top"
    text_direction: str = ""
    line_numbers: bool = False
    grid_kind: str = ""
    grid_line_pt: Decimal | None = None


class StyleKind(Enum):
    PARAGRAPH = "paragraph"
    CHARACTER = "character"
    TABLE = "table"
    LIST = "list"


class Style(msgspec.Struct, frozen=True, omit_defaults=True):
    """A style with the formatting it gives, its ancestors included."""

    id: str
    name: str
    kind: StyleKind
    based_on: str = ""
    run: RunFormat = RunFormat()
    paragraph: ParagraphFormat = ParagraphFormat()
    custom: bool = False
    used: bool = False


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A footnote or endnote (`kind`); its mark is the run whose `note` is this id."""

    id: str
    kind: str
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs_of(self.blocks))


class DocumentComment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comment and the text it is attached to."""

    id: str
    text: str
    author: str = ""
    on_text: str = ""


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field: its kind in capitals ("PAGE", "TOC", "SEQ", "HYPERLINK"), whole instruction, shown result.

    `place` is "body", "header", "footer", "note" or "shape".
    """

    kind: str
    instruction: str
    result: str = ""
    place: str = "body"


class Document(msgspec.Struct, frozen=True, omit_defaults=True, tag="document"):
    """A whole document.

    `blocks` are the body in order. `background` is the page colour.
    `tracks_changes` says whether tracking is on; `insertions` and `deletions`
    count runs that tracking still holds.
    """

    format: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    styles: tuple[Style, ...] = ()
    notes: tuple[Note, ...] = ()
    comments: tuple[DocumentComment, ...] = ()
    fields: tuple[Field, ...] = ()
    properties: Properties = Properties()
    background: str = ""
    different_odd_even: bool = False
    tracks_changes: bool = False
    insertions: int = 0
    deletions: int = 0
    protection: str = ""
    default_tab_pt: Decimal = Decimal(36)
    default_run: RunFormat = RunFormat()
    default_paragraph: ParagraphFormat = ParagraphFormat()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the body's paragraphs in reading order, those in tables included."""
        return paragraphs_of(self.blocks)

    def tables(self) -> Iterator[Table]:
        return tables_of(self.blocks)

    def shapes(self) -> Iterator[Shape]:
        """Yield the shapes of the body (not those of headers and footers), group members included."""
        return shapes_of(self.blocks)

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs())
