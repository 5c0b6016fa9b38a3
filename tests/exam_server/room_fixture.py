"""A room server in the test's own event loop, with desks and consoles that are hung up at the end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from exam_server.app import RoomServer
from exam_server.protocol import desk
from exam_server.protocol.console import StaffCommandKind
from exam_server.running import ServerSettings
from exam_server.session import Session
from itembank.base.clock import Clock
from itembank.model.record import Phase
from itembank.model.sitting import Sitting
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.desk_fake import DeskFake
from tests.exam_server.room_builder import ROOM_SERVER, BuiltRoom, build_room

K = StaffCommandKind


@dataclass
class LiveRoom:
    """A running room."""

    built: BuiltRoom
    settings: ServerSettings
    clock: Clock | None = None
    server: RoomServer = field(init=False)
    guests: list[DeskFake | ConsoleFake] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """The open sitting."""
        assert self.server.open_sitting is not None
        return self.server.open_sitting.session

    async def start(self) -> None:
        self.server = RoomServer(self.built.store, self.settings, self.clock)
        await self.server.start()

    async def restart(self) -> None:
        """Stop and start; desks and consoles must connect again."""
        await self.hang_up()
        await self.server.stop()
        await self.start()

    async def hang_up(self) -> None:
        for guest in self.guests:
            await guest.drop()
        self.guests.clear()

    async def console(self, account: str = "jk1") -> ConsoleFake:
        console = await ConsoleFake(self.server.port, account).connect()
        self.guests.append(console)
        await console.until(lambda: console.room is not None)
        return console

    async def desk(self, seat: str, *, machine: str = "") -> DeskFake:
        made = await DeskFake(self.server.port, seat, machine).connect()
        self.guests.append(made)
        return made

    async def back(self, old: DeskFake) -> DeskFake:
        """The same desk connects anew."""
        old.port = self.server.port
        await old.connect()
        self.guests.append(old)
        return old

    async def enrolled(self, console: ConsoleFake, seat: str) -> DeskFake:
        made = await self.desk(seat)
        await made.wait_for(desk.DeskWelcome)
        await console.do(K.ENROL_DESK, desk=made.machine, seat=seat)
        await made.wait_for(desk.DeskWelcome, lambda m: m.enrolment is desk.Enrolment.ENROLLED)
        return made

    async def admitted(self, console: ConsoleFake, seat: str, number: str) -> DeskFake:
        made = await self.enrolled(console, seat)
        assert isinstance(await made.identify(number), desk.Identity)
        assert isinstance(await made.confirm(number), desk.AdmissionPending)
        await console.do(K.ADMIT, seat)
        await made.wait_for(desk.Admitted)
        return made

    async def unlock(self, console: ConsoleFake) -> None:
        for share in self.built.centre.shares()[:2]:
            await console.do(K.ENTER_SHARE, share=share)

    async def begun(self, console: ConsoleFake, *people: tuple[str, str]) -> list[DeskFake]:
        """Admit candidates, unlock and start."""
        await console.do(K.OPEN_ADMISSION)
        desks = [await self.admitted(console, seat, number) for seat, number in people]
        await self.unlock(console)
        await console.do(K.START)
        for made in desks:
            await made.wait_for(desk.RoomState, lambda m: m.phase is Phase.RUNNING)
            await made.send(desk.Begun(attempt=made.attempt))
        return desks


@contextlib.asynccontextmanager
async def live_room(
    folder: Path,
    sitting: Sitting | None = None,
    *,
    settings: ServerSettings = ROOM_SERVER,
    clock: Clock | None = None,
    imports: bool = True,
    not_before: datetime | None = None,
) -> AsyncIterator[LiveRoom]:
    room = LiveRoom(build_room(folder, sitting, imports=imports, not_before=not_before), settings, clock)
    await room.start()
    try:
        yield room
    finally:
        await room.hang_up()
        await room.server.stop()
