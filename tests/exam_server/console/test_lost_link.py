"""A console whose connection breaks says of every command whether it was carried out, was not, or is in doubt."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from exam_server.console.app import prepare_application
from exam_server.console.model import ASK_AGAIN_MS, Fate
from exam_server.console.news_panel import command_line
from exam_server.console.seat_panel import LARGE, SeatPanel
from exam_server.console.window import ConsoleWindow
from exam_server.net.console_link import ConsoleLinkState
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import SecondPerson, StaffCommand, StaffCommandKind, StaffResult
from itembank.model.record import Phase
from tests.exam_server.console.scene import room_view, running_model
from tests.exam_server.room_builder import PORTRAIT

K = StaffCommandKind


class LinkFake:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[StaffCommand] = []

    def send(self, command: StaffCommand) -> None:
        self.sent.append(command)

    def close(self) -> None:
        self.sent.clear()


@pytest.fixture
def model(qapp):
    made = running_model()
    made._link = LinkFake()
    made.link_changed.emit(ConsoleLinkState.CONNECTED, "")
    return made


def line(model, command) -> str:
    return command_line(model.given[command])


def test_a_command_given_without_a_connection_is_not_sent_now_nor_later(model):
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    command = model.command(K.PAUSE, "全场暂停", reason="停电")
    assert "未送达" in line(model, command)
    model.link_changed.emit(ConsoleLinkState.CONNECTED, "")
    assert model._link.sent == []
    assert "未送达" in line(model, command)


def test_a_command_on_its_way_when_the_connection_broke_is_asked_about_under_the_same_id(model):
    command = model.command(K.EXTEND, "延时", seats=("01",))
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    assert "未收到" in line(model, command)
    model.link_changed.emit(ConsoleLinkState.CONNECTED, "")
    assert [sent.command for sent in model._link.sent] == [command, command]
    model.receive(StaffResult(command=command, ok=True, sentence="已延长 5 分钟。"))
    model.receive(StaffResult(command=command, ok=True, sentence="已延长 5 分钟。"))
    assert line(model, command).startswith("✓")


def test_what_was_asked_for_long_ago_is_not_done_by_surprise(model):
    command = model.command(K.PAUSE, "全场暂停", reason="停电")
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    model._clock.advance(ASK_AGAIN_MS + 1)
    model.link_changed.emit(ConsoleLinkState.CONNECTED, "")
    assert len(model._link.sent) == 1
    assert model.given[command].fate is Fate.LOST
    assert "核实" in line(model, command)


def test_what_needs_a_second_person_is_not_listed_as_failed_once_it_was_given_again(model):
    first = model.command(K.REOPEN, "恢复", seats=("08",), reason="误交")
    needed = RefusalCode.SECOND_PERSON_NEEDED
    model.receive(StaffResult(command=first, ok=False, sentence="需要第二人", refusal=needed))
    assert "没有第二人确认" in line(model, first)
    model.repeat_with_second(first, SecondPerson(account="jk2", password="x"))
    assert model.given[first].is_repeated


def test_a_portrait_is_asked_for_once_and_again_after_a_lost_connection_and_stands_in_no_list(model):
    model.want_portrait("035020260001")
    model.want_portrait("035020260001")
    (asked,) = model._link.sent
    assert (asked.kind, asked.values) == (K.LOOK_AT_PORTRAIT, {"candidate": "035020260001"})
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    model.link_changed.emit(ConsoleLinkState.CONNECTED, "")
    model.want_portrait("035020260001")
    model.receive(StaffResult(command=model._link.sent[-1].command, ok=True, sentence="", document=PORTRAIT))
    model.want_portrait("035020260001")
    assert len(model._link.sent) == 2
    assert model.portraits == {"035020260001": PORTRAIT}
    assert model.given == {}


def test_whoever_waits_to_be_admitted_is_shown_with_a_face_large_enough_to_compare(model, qtbot, qapp):
    prepare_application(qapp)
    panel = SeatPanel(model)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_seats(["07"])
    model.receive(StaffResult(command=model._link.sent[-1].command, ok=True, sentence="", document=PORTRAIT))
    assert panel._portrait.size() == LARGE
    assert not panel._portrait.pixmap().isNull()
    panel.show_seats(["01"])
    model.receive(StaffResult(command=model._link.sent[-1].command, ok=True, sentence=""))
    assert panel._portrait.text() == "没有照片"
    panel.show_seats(["01", "02"])
    assert not panel._portrait.isVisible()


def test_an_answered_command_stays_answered(model):
    command = model.command(K.EXTEND, "延时", seats=("01",))
    model.receive(StaffResult(command=command, ok=True, sentence="已延长。"))
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    assert line(model, command).startswith("✓")


def test_while_the_server_is_away_the_head_says_so_in_words_and_that_candidates_go_on(model, qtbot, qapp):
    prepare_application(qapp)
    window = ConsoleWindow(model)
    qtbot.addWidget(window)
    shown = window.top._link.text
    model.link_changed.emit(ConsoleLinkState.CONNECTING, "")
    assert shown() == "正在连接服务器…"
    model.link_changed.emit(ConsoleLinkState.LOST, "ConnectionRefusedError")
    assert shown() == "连不上服务器，正在重试"
    for state, detail in (
        (ConsoleLinkState.CONNECTED, ""),
        (ConsoleLinkState.LOST, "ConnectionRefusedError"),
        (ConsoleLinkState.CONNECTING, ""),
    ):
        model.link_changed.emit(state, detail)
        away = "与服务器断开，正在重连；考生可继续作答"
        assert shown() == ("已连接服务器" if state is ConsoleLinkState.CONNECTED else away)


def test_not_sent_is_said_in_front_of_everything(model, qtbot, qapp):
    prepare_application(qapp)
    window = ConsoleWindow(model)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    model.link_changed.emit(ConsoleLinkState.LOST, "")
    model.command(K.FORCE_HAND_IN, "强制交卷", seats=("01",), reason="x")
    (box,) = window.findChildren(QMessageBox)
    assert "未送达" in box.text()
    box.close()


def test_another_sitting_shows_nothing_of_the_former_one(model, qtbot, qapp):
    prepare_application(qapp)
    window = ConsoleWindow(model)
    qtbot.addWidget(window)
    model.room_changed.emit()
    assert window.map._tiles
    other = room_view(Phase.ADMITTING)
    model.receive(type(other)(**{n: getattr(other, n) for n in other.__struct_fields__} | {"sitting": "S4"}))
    assert (model.seats, model.incidents, window.map._tiles) == ({}, {}, {})
