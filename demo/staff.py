"""The robot invigilator: a real console connection that does what two people would do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from stage import DemoError, wait_until

from exam_server.console.app import prepare_application
from exam_server.console.model import ConsoleModel
from exam_server.console.window import ConsoleWindow
from exam_server.net.console_link import ConsoleLink, ConsoleLinkState, ConsoleLogin
from exam_server.protocol.common import Message
from exam_server.protocol.console import (
    IncidentView,
    RoomView,
    SeatState,
    SeatView,
    SecondPerson,
    StaffCommand,
    StaffCommandKind,
    StaffResult,
)
from itembank.base.clock import SystemClock

ANSWER_SECONDS = 60


class Staff:
    """What the room told, by the link's thread, and commands with their results."""

    def __init__(self, login: ConsoleLogin, second: SecondPerson) -> None:
        self.room: RoomView | None = None
        self.seats: dict[str, SeatView] = {}
        self.incidents: dict[int, IncidentView] = {}
        self._results: dict[str, StaffResult] = {}
        self._state = ConsoleLinkState.CONNECTING
        self._detail = ""
        self._lock = threading.Lock()
        self._count = 0
        self._second = second
        self._link = ConsoleLink(login, self._take, self._tell)
        self._link.start()
        wait_until("监考端登录", self._is_answered, 20)
        if self._is_refused():
            raise DemoError(f"监考端没有登录成功：{self._detail}")

    def close(self) -> None:
        """Leave the room."""
        self._link.close()

    def do(
        self,
        kind: StaffCommandKind,
        *,
        seats: tuple[str, ...] = (),
        values: dict[str, str] | None = None,
        reason: str = "",
        with_second: bool = False,
        may_come_late: bool = False,
    ) -> StaffResult:
        """Give a command and wait for its result; raises `DemoError` when it is refused.

        With `may_come_late` a refusal is all right: what was seen has changed in the meantime.
        """
        self._count += 1
        command = StaffCommand(
            command=f"demo-{self._count}",
            kind=kind,
            seats=seats,
            values=values or {},
            reason=reason,
            second=self._second if with_second else None,
        )
        self._link.send(command)
        wait_until(f"操作 {kind.value}", lambda: command.command in self._results, ANSWER_SECONDS, 0.02)
        result = self._results[command.command]
        if not result.ok and not may_come_late:
            raise DemoError(f"操作 {kind.value} 没有执行：{result.sentence}")
        return result

    def wait_for(self, what: str, ready: Callable[[Staff], bool], seconds: float = 60) -> None:
        """Wait until the room is as wanted."""
        wait_until(what, lambda: ready(self), seconds)

    def in_state(self, *states: SeatState) -> list[str]:
        """Return the seats that are in one of these states."""
        with self._lock:
            return [seat.seat for seat in self.seats.values() if seat.state in states]

    def enrol_waiting(self) -> int:
        """Enrol every machine that asks; returns how many."""
        room = self.room
        waiting = room.pending_desks if room else ()
        for desk in waiting:
            self.do(StaffCommandKind.ENROL_DESK, values={"desk": desk.desk, "seat": desk.seat}, may_come_late=True)
        return len(waiting)

    def admit_waiting(self) -> None:
        """Admit who waits, and approve who comes back."""
        for seat in self.in_state(SeatState.WAITING_ADMISSION):
            self.do(StaffCommandKind.ADMIT, seats=(seat,), may_come_late=True)
        for seat in self.in_state(SeatState.WAITING_RESUME):
            self.do(StaffCommandKind.APPROVE_RESUME, seats=(seat,), reason="机器重启", may_come_late=True)

    def _take(self, message: Message) -> None:
        with self._lock:
            if isinstance(message, RoomView):
                self.room = message
            elif isinstance(message, SeatView):
                self.seats[message.seat] = message
            elif isinstance(message, IncidentView):
                self.incidents[message.number] = message
            elif isinstance(message, StaffResult):
                self._results[message.command] = message

    def _tell(self, state: ConsoleLinkState, detail: str) -> None:
        self._state, self._detail = state, detail

    def _is_answered(self) -> bool:
        return self.room is not None or self._is_refused()

    def _is_refused(self) -> bool:
        return self._state in {ConsoleLinkState.REFUSED, ConsoleLinkState.WRONG_SERVER}


def photograph_console(staff: Staff, path: Path) -> None:
    """Show what staff see in the real console window, offscreen, and keep the picture."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    prepare_application(application)
    model = ConsoleModel(SystemClock())
    window = ConsoleWindow(model)
    for message in (staff.room, *staff.seats.values(), *staff.incidents.values()):
        if message is not None:
            model.receive(message)
    window.top.show_link(ConsoleLinkState.CONNECTED, "")
    window.resize(1366, 740)
    window.show()
    application.processEvents()
    window.grab().save(str(path))
    window.close()
