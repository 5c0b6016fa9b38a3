"""A bundle is believed only as a whole: signature, chain, counts, attempts."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.intake.bundle import open_bundle
from grading.intake.errors import IntakeError
from grading.intake.ledger import spelled
from itembank.base.errors import ExitCode, JikaoError
from itembank.model.codec import to_bytes
from itembank.model.record import CandidateMark, EventStored, HandInStored, IncidentNoted, LedgerEntry
from itembank.sealing.errors import LedgerSignatureError
from itembank.sealing.keys import BoxKey, SigningKey
from tests.builders import RoomBuilder, answered, folder_saved


def opened(room: RoomBuilder, path):
    return open_bundle(room.seal(path), [room.signer.public], room.centre)


def test_answers_come_home_folded_and_files_in_clear(tmp_path):
    room = RoomBuilder()
    entry = room.file("0031001", "a.txt", b"hello")
    room.attempt("0031001", answered("Q1", "A"), answered("Q1", "B"), folder_saved("P1", entry))
    bundle = opened(room, tmp_path / "b.jikao")
    attempt = bundle.find_attempt("0031001")
    assert attempt is not None
    assert attempt.problems == ()
    assert attempt.state.responses == {"Q1": {"RESPONSE": "B"}}
    assert bundle.read_file(attempt, attempt.state.folders["P1"].entries[0]) == b"hello"
    assert bundle.mark_of("0031001") is CandidateMark.PRESENT
    assert bundle.mark_of("0031002") is None


def test_an_attempt_without_hand_in_is_kept_and_said(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"), hand_in=False)
    attempt = opened(room, tmp_path / "b.jikao").attempts[0]
    assert attempt.state.responses == {"Q1": {"RESPONSE": "A"}}
    assert "没有交卷" in attempt.problems[0]


def test_another_rooms_signature_and_another_centres_key_are_refused(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"))
    path = room.seal(tmp_path / "b.jikao")
    for rooms, key in (([SigningKey.generate().public], room.centre), ([room.signer.public], BoxKey.generate())):
        with pytest.raises(JikaoError) as refused:
            open_bundle(path, rooms, key)
        assert refused.value.code is ExitCode.REFUSED


@pytest.mark.parametrize("cut", ["drop_first", "drop_last_signature", "swap", "alter"])
def test_a_ledger_that_was_touched_is_refused(tmp_path, cut):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"), answered("Q1", "B"))
    lines = [to_bytes(batch) for batch in room.batches()]
    if cut == "drop_first":
        lines = lines[1:]
    elif cut == "swap":
        lines[1], lines[2] = lines[2], lines[1]
    elif cut == "alter":
        lines[1] = lines[1].replace(b'"exam_ms":20,"n"', b'"exam_ms":21,"n"')
    else:
        lines[-1] = lines[-1].rsplit(b',"signature"', 1)[0] + b"}"
    path = room.seal(tmp_path / "b.jikao", b"\n".join(lines))
    with pytest.raises(IntakeError):
        open_bundle(path, [room.signer.public], room.centre)


def test_a_room_that_changed_an_answer_is_found_out(tmp_path):
    """The room signs a chain of its own over other bytes: the ledger holds, the desk's chain does not."""
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"), answered("Q2", "x"))
    place = next(i for i, body in enumerate(room.bodies) if isinstance(body, EventStored) and body.seq == 2)
    body = room.bodies[place]
    assert isinstance(body, EventStored)
    changed = body.ciphertext[:-1] + bytes([body.ciphertext[-1] ^ 1])
    room.bodies[place] = EventStored(
        attempt=body.attempt, epoch=body.epoch, seq=body.seq, ciphertext=changed, head=body.head
    )
    attempt = opened(room, tmp_path / "b.jikao").attempts[0]
    assert attempt.state.responses == {"Q1": {"RESPONSE": "A"}}
    assert any("第 2 次" in problem for problem in attempt.problems)


def test_a_room_that_dropped_the_tail_of_an_attempt_is_found_out(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"), answered("Q1", "B"))
    room.bodies = [b for b in room.bodies if not (isinstance(b, EventStored) and b.seq == 3)]
    attempt = opened(room, tmp_path / "b.jikao").attempts[0]
    assert any("交卷签名" in problem for problem in attempt.problems)


def test_a_hand_in_by_another_desk_key_is_found_out(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"))
    last = room.bodies[-1]
    assert isinstance(last, HandInStored)
    room.bodies[-1] = HandInStored(
        attempt=last.attempt,
        epoch=1,
        count=last.count,
        head=last.head,
        signature=b"\0" * 64,
        reason=last.reason,
        receipt=last.receipt,
    )
    assert opened(room, tmp_path / "b.jikao").attempts[0].problems


def test_a_wrong_signature_on_the_way_is_refused_by_who_reads_them_all(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"), answered("Q1", "B"))
    batches = room.batches()
    batches[1] = msgspec.structs.replace(batches[1], signature=batches[0].signature)
    path = room.seal(tmp_path / "b.jikao", b"\n".join(to_bytes(batch) for batch in batches))
    with pytest.raises(LedgerSignatureError):
        open_bundle(path, [room.signer.public], room.centre)
    last_only = open_bundle(path, [room.signer.public], room.centre, every_signature=False)
    assert last_only.attempts[0].state.responses == {"Q1": {"RESPONSE": "B"}}


def test_a_wrong_signature_at_the_end_is_refused_however_it_is_read(tmp_path):
    room = RoomBuilder().attempt("0031001", answered("Q1", "A"))
    batches = room.batches()
    batches[-1] = msgspec.structs.replace(batches[-1], signature=batches[0].signature)
    path = room.seal(tmp_path / "b.jikao", b"\n".join(to_bytes(batch) for batch in batches))
    for every in (True, False):
        with pytest.raises(LedgerSignatureError):
            open_bundle(path, [room.signer.public], room.centre, every_signature=every)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**53), 2**53))
def test_the_quick_spelling_is_the_canonical_one(note, exam_ms):
    body = IncidentNoted(code="x", seat=note[:3], candidate="", note=note, by="")
    entries = (LedgerEntry(n=1, exam_ms=exam_ms, wall="w", body=body),)
    assert spelled(entries) == to_bytes(entries)
