from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_client.journal.frames import (
    DamagedJournalError,
    JournalHeader,
    header_bytes,
    is_chain,
    parse_journal,
    record_bytes,
)
from tests.fakes.chains import HEADER, chain

RECORDS = chain(4)
HEAD = header_bytes(HEADER)
WHOLE = HEAD + record_bytes(RECORDS)


def test_a_journal_reads_back_what_was_written() -> None:
    content = parse_journal(WHOLE)
    assert content.header == HEADER
    assert content.records == tuple(RECORDS)
    assert (content.last_seq, content.torn) == (4, b"")
    assert content.head_at(4) == RECORDS[3].head
    assert content.head_at(5) is None


@pytest.mark.parametrize("size", range(len(HEAD)))
def test_a_journal_cut_off_in_its_beginning_is_refused(size: int) -> None:
    with pytest.raises(DamagedJournalError):
        parse_journal(WHOLE[:size])


def test_a_journal_cut_off_anywhere_keeps_every_whole_record() -> None:
    for size in range(len(HEAD), len(WHOLE)):
        content = parse_journal(WHOLE[:size])
        whole = [n for n in range(5) if len(HEAD) + len(record_bytes(RECORDS[:n])) <= size][-1]
        assert content.records == tuple(RECORDS[:whole])
        assert len(content.torn) == size - content.good_bytes


def test_a_flipped_byte_never_passes_for_a_record() -> None:
    last = len(HEAD) + len(record_bytes(RECORDS[:3]))
    for place in range(len(WHOLE)):
        changed = WHOLE[:place] + bytes([WHOLE[place] ^ 0x41]) + WHOLE[place + 1 :]
        if place >= last:
            # A garbled last record cannot be told from a torn one: it is cut off, never believed.
            assert parse_journal(changed).records == tuple(RECORDS[:3])
            continue
        with pytest.raises(DamagedJournalError) as caught:
            parse_journal(changed)
        if caught.value.intact is not None:
            assert caught.value.intact.records == tuple(RECORDS[: caught.value.intact.last_seq])


def test_a_file_of_zeros_behind_the_records_is_a_torn_tail() -> None:
    content = parse_journal(WHOLE + bytes(4096))
    assert content.records == tuple(RECORDS)
    assert len(content.torn) == 4096


@pytest.mark.parametrize("wrong", ["missing", "doubled", "swapped", "other attempt", "later epoch"])
def test_records_that_do_not_follow_each_other_are_refused(wrong: str) -> None:
    header = HEADER
    records = {
        "missing": [RECORDS[0], RECORDS[2]],
        "doubled": [RECORDS[0], RECORDS[0]],
        "swapped": [RECORDS[1], RECORDS[0]],
        "other attempt": RECORDS,
        "later epoch": chain(1, epoch=2),
    }[wrong]
    if wrong == "other attempt":
        header = JournalHeader(attempt="S1-0031002", epoch=1, wrapped_key="", created="")
    with pytest.raises(DamagedJournalError):
        parse_journal(header_bytes(header) + record_bytes(records))
    assert is_chain(header.attempt, records) == (wrong == "later epoch")


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(DamagedJournalError) as caught:
        parse_journal(HEAD[:20] + data)
    assert caught.value.hint
