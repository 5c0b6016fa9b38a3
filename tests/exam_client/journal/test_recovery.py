from __future__ import annotations

import pytest

from exam_client.journal.frames import DamagedJournalError, JournalContent, is_chain
from exam_client.journal.recovery import needs_fetch, open_records, reopen, take_up
from itembank.model.events import AttemptEvent, Ended, HandInReason, Resumed, fold
from itembank.sealing.attempt import first_head
from tests.fakes.chains import ATTEMPT, HEADER, KEY, answer, chain, chain_of

EMPTY = first_head(ATTEMPT)


def journal(records) -> JournalContent:
    return JournalContent(HEADER, tuple(records), 0)


def test_a_desk_that_was_last_to_write_goes_on_with_what_it_never_sent() -> None:
    records = chain(5)
    assert not needs_fetch(journal(records), 3, records[2].head)
    taken = take_up(ATTEMPT, journal(records), None, 3, records[2].head)
    assert (taken.stored, taken.pending, taken.aside, taken.is_own) == (
        tuple(records[:3]),
        tuple(records[3:]),
        0,
        True,
    )
    again = reopen(KEY, ATTEMPT, 2, taken, seat="01", at_ms=9)
    assert again.recovered == 2
    assert [type(e).__name__ for e in again.events] == ["Answered"] * 3 + ["Resumed"] + ["Answered"] * 2
    assert fold(again.events).responses == fold(open_records(KEY, ATTEMPT, records)).responses
    assert is_chain(ATTEMPT, again.records)
    assert [r.epoch for r in again.records] == [1, 1, 1, 2, 2, 2]


def test_a_desk_without_a_journal_takes_the_rooms_events() -> None:
    records = chain(3)
    assert needs_fetch(None, 3, records[2].head)
    taken = take_up(ATTEMPT, None, records, 3, records[2].head)
    assert (taken.stored, taken.aside, taken.is_own) == (tuple(records), 0, False)


def test_a_desk_set_back_by_a_restore_card_takes_the_rooms_events_and_sets_nothing_aside() -> None:
    records = chain(5)
    taken = take_up(ATTEMPT, journal(records[:2]), records, 5, records[4].head)
    assert (len(taken.stored), taken.aside, taken.is_own) == (5, 0, False)


def test_a_past_that_went_on_elsewhere_is_set_aside() -> None:
    common = chain(2)
    here = chain(3, after=common, first=3)
    there = chain(2, epoch=2, after=common, first=30)
    assert needs_fetch(journal(here), 4, there[3].head)
    taken = take_up(ATTEMPT, journal(here), there, 4, there[3].head)
    assert (taken.stored, taken.pending, taken.aside) == (tuple(there), (), 3)


@pytest.mark.parametrize("wrong", ["short", "changed", "other head"])
def test_events_of_the_room_that_do_not_hold_together_are_refused(wrong: str) -> None:
    records = chain(4)
    fetched = {"short": records[:3], "changed": [*records[:3], records[0]], "other head": records}[wrong]
    head = records[2].head if wrong == "other head" else records[3].head
    with pytest.raises(DamagedJournalError):
        take_up(ATTEMPT, None, fetched, 4, head)


def test_an_attempt_without_any_event_begins_with_nothing() -> None:
    taken = take_up(ATTEMPT, None, None, 0, EMPTY)
    again = reopen(KEY, ATTEMPT, 1, taken, seat="01", at_ms=0)
    assert (again.events, again.records, again.recovered) == ((), (), 0)


def test_a_first_admission_with_work_on_the_desk_recovers_it() -> None:
    """The room lost its store and begins anew: what this desk typed goes on."""
    taken = take_up(ATTEMPT, journal(chain(2)), None, 0, EMPTY)
    again = reopen(KEY, ATTEMPT, 2, taken, seat="01", at_ms=0)
    assert again.recovered == 2
    assert isinstance(again.events[0], Resumed)


def test_an_end_that_never_arrived_is_dropped_and_an_older_resume_too() -> None:
    pending: list[AttemptEvent] = [
        Resumed(seat="01", recovered=1, at_ms=1),
        answer(7),
        Ended(reason=HandInReason.CANDIDATE, at_ms=2),
    ]
    records = chain_of(pending, after=chain(1))
    taken = take_up(ATTEMPT, journal(records), None, 1, records[0].head)
    again = reopen(KEY, ATTEMPT, 3, taken, seat="01", at_ms=9)
    assert again.recovered == 1
    assert [type(e).__name__ for e in again.events] == ["Answered", "Resumed", "Answered"]
    assert fold(again.events).ended is None
