"""One WebSocket going out: messages in their order, a bounded queue, one task that sends."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from aiohttp import ClientConnectionResetError, web

from exam_server.protocol.codec import encode
from exam_server.protocol.common import Message

LAST_WORDS_SECONDS = 1.0


class Channel:
    """Sends what `put` was given; who reads too slowly is cut off rather than remembered without end."""

    def __init__(self, socket: web.WebSocketResponse, most: int) -> None:
        """Begin to send in the running loop."""
        self.socket = socket
        self._most = most
        self._queue: deque[bytes] = deque()
        self._ready = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._send_all())

    def put(self, message: Message) -> None:
        """Queue a message."""
        if self._closing:
            return
        if len(self._queue) >= self._most:
            self.close()
            return
        self._queue.append(encode(message))
        self._ready.set()

    def close(self) -> None:
        """Send what is queued, then end the connection."""
        self._closing = True
        self._ready.set()

    async def end(self) -> None:
        """Say the last words if the other side still listens, then stop."""
        self.close()
        await asyncio.wait([self._task], timeout=LAST_WORDS_SECONDS)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _send_all(self) -> None:
        with suppress(ConnectionError, ClientConnectionResetError, RuntimeError):
            while True:
                while self._queue:
                    await self.socket.send_bytes(self._queue.popleft())
                if self._closing:
                    await self.socket.close()
                    return
                self._ready.clear()
                await self._ready.wait()
