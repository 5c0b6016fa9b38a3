"""All ways in which what the W checks look for is left out of a docx, and in which it comes out nearly right."""

from __future__ import annotations

from grading.rubric.mutants.word import WORD_TEXT, Undo
from grading.rubric.mutants.word_breaks import LEFT_OUT_BREAKS, NEAR_BREAKS
from grading.rubric.mutants.word_characters import LEFT_OUT_CHARACTERS, NEAR_CHARACTERS
from grading.rubric.mutants.word_charts import LEFT_OUT_CHARTS, NEAR_CHARTS
from grading.rubric.mutants.word_drawing import LEFT_OUT_DRAWINGS, NEAR_DRAWINGS
from grading.rubric.mutants.word_file import LEFT_OUT_FILE, NEAR_FILE
from grading.rubric.mutants.word_objects import LEFT_OUT_OBJECTS, NEAR_OBJECTS
from grading.rubric.mutants.word_page import WORD_PAGE
from grading.rubric.mutants.word_paragraphs import LEFT_OUT_PARAGRAPHS, NEAR_PARAGRAPHS
from grading.rubric.mutants.word_pictures import LEFT_OUT_PICTURES, NEAR_PICTURES
from grading.rubric.mutants.word_styles import LEFT_OUT_STYLES, NEAR_STYLES
from grading.rubric.mutants.word_tables import LEFT_OUT_TABLES, NEAR_TABLES

WORD: dict[str, tuple[Undo, ...]] = {
    **WORD_TEXT,
    **WORD_PAGE,
    **LEFT_OUT_CHARACTERS,
    **LEFT_OUT_PARAGRAPHS,
    **LEFT_OUT_STYLES,
    **LEFT_OUT_BREAKS,
    **LEFT_OUT_TABLES,
    **LEFT_OUT_OBJECTS,
    **LEFT_OUT_DRAWINGS,
    **LEFT_OUT_PICTURES,
    **LEFT_OUT_CHARTS,
    **LEFT_OUT_FILE,
}
"""Type to the ways that leave it out, the likeliest first."""

WORD_NEAR: dict[str, tuple[Undo, ...]] = {
    **NEAR_CHARACTERS,
    **NEAR_PARAGRAPHS,
    **NEAR_STYLES,
    **NEAR_BREAKS,
    **NEAR_TABLES,
    **NEAR_OBJECTS,
    **NEAR_DRAWINGS,
    **NEAR_PICTURES,
    **NEAR_CHARTS,
    **NEAR_FILE,
}
"""Type to the ways that make it nearly right: a wrong value beside the wanted one."""

WORD_WITHOUT_NEAR: dict[str, str] = {
    "W.opens": "a file opens or does not",
    "W.format": "the nearest format is the only other one a word processor offers; it is what is tried",
    "W.bold": "a switch",
    "W.italic": "a switch",
    "W.strike": "a switch: one line and two count alike",
    "W.emphasis_dot": "a switch: every kind of dot counts",
    "W.character_border": "a switch: every line counts",
    "W.hidden_text": "a switch",
    "W.pagination": "a switch",
    "W.text_absent": "the text is there or gone",
    "W.paragraph_order": "another order is what is tried",
    "W.paragraph_alone": "a joined paragraph is what is tried",
    "W.paragraph_count": "one paragraph more is what is tried",
    "W.tracked_changes": "changes are tracked or not",
    "W.orientation": "a switch",
    "W.page_border": "a switch: every line counts",
    "W.column_break": "the break is there or not",
    "W.text_direction": "a switch",
    "W.line_numbers": "a switch",
    "W.table_column_width": "a little wider is what is tried",
    "W.table_alignment": "the place beside the wanted one is what is tried",
    "W.table_merged": "the cells are merged or not",
    "W.picture_count": "one picture less is what is tried",
    "W.picture_size": "a little larger is what is tried",
    "W.picture_position": "the place beside the wanted one is what is tried",
    "W.shape_size": "a little larger is what is tried",
    "W.contents": "the table of contents is made by the program or typed",
}
"""Why there is nothing between right and left out."""
