"""What counts as a response, and when it is complete."""

from __future__ import annotations

import pytest

from itembank.model.codec import ModelError
from itembank.model.item import Interaction
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.responses import Completeness, ResponseValue, check_response, completeness, interaction_completeness
from tests.itembank import samples

CHOICES = samples.choices("甲", "乙", "丙")
SINGLE = ChoiceInteraction(response="R", choices=CHOICES)
SEVERAL = ChoiceInteraction(response="R", choices=CHOICES, max_choices=0, min_choices=2)
ORDER = OrderInteraction(response="R", choices=CHOICES)
INLINE = InlineChoiceInteraction(response="R", choices=CHOICES)
TARGETS = tuple(type(c)(identifier=f"R{c.identifier}", content=c.content) for c in CHOICES)
MATCH = MatchInteraction(response="R", sources=CHOICES, targets=TARGETS)
BLANK = TextEntryInteraction(response="R")
FREE = ExtendedTextInteraction(response="R")


@pytest.mark.parametrize(
    ("interaction", "value"),
    [
        (SINGLE, "A"),
        (SINGLE, None),
        (SEVERAL, ("A", "C")),
        (SEVERAL, ()),
        (ORDER, ("C", "A", "B")),
        (INLINE, "B"),
        (MATCH, ("A RB", "B RA")),
        (BLANK, "任何文字"),
        (FREE, ""),
        (samples.practical().item.interactions[0], "digest"),
    ],
)
def test_possible_responses_are_accepted(interaction: Interaction, value: ResponseValue) -> None:
    assert check_response(interaction, value) == value


@pytest.mark.parametrize(
    ("interaction", "value"),
    [
        (SINGLE, "D"),
        (SINGLE, ("A",)),
        (SEVERAL, "A"),
        (SEVERAL, ("A", "A")),
        (SEVERAL, ("A", "Z")),
        (ORDER, "A"),
        (ORDER, ("A", "A", "B")),
        (INLINE, ("A",)),
        (MATCH, ("A",)),
        (MATCH, ("A B",)),
        (MATCH, ("RA A",)),
        (BLANK, ("a",)),
    ],
)
def test_impossible_responses_are_refused(interaction: Interaction, value: ResponseValue) -> None:
    with pytest.raises(ModelError, match="不合题意"):
        check_response(interaction, value)


@pytest.mark.parametrize(
    ("interaction", "value", "state"),
    [
        (SINGLE, None, Completeness.NONE),
        (SINGLE, "A", Completeness.FULL),
        (SEVERAL, ("A",), Completeness.PARTIAL),
        (SEVERAL, ("A", "B"), Completeness.FULL),
        (ORDER, ("A",), Completeness.PARTIAL),
        (ORDER, ("A", "B", "C"), Completeness.FULL),
        (MATCH, ("A RA",), Completeness.PARTIAL),
        (MATCH, ("A RA", "B RA", "C RB"), Completeness.FULL),
        (BLANK, "  ", Completeness.NONE),
        (BLANK, "x", Completeness.FULL),
    ],
)
def test_completeness_of_one_interaction(interaction: Interaction, value: ResponseValue, state: Completeness) -> None:
    assert interaction_completeness(interaction, value) is state


def test_an_item_is_complete_when_all_its_parts_are() -> None:
    item = samples.fill().item
    assert completeness(item, {}) is Completeness.NONE
    assert completeness(item, {"B1": "x"}) is Completeness.FULL
