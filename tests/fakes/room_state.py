"""What a fake room remembers: attempts with their stored events, blobs, times. Checks like a real room, in memory."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass, field

from exam_server.protocol.common import RefusalCode, Refused
from exam_server.protocol.desk import HandIn, HandInReceipt, Progress, Save, Saved, SendFrom, StoredEvent
from exam_server.protocol.timing import Allowances, Schedule
from itembank.model.record import Phase
from itembank.sealing.attempt import AttemptKey, chain_head, first_head, receipt_code, verify_hand_in
from tests.fakes.sample_exam import SealedExam

MINUTE_MS = 60_000


@dataclass
class FakeAttempt:
    """One attempt in the room."""

    attempt: str
    candidate: str
    key: AttemptKey
    wrapped_key: bytes
    epoch: int = 0
    desk: str = ""
    desk_key: bytes = b""
    events: list[StoredEvent] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    allowances: Allowances = field(default_factory=Allowances)
    receipt: HandInReceipt | None = None
    locked: bool = False
    broken: int = 0

    @property
    def head(self) -> bytes:
        return self.events[-1].head if self.events else first_head(self.attempt)

    def saved(self, exam_ms: int) -> Saved:
        return Saved(attempt=self.attempt, seq=len(self.events), head=self.head, exam_ms=exam_ms)


@dataclass
class RoomMemory:
    """Everything that outlives a restart of the fake server. `lock` guards it against the test's thread."""

    exam: SealedExam
    auto_enrol: bool = True
    auto_admit: bool = True
    phase: Phase = Phase.ADMITTING
    schedule: Schedule = field(
        default_factory=lambda: Schedule(duration_ms=40 * MINUTE_MS, late_start_ms=15 * MINUTE_MS)
    )
    names: dict[str, str] = field(default_factory=lambda: {"0031001": "陈明", "0031002": "李𰻝"})
    attempts: dict[str, FakeAttempt] = field(default_factory=dict)
    incidents: list[str] = field(default_factory=list)
    commands_done: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    hands: list[bool] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    released: bool = False
    paper_ready: set[str] = field(default_factory=set)
    snapshot_seconds: int = 1
    blob_quota: int = 5_000
    clock_offset_ms: int = 5_000_000
    lock: threading.RLock = field(default_factory=threading.RLock)

    def exam_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self.clock_offset_ms

    def attempt_of(self, candidate: str) -> FakeAttempt:
        if candidate not in self.attempts:
            key = AttemptKey.generate()
            name = f"S1-{candidate}"
            self.attempts[candidate] = FakeAttempt(name, candidate, key, self.exam.wrapped(key, name))
        return self.attempts[candidate]

    def by_name(self, attempt: str) -> FakeAttempt | None:
        return next((one for one in self.attempts.values() if one.attempt == attempt), None)

    def save(self, attempt: FakeAttempt, message: Save) -> Saved | SendFrom | Refused:
        """Store what continues the chain, acknowledge what is known, refuse what differs."""
        for event in message.events:
            if event.seq <= len(attempt.events):
                if attempt.events[event.seq - 1].ciphertext != event.ciphertext:
                    attempt.broken += 1
                    return Refused(to="save", code=RefusalCode.CHAIN_BROKEN)
                continue
            if event.seq != len(attempt.events) + 1:
                return SendFrom(attempt=attempt.attempt, seq=len(attempt.events) + 1)
            head = chain_head(attempt.head, attempt.attempt, message.epoch, event.seq, event.ciphertext)
            if head != event.head:
                attempt.broken += 1
                return Refused(to="save", code=RefusalCode.CHAIN_BROKEN)
            attempt.events.append(
                StoredEvent(epoch=message.epoch, seq=event.seq, ciphertext=event.ciphertext, head=head)
            )
        return attempt.saved(self.exam_ms())

    def hand_in(self, attempt: FakeAttempt, message: HandIn) -> HandInReceipt | Refused:
        if attempt.receipt is not None:
            return attempt.receipt
        if message.count != len(attempt.events) or message.head != attempt.head:
            return Refused(to="hand_in", code=RefusalCode.CHAIN_BROKEN)
        verify_hand_in(attempt.desk_key, attempt.attempt, message.epoch, message.count, message.head, message.signature)
        if set(message.blobs) - set(attempt.blobs):
            return Refused(to="hand_in", code=RefusalCode.MISSING_BLOBS)
        code = receipt_code(attempt.attempt, message.count, message.head)
        attempt.receipt = HandInReceipt(
            attempt=attempt.attempt, receipt=code, count=message.count, exam_ms=self.exam_ms()
        )
        return attempt.receipt

    def store_blob(self, attempt: FakeAttempt, name: str, body: bytes) -> bool:
        if hashlib.sha256(body).hexdigest() != name:
            return False
        attempt.blobs[name] = body
        return True
