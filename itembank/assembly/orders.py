"""Draws the order of choices in one form, item by item. Fixed choices keep their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from itembank.assembly.draw import Draw
from itembank.model.item import Interaction
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction

TARGETS = ".targets"
Choices = tuple[SimpleChoice, ...]


@dataclass(frozen=True, slots=True)
class DrawnList:
    """One list of choices under the name that `PaperItem.choice_order` gives it."""

    name: str
    choices: Choices


def drawn_lists(interaction: Interaction, *, shuffle_choices: bool) -> Iterator[DrawnList]:
    """Yield the lists of an interaction whose order is drawn; an order is always drawn, the rest where allowed."""
    match interaction:
        case OrderInteraction():
            yield DrawnList(interaction.response, interaction.choices)
        case ChoiceInteraction() | InlineChoiceInteraction():
            if interaction.shuffle and shuffle_choices:
                yield DrawnList(interaction.response, interaction.choices)
        case MatchInteraction():
            if interaction.shuffle and shuffle_choices:
                yield DrawnList(interaction.response, interaction.sources)
                yield DrawnList(interaction.response + TARGETS, interaction.targets)
        case TextEntryInteraction() | ExtendedTextInteraction() | PracticalInteraction():
            return
        case _:
            assert_never(interaction)


def draw_order(draw: Draw, choices: Choices, refused: Sequence[Sequence[str]] = ()) -> tuple[str, ...]:
    """Draw an order of identifiers that is none of `refused` (the right order of an order item)."""
    while True:
        order = _draw_once(draw, choices)
        if list(order) not in [list(wrong) for wrong in refused]:
            return order


def _draw_once(draw: Draw, choices: Choices) -> tuple[str, ...]:
    free = iter(draw.shuffled([choice.identifier for choice in choices if not choice.fixed]))
    return tuple(choice.identifier if choice.fixed else next(free) for choice in choices)
