"""Handing in while the room stays away: after a short wait the attempt is ended here and sealed into a file.

The desk keeps trying all the while; when the room is there again everything goes the usual way and the file is
only a copy. Time that comes back with the room reopens an attempt that ran out of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exam_client.attempt.views import Stick
from exam_client.guard.incidents import IncidentCode
from exam_client.holding import Holding
from exam_client.journal.keeper import wall_text
from exam_client.journal.sealed_copy import (
    SealedWork,
    copy_to,
    find_sticks,
    take_back,
    write_copies,
)
from exam_client.preparing import blobs_of
from exam_client.station import Station
from itembank.base.errors import JikaoError
from itembank.model.events import HandInReason

PATIENCE_MS = 15_000
"""So long the room may be away before the file is written; a stand-by server takes over within 10 s."""
STICKS_EVERY_MS = 2_000
TRY_AGAIN_MS = 10_000


@dataclass
class OfflineHandIn:
    """The file of one attempt. `look_after` is called while the room is away, `online` when it is there."""

    station: Station
    holding: Holding
    file: Path | None = None
    fault: str = ""
    sticks: tuple[Stick, ...] = ()
    copies: tuple[str, ...] = ()
    has_ended: bool = False
    _since_ms: int = -1
    _written: int = 0
    _is_writing: bool = False
    _tried_ms: int = -TRY_AGAIN_MS
    _looked_ms: int = -STICKS_EVERY_MS
    _reason: HandInReason = HandInReason.CANDIDATE

    def look_after(self, reason: HandInReason) -> None:
        """End the attempt and write the file, once the room has been away long enough."""
        now_ms = self.station.clock.monotonic_ms()
        self._reason = reason
        if self._since_ms < 0:
            self._since_ms = now_ms
        if now_ms - self._since_ms < PATIENCE_MS:
            return
        if not self.holding.is_ended:
            self.holding.record(self.holding.controller.end(reason))
            self.holding.is_ended = self.has_ended = True
        elif self._is_due(now_ms):
            self._tried_ms = now_ms
            self._write()
        self._look_for_sticks(now_ms)

    def online(self) -> None:
        """The room is there: waiting begins anew when it goes away again."""
        self._since_ms = -1

    def copy(self, folder: str) -> None:
        """Put a copy on a stick."""
        path = self.file
        if path is None or folder not in {stick.folder for stick in self.sticks}:
            return
        self.station.files.run(lambda: copy_to(path, Path(folder)), self._copied, self._failed)

    def reopen(self) -> None:
        """The time was not over after all: the attempt goes on and a later file will hold more."""
        admitted, places = self.holding.admitted, self._places()
        self.holding.is_ended = self.has_ended = False
        self.file, self._written, self._since_ms = None, 0, -1
        self.station.files.run(
            lambda: take_back(admitted.attempt, admitted.epoch, places), lambda _none: None, lambda _error: None
        )

    def _is_due(self, now_ms: int) -> bool:
        outbox = self.holding.outbox
        is_kept = outbox.last_seq == self.holding.safety().made
        rested = now_ms - self._tried_ms >= TRY_AGAIN_MS
        return is_kept and not self._is_writing and self._written < outbox.last_seq and rested

    def _write(self) -> None:
        welcome = self.station.welcome
        if welcome is None:
            return
        holding, config = self.holding, self.station.config
        count = holding.outbox.last_seq
        work = SealedWork(
            header=holding.prepared.keeper.header,
            seat=holding.admitted.seat,
            manifest=welcome.manifest,
            records=holding.outbox.records,
            blobs=self._blobs(),
            signer=holding.signer,
            reason=self._reason,
            created=wall_text(self.station.clock),
        )
        blobs, places = self.station.places(holding.admitted.attempt).blobs(), self._places()
        self._is_writing = True

        def written(path: Path) -> None:
            self._is_writing = False
            self.file, self.fault, self._written = path, "", count
            self.station.log.write("hand_in_file_written", count=count)

        def failed(error: JikaoError | OSError) -> None:
            self._is_writing = False
            self.station.report(IncidentCode.DISK_FULL)
            self._failed(error)

        self.station.files.run(lambda: write_copies(work, config.folder, places, blobs), written, failed)

    def _places(self) -> tuple[Path, ...]:
        config = self.station.config
        return (config.folder,) if config.second_folder is None else (config.folder, config.second_folder)

    def _blobs(self) -> tuple[str, ...]:
        """Name all sealed files, those of the newest events first."""
        events = reversed(self.holding.controller.events)
        return tuple(dict.fromkeys(blob for event in events for blob in blobs_of(event)))

    def _copied(self, path: Path) -> None:
        self.fault = ""
        self.copies = tuple(dict.fromkeys((*self.copies, str(path))))

    def _failed(self, error: JikaoError | OSError) -> None:
        self.station.log.write("hand_in_file_failed", error=type(error).__name__)
        self.fault = f"{error.message}{error.hint}" if isinstance(error, JikaoError) else str(error.strerror or error)

    def _look_for_sticks(self, now_ms: int) -> None:
        if self.file is not None and now_ms - self._looked_ms >= STICKS_EVERY_MS:
            self._looked_ms = now_ms
            self.station.files.run(find_sticks, self._found, lambda _error: None)

    def _found(self, sticks: tuple[Stick, ...]) -> None:
        self.sticks = sticks
