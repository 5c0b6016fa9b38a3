"""A hall without sockets and disks: a ledger in memory, keys from a counter, a clock that stands still."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from exam_server.protocol import desk
from exam_server.protocol.common import PROTOCOL_VERSION, Message, Refused
from exam_server.protocol.console import Role, StaffCommand, StaffCommandKind, StaffResult
from exam_server.room import desk_rules
from exam_server.room.commands import Refusal, find_refusal
from exam_server.room.facts import Body, Fact, Noted, Row
from exam_server.room.fold import apply_all
from exam_server.room.hall import AttemptSecrets, Facilities, Hall
from exam_server.room.link import Link
from exam_server.room.orders import Order
from exam_server.room.release import release
from exam_server.room.staff import carry_out
from exam_server.room.staff_time import circumstances
from exam_server.room.state import RoomState
from itembank.base.clock import FakeClock
from itembank.model.codec import to_bytes
from itembank.model.events import Answered, Ended, HandInReason
from itembank.model.record import EventStored, LedgerEntry
from itembank.model.sitting import Sitting
from itembank.sealing.attempt import AttemptKey, DeskSigner, chain_head, first_head, seal_event
from itembank.sealing.keys import SigningKey
from tests.exam_server.room_builder import make_sitting

K = StaffCommandKind
M = TypeVar("M", bound=Message)
SIGNING = SigningKey(b"d" * 32)


@dataclass
class MemoryLedger:
    """Keeps rows in a list; everything is durable at once."""

    clock: FakeClock
    rows: list[Row] = field(default_factory=list)

    def append(self, bodies: Sequence[Body]) -> tuple[Row, ...]:
        made: list[Row] = []
        for body in bodies:
            if isinstance(body, Fact):
                made.append(Noted(exam_ms=self.clock.now_ms, wall="w", body=body))
            else:
                n = 1 + sum(isinstance(row, LedgerEntry) for row in (*self.rows, *made))
                made.append(LedgerEntry(n=n, exam_ms=self.clock.now_ms, wall="w", body=body))
        self.rows.extend(made)
        return tuple(made)

    # ---- the archive

    def events(self, attempt: str, first_seq: int, limit: int) -> list[EventStored]:
        bodies = [r.body for r in self.rows if isinstance(r.body, EventStored)]
        return [b for b in bodies if b.attempt == attempt and b.seq >= first_seq][:limit]

    def find_event(self, attempt: str, seq: int) -> EventStored | None:
        return next((e for e in self.events(attempt, seq, 1) if e.seq == seq), None)


class CountedKeys:
    """Keys that tell which attempt they belong to."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}
        self.content: dict[str, bytes] = {}
        self.forgets = False

    def make_attempt(self, attempt: str) -> AttemptSecrets:
        self.made[attempt] = (len(self.made) + 1).to_bytes(32, "big")
        return AttemptSecrets(self.made[attempt], b"wrapped " + attempt.encode(), b"kept " + attempt.encode())

    def find_attempt(self, attempt: str, kept: bytes) -> bytes | None:
        return None if self.forgets else self.made.get(attempt)

    def find_content(self, form: str) -> bytes | None:
        return self.content.get(form)


@dataclass
class TestHall:
    """A hall with short words for what desks and staff do."""

    __test__ = False
    sitting: Sitting = field(default_factory=make_sitting)
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.ledger = MemoryLedger(self.clock)
        self.keys = CountedKeys()
        self._numbers = itertools.count(1)
        self.hall = Hall(
            state=RoomState(self.sitting),
            ledger=self.ledger,
            archive=self.ledger,
            keys=self.keys,
            facilities=Facilities(
                room=self.sitting.room,
                manifest=b"head",
                parts=(desk.SealedPart(name="form-F1", size_bytes=9, sha256="0" * 64),),
                make_token=lambda: f"token{next(self._numbers)}",
            ),
            now_ms=lambda: self.clock.now_ms,
        )

    @property
    def state(self) -> RoomState:
        return self.hall.state

    def refolded(self) -> RoomState:
        """The state a restarted server would have."""
        state = RoomState(self.sitting)
        apply_all(state, self.ledger.rows)
        return state

    # ---- desks

    def connect(self, seat: str, machine: str = "", **hello: object) -> Link:
        link = Link(next(self._numbers), "10.0.0.1", self.clock.now_ms)
        self.hall.links.append(link)
        facts = {"attempt": "", "epoch": 0, "secret": b"s" * 32, "protocol": PROTOCOL_VERSION} | hello
        self.say(
            link,
            desk.DeskHello(
                desk=machine or f"desk-{seat}",
                seat=seat,
                facts=desk.DeskFacts(version="1", system="Debian", screen="1366x768"),
                **facts,  # type: ignore[arg-type]
            ),
        )
        return link

    def enrolled(self, seat: str, machine: str = "") -> Link:
        link = self.connect(seat, machine)
        self.do(K.ENROL_DESK, desk=link.desk, seat=seat)
        return link

    def say(self, link: Link, message: Message) -> None:
        desk_rules.receive(self.hall, link, message)

    def heard(self, link: Link, kind: type[M]) -> list[M]:
        return [p.message for p in self.hall.posts if p.link is link and isinstance(p.message, kind)]

    def last(self, link: Link, kind: type[M]) -> M:
        found = self.heard(link, kind)
        assert found, f"no {kind.__name__}"
        return found[-1]

    def forget(self) -> None:
        self.hall.posts.clear()

    def is_refused(self, link: Link) -> Refused:
        return self.last(link, Refused)

    def confirmed(self, link: Link, number: str) -> None:
        self.say(link, desk.Identify(candidate=number))
        self.say(link, desk.ConfirmIdentity(candidate=number, desk_key=SIGNING.public.raw))

    def admitted(self, seat: str, number: str) -> Link:
        link = self.hall.link_at(seat) or self.enrolled(seat)
        self.confirmed(link, number)
        self.do(K.ADMIT, seat)
        return link

    def begun(self, *people: tuple[str, str]) -> list[Link]:
        self.do(K.OPEN_ADMISSION)
        links = [self.admitted(seat, number) for seat, number in people]
        self.release()
        self.do(K.START)
        for link in links:
            self.say(link, desk.Begun(attempt=link.attempt))
        return links

    def release(self, *, is_backup: bool = False) -> None:
        forms = (self.sitting.backup_form,) if is_backup else self.sitting.forms
        self.keys.content |= dict.fromkeys(forms, b"content key")
        release(self.hall, forms, ("jk1", "jk2"), is_backup=is_backup)

    def event(self, link: Link, text: str = "A") -> desk.SealedEvent:
        """Seal the next event after what the room has."""
        held = self.state.attempts[link.attempt]
        body = to_bytes(Answered(item="Q1", response={"RESPONSE": text}, at_ms=0))
        key = AttemptKey(self.keys.made[link.attempt])
        sealed = seal_event(key, link.attempt, link.epoch, held.seq + 1, held.head, body)
        return desk.SealedEvent(seq=held.seq + 1, ciphertext=sealed.ciphertext, head=sealed.head)

    def save(self, link: Link, *events: desk.SealedEvent) -> None:
        self.say(link, desk.Save(attempt=link.attempt, epoch=link.epoch, events=events or (self.event(link),)))

    def hand_in(self, link: Link, **changes: object) -> None:
        held = self.state.attempts[link.attempt]
        signer = DeskSigner(link.attempt, link.epoch, SIGNING)
        facts = {
            "attempt": link.attempt,
            "epoch": link.epoch,
            "count": held.seq,
            "head": held.head,
            "signature": signer.sign(held.seq, held.head),
            "reason": HandInReason.CANDIDATE,
        } | changes
        self.say(link, desk.HandIn(**facts))  # type: ignore[arg-type]

    # ---- staff

    def ask(
        self,
        kind: StaffCommandKind,
        *seats: str,
        reason: str = "因故",
        role: Role = Role.INVIGILATOR,
        second: str = "",
        command: str = "",
        **values: str,
    ) -> StaffResult | Refusal:
        made = StaffCommand(
            command=command or f"c{next(self._numbers)}", kind=kind, seats=seats, values=values, reason=reason
        )
        refusal = find_refusal(
            made,
            self.state.phase,
            role,
            Role.SITE_HEAD if second else None,
            circumstances(self.hall, made),
        )
        return refusal or carry_out(self.hall, Order(made, "jk1", second))

    def do(self, kind: StaffCommandKind, *seats: str, **more: Any) -> StaffResult:
        result = self.ask(kind, *seats, **more)
        assert isinstance(result, StaffResult), result
        assert result.ok, result.sentence
        return result


def chained(attempt: str, epoch: int, ciphertexts: list[bytes]) -> list[desk.SealedEvent]:
    """A chain of events over any bytes."""
    head, made = first_head(attempt), []
    for seq, ciphertext in enumerate(ciphertexts, start=1):
        head = chain_head(head, attempt, epoch, seq, ciphertext)
        made.append(desk.SealedEvent(seq=seq, ciphertext=ciphertext, head=head))
    return made


def ended(reason: HandInReason = HandInReason.CANDIDATE) -> bytes:
    return to_bytes(Ended(reason=reason, at_ms=0))
