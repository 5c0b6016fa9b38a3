"""One sitting opened: package, keys, ledger, sealed files and the hall, joined; a restart ends up in the same place."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from exam_server.importing import Package, open_current, room_key
from exam_server.keyring import KeyRing
from exam_server.ledger import Announce, Ledger, Listener
from exam_server.ledger_file import Disk
from exam_server.ledger_reader import LedgerReader
from exam_server.protocol.desk import SealedPart
from exam_server.room import fold
from exam_server.room.facts import DeskEnrolled
from exam_server.room.hall import Facilities, Hall
from exam_server.room.state import SERVER, RoomState
from exam_server.shares import ShareDesk
from exam_server.store import KnownDesks, Mode, SittingFolder, Store, shred
from exam_server.store_blobs import Blobs
from itembank.base.canonical import digest
from itembank.base.clock import Clock
from itembank.base.i18n import _
from itembank.model.record import IncidentNoted, OutageCredited, PackageImported, Phase
from itembank.model.sitting import Sitting
from itembank.sealing.keyfiles import read_box_key, read_signing_key
from itembank.sealing.packages import form_of

TOKEN_BYTES = 24
LAN_BYTES_PER_SECOND = 40 << 20
MAX_SPREAD_MS = 120_000
OUTAGE_WORTH_NOTING_MS = 2_000


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How a session is opened; the ballast is what is given up when the disk is full."""

    mode: Mode
    auto_enrol: bool = False
    ballast_bytes: int = 256 << 20
    disk: Disk | None = None


class Session:
    """The sitting of a room at work. `close` ends it; the folder then holds everything."""

    def __init__(
        self,
        store: Store,
        folder: SittingFolder,
        package: Package,
        settings: SessionSettings,
        clock: Clock,
        *,
        listener: Listener | None = None,
        announce: Announce | None = None,
    ) -> None:
        """Open the ledger, fold it, and go on from there."""
        self.store = store
        self.folder = folder
        self.package = package
        self.mode = settings.mode
        self.signer = read_signing_key(store.keys / "signing.key")
        self.sitting = package.sitting
        self.blobs = Blobs(folder.blobs)
        self._sweep()
        self.ledger_name = ledger_name(self.sitting, settings.mode)
        away_ms, is_new = _away(folder, clock)
        gives_back = self.sitting.policy.give_back_outages
        self.ledger = Ledger.open(
            folder.ledger,
            self.ledger_name,
            self.signer,
            clock,
            skip_ms=0 if gives_back else away_ms,
            ballast_bytes=settings.ballast_bytes,
            disk=settings.disk,
            listener=listener,
            announce=announce,
        )
        self.reader = LedgerReader(folder.ledger)
        self.keys = KeyRing(
            sitting_key=read_box_key(folder.sitting_key),
            centre=package.centre,
            tier=self.sitting.policy.tier,
            manifest_digest=package.sealed.manifest_digest,
            released_path=folder.released,
        )
        self.not_before = package.sealed.claims.not_before_time()
        self.shares = ShareDesk(package.sealed, room_key(store))
        parts = _sealed_parts(package)
        self.hall = Hall(
            state=self._folded(),
            ledger=self.ledger,
            archive=self.reader,
            keys=self.keys,
            facilities=Facilities(
                room=self.sitting.room,
                manifest=package.sealed.head_bytes,
                parts=parts,
                make_token=partial(secrets.token_urlsafe, TOKEN_BYTES),
                spread_ms=_spread_ms(parts, len(self.sitting.seats)),
                auto_enrol=settings.auto_enrol,
            ),
            now_ms=self.ledger.clock.now_ms,
        )
        if is_new:
            self._begin()
        elif away_ms > OUTAGE_WORTH_NOTING_MS and self.hall.state.phase is Phase.RUNNING:
            self._note_outage(away_ms, gives_back=gives_back)

    @classmethod
    def find(
        cls,
        store: Store,
        settings: SessionSettings,
        clock: Clock,
        *,
        listener: Listener | None = None,
        announce: Announce | None = None,
    ) -> Session | None:
        """Open the room's current sitting, if there is one."""
        found = store.find_current(settings.mode)
        if found is None:
            return None
        folder, current = found
        package = open_current(store, folder, current.manifest_sha256, settings.mode)
        return cls(store, folder, package, settings, clock, listener=listener, announce=announce)

    def close(self) -> None:
        """Commit what waits and let go of every file."""
        self.ledger.close()
        self.reader.close()

    def _sweep(self) -> None:
        """Take away what an export or an upload left behind when the server was killed."""
        for left in self.folder.path.glob(".export.*"):
            shutil.rmtree(left, ignore_errors=True)
        self.blobs.sweep()

    def remember_desks(self) -> None:
        """Write down the enrolled machines for later sittings."""
        desks = self.hall.state.desks.values()
        known = KnownDesks(desks=tuple((d.desk, d.secret_sha256, d.seat) for d in desks if d.seat))
        self.store.write_known_desks(known)

    def set_back(self) -> None:
        """Know again only what is on the disk, after the ledger gave up."""
        self.hall.state = self._folded()

    def wipe_released(self) -> None:
        """Forget released content keys on disk; nobody needs them after the end."""
        shred(self.folder.released)

    def _folded(self) -> RoomState:
        state = RoomState(self.sitting)
        fold.apply_all(state, self.reader.other_rows())
        for tail in self.reader.event_tails():
            fold.apply_tail(state, tail)
        state.entries = self.ledger.last_n
        return state

    def _begin(self) -> None:
        """Write the first entries: the package, and machines known from earlier sittings."""
        self.hall.record(
            PackageImported(
                manifest_sha256=self.package.sealed.manifest_digest,
                exam=self.sitting.exam,
                sitting=self.sitting.sitting,
                rehearsal=self.sitting.rehearsal,
            )
        )
        seats = {seat.label for seat in self.sitting.seats}
        for desk, secret_sha256, seat in self.store.known_desks().desks:
            if seat in seats:
                self.hall.record(DeskEnrolled(desk=desk, secret_sha256=secret_sha256, seat=seat, by=SERVER))

    def _note_outage(self, away_ms: int, *, gives_back: bool) -> None:
        code = "outage" if gives_back else "outage_counted"
        seconds = _("{seconds} 秒").format(seconds=away_ms // 1000)
        self.hall.record(
            OutageCredited(away_ms=away_ms if gives_back else 0),
            IncidentNoted(code=code, seat="", candidate="", note=seconds, by=SERVER),
        )


def ledger_name(sitting: Sitting, mode: Mode) -> str:
    """Return the text that a ledger's chain and signatures are bound to."""
    return f"{sitting.exam}/{sitting.sitting}/{sitting.site}/{sitting.room}/{mode.value}"


def _away(folder: SittingFolder, clock: Clock) -> tuple[int, bool]:
    """Return for how many milliseconds of wall time nobody wrote, and whether the ledger is new."""
    if not folder.ledger.is_file():
        return 0, True
    reader = LedgerReader(folder.ledger)
    try:
        _exam_ms, wall = reader.last_commit()
    finally:
        reader.close()
    if not wall:
        return 0, True
    away = clock.wall() - datetime.fromisoformat(wall)
    return max(0, int(away.total_seconds() * 1000)), False


def _sealed_parts(package: Package) -> tuple[SealedPart, ...]:
    sealed = package.sealed
    return tuple(
        SealedPart(
            name=name,
            size_bytes=sealed.compartment_size(name),
            sha256=digest(sealed.compartment_bytes_range(name, 0, sealed.compartment_size(name))),
        )
        for name in sealed.compartment_names
        if form_of(name) is not None
    )


def _spread_ms(parts: tuple[SealedPart, ...], desks: int) -> int:
    total = sum(part.size_bytes for part in parts) * desks
    return min(MAX_SPREAD_MS, total * 1000 // LAN_BYTES_PER_SECOND)
