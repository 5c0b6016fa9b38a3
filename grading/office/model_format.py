"""Effective formatting of text, the same for documents, presentations and rich text in cells.

Every value here is what a person sees after all styles, themes and defaults
have been applied. Lengths are points (`_pt`, exact decimals); colours are
"RRGGBB" in capitals, and "" where the program chooses ("automatic").
Words of the file formats that form open lists (underline kinds, border
kinds, list formats) keep their OOXML spelling, also when they come from ODF.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

import msgspec


class Alignment(Enum):
    """How the lines of a paragraph lie."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    DISTRIBUTE = "distribute"


class Baseline(Enum):
    NORMAL = "normal"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"


class LineRule(Enum):
    """What the line spacing means: a multiple of the line, exactly so many points, or at least so many."""

    MULTIPLE = "multiple"
    EXACT = "exact"
    AT_LEAST = "at_least"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One border line; `style` is "" or "none" where there is no line ("single", "double", "thin" ...)."""

    style: str = ""
    width_pt: Decimal = Decimal(0)
    colour: str = ""

    @property
    def is_drawn(self) -> bool:
        return self.style not in {"", "none", "nil"}


NO_LINE = Line()


class Borders(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines around a paragraph, a cell, a table or a page."""

    top: Line = NO_LINE
    bottom: Line = NO_LINE
    left: Line = NO_LINE
    right: Line = NO_LINE
    between: Line = NO_LINE
    inside_horizontal: Line = NO_LINE
    inside_vertical: Line = NO_LINE
    diagonal_up: Line = NO_LINE
    diagonal_down: Line = NO_LINE


class FillKind(Enum):
    NONE = "none"
    SOLID = "solid"
    GRADIENT = "gradient"
    PATTERN = "pattern"
    PICTURE = "picture"


class Fill(msgspec.Struct, frozen=True, omit_defaults=True):
    """What covers an area.

    `colour` is what a person would call the colour: of a solid fill, the first
    stop of a gradient, the foreground of a pattern. `colours` holds all stops
    of a gradient, or foreground and background of a pattern.
    """

    kind: FillKind = FillKind.NONE
    colour: str = ""
    colours: tuple[str, ...] = ()
    pattern: str = ""
    picture_sha256: str = ""


class RunFormat(msgspec.Struct, frozen=True, omit_defaults=True):
    """Effective formatting of a run of characters.

    The four font names are already resolved through the theme. Which of them a
    character takes is decided per character: see `grading.office.scripts.font_of`.
    """

    latin: str = ""
    high_ansi: str = ""
    east_asian: str = ""
    complex_script: str = ""
    hint_east_asian: bool = False
    size_pt: Decimal | None = None
    bold: bool = False
    italic: bool = False
    underline: str = ""
    underline_colour: str = ""
    strike: bool = False
    double_strike: bool = False
    colour: str = ""
    highlight: str = ""
    shading: str = ""
    baseline: Baseline = Baseline.NORMAL
    all_caps: bool = False
    small_caps: bool = False
    hidden: bool = False
    outline: bool = False
    shadow: bool = False
    emboss: bool = False
    imprint: bool = False
    emphasis_mark: str = ""
    border: Line = NO_LINE
    spacing_pt: Decimal = Decimal(0)
    scale_percent: int = 100
    raised_pt: Decimal = Decimal(0)
    effects: tuple[str, ...] = ()
    """Names of text effects ("glow", "reflection", "textOutline", "gradFill" ...), sorted."""


class TabStop(msgspec.Struct, frozen=True, omit_defaults=True):
    position_pt: Decimal
    alignment: str = "left"
    leader: str = ""


class ListKind(Enum):
    NONE = "none"
    BULLET = "bullet"
    NUMBER = "number"
    PICTURE = "picture"


class ListMark(msgspec.Struct, frozen=True, omit_defaults=True):
    """The bullet or number in front of a paragraph.

    `format` is the number format ("decimal", "upperRoman", "chineseCounting",
    for slides "arabicPeriod"); `text` the pattern ("%1.") or the bullet
    character; `label` what is shown ("3."), "" where it was not counted.
    `list_id` tells lists of one file apart.
    """

    kind: ListKind = ListKind.NONE
    list_id: str = ""
    level: int = 0
    format: str = ""
    text: str = ""
    start: int = 1
    label: str = ""
    font: str = ""
    colour: str = ""
    picture_sha256: str = ""


class DropCap(msgspec.Struct, frozen=True, omit_defaults=True):
    """A drop cap: `kind` is "drop" or "margin"."""

    kind: str
    lines: int = 1
    distance_pt: Decimal = Decimal(0)


class ParagraphFormat(msgspec.Struct, frozen=True, omit_defaults=True):
    """Effective formatting of a paragraph.

    A hanging indent is a negative `first_line_pt`. Indents given in characters
    and spacing given in lines are in `*_chars` and `*_lines` (None = not given
    so); they win over the points beside them, as they do in the programs.
    `outline_level` is 1-9 for headings, None for body text.
    Line spacing: `line_multiple` with MULTIPLE, `line_pt` with the other rules.
    """

    alignment: Alignment = Alignment.LEFT
    indent_left_pt: Decimal = Decimal(0)
    indent_right_pt: Decimal = Decimal(0)
    first_line_pt: Decimal = Decimal(0)
    indent_left_chars: Decimal | None = None
    indent_right_chars: Decimal | None = None
    first_line_chars: Decimal | None = None
    space_before_pt: Decimal = Decimal(0)
    space_after_pt: Decimal = Decimal(0)
    space_before_lines: Decimal | None = None
    space_after_lines: Decimal | None = None
    space_before_auto: bool = False
    space_after_auto: bool = False
    contextual_spacing: bool = False
    line_rule: LineRule = LineRule.MULTIPLE
    line_multiple: Decimal = Decimal(1)
    line_pt: Decimal | None = None
    outline_level: int | None = None
    list_mark: ListMark | None = None
    tabs: tuple[TabStop, ...] = ()
    borders: Borders = Borders()
    shading: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    right_to_left: bool = False
    drop_cap: DropCap | None = None
    framed: bool = False
    level: int = 0
    """Text level of a slide's body, 0-8; 0 elsewhere."""
