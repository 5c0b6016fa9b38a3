"""extendedTextInteraction: a longer answer in the candidate's own words, marked by people."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import Value
from itembank.model.ids import check_identifier


class ExtendedTextInteraction(Value, frozen=True, tag="extended_text"):
    """A text box. `expected_lines` sets its height; `max_length` in characters is enforced by the editor."""

    response: str
    expected_lines: int = 6
    max_length: int = 2000
    hint: str = ""

    def __post_init__(self) -> None:
        """Refuse an unusable response identifier."""
        check_identifier(self.response, _("作答变量"))
