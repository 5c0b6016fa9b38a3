"""The one function of time, probed before, at and after every instant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_server.protocol.timing import Allowances, CandidatePhase, Moment, Pause, Schedule, moment

P = CandidatePhase
START, LONG, LATE = 10_000, 60_000, 15_000
ROOM = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE)
BEGUN = Allowances(began_ms=START)


def at(now_ms: int, schedule: Schedule = ROOM, allowances: Allowances = BEGUN) -> tuple[CandidatePhase, int]:
    told = moment(schedule, allowances, now_ms)
    return told.phase, told.left_ms


@pytest.mark.parametrize(
    ("now_ms", "expected"),
    [
        (START - 1, (P.WAITING, LONG)),
        (START, (P.ANSWERING, LONG)),
        (START + 1, (P.ANSWERING, LONG - 1)),
        (START + LONG - 1, (P.ANSWERING, 1)),
        (START + LONG, (P.TIME_UP, 0)),
        (START + LONG + 1, (P.TIME_UP, 0)),
    ],
)
def test_start_and_end_are_exact(now_ms: int, expected: tuple[CandidatePhase, int]) -> None:
    assert at(now_ms) == expected


def test_nothing_runs_before_the_start_is_set() -> None:
    assert moment(Schedule(duration_ms=LONG), Allowances(), 1 << 40) == Moment(
        phase=P.WAITING, left_ms=LONG, ends_ms=-1
    )


@pytest.mark.parametrize(("after_ms", "phase"), [(LATE - 1, P.ANSWERING), (LATE, P.ANSWERING), (LATE + 1, P.TOO_LATE)])
def test_the_limit_for_late_comers_is_exact(after_ms: int, phase: CandidatePhase) -> None:
    assert at(START + after_ms, allowances=Allowances())[0] is phase


def test_an_excused_late_comer_ends_with_the_room() -> None:
    late = Allowances(began_ms=START + 40_000, excused_late=True)
    assert at(START + 40_000, allowances=late) == (P.ANSWERING, 20_000)


def test_a_late_starter_may_have_the_full_time() -> None:
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, late_starter_has_full_time=True)
    late = Allowances(began_ms=START + 10_000)
    assert moment(schedule, late, START + 10_000).ends_ms == START + 10_000 + LONG


def test_doubled_time_crosses_the_official_end() -> None:
    doubled = Allowances(began_ms=START, extra_ms=LONG)
    assert at(START + LONG, allowances=doubled) == (P.ANSWERING, LONG)
    assert at(START + 2 * LONG - 1, allowances=doubled) == (P.ANSWERING, 1)
    assert at(START + 2 * LONG, allowances=doubled) == (P.TIME_UP, 0)


def test_extensions_of_the_room_and_of_one_add_up() -> None:
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, extra_ms=5_000)
    assert at(START + LONG, schedule, Allowances(began_ms=START, extra_ms=7_000)) == (P.ANSWERING, 12_000)


@pytest.mark.parametrize(
    ("now_ms", "expected"),
    [
        (START + 9_999, (P.ANSWERING, 50_001)),
        (START + 10_000, (P.PAUSED, 50_000)),
        (START + 500_000, (P.PAUSED, 50_000)),
    ],
)
def test_the_time_left_does_not_change_in_an_open_pause(now_ms: int, expected: tuple[CandidatePhase, int]) -> None:
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, pauses=(Pause(from_ms=START + 10_000),))
    assert at(now_ms, schedule) == expected


def test_a_closed_pause_moves_the_end_by_its_length() -> None:
    pause = Pause(from_ms=START + 10_000, until_ms=START + 25_000)
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, pauses=(pause,))
    assert at(START + 24_999, schedule)[0] is P.PAUSED
    assert at(START + 25_000, schedule) == (P.ANSWERING, 50_000)
    assert moment(schedule, BEGUN, START + 25_000).ends_ms == START + LONG + 15_000


def test_a_pause_of_the_room_and_of_one_count_once_where_they_overlap() -> None:
    room = Pause(from_ms=START + 10_000, until_ms=START + 20_000)
    own = Pause(from_ms=START + 15_000, until_ms=START + 30_000)
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, pauses=(room,))
    told = moment(schedule, Allowances(began_ms=START, pauses=(own,)), START + 30_000)
    assert told.ends_ms == START + LONG + 20_000


def test_a_pause_also_stops_the_limit_for_late_comers() -> None:
    pause = Pause(from_ms=START + 5_000, until_ms=START + 25_000)
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, pauses=(pause,))
    assert at(START + 35_000, schedule, Allowances())[0] is P.ANSWERING
    assert at(START + 35_001, schedule, Allowances())[0] is P.TOO_LATE


PAUSES = st.lists(
    st.tuples(st.integers(0, 80_000), st.integers(0, 40_000)).map(
        lambda p: Pause(from_ms=START + p[0], until_ms=START + p[0] + p[1])
    ),
    max_size=4,
).map(tuple)


@given(PAUSES, PAUSES, st.integers(0, 30_000), st.integers(START, START + 300_000))
def test_time_left_never_grows_by_itself_and_the_end_is_where_it_reaches_zero(
    room: tuple[Pause, ...], own: tuple[Pause, ...], extra_ms: int, now_ms: int
) -> None:
    schedule = Schedule(start_ms=START, duration_ms=LONG, late_start_ms=LATE, pauses=room)
    allowances = Allowances(began_ms=START, extra_ms=extra_ms, pauses=own)
    now, later = moment(schedule, allowances, now_ms), moment(schedule, allowances, now_ms + 1)
    assert 0 <= now.left_ms - later.left_ms <= 1
    if now.phase is not P.PAUSED:
        assert moment(schedule, allowances, now.ends_ms).left_ms == 0 or now.ends_ms > now_ms
    if now.phase is P.ANSWERING:
        assert now.ends_ms == now_ms + now.left_ms
