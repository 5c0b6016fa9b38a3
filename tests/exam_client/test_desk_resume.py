"""Desks that lose the room, restart, or hand over to another desk."""

from __future__ import annotations

from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import DeskState
from exam_client.attempt.views import SaveMark
from exam_client.net.views import Connection
from itembank.model.events import Ended, Resumed
from tests.fakes.driving import NUMBER, ShiftedClock, events_of, is_saved, listen, state_of
from tests.fakes.room_state import MINUTE_MS


def test_offline_work_stays_on_the_desk_and_goes_out_later(answering, room, memory) -> None:
    desk = answering.desk
    answering.until_marked(SaveMark.SERVER)
    room.stop()
    answering.wait(lambda: desk.connection is Connection.OFFLINE)
    desk.answer("Q1", {"RESPONSE": "C"})
    desk.leaveField()
    answering.until_marked(SaveMark.DESK)
    assert desk.state is DeskState.ANSWERING
    assert state_of(memory.attempts[NUMBER]).responses == {}
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        answering.until_marked(SaveMark.SERVER, 30_000)
        assert state_of(memory.attempts[NUMBER]).responses == {"Q1": {"RESPONSE": "C"}}
    finally:
        again.stop()


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


def test_a_restarted_desk_goes_on_where_it_stood(answering, new_desk, driver, memory, tmp_path) -> None:
    first = answering.desk
    first.visit("Q2")
    first.answer("Q1", {"RESPONSE": "D"})
    first.leaveField()
    (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").write_text("做完了", "utf-8")
    answering.wait(lambda: is_saved(first, "P1", "结果.txt"))
    answering.until_marked(SaveMark.SERVER)
    first.keepView(KeptView(150, "dark", {"Q1": 40}))
    first.close()
    second = new_desk()
    assert second.kept_view == KeptView()
    restored = listen(second.resumed)
    drive = driver(second).log_in().reach(DeskState.ANSWERING)
    assert restored[0].current == "Q2"
    assert second.kept_view == KeptView(150, "dark", {"Q1": 40})
    assert second.attempt.responses == {"Q1": {"RESPONSE": "D"}}
    assert (tmp_path / "desk" / "work" / NUMBER / "第4题" / "结果.txt").read_text("utf-8") == "做完了"
    assert any(isinstance(event, Resumed) for event in events_of(memory.attempts[NUMBER]))
    assert drive.desk.state is DeskState.ANSWERING


def test_unsent_work_of_a_restarted_desk_is_recorded_anew(answering, new_desk, driver, room, memory) -> None:
    first = answering.desk
    answering.until_marked(SaveMark.SERVER)
    room.stop()
    answering.wait(lambda: first.connection is Connection.OFFLINE)
    first.answer("Q1", {"RESPONSE": "C"})
    first.leaveField()
    answering.until_marked(SaveMark.DESK)
    first.close()
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        second = new_desk()
        restored = listen(second.resumed)
        drive = driver(second).log_in().reach(DeskState.ANSWERING)
        drive.until_marked(SaveMark.SERVER)
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
    answering.until_marked(SaveMark.SERVER)
    second = new_desk("spare")
    drive = driver(second).log_in().reach(DeskState.ANSWERING)
    answering.reach(DeskState.FENCED)
    assert second.attempt.responses == {"Q2": {"RESPONSE": "8"}}
    assert (tmp_path / "spare" / "work" / NUMBER / "第4题" / "结果.txt").read_text("utf-8") == "做完了"
    first.answer("Q1", {"RESPONSE": "A"})
    drive.until_marked(SaveMark.SERVER)
    assert "Q1" not in state_of(memory.attempts[NUMBER]).responses


def test_a_past_that_went_on_elsewhere_is_set_aside_and_told(new_desk, driver, room, memory, tmp_path) -> None:
    first = new_desk()
    drive = driver(first).log_in().reach(DeskState.WAITING_START)
    room.begin()
    drive.reach(DeskState.ANSWERING)
    drive.until_marked(SaveMark.SERVER)
    room.stop()
    drive.wait(lambda: first.connection is Connection.OFFLINE)
    first.answer("Q1", {"RESPONSE": "A"})
    first.leaveField()
    drive.until_marked(SaveMark.DESK)
    first.close()
    again = type(room)(memory, room._certificate.parent, room.port).start()
    try:
        spare = new_desk("spare")
        elsewhere = driver(spare).log_in().reach(DeskState.ANSWERING)
        spare.answer("Q1", {"RESPONSE": "B"})
        spare.leaveField()
        elsewhere.until_marked(SaveMark.SERVER)
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


def test_the_console_knows_how_far_a_candidate_is_at_once_after_a_lost_connection(answering, room, memory) -> None:
    answering.wait(lambda: len(memory.progress) == 1)
    room.cut()
    answering.wait(lambda: len(memory.progress) == 2)
    first, second = memory.progress
    assert (first.answered, first.total) == (second.answered, second.total)
