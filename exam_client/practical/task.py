"""One practical task on this desk: what was last seen and last snapshotted, and what the screens show of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from exam_client.practical.programs import OFFICE_SUFFIXES
from exam_client.practical.scanning import Look
from exam_client.practical.views import FileState, FileStatus, FileVersion, FolderView
from itembank.model.events import AttemptEvent, FolderChanged, FolderSaved, SnapshotReason
from itembank.model.items.practical import PracticalInteraction, StarterFile
from itembank.model.responses import FolderManifest

QUIET_MS = 1_500
OPENING_MS = 25_000
"""So long an office program may take before the candidate is told what to do; a first start on an old disk is slow."""


@dataclass
class FolderTask:
    """A working folder and its latest snapshot.

    `look` is what the last snapshot saw, `newest` what is there now, `awaited` counts snapshots under way that
    somebody asked for because there is something new.
    """

    item: str
    number: int
    task: PracticalInteraction
    folder: Path
    look: Look | None = None
    newest: Look | None = None
    changed_ms: int = -1
    opened: dict[str, str] = field(default_factory=dict)
    opening: dict[str, int] = field(default_factory=dict)
    snapshots: int = 0
    last_snapshot_ms: int = 0
    awaited: int = 0

    @property
    def is_changed(self) -> bool:
        """Say whether the folder differs from its last snapshot, as far as one can see without reading."""
        return self.look is not None and self.newest is not None and self.newest.differs(self.look)

    def noticed(self, newest: Look, now_ms: int) -> bool:
        """Take a look at the folder; say whether anything moved since the look before."""
        moved = self.newest is None or newest.differs(self.newest)
        if moved:
            self.changed_ms = now_ms
        self.newest = newest
        return moved

    def starts(self, path: str, program: str, now_ms: int) -> None:
        """A program was started with a file; the lock file it writes will tell that it is there."""
        self.opened[path] = program
        if PurePosixPath(path).suffix.lower() in OFFICE_SUFFIXES and path not in self.locked:
            self.opening[path] = now_ms

    def not_come(self, now_ms: int) -> tuple[str, ...]:
        """Settle what is open now; return the files whose program has not come up in time, each once."""
        self.opening = {path: since for path, since in self.opening.items() if path not in self.locked}
        late = tuple(path for path, since_ms in self.opening.items() if now_ms - since_ms >= OPENING_MS)
        for path in late:
            del self.opening[path]
            self.opened.pop(path, None)
        return late

    @property
    def locked(self) -> frozenset[str]:
        """The files that programs have open now."""
        return self.newest.locked if self.newest is not None else frozenset()

    def is_quiet(self, now_ms: int) -> bool:
        """Say whether changes have come to rest, so that a program is not in the middle of saving."""
        return self.is_changed and now_ms - self.changed_ms >= QUIET_MS

    def snapshotted(self, look: Look, at_ms: int) -> None:
        """A snapshot is durable. Its look is the newest one: at the end no other follows that could say so."""
        self.look, self.last_snapshot_ms = look, at_ms
        self.newest = look
        self.snapshots += 1

    def view(self, starter: FolderManifest | None, saved: FolderManifest | None) -> FolderView:
        """Return what the task strip shows."""
        before = {entry.path: entry.sha256 for entry in starter.entries if not entry.folder} if starter else {}
        kept = {entry.path: entry.sha256 for entry in saved.entries if not entry.folder} if saved else {}
        wanted = {file.path for file in self.task.deliverables}
        there = {seen.path: seen for seen in (self.newest or Look((), ())).seen if not seen.folder}
        paths = sorted({*there, *before, *wanted})
        files = tuple(
            FileStatus(
                path=path,
                state=self._state(path, path in there, before.get(path), kept.get(path)),
                size_bytes=there[path].size_bytes if path in there else 0,
                is_starter=path in before,
                is_deliverable=path in wanted,
                program=self.opened.get(path, ""),
            )
            for path in paths
        )
        return FolderView(
            item=self.item,
            folder=str(self.folder),
            files=files,
            snapshots=self.snapshots,
            last_snapshot_ms=self.last_snapshot_ms,
            skipped=saved.skipped if saved else (),
            reasons=saved.reasons if saved else (),
        )

    def _state(self, path: str, is_there: bool, before: str | None, kept: str | None) -> FileState:  # noqa: FBT001 - private
        if not is_there:
            return FileState.MISSING
        if path in self.opening and path not in self.locked:
            return FileState.OPENING
        if kept is None or not self._is_as_snapshotted(path):
            return FileState.MODIFIED
        if kept != before:
            return FileState.SAVED
        is_office = PurePosixPath(path).suffix.lower() in OFFICE_SUFFIXES
        is_open = path in self.locked or (path in self.opened and not is_office)
        return FileState.OPENED if is_open else FileState.NOT_OPENED

    def _is_as_snapshotted(self, path: str) -> bool:
        if self.look is None or self.newest is None:
            return self.look is self.newest
        return self.look is self.newest or self.look.find(path) == self.newest.find(path)


def versions_of(events: Sequence[AttemptEvent], item: str, path: str) -> tuple[FileVersion, ...]:
    """Return the different versions of a file in all snapshots, newest first."""
    found: dict[str, FileVersion] = {}
    for event in reversed(events):
        if not isinstance(event, FolderSaved | FolderChanged) or event.item != item:
            continue
        for entry in event.manifest.entries if isinstance(event, FolderSaved) else event.change.put:
            if entry.path == path and not entry.folder:
                is_starter = event.reason is SnapshotReason.STARTER
                # The earliest snapshot that has these bytes tells when they came about.
                found[entry.sha256] = FileVersion(
                    path, entry.sha256, entry.blob, entry.size_bytes, event.at_ms, is_starter, entry.offset
                )
    return tuple(sorted(found.values(), key=lambda version: version.at_ms, reverse=True))


def find_starter(task: PracticalInteraction, path: str) -> StarterFile | None:
    """Find what was handed out under a path; None for a folder and for files of the candidate's own."""
    wanted = str(PurePosixPath(path))
    return next((file for file in task.starter_files if not file.folder and file.path == wanted), None)
