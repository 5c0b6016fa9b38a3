"""What the console knows: the newest room, seats, incidents and the fate of its own commands. No widgets here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from exam_server.net.console_link import ConsoleLink, ConsoleLinkState, ConsoleLogin
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


@dataclass
class Given:
    """A command on its way: its words for the list, its result, and which seats have acknowledged it."""

    command: StaffCommand
    title: str
    result: StaffResult | None = None
    delivered: dict[str, Delivery] = field(default_factory=dict)

    def undelivered(self) -> list[str]:
        """Return the seats that have not acknowledged."""
        return sorted(seat for seat, delivery in self.delivered.items() if not delivery.delivered)


class ConsoleModel(QObject):
    """The console's knowledge.

    Signals: `room_changed`, `seat_changed(label)`, `incidents_changed`, `command_changed(id)`,
    `needs_second(id)` when the server asks for a second person, `link_changed(state, detail)`.
    """

    room_changed = Signal()
    seat_changed = Signal(str)
    incidents_changed = Signal()
    command_changed = Signal(str)
    needs_second = Signal(str)
    link_changed = Signal(object, str)
    _arrived = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        """Start with nothing."""
        super().__init__(parent)
        self.room: RoomView | None = None
        self.seats: dict[str, SeatView] = {}
        self.incidents: dict[int, IncidentView] = {}
        self.given: dict[str, Given] = {}
        self._clock = clock
        self._room_at_ms = 0
        self.login: ConsoleLogin | None = None
        self._link: ConsoleLink | None = None
        self._count = 0
        self._session = secrets.token_hex(6)
        self._arrived.connect(self.receive)

    def connect_to(self, login: ConsoleLogin) -> None:
        """Open the link; a former one is closed."""
        self.close()
        self.login = login
        self._link = ConsoleLink(login, self._arrived.emit, self._tell_state)
        self._link.start()

    def close(self) -> None:
        """Close the link."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def receive(self, message: Message) -> None:
        """Take in one message of the server."""
        match message:
            case RoomView():
                self.room = message
                self._room_at_ms = self._clock.monotonic_ms()
                if not message.sitting and self.incidents:
                    self.incidents.clear()
                    self.incidents_changed.emit()
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
        self.given[command.command] = Given(command, title)
        self.command_changed.emit(command.command)
        if self._link is not None:
            self._link.send(command)
        return command.command

    def repeat_with_second(self, command_id: str, second: SecondPerson) -> str:
        """Give a command again with a second person."""
        given = self.given[command_id]
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

    def _take_result(self, result: StaffResult) -> None:
        given = self.given.get(result.command)
        if given is None:
            return
        given.result = result
        self.command_changed.emit(result.command)
        if result.refusal is RefusalCode.SECOND_PERSON_NEEDED:
            self.needs_second.emit(result.command)

    def _tell_state(self, state: ConsoleLinkState, detail: str) -> None:
        self.link_changed.emit(state, detail)
