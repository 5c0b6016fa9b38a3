"""Every kind of interaction has an editor that shows what it told."""

from __future__ import annotations

from typing import get_args

import pytest

from exam_client.ui.answers.table import make_editor
from itembank.model.item import Interaction
from itembank.model.responses import ItemResponse, check_response
from tests.exam_client.ui.conftest import Places
from tests.exam_client.ui.sample_paper import sample_paper

RESPONSES: dict[str, ItemResponse] = {
    "bits": {"R": "c10"},
    "safety": {"R": ("official", "delete")},
    "judge": {"R": "false"},
    "blanks": {"F": "AVERAGE(B2:B6)", "N": "数值"},
    "program": {"A": "even", "B": "n100"},
    "order": {"R": ("analyse", "design", "code", "test")},
    "match": {"R": ("gate face", "plate ocr")},
    "essay": {"R": "好处：快。"},
    "sheet": {"R": "a" * 64},
}


def test_the_sample_paper_has_every_kind():
    kinds = {type(i) for entry in sample_paper().entries() for i in entry.item.interactions}
    assert kinds == set(get_args(Interaction))


@pytest.mark.parametrize("item", RESPONSES)
def test_an_editor_shows_what_was_answered_and_has_the_same_value(item, places: Places, qtbot):
    place = places.of(item)
    for number, interaction in enumerate(place.entry.item.interactions, start=1):
        editor = make_editor(place, interaction, number)
        qtbot.addWidget(editor)
        value = RESPONSES[item][interaction.response]
        editor.show_value(value)
        assert editor.value() == value
        assert check_response(interaction, editor.value()) == value
        editor.show_value(None)
        assert editor.value() is None
