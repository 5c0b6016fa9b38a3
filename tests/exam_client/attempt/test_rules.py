"""The small pure rules: rest, safety, warnings, clock, states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.attempt.exam_clock import ExamClock
from exam_client.attempt.resting import Resting
from exam_client.attempt.safety import Safety
from exam_client.attempt.states import (
    HOLDS_ATTEMPT,
    STEPS,
    DeskInput,
    DeskState,
    DeskStateError,
    may_happen,
    next_state,
)
from exam_client.attempt.views import SAVE_MARK_WORDS, SaveMark
from exam_client.attempt.warnings import MINUTE_MS, WarningBell
from exam_server.protocol.desk import TimeReply
from itembank.base.clock import FakeClock


def test_rest_is_due_after_one_second_or_ten() -> None:
    rest = Resting()
    assert (rest.is_due(0), rest.waits_ms(0)) == (False, -1)
    rest.typed(0)
    assert rest.waits_ms(400) == 600
    assert (rest.is_due(999), rest.is_due(1000)) == (False, True)
    for now_ms in range(0, 10_000, 500):
        rest.typed(now_ms)
    assert (rest.is_due(9_900), rest.is_due(10_000)) == (False, True)
    rest.saved()
    assert not rest.is_pending


@pytest.mark.parametrize(
    ("safety", "mark"),
    [
        (Safety(), SaveMark.SERVER),
        (Safety(has_unrecorded=True), SaveMark.UNSAVED),
        (Safety(made=3, on_disk=2, on_server=2), SaveMark.UNSAVED),
        (Safety(made=3, on_disk=3, on_server=2), SaveMark.DESK),
        (Safety(made=3, on_disk=0, on_server=3), SaveMark.SERVER),
        (Safety(made=3, on_disk=3, on_server=3, copies=2), SaveMark.STANDBY),
        (Safety(made=3, on_disk=3, on_server=3, copies=2, has_unrecorded=True), SaveMark.UNSAVED),
    ],
)
def test_the_save_mark_says_only_what_is_true(safety: Safety, mark: SaveMark) -> None:
    assert safety.mark() is mark


def test_every_save_mark_has_its_exact_words() -> None:
    assert [SAVE_MARK_WORDS[mark] for mark in SaveMark] == ["未保存", "已存本机", "已存服务器", "已存备份服务器"]


def test_warnings_ring_once_each_and_again_after_more_time() -> None:
    bell = WarningBell((15, 5, 1))
    rung = [bell.due(seconds * 1000) for seconds in range(16 * 60, -1, -1)]
    assert [minutes for minutes in rung if minutes is not None] == [15, 5, 1, 0]
    bell.due(6 * MINUTE_MS)
    assert bell.due(5 * MINUTE_MS) == 5


def test_a_desk_that_resumes_late_is_not_warned_of_the_past() -> None:
    bell = WarningBell((15, 5, 1))
    assert bell.due(3 * MINUTE_MS) is None
    assert bell.due(MINUTE_MS) == 1


def test_after_a_gap_only_the_last_warning_rings() -> None:
    bell = WarningBell((15, 5, 1))
    bell.due(20 * MINUTE_MS)
    assert bell.due(4 * MINUTE_MS) == 5


def test_the_probe_with_the_shortest_way_sets_the_clock() -> None:
    clock = FakeClock(now_ms=1000)
    exam = ExamClock(clock)
    assert (exam.is_known, exam.now_ms()) == (False, 0)
    exam.heard(50_000)
    assert exam.now_ms() == 50_000
    clock.advance(400)
    exam.reply(TimeReply(desk_ms=1000, received_ms=50_350, sent_ms=50_350))
    slow_ms = exam.now_ms()
    clock.advance(20)
    exam.reply(TimeReply(desk_ms=1400, received_ms=50_410, sent_ms=50_410))
    assert exam.now_ms() == 50_420
    assert slow_ms != 50_400


def test_after_a_lost_connection_the_room_is_believed_anew() -> None:
    clock = FakeClock(now_ms=1000)
    exam = ExamClock(clock)
    exam.reply(TimeReply(desk_ms=1000, received_ms=5000, sent_ms=5000))
    exam.connection_lost()
    clock.advance(10_000)
    assert exam.now_ms() == 15_000
    exam.heard(6_000)
    assert exam.now_ms() == 6_000


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 50), st.integers(-(10**9), 10**9))
def test_the_clock_is_off_by_at_most_half_the_round_trip(out_ms: int, back_ms: int, in_ms: int, offset: int) -> None:
    clock = FakeClock(now_ms=10**6 + out_ms + in_ms + back_ms)
    exam = ExamClock(clock)
    received = 10**6 + out_ms + offset
    exam.reply(TimeReply(desk_ms=10**6, received_ms=received, sent_ms=received + in_ms))
    assert abs(exam.offset_ms - offset) <= (out_ms + back_ms) // 2 + 1


@pytest.mark.parametrize(
    "answer", [TimeReply(desk_ms=2000, received_ms=1, sent_ms=1), TimeReply(desk_ms=0, received_ms=9, sent_ms=1)]
)
def test_an_impossible_answer_does_not_move_the_clock(answer: TimeReply) -> None:
    exam = ExamClock(FakeClock(now_ms=1000))
    exam.reply(answer)
    assert not exam.is_known


def test_a_step_outside_the_table_raises_and_names_both() -> None:
    assert not may_happen(DeskState.READY, DeskInput.RECEIPT)
    with pytest.raises(DeskStateError, match="receipt is not allowed in ready"):
        next_state(DeskState.READY, DeskInput.RECEIPT)


def test_every_state_can_be_reached_and_left() -> None:
    reached, border = {DeskState.SEARCHING}, [DeskState.SEARCHING]
    while border:
        for target in STEPS[border.pop()].values():
            if target not in reached:
                reached.add(target)
                border.append(target)
    assert reached == set(DeskState)
    assert all(STEPS.values())


@given(st.lists(st.sampled_from(DeskInput), max_size=40))
def test_only_staff_or_another_desk_end_what_holds_an_attempt(inputs: list[DeskInput]) -> None:
    state = DeskState.SEARCHING
    for happened in inputs:
        if not may_happen(state, happened):
            continue
        before, state = state, next_state(state, happened)
        if before in HOLDS_ATTEMPT and state not in HOLDS_ATTEMPT:
            assert happened in {DeskInput.MAY_LEAVE, DeskInput.FENCED}
        if state is DeskState.ANSWERING and before is not state:
            assert before in HOLDS_ATTEMPT
