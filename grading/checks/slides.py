"""P: presentations (pptx, odp). The family's table; each group of checks has its own file."""

from __future__ import annotations

from grading.checks.slides_motion import SLIDE_MOTIONS
from grading.checks.slides_page import SLIDE_PAGES
from grading.checks.slides_parts import SLIDE_PARTS
from grading.checks.slides_show import SLIDE_SHOWS
from grading.checks.slides_text import SLIDE_TEXTS
from grading.checks.types import AnyCheckType

SLIDES: tuple[AnyCheckType, ...] = (*SLIDE_TEXTS, *SLIDE_PAGES, *SLIDE_PARTS, *SLIDE_MOTIONS, *SLIDE_SHOWS)
