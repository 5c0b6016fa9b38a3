"""What staff do, carried out: the table of kinds that need no file, and the acts on incidents and phases.

Judging comes first and lies in `commands`; what reads or writes files lies in
`exam_server.acts`.
"""

from __future__ import annotations

from collections.abc import Callable

from exam_server.protocol.console import StaffCommandKind, StaffResult
from exam_server.protocol.desk import CommandKind
from exam_server.room import incidents, staff_candidates, staff_desks, staff_time
from exam_server.room.facts import (
    IncidentAcknowledged,
    TriesCleared,
)
from exam_server.room.hall import Hall
from exam_server.room.orders import (
    MAX_TEXT,
    Order,
    StaffError,
    command_desks,
)
from exam_server.room.staff_time import early_sentence
from itembank.base.i18n import _
from itembank.model.record import (
    IncidentNoted,
    Phase,
    PhaseSet,
)

K = StaffCommandKind


def carry_out(hall: Hall, order: Order) -> StaffResult:
    """Carry out a command that needs no file; a refusal is a result, too."""
    try:
        sentence = _ACTS[order.command.kind](hall, order)
    except StaffError as error:
        return StaffResult(command=order.command.command, ok=False, sentence=str(error))
    return StaffResult(command=order.command.command, ok=True, sentence=sentence)


def is_pure(kind: StaffCommandKind) -> bool:
    """Say whether `carry_out` knows the kind; the others read or write files."""
    return kind in _ACTS


# ---- incidents and phases


def _note_incident(hall: Hall, order: Order) -> str:
    code = order.value("code") or "staff_note"
    if code not in incidents.KINDS:
        raise StaffError(_("没有这种情况代码：{code}").format(code=code))
    hall.record(
        IncidentNoted(
            code=code,
            seat=order.value("seat"),
            candidate=order.value("candidate"),
            note=order.value("note"),
            by=order.account,
        )
    )
    return _("已记录。")


def _acknowledge(hall: Hall, order: Order) -> str:
    number = order.value("number")
    if not number.isdecimal() or not 0 < int(number) <= len(hall.state.incidents):
        raise StaffError(_("没有第 {number} 条记录。").format(number=number))
    incident = hall.state.incidents[int(number) - 1]
    hall.record(IncidentAcknowledged(number=incident.number, by=order.account))
    if incident.code == "tries_used_up":
        hall.record(TriesCleared(seat=incident.seat, by=order.account))
    return _("已确认。")


def _end(hall: Hall, order: Order) -> str:
    if order.second and (early := early_sentence(hall)):
        hall.note("ended_early", note=_("{sentence}批准：{by}").format(sentence=early, by="、".join(order.by)))
    hall.record(PhaseSet(phase=Phase.ENDED, by=order.account))
    hall.push_states()
    # Desks go by their candidate's own time; whoever still has some must be told that it is over.
    seats = [a.seat for a in hall.state.attempts.values() if a.hand_in is None]
    if not seats:
        return _("考试已结束，全部交卷。")
    command_desks(hall, order, CommandKind.HAND_IN, seats, order.command.reason[:MAX_TEXT] or _("考试已结束。"))
    return _("考试已结束，已通知 {count} 个座位交卷。").format(count=len(seats))


def _collect(hall: Hall, order: Order) -> str:
    missing = [a.seat for a in hall.state.attempts.values() if a.hand_in is None]
    hall.record(PhaseSet(phase=Phase.COLLECTED, by=order.account))
    hall.push_states()
    if missing:
        return _("已回收；座位 {seats} 没有交卷，以服务器上已存的作答为准。").format(seats="、".join(missing))
    return _("已回收，全部交卷。")


_ACTS: dict[StaffCommandKind, Callable[[Hall, Order], str]] = {
    K.ENROL_DESK: staff_candidates.enrol,
    K.ENROL_ALL: staff_candidates.enrol_all,
    K.OPEN_ADMISSION: staff_candidates.open_admission,
    K.ADMIT: staff_candidates.admit,
    K.ADMIT_ALL: staff_candidates.admit_all,
    K.DECLINE: staff_candidates.decline,
    K.APPROVE_RESUME: staff_candidates.approve_resume,
    K.MOVE: staff_candidates.move,
    K.MARK_CANDIDATE: staff_candidates.mark,
    K.START: staff_time.start,
    K.EXTEND: staff_time.extend,
    K.PAUSE: staff_time.pause,
    K.CONTINUE: staff_time.go_on,
    K.MESSAGE: staff_desks.message,
    K.LOCK: staff_desks.lock_screen,
    K.UNLOCK: staff_desks.unlock_screen,
    K.FORCE_HAND_IN: staff_desks.force_hand_in,
    K.REOPEN: staff_desks.reopen,
    K.LET_LEAVE: staff_desks.let_leave,
    K.NOTE_INCIDENT: _note_incident,
    K.ACKNOWLEDGE_INCIDENT: _acknowledge,
    K.END_SITTING: _end,
    K.COLLECT: _collect,
}
