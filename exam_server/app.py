"""The composition root of the room server: store, sitting, post office, port and clockwork, joined."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from exam_server.accounts import Accounts, Login
from exam_server.command_desk import CommandDesk
from exam_server.importing import import_package, wipe
from exam_server.net.channel import Channel
from exam_server.net.discovery import start_responder
from exam_server.net.post_office import PostOffice
from exam_server.net.tls import fingerprint, read_certificate_der, server_context
from exam_server.net.web import WebPort
from exam_server.protocol.common import PROTOCOL_VERSION, ServerFacts
from exam_server.protocol.console import Role, RoomView, StaffCommand, StaffResult
from exam_server.protocol.pairing import pairing_code
from exam_server.readiness import inspect_machine
from exam_server.room import desk_rules
from exam_server.room.link import Link
from exam_server.room.ticking import tick
from exam_server.room.views import RoomFacts, empty_view, room_view
from exam_server.running import OpenSitting, ServerSettings
from exam_server.session import Session, SessionSettings
from exam_server.store import Mode, RoomSettings, Store
from exam_server.version import VERSION
from itembank.base.clock import Clock, SystemClock
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.base.logs import RingLog
from itembank.model.record import Phase

TICK_SECONDS = 1.0
CLOCK_JUMP = timedelta(seconds=5)
BYTES_PER_MB = 1 << 20


class RoomServer:
    """A room's server. `await start()`, then it serves until `await stop()`; all in one event loop."""

    def __init__(self, store: Store, settings: ServerSettings | None = None, clock: Clock | None = None) -> None:
        """Read who the room is; nothing is opened yet."""
        self.store = store
        self.run = settings or ServerSettings()
        self.limits = self.run.limits
        self.settings: RoomSettings = store.settings()
        self.clock = clock or SystemClock()
        self.accounts = Accounts(store.accounts, self.clock)
        self.open_sitting: OpenSitting | None = None
        self.downloads = asyncio.Semaphore(self.limits.downloads_at_once)
        self.port = 0
        self.log = RingLog(store.logs, "server", self.clock)
        self._certificate = read_certificate_der(store.keys / "tls.crt")
        self._web = WebPort(self, server_context(store.keys / "tls.crt", store.keys / "tls.key"))
        self._responder: asyncio.DatagramTransport | None = None
        self._channels: dict[int, Channel] = {}
        self._links: dict[int, Link] = {}
        self._next_link = 0
        self._clockwork: asyncio.Task[None] | None = None
        self._inspection: asyncio.Task[None] | None = None
        self._faults: tuple[str, ...] | None = None
        self._desk = CommandDesk(self)
        self._login_slots = asyncio.Semaphore(2)
        self._disk_free_mb = 0

    # ---- life

    async def start(self) -> None:
        """Open the sitting if there is one, then listen."""
        self._sample_disk()
        self._open()
        port = self.run.port if self.run.port is not None else self.settings.port
        self.port = await self._web.start(self.run.host, port)
        if self.run.discovery_port:
            self._responder = await start_responder(self.run.host, self.run.discovery_port, self.facts)
        self._clockwork = asyncio.create_task(self._tick_on())
        if self.run.inspects:
            self._inspection = asyncio.create_task(self._inspect())
        self.log.write("started", port=self.port, version=VERSION)

    async def stop(self) -> None:
        """Stop listening, commit what waits, close the files."""
        tasks = [task for task in (self._clockwork, self._inspection) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._responder is not None:
            self._responder.close()
        await self._web.stop()
        await asyncio.to_thread(self._close_session)
        self.log.write("stopped")

    @property
    def pairing_code(self) -> str:
        """What people type at desks and consoles."""
        return pairing_code(self._certificate)

    @property
    def is_low_on_disk(self) -> bool:
        """Whether files of candidates are no longer taken; answers still are."""
        return self._disk_free_mb < self.limits.low_disk_mb // 4

    def facts(self) -> ServerFacts:
        """Return what anybody may know."""
        return ServerFacts(
            protocol=PROTOCOL_VERSION,
            version=VERSION,
            room=self.settings.room,
            port=self.port,
            certificate_sha256=fingerprint(self._certificate),
            rehearsal=self.run.mode is Mode.REHEARSAL,
        )

    # ---- desks

    def new_link(self, address: str, channel: Channel) -> Link:
        """Register a desk connection."""
        self._next_link += 1
        now_ms = self.open_sitting.session.hall.now_ms() if self.open_sitting is not None else 0
        link = Link(self._next_link, address, now_ms)
        self._channels[link.number] = channel
        self._links[link.number] = link
        if self.open_sitting is not None:
            self.open_sitting.session.hall.links.append(link)
        return link

    def drop_link(self, link: Link) -> None:
        """Forget a desk connection."""
        self._channels.pop(link.number, None)
        self._links.pop(link.number, None)
        if self.open_sitting is not None:
            desk_rules.lost(self.open_sitting.session.hall, link)

    # ---- staff

    async def log_in(self, account: str, password: str) -> Login:
        """Compare a password; a few at a time, each in a thread."""
        async with self._login_slots:
            login = await asyncio.to_thread(self.accounts.login, account, password)
        if login.locked:
            self.act(lambda s: s.hall.note("login_locked", note=account))
        return login

    async def command(self, command: StaffCommand, account: str, role: Role) -> StaffResult:
        """Judge and carry out a staff command; the answer comes when its effect is durable."""
        return await self._desk.carry_out(command, account, role)

    def room_view(self, account: str, role: Role) -> RoomView:
        """Return the room as a console shows it."""
        sitting = self.open_sitting
        if sitting is None:
            return empty_view(self.facts(), self.pairing_code, self.settings, account, role, self._faults)
        held, needed = sitting.session.shares.progress()
        facts = RoomFacts(
            server=self.facts(),
            pairing_code=self.pairing_code,
            site=self.settings.site,
            disk_free_mb=self._disk_free_mb,
            read_only=sitting.office.is_halted,
            shares_entered=held,
            shares_needed=needed,
        )
        return room_view(sitting.session.hall, facts, account, role)

    async def import_package(self, path: Path) -> None:
        """Take in a package and open its sitting; raises what the import raises."""
        await asyncio.to_thread(import_package, self.store, path, self.run.mode)
        self._open()
        self._hang_up_desks()

    async def clear(self) -> None:
        """Destroy the sitting's data; desks greet the room anew."""
        sitting = self.open_sitting
        if sitting is None:
            return
        sitting.session.remember_desks()
        self.open_sitting = None
        await asyncio.to_thread(sitting.session.close)
        session = sitting.session
        is_unused = session.hall.state.phase is Phase.IMPORTED
        digest = session.package.sealed.manifest_digest
        await asyncio.to_thread(wipe, self.store, self.run.mode, is_unused=is_unused, manifest_sha256=digest)
        self._hang_up_desks()

    def act(self, rule: Callable[[Session], None]) -> None:
        """Run a rule on the open sitting and post what it says."""
        sitting = self.open_sitting
        if sitting is not None:
            sitting.office.act(lambda: rule(sitting.session))
            sitting.take_deliveries()

    # ---- inside

    def _hang_up_desks(self) -> None:
        """Let desks greet the room anew."""
        for channel in list(self._channels.values()):
            channel.close()

    def _open(self) -> None:
        loop = asyncio.get_running_loop()
        announce = _Announce(loop)
        session = Session.find(
            self.store,
            SessionSettings(
                self.run.mode,
                auto_enrol=self.run.auto_enrol,
                ballast_bytes=self.run.ballast_bytes,
                disk=self.run.disk,
            ),
            self.clock,
            listener=announce,
            announce=announce.carry,
        )
        if session is None:
            return
        office = PostOffice(session.hall, session.ledger, self._channels)
        announce.office, announce.session = office, session
        package = session.package.sealed
        parts = {
            part.name: memoryview(package.compartment_bytes_range(part.name, 0, part.size_bytes))
            for part in session.hall.facilities.parts
        }
        session.hall.links.extend(self._links.values())
        self.open_sitting = OpenSitting(session, office, parts)

    def _close_session(self) -> None:
        if self.open_sitting is not None:
            self.open_sitting.session.close()
            self.open_sitting = None

    async def _tick_on(self) -> None:
        offset = self._wall_offset()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                offset = self._tick_once(offset)
            except Exception as error:  # noqa: BLE001 - the outermost loop: a bug in one tick must not stop the next
                self.log.write("tick failed", error=type(error).__name__)

    def _tick_once(self, offset: timedelta) -> timedelta:
        self._sample_disk()
        self.act(self._tick)
        now = self._wall_offset()
        if abs(now - offset) > CLOCK_JUMP:
            self.act(
                partial(_note_jump, seconds=_("{seconds} 秒").format(seconds=f"{(now - offset).total_seconds():+.0f}"))
            )
            return now
        return offset

    def _tick(self, session: Session) -> None:
        session.hall.disk_free_mb = self._disk_free_mb
        session.hall.machine_faults = self._faults
        tick(session.hall)
        if self._disk_free_mb < self.limits.low_disk_mb:
            session.hall.note_once("disk_low")

    def _wall_offset(self) -> timedelta:
        """Wall time less running time: constant unless somebody turns the clock."""
        wall = self.clock.wall()
        return wall - wall.min.replace(tzinfo=wall.tzinfo) - timedelta(milliseconds=self.clock.monotonic_ms())

    async def _inspect(self) -> None:
        """Look at the machine once, in a thread; what is not good is told at the first step."""
        look = partial(inspect_machine, self.store.folder, self.clock, is_serving=True)
        findings = await asyncio.to_thread(look)
        self._faults = tuple(finding.sentence for finding in findings if not finding.is_good)

    def _sample_disk(self) -> None:
        self._disk_free_mb = shutil.disk_usage(self.store.folder).free // BYTES_PER_MB


class _Announce:
    """Carries the ledger's word into the loop and to the post office."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.office: PostOffice | None = None
        self.session: Session | None = None

    def carry(self, action: Callable[[], None]) -> None:
        """Call `action` in the loop."""
        self._loop.call_soon_threadsafe(action)

    def committed(self, position: int) -> None:
        """Let go what waited."""
        if self.office is not None:
            self.office.committed(position)

    def halted(self, error: JikaoError) -> None:
        """Forget what waited, and what the room believed ahead of the disk."""
        if self.office is not None and self.session is not None:
            self.office.halted(error)
            self.session.set_back()


def _note_jump(session: Session, seconds: str) -> None:
    session.hall.note("clock_jump", note=seconds)
