"""Simulated desks: the real protocol over TLS, one process for many desks; timed from the send to the durable `Saved`.

Runs as `python -c` child of `room.py`: reads a plan as JSON on standard input, prints "ready", waits for a line, loads,
prints its figures as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from exam_server.cli_run import find_loop_factory
from exam_server.protocol import desk
from exam_server.protocol.codec import SERVER_MESSAGE_BYTES, encode, to_desk
from exam_server.protocol.common import DESK_PATH, PROTOCOL_VERSION
from itembank.model.record import Phase
from itembank.sealing.attempt import chain_head

FACTS = desk.DeskFacts(version="0.1.0", system="bench", screen="1366x768")
CONNECTS_AT_ONCE = 50


@dataclass(frozen=True)
class Plan:
    """What one process does: its seats and numbers, and how the desks save. `every_seconds` 0 is flat out."""

    port: int
    seats: list[str]
    numbers: list[str]
    event_bytes: int
    every_seconds: float
    seconds: float
    seed: int


@dataclass
class Desk:
    """One simulated desk."""

    seat: str
    number: str
    socket: aiohttp.ClientWebSocketResponse
    ciphertext: bytes
    attempt: str = ""
    epoch: int = 0
    seq: int = 0
    head: bytes = b""
    latencies: list[float] = field(default_factory=list)
    running: bool = False

    async def hear(self, *kinds: type) -> Any:
        """Return the next message of one of the kinds."""
        while True:
            frame = await self.socket.receive()
            if frame.type is not aiohttp.WSMsgType.BINARY:
                raise ConnectionError(f"desk {self.seat}: {frame.type}")
            message = to_desk.decode(frame.data)
            if isinstance(message, desk.RoomState) and message.phase is Phase.RUNNING:
                self.running = True
            if isinstance(message, kinds):
                return message

    async def take_part(self) -> None:
        """Enrol, identify, be admitted."""
        hello = desk.DeskHello(
            protocol=PROTOCOL_VERSION, desk=f"bench-{self.seat}", secret=b"b" * 32, facts=FACTS, seat=self.seat
        )
        await self.socket.send_bytes(encode(hello))
        await self.hear(desk.DeskWelcome)
        await self.socket.send_bytes(encode(desk.Identify(candidate=self.number)))
        await self.hear(desk.Identity)
        await self.socket.send_bytes(encode(desk.ConfirmIdentity(candidate=self.number, desk_key=b"k" * 32)))
        admitted: desk.Admitted = await self.hear(desk.Admitted)
        self.attempt, self.epoch = admitted.attempt, admitted.epoch
        self.seq, self.head = admitted.stored_seq, admitted.stored_head

    async def save(self) -> None:
        """Send one event and wait until it is durable."""
        self.seq += 1
        self.head = chain_head(self.head, self.attempt, self.epoch, self.seq, self.ciphertext)
        event = desk.SealedEvent(seq=self.seq, ciphertext=self.ciphertext, head=self.head)
        data = encode(desk.Save(attempt=self.attempt, epoch=self.epoch, events=(event,)))
        begun = time.perf_counter()
        await self.socket.send_bytes(data)
        while True:
            saved: desk.Saved = await self.hear(desk.Saved)
            if saved.seq >= self.seq:
                break
        self.latencies.append(time.perf_counter() - begun)

    async def load(self, plan: Plan, draw: random.Random) -> None:
        """Save at the planned pace until the time is over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + plan.seconds
        due = loop.time() + draw.random() * plan.every_seconds
        while loop.time() < until:
            if plan.every_seconds:
                await asyncio.sleep(max(0.0, due - loop.time()))
                due += plan.every_seconds
            await self.save()


async def run(plan: Plan) -> dict[str, Any]:
    """Bring all desks in, wait for the word, load, and return the figures."""
    draw = random.Random(plan.seed)  # noqa: S311 - a repeatable load, nothing is secret
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connector = aiohttp.TCPConnector(ssl=context, limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        gate = asyncio.Semaphore(CONNECTS_AT_ONCE)

        async def arrive(seat: str, number: str) -> Desk:
            async with gate:
                socket = await http.ws_connect(
                    f"wss://127.0.0.1:{plan.port}{DESK_PATH}", max_msg_size=SERVER_MESSAGE_BYTES, compress=0
                )
                made = Desk(seat, number, socket, draw.randbytes(plan.event_bytes))
                await made.take_part()
                return made

        people = zip(plan.seats, plan.numbers, strict=True)
        desks = await asyncio.gather(*(arrive(seat, number) for seat, number in people))
        _say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        for one in desks:
            while not one.running:
                await one.hear(desk.RoomState)
        begun, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one.load(plan, draw) for one in desks))
        taken = time.perf_counter() - begun
        figures = {
            "seconds": taken,
            "cpu_seconds": time.process_time() - cpu,
            "saves": sum(len(one.latencies) for one in desks),
            "latencies_us": sorted(int(x * 1e6) for one in desks for x in one.latencies),
        }
        await asyncio.gather(*(one.socket.close() for one in desks))
        return figures


def main() -> None:
    """Read the plan, load, print the figures."""
    plan = Plan(**json.loads(sys.stdin.readline()))
    with asyncio.Runner(loop_factory=find_loop_factory()) as runner:
        _say(json.dumps(runner.run(run(plan))))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
