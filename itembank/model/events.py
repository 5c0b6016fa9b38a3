"""What happens in an attempt, and the state that follows: `state = fold(events)` on the desk and at the centre.

An event is the plain text inside one sealed save (see `itembank.sealing.attempt`).
Nothing is ever overwritten: a later answer is a later event.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import assert_never

from itembank.model.codec import Value
from itembank.model.folder_changes import FoldedFolder, FolderChange
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


class FolderChanged(Value, frozen=True, tag="folder_change"):
    """The same as what changed since the snapshot before, or one part of that."""

    item: str
    change: FolderChange
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


AttemptEvent = Answered | FolderSaved | FolderChanged | Flagged | Visited | ProgramRan | Resumed | Ended


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


class Folding:
    """The state of an attempt while its events are read one after the other.

    `strict` False is for a desk: it goes on working with a folder whose record does not fit together.
    """

    def __init__(self, *, strict: bool = True) -> None:
        """Begin before the first event."""
        self._strict = strict
        self._responses: dict[str, ItemResponse] = {}
        self._folders: dict[str, FoldedFolder] = {}
        self._kept: set[str] = set()
        self._starters: dict[str, FolderManifest] = {}
        self._flags: set[str] = set()
        self._visited: set[str] = set()
        self._current = ""
        self._ended: HandInReason | None = None
        self._count = 0

    def take(self, event: AttemptEvent) -> None:
        """Take the next event; an event after an `Ended` reopens the attempt.

        Raises `ModelError` for a part of a folder's record that does not fit, which then changes nothing.
        """
        match event:
            case Answered():
                self._responses[event.item] = event.response
            case FolderSaved():
                self.folder(event.item).replace(event.manifest)
                self._snapshotted(event)
            case FolderChanged():
                if self.folder(event.item).take(event.change, strict=self._strict):
                    self._snapshotted(event)
            case Flagged():
                (self._flags.add if event.flagged else self._flags.discard)(event.item)
            case Visited():
                self._visited.add(event.item)
                self._current = event.item
            case ProgramRan() | Resumed() | Ended():
                pass
            case _:
                assert_never(event)
        self._ended = event.reason if isinstance(event, Ended) else None
        self._count += 1

    def folder(self, item: str) -> FoldedFolder:
        """Get the folder of a task as far as it was read."""
        return self._folders.setdefault(item, FoldedFolder())

    def check(self) -> None:
        """Raise `ModelError` unless every folder is the one that its record names."""
        for folder in self._folders.values():
            folder.check()

    def state(self) -> AttemptState:
        """Return the state so far."""
        return AttemptState(
            responses=dict(self._responses),
            folders={item: folder.manifest for item, folder in self._folders.items() if item in self._kept},
            starters=dict(self._starters),
            flags=frozenset(self._flags),
            visited=frozenset(self._visited),
            current=self._current,
            ended=self._ended,
            events=self._count,
        )

    def _snapshotted(self, event: FolderSaved | FolderChanged) -> None:
        self._kept.add(event.item)
        if event.reason is SnapshotReason.STARTER and event.item not in self._starters:
            self._starters[event.item] = self.folder(event.item).manifest


def fold(events: Iterable[AttemptEvent]) -> AttemptState:
    """Return the state after `events` in their order; raises `ModelError` for a folder's record that does not fit."""
    folding = Folding()
    for event in events:
        folding.take(event)
    folding.check()
    return folding.state()
