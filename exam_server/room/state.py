"""What a room knows about its sitting. Only `fold` changes it.

A restarted server applies the same rows and is exactly where it was. Who is
connected at the moment is not state but `link`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from exam_server.protocol.timing import Allowances, Schedule
from exam_server.room import facts
from itembank.model import record
from itembank.model.record import HandInStored, OpenReason, Phase
from itembank.model.sitting import MINUTES, Sitting

ALL = ""
SERVER = "server"


class EventTail(NamedTuple):
    """What all stored events of an attempt amount to."""

    attempt: str
    seq: int
    head: bytes
    events: int
    size_bytes: int
    exam_ms: int
    n: int = 0


@dataclass(slots=True)
class Attempt:
    """One candidate's attempt as the room holds it; `head` is the chain head after event `seq`."""

    attempt: str
    candidate: str
    seat: str
    desk: str
    form: str
    epoch: int
    reason: OpenReason
    desk_key: bytes
    wrapped_key: bytes
    head: bytes
    seq: int = 0
    size_bytes: int = 0
    saved_ms: int = -1
    kept_key: bytes = b""
    hand_in: HandInStored | None = None
    reopened: bool = False
    left: bool = False
    blobs: dict[str, int] = field(default_factory=dict)
    desks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class KnownDesk:
    """An enrolled machine."""

    desk: str
    secret_sha256: bytes
    seat: str


@dataclass(slots=True)
class Command:
    """A staff command to desks, and which seats it still has to reach."""

    command: str
    kind: str
    seats: tuple[str, ...]
    text: str
    exam_ms: int
    waiting: set[str]
    delivered: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Incident:
    """Something noted, by its running number."""

    number: int
    wall: str
    code: str
    seat: str
    candidate: str
    note: str
    acknowledged: bool = False


class RoomState:
    """The state of one sitting. Dictionaries are keyed by attempt, candidate number, desk, seat or command id."""

    def __init__(self, sitting: Sitting) -> None:
        """Begin before the first row."""
        self.sitting = sitting
        self.people = {candidate.number: candidate for candidate in sitting.candidates}
        self.phase = Phase.IMPORTED
        self.manifest_sha256 = ""
        self.schedule = Schedule(
            duration_ms=sitting.duration_minutes * MINUTES,
            late_start_ms=sitting.policy.late_start_minutes * MINUTES,
            late_starter_has_full_time=sitting.policy.late_starter_has_full_time,
        )
        self.released: tuple[str, ...] = ()
        self.backup = False
        self.attempts: dict[str, Attempt] = {}
        self.at_seat: dict[str, list[str]] = {}
        self.allowances: dict[str, Allowances] = {
            c.number: Allowances(extra_ms=c.extra_minutes * MINUTES) for c in sitting.candidates
        }
        self.pause_reasons: dict[str, str] = {}
        self.locks: dict[str, str] = {}
        self.marks: dict[str, record.CandidateMarked] = {}
        self.desks: dict[str, KnownDesk] = {}
        self.tries: dict[str, int] = {}
        self.moves: dict[str, str] = {}
        self.commands: dict[str, Command] = {}
        self.incidents: list[Incident] = []
        self.unacknowledged: set[tuple[str, str, str]] = set()
        self.results: dict[str, facts.ResultKept] = {}
        self.exports: list[facts.BundleExported] = []
        self.check: facts.RecordChecked | None = None
        self.clock_offset_ms = 0
        self.last_of_worth = 0
        self.entries = 0
        self.events = 0

    # ---- looking

    @property
    def work(self) -> int:
        """A number that grows with everything that comes in of candidates: events, files, openings, hand-ins."""
        held = self.attempts.values()
        return self.events + sum(len(a.blobs) + a.epoch + (a.hand_in is not None) for a in held)

    def attempt_id(self, number: str) -> str:
        """The name of a candidate's attempt, known before it is opened."""
        return f"{self.sitting.sitting}-{number}"

    def find_attempt(self, number: str) -> Attempt | None:
        """Find the attempt of a candidate."""
        return self.attempts.get(self.attempt_id(number))

    def number_of(self, attempt: str) -> str:
        """The candidate an attempt belongs to."""
        return attempt.removeprefix(f"{self.sitting.sitting}-")

    def seat_of(self, number: str) -> str:
        """Where a candidate belongs now: the approved move, the attempt's seat, or the roster's."""
        if number in self.moves:
            return self.moves[number]
        attempt = self.find_attempt(number)
        if attempt is not None:
            return attempt.seat
        candidate = self.people.get(number)
        return candidate.seat if candidate is not None else ""

    def form_of(self, number: str) -> str:
        """The form a candidate writes: the backup form once that was unlocked."""
        candidate = self.people.get(number)
        if self.backup:
            return self.sitting.backup_form
        return candidate.form if candidate is not None else ""

    def desk_at(self, seat: str) -> KnownDesk | None:
        """Find the enrolled desk of a seat."""
        return next((desk for desk in self.desks.values() if desk.seat == seat), None) if seat else None

    def attempt_at(self, seat: str) -> Attempt | None:
        """Find the attempt that is at a seat now: the unfinished one before one whose candidate has left."""
        here = [self.attempts[name] for name in self.at_seat.get(seat, ())]
        return min(here, key=lambda a: (a.left, a.hand_in is not None), default=None)


def is_waiting_for(command: Command, seat: str) -> bool:
    """Say whether a command still waits for the word of this seat."""
    return seat in command.waiting
