"""Which phase it is for one candidate, and until when: one pure function that server and desk both call.

All instants are milliseconds of the room's exam clock. The clock itself stands
still while the server is away (an outage is given back), so nothing here knows
about crashes. Extensions, pauses and late starts are data.
"""

from __future__ import annotations

from enum import Enum

from itembank.model.codec import Value


class CandidatePhase(Enum):
    """What a candidate may do now."""

    WAITING = "waiting"
    ANSWERING = "answering"
    PAUSED = "paused"
    TOO_LATE = "too_late"
    TIME_UP = "time_up"


class Pause(Value, frozen=True):
    """The clock stood still from `from_ms` to `until_ms`; -1 while it still does."""

    from_ms: int
    until_ms: int = -1


class Schedule(Value, frozen=True):
    """Times of the whole room. `start_ms` -1 = not started. `pauses` hold for everybody."""

    start_ms: int = -1
    duration_ms: int = 0
    late_start_ms: int = 0
    late_starter_has_full_time: bool = False
    extra_ms: int = 0
    pauses: tuple[Pause, ...] = ()


class Allowances(Value, frozen=True):
    """Times of one candidate. `began_ms` -1 = has not begun; `extra_ms` sums granted time and extensions."""

    began_ms: int = -1
    extra_ms: int = 0
    pauses: tuple[Pause, ...] = ()
    excused_late: bool = False


class Moment(Value, frozen=True):
    """The answer: the phase, and the milliseconds left to answer (full time while waiting, 0 when over)."""

    phase: CandidatePhase
    left_ms: int
    ends_ms: int


def moment(schedule: Schedule, allowances: Allowances, now_ms: int) -> Moment:
    """Say where a candidate stands at `now_ms`.

    The end is start + duration + extra + paused time. Who begins late ends with
    the room, unless the rules give the full time; who comes after the late
    limit may not begin unless excused. While a pause is open the remaining time
    does not change.
    """
    total_ms = schedule.duration_ms + schedule.extra_ms + allowances.extra_ms
    if schedule.start_ms < 0 or now_ms < schedule.start_ms:
        return Moment(phase=CandidatePhase.WAITING, left_ms=total_ms, ends_ms=-1)
    if allowances.began_ms < 0 and _is_too_late(schedule, allowances, now_ms):
        return Moment(phase=CandidatePhase.TOO_LATE, left_ms=0, ends_ms=-1)
    full_time = schedule.late_starter_has_full_time and allowances.began_ms >= 0
    base_ms = max(schedule.start_ms, allowances.began_ms) if full_time else schedule.start_ms
    paused_ms, is_paused = _paused((*schedule.pauses, *allowances.pauses), base_ms, now_ms)
    ends_ms = base_ms + total_ms + paused_ms
    left_ms = max(0, ends_ms - now_ms)
    if left_ms == 0:
        return Moment(phase=CandidatePhase.TIME_UP, left_ms=0, ends_ms=ends_ms)
    phase = CandidatePhase.PAUSED if is_paused else CandidatePhase.ANSWERING
    return Moment(phase=phase, left_ms=left_ms, ends_ms=ends_ms)


def _is_too_late(schedule: Schedule, allowances: Allowances, now_ms: int) -> bool:
    if allowances.excused_late:
        return False
    paused_ms, _open = _paused(schedule.pauses, schedule.start_ms, now_ms)
    return now_ms - schedule.start_ms - paused_ms > schedule.late_start_ms


def _paused(pauses: tuple[Pause, ...], since_ms: int, now_ms: int) -> tuple[int, bool]:
    """Return the paused milliseconds since `since_ms` (overlaps once), and whether a pause is open now."""
    spans = sorted(
        (max(p.from_ms, since_ms), min(now_ms, p.until_ms) if p.until_ms >= 0 else now_ms)
        for p in pauses
        if p.from_ms <= now_ms
    )
    total_ms = 0
    reached_ms = since_ms
    for begin_ms, end_ms in spans:
        total_ms += max(0, end_ms - max(begin_ms, reached_ms))
        reached_ms = max(reached_ms, end_ms)
    is_open = any(p.from_ms <= now_ms and (p.until_ms < 0 or p.until_ms > now_ms) for p in pauses)
    return total_ms, is_open
