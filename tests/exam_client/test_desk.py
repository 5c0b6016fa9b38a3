"""The whole desk without widgets against a fake room: from the first search to the receipt."""

from __future__ import annotations

from pathlib import Path

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.desk import CommandKind
from exam_server.protocol.timing import CandidatePhase, Pause
from itembank.model.events import Answered, AttemptState, Ended, HandInReason, fold
from tests.fakes.driving import NUMBER, events_of, listen, state_of
from tests.fakes.room_files import PICTURE
from tests.fakes.room_state import MINUTE_MS
from tests.fakes.sample_exam import PROGRAM_TEXT, SECRET_STEM, STARTER_TEXT


def test_a_desk_goes_from_the_search_to_the_receipt(answering, room, memory) -> None:
    desk = answering.desk
    receipts = listen(desk.receiptShown)
    desk.visit("Q1")
    desk.answer("Q1", {"RESPONSE": "B"})
    desk.visit("Q2")
    desk.answer("Q2", {"RESPONSE": "8"})
    desk.leaveField()
    answering.until_marked(SaveMark.SERVER)
    desk.requestHandIn()
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    attempt = memory.attempts[NUMBER]
    state = state_of(attempt)
    assert state.responses == {"Q1": {"RESPONSE": "B"}, "Q2": {"RESPONSE": "8"}}
    assert receipts[0].code == attempt.receipt.receipt
    assert (receipts[0].answered, receipts[0].total) == (2, len(desk.item_marks()))
    assert (receipts[0].files_came, receipts[0].files_wanted) == (1, 2)
    assert set(state.starters) == {"P1", "P2"}
    assert set(attempt.blobs) >= {e.blob for m in state.folders.values() for e in m.entries if e.blob}


def test_after_leaving_the_next_candidate_finds_no_open_work(answering, room, tmp_path: Path) -> None:
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    room.let_leave(NUMBER)
    answering.reach(DeskState.READY)
    answering.wait(lambda: not (tmp_path / "desk" / "work" / NUMBER).exists())
    assert answering.desk.person is None
    assert answering.desk.attempt == AttemptState()


def test_identity_shows_name_and_portrait_and_can_be_rejected(new_desk, driver) -> None:
    desk = new_desk()
    shown = listen(desk.identityShown)
    drive = driver(desk)
    desk.start()
    drive.reach(DeskState.READY)
    desk.typeNumber(NUMBER)
    drive.reach(DeskState.CONFIRMING)
    drive.wait(lambda: desk.photo == PICTURE)
    assert (shown[0].name, shown[0].seat) == ("陈明", "01")
    desk.rejectIdentity()
    assert desk.state is DeskState.READY
    assert desk.person is None


def test_an_unknown_number_is_refused_in_plain_words(new_desk, driver) -> None:
    desk = new_desk()
    refusals = listen(desk.refused)
    drive = driver(desk)
    desk.start()
    drive.reach(DeskState.READY)
    desk.typeNumber("9999999")
    drive.wait(lambda: bool(refusals))
    assert refusals[0].code == RefusalCode.UNKNOWN_CANDIDATE.value
    assert refusals[0].tries_left == 2
    assert desk.state is DeskState.READY


def test_a_wrong_pairing_code_connects_to_nobody(new_desk, driver, room) -> None:
    desk = new_desk(code="AAAA-BBBB-CCCC")
    drive = driver(desk)
    desk.start()
    drive.reach(DeskState.PAIRING)
    assert room.connections == []
    desk.chooseRoom(room.address, room.code.lower().replace("-", " "))
    drive.reach(DeskState.READY)


def test_a_desk_waits_to_be_enrolled_and_shows_a_code_to_compare(new_desk, driver, room, memory) -> None:
    memory.auto_enrol = False
    desk = new_desk()
    drive = driver(desk)
    desk.start()
    drive.reach(DeskState.ENROLLING)
    assert len(desk.room.compare) == 6
    room.enrol()
    drive.reach(DeskState.READY)


def test_admission_waits_for_staff_even_over_a_lost_connection(new_desk, driver, room, memory) -> None:
    memory.auto_admit = False
    desk = new_desk()
    drive = driver(desk).log_in().reach(DeskState.WAITING_ADMISSION)
    drive.wait(lambda: any(c.desk_key for c in room.connections))
    room.cut()
    drive.wait(lambda: any(c.desk_key for c in room.connections))
    assert desk.state is DeskState.WAITING_ADMISSION
    room.admit(NUMBER)
    drive.reach(DeskState.WAITING_START)


def test_no_text_of_the_paper_lies_on_the_disk_before_the_release(new_desk, driver, room, memory, tmp_path) -> None:
    desk = new_desk()
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    drive.wait(lambda: memory.exam.part in memory.paper_ready)
    written = [path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()]
    assert any(memory.exam.ciphertext == data for data in written)
    secrets = [SECRET_STEM.encode(), STARTER_TEXT.strip(), PROGRAM_TEXT.strip(), memory.exam.content_key]
    assert not [secret for secret in secrets for data in written if secret in data]
    assert desk.paper is None


def test_the_paper_text_never_lies_on_the_disk_even_while_answering(answering, tmp_path) -> None:
    answering.desk.answer("Q3", {"RESPONSE": "我的密码从不写在纸上"})
    answering.desk.leaveField()
    answering.until_marked(SaveMark.SERVER)
    own = [p for p in (tmp_path / "desk").rglob("*") if p.is_file() and "work" not in p.relative_to(tmp_path).parts]
    written = [path.read_bytes() for path in own]
    for secret in (SECRET_STEM, "我的密码从不写在纸上", "陈明"):
        assert not [data for data in written if secret.encode() in data]


def test_typing_rests_a_second_before_it_is_saved(answering, memory) -> None:
    desk = answering.desk
    for length in range(1, 6):
        desk.answer("Q3", {"RESPONSE": "密码密码密码"[:length]})
    assert desk.save_mark is SaveMark.UNSAVED
    answering.until_marked(SaveMark.SERVER)
    answers = [e for e in events_of(memory.attempts[NUMBER]) if isinstance(e, Answered)]
    assert [e.response for e in answers] == [{"RESPONSE": "密码密码密"}]


def test_time_up_hands_in_by_itself_with_what_is_typed(answering, room, memory) -> None:
    desk = answering.desk
    desk.answer("Q2", {"RESPONSE": "未完"})
    room.set_schedule(duration_ms=memory.exam_ms() - memory.schedule.start_ms + 600)
    answering.reach(DeskState.HANDED_IN)
    events = events_of(memory.attempts[NUMBER])
    assert isinstance(events[-1], Ended)
    assert events[-1].reason is HandInReason.TIME_UP
    assert fold(events).responses["Q2"] == {"RESPONSE": "未完"}


def test_staff_lock_pause_message_and_extra_time_reach_the_candidate(answering, room, memory) -> None:
    desk = answering.desk
    locks, messages, added = listen(desk.lockChanged), listen(desk.messageShown), listen(desk.timeAdded)
    room.command(NUMBER, CommandKind.LOCK, "请等待", "c1")
    answering.reach(DeskState.LOCKED)
    desk.answer("Q1", {"RESPONSE": "A"})
    assert desk.attempt.responses == {}
    room.command(NUMBER, CommandKind.UNLOCK, "", "c2")
    answering.reach(DeskState.ANSWERING)
    for _twice in range(2):
        room.command(NUMBER, CommandKind.MESSAGE, "第 3 题更正", "c3")
    answering.wait(lambda: memory.commands_done.count("c3") == 2)
    assert [m.text for m in messages] == ["第 3 题更正"]
    room.set_schedule(extra_ms=5 * MINUTE_MS)
    answering.wait(lambda: added == [5 * MINUTE_MS])
    assert [lock.locked for lock in locks] == [True, False]


def test_a_paused_room_stops_the_clock_and_the_answers(answering, room, memory) -> None:
    desk = answering.desk
    room.set_schedule(pauses=(Pause(from_ms=memory.exam_ms()),))
    answering.reach(DeskState.PAUSED)
    assert desk.moment.phase is CandidatePhase.PAUSED
    room.set_schedule(pauses=())
    answering.reach(DeskState.ANSWERING)
