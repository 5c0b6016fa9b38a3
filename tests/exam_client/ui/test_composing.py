"""An input method that composes: its keys do nothing to the answer, the program or the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from exam_client.ui.parts.composing import Composing
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk

ITS_KEYS = (
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
)
TAKEN_BY_INPUT_METHODS = {"Ctrl+Space", "Shift", "Ctrl+Shift", "Ctrl+.", "Shift+Space"}


def compose(field: QWidget, letters: str, commit: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


@pytest.fixture
def program(window: DeskWindow, desk: FakeDesk, qtbot):
    desk.start_answering()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.paper is not None
    window.paper.go_to("python")
    view = window.paper.view()
    task = view.practical() if view is not None else None
    assert task is not None
    assert task.code is not None
    return task.code


@pytest.mark.parametrize("key", ITS_KEYS)
def test_no_key_of_the_input_method_moves_in_a_program(program, qtbot, key):
    before, place = program.source.toPlainText(), program.source.textCursor().position()
    compose(program.source, "zhong")
    qtbot.keyClick(program.source, key)
    assert program.source.toPlainText() == before
    assert program.source.textCursor().position() == place
    compose(program.source, "", "中")
    assert program.source.toPlainText() == "中" + before


def test_a_word_in_the_making_is_not_sent_to_the_program(program, desk, qtbot):
    desk.programStarted.emit(1, "python")
    line = program.console.input
    line.setFocus()
    compose(line, "nihao")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.asked_for("sendInput") == []
    compose(line, "", "你好")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.asked_for("sendInput") == [("你好",)]


def test_a_number_in_the_making_is_not_sent_to_the_room(window, desk, qtbot):
    desk.connect_room()
    line = window.screens.login.number
    line.setText("2026")
    compose(line, "a")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.asked_for("typeNumber") == []


def test_every_field_of_the_paper_leaves_composing_to_the_input_method(window, desk):
    desk.start_answering()
    for entry in desk.paper.entries():
        window.paper.go_to(entry.item.identifier)
    fields = [*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)]
    typed = [f for f in fields if not f.isReadOnly() and window.paper.isAncestorOf(f)]
    assert len(typed) >= 5
    assert [f.accessibleName() for f in typed if f.findChild(Composing) is None] == []


def test_no_key_that_switches_input_methods_is_bound(program, window):
    bound = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    assert {"F1", "F9", "F5", "Alt+Shift+N"} <= bound
    assert bound.isdisjoint(TAKEN_BY_INPUT_METHODS)
