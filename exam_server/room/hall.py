"""The hall: the room's state, who is connected, and what is to be said, behind which every rule works.

A rule reads the state, records what happens and posts messages. It does no
input or output: the shell sends a post only when everything recorded before it
is durable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from exam_server.protocol.common import Message, RefusalCode, Refused
from exam_server.protocol.console import Delivery
from exam_server.protocol.desk import CommandKind, DeskCommand, RoomState, SealedPart
from exam_server.protocol.timing import Allowances, Moment, moment
from exam_server.room.facts import Body, Row
from exam_server.room.fold import apply
from exam_server.room.link import Link
from exam_server.room.state import ALL, SERVER, Attempt, Command
from exam_server.room.state import RoomState as State
from itembank.base.i18n import _
from itembank.model.record import EventStored, IncidentNoted, Phase
from itembank.model.sitting import Sitting


class Ledger(Protocol):
    """Where the hall writes things down."""

    def append(self, bodies: Sequence[Body]) -> tuple[Row, ...]:
        """Order bodies behind all earlier ones; they are durable later."""


class Archive(Protocol):
    """What was committed earlier and is too large to remember."""

    def find_event(self, attempt: str, seq: int) -> EventStored | None:
        """Find one stored event."""

    def events(self, attempt: str, first_seq: int, limit: int) -> list[EventStored]:
        """Return stored events from `first_seq` on."""


class AttemptSecrets(NamedTuple):
    """The key of an attempt: itself, sealed to the centre, and sealed for the room's own store (or empty)."""

    key: bytes
    wrapped: bytes
    kept: bytes


class Keys(Protocol):
    """The keys a sitting needs while it runs."""

    def make_attempt(self, attempt: str) -> AttemptSecrets:
        """Make the key of a new attempt."""

    def find_attempt(self, attempt: str, kept: bytes) -> bytes | None:
        """Return an attempt's key from memory or from its kept form."""

    def find_content(self, form: str) -> bytes | None:
        """Return the released key of a form."""


@dataclass(frozen=True, slots=True)
class Facilities:
    """What the hall was given: fixed things of the room and of the sealed package."""

    room: str
    manifest: bytes
    parts: tuple[SealedPart, ...]
    make_token: Callable[[], str]
    spread_ms: int = 0
    auto_enrol: bool = False


class Post(NamedTuple):
    """A message to one desk connection; `close` ends the connection after it."""

    link: Link
    message: Message | None
    close: bool = False


@dataclass(slots=True)
class Hall:
    """One sitting at work. `now_ms` reads the exam clock."""

    state: State
    ledger: Ledger
    archive: Archive
    keys: Keys
    facilities: Facilities
    now_ms: Callable[[], int]
    links: list[Link] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    told: set[Delivery] = field(default_factory=set)
    tokens: dict[bytes, Link] = field(default_factory=dict)
    disk_free_mb: int = -1
    machine_faults: tuple[str, ...] | None = None

    @property
    def sitting(self) -> Sitting:
        """The sitting that runs here."""
        return self.state.sitting

    # ---- writing down

    def record(self, *bodies: Body) -> None:
        """Write down what happens and let it take effect."""
        for row in self.ledger.append(bodies):
            apply(self.state, row)

    def note(self, code: str, *, seat: str = "", candidate: str = "", note: str = "", by: str = SERVER) -> None:
        """Note an incident."""
        self.record(IncidentNoted(code=code, seat=seat, candidate=candidate, note=note, by=by))

    def note_once(self, code: str, *, seat: str = "", candidate: str = "", note: str = "") -> None:
        """Note an incident unless the same one stands there unacknowledged."""
        if (code, seat, candidate) not in self.state.unacknowledged:
            self.note(code, seat=seat, candidate=candidate, note=note)

    # ---- saying

    def send(self, link: Link, message: Message) -> None:
        """Post a message."""
        self.posts.append(Post(link, message))

    def refuse(self, link: Link, to: str, code: RefusalCode, detail: str = "", tries_left: int = -1) -> None:
        """Post a refusal of the message tagged `to`."""
        self.send(link, Refused(to=to, code=code, detail=detail, tries_left=tries_left))

    def close(self, link: Link, message: Message | None = None) -> None:
        """End a connection, after a last message if there is one."""
        self.posts.append(Post(link, message, close=True))

    def push_states(self, numbers: Sequence[str] = ()) -> None:
        """Tell desks the phase and times: those of some candidates, or all."""
        for link in self.links:
            if link.is_enrolled and (not numbers or link.candidate in numbers):
                self.send(link, self.room_state(link))

    def room_state(self, link: Link) -> RoomState:
        """Return phase and times as one desk has them."""
        state = self.state
        number = link.candidate
        lock = state.locks.get(link.seat)
        reasons = state.pause_reasons
        return RoomState(
            phase=state.phase,
            schedule=state.schedule,
            allowances=state.allowances.get(number, Allowances()),
            exam_ms=self.now_ms(),
            locked=lock is not None,
            locked_reason=lock or "",
            paused_reason=reasons.get(number) or reasons.get(ALL, ""),
        )

    # ---- looking

    def moment(self, number: str) -> Moment:
        """Where a candidate stands in time."""
        return moment(self.state.schedule, self.state.allowances.get(number, Allowances()), self.now_ms())

    def link_at(self, seat: str) -> Link | None:
        """Find the connected desk of a seat."""
        return next((link for link in self.links if link.is_enrolled and link.seat == seat), None) if seat else None

    def link_of(self, attempt: str) -> Link | None:
        """Find the connected desk that holds an attempt."""
        return next((link for link in self.links if link.is_holding and link.attempt == attempt), None)

    def link_of_desk(self, desk: str) -> Link | None:
        """Find the connection of a desk."""
        return next((link for link in self.links if link.desk == desk), None)

    def give_token(self, link: Link) -> None:
        """Draw a new token for a desk; an older one of it is worth nothing from now on."""
        self.take_token(link)
        link.token = self.facilities.make_token()
        self.tokens[_token_key(link.token)] = link

    def take_token(self, link: Link) -> None:
        """Let a desk's token be worth nothing."""
        self.tokens.pop(_token_key(link.token), None)
        link.token = ""

    def link_by_token(self, token: str) -> Link | None:
        """Find the desk a token was given to."""
        return self.tokens.get(_token_key(token)) if token else None

    # ---- commands to desks

    def deliver(self, link: Link) -> None:
        """Post the commands that still wait for this desk, in the order they were given."""
        for command in self.state.commands.values():
            if link.seat in command.waiting and not self.is_over(command, link.seat):
                self.send(link, desk_command(command))

    def tell_delivery(self, command: str, seat: str, *, delivered: bool, final: bool = False) -> None:
        """Tell the consoles what became of a command at a seat."""
        delivery = Delivery(command=command, seat=seat, delivered=delivered, final=final)
        if delivery not in self.told:
            self.told.add(delivery)
            self.deliveries.append(delivery)

    def is_over(self, command: Command, seat: str) -> bool:
        """Say whether a command has lost its meaning: the attempt it was given for has ended."""
        if self.state.phase in {Phase.EXPORTED, Phase.CLEARED}:
            return True
        held = self.state.attempt_at(seat)
        return command.kind != CommandKind.RELEASE_DESK.value and held is not None and has_ended(held)


def _token_key(token: str) -> bytes:
    """Tokens are looked up by their hash, so that the time of a look-up tells nothing of them."""
    return hashlib.sha256(token.encode("utf-8")).digest()


def desk_command(command: Command) -> DeskCommand:
    """Return what a desk is told of a command."""
    return DeskCommand(command=command.command, kind=CommandKind(command.kind), text=command.text)


def has_ended(held: Attempt) -> bool:
    """Say whether an attempt is handed in and not reopened."""
    return held.hand_in is not None


def read_only_sentence() -> str:
    """Say that nothing can be stored any more."""
    return _("服务器暂时不能保存，作答已存本机，请继续。")
