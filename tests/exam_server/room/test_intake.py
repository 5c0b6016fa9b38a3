"""Judging saves: whatever the network does, the stored chain is a prefix of what the desk sealed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from exam_server.protocol.desk import SealedEvent
from exam_server.room.intake import Chain, Intake, judge_save
from itembank.sealing.attempt import first_head
from tests.exam_server.room.hall_builder import chained

ATTEMPT = "S01-000000001"
CIPHERTEXTS = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12)


class Stored:
    """What the room has of one attempt."""

    def __init__(self) -> None:
        self.events: list[SealedEvent] = []

    def take(self, events: list[SealedEvent]) -> Intake:
        head = self.events[-1].head if self.events else first_head(ATTEMPT)
        judgement = judge_save(Chain(ATTEMPT, 1, len(self.events), head), events, self.find_head)
        self.events.extend(judgement.events)
        return judgement.verdict

    def find_head(self, seq: int) -> bytes | None:
        return self.events[seq - 1].head if 0 < seq <= len(self.events) else None


@given(CIPHERTEXTS, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30))
def test_after_any_order_of_slices_the_room_holds_a_prefix_and_then_everything(
    ciphertexts: list[bytes], slices: list[tuple[int, int]]
) -> None:
    sent = chained(ATTEMPT, 1, ciphertexts)
    stored = Stored()
    for begin, length in slices:
        before = len(stored.events)
        verdict = stored.take(sent[begin : begin + length])
        assert verdict is not Intake.BROKEN
        assert len(stored.events) >= before
        assert stored.events == sent[: len(stored.events)]
    stored.take(sent[len(stored.events) :])
    assert stored.events == sent


@given(CIPHERTEXTS, st.data())
def test_a_changed_event_is_never_stored(ciphertexts: list[bytes], data: st.DataObject) -> None:
    sent = chained(ATTEMPT, 1, ciphertexts)
    have = data.draw(st.integers(0, len(sent) - 1))
    victim = data.draw(st.integers(have, len(sent) - 1))
    stored = Stored()
    stored.take(sent[:have])
    forged = list(sent)
    forged[victim] = replace(sent[victim], ciphertext=sent[victim].ciphertext + b"!")
    assert stored.take(forged[have:]) is Intake.BROKEN
    assert stored.events == sent[:have]


@given(CIPHERTEXTS)
def test_the_same_save_twice_is_stored_once(ciphertexts: list[bytes]) -> None:
    sent = chained(ATTEMPT, 1, ciphertexts)
    stored = Stored()
    assert stored.take(sent) is Intake.STORE
    assert stored.take(sent) is Intake.KNOWN
    assert stored.events == sent


def test_another_event_at_a_stored_number_is_broken() -> None:
    stored = Stored()
    stored.take(chained(ATTEMPT, 1, [b"a", b"b", b"c"]))
    assert stored.take(chained(ATTEMPT, 1, [b"a", b"x", b"c"])) is Intake.BROKEN
    assert stored.take(chained(ATTEMPT, 1, [b"a", b"x"])) is Intake.BROKEN


def test_a_gap_asks_for_what_is_missing() -> None:
    assert Stored().take(chained(ATTEMPT, 1, [b"a", b"b"])[1:]) is Intake.GAP


def test_events_of_another_epoch_or_attempt_do_not_fit() -> None:
    assert Stored().take(chained(ATTEMPT, 2, [b"a"])) is Intake.BROKEN
    assert Stored().take(chained("S01-2", 1, [b"a"])) is Intake.BROKEN


def test_numbers_that_jump_inside_a_save_are_broken() -> None:
    sent = chained(ATTEMPT, 1, [b"a", b"b", b"c"])
    assert Stored().take([sent[0], sent[2]]) is Intake.BROKEN


def test_an_empty_save_is_known() -> None:
    assert Stored().take([]) is Intake.KNOWN
