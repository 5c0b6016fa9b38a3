"""What the printed forms of a room show, as plain values; whoever knows the room fills them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _


class FormError(JikaoError):
    """A form that would say something untrue."""


class Tier(Enum):
    """Who may see a form; printed in its upper left corner."""

    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


class NameDisplay(Enum):
    """Whether a form shows names in full; what hangs in a corridor does not."""

    FULL = "full"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class FormHeading:
    """Exam, place and time of one sitting in one room; times are local wall-clock times."""

    exam: str
    subject: str
    sitting: str
    site: str
    room: str
    starts_at: datetime
    ends_at: datetime
    tier: Tier = Tier.INTERNAL


@dataclass(frozen=True, slots=True)
class SeatedCandidate:
    """A candidate with a seat; `photo` is a PNG or JPEG."""

    seat: str
    candidate_number: str
    name: str
    school: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody on duty: "监考员", "林老师"; the school the person comes from may be empty."""

    role: str
    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many were expected and came; `handed_in` counts received papers, `spare_desks` spare machines in use."""

    expected: int
    present: int
    absent: int
    handed_in: int
    spare_desks: int = 0

    def __post_init__(self) -> None:
        if min(self.expected, self.present, self.absent, self.handed_in, self.spare_desks) < 0:
            raise FormError(_("考场人数不能为负数。"), hint=_("请核对考场数据。"), code=ExitCode.BUG)
        if self.present + self.absent != self.expected:
            raise FormError(
                _("实考 {present} 人与缺考 {absent} 人之和不等于应考 {expected} 人。").format(
                    present=self.present, absent=self.absent, expected=self.expected
                ),
                hint=_("请先核对每名考生的到考情况。"),
            )


@dataclass(frozen=True, slots=True)
class Event:
    """A step of the sitting and when it happened: "启封", "开考", "交卷结束"."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something to be recorded about a seat; seat and number are empty where it concerns the whole room."""

    at: datetime
    seat: str
    candidate_number: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A name and a digest that ties the paper to the data: the ledger's head, the exported bundle."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """The record of one sitting in one room.

    `edition` counts the exports; `receipt` is the payload of the QR code; `signers` are the roles that sign.
    """

    heading: FormHeading
    attendance: Attendance
    staff: tuple[StaffMember, ...]
    absentees: tuple[SeatedCandidate, ...]
    events: tuple[Event, ...]
    incidents: tuple[Incident, ...]
    digests: tuple[Digest, ...]
    signers: tuple[str, ...]
    printed_at: datetime
    program: str
    edition: int = 1
    receipt: bytes | None = None

    def __post_init__(self) -> None:
        if len(self.absentees) != self.attendance.absent:
            raise FormError(
                _("缺考名单有 {listed} 人，而缺考人数为 {absent} 人。").format(
                    listed=len(self.absentees), absent=self.attendance.absent
                ),
                hint=_("请先核对每名考生的到考情况。"),
            )


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the room plan, rows counted from the front, columns from the left as seen from the back.

    `candidate` is None for a free place; `is_spare` marks a spare machine.
    """

    row: int
    column: int
    seat: str
    candidate: SeatedCandidate | None = None
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class SeatingChart:
    """The plan of a room."""

    heading: FormHeading
    rows: int
    columns: int
    places: tuple[Place, ...]
    printed_at: datetime
    names: NameDisplay = NameDisplay.FULL
    with_photos: bool = False

    def __post_init__(self) -> None:
        taken: set[tuple[int, int]] = set()
        for place in self.places:
            spot = (place.row, place.column)
            if not (1 <= place.row <= self.rows and 1 <= place.column <= self.columns) or spot in taken:
                raise FormError(
                    _("座位 {seat}（第 {row} 排第 {column} 列）超出考场范围或与其他座位重复。").format(
                        seat=place.seat, row=place.row, column=place.column
                    ),
                    hint=_("请检查考场座位设置。"),
                )
            taken.add(spot)


@dataclass(frozen=True, slots=True)
class RoomList:
    """The candidates of a room in the order of their seats: for the sign-in sheet, the door and seat cards."""

    heading: FormHeading
    candidates: tuple[SeatedCandidate, ...]
    printed_at: datetime
    names: NameDisplay = NameDisplay.FULL
    notices: tuple[str, ...] = ()
