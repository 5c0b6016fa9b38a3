"""What the console asks before a grave act, and where it puts what it prints."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton

from exam_server.console.act_row import ActRow
from exam_server.console.acts import INCIDENT_CODES, REASONS, TITLES
from exam_server.console.app import prepare_application
from exam_server.console.codes import CodesDialog
from exam_server.console.dialogs import ClockDialog, SecondPersonDialog
from exam_server.console.enrolling import EnrolDialog
from exam_server.console.marking import MarkDialog
from exam_server.console.media import ExportDialog, ImportDialog, RecoverDialog, is_package
from exam_server.console.papers import PaperDialog, save_paper
from exam_server.console.reasons import USUAL, ExtendDialog, MessageDialog, ReasonDialog
from exam_server.console.top_bar import ROOM_ACTS
from exam_server.protocol.codes import ALL_TEXTS, FOR_STAFF
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import Medium, PendingDesk, SeatState, StaffCommandKind
from exam_server.protocol.desk import DeskFacts
from exam_server.room.incidents import KINDS
from itembank.base.clock import SystemClock
from itembank.model.record import CandidateMark
from tests.exam_server.console.scene import room_view, seat_view

NOW = datetime(2026, 6, 13, 10, 5)  # noqa: DTZ001 - the hour on the wall, as it stands in a file's name
STICK = Medium(
    path="/media/k",
    label="KINGSTON（剩余 900 MB）",
    free_mb=900,
    is_writable=True,
    files=("/media/k/hand-in-S3-0031001-e1.jikao", "/media/k/paper.jikao", "/media/k/d/journal.jkj"),
)
OTHER = Medium(path="/media/s", label="SANDISK（剩余 800 MB）", free_mb=800, is_writable=True)
LOCKED = Medium(path="/media/l", label="LOCKED（只读）", free_mb=0, is_writable=False)


@pytest.fixture
def show(qtbot, qapp):
    prepare_application(qapp)

    def shown(dialog: QDialog) -> QDialog:
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return shown


def words(dialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_every_kind_of_incident_that_the_console_offers_is_known_to_the_server():
    assert {code for code, _word in INCIDENT_CODES} <= set(KINDS)


def test_every_command_has_a_title():
    assert set(TITLES) == set(StaffCommandKind)


def test_a_form_lies_in_a_folder_of_its_sitting_and_no_print_replaces_an_earlier_one(tmp_path: Path):
    room = room_view()
    first = save_paper(b"one", "座位表", room, NOW, tmp_path)
    second = save_paper(b"two", "座位表", room, NOW, tmp_path)
    assert first == tmp_path / "IT2026-S3-02" / "座位表-02-S3-0613-1005.pdf"
    assert second.name == "座位表-02-S3-0613-1005-2.pdf"
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")


def test_the_screen_says_where_a_form_lies(show, tmp_path: Path):
    assert str(tmp_path / "座位表.pdf") in words(show(PaperDialog("座位表", tmp_path / "座位表.pdf")))


def test_a_grave_mark_asks_for_article_witness_and_what_happened(show):
    dialog = show(MarkDialog([seat_view(0, SeatState.ANSWERING, "林思远", 5)]))
    assert not dialog._article.isVisible()
    dialog._mark.setCurrentIndex(dialog._mark.findData(CandidateMark.CHEATING))
    assert dialog._article.isVisible()
    assert dialog.fault()
    dialog._article.setText("第六条第（二）项")
    dialog._witness.setText("林老师")
    assert "经过" in dialog.fault()
    dialog._note.setPlainText("携带手机")
    assert not dialog.fault()
    assert dialog.values() == {"mark": "cheating", "note": "条款：第六条第（二）项；见证人：林老师；携带手机"}


def test_at_an_empty_seat_absence_is_the_first_choice(show):
    empty = seat_view(0, SeatState.DESK_READY, "林思远", 5)
    assert show(MarkDialog([empty])).values()["mark"] == "absent"
    assert show(MarkDialog([seat_view(0, SeatState.ANSWERING, "林思远", 5)])).values()["mark"] == "machine_fault"


def test_an_export_offers_two_different_sticks_and_names_the_locked_one(show):
    dialog = show(ExportDialog((STICK, OTHER, LOCKED)))
    assert dialog.values() == {"folder": "/media/k", "folder2": "/media/s"}
    assert "LOCKED" in words(dialog)
    assert not dialog.fault()
    dialog._second.setCurrentIndex(0)
    assert "不同" in dialog.fault()
    dialog._second.setCurrentText("/srv/answers")
    assert dialog.values()["folder2"] == "/srv/answers"


def test_a_typed_place_ended_with_enter_is_the_place_and_opens_nothing(show, qtbot, monkeypatch):
    opened = []

    def open_folders(*given):
        opened.append(given)
        return ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", open_folders)
    dialog = show(ExportDialog((), is_here=True))
    for box, path in ((dialog._first, "/srv/one"), (dialog._second, "/srv/two")):
        box.setFocus()
        qtbot.keyClicks(box.lineEdit(), path)
    qtbot.keyClick(dialog._second.lineEdit(), Qt.Key.Key_Return)
    assert dialog.values() == {"folder": "/srv/one", "folder2": "/srv/two"}
    assert opened == []
    assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize(("found", "word"), [((), "没有找到"), ((STICK,), "再插一个")])
def test_missing_sticks_are_asked_for(show, found, word):
    dialog = show(ExportDialog(found))
    assert word in words(dialog)
    assert dialog.fault()


def test_only_what_can_be_taken_in_is_offered(show):
    assert show(RecoverDialog((STICK,)))._file.count() == 2
    dialog = show(ImportDialog((STICK,)))
    assert dialog.values() == {"path": "/media/k/paper.jikao"}
    assert not is_package("E:\\hand-in-S3-0031001-e1.jikao")
    assert "没有找到" in words(show(RecoverDialog((OTHER,))))


def test_only_at_the_server_itself_its_folders_can_be_browsed(show, monkeypatch):
    far = show(ExportDialog((STICK, OTHER)))
    assert [b.text() for b in far.findChildren(QPushButton) if b.text() == "浏览…"] == []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: "/srv/answers")
    near = show(ExportDialog((STICK, OTHER), is_here=True))
    next(b for b in near.findChildren(QPushButton) if b.text() == "浏览…").click()
    assert near.values() == {"folder": "/srv/answers", "folder2": "/media/s"}


def test_qt_s_own_dialogs_speak_chinese_too(show):
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    show(dialog)
    assert "选择" in dialog.labelText(QFileDialog.DialogLabel.Accept) or "打开" in dialog.labelText(
        QFileDialog.DialogLabel.Accept
    )


def test_an_export_begins_in_the_field_not_on_the_button_beside_it(show, qtbot):
    near = show(ExportDialog((STICK, OTHER), is_here=True))
    near.activateWindow()
    qtbot.waitUntil(near._first.hasFocus)


def test_every_code_of_a_desk_can_be_looked_up_with_what_to_do(show):
    assert set(ALL_TEXTS) == set(FOR_STAFF) == {code.value for code in RefusalCode} | {f"A0{n}" for n in range(1, 6)}
    dialog = show(CodesDialog())
    assert dialog.shown() == sorted(ALL_TEXTS)
    dialog.field.setText("e04")
    assert dialog.shown() == ["E04"]
    dialog.field.setText("配对码")
    assert {"A02", "A03"} <= set(dialog.shown()) != set(ALL_TEXTS)


def test_a_second_person_sees_why_the_server_asks(show):
    assert "同一个账号" in words(show(SecondPersonDialog("恢复误交卷", "第二人不能是正在操作的同一个账号。")))


def test_no_line_of_a_long_explanation_is_cut_off(show):
    why = "座位 01、02、03、04、05、06、07、08、09、10 等 共 56 名考生还有作答时间，现在结束就是提前结束。" * 3
    dialog = show(SecondPersonDialog("结束考试", why))
    label = next(label for label in dialog.findChildren(QLabel) if why in label.text())
    assert label.height() >= label.heightForWidth(label.width())


def test_the_true_time_needs_a_reason(show):
    dialog = show(ClockDialog())
    assert dialog.fault()
    dialog._reason.setText("主板电池没电")
    assert not dialog.fault()
    assert dialog.time()[:4] == str(SystemClock().wall().astimezone().year)


@pytest.mark.parametrize("kind", list(USUAL))
def test_a_usual_reason_is_chosen_with_two_keys_and_another_can_be_typed(show, qtbot, kind):
    dialog = show(ReasonDialog("标题", "说明", kind))
    assert dialog.fault(), "nobody confirms a reason that was not meant"
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Down)
    assert dialog.reason.text() == USUAL[kind][0]
    assert not dialog.fault()
    dialog.reason.setEditText("  广播突然响起 ")
    assert dialog.reason.text() == "广播突然响起"


def test_every_act_that_asks_why_has_usual_reasons():
    assert set(REASONS) <= set(USUAL)


def test_more_time_asks_for_minutes_first_and_for_a_reason(show, qtbot):
    dialog = show(ExtendDialog("3 号考生"))
    assert dialog.focusWidget().window() is dialog
    dialog._minutes.setValue(7)
    assert "原因" in dialog.fault()
    dialog.reason.setCurrentIndex(1)
    assert not dialog.fault()
    assert (dialog.minutes(), dialog.reason.text()) == (7, "停电或网络中断，补回耽误的时间")


def test_handing_in_for_the_whole_room_stands_apart_from_the_harmless_acts(qtbot):
    row = ActRow(ROOM_ACTS)
    qtbot.addWidget(row)
    row.resize(1400, 40)
    (menu,) = (button.menu() for button in row.findChildren(QPushButton) if button.text() == "全场")
    assert [action.isSeparator() for action in menu.actions()] == [False, False, False, True, False]
    assert menu.actions()[-1].text().startswith("全场强制交卷")


def test_a_machine_with_much_office_software_is_told_whole(show):
    facts = DeskFacts(
        version="1",
        system="Windows 10 专业版 22H2",
        screen="1366x768",
        office=("WPS 12.1.0", "LibreOffice 24.2.7.2", "Microsoft Office 2016"),
    )
    desk = PendingDesk(desk="d", seat="03", address="10.0.0.3", compare="1234", facts=facts)
    dialog = show(EnrolDialog((desk,)))
    assert dialog._table.rowHeight(0) > dialog._table.fontMetrics().height() * 2


def test_a_usual_message_is_chosen_and_can_be_changed(show, qtbot):
    dialog = show(MessageDialog("全场考生"))
    assert dialog.fault()
    dialog._usual.setCurrentIndex(2)
    dialog._usual.activated.emit(2)
    assert dialog.text().startswith("操作题请保存文件")
    dialog._usual.setCurrentIndex(0)
    dialog._usual.activated.emit(0)
    assert dialog.text(), "to type oneself takes nothing away"
