"""The time of one attempt: which phase it is, what to warn of, and which step of the desk follows.

The room's schedule and the exam clock decide (`exam_server.protocol.timing`); while the room is away the desk
goes on by its own clock and calls it an estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from exam_client.attempt.controller import AttemptController, unanswered
from exam_client.attempt.states import DeskInput, DeskState
from exam_client.attempt.views import LockView, MomentView, TimeWarning
from exam_client.attempt.warnings import WarningBell
from exam_client.net.views import Connection
from exam_client.station import Station
from exam_server.protocol.desk import RoomState, TimeProbe, TimeReply
from exam_server.protocol.timing import Allowances, CandidatePhase, Moment, moment

PROBE_EVERY_MS = 60_000
FIRST_PROBES = 8
WHOLE_SECOND_MS = 1_000
NOTABLE_EXTRA_MS = 30_000

_STEPS = {
    CandidatePhase.WAITING: DeskInput.MUST_WAIT,
    CandidatePhase.ANSWERING: DeskInput.MAY_ANSWER,
    CandidatePhase.PAUSED: DeskInput.MUST_PAUSE,
    CandidatePhase.TOO_LATE: DeskInput.CAME_TOO_LATE,
}
_BEFORE_THE_END = frozenset(
    {DeskState.WAITING_START, DeskState.ANSWERING, DeskState.PAUSED, DeskState.LOCKED, DeskState.TOO_LATE}
)


class RoomClock:
    """Asks the room for its time: eight probes after each greeting, then one a minute."""

    def __init__(self, station: Station) -> None:
        """Nothing is asked before `greeted`."""
        self._station = station
        self._probes_due = 0
        self._last_ms = 0

    def greeted(self) -> None:
        """The room greeted; its clock may have stood still."""
        self._probes_due = FIRST_PROBES
        self._ask()

    def lost(self) -> None:
        """The connection broke."""
        self._probes_due = 0
        self._station.exam_clock.connection_lost()

    def reply(self, answer: TimeReply) -> None:
        """Take an answer and ask on, one at a time."""
        self._station.exam_clock.reply(answer)
        if self._probes_due:
            self._ask()

    def look_after(self) -> None:
        """Ask once a minute."""
        online = self._station.connection is Connection.ONLINE
        if online and self._station.clock.monotonic_ms() - self._last_ms >= PROBE_EVERY_MS:
            self._ask()

    def _ask(self) -> None:
        self._probes_due = max(0, self._probes_due - 1)
        self._last_ms = self._station.clock.monotonic_ms()
        self._station.say(TimeProbe(desk_ms=self._last_ms))


@dataclass
class Timekeeping:
    """Phase, remaining time, lock and pause of one attempt. `begin` prepares what the first item needs."""

    station: Station
    controller: AttemptController
    begin: Callable[[], None]
    time_up: Callable[[], None]
    state: RoomState | None = None
    is_begun: bool = False
    is_ready: bool = False
    view: MomentView | None = None
    _bell: WarningBell = field(init=False)
    _began_ms: int = -1
    _is_asked_to_begin: bool = False
    _extra_ms: int | None = None
    _lock: LockView = field(default_factory=lambda: LockView(locked=False, reason=""))
    _pause: str = ""

    def __post_init__(self) -> None:
        """Take the limits of the warnings from the room."""
        welcome = self.station.welcome
        self._bell = WarningBell(welcome.warnings_minutes if welcome else ())

    def room_state(self, state: RoomState) -> None:
        """The room told phase and times."""
        self.station.exam_clock.heard(state.exam_ms)
        extra_ms = state.schedule.extra_ms + state.allowances.extra_ms
        if self._extra_ms is not None and extra_ms > self._extra_ms:
            self.station.face.timeAdded.emit(extra_ms - self._extra_ms)
        self._extra_ms = extra_ms
        self.state = state
        self.set_lock(locked=state.locked, reason=state.locked_reason)
        self.look_after()

    def set_lock(self, *, locked: bool, reason: str) -> None:
        """Staff locked or unlocked the desk."""
        lock = LockView(locked=locked, reason=reason if locked else "")
        if lock != self._lock:
            self._lock = lock
            self.station.face.lockChanged.emit(lock)

    def moment(self) -> Moment | None:
        """Say where the candidate stands now; None before the room told the times."""
        if self.state is None:
            return None
        allowances = self.state.allowances
        if allowances.began_ms < 0 <= self._began_ms:
            # The room has not heard of our beginning yet; it must not count as coming too late.
            allowances = _began(allowances, self._began_ms)
        return moment(self.state.schedule, allowances, self.station.exam_clock.now_ms())

    def begun(self) -> None:
        """The first item stands ready: the candidate begins."""
        self.is_ready = True
        if self._began_ms < 0:
            self._began_ms = self.station.exam_clock.now_ms()
        self.look_after()

    def look_after(self) -> None:
        """Do what time asks for; called several times a second."""
        now = self.moment()
        if now is None:
            return
        self._show(now)
        if self.station.state not in _BEFORE_THE_END:
            return
        self._show_pause(now)
        if now.phase is CandidatePhase.TIME_UP:
            self.time_up()
        elif now.phase is CandidatePhase.ANSWERING and not self.is_ready:
            if not self._is_asked_to_begin:
                self._is_asked_to_begin = True
                self.begin()
        elif self._lock.locked and now.phase in {CandidatePhase.ANSWERING, CandidatePhase.PAUSED}:
            self.station.step(DeskInput.LOCK)
        else:
            self.station.step(_STEPS[now.phase])

    def not_ready(self) -> None:
        """What the first item needs is not there yet; ask again later."""
        self._is_asked_to_begin = False

    def _show(self, now: Moment) -> None:
        shown_ms = now.left_ms // WHOLE_SECOND_MS * WHOLE_SECOND_MS
        view = MomentView(now.phase, shown_ms, self.station.connection is not Connection.ONLINE)
        if view != self.view:
            self.view = view
            self.station.face.momentChanged.emit(view)
        if now.phase is CandidatePhase.ANSWERING:
            limit = self._bell.due(now.left_ms)
            if limit is not None:
                self.station.face.timeWarned.emit(TimeWarning(limit, len(unanswered(self.controller.marks()))))

    def _show_pause(self, now: Moment) -> None:
        is_paused = now.phase is CandidatePhase.PAUSED and self.state is not None
        reason = self.state.paused_reason if is_paused and self.state is not None else ""
        if reason != self._pause:
            self._pause = reason
            self.station.face.pauseChanged.emit(reason)


def _began(allowances: Allowances, began_ms: int) -> Allowances:
    return msgspec.structs.replace(allowances, began_ms=began_ms)
