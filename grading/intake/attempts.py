"""Attempts gathered from the ledger: who held them, their sealed events, their hand-ins; chains checked unread."""

from __future__ import annotations

from dataclasses import dataclass, field

from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, from_bytes
from itembank.model.events import AttemptEvent, AttemptState, fold
from itembank.model.record import AttemptOpened, EventStored, HandInStored, LedgerEntry, Reopened
from itembank.sealing.attempt import AttemptKey, first_head, open_event, receipt_code, verify_event, verify_hand_in
from itembank.sealing.errors import AnswerProtectionError
from itembank.sealing.keys import BoxKey

EVENT_KIND: type[AttemptEvent] = AttemptEvent  # type: ignore[assignment]


@dataclass(slots=True)
class AttemptLedger:
    """All that the ledger says of one attempt, in order."""

    attempt: str
    opened: list[AttemptOpened] = field(default_factory=list)
    events: list[EventStored] = field(default_factory=list)
    hand_ins: list[HandInStored] = field(default_factory=list)
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt opened and folded. `problems` are sentences; with any of them a person decides on the attempt."""

    attempt: str
    candidate: str
    form: str
    seats: tuple[str, ...]
    state: AttemptState
    events: int
    hand_in: HandInStored | None
    key: AttemptKey
    problems: tuple[str, ...] = ()


BROKEN_EVENT = N_("第 {seq} 次保存的校验不通过，其后的作答没有采用。")
BROKEN_HAND_IN = N_("交卷签名与作答不符。")
NOT_HANDED_IN = N_("没有交卷记录，按收到的作答评分。")


def gather(entries: list[LedgerEntry]) -> dict[str, AttemptLedger]:
    """Sort the ledger's entries by attempt."""
    attempts: dict[str, AttemptLedger] = {}
    for entry in entries:
        body = entry.body
        if isinstance(body, AttemptOpened):
            attempts.setdefault(body.attempt, AttemptLedger(body.attempt)).opened.append(body)
        elif isinstance(body, EventStored | HandInStored | Reopened):
            known = attempts.setdefault(body.attempt, AttemptLedger(body.attempt))
            if isinstance(body, EventStored):
                known.events.append(body)
            elif isinstance(body, HandInStored):
                known.hand_ins.append(body)
            else:
                known.reopened += 1
    return attempts


def open_attempt(ledger: AttemptLedger, box: BoxKey) -> Attempt:
    """Unwrap the attempt key, verify the chain, open every event and fold them.

    Raises `AnswerProtectionError` when the key cannot be unwrapped. A broken
    event stops the fold there and is a problem, never a silent loss.
    """
    last = ledger.opened[-1]
    key = AttemptKey.unwrap(box, ledger.attempt, last.wrapped_key)
    problems: list[str] = []
    events, head = _open_events(ledger, key, problems)
    hand_in = ledger.hand_ins[-1] if len(ledger.hand_ins) > ledger.reopened else None
    if hand_in is None:
        problems.append(_(NOT_HANDED_IN))
    elif not _is_true(hand_in, ledger, head, len(events)):
        problems.append(_(BROKEN_HAND_IN))
    return Attempt(
        attempt=ledger.attempt,
        candidate=last.candidate,
        form=last.form,
        seats=tuple(dict.fromkeys(opened.seat for opened in ledger.opened)),
        state=fold(events),
        events=len(events),
        hand_in=hand_in,
        key=key,
        problems=tuple(problems),
    )


def _open_events(ledger: AttemptLedger, key: AttemptKey, problems: list[str]) -> tuple[list[AttemptEvent], bytes]:
    head = first_head(ledger.attempt)
    events: list[AttemptEvent] = []
    for seq, stored in enumerate(ledger.events, start=1):
        try:
            if stored.seq != seq:
                raise AnswerProtectionError(_("序号不连续。"))
            verify_event(head, ledger.attempt, stored.epoch, seq, stored.ciphertext, stored.head)
            plain = open_event(key, ledger.attempt, stored.epoch, seq, head, stored.ciphertext)
            events.append(from_bytes(EVENT_KIND, plain))
        except (AnswerProtectionError, ModelError):
            problems.append(_(BROKEN_EVENT).format(seq=seq))
            break
        head = stored.head
    return events, head


def _is_true(hand_in: HandInStored, ledger: AttemptLedger, head: bytes, count: int) -> bool:
    """Say whether a hand-in's count, head, signature and receipt all agree with the events."""
    desk = next((opened.desk_key for opened in ledger.opened if opened.epoch == hand_in.epoch), None)
    if desk is None or hand_in.count != count or hand_in.head != head:
        return False
    try:
        verify_hand_in(desk, ledger.attempt, hand_in.epoch, hand_in.count, hand_in.head, hand_in.signature)
    except AnswerProtectionError:
        return False
    return receipt_code(ledger.attempt, hand_in.count, hand_in.head) == hand_in.receipt
