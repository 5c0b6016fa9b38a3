"""The window over the real engine and a fake room: a candidate goes from the number to the receipt."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.journal.recovery import open_records, records_of
from exam_client.ui.sheets.hand_in import HandInSheet
from exam_client.ui.stage import Stage
from exam_client.ui.window import DeskWindow
from exam_server.protocol.desk import CommandKind
from itembank.base.canonical import digest
from itembank.model.events import fold
from tests.fakes.driving import state_of

NUMBER = "0031001"


@pytest.fixture
def sitting(new_desk, driver, look, qtbot):
    desk = new_desk()
    window = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, desk, driver(desk)


def log_in(window: DeskWindow, desk, drive, qtbot) -> None:
    desk.start()
    drive.reach(DeskState.READY)
    qtbot.keyClicks(window.screens.login.number, NUMBER)
    qtbot.keyClick(window.screens.login.number, Qt.Key.Key_Return)
    drive.reach(DeskState.CONFIRMING)
    assert window.stage() is Stage.IDENTITY
    qtbot.mouseClick(window.screens.identity.yes, Qt.MouseButton.LeftButton)
    drive.reach(DeskState.WAITING_START)


def test_a_candidate_logs_in_answers_and_hands_in(sitting, room, memory, qtbot):
    window, desk, drive = sitting
    log_in(window, desk, drive, qtbot)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    assert window.stage() is Stage.PAPER
    paper = window.paper
    paper.go_to("Q1")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_B)
    paper.go_to("Q2")
    field = paper.view().first_field()
    qtbot.keyClicks(field, "8")
    paper.navigation.flag.click()
    paper.go_to("P2")
    code = paper.view().practical().code
    code.source.setPlainText("print(8)\n")
    code.save()
    desk.leaveField()
    drive.wait(lambda: desk.save_mark is SaveMark.SERVER)
    assert window.header.save_mark.text() == "已存服务器"
    paper.navigation.hand_in.click()
    drive.wait(lambda: bool(window.sheets()))
    sheet = window.sheets()[0]
    assert isinstance(sheet, HandInSheet)
    sheet.go_on.click()
    sheet.sure.click()
    drive.reach(DeskState.HANDED_IN)
    attempt = memory.attempts[NUMBER]
    assert window.screens.receipt.code.text().replace(" ", "") == attempt.receipt.receipt
    state = fold(open_records(attempt.key, attempt.attempt, records_of(attempt.events)))
    assert state.responses["Q2"] == {"RESPONSE": "8"}
    assert state.flags == {"Q2"}
    assert state.responses["Q1"]["RESPONSE"] in set("ABCD")
    room.let_leave(NUMBER)
    drive.reach(DeskState.READY)
    assert window.stage() is Stage.LOGIN
    assert window.screens.login.number.text() == ""
    assert (window.header.person.whole(), window.header.number.whole()) == ("", "")


def test_whoever_says_not_me_leaves_no_name_behind(sitting, qtbot):
    window, desk, drive = sitting
    desk.start()
    drive.reach(DeskState.READY)
    desk.typeNumber(NUMBER)
    drive.reach(DeskState.CONFIRMING)
    assert window.header.person.whole() != ""
    qtbot.keyClick(window.screens.identity.no, Qt.Key.Key_Return)
    drive.reach(DeskState.READY)
    assert (window.header.person.whole(), window.header.number.whole()) == ("", "")


def test_a_program_runs_from_the_editor(sitting, room, qtbot):
    window, desk, drive = sitting
    log_in(window, desk, drive, qtbot)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    window.paper.go_to("P2")
    code = window.paper.view().practical().code
    code.source.setPlainText("name = input('name? ')\nprint('hello', name)\n")
    qtbot.keyClick(code.source, Qt.Key.Key_F5)
    drive.wait(lambda: "name?" in code.console.output.toPlainText())
    qtbot.keyClicks(code.console.input, "room")
    qtbot.keyClick(code.console.input, Qt.Key.Key_Return)
    drive.wait(lambda: "hello room" in code.console.output.toPlainText())
    drive.wait(lambda: not code.halt.isEnabled())


def test_what_is_still_in_the_fingers_is_in_the_snapshot_of_a_forced_hand_in(sitting, room, memory, qtbot):
    window, desk, drive = sitting
    log_in(window, desk, drive, qtbot)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    window.paper.go_to("P2")
    window.paper.view().practical().code.source.setPlainText("print('last')\n")
    room.command(NUMBER, CommandKind.HAND_IN)
    drive.reach(DeskState.HANDED_IN)
    attempt = memory.attempts[NUMBER]
    state = fold(open_records(attempt.key, attempt.attempt, records_of(attempt.events)))
    entry = next(e for e in state.folders["P2"].entries if e.path == "main.py")
    assert entry.sha256 == digest(b"print('last')\n")


def test_a_letter_of_a_program_is_not_called_saved_before_it_is(sitting, room, memory, qtbot):
    window, desk, drive = sitting
    log_in(window, desk, drive, qtbot)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    window.paper.go_to("P2")
    code = window.paper.view().practical().code
    drive.wait(lambda: desk.save_mark is SaveMark.SERVER)
    qtbot.keyClicks(code.source, "x")
    assert window.header.save_mark.text() == "未保存"
    qtbot.keyClick(code.source, Qt.Key.Key_Backspace)
    assert window.header.save_mark.text() == "已存服务器"
    qtbot.keyClicks(code.source, "x")
    typed = digest(code.source.toPlainText().encode())
    there_when_said = []
    desk.saveMarkChanged.connect(lambda mark: there_when_said.append((mark, stored_digest(memory) == typed)))
    code.save()
    assert window.header.save_mark.text() == "未保存"
    drive.wait(lambda: desk.save_mark is SaveMark.SERVER)
    assert [is_there for mark, is_there in there_when_said if mark is SaveMark.SERVER] == [True]


def stored_digest(memory) -> str:
    """Return the digest of main.py as the room has it."""
    manifest = state_of(memory.attempts[NUMBER]).folders["P2"]
    return next(entry.sha256 for entry in manifest.entries if entry.path == "main.py")
