"""Judging a save: does it continue the chain? A pure function of what is stored and what came.

The room cannot read an event, but it recomputes the chain over the ciphertext,
so nothing that does not follow from everything before is ever stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from exam_server.protocol.desk import SealedEvent
from itembank.sealing.attempt import chain_head

HEAD_BYTES = 32


class Intake(Enum):
    """What became of a save."""

    STORE = "store"
    KNOWN = "known"
    GAP = "gap"
    BROKEN = "broken"


class Judgement(NamedTuple):
    """The verdict, and the events to be stored when it is STORE."""

    verdict: Intake
    events: tuple[SealedEvent, ...] = ()


class Chain(NamedTuple):
    """What is stored of an attempt: `seq` events, the last with `head`; `epoch` is the one that may write."""

    attempt: str
    epoch: int
    seq: int
    head: bytes


def judge_save(chain: Chain, events: Sequence[SealedEvent], find_head: Callable[[int], bytes | None]) -> Judgement:
    """Compare a save with the stored chain.

    Events up to `chain.seq` must be the ones stored (`find_head` gives the
    head after an event, or None when it is on its way to the disk); the rest
    must follow without a gap.
    """
    if not events:
        return Judgement(Intake.KNOWN)
    if any(later.seq != event.seq + 1 for event, later in pairwise(events)):
        return Judgement(Intake.BROKEN)
    if events[0].seq > chain.seq + 1:
        return Judgement(Intake.GAP)
    if events[0].seq < 1 or any(len(event.head) != HEAD_BYTES for event in events):
        return Judgement(Intake.BROKEN)
    old = [event for event in events if event.seq <= chain.seq]
    new = tuple(event for event in events if event.seq > chain.seq)
    if not all(_is_stored(chain, event, find_head) for event in old[-1:]):
        return Judgement(Intake.BROKEN)
    head = chain.head
    for event in new:
        head = chain_head(head, chain.attempt, chain.epoch, event.seq, event.ciphertext)
        if head != event.head:
            return Judgement(Intake.BROKEN)
    return Judgement(Intake.STORE, new) if new else Judgement(Intake.KNOWN)


def _is_stored(chain: Chain, event: SealedEvent, find_head: Callable[[int], bytes | None]) -> bool:
    """The head after an event stands for everything before it, so the newest known event speaks for all."""
    head = chain.head if event.seq == chain.seq else find_head(event.seq)
    return head is None or head == event.head
