"""Staff and time: start, extend, pause, continue."""

from __future__ import annotations

from collections.abc import Sequence

from exam_server.protocol.console import StaffCommand, StaffCommandKind
from exam_server.protocol.desk import CommandKind
from exam_server.room import disk
from exam_server.room.commands import Circumstances
from exam_server.room.hall import Hall
from exam_server.room.orders import (
    MAX_TEXT,
    Order,
    StaffError,
    command_desks,
    get_attempts,
    minutes_of,
)
from exam_server.room.state import ALL, Attempt
from itembank.base.i18n import _
from itembank.model.record import (
    AllowanceGiven,
    PauseSet,
    Phase,
    PhaseSet,
    Started,
)
from itembank.model.sitting import MINUTES

MAX_MINUTES = 600
SHOWN_SEATS = 10
K = StaffCommandKind


def circumstances(hall: Hall, command: StaffCommand) -> Circumstances:
    """Return what a judgement of this command needs to know."""
    return Circumstances(
        extended_minutes=extended_minutes(hall, command),
        cap_minutes=hall.sitting.policy.extension_cap_minutes,
        early=early_sentence(hall) if command.kind is K.END_SITTING else "",
    )


def early_sentence(hall: Hall) -> str:
    """Say who still has time to write, or return an empty text."""
    writing = [a for a in hall.state.attempts.values() if a.hand_in is None and hall.moment(a.candidate).left_ms > 0]
    if not writing:
        return ""
    seats = "、".join(sorted(a.seat for a in writing)[:SHOWN_SEATS])
    if len(writing) > SHOWN_SEATS:
        seats = _("{shown} 等").format(shown=seats)
    return _("座位 {seats} 共 {count} 名考生还有作答时间，现在结束就是提前结束。").format(
        seats=seats, count=len(writing)
    )


def extended_minutes(hall: Hall, command: StaffCommand) -> int:
    """Return what the largest extension of anybody would come to with this command, beyond the roster's own."""
    if command.kind is not K.EXTEND:
        return 0
    given = [hall.state.schedule.extra_ms // MINUTES]
    for number in (attempt.candidate for attempt in hall.state.attempts.values()):
        candidate = hall.state.people.get(number)
        roster = candidate.extra_minutes if candidate is not None else 0
        own_ms = hall.state.allowances[number].extra_ms
        given.append((hall.state.schedule.extra_ms + own_ms) // MINUTES - roster)
    return max(given) + minutes_of(command)


# ---- time


def start(hall: Hall, order: Order) -> str:
    if refusal := disk.find_refusal(hall):
        raise StaffError(refusal)
    start_ms = hall.now_ms()
    hall.record(
        Started(start_ms=start_ms, duration_ms=hall.sitting.duration_minutes * MINUTES, by=order.account),
        PhaseSet(phase=Phase.RUNNING, by=order.account),
    )
    hall.push_states()
    return _("考试开始。")


def extend(hall: Hall, order: Order) -> str:
    minutes = minutes_of(order.command)
    if not 0 < minutes <= MAX_MINUTES:
        raise StaffError(_("延长的分钟数应在 1 到 {most} 之间。").format(most=MAX_MINUTES))
    reason, extra_ms = order.command.reason[:MAX_TEXT], minutes * MINUTES
    attempts = get_attempts(hall, order) if order.command.seats else []
    over = [a.seat for a in attempts if a.hand_in is not None]
    if over:
        raise StaffError(_("座位 {seats} 的考生已经交卷，请先恢复作答。").format(seats="、".join(over)))
    for attempt in [a.attempt for a in attempts] or [ALL]:
        hall.record(AllowanceGiven(attempt=attempt, extra_ms=extra_ms, reason=reason, by=order.account))
    numbers = [a.candidate for a in attempts]
    hall.push_states(numbers)
    _announce(hall, order, attempts, _("考试时间延长 {minutes} 分钟。").format(minutes=minutes))
    return _("已延长 {minutes} 分钟。").format(minutes=minutes)


def pause(hall: Hall, order: Order) -> str:
    now_ms, reason = hall.now_ms(), order.command.reason[:MAX_TEXT]
    attempts = get_attempts(hall, order) if order.command.seats else []
    for number, attempt in _targets(hall, attempts):
        if _open_pause(hall, number) is None:
            hall.record(PauseSet(attempt=attempt, from_ms=now_ms, until_ms=-1, reason=reason, by=order.account))
    hall.push_states([a.candidate for a in attempts])
    _announce(hall, order, attempts, reason)
    return _("已暂停计时。")


def go_on(hall: Hall, order: Order) -> str:
    now_ms, reason = hall.now_ms(), order.command.reason[:MAX_TEXT]
    attempts = get_attempts(hall, order) if order.command.seats else []
    ended = 0
    for number, attempt in _targets(hall, attempts):
        from_ms = _open_pause(hall, number)
        if from_ms is not None:
            hall.record(PauseSet(attempt=attempt, from_ms=from_ms, until_ms=now_ms, reason=reason, by=order.account))
            ended += 1
    if not ended:
        raise StaffError(_("没有正在进行的暂停。"))
    hall.push_states([a.candidate for a in attempts])
    _announce(hall, order, attempts, _("考试继续。"))
    return _("已继续计时。")


def _targets(hall: Hall, attempts: Sequence[Attempt]) -> list[tuple[str, str]]:
    del hall
    return [(a.candidate, a.attempt) for a in attempts] or [(ALL, ALL)]


def _open_pause(hall: Hall, number: str) -> int | None:
    pauses = hall.state.schedule.pauses if number == ALL else hall.state.allowances[number].pauses
    return next((pause.from_ms for pause in pauses if pause.until_ms < 0), None)


def _announce(hall: Hall, order: Order, attempts: Sequence[Attempt], text: str) -> None:
    """Let the desks concerned acknowledge the times that were just sent."""
    live = attempts or [a for a in hall.state.attempts.values() if a.hand_in is None]
    command_desks(hall, order, CommandKind.TIMES, [a.seat for a in live], text)
