"""What text is made of: runs, paragraphs, tables and the shapes that float among them.

Documents, slides and headers all use these; `blocks` is always in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

import msgspec

from grading.office.model_chart import Chart
from grading.office.model_format import (
    NO_LINE,
    Borders,
    Fill,
    Line,
    ParagraphFormat,
    RunFormat,
)


class Change(Enum):
    """Whether tracked changes hold a run: DELETED text is not part of `Paragraph.text`."""

    NONE = "none"
    INSERTED = "inserted"
    DELETED = "deleted"


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    r"""Characters with one formatting.

    In `text` a tab is "\t", a line break "\n", a page break "\f", a column
    break "\v". `direct` names the `RunFormat` fields set on the run itself, in
    contrast to those that come from a style. `field` is the instruction of the
    field whose result this is ("PAGE", "TOC \o"). `note` is the id of a footnote
    or endnote whose mark stands here, `comments` the ids of comments on it.
    """

    text: str
    format: RunFormat = RunFormat()
    style: str = ""
    link: str = ""
    field: str = ""
    change: Change = Change.NONE
    note: str = ""
    comments: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, tag="paragraph"):
    """One paragraph: `style` is the name people see ("heading 1", "标题 1"), `style_id` the file's own.

    `direct` names the `ParagraphFormat` fields set on the paragraph itself.
    `section` is the index into `Document.sections`. `shapes` are anchored here.
    """

    runs: tuple[Run, ...] = ()
    format: ParagraphFormat = ParagraphFormat()
    style: str = ""
    style_id: str = ""
    direct: tuple[str, ...] = ()
    section: int = 0
    bookmarks: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()
    formulas: tuple[str, ...] = ()
    """Plain text of equations (Office Math) in the paragraph."""
    mark: RunFormat = RunFormat()
    """Formatting of the paragraph mark: what an empty paragraph would show."""
    mark_change: Change = Change.NONE

    @property
    def text(self) -> str:
        """The text as it would read with all tracked changes accepted."""
        return "".join(run.text for run in self.runs if run.change is not Change.DELETED)


class TableCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell with its effective look; a cell that others are merged into spans rows and columns.

    Cells hidden under a vertical merge are left out. `row` and `column` count
    from 0 in the table's grid.
    """

    row: int
    column: int
    blocks: tuple[Block, ...] = ()
    row_span: int = 1
    column_span: int = 1
    width_pt: Decimal | None = None
    borders: Borders = Borders()
    fill: Fill = Fill()
    vertical_alignment: str = "top"
    text_direction: str = ""

    @property
    def text(self) -> str:
        """The cell's paragraphs joined by line ends."""
        return "\n".join(paragraph.text for paragraph in paragraphs_of(self.blocks))


class TableRow(msgspec.Struct, frozen=True, omit_defaults=True):
    cells: tuple[TableCell, ...] = ()
    height_pt: Decimal | None = None
    height_exact: bool = False
    repeats_as_header: bool = False
    may_split: bool = True
    change: Change = Change.NONE


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table"):
    """A table; `style` is the style's name, `column_widths_pt` the grid."""

    rows: tuple[TableRow, ...] = ()
    column_widths_pt: tuple[Decimal, ...] = ()
    style: str = ""
    alignment: str = "left"
    indent_pt: Decimal = Decimal(0)
    width_pt: Decimal | None = None
    width_percent: Decimal | None = None
    fixed_layout: bool = False
    floating: bool = False
    borders: Borders = Borders()
    first_row: bool = False
    last_row: bool = False
    first_column: bool = False
    last_column: bool = False
    banded_rows: bool = False
    banded_columns: bool = False
    title: str = ""
    description: str = ""

    def cell(self, row: int, column: int) -> TableCell | None:
        """Return the cell that begins at this place of the grid, if one does."""
        if not 0 <= row < len(self.rows):
            return None
        return next((cell for cell in self.rows[row].cells if cell.column == column), None)


class ShapeKind(Enum):
    """What a shape is to a person; `Shape.geometry` says more about a drawn one."""

    SHAPE = "shape"
    TEXT_BOX = "text_box"
    PLACEHOLDER = "placeholder"
    PICTURE = "picture"
    WORD_ART = "word_art"
    LINE = "line"
    CHART = "chart"
    TABLE = "table"
    DIAGRAM = "diagram"
    GROUP = "group"
    OBJECT = "object"
    MEDIA = "media"
    CONTROL = "control"


class Anchor(Enum):
    """How text and shape make room for each other."""

    INLINE = "inline"
    SQUARE = "square"
    TIGHT = "tight"
    THROUGH = "through"
    TOP_AND_BOTTOM = "top_and_bottom"
    BEHIND_TEXT = "behind_text"
    IN_FRONT_OF_TEXT = "in_front_of_text"
    FREE = "free"
    """Not in running text: on a slide or a sheet."""


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """The bits behind a picture: where they are, what they are, and their digest.

    `sha256` is "" for a picture that is linked and not in the file; then `link`
    says where it should come from. Crop values are shares of a thousand.
    """

    part: str = ""
    sha256: str = ""
    media_type: str = ""
    size_bytes: int = 0
    width_px: int = 0
    height_px: int = 0
    link: str = ""
    crop_left: int = 0
    crop_top: int = 0
    crop_right: int = 0
    crop_bottom: int = 0


class Placement(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a shape is: on a slide or sheet from its top left corner, in text from what it is relative to.

    `horizontal_align`/`vertical_align` ("center", "right" ...) replace an offset.
    On a sheet `from_cell` and `to_cell` are the corners ("B3", "H18").
    """

    left_pt: Decimal | None = None
    top_pt: Decimal | None = None
    horizontal_relative: str = ""
    vertical_relative: str = ""
    horizontal_align: str = ""
    vertical_align: str = ""
    from_cell: str = ""
    to_cell: str = ""


class Placeholder(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place of a layout that a slide's shape fills: "title", "ctrTitle", "body", "dt", "sldNum" ..."""

    kind: str
    index: int = 0


class Shape(msgspec.Struct, frozen=True, omit_defaults=True):
    """Anything drawn: picture, text box, chart, table on a slide, group ...

    `text_effect` is the preset of WordArt ("textArchUp", VML "fontwork-plain").
    `link` is a click action: an address, "#3" for a slide, or an action name.
    """

    kind: ShapeKind
    id: str = ""
    name: str = ""
    description: str = ""
    geometry: str = ""
    width_pt: Decimal | None = None
    height_pt: Decimal | None = None
    rotation_degrees: Decimal = Decimal(0)
    flipped_horizontally: bool = False
    flipped_vertically: bool = False
    anchor: Anchor = Anchor.FREE
    placement: Placement = Placement()
    fill: Fill = Fill()
    line: Line = NO_LINE
    effects: tuple[str, ...] = ()
    placeholder: Placeholder | None = None
    blocks: tuple[Block, ...] = ()
    text_anchor: str = ""
    text_vertical: str = ""
    text_effect: str = ""
    autofit: str = ""
    picture: Picture | None = None
    chart: Chart | None = None
    table: Table | None = None
    diagram: Diagram | None = None
    media: str = ""
    """Kind of a sound or film: "audio", "video"."""
    program: str = ""
    """Program id of an embedded object ("Excel.Sheet.12", "Equation.3")."""
    link: str = ""
    hover_link: str = ""
    hidden: bool = False
    children: tuple[Shape, ...] = ()

    @property
    def text(self) -> str:
        """The shape's own paragraphs joined by line ends (not those of shapes inside it)."""
        return "\n".join(paragraph.text for paragraph in paragraphs_of(self.blocks))


class Diagram(msgspec.Struct, frozen=True, omit_defaults=True):
    """SmartArt: the layout's name and the text of its nodes with their depth."""

    layout: str = ""
    nodes: tuple[DiagramNode, ...] = ()


class DiagramNode(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    depth: int = 0


Block = Paragraph | Table


def paragraphs_of(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield the paragraphs of blocks in reading order, those inside tables included, shapes' not."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_of(cell.blocks)


def tables_of(blocks: tuple[Block, ...]) -> Iterator[Table]:
    """Yield the tables of blocks in reading order, nested ones after the table that holds them."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for row in block.rows:
                for cell in row.cells:
                    yield from tables_of(cell.blocks)


def shapes_of(blocks: tuple[Block, ...]) -> Iterator[Shape]:
    """Yield the shapes anchored in blocks, those inside a shape after it."""
    for paragraph in paragraphs_of(blocks):
        for shape in paragraph.shapes:
            yield from with_members(shape)


def with_members(shape: Shape) -> Iterator[Shape]:
    """Yield a shape and all shapes inside it: members of a group, pictures and boxes in its text."""
    yield shape
    for child in shape.children:
        yield from with_members(child)
    yield from shapes_of(shape.blocks)
