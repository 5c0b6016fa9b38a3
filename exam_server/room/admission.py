"""From a typed number to a held attempt: identity, the word of staff, the key, and the fence behind an older desk."""

from __future__ import annotations

from exam_server.protocol.common import RefusalCode
from exam_server.protocol.desk import (
    AdmissionPending,
    Admitted,
    ConfirmIdentity,
    Fenced,
    Identify,
    Identity,
)
from exam_server.protocol.states import LinkState
from exam_server.room.enrolment import give_release
from exam_server.room.facts import KeyKept, TryCounted
from exam_server.room.hall import Hall
from exam_server.room.link import Link
from exam_server.room.roster import judge
from exam_server.room.state import SERVER, Attempt
from itembank.base.i18n import _
from itembank.model.record import AttemptOpened, OpenReason
from itembank.model.sitting import Candidate

DESK_KEY_BYTES = 32


def identify(hall: Hall, link: Link, message: Identify) -> None:
    """Answer a typed number with whose it is, or refuse and count."""
    verdict = judge(hall, link, message.candidate)
    candidate = verdict.candidate
    if candidate is None:
        if verdict.incident:
            known = message.candidate if hall.state.people.get(message.candidate) else ""
            hall.note_once(verdict.incident, seat=link.seat, candidate=known)
        hall.refuse(link, "identify", verdict.code, verdict.detail, _count(hall, link) if verdict.counts else -1)
        return
    link.let_go()
    link.state = LinkState.IDENTIFIED
    link.candidate = candidate.number
    hall.send(
        link,
        Identity(
            candidate=candidate.number,
            name=candidate.name,
            school=candidate.school,
            class_name=candidate.class_name,
            seat=link.seat,
            photo=bool(candidate.photo),
            resuming=hall.state.find_attempt(candidate.number) is not None,
        ),
    )


def confirm(hall: Hall, link: Link, message: ConfirmIdentity) -> None:
    """Take "是本人": admit at once where that was decided before, else wait for staff."""
    if message.candidate != link.candidate or len(message.desk_key) != DESK_KEY_BYTES:
        hall.refuse(link, "confirm", RefusalCode.BAD_MESSAGE)
        return
    verdict = judge(hall, link, message.candidate)
    if verdict.candidate is None:
        link.let_go()
        hall.refuse(link, "confirm", verdict.code, verdict.detail)
        return
    link.desk_key = message.desk_key
    link.state = LinkState.WAITING
    held = hall.state.find_attempt(message.candidate)
    if may_enter(hall, link, verdict.candidate, held):
        admit(hall, link, SERVER)
    else:
        hall.send(link, AdmissionPending(candidate=message.candidate, resuming=held is not None))


def may_enter(hall: Hall, link: Link, candidate: Candidate, held: Attempt | None) -> bool:
    """Say whether staff have decided already: an approved move or reopening, or a first login under auto-admission."""
    if candidate.number in hall.state.moves:
        return True
    if held is not None:
        return held.reopened
    return hall.sitting.policy.auto_admit and candidate.seat == link.seat


def find_admit_refusal(hall: Hall, link: Link | None, *, resuming: bool) -> str:
    """Say in a sentence why nobody can be admitted at this desk now, or return an empty text."""
    if link is None or link.state is not LinkState.WAITING:
        return _("该座位没有等待入场的考生。")
    held = hall.state.find_attempt(link.candidate)
    if (held is not None) is not resuming:
        return _("该考生是断点续考，请用“同意续考”。") if held is not None else _("该考生是首次入场，请用“准许入场”。")
    if held is not None and hall.keys.find_attempt(held.attempt, held.kept_key) is None:
        return _("服务器重启后按严格保密规定已没有该考生的作答钥匙，不能换机或续考。")
    return ""


def admit(hall: Hall, link: Link, by: str) -> None:
    """Give the attempt of the waiting candidate to this desk, in a new epoch."""
    number = link.candidate
    held = hall.state.find_attempt(number)
    reason = _reason(hall, held)
    if held is None:
        _open_first(hall, link, number, by)
    else:
        open_again(hall, link, held, reason, by)


def open_again(hall: Hall, link: Link, held: Attempt, reason: OpenReason, by: str) -> None:
    """Give an existing attempt to a desk; whoever held it before is fenced for ever."""
    key = hall.keys.find_attempt(held.attempt, held.kept_key)
    if key is None:
        link.let_go()
        detail = _("服务器重启后按严格保密规定已没有该考生的作答钥匙，不能换机或续考。")
        hall.refuse(link, "confirm", RefusalCode.FAILED, detail)
        return
    older = hall.link_of(held.attempt)
    hall.record(
        AttemptOpened(
            attempt=held.attempt,
            candidate=held.candidate,
            seat=link.seat,
            desk=link.desk,
            form=hall.state.form_of(held.candidate),
            epoch=held.epoch + 1,
            reason=reason,
            desk_key=link.desk_key,
            wrapped_key=held.wrapped_key,
            by=by,
        )
    )
    if older is not None and older is not link:
        older.let_go()
        hall.send(older, Fenced(attempt=held.attempt, epoch=held.epoch))
    _hand_over(hall, link, held, key)


def _open_first(hall: Hall, link: Link, number: str, by: str) -> None:
    attempt = hall.state.attempt_id(number)
    secrets = hall.keys.make_attempt(attempt)
    hall.record(
        AttemptOpened(
            attempt=attempt,
            candidate=number,
            seat=link.seat,
            desk=link.desk,
            form=hall.state.form_of(number),
            epoch=1,
            reason=OpenReason.FIRST,
            desk_key=link.desk_key,
            wrapped_key=secrets.wrapped,
            by=by,
        ),
        KeyKept(attempt=attempt, sealed=secrets.kept),
    )
    _hand_over(hall, link, hall.state.attempts[attempt], secrets.key)


def _hand_over(hall: Hall, link: Link, held: Attempt, key: bytes) -> None:
    candidate = hall.state.people.get(held.candidate)
    link.attempt, link.epoch, link.candidate = held.attempt, held.epoch, held.candidate
    link.state = LinkState.HOLDING
    hall.send(
        link,
        Admitted(
            attempt=held.attempt,
            candidate=held.candidate,
            name=candidate.name if candidate is not None else "",
            seat=held.seat,
            form=held.form,
            epoch=held.epoch,
            reason=held.reason,
            attempt_key=key,
            wrapped_key=held.wrapped_key,
            stored_seq=held.seq,
            stored_head=held.head,
        ),
    )
    give_release(hall, link, held)
    hall.send(link, hall.room_state(link))
    hall.deliver(link)


def _reason(hall: Hall, held: Attempt | None) -> OpenReason:
    if held is None:
        return OpenReason.FIRST
    if held.candidate in hall.state.moves:
        return OpenReason.MOVE
    return OpenReason.REOPEN if held.reopened else OpenReason.RESUME


def _count(hall: Hall, link: Link) -> int:
    """Count a wrong number and return how many tries are left."""
    hall.record(TryCounted(seat=link.seat))
    left = hall.sitting.policy.identity_tries - hall.state.tries[link.seat]
    if left <= 0:
        hall.note_once("tries_used_up", seat=link.seat)
    return max(0, left)
