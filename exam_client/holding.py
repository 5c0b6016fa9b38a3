"""One attempt in the hands of this desk, for one epoch: events in, journal, outbox, acknowledgements, commands.

Typing becomes events in the controller, records at the keeper, saves in the outbox. What the screens see is
always derived from these three. Time is `timekeeping`, handing in is `handing_in`, folders are `tasks`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exam_client.attempt.controller import AttemptController
from exam_client.attempt.safety import Safety
from exam_client.attempt.states import DeskInput, DeskState
from exam_client.attempt.views import SaveMark
from exam_client.guard.incidents import IncidentCode
from exam_client.journal.keeper import Kept
from exam_client.journal.outbox import ForeignHeadError, Outbox
from exam_client.journal.papers import OpenPaper
from exam_client.net.heard import BlobUploaded
from exam_client.preparing import Prepared, blobs_of
from exam_client.station import Station
from exam_server.protocol.desk import (
    Admitted,
    Progress,
    Released,
    Save,
    Saved,
    SealedEvent,
    SealedPart,
    SendFrom,
)
from itembank.base.errors import JikaoError
from itembank.model.events import AttemptEvent
from itembank.model.record import OpenReason
from itembank.sealing.attempt import AttemptKey, DeskSigner

PROGRESS_MS = 1_000
ANSWER_WAIT_MS = 10_000
REFUSED_WAIT_MS = 2_000


@dataclass
class Holding:
    """The attempt after it was prepared. `changed` is called whenever the way to the room moved on."""

    station: Station
    admitted: Admitted
    key: AttemptKey
    signer: DeskSigner
    prepared: Prepared
    changed: Callable[[], None]
    controller: AttemptController = field(init=False)
    outbox: Outbox = field(init=False)
    open_paper: OpenPaper | None = None
    released: Released | None = None
    is_linked: bool = True
    has_unrecorded_files: bool = False
    has_unrecorded_source: bool = False
    is_practical_open: bool = False
    is_ended: bool = False
    _made: int = 0
    _on_disk: int = 0
    _mark: SaveMark | None = None
    _sent_ms: int = -1
    _unsaved_since_ms: int = -1
    _progress: Progress | None = None
    _progress_ms: int = -PROGRESS_MS

    def __post_init__(self) -> None:
        """Begin where the prepared attempt stands."""
        reopened = self.prepared.reopened
        clock = self.station.exam_clock
        self.controller = AttemptController(self.station.clock, clock.now_ms, list(reopened.events))
        self.outbox = Outbox(reopened.records[: self.prepared.stored], self.prepared.stored)
        for event, record in zip(
            reopened.events[self.prepared.stored :], reopened.records[self.prepared.stored :], strict=True
        ):
            self.outbox.add([record], blobs_of(event))
        self._made = len(reopened.records)
        self._on_disk = self._made if self.prepared.keeper.copies else self.prepared.stored

    # ---- what is so

    @property
    def is_resumed(self) -> bool:
        """Say whether the attempt began earlier."""
        return self.admitted.reason is not OpenReason.FIRST or bool(self.prepared.reopened.events)

    def safety(self) -> Safety:
        """Say how far the work is safe."""
        return Safety(
            made=self._made,
            on_disk=self._on_disk,
            on_server=self.outbox.acknowledged,
            copies=self.outbox.copies,
            has_unrecorded=self.controller.has_unsaved or self.has_unrecorded_files or self.has_unrecorded_source,
            is_refused=bool(self.outbox.refused_blobs),
        )

    @property
    def may_record(self) -> bool:
        """Say whether events may still be added: not after the last one, and not once another desk took over."""
        return not self.is_ended and not self.is_fenced

    @property
    def is_all_stored(self) -> bool:
        """Say whether the room has every event and every file."""
        return self.outbox.is_empty and self.outbox.last_seq == self._made and self.outbox.blobs_left() == 0

    # ---- recording

    def record(self, events: Sequence[AttemptEvent]) -> None:
        """Keep events on this machine, then send them."""
        if not events:
            return
        self._made += len(events)
        batch = tuple(events)
        keeper = self.prepared.keeper
        self.station.writer.run(lambda: keeper.keep(batch), lambda kept: self._kept(batch, kept), _loud)
        self.station.face.itemMarksChanged.emit(self.controller.marks())
        self.refresh_mark()

    def save_typed(self) -> None:
        """Record what is typed and not saved."""
        self.record(self.controller.flush())

    def _kept(self, events: tuple[AttemptEvent, ...], kept: Kept) -> None:
        for event, record in zip(events, kept.records, strict=True):
            self.outbox.add([record], blobs_of(event))
        if kept.is_durable:
            self._on_disk = self.outbox.last_seq
        if kept.fault:
            self.station.report(IncidentCode.DISK_FULL)
        self.refresh_mark()
        self.pump()
        self.changed()

    def refresh_mark(self) -> None:
        """Tell the screens when the save mark changed."""
        mark = self.safety().mark()
        if mark is not self._mark:
            self._mark = mark
            self.station.face.saveMarkChanged.emit(mark)
        now_ms = self.station.clock.monotonic_ms()
        if mark in {SaveMark.SERVER, SaveMark.STANDBY}:
            self._unsaved_since_ms = -1
        elif self._unsaved_since_ms < 0:
            self._unsaved_since_ms = now_ms

    # ---- the way to the room

    def pump(self) -> None:
        """Send what may go: files first, then the events that wait for them."""
        if not self.is_linked:
            return
        blobs = self.station.places(self.admitted.attempt).blobs()
        for blob in self.outbox.take_blobs():
            self.station.link.upload(blob, blobs.path(blob))
        while batch := self.outbox.take_events():
            self._sent_ms = self.station.clock.monotonic_ms()
            self.station.say(
                Save(
                    attempt=self.admitted.attempt,
                    epoch=self.admitted.epoch,
                    events=tuple(SealedEvent(seq=r.seq, ciphertext=r.ciphertext, head=r.head) for r in batch),
                )
            )

    def saved(self, message: Saved) -> None:
        """The room acknowledged; after a lost connection this is also the sign that it knows this desk."""
        try:
            self.outbox.acknowledge(message.seq, message.head, message.copies)
        except ForeignHeadError:
            self.station.report(IncidentCode.CHAIN_BROKEN, str(message.seq))
            return
        self.is_linked = True
        self._sent_ms = self.station.clock.monotonic_ms()
        self.refresh_mark()
        self.pump()
        self.changed()

    def save_refused(self) -> None:
        """The room cannot store now; send again soon."""
        self._sent_ms = self.station.clock.monotonic_ms() - ANSWER_WAIT_MS + REFUSED_WAIT_MS

    def send_from(self, message: SendFrom) -> None:
        """The room found a gap."""
        if message.attempt == self.admitted.attempt:
            self.outbox.send_again_from(message.seq)
            self.pump()

    def blob_uploaded(self, heard: BlobUploaded) -> None:
        """A file arrived, or its upload failed and is due again, or the room will never take it."""
        if heard.refused:
            self.outbox.blob_refused(heard.blob)
            self.refresh_mark()
        elif heard.stored:
            self.outbox.blob_stored(heard.blob)
        else:
            self.outbox.blob_failed(heard.blob)
        self.pump()
        self.changed()

    def lost(self) -> None:
        """Nothing goes out until the room knows this desk again; what it shows of the work is then told anew."""
        self.is_linked = False
        self._progress = None
        self.outbox.connection_lost()
        self.changed()

    def look_after(self) -> None:
        """Do what time asks for: save rested typing, resend what was never answered, tell progress."""
        if self.controller.is_due():
            self.save_typed()
        now_ms = self.station.clock.monotonic_ms()
        if self.is_linked and self.outbox.waits_for_answer and now_ms - self._sent_ms >= ANSWER_WAIT_MS:
            self.outbox.connection_lost()
            self.pump()
        self._tell_progress(now_ms)

    def _tell_progress(self, now_ms: int) -> None:
        if not self.is_linked or now_ms - self._progress_ms < PROGRESS_MS or self.open_paper is None:
            return
        marks = self.controller.marks()
        current = next((mark.number for mark in marks if mark.current), 0)
        waited_ms = now_ms - self._unsaved_since_ms if self._unsaved_since_ms >= 0 else 0
        progress = Progress(
            attempt=self.admitted.attempt,
            answered=sum(mark.is_answered for mark in marks),
            total=len(marks),
            flagged=sum(mark.flagged for mark in marks),
            item_number=current,
            unsaved_events=self.safety().unsent(),
            unsaved_seconds=waited_ms // 1000,
            practical_open=self.is_practical_open,
        )
        if progress != self._progress:
            self._progress, self._progress_ms = progress, now_ms
            self.station.say(progress)

    # ---- the paper

    def release(self, released: Released, opened: Callable[[], None]) -> None:
        """The form's key came: open the paper as soon as its sealed part is here."""
        self.released = released
        self.try_open(opened)

    def try_open(self, opened: Callable[[], None]) -> None:
        """Open the paper if key and sealed part are here; call again when a part came."""
        released, welcome = self.released, self.station.welcome
        if released is None or welcome is None or self.open_paper is not None:
            return
        part = next((part for part in welcome.parts if part.name == released.part), None)
        if part is None:
            return
        papers, trusted, manifest = self.station.papers, self.station.trusted, welcome.manifest

        def work() -> OpenPaper | None:
            return papers.open(part, manifest, released.content_key, trusted) if papers.has(part) else None

        self.station.files.run(
            work, lambda found: self._opened(found, opened), lambda error: self._not_opened(error, part)
        )

    def _opened(self, found: OpenPaper | None, opened: Callable[[], None]) -> None:
        if found is None or self.open_paper is not None:
            return
        self.open_paper = found
        self.controller.open_paper(found.paper)
        self.station.face.paperOpened.emit(found.paper)
        self.station.face.itemMarksChanged.emit(self.controller.marks())
        opened()

    def _not_opened(self, error: JikaoError | OSError, part: SealedPart) -> None:
        self.station.log.write("paper_not_opened", part=part.name, error=type(error).__name__)
        self.station.report(IncidentCode.PAPER_DAMAGED)
        welcome = self.station.welcome
        if welcome is not None:
            self.station.papers.path(part).unlink(missing_ok=True)
            self.station.link.fetch_parts(welcome.parts, 0)

    def fenced(self) -> None:
        """Another desk holds the attempt: never write again."""
        self.is_linked = False
        self.station.step(DeskInput.FENCED)

    def close(self) -> None:
        """Close the journal."""
        keeper = self.prepared.keeper
        self.station.writer.run(keeper.close, _nothing, _loud)

    @property
    def is_fenced(self) -> bool:
        """Say whether another desk took over."""
        return self.station.state is DeskState.FENCED


def _nothing(_result: None) -> None:
    return


def _loud(error: JikaoError | OSError) -> None:
    raise error
