"""Blanks, drop-downs and long texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from exam_client.ui.answers.extended_text import ExtendedTextEditor
from exam_client.ui.answers.inline_choice import InlineChoiceEditor
from exam_client.ui.answers.text_entry import TextEntryEditor
from itembank.model.items.extended_text import ExtendedTextInteraction
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.text_entry import TextEntryInteraction
from tests.exam_client.ui.conftest import Places


@pytest.fixture
def blank(places: Places, qtbot) -> TextEntryEditor:
    place = places.of("blanks")
    editor = TextEntryEditor(place, places.interaction("blanks", TextEntryInteraction))
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.fixture
def drop_down(places: Places, qtbot) -> InlineChoiceEditor:
    place = places.of("program", A=("odd", "prime", "even"))
    editor = InlineChoiceEditor(place, places.interaction("program", InlineChoiceInteraction))
    qtbot.addWidget(editor)
    return editor


@pytest.fixture
def essay(places: Places, qtbot) -> ExtendedTextEditor:
    interaction = ExtendedTextInteraction(response="R", max_length=10)
    editor = ExtendedTextEditor(places.of("essay"), interaction)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def told(editor) -> list[object]:
    values: list[object] = []
    editor.valueChanged.connect(values.append)
    return values


def compose(widget, text: str) -> None:
    """What an input method shows underlined while it composes."""
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def finish(widget, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_typing_into_a_blank_is_told(blank, qtbot):
    values = told(blank)
    qtbot.keyClicks(blank.line, "42")
    assert values == ["4", "42"]
    blank.line.clear()
    assert values[-1] is None


def test_what_is_still_composed_is_no_answer(blank, qtbot):
    values = told(blank)
    compose(blank.line, "ping")
    assert values == []
    assert blank.value() is None
    finish(blank.line, "平均")
    assert values == ["平均"]


def test_a_restored_text_is_shown_and_not_told(blank):
    values = told(blank)
    blank.show_value("AVERAGE(B2:B6)")
    assert blank.value() == "AVERAGE(B2:B6)"
    assert values == []


def test_leaving_a_blank_is_told(blank, qtbot):
    blank.line.setFocus()
    with qtbot.waitSignal(blank.fieldLeft):
        blank.line.clearFocus()


def test_a_drop_down_begins_without_an_answer_and_keeps_the_drawn_order(drop_down):
    assert drop_down.value() is None
    assert [drop_down.box.itemData(at) for at in range(4)] == [None, "odd", "prime", "even"]


def test_a_chosen_entry_is_told_once(drop_down):
    values = told(drop_down)
    drop_down.box.setCurrentIndex(3)
    drop_down.box.activated.emit(3)
    assert values == ["even"]


def test_the_wheel_never_changes_a_drop_down(drop_down):
    drop_down.show_value("odd")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(drop_down.box, wheel)
    assert drop_down.value() == "odd"


def test_a_restored_entry_is_shown_and_not_told(drop_down):
    values = told(drop_down)
    drop_down.show_value("prime")
    assert drop_down.box.currentText() == "素数"
    assert values == []


def test_a_long_text_is_counted_and_told(essay, qtbot):
    values = told(essay)
    qtbot.keyClicks(essay.box, "abc")
    assert values[-1] == "abc"
    assert essay.counter.text() == "已写 3 字，最多 10 字"


def test_too_long_a_text_is_cut_where_it_was_typed_and_says_so(essay):
    essay.show_value("一二三四五六七八九")
    cursor = essay.box.textCursor()
    cursor.setPosition(2)
    essay.box.setTextCursor(cursor)
    finish(essay.box, "甲乙丙")
    assert essay.value() == "一二甲三四五六七八九"
    assert "10" in essay._too_long.text()


def test_a_restored_long_text_is_shown_and_not_told(essay):
    values = told(essay)
    essay.show_value("已有的答案")
    assert essay.value() == "已有的答案"
    assert values == []
