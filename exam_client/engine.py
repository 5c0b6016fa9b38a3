"""What runs behind the face of a desk: what the network tells goes to the part it concerns, and time passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from exam_client.attempt.kept_view import KEPT_VIEW_NAME, KeptView, read_view, write_view
from exam_client.attempt.states import HOLDS_ATTEMPT, DeskInput, DeskState, may_happen
from exam_client.attempt.views import StaffMessage
from exam_client.guard.port import Guard
from exam_client.held import HeldAttempt
from exam_client.net.heard import (
    BlobFetched,
    BlobUploaded,
    Heard,
    Lost,
    Opened,
    PartGrown,
    PhotoFetched,
    Received,
    RoomsHeard,
)
from exam_client.practical.programs import Machine
from exam_client.readiness.facts import ScreenFacts, make_facts
from exam_client.readiness.restore_card import may_have_restore_card
from exam_client.reception import NOTHING_HELD, HeldEpoch, Reception
from exam_client.station import Station
from exam_client.timekeeping import RoomClock
from exam_client.workbench import Workbench
from exam_server.protocol.common import Refused
from exam_server.protocol.desk import (
    AdmissionPending,
    Admitted,
    CommandDone,
    CommandKind,
    DeskCommand,
    DeskFacts,
    DeskWelcome,
    Enrolment,
    HandRaised,
    Identity,
    MayLeave,
    TimeReply,
    ToDesk,
)

GUARD_EVERY_MS = 5_000

SittingKey = tuple[str, str, bool]
"""Exam, sitting, and whether it is a rehearsal: what tells one sitting of a room from the next."""


@dataclass
class Engine:
    """The parts of one desk, and what of an attempt it holds."""

    station: Station
    machine: Machine
    bench: Workbench
    office_bench: Workbench
    guard: Guard
    screen: ScreenFacts = field(default_factory=ScreenFacts)
    held: HeldAttempt | None = None
    is_hand_raised: bool = False
    reception: Reception = field(init=False)
    _clock: RoomClock = field(init=False)
    _guarded_ms: int = 0
    _has_restore_card: bool = False
    _commands_done: set[str] = field(default_factory=set)
    _admitted_to: SittingKey | None = None

    def __post_init__(self) -> None:
        """Join the parts."""
        self.reception = Reception(self.station, self._facts, self._held_epoch)
        self._clock = RoomClock(self.station)

    # ---- beginning and ending

    def begin(self) -> None:
        """Look at the machine, then for the room."""
        config = self.station.config
        self._has_restore_card = may_have_restore_card(config.folder, config.second_folder)
        self.guard.apply()
        self.station.link.start()
        self.reception.begin()

    def close(self) -> None:
        """End what runs; the attempt stays resumable."""
        self.guard.revert()
        if self.held is not None:
            self.held.close()
        self.station.link.close()
        for bench in (self.bench, self.office_bench, self.station.files, self.station.writer):
            bench.close()

    def tick(self) -> None:
        """Let time pass; called a few times a second."""
        self._clock.look_after()
        now_ms = self.station.clock.monotonic_ms()
        if now_ms - self._guarded_ms >= GUARD_EVERY_MS:
            self._guarded_ms = now_ms
            self.guard.verify()
        if self.held is not None:
            self.held.look_after()

    # ---- what the network tells

    def heard(self, heard: Heard) -> None:
        """Pass it on."""
        match heard:
            case Received() if heard.connection == self.station.number:
                self._received(heard.message)
            case Opened():
                self.reception.opened(heard)
            case Lost():
                self._lost(heard)
            case RoomsHeard():
                self.reception.rooms_heard(heard)
            case PartGrown():
                self.reception.part_grown(heard)
                if heard.complete and self.held is not None:
                    self.held.part_came()
            case PhotoFetched():
                self.reception.photo_fetched(heard)
            case BlobUploaded() if self.held is not None:
                self.held.blob_uploaded(heard)
            case BlobFetched() if self.held is not None:
                self.held.blob_fetched(heard)
            case _:
                self.station.log.write("heard_late", kind=type(heard).__name__)

    def _received(self, message: ToDesk) -> None:
        match message:
            case DeskWelcome():
                self._welcomed(message)
            case TimeReply():
                self._clock.reply(message)
            case Identity():
                self.reception.identified(message)
            case AdmissionPending():
                self.reception.pending(message)
            case Admitted():
                self._admitted(message)
            case MayLeave():
                self.leave(message.attempt)
            case Refused():
                self.reception.refused(message)
                if self.held is not None:
                    self.held.refused(message)
            case DeskCommand() if message.kind is CommandKind.RELEASE_DESK:
                self.station.say(CommandDone(command=message.command))
                self.leave(self.held.admitted.attempt if self.held else "")
            case DeskCommand() if self.held is None:
                self._command_without_attempt(message)
            case _:
                if self.held is not None:
                    self.held.receive(message)

    def _welcomed(self, message: DeskWelcome) -> None:
        if self.held is not None and self._is_over(message):
            self.leave(self.held.admitted.attempt)
        self.reception.welcomed(message)
        if message.enrolment is Enrolment.ENROLLED:
            self._clock.greeted()
            if self.is_hand_raised:
                self.station.say(HandRaised(raised=True))

    def _is_over(self, welcome: DeskWelcome) -> bool:
        """Another sitting has begun: who handed in or moved away before it sits here no longer.

        A room without a sitting is not another one: the receipt stays on the screen until staff say otherwise.
        """
        greeted_to = _sitting_key(welcome)
        match self.station.state:
            case DeskState.FENCED:
                return greeted_to != self._admitted_to
            case DeskState.HANDED_IN:
                return bool(welcome.sitting) and greeted_to != self._admitted_to
            case _:
                return False

    def _command_without_attempt(self, command: DeskCommand) -> None:
        """A message stands on any screen; the rest means nothing before somebody sits here."""
        is_new = command.command not in self._commands_done
        self._commands_done.add(command.command)
        if is_new and command.kind is CommandKind.MESSAGE:
            self.station.face.messageShown.emit(StaffMessage(command.command, command.text))
        self.station.say(CommandDone(command=command.command))

    def _lost(self, lost: Lost) -> None:
        if lost.connection != self.station.number and self.station.number:
            return
        self._clock.lost()
        self.reception.lost(lost)
        if self.held is not None:
            self.held.lost()

    def _admitted(self, message: Admitted) -> None:
        desk_key = self.reception.desk_key
        held = self.held
        if held is not None and held.admitted.attempt == message.attempt and held.admitted.epoch >= message.epoch:
            return
        if desk_key is None or not self.station.step(DeskInput.ADMITTED):
            self.station.log.write("admission_ignored", epoch=message.epoch)
            return
        if held is not None:
            held.close()
        welcome = self.station.welcome
        self._admitted_to = _sitting_key(welcome) if welcome is not None else None
        self.held = HeldAttempt(self.station, message, desk_key, self.machine, self.bench, self.office_bench)
        self.held.begin()

    def free(self) -> None:
        """Forget a candidate whose work moved on to another desk; this one is another's from now on."""
        if self.held is not None and self.station.state is DeskState.FENCED:
            self.leave(self.held.admitted.attempt)

    def leave(self, attempt: str) -> None:
        """Staff let the candidate go: forget whoever sat here, then show the first screen."""
        held = self.held
        if held is None or held.admitted.attempt != attempt or not may_happen(self.station.state, DeskInput.MAY_LEAVE):
            return
        held.close()
        held.forget_folders()
        self.held = None
        self.reception.forget_person()
        self.raise_hand(raised=False)
        self.station.step(DeskInput.MAY_LEAVE)

    def raise_hand(self, *, raised: bool) -> None:
        """Call staff, or no longer."""
        if raised != self.is_hand_raised:
            self.is_hand_raised = raised
            self.station.say(HandRaised(raised=raised))
            self.station.face.handChanged.emit(raised)

    def kept_view(self) -> KeptView:
        """Read how the candidate looked at the paper last on this machine."""
        path = self._view_path()
        return read_view(path) if path is not None else KeptView()

    def keep_view(self, view: KeptView) -> None:
        """Keep how the candidate looks at the paper; a full disk may forget it."""
        path = self._view_path()
        if path is not None:
            self.station.files.run(lambda: write_view(path, view), lambda _none: None, lambda _error: None)

    def _view_path(self) -> Path | None:
        if self.held is None or self.held.parts is None:
            return None
        return self.station.places(self.held.admitted.attempt).folders[0] / KEPT_VIEW_NAME

    @property
    def holds_attempt(self) -> bool:
        """Say whether a candidate's attempt is in the hands of this desk."""
        return self.station.state in HOLDS_ATTEMPT

    @property
    def is_answering(self) -> bool:
        """Say whether the candidate may change answers now."""
        return self.station.state is DeskState.ANSWERING

    def _held_epoch(self) -> HeldEpoch:
        return self.held.epoch if self.held is not None else NOTHING_HELD

    def _facts(self) -> DeskFacts:
        return make_facts(
            self.station.config.folder, self.station.programs, self.screen, restore_card=self._has_restore_card
        )


def _sitting_key(welcome: DeskWelcome) -> SittingKey:
    return welcome.exam, welcome.sitting, welcome.rehearsal
