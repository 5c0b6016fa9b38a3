"""Enrolment, identity and admission: who may sit where, and who may write."""

from __future__ import annotations

from exam_server.protocol import desk
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import StaffCommandKind, StaffResult
from exam_server.protocol.states import LinkState
from exam_server.room.enrolment import welcome
from exam_server.room.views import incident_view
from itembank.model.record import OpenReason
from itembank.model.sitting import MINUTES, Policy
from tests.exam_server.room.hall_builder import SIGNING, TestHall
from tests.exam_server.room_builder import make_sitting

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


def test_an_unknown_machine_waits_until_staff_enrol_it() -> None:
    room = TestHall()
    link = room.connect("A001")
    assert room.last(link, desk.DeskWelcome).enrolment is desk.Enrolment.PENDING
    room.do(K.ENROL_DESK, desk=link.desk, seat="A001")
    told = room.last(link, desk.DeskWelcome)
    assert told.enrolment is desk.Enrolment.ENROLLED
    assert told.token
    assert told.parts


def test_a_machine_with_another_secret_is_turned_away_and_noted() -> None:
    room = TestHall()
    room.enrolled("A001")
    impostor = room.connect("A001", secret=b"x" * 32)
    assert room.is_refused(impostor).code is RefusalCode.NOT_ENROLLED
    assert [i.code for i in room.state.incidents] == ["desk_secret"]
    assert not impostor.is_enrolled


def test_a_desk_with_another_version_of_the_protocol_is_turned_away() -> None:
    room = TestHall()
    assert room.is_refused(room.connect("A001", protocol=99)).code is RefusalCode.VERSION


def test_enrolling_all_leaves_out_taken_and_unknown_seats() -> None:
    room = TestHall()
    room.enrolled("A001")
    other, lost, fine = room.connect("A001", "other"), room.connect("Z999"), room.connect("A002")
    assert "1" in room.do(K.ENROL_ALL).sentence
    assert (other.state, lost.state) == (LinkState.ENROLLING, LinkState.ENROLLING)
    assert fine.state is LinkState.ENROLLED


def test_a_machine_enrolled_at_a_taken_seat_takes_it_over() -> None:
    room = TestHall()
    before = room.enrolled("A001")
    after = room.connect("A001", "new machine")
    room.do(K.ENROL_DESK, desk="new machine", seat="A001")
    assert after.is_enrolled
    assert not before.is_enrolled
    assert room.state.desk_at("A001").desk == "new machine"  # type: ignore[union-attr]


def test_nobody_identifies_before_admission_is_open() -> None:
    room = TestHall()
    link = room.enrolled("A001")
    room.say(link, desk.Identify(candidate=ONE))
    assert room.is_refused(link).code is RefusalCode.NOT_ADMITTING


def test_three_wrong_numbers_call_staff_and_staff_may_let_the_seat_try_again() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.enrolled("A001")
    left = []
    for number in ("999999999", TWO, "888888888"):
        room.say(link, desk.Identify(candidate=number))
        left.append((room.is_refused(link).code, room.is_refused(link).tries_left))
    assert left == [
        (RefusalCode.UNKNOWN_CANDIDATE, 2),
        (RefusalCode.OTHER_SEAT, 1),
        (RefusalCode.UNKNOWN_CANDIDATE, 0),
    ]
    room.say(link, desk.Identify(candidate=ONE))
    assert room.is_refused(link).code is RefusalCode.TRIES_USED_UP
    room.do(K.ADMIT, "A001")
    room.say(link, desk.Identify(candidate=ONE))
    assert room.last(link, desk.Identity).name == "考生1"


def test_who_sat_down_at_a_wrong_seat_is_named_with_the_right_one() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    room.say(room.enrolled("A001"), desk.Identify(candidate=TWO))
    view = incident_view(room.hall, next(i for i in room.state.incidents if i.code == "other_seat"))
    assert (view.seat, view.candidate) == ("A001", TWO)
    assert "考生2，座位 A002 号" in view.note


def test_tries_survive_a_restart() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.enrolled("A001")
    room.say(link, desk.Identify(candidate="999999999"))
    assert room.refolded().tries == {"A001": 1}


def test_a_candidate_waits_for_staff_and_gets_the_key_of_the_attempt() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.enrolled("A001")
    room.confirmed(link, ONE)
    assert room.last(link, desk.AdmissionPending).resuming is False
    room.do(K.ADMIT, "A001")
    told = room.last(link, desk.Admitted)
    assert (told.attempt, told.epoch, told.reason, told.form) == ("S01-000000001", 1, OpenReason.FIRST, "F1")
    assert told.attempt_key == room.keys.made[told.attempt]
    assert told.stored_seq == 0


def test_the_policy_may_admit_at_the_seat_of_the_roster() -> None:
    room = TestHall(make_sitting(policy=Policy(auto_admit=True)))
    room.do(K.OPEN_ADMISSION)
    link = room.enrolled("A001")
    room.confirmed(link, ONE)
    assert room.last(link, desk.Admitted).candidate == ONE


def test_a_declined_candidate_returns_to_the_first_screen() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.enrolled("A001")
    room.confirmed(link, ONE)
    room.do(K.DECLINE, "A001", reason="照片不符")
    assert room.is_refused(link).detail == "照片不符"
    assert link.state is LinkState.ENROLLED
    assert room.state.attempts == {}


def test_a_restarted_desk_needs_approval_and_then_writes_in_a_new_epoch() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.hall.links.remove(link)
    again = room.connect("A001")
    room.confirmed(again, ONE)
    assert room.last(again, desk.AdmissionPending).resuming
    room.do(K.APPROVE_RESUME, "A001")
    told = room.last(again, desk.Admitted)
    assert (told.epoch, told.reason, told.stored_seq) == (2, OpenReason.RESUME, 1)
    assert told.attempt_key == room.keys.made[told.attempt]
    assert room.last(again, desk.Released).form == "F1"


def test_a_mere_reconnection_goes_on_without_staff() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.hall.links.remove(link)
    again = room.connect("A001", attempt=link.attempt, epoch=1)
    assert again.state is LinkState.HOLDING
    assert room.last(again, desk.Saved).seq == 1
    room.save(again)
    assert room.last(again, desk.Saved).seq == 2


def test_a_second_machine_cannot_claim_a_running_attempt() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    thief = room.enrolled("A002")
    thief.state = LinkState.ENROLLED
    room.say(thief, desk.Identify(candidate=ONE))
    assert room.is_refused(thief).code is RefusalCode.OTHER_SEAT
    stale = room.connect("A002", "desk-A002", attempt=link.attempt, epoch=1)
    assert room.last(stale, desk.Fenced).attempt == link.attempt
    assert not stale.is_holding


def test_a_moved_candidate_is_admitted_at_once_and_the_old_desk_is_fenced_for_ever() -> None:
    room = TestHall()
    (old,) = room.begun(("A001", ONE))
    room.save(old)
    room.do(K.MOVE, candidate=ONE, to_seat="B01")
    new = room.enrolled("B01")
    room.confirmed(new, ONE)
    told = room.last(new, desk.Admitted)
    assert (told.seat, told.epoch, told.reason, told.stored_seq) == ("B01", 2, OpenReason.MOVE, 1)
    assert room.last(old, desk.Fenced).attempt == told.attempt
    assert old.state is LinkState.ENROLLED
    room.hall.links.remove(old)
    woken = room.connect("A001", attempt=told.attempt, epoch=1)
    assert room.last(woken, desk.Fenced).epoch == 2
    room.say(woken, desk.Save(attempt=told.attempt, epoch=1, events=()))
    assert room.state.attempts[told.attempt].seq == 1


def test_a_wrongly_moved_candidate_can_be_moved_back() -> None:
    room = TestHall()
    (old,) = room.begun(("A001", ONE))
    room.do(K.MOVE, candidate=ONE, to_seat="B01")
    room.do(K.MOVE, candidate=ONE, to_seat="A001")
    room.say(
        old,
        desk.Progress(
            attempt=old.attempt, answered=1, total=2, flagged=0, item_number=1, unsaved_events=0, unsaved_seconds=0
        ),
    )
    assert old.is_holding
    spare = room.enrolled("B01")
    room.say(spare, desk.Identify(candidate=ONE))
    assert room.is_refused(spare).code is RefusalCode.OTHER_SEAT


def test_nobody_moves_onto_a_seat_where_somebody_writes() -> None:
    room = TestHall()
    room.begun(("A001", ONE), ("A002", TWO))
    result = room.ask(K.MOVE, candidate=ONE, to_seat="A002")
    assert isinstance(result, StaffResult)
    assert not result.ok


def test_in_the_strict_tier_a_restarted_room_says_that_it_cannot_move_anybody() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    room.keys.forgets = True
    result = room.ask(K.MOVE, candidate=ONE, to_seat="B01")
    assert isinstance(result, StaffResult)
    assert not result.ok
    assert "保密" in result.sentence


def test_late_comers_need_an_excuse() -> None:
    room = TestHall()
    room.begun(("A001", ONE))
    link = room.enrolled("A002")
    room.clock.advance(15 * MINUTES)
    room.say(link, desk.Identify(candidate=TWO))
    assert room.last(link, desk.Identity).candidate == TWO
    room.clock.advance(1)
    room.say(link, desk.Identify(candidate=TWO))
    assert room.is_refused(link).code is RefusalCode.TOO_LATE
    room.do(K.MARK_CANDIDATE, candidate=TWO, mark="present", note="交通中断，主考同意")
    room.say(link, desk.Identify(candidate=TWO))
    assert room.last(link, desk.Identity).candidate == TWO


def test_who_was_admitted_in_time_may_begin_late() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.admitted("A001", ONE)
    room.release()
    room.do(K.START)
    room.clock.advance(30 * MINUTES)
    room.say(link, desk.Begun(attempt=link.attempt))
    assert room.state.allowances[ONE].began_ms == 30 * MINUTES
    assert room.hall.moment(ONE).left_ms == 10 * MINUTES


def test_a_message_out_of_its_state_is_refused_and_changes_nothing() -> None:
    room = TestHall()
    link = room.enrolled("A001")
    rows = len(room.ledger.rows)
    room.say(link, desk.ConfirmIdentity(candidate=ONE, desk_key=SIGNING.public.raw))
    assert room.is_refused(link).code is RefusalCode.BAD_MESSAGE
    room.say(link, desk.Save(attempt="S01-000000001", epoch=1, events=()))
    assert len(room.ledger.rows) == rows


def test_a_desk_gets_a_slot_of_its_own_to_fetch_the_paper() -> None:
    room = TestHall()
    room.hall.facilities = type(room.hall.facilities)(
        room="r", manifest=b"", parts=room.hall.facilities.parts, make_token=lambda: "t", spread_ms=5000
    )
    slots = [welcome(room.hall, room.enrolled(seat)).fetch_after_ms for seat in ("A001", "A003", "B01")]
    assert slots == [0, 2000, 4000]
