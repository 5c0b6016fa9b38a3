"""The whole desk without widgets against a fake room: from the first search to the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import FolderFault, SaveMark
from exam_client.journal.recovery import open_records, records_of
from exam_client.net.views import Connection
from exam_client.practical.views import FileState
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.desk import CommandKind
from exam_server.protocol.timing import CandidatePhase
from itembank.base.clock import SystemClock
from itembank.model.events import AttemptEvent, AttemptState, Ended, HandInReason, Resumed, fold
from itembank.sealing.attempt import open_blob
from tests.fakes.room_fake import PICTURE
from tests.fakes.room_state import MINUTE_MS, FakeAttempt
from tests.fakes.sample_exam import PROGRAM_TEXT, SECRET_STEM, STARTER_TEXT

NUMBER = "0031001"


def events_of(attempt: FakeAttempt) -> tuple[AttemptEvent, ...]:
    return open_records(attempt.key, attempt.attempt, records_of(attempt.events))


def state_of(attempt: FakeAttempt) -> AttemptState:
    return fold(events_of(attempt))


def is_saved(desk, item: str, path: str) -> bool:
    return any(file.path == path and file.state is FileState.SAVED for file in desk.folder(item).files)


@pytest.fixture
def answering(new_desk, driver, room):
    """A desk whose candidate may answer."""
    desk = new_desk()
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    room.begin()
    return drive.reach(DeskState.ANSWERING)


def test_a_desk_goes_from_the_search_to_the_receipt(answering, room, memory) -> None:
    desk, receipts = answering.desk, []
    desk.receiptShown.connect(receipts.append)
    desk.visit("Q1")
    desk.answer("Q1", {"RESPONSE": "B"})
    desk.visit("Q2")
    desk.answer("Q2", {"RESPONSE": "8"})
    desk.leaveField()
    answering.wait(lambda: desk.save_mark is SaveMark.SERVER)
    desk.requestHandIn()
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    attempt = memory.attempts[NUMBER]
    state = state_of(attempt)
    assert state.responses == {"Q1": {"RESPONSE": "B"}, "Q2": {"RESPONSE": "8"}}
    assert receipts[0].code == attempt.receipt.receipt
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
    desk, shown = new_desk(), []
    desk.identityShown.connect(shown.append)
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
    desk, refusals = new_desk(), []
    desk.refused.connect(refusals.append)
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
    answering.wait(lambda: answering.desk.save_mark is SaveMark.SERVER)
    own = [p for p in (tmp_path / "desk").rglob("*") if p.is_file() and "work" not in p.relative_to(tmp_path).parts]
    written = [path.read_bytes() for path in own]
    for secret in (SECRET_STEM, "我的密码从不写在纸上", "陈明"):
        assert not [data for data in written if secret.encode() in data]


def test_typing_rests_a_second_before_it_is_saved(answering, memory) -> None:
    desk = answering.desk
    for length in range(1, 6):
        desk.answer("Q3", {"RESPONSE": "密码密码密码"[:length]})
    assert desk.save_mark is SaveMark.UNSAVED
    answering.wait(lambda: desk.save_mark is SaveMark.SERVER)
    answers = [e for e in events_of(memory.attempts[NUMBER]) if getattr(e, "response", None)]
    assert [e.response for e in answers] == [{"RESPONSE": "密码密码密"}]


def test_offline_work_stays_on_the_desk_and_goes_out_later(answering, room, memory) -> None:
    desk = answering.desk
    answering.wait(lambda: desk.save_mark is SaveMark.SERVER)
    room.stop()
    answering.wait(lambda: desk.connection is Connection.OFFLINE)
    desk.answer("Q1", {"RESPONSE": "C"})
    desk.leaveField()
    answering.wait(lambda: desk.save_mark is SaveMark.DESK)
    assert desk.state is DeskState.ANSWERING
    assert state_of(memory.attempts[NUMBER]).responses == {}
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        answering.wait(lambda: desk.save_mark is SaveMark.SERVER, timeout=30_000)
        assert state_of(memory.attempts[NUMBER]).responses == {"Q1": {"RESPONSE": "C"}}
    finally:
        again.stop()


def test_time_up_hands_in_by_itself_with_what_is_typed(answering, room, memory) -> None:
    desk, warned = answering.desk, []
    desk.timeWarned.connect(warned.append)
    desk.answer("Q2", {"RESPONSE": "未完"})
    room.set_schedule(duration_ms=memory.exam_ms() - memory.schedule.start_ms + 600)
    answering.reach(DeskState.HANDED_IN)
    events = events_of(memory.attempts[NUMBER])
    assert isinstance(events[-1], Ended)
    assert events[-1].reason is HandInReason.TIME_UP
    assert fold(events).responses["Q2"] == {"RESPONSE": "未完"}


class ShiftedClock(SystemClock):
    """The machine's clock, which a test can let run ahead."""

    shift_ms = 0

    def monotonic_ms(self) -> int:
        return super().monotonic_ms() + self.shift_ms


def test_time_that_ran_out_offline_comes_back_with_the_room(new_desk, driver, room, memory) -> None:
    clock = ShiftedClock()
    desk = new_desk(clock=clock)
    drive = driver(desk).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    room.stop()
    drive.wait(lambda: desk.connection is Connection.OFFLINE)
    clock.shift_ms = 41 * MINUTE_MS
    drive.reach(DeskState.HANDING_IN)
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        drive.wait(lambda: desk.state is DeskState.ANSWERING, timeout=30_000)
        assert not any(isinstance(e, Ended) for e in events_of(memory.attempts[NUMBER]))
    finally:
        again.stop()


def test_staff_lock_pause_message_and_extra_time_reach_the_candidate(answering, room, memory) -> None:
    desk, locks, messages, added = answering.desk, [], [], []
    desk.lockChanged.connect(locks.append)
    desk.messageShown.connect(messages.append)
    desk.timeAdded.connect(added.append)
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
    from exam_server.protocol.timing import Pause

    desk = answering.desk
    room.set_schedule(pauses=(Pause(from_ms=memory.exam_ms()),))
    answering.reach(DeskState.PAUSED)
    assert desk.moment.phase is CandidatePhase.PAUSED
    room.set_schedule(pauses=())
    answering.reach(DeskState.ANSWERING)


def test_the_hand_in_summary_names_what_is_missing(answering) -> None:
    desk, summaries = answering.desk, []
    desk.handInSummary.connect(summaries.append)
    desk.flag("Q2", True)
    desk.answer("Q1", {"RESPONSE": "A"})
    desk.requestHandIn()
    answering.wait(lambda: bool(summaries))
    summary = summaries[0]
    assert summary.unanswered == (2, 3, 4, 5)
    assert summary.flagged == (2,)
    assert {(f.item, f.fault) for f in summary.findings} == {
        ("P1", FolderFault.MISSING),
        ("P2", FolderFault.UNCHANGED),
    }


def test_a_hand_in_without_all_files_sends_them_again(answering, room, memory) -> None:
    desk = answering.desk
    answering.wait(lambda: desk.save_mark is SaveMark.SERVER)
    memory.attempts[NUMBER].blobs.clear()
    desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert memory.attempts[NUMBER].blobs


def test_a_restarted_desk_goes_on_where_it_stood(answering, new_desk, driver, memory, tmp_path) -> None:
    first = answering.desk
    first.visit("Q2")
    first.answer("Q1", {"RESPONSE": "D"})
    first.leaveField()
    (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").write_text("做完了", "utf-8")
    answering.wait(lambda: is_saved(first, "P1", "结果.txt"))
    answering.wait(lambda: first.save_mark is SaveMark.SERVER)
    first.close()
    second, restored = new_desk(), []
    second.resumed.connect(restored.append)
    drive = driver(second).log_in().reach(DeskState.ANSWERING)
    assert restored[0].current == "Q2"
    assert second.attempt.responses == {"Q1": {"RESPONSE": "D"}}
    assert (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").read_text("utf-8") == "做完了"
    assert any(isinstance(event, Resumed) for event in events_of(memory.attempts[NUMBER]))
    assert drive.desk.state is DeskState.ANSWERING


def test_unsent_work_of_a_restarted_desk_is_recorded_anew(answering, new_desk, driver, room, memory) -> None:
    first = answering.desk
    answering.wait(lambda: first.save_mark is SaveMark.SERVER)
    room.stop()
    answering.wait(lambda: first.connection is Connection.OFFLINE)
    first.answer("Q1", {"RESPONSE": "C"})
    first.leaveField()
    answering.wait(lambda: first.save_mark is SaveMark.DESK)
    first.close()
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        second, restored = new_desk(), []
        second.resumed.connect(restored.append)
        drive = driver(second).log_in().reach(DeskState.ANSWERING)
        drive.wait(lambda: second.save_mark is SaveMark.SERVER)
        assert restored[0].recovered == 1
        assert state_of(memory.attempts[NUMBER]).responses == {"Q1": {"RESPONSE": "C"}}
        assert second._engine.held.admitted.epoch == 2
        second.close()
    finally:
        again.stop()


def test_another_desk_takes_over_with_answers_and_files(answering, new_desk, driver, memory, tmp_path) -> None:
    first = answering.desk
    first.answer("Q2", {"RESPONSE": "8"})
    first.leaveField()
    (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").write_text("做完了", "utf-8")
    answering.wait(lambda: is_saved(first, "P1", "结果.txt"))
    answering.wait(lambda: first.save_mark is SaveMark.SERVER)
    second = new_desk("spare")
    drive = driver(second).log_in().reach(DeskState.ANSWERING)
    answering.reach(DeskState.FENCED)
    assert second.attempt.responses == {"Q2": {"RESPONSE": "8"}}
    assert (tmp_path / "spare" / "work" / NUMBER / "第4题" / "结果.txt").read_text("utf-8") == "做完了"
    first.answer("Q1", {"RESPONSE": "A"})
    drive.wait(lambda: second.save_mark is SaveMark.SERVER)
    assert "Q1" not in state_of(memory.attempts[NUMBER]).responses


def test_a_past_that_went_on_elsewhere_is_set_aside_and_told(new_desk, driver, room, memory, tmp_path) -> None:
    first = new_desk()
    drive = driver(first).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    drive.wait(lambda: first.save_mark is SaveMark.SERVER)
    room.stop()
    drive.wait(lambda: first.connection is Connection.OFFLINE)
    first.answer("Q1", {"RESPONSE": "A"})
    first.leaveField()
    drive.wait(lambda: first.save_mark is SaveMark.DESK)
    first.close()
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        spare = new_desk("spare")
        elsewhere = driver(spare).log_in().reach(DeskState.ANSWERING)
        spare.answer("Q1", {"RESPONSE": "B"})
        spare.leaveField()
        elsewhere.wait(lambda: spare.save_mark is SaveMark.SERVER)
        spare.close()
        back = new_desk()
        home = driver(back).log_in().reach(DeskState.ANSWERING)
        home.wait(lambda: "journal_diverged" in memory.incidents)
        assert back.attempt.responses == {"Q1": {"RESPONSE": "B"}}
        assert list((tmp_path / "desk" / "attempts").rglob("*.aside-1"))
        back.close()
    finally:
        again.stop()


def test_a_raised_hand_is_told_again_after_a_lost_connection(answering, room, memory) -> None:
    answering.desk.raiseHand(True)
    answering.wait(lambda: memory.hands == [True])
    room.cut()
    answering.wait(lambda: memory.hands == [True, True])
    assert answering.desk.hand_is_raised


def test_a_file_of_a_task_can_be_reset_and_taken_back(answering, tmp_path) -> None:
    desk = answering.desk
    path = tmp_path / "desk" / "work" / NUMBER / "第5题" / "main.py"
    path.write_text("print('我的程序')\n", "utf-8")
    answering.wait(lambda: len(desk.fileVersions("P2", "main.py")) == 2)
    mine = desk.fileVersions("P2", "main.py")[0]
    desk.resetFile("P2", "main.py")
    answering.wait(lambda: path.read_bytes() == PROGRAM_TEXT)
    desk.restoreVersion("P2", "main.py", mine.sha256)
    answering.wait(lambda: "我的程序" in path.read_text("utf-8"))


def test_a_program_is_run_fed_and_its_samples_are_tried(answering, memory) -> None:
    desk, output, ended, samples = answering.desk, [], [], []
    desk.programOutput.connect(output.append)
    desk.programEnded.connect(ended.append)
    desk.samplesRun.connect(samples.append)
    desk.writeSource("P2", "main.py", PROGRAM_TEXT.decode())
    desk.runProgram("P2", "main.py")
    desk_run = []
    desk.programStarted.connect(lambda run, item: desk_run.append((run, item)))
    answering.wait(lambda: bool(desk_run))
    desk.sendInput("小红")
    answering.wait(lambda: bool(ended))
    assert "".join(o.text for o in output) == "你好，小红\n"
    desk.runSamples("P2", "main.py")
    answering.wait(lambda: bool(samples))
    assert samples[0].results[0].passed
    answering.wait(lambda: desk.save_mark is SaveMark.SERVER)
    assert any(type(e).__name__ == "ProgramRan" for e in events_of(memory.attempts[NUMBER]))


def test_the_starter_content_of_the_room_equals_the_files(answering, memory) -> None:
    answering.wait(lambda: answering.desk.save_mark is SaveMark.SERVER)
    attempt = memory.attempts[NUMBER]
    manifest = state_of(attempt).starters["P1"]
    entry = next(e for e in manifest.entries if e.path == "素材/说明.txt")
    assert open_blob(attempt.key, entry.blob, attempt.blobs[entry.blob]) == STARTER_TEXT
