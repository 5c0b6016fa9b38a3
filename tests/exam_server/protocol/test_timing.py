"""Which phase it is for one candidate: probed before, at and after every instant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_server.protocol.timing import Allowances, CandidatePhase, Pause, Schedule, moment

MINUTE = 60_000
WAITING, ANSWERING, PAUSED, LATE, UP = (
    CandidatePhase.WAITING,
    CandidatePhase.ANSWERING,
    CandidatePhase.PAUSED,
    CandidatePhase.TOO_LATE,
    CandidatePhase.TIME_UP,
)
ROOM = Schedule(start_ms=1000, duration_ms=40 * MINUTE, late_start_ms=15 * MINUTE)
BEGAN = Allowances(began_ms=1000)


@pytest.mark.parametrize(
    ("now_ms", "phase", "left_ms"),
    [
        (999, WAITING, 40 * MINUTE),
        (1000, ANSWERING, 40 * MINUTE),
        (1001, ANSWERING, 40 * MINUTE - 1),
        (1000 + 40 * MINUTE - 1, ANSWERING, 1),
        (1000 + 40 * MINUTE, UP, 0),
        (1000 + 41 * MINUTE, UP, 0),
    ],
)
def test_a_plain_sitting(now_ms, phase, left_ms):
    seen = moment(ROOM, BEGAN, now_ms)
    assert (seen.phase, seen.left_ms) == (phase, left_ms)


def test_nothing_began_before_the_start_is_set():
    assert moment(Schedule(duration_ms=5), Allowances(), 10**9).phase is WAITING


@pytest.mark.parametrize(("late_ms", "phase"), [(15 * MINUTE, ANSWERING), (15 * MINUTE + 1, LATE)])
def test_who_comes_after_the_limit_may_not_begin(late_ms, phase):
    assert moment(ROOM, Allowances(), 1000 + late_ms).phase is phase


def test_staff_may_excuse_who_comes_late():
    assert moment(ROOM, Allowances(excused_late=True), 1000 + 20 * MINUTE).phase is ANSWERING


def test_a_late_starter_ends_with_the_room_unless_the_rules_give_full_time():
    late = Allowances(began_ms=1000 + 10 * MINUTE)
    assert moment(ROOM, late, 1000 + 10 * MINUTE).left_ms == 30 * MINUTE
    full = Schedule(start_ms=1000, duration_ms=40 * MINUTE, late_start_ms=15 * MINUTE, late_starter_has_full_time=True)
    assert moment(full, late, 1000 + 10 * MINUTE).left_ms == 40 * MINUTE


def test_extensions_add_up_for_the_room_and_the_candidate():
    room = Schedule(start_ms=0, duration_ms=40 * MINUTE, extra_ms=5 * MINUTE)
    assert moment(room, Allowances(began_ms=0, extra_ms=3 * MINUTE), 0).left_ms == 48 * MINUTE


def test_extra_time_of_a_hundred_percent_crosses_the_official_end():
    double = Allowances(began_ms=1000, extra_ms=40 * MINUTE)
    assert moment(ROOM, double, 1000 + 79 * MINUTE).phase is ANSWERING
    assert moment(ROOM, double, 1000 + 80 * MINUTE).phase is UP


def test_while_a_pause_is_open_the_time_left_stands_still():
    paused = Schedule(start_ms=0, duration_ms=40 * MINUTE, pauses=(Pause(from_ms=10 * MINUTE),))
    for now_ms in (10 * MINUTE, 20 * MINUTE, 500 * MINUTE):
        seen = moment(paused, Allowances(began_ms=0), now_ms)
        assert (seen.phase, seen.left_ms) == (PAUSED, 30 * MINUTE)


def test_overlapping_pauses_of_room_and_candidate_count_once():
    room = Schedule(start_ms=0, duration_ms=40 * MINUTE, pauses=(Pause(from_ms=5 * MINUTE, until_ms=15 * MINUTE),))
    own = Allowances(began_ms=0, pauses=(Pause(from_ms=10 * MINUTE, until_ms=20 * MINUTE),))
    assert moment(room, own, 20 * MINUTE).left_ms == 35 * MINUTE


def test_a_pause_before_the_start_gives_nothing():
    room = Schedule(start_ms=1000, duration_ms=40 * MINUTE, pauses=(Pause(from_ms=0, until_ms=500),))
    assert moment(room, BEGAN, 1000).left_ms == 40 * MINUTE


TIMES = st.integers(0, 10**7)
PAUSES = st.lists(st.tuples(TIMES, TIMES).map(lambda t: Pause(from_ms=min(t), until_ms=max(t))), max_size=4).map(tuple)


@given(TIMES, TIMES, PAUSES, PAUSES)
def test_time_left_never_grows_as_time_goes_on(now_ms, later_ms, room, own):
    schedule = Schedule(start_ms=0, duration_ms=40 * MINUTE, pauses=room)
    allowances = Allowances(began_ms=0, pauses=own)
    first, second = sorted((now_ms, now_ms + later_ms))
    assert moment(schedule, allowances, second).left_ms <= moment(schedule, allowances, first).left_ms
