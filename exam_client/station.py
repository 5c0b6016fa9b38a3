"""What all parts of one desk share: its settings, clock, network, benches and face. No rule stands here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from exam_client.attempt.exam_clock import ExamClock
from exam_client.attempt.states import DeskInput, DeskState, may_happen, next_state
from exam_client.config import DeskConfig
from exam_client.face import DeskFace
from exam_client.guard.incidents import SENTENCES, IncidentCode
from exam_client.journal.keeper import AttemptPlaces
from exam_client.journal.papers import PAPERS_FOLDER, PaperStore
from exam_client.net.link import Link
from exam_client.net.views import Connection
from exam_client.practical.views import Program
from exam_client.workbench import Workbench
from exam_server.protocol.common import Message
from exam_server.protocol.desk import DeskIncident, DeskWelcome
from itembank.base.clock import Clock
from itembank.base.i18n import _
from itembank.base.logs import RingLog
from itembank.sealing.keys import VerifyKey


@dataclass
class Station:
    """The shared things of a desk. `writer` keeps journals, `files` hashes folders and opens papers."""

    face: DeskFace
    config: DeskConfig
    clock: Clock
    link: Link
    writer: Workbench
    files: Workbench
    log: RingLog
    entropy: Callable[[int], bytes]
    trusted: tuple[VerifyKey, ...] = ()
    programs: tuple[Program, ...] = ()
    state: DeskState = DeskState.SEARCHING
    connection: Connection = Connection.NONE
    number: int = 0
    welcome: DeskWelcome | None = None
    exam_clock: ExamClock = field(init=False)
    papers: PaperStore = field(init=False)

    def __post_init__(self) -> None:
        """Make what follows from the settings."""
        self.exam_clock = ExamClock(self.clock)
        self.papers = PaperStore(self.config.folder / PAPERS_FOLDER)

    def step(self, happened: DeskInput) -> bool:
        """Take a step of the table and tell the screens; False if the table has no such step."""
        if not may_happen(self.state, happened):
            self.log.write("step_refused", state=self.state.value, kind=happened.value)
            return False
        target = next_state(self.state, happened)
        if self.state is DeskState.ANSWERING and target is not DeskState.ANSWERING:
            self.face.lastWordsWanted.emit()
        if target is not self.state:
            self.state = target
            self.log.write("state", state=target.value)
            self.face.stateChanged.emit(target)
        return True

    def say(self, message: Message) -> None:
        """Send a message over the present connection; without one it is lost."""
        self.link.send(self.number, message)

    def set_connection(self, connection: Connection) -> None:
        """Tell the screens how the connection stands."""
        if connection is not self.connection:
            self.connection = connection
            self.face.connectionChanged.emit(connection)

    def report(self, code: IncidentCode, note: str = "") -> None:
        """Tell the room and the candidate what was noticed; never anything of an answer."""
        self.log.write("incident", reason_code=code.value)
        self.say(DeskIncident(code=code.value, note=note))
        self.face.incident.emit(code.value, _(SENTENCES[code]))

    def places(self, attempt: str) -> AttemptPlaces:
        """Name where an attempt lies on this machine."""
        second = self.config.second_folder
        roots: tuple[Path, ...] = (self.config.folder,) if second is None else (self.config.folder, second)
        return AttemptPlaces.of(roots, attempt)
