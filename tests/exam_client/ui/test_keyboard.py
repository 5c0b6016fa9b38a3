"""The keyboard alone: Enter presses what has the focus, and no key changes an answer by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from exam_client.attempt.states import DeskState
from exam_client.ui.answers.choice import ChoiceEditor
from exam_client.ui.answers.inline_choice import InlineChoiceEditor
from exam_client.ui.coding.source import SourceEdit
from exam_client.ui.parts.splitter import KeyHandle
from exam_client.ui.sheets.ask import AskSheet, ListSheet
from exam_client.ui.sheets.hand_in import HandInSheet
from exam_client.ui.sheets.picture import PictureSheet
from exam_client.ui.stage import Stage
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk
from tests.exam_client.ui.scenes import SUMMARY

# The platform of the tests has no keyboard that a popup could grab.
popup = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@pytest.fixture
def answering(window: DeskWindow, desk: FakeDesk, qtbot) -> DeskWindow:
    desk.start_answering()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("key", ENTER_KEYS)
def test_enter_says_yes_to_the_identity(window, desk, qtbot, key):
    desk.connect_room()
    desk.show_identity()
    qtbot.keyClick(window.screens.identity.yes, key)
    assert desk.asked_for("confirmIdentity") == [()]


def test_a_key_held_down_at_the_login_does_not_answer_the_question_after_it(window, desk):
    desk.connect_room()
    desk.show_identity()
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(window.screens.identity.yes, held)
    assert desk.asked_for("confirmIdentity") == []


def test_a_key_held_down_does_not_use_up_the_tries(window, desk, qtbot):
    desk.connect_room()
    line = window.screens.login.number
    line.setText("2026")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(line, held)
    assert desk.asked_for("typeNumber") == [("2026",)]


def test_rules_and_trial_can_be_walked_with_enter_and_tab(window, desk, qtbot):
    desk.connect_room()
    desk.become(DeskState.PREPARING)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.stage() is Stage.TRIAL
    qtbot.keyClick(window.screens.trial.options[1], Qt.Key.Key_Return)
    assert window.screens.trial.choosing.is_done


def test_enter_on_a_number_of_the_palette_goes_there(answering, qtbot):
    qtbot.keyClick(answering.paper.palette_panel.chips["judge"], Qt.Key.Key_Return)
    assert answering.paper.current == "judge"


def test_enter_chooses_the_option_that_has_the_focus(answering, desk, qtbot):
    answering.paper.go_to("bits")
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Return)
    assert desk.attempt.responses["bits"] == {"R": "c8"}


def test_an_arrow_moves_over_the_options_and_changes_no_answer(answering, desk, qtbot):
    answering.paper.go_to("bits")
    editor = answering.paper.view().editors["R"]
    assert isinstance(editor, ChoiceEditor)
    answering.paper.view().pick(0)
    for _step in range(2):
        qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Down)
    assert editor.options[2].button.hasFocus()
    assert desk.attempt.responses["bits"] == {"R": "c8"}


@popup
@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_End])
def test_an_arrow_changes_no_closed_drop_down(answering, desk, qtbot, key):
    answering.paper.go_to("program")
    editor = next(iter(answering.paper.view().editors.values()))
    assert isinstance(editor, InlineChoiceEditor)
    qtbot.keyClick(editor.box, key)
    editor.box.hidePopup()
    assert editor.value() is None


@popup
def test_a_drop_down_is_opened_and_chosen_by_keys(answering, desk, qtbot):
    answering.paper.go_to("program")
    editor = next(iter(answering.paper.view().editors.values()))
    assert isinstance(editor, InlineChoiceEditor)
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    view = editor.box.view()
    qtbot.waitUntil(view.isVisible)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert editor.value() == editor.box.itemData(1)


def test_a_dialog_is_answered_by_enter(answering, desk, qtbot):
    answering.dialogs.ask_reset("sheet", "成绩统计.xlsx")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, AskSheet)
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Return)
    assert answering.sheets() == []
    assert desk.asked_for("resetFile") == []


def test_an_earlier_answer_is_taken_from_the_list_by_enter(answering, desk, qtbot):
    for value in ("c8", "c10"):
        desk.answer("bits", {"R": value})
        desk.leaveField()
    answering.dialogs.show_history("bits")
    sheet = answering.sheets()[0]
    assert isinstance(sheet, ListSheet)
    qtbot.keyClick(sheet.list, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.list, Qt.Key.Key_Return)
    assert desk.attempt.responses["bits"] == {"R": "c8"}


def test_handing_in_takes_two_deliberate_keys(answering, desk, qtbot):
    answering.dialogs._is_asked = True
    desk.show_summary(SUMMARY)
    sheet = answering.sheets()[0]
    assert isinstance(sheet, HandInSheet)
    assert sheet.stay.hasFocus()
    qtbot.keyClick(sheet.go_on, Qt.Key.Key_Return)
    assert sheet.back.hasFocus()
    qtbot.keyClick(sheet.sure, Qt.Key.Key_Return)
    assert desk.asked_for("confirmHandIn") == [()]


def test_a_long_dialog_turns_its_pages(window, answering, qtbot):
    window.resize(910, 420)
    window.show_keys()
    sheet = answering.sheets()[0]
    bar = sheet.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_tab_goes_from_the_picture_to_the_options_as_one_reads(window, answering, qtbot):
    window.resize(1024, 768)
    answering.paper.go_to("network")
    editor = answering.paper.view().editors["R"]
    assert isinstance(editor, ChoiceEditor)
    qtbot.keyClick(editor.options[0].button, Qt.Key.Key_Backtab)
    assert answering.focusWidget().accessibleName().startswith("放大图片")
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Return)
    sheet = answering.sheets()[0]
    assert isinstance(sheet, PictureSheet)
    before = sheet.percent.text()
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Plus)
    assert sheet.percent.text() != before
    place = QPointF(sheet.canvas._offset)
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Right)
    assert sheet.canvas._offset != place
    qtbot.keyClick(answering.focusWidget(), Qt.Key.Key_Escape)
    assert answering.sheets() == []


def reached_by_tab(window: DeskWindow, qtbot, steps: int = 60) -> list[QWidget]:
    reached = []
    for _step in range(steps):
        if isinstance(window.focusWidget(), SourceEdit):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    return reached


def test_the_parts_of_the_python_editor_can_be_reached_and_moved_by_keys(answering, qtbot):
    answering.paper.go_to("python")
    code = answering.paper.view().practical().code
    reached = reached_by_tab(answering, qtbot)
    assert {code.start, code.test, code.source, code.tabs.tabBar(), code.console.output} <= set(reached)
    handles = [widget for widget in reached if isinstance(widget, KeyHandle)]
    assert {handle.orientation() for handle in handles} == set(Qt.Orientation)
    assert [type(one) for one in reached if not isinstance(one, QAbstractButton) and not one.accessibleName()] == []
    for handle in set(handles):
        before = handle.splitter().sizes()
        is_across = handle.orientation() is Qt.Orientation.Horizontal
        qtbot.keyClick(handle, Qt.Key.Key_Left if is_across else Qt.Key.Key_Up)
        assert handle.splitter().sizes() != before
