"""The real room server in a thread, with a real sealed paper and a console, for desks under test."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from exam_server.app import RoomServer
from exam_server.importing import import_package
from exam_server.net.tls import read_certificate_der
from exam_server.protocol.console import StaffCommandKind, StaffResult
from exam_server.protocol.pairing import pairing_code
from exam_server.store import Mode
from itembank.model.codec import to_bytes
from itembank.model.package import PAPER_PART, SITTING_PART, media_part
from itembank.model.sitting import Policy, Sitting
from itembank.sealing.manifest import Kind
from itembank.sealing.packages import FormContent, make_claims, seal_paper_package
from tests.exam_server.console_fake import ConsoleFake
from tests.exam_server.room_builder import ROOM_SERVER, build_room, make_sitting
from tests.fakes.loops import sweep
from tests.fakes.sample_exam import PROGRAM_TEXT, STARTER_TEXT, sample_paper

T = TypeVar("T")
NUMBERS = {"A001": "000000001", "A002": "000000002"}


class RealRoom:
    """Start it, point desks at `address` and `code`, let staff act by `do`."""

    def __init__(self, folder: Path) -> None:
        self.sitting = make_sitting(2, 1, policy=Policy(snapshot_seconds=1))
        self.built = build_room(folder, self.sitting, imports=False)
        package = folder / "exam.jikao"
        self._folder = folder
        self._seal(package, self.sitting)
        import_package(self.built.store, package, Mode.FORMAL)
        self._settings = replace(ROOM_SERVER, auto_enrol=True)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.server: RoomServer | None = None
        self._consoles: dict[str, ConsoleFake] = {}
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def code(self) -> str:
        certificate = next(self.built.store.keys.parent.rglob("*.crt"), None) or next(
            path for path in self.built.store.keys.parent.rglob("*.pem") if b"CERTIFICATE" in path.read_bytes()
        )
        return pairing_code(read_certificate_der(certificate))

    def start(self) -> RealRoom:
        if not self._thread.is_alive():
            self._thread.start()
        self._wait(self._start())
        return self

    def crash(self) -> None:
        """End the server; desks see a broken connection."""
        self._wait(self._stop())

    def stop(self) -> None:
        if self.server is not None:
            self.crash()
        self._wait(sweep())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        gc.collect()  # a connection left open is reported in the test that left it

    def do(self, kind: StaffCommandKind, *seats: str, reason: str = "", second: str = "", **values: str) -> StaffResult:
        result = self._wait(self._ask(kind, seats, reason, second, values))
        assert result.ok, result.sentence
        return result

    def do_soon(self, kind: StaffCommandKind, *seats: str) -> None:
        """Do it as soon as the room allows it: what a desk just sent may still be on its way."""
        for _look in range(500):
            if self._wait(self._ask(kind, seats, "", "", {})).ok:
                return
        raise AssertionError(f"{kind} is never allowed")

    def open_and_start(self) -> None:
        """Unlock with two shares and start."""
        for share in self.built.centre.shares()[:2]:
            self.do(StaffCommandKind.ENTER_SHARE, share=share)
        self.do(StaffCommandKind.START)

    def end_and_clear(self) -> None:
        """Go through the last steps of a sitting up to the empty room."""
        self.do(StaffCommandKind.END_SITTING, second="jk2")
        self.do(StaffCommandKind.COLLECT)
        for name in ("first", "second"):
            (self._folder / name).mkdir()
        self.do(StaffCommandKind.EXPORT, folder=str(self._folder / "first"), folder2=str(self._folder / "second"))
        self.do(StaffCommandKind.CLEAR, second="jk2", confirm=self.sitting.sitting)

    def import_next(self) -> None:
        """Import the next sitting, of the same candidates."""
        assert self.server is not None
        package = self._folder / "next.jikao"
        self._seal(package, msgspec.structs.replace(self.sitting, sitting="S02"))
        self._wait(self.server.import_package(package))

    async def _start(self) -> None:
        self.server = RoomServer(self.built.store, replace(self._settings, port=self.port))
        await self.server.start()
        self.port = self.server.port

    async def _stop(self) -> None:
        for console in self._consoles.values():
            await console.drop()
        self._consoles.clear()
        assert self.server is not None
        await self.server.stop()
        self.server = None

    async def _ask(
        self, kind: StaffCommandKind, seats: tuple[str, ...], reason: str, second: str, values: dict[str, str]
    ) -> StaffResult:
        console = self._consoles.get("jk1")
        if console is None:
            console = await ConsoleFake(self.port, "jk1").connect()
            self._consoles["jk1"] = console
            await _introduced(console)
        return await console.ask(kind, *seats, reason=reason, second=second, **values)

    def _seal(self, path: Path, sitting: Sitting) -> None:
        centre, paper = self.built.centre, sample_paper()
        media = {media_part(name): data for name, data in _media(paper.media()).items()}
        forms = [
            FormContent(
                form,
                {PAPER_PART: to_bytes(msgspec.structs.replace(paper, form=form)), **media},
                is_backup=form == sitting.backup_form,
            )
            for form in (*sitting.forms, sitting.backup_form)
        ]
        seal_paper_package(
            path,
            signer=centre.signing,
            claims=make_claims(
                Kind.PAPER_PACKAGE,
                exam=sitting.exam,
                sitting=sitting.sitting,
                serial=1,
                created=datetime(2026, 6, 1, tzinfo=UTC),
                notes={"answers": centre.box.public.raw.hex()},
            ),
            rooms=[self.built.box.public],
            room_parts={SITTING_PART: to_bytes(sitting)},
            forms=forms,
            starts=[centre.main, centre.backup],
        )

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)


def _media(wanted: set[str]) -> dict[str, bytes]:
    from itembank.base.canonical import digest

    return {digest(data): data for data in (STARTER_TEXT, PROGRAM_TEXT) if digest(data) in wanted}


async def _introduced(console: ConsoleFake) -> None:
    await console.until(lambda: console.room is not None)
