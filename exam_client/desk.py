"""The desk without widgets: `exam_client.face` made real. Screens and robots make it with `make_desk`.

Here stand only translations of intentions into calls; the rules stand in `engine` and the parts it joins.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from exam_client.attempt.kept_view import KeptView
from exam_client.attempt.states import DeskState
from exam_client.attempt.views import HistoryEntry, ItemMark, MomentView, Person, SaveMark
from exam_client.config import DeskBusyError, DeskConfig
from exam_client.desk_python import PythonDesk
from exam_client.engine import Engine
from exam_client.guard.watch import WatchGuard, networks_now
from exam_client.held import Parts
from exam_client.journal.papers import PAPERS_FOLDER, PaperStore
from exam_client.net.link import Link
from exam_client.net.views import Connection, FoundRoom, Refusal, RoomView
from exam_client.practical.deeds import Deed
from exam_client.practical.programs import Machine, RealMachine, detect_programs
from exam_client.practical.views import FileVersion, FolderView, Program
from exam_client.readiness.facts import ScreenFacts
from exam_client.station import Station
from exam_client.workbench import Workbench
from exam_server.protocol.codes import ANSWER_REFUSED
from itembank.base.clock import Clock, SystemClock
from itembank.base.errors import JikaoError
from itembank.base.logs import RingLog
from itembank.model.events import AttemptState, HandInReason, SnapshotReason
from itembank.model.paper import Paper
from itembank.model.responses import ItemResponse
from itembank.sealing.keyfiles import read_verify_key

TICK_MS = 250
LOCK_NAME = "desk.lock"


class Desk(PythonDesk):
    """The real engine behind the face. `close` it at the end."""

    def __init__(self, make_engine: Callable[[Desk], Engine], lock: QLockFile, parent: QObject | None = None) -> None:
        """Use `make_desk`."""
        super().__init__(parent)
        self._lock = lock
        self._engine = make_engine(self)
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._engine.tick)
        self._engine.station.link.heard.connect(self._engine.heard)

    # ---- what is so now

    @property
    def state(self) -> DeskState:
        """Where the desk stands."""
        return self._engine.station.state

    @property
    def connection(self) -> Connection:
        """The connection to the room."""
        return self._engine.station.connection

    @property
    def rooms(self) -> tuple[FoundRoom, ...]:
        """The room servers found so far."""
        return self._engine.reception.rooms

    @property
    def room(self) -> RoomView | None:
        """What the room said of itself."""
        return self._engine.reception.room

    @property
    def person(self) -> Person | None:
        """Who sits here."""
        return self._engine.reception.person

    @property
    def photo(self) -> bytes:
        """The portrait, or nothing."""
        return self._engine.reception.photo

    @property
    def paper(self) -> Paper | None:
        """The paper, once it is opened."""
        parts = self._parts
        return parts.holding.controller.paper if parts else None

    @property
    def attempt(self) -> AttemptState:
        """The attempt with everything typed in it."""
        parts = self._parts
        return parts.holding.controller.current_state() if parts else AttemptState()

    @property
    def moment(self) -> MomentView | None:
        """The time, while an attempt is held."""
        parts = self._parts
        return parts.time.view if parts else None

    @property
    def save_mark(self) -> SaveMark:
        """How safe everything is; nothing at all is safe on the server."""
        parts = self._parts
        return parts.holding.safety().mark() if parts else SaveMark.SERVER

    @property
    def hand_is_raised(self) -> bool:
        """Whether the hand is up."""
        return self._engine.is_hand_raised

    @property
    def now_ms(self) -> int:
        """The exam clock."""
        return self._engine.station.exam_clock.now_ms()

    def item_marks(self) -> tuple[ItemMark, ...]:
        """Return the palette."""
        parts = self._parts
        return parts.holding.controller.marks() if parts else ()

    def media(self, sha256: str) -> bytes:
        """Return a picture of the paper."""
        parts = self._parts
        opened = parts.holding.open_paper if parts else None
        return opened.media.get(sha256, b"") if opened else b""

    def history(self, item: str) -> tuple[HistoryEntry, ...]:
        """Return the earlier answers of an item."""
        parts = self._parts
        return parts.holding.controller.history(item) if parts else ()

    def folder(self, item: str) -> FolderView | None:
        """Find the working folder of a practical task."""
        parts = self._parts
        return parts.tasks.view(item) if parts else None

    def fileVersions(self, item: str, path: str) -> tuple[FileVersion, ...]:
        """Return the restorable versions of a file."""
        parts = self._parts
        return parts.tasks.versions(item, path) if parts else ()

    def programs(self) -> tuple[Program, ...]:
        """Return the programs found on this machine."""
        return self._engine.station.programs

    @property
    def kept_view(self) -> KeptView:
        """How the candidate looked at this paper last."""
        return self._engine.kept_view()

    def keepView(self, view: KeptView) -> None:
        """Remember how the candidate looks at the paper."""
        self._engine.keep_view(view)

    # ---- room and identity

    def start(self) -> None:
        """Begin; raises `DeskBusyError` if another desk works in this folder."""
        if not self._lock.tryLock(0):
            raise DeskBusyError(self._engine.station.config.folder)
        self._engine.begin()
        self._timer.start()

    def close(self) -> None:
        """End everything that was started."""
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self._engine.close()
        self._lock.unlock()

    def chooseRoom(self, address: str, pairing_code: str) -> None:
        """Connect to a room by its code."""
        self._engine.reception.choose(address, pairing_code)

    def setSeat(self, label: str) -> None:
        """Say which seat this is."""
        self._engine.reception.set_seat(label)

    def setScreen(self, screen: str, scale_percent: int, input_method: str) -> None:
        """Tell what only a screen knows."""
        self._engine.screen = ScreenFacts(screen, scale_percent, input_method)

    def typeNumber(self, number: str) -> None:
        """Ask the room who this is."""
        self._engine.reception.type_number(number)

    def confirmIdentity(self) -> None:
        """是本人."""
        self._engine.reception.confirm()

    def rejectIdentity(self) -> None:
        """不是本人."""
        self._engine.reception.reject()

    def freeDesk(self) -> None:
        """Show the first screen again."""
        self._engine.free()

    # ---- answering

    def answer(self, item: str, response: ItemResponse) -> None:
        """Take a response as it stands."""
        parts = self._answering
        if parts is None:
            return
        try:
            parts.holding.controller.type(item, response)
        except JikaoError as error:
            self._engine.station.log.write("answer_refused", error=type(error).__name__)
            self.refused.emit(Refusal(ANSWER_REFUSED, error.message, error.hint))
            parts.holding.refresh_mark()
            return
        self.itemMarksChanged.emit(parts.holding.controller.marks())
        parts.holding.refresh_mark()

    def leaveField(self) -> None:
        """Save what is pending."""
        parts = self._answering
        if parts is not None:
            parts.holding.save_typed()

    def visit(self, item: str) -> None:
        """Come to an item."""
        parts = self._answering
        if parts is not None:
            parts.holding.record(parts.holding.controller.visit(item))

    def flag(self, item: str, flagged: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Set or take away a mark."""
        parts = self._answering
        if parts is not None:
            parts.holding.record(parts.holding.controller.flag(item, flagged=flagged))

    def restoreAnswer(self, item: str, seq: int) -> None:
        """Take an earlier answer again."""
        parts = self._answering
        entry = next((one for one in self.history(item) if one.seq == seq), None)
        if parts is not None and entry is not None:
            parts.holding.controller.type(item, entry.response)
            parts.holding.save_typed()
            self.responseRestored.emit(item, entry.response)

    def raiseHand(self, raised: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """Call staff, or no longer."""
        self._engine.raise_hand(raised=raised)

    def windowActive(self, active: bool) -> None:  # noqa: FBT001 - the bool of a Qt signal lands here
        """The exam window gained or lost the focus."""
        self._engine.guard.focus(has_focus=active or not self._engine.is_answering)
        parts = self._answering
        if parts is not None:
            parts.holding.save_typed()
            parts.tasks.snapshot_all(SnapshotReason.FOCUS)

    # ---- handing in

    def requestHandIn(self) -> None:
        """Save everything and tell the summary."""
        if self._answering is not None and self._engine.held is not None:
            self._engine.held.summary(self.handInSummary.emit)

    def confirmHandIn(self) -> None:
        """Hand in for good."""
        parts, held = self._answering, self._engine.held
        if parts is not None and held is not None and held.earliest_left_ms() == 0:
            parts.handing_in.begin(HandInReason.CANDIDATE)

    def copyHandInFile(self, folder: str) -> None:
        """Put a copy of the hand-in file on a stick."""
        parts = self._parts
        if parts is not None:
            parts.handing_in.offline.copy(folder)

    # ---- practical tasks

    def openFile(self, item: str, path: str) -> None:
        """Open a file with its program."""
        parts = self._answering
        if parts is not None:
            parts.tasks.open_file(item, path)

    def openFolder(self, item: str) -> None:
        """Show the working folder."""
        parts = self._answering
        if parts is not None:
            parts.tasks.open_folder(item)

    def listFolder(self, item: str, path: str) -> None:
        """Look into a folder."""
        parts = self._answering
        if parts is not None:
            parts.filing.list(item, path)

    def doFiles(self, item: str, deed: Deed) -> None:
        """Do something with files."""
        parts = self._answering
        if parts is not None:
            parts.filing.do(item, deed)

    def resetFile(self, item: str, path: str) -> None:
        """Put the starter file back."""
        parts = self._answering
        if parts is not None:
            parts.tasks.reset_file(item, path)

    def restoreVersion(self, item: str, path: str, sha256: str) -> None:
        """Put an earlier version back."""
        parts = self._answering
        if parts is not None:
            parts.tasks.restore_version(item, path, sha256)

    def snapshot(self, item: str) -> None:
        """Look at the folder now."""
        parts = self._answering
        if parts is not None and item in parts.tasks.tasks:
            parts.tasks.snapshot(item, SnapshotReason.SAVED)

    def screens(self) -> tuple[str, ...]:
        """Return what the screen was last said to be, for the guard."""
        return (self._engine.screen.screen,)

    @property
    def _parts(self) -> Parts | None:
        return self._engine.held.parts if self._engine.held is not None else None

    @property
    def _answering(self) -> Parts | None:
        """The attempt, if the candidate may change it now."""
        return self._parts if self._engine.is_answering else None


def make_desk(
    config: DeskConfig,
    *,
    clock: Clock | None = None,
    machine: Machine | None = None,
    entropy: Callable[[int], bytes] = os.urandom,
    draw: Callable[[], float] = random.random,
    parent: QObject | None = None,
) -> Desk:
    """Make a desk from its settings; needs a QCoreApplication. Raises `JikaoError` for unusable settings."""
    config.folder.mkdir(parents=True, exist_ok=True)
    known_clock = clock or SystemClock()
    known_machine = machine or RealMachine()
    trusted = (read_verify_key(Path(config.centre_key)),) if config.centre_key else ()

    def make_engine(face: Desk) -> Engine:
        station = Station(
            face=face,
            config=config,
            clock=known_clock,
            link=Link(PaperStore(config.folder / PAPERS_FOLDER), draw, face),
            writer=Workbench("desk-writer", face),
            files=Workbench("desk-files", face),
            log=RingLog(config.folder, "desk", known_clock),
            entropy=entropy,
            trusted=trusted,
            programs=detect_programs(known_machine, is_windows=os.name == "nt"),
        )
        guard = WatchGuard(known_clock, station.report, screens=face.screens, networks=networks_now)
        benches = Workbench("desk-programs", face), Workbench("desk-office", face)
        return Engine(station, known_machine, *benches, guard)

    return Desk(make_engine, QLockFile(str(config.folder / LOCK_NAME)), parent)
