"""kill -9 of a real server under typing desks at random moments: nothing acknowledged is lost, desks go on."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

from exam_server.ledger_reader import LedgerReader
from exam_server.protocol import desk
from exam_server.protocol.console import StaffCommandKind
from exam_server.store import Mode
from itembank.model.sitting import Policy
from itembank.sealing.attempt import chain_head, first_head
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.desk_fake import DeskFake
from tests.exam_server.room_builder import BuiltRoom, build_room, make_sitting

K = StaffCommandKind
ROUNDS = int(os.environ.get("JIKAO_FAULT_ROUNDS", "5"))
SEED = int(os.environ.get("JIKAO_SEED", "20260613"))
DESKS = 8
ROOT = Path(__file__).resolve().parents[2]
SERVES_AGAIN_SECONDS = 10


class ServerProcess:
    """The server as people start it."""

    def __init__(self, room: BuiltRoom, folder: Path) -> None:
        self._room = room
        self._ready = folder / "ready.json"
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    async def start(self) -> float:
        """Start and return the seconds until it serves."""
        begun = time.monotonic()
        arguments = ["run", str(self._room.store.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        await asyncio.to_thread(self._launch, [*arguments, "--no-discovery", "--auto-enrol"])
        self.port = json.loads(self._ready.read_text("utf-8"))["port"]
        return time.monotonic() - begun

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def _launch(self, arguments: list[str]) -> None:
        launch = [sys.executable, "-c", "from exam_server.cli import main; main()"]
        self._process = subprocess.Popen(
            [*launch, *arguments, "--ready-file", str(self._ready)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "配对码" in line:
                return
        raise AssertionError("the server did not start")


class TypingDesk(DeskFake):
    """Types without rest, reconnects after every loss, sends again what was not acknowledged."""

    async def type_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self._session(stop)
            except (aiohttp.ClientError, ConnectionError, TimeoutError, AssertionError):
                await self.drop()

    async def _session(self, stop: asyncio.Event) -> None:
        acknowledged = self.saved
        await self.connect()
        greeting = await self.wait_for(desk.Saved)
        assert greeting.seq >= acknowledged, "an acknowledged event is gone"
        pending = self.events[greeting.seq :]
        for at in range(0, len(pending), 100):
            await self.save(*pending[at : at + 100])
        while not stop.is_set() and not self.closed.is_set():
            event = self.seal_again()
            await self.save(event)
            await self._until_saved(event.seq)
        await self.drop()

    async def _until_saved(self, seq: int) -> None:
        async with asyncio.timeout(2):
            while self.saved < seq:
                self._news.clear()
                if self.closed.is_set():
                    raise ConnectionError
                await self._news.wait()


async def test_killing_the_server_at_random_moments_loses_nothing_acknowledged(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    room = build_room(tmp_path, make_sitting(DESKS, 1, policy=Policy(auto_admit=True)))
    server = ServerProcess(room, tmp_path)
    await server.start()
    console = await ConsoleFake(server.port).connect()
    await console.do(K.OPEN_ADMISSION)
    desks = [TypingDesk(server.port, f"A{n:03d}") for n in range(1, DESKS + 1)]
    for number, one in enumerate(desks, start=1):
        await one.connect()
        await one.wait_for(desk.DeskWelcome)
        await one.identify(f"{number:09d}")
        assert isinstance(await one.confirm(f"{number:09d}"), desk.Admitted)
    for share in room.centre.shares()[:2]:
        await console.do(K.ENTER_SHARE, share=share)
    await console.do(K.START)
    await console.drop()
    for one in desks:
        await one.drop()
    stop = asyncio.Event()
    typing = [asyncio.create_task(one.type_on(stop)) for one in desks]
    for _round in range(ROUNDS):
        await until(lambda: all(not one.closed.is_set() and one.saved for one in desks))
        await asyncio.get_running_loop().run_in_executor(None, time.sleep, draw.random() * 0.6)
        server.kill()
        assert await server.start() < SERVES_AGAIN_SECONDS
        before = [one.saved for one in desks]
        await until(lambda: all(one.saved > had for one, had in zip(desks, before, strict=True)))  # noqa: B023 - awaited here
    stop.set()
    await asyncio.gather(*typing)
    server.kill()
    check_stored(room, desks)


async def until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.to_thread(time.sleep, 0.02)


def check_stored(room: BuiltRoom, desks: list[TypingDesk]) -> None:
    found = room.store.find_current(Mode.FORMAL)
    assert found is not None
    reader = LedgerReader(found[0].ledger)
    for one in desks:
        stored = reader.events(one.attempt, 1, 1 << 30)
        assert len(stored) >= one.saved > 0
        head = first_head(one.attempt)
        for seq, event in enumerate(stored, start=1):
            assert (event.seq, event.ciphertext) == (seq, one.events[seq - 1].ciphertext)
            head = chain_head(head, one.attempt, event.epoch, seq, event.ciphertext)
            assert head == event.head
    reader.close()
