"""Scenes of the desk before the paper: finding the room, login, identity, rules, waiting."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from exam_client.attempt.states import DeskState
from exam_client.net.views import Connection, FoundRoom, PaperFetch, Refusal, RoomView
from tests.exam_client.ui.fake_desk import ROOM
from tests.exam_client.ui.sample_paper import portrait
from tests.exam_client.ui.stand import Stand


def finding(stand: Stand) -> QWidget:
    stand.desk.become(DeskState.SEARCHING)
    return stand.window


def pairing(stand: Stand) -> QWidget:
    stand.desk.roomsFound.emit(
        (
            FoundRoom("192.168.10.5:8443", "第二考场", "0.1.0", rehearsal=False, certificate_sha256="a" * 64),
            FoundRoom("192.168.10.6:8443", "第三考场", "0.1.0", rehearsal=True, certificate_sha256="b" * 64),
        )
    )
    stand.desk.become(DeskState.PAIRING)
    stand.desk.refused.emit(Refusal("A03", "这个地址的服务器不是配对码所指的考场。", "请核对配对码后重新输入。"))
    return stand.window


def enrolment(stand: Stand) -> QWidget:
    stand.desk._room = RoomView(enrolled=False, compare="73 18 42", room="第二考场", seat="")
    stand.desk.set_connection(Connection.ONLINE)
    stand.desk.roomChanged.emit(stand.desk.room)
    stand.desk.become(DeskState.ENROLLING)
    return stand.window


def login(stand: Stand) -> QWidget:
    stand.desk.connect_room()
    stand.desk.paperFetched.emit(PaperFetch(10, 10, ready=True))
    stand.window.screens.login.number.setText("202605010032")
    stand.window.screens.login.show_busy(is_busy=False)
    return stand.window


def login_refused(stand: Stand) -> QWidget:
    login(stand)
    stand.desk.refused.emit(Refusal("E03", "本场考试没有这个准考证号。", "请核对准考证后重新输入。", tries_left=2))
    return stand.window


def identity(stand: Stand) -> QWidget:
    stand.desk.connect_room()
    stand.desk.show_identity(portrait())
    return stand.window


def waiting_admission(stand: Stand) -> QWidget:
    identity(stand)
    stand.desk.become(DeskState.WAITING_ADMISSION)
    return stand.window


def rules(stand: Stand) -> QWidget:
    identity(stand)
    stand.desk.become(DeskState.PREPARING)
    return stand.window


def trial(stand: Stand) -> QWidget:
    rules(stand)
    stand.window.screens.rules.read.setChecked(True)
    stand.window.screens.rules.go_on.click()
    stand.window.screens.trial.line.setText("信息技术")
    stand.window.screens.trial.open.click()
    return stand.window


def waiting_start(stand: Stand) -> QWidget:
    rules(stand)
    stand.desk.roomChanged.emit(ROOM)
    stand.window.screens.rules.go_on.setEnabled(True)
    stand.window.screens.rules.go_on.click()
    stand.window.screens.trial.go_on.click()
    stand.desk.paperOpened.emit(stand.desk.paper)
    stand.desk.become(DeskState.WAITING_START)
    stand.desk.tell_moment()
    return stand.window
