"""One sitting in one room: who sits where, when, and under which rules."""

from __future__ import annotations

from enum import Enum

from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value
from itembank.model.ids import check_candidate_number, check_identifier

MINUTES = 60_000


class Tier(Enum):
    """Whether the room could open answers in order to move a candidate; named in the room record."""

    DEFAULT = "default"
    STRICT = "strict"


class GuardLevel(Enum):
    """How far the desk is guarded: watch, user-level, managed."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"


class Seat(Value, frozen=True):
    """A seat of the room by its label; `row` and `column` count from 1 at the front left; a `spare` one is nobody's."""

    label: str
    row: int
    column: int
    spare: bool = False


class Candidate(Value, frozen=True):
    """A candidate of this sitting. `photo` is the SHA-256 of a JPEG or PNG beside the roster, or empty."""

    number: str
    name: str
    seat: str
    form: str
    school: str = ""
    class_name: str = ""
    photo: str = ""
    extra_minutes: int = 0

    def __post_init__(self) -> None:
        """Refuse an impossible number, a nameless candidate, negative time."""
        check_candidate_number(self.number)
        if not self.name.strip():
            raise ModelError(_("准考证号 {number} 没有姓名。").format(number=self.number))
        if not 0 <= self.extra_minutes <= 600:
            raise ModelError(_("准考证号 {number} 的加时分钟数不对。").format(number=self.number))


class Policy(Value, frozen=True):
    """Rules of the exam that the desk and the room follow; minutes unless named otherwise."""

    late_start_minutes: int = 15
    late_starter_has_full_time: bool = False
    earliest_hand_in_minutes: int = 0
    warnings_minutes: tuple[int, ...] = (15, 5, 1)
    identity_tries: int = 3
    auto_admit: bool = False
    tier: Tier = Tier.DEFAULT
    guard_level: GuardLevel = GuardLevel.L0
    snapshot_seconds: int = 30
    give_back_outages: bool = True
    extension_cap_minutes: int = 60


class Sitting(Value, frozen=True):
    """The room's share of an exam: what `exam-server` runs.

    `planned_start` is local wall time "2026-06-13T09:00" for people and papers;
    the running time is the exam clock's. `forms` names the compartments a
    candidate may be given; `backup_form` is opened by its own shares only.
    `rules` are shown to every candidate before the start.
    """

    exam: str
    sitting: str
    title: str
    site: str
    room: str
    planned_start: str
    duration_minutes: int
    seats: tuple[Seat, ...]
    candidates: tuple[Candidate, ...]
    forms: tuple[str, ...]
    backup_form: str = ""
    policy: Policy = Policy()
    rules: tuple[str, ...] = ()
    rehearsal: bool = False

    def __post_init__(self) -> None:
        """Refuse doubled candidates and seats, and candidates without a seat or a form."""
        check_identifier(self.exam, _("考试"))
        check_identifier(self.sitting, _("场次"))
        labels = [seat.label for seat in self.seats]
        numbers = [candidate.number for candidate in self.candidates]
        taken = [candidate.seat for candidate in self.candidates]
        for values, what in ((labels, _("座位号")), (numbers, _("准考证号")), (taken, _("已分配的座位"))):
            if len(set(values)) != len(values):
                raise ModelError(_("{what}有重复。").format(what=what))
        usable = {seat.label for seat in self.seats if not seat.spare}
        for candidate in self.candidates:
            if candidate.seat not in usable or candidate.form not in self.forms:
                raise ModelError(_("准考证号 {number} 的座位或试卷不存在。").format(number=candidate.number))

    def candidate(self, number: str) -> Candidate | None:
        """Find a candidate by number."""
        return next((c for c in self.candidates if c.number == number), None)
