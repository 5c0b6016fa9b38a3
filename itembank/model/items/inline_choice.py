"""inlineChoiceInteraction: a drop-down inside the text."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import Value
from itembank.model.ids import check_identifier
from itembank.model.items.choice import SimpleChoice, check_choices


class InlineChoiceInteraction(Value, frozen=True, tag="inline_choice"):
    """One drop-down with plain-text options."""

    response: str
    choices: tuple[SimpleChoice, ...]
    shuffle: bool = False

    def __post_init__(self) -> None:
        """Refuse fewer than two options."""
        check_identifier(self.response, _("作答变量"))
        check_choices(self.choices, at_least=2)
