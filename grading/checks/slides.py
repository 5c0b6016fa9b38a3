"""P: presentations (pptx, odp). The family's table; each group of checks has its own file."""

from __future__ import annotations

from grading.checks.slides_page import SLIDE_PAGES
from grading.checks.slides_text import SLIDE_TEXTS
from grading.checks.types import AnyCheckType

SLIDES: tuple[AnyCheckType, ...] = SLIDE_PAGES + SLIDE_TEXTS
