from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.journal.outbox import BATCH_BYTES, ForeignHeadError, Outbox
from exam_server.protocol.common import MAX_EVENTS_PER_SAVE
from itembank.model.events import Answered
from tests.fakes.chains import chain, chain_of

RECORDS = chain(12)
BLOB, OTHER = "a" * 64, "b" * 64


def test_events_go_in_order_once_until_the_connection_breaks() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:3])
    assert [r.seq for r in outbox.take_events()] == [1, 2, 3]
    assert outbox.take_events() == ()
    outbox.acknowledge(2, RECORDS[1].head)
    outbox.connection_lost()
    assert [r.seq for r in outbox.take_events()] == [3]


def test_an_event_waits_for_its_files_and_all_later_ones_with_it() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:1])
    outbox.add(RECORDS[1:2], [BLOB, OTHER])
    outbox.add(RECORDS[2:3])
    assert [r.seq for r in outbox.take_events()] == [1]
    assert outbox.take_blobs() == (BLOB, OTHER)
    assert outbox.take_blobs() == ()
    outbox.blob_stored(BLOB)
    assert outbox.take_events() == ()
    outbox.blob_failed(OTHER)
    assert outbox.take_blobs() == (OTHER,)
    outbox.blob_stored(OTHER)
    assert [r.seq for r in outbox.take_events()] == [2, 3]


def test_a_file_the_room_has_is_not_sent_again_for_a_later_event() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:1], [BLOB])
    outbox.take_blobs()
    outbox.blob_stored(BLOB)
    outbox.add(RECORDS[1:2], [BLOB])
    assert outbox.take_blobs() == ()
    assert len(outbox.take_events()) == 2


def test_files_the_room_lacks_are_due_again() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:1], [BLOB])
    outbox.take_blobs()
    outbox.blob_stored(BLOB)
    outbox.take_events()
    outbox.acknowledge(1, RECORDS[0].head)
    assert outbox.blobs_left() == 0
    outbox.forget_blobs([BLOB])
    assert outbox.blobs_left() == 1
    assert outbox.take_blobs() == (BLOB,)


def test_late_and_repeated_acknowledgements_change_nothing() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:4])
    outbox.acknowledge(3, RECORDS[2].head, copies=2)
    outbox.acknowledge(1, RECORDS[0].head, copies=1)
    outbox.acknowledge(3, RECORDS[2].head, copies=2)
    assert (outbox.acknowledged, outbox.copies, outbox.events_left()) == (3, 2, 1)


@pytest.mark.parametrize(("seq", "head"), [(2, RECORDS[2].head), (5, RECORDS[4].head)])
def test_an_acknowledgement_of_another_chain_is_refused(seq: int, head: bytes) -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:4])
    with pytest.raises(ForeignHeadError):
        outbox.acknowledge(seq, head)
    assert outbox.acknowledged == 0


def test_a_gap_is_filled_from_where_the_room_says() -> None:
    outbox = Outbox()
    outbox.add(RECORDS[:5])
    outbox.take_events()
    outbox.send_again_from(3)
    assert [r.seq for r in outbox.take_events()] == [3, 4, 5]


def test_a_batch_stays_below_the_limits_of_a_message() -> None:
    long = chain_of([Answered(item="Q1", response={"R": "长" * 9000}, at_ms=n) for n in range(8)])
    outbox = Outbox()
    outbox.add(long)
    while batch := outbox.take_events():
        assert sum(len(r.ciphertext) for r in batch) <= BATCH_BYTES
        assert len(batch) <= MAX_EVENTS_PER_SAVE
    assert not outbox.take_events()


def test_records_that_do_not_follow_are_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        Outbox().add(RECORDS[1:2])


@given(st.randoms(use_true_random=False))
def test_whatever_the_network_does_everything_arrives_in_order(draw: random.Random) -> None:
    """Adds, losses, repeats and gaps in any order: the room ends with exactly the chain."""
    outbox, room, made = Outbox(), 0, 0
    for _step in range(60):
        match draw.randrange(5):
            case 0 if made < len(RECORDS):
                outbox.add(RECORDS[made : made + 1], [BLOB] if draw.random() < 0.3 else [])
                made += 1
            case 1:
                for blob in outbox.take_blobs():
                    (outbox.blob_stored if draw.random() < 0.7 else outbox.blob_failed)(blob)
            case 2:
                batch = outbox.take_events()
                if batch and draw.random() < 0.7:
                    if batch[0].seq > room + 1:
                        outbox.send_again_from(room + 1)
                    else:
                        room = max(room, batch[-1].seq)
            case 3 if room:
                seq = draw.randrange(room) + 1
                outbox.acknowledge(seq, RECORDS[seq - 1].head)
            case _:
                outbox.connection_lost()
    outbox.add(RECORDS[made:])
    outbox.connection_lost()
    for blob in outbox.take_blobs():
        outbox.blob_stored(blob)
    while batch := outbox.take_events():
        room = batch[-1].seq
    assert room == len(RECORDS)
