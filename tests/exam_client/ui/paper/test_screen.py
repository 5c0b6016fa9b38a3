"""The paper by keyboard and mouse: going about, flags, letters, resume."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import DeskState
from exam_client.ui.answers.order import OrderEditor
from exam_client.ui.answers.text_entry import TextEntryEditor
from exam_client.ui.paper.screen import PaperScreen
from exam_client.ui.theme import Theme
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk

SHIFT_ALT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def paper(window: DeskWindow, desk: FakeDesk, qtbot) -> PaperScreen:
    desk.start_answering()
    window.activateWindow()
    qtbot.waitExposed(window)
    assert window.paper is not None
    return window.paper


def focused(window: DeskWindow):
    return window.focusWidget()


def test_the_first_item_is_shown_and_visited(paper, desk):
    assert paper.current == "network"
    assert ("network",) in desk.asked_for("visit")


def test_an_attempt_opens_at_the_item_where_it_stood(window, desk):
    desk._controller.visit("judge")
    desk.start_answering()
    assert window.paper.current == "judge"


def test_next_and_previous_by_keyboard(window, paper, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_N, SHIFT_ALT)
    assert paper.current == "bits"
    qtbot.keyClick(window, Qt.Key.Key_P, SHIFT_ALT)
    assert paper.current == "network"
    qtbot.keyClick(window, Qt.Key.Key_P, SHIFT_ALT)
    assert paper.current == "network"


def test_letters_and_digits_choose_options(window, paper, desk, qtbot):
    paper.go_to("bits")
    qtbot.keyClick(focused(window), Qt.Key.Key_C)
    assert desk.asked_for("answer")[-1] == ("bits", {"R": "c210"})
    qtbot.keyClick(focused(window), Qt.Key.Key_2)
    assert desk.asked_for("answer")[-1] == ("bits", {"R": "c10"})


def test_letters_typed_into_a_field_are_text(window, paper, desk, qtbot):
    paper.go_to("blanks")
    editor = paper.view().editors["F"]
    assert isinstance(editor, TextEntryEditor)
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "ab1")
    assert desk.asked_for("answer")[-1] == ("blanks", {"F": "ab1", "N": None})


def test_letters_with_control_or_alt_choose_nothing(window, paper, desk, qtbot):
    paper.go_to("bits")
    for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier):
        qtbot.keyClick(focused(window), Qt.Key.Key_A, modifier)
    assert desk.asked_for("answer") == []


def test_f9_flags_and_flags_off(window, paper, desk, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert paper.navigation.flag.isChecked()
    assert paper.navigation.flag.text() == "已标记 F9"
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert desk.asked_for("flag") == [("network", True), ("network", False)]
    assert not paper.navigation.flag.isChecked()


def test_the_flag_button_flags_the_shown_item(paper, desk, qtbot):
    paper.go_to("essay")
    qtbot.mouseClick(paper.navigation.flag, Qt.MouseButton.LeftButton)
    assert desk.asked_for("flag") == [("essay", True)]


def test_f1_lists_the_keys_and_escape_closes_the_list(window, paper, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert len(window.sheets()) == 1
    qtbot.keyClick(window.sheets()[0], Qt.Key.Key_Escape)
    assert window.sheets() == []


def test_the_text_is_zoomed_by_keys_even_from_the_program(window, paper, look, qtbot):
    paper.go_to("python")
    source = paper.view().practical().code.source
    qtbot.keyClick(source, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert look.zoom == 110
    qtbot.keyClick(source, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert look.zoom == 100
    look.choose_zoom(200)
    qtbot.keyClick(source, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert look.zoom == 100


def test_keys_of_the_paper_rest_while_a_dialog_is_open(window, paper, desk, qtbot):
    window.show_keys()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.keyClick(window, Qt.Key.Key_N, SHIFT_ALT)
    assert desk.asked_for("flag") == []
    assert paper.current == "network"


def test_a_changed_answer_survives_a_look_at_another_item(paper, desk):
    paper.go_to("safety")
    paper.view().pick(1)
    paper.go_to("judge")
    paper.go_to("safety")
    assert paper.view().response() == {"R": ("click",)}


def test_a_restored_answer_is_shown_in_the_open_item(paper, desk):
    paper.go_to("order")
    desk.responseRestored.emit("order", {"R": ("design", "analyse", "test", "code")})
    editor = paper.view().editors["R"]
    assert isinstance(editor, OrderEditor)
    assert editor.value() == ("design", "analyse", "test", "code")


def test_items_opened_after_a_resume_show_what_was_answered(window, desk):
    desk._controller.type("judge", {"R": "false"})
    desk.start_answering()
    window.paper.go_to("judge")
    assert window.paper.view().response() == {"R": "false"}


def test_first_and_last_item_switch_off_what_leads_nowhere(paper):
    assert not paper.navigation.previous.isEnabled()
    paper.go_to("python")
    assert not paper.navigation.next.isEnabled()
    assert paper.navigation.previous.isEnabled()


def test_where_there_is_little_room_the_palette_is_a_drawer(window, paper, qtbot):
    assert paper.palette_panel.isVisible()
    window.resize(910, 512)
    assert paper.palette_panel.isHidden()
    qtbot.mouseClick(paper.navigation.palette_button, Qt.MouseButton.LeftButton)
    assert paper.palette_panel.isVisible()
    paper.palette_panel.chips["judge"].click()
    assert paper.current == "judge"
    assert paper.palette_panel.isHidden()
    window.resize(1366, 768)
    assert paper.palette_panel.isVisible()


def test_everything_can_be_reached_by_tab(window, paper, qtbot):
    paper.go_to("bits")
    reached = set()
    for _step in range(80):
        qtbot.keyClick(focused(window), Qt.Key.Key_Tab)
        reached.add(focused(window))
    bar = paper.navigation
    assert {bar.previous, bar.flag, bar.next, bar.display, bar.keys, bar.hand_in} <= reached
    assert paper.palette_panel.chips["bits"] in reached
    assert paper.view().editors["R"].options[0].button in reached
    assert window.header.hand in reached


def test_leaving_a_field_is_told_to_the_desk(paper, desk):
    paper.go_to("blanks")
    paper.view().editors["F"].line.setFocus()
    paper.view().editors["N"].line.setFocus()
    assert desk.asked_for("leaveField") != []


def test_a_resumed_paper_has_its_size_its_colours_and_its_scroll(window, paper, desk, look, qtbot):
    window.resize(1024, 480)
    paper._keeping.setInterval(0)
    look.choose_zoom(150)
    look.choose_theme(Theme.DARK)
    bar = paper.view().area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    with qtbot.waitSignal(paper._keeping.timeout):
        bar.setValue(90)
    assert desk.kept_view == KeptView(150, "dark", {"network": 90})
    look.choose_zoom(100)
    look.choose_theme(Theme.DEFAULT)
    again = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(again)
    again.resize(1024, 480)
    again.show()
    assert (look.zoom, look.theme) == (150, Theme.DARK)
    assert again.paper is not None
    view = again.paper.view()
    assert view is not None
    qtbot.waitUntil(lambda: view.area.verticalScrollBar().value() == 90)


def test_the_next_candidate_begins_with_the_usual_size_and_colours(window, paper, desk, look):
    look.choose_zoom(200)
    look.choose_theme(Theme.YELLOW_ON_BLUE)
    desk.hand_in()
    desk.give_receipt()
    desk.become(DeskState.READY)
    assert (look.zoom, look.theme) == (100, Theme.DEFAULT)


def test_pages_turn_even_from_the_bar_below(window, paper, qtbot):
    window.resize(1024, 400)
    bar = paper.view().area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(paper.navigation.next, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(paper.navigation.next, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_escape_closes_the_drawer(window, paper, qtbot):
    window.resize(910, 512)
    qtbot.keyClick(paper.navigation.palette_button, Qt.Key.Key_Return)
    assert paper.palette_panel.isVisible()
    qtbot.keyClick(focused(window), Qt.Key.Key_Escape)
    assert paper.palette_panel.isHidden()
    assert paper.navigation.palette_button.hasFocus()


def test_the_cursor_is_in_the_same_field_after_a_pause_or_another_item(window, paper, desk):
    paper.go_to("blanks")
    second = paper.view().editors["N"].line
    second.setFocus()
    second.setText("0.0")
    second.setCursorPosition(1)
    paper.go_to("judge")
    paper.go_to("blanks")
    assert second.hasFocus()
    assert second.cursorPosition() == 1
    desk.pause("楼道检修。")
    desk.become(DeskState.ANSWERING)
    assert second.hasFocus()
    assert second.cursorPosition() == 1
