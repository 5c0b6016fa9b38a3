"""Putting entries in order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from exam_client.ui.answers.order import OrderEditor
from itembank.model.items.order import OrderInteraction
from tests.exam_client.ui.conftest import Places

DRAWN = ("test", "code", "analyse", "design")


@pytest.fixture
def editor(places: Places, qtbot) -> OrderEditor:
    place = places.of("order", R=DRAWN)
    made = OrderEditor(place, places.interaction("order", OrderInteraction))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def names(editor: OrderEditor) -> tuple[str, ...]:
    return tuple(entry.identifier for entry in editor.entries)


def told(editor: OrderEditor) -> list[object]:
    values: list[object] = []
    editor.valueChanged.connect(values.append)
    return values


def test_an_order_nobody_touched_is_no_answer(editor):
    assert names(editor) == DRAWN
    assert editor.value() is None


def test_the_order_that_stands_there_can_be_taken_as_it_is(editor, qtbot):
    values = told(editor)
    qtbot.mouseClick(editor.accept, Qt.MouseButton.LeftButton)
    assert values == [DRAWN]
    assert editor.accept.isHidden()


def test_buttons_move_an_entry(editor, qtbot):
    values = told(editor)
    qtbot.mouseClick(editor.entries[0].down, Qt.MouseButton.LeftButton)
    assert values == [("code", "test", "analyse", "design")]
    qtbot.mouseClick(editor.entries[3].up, Qt.MouseButton.LeftButton)
    assert values[-1] == ("code", "test", "design", "analyse")


def test_the_keyboard_moves_an_entry_and_keeps_it_in_focus(editor, qtbot):
    values = told(editor)
    entry = editor.entries[2]
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(entry, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(entry, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert values[-1] == ("analyse", "test", "code", "design")
    assert len(values) == 2


def test_an_arrow_alone_moves_the_focus_only(editor, qtbot):
    editor.activateWindow()
    editor.entries[0].setFocus()
    qtbot.keyClick(editor.entries[0], Qt.Key.Key_Down)
    assert editor.value() is None
    assert names(editor) == DRAWN


def test_dragging_moves_an_entry_to_where_the_pointer_is(editor, qtbot):
    last = editor.entries[3].geometry().center()
    editor.entries[0].dragged.emit(QPoint(10, last.y()))
    assert names(editor) == ("code", "analyse", "design", "test")
    editor.entries[3].dragged.emit(QPoint(10, -50))
    assert names(editor) == DRAWN


def test_a_restored_order_is_shown_and_counts_as_answered(editor):
    values = told(editor)
    editor.show_value(("analyse", "design", "code", "test"))
    assert names(editor) == ("analyse", "design", "code", "test")
    assert editor.value() == ("analyse", "design", "code", "test")
    assert values == []
    editor.show_value(None)
    assert names(editor) == DRAWN
    assert editor.value() is None
