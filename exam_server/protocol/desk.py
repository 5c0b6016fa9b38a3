"""Messages between a desk and the room server over the WebSocket `/desk`, both directions.

Big things (sealed forms, blobs, photos) go over plain HTTPS on the same port
with the desk's token; see docs/protocol.md.
"""

from __future__ import annotations

from enum import Enum

from exam_server.protocol.common import Message, Refused
from exam_server.protocol.timing import Allowances, Schedule
from itembank.model.events import HandInReason
from itembank.model.record import OpenReason, Phase


class DeskFacts(Message, frozen=True):
    """What a desk found out about its machine; shown on the console so that the odd one out is visible."""

    version: str
    system: str
    screen: str
    scale_percent: int = 100
    office: tuple[str, ...] = ()
    free_disk_mb: int = 0
    clock_offset_ms: int = 0
    guard_level: str = "L0"
    input_method: str = ""
    restore_card: bool = False


class DeskHello(Message, frozen=True, tag="hello"):
    """First message. `desk` is the machine's random id, `secret` its 32 random bytes, kept on the machine.

    `seat` is the label typed or configured at this desk, or empty; `attempt`
    names the attempt this desk still holds and `epoch` its epoch (reconnection).
    """

    protocol: int
    desk: str
    secret: bytes
    facts: DeskFacts
    seat: str = ""
    attempt: str = ""
    epoch: int = 0


class Enrolment(Enum):
    """Whether the room knows the desk."""

    PENDING = "pending"
    ENROLLED = "enrolled"


class SealedPart(Message, frozen=True):
    """A sealed compartment to be fetched beforehand with GET /sealed/<name> and ranges."""

    name: str
    size_bytes: int
    sha256: str


class DeskWelcome(Message, frozen=True, tag="welcome"):
    """Answer to `DeskHello`, sent again when the enrolment or the sitting changes.

    `manifest` is the signed manifest of the paper package (bytes as sealed);
    `fetch_after_ms` spreads the downloads; `token` authorises HTTPS requests.
    """

    enrolment: Enrolment
    seat: str
    room: str
    token: str = ""
    exam: str = ""
    sitting: str = ""
    title: str = ""
    rehearsal: bool = False
    rules: tuple[str, ...] = ()
    phase: Phase = Phase.IMPORTED
    manifest: bytes = b""
    parts: tuple[SealedPart, ...] = ()
    fetch_after_ms: int = 0
    identity_tries: int = 3
    warnings_minutes: tuple[int, ...] = (15, 5, 1)
    snapshot_seconds: int = 30
    earliest_hand_in_minutes: int = 0


class TimeProbe(Message, frozen=True, tag="probe"):
    """Clock probe; `desk_ms` is the desk's own monotonic time."""

    desk_ms: int


class TimeReply(Message, frozen=True, tag="time"):
    """Exam clock at arrival and at departure, and the probe's own stamp."""

    desk_ms: int
    received_ms: int
    sent_ms: int


class PaperReady(Message, frozen=True, tag="ready"):
    """The desk has these compartments complete and with the right digests."""

    parts: tuple[str, ...]


class Identify(Message, frozen=True, tag="identify"):
    """A candidate typed a number."""

    candidate: str


class Identity(Message, frozen=True, tag="identity"):
    """Who that number belongs to; the portrait is at GET /photo/<candidate> when `photo` is set."""

    candidate: str
    name: str
    school: str
    class_name: str
    seat: str
    photo: bool
    resuming: bool


class ConfirmIdentity(Message, frozen=True, tag="confirm"):
    """The candidate said "是本人". `desk_key` is a fresh Ed25519 public key, used for one epoch."""

    candidate: str
    desk_key: bytes


class AdmissionPending(Message, frozen=True, tag="pending"):
    """Staff must admit (or approve the resume); the desk shows whom it waits for."""

    candidate: str
    resuming: bool


class Admitted(Message, frozen=True, tag="admitted"):
    """The desk holds the attempt now.

    `attempt_key` seals its events; `stored_seq` and `stored_head` say how far
    the room's chain goes, which the desk fetches with `FetchEvents` when it is
    longer than its own journal; new events start at `stored_seq + 1` in `epoch`.
    """

    attempt: str
    candidate: str
    name: str
    seat: str
    form: str
    epoch: int
    reason: OpenReason
    attempt_key: bytes
    wrapped_key: bytes
    stored_seq: int
    stored_head: bytes


class Released(Message, frozen=True, tag="released"):
    """The small key that opens the form's compartment; sent to admitted desks once the paper is unlocked."""

    form: str
    part: str
    content_key: bytes


class RoomState(Message, frozen=True, tag="state"):
    """Phase and times as they are now; sent on every change. `paused_reason` and `locked_reason` are for the screen."""

    phase: Phase
    schedule: Schedule
    allowances: Allowances
    exam_ms: int
    locked: bool = False
    locked_reason: str = ""
    paused_reason: str = ""


class Begun(Message, frozen=True, tag="begun"):
    """The desk shows the first item; the room notes when this candidate began."""

    attempt: str


class SealedEvent(Message, frozen=True):
    """One sealed save; `head` is the chain head after it. Epoch and attempt stand in `Save`."""

    seq: int
    ciphertext: bytes
    head: bytes


class Save(Message, frozen=True, tag="save"):
    """Events in order without gaps, beginning after the last acknowledged one (or repeated from earlier)."""

    attempt: str
    epoch: int
    events: tuple[SealedEvent, ...]


class Saved(Message, frozen=True, tag="saved"):
    """Everything up to `seq` is durable in the room's ledger; `copies` counts machines that have it."""

    attempt: str
    seq: int
    head: bytes
    exam_ms: int
    copies: int = 1


class SendFrom(Message, frozen=True, tag="send_from"):
    """There is a gap: the room needs the events from `seq` on."""

    attempt: str
    seq: int


class FetchEvents(Message, frozen=True, tag="fetch"):
    """The desk asks for stored events from `seq` on, to resume."""

    attempt: str
    epoch: int
    seq: int


class StoredEvent(Message, frozen=True):
    """A stored event with the epoch it was sealed in."""

    epoch: int
    seq: int
    ciphertext: bytes
    head: bytes


class Events(Message, frozen=True, tag="events"):
    """Stored events; `complete` is false while more follow (ask again from the next seq)."""

    attempt: str
    events: tuple[StoredEvent, ...]
    complete: bool


class Progress(Message, frozen=True, tag="progress"):
    """What the console may see of an attempt: counts, never content. Sent on change, at most once a second."""

    attempt: str
    answered: int
    total: int
    flagged: int
    item_number: int
    unsaved_events: int
    unsaved_seconds: int
    practical_open: bool = False


class CommandKind(Enum):
    """What staff can make a desk do. `TIMES` asks only for `CommandDone` after the `RoomState` sent just before.

    A desk acknowledges a kind that needs nothing of it, so that staff see it arrived.
    """

    MESSAGE = "message"
    LOCK = "lock"
    UNLOCK = "unlock"
    HAND_IN = "hand_in"
    SNAPSHOT = "snapshot"
    RELEASE_DESK = "release_desk"
    TIMES = "times"


class DeskCommand(Message, frozen=True, tag="command"):
    """A staff command; it may come twice, the desk carries it out once and acknowledges each time."""

    command: str
    kind: CommandKind
    text: str = ""


class CommandDone(Message, frozen=True, tag="done"):
    """The desk carried out a command (and, for a message, it stands on the screen)."""

    command: str


class HandRaised(Message, frozen=True, tag="hand"):
    """The candidate asks for staff, or no longer does."""

    raised: bool


class DeskIncident(Message, frozen=True, tag="incident"):
    """Something the desk noticed, by its code (focus lost, USB, clock jump ...)."""

    code: str
    note: str = ""


class HandIn(Message, frozen=True, tag="hand_in"):
    """The attempt is complete: `count` events up to `head`, signed by the desk. May be repeated; same answer."""

    attempt: str
    epoch: int
    count: int
    head: bytes
    signature: bytes
    reason: HandInReason
    blobs: tuple[str, ...] = ()


class HandInReceipt(Message, frozen=True, tag="receipt"):
    """The room has everything; `receipt` is the code on the green page."""

    attempt: str
    receipt: str
    count: int
    exam_ms: int


class MayLeave(Message, frozen=True, tag="may_leave"):
    """Staff agreed that the candidate leaves; the desk returns to its first screen."""

    attempt: str


class Fenced(Message, frozen=True, tag="fenced"):
    """Another desk holds the attempt now; this one must stop and may never write again."""

    attempt: str
    epoch: int


FromDesk = (
    DeskHello
    | TimeProbe
    | PaperReady
    | Identify
    | ConfirmIdentity
    | Begun
    | Save
    | FetchEvents
    | Progress
    | CommandDone
    | HandRaised
    | DeskIncident
    | HandIn
)
ToDesk = (
    DeskWelcome
    | TimeReply
    | Identity
    | AdmissionPending
    | Admitted
    | Released
    | RoomState
    | Saved
    | SendFrom
    | Events
    | DeskCommand
    | HandInReceipt
    | MayLeave
    | Fenced
    | Refused
)
