"""Files of a practical task and the task strip."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from exam_client.attempt.views import SaveMark, StaffMessage
from exam_client.net.views import Connection
from exam_client.practical.views import FEW_ROWS, FileState
from exam_client.ui.practical.file_row import file_icon
from exam_client.ui.practical.strip import Dock, TaskStrip, strip_place
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import FakeDesk
from tests.exam_client.ui.scenes_strip import crowded

SCREEN = QRect(0, 0, 1366, 768)
SHEET = "成绩统计.xlsx"


@pytest.fixture
def strip(window: DeskWindow, desk: FakeDesk):
    desk.start_answering()
    assert window.paper is not None
    window.paper.go_to("sheet")
    window.enter_strip("sheet")
    assert window.strip is not None
    yield window.strip
    window.leave_strip()


@pytest.mark.parametrize(
    ("dock", "collapsed", "place"),
    [
        (Dock.RIGHT, False, QRect(1006, 0, 360, 768)),
        (Dock.LEFT, False, QRect(0, 0, 360, 768)),
        (Dock.BOTTOM, False, QRect(0, 468, 1366, 300)),
        (Dock.LEFT, True, QRect(0, 0, 360, 60)),
        (Dock.BOTTOM, True, QRect(0, 708, 1366, 60)),
    ],
)
def test_the_strip_stands_at_an_edge_of_the_screen(dock, collapsed, place):
    assert strip_place(SCREEN, dock, collapsed=collapsed) == place


@pytest.mark.parametrize(
    ("path", "icon"),
    [
        ("a/b.DOCX", "file-word"),
        ("x.xlsx", "file-sheet"),
        ("x.pptx", "file-slides"),
        ("x.py", "file-code"),
        ("x", "file"),
    ],
)
def test_a_file_has_the_icon_of_its_ending(path, icon):
    assert file_icon(path) == icon


def test_files_are_listed_with_ending_state_and_duty(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    rows = window.paper.view().practical().files.rows
    assert list(rows) == [SHEET, "说明.txt"]
    assert rows[SHEET].state_text() == "未打开 · 12 KB · 要提交"
    for state, word in ((FileState.MODIFIED, "已修改"), (FileState.SAVED, "已保存"), (FileState.MISSING, "不存在")):
        desk.set_file_state("sheet", SHEET, state)
        assert rows[SHEET].state_text().startswith(word)


def test_a_file_that_is_missing_cannot_be_opened_but_put_back(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    desk.set_file_state("sheet", SHEET, FileState.MISSING)
    row = window.paper.view().practical().files.rows[SHEET]
    assert not row.open.isEnabled()
    assert row.reset.isEnabled()


def test_opening_a_file_shrinks_the_exam_to_the_strip(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    window.paper.view().practical().files.rows[SHEET].open.click()
    assert desk.asked_for("openFile") == [("sheet", SHEET)]
    assert window.strip is not None
    assert not window.isVisible()
    window.leave_strip()


def test_the_way_back_takes_a_snapshot_and_shows_the_paper(window, strip, desk, qtbot):
    qtbot.mouseClick(strip.back, Qt.MouseButton.LeftButton)
    assert desk.asked_for("snapshot") == [("sheet",)]
    assert window.isVisible()
    assert window.strip is None
    assert window.paper.current == "sheet"


def test_the_strip_shows_time_save_mark_and_words_of_staff(strip, desk):
    desk.set_left(301_000)
    desk.set_mark(SaveMark.SERVER)
    desk.messageShown.emit(StaffMessage("m1", "请记得保存。"))
    assert strip.timer.text() == "05:01"
    assert strip.save_mark.text() == "已存服务器"
    assert strip.notices.texts() == ["监考老师：请记得保存。"]


def test_the_strip_folds_to_a_line_and_back(strip):
    strip.fold.click()
    assert strip.is_collapsed
    assert not strip._content.isVisible()
    strip.fold.click()
    assert strip._content.isVisible()


def test_the_strip_can_stand_elsewhere(strip):
    strip.docks[Dock.BOTTOM].click()
    assert strip.dock is Dock.BOTTOM
    assert strip.width() > strip.height()


@pytest.mark.parametrize("what", ["pause", "lock", "hand_in"])
def test_the_paper_comes_back_when_the_work_has_to_stop(window, strip, desk, what):
    getattr(desk, what)(*([] if what == "hand_in" else ["。"]))
    assert window.strip is None
    assert window.isVisible()


def test_closing_the_strip_leads_back_to_the_paper(window, strip):
    strip.close()
    assert window.strip is None
    assert window.isVisible()


def test_a_reset_asked_for_on_the_strip_is_answered_on_the_paper(window, strip, desk):
    strip.files.rows[SHEET].reset.click()
    assert window.isVisible()
    assert len(window.sheets()) == 1
    window.sheets()[0].yes.click()
    assert desk.asked_for("resetFile") == [("sheet", SHEET)]


def test_what_a_file_failed_of_is_said_where_it_was_asked(strip: TaskStrip, desk):
    desk.fileFailed.emit("sheet", SHEET, "本机没有找到可以打开的程序。")
    assert strip.files.note.text() == "本机没有找到可以打开的程序。"
    desk.fileOpened.emit("sheet", SHEET, "WPS 表格")
    assert strip.files.note.text().startswith("正在用 WPS 表格 打开")


def test_that_a_file_is_being_opened_is_not_said_for_ever(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    files = window.paper.view().practical().files
    files._opened_timer.setInterval(0)
    desk.fileOpened.emit("sheet", SHEET, "WPS 表格")
    assert "正在用 WPS 表格 打开" in files.note.text()
    QTest.qWait(1)
    assert files.note.text() == ""


def test_a_thousand_files_have_a_few_rows_and_what_is_not_saved_is_said(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    files = window.paper.view().practical().files
    desk.folderChanged.emit(crowded(desk.folder("sheet")))
    assert len(files.rows) == FEW_ROWS
    assert next(iter(files.rows)) == SHEET
    assert "另有" in files._more.text()
    assert files.left_out.text() == "没有保存：录像.mp4、素材包/链接。"
    desk.folderChanged.emit(desk.folder("sheet"))
    assert (len(files.rows), files.left_out.text(), files._more.isVisibleTo(files)) == (2, "", False)


def test_work_on_a_file_ends_the_word_that_it_is_being_opened(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    files = window.paper.view().practical().files
    desk.fileOpened.emit("sheet", SHEET, "WPS 表格")
    desk.set_file_state("sheet", SHEET, FileState.OPENED)
    assert files.note.text() != ""
    desk.set_file_state("sheet", SHEET, FileState.MODIFIED)
    assert files.note.text() == ""


def test_the_strip_that_comes_up_says_what_is_being_opened(window, desk, monkeypatch):
    monkeypatch.setattr(desk, "openFile", lambda item, path: desk.fileOpened.emit(item, path, "WPS 表格"))
    desk.start_answering()
    window.paper.go_to("sheet")
    window.paper.view().practical().files.rows[SHEET].open.click()
    assert window.strip is not None
    assert "正在用 WPS 表格 打开" in window.strip.files.note.text()
    window.leave_strip()


def test_words_of_staff_follow_the_candidate_to_the_strip_and_back(window, desk):
    desk.start_answering()
    window.paper.go_to("sheet")
    desk.messageShown.emit(StaffMessage("m1", "请保持安静。"))
    window.enter_strip("sheet")
    assert window.strip is not None
    assert window.strip.notices.texts() == ["监考老师：请保持安静。"]
    desk.messageShown.emit(StaffMessage("m2", "还有 5 分钟。"))
    window.leave_strip()
    assert window.notices.texts() == ["监考老师：请保持安静。", "监考老师：还有 5 分钟。"]


def test_the_strip_calls_staff_and_says_that_the_network_is_away(strip, desk):
    desk.set_mark(SaveMark.DESK)
    desk.set_connection(Connection.OFFLINE)
    assert strip.offline.text() == "网络中断，可继续作答，答案已存本机"
    strip.hand.click()
    assert desk.asked_for("raiseHand") == [(True,)]
    assert strip.hand.isChecked()
    desk.set_connection(Connection.ONLINE)
    assert not strip.offline.isVisible()


def test_a_strip_opened_while_the_network_is_away_says_so(window, desk):
    desk.start_answering()
    desk.set_mark(SaveMark.DESK)
    desk.set_connection(Connection.OFFLINE)
    window.enter_strip("sheet")
    assert window.strip.offline.isVisible()
    window.leave_strip()


def test_opening_ends_in_words_when_the_program_is_there(strip: TaskStrip, desk):
    desk.fileOpened.emit("sheet", SHEET, "WPS 表格")
    desk.set_file_state("sheet", SHEET, FileState.OPENING)
    assert not strip.files.rows[SHEET].open.isEnabled()
    assert strip.files.note.text().startswith("正在用")
    desk.set_program("sheet", SHEET, "WPS 表格")
    desk.set_file_state("sheet", SHEET, FileState.OPENED)
    assert strip.files.rows[SHEET].open.isEnabled()
    assert strip.files.note.text().startswith("WPS 表格 已打开")
