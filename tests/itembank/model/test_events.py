"""The state of an attempt follows from its events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itembank.model.codec import from_bytes, to_bytes
from itembank.model.events import (
    Answered,
    AttemptEvent,
    AttemptState,
    Ended,
    Flagged,
    FolderSaved,
    HandInReason,
    ProgramRan,
    Resumed,
    SnapshotReason,
    Visited,
    fold,
)
from itembank.model.responses import FileEntry, FolderManifest

NAMES = st.sampled_from(["Q1", "Q2", "P1"])
TIMES = st.integers(0, 10**7)
MANIFESTS = st.sampled_from(["a", "b"]).map(
    lambda letter: FolderManifest(entries=(FileEntry(path="x", sha256=letter * 64),))
)
EVENTS: st.SearchStrategy[AttemptEvent] = st.one_of(
    st.builds(
        Answered,
        item=NAMES,
        response=st.dictionaries(st.just("RESPONSE"), st.one_of(st.none(), st.text(max_size=5), st.just(("A", "B")))),
        at_ms=TIMES,
    ),
    st.builds(FolderSaved, item=NAMES, manifest=MANIFESTS, reason=st.sampled_from(SnapshotReason), at_ms=TIMES),
    st.builds(Flagged, item=NAMES, flagged=st.booleans(), at_ms=TIMES),
    st.builds(Visited, item=NAMES, at_ms=TIMES),
    st.builds(ProgramRan, item=NAMES, source_sha256=st.just("a" * 64), outcome=st.just("ok"), at_ms=TIMES),
    st.builds(Resumed, seat=st.just("01"), recovered=st.integers(0, 9), at_ms=TIMES),
    st.builds(Ended, reason=st.sampled_from(HandInReason), at_ms=TIMES),
)


def test_nothing_happened_is_an_empty_state() -> None:
    assert fold([]) == AttemptState()


@given(st.lists(EVENTS, max_size=20))
def test_the_newest_answer_counts(events: list[AttemptEvent]) -> None:
    state = fold(events)
    newest = {event.item: event.response for event in events if isinstance(event, Answered)}
    assert state.responses == newest
    assert state.events == len(events)


@given(st.lists(EVENTS, max_size=20))
def test_every_event_comes_back_from_its_bytes(events: list[AttemptEvent]) -> None:
    for event in events:
        assert from_bytes(type(event), to_bytes(event)) == event
    assert from_bytes(AttemptState, to_bytes(fold(events))) == fold(events)


def test_the_first_starter_and_the_newest_folder_are_kept() -> None:
    first, second = (FolderManifest(entries=(FileEntry(path="x", sha256=c * 64),)) for c in "ab")
    events = [
        FolderSaved(item="P1", manifest=first, reason=SnapshotReason.STARTER, at_ms=0),
        FolderSaved(item="P1", manifest=second, reason=SnapshotReason.TIMER, at_ms=1),
        FolderSaved(item="P1", manifest=second, reason=SnapshotReason.STARTER, at_ms=2),
    ]
    state = fold(events)
    assert (state.starters["P1"], state.folders["P1"]) == (first, second)


def test_an_event_after_the_end_reopens_the_attempt() -> None:
    end = Ended(reason=HandInReason.CANDIDATE, at_ms=5)
    assert fold([end]).ended is HandInReason.CANDIDATE
    assert fold([end, Visited(item="Q1", at_ms=6)]).ended is None


def test_flags_and_visits() -> None:
    events: list[AttemptEvent] = [
        Visited(item="Q1", at_ms=0),
        Flagged(item="Q1", flagged=True, at_ms=1),
        Visited(item="Q2", at_ms=2),
    ]
    state = fold([*events, Flagged(item="Q1", flagged=False, at_ms=3)])
    assert (state.flags, state.visited, state.current) == (frozenset(), frozenset({"Q1", "Q2"}), "Q2")
