"""The marking desk by keyboard alone, and what is entered and not saved."""

from __future__ import annotations

import shlex
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from grading.desk.app import require_screen, translate_qt
from grading.desk.score_panel import ScorePanel
from grading.desk.window import MarkingWindow
from grading.results.decision_store import DecisionStore
from itembank.base.errors import JikaoError
from tests.grading.desk.test_window import TEN_POINTS, show_essay


def press(window: MarkingWindow, qtbot, *keys: Qt.Key) -> None:
    """Press keys wherever the keyboard is."""
    for key in keys:
        qtbot.keyClick(window.focusWidget(), key)


def activate(panel: ScorePanel, qtbot) -> None:
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)


def ready(window: MarkingWindow, qtbot, text: str) -> None:
    """Wait until an essay is on the screen and takes the keyboard."""
    show_essay(window, qtbot, text)
    wait_for_answer(window, qtbot)


def wait_for_answer(window: MarkingWindow, qtbot) -> None:
    """Wait until an answer is on the screen and takes the keyboard."""
    view = window.marking.evidence
    qtbot.waitUntil(lambda: view.tabs.count() > 0 and window.focusWidget() is view.tabs.currentWidget())


def test_an_average_essay_takes_two_or_three_keys_and_nobody_looks_for_the_keyboard(open_desk, qtbot, city):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    first = window.marking.task
    press(window, qtbot, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_Return)
    assert window.marking.task is not first
    wait_for_answer(window, qtbot)
    press(window, qtbot, Qt.Key.Key_9, Qt.Key.Key_Return)
    assert next(one.share for one in DecisionStore(city.store.engine).decisions()) == Fraction(3, 4)
    assert window.counts.text().startswith("我已评 2")


def test_who_marks_in_full_swing_is_told_that_another_question_came(open_desk, qtbot):
    window = open_desk("王老师")
    for points in (Qt.Key.Key_9, Qt.Key.Key_4):
        assert window.marking.score.news.text() == ""
        wait_for_answer(window, qtbot)
        press(window, qtbot, points, Qt.Key.Key_Return)
    assert window.marking.score.news.text() == "已到另一题：第 4 题 排版科技节通知，满分 10 分。"


def test_the_mouse_does_not_take_the_digits_away_into_the_comment(open_desk, qtbot):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    button = next(one for one in window.marking.score.buttons.buttons() if one.text() == "7")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.marking.score.save, Qt.MouseButton.LeftButton)
    wait_for_answer(window, qtbot)
    press(window, qtbot, Qt.Key.Key_4)
    assert window.marking.score.comment.text() == ""
    assert [one.text() for one in window.marking.score.buttons.buttons() if one.isChecked()] == ["4"]


def test_enter_without_points_says_what_is_missing_and_saves_nothing(open_desk, qtbot, city):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.marking.score.fault.text() == "还没有给分：按数字，或点一个分数。"
    press(window, qtbot, Qt.Key.Key_1)
    assert window.marking.score.fault.text() == ""
    assert DecisionStore(city.store.engine).count() == 0


def test_nothing_is_saved_before_the_answer_can_be_seen(qapp, qtbot):
    panel = ScorePanel()
    qtbot.addWidget(panel)
    panel.show_task(TEN_POINTS)
    activate(panel, qtbot)
    panel.choose(Fraction(7))
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert not panel.save.isEnabled()
    panel.allow()
    with qtbot.waitSignal(panel.decided) as told:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert told.args == [Fraction(7), ""]


def test_tab_goes_through_the_points_before_comment_and_save(qapp, qtbot):
    panel = ScorePanel()
    qtbot.addWidget(panel)
    panel.show_task(TEN_POINTS)
    panel.choose(Fraction(3))
    panel.allow()
    activate(panel, qtbot)
    panel.buttons.checkedButton().setFocus()
    passed = []
    for _step in range(3):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        passed.append(panel.focusWidget())
    assert passed == [panel.comment, panel.save, panel.back]


def test_points_that_were_not_saved_are_there_when_one_comes_back(open_desk, qtbot):
    window = open_desk("王老师")
    page = window.marking
    ready(window, qtbot, "我认为")
    task = page.task
    assert task is not None
    page.score.comment.setText("缺做法")
    press(window, qtbot, Qt.Key.Key_9)
    page.queue.questions.setCurrentRow(page.queue.questions.count() - 1)
    assert page.task is not task
    assert page.score.draft() is None
    page._show(task)
    draft = page.score.draft()
    assert draft is not None
    assert (draft.points, draft.comment) == (9, "缺做法")


def test_closing_asks_about_what_was_not_saved_and_stays_open_if_told_so(open_desk, qtbot):
    window = open_desk("王老师")
    asked: list[int] = []

    def go_back(count: int) -> bool:
        asked.append(count)
        return False

    ready(window, qtbot, "我认为")
    press(window, qtbot, Qt.Key.Key_9)
    window.ask_to_lose = go_back
    assert not window.close()
    assert window.isVisible()
    assert asked == [1]
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.close(), "what was saved is no question"
    assert asked == [1]


def test_the_command_that_publishes_can_be_copied(open_desk, qtbot, city):
    window = open_desk("王老师")
    window.pages.setCurrentWidget(window.changes)
    qtbot.waitUntil(window.changes.copy.isVisible)
    assert "还有 5 处待人工评定" in window.changes.publishing.text()
    qtbot.mouseClick(window.changes.copy, Qt.MouseButton.LeftButton)
    results = shlex.quote(str(city.folder / "results.db"))
    copied = QGuiApplication.clipboard().text()
    assert copied == f"grading runs --results {results} --publish {city.run[:16]} --by 姓名"


def test_an_accepted_answer_can_be_taken_back(open_desk, qtbot):
    window = open_desk("王老师")
    window.pages.setCurrentWidget(window.answers)
    page = window.answers
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)
    assert "可接受的答案：CPU" in page.key.text()
    page.reason.setText("同义")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    assert page.table.currentRow() == 0, "the next stands ready"
    page.accepted.table.selectRow(0)
    qtbot.mouseClick(page.accepted.withdraw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)
    assert page.marking.waiting.text() == "所有更正都已用来评分。"


def test_every_page_begins_with_the_keyboard_where_the_work_is(open_desk, qtbot):
    window = open_desk("王老师")
    ready(window, qtbot, "我认为")
    for key, page in ((Qt.Key.Key_2, window.answers.table), (Qt.Key.Key_3, window.changes.schools)):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        assert window.focusWidget() is page
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.focusWidget() is window.marking.evidence.answer_widget()


def test_qt_speaks_chinese_in_its_own_dialogs(qapp):
    translate_qt(qapp)
    assert QApplication.translate("QMessageBox", "Show Details...") == "显示详情..."


def test_without_a_screen_a_sentence_is_said_before_qt_ends_the_program():
    with pytest.raises(JikaoError):
        require_screen("linux", {"HOME": "/root"})
    require_screen("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    require_screen("win32", {})
