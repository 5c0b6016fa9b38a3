"""What the passing of time brings: overdue hand-ins, commands that did not arrive. Called once a second."""

from __future__ import annotations

from exam_server.protocol.timing import CandidatePhase
from exam_server.room.hall import Hall
from exam_server.room.state import Attempt
from itembank.model.record import Phase

OVERDUE_MS = 60_000
DELIVERY_MS = 5_000


def tick(hall: Hall) -> None:
    """Note what is overdue."""
    if hall.state.phase is Phase.RUNNING:
        for held in hall.state.attempts.values():
            if held.hand_in is None and _is_overdue(hall, held):
                _note_overdue(hall, held)
    _tell_undelivered(hall)


def undelivered(hall: Hall) -> None:
    """Tell a console that has just come what did not arrive."""
    hall.told.clear()
    _tell_undelivered(hall)


def _is_overdue(hall: Hall, held: Attempt) -> bool:
    moment = hall.moment(held.candidate)
    return moment.phase is CandidatePhase.TIME_UP and hall.now_ms() > moment.ends_ms + OVERDUE_MS


def _note_overdue(hall: Hall, held: Attempt) -> None:
    """Once an attempt and epoch, even after somebody acknowledged it."""
    noted = any(i.code == "not_handed_in" and i.candidate == held.candidate for i in hall.state.incidents)
    if not noted:
        hall.note("not_handed_in", seat=held.seat, candidate=held.candidate)


def _tell_undelivered(hall: Hall) -> None:
    for command in hall.state.commands.values():
        for seat in sorted(command.waiting):
            if hall.is_over(command, seat):
                hall.tell_delivery(command.command, seat, delivered=False, final=True)
            elif hall.now_ms() - command.exam_ms >= DELIVERY_MS:
                hall.tell_delivery(command.command, seat, delivered=False)
