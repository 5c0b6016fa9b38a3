"""Frozen values about room and connection that the desk's screens show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Connection(Enum):
    """The connection to the room, as the strip at the top says it."""

    NONE = "none"
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """A room server that answered on the network; whoever knows its pairing code may connect."""

    address: str
    room: str
    version: str
    rehearsal: bool
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """What the room told an enrolled (or waiting) desk about itself and this sitting.

    `compare` is the short code that desk and console show for people to compare.
    """

    enrolled: bool
    compare: str
    room: str
    seat: str
    title: str = ""
    exam: str = ""
    sitting: str = ""
    rehearsal: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperFetch:
    """How far the sealed papers have been fetched; nobody can read them yet."""

    done_bytes: int
    total_bytes: int
    ready: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the room said no, one action for the candidate, and the short code the console can look up.

    `detail` is the room's own sentence for staff; `tries_left` -1 = does not apply.
    """

    code: str
    sentence: str
    action: str
    detail: str = ""
    tries_left: int = -1
