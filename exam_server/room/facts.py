"""What the room must remember to be itself again after a restart, but what no centre needs: never exported.

Facts stand in the same ledger, in the same order and the same commits as the
entries of `itembank.model.record`; only those are numbered, chained and sent home.
"""

from __future__ import annotations

from itembank.model.codec import Value
from itembank.model.record import LedgerBody, LedgerEntry


class DeskEnrolled(Value, frozen=True, tag="desk"):
    """The room knows this machine by the SHA-256 of its secret; `seat` is where it stands (again: it was moved)."""

    desk: str
    secret_sha256: bytes
    seat: str
    by: str


class TryCounted(Value, frozen=True, tag="try"):
    """Somebody at `seat` typed a number that is unknown or belongs to another seat."""

    seat: str


class TriesCleared(Value, frozen=True, tag="tries_cleared"):
    """Staff let `seat` try again."""

    seat: str
    by: str


class MoveApproved(Value, frozen=True, tag="move"):
    """A candidate goes on at another seat; used up when that desk takes up the attempt."""

    candidate: str
    seat: str
    by: str


class LateExcused(Value, frozen=True, tag="excused"):
    """A candidate may begin although the limit for late comers has passed."""

    candidate: str
    by: str


class BegunNoted(Value, frozen=True, tag="begun"):
    """The candidate saw the first item at `at_ms` of the exam clock."""

    attempt: str
    at_ms: int


class KeyKept(Value, frozen=True, tag="key"):
    """The attempt key sealed to the sitting's key, so that another desk can be given it; empty in the strict tier."""

    attempt: str
    sealed: bytes


class BlobKept(Value, frozen=True, tag="blob"):
    """A sealed file is durable in the store; `attempt` brought it."""

    attempt: str
    blob: str
    size_bytes: int


class IncidentAcknowledged(Value, frozen=True, tag="acknowledged"):
    """Staff saw incident `number`."""

    number: int
    by: str


class CandidateLeft(Value, frozen=True, tag="left"):
    """Staff let the candidate of a handed-in attempt leave."""

    attempt: str
    by: str


class ResultKept(Value, frozen=True, tag="result"):
    """What was answered to a staff command, so that its repetition gets the same answer."""

    command: str
    ok: bool
    sentence: str
    files: tuple[str, ...] = ()


class RecordChecked(Value, frozen=True, tag="checked"):
    """Staff saw the lines of a check; `work` counts what of candidates was there (`RoomState.work`)."""

    work: int
    exceptions: int
    by: str


class ClockConfirmed(Value, frozen=True, tag="clock"):
    """Two persons found the machine's clock wrong: the true time was `offset_ms` later than it said."""

    offset_ms: int
    by: tuple[str, ...]


class BundleExported(Value, frozen=True, tag="exported"):
    """An answer bundle was written and read back; `entries` is how far it goes."""

    version: int
    entries: int
    files: tuple[str, ...]
    by: str


Fact = (
    DeskEnrolled
    | TryCounted
    | TriesCleared
    | MoveApproved
    | LateExcused
    | BegunNoted
    | KeyKept
    | BlobKept
    | IncidentAcknowledged
    | CandidateLeft
    | ResultKept
    | RecordChecked
    | ClockConfirmed
    | BundleExported
)
Body = LedgerBody | Fact


class Noted(Value, frozen=True):
    """A fact with the exam clock and the wall time at which it was written down."""

    exam_ms: int
    wall: str
    body: Fact


Row = LedgerEntry | Noted
