"""The window: which screen belongs to which state, and what is said in passing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import HandInProgress, Receipt, Restored, SaveMark, StaffMessage, Stick, TimeWarning
from exam_client.net.views import Connection, FoundRoom, Refusal
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.note import Note
from exam_client.ui.stage import Stage, stage_of
from exam_client.ui.window import DeskWindow
from itembank.model.events import HandInReason
from tests.exam_client.ui.fake_desk import PERSON, FakeDesk

REFUSAL = Refusal("E03", "本场考试没有这个准考证号。", "请核对准考证后重新输入。", tries_left=2)


@pytest.mark.parametrize("state", DeskState)
def test_every_state_has_a_screen(state):
    assert isinstance(stage_of(state, Stage.RULES), Stage)


@pytest.mark.parametrize("state", [s for s in DeskState if s is not DeskState.ANSWERING])
def test_every_state_can_be_shown(window, desk, state):
    desk.become(state)
    assert window.stage() is stage_of(state, Stage.RULES)


def test_the_way_from_login_to_the_paper(window: DeskWindow, desk: FakeDesk):
    desk.connect_room()
    assert window.stage() is Stage.LOGIN
    window.screens.login.number.setText(PERSON.number)
    window.screens.login.number.returnPressed.emit()
    assert desk.asked_for("typeNumber") == [(PERSON.number,)]
    desk.show_identity()
    assert window.screens.identity.person.name.text() == PERSON.name
    window.screens.identity.yes.click()
    assert desk.asked_for("confirmIdentity") == [()]
    desk.become(DeskState.WAITING_ADMISSION)
    assert not window.screens.identity.yes.isVisible()
    desk.become(DeskState.PREPARING)
    assert window.stage() is Stage.RULES
    window.screens.rules.read.setChecked(True)
    window.screens.rules.go_on.click()
    assert window.stage() is Stage.TRIAL
    window.screens.trial.go_on.click()
    assert window.stage() is Stage.WAITING_START
    desk.show_paper()
    assert window.stage() is Stage.PAPER


def test_the_start_does_not_wait_for_who_still_reads_the_rules(window, desk):
    desk.connect_room()
    desk.become(DeskState.PREPARING)
    desk.show_paper()
    assert window.stage() is Stage.PAPER


def test_rules_must_be_read_before_going_on(window, desk):
    desk.become(DeskState.PREPARING)
    assert not window.screens.rules.go_on.isEnabled()


def test_f9_flags_in_the_trial_too(window, desk, qtbot):
    desk.become(DeskState.PREPARING)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.screens.rules.read.setChecked(True)
    window.screens.rules.go_on.click()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.screens.trial.flagging.is_done


def test_not_me_goes_back(window, desk):
    desk.connect_room()
    desk.show_identity()
    window.screens.identity.no.click()
    assert desk.asked_for("rejectIdentity") == [()]


def test_whoever_comes_back_is_told_that_the_answers_are_there(look, qtbot):
    desk = FakeDesk(person=replace(PERSON, resuming=True))
    window = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(window)
    desk.connect_room()
    desk.show_identity()
    assert window.screens.identity.note.text() == "你已经开始作答。继续以后会恢复原来的答案。"
    desk.become(DeskState.WAITING_ADMISSION)
    assert "原来的答案都在" in window.screens.identity.note.text()


def test_a_refused_number_is_said_with_tries_left_and_code(window, desk):
    desk.connect_room()
    desk.refused.emit(REFUSAL)
    note = window.screens.login.note
    assert note.text() == "本场考试没有这个准考证号。"
    assert "还可以输入 2 次。" in note.accessibleDescription()
    assert "E03" in note.accessibleDescription()


def test_full_width_digits_are_understood(window, desk, qtbot):
    desk.connect_room()
    line = window.screens.login.number
    line.setText("")
    line.textEdited.emit("")
    line.setText("２０２６０５ab")
    line.textEdited.emit(line.text())
    assert line.text() == "202605AB"


def test_the_offline_strip_is_calm_and_true(window, desk):
    desk.start_answering()
    assert not window.offline.isVisible()
    desk.set_mark(SaveMark.DESK)
    desk.set_connection(Connection.OFFLINE)
    assert window.offline.text() == "网络中断，可继续作答，答案已存本机"
    assert window.sheets() == []
    desk.set_mark(SaveMark.UNSAVED)
    assert window.offline.text() == "网络中断，可继续作答，答案正在保存到本机"
    desk.set_connection(Connection.ONLINE)
    assert not window.offline.isVisible()


def test_a_resumed_attempt_says_how_much_was_restored(window, desk):
    desk.resumed.emit(Restored(37, 2, 0, "judge"))
    assert window.notices.texts() == ["已恢复 37 条作答"]


def test_in_the_trial_opening_a_file_shows_what_it_says_and_the_next_candidate_begins_anew(window, desk):
    trial = window.screens.trial
    assert trial.text.isHidden()
    trial.open.click()
    assert trial.opening.is_done
    assert not trial.text.isHidden()
    assert "Ctrl+S" in trial.text.toPlainText()
    trial.start_again()
    assert not trial.opening.is_done
    assert (trial.text.isHidden(), trial.text.toPlainText(), trial.open.isHidden()) == (True, "", False)


def test_an_attempt_resumed_before_its_first_answer_does_not_speak_of_none(window, desk):
    desk.resumed.emit(Restored(0, 9, 0, "judge"))
    assert window.notices.texts() == ["已回到中断前的地方"]


def test_a_time_warning_names_the_unanswered_items(window, desk):
    desk.start_answering()
    desk.timeWarned.emit(TimeWarning(5, 12))
    assert window.notices.texts() == ["距离考试结束还有 5 分钟。"]


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
def test_no_dialog_covers_a_time_warning(window, desk, qtbot, size):
    window.resize(*size)
    desk.start_answering()
    window.show_keys()
    sheet = window.sheets()[0]
    desk.timeWarned.emit(TimeWarning(1, 12))
    qtbot.waitUntil(lambda: sheet.panel.geometry().top() > window.notices.geometry().bottom())
    button = window.notices.findChild(Button)
    assert window.childAt(button.mapTo(window, button.rect().center())) is button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.notices.texts() == []
    qtbot.waitUntil(lambda: sheet.panel.geometry().top() < 120)
    sheet.close_sheet()
    assert window.paper.isEnabled()


def test_the_last_ten_seconds_are_counted(window, desk):
    desk.start_answering()
    desk.set_left(10_000)
    desk.timeWarned.emit(TimeWarning(0, 3))
    desk.set_left(7_000)
    assert window.notices.texts() == ["考试时间还有 7 秒，随后自动交卷。"]
    desk.set_left(600_000)
    assert window.notices.texts() == []


@pytest.mark.parametrize("state", [DeskState.HANDING_IN, DeskState.LOCKED, DeskState.PAUSED])
def test_typing_in_progress_is_committed_before_the_candidate_is_stopped(window, desk, monkeypatch, state):
    written = []
    monkeypatch.setattr(desk, "writeSource", lambda _item, _path, text: written.append((desk.state, text)))
    desk.start_answering()
    window.paper.go_to("python")
    code = window.paper.view().practical().code
    code.source.setPlainText("print(1)\n")
    desk.become(state)
    assert written == [(DeskState.ANSWERING, "print(1)\n")]


def test_words_of_staff_stay_until_they_are_closed(window, desk):
    desk.start_answering()
    desk.messageShown.emit(StaffMessage("m1", "请保持安静。"))
    for minutes in (15, 5, 1):
        desk.timeWarned.emit(TimeWarning(minutes, 1))
    for number in range(4):
        desk.incident.emit(f"G{number}", "窗口失去焦点。")
    assert "监考老师：请保持安静。" in window.notices.texts()
    assert len(window.notices.texts()) == 3


def test_a_pause_says_why_and_that_the_clock_stands(window, desk):
    desk.start_answering()
    desk.set_left(600_000)
    desk.pause("楼道检修。")
    hold = window.screens.hold
    assert window.stage() is Stage.HOLD
    assert hold.why.text() == "楼道检修。"
    assert hold.clock.text() == "暂停期间不计时，剩余 10 分钟。"


def test_a_lock_says_why_whom_to_call_and_that_the_clock_runs(window, desk):
    desk.start_answering()
    desk.lock("请交出手机。")
    hold = window.screens.hold
    assert hold.why.text() == "请交出手机。"
    assert "仍在计算" in hold.clock.text()
    assert "举手" in hold.whom.text()


def test_a_desk_locked_during_a_pause_keeps_its_own_reason_and_says_that_the_clock_stands(window, desk):
    desk.start_answering()
    desk.set_left(600_000)
    desk.pause("楼道检修。")
    desk.lock("请交出手机。")
    hold = window.screens.hold
    assert hold.why.text() == "请交出手机。"
    assert hold.clock.text() == "暂停期间不计时，剩余 10 分钟。"
    desk.pauseChanged.emit("")
    assert hold.why.text() == "请交出手机。"


def test_after_a_pause_the_same_item_is_shown(window, desk):
    desk.start_answering()
    window.paper.go_to("essay")
    desk.pause("")
    desk.become(DeskState.ANSWERING)
    assert window.stage() is Stage.PAPER
    assert window.paper.current == "essay"


def test_an_unusable_desk_shows_sentence_action_and_code(window, desk):
    desk.refused.emit(Refusal("E01", "本机程序的版本与考场服务器不一致。", "请举手告知监考老师。"))
    desk.become(DeskState.UNUSABLE)
    hold = window.screens.hold
    assert hold.why.text() == "本机程序的版本与考场服务器不一致。"
    assert hold.code.text() == "错误代码 E01"


def test_handing_in_counts_down_and_ends_with_a_receipt(window, desk):
    desk.start_answering()
    desk.hand_in(HandInProgress(HandInReason.CANDIDATE, 12, 3, offline=False))
    screen = window.screens.handing_in
    assert screen.left.text() == "还有 12 条作答、3 个文件没有上传。"
    desk.handInProgress.emit(HandInProgress(HandInReason.CANDIDATE, 4, 0, offline=False))
    assert (screen.bar.value(), screen.bar.maximum()) == (11, 15)
    desk.give_receipt("K7MP4RXD")
    assert window.stage() is Stage.RECEIPT
    assert window.screens.receipt.code.text() == "K7MP  4RXD"
    assert window.screens.receipt.leave.text() == "请等待监考老师同意后离开"
    assert (
        window.screens.receipt.count.text()
        == "共 19 题，答完 17 题，服务器已全部收到。\n操作题要交 2 个文件，收到 2 个。"
    )


@pytest.mark.parametrize(
    ("receipt", "text"),
    [
        (Receipt("K7MP4RXD", HandInReason.CANDIDATE, 19, 19), "共 19 题，全部答完，服务器已全部收到。"),
        (Receipt("K7MP4RXD", HandInReason.FORCED), "服务器已收到全部作答。"),
    ],
)
def test_the_receipt_counts_items_and_files_and_no_records(window, desk, receipt, text):
    desk.start_answering()
    desk.hand_in()
    desk.receiptShown.emit(receipt)
    assert window.screens.receipt.count.text() == text


def test_old_words_of_staff_are_gone_from_the_receipt_and_new_ones_come(window, desk):
    desk.start_answering()
    desk.messageShown.emit(StaffMessage("m1", "请保持安静。"))
    desk.timeWarned.emit(TimeWarning(1, 1))
    desk.hand_in()
    assert window.notices.texts() == ["监考老师：请保持安静。"]
    desk.give_receipt()
    assert window.notices.texts() == []
    desk.messageShown.emit(StaffMessage("m2", "请带好文具离场。"))
    assert window.notices.texts() == ["监考老师：请带好文具离场。"]


def test_an_incident_is_said_in_words_without_its_code(window, desk):
    desk.start_answering()
    desk.incident.emit("focus_lost", "考试窗口不在最前面，已记录。")
    note = window.notices.findChild(Note)
    assert note.text() == "考试窗口不在最前面，已记录。"
    assert note.accessibleDescription() == ""


def test_what_staff_must_see_to_stays_and_the_rest_goes(window, desk):
    desk.start_answering()
    desk.incident.emit("disk_full", "本机磁盘无法保存。")
    desk.incident.emit("network", "网络连接发生变化，已记录。")
    window.notices.clear_passing()
    assert window.notices.texts() == ["本机磁盘无法保存。"]


@pytest.mark.parametrize(
    ("mark", "text"), [(SaveMark.DESK, "已经加密保存在本机"), (SaveMark.UNSAVED, "还没有全部存到本机")]
)
def test_an_offline_hand_in_is_red_and_true(window, desk, mark, text):
    desk.start_answering()
    desk.set_mark(mark)
    desk.hand_in(HandInProgress(HandInReason.TIME_UP, 12, 3, offline=True))
    screen = window.screens.handing_in
    assert screen.band.accessibleName() == "未上传"
    assert screen.band.property("tone") == "bad"
    assert text in screen.note.text()


def test_the_next_candidate_sees_nothing_of_the_last(window, desk):
    desk.connect_room()
    window.screens.login.number.setText(PERSON.number)
    desk.start_answering()
    desk.messageShown.emit(StaffMessage("m1", "请保持安静。"))
    desk.hand_in()
    desk.give_receipt()
    desk.become(DeskState.READY)
    assert window.screens.login.number.text() == ""
    assert not window.screens.login.go_on.isEnabled()
    assert window.paper is None
    assert window.notices.texts() == []


def test_the_window_cannot_be_closed_while_somebody_works(look, desk, qtbot):
    window = DeskWindow(look, desk)
    qtbot.addWidget(window)
    desk.start_answering()
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert window.notices.texts() == ["考试期间不能关闭程序。需要帮助请举手。"]


def test_before_the_login_the_window_may_be_closed(look, desk, qtbot):
    window = DeskWindow(look, desk)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.closed):
        window.close()


def test_rooms_that_answered_are_listed_and_chosen_with_their_code(window, desk):
    room = FoundRoom("10.0.0.5:8443", "第二考场", "0.1.0", rehearsal=False, certificate_sha256="a" * 64)
    desk.roomsFound.emit((room,))
    desk.become(DeskState.PAIRING)
    finding = window.screens.finding
    assert finding.address.text() == "10.0.0.5:8443"
    finding.code.setText("731842")
    finding.connect_button.click()
    assert desk.asked_for("chooseRoom") == [("10.0.0.5:8443", "731842")]


def test_a_seat_is_typed_while_the_machine_waits_to_be_enrolled(window, desk):
    desk.become(DeskState.ENROLLING)
    window.screens.enrolment.seat.setText(" B07 ")
    window.screens.enrolment.send.click()
    assert desk.asked_for("setSeat") == [("B07",)]


def test_a_sealed_hand_in_file_is_named_and_goes_onto_the_stick_that_is_chosen(window, desk):
    sheet = window.screens.handing_in
    stick = Stick("/media/exam/KINGSTON", "KINGSTON")
    desk.set_connection(Connection.OFFLINE)
    desk.hand_in(HandInProgress(HandInReason.TIME_UP, 12, 3, offline=True))
    assert sheet.copy.isHidden()
    desk.handInProgress.emit(
        HandInProgress(HandInReason.TIME_UP, 12, 3, offline=True, file="/x/hand-in-1.jikao", sticks=(stick,))
    )
    assert not sheet.copy.isHidden()
    (button,) = sheet.copy.findChildren(QPushButton)
    assert "KINGSTON" in button.text()
    button.click()
    assert desk.asked_for("copyHandInFile") == [(stick.folder,)]
    desk.handInProgress.emit(HandInProgress(HandInReason.TIME_UP, 2, 0, offline=False, file="/x/hand-in-1.jikao"))
    assert sheet.copy.isHidden()


def test_files_that_a_program_did_not_save_are_named_to_the_end(window, desk):
    desk.hand_in(HandInProgress(HandInReason.CANDIDATE, 1, 0, offline=False, not_saved=("统计表.xlsx",)))
    assert "统计表.xlsx" in window.screens.handing_in.unsaved.text()
    desk.receiptShown.emit(Receipt("ABCD1234", HandInReason.CANDIDATE, not_saved=("统计表.xlsx",)))
    assert "统计表.xlsx" in window.screens.receipt.unsaved.text()
