"""The room's ledger as it leaves the room: everything that happened, in order, without any answer in clear.

The room server writes these entries, the centre reads them. Bytes are sealed
events, keys wrapped to the centre, signatures; in JSON they are base64.
"""

from __future__ import annotations

from enum import Enum

from itembank.model.codec import Value
from itembank.model.events import HandInReason


class Phase(Enum):
    """Where a sitting stands; `exam_server.room` holds the table of allowed steps."""

    IMPORTED = "imported"
    ADMITTING = "admitting"
    UNLOCKED = "unlocked"
    RUNNING = "running"
    ENDED = "ended"
    COLLECTED = "collected"
    EXPORTED = "exported"
    CLEARED = "cleared"


class OpenReason(Enum):
    """Why a desk was given an attempt."""

    FIRST = "first"
    RESUME = "resume"
    MOVE = "move"
    REOPEN = "reopen"


class CandidateMark(Enum):
    """What staff note about a candidate in the room record."""

    PRESENT = "present"
    ABSENT = "absent"
    MISCONDUCT = "misconduct"
    CHEATING = "cheating"
    MACHINE_FAULT = "machine_fault"
    DEFERRED = "deferred"


class PackageImported(Value, frozen=True, tag="imported"):
    """A sealed package was taken in and verified unread; `manifest_sha256` names it."""

    manifest_sha256: str
    exam: str
    sitting: str
    rehearsal: bool


class PhaseSet(Value, frozen=True, tag="phase"):
    """The sitting moved on."""

    phase: Phase
    by: str


class PaperReleased(Value, frozen=True, tag="released"):
    """Enough shares were entered; the named forms can be opened."""

    forms: tuple[str, ...]
    backup: bool
    by: tuple[str, ...]


class Started(Value, frozen=True, tag="started"):
    """Answering began for all at `start_ms` of the exam clock."""

    start_ms: int
    duration_ms: int
    by: str


class AttemptOpened(Value, frozen=True, tag="attempt"):
    """A desk holds an attempt. A higher epoch fences every earlier desk.

    `desk_key` is the desk's Ed25519 public key for this epoch, `wrapped_key` the
    attempt key sealed to the centre (the same in all epochs).
    """

    attempt: str
    candidate: str
    seat: str
    desk: str
    form: str
    epoch: int
    reason: OpenReason
    desk_key: bytes
    wrapped_key: bytes
    by: str


class EventStored(Value, frozen=True, tag="event"):
    """One sealed save; `head` is the attempt's chain head after it."""

    attempt: str
    epoch: int
    seq: int
    ciphertext: bytes
    head: bytes


class HandInStored(Value, frozen=True, tag="hand_in"):
    """An attempt was handed in with `count` events; the desk signed (attempt, epoch, count, head)."""

    attempt: str
    epoch: int
    count: int
    head: bytes
    signature: bytes
    reason: HandInReason
    receipt: str


class Reopened(Value, frozen=True, tag="reopened"):
    """Two persons took back a hand-in."""

    attempt: str
    by: tuple[str, ...]
    reason: str


class AllowanceGiven(Value, frozen=True, tag="allowance"):
    """More time for one attempt (or all when `attempt` is empty)."""

    attempt: str
    extra_ms: int
    reason: str
    by: str


class PauseSet(Value, frozen=True, tag="pause"):
    """The clock of one attempt (or all) stood still from `from_ms`; `until_ms` is -1 while it does."""

    attempt: str
    from_ms: int
    until_ms: int
    reason: str
    by: str


class OutageCredited(Value, frozen=True, tag="outage"):
    """The server was away; the exam clock did not run for `away_ms` of wall time (an estimate, for the record)."""

    away_ms: int


class CommandGiven(Value, frozen=True, tag="command"):
    """A staff command to desks; `seats` empty means all."""

    command: str
    kind: str
    seats: tuple[str, ...]
    reason: str
    by: tuple[str, ...]


class CommandDelivered(Value, frozen=True, tag="delivered"):
    """A desk acknowledged a command."""

    command: str
    seat: str


class IncidentNoted(Value, frozen=True, tag="incident"):
    """Something staff or the server noted; `code` comes from the incident table, `note` from a person."""

    code: str
    seat: str
    candidate: str
    note: str
    by: str


class CandidateMarked(Value, frozen=True, tag="marked"):
    """Staff noted a candidate's status, with the article of the rules where one applies."""

    candidate: str
    mark: CandidateMark
    note: str
    by: tuple[str, ...]


LedgerBody = (
    PackageImported
    | PhaseSet
    | PaperReleased
    | Started
    | AttemptOpened
    | EventStored
    | HandInStored
    | Reopened
    | AllowanceGiven
    | PauseSet
    | OutageCredited
    | CommandGiven
    | CommandDelivered
    | IncidentNoted
    | CandidateMarked
)


class LedgerEntry(Value, frozen=True):
    """One entry: running number from 1, exam clock, wall time in UTC (for people), and what happened."""

    n: int
    exam_ms: int
    wall: str
    body: LedgerBody


class LedgerBatch(Value, frozen=True):
    """Entries committed together. `head` = H(`previous`, SHA-256 of the canonical bytes of `entries`).

    `exam_ms` is the exam clock at the commit; a signature covers it with the head. The room
    signs heads once a second; the last one of an export is always signed.
    """

    previous: bytes
    entries: tuple[LedgerEntry, ...]
    head: bytes
    exam_ms: int = 0
    signature: bytes = b""
