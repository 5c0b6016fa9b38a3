"""Release shares as they are typed in: held in memory only, until enough of one lock open its forms."""

from __future__ import annotations

from dataclasses import dataclass, field

from itembank.base.i18n import _
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedFile
from itembank.sealing.errors import ForeignShareError, WrongSharesError
from itembank.sealing.keys import BoxKey
from itembank.sealing.packages import BACKUP_START, form_of
from itembank.sealing.shares import ReleaseShare
from itembank.sealing.start import StartLock, accept_share, open_start


@dataclass(frozen=True, slots=True)
class Opened:
    """The forms that enough shares opened, who entered the shares, and whether it is the backup paper."""

    keys: dict[str, ContentKey] = field(repr=False)
    is_backup: bool
    by: tuple[str, ...]


@dataclass(slots=True)
class ShareDesk:
    """Collects the shares of a package; nothing of it is ever written down."""

    package: SealedFile
    room_key: BoxKey
    _held: dict[str, tuple[ReleaseShare, ...]] = field(default_factory=dict, repr=False)
    _by: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def progress(self) -> tuple[int, int]:
        """Return how many shares are in, and how many it takes, of the lock that is furthest."""
        locks = self.package.start_locks
        if not locks:
            return 0, 0
        furthest = max(locks, key=lambda lock: len(self._held.get(lock.name, ())))
        return len(self._held.get(furthest.name, ())), furthest.threshold

    def enter(self, typed: str, account: str) -> Opened | None:
        """Take one share; the last one needed opens the forms (a slow, memory-hard step).

        Raises a `ShareError`; after shares that do not fit together all of that lock are forgotten.
        """
        lock = self._lock_of(typed)
        held = accept_share(lock, self._held.get(lock.name, ()), typed, self.package.start_locks)
        self._held[lock.name] = held
        self._by[lock.name] = (*self._by.get(lock.name, ()), account)
        if len(held) < lock.threshold:
            return None
        try:
            start = open_start(lock, held)
        except WrongSharesError:
            self._forget(lock)
            raise
        keys = {
            form: self.package.content_key(name, self.room_key, start)
            for name in self.package.compartment_names
            if (form := form_of(name)) is not None and self.package.find_start_lock(name) == lock
        }
        by = self._by[lock.name]
        self._forget(lock)
        return Opened(keys, lock.name == BACKUP_START, by)

    def _lock_of(self, typed: str) -> StartLock:
        share = ReleaseShare.parse(typed)
        for lock in self.package.start_locks:
            if lock.tag == share.tag:
                return lock
        raise ForeignShareError(_("它的试卷号是 {tag}。").format(tag=share.tag))

    def _forget(self, lock: StartLock) -> None:
        self._held.pop(lock.name, None)
        self._by.pop(lock.name, None)
