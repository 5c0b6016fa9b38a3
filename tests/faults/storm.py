"""A running sitting whose server and desks are killed with -9 at random moments; used by the tests and the bench.

Nothing that a desk showed as saved may be missing when the bundle is opened at
the centre, and nothing a desk brought back may be older than what it showed.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from exam_server.importing import import_package
from exam_server.net.console_link import ConsoleLink, ConsoleLogin
from exam_server.protocol.common import Message
from exam_server.protocol.console import (
    RoomView,
    SeatState,
    SeatView,
    SecondPerson,
    StaffCommand,
    StaffCommandKind,
    StaffResult,
)
from exam_server.store import Mode
from grading.intake.bundle import RoomBundle, open_bundle
from itembank.model.codec import to_bytes
from itembank.model.package import PAPER_PART, SITTING_PART
from itembank.model.paper import Paper, PaperItem, Section
from itembank.model.sitting import Sitting
from itembank.sealing.bundle import open_room_card
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from tests.builders import blank_item
from tests.exam_server.room_builder import PASSWORD, BuiltRoom, build_room, make_sitting
from tests.faults.typing_desk import read_log, shown_as_saved

K = StaffCommandKind
ITEMS = 6
ROOT = Path(__file__).resolve().parents[2]
SERVER_PROGRAM = "from exam_server.cli import main; raise SystemExit(main())"
LOOK_SECONDS = 0.05


class StormError(AssertionError):
    """The sitting did not go on as it must."""


@dataclass
class StormReport:
    """What happened: kills by kind, answers shown as saved, and every loss found."""

    server_kills: int = 0
    desk_kills: int = 0
    shown: int = 0
    events: int = 0
    seconds: float = 0
    losses: list[str] = field(default_factory=list)


class Storm:
    """One room with `desks` typing desks in `folder`; `draw` decides who is killed and when."""

    def __init__(self, folder: Path, draw: random.Random, desks: int = 6) -> None:
        self._folder = folder
        self._draw = draw
        self._sitting = make_sitting(candidates=desks, spares=1, minutes=600)
        self._built = _sealed_room(folder, self._sitting)
        self._port = _free_port()
        self._stop_file = folder / "stop"
        self._server: subprocess.Popen[bytes] | None = None
        self._desks: dict[str, subprocess.Popen[bytes]] = {}
        self._restarted_lines: dict[str, int] = {}
        self._staff: _Staff | None = None
        self._code = ""
        self.report = StormReport()

    def run(self, kills: int) -> StormReport:
        """Let the storm pass over the sitting and open what comes home."""
        begun = time.monotonic()
        try:
            self._begin()
            for _kill in range(kills):
                self._kill_somebody()
            self._calm()
            bundle = self._close()
        finally:
            self._end()
        self._compare(bundle)
        self.report.seconds = time.monotonic() - begun
        return self.report

    # ---- before

    def _begin(self) -> None:
        self._start_server()
        self._staff = _Staff(self._port, self._code)
        self._staff.do(K.OPEN_ADMISSION)
        for candidate in self._sitting.candidates:
            self._start_desk(candidate.seat)
        wanted = len(self._sitting.candidates)
        staff = self._staff
        wait("everybody is in", lambda: staff.count(SeatState.ADMITTED) == wanted, 60)
        for share in self._built.centre.shares()[:2]:
            staff.do(K.ENTER_SHARE, share=share)
        staff.do(K.START)
        wait("everybody types", lambda: all(shown_as_saved(self._log(c.seat)) for c in self._sitting.candidates), 60)

    def _start_server(self) -> None:
        ready = self._folder / "ready.json"
        ready.unlink(missing_ok=True)
        words = [
            *(sys.executable, "-c", SERVER_PROGRAM, "run", str(self._built.store.folder), "--host", "127.0.0.1"),
            *("--port", str(self._port), "--auto-enrol", "--no-discovery", "--ready-file", str(ready)),
        ]
        self._server = self._process(words, "server.log")
        wait("the server serves", ready.exists, 30)
        self._code = json.loads(ready.read_text("utf-8"))["pairing_code"]

    def _start_desk(self, seat: str) -> None:
        folder = self._folder / seat
        folder.mkdir(exist_ok=True)
        candidate = next(c for c in self._sitting.candidates if c.seat == seat)
        plan = {
            "folder": str(folder),
            "address": f"127.0.0.1:{self._port}",
            "pairing_code": self._code,
            "seat": seat,
            "number": candidate.number,
            "stop_file": str(self._stop_file),
        }
        (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
        self._restarted_lines[seat] = len(read_log(self._log(seat)))
        program = str(Path(__file__).with_name("typing_desk.py"))
        self._desks[seat] = self._process([sys.executable, program, str(folder / "plan.json")], f"{seat}.log")

    def _process(self, words: list[str], log: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        with (self._folder / log).open("ab") as stream:
            return subprocess.Popen(words, stdout=stream, stderr=subprocess.STDOUT, env=environment)

    def _log(self, seat: str) -> Path:
        return self._folder / seat / "shown.jsonl"

    # ---- the storm

    def _kill_somebody(self) -> None:
        """Kill a desk that saved something since its last start, or (one time in six) the server."""
        time.sleep(self._draw.uniform(0.0, 0.15))
        if self._draw.random() < 1 / 6:
            self._kill_server()
            return
        wait("a desk saves", lambda: bool(self._working()), 60)
        seat = self._draw.choice(self._working())
        time.sleep(self._draw.uniform(0.0, 0.06))
        self._desks[seat].kill()
        self._desks[seat].wait()
        self.report.desk_kills += 1
        self._start_desk(seat)

    def _kill_server(self) -> None:
        assert self._server is not None
        self._server.kill()
        self._server.wait()
        self.report.server_kills += 1
        time.sleep(self._draw.uniform(0.0, 0.3))
        self._start_server()

    def _working(self) -> list[str]:
        return [seat for seat, lines in self._restarted_lines.items() if len(read_log(self._log(seat))) > lines + 1]

    # ---- after

    def _calm(self) -> None:
        """Let every desk bring home what it has."""
        self._stop_file.touch()
        wait("every desk is saved on the server", self._all_home, 90)

    def _all_home(self) -> bool:
        return all(lines and lines[-1][0] == "server" for lines in (read_log(self._log(s)) for s in self._desks))

    def _close(self) -> RoomBundle:
        staff = self._staff
        assert staff is not None
        staff.do(K.END_SITTING)
        staff.do(K.COLLECT)
        folders = [self._folder / "usb1", self._folder / "usb2"]
        for folder in folders:
            folder.mkdir()
        result = staff.do(K.EXPORT, folder=str(folders[0]), folder2=str(folders[1]))
        room = open_room_card(self._built.store.card).signing
        return open_bundle(Path(result.files[0]), [room], self._built.centre.box)

    def _end(self) -> None:
        if self._staff is not None:
            self._staff.close()
        for process in (*self._desks.values(), self._server):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()

    def _compare(self, bundle: RoomBundle) -> None:
        """Compare what was ever shown as saved with what is in the bundle."""
        for candidate in self._sitting.candidates:
            log = self._log(candidate.seat)
            self.report.losses += [
                f"{candidate.seat} brought back less: {c}" for kind, c in read_log(log) if kind == "lost"
            ]
            attempt = bundle.find_attempt(candidate.number)
            if attempt is None:
                self.report.losses.append(f"{candidate.seat}: no attempt")
                continue
            home = {item: int(str(r["RESPONSE"])) for item, r in attempt.state.responses.items()}
            shown = shown_as_saved(log)
            self.report.shown += sum(kind in {"desk", "server"} for kind, _counts in read_log(log))
            self.report.events += attempt.events
            self.report.losses += [
                f"{candidate.seat} {item}: shown {count}, home {home.get(item)}"
                for item, count in shown.items()
                if home.get(item, 0) < count
            ]
            self.report.losses += [problem for problem in attempt.problems if "没有交卷" not in problem]


class _Staff:
    """A console that approves whoever waits, and gives commands."""

    def __init__(self, port: int, code: str) -> None:
        self._seats: dict[str, SeatView] = {}
        self._results: dict[str, StaffResult] = {}
        self._room: RoomView | None = None
        self._asked: set[tuple[str, str]] = set()
        self._count = 0
        self._lock = threading.Lock()
        login = ConsoleLogin("127.0.0.1", port, code, "jk1", PASSWORD)
        self._link = ConsoleLink(login, self._take, lambda _state, _detail: None)
        self._link.start()
        wait("staff is in", lambda: self._room is not None, 20)

    def close(self) -> None:
        self._link.close()

    def count(self, state: SeatState) -> int:
        return sum(view.state is state for view in list(self._seats.values()))

    def do(self, kind: StaffCommandKind, **values: str) -> StaffResult:
        """Give a command and wait for its result."""
        second = SecondPerson(account="jk2", password=PASSWORD) if kind is K.END_SITTING else None
        command = self._send(kind, values=values, second=second)
        wait(f"the result of {kind.value}", lambda: command in self._results, 60)
        result = self._results[command]
        if not result.ok:
            raise StormError(f"{kind.value}: {result.sentence}")
        return result

    def _send(
        self,
        kind: StaffCommandKind,
        *,
        seats: tuple[str, ...] = (),
        values: dict[str, str] | None = None,
        second: SecondPerson | None = None,
    ) -> str:
        with self._lock:
            self._count += 1
            command = f"storm-{self._count}"
        self._link.send(
            StaffCommand(command=command, kind=kind, seats=seats, values=values or {}, reason="storm", second=second)
        )
        return command

    def _take(self, message: Message) -> None:
        if isinstance(message, RoomView):
            self._room = message
        elif isinstance(message, StaffResult):
            self._results[message.command] = message
        elif isinstance(message, SeatView):
            self._seats[message.seat] = message
            if message.state is SeatState.WAITING_ADMISSION:
                self._send(K.ADMIT, seats=(message.seat,))
            elif message.state is SeatState.WAITING_RESUME:
                self._send(K.APPROVE_RESUME, seats=(message.seat,))


def wait(what: str, ready: Callable[[], bool], seconds: float) -> None:
    """Look again and again until it is so; raises `StormError` when it takes too long."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise StormError(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(LOOK_SECONDS)


def _sealed_room(folder: Path, sitting: Sitting) -> BuiltRoom:
    """Make a room with a real paper of blanks."""
    built = build_room(folder, sitting, imports=False)
    forms = [_form(form) for form in sitting.forms]
    claims = make_claims(
        Kind.PAPER_PACKAGE,
        exam=sitting.exam,
        sitting=sitting.sitting,
        serial=2,
        created=datetime(2026, 6, 1, tzinfo=UTC),
        notes={"answers": built.centre.box.public.raw.hex()},
    )
    package = folder / "storm.jikao"
    seal_paper_package(
        package,
        signer=built.centre.signing,
        claims=claims,
        rooms=[built.box.public],
        room_parts={SITTING_PART: to_bytes(sitting)},
        forms=[*forms, FormContent(sitting.backup_form, _form(sitting.backup_form).parts, is_backup=True)],
        starts=[built.centre.main, built.centre.backup],
    )
    import_package(built.store, package, Mode.FORMAL)
    return built


def _form(form: str) -> FormContent:
    items = tuple(
        PaperItem(number=number, item=blank_item(f"Q{number}"), points=Fraction(1)) for number in range(1, ITEMS + 1)
    )
    section = Section(identifier="s1", title="填空", items=items)
    paper = Paper(form=form, exam="IT2026", title="样卷", sections=(section,), duration_minutes=600)
    return FormContent(form, {PAPER_PART: to_bytes(paper)})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
