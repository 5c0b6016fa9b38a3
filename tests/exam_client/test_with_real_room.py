"""The real desk with the real room server over real TLS: what fakes may have got wrong shows here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.config import DeskConfig
from exam_client.desk import Desk, make_desk
from exam_client.net.views import Connection
from exam_server.protocol.console import StaffCommandKind as K
from tests.fakes.driving import Driver, listen
from tests.fakes.machine_fake import FakeMachine
from tests.fakes.real_room import NUMBERS, RealRoom

SEAT = "A001"


@pytest.fixture
def real_room(tmp_path: Path) -> Iterator[RealRoom]:
    room = RealRoom(tmp_path / "server").start()
    yield room
    room.stop()


@pytest.fixture
def sit_down(qapp, qtbot, real_room: RealRoom, tmp_path: Path):
    """Put a desk at a seat and let the seat's candidate log in."""
    desks: list[Desk] = []

    def make(seat: str = SEAT, number: str = "", name: str = "") -> Driver:
        folder = tmp_path / (name or seat)
        config = DeskConfig(
            folder=folder,
            work_folder=folder / "work",
            address=real_room.address,
            pairing_code=real_room.code,
            seat=seat,
            discover=False,
        )
        desk = make_desk(config, machine=FakeMachine())
        desks.append(desk)
        return Driver(desk, qtbot).log_in(number or NUMBERS[seat])

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def answering(real_room: RealRoom, sit_down) -> Driver:
    real_room.do(K.OPEN_ADMISSION)
    drive: Driver = sit_down().reach(DeskState.WAITING_ADMISSION)
    real_room.do_soon(K.ADMIT, SEAT)
    drive.reach(DeskState.WAITING_START)
    real_room.open_and_start()
    return drive.reach(DeskState.ANSWERING)


def test_a_candidate_answers_and_hands_in(answering: Driver, real_room: RealRoom) -> None:
    desk = answering.desk
    receipts = listen(desk.receiptShown)
    desk.visit("Q1")
    desk.answer("Q1", {"RESPONSE": "B"})
    desk.leaveField()
    answering.until_marked(SaveMark.SERVER)
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert len(receipts[0].code) == 8
    real_room.do(K.LET_LEAVE, SEAT)
    answering.reach(DeskState.READY)


def test_a_killed_server_comes_back_and_has_everything(answering: Driver, real_room: RealRoom) -> None:
    desk = answering.desk
    real_room.do(K.EXTEND, SEAT, minutes="5", reason="机器故障")
    answering.wait(lambda: desk.moment is not None and desk.moment.left_ms > 40 * 60_000)
    added = listen(desk.timeAdded)
    real_room.crash()
    answering.wait(lambda: desk.connection is Connection.OFFLINE)
    desk.answer("Q2", {"RESPONSE": "8"})
    desk.leaveField()
    answering.until_marked(SaveMark.DESK)
    real_room.start()
    answering.until_marked(SaveMark.SERVER, 30_000)
    assert desk.state is DeskState.ANSWERING
    assert added == [], "the greeting with nobody's times is not taken for lost and given time"


def test_a_restarted_desk_is_resumed_by_staff(answering: Driver, real_room: RealRoom, sit_down) -> None:
    first = answering.desk
    first.answer("Q1", {"RESPONSE": "C"})
    first.leaveField()
    answering.until_marked(SaveMark.SERVER)
    first.close()
    again = sit_down().reach(DeskState.WAITING_ADMISSION)
    real_room.do_soon(K.APPROVE_RESUME, SEAT)
    again.reach(DeskState.ANSWERING)
    assert again.desk.attempt.responses == {"Q1": {"RESPONSE": "C"}}


def test_a_candidate_moves_to_the_spare_desk_with_files(answering, real_room, sit_down, tmp_path) -> None:
    first = answering.desk
    first.answer("Q1", {"RESPONSE": "D"})
    first.leaveField()
    made = tmp_path / SEAT / "work" / NUMBERS[SEAT] / "第4题" / "结果.txt"
    made.write_text("做完了", "utf-8")
    first.snapshot("P1")
    answering.wait(lambda: bool(first.fileVersions("P1", "结果.txt")))
    answering.until_marked(SaveMark.SERVER)
    real_room.do(K.MOVE, candidate=NUMBERS[SEAT], to_seat="B01", reason="机器故障")
    spare = sit_down("B01", NUMBERS[SEAT]).reach(DeskState.ANSWERING)
    assert spare.desk.attempt.responses == {"Q1": {"RESPONSE": "D"}}
    moved = tmp_path / "B01" / "work" / NUMBERS[SEAT] / "第4题" / "结果.txt"
    assert moved.read_text("utf-8") == "做完了"
    answering.reach(DeskState.FENCED)


def test_a_desk_whose_candidate_moved_away_serves_another(answering: Driver, real_room: RealRoom, sit_down) -> None:
    other = sit_down("A002").reach(DeskState.WAITING_ADMISSION)
    real_room.do_soon(K.ADMIT, "A002")
    other.reach(DeskState.ANSWERING)
    other.desk.answer("Q1", {"RESPONSE": "C"})
    other.desk.leaveField()
    other.until_marked(SaveMark.SERVER)
    real_room.do(K.MOVE, candidate=NUMBERS[SEAT], to_seat="B01")
    sit_down("B01", NUMBERS[SEAT]).reach(DeskState.ANSWERING)
    answering.reach(DeskState.FENCED)
    answering.desk.freeDesk()
    answering.reach(DeskState.READY)
    real_room.do(K.MOVE, candidate=NUMBERS["A002"], to_seat=SEAT)
    answering.desk.typeNumber(NUMBERS["A002"])
    answering.reach(DeskState.CONFIRMING)
    answering.desk.confirmIdentity()
    answering.reach(DeskState.ANSWERING)
    assert answering.desk.attempt.responses == {"Q1": {"RESPONSE": "C"}}


def test_nobody_of_the_former_sitting_stands_on_a_screen_in_the_next(answering, real_room, sit_down) -> None:
    real_room.do(K.MOVE, candidate=NUMBERS[SEAT], to_seat="B01")
    spare = sit_down("B01", NUMBERS[SEAT]).reach(DeskState.ANSWERING)
    answering.reach(DeskState.FENCED)
    spare.desk.confirmHandIn()
    spare.reach(DeskState.HANDED_IN)
    real_room.end_and_clear()
    for drive in (answering, spare):
        drive.reach(DeskState.ENROLLING)
        assert drive.desk._engine.held is None
    real_room.import_next()
    for drive in (answering, spare):
        drive.reach(DeskState.READY)
        assert drive.desk.room.sitting == "S02"


def test_a_receipt_that_staff_did_not_see_stands_until_the_next_sitting(answering, real_room, monkeypatch) -> None:
    """A desk that heard nothing of the clearing finds another sitting when its connection comes back."""
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    monkeypatch.setattr("exam_server.command_desk.let_all_go", lambda _hall: None)
    real_room.end_and_clear()
    answering.wait(lambda: answering.desk.room is not None and not answering.desk.room.sitting)
    assert answering.desk.state is DeskState.HANDED_IN
    real_room.import_next()
    answering.reach(DeskState.READY)


def test_messages_locks_and_pauses_arrive_and_end(answering: Driver, real_room: RealRoom) -> None:
    desk = answering.desk
    messages = listen(desk.messageShown)
    real_room.do(K.MESSAGE, SEAT, text="第 3 题更正")
    answering.wait(lambda: [m.text for m in messages] == ["第 3 题更正"])
    real_room.do(K.LOCK, SEAT, reason="请坐好")
    answering.reach(DeskState.LOCKED)
    real_room.do(K.UNLOCK, SEAT, reason="好了")
    answering.reach(DeskState.ANSWERING)
    real_room.do(K.PAUSE, reason="停电")
    answering.reach(DeskState.PAUSED)
    real_room.do(K.CONTINUE, reason="来电")
    answering.reach(DeskState.ANSWERING)


def test_a_forced_hand_in_can_be_reopened(answering: Driver, real_room: RealRoom) -> None:
    desk = answering.desk
    desk.answer("Q1", {"RESPONSE": "A"})
    real_room.do(K.FORCE_HAND_IN, SEAT, reason="误操作")
    answering.reach(DeskState.HANDED_IN)
    real_room.do(K.REOPEN, SEAT, reason="误操作", second="jk2")
    answering.reach(DeskState.ANSWERING)
    assert desk.attempt.responses == {"Q1": {"RESPONSE": "A"}}
    desk.answer("Q1", {"RESPONSE": "B"})
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)


def test_a_desk_that_restarts_before_the_start_waits_on(real_room: RealRoom, sit_down) -> None:
    real_room.do(K.OPEN_ADMISSION)
    first = sit_down().reach(DeskState.WAITING_ADMISSION)
    real_room.do_soon(K.ADMIT, SEAT)
    first.reach(DeskState.WAITING_START)
    first.desk.close()
    again = sit_down()
    refusals = listen(again.desk.refused)
    again.reach(DeskState.WAITING_ADMISSION)
    real_room.do_soon(K.APPROVE_RESUME, SEAT)
    again.reach(DeskState.WAITING_START)
    real_room.open_and_start()
    again.reach(DeskState.ANSWERING)
    assert refusals == []
