"""The room stays away for the rest of the exam: the desk ends alone, seals a file, and that file is taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import HandInProgress, SaveMark
from exam_client.config import DeskConfig
from exam_client.desk import Desk, make_desk
from exam_client.journal import sealed_copy
from exam_client.journal.sealed_copy import sticks_of
from exam_client.net.views import Connection
from exam_client.offline_hand_in import PATIENCE_MS
from exam_server.protocol.console import StaffCommandKind as K
from itembank.model.events import HandInReason
from itembank.sealing.attempt import receipt_code
from itembank.sealing.hand_in_file import HandInFile
from tests.fakes.driving import NUMBER, Driver, ShiftedClock, listen, state_of
from tests.fakes.machine_fake import FakeMachine
from tests.fakes.real_room import NUMBERS, RealRoom

SEAT = "A001"


def newest(progress: list[HandInProgress]) -> HandInProgress:
    return progress[-1]


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def answering(new_desk, driver, room, clock) -> Driver:
    drive: Driver = driver(new_desk(clock=clock)).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    drive.until_marked(SaveMark.SERVER)
    return drive


@pytest.fixture
def cut_off(answering: Driver, room) -> Driver:
    """A desk whose room has gone while the candidate works on."""
    room.stop()
    answering.wait(lambda: answering.desk.connection is Connection.OFFLINE)
    answering.desk.answer("Q1", {"RESPONSE": "B"})
    answering.desk.leaveField()
    answering.until_marked(SaveMark.DESK)
    return answering


def sealed(drive: Driver, clock: ShiftedClock, progress: list[HandInProgress]) -> HandInFile:
    """Hand in and wait out the patience; gives the file."""
    drive.desk.confirmHandIn()
    drive.reach(DeskState.HANDING_IN)
    drive.wait(lambda: bool(progress) and newest(progress).offline)
    clock.shift_ms += PATIENCE_MS
    drive.wait(lambda: newest(progress).file != "")
    return HandInFile.open(Path(newest(progress).file))


def test_no_file_is_written_while_the_room_may_soon_be_back(cut_off, tmp_path) -> None:
    progress = listen(cut_off.desk.handInProgress)
    cut_off.desk.confirmHandIn()
    cut_off.wait(lambda: bool(progress) and newest(progress).offline)
    cut_off.qtbot.wait(600)
    assert not (tmp_path / "desk" / "hand-in").exists()
    assert newest(progress).file == ""


def test_the_file_holds_all_events_all_files_and_the_signed_end(cut_off, clock, memory) -> None:
    file = sealed(cut_off, clock, listen(cut_off.desk.handInProgress))
    assert file.head.hand_in is not None
    assert file.head.hand_in.reason is HandInReason.CANDIDATE
    assert file.head.hand_in.count == file.journal.last_seq > memory.attempts[NUMBER].events[-1].seq
    assert set(memory.attempts[NUMBER].blobs) <= {place.blob for place in file.head.blobs}
    assert [name for name, _data in file.blobs()] == [place.blob for place in file.head.blobs]


def test_a_stick_gets_a_copy_that_was_read_back(cut_off, clock, tmp_path, monkeypatch) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    volumes = ((str(stick), "rw,removable"),)
    monkeypatch.setattr("exam_client.offline_hand_in.find_sticks", lambda: sticks_of(volumes))
    progress = listen(cut_off.desk.handInProgress)
    file = sealed(cut_off, clock, progress)
    cut_off.wait(lambda: bool(newest(progress).sticks))
    cut_off.desk.copyHandInFile("/etc")
    cut_off.desk.copyHandInFile(str(stick))
    cut_off.wait(lambda: bool(newest(progress).copies))
    copied = stick / file.path.name
    assert newest(progress).copies == (str(copied),)
    assert copied.read_bytes() == file.path.read_bytes()
    assert [entry.name for entry in stick.iterdir()] == [file.path.name]


def test_a_place_that_takes_no_file_is_named_and_tried_again(cut_off, clock, tmp_path) -> None:
    progress = listen(cut_off.desk.handInProgress)
    (tmp_path / "desk" / "hand-in").write_bytes(b"in the way")
    cut_off.desk.confirmHandIn()
    cut_off.wait(lambda: bool(progress) and newest(progress).offline)
    clock.shift_ms += PATIENCE_MS
    cut_off.wait(lambda: newest(progress).file_fault != "")
    assert "hand-in" in newest(progress).file_fault
    (tmp_path / "desk" / "hand-in").unlink()
    clock.shift_ms += PATIENCE_MS
    cut_off.wait(lambda: newest(progress).file != "")
    assert newest(progress).file_fault == ""


def test_only_removable_places_that_take_files_are_sticks(tmp_path) -> None:
    volumes = ((str(tmp_path), "rw,fixed"), (str(tmp_path), "ro,removable"), ("/no/such/place", "rw,removable"))
    assert sticks_of(volumes) == ()
    assert [stick.folder for stick in sticks_of([(str(tmp_path), "rw,removable")])] == [str(tmp_path)]
    assert sealed_copy.STICK_ROOTS


# ---- with the real room


@pytest.fixture
def real_room(tmp_path: Path) -> Iterator[RealRoom]:
    server = RealRoom(tmp_path / "server").start()
    yield server
    server.stop()


@pytest.fixture
def sitting(qapp, qtbot, real_room, tmp_path, clock) -> Iterator[Callable[[], Driver]]:
    """Seat a candidate of the real room, give an answer that is stored, then cut the room off."""
    config = DeskConfig(
        folder=tmp_path / SEAT,
        work_folder=tmp_path / SEAT / "work",
        address=real_room.address,
        pairing_code=real_room.code,
        seat=SEAT,
        discover=False,
    )
    desk: Desk = make_desk(config, machine=FakeMachine(), clock=clock)

    def sit() -> Driver:
        real_room.do(K.OPEN_ADMISSION)
        drive = Driver(desk, qtbot).log_in(NUMBERS[SEAT]).reach(DeskState.WAITING_ADMISSION)
        real_room.do_soon(K.ADMIT, SEAT)
        drive.reach(DeskState.WAITING_START)
        real_room.open_and_start()
        drive.reach(DeskState.ANSWERING)
        drive.until_marked(SaveMark.SERVER)
        real_room.crash()
        drive.wait(lambda: desk.connection is Connection.OFFLINE)
        desk.answer("Q1", {"RESPONSE": "C"})
        (tmp_path / SEAT / "work" / NUMBERS[SEAT] / "第4题" / "结果.txt").write_text("断网以后做完的", "utf-8")
        desk.leaveField()
        return drive

    yield sit
    desk.close()


def test_the_room_takes_in_the_file_of_a_desk_that_never_came_back(sitting, real_room, clock) -> None:
    drive = sitting()
    file = sealed(drive, clock, listen(drive.desk.handInProgress))
    drive.desk.close()
    real_room.start()
    taken = real_room.do(K.RECOVER, path=str(file.path))
    assert "已交卷" in taken.sentence
    again = real_room.do(K.RECOVER, path=str(file.path))
    assert "没有变化" in again.sentence


def test_the_page_turns_green_when_the_room_returns_even_after_the_file_was_taken_in(sitting, real_room, clock) -> None:
    drive = sitting()
    receipts = listen(drive.desk.receiptShown)
    file = sealed(drive, clock, listen(drive.desk.handInProgress))
    real_room.start()
    drive.reach(DeskState.HANDED_IN, 30_000)
    ended = file.head.hand_in
    assert ended is not None
    assert ended.count == file.journal.last_seq
    assert receipts[0].code == receipt_code(file.head.attempt, ended.count, bytes.fromhex(ended.head))
    assert "没有变化" in real_room.do(K.RECOVER, path=str(file.path)).sentence


# ---- time that comes back


def test_time_that_comes_back_with_the_room_reopens_the_attempt(answering, room, memory, clock, tmp_path) -> None:
    desk = answering.desk
    progress = listen(desk.handInProgress)
    room.set_schedule(duration_ms=memory.exam_ms() - memory.schedule.start_ms + 1_500)
    answering.wait(lambda: desk.moment.left_ms < 2_000)
    port = room.port
    room.stop()
    answering.reach(DeskState.HANDING_IN)
    answering.wait(lambda: bool(progress) and newest(progress).offline)
    clock.shift_ms += PATIENCE_MS
    answering.wait(lambda: bool(progress) and newest(progress).file != "")
    written = Path(newest(progress).file)
    memory.schedule = msgspec.structs.replace(memory.schedule, extra_ms=30 * 60_000)
    back = type(room)(memory, tmp_path, port).start()
    try:
        answering.reach(DeskState.ANSWERING)
        answering.wait(lambda: not written.exists())
        desk.answer("Q1", {"RESPONSE": "D"})
        desk.confirmHandIn()
        answering.reach(DeskState.HANDED_IN)
        state = state_of(memory.attempts[NUMBER])
        assert state.responses["Q1"] == {"RESPONSE": "D"}
        assert state.ended is HandInReason.CANDIDATE
    finally:
        back.stop()
