"""What a desk shows whose candidate went on at another one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from exam_client.attempt.states import DeskState


def test_it_says_nothing_of_what_was_before(window, desk):
    desk.start_answering()
    desk.incident.emit("G1", "考试窗口不在最前面，已记录。请点一下考试窗口，继续作答。")
    desk.become(DeskState.FENCED)
    assert window.notices.texts() == []


def test_staff_give_it_to_the_next_candidate_by_a_click_and_never_by_a_key(window, desk, qtbot):
    desk.start_answering()
    desk.become(DeskState.FENCED)
    free = window.screens.hold.free
    assert free.isVisible()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return):
        qtbot.keyClick(window, key)
    assert ("freeDesk",) not in desk.asked
    qtbot.mouseClick(free, Qt.MouseButton.LeftButton)
    assert desk.asked[-1] == ("freeDesk",)


def test_other_screens_that_hold_a_candidate_have_no_such_button(window, desk):
    desk.start_answering()
    for state in (DeskState.LOCKED, DeskState.PAUSED):
        desk.become(state)
        assert not window.screens.hold.free.isVisible()
