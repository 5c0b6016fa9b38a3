"""orderInteraction: put all entries into the right order."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import Value
from itembank.model.ids import check_identifier
from itembank.model.items.choice import SimpleChoice, check_choices


class OrderInteraction(Value, frozen=True, tag="order"):
    """Entries to be ordered; the response lists all identifiers from first to last."""

    response: str
    choices: tuple[SimpleChoice, ...]
    shuffle: bool = True

    def __post_init__(self) -> None:
        """Refuse fewer than two entries."""
        check_identifier(self.response, _("作答变量"))
        check_choices(self.choices, at_least=2)
