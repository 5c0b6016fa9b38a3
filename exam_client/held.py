"""An attempt from its admission to its end on this desk: prepared, then held, timed, worked on, handed in.

It joins the parts of an attempt and passes the room's messages on to them; the rules stand in the parts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from exam_client.attempt.controller import partial, unanswered
from exam_client.attempt.states import DeskInput
from exam_client.attempt.views import HandInSummary, StaffMessage
from exam_client.filing import Filing, bin_folder
from exam_client.guard.incidents import IncidentCode
from exam_client.handing_in import HandingIn
from exam_client.holding import Holding
from exam_client.net.heard import BlobFetched, BlobUploaded
from exam_client.net.views import Connection
from exam_client.offline_hand_in import OfflineHandIn
from exam_client.open_documents import OpenDocuments
from exam_client.practical.office_profile import profile_folder
from exam_client.practical.programs import Machine
from exam_client.practical.workspace import candidate_folder, remove
from exam_client.preparing import Prepared, Preparing
from exam_client.programming import Programming
from exam_client.reception import HeldEpoch
from exam_client.station import Station
from exam_client.tasks import Tasks
from exam_client.timekeeping import Timekeeping
from exam_client.workbench import Workbench
from exam_server.protocol.common import Refused
from exam_server.protocol.desk import (
    Admitted,
    Begun,
    CommandDone,
    CommandKind,
    DeskCommand,
    Events,
    Fenced,
    HandInReceipt,
    Released,
    RoomState,
    Saved,
    SendFrom,
    ToDesk,
)
from itembank.base.errors import JikaoError
from itembank.model.events import HandInReason, SnapshotReason
from itembank.sealing.attempt import AttemptKey, DeskSigner
from itembank.sealing.keys import SigningKey


@dataclass
class Parts:
    """Everything that works on a prepared attempt."""

    holding: Holding
    time: Timekeeping
    tasks: Tasks
    programming: Programming
    documents: OpenDocuments
    filing: Filing
    handing_in: HandingIn


@dataclass
class HeldAttempt:
    """One attempt in one epoch. `parts` are there once it is prepared."""

    station: Station
    admitted: Admitted
    desk_key: SigningKey
    machine: Machine
    bench: Workbench
    office_bench: Workbench
    parts: Parts | None = None
    _key: AttemptKey = field(init=False)
    _preparing: Preparing = field(init=False)
    _waiting: list[ToDesk] = field(default_factory=list)
    _commands_done: set[str] = field(default_factory=set)
    _newest_state: RoomState | None = None
    _is_closed: bool = False

    def __post_init__(self) -> None:
        """Take the attempt's key; nothing runs before `begin`."""
        self._key = AttemptKey(self.admitted.attempt_key)
        self._preparing = Preparing(self.station, self.admitted, self._key, self._prepared, self._not_prepared)

    def begin(self) -> None:
        """Prepare."""
        self._preparing.begin()

    @property
    def epoch(self) -> HeldEpoch:
        """What the greeting says after a lost connection; nothing once fenced."""
        if self.parts is not None and self.parts.holding.is_fenced:
            return HeldEpoch()
        return HeldEpoch(self.admitted.attempt, self.admitted.epoch)

    # ---- what the room says

    def receive(self, message: ToDesk) -> None:
        """Pass a message on; before the attempt is prepared it waits."""
        if isinstance(message, Events):
            self._preparing.events(message)
        elif isinstance(message, Saved) and self.parts is None:
            self._preparing.reconnected()
        elif self.parts is None:
            self._waiting.append(message)
        else:
            self._take(self.parts, message)

    def _take(self, parts: Parts, message: ToDesk) -> None:
        match message:
            case Saved() if message.attempt == self.admitted.attempt:
                # First the times, then what follows from them: time may have come back with the room.
                parts.holding.is_linked = True
                self._take_state(parts)
                parts.holding.saved(message)
            case SendFrom():
                parts.holding.send_from(message)
            case RoomState():
                self._newest_state = message
                self._take_state(parts)
            case Released() if message.form == self.admitted.form:
                parts.holding.release(message, parts.time.look_after)
            case DeskCommand():
                self._command(parts, message)
            case HandInReceipt():
                parts.handing_in.received(message)
            case Fenced() if message.attempt == self.admitted.attempt and message.epoch > self.admitted.epoch:
                parts.programming.close()
                parts.documents.close()
                parts.holding.fenced()
            case _:
                self.station.log.write("message_ignored", kind=type(message).__name__)

    def _take_state(self, parts: Parts) -> None:
        """Believe the room's times only once it knows whose desk this is: its first greeting has nobody's times."""
        state = self._newest_state
        if state is not None and parts.holding.is_linked:
            self._newest_state = None
            parts.time.room_state(state)
            self._say_begun(parts)

    def refused(self, message: Refused) -> None:
        """A refusal that concerns the attempt: try again, as far as that helps."""
        if self.parts is not None and message.to == "hand_in":
            self.parts.handing_in.refused(message)
        elif self.parts is not None and message.to == "save":
            self.parts.holding.save_refused()

    def _command(self, parts: Parts, command: DeskCommand) -> None:
        if command.command not in self._commands_done:
            self._commands_done.add(command.command)
            match command.kind:
                case CommandKind.MESSAGE:
                    self.station.face.messageShown.emit(StaffMessage(command.command, command.text))
                case CommandKind.LOCK:
                    parts.time.set_lock(locked=True, reason=command.text)
                case CommandKind.UNLOCK:
                    parts.time.set_lock(locked=False, reason="")
                case CommandKind.HAND_IN:
                    parts.handing_in.begin(HandInReason.FORCED)
                case CommandKind.SNAPSHOT:
                    parts.tasks.snapshot_all(SnapshotReason.TIMER)
                case CommandKind.RELEASE_DESK | CommandKind.TIMES:
                    pass
            parts.time.look_after()
        self.station.say(CommandDone(command=command.command))

    # ---- preparing

    def _prepared(self, prepared: Prepared) -> None:
        if self._is_closed:
            return
        signer = DeskSigner(self.admitted.attempt, self.admitted.epoch, self.desk_key)
        holding = Holding(self.station, self.admitted, self._key, signer, prepared, self._moved_on)
        holding.is_linked = self.station.connection is Connection.ONLINE
        tasks = Tasks(self.station, holding, self.machine)
        time = Timekeeping(self.station, holding.controller, self._begin_answering, self._time_up)
        programming = Programming(self.station, holding, tasks, self.bench)

        documents = self._open_documents(tasks)
        filing = Filing(self.station, tasks, bin_folder(self.station.config.work_folder, self.admitted.candidate))

        def last_look(done: Callable[[], None]) -> None:
            def looked() -> None:
                documents.close()
                done()

            programming.stop()
            documents.save(lambda: tasks.snapshot_all(SnapshotReason.HAND_IN, looked))

        handing_in = HandingIn(
            self.station,
            holding,
            time,
            last_look,
            lambda: (*documents.unsaved, *tasks.unsaved),
            OfflineHandIn(self.station, holding),
        )
        self.parts = Parts(holding, time, tasks, programming, documents, filing, handing_in)
        if holding.is_resumed:
            self.station.face.resumed.emit(holding.controller.restored(prepared.reopened.recovered))
        self.station.step(DeskInput.PREPARED)
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._take(self.parts, message)
        holding.refresh_mark()
        holding.pump()

    def _open_documents(self, tasks: Tasks) -> OpenDocuments:
        config, number = self.station.config, self.admitted.candidate
        office = self.machine.offices(self.station.programs, profile_folder(config.folder, number))
        folder = candidate_folder(config.work_folder, number)
        return OpenDocuments(self.station, office, folder, self.office_bench, tasks.rescue_folder)

    def _not_prepared(self, error: JikaoError | OSError) -> None:
        """Nothing may be shown that cannot be kept; staff see the desk waiting, the candidate the sentence."""
        self.station.log.write("not_prepared", error=type(error).__name__)
        self.station.report(IncidentCode.NOT_PREPARED, type(error).__name__)

    def part_came(self) -> None:
        """A sealed paper is complete: perhaps the one that can be opened now."""
        if self.parts is not None:
            self.parts.holding.try_open(self.parts.time.look_after)

    def blob_uploaded(self, heard: BlobUploaded) -> None:
        """A file arrived at the room, or not."""
        if self.parts is not None:
            self.parts.holding.blob_uploaded(heard)

    def blob_fetched(self, heard: BlobFetched) -> None:
        """A file came from the room."""
        self._preparing.blob_fetched(heard)

    # ---- working

    def _begin_answering(self) -> None:
        """The time to answer has come: lay out the folders, then show the first item."""
        parts = self.parts
        if parts is None:
            return
        if parts.holding.open_paper is None:
            parts.time.not_ready()
            return

        def ready() -> None:
            parts.time.begun()
            self._say_begun(parts)

        parts.tasks.prepare(ready, parts.time.not_ready)

    def _say_begun(self, parts: Parts) -> None:
        """Tell the room that the first item is shown, until its state says that it knows."""
        state = parts.time.state
        if parts.time.is_ready and state is not None and state.allowances.began_ms < 0:
            self.station.say(Begun(attempt=self.admitted.attempt))

    def _time_up(self) -> None:
        if self.parts is not None:
            self.parts.handing_in.begin(HandInReason.TIME_UP)

    def _moved_on(self) -> None:
        if self.parts is not None:
            self.parts.handing_in.go_on()

    def look_after(self) -> None:
        """Do what time asks for."""
        parts = self.parts
        if parts is None or parts.holding.is_fenced:
            return
        parts.time.look_after()
        if parts.handing_in.receipt is not None:
            return
        parts.holding.look_after()
        if parts.time.is_ready and parts.handing_in.reason is None:
            parts.tasks.look_after()
            if parts.tasks.tasks and parts.time.view is not None:
                parts.documents.time_left(parts.time.view.left_ms)
        parts.handing_in.go_on()

    def summary(self, tell: Callable[[HandInSummary], None]) -> None:
        """Save and snapshot everything, then tell what the candidate should know."""
        parts = self.parts
        if parts is None:
            return
        parts.holding.save_typed()

        def looked(unsaved: tuple[str, ...]) -> None:
            parts.tasks.snapshot_all(SnapshotReason.FOCUS, lambda: tell(self._summary(parts, unsaved)))

        parts.documents.look(looked)

    def _summary(self, parts: Parts, unsaved: tuple[str, ...]) -> HandInSummary:
        marks = parts.holding.controller.marks()
        safety = parts.holding.safety()
        return HandInSummary(
            total=len(marks),
            unanswered=unanswered(marks),
            partial=partial(marks),
            flagged=tuple(mark.number for mark in marks if mark.flagged),
            findings=parts.tasks.findings(unsaved),
            save_mark=safety.mark(),
            unsaved_events=safety.unsent(),
            offline=self.station.connection is not Connection.ONLINE,
            earliest_left_ms=self.earliest_left_ms(),
        )

    def earliest_left_ms(self) -> int:
        """Return how long the candidate must still wait before handing in."""
        parts, welcome = self.parts, self.station.welcome
        state = parts.time.state if parts else None
        if state is None or welcome is None or state.schedule.start_ms < 0:
            return 0
        allowed_ms = state.schedule.start_ms + welcome.earliest_hand_in_minutes * 60_000
        return max(0, allowed_ms - self.station.exam_clock.now_ms())

    # ---- the end

    def lost(self) -> None:
        """The connection broke."""
        if self.parts is not None:
            self.parts.holding.lost()

    def forget_folders(self) -> None:
        """End the office programs; remove the open working folders, once the room has everything."""
        parts, config, number = self.parts, self.station.config, self.admitted.candidate
        if parts is None:
            return
        folders = [profile_folder(config.folder, number)]
        if parts.handing_in.receipt is not None:
            folders += [candidate_folder(config.work_folder, number), bin_folder(config.work_folder, number)]

        def forget() -> None:
            for folder in folders:
                self.station.files.run(functools.partial(remove, folder), lambda _none: None, lambda _error: None)

        parts.documents.end(forget)

    def close(self) -> None:
        """Stop programs, record what is typed, close the journal."""
        self._is_closed = True
        parts = self.parts
        if parts is None:
            return
        parts.programming.close()
        if parts.holding.may_record:
            parts.holding.save_typed()
        parts.holding.close()
