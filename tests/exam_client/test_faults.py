"""Faults of network and disk around a whole desk: nothing is lost, nothing is called saved that is not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.holding import ANSWER_WAIT_MS
from exam_client.net.views import Connection
from itembank.model.responses import ItemResponse
from tests.fakes.driving import NUMBER, ShiftedClock, listen, state_of
from tests.fakes.proxy_fake import ProxyFake


@pytest.fixture
def proxy(room):
    fake = ProxyFake(room.port).start()
    yield fake
    fake.stop()


@pytest.fixture
def begin(new_desk, driver, room):
    """Bring a desk to the point where the candidate may answer."""

    def make(**changes):
        drive = driver(new_desk(**changes)).log_in().reach(DeskState.WAITING_START)
        room.begin()
        return drive.reach(DeskState.ANSWERING)

    return make


@pytest.mark.parametrize("seed", range(3))
def test_a_network_that_breaks_again_and_again_loses_nothing(begin, proxy, memory, seed: int) -> None:
    draw, drive = random.Random(seed), begin(address=proxy.address)
    desk, typed = drive.desk, dict[str, ItemResponse]()
    for number in range(30):
        item = draw.choice(["Q2", "Q3"])
        typed[item] = {"RESPONSE": f"{number}"}
        desk.answer(item, typed[item])
        if draw.random() < 0.7:
            desk.leaveField()
        if draw.random() < 0.4:
            proxy.cut(stay_open=draw.random() < 0.6)
        if draw.random() < 0.3:
            proxy.is_open = True
            drive.wait(lambda: desk.connection is Connection.ONLINE, timeout=30_000)
    proxy.is_open = True
    desk.leaveField()
    drive.wait(lambda: desk.save_mark is SaveMark.SERVER, timeout=30_000)
    attempt = memory.attempts[NUMBER]
    assert state_of(attempt).responses == typed
    assert attempt.broken == 0


def test_messages_that_come_twice_or_late_change_nothing(begin, room, memory) -> None:
    room.repeats = True
    drive = begin()
    desk = drive.desk
    receipts, resumed = listen(desk.receiptShown), listen(desk.resumed)
    for number in range(10):
        desk.answer("Q2", {"RESPONSE": str(number)})
        desk.leaveField()
    drive.until_marked(SaveMark.SERVER)
    attempt = memory.attempts[NUMBER]
    early = type(attempt)(attempt.attempt, NUMBER, attempt.key, b"", events=attempt.events[:2])
    room.say(NUMBER, early.saved(memory.exam_ms()))
    desk.answer("Q1", {"RESPONSE": "A"})
    desk.leaveField()
    drive.until_marked(SaveMark.SERVER)
    desk.confirmHandIn()
    drive.reach(DeskState.HANDED_IN)
    assert len(receipts) == 1
    assert resumed == []
    assert state_of(attempt).responses == {"Q1": {"RESPONSE": "A"}, "Q2": {"RESPONSE": "9"}}


def test_an_acknowledgement_that_never_comes_is_asked_for_again(begin, room, memory) -> None:
    clock = ShiftedClock()
    drive = begin(clock=clock)
    desk = drive.desk
    drive.until_marked(SaveMark.SERVER)
    room.mute_saves = True
    desk.answer("Q1", {"RESPONSE": "A"})
    desk.leaveField()
    drive.wait(lambda: "Q1" in state_of(memory.attempts[NUMBER]).responses)
    assert desk.save_mark is SaveMark.DESK
    room.mute_saves = False
    clock.shift_ms += ANSWER_WAIT_MS
    drive.until_marked(SaveMark.SERVER)
    assert len(memory.attempts[NUMBER].events) == memory.attempts[NUMBER].saved(0).seq


def test_a_room_with_another_chain_is_reported_and_not_believed(begin, room, memory) -> None:
    drive = begin()
    drive.until_marked(SaveMark.SERVER)
    attempt = memory.attempts[NUMBER]
    wrong = attempt.saved(memory.exam_ms())
    room.say(NUMBER, type(wrong)(attempt=wrong.attempt, seq=wrong.seq, head=bytes(32), exam_ms=wrong.exam_ms))
    drive.wait(lambda: "chain_broken" in memory.incidents)


def test_without_a_disk_work_still_reaches_the_room_and_the_mark_tells_the_truth(
    new_desk, driver, room, memory, tmp_path: Path
) -> None:
    desk = new_desk()
    (tmp_path / "desk" / "attempts").write_text("a file where the journals should lie")
    marks = listen(desk.saveMarkChanged)
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    desk.answer("Q1", {"RESPONSE": "A"})
    desk.leaveField()
    drive.wait(lambda: "Q1" in state_of(memory.attempts[NUMBER]).responses)
    drive.until_marked(SaveMark.SERVER)
    assert SaveMark.DESK not in marks
    assert {"disk_full", "folder_failed"} <= set(memory.incidents)


def test_the_second_volume_brings_back_what_the_first_lost(begin, new_desk, driver, room, memory, tmp_path) -> None:
    second = tmp_path / "volume-d"
    drive = begin(second_folder=second)
    first = drive.desk
    drive.until_marked(SaveMark.SERVER)
    room.stop()
    drive.wait(lambda: first.connection is Connection.OFFLINE)
    first.answer("Q1", {"RESPONSE": "C"})
    first.leaveField()
    drive.until_marked(SaveMark.DESK)
    first.close()
    for journal in (tmp_path / "desk" / "attempts").rglob("*.jkj"):
        journal.write_bytes(journal.read_bytes()[:300])
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        back = new_desk(second_folder=second)
        home = driver(back).log_in().reach(DeskState.ANSWERING)
        home.until_marked(SaveMark.SERVER)
        assert state_of(memory.attempts[NUMBER]).responses == {"Q1": {"RESPONSE": "C"}}
        back.close()
    finally:
        again.stop()


def test_a_damaged_paper_is_fetched_again_and_told(new_desk, driver, room, memory, tmp_path: Path) -> None:
    desk = new_desk()
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    drive.wait(lambda: memory.exam.part in memory.paper_ready)
    sealed = next((tmp_path / "desk" / "sealed").iterdir())
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    sealed.write_bytes(bytes(data))
    room.cut()
    drive.wait(lambda: desk.connection is Connection.ONLINE)
    drive.wait(lambda: sealed.is_file() and sealed.read_bytes() == memory.exam.ciphertext)
    room.begin()
    drive.reach(DeskState.ANSWERING)


def test_two_desks_never_share_a_folder(begin, new_desk) -> None:
    from exam_client.config import DeskBusyError

    begin()
    with pytest.raises(DeskBusyError):
        new_desk().start()


def test_a_program_that_cannot_be_opened_is_told_in_words(begin, memory) -> None:
    drive = begin()
    failed = listen(drive.desk.fileFailed)
    drive.desk.openFile("P1", "素材/海报.psd")
    drive.wait(lambda: bool(failed))
    assert "海报.psd" in failed[0][2]
    drive.wait(lambda: "program_failed" in memory.incidents)


def test_a_file_is_opened_with_the_program_found(begin) -> None:
    drive = begin()
    opened = listen(drive.desk.fileOpened)
    drive.desk.openFile("P1", "素材/成绩.xlsx")
    assert opened == [("P1", "素材/成绩.xlsx", "LibreOffice Calc")]
