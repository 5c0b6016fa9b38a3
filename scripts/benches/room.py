"""Measure a room server: durable saves per second, time until a save is acknowledged, memory; desks over real TLS.

    python3 scripts/bench room                      the four standard runs
    python3 scripts/bench room --desks 300 --every 1 --seconds 30

Every acknowledgement follows the commit; at the end the ledger is counted against what was acknowledged.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from exam_server.app import RoomServer
from exam_server.cli_run import serve_until_stopped
from exam_server.importing import import_package, room_key
from exam_server.ledger_reader import LedgerReader
from exam_server.making import NewAccount, make_room
from exam_server.net.guards import Limits
from exam_server.protocol.codec import SERVER_MESSAGE_BYTES, encode, to_console
from exam_server.protocol.common import CONSOLE_PATH, PROTOCOL_VERSION
from exam_server.protocol.console import Role, StaffCommand, StaffCommandKind, StaffLogin, StaffResult
from exam_server.running import ServerSettings
from exam_server.store import Mode, RoomSettings, Store
from itembank.base.clock import SystemClock
from itembank.model.codec import to_bytes
from itembank.model.package import SITTING_PART
from itembank.model.sitting import Candidate, Policy, Seat, Sitting
from itembank.sealing.keyfiles import write_public
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from itembank.sealing.start import make_start

PASSWORD = "bench-password"  # noqa: S105 - of a room that lives for a minute
CALL = "import importlib, sys; importlib.import_module('scripts.benches.{}').{}()"
WAIT_SECONDS = 300
K = StaffCommandKind


@dataclass(frozen=True)
class Load:
    """One run: how many desks, a save every so many seconds each (0 is flat out), for how long."""

    desks: int
    every_seconds: float
    seconds: float
    event_bytes: int = 700


@dataclass(frozen=True)
class Room:
    """A running room: its folder, its server's port and process, the shares that open its paper."""

    folder: Path
    port: int
    pid: int
    shares: list[str]


STANDARD: tuple[Load, ...] = (Load(200, 2, 15), Load(1000, 2, 20), Load(200, 0, 12), Load(1000, 0, 12))


def main(arguments: list[str]) -> int:
    """Run the loads and print a table."""
    parser = argparse.ArgumentParser(prog="scripts/bench room", description=__doc__)
    parser.add_argument("--desks", type=int, help="number of desks of a single run")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two saves of a desk; 0 = flat out")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long the desks save")
    parser.add_argument("--event-bytes", type=int, default=700, help="size of a sealed event")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) // 2), help="load processes")
    parser.add_argument("--folder", type=Path, help="where the room lies (a folder on the disk to be measured)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args(arguments)
    loads = STANDARD
    if given.desks:
        loads = (Load(given.desks, given.every, given.seconds, given.event_bytes),)
    rows = []
    for load in loads:
        with tempfile.TemporaryDirectory(prefix="room-bench.", dir=given.folder) as scratch:
            rows.append(measure(load, Path(scratch), given.processes))
            if not given.json:
                print(line(rows[-1]), flush=True)
    if given.json:
        print(json.dumps({"machine": machine(), "rows": rows}, indent=1))
    else:
        print(machine())
    return 0 if all(row["lost"] == 0 for row in rows) else 1


def measure(load: Load, folder: Path, processes: int) -> dict[str, Any]:
    """Run one load against a server process of its own."""
    shares = build(folder, load.desks)
    server = spawn("room", "serve", str(folder))
    room = Room(folder, int(hear(server)), server.pid, shares)
    try:
        return asyncio.run(conduct(load, room, processes))
    finally:
        server.communicate()


async def conduct(load: Load, room: Room, processes: int) -> dict[str, Any]:
    """Open the room, bring the desks in, start, measure, count."""
    console = await Console.open(room.port)
    await console.do(K.OPEN_ADMISSION)
    children = [spawn("_load", "main") for _index in range(processes)]
    begun = time.perf_counter()
    for index, child in enumerate(children):
        mine = range(1 + index, load.desks + 1, processes)
        plan = {
            "port": room.port,
            "seats": [seat_label(n) for n in mine],
            "numbers": [number(n) for n in mine],
            "event_bytes": load.event_bytes,
            "every_seconds": load.every_seconds,
            "seconds": load.seconds,
            "seed": index,
        }
        say(child, json.dumps(plan))
    for child in children:
        await asyncio.to_thread(expect, child, "ready")
    arrived = time.perf_counter() - begun
    for share in room.shares:
        await console.do(K.ENTER_SHARE, share=share)
    await console.do(K.START)
    process = psutil.Process(room.pid)
    process.cpu_percent()
    cpu, wall = sum(process.cpu_times()[:2]), time.perf_counter()
    for child in children:
        say(child, "go")
    results = [json.loads(await asyncio.to_thread(hear, child)) for child in children]
    cpu, wall = sum(process.cpu_times()[:2]) - cpu, time.perf_counter() - wall
    memory = process.memory_info().rss
    for child in children:
        child.wait()
    await console.close()
    return {
        "desks": load.desks,
        "every_seconds": load.every_seconds,
        "server_cpu": round(cpu / wall, 2),
        "server_rss_mb": round(memory / 1e6, 1),
        "arrival_seconds": round(arrived, 1),
        **figures(room.folder, results),
    }


def figures(folder: Path, results: list[dict[str, Any]]) -> dict[str, Any]:
    """Join what the processes measured and count the ledger."""
    latencies = sorted(value for result in results for value in result["latencies_us"])
    saves = sum(result["saves"] for result in results)
    seconds = max(result["seconds"] for result in results)
    current = Store(folder / "room").find_current(Mode.FORMAL)
    if current is None:
        raise RuntimeError("the room has lost its sitting")
    reader = LedgerReader(current[0].ledger)
    stored = sum(tail.events for tail in reader.event_tails())
    reader.close()
    return {
        "saves": saves,
        "saves_per_second": round(saves / seconds, 1),
        "p50_ms": percentile(latencies, 0.50),
        "p99_ms": percentile(latencies, 0.99),
        "max_ms": percentile(latencies, 1.0),
        "load_cpu": round(sum(result["cpu_seconds"] for result in results) / seconds, 2),
        "lost": max(0, saves - stored),
    }


def percentile(latencies_us: list[int], share: float) -> float:
    """Return a percentile in milliseconds."""
    return round(latencies_us[min(len(latencies_us) - 1, int(len(latencies_us) * share))] / 1000, 2)


def line(row: dict[str, Any]) -> str:
    """Return a row for people."""
    pace = "flat out" if not row["every_seconds"] else f"every {row['every_seconds']:g} s"
    return (
        f"{row['desks']:5} desks {pace:>10}: {row['saves_per_second']:8} saves/s  p50 {row['p50_ms']:7} ms"
        f"  p99 {row['p99_ms']:7} ms  max {row['max_ms']:7} ms  server {row['server_cpu']:4} cores"
        f" {row['server_rss_mb']:6} MB  load {row['load_cpu']:4} cores  lost {row['lost']}"
    )


def machine() -> str:
    """Say where the figures come from."""
    loads = " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()},"
        f" load average {loads}"
    )


def serve() -> None:
    """The server's process: serves until its standard input ends."""
    store = Store.open(Path(sys.argv[1]) / "room")
    settings = ServerSettings(
        host="127.0.0.1",
        port=0,
        discovery_port=0,
        auto_enrol=True,
        # A desk saves as fast as it is acknowledged here; the guard against mad desks would be what is measured.
        limits=Limits(messages_per_second=1e6, message_burst=1e6),
    )

    def ready(server: RoomServer) -> None:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        threading.Thread(target=_end_with_input, daemon=True).start()

    serve_until_stopped(lambda: RoomServer(store, settings), ready)


def _end_with_input() -> None:
    sys.stdin.read()
    psutil.Process().terminate()


def build(folder: Path, desks: int) -> list[str]:
    """Make a room with a sitting of so many candidates; returns the shares."""
    settings = RoomSettings(site="bench", room="bench", port=0)
    made = make_room(folder / "room", settings, [NewAccount("bench", Role.INVIGILATOR, PASSWORD)], SystemClock())
    signing, centre, start = SigningKey.generate(), BoxKey.generate(), make_start("main")
    write_public(made.store.trusted / "centre.pub", signing.public)
    sitting = Sitting(
        exam="BENCH",
        sitting="S1",
        title="bench",
        site="bench",
        room="bench",
        planned_start="2026-06-13T09:00",
        duration_minutes=60,
        seats=tuple(Seat(label=seat_label(n), row=1 + n // 40, column=1 + n % 40) for n in range(1, desks + 1)),
        candidates=tuple(
            Candidate(number=number(n), name="bench", seat=seat_label(n), form="F1") for n in range(1, desks + 1)
        ),
        forms=("F1",),
        policy=Policy(auto_admit=True),
    )
    package = folder / "package.jikao"
    seal_paper_package(
        package,
        signer=signing,
        claims=make_claims(
            Kind.PAPER_PACKAGE,
            exam="BENCH",
            sitting="S1",
            serial=1,
            created=datetime.now(UTC),
            notes={"answers": centre.public.raw.hex()},
        ),
        rooms=[room_key(made.store).public],
        room_parts={SITTING_PART: to_bytes(sitting)},
        forms=[FormContent("F1", {"paper.json": b"{}"})],
        starts=[start],
    )
    import_package(made.store, package, Mode.FORMAL)
    return [share.text() for share in start.shares[:2]]


def seat_label(index: int) -> str:
    """Name a seat."""
    return f"{index:04d}"


def number(index: int) -> str:
    """Name a candidate."""
    return f"{index:09d}"


def spawn(module: str, function: str, *arguments: str) -> subprocess.Popen[str]:
    """Start one of our functions in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", CALL.format(module, function), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )


def say(child: subprocess.Popen[str], text: str) -> None:
    """Write a line to a child."""
    if child.stdin is not None:
        child.stdin.write(text + "\n")
        child.stdin.flush()


def hear(child: subprocess.Popen[str]) -> str:
    """Read a line of a child."""
    return child.stdout.readline() if child.stdout is not None else ""


def expect(child: subprocess.Popen[str], text: str) -> None:
    """Read a line that must be `text`."""
    found = hear(child).strip()
    if found != text:
        raise RuntimeError(f"a load process said {found!r} instead of {text!r}")


@dataclass
class Console:
    """Just enough of a console to run a sitting."""

    http: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    count: int = 0

    @classmethod
    async def open(cls, port: int) -> Console:
        """Log in."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context))
        socket = await http.ws_connect(f"wss://127.0.0.1:{port}{CONSOLE_PATH}", max_msg_size=SERVER_MESSAGE_BYTES)
        await socket.send_bytes(encode(StaffLogin(protocol=PROTOCOL_VERSION, account="bench", password=PASSWORD)))
        console = cls(http, socket)
        console.listening = asyncio.create_task(console.listen())
        return console

    def __post_init__(self) -> None:
        """Nobody waits yet."""
        self.waiting: dict[str, asyncio.Future[StaffResult]] = {}
        self.listening: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Take everything the room says, as a console on the desk would."""
        async for frame in self.socket:
            message = to_console.decode(frame.data)
            if isinstance(message, StaffResult) and message.command in self.waiting:
                self.waiting.pop(message.command).set_result(message)

    async def do(self, kind: StaffCommandKind, **values: str) -> None:
        """Send a command and wait for its success."""
        self.count += 1
        name = f"bench{self.count}"
        self.waiting[name] = asyncio.get_running_loop().create_future()
        await self.socket.send_bytes(encode(StaffCommand(command=name, kind=kind, values=values)))
        result = await asyncio.wait_for(self.waiting[name], WAIT_SECONDS)
        if not result.ok:
            raise RuntimeError(result.sentence)

    async def close(self) -> None:
        """Hang up."""
        await self.socket.close()
        await self.http.close()
