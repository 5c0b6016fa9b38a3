"""What staff may do, in which phase, with whom; and what reaches the desks."""

from __future__ import annotations

from typing import Any

import pytest

from exam_server.protocol import desk
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import PRINTED, Delivery, Role, SeatState, StaffCommandKind, StaffResult
from exam_server.protocol.desk import CommandKind
from exam_server.protocol.states import LinkState
from exam_server.room.closing import verify_lines
from exam_server.room.commands import RULES, Refusal
from exam_server.room.staff import is_pure
from exam_server.room.ticking import tick
from exam_server.room.views import seat_views
from itembank.model.record import CandidateMark, OpenReason, Phase
from itembank.model.sitting import MINUTES
from tests.exam_server.room.hall_builder import TestHall

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"
SLOW = {
    K.IMPORT_PACKAGE,
    K.ENTER_SHARE,
    K.CONFIRM_CLOCK,
    K.RECOVER,
    K.VERIFY,
    K.EXPORT,
    K.CLEAR,
    K.LOOK_AT_MEDIA,
    K.LOOK_AT_PORTRAIT,
    *PRINTED,
}


def refusal(result: StaffResult | Refusal) -> RefusalCode:
    assert isinstance(result, Refusal), result
    return result.code


def failed(result: StaffResult | Refusal) -> str:
    assert isinstance(result, StaffResult), result
    assert not result.ok
    return result.sentence


def state_of(room: TestHall, seat: str) -> SeatState:
    return next(view.state for view in seat_views(room.hall) if view.seat == seat)


def test_the_table_knows_every_kind_and_every_kind_has_its_act() -> None:
    assert set(RULES) == set(K)
    assert {kind for kind in K if not is_pure(kind)} == SLOW


@pytest.mark.parametrize("kind", [K.START, K.EXTEND, K.PAUSE, K.COLLECT, K.REOPEN])
def test_a_command_of_another_phase_changes_nothing(kind: StaffCommandKind) -> None:
    room = TestHall()
    assert refusal(room.ask(kind)) is RefusalCode.WRONG_PHASE
    assert room.ledger.rows == []


def test_an_administrator_runs_the_machines_but_not_the_exam() -> None:
    room = TestHall()
    assert refusal(room.ask(K.OPEN_ADMISSION, role=Role.ADMINISTRATOR)) is RefusalCode.NOT_ALLOWED


def test_a_reason_must_be_given_where_the_table_asks_for_one() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    assert refusal(room.ask(K.PAUSE, reason=" ")) is RefusalCode.NOT_ALLOWED


def test_no_exam_starts_on_a_full_disk() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    room.release()
    room.hall.disk_free_mb = 50
    assert "50 MB" in failed(room.ask(K.START))
    room.hall.disk_free_mb = 5_000
    room.do(K.START)


def test_an_extension_counts_at_once_and_is_announced() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.clock.advance(10 * MINUTES)
    room.do(K.EXTEND, "A001", minutes="5")
    assert room.hall.moment(ONE).left_ms == 35 * MINUTES
    told = room.last(link, desk.DeskCommand)
    assert told.kind is CommandKind.TIMES
    assert room.last(link, desk.RoomState).allowances.extra_ms == 5 * MINUTES


def test_extensions_above_the_cap_need_a_second_person_also_in_small_steps() -> None:
    room = TestHall()
    room.begun(("A001", ONE), ("A002", TWO))
    room.do(K.EXTEND, "A001", minutes="40")
    assert refusal(room.ask(K.EXTEND, "A001", minutes="21")) is RefusalCode.SECOND_PERSON_NEEDED
    room.do(K.EXTEND, "A001", minutes="21", second="zhukao")


@pytest.mark.parametrize("minutes", ["0", "-5", "x", "", "99999", "１"])
def test_nonsense_minutes_are_refused(minutes: str) -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    assert failed(room.ask(K.EXTEND, "A001", minutes=minutes))


def test_who_has_handed_in_must_be_reopened_before_an_extension() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.hand_in(link)
    assert "A001" in failed(room.ask(K.EXTEND, "A001", minutes="5"))


def test_a_pause_stops_the_clock_of_one_or_of_all() -> None:
    room = TestHall()
    one, _two = room.begun(("A001", ONE), ("A002", TWO))
    room.do(K.PAUSE, "A001", reason="停电")
    assert room.last(one, desk.RoomState).paused_reason == "停电"
    assert state_of(room, "A001") is SeatState.PAUSED
    room.clock.advance(3 * MINUTES)
    assert room.hall.moment(ONE).left_ms == 40 * MINUTES
    assert room.hall.moment(TWO).left_ms == 37 * MINUTES
    room.do(K.CONTINUE, "A001")
    room.do(K.PAUSE, reason="火警")
    room.clock.advance(2 * MINUTES)
    room.do(K.CONTINUE)
    assert room.hall.moment(ONE).left_ms == 40 * MINUTES
    assert room.hall.moment(TWO).left_ms == 37 * MINUTES
    assert failed(room.ask(K.CONTINUE))


def test_a_message_waits_for_a_desk_that_is_away_and_is_told_as_not_delivered() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.hall.links.remove(two)
    room.do(K.MESSAGE, "A001", "A002", text="请检查准考证号", command="m1")
    told = room.last(one, desk.DeskCommand)
    assert told.text == "请检查准考证号"
    room.say(one, desk.CommandDone(command="m1"))
    room.clock.advance(5_000)
    tick(room.hall)
    assert room.hall.deliveries == [
        Delivery(command="m1", seat="A001", delivered=True),
        Delivery(command="m1", seat="A002", delivered=False),
    ]
    back = room.connect("A002", attempt=two.attempt, epoch=1)
    assert room.last(back, desk.DeskCommand).command == "m1"
    room.say(back, desk.CommandDone(command="m1"))
    assert room.hall.deliveries[-1] == Delivery(command="m1", seat="A002", delivered=True)


def test_a_command_follows_the_candidate_to_another_seat_and_ends_with_the_attempt() -> None:
    room = TestHall()
    (old,) = room.begun(("A001", ONE))
    room.hall.links.remove(old)
    room.do(K.FORCE_HAND_IN, "A001", command="f1")
    room.do(K.MOVE, candidate=ONE, to_seat="B01")
    new = room.enrolled("B01")
    room.confirmed(new, ONE)
    assert room.last(new, desk.DeskCommand).kind is CommandKind.HAND_IN
    room.hand_in(new)
    tick(room.hall)
    assert room.hall.deliveries[-1] == Delivery(command="f1", seat="B01", delivered=False, final=True)


def test_a_locked_screen_says_why_also_after_a_restart() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.do(K.LOCK, "A001", reason="核查")
    assert room.last(link, desk.RoomState).locked_reason == "核查"
    assert state_of(room, "A001") is SeatState.LOCKED
    assert room.refolded().locks == {"A001": "核查"}
    room.do(K.UNLOCK, "A001")
    assert not room.last(link, desk.RoomState).locked


def test_forcing_the_whole_room_needs_a_second_person() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    assert refusal(room.ask(K.FORCE_HAND_IN)) is RefusalCode.SECOND_PERSON_NEEDED
    room.do(K.FORCE_HAND_IN, second="zhukao")


def test_a_reopened_attempt_goes_on_at_the_same_desk_in_a_new_epoch() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.hand_in(link)
    assert refusal(room.ask(K.REOPEN, "A001")) is RefusalCode.SECOND_PERSON_NEEDED
    room.do(K.REOPEN, "A001", second="zhukao")
    told = room.last(link, desk.Admitted)
    assert (told.epoch, told.reason, told.stored_seq) == (2, OpenReason.REOPEN, 1)
    room.save(link)
    room.hand_in(link)
    assert room.last(link, desk.HandInReceipt).count == 2


def test_a_reopened_attempt_whose_desk_is_away_is_admitted_at_once_when_it_comes() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.hand_in(link)
    room.hall.links.remove(link)
    room.do(K.REOPEN, "A001", second="zhukao")
    again = room.connect("A001")
    room.confirmed(again, ONE)
    assert room.last(again, desk.Admitted).reason is OpenReason.REOPEN


def test_a_candidate_may_leave_only_after_the_hand_in() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    assert "A001" in failed(room.ask(K.LET_LEAVE, "A001"))
    room.hand_in(link)
    room.do(K.LET_LEAVE, "A001")
    assert room.last(link, desk.MayLeave).attempt == "S01-000000001"
    assert link.state is LinkState.ENROLLED
    assert state_of(room, "A001") is SeatState.LEFT


def test_grave_marks_need_a_note_and_a_second_person() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    values: dict[str, Any] = {"candidate": ONE, "mark": "cheating", "note": "携带手机"}
    assert refusal(room.ask(K.MARK_CANDIDATE, **values)) is RefusalCode.SECOND_PERSON_NEEDED
    room.do(K.MARK_CANDIDATE, second="zhukao", **values)
    assert room.state.marks[ONE].mark is CandidateMark.CHEATING


def test_nobody_who_writes_can_be_marked_absent() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    assert failed(room.ask(K.MARK_CANDIDATE, candidate=ONE, mark="absent"))
    room.do(K.MARK_CANDIDATE, candidate=TWO, mark="absent")
    assert state_of(room, "A002") is SeatState.ABSENT


def test_ending_early_needs_a_second_person() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    assert refusal(room.ask(K.END_SITTING)) is RefusalCode.SECOND_PERSON_NEEDED
    room.do(K.END_SITTING, second="zhukao")
    assert room.state.phase is Phase.ENDED


def test_ending_after_the_time_needs_nobody_else() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    room.clock.advance(40 * MINUTES)
    room.do(K.END_SITTING)
    assert "A001" in room.do(K.COLLECT).sentence


def test_who_has_not_handed_in_a_minute_after_the_end_is_noted_once() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    room.clock.advance(41 * MINUTES)
    tick(room.hall)
    assert room.state.incidents == []
    room.clock.advance(1)
    tick(room.hall)
    tick(room.hall)
    assert [i.code for i in room.state.incidents] == ["not_handed_in"]


def test_exceptions_stand_first_when_the_room_is_verified() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.save(one)
    room.hand_in(one)
    room.hand_in(two)
    room.do(K.MARK_CANDIDATE, candidate="000000003", mark="absent")
    lines = [(line.exception, line.candidate) for line in verify_lines(room.state)]
    assert lines == [(True, TWO), (True, "000000004"), (False, ONE), (False, "000000003")]


def test_the_backup_paper_takes_the_place_of_every_unfinished_form() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.hand_in(two)
    room.release(is_backup=True)
    assert room.last(one, desk.Released).form == "FB"
    assert room.state.attempts[one.attempt].form == "FB"
    assert room.state.attempts[two.attempt].form == "F2"
    assert room.refolded().attempts[one.attempt].form == "FB"


def test_incidents_are_numbered_and_acknowledged() -> None:
    room = TestHall()
    room.do(K.NOTE_INCIDENT, code="illness", seat="A001", note="发烧")
    room.do(K.ACKNOWLEDGE_INCIDENT, number="1")
    assert room.state.incidents[0].acknowledged
    assert failed(room.ask(K.ACKNOWLEDGE_INCIDENT, number="2"))
    assert failed(room.ask(K.NOTE_INCIDENT, code="made_up"))


def test_a_desk_gone_mad_cannot_fill_the_ledger_with_incidents() -> None:
    room = TestHall()
    link = room.enrolled("A001")
    for _count in range(1000):
        room.say(link, desk.DeskIncident(code="focus_lost" * 100, note="x" * 10_000))
    assert len(room.state.incidents) == 300
    assert len(room.state.incidents[0].note) == 200
