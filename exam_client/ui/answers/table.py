"""Which editor belongs to which kind of interaction: one line a kind."""

from __future__ import annotations

from typing import assert_never

from exam_client.ui.answers.choice import ChoiceEditor
from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.answers.extended_text import ExtendedTextEditor
from exam_client.ui.answers.inline_choice import InlineChoiceEditor
from exam_client.ui.answers.match import MatchEditor
from exam_client.ui.answers.order import OrderEditor
from exam_client.ui.answers.practical import PracticalEditor
from exam_client.ui.answers.text_entry import TextEntryEditor
from itembank.model.item import Interaction
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import PracticalInteraction
from itembank.model.items.text_entry import TextEntryInteraction


def make_editor(place: Surroundings, interaction: Interaction, number: int) -> AnswerEditor:
    """Make the editor of an interaction; `number` counts the blanks of the item from 1."""
    match interaction:
        case ChoiceInteraction():
            return ChoiceEditor(place, interaction)
        case TextEntryInteraction():
            return TextEntryEditor(place, interaction, number)
        case InlineChoiceInteraction():
            return InlineChoiceEditor(place, interaction, number)
        case OrderInteraction():
            return OrderEditor(place, interaction)
        case MatchInteraction():
            return MatchEditor(place, interaction)
        case ExtendedTextInteraction():
            return ExtendedTextEditor(place, interaction)
        case PracticalInteraction():
            return PracticalEditor(place, interaction)
        case _:
            assert_never(interaction)
