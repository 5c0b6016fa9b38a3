"""The understood differences between our reading of a presentation and LibreOffice's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.office.model import Paragraph, Shape
from tests.grading.office.differential.texts import Stretch, visible

_ROUNDING = 3
_TWINS = {
    "Liberation Sans": "Arial", "Albany": "Arial", "Liberation Serif": "Times New Roman",
    "Thorndale": "Times New Roman", "Liberation Mono": "Courier New", "Cumberland": "Courier New",
}  # fmt: skip
_DIGITS = len("RRGGBB")
ROUNDED = "a tint or shade of a theme colour: another rounding"
DIAGRAM = "text of SmartArt: we give it as a diagram's nodes, LibreOffice as shapes"
FOOTER = "a footer placeholder: LibreOffice moves it to the master"
NO_SLIDE = "a show without slides: LibreOffice makes an empty one"
GRADIENT = "text filled with a gradient: we give its first colour, LibreOffice 7 has none or another"
INVISIBLE = "text without any fill: hidden for us, white or automatic in LibreOffice"
WINDOW_COLOUR = "black, which is the automatic colour of text: LibreOffice has one where we have the other"
NO_FONT = "no font is named anywhere in the file: each program takes its own"
MACHINE_FONT = "a font named for its script or its signs only: LibreOffice takes one of this machine (DejaVu)"
SIGN_FONT = "a sign of a symbol font (a:sym): we give the text's font, LibreOffice the symbol font"
TABLE_IN_PLACEHOLDER = "a table in a placeholder takes nothing from it; LibreOffice gives it the placeholder's size"
BUILT_IN_TABLE = (
    "a built-in table style that the file does not hold: LibreOffice knows some, we give the text's own look"
)
LINKED = (
    "a link in text: PowerPoint underlines it in the theme's colour, LibreOffice makes a field with the text's look"
)
OUTLINED = "text with an outline: we give the colour of its filling, LibreOffice that of the outline"
OTHER_PLACEHOLDER = (
    "a placeholder of an OpenDocument show that LibreOffice did not write: it takes the look of its own template, "
    "we that of the style the file names"
)
TWIN_FONT = "a font of LibreOffice's: it writes the one of Microsoft's that it stands for"
RAW_BREAK = "a line feed inside a run: a line break for us, a new paragraph in LibreOffice"

# Not a difference of readings: OpenDocument, as LibreOffice 7 writes it, cannot say it.
MUTE = frozenset({GRADIENT, DIAGRAM, NO_SLIDE})


@dataclass(frozen=True, slots=True)
class SlideCase:
    """One difference and what surrounds it on our side."""

    subject: str
    ours: object
    theirs: object
    paragraph: Paragraph
    shape: Shape | None
    stretch: Stretch | None = None
    diagram_texts: frozenset[str] = frozenset()
    in_pieces: bool = False
    """A paragraph without a partner whose lines are paragraphs on the other side, or such a line."""

    @property
    def field(self) -> str:
        return self.subject.split(" ", 1)[1]

    @property
    def style_of_table(self) -> str:
        table = None if self.shape is None else self.shape.table
        return "" if table is None else table.style


def slide_reason(case: SlideCase) -> str:
    """Return why two sides differ, "" if that is not known."""
    return next((reason for reason, holds in _REASONS if holds(case)), "")


def _is_rounding(case: SlideCase) -> bool:
    one, two = str(case.ours), str(case.theirs)
    if case.field != "colour" or len(one) != len(two) or len(one) != _DIGITS:
        return False
    return all(abs(int(one[i : i + 2], 16) - int(two[i : i + 2], 16)) <= _ROUNDING for i in (0, 2, 4))


def _is_footer(case: SlideCase) -> bool:
    place = None if case.shape is None else case.shape.placeholder
    return case.field == "paragraph found" and place is not None and place.kind in {"ftr", "dt", "sldNum", "hdr"}


def _is_of_diagram(case: SlideCase) -> bool:
    return case.ours == "theirs alone" and visible(str(case.theirs)) in case.diagram_texts


def _is_gradient(case: SlideCase) -> bool:
    return case.field == "colour" and case.stretch is not None and "gradFill" in case.stretch.ours.format.effects


def _is_invisible(case: SlideCase) -> bool:
    return case.field == "colour" and case.stretch is not None and case.stretch.ours.format.hidden


def _is_link(case: SlideCase) -> bool:
    return case.field in {"underline", "colour"} and case.stretch is not None and bool(case.stretch.ours.link)


def _is_outlined(case: SlideCase) -> bool:
    return case.field == "colour" and case.stretch is not None and case.stretch.ours.format.outline


def _is_of_other_placeholder(case: SlideCase) -> bool:
    place = None if case.shape is None else case.shape.placeholder
    direct = () if case.stretch is None else case.stretch.ours.direct
    return case.subject.startswith("odp ") and place is not None and case.field not in {*direct, "font"}


def _is_in_placeholder_table(case: SlideCase) -> bool:
    shape = case.shape
    return shape is not None and shape.table is not None and shape.placeholder is not None and case.field == "size_pt"


def _is_built_in_style(case: SlideCase) -> bool:
    # A style the file holds has a name; one it does not hold only its identity.
    return case.field in {"colour", "bold"} and case.style_of_table.startswith("{")


_REASONS: tuple[tuple[str, Callable[[SlideCase], bool]], ...] = (
    (GRADIENT, _is_gradient),
    (INVISIBLE, _is_invisible),
    (BUILT_IN_TABLE, _is_built_in_style),
    (TABLE_IN_PLACEHOLDER, _is_in_placeholder_table),
    (ROUNDED, _is_rounding),
    (WINDOW_COLOUR, lambda case: case.field == "colour" and {case.ours, case.theirs} == {"000000", ""}),
    (MACHINE_FONT, lambda case: case.field == "font" and str(case.theirs).startswith("DejaVu ")),
    (TWIN_FONT, lambda case: case.field == "font" and _TWINS.get(str(case.ours)) == case.theirs),
    (NO_FONT, lambda case: case.field == "font" and case.ours == ""),
    (SIGN_FONT, lambda case: case.field == "font" and case.theirs in {"Wingdings", "Symbol", "Webdings"}),
    (LINKED, _is_link),
    (OTHER_PLACEHOLDER, _is_of_other_placeholder),
    (OUTLINED, _is_outlined),
    (DIAGRAM, _is_of_diagram),
    (FOOTER, _is_footer),
    (RAW_BREAK, lambda case: case.field == "paragraph found" and case.in_pieces),
)
