"""The understood differences between our reading of a presentation and LibreOffice's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grading.office.model import Paragraph, Shape
from tests.grading.office.differential.texts import Stretch

_ROUNDING = 3
ROUNDED = "a tint or shade of a theme colour: another rounding"
OWN_DEFAULTS = "a defRPr in the paragraph itself: PowerPoint ignores it, LibreOffice does not"
DIAGRAM = "text of SmartArt: we give it as a diagram's nodes, LibreOffice as shapes"
FOOTER = "a footer placeholder: LibreOffice moves it to the master"
NO_SLIDE = "a show without slides: LibreOffice makes an empty one"


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

    @property
    def field(self) -> str:
        return self.subject.split(" ", 1)[1]


def slide_reason(case: SlideCase) -> str:
    """Return why two sides differ, "" if that is not known."""
    return next((reason for reason, holds in _REASONS if holds(case)), "")


def _is_rounding(case: SlideCase) -> bool:
    one, two = str(case.ours), str(case.theirs)
    if case.field != "colour" or len(one) != len(two) or len(one) != len("RRGGBB"):
        return False
    return all(abs(int(one[i : i + 2], 16) - int(two[i : i + 2], 16)) <= _ROUNDING for i in (0, 2, 4))


def _is_footer(case: SlideCase) -> bool:
    place = None if case.shape is None else case.shape.placeholder
    return case.field == "paragraph found" and place is not None and place.kind in {"ftr", "dt", "sldNum", "hdr"}


_REASONS: tuple[tuple[str, Callable[[SlideCase], bool]], ...] = (
    (ROUNDED, _is_rounding),
    (DIAGRAM, lambda case: case.ours == "theirs alone" and bool(case.diagram_texts)),
    (FOOTER, _is_footer),
)
