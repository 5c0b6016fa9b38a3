"""Small sealed chains for tests of journals, outboxes and recoveries."""

from __future__ import annotations

from collections.abc import Sequence

from exam_client.journal.frames import JournalHeader, Record
from exam_client.journal.recovery import seal_next
from itembank.model.events import Answered, AttemptEvent
from itembank.sealing.attempt import AttemptKey

ATTEMPT = "S1-0031001"
KEY = AttemptKey(bytes(range(32)))
HEADER = JournalHeader(attempt=ATTEMPT, epoch=1, wrapped_key="00", created="2026-06-13T01:00:00+00:00")


def answer(number: int, item: str = "Q1") -> Answered:
    return Answered(item=item, response={"RESPONSE": f"答{number}"}, at_ms=number * 1000)


def chain(count: int, *, epoch: int = 1, after: Sequence[Record] = (), first: int = 1) -> list[Record]:
    """`after` and `count` more records, sealed in `epoch`."""
    events: list[AttemptEvent] = [answer(first + number) for number in range(count)]
    return chain_of(events, epoch=epoch, after=after)


def chain_of(events: Sequence[AttemptEvent], *, epoch: int = 1, after: Sequence[Record] = ()) -> list[Record]:
    records = list(after)
    for event in events:
        records.append(seal_next(KEY, ATTEMPT, epoch, records[-1] if records else None, event))
    return records
