"""Frozen values about the attempt that the desk's screens show; made by the engine, never by a screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from exam_server.protocol.timing import CandidatePhase
from itembank.base.i18n import N_
from itembank.model.events import HandInReason
from itembank.model.responses import Completeness


class SaveMark(Enum):
    """How safe everything is that the candidate did so far; each value is true, never hopeful."""

    UNSAVED = "unsaved"
    DESK = "desk"
    SERVER = "server"
    STANDBY = "standby"


SAVE_MARK_WORDS = {
    SaveMark.UNSAVED: N_("未保存"),
    SaveMark.DESK: N_("已存本机"),
    SaveMark.SERVER: N_("已存服务器"),
    SaveMark.STANDBY: N_("已存备份服务器"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a number belongs to. The portrait comes later by `Desk.photoShown`, if `has_photo`."""

    number: str
    name: str
    school: str
    class_name: str
    seat: str
    has_photo: bool
    resuming: bool


@dataclass(frozen=True, slots=True)
class ItemMark:
    """One chip of the palette. `number` is the item's number in the paper, `section` counts from 0."""

    number: int
    item: str
    section: int
    seen: bool
    completeness: Completeness
    flagged: bool
    current: bool

    @property
    def is_answered(self) -> bool:
        """Say whether the item counts as answered; a partial answer does not."""
        return self.completeness is Completeness.FULL


@dataclass(frozen=True, slots=True)
class MomentView:
    """Time as the screen shows it, sent once a second. `is_estimate`: no contact, the room may correct it."""

    phase: CandidatePhase
    left_ms: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class TimeWarning:
    """A warning (15, 5, 1 minutes; 0 = the last ten seconds) with the number of items not answered yet."""

    minutes: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a resumed desk took up: answered items, events recovered from this machine, and where to continue."""

    answers: int
    recovered: int
    files: int
    current: str


class FolderFault(Enum):
    """What can be wrong with a practical task's folder at hand-in."""

    MISSING = "missing"
    UNCHANGED = "unchanged"
    WRONG_FOLDER = "wrong_folder"
    WRONG_FORMAT = "wrong_format"
    OPEN_ELSEWHERE = "open_elsewhere"
    UNSAVED = "unsaved"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class FolderFinding:
    """One sentence's worth of trouble: `path` is the deliverable, `found` where or as what it was found instead."""

    number: int
    item: str
    fault: FolderFault
    path: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class HandInSummary:
    """What the candidate should know before handing in; numbers are item numbers of the paper.

    `earliest_left_ms` > 0 = handing in is not allowed yet, for so long.
    """

    total: int
    unanswered: tuple[int, ...]
    partial: tuple[int, ...]
    flagged: tuple[int, ...]
    findings: tuple[FolderFinding, ...]
    save_mark: SaveMark
    unsaved_events: int
    offline: bool
    earliest_left_ms: int = 0

    @property
    def is_clean(self) -> bool:
        """Say whether nothing needs the candidate's attention."""
        return not (self.unanswered or self.flagged or self.findings)


@dataclass(frozen=True, slots=True)
class Stick:
    """A removable place that can be written to."""

    folder: str
    label: str


@dataclass(frozen=True, slots=True)
class HandInProgress:
    """What is still on its way while handing in; `not_saved` names files a program did not save in time.

    Without the room: `file` is the sealed hand-in file on this machine, `sticks` where a copy can go, `copies` where
    copies are, `file_fault` why it could not be written.
    """

    reason: HandInReason
    events_left: int
    files_left: int
    offline: bool
    not_saved: tuple[str, ...] = ()
    file: str = ""
    file_fault: str = ""
    sticks: tuple[Stick, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The green page: the room has everything. `code` is the receipt code that the room computed alike.

    `total` items of which `answered` are complete, and of the `files_wanted` that the tasks ask for `files_came`.
    `total` is 0 when this desk only heard of the receipt and never opened the paper.
    """

    code: str
    reason: HandInReason
    answered: int = 0
    total: int = 0
    files_came: int = 0
    files_wanted: int = 0
    not_saved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffMessage:
    """A message of the staff, to stand on the screen until it is closed."""

    command: str
    text: str


@dataclass(frozen=True, slots=True)
class LockView:
    """Whether staff locked the desk, why, and that the clock runs on."""

    locked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An earlier answer of an item, newest first, to look at or to take again."""

    seq: int
    at_ms: int
    response: dict[str, str | tuple[str, ...] | None]
