"""Answers "which rooms are here?" by UDP. Whether to believe the answer is the pairing code's business."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from exam_server.net.guards import TokenBucket
from exam_server.protocol.codec import encode
from exam_server.protocol.common import DISCOVERY_QUESTION, ServerFacts

ANSWERS_PER_SECOND = 50.0


class Responder(asyncio.DatagramProtocol):
    """Answers the one question, and not too often: it must not become an amplifier."""

    def __init__(self, facts: Callable[[], ServerFacts]) -> None:
        """`facts` are asked at every answer."""
        self._facts = facts
        self._transport: Any = None
        loop = asyncio.get_running_loop()
        self._bucket = TokenBucket(ANSWERS_PER_SECOND, ANSWERS_PER_SECOND, loop.time)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to answer."""
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """Answer the question; anything else is ignored."""
        if data == DISCOVERY_QUESTION and self._bucket.take() == 0:
            self._transport.sendto(encode(self._facts()), addr)

    def error_received(self, exc: Exception) -> None:
        """A desk that left is no fault."""


async def start_responder(host: str, port: int, facts: Callable[[], ServerFacts]) -> asyncio.DatagramTransport | None:
    """Listen for the question; None where the port is taken (a second room on this machine): typing still works."""
    loop = asyncio.get_running_loop()
    with suppress(OSError):
        transport, _protocol = await loop.create_datagram_endpoint(
            lambda: Responder(facts), local_addr=(host, port), allow_broadcast=True
        )
        return transport
    return None
