"""The WebSocket of a desk: decode, slow down who talks too much, let the rules answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from exam_server.net.channel import Channel
from exam_server.net.guards import TokenBucket
from exam_server.protocol.codec import MessageError, from_desk
from exam_server.protocol.common import (
    HEARTBEAT_SECONDS,
    MAX_MESSAGE_BYTES,
    PROTOCOL_VERSION,
    Message,
    RefusalCode,
    Refused,
)
from exam_server.protocol.desk import DeskHello, DeskWelcome, Enrolment, TimeProbe, TimeReply
from exam_server.room import desk_rules
from exam_server.room.hall import read_only_sentence
from exam_server.room.link import Link

if TYPE_CHECKING:
    from exam_server.app import RoomServer

MAX_BAD_MESSAGES = 5


async def serve_desk(server: RoomServer, request: web.Request) -> web.WebSocketResponse:
    """Talk with one desk until the connection ends."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_MESSAGE_BYTES, compress=False)
    await socket.prepare(request)
    channel = Channel(socket, server.limits.outgoing_messages)
    talk = _DeskTalk(server, channel, request.remote or "")
    try:
        await talk.run()
    finally:
        talk.end()
        await channel.end()
        await socket.close()
    return socket


class _DeskTalk:
    """One desk's connection."""

    def __init__(self, server: RoomServer, channel: Channel, address: str) -> None:
        self._server = server
        self._channel = channel
        self._bad = 0
        self._link = server.new_link(address, channel)
        loop = asyncio.get_running_loop()
        self._bucket = TokenBucket(server.limits.messages_per_second, server.limits.message_burst, loop.time)

    async def run(self) -> None:
        """Take messages until the end; the first one must come soon."""
        deadline = self._server.limits.deadline_seconds
        try:
            first = await asyncio.wait_for(self._channel.socket.receive(), deadline)
        except TimeoutError:
            return
        if first.type is not WSMsgType.BINARY:
            return
        self._take(first.data)
        async for frame in self._channel.socket:
            if frame.type is not WSMsgType.BINARY:
                return
            self._take(frame.data)
            wait = self._bucket.take()
            if wait > 0:
                await asyncio.sleep(min(wait, deadline))
            if self._bad > MAX_BAD_MESSAGES:
                return

    def end(self) -> None:
        """The connection is gone."""
        self._server.drop_link(self._link)

    def _take(self, data: bytes) -> None:
        try:
            message = from_desk.decode(data)
        except MessageError:
            self._bad += 1
            self._channel.put(Refused(to="", code=RefusalCode.BAD_MESSAGE))
            return
        self._answer(self._link, message)

    def _answer(self, link: Link, message: Message) -> None:
        sitting = self._server.open_sitting
        if sitting is None:
            self._answer_without_sitting(message)
            return
        if isinstance(message, TimeProbe) and link.is_enrolled:
            # Not held back for the disk: the stamps would lie.
            now_ms = sitting.session.hall.now_ms()
            self._channel.put(TimeReply(desk_ms=message.desk_ms, received_ms=now_ms, sent_ms=now_ms))
            return
        hall = sitting.session.hall
        if not sitting.office.act(lambda: desk_rules.receive(hall, link, message)):
            tag = str(message.__struct_config__.tag)
            self._channel.put(Refused(to=tag, code=RefusalCode.READ_ONLY, detail=read_only_sentence()))

    def _answer_without_sitting(self, message: Message) -> None:
        if not isinstance(message, DeskHello):
            self._channel.put(Refused(to=str(message.__struct_config__.tag), code=RefusalCode.WRONG_PHASE))
        elif message.protocol != PROTOCOL_VERSION:
            self._channel.put(Refused(to="hello", code=RefusalCode.VERSION))
            self._channel.close()
        else:
            welcome = DeskWelcome(enrolment=Enrolment.PENDING, seat=message.seat, room=self._server.settings.room)
            self._channel.put(welcome)
