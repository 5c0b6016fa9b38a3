"""Staff and desks: messages, locked screens, forced hand-in, reopening, leaving."""

from __future__ import annotations

from collections.abc import Sequence

from exam_server.protocol.desk import CommandKind, MayLeave
from exam_server.room import admission
from exam_server.room.facts import (
    CandidateLeft,
)
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.orders import (
    MAX_TEXT,
    Order,
    StaffError,
    command_desks,
    get_attempts,
    seats_or_all,
)
from itembank.base.i18n import _
from itembank.model.record import (
    OpenReason,
    Reopened,
)

# ---- orders to desks


def message(hall: Hall, order: Order) -> str:
    text = order.value("text")
    if not text:
        raise StaffError(_("通知内容不能为空。"))
    command_desks(hall, order, CommandKind.MESSAGE, seats_or_all(hall, order), text)
    return _("通知已发出。")


def lock_screen(hall: Hall, order: Order) -> str:
    seats = seats_or_all(hall, order)
    command_desks(hall, order, CommandKind.LOCK, seats, order.command.reason[:MAX_TEXT])
    _push_seats(hall, seats)
    return _("锁屏命令已发出。")


def unlock_screen(hall: Hall, order: Order) -> str:
    seats = seats_or_all(hall, order)
    command_desks(hall, order, CommandKind.UNLOCK, seats, order.command.reason[:MAX_TEXT])
    _push_seats(hall, seats)
    return _("解锁命令已发出。")


def force_hand_in(hall: Hall, order: Order) -> str:
    attempts = get_attempts(hall, order) if order.command.seats else list(hall.state.attempts.values())
    seats = [a.seat for a in attempts if a.hand_in is None]
    if not seats:
        raise StaffError(_("没有未交卷的考生。"))
    command_desks(hall, order, CommandKind.HAND_IN, seats, order.command.reason[:MAX_TEXT])
    return _("强制交卷命令已发往 {count} 个座位。").format(count=len(seats))


def reopen(hall: Hall, order: Order) -> str:
    chosen = get_attempts(hall, order)
    if writing := [held.seat for held in chosen if held.hand_in is None]:
        raise StaffError(_("座位 {seats} 的考生没有交卷。").format(seats="、".join(writing)))
    for held in chosen:
        link = hall.link_of(held.attempt)
        hall.record(Reopened(attempt=held.attempt, by=order.by, reason=order.command.reason[:MAX_TEXT]))
        if link is not None:
            admission.open_again(hall, link, held, OpenReason.REOPEN, order.account)
    return _("已恢复作答。")


def let_leave(hall: Hall, order: Order) -> str:
    chosen = get_attempts(hall, order) if order.command.seats else list(hall.state.attempts.values())
    done = 0
    for held in chosen:
        if held.hand_in is None:
            if order.command.seats:
                raise StaffError(_("座位 {seat} 的考生还没有交卷。").format(seat=held.seat))
            continue
        link = hall.link_of(held.attempt)
        hall.record(CandidateLeft(attempt=held.attempt, by=order.account))
        if link is not None:
            hall.send(link, MayLeave(attempt=held.attempt))
            link.let_go()
        done += 1
    return _("已同意 {count} 名考生离场。").format(count=done)


def _push_seats(hall: Hall, seats: Sequence[str]) -> None:
    for seat in seats:
        link: Link | None = hall.link_at(seat)
        if link is not None:
            hall.send(link, hall.room_state(link))
