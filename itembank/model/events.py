"""What happens in an attempt, and the state that follows: `state = fold(events)` on the desk and at the centre.

An event is the plain text inside one sealed save (see `itembank.sealing.attempt`).
Nothing is ever overwritten: a later answer is a later event.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import assert_never

from itembank.model.codec import Value
from itembank.model.responses import FolderManifest, ItemResponse


class HandInReason(Enum):
    """Why an attempt ended."""

    CANDIDATE = "candidate"
    TIME_UP = "time_up"
    FORCED = "forced"


class SnapshotReason(Enum):
    """Why a working folder was looked at."""

    STARTER = "starter"
    TIMER = "timer"
    SAVED = "saved"
    FOCUS = "focus"
    RESET = "reset"
    HAND_IN = "hand_in"


class Answered(Value, frozen=True, tag="answer"):
    """The whole response of one item at `at_ms` of the exam clock."""

    item: str
    response: ItemResponse
    at_ms: int


class FolderSaved(Value, frozen=True, tag="folder"):
    """The working folder of a practical task at `at_ms`; every blob named is already durable on the desk."""

    item: str
    manifest: FolderManifest
    reason: SnapshotReason
    at_ms: int


class Flagged(Value, frozen=True, tag="flag"):
    """The candidate set or took away the mark of an item."""

    item: str
    flagged: bool
    at_ms: int


class Visited(Value, frozen=True, tag="visit"):
    """The candidate came to an item."""

    item: str
    at_ms: int


class ProgramRan(Value, frozen=True, tag="run"):
    """The candidate ran a program in the built-in editor; `source_sha256` names the text that ran."""

    item: str
    source_sha256: str
    outcome: str
    at_ms: int


class Resumed(Value, frozen=True, tag="resume"):
    """A desk took up the attempt; `recovered` counts events taken over from its own journal."""

    seat: str
    recovered: int
    at_ms: int


class Ended(Value, frozen=True, tag="end"):
    """The attempt was handed in."""

    reason: HandInReason
    at_ms: int


AttemptEvent = Answered | FolderSaved | Flagged | Visited | ProgramRan | Resumed | Ended


class AttemptState(Value, frozen=True):
    """What an attempt amounts to after some events.

    `starters` holds the first manifest of each practical task, `folders` the newest.
    """

    responses: dict[str, ItemResponse] = {}
    folders: dict[str, FolderManifest] = {}
    starters: dict[str, FolderManifest] = {}
    flags: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    current: str = ""
    ended: HandInReason | None = None
    events: int = 0


def fold(events: Iterable[AttemptEvent]) -> AttemptState:
    """Return the state after `events` in their order; an event after an `Ended` reopens the attempt."""
    responses: dict[str, ItemResponse] = {}
    folders: dict[str, FolderManifest] = {}
    starters: dict[str, FolderManifest] = {}
    flags: set[str] = set()
    visited: set[str] = set()
    current = ""
    ended: HandInReason | None = None
    count = 0
    for event in events:
        count += 1
        ended = event.reason if isinstance(event, Ended) else None
        match event:
            case Answered():
                responses[event.item] = event.response
            case FolderSaved():
                folders[event.item] = event.manifest
                if event.reason is SnapshotReason.STARTER:
                    starters.setdefault(event.item, event.manifest)
            case Flagged():
                (flags.add if event.flagged else flags.discard)(event.item)
            case Visited():
                visited.add(event.item)
                current = event.item
            case ProgramRan() | Resumed() | Ended():
                pass
            case _:
                assert_never(event)
    return AttemptState(
        responses=responses,
        folders=folders,
        starters=starters,
        flags=frozenset(flags),
        visited=frozenset(visited),
        current=current,
        ended=ended,
        events=count,
    )
