"""What follows when enough shares were entered: the forms are released to every admitted desk."""

from __future__ import annotations

from collections.abc import Sequence

from exam_server.room.enrolment import give_release
from exam_server.room.hall import Hall
from exam_server.room.state import SERVER
from itembank.model.record import AttemptOpened, PaperReleased, Phase, PhaseSet


def release(hall: Hall, forms: Sequence[str], by: Sequence[str], *, is_backup: bool) -> None:
    """Record the release and hand out the keys; the backup paper takes the place of every unfinished form."""
    hall.record(PaperReleased(forms=tuple(sorted(forms)), backup=is_backup, by=tuple(by)))
    if hall.state.phase is Phase.ADMITTING:
        hall.record(PhaseSet(phase=Phase.UNLOCKED, by=by[-1] if by else SERVER))
    if is_backup:
        _change_forms(hall)
    for link in hall.links:
        held = hall.state.attempts.get(link.attempt) if link.is_holding else None
        if held is not None:
            give_release(hall, link, held)
    hall.push_states()


def _change_forms(hall: Hall) -> None:
    """Write down for the centre that open attempts go on with the backup form; epoch and desk stay."""
    for held in list(hall.state.attempts.values()):
        if held.hand_in is None:
            hall.record(
                AttemptOpened(
                    attempt=held.attempt,
                    candidate=held.candidate,
                    seat=held.seat,
                    desk=held.desk,
                    form=hall.sitting.backup_form,
                    epoch=held.epoch,
                    reason=held.reason,
                    desk_key=held.desk_key,
                    wrapped_key=held.wrapped_key,
                    by=SERVER,
                )
            )
