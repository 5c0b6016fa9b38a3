from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from itembank.model.events import HandInReason
from itembank.sealing.attempt import AttemptKey as Key
from itembank.sealing.attempt import DeskSigner, chain_head, first_head, seal_blob, seal_event
from itembank.sealing.hand_in_file import (
    FIRST_LINE,
    HandInFile,
    HandInFileError,
    Origin,
    file_name,
    write_hand_in_file,
)
from itembank.sealing.journal_file import JournalHeader, Record, header_bytes, record_bytes
from itembank.sealing.keys import SigningKey

ATTEMPT = "S1-0031001"
KEY = Key(bytes(range(32)))
SIGNER = DeskSigner(ATTEMPT, 1, SigningKey(bytes(range(32, 64))))
ORIGIN = Origin(
    attempt=ATTEMPT,
    epoch=1,
    seat="A01",
    desk="desk-1",
    room="ab" * 32,
    manifest="cd" * 32,
    created="2026-06-13T09:50:00+08:00",
)
ANSWER = "考生的答案".encode()
WORK = b"the candidate's document " * 40


def records(count: int = 3, epoch: int = 1) -> list[Record]:
    head, made = first_head(ATTEMPT), []
    for seq in range(1, count + 1):
        sealed = seal_event(KEY, ATTEMPT, epoch, seq, head, ANSWER + b"%d" % seq)
        made.append(Record(epoch, seq, sealed.head, sealed.ciphertext))
        head = sealed.head
    return made


def journal(made: Sequence[Record] | None = None, *, attempt: str = ATTEMPT, epoch: int = 1) -> bytes:
    header = JournalHeader(attempt=attempt, epoch=epoch, wrapped_key="00", created="2026-06-13T09:00:00+08:00")
    return header_bytes(header) + record_bytes(records() if made is None else made)


def blobs() -> dict[str, bytes]:
    return dict(seal_blob(KEY, content) for content in (WORK, b"second file"))


def write(path: Path, **changed: object) -> HandInFile:
    given = {"origin": ORIGIN, "journal": journal(), "blobs": blobs(), "signer": SIGNER} | changed
    return write_hand_in_file(path, **given)  # type: ignore[arg-type]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / file_name(ATTEMPT, 1)
    write(path, reason=HandInReason.TIME_UP)
    return path


def test_a_hand_in_file_gives_back_journal_files_and_hand_in(whole: Path) -> None:
    read = HandInFile.open(whole)
    read.verify(SIGNER.public)
    assert read.journal.records == tuple(records())
    assert dict(read.blobs()) == blobs()
    assert read.head.hand_in is not None
    assert (read.head.hand_in.count, read.head.hand_in.reason) == (3, HandInReason.TIME_UP)
    assert (read.head.seat, read.head.room) == ("A01", "ab" * 32)


def test_files_may_come_from_the_disk(tmp_path: Path) -> None:
    for blob, data in blobs().items():
        (tmp_path / blob).write_bytes(data)
    read = write(tmp_path / "f", blobs={blob: tmp_path / blob for blob in blobs()})
    assert dict(read.blobs()) == blobs()


def test_no_answer_and_no_file_of_the_candidate_stands_in_clear(whole: Path) -> None:
    data = whole.read_bytes()
    assert data.startswith(FIRST_LINE)
    assert ANSWER not in data
    assert WORK[:25] not in data


def test_every_flipped_byte_is_refused(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    changed = tmp_path / "changed"
    for place in range(len(data)):
        changed.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        with pytest.raises(HandInFileError):
            HandInFile.open(changed).verify(SIGNER.public)


def test_a_file_cut_off_anywhere_or_with_more_behind_it_is_refused(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    changed = tmp_path / "changed"
    for size in range(len(data)):
        changed.write_bytes(data[:size])
        with pytest.raises(HandInFileError):
            HandInFile.open(changed)
    changed.write_bytes(data + b"\n")
    with pytest.raises(HandInFileError):
        HandInFile.open(changed)


def test_another_desk_s_signature_is_refused(tmp_path: Path) -> None:
    other = DeskSigner(ATTEMPT, 1, SigningKey(bytes(32)))
    read = write(tmp_path / "f", signer=other, reason=HandInReason.CANDIDATE)
    with pytest.raises(HandInFileError):
        read.verify(SIGNER.public)


def test_a_hand_in_signed_for_another_end_is_refused(whole: Path, tmp_path: Path) -> None:
    """The file's own signature is true, but the hand-in in it was signed for two events, not three."""
    wrong = SIGNER.sign(2, records()[1].head).hex().encode()
    data = whole.read_bytes()
    right = SIGNER.sign(3, records()[2].head).hex().encode()
    body = data.replace(right, wrong)[: data.rindex(b"sha256 ")]
    digest = hashlib.sha256(body).digest()
    forged = tmp_path / "forged"
    signature = SIGNER.key.sign(_signed(digest)).hex()
    forged.write_bytes(body + f"sha256 {digest.hex()}\nsignature {signature}\n".encode())
    with pytest.raises(HandInFileError, match="交卷签名"):
        HandInFile.open(forged).verify(SIGNER.public)


def test_without_a_key_a_file_is_unsigned_and_hands_nothing_in(tmp_path: Path) -> None:
    read = write(tmp_path / "f", signer=None)
    assert read.signature == b""
    with pytest.raises(HandInFileError):
        read.verify(SIGNER.public)
    with pytest.raises(HandInFileError):
        write(tmp_path / "g", signer=None, reason=HandInReason.CANDIDATE)


@pytest.mark.parametrize(
    "wrong",
    [
        journal(attempt="S1-0031002", made=[]),
        journal(epoch=2),
        journal() + b"JKR1\0",
        journal()[:-9] + b"\0" + journal()[-8:],
        b"jikao-journal 2\n",
        b"",
    ],
    ids=["other attempt", "other epoch", "torn", "garbled tail", "version", "empty"],
)
def test_a_journal_that_does_not_hold_or_belongs_elsewhere_is_refused(wrong: bytes, tmp_path: Path) -> None:
    with pytest.raises(HandInFileError):
        write(tmp_path / "f", journal=wrong)
    assert not list(tmp_path.iterdir())


def test_a_wrong_blob_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HandInFileError):
        write(tmp_path / "f", blobs={"ab" * 32: b"something else"})


def test_a_file_that_reaches_further_is_not_replaced(whole: Path) -> None:
    before = whole.read_bytes()
    with pytest.raises(HandInFileError):
        write(whole, journal=journal(records(2)))
    assert whole.read_bytes() == before
    write(whole, journal=journal(records(4)))
    assert HandInFile.open(whole).journal.last_seq == 4


def test_the_chain_in_a_file_follows_the_attempt(whole: Path) -> None:
    head = first_head(ATTEMPT)
    for record in HandInFile.open(whole).journal.records:
        head = chain_head(head, ATTEMPT, record.epoch, record.seq, record.ciphertext)
        assert head == record.head


def _signed(digest: bytes) -> bytes:
    return b"jikao 1 hand-in file\0" + len(digest).to_bytes(4, "big") + digest
