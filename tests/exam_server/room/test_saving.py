"""Saves, fetching, hand-in: what is acknowledged is stored, what is stored is acknowledged again."""

from __future__ import annotations

from msgspec.structs import replace

from exam_server.protocol import desk
from exam_server.protocol.common import MAX_EVENT_BYTES, RefusalCode
from exam_server.protocol.console import StaffCommandKind
from exam_server.protocol.states import LinkState
from exam_server.room.facts import BlobKept
from itembank.model.events import HandInReason
from itembank.model.sitting import MINUTES, Policy
from itembank.sealing.attempt import receipt_code
from tests.exam_server.room.hall_builder import TestHall, chained
from tests.exam_server.room_builder import make_sitting

K = StaffCommandKind
ONE, TWO = "000000001", "000000002"


def test_the_same_event_twice_is_acknowledged_twice_and_stored_once() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    event = room.event(link)
    room.save(link, event)
    room.save(link, event)
    assert [m.seq for m in room.heard(link, desk.Saved)] == [1, 1]
    assert room.state.events == 1


def test_a_gap_asks_for_the_missing_events() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    events = chained(link.attempt, 1, [b"a", b"b", b"c"])
    room.save(link, *events[2:])
    assert room.last(link, desk.SendFrom).seq == 1
    room.save(link, *events)
    assert room.last(link, desk.Saved).seq == 3


def test_a_forged_event_is_refused_and_noted_once() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    good = room.event(link)
    forged = replace(good, ciphertext=b"forged")
    room.save(link, forged)
    room.save(link, forged)
    assert room.is_refused(link).code is RefusalCode.CHAIN_BROKEN
    assert [i.code for i in room.state.incidents] == ["chain_broken"]
    room.save(link, good)
    assert room.state.attempts[link.attempt].seq == 1


def test_an_old_number_with_other_bytes_is_refused() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link, *chained(link.attempt, 1, [b"a", b"b", b"c"]))
    room.save(link, *chained(link.attempt, 1, [b"a", b"x"]))
    assert room.is_refused(link).code is RefusalCode.CHAIN_BROKEN


def test_saves_of_an_older_epoch_are_fenced() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    event = room.event(link)
    room.say(link, desk.Save(attempt=link.attempt, epoch=7, events=(event,)))
    assert room.last(link, desk.Fenced).epoch == 1
    assert room.state.events == 0


def test_saves_for_somebody_else_are_not_allowed() -> None:
    room = TestHall()
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.say(one, desk.Save(attempt=two.attempt, epoch=1, events=(room.event(two),)))
    assert room.is_refused(one).code is RefusalCode.NOT_ALLOWED
    assert room.state.events == 0


def test_an_oversized_event_is_refused() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link, *chained(link.attempt, 1, [bytes(MAX_EVENT_BYTES + 1)]))
    assert room.is_refused(link).code is RefusalCode.TOO_LARGE
    assert room.state.events == 0


def test_nothing_is_saved_before_the_start() -> None:
    room = TestHall()
    room.do(K.OPEN_ADMISSION)
    link = room.admitted("A001", ONE)
    room.save(link)
    assert room.is_refused(link).code is RefusalCode.WRONG_PHASE


def test_late_events_are_stored_and_marked_never_thrown_away() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.clock.advance(41 * MINUTES)
    room.save(link)
    room.save(link)
    assert room.state.events == 2
    assert [i.code for i in room.state.incidents] == ["late_events"]
    room.do(K.END_SITTING)
    room.do(K.COLLECT)
    room.save(link)
    assert room.state.events == 3


def test_a_resuming_desk_fetches_everything_in_pieces() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    sent = chained(link.attempt, 1, [b"%d" % n for n in range(450)])
    room.save(link, *sent)
    fetched: list[desk.StoredEvent] = []
    while True:
        room.say(link, desk.FetchEvents(attempt=link.attempt, epoch=1, seq=len(fetched) + 1))
        told = room.last(link, desk.Events)
        fetched.extend(told.events)
        if told.complete:
            break
    assert [(e.seq, e.ciphertext, e.head) for e in fetched] == [(e.seq, e.ciphertext, e.head) for e in sent]


def test_a_hand_in_gives_the_receipt_that_desk_room_and_centre_compute_alike() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.hand_in(link)
    told = room.last(link, desk.HandInReceipt)
    held = room.state.attempts[link.attempt]
    assert told.receipt == receipt_code(link.attempt, 1, held.head)
    assert link.state is LinkState.HANDED_IN
    room.hand_in(link)
    assert [m.receipt for m in room.heard(link, desk.HandInReceipt)] == [told.receipt] * 2
    room.save(link, *chained(link.attempt, 1, [b"a", b"b"])[1:])
    assert room.state.events == 1


def test_a_hand_in_with_missing_files_is_refused_until_they_are_there() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    blob = "ab" * 32
    room.hand_in(link, blobs=(blob,))
    assert room.is_refused(link).code is RefusalCode.MISSING_BLOBS
    room.hall.record(BlobKept(attempt=link.attempt, blob=blob, size_bytes=5))
    room.hand_in(link, blobs=(blob,))
    assert room.last(link, desk.HandInReceipt).count == 1


def test_a_hand_in_ahead_of_the_room_is_asked_for_the_rest() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.hand_in(link, count=3)
    assert room.last(link, desk.SendFrom).seq == 1


def test_a_hand_in_with_another_head_or_signature_is_refused() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    room.save(link)
    room.hand_in(link, head=b"x" * 32)
    assert room.is_refused(link).code is RefusalCode.CHAIN_BROKEN
    room.hand_in(link, signature=b"x" * 64)
    assert room.is_refused(link).code is RefusalCode.FAILED
    assert {i.code for i in room.state.incidents} == {"chain_broken", "bad_signature"}
    assert room.state.attempts[link.attempt].hand_in is None


def test_a_candidate_cannot_hand_in_before_the_earliest_time_but_force_and_time_can() -> None:
    room = TestHall(make_sitting(policy=Policy(earliest_hand_in_minutes=30)))
    one, two = room.begun(("A001", ONE), ("A002", TWO))
    room.clock.advance(30 * MINUTES - 1)
    room.hand_in(one)
    assert room.is_refused(one).code is RefusalCode.NOT_ALLOWED
    room.hand_in(two, reason=HandInReason.FORCED)
    assert room.last(two, desk.HandInReceipt).count == 0
    room.clock.advance(1)
    room.hand_in(one)
    assert room.last(one, desk.HandInReceipt).count == 0


def test_progress_shows_counts_and_leaves_no_row() -> None:
    room = TestHall()
    (link,) = room.begun(("A001", ONE))
    rows = len(room.ledger.rows)
    told = desk.Progress(
        attempt=link.attempt, answered=3, total=20, flagged=1, item_number=4, unsaved_events=0, unsaved_seconds=0
    )
    room.say(link, told)
    assert link.progress == told
    assert len(room.ledger.rows) == rows
