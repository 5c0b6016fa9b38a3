"""Whatever happens in a room, the fold of its rows is its state: a restarted server is exactly where it was."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from exam_server.protocol import desk
from exam_server.protocol.console import StaffCommandKind
from exam_server.protocol.states import LinkState
from exam_server.room.fold import apply_all, apply_tail
from exam_server.room.link import Link
from exam_server.room.staff import is_pure
from exam_server.room.state import EventTail, RoomState
from exam_server.room.ticking import tick
from itembank.model.record import EventStored, LedgerEntry, Phase
from itembank.model.sitting import Policy
from tests.exam_server.room.hall_builder import TestHall
from tests.exam_server.room_builder import make_sitting

K = StaffCommandKind
SEATS = ["A001", "A002", "A003", "B01"]
NUMBERS = ["000000001", "000000002", "000000003"]
STAFF = [kind for kind in K if kind not in {K.ENROL_DESK, K.CLEAR}]


def picture(state: RoomState) -> dict[str, Any]:
    return {name: value for name, value in vars(state).items() if name != "sitting"}


class AnyRoom(RuleBasedStateMachine):
    """Desks and staff that do anything at any time, sensible or not."""

    def __init__(self) -> None:
        super().__init__()
        policy = Policy(auto_admit=True, late_start_minutes=1)
        self.room = TestHall(make_sitting(3, 1, policy=policy, minutes=3))

    @initialize(is_running=st.booleans())
    def begin_somewhere(self, is_running: bool) -> None:
        if is_running:
            self.room.do(K.OPEN_ADMISSION)
            for seat, number in zip(SEATS, NUMBERS, strict=False):
                self.room.confirmed(self.room.enrolled(seat), number)
            self.room.release()
            self.room.do(K.START)

    def link(self, seat: str) -> Link | None:
        return self.room.hall.link_at(seat)

    @rule(seat=st.sampled_from(SEATS), keeps=st.booleans())
    def connect(self, seat: str, keeps: bool) -> None:
        held = self.room.state.attempt_at(seat)
        hello: dict[str, Any] = {"attempt": held.attempt, "epoch": held.epoch} if keeps and held else {}
        link = self.room.connect(seat, **hello)
        if link.state is LinkState.ENROLLING:
            self.room.ask(K.ENROL_DESK, desk=link.desk, seat=seat)

    @rule(seat=st.sampled_from(SEATS))
    def cut(self, seat: str) -> None:
        link = self.link(seat)
        if link is not None:
            self.room.hall.links.remove(link)

    @rule(seat=st.sampled_from(SEATS), number=st.sampled_from([*NUMBERS, "nobody"]))
    def log_in(self, seat: str, number: str) -> None:
        link = self.link(seat)
        if link is not None:
            self.room.confirmed(link, number)

    @rule(seat=st.sampled_from(SEATS), count=st.integers(1, 3))
    def save(self, seat: str, count: int) -> None:
        link = self.link(seat)
        if link is not None and link.attempt:
            for _event in range(count):
                self.room.save(link)

    @rule(seat=st.sampled_from(SEATS))
    def begin(self, seat: str) -> None:
        link = self.link(seat)
        if link is not None and link.attempt:
            self.room.say(link, desk.Begun(attempt=link.attempt))

    @rule(seat=st.sampled_from(SEATS))
    def hand_in(self, seat: str) -> None:
        link = self.link(seat)
        if link is not None and link.attempt:
            self.room.hand_in(link)

    @rule(seat=st.sampled_from(SEATS))
    def acknowledge(self, seat: str) -> None:
        link = self.link(seat)
        for command in list(self.room.state.commands):
            if link is not None:
                self.room.say(link, desk.CommandDone(command=command))

    @rule(backup=st.booleans())
    def release(self, backup: bool) -> None:
        if self.room.state.phase in {Phase.ADMITTING, Phase.UNLOCKED, Phase.RUNNING}:
            self.room.release(is_backup=backup)

    @rule(
        kind=st.sampled_from(STAFF),
        seats=st.lists(st.sampled_from(SEATS), unique=True, max_size=2),
        number=st.sampled_from(NUMBERS),
        to_seat=st.sampled_from(SEATS),
        mark=st.sampled_from(["absent", "present", "cheating"]),
        second=st.sampled_from(["", "zhukao"]),
    )
    def command(
        self, kind: StaffCommandKind, seats: list[str], number: str, to_seat: str, mark: str, second: str
    ) -> None:
        if not is_pure(kind):
            return
        values: dict[str, Any] = {
            "candidate": number,
            "to_seat": to_seat,
            "mark": mark,
            "note": "x",
            "text": "y",
            "minutes": "1",
        }
        self.room.ask(kind, *seats, second=second, number="1", **values)

    @rule(milliseconds=st.integers(0, 90_000))
    def wait(self, milliseconds: int) -> None:
        self.room.clock.advance(milliseconds)
        tick(self.room.hall)

    @invariant()
    def a_restart_changes_nothing(self) -> None:
        assert picture(self.room.refolded()) == picture(self.room.state)

    @invariant()
    def the_quick_way_to_restart_gives_the_same(self) -> None:
        rows = self.room.ledger.rows
        state = RoomState(self.room.sitting)
        apply_all(state, [row for row in rows if not isinstance(row.body, EventStored)])
        tails: dict[str, EventTail] = {}
        for row in rows:
            if isinstance(body := row.body, EventStored):
                before = tails.get(body.attempt, EventTail(body.attempt, 0, b"", 0, 0, 0))
                size = before.size_bytes + len(body.ciphertext)
                assert isinstance(row, LedgerEntry)
                count = before.events + 1
                tails[body.attempt] = EventTail(body.attempt, body.seq, body.head, count, size, row.exam_ms, row.n)
        for tail in tails.values():
            apply_tail(state, tail)
        state.entries = self.room.state.entries
        assert picture(state) == picture(self.room.state)

    @invariant()
    def one_attempt_is_held_by_one_desk_in_the_newest_epoch(self) -> None:
        for held in self.room.state.attempts.values():
            holders = [k for k in self.room.hall.links if k.is_holding and k.attempt == held.attempt]
            assert len(holders) <= 1
            assert all((k.epoch, k.desk) == (held.epoch, held.desk) for k in holders)

    @invariant()
    def the_chain_has_no_gaps(self) -> None:
        for held in self.room.state.attempts.values():
            seqs = [e.seq for e in self.room.ledger.events(held.attempt, 1, 1 << 30)]
            assert seqs == list(range(1, held.seq + 1))


AnyRoom.TestCase.settings = settings(max_examples=150, stateful_step_count=50)
test_any_room = AnyRoom.TestCase
