"""Limits around every socket: how many, how fast, how large, how long. No library sets all of them by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from exam_server.protocol.common import MAX_ATTEMPT_BLOB_BYTES, MAX_ATTEMPT_BLOBS

DEADLINE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What one room server allows. Rates count per socket, never per address: a whole lab may share one."""

    sockets: int = 4000
    messages_per_second: float = 20.0
    message_burst: float = 80.0
    deadline_seconds: float = DEADLINE_SECONDS
    outgoing_messages: int = 4000
    downloads_at_once: int = 24
    blob_bytes_per_second: int = 64 * 1024
    attempt_blob_bytes: int = MAX_ATTEMPT_BLOB_BYTES
    attempt_blobs: int = MAX_ATTEMPT_BLOBS
    low_disk_mb: int = 1024


@dataclass(slots=True)
class TokenBucket:
    """Allows bursts and slows what exceeds the rate: nothing is lost, the sender just waits."""

    rate: float
    burst: float
    now: Callable[[], float]
    _tokens: float = field(init=False)
    _then: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin full."""
        self._tokens = self.burst
        self._then = self.now()

    def take(self) -> float:
        """Take one token and return the seconds to wait before going on."""
        now = self.now()
        self._tokens = min(self.burst, self._tokens + (now - self._then) * self.rate) - 1
        self._then = now
        return max(0.0, -self._tokens / self.rate)


class SocketCap:
    """Makes protocols for accepted connections as long as there are not too many."""

    def __init__(self, make: Callable[[], asyncio.BaseProtocol], count: Callable[[], int], most: int) -> None:
        """`make` is what a server would call for each connection, `count` tells how many there are."""
        self._make = make
        self._count = count
        self._most = most

    def __call__(self) -> asyncio.BaseProtocol:
        """Return the protocol of a new connection; above the cap one that hangs up."""
        return self._make() if self._count() < self._most else _HangUp()


class _HangUp(asyncio.Protocol):
    """Ends the connection at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close without a word."""
        transport.close()
