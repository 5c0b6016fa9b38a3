"""All ways of undoing S checks by check type, and the types for which there can be none, with the reason."""

from __future__ import annotations

from grading.rubric.mutants.sheet import Undo
from grading.rubric.mutants.sheet_book import BOOKS
from grading.rubric.mutants.sheet_contents import CONTENTS
from grading.rubric.mutants.sheet_layout import LAYOUT
from grading.rubric.mutants.sheet_looks import SHEET_LOOKS
from grading.rubric.mutants.sheet_objects import OBJECTS
from grading.rubric.mutants.sheet_rows import ROWS
from grading.rubric.mutants.sheet_rules import RULES

SHEET: dict[str, tuple[Undo, ...]] = {**CONTENTS, **ROWS, **LAYOUT, **BOOKS, **RULES, **OBJECTS, **SHEET_LOOKS}
