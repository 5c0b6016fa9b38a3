"""A response in words, as the history of an item lists it. Pure."""

from __future__ import annotations

from exam_client.ui.wording import letter
from itembank.base.i18n import _
from itembank.model.item import Interaction
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.paper import PaperItem
from itembank.model.responses import ItemResponse, ResponseValue
from itembank.model.richtext import plain_inlines


def response_words(entry: PaperItem, response: ItemResponse) -> str:
    """Write a response: options by their words, pairs with arrows, one line a blank."""
    lines = [_value_words(entry, i, response.get(i.response)) for i in entry.item.interactions]
    return "\n".join(lines) if any(lines) else _("（未作答）")


def _value_words(entry: PaperItem, interaction: Interaction, value: ResponseValue) -> str:
    if value is None or value in ("", ()):
        return _("（空）")
    values = (value,) if isinstance(value, str) else value
    match interaction:
        case ChoiceInteraction():
            drawn = entry.choice_order.get(interaction.response)
            order = list(drawn) if drawn else [choice.identifier for choice in interaction.choices]
            said = _said(interaction.choices)
            return "\n".join(f"{letter(order.index(one))}. {said[one]}" for one in values if one in said)
        case InlineChoiceInteraction() | OrderInteraction():
            said = _said(interaction.choices)
            return " → ".join(said.get(one, one) for one in values)
        case MatchInteraction():
            said = _said((*interaction.sources, *interaction.targets))
            return "\n".join(" ↔ ".join(said.get(side, side) for side in pair.split(" ")) for pair in values)
        case _:
            return "\n".join(values)


def _said(choices: tuple[SimpleChoice, ...]) -> dict[str, str]:
    return {choice.identifier: plain_inlines(choice.content) for choice in choices}
