"""What a running room consists of: how it is run, and the open sitting with its post office."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from exam_server.ledger_file import Disk
from exam_server.net.guards import Limits
from exam_server.net.post_office import PostOffice
from exam_server.protocol.common import DISCOVERY_PORT
from exam_server.protocol.console import Delivery
from exam_server.session import Session
from exam_server.store import Mode
from itembank.base.errors import JikaoError


@dataclass(slots=True)
class OpenSitting:
    """A session with what the port needs beside it: its post office and the sealed forms in memory."""

    session: Session
    office: PostOffice
    parts: dict[str, memoryview]
    deliveries: list[Delivery] = field(default_factory=list)

    async def is_true_now(self) -> bool:
        """Wait until what the room knows is on the disk; False if it never will be. A halted room was set back."""
        if self.office.is_halted:
            return True
        try:
            await self.durable()
        except JikaoError:
            return False
        return True

    def take_deliveries(self) -> None:
        """Keep what the rules told of commands, for every console."""
        self.deliveries.extend(self.session.hall.deliveries)
        self.session.hall.deliveries.clear()

    async def durable(self) -> None:
        """Wait until everything recorded so far is on the disk."""
        await asyncio.wrap_future(self.session.ledger.when_committed(self.session.ledger.position))


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How a room server is run. Port 0 takes a free one; `discovery_port` 0 answers no broadcast.

    With `inspects` the machine is looked at when the server starts, and what is wrong stands at the first step.
    """

    mode: Mode = Mode.FORMAL
    host: str = "0.0.0.0"  # noqa: S104 - desks come from the room's network
    port: int | None = None
    discovery_port: int = DISCOVERY_PORT
    auto_enrol: bool = False
    inspects: bool = False
    ballast_bytes: int = 256 << 20
    disk: Disk | None = None
    limits: Limits = field(default_factory=Limits)
