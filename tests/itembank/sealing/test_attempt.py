"""Answers on their way: chained, sealed, signed; nothing dropped, changed, reordered or read unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itembank.sealing.attempt import (
    AttemptKey,
    DeskSigner,
    chain_head,
    first_head,
    is_blob,
    open_blob,
    open_event,
    receipt_code,
    seal_blob,
    seal_event,
    verify_event,
    verify_hand_in,
)
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, sign_head, verify_head
from itembank.sealing.errors import AnswerProtectionError, LedgerSignatureError, WrongKeyError
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.readable import ALPHABET
from itembank.sealing.recipes import derive, encrypt, frame

HEAD = first_head("a")


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=40)), max_size=8))
def test_a_chain_is_checked_without_the_key_and_read_with_it(events: list[tuple[int, bytes]]) -> None:
    key, head, record = AttemptKey.generate(), HEAD, []
    for seq, (epoch, plain) in enumerate(events, start=1):
        ciphertext, head = seal_event(key, "a", epoch, seq, head, plain)
        record.append((epoch, seq, ciphertext, head))
    previous = HEAD
    for (epoch, seq, ciphertext, after), (_epoch, plain) in zip(record, events, strict=True):
        verify_event(previous, "a", epoch, seq, ciphertext, after)
        assert open_event(key, "a", epoch, seq, previous, ciphertext) == plain
        previous = after


def test_an_event_opens_only_in_its_own_place() -> None:
    key = AttemptKey.generate()
    ciphertext, head = seal_event(key, "a", 1, 1, HEAD, b"answer")
    flipped = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    attempts: list[Callable[[], bytes]] = [
        lambda: open_event(key, "b", 1, 1, HEAD, ciphertext),
        lambda: open_event(key, "a", 2, 1, HEAD, ciphertext),
        lambda: open_event(key, "a", 1, 2, HEAD, ciphertext),
        lambda: open_event(key, "a", 1, 1, head, ciphertext),
        lambda: open_event(key, "a", 1, 1, HEAD, flipped),
        lambda: open_event(key, "a", 1, 1, HEAD, ciphertext[:-1]),
        lambda: open_event(key, "a", 1, 1, HEAD, b""),
        lambda: open_event(AttemptKey.generate(), "a", 1, 1, HEAD, ciphertext),
    ]
    for attempt in attempts:
        with pytest.raises(AnswerProtectionError):
            attempt()


def test_a_head_changes_with_everything_it_covers() -> None:
    heads = {
        chain_head(HEAD, "a", 1, 1, b"x"),
        chain_head(first_head("b"), "a", 1, 1, b"x"),
        chain_head(HEAD, "b", 1, 1, b"x"),
        chain_head(HEAD, "a", 2, 1, b"x"),
        chain_head(HEAD, "a", 1, 2, b"x"),
        chain_head(HEAD, "a", 1, 1, b"y"),
    }
    assert len(heads) == 6


def test_a_dropped_event_breaks_the_chain() -> None:
    key = AttemptKey.generate()
    _first, after_first = seal_event(key, "a", 1, 1, HEAD, b"1")
    second, after_second = seal_event(key, "a", 1, 2, after_first, b"2")
    with pytest.raises(AnswerProtectionError, match="第 2 条"):
        verify_event(HEAD, "a", 1, 2, second, after_second)


def test_the_same_event_sealed_again_is_the_same_bytes() -> None:
    """A desk set back by a power cut may seal a number again: the same text is a harmless repetition."""
    key = AttemptKey.generate()
    assert seal_event(key, "a", 1, 1, HEAD, b"x") == seal_event(key, "a", 1, 1, HEAD, b"x")


def test_another_text_under_a_used_number_leaks_no_difference() -> None:
    """With a stream cipher the two ciphertexts would differ exactly where the texts do."""
    key = AttemptKey.generate()
    one, _head = seal_event(key, "a", 1, 1, HEAD, b"A" * 64)
    two, _head = seal_event(key, "a", 1, 1, HEAD, b"A" * 63 + b"B")
    assert sum(left == right for left, right in zip(one, two, strict=True)) < 20


def test_impossible_numbers_and_heads_are_refused() -> None:
    key = AttemptKey.generate()
    for epoch, seq, head in ((-1, 1, HEAD), (1 << 32, 1, HEAD), (1, -1, HEAD), (1, 1 << 63, HEAD), (1, 1, b"short")):
        with pytest.raises(AnswerProtectionError):
            seal_event(key, "a", epoch, seq, head, b"")


def test_the_attempt_key_opens_for_the_centre_and_its_own_attempt_only() -> None:
    centre, key = BoxKey.generate(), AttemptKey.generate()
    wrapped = key.wrap_to(centre.public, "a")
    assert AttemptKey.unwrap(centre, "a", wrapped).private_bytes() == key.private_bytes()
    with pytest.raises(WrongKeyError):
        AttemptKey.unwrap(centre, "b", wrapped)
    with pytest.raises(WrongKeyError):
        AttemptKey.unwrap(BoxKey.generate(), "a", wrapped)
    with pytest.raises(WrongKeyError):
        AttemptKey(b"short")
    assert key.private_bytes().hex() not in repr(key)


# ---- files


@given(st.binary(max_size=200))
def test_a_file_is_one_blob_however_often_it_is_saved(content: bytes) -> None:
    key = AttemptKey(bytes(32))
    blob = seal_blob(key, content)
    assert seal_blob(key, content) == blob
    assert is_blob(blob.blob_id, blob.ciphertext)
    assert open_blob(key, blob.blob_id, blob.ciphertext) == content


def test_the_same_file_of_two_candidates_gives_different_blobs() -> None:
    one, other = seal_blob(AttemptKey.generate(), b"same"), seal_blob(AttemptKey.generate(), b"same")
    assert one.blob_id != other.blob_id
    assert one.ciphertext[:32] != other.ciphertext[:32]


def test_a_changed_or_foreign_blob_is_refused() -> None:
    key = AttemptKey.generate()
    blob, other = seal_blob(key, b"mine"), seal_blob(key, b"other")
    with pytest.raises(AnswerProtectionError):
        open_blob(key, blob.blob_id, other.ciphertext)
    with pytest.raises(AnswerProtectionError):
        open_blob(AttemptKey.generate(), blob.blob_id, blob.ciphertext)
    for changed in (
        b"",
        blob.ciphertext[:-1],
        bytes([blob.ciphertext[0] ^ 1]) + blob.ciphertext[1:],
        other.ciphertext[:32] + blob.ciphertext[32:],
    ):
        with pytest.raises(AnswerProtectionError):
            open_blob(key, hashlib.sha256(changed).hexdigest(), changed)


def test_a_blob_that_a_desk_made_under_a_false_name_is_refused() -> None:
    """A desk holds the key; it still cannot have one content answer to the name of another."""
    key = AttemptKey.generate()
    name = seal_blob(key, b"mine").ciphertext[:32]
    false_key = derive(key.private_bytes(), "blob key", name)
    forged = name + encrypt(false_key, bytes(12), b"other", frame("blob", name))
    with pytest.raises(AnswerProtectionError, match="内容与名称不符"):
        open_blob(key, hashlib.sha256(forged).hexdigest(), forged)


# ---- hand-in


def test_a_hand_in_holds_for_its_desk_epoch_count_and_head_only() -> None:
    desk = DeskSigner.generate("a", 2)
    signature = desk.sign(7, HEAD)
    verify_hand_in(desk.public, "a", 2, 7, HEAD, signature)
    wrong: list[Callable[[], None]] = [
        lambda: verify_hand_in(desk.public, "b", 2, 7, HEAD, signature),
        lambda: verify_hand_in(desk.public, "a", 3, 7, HEAD, signature),
        lambda: verify_hand_in(desk.public, "a", 2, 6, HEAD, signature),
        lambda: verify_hand_in(desk.public, "a", 2, 7, first_head("b"), signature),
        lambda: verify_hand_in(DeskSigner.generate("a", 2).public, "a", 2, 7, HEAD, signature),
        lambda: verify_hand_in(b"short", "a", 2, 7, HEAD, signature),
        lambda: verify_hand_in(desk.public, "a", 2, 7, HEAD, b""),
    ]
    for attempt in wrong:
        with pytest.raises(AnswerProtectionError):
            attempt()


def test_a_restarted_desk_signs_with_the_same_key() -> None:
    desk = DeskSigner.generate("a", 2)
    again = DeskSigner.from_private_bytes("a", 2, desk.private_bytes())
    assert again.sign(1, HEAD) == desk.sign(1, HEAD)
    assert desk.private_bytes().hex() not in repr(desk)


def test_a_receipt_code_has_eight_clear_characters_and_names_one_record() -> None:
    code = receipt_code("a", 7, HEAD)
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert code == receipt_code("a", 7, HEAD)
    assert len({code, receipt_code("b", 7, HEAD), receipt_code("a", 8, HEAD), receipt_code("a", 7, bytes(32))}) == 4


# ---- the room's ledger


def test_a_signed_head_holds_for_its_point_and_room_only() -> None:
    room = SigningKey.generate()
    head = next_head(first_ledger_head("room-1"), bytes(32))
    point = LedgerHead("room-1", 3, head, 1000)
    signature = sign_head(room, point)
    verify_head(room.public, point, signature)
    for other in (
        LedgerHead("room-2", 3, head, 1000),
        LedgerHead("room-1", 4, head, 1000),
        LedgerHead("room-1", 3, bytes(32), 1000),
        LedgerHead("room-1", 3, head, 1001),
    ):
        with pytest.raises(LedgerSignatureError):
            verify_head(room.public, other, signature)
        assert other.code() != point.code()
    with pytest.raises(LedgerSignatureError):
        verify_head(SigningKey.generate().public, point, signature)


def test_the_ledger_chain_depends_on_every_batch_and_its_order() -> None:
    first, one, two = first_ledger_head("r"), bytes([1]) * 32, bytes([2]) * 32
    heads = {
        next_head(next_head(first, one), two),
        next_head(next_head(first, two), one),
        next_head(first, one),
        next_head(first_ledger_head("s"), one),
    }
    assert len(heads) == 4
    with pytest.raises(LedgerSignatureError):
        next_head(b"short", one)
    with pytest.raises(LedgerSignatureError):
        LedgerHead("r", -1, first, 0)
    with pytest.raises(LedgerSignatureError):
        LedgerHead("r", 1, b"short", 0)
