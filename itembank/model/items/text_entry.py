"""textEntryInteraction: a blank inside the text; an item may have several, each with its own response."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import Value
from itembank.model.ids import check_identifier


class TextEntryInteraction(Value, frozen=True, tag="text_entry"):
    """One blank. `expected_length` in characters sets the width; `hint` stands in the empty blank."""

    response: str
    expected_length: int = 10
    max_length: int = 200
    hint: str = ""
    numeric: bool = False

    def __post_init__(self) -> None:
        """Refuse an unusable response identifier."""
        check_identifier(self.response, _("作答变量"))
