"""Desks killed with -9 at random moments while they type, resumed here or elsewhere: no promise is broken.

`JIKAO_KILLS` sets how often (12 by default), `JIKAO_SEED` the seed; `scripts/bench faults` uses both. `JIKAO_FILES`
sets how many files lie in the working folder of the second test (200 by default).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from exam_client.journal.recovery import open_records, records_of
from itembank.model.events import fold
from itembank.model.responses import FileEntry
from itembank.sealing.attempt import open_blob
from tests.fakes.proxy_fake import ProxyFake
from tests.fakes.room_fake import RoomFake
from tests.fakes.room_state import FakeAttempt, RoomMemory
from tests.fakes.sample_exam import seal_exam
from tests.faults.desk_robot import FLOOD

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("JIKAO_KILLS", "12"))
SEED = int(os.environ.get("JIKAO_SEED", "20260613"))
NUMBER = "0031001"
FILES = int(os.environ.get("JIKAO_FILES", "200"))
PATIENCE_SECONDS = 40
Fact = dict[str, Any]
ON_SERVER = {"server", "standby"}


@dataclass
class Promise:
    """The newest numbers that were shown as saved."""

    answers: dict[str, int] = field(default_factory=dict)
    file: int = 0
    flood: dict[str, int] = field(default_factory=dict)

    def keep(self, fact: Fact) -> None:
        for name, value in fact["flood"].items():
            self.flood[name] = max(value, self.flood.get(name, 0))
        for item, value in fact["answers"].items():
            self.answers[item] = max(value, self.answers.get(item, 0))
        self.file = max(self.file, fact["file"])

    def is_kept_by(self, fact: Fact) -> bool:
        kept = all(fact["answers"].get(item, 0) >= value for item, value in self.answers.items())
        whole = all(fact["flood"].get(name, 0) >= value for name, value in self.flood.items())
        return kept and whole and fact["file"] >= self.file

    def highest(self) -> int:
        return max([*self.answers.values(), self.file, 0])


class RobotProcess:
    """One desk process and the facts it prints."""

    def __init__(
        self, folder: Path, address: str, code: str, *, seed: int, first: int, hand_in_after: int = -1, files: int = 0
    ) -> None:
        command = [sys.executable, "-m", "tests.faults.desk_robot", "--folder", str(folder), "--address", address]
        command += ["--code", code, "--number", NUMBER, "--seed", str(seed), "--first", str(first)]
        command += ["--hand-in-after", str(hand_in_after), "--files", str(files)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self.facts: Queue[Fact | None] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.facts.put(json.loads(line))
        self.facts.put(None)

    def next(self, kind: str) -> Fact:
        while (fact := self.facts.get(timeout=PATIENCE_SECONDS)) is not None:
            if fact["kind"] == kind:
                return fact
        raise AssertionError(f"the desk ended without {kind}")

    def kill(self) -> list[Fact]:
        """Kill it and return everything it still said before."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        rest = []
        while (fact := self.facts.get()) is not None:
            rest.append(fact)
        return rest


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomFake]:
    memory = RoomMemory(seal_exam(tmp_path))
    server = RoomFake(memory, tmp_path).start()
    server.begin()
    yield server
    server.stop()


@pytest.mark.timeout(60 + KILLS * 20)
def test_nothing_shown_as_saved_is_lost_when_desks_are_killed(room: RoomFake, tmp_path: Path) -> None:
    kill_desks(room, tmp_path, KILLS, 0)


@pytest.mark.timeout(120 + KILLS * 20)
def test_nothing_of_many_files_is_lost_when_desks_are_killed(room: RoomFake, tmp_path: Path) -> None:
    kill_desks(room, tmp_path, max(1, KILLS // 2), FILES)


def kill_desks(room: RoomFake, tmp_path: Path, kills: int, files: int) -> None:
    draw = random.Random(SEED)
    proxy = ProxyFake(room.port).start()
    on_desk, on_server, last = Promise(), Promise(), "one"
    try:
        for kill in range(kills):
            name = last if draw.random() < 0.7 else draw.choice(["one", "two"])
            if name != last:
                on_desk = Promise()  # what only the other desk has is not here, and nobody said it was
            seed, first = draw.randrange(1 << 30), kill * 10_000
            robot = RobotProcess(tmp_path / name, proxy.address, room.code, seed=seed, first=first, files=files)
            resumed = robot.next("resumed")
            assert on_server.is_kept_by(resumed), f"lost after kill {kill} on {name}"
            assert on_desk.is_kept_by(resumed), f"lost on the same desk after kill {kill}"
            for _wait in range(draw.randrange(4)):
                take(robot.next("promised"), on_desk, on_server)
            if draw.random() < 0.3:
                proxy.cut(stay_open=draw.random() < 0.5)
                take(robot.next("promised"), on_desk, on_server)
            threading.Event().wait(draw.random() * 0.4)
            for fact in robot.kill():
                if fact["kind"] == "promised":
                    take(fact, on_desk, on_server)
            proxy.is_open = True
            last = name
        finish(room, proxy, tmp_path / last, on_desk, files)
    finally:
        proxy.stop()


def take(fact: Fact, on_desk: Promise, on_server: Promise) -> None:
    on_desk.keep(fact)
    if fact["mark"] in ON_SERVER:
        on_server.keep(fact)


def finish(room: RoomFake, proxy: ProxyFake, folder: Path, on_desk: Promise, files: int) -> None:
    """The last desk hands in: the room's record equals what that desk showed."""
    first = KILLS * 10_000
    robot = RobotProcess(folder, proxy.address, room.code, seed=1, first=first, hand_in_after=20, files=files)
    assert on_desk.is_kept_by(robot.next("resumed"))
    receipt = robot.next("receipt")
    robot.process.wait(PATIENCE_SECONDS)
    assert robot.process.stdout is not None
    robot.process.stdout.close()
    attempt = room.memory.attempts[NUMBER]
    state = fold(open_records(attempt.key, attempt.attempt, records_of(attempt.events)))
    responses = {item: response.get("RESPONSE") for item, response in state.responses.items()}
    stored = {item: int(value) for item, value in responses.items() if isinstance(value, str)}
    kept = {e.path: numbers_of(attempt, e) for e in state.folders["P1"].entries if e.path.startswith(FLOOD + "/")}
    assert kept == {f"{FLOOD}/{name}": value for name, value in receipt["flood"].items()}
    assert state.folders["P1"].skipped == ()
    assert len(kept) == files
    entry = next(e for e in state.folders["P1"].entries if e.path == "结果.txt")
    assert stored == receipt["answers"]
    assert numbers_of(attempt, entry) == receipt["file"]
    assert attempt.broken == 0


def numbers_of(attempt: FakeAttempt, entry: FileEntry) -> int:
    data = entry.part_of(open_blob(attempt.key, entry.blob, attempt.blobs[entry.blob]))
    assert data is not None
    return int(data)
