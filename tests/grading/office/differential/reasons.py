"""The classes of difference that are understood: where LibreOffice and we differ, why, and who is right.

Each is a predicate over one difference. What none of them explains is counted
as unexplained and has to be looked at. The page docs/formats/inspect.md tells
people the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from grading.office.model import Alignment, Document, Paragraph, Run
from grading.office.scripts import font_of
from tests.grading.office.differential.texts import CONTENTS

SWITCHES = {"bold", "italic", "strike"}
KASHIDA = "lines of Arabic stretched by kashida: LibreOffice has only 'justify' and 'start'"
SWITCH_TWICE = (
    "a switch set by styles of several kinds: exclusive or in Word (ECMA-376 17.7.3), the last one in LibreOffice"
)
SWITCH_OFF = "the run itself switches off what the table style switches on: LibreOffice keeps it on"
SYMBOL = "w:sym: we give the sign in Unicode and the run's font, LibreOffice the symbol font"
NO_DEFAULTS = (
    "nothing in the file says the look: Word's own default (Times New Roman 10) against LibreOffice's template"
)
LIST_INDENT = "indents partly from the list, partly from style or paragraph: Word joins each by itself, LibreOffice all"
IN_CHARACTERS = "a length in characters or lines: we report it beside the points, LibreOffice works it out"
AUTO_SPACE = "spacing 'auto': we report the switch beside the length, LibreOffice a fixed 14 pt"
TEXT_BOX = "text in a drawing: LibreOffice keeps no paragraph styles in some, and has 18 points of its own"
CONTROL_HINT = "grey hint of an empty content control: LibreOffice shows it by other means"
PLAIN_CONTROL = "a content control that LibreOffice 7 turns into an input field: its text loses the looks of its parts"
NO_PARENT = "a style based on none: where it says a length in part, LibreOffice takes the rest from Normal"
HALF_POINTS = "a size between two half points (from a share): docx keeps half points only"
NO_FONT = "no font is named anywhere in the file: each program takes its own"
CONTENTS_LINK = "a link in a table of contents: shown like the text around it, we report the style it names"
LAST_IN_CELL = "the space below the last paragraph of a table cell, which LibreOffice drops"
RAISED = "text raised or lowered by a style: LibreOffice makes an index of it"
NO_DOC_DEFAULTS = "a file whose defaults name no font or size: Times New Roman 10 in Word, Calibri 11 in LibreOffice"
TABLE_OVER_STYLE = "a character style in a table: LibreOffice writes the paragraph's own look over it"
UNKNOWN_STYLE = "a style the file does not hold: Word takes Normal, LibreOffice its own of that name"
MACHINE_FONT = "a font this machine lacks: LibreOffice's default fonts take its place in what it writes"
AUTOMATIC = "automatic colour: LibreOffice writes black"
FIELD_LOOK = "a field that LibreOffice works out anew: its result has the looks of the field's signs, not its own"
OLD_TABLE = (
    "no setting for table styles and no size in the file's defaults: LibreOffice lets its own 10 points win over "
    "Normal's 12 in a table, we nothing"
)
SHARED_SIGNS = "quotes, dashes and the like: Word goes by the run's hint, LibreOffice by the text before"

# Not a difference of readings: what LibreOffice wrote cannot say it.
MUTE = frozenset({KASHIDA, TEXT_BOX, HALF_POINTS, NO_FONT})
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Case:
    """One difference and what surrounds it on our side."""

    subject: str
    ours: object
    theirs: object
    paragraph: Paragraph
    document: Document
    run: Run | None = None
    their_run: Run | None = None
    their_style: str = ""
    character: str = ""
    in_table: bool = False
    in_shape: bool = False

    @property
    def field(self) -> str:
        return self.subject.split(" ", 1)[1]

    @property
    def is_direct(self) -> bool:
        return self.run is not None and self.field in self.run.direct


def reason_of(case: Case) -> str:
    """Return why two sides differ, "" if that is not known."""
    return next((reason for reason, holds in _REASONS if holds(case)), "")


def _is_switch_of_styles(case: Case) -> bool:
    if case.field not in SWITCHES or case.run is None or case.is_direct:
        return False
    return bool(case.run.style) or case.in_table


def _has_no_defaults(case: Case) -> bool:
    return case.document.format != "odt" and not case.document.styles and not case.is_direct


def _is_symbol_font(name: str) -> bool:
    return name.startswith(("Symbol", "Wingdings", "Webdings", "Marlett", "ZapfDingbats", "OpenSymbol"))


def _is_automatic(case: Case) -> bool:
    form = case.paragraph.format
    return (case.field == "space_before" and form.space_before_auto) or (
        case.field == "space_after" and form.space_after_auto
    )


def _is_in_characters(case: Case) -> bool:
    form = case.paragraph.format
    given = {
        "indent_left": form.indent_left_chars,
        "indent_right": form.indent_right_chars,
        "first_line": form.first_line_chars,
        "space_before": form.space_before_lines,
        "space_after": form.space_after_lines,
    }
    return given.get(case.field) is not None


def _is_half_point(case: Case) -> bool:
    if case.document.format != "odt" or case.field != "size_pt":
        return False
    if not isinstance(case.ours, Decimal) or not isinstance(case.theirs, Decimal):
        return False
    return bool(case.ours % _HALF) and abs(case.ours - case.theirs) <= _HALF


def _is_raised(case: Case) -> bool:
    if case.field != "baseline" or case.run is None or case.is_direct:
        return False
    # An index that a style above made stays one in LibreOffice, also where a style takes it back.
    return case.run.format.raised_pt != 0 or case.document.default_run.raised_pt != 0


def _has_no_doc_defaults(case: Case) -> bool:
    default = case.document.default_run
    words_own = {"size_pt": default.size_pt == Decimal(10), "font": default.latin == "Times New Roman"}
    return (
        case.document.format != "odt"
        and words_own.get(case.field, False)
        and (case.field, case.ours, case.theirs)
        in {("size_pt", Decimal(10), Decimal(11)), ("font", "Times New Roman", "Calibri")}
    )


def _is_of_unknown_style(case: Case) -> bool:
    if case.document.format == "odt" or not case.their_style or case.their_style == "Standard" or case.is_direct:
        return False
    # Read from the paragraph's own id: ours fell back to the default style.
    known = {name for style in case.document.styles for name in (style.name.casefold(), style.id.casefold())}
    fell_back = case.paragraph.style.casefold() in {"", "normal"}
    return fell_back and case.their_style.casefold() not in known


def _is_field_look(case: Case) -> bool:
    if case.run is None or case.their_run is None or not case.run.field:
        return False
    return case.is_direct != (case.field in case.their_run.direct)


def _is_in_old_table(case: Case) -> bool:
    sizes = (case.ours, case.theirs) == (Decimal(12), Decimal(10))
    return case.document.format != "odt" and case.field == "size_pt" and case.in_table and sizes and not case.is_direct


def _is_table_over_style(case: Case) -> bool:
    if case.document.format == "odt" or not case.in_table or case.run is None or not case.run.style or case.is_direct:
        return False
    mark = case.paragraph.mark
    plain = font_of(mark, case.character) if case.field == "font" else getattr(mark, case.field, None)
    return plain is not None and case.theirs == plain


def _is_contents_link(case: Case) -> bool:
    in_contents = case.paragraph.style.lower().startswith(CONTENTS)
    return case.field in {"underline", "colour"} and in_contents and case.run is not None and bool(case.run.link)


def _is_last_in_cell(case: Case) -> bool:
    return case.document.format == "odt" and case.field == "space_after" and case.in_table and case.theirs == 0


def _is_of_normal(case: Case) -> bool:
    if case.document.format == "odt":
        return False  # joining half a length is a matter of reading docx
    normal = next((style for style in case.document.styles if style.name in {"Normal", "Standard"}), None)
    value = None if normal is None else getattr(normal.paragraph, f"{case.field}_pt", None)
    return isinstance(case.theirs, Decimal) and value is not None and abs(case.theirs - value) < 1


def _is_shared(character: str) -> bool:
    return bool(character) and 0x80 <= ord(character) < 0x2E80


_REASONS: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    (TEXT_BOX, lambda case: case.in_shape),
    (KASHIDA, lambda case: case.ours == Alignment.JUSTIFY.value and case.paragraph.format.right_to_left),
    (SWITCH_TWICE, _is_switch_of_styles),
    (SWITCH_OFF, lambda case: case.field in SWITCHES and case.in_table and case.is_direct and case.ours is False),
    (SYMBOL, lambda case: case.field == "font" and _is_symbol_font(str(case.theirs))),
    (NO_DEFAULTS, _has_no_defaults),
    (
        LIST_INDENT,
        lambda case: case.field in {"indent_left", "first_line"} and case.paragraph.format.list_mark is not None,
    ),
    (AUTO_SPACE, _is_automatic),
    (IN_CHARACTERS, _is_in_characters),
    (RAISED, _is_raised),
    (NO_DOC_DEFAULTS, _has_no_doc_defaults),
    (HALF_POINTS, _is_half_point),
    (NO_FONT, lambda case: case.field == "font" and "" in {case.ours, case.theirs}),
    (CONTENTS_LINK, _is_contents_link),
    (LAST_IN_CELL, _is_last_in_cell),
    (CONTROL_HINT, lambda case: case.field == "colour" and case.run is not None and "Placeholder" in case.run.style),
    (PLAIN_CONTROL, lambda case: case.their_run is not None and case.their_run.field.startswith("FILLIN")),
    (NO_PARENT, _is_of_normal),
    (MACHINE_FONT, lambda case: case.field == "font" and str(case.theirs).startswith("DejaVu ")),
    (AUTOMATIC, lambda case: case.field == "colour" and (case.ours, case.theirs) == ("", "000000")),
    (UNKNOWN_STYLE, _is_of_unknown_style),
    (FIELD_LOOK, _is_field_look),
    (OLD_TABLE, _is_in_old_table),
    (TABLE_OVER_STYLE, _is_table_over_style),
    (SHARED_SIGNS, lambda case: case.field == "font" and _is_shared(case.character)),
)
