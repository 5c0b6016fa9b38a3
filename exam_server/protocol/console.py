"""Messages between the invigilator's console and the room server over the WebSocket `/console`.

The console shows what the room says (`RoomView`, `SeatView`) and sends
intentions (`StaffCommand`); every command is answered by `StaffResult`, and
commands to desks later by `Delivery`.
"""

from __future__ import annotations

from enum import Enum

from exam_server.protocol.common import Message, RefusalCode, Refused, ServerFacts
from exam_server.protocol.desk import DeskFacts
from exam_server.protocol.timing import Allowances, Schedule
from itembank.model.record import CandidateMark, Phase


class Role(Enum):
    """Who may do what at the console."""

    INVIGILATOR = "invigilator"
    SITE_HEAD = "site_head"
    ADMINISTRATOR = "administrator"


class StaffLogin(Message, frozen=True, tag="login"):
    """First message of a console."""

    protocol: int
    account: str
    password: str


class SeatState(Enum):
    """What the seat map shows; a table in docs/protocol.md says when each holds."""

    EMPTY = "empty"
    SPARE = "spare"
    DESK_PENDING = "desk_pending"
    DESK_READY = "desk_ready"
    IDENTIFYING = "identifying"
    WAITING_ADMISSION = "waiting_admission"
    WAITING_RESUME = "waiting_resume"
    ADMITTED = "admitted"
    ANSWERING = "answering"
    PAUSED = "paused"
    LOCKED = "locked"
    OFFLINE = "offline"
    NOT_HANDED_IN = "not_handed_in"
    HANDED_IN = "handed_in"
    LEFT = "left"
    ABSENT = "absent"


class SeatView(Message, frozen=True, tag="seat"):
    """One seat as the console draws it; sent whole whenever something in it changes.

    `unsaved_seconds` is the age of the oldest work not yet safe on the server,
    `contact_seconds` the time since the desk was last heard (-1 never).
    """

    seat: str
    row: int
    column: int
    spare: bool
    state: SeatState
    candidate: str = ""
    name: str = ""
    school: str = ""
    form: str = ""
    attempt: str = ""
    desk: str = ""
    connected: bool = False
    answered: int = 0
    total: int = 0
    flagged: int = 0
    item_number: int = 0
    unsaved_seconds: int = 0
    contact_seconds: int = -1
    hand_raised: bool = False
    paper_ready: bool = False
    practical_open: bool = False
    mark: CandidateMark = CandidateMark.PRESENT
    receipt: str = ""
    allowances: Allowances = Allowances()
    facts: DeskFacts | None = None
    oddities: tuple[str, ...] = ()


class Step(Enum):
    """The guided line of the sitting."""

    CHECK = "check"
    IMPORT = "import"
    ADMIT = "admit"
    UNLOCK = "unlock"
    START = "start"
    RUN = "run"
    COLLECT = "collect"
    VERIFY = "verify"
    EXPORT = "export"
    CLEAR = "clear"


class StepView(Message, frozen=True):
    """One step: done or not, and what is missing in plain sentences."""

    step: Step
    done: bool
    current: bool
    missing: tuple[str, ...] = ()


class IncidentView(Message, frozen=True, tag="incident_view"):
    """An incident; unacknowledged ones float to the top. `severity`: 1 note, 2 look, 3 act now."""

    number: int
    wall: str
    severity: int
    code: str
    seat: str
    candidate: str
    note: str
    acknowledged: bool = False


class PendingDesk(Message, frozen=True):
    """A desk that asks to be enrolled; both screens show `compare` for people to compare."""

    desk: str
    seat: str
    address: str
    compare: str
    facts: DeskFacts


class RoomView(Message, frozen=True, tag="room"):
    """The room as a whole; sent at login and whenever it changes. Seats follow as `SeatView`."""

    server: ServerFacts
    pairing_code: str
    phase: Phase
    exam: str
    sitting: str
    title: str
    site: str
    room: str
    planned_start: str
    rehearsal: bool
    schedule: Schedule
    exam_ms: int
    steps: tuple[StepView, ...]
    rows: int
    columns: int
    account: str
    role: Role
    pending_desks: tuple[PendingDesk, ...] = ()
    shares_entered: int = 0
    shares_needed: int = 0
    ledger_entries: int = 0
    disk_free_mb: int = 0
    read_only: bool = False
    exports: tuple[str, ...] = ()


class StaffCommandKind(Enum):
    """Everything staff can ask of the room; parameters are listed in docs/protocol.md."""

    ENROL_DESK = "enrol_desk"
    ENROL_ALL = "enrol_all"
    IMPORT_PACKAGE = "import_package"
    OPEN_ADMISSION = "open_admission"
    ADMIT = "admit"
    ADMIT_ALL = "admit_all"
    DECLINE = "decline"
    APPROVE_RESUME = "approve_resume"
    MOVE = "move"
    ENTER_SHARE = "enter_share"
    CONFIRM_CLOCK = "confirm_clock"
    START = "start"
    EXTEND = "extend"
    PAUSE = "pause"
    CONTINUE = "continue"
    MESSAGE = "message"
    LOCK = "lock"
    UNLOCK = "unlock"
    FORCE_HAND_IN = "force_hand_in"
    REOPEN = "reopen"
    RECOVER = "recover"
    LET_LEAVE = "let_leave"
    MARK_CANDIDATE = "mark_candidate"
    NOTE_INCIDENT = "note_incident"
    ACKNOWLEDGE_INCIDENT = "acknowledge_incident"
    END_SITTING = "end_sitting"
    COLLECT = "collect"
    VERIFY = "verify"
    EXPORT = "export"
    CLEAR = "clear"
    ROOM_RECORD = "room_record"
    SEATING_CHART = "seating_chart"
    SIGN_IN_SHEET = "sign_in_sheet"
    ROLL_CALL = "roll_call"
    SEAT_CARDS = "seat_cards"
    DOOR_LIST = "door_list"
    LOOK_AT_MEDIA = "look_at_media"
    LOOK_AT_PORTRAIT = "look_at_portrait"


PRINTED = frozenset(
    {
        StaffCommandKind.ROOM_RECORD,
        StaffCommandKind.SEATING_CHART,
        StaffCommandKind.SIGN_IN_SHEET,
        StaffCommandKind.ROLL_CALL,
        StaffCommandKind.SEAT_CARDS,
        StaffCommandKind.DOOR_LIST,
    }
)


class SecondPerson(Message, frozen=True):
    """The second person of a grave act, with own account and password."""

    account: str
    password: str


class StaffCommand(Message, frozen=True, tag="staff"):
    """An intention. `seats` empty = the whole room where that makes sense; `values` as the kind needs.

    Repeating the same `command` id has no second effect and gets the same result.
    """

    command: str
    kind: StaffCommandKind
    seats: tuple[str, ...] = ()
    values: dict[str, str] = {}
    reason: str = ""
    second: SecondPerson | None = None


class VerifyLine(Message, frozen=True):
    """A line of the check before export; exceptions come first."""

    exception: bool
    seat: str
    candidate: str
    sentence: str


class Medium(Message, frozen=True):
    """A place on the server where files may be written or found: usually a stick. `files` are ones we can take in."""

    path: str
    label: str
    free_mb: int
    is_writable: bool
    files: tuple[str, ...] = ()


class StaffResult(Message, frozen=True, tag="result"):
    """What became of a command. `sentence` is for people; `lines` for verify; `files` names what was written.

    `document` is a printed form as PDF, or the portrait that was asked for as PNG or JPEG, empty where there is none.

    `refusal` says why a command was not even tried; SECOND_PERSON_NEEDED asks
    for the same command again, under a new id, with `second`.
    """

    command: str
    ok: bool
    sentence: str
    lines: tuple[VerifyLine, ...] = ()
    files: tuple[str, ...] = ()
    document: bytes = b""
    media: tuple[Medium, ...] = ()
    refusal: RefusalCode | None = None


class Delivery(Message, frozen=True, tag="delivery"):
    """Whether a desk has acknowledged a command; `delivered` false = not (yet) delivered, `final` = gave up."""

    command: str
    seat: str
    delivered: bool
    final: bool = False


FromConsole = StaffLogin | StaffCommand
ToConsole = RoomView | SeatView | IncidentView | StaffResult | Delivery | Refused
