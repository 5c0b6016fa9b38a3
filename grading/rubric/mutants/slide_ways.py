"""All ways of undoing P checks by check type."""

from __future__ import annotations

from grading.rubric.mutants.slide import TEXTS, Undo
from grading.rubric.mutants.slide_motion import MOTIONS
from grading.rubric.mutants.slide_paragraphs import PARAGRAPHS
from grading.rubric.mutants.slide_parts import PARTS
from grading.rubric.mutants.slide_show import SHOWS

SLIDE: dict[str, tuple[Undo, ...]] = {**TEXTS, **PARAGRAPHS, **PARTS, **MOTIONS, **SHOWS}
