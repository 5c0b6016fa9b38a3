"""The attempt on this desk: what was answered, what is still in the fingers, which events come of it. Pure.

Every method that changes something returns the events to be recorded, in order. The state is the fold of all
events (`itembank.model.events.fold`), kept up to date event by event; `current_state` adds what is not saved yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exam_client.attempt.completeness import item_completeness
from exam_client.attempt.folder_events import folding_of, snapshot_events
from exam_client.attempt.resting import Resting
from exam_client.attempt.views import HistoryEntry, ItemMark, Restored
from itembank.base.clock import Clock
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.codec import to_bytes
from itembank.model.events import (
    Answered,
    AttemptEvent,
    AttemptState,
    Ended,
    Flagged,
    FolderSaved,
    Folding,
    HandInReason,
    ProgramRan,
    SnapshotReason,
    Visited,
)
from itembank.model.paper import Paper, PaperItem
from itembank.model.responses import Completeness, FolderManifest, ItemResponse, check_response

MAX_PLAIN_EVENT_BYTES = 31 * 1024


class UnknownItemError(JikaoError):
    """An item that this paper does not have."""


class TooLongError(JikaoError):
    """An answer is longer than the room takes."""


@dataclass
class AttemptController:
    """One attempt. `exam_now_ms` tells the exam clock, `clock` the machine's own."""

    clock: Clock
    exam_now_ms: Callable[[], int]
    events: list[AttemptEvent] = field(default_factory=list)
    paper: Paper | None = None
    _typed: dict[str, ItemResponse] = field(default_factory=dict, init=False)
    _too_long: set[str] = field(default_factory=set, init=False)
    _resting: Resting = field(default_factory=Resting, init=False)
    _folding: Folding = field(init=False)
    _state: AttemptState = field(default_factory=AttemptState, init=False)
    _entries: dict[str, PaperItem] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Fold the events of a taken-up attempt."""
        self._folding = folding_of(self.events)
        self._state = self._folding.state()
        if self.paper is not None:
            self.open_paper(self.paper)

    # ---- what is so

    @property
    def saved_state(self) -> AttemptState:
        """The fold of all events."""
        return self._state

    @property
    def has_unsaved(self) -> bool:
        """Say whether something typed has not become an event yet, or is too long ever to become one."""
        return self._resting.is_pending or bool(self._too_long)

    def current_state(self) -> AttemptState:
        """Return the state with what is typed and not saved yet."""
        if not self._typed:
            return self._state
        return _with(self._state, responses={**self._state.responses, **self._typed})

    def is_due(self) -> bool:
        """Say whether typed work should be saved now."""
        return self._resting.is_due(self.clock.monotonic_ms())

    def unsaved_since_ms(self) -> int:
        """Return when typing began that is not saved, on the machine's clock; -1 if there is none."""
        return self._resting.since_ms

    def entry(self, item: str) -> PaperItem:
        """Get an item of the paper; raises `UnknownItemError`."""
        if item not in self._entries:
            raise UnknownItemError(_("试卷中没有试题“{item}”。").format(item=item))
        return self._entries[item]

    def marks(self) -> tuple[ItemMark, ...]:
        """Return the palette; empty before the paper is open."""
        if self.paper is None:
            return ()
        state = self.current_state()
        return tuple(
            ItemMark(
                number=entry.number,
                item=entry.item.identifier,
                section=section,
                seen=entry.item.identifier in state.visited,
                completeness=item_completeness(entry.item, state),
                flagged=entry.item.identifier in state.flags,
                current=entry.item.identifier == state.current,
            )
            for section, part in enumerate(self.paper.sections)
            for entry in part.items
        )

    def history(self, item: str) -> tuple[HistoryEntry, ...]:
        """Return all saved answers of an item, newest first."""
        return tuple(
            HistoryEntry(seq, event.at_ms, dict(event.response))
            for seq, event in reversed(list(enumerate(self.events, start=1)))
            if isinstance(event, Answered) and event.item == item
        )

    def restored(self, recovered: int) -> Restored:
        """Say what a taken-up attempt holds."""
        answered = sum(any(v is not None for v in r.values()) for r in self._state.responses.values())
        files = sum(not entry.folder for m in self._state.folders.values() for entry in m.entries)
        return Restored(answered, recovered, files, self._state.current)

    # ---- what happens

    def open_paper(self, paper: Paper) -> None:
        """The paper can be read now."""
        self.paper = paper
        self._entries = {entry.item.identifier: entry for entry in paper.entries()}

    def type(self, item: str, response: ItemResponse) -> None:
        """Take a response as it stands; `flush` makes it an event. Raises `UnknownItemError` or `ModelError`."""
        entry = self.entry(item)
        given = dict(response)
        for interaction in entry.item.interactions:
            check_response(interaction, given.get(interaction.response))
        if len(to_bytes(Answered(item=item, response=given, at_ms=self.exam_now_ms()))) > MAX_PLAIN_EVENT_BYTES:
            self._too_long.add(item)
            raise TooLongError(
                _("第 {number} 题的答案太长，新写的内容没有保存。").format(number=entry.number),
                hint=_("请删短一些。"),
            )
        self._too_long.discard(item)
        if given == self._state.responses.get(item, {}):
            self._typed.pop(item, None)
        else:
            self._typed[item] = given
        if self._typed:
            self._resting.typed(self.clock.monotonic_ms())
        else:
            self._resting.saved()

    def flush(self) -> list[AttemptEvent]:
        """Make events of everything typed."""
        at_ms = self.exam_now_ms()
        made: list[AttemptEvent] = [
            Answered(item=item, response=response, at_ms=at_ms) for item, response in self._typed.items()
        ]
        self._typed.clear()
        self._resting.saved()
        return self._take(made)

    def visit(self, item: str) -> list[AttemptEvent]:
        """Come to an item; typed work goes first."""
        self.entry(item)
        made = self.flush()
        if self._state.current == item:
            return made
        return made + self._take([Visited(item=item, at_ms=self.exam_now_ms())])

    def flag(self, item: str, *, flagged: bool) -> list[AttemptEvent]:
        """Set or take away a mark."""
        self.entry(item)
        if (item in self._state.flags) == flagged:
            return []
        return self._take([Flagged(item=item, flagged=flagged, at_ms=self.exam_now_ms())])

    def folder_saved(
        self, item: str, manifest: FolderManifest, reason: SnapshotReason, identity: str = ""
    ) -> list[AttemptEvent]:
        """Take a snapshot of a working folder (`identity`: its content id); one that equals the last makes no event."""
        if self._state.folders.get(item) == manifest:
            return []
        whole = FolderSaved(item=item, manifest=manifest, reason=reason, at_ms=self.exam_now_ms())
        return self._take(snapshot_events(whole, self._folding.folder(item), MAX_PLAIN_EVENT_BYTES, identity))

    def ran(self, item: str, source_sha256: str, outcome: str) -> list[AttemptEvent]:
        """Note a program run."""
        return self._take(
            [ProgramRan(item=item, source_sha256=source_sha256, outcome=outcome, at_ms=self.exam_now_ms())]
        )

    def end(self, reason: HandInReason) -> list[AttemptEvent]:
        """Hand in; typed work goes first. Ending twice makes no second event."""
        made = self.flush()
        if self._state.ended is not None:
            return made
        return made + self._take([Ended(reason=reason, at_ms=self.exam_now_ms())])

    def _take(self, made: Sequence[AttemptEvent]) -> list[AttemptEvent]:
        for event in made:
            self.events.append(event)
            self._folding.take(event)
        if made:
            self._state = self._folding.state()
        return list(made)


def unanswered(marks: Sequence[ItemMark]) -> tuple[int, ...]:
    """Return the numbers of items that count as unanswered."""
    return tuple(mark.number for mark in marks if not mark.is_answered)


def partial(marks: Sequence[ItemMark]) -> tuple[int, ...]:
    """Return the numbers of items answered in part."""
    return tuple(mark.number for mark in marks if mark.completeness is Completeness.PARTIAL)


def _with(state: AttemptState, *, responses: dict[str, ItemResponse]) -> AttemptState:
    return AttemptState(
        responses=responses,
        folders=state.folders,
        starters=state.starters,
        flags=state.flags,
        visited=state.visited,
        current=state.current,
        ended=state.ended,
        events=state.events,
    )
