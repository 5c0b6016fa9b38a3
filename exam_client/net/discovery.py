"""Looking for room servers on the network: ask by UDP broadcast, list who answers.

Anybody may answer; the pairing code decides whom to believe.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import msgspec

from exam_client.net.pinning import Address
from exam_client.net.views import FoundRoom
from exam_server.protocol.common import DISCOVERY_PORT, DISCOVERY_QUESTION, ServerFacts

BROADCAST = "255.255.255.255"
ASK_EVERY_SECONDS = 2.0
MAX_ROOMS = 64
MAX_ANSWER_BYTES = 2048


class _Ears(asyncio.DatagramProtocol):
    """Collects answers."""

    def __init__(self, heard: Callable[[FoundRoom], None]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take one answer; what is none is ignored."""
        found = parse_answer(data, addr[0])
        if found is not None:
            self._heard(found)

    def error_received(self, exc: Exception) -> None:
        """A network without broadcast is no reason to stop."""


def parse_answer(data: bytes, host: str) -> FoundRoom | None:
    """Find a room in an answer from `host`."""
    if len(data) > MAX_ANSWER_BYTES:
        return None
    try:
        facts = msgspec.msgpack.decode(data, type=ServerFacts)
    except (msgspec.DecodeError, ValueError):
        return None
    return FoundRoom(
        address=str(Address(host, facts.port)),
        room=facts.room,
        version=facts.version,
        rehearsal=facts.rehearsal,
        certificate_sha256=facts.certificate_sha256,
    )


async def look_for_rooms(
    heard: Callable[[tuple[FoundRoom, ...]], None],
    *,
    targets: tuple[tuple[str, int], ...] = ((BROADCAST, DISCOVERY_PORT), ("127.0.0.1", DISCOVERY_PORT)),
    ask_every_seconds: float = ASK_EVERY_SECONDS,
) -> None:
    """Ask again and again until cancelled; `heard` gets all rooms whenever a new one answers."""
    found: dict[str, FoundRoom] = {}

    def take(room: FoundRoom) -> None:
        if found.get(room.address) != room and len(found) < MAX_ROOMS:
            found[room.address] = room
            heard(tuple(found.values()))

    loop = asyncio.get_running_loop()
    transport, _ears = await loop.create_datagram_endpoint(
        lambda: _Ears(take),
        local_addr=("0.0.0.0", 0),  # noqa: S104 - answers may come in on any interface
        family=socket.AF_INET,
        allow_broadcast=True,
    )
    try:
        while True:
            for target in targets:
                with suppress(OSError):
                    transport.sendto(DISCOVERY_QUESTION, target)
            await asyncio.sleep(ask_every_seconds)
    finally:
        transport.close()
