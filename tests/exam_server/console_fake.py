"""A minimal console for tests: logs in, sends commands, keeps the newest view of every seat."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from exam_server.protocol import console
from exam_server.protocol.codec import SERVER_MESSAGE_BYTES, encode, to_console
from exam_server.protocol.common import CONSOLE_PATH, PROTOCOL_VERSION, Message
from tests.exam_server.desk_fake import WAIT_SECONDS, trusting_context
from tests.exam_server.room_builder import PASSWORD

K = console.StaffCommandKind
_numbers = itertools.count(1)


@dataclass
class ConsoleFake:
    """One console, logged in as `account`."""

    port: int
    account: str = "jk1"
    heard: list[Message] = field(default_factory=list)
    seats: dict[str, console.SeatView] = field(default_factory=dict)
    room: console.RoomView | None = None
    incidents: dict[int, console.IncidentView] = field(default_factory=dict)
    deliveries: list[console.Delivery] = field(default_factory=list)
    results: dict[str, console.StaffResult] = field(default_factory=dict)
    _http: aiohttp.ClientSession | None = None
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _reading: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def view(self) -> console.RoomView:
        """The newest view of the room."""
        assert self.room is not None
        return self.room

    async def connect(self, password: str = PASSWORD) -> ConsoleFake:
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusting_context()))
        self._socket = await self._http.ws_connect(
            f"wss://127.0.0.1:{self.port}{CONSOLE_PATH}", max_msg_size=SERVER_MESSAGE_BYTES
        )
        self._reading = asyncio.create_task(self._read())
        await self.log_in(password)
        return self

    async def log_in(self, password: str) -> None:
        await self.send(console.StaffLogin(protocol=PROTOCOL_VERSION, account=self.account, password=password))

    async def drop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        if self._http is not None:
            await self._http.close()

    async def send(self, message: Message) -> None:
        assert self._socket is not None
        await self._socket.send_bytes(encode(message))

    async def ask(
        self,
        kind: console.StaffCommandKind,
        *seats: str,
        reason: str = "",
        second: str = "",
        second_password: str = PASSWORD,
        command: str = "",
        **values: str,
    ) -> console.StaffResult:
        """Send a command and return its result."""
        command = command or f"c{next(_numbers)}"
        person = console.SecondPerson(account=second, password=second_password) if second else None
        await self.send(
            console.StaffCommand(command=command, kind=kind, seats=seats, values=values, reason=reason, second=person)
        )
        await self.until(lambda: command in self.results)
        return self.results.pop(command)

    async def do(self, kind: console.StaffCommandKind, *seats: str, **more: str) -> console.StaffResult:
        """The same, and it must succeed."""
        result = await self.ask(kind, *seats, **more)
        assert result.ok, result.sentence
        return result

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def until_seat(self, seat: str, state: console.SeatState) -> console.SeatView:
        await self.until(lambda: seat in self.seats and self.seats[seat].state is state)
        return self.seats[seat]

    async def _read(self) -> None:
        assert self._socket is not None
        async for frame in self._socket:
            message = to_console.decode(frame.data)
            self.heard.append(message)
            match message:
                case console.SeatView():
                    self.seats[message.seat] = message
                case console.RoomView():
                    self.room = message
                case console.IncidentView():
                    self.incidents[message.number] = message
                case console.Delivery():
                    self.deliveries.append(message)
                case console.StaffResult():
                    self.results[message.command] = message
                case _:
                    pass
            self._news.set()
