"""What the console knows: the newest room, seats, incidents and the fate of its own commands. No widgets here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from exam_server.net.console_link import STALE_SECONDS, ConsoleLink, ConsoleLinkState, ConsoleLogin
from exam_server.protocol.common import Message, RefusalCode
from exam_server.protocol.console import (
    Delivery,
    IncidentView,
    RoomView,
    SeatState,
    SeatView,
    SecondPerson,
    StaffCommand,
    StaffCommandKind,
    StaffResult,
)
from exam_server.protocol.timing import moment
from itembank.base.clock import Clock

DONE = frozenset({SeatState.HANDED_IN, SeatState.LEFT, SeatState.ABSENT})
ASK_AGAIN_MS = STALE_SECONDS * 1000


class Fate(Enum):
    """How far a command without a result has come."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    IN_DOUBT = "in_doubt"
    LOST = "lost"

    @property
    def is_bad(self) -> bool:
        """Say whether a person must look after it."""
        return self is not Fate.SENT


class Link(Protocol):
    """What carries commands to the server."""

    def send(self, command: StaffCommand) -> None:
        """Send a command."""

    def close(self) -> None:
        """End the connection."""


@dataclass
class Given:
    """A command on its way: its words for the list, its result, and which seats have acknowledged it.

    `fate` matters until there is a result. NOT_SENT never left this machine; IN_DOUBT was on its way when the
    connection broke, and is asked about again under the same id; LOST is too old to be repeated by itself.
    `place` is where a printed form was put; `is_repeated` says that it was given again with a second person.
    """

    command: StaffCommand
    title: str
    at_ms: int = 0
    fate: Fate = Fate.SENT
    result: StaffResult | None = None
    place: str = ""
    is_repeated: bool = False
    delivered: dict[str, Delivery] = field(default_factory=dict)

    def undelivered(self) -> list[str]:
        """Return the seats that have not acknowledged."""
        return sorted(seat for seat, delivery in self.delivered.items() if not delivery.delivered)


class ConsoleModel(QObject):
    """The console's knowledge.

    Signals: `room_changed`, `seat_changed(label)`, `incidents_changed`, `command_changed(id)`,
    `needs_second(id)` when the server asks for a second person, `link_changed(state, detail)`,
    `sitting_changed` when the room has another sitting or none, `too_early(id)` when a share came before the time,
    `media_found(media)` when the server told which sticks are there, `portrait_found(candidate)` when a portrait came.
    """

    room_changed = Signal()
    seat_changed = Signal(str)
    incidents_changed = Signal()
    command_changed = Signal(str)
    needs_second = Signal(str)
    link_changed = Signal(object, str)
    sitting_changed = Signal()
    too_early = Signal(str)
    media_found = Signal(object)
    portrait_found = Signal(str)
    _arrived = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        """Start with nothing."""
        super().__init__(parent)
        self.room: RoomView | None = None
        self.seats: dict[str, SeatView] = {}
        self.incidents: dict[int, IncidentView] = {}
        self.given: dict[str, Given] = {}
        self.portraits: dict[str, bytes] = {}
        self._portraits_asked: dict[str, str] = {}
        self._clock = clock
        self._room_at_ms = 0
        self.login: ConsoleLogin | None = None
        self._link: Link | None = None
        self._state = ConsoleLinkState.CLOSED
        self._count = 0
        self._session = secrets.token_hex(6)
        self._arrived.connect(self.receive)
        self.link_changed.connect(self._note_state)

    def connect_to(self, login: ConsoleLogin) -> None:
        """Open the link; a former one is closed."""
        self.close()
        self.login = login
        link = ConsoleLink(login, self._arrived.emit, self._tell_state)
        self._link = link
        link.start()

    @property
    def is_at_server(self) -> bool:
        """Say whether this console runs on the server's own machine, so that paths mean the same to both."""
        return self.login is not None and self.login.host in {"127.0.0.1", "localhost", "::1"}

    def close(self) -> None:
        """Close the link."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def receive(self, message: Message) -> None:
        """Take in one message of the server."""
        match message:
            case RoomView():
                if self.room is not None and (message.exam, message.sitting) != (self.room.exam, self.room.sitting):
                    self._forget_sitting()
                self.room = message
                self._room_at_ms = self._clock.monotonic_ms()
                self.room_changed.emit()
            case SeatView():
                self.seats[message.seat] = message
                self.seat_changed.emit(message.seat)
            case IncidentView():
                self.incidents[message.number] = message
                self.incidents_changed.emit()
            case StaffResult():
                self._take_result(message)
            case Delivery():
                if message.command in self.given:
                    self.given[message.command].delivered[message.seat] = message
                    self.command_changed.emit(message.command)

    def command(
        self,
        kind: StaffCommandKind,
        title: str,
        *,
        seats: tuple[str, ...] = (),
        values: dict[str, str] | None = None,
        reason: str = "",
        second: SecondPerson | None = None,
    ) -> str:
        """Send an intention; returns its id."""
        self._count += 1
        command = StaffCommand(
            command=f"c-{self._session}-{self._count}",
            kind=kind,
            seats=seats,
            values=values or {},
            reason=reason,
            second=second,
        )
        given = Given(command, title, at_ms=self._clock.monotonic_ms())
        self.given[command.command] = given
        if self._link is not None:
            if self._state is ConsoleLinkState.CONNECTED:
                self._link.send(command)
            else:
                given.fate = Fate.NOT_SENT
        self.command_changed.emit(command.command)
        return command.command

    def want_portrait(self, candidate: str) -> None:
        """Ask for a candidate's portrait once; a look is no act, so it stands in no list. Lost ones are asked again."""
        is_known = candidate in self.portraits or candidate in self._portraits_asked.values()
        if not candidate or is_known or self._link is None or self._state is not ConsoleLinkState.CONNECTED:
            return
        self._count += 1
        command = StaffCommand(
            command=f"c-{self._session}-{self._count}",
            kind=StaffCommandKind.LOOK_AT_PORTRAIT,
            values={"candidate": candidate},
        )
        self._portraits_asked[command.command] = candidate
        self._link.send(command)

    def repeat_with_second(self, command_id: str, second: SecondPerson) -> str:
        """Give a command again with a second person."""
        given = self.given[command_id]
        given.is_repeated = True
        command = given.command
        return self.command(
            command.kind,
            given.title,
            seats=command.seats,
            values=command.values,
            reason=command.reason,
            second=second,
        )

    def exam_ms(self) -> int:
        """Return the exam clock as last told, carried on by this machine's clock."""
        if self.room is None:
            return 0
        return self.room.exam_ms + self._clock.monotonic_ms() - self._room_at_ms

    def left_ms(self, seat: SeatView) -> int:
        """Return the time left at a seat."""
        if self.room is None:
            return 0
        return moment(self.room.schedule, seat.allowances, self.exam_ms()).left_ms

    def writing(self) -> list[SeatView]:
        """Return the seats whose candidates have not handed in and have time left."""
        seats = (seat for seat in self.seats.values() if seat.attempt and not seat.receipt)
        return [seat for seat in seats if seat.state not in DONE and self.left_ms(seat) > 0]

    def open_incidents(self) -> list[IncidentView]:
        """Return incidents that nobody has acknowledged, the gravest and newest first."""
        waiting = [incident for incident in self.incidents.values() if not incident.acknowledged]
        return sorted(waiting, key=lambda incident: (-incident.severity, -incident.number))

    def _forget_sitting(self) -> None:
        """Another sitting: what was known of the seats and incidents of the former one is gone."""
        self.seats.clear()
        self.incidents.clear()
        self.portraits.clear()
        self._portraits_asked.clear()
        self.sitting_changed.emit()
        self.incidents_changed.emit()

    def _note_state(self, state: ConsoleLinkState, _detail: str) -> None:
        """A broken connection leaves commands in doubt; a new one asks about them again, under the same ids."""
        before, self._state = self._state, state
        if state is not ConsoleLinkState.CONNECTED:
            self._portraits_asked.clear()
        waiting = [given for given in self.given.values() if given.result is None and given.fate is not Fate.NOT_SENT]
        if before is ConsoleLinkState.CONNECTED and state is not ConsoleLinkState.CONNECTED:
            for given in waiting:
                self._set_fate(given, Fate.IN_DOUBT)
        elif state is ConsoleLinkState.CONNECTED and self._link is not None:
            for given in waiting:
                is_fresh = self._clock.monotonic_ms() - given.at_ms <= ASK_AGAIN_MS
                self._set_fate(given, Fate.SENT if is_fresh else Fate.LOST)
                if is_fresh:
                    self._link.send(given.command)

    def _set_fate(self, given: Given, fate: Fate) -> None:
        given.fate = fate
        self.command_changed.emit(given.command.command)

    def _take_result(self, result: StaffResult) -> None:
        candidate = self._portraits_asked.pop(result.command, "")
        if candidate:
            self.portraits[candidate] = result.document
            self.portrait_found.emit(candidate)
            return
        given = self.given.get(result.command)
        if given is None:
            return
        if given.result is not None:
            return  # asked again after a broken connection, answered twice
        given.result = result
        self.command_changed.emit(result.command)
        if result.refusal is RefusalCode.SECOND_PERSON_NEEDED:
            self.needs_second.emit(result.command)
        elif result.refusal is RefusalCode.TOO_EARLY:
            self.too_early.emit(result.command)
        elif given.command.kind is StaffCommandKind.LOOK_AT_MEDIA:
            self.media_found.emit(result.media)

    def _tell_state(self, state: ConsoleLinkState, detail: str) -> None:
        self.link_changed.emit(state, detail)
