"""The end of a sitting: nobody ends early alone, nothing is called checked or out of the room that is not."""

from __future__ import annotations

from exam_server.protocol import desk
from exam_server.protocol.common import RefusalCode
from exam_server.protocol.console import SeatState, StaffCommandKind, Step
from exam_server.protocol.desk import CommandKind
from exam_server.room.closing import find_clear_refusal
from exam_server.room.commands import Refusal
from exam_server.room.disk import wanted_mb
from exam_server.room.facts import BundleExported, RecordChecked
from exam_server.room.steps import guided_steps
from exam_server.room.views import seat_views
from itembank.model.record import Phase, PhaseSet
from itembank.model.sitting import MINUTES
from tests.exam_server.room.hall_builder import TestHall

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


def state_of(room: TestHall, seat: str) -> SeatState:
    return next(view.state for view in seat_views(room.hall) if view.seat == seat)


def steps(room: TestHall) -> dict[Step, str]:
    return {s.step: "current" if s.current else "done" if s.done else "" for s in guided_steps(room.hall)}


def check(room: TestHall) -> None:
    room.hall.record(RecordChecked(work=room.state.work, exceptions=0, by="jk1"))


def export(room: TestHall) -> None:
    room.hall.record(
        BundleExported(version=1, entries=room.state.entries, files=("a", "b"), by="jk1"),
        PhaseSet(phase=Phase.EXPORTED, by="jk1"),
    )


def collected(*people: tuple[str, str]) -> TestHall:
    room = TestHall()
    for link in room.begun(*people):
        room.save(link)
    room.clock.advance(40 * MINUTES)
    room.do(K.END_SITTING)
    room.do(K.COLLECT)
    return room


def test_the_line_says_that_one_share_is_in_and_whose_turn_it_is() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    before, after = (
        next(s.missing for s in guided_steps(room.hall, entered) if s.step is Step.UNLOCK) for entered in (0, 1)
    )
    assert before[-1] == "请两位持有人先后输入启封口令。"
    assert after[-1] == "已输入 1 份启封口令，请下一位持有人输入。"


def test_the_server_itself_refuses_to_end_early_without_a_second_person() -> None:
    room = TestHall()
    room.begun(("A001", ONE), ("A002", TWO))
    refused = room.ask(K.END_SITTING)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.SECOND_PERSON_NEEDED
    assert "A001、A002" in refused.sentence
    assert room.state.phase is Phase.RUNNING
    room.do(K.END_SITTING, second="zhukao")
    (noted,) = room.state.incidents
    assert noted.code == "ended_early"
    assert "jk1、zhukao" in noted.note


def test_ending_tells_every_desk_that_still_writes_to_hand_in() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.hand_in(two)
    assert "1 个座位" in room.do(K.END_SITTING, second="zhukao").sentence
    assert room.last(one, desk.DeskCommand).kind is CommandKind.HAND_IN
    assert room.heard(two, desk.DeskCommand) == []


def test_no_exam_starts_below_three_times_the_forecast_and_the_sentence_says_how_much_is_missing() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    room.release()
    wanted = wanted_mb(room.sitting)
    room.hall.disk_free_mb = wanted - 7
    result = room.ask(K.START)
    assert not isinstance(result, Refusal)
    assert not result.ok
    assert "还差 7 MB" in result.sentence
    assert "回收站" in result.sentence
    assert room.state.phase is Phase.UNLOCKED
    room.hall.disk_free_mb = wanted
    room.do(K.START)


def test_seats_without_a_machine_are_named_before_admission_opens() -> None:
    room = TestHall()
    room.enrolled("A001")
    room.enrolled("A003")
    room.connect("A004")
    (missing,) = (view.missing for view in guided_steps(room.hall) if view.step is Step.ADMIT)
    assert missing[:2] == ("1 台考试机等待登记。", "2 个座位还没有可用的考试机：A002、A004")


def test_the_step_admit_is_done_only_when_everybody_is_in_or_accounted_for() -> None:
    room = TestHall()
    room.begun(("A001", ONE), ("A002", TWO))
    assert steps(room)[Step.ADMIT] == ""
    for number in ("000000003", "000000004"):
        room.do(K.MARK_CANDIDATE, candidate=number, mark="absent")
    assert steps(room)[Step.ADMIT] == "done"


def test_the_step_verify_is_done_only_when_somebody_checked() -> None:
    room = collected(("A001", ONE))
    assert (steps(room)[Step.VERIFY], steps(room)[Step.EXPORT]) == ("current", "")
    check(room)
    assert (steps(room)[Step.VERIFY], steps(room)[Step.EXPORT]) == ("done", "current")


def test_a_check_counts_no_longer_when_something_came_in_after_it() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.clock.advance(40 * MINUTES)
    room.do(K.END_SITTING)
    room.do(K.COLLECT)
    check(room)
    room.hand_in(link)
    assert steps(room)[Step.VERIFY] == "current"


def test_an_export_without_a_check_does_not_tick_the_check() -> None:
    room = collected(("A001", ONE))
    export(room)
    assert (steps(room)[Step.VERIFY], steps(room)[Step.EXPORT]) == ("", "done")


def test_after_the_end_who_has_not_handed_in_is_shown_as_such_not_as_admitted() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.save(one)
    room.hand_in(two)
    room.clock.advance(40 * MINUTES)
    assert state_of(room, "A001") is SeatState.NOT_HANDED_IN
    room.do(K.END_SITTING)
    assert state_of(room, "A001") is SeatState.NOT_HANDED_IN
    assert state_of(room, "A002") is SeatState.HANDED_IN
    room.hall.links.remove(one)
    assert state_of(room, "A001") is SeatState.NOT_HANDED_IN
    room.do(K.COLLECT)
    assert state_of(room, "A001") is SeatState.NOT_HANDED_IN


def test_nothing_is_cleared_that_came_in_or_was_noted_after_the_export() -> None:
    room = collected(("A001", ONE))
    assert find_clear_refusal(room.state)
    export(room)
    assert not find_clear_refusal(room.state)
    room.hall.note("usb", seat="A001")
    assert not find_clear_refusal(room.state)
    room.do(K.MARK_CANDIDATE, candidate=TWO, mark="absent")
    assert "再导出一次" in find_clear_refusal(room.state)
    export(room)
    assert not find_clear_refusal(room.state)
    room.do(K.NOTE_INCIDENT, code="staff_note", note="x")
    assert find_clear_refusal(room.state)


def test_a_late_hand_in_after_the_export_must_be_exported_before_clearing() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.clock.advance(40 * MINUTES)
    room.do(K.END_SITTING)
    room.do(K.COLLECT)
    export(room)
    room.hand_in(link)
    assert find_clear_refusal(room.state)
    assert find_clear_refusal(room.refolded())


def test_a_room_that_nobody_has_entered_is_not_said_to_have_handed_in() -> None:
    room = TestHall()
    room.begun()
    (missing,) = (s.missing for s in guided_steps(room.hall) if s.step is Step.RUN)
    assert missing[0] == "还没有考生入场。"
