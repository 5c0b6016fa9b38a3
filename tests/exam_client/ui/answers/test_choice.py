"""Single and multiple choice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from exam_client.ui.answers.choice import ChoiceEditor
from itembank.model.items.choice import ChoiceInteraction
from tests.exam_client.ui.conftest import Places


@pytest.fixture
def single(places: Places, qtbot) -> ChoiceEditor:
    place = places.of("bits", R=("c12", "c8", "c210", "c10"))
    editor = ChoiceEditor(place, places.interaction("bits", ChoiceInteraction))
    qtbot.addWidget(editor)
    editor.resize(600, 300)
    editor.show()
    return editor


@pytest.fixture
def multiple(places: Places, qtbot) -> ChoiceEditor:
    place = places.of("safety")
    editor = ChoiceEditor(place, places.interaction("safety", ChoiceInteraction))
    qtbot.addWidget(editor)
    editor.show()
    return editor


def told(editor: ChoiceEditor) -> list[object]:
    values: list[object] = []
    editor.valueChanged.connect(values.append)
    return values


def test_options_stand_in_the_order_that_was_drawn(single):
    assert [option.identifier for option in single.options] == ["c12", "c8", "c210", "c10"]


def test_a_click_anywhere_in_a_row_chooses(single, qtbot):
    values = told(single)
    qtbot.mouseClick(single.options[3], Qt.MouseButton.LeftButton)
    assert values == ["c10"]
    qtbot.mouseClick(single.options[0], Qt.MouseButton.LeftButton)
    assert values == ["c10", "c12"]
    assert [option.is_chosen() for option in single.options] == [True, False, False, False]


def test_a_double_click_does_not_take_a_choice_back(single, multiple, qtbot):
    for editor, value in ((single, "c12"), (multiple, ("official",))):
        option = editor.options[0]
        qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
        qtbot.mouseDClick(option, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(option, Qt.MouseButton.LeftButton)
        assert editor.value() == value
    qtbot.mouseClick(multiple.options[0], Qt.MouseButton.LeftButton)
    assert multiple.value() is None


def test_a_restored_choice_is_shown_and_not_told(single):
    values = told(single)
    single.show_value("c10")
    assert single.value() == "c10"
    single.show_value(None)
    assert single.value() is None
    assert values == []


def test_a_choice_can_be_cleared(single, qtbot):
    single.show_value("c10")
    values = told(single)
    qtbot.mouseClick(single._clear, Qt.MouseButton.LeftButton)
    assert values == [None]
    single.options[1].button.click()
    assert values == [None, "c8"]


def test_several_choices_come_in_the_order_shown(multiple):
    values = told(multiple)
    multiple.pick(2)
    multiple.pick(0)
    assert values == [("delete",), ("official", "delete")]
    multiple.pick(2)
    assert values[-1] == ("official",)


def test_more_choices_than_allowed_are_not_taken(multiple):
    for index in range(4):
        multiple.pick(index)
    assert multiple.value() == ("official", "click", "delete")


def test_a_letter_beyond_the_options_means_nothing(single):
    assert not single.pick(4)


def test_an_option_is_read_with_its_letter_and_words(single):
    assert single.options[0].button.accessibleName() == "选项 A，12"
