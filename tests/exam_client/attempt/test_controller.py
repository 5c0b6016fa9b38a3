from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.attempt.controller import AttemptController, TooLongError, UnknownItemError, partial, unanswered
from itembank.base.clock import FakeClock
from itembank.model.codec import ModelError
from itembank.model.events import (
    Answered,
    AttemptEvent,
    Ended,
    Flagged,
    FolderSaved,
    Folding,
    HandInReason,
    ProgramRan,
    Resumed,
    SnapshotReason,
    Visited,
    fold,
)
from itembank.model.responses import Completeness, FileEntry, FolderManifest
from tests.fakes.sample_exam import sample_paper

STARTER = FolderManifest(entries=(FileEntry(path="a.txt", sha256="a" * 64),))
WORKED = FolderManifest(entries=(FileEntry(path="a.txt", sha256="b" * 64),))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def attempt(clock: FakeClock) -> AttemptController:
    return AttemptController(clock, lambda: clock.now_ms + 1000, paper=sample_paper())


def test_typing_becomes_one_event_after_a_second_of_rest(attempt, clock) -> None:
    for text in ("密", "密码", "密码学"):
        attempt.type("Q3", {"RESPONSE": text})
        clock.advance(400)
        assert not attempt.is_due()
    clock.advance(600)
    assert attempt.is_due()
    assert attempt.flush() == [Answered(item="Q3", response={"RESPONSE": "密码学"}, at_ms=clock.now_ms + 1000)]
    assert not attempt.has_unsaved
    assert attempt.flush() == []


def test_typing_without_rest_is_saved_every_ten_seconds(attempt, clock) -> None:
    for number in range(21):
        attempt.type("Q3", {"RESPONSE": f"字{number}"})
        clock.advance(500)
    assert attempt.is_due()


def test_typing_back_to_what_is_saved_leaves_nothing_to_save(attempt) -> None:
    attempt.type("Q1", {"RESPONSE": "A"})
    attempt.flush()
    attempt.type("Q1", {"RESPONSE": "B"})
    attempt.type("Q1", {"RESPONSE": "A"})
    assert not attempt.has_unsaved
    assert attempt.flush() == []


def test_what_is_typed_shows_before_it_is_saved(attempt) -> None:
    attempt.type("Q1", {"RESPONSE": "A"})
    assert attempt.current_state().responses == {"Q1": {"RESPONSE": "A"}}
    assert attempt.saved_state.responses == {}
    assert attempt.marks()[0].is_answered


def test_coming_to_an_item_saves_what_was_typed_first(attempt) -> None:
    attempt.type("Q1", {"RESPONSE": "A"})
    events = attempt.visit("Q2")
    assert [type(e) for e in events] == [Answered, Visited]
    assert attempt.visit("Q2") == []


@pytest.mark.parametrize(
    ("item", "response"), [("Q1", {"RESPONSE": "X"}), ("Q1", {"RESPONSE": ("A",)}), ("Q2", {"RESPONSE": ("8",)})]
)
def test_a_response_that_the_item_cannot_have_is_refused(attempt, item, response) -> None:
    with pytest.raises(ModelError):
        attempt.type(item, response)
    assert not attempt.has_unsaved


def test_unknown_items_and_endless_answers_are_refused(attempt) -> None:
    with pytest.raises(UnknownItemError):
        attempt.flag("Q99", flagged=True)
    with pytest.raises(TooLongError):
        attempt.type("Q3", {"RESPONSE": "长" * 20_000})


def test_flags_change_once(attempt) -> None:
    assert len(attempt.flag("Q1", flagged=True)) == 1
    assert attempt.flag("Q1", flagged=True) == []
    assert attempt.marks()[0].flagged
    attempt.flag("Q1", flagged=False)
    assert not attempt.marks()[0].flagged


def test_a_folder_counts_as_answered_when_it_differs_from_its_starter_files(attempt) -> None:
    attempt.folder_saved("P1", STARTER, SnapshotReason.STARTER)
    assert attempt.marks()[3].completeness is Completeness.NONE
    assert attempt.folder_saved("P1", STARTER, SnapshotReason.TIMER) == []
    attempt.folder_saved("P1", WORKED, SnapshotReason.SAVED)
    assert attempt.marks()[3].is_answered


def test_the_palette_counts_sections_and_unanswered_items(attempt) -> None:
    attempt.visit("Q2")
    marks = attempt.marks()
    assert [(m.number, m.section, m.seen, m.current) for m in marks][:3] == [
        (1, 0, False, False),
        (2, 0, True, True),
        (3, 1, False, False),
    ]
    assert unanswered(marks) == (1, 2, 3, 4, 5)
    assert partial(marks) == ()


def test_ending_flushes_and_happens_once(attempt) -> None:
    attempt.type("Q1", {"RESPONSE": "A"})
    events = attempt.end(HandInReason.CANDIDATE)
    assert [type(e) for e in events] == [Answered, Ended]
    assert attempt.end(HandInReason.TIME_UP) == []


def test_the_history_has_all_saved_answers_newest_first(attempt) -> None:
    for text in ("A", "B"):
        attempt.type("Q1", {"RESPONSE": text})
        attempt.flush()
    assert [entry.response["RESPONSE"] for entry in attempt.history("Q1")] == ["B", "A"]
    assert [entry.seq for entry in attempt.history("Q1")] == [2, 1]


def test_a_taken_up_attempt_says_what_it_restored(clock) -> None:
    events: list[AttemptEvent] = [
        Answered(item="Q1", response={"RESPONSE": "A"}, at_ms=1),
        Answered(item="Q2", response={"RESPONSE": None}, at_ms=2),
        FolderSaved(item="P1", manifest=WORKED, reason=SnapshotReason.SAVED, at_ms=3),
        Visited(item="Q2", at_ms=4),
    ]
    attempt = AttemptController(clock, lambda: 0, events)
    restored = attempt.restored(2)
    assert (restored.answers, restored.recovered, restored.files, restored.current) == (1, 2, 1, "Q2")
    assert attempt.marks() == ()


ITEMS = st.sampled_from(["Q1", "Q2", "P1"])
TIMES = st.integers(0, 10_000)
EVENTS = st.one_of(
    st.builds(
        Answered, item=ITEMS, response=st.fixed_dictionaries({"R": st.sampled_from(["A", "B", None])}), at_ms=TIMES
    ),
    st.builds(Flagged, item=ITEMS, flagged=st.booleans(), at_ms=TIMES),
    st.builds(Visited, item=ITEMS, at_ms=TIMES),
    st.builds(
        FolderSaved,
        item=ITEMS,
        manifest=st.sampled_from([STARTER, WORKED]),
        reason=st.sampled_from(SnapshotReason),
        at_ms=TIMES,
    ),
    st.builds(ProgramRan, item=ITEMS, source_sha256=st.just("a" * 64), outcome=st.just("finished"), at_ms=TIMES),
    st.builds(Resumed, seat=st.just("01"), recovered=st.just(0), at_ms=TIMES),
    st.builds(Ended, reason=st.sampled_from(HandInReason), at_ms=TIMES),
)


@given(st.lists(EVENTS, max_size=30))
def test_applying_one_by_one_equals_folding_all(events) -> None:
    folding = Folding()
    for event in events:
        folding.take(event)
        folding.state()
    assert folding.state() == fold(events)


def test_an_answer_that_is_too_long_counts_as_unsaved_until_it_is_shorter(attempt) -> None:
    attempt.type("Q3", {"RESPONSE": "字"})
    attempt.flush()
    with pytest.raises(TooLongError):
        attempt.type("Q3", {"RESPONSE": "字" * 40_000})
    attempt.flush()
    assert attempt.has_unsaved
    attempt.type("Q3", {"RESPONSE": "字字"})
    attempt.flush()
    assert not attempt.has_unsaved
