"""choiceInteraction: pick one or several of some options; true/false is a choice of two."""

from __future__ import annotations

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_identifier
from itembank.model.richtext import Inline


class SimpleChoice(Value, frozen=True):
    """One option; a `fixed` one keeps its place when options are shuffled."""

    identifier: str
    content: tuple[Inline, ...]
    fixed: bool = False

    def __post_init__(self) -> None:
        """Refuse an unusable identifier."""
        check_identifier(self.identifier, _("选项"))


class ChoiceInteraction(Value, frozen=True, tag="choice"):
    """Pick options. `max_choices` 1 = single response, 0 = as many as one likes; `min_choices` only warns."""

    response: str
    choices: tuple[SimpleChoice, ...]
    max_choices: int = 1
    min_choices: int = 0
    shuffle: bool = False
    horizontal: bool = False

    def __post_init__(self) -> None:
        """Refuse fewer than two options, doubled ones and impossible counts."""
        check_identifier(self.response, _("作答变量"))
        check_choices(self.choices, at_least=2)
        if not 0 <= self.max_choices <= len(self.choices):
            raise ModelError(
                _("最多可选 {count} 项，但只有 {have} 个选项。").format(count=self.max_choices, have=len(self.choices))
            )


def check_choices(choices: tuple[SimpleChoice, ...], *, at_least: int) -> None:
    """Refuse too few or doubled choices."""
    identifiers = [choice.identifier for choice in choices]
    if len(identifiers) < at_least:
        raise ModelError(_("至少需要 {count} 个选项。").format(count=at_least))
    if len(set(identifiers)) != len(identifiers):
        raise ModelError(_("选项标识符有重复。"))
