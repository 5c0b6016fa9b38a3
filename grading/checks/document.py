"""W: word processing (docx, odt). The family's table; each group of checks has its own file."""

from __future__ import annotations

from grading.checks.document_breaks import BREAKS
from grading.checks.document_characters import CHARACTERS
from grading.checks.document_fields import FILLED
from grading.checks.document_file import WHOLE
from grading.checks.document_objects import OBJECTS
from grading.checks.document_page import PAGES
from grading.checks.document_paragraphs import PARAGRAPHS
from grading.checks.document_tables import TABLES
from grading.checks.document_text import TEXTS
from grading.checks.types import AnyCheckType

DOCUMENTS: tuple[AnyCheckType, ...] = (
    *WHOLE,
    *TEXTS,
    *CHARACTERS,
    *PARAGRAPHS,
    *PAGES,
    *BREAKS,
    *TABLES,
    *OBJECTS,
    *FILLED,
)
