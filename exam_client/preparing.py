"""Taking up an attempt on this desk, step by step, before anything of it is shown or sent.

Look at the own journal, fetch what the room has, decide, write the journal of the new epoch, fetch the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from exam_client.attempt.folder_events import folding_of
from exam_client.guard.incidents import IncidentCode
from exam_client.journal.frames import JournalHeader, Record
from exam_client.journal.journal import keep_copy
from exam_client.journal.keeper import AttemptPlaces, Keeper, LocalJournal, find_journal, wall_text
from exam_client.journal.recovery import Reopened, TakenUp, needs_fetch, records_of, reopen, take_up
from exam_client.net.heard import BlobFetched
from exam_client.station import Station
from exam_server.protocol.desk import Admitted, Events, FetchEvents
from itembank.base.errors import JikaoError
from itembank.model.events import AttemptEvent, FolderChanged, FolderSaved
from itembank.sealing.attempt import AttemptKey, is_blob


@dataclass(frozen=True, slots=True)
class Prepared:
    """An attempt ready to be shown: the keeper goes on after `reopened`, of which the room has `stored`."""

    reopened: Reopened
    keeper: Keeper
    stored: int
    is_own: bool
    aside: int
    had_damage: bool


def blobs_of(event: AttemptEvent) -> tuple[str, ...]:
    """Return the sealed files an event names, each once."""
    match event:
        case FolderSaved():
            entries = event.manifest.entries
        case FolderChanged():
            entries = event.change.put
        case _:
            return ()
    return tuple(dict.fromkeys(entry.blob for entry in entries if entry.blob))


@dataclass
class Preparing:
    """One admission being prepared; `done` gets the result, `failed` a sentence for people."""

    station: Station
    admitted: Admitted
    key: AttemptKey
    done: Callable[[Prepared], None]
    failed: Callable[[JikaoError | OSError], None]
    _local: LocalJournal | None = None
    _fetched: list[Record] = field(default_factory=list)
    _prepared: Prepared | None = None
    _awaited: set[str] = field(default_factory=set)
    _is_fetching: bool = False

    @property
    def places(self) -> AttemptPlaces:
        """Where the attempt lies on this machine."""
        return self.station.places(self.admitted.attempt)

    def begin(self) -> None:
        """Look at the own journal first."""
        places, attempt = self.places, self.admitted.attempt
        self.station.writer.run(lambda: find_journal(places, attempt), self._looked, self.failed)

    def events(self, message: Events) -> None:
        """Some of the room's events came."""
        if not self._is_fetching:
            return
        for record in records_of(message.events):
            if record.seq == len(self._fetched) + 1:
                self._fetched.append(record)
        if message.complete:
            self._is_fetching = False
            self._decide(tuple(self._fetched))
        else:
            self._ask()

    def reconnected(self) -> None:
        """The connection came back: ask again for what is missing."""
        if self._is_fetching:
            self._ask()

    def blob_fetched(self, fetched: BlobFetched) -> None:
        """A sealed file came, or the room does not have it."""
        if fetched.blob not in self._awaited:
            return
        blobs = self.places.blobs()
        if is_blob(fetched.blob, fetched.ciphertext):
            self.station.files.run(
                lambda: blobs.keep_sealed(fetched.blob, fetched.ciphertext),
                lambda _none: self._have(fetched.blob),
                lambda _error: self._have(fetched.blob),
            )
        else:
            self._have(fetched.blob)

    def _looked(self, local: LocalJournal) -> None:
        self._local = local
        if needs_fetch(local.content, self.admitted.stored_seq, self.admitted.stored_head):
            self._is_fetching = True
            self._ask()
        else:
            self._decide(None)

    def _ask(self) -> None:
        self.station.say(
            FetchEvents(attempt=self.admitted.attempt, epoch=self.admitted.epoch, seq=len(self._fetched) + 1)
        )

    def _decide(self, fetched: tuple[Record, ...] | None) -> None:
        local = self._local or LocalJournal(None, ())
        at_ms = self.station.exam_clock.now_ms()
        self.station.writer.run(lambda: self._write(local, fetched, at_ms), self._written, self.failed)

    def _write(self, local: LocalJournal, fetched: tuple[Record, ...] | None, at_ms: int) -> Prepared:
        """Decide and write the new journal; on the writer's thread."""
        admitted = self.admitted
        taken = take_up(admitted.attempt, local.content, fetched, admitted.stored_seq, admitted.stored_head)
        self._keep_old(local, taken)
        reopened = reopen(
            self.key,
            admitted.attempt,
            admitted.epoch,
            taken,
            seat=admitted.seat,
            at_ms=at_ms,
        )
        header = JournalHeader(
            attempt=admitted.attempt,
            epoch=admitted.epoch,
            wrapped_key=admitted.wrapped_key.hex(),
            created=wall_text(self.station.clock),
        )
        keeper = Keeper.begin(self.places, self.key, header, reopened)
        return Prepared(
            reopened=reopened,
            keeper=keeper,
            stored=len(taken.stored),
            is_own=taken.is_own,
            aside=taken.aside,
            had_damage=bool(local.damaged) or bool(local.content and local.content.torn),
        )

    def _keep_old(self, local: LocalJournal, taken: TakenUp) -> None:
        for path in local.damaged:
            keep_copy(path, "damaged")
        if taken.aside:
            for path in self.places.journals():
                keep_copy(path, "aside")

    def _written(self, prepared: Prepared) -> None:
        self._prepared = prepared
        if prepared.aside:
            self.station.report(IncidentCode.JOURNAL_DIVERGED, str(prepared.aside))
        if prepared.had_damage:
            self.station.report(IncidentCode.JOURNAL_DAMAGED)
        if prepared.keeper.copies == 0:
            self.station.report(IncidentCode.DISK_FULL)
        blobs = self.places.blobs()
        folders = folding_of(prepared.reopened.events).state().folders.values()
        self._awaited = {
            entry.blob for manifest in folders for entry in manifest.entries if entry.blob and not blobs.has(entry.blob)
        }
        self.station.link.fetch_blobs(tuple(sorted(self._awaited)))
        self._finish_if_complete()

    def _have(self, blob: str) -> None:
        self._awaited.discard(blob)
        self._finish_if_complete()

    def _finish_if_complete(self) -> None:
        if not self._awaited and self._prepared is not None:
            self.done(self._prepared)
            self._prepared = None
