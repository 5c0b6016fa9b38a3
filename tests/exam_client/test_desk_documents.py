"""Open documents at the end of a desk: asked in the right order, never waited for too long, and the truth is told."""

from __future__ import annotations

import threading

import pytest

from exam_client import open_documents
from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.practical.office.port import OfficeReport, OpenDocument, OpenFolder, Standing
from tests.fakes.driving import NUMBER, Driver, listen, state_of
from tests.fakes.machine_fake import FakeMachine, FakeOffice


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def answering(new_desk, driver, room, office) -> Driver:
    drive: Driver = driver(new_desk(machine=FakeMachine(office=office))).log_in().reach(DeskState.WAITING_START)
    room.begin()
    return drive.reach(DeskState.ANSWERING)


def test_what_a_program_saves_at_the_hand_in_is_in_the_last_snapshot(answering, office, memory, tmp_path) -> None:
    target = tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt"
    office.does = lambda _where: target.write_text("程序里的最后一句", "utf-8")
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    paths = [entry.path for entry in state_of(memory.attempts[NUMBER]).folders["P1"].entries]
    assert "结果.txt" in paths
    assert answering.desk.save_mark is SaveMark.SERVER  # not “未保存” beside “已交卷”
    answering.wait(lambda: office.asked == ["save", "close"])


def test_the_last_ten_seconds_save_once_and_time_up_saves_again(answering, office, room, memory) -> None:
    room.set_schedule(duration_ms=memory.exam_ms() - memory.schedule.start_ms + 2_500)
    answering.wait(lambda: office.asked == ["save"])
    assert answering.desk.state is DeskState.ANSWERING
    answering.reach(DeskState.HANDED_IN)
    answering.wait(lambda: office.asked == ["save", "save", "close"])


def test_a_file_that_was_not_saved_is_told_to_the_candidate_and_the_room(answering, office, memory) -> None:
    receipts = listen(answering.desk.receiptShown)
    office.report = OfficeReport((OpenDocument("/srv/报告.docx", Standing.FAILED),))
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert receipts[0].not_saved == ("报告.docx",)
    assert "work_unsaved" in memory.incidents


def test_a_program_that_never_answers_does_not_hold_the_hand_in(answering, office, memory, monkeypatch) -> None:
    monkeypatch.setattr(open_documents, "LONGEST_MS", 300)
    gate = threading.Event()

    def hang(_where: OpenFolder) -> None:
        gate.wait(60)

    office.does = hang
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert "work_unsaved" in memory.incidents
    gate.set()


def test_programs_are_ended_only_when_the_candidate_has_left(answering, office, room) -> None:
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN)
    assert "end" not in office.asked
    room.let_leave(NUMBER)
    answering.reach(DeskState.READY)
    answering.wait(lambda: office.asked[-1] == "end")
