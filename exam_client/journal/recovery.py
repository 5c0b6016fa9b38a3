"""Taking up an attempt again: what the room has, what this desk still has, and what of it goes on. Pure.

The room's chain is the truth. Records of this desk that follow it directly were typed here and never arrived:
they are recorded anew in the new epoch. Records that follow something else belong to a past that went on at
another desk: they are set aside and reported, never merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from exam_client.journal.frames import DamagedJournalError, JournalContent, Record, is_chain
from exam_server.protocol.desk import StoredEvent
from itembank.base.i18n import _
from itembank.model.codec import from_bytes, to_bytes
from itembank.model.events import AttemptEvent, Ended, Resumed
from itembank.sealing.attempt import AttemptKey, first_head, open_event, seal_event


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What a desk begins with: `stored` the room already has, `pending` it typed itself and never sent.

    `aside` counts records of a past that went on elsewhere; `is_own` says that this desk was the last to write.
    """

    stored: tuple[Record, ...]
    pending: tuple[Record, ...]
    aside: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Reopened:
    """An attempt ready to go on: its events in order and all records, the last ones sealed in the new epoch."""

    events: tuple[AttemptEvent, ...]
    records: tuple[Record, ...]
    recovered: int


def needs_fetch(local: JournalContent | None, stored_seq: int, stored_head: bytes) -> bool:
    """Say whether the room's events must be fetched, because this desk does not hold them all."""
    if stored_seq == 0:
        return False
    return local is None or local.head_at(stored_seq) != stored_head


def records_of(events: Sequence[StoredEvent]) -> tuple[Record, ...]:
    """Turn the room's stored events into records."""
    return tuple(Record(e.epoch, e.seq, e.head, e.ciphertext) for e in events)


def take_up(
    attempt: str,
    local: JournalContent | None,
    fetched: Sequence[Record] | None,
    stored_seq: int,
    stored_head: bytes,
) -> TakenUp:
    """Decide what goes on; `fetched` are the room's events if they were needed. Raises `DamagedJournalError`."""
    own = local.records if local else ()
    if fetched is None:
        if local is not None and local.head_at(stored_seq) != stored_head:
            raise ValueError("the room's events are needed")
        return TakenUp(tuple(own[:stored_seq]), tuple(own[stored_seq:]), 0, is_own=bool(own) or stored_seq == 0)
    stored = tuple(fetched)
    head = stored[-1].head if stored else first_head(attempt)
    if len(stored) != stored_seq or head != stored_head or not is_chain(attempt, stored):
        raise DamagedJournalError(_("服务器送来的作答记录不完整。"))
    common = 0
    for mine, theirs in zip(own, stored, strict=False):
        if mine != theirs:
            break
        common += 1
    return TakenUp(stored, (), len(own) - common, is_own=False)


def reopen(key: AttemptKey, attempt: str, epoch: int, taken: TakenUp, *, seat: str, at_ms: int) -> Reopened:
    """Open all records and seal the pending ones anew in `epoch`, behind a `Resumed` event.

    An `Ended` that never arrived is dropped: a resumed candidate hands in again. An attempt without any event
    gets none: the room takes no save before the start.
    """
    events = open_records(key, attempt, (*taken.stored, *taken.pending))
    stored, pending = events[: len(taken.stored)], events[len(taken.stored) :]
    again = [event for event in pending if not isinstance(event, Ended | Resumed)]
    if not taken.stored and not again:
        return Reopened((), (), 0)
    added = (Resumed(seat=seat, recovered=len(again), at_ms=at_ms), *again)
    records = list(taken.stored)
    for event in added:
        records.append(seal_next(key, attempt, epoch, records[-1] if records else None, event))
    return Reopened((*stored, *added), tuple(records), len(again))


def seal_next(key: AttemptKey, attempt: str, epoch: int, last: Record | None, event: AttemptEvent) -> Record:
    """Seal an event after `last`."""
    seq, head = (last.seq + 1, last.head) if last else (1, first_head(attempt))
    sealed = seal_event(key, attempt, epoch, seq, head, to_bytes(event))
    return Record(epoch, seq, sealed.head, sealed.ciphertext)


def open_records(key: AttemptKey, attempt: str, records: Sequence[Record]) -> tuple[AttemptEvent, ...]:
    """Open records from the first one on; raises `AnswerProtectionError`."""
    head = first_head(attempt)
    events: list[AttemptEvent] = []
    for record in records:
        plain = open_event(key, attempt, record.epoch, record.seq, head, record.ciphertext)
        events.append(from_bytes(cast("type[AttemptEvent]", AttemptEvent), plain))
        head = record.head
    return tuple(events)
