"""Saves and what is around them: beginning, progress, fetching what is stored, hand-in."""

from __future__ import annotations

from collections.abc import Sequence

from exam_server.protocol.common import MAX_ATTEMPT_BYTES, MAX_EVENT_BYTES, MAX_EVENTS_PER_SAVE, RefusalCode
from exam_server.protocol.desk import (
    Begun,
    Events,
    Fenced,
    FetchEvents,
    HandIn,
    HandInReceipt,
    Progress,
    Save,
    Saved,
    SealedEvent,
    SendFrom,
    StoredEvent,
)
from exam_server.protocol.states import LinkState
from exam_server.protocol.timing import CandidatePhase
from exam_server.room.facts import BegunNoted
from exam_server.room.hall import Hall
from exam_server.room.intake import Chain, Intake, judge_save
from exam_server.room.link import Link
from exam_server.room.state import Attempt
from itembank.base.i18n import _
from itembank.model.events import HandInReason
from itembank.model.record import EventStored, HandInStored, Phase
from itembank.model.sitting import MINUTES
from itembank.sealing.attempt import receipt_code, verify_hand_in
from itembank.sealing.errors import AnswerProtectionError

MAX_EVENTS = 100_000
FETCH_EVENTS = 200
FETCH_BYTES = 4 << 20
LATE_GRACE_MS = 10_000
SAVING_PHASES = frozenset({Phase.RUNNING, Phase.ENDED, Phase.COLLECTED, Phase.EXPORTED})


def begun(hall: Hall, link: Link, message: Begun) -> None:
    """Note when the candidate saw the first item; only the first time counts."""
    held = find_held(hall, link, message.attempt, link.epoch)
    if held is None or hall.state.phase is not Phase.RUNNING:
        return
    if hall.state.allowances[held.candidate].began_ms >= 0:
        return
    hall.record(BegunNoted(attempt=held.attempt, at_ms=hall.now_ms()))
    hall.push_states([held.candidate])


def save(hall: Hall, link: Link, message: Save) -> None:
    """Store what continues the chain; acknowledge what is stored already."""
    held = find_held(hall, link, message.attempt, message.epoch)
    if held is None:
        return
    if hall.state.phase not in SAVING_PHASES:
        hall.refuse(link, "save", RefusalCode.WRONG_PHASE)
        return
    if _is_too_large(held, message):
        hall.note_once("over_budget", seat=held.seat, candidate=held.candidate)
        hall.refuse(link, "save", RefusalCode.TOO_LARGE)
        return

    def find_head(seq: int) -> bytes | None:
        found = hall.archive.find_event(held.attempt, seq)
        return found.head if found is not None else None

    judgement = judge_save(Chain(held.attempt, held.epoch, held.seq, held.head), message.events, find_head)
    match judgement.verdict:
        case Intake.STORE:
            _store(hall, link, held, judgement.events)
        case Intake.KNOWN:
            hall.send(link, _saved(hall, held))
        case Intake.GAP:
            hall.send(link, SendFrom(attempt=held.attempt, seq=held.seq + 1))
        case Intake.BROKEN:
            hall.note_once("chain_broken", seat=held.seat, candidate=held.candidate)
            hall.refuse(link, "save", RefusalCode.CHAIN_BROKEN)


def fetch(hall: Hall, link: Link, message: FetchEvents) -> None:
    """Give stored events to the desk that resumes."""
    held = find_held(hall, link, message.attempt, message.epoch)
    if held is None:
        return
    found: list[StoredEvent] = []
    size = 0
    for event in hall.archive.events(held.attempt, max(1, message.seq), FETCH_EVENTS):
        size += len(event.ciphertext)
        if found and size > FETCH_BYTES:
            break
        found.append(StoredEvent(epoch=event.epoch, seq=event.seq, ciphertext=event.ciphertext, head=event.head))
    complete = found[-1].seq >= held.seq if found else message.seq > held.seq
    hall.send(link, Events(attempt=held.attempt, events=tuple(found), complete=complete))


def progress(hall: Hall, link: Link, message: Progress) -> None:
    """Keep the counts for the console."""
    if message.attempt == link.attempt:
        link.progress, link.progress_ms = message, hall.now_ms()


def hand_in(hall: Hall, link: Link, message: HandIn) -> None:
    """Close an attempt whose every event and file is stored; the same hand-in gets the same receipt."""
    held = find_held(hall, link, message.attempt, message.epoch)
    if held is None:
        return
    if held.hand_in is not None:
        _repeat(hall, link, held, message)
        return
    if not _may_hand_in(hall, message):
        hall.refuse(link, "hand_in", RefusalCode.NOT_ALLOWED, _("还不到允许交卷的时间。"))
        return
    if message.count > held.seq:
        hall.send(link, SendFrom(attempt=held.attempt, seq=held.seq + 1))
        return
    if message.count != held.seq or message.head != held.head:
        hall.note_once("chain_broken", seat=held.seat, candidate=held.candidate)
        hall.refuse(link, "hand_in", RefusalCode.CHAIN_BROKEN)
        return
    if missing := [blob for blob in message.blobs if blob not in held.blobs]:
        detail = _("还有 {count} 个文件未上传。").format(count=len(missing))
        hall.refuse(link, "hand_in", RefusalCode.MISSING_BLOBS, detail)
        return
    if not _is_signed(held, message):
        hall.note_once("bad_signature", seat=held.seat, candidate=held.candidate)
        hall.refuse(link, "hand_in", RefusalCode.FAILED, _("交卷签名不对。"))
        return
    _close(hall, link, held, message)


def find_held(hall: Hall, link: Link, attempt: str, epoch: int) -> Attempt | None:
    """Return the attempt if this desk holds it in this epoch; else fence the desk and return None."""
    held = hall.state.attempts.get(attempt)
    if held is None or attempt != link.attempt:
        hall.refuse(link, "save", RefusalCode.NOT_ALLOWED)
        return None
    if held.epoch != epoch:
        hall.send(link, Fenced(attempt=attempt, epoch=held.epoch))
        return None
    return held


def _store(hall: Hall, link: Link, held: Attempt, events: Sequence[SealedEvent]) -> None:
    if held.hand_in is not None:
        hall.note_once("after_hand_in", seat=held.seat, candidate=held.candidate)
        hall.refuse(link, "save", RefusalCode.HANDED_IN)
        return
    hall.record(
        *(
            EventStored(attempt=held.attempt, epoch=held.epoch, seq=e.seq, ciphertext=e.ciphertext, head=e.head)
            for e in events
        )
    )
    hall.send(link, _saved(hall, held))
    moment = hall.moment(held.candidate)
    if moment.phase is CandidatePhase.TIME_UP and hall.now_ms() > moment.ends_ms + LATE_GRACE_MS:
        hall.note_once("late_events", seat=held.seat, candidate=held.candidate)


def _saved(hall: Hall, held: Attempt) -> Saved:
    return Saved(attempt=held.attempt, seq=held.seq, head=held.head, exam_ms=hall.now_ms())


def _is_too_large(held: Attempt, message: Save) -> bool:
    if len(message.events) > MAX_EVENTS_PER_SAVE or held.seq + len(message.events) > MAX_EVENTS:
        return True
    sizes = [len(event.ciphertext) for event in message.events]
    return max(sizes, default=0) > MAX_EVENT_BYTES or held.size_bytes + sum(sizes) > MAX_ATTEMPT_BYTES


def _may_hand_in(hall: Hall, message: HandIn) -> bool:
    if hall.state.phase not in SAVING_PHASES:
        return False
    if message.reason is not HandInReason.CANDIDATE:
        return True
    start_ms = hall.state.schedule.start_ms
    return hall.now_ms() - start_ms >= hall.sitting.policy.earliest_hand_in_minutes * MINUTES


def _is_signed(held: Attempt, message: HandIn) -> bool:
    try:
        verify_hand_in(held.desk_key, held.attempt, held.epoch, message.count, message.head, message.signature)
    except AnswerProtectionError:
        return False
    return True


def _close(hall: Hall, link: Link, held: Attempt, message: HandIn) -> None:
    receipt = receipt_code(held.attempt, message.count, message.head)
    hall.record(
        HandInStored(
            attempt=held.attempt,
            epoch=held.epoch,
            count=message.count,
            head=message.head,
            signature=message.signature,
            reason=message.reason,
            receipt=receipt,
        )
    )
    if hall.state.phase is Phase.EXPORTED:
        hall.note_once("hand_in_after_export", seat=held.seat, candidate=held.candidate)
    link.state = LinkState.HANDED_IN
    hall.send(link, _receipt(hall, held.attempt, receipt, message.count))


def _repeat(hall: Hall, link: Link, held: Attempt, message: HandIn) -> None:
    done = held.hand_in
    if done is None or (done.count, done.head) != (message.count, message.head):
        hall.refuse(link, "hand_in", RefusalCode.HANDED_IN)
        return
    link.state = LinkState.HANDED_IN
    hall.send(link, _receipt(hall, held.attempt, done.receipt, done.count))


def _receipt(hall: Hall, attempt: str, receipt: str, count: int) -> HandInReceipt:
    return HandInReceipt(attempt=attempt, receipt=receipt, count=count, exam_ms=hall.now_ms())
