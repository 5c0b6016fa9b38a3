"""The WebSocket of a console: log in, then see every change and send intentions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from exam_server.net.channel import Channel
from exam_server.net.guards import TokenBucket
from exam_server.protocol.codec import MessageError, from_console
from exam_server.protocol.common import (
    HEARTBEAT_SECONDS,
    MAX_MESSAGE_BYTES,
    PROTOCOL_VERSION,
    Message,
    RefusalCode,
    Refused,
)
from exam_server.protocol.console import (
    Delivery,
    IncidentView,
    Role,
    RoomView,
    SeatView,
    StaffCommand,
    StaffLogin,
    StaffResult,
)
from exam_server.room.views import incident_view, seat_views
from itembank.base.i18n import _

if TYPE_CHECKING:
    from exam_server.app import RoomServer
    from exam_server.running import OpenSitting

LOOK_SECONDS = 0.25
CLOCK_SECONDS = 5.0
SEATS_AT_ONCE = 50
MAX_LOGIN_TRIES = 5
COMMANDS_AT_ONCE = 4


async def serve_console(server: RoomServer, request: web.Request) -> web.WebSocketResponse:
    """Talk with one console until the connection ends."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_MESSAGE_BYTES, compress=False)
    await socket.prepare(request)
    channel = Channel(socket, server.limits.outgoing_messages * 4)
    try:
        await _ConsoleTalk(server, channel).run()
    finally:
        await channel.end()
        await socket.close()
    return socket


class _ConsoleTalk:
    """One console's connection."""

    def __init__(self, server: RoomServer, channel: Channel) -> None:
        self._server = server
        self._channel = channel
        self._account = ""
        self._role = Role.INVIGILATOR
        self._tasks: set[asyncio.Task[None]] = set()
        loop = asyncio.get_running_loop()
        self._bucket = TokenBucket(server.limits.messages_per_second, server.limits.message_burst, loop.time)

    async def run(self) -> None:
        """Log in, then push and obey until the end."""
        if not await self._log_in():
            return
        watcher = asyncio.create_task(_Watcher(self._server, self._channel, self._account, self._role).run())
        # A console that is no longer told anything must notice and come back.
        watcher.add_done_callback(lambda _task: self._channel.close())
        try:
            await self._obey()
        finally:
            for task in (watcher, *self._tasks):
                task.cancel()
            for task in (watcher, *self._tasks):
                with suppress(asyncio.CancelledError):
                    await task

    async def _log_in(self) -> bool:
        for _try in range(MAX_LOGIN_TRIES):
            try:
                frame = await asyncio.wait_for(self._channel.socket.receive(), 60)
                if frame.type is not WSMsgType.BINARY:
                    return False
                message = from_console.decode(frame.data)
            except (TimeoutError, MessageError):
                return False
            if not isinstance(message, StaffLogin):
                self._channel.put(Refused(to="staff", code=RefusalCode.BAD_LOGIN))
                continue
            if message.protocol != PROTOCOL_VERSION:
                detail = _("监考程序版本与服务器不符。")
                self._channel.put(Refused(to="login", code=RefusalCode.VERSION, detail=detail))
                return False
            login = await self._server.log_in(message.account, message.password)
            if login.role is not None:
                self._account, self._role = message.account, login.role
                return True
            self._channel.put(Refused(to="login", code=RefusalCode.BAD_LOGIN, detail=login.sentence))
        return False

    async def _obey(self) -> None:
        async for frame in self._channel.socket:
            if frame.type is not WSMsgType.BINARY:
                return
            try:
                message = from_console.decode(frame.data)
            except MessageError:
                self._channel.put(Refused(to="", code=RefusalCode.BAD_MESSAGE))
                continue
            if isinstance(message, StaffCommand):
                await self._start(message)
            wait = self._bucket.take()
            if wait > 0:
                await asyncio.sleep(min(wait, self._server.limits.deadline_seconds))

    async def _start(self, command: StaffCommand) -> None:
        """Carry out commands beside one another, so that a slow export does not hold up an extension."""
        while len(self._tasks) >= COMMANDS_AT_ONCE:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._carry_out(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, command: StaffCommand) -> None:
        try:
            answer = await self._server.command(command, self._account, self._role)
        except Exception as error:  # noqa: BLE001 - the outermost: whoever gave the command must hear that it failed
            self._server.log.write("command failed", kind=command.kind.value, error=type(error).__name__)
            sentence = _("服务器内部错误，命令可能没有执行，请核对后再试。")
            answer = StaffResult(command=command.command, ok=False, sentence=sentence, refusal=RefusalCode.FAILED)
        self._channel.put(answer)


class _Watcher:
    """Compares what a console was last told with what is, a few times a second."""

    def __init__(self, server: RoomServer, channel: Channel, account: str, role: Role) -> None:
        self._server = server
        self._channel = channel
        self._account = account
        self._role = role
        self._room: RoomView | None = None
        self._room_at = 0.0
        self._seats: dict[str, SeatView] = {}
        self._incidents: list[bool] = []
        self._deliveries = 0
        self._sitting: OpenSitting | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self._look()
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        """Tell what is new, when it is durable: what the room knows is ahead of its disk."""
        sitting = self._server.open_sitting
        if sitting is not self._sitting:
            self._sitting = sitting
            self._room, self._seats, self._incidents, self._deliveries = None, {}, [], 0
        news: list[Message] = [*self._room_news()]
        if sitting is not None:
            news += [*self._incident_news(sitting), *self._delivery_news(sitting)]
            news += await self._seat_news(sitting)
            if not await sitting.is_true_now():
                # The ledger gave up and the room was set back; tell everything anew.
                self._sitting = None
                return
        for message in news:
            self._channel.put(message)

    def _room_news(self) -> Iterator[RoomView]:
        view = self._server.room_view(self._account, self._role)
        now = asyncio.get_running_loop().time()
        if self._room is None or now - self._room_at >= CLOCK_SECONDS or not _is_same(view, self._room):
            self._room, self._room_at = view, now
            yield view

    async def _seat_news(self, sitting: OpenSitting) -> list[SeatView]:
        """Look at a few seats at a time, so that a large room does not hold up its own saves."""
        news = []
        for index, view in enumerate(seat_views(sitting.session.hall), start=1):
            if index % SEATS_AT_ONCE == 0:
                await asyncio.sleep(0)
            if self._seats.get(view.seat) != view:
                self._seats[view.seat] = view
                news.append(view)
        return news

    def _incident_news(self, sitting: OpenSitting) -> Iterator[IncidentView]:
        incidents = sitting.session.hall.state.incidents
        for index, incident in enumerate(incidents):
            if index >= len(self._incidents) or self._incidents[index] is not incident.acknowledged:
                yield incident_view(sitting.session.hall, incident)
        self._incidents = [incident.acknowledged for incident in incidents]

    def _delivery_news(self, sitting: OpenSitting) -> list[Delivery]:
        news = sitting.deliveries[self._deliveries :]
        self._deliveries = len(sitting.deliveries)
        return news


def _is_same(view: RoomView, before: RoomView) -> bool:
    """Compare but for the clock and the counters that always run."""
    names = (name for name in RoomView.__struct_fields__ if name not in {"exam_ms", "ledger_entries", "disk_free_mb"})
    return all(getattr(view, name) == getattr(before, name) for name in names)
