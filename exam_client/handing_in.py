"""Handing in: last snapshots, the last event, everything to the room, the signature, the receipt.

The last event is written while the room is there and agrees that it is over: time that ran out during an outage may
come back with the room. If the room stays away, the attempt is ended and sealed into a file here (`offline_hand_in`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exam_client.attempt.completeness import deliverables
from exam_client.attempt.states import DeskInput, DeskState
from exam_client.attempt.views import HandInProgress, Receipt
from exam_client.guard.incidents import IncidentCode
from exam_client.holding import Holding
from exam_client.net.views import Connection
from exam_client.offline_hand_in import OfflineHandIn
from exam_client.station import Station
from exam_client.timekeeping import Timekeeping
from exam_server.protocol.common import RefusalCode, Refused
from exam_server.protocol.desk import HandIn, HandInReceipt
from exam_server.protocol.timing import CandidatePhase
from itembank.model.events import HandInReason
from itembank.sealing.attempt import receipt_code

MAX_BLOBS_NAMED = 700
ASK_EVERY_MS = 2_000


@dataclass
class HandingIn:
    """The end of one attempt on this desk. `last_look` snapshots all folders and then calls back.

    `not_saved` names the files that a program did not save in time.
    """

    station: Station
    holding: Holding
    time: Timekeeping
    last_look: Callable[[Callable[[], None]], None]
    not_saved: Callable[[], tuple[str, ...]]
    offline: OfflineHandIn
    reason: HandInReason | None = None
    receipt: Receipt | None = None
    _is_looking: bool = False
    _has_looked: bool = False
    _asked_over: int = -1
    _asked_ms: int = -ASK_EVERY_MS
    _shown: HandInProgress | None = None

    def begin(self, reason: HandInReason) -> None:
        """Begin to hand in; a second time changes nothing."""
        if self.reason is not None or not self.station.step(DeskInput.HAND_IN):
            return
        self.reason = reason
        self.holding.save_typed()
        self.go_on()

    def go_on(self) -> None:
        """Do the next thing that can be done; called whenever something moved."""
        if self.reason is None or self.receipt is not None:
            return
        if not self._has_looked:
            if not self._is_looking:
                self._is_looking = True
                self.last_look(self._looked)
            return
        self._show()
        if not self.holding.is_linked or self.station.connection is not Connection.ONLINE:
            self.offline.look_after(self.reason)
            return
        self.offline.online()
        if (self.offline.has_ended or not self.holding.is_ended) and not self._is_over():
            self._take_back()
            return
        if not self.holding.is_ended:
            self.holding.record(self.holding.controller.end(self.reason))
            self.holding.is_ended = True
        elif self.holding.is_all_stored and self._may_ask():
            self._asked_over, self._asked_ms = self.station.number, self.station.clock.monotonic_ms()
            self._ask()

    def refused(self, message: Refused) -> None:
        """The room does not take it yet: send the files it lacks again, or ask again after the next move."""
        if message.code is RefusalCode.MISSING_BLOBS:
            self.holding.outbox.forget_blobs(self._blobs())
            self.holding.pump()
        self._asked_over = -1

    def received(self, message: HandInReceipt) -> None:
        """The room has everything."""
        if message.attempt != self.holding.admitted.attempt or self.receipt is not None:
            return
        self.receipt = self._receipt(message.receipt)
        outbox = self.holding.outbox
        known = outbox.last_seq == message.count and outbox.last_seq > 0
        if not known or message.receipt != receipt_code(message.attempt, message.count, outbox.last_head):
            self.station.report(IncidentCode.CHAIN_BROKEN, "receipt")
        self.station.step(DeskInput.RECEIPT)
        self.station.face.receiptShown.emit(self.receipt)

    def _receipt(self, code: str) -> Receipt:
        """Say in the candidate's own measure what the room has: items and files, not records."""
        controller = self.holding.controller
        entries = controller.paper.entries() if controller.paper is not None else ()
        marks = controller.marks()
        files = deliverables((entry.item for entry in entries), controller.saved_state)
        return Receipt(
            code=code,
            reason=self.reason or HandInReason.FORCED,
            answered=sum(mark.is_answered for mark in marks),
            total=len(marks),
            files_came=files.came,
            files_wanted=files.wanted,
            not_saved=self.not_saved(),
        )

    def _may_ask(self) -> bool:
        """Once a connection, and again after a refusal, but not at once."""
        rested = self.station.clock.monotonic_ms() - self._asked_ms >= ASK_EVERY_MS
        return self._asked_over != self.station.number and (rested or self._asked_over >= 0)

    def _looked(self) -> None:
        self._is_looking, self._has_looked = False, True
        self.go_on()

    def _is_over(self) -> bool:
        if self.reason is not HandInReason.TIME_UP:
            return True
        now = self.time.moment()
        return now is not None and now.phase is CandidatePhase.TIME_UP

    def _take_back(self) -> None:
        if self.offline.has_ended:
            self.offline.reopen()
        self.reason, self._has_looked, self._shown = None, False, None
        self.station.step(DeskInput.TIME_GIVEN_BACK)

    def _ask(self) -> None:
        outbox, admitted = self.holding.outbox, self.holding.admitted
        self.station.say(
            HandIn(
                attempt=admitted.attempt,
                epoch=admitted.epoch,
                count=outbox.last_seq,
                head=outbox.last_head,
                signature=self.holding.signer.sign(outbox.last_seq, outbox.last_head),
                reason=self.reason or HandInReason.CANDIDATE,
                blobs=self._blobs(),
            )
        )

    def _blobs(self) -> tuple[str, ...]:
        """Name the files of the newest folders first, then those of the starter files, as many as a message holds."""
        state = self.holding.controller.saved_state
        manifests = (*state.folders.values(), *state.starters.values())
        named = dict.fromkeys(entry.blob for manifest in manifests for entry in manifest.entries if entry.blob)
        refused = self.holding.outbox.refused_blobs
        return tuple(blob for blob in named if blob not in refused)[:MAX_BLOBS_NAMED]

    def _show(self) -> None:
        if self.station.state is not DeskState.HANDING_IN:
            return
        progress = HandInProgress(
            reason=self.reason or HandInReason.CANDIDATE,
            events_left=self.holding.safety().unsent(),
            files_left=self.holding.outbox.blobs_left(),
            offline=self.station.connection is not Connection.ONLINE,
            not_saved=self.not_saved(),
            file=str(self.offline.file or ""),
            file_fault=self.offline.fault,
            sticks=self.offline.sticks,
            copies=self.offline.copies,
        )
        if progress != self._shown:
            self._shown = progress
            self.station.face.handInProgress.emit(progress)
