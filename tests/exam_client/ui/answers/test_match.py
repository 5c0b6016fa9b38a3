"""Joining entries of two columns."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt

from exam_client.ui.answers.match import MatchEditor
from itembank.model.items.match import MatchInteraction
from tests.exam_client.ui.conftest import Places

DRAWN = {"R": ("plate", "gate", "dictate", "translate"), "R.targets": ("ocr", "face", "mt", "speech")}


def make(places: Places, qtbot, *, source_max: int = 1, target_max: int = 0) -> MatchEditor:
    place = places.of("match", **DRAWN)
    given = places.interaction("match", MatchInteraction)
    interaction = msgspec.structs.replace(given, source_max=source_max, target_max=target_max)
    editor = MatchEditor(place, interaction)
    qtbot.addWidget(editor)
    editor.resize(700, 400)
    editor.show()
    return editor


@pytest.fixture
def editor(places: Places, qtbot) -> MatchEditor:
    return make(places, qtbot)


def told(editor: MatchEditor) -> list[object]:
    values: list[object] = []
    editor.valueChanged.connect(values.append)
    return values


def join(editor: MatchEditor, source: str, target: str) -> None:
    editor.sources[source].click()
    editor.targets[target].click()


def test_both_sides_stand_in_the_orders_that_were_drawn(editor):
    assert list(editor.sources) == ["plate", "gate", "dictate", "translate"]
    assert list(editor.targets) == ["ocr", "face", "mt", "speech"]


def test_a_pair_is_told_when_both_were_pressed(editor):
    values = told(editor)
    editor.sources["gate"].click()
    assert values == []
    editor.targets["face"].click()
    assert values == [("gate face",)]
    assert len(editor.lines()) == 1


def test_pairs_come_in_the_order_of_the_left_side(editor):
    join(editor, "gate", "face")
    join(editor, "plate", "ocr")
    assert editor.value() == ("plate ocr", "gate face")


def test_a_joined_pair_pressed_again_comes_apart(editor):
    join(editor, "gate", "face")
    values = told(editor)
    join(editor, "gate", "face")
    assert values == [None]


def test_a_source_that_may_be_used_once_lets_its_old_line_go(editor):
    join(editor, "gate", "face")
    join(editor, "gate", "ocr")
    assert editor.value() == ("gate ocr",)


def test_a_target_that_may_be_used_once_lets_its_old_line_go(places, qtbot):
    editor = make(places, qtbot, target_max=1)
    join(editor, "gate", "face")
    join(editor, "dictate", "face")
    assert editor.value() == ("dictate face",)


def test_a_source_may_have_several_lines_where_the_item_says_so(places, qtbot):
    editor = make(places, qtbot, source_max=0)
    join(editor, "gate", "face")
    join(editor, "gate", "ocr")
    assert editor.value() == ("gate ocr", "gate face")


def test_it_works_with_space_alone(editor, qtbot):
    editor.activateWindow()
    qtbot.keyClick(editor.sources["plate"], Qt.Key.Key_Space)
    qtbot.keyClick(editor.targets["ocr"], Qt.Key.Key_Space)
    assert editor.value() == ("plate ocr",)


def test_a_card_says_what_it_is_joined_to(editor):
    join(editor, "gate", "face")
    assert editor.sources["gate"].accessibleName() == "2，进站时刷脸通过闸机，已连：人脸识别"
    assert editor.sources["plate"].accessibleName().endswith("未连")


def test_restored_lines_are_shown_and_not_told(editor):
    values = told(editor)
    editor.show_value(("gate face", "plate ocr"))
    assert editor.value() == ("plate ocr", "gate face")
    assert values == []
