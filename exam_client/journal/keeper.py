"""Keeping one attempt on this machine: seal, append to every copy of the journal, only then say it is saved.

A keeper belongs to the writer's thread; the desk talks to it through its workbench and never waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exam_client.journal.blobs import BlobStore
from exam_client.journal.frames import DamagedJournalError, JournalContent, JournalHeader, Record
from exam_client.journal.journal import Journal, JournalWriteError, OpenFile, RealAppendFile, read_journal
from exam_client.journal.recovery import Reopened, seal_next
from itembank.base.clock import Clock
from itembank.base.files import safe_relative
from itembank.model.events import AttemptEvent
from itembank.sealing.attempt import AttemptKey

JOURNAL_NAME = "journal.jkj"
BLOBS_FOLDER = "blobs"
ATTEMPTS_FOLDER = "attempts"


@dataclass(frozen=True, slots=True)
class AttemptPlaces:
    """Where an attempt lies on this machine: one folder, or two on different volumes."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, roots: Sequence[Path], attempt: str) -> AttemptPlaces:
        """Name the folders of an attempt; refuses an attempt that is no safe name."""
        name = safe_relative(attempt)
        return cls(tuple(root / ATTEMPTS_FOLDER / name for root in roots))

    def journals(self) -> tuple[Path, ...]:
        """Return the path of each copy of the journal."""
        return tuple(folder / JOURNAL_NAME for folder in self.folders)

    def blobs(self) -> BlobStore:
        """Return the store of the candidate's sealed files."""
        return BlobStore(*(folder / BLOBS_FOLDER for folder in self.folders))


@dataclass(frozen=True, slots=True)
class LocalJournal:
    """The best copy of a journal on this machine, and the copies that are damaged."""

    content: JournalContent | None
    damaged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of events: their records, and whether at least one copy holds them durably."""

    records: tuple[Record, ...]
    is_durable: bool
    fault: str = ""


def find_journal(places: AttemptPlaces, attempt: str) -> LocalJournal:
    """Find the copy that reaches furthest; a damaged one counts up to its damage."""
    best: JournalContent | None = None
    damaged: list[Path] = []
    for path in places.journals():
        try:
            content = read_journal(path)
        except DamagedJournalError as error:
            damaged.append(path)
            content = error.intact
        except OSError:
            continue
        if content is None or content.header.attempt != attempt:
            continue
        if best is None or content.last_seq > best.last_seq:
            best = content
    return LocalJournal(best, tuple(damaged))


class Keeper:
    """Seals the events of one epoch and keeps them in all copies."""

    def __init__(
        self, key: AttemptKey, header: JournalHeader, journals: Sequence[Journal], last: Record | None
    ) -> None:
        """Go on after `last`; use `begin`."""
        self._key = key
        self._header = header
        self._journals = list(journals)
        self._last = last

    @classmethod
    def begin(
        cls,
        places: AttemptPlaces,
        key: AttemptKey,
        header: JournalHeader,
        reopened: Reopened,
        open_file: OpenFile = RealAppendFile,
    ) -> Keeper:
        """Write the journal of a new epoch whole, in every place that takes it."""
        journals: list[Journal] = []
        for path in places.journals():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                journals.append(Journal.create(path, header, reopened.records, open_file))
            except (OSError, JournalWriteError):
                continue
        return cls(key, header, journals, reopened.records[-1] if reopened.records else None)

    @property
    def header(self) -> JournalHeader:
        """What the journal of this epoch says of itself."""
        return self._header

    @property
    def copies(self) -> int:
        """Count the copies that still take records."""
        return sum(not journal.is_broken for journal in self._journals)

    def keep(self, events: Sequence[AttemptEvent]) -> Kept:
        """Seal events and append them to every copy; the records go on even if no copy took them."""
        records: list[Record] = []
        for event in events:
            self._last = seal_next(self._key, self._header.attempt, self._header.epoch, self._last, event)
            records.append(self._last)
        fault = ""
        durable = 0
        for journal in self._journals:
            try:
                journal.append(records)
                durable += 1
            except JournalWriteError as error:
                fault = error.message
        return Kept(tuple(records), durable > 0, fault)

    def close(self) -> None:
        """Close all copies."""
        for journal in self._journals:
            journal.close()


def wall_text(clock: Clock) -> str:
    """Write the wall time for a header."""
    return clock.wall().isoformat(timespec="seconds")
