"""The bar at the top: truthful save mark, time, raised hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exam_client.attempt.views import SaveMark
from exam_client.net.views import Connection
from exam_client.ui.window import DeskWindow
from tests.exam_client.ui.fake_desk import PERSON, FakeDesk


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (SaveMark.UNSAVED, "未保存"),
        (SaveMark.DESK, "已存本机"),
        (SaveMark.SERVER, "已存服务器"),
        (SaveMark.STANDBY, "已存备份服务器"),
    ],
)
def test_the_save_mark_has_exactly_the_agreed_words(window: DeskWindow, desk: FakeDesk, mark, text):
    desk.start_answering()
    desk.set_mark(mark)
    assert window.header.save_mark.text() == text
    assert window.header.save_mark.isVisible()


def test_the_save_mark_changes_only_when_the_desk_says_so(window, desk):
    desk.start_answering()
    desk.set_mark(SaveMark.UNSAVED)
    window.paper.go_to("judge")
    window.paper.view().pick(0)
    assert window.header.save_mark.text() == "未保存"


def test_there_is_no_save_mark_before_there_is_work(window, desk):
    desk.connect_room()
    assert not window.header.save_mark.isVisible()


def test_exam_candidate_number_and_seat_stand_there(window, desk):
    desk.start_answering()
    assert window.header.title.whole() == "初中信息技术学业水平考试"
    assert window.header.person.whole() == "欧阳雨萱"
    assert window.header.number.whole() == "准考证 202605010032"
    assert window.header.seat.text() == "B07"


@pytest.mark.parametrize("width", [910, 1024, 1366])
def test_a_long_name_leaves_the_seat_in_sight(look, qtbot, width):
    name = "阿卜杜热合曼江·麦麦提图尔荪尼亚孜·阿卜力米提"
    desk = FakeDesk(person=replace(PERSON, name=name, seat="A112"))
    window = DeskWindow(look, desk, may_always_close=True)
    qtbot.addWidget(window)
    window.resize(width, 768)
    window.show()
    desk.start_answering()
    header = window.header
    assert header.person.whole() == name
    assert header.person.toolTip() == name
    assert len(header.person.text()) >= (16 if width >= 1240 else 8)
    assert header.seat.text() == "A112"
    assert header.number.text() == "准考证 202605010032"
    assert header.seat.mapTo(header, header.seat.rect().topRight()).x() < header.width()


def test_the_time_is_the_desks(window, desk):
    desk.start_answering()
    desk.set_left(31 * 60_000 + 42_000)
    assert window.header.timer.text() == "31:42"
    assert window.header.timer.property("tone") == ""
    desk.set_left(299_000)
    assert window.header.timer.property("tone") == "bad"
    assert window.header.timer.accessibleName() == "剩余时间 4 分 59 秒"


def test_the_hand_is_up_when_the_desk_says_so(window, desk):
    desk.start_answering()
    window.header.hand.click()
    assert desk.asked_for("raiseHand") == [(True,)]
    assert window.header.hand.text() == "已举手"
    desk.raiseHand(False)
    assert not window.header.hand.isChecked()


def test_nothing_moves_when_the_words_change(window, desk):
    desk.start_answering()

    def places():
        bar = window.header
        return [part.mapTo(bar, part.rect().topLeft()).x() for part in (bar.person, bar.hand, bar.timer)]

    before = places()
    desk.set_mark(SaveMark.DESK)
    desk.set_connection(Connection.OFFLINE)
    desk.raiseHand(True)
    desk.set_left(60_000)
    assert places() == before
