"""A snapshot of a working folder: its record, and the files in it sealed; small ones share a sealed file.

A file that is just being written keeps its last version and is looked at again soon. Blocking; called on a bench.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exam_client.practical.reach import read_file
from exam_client.practical.scanning import MAX_ENTRIES, MAX_FILE_BYTES, LeftOut, Look, Seen, look_at
from itembank.base.canonical import digest
from itembank.model.left_out import WhyLeftOut, sorted_reasons
from itembank.model.responses import MORE_SKIPPED, SKIPPED_CHARACTERS, FileEntry, FolderManifest

SKIPPED_NAMED = 20
SMALL_BYTES = 256 << 10
"""A file up to this size may share a blob with others: a thousand of them are then a few syncs, not thousands."""
SHARED_BYTES = 4 << 20
SHARED_FROM = 4
"""Fewer new small files than these are sealed one by one."""
SEAL_BYTES = 64
"""What sealing adds to a file, rounded up."""


@dataclass
class Allowance:
    """How much more the room takes of this attempt's sealed files."""

    size_bytes: int
    files: int

    def take(self, size_bytes: int) -> bool:
        """Use some of it up; False if it is not enough."""
        if self.files < 1 or self.size_bytes < size_bytes + SEAL_BYTES:
            return False
        self.files -= 1
        self.size_bytes -= size_bytes + SEAL_BYTES
        return True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file's bytes are kept: alone in a blob, or in a shared one from `offset` on."""

    blob: str
    offset: int | None = None


def take_snapshot(
    folder: Path,
    keep: Callable[[bytes], str],
    previous: FolderManifest | None,
    last_look: Look | None = None,
    allowance: Allowance | None = None,
) -> tuple[FolderManifest, Look]:
    """Read a folder; `keep` makes a file's bytes durable and returns their name. Raises `OSError` from `keep`.

    Files that the last look saw unchanged are taken from `previous` without reading. Of more than a record holds,
    those it held before come first, then those higher up. The look that is returned leaves out what could not be
    taken just now, so that the next one finds it changed.
    """
    look = look_at(folder)
    taking = _Taking(folder, keep, previous, last_look, allowance)
    order = sorted(look.seen, key=lambda one: (one.path not in taking.known, one.path.count("/"), one.path))
    beyond = [LeftOut(seen.path, WhyLeftOut.COUNT) for seen in order[MAX_ENTRIES:]]
    for seen in sorted(order[:MAX_ENTRIES], key=lambda one: one.path):
        taking.take(seen)
    taking.finish()
    taking.keep_older(look.left_out)
    left_out = (*taking.left_out, *beyond, *look.left_out)
    manifest = FolderManifest(
        entries=tuple(taking.entries[path] for path in sorted(taking.entries)),
        skipped=_named(left_out, taking.entries),
        reasons=sorted_reasons(left.why for left in left_out),
    )
    again = {left.path for left in taking.left_out}
    seen_now = tuple(seen for seen in look.seen if seen.path not in again) if again else look.seen
    return manifest, Look(seen_now, look.left_out, look.locked, (*taking.left_out, *beyond))


@dataclass
class _Taking:
    """One snapshot being taken: the entries so far, and the small files that wait to be sealed together."""

    folder: Path
    keep: Callable[[bytes], str]
    previous: FolderManifest | None
    last_look: Look | None
    allowance: Allowance | None
    entries: dict[str, FileEntry] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    known: dict[str, FileEntry] = field(init=False)
    _unchanged: frozenset[Seen] = field(init=False)
    _places: dict[str, Place] = field(init=False)
    _small: dict[str, bytes] = field(default_factory=dict)
    _small_bytes: int = 0
    _waiting: list[tuple[Seen, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know what was taken before: the same bytes under another name are not kept twice."""
        entries = self.previous.entries if self.previous else ()
        self.known = {entry.path: entry for entry in entries}
        self._places = {entry.sha256: Place(entry.blob, entry.offset) for entry in entries if entry.blob}
        self._unchanged = frozenset(self.last_look.seen) if self.last_look else frozenset()

    def take(self, seen: Seen) -> None:
        """Take one file or folder."""
        before = self.known.get(seen.path)
        if before is not None and seen in self._unchanged:
            self.entries[seen.path] = before
        elif seen.folder:
            self.entries[seen.path] = FileEntry(path=seen.path, folder=True, attributes=seen.attributes)
        else:
            self._read(seen)

    def finish(self) -> None:
        """Seal what still waits."""
        if len(self._small) >= SHARED_FROM:
            self._share()
        small, self._small, self._small_bytes = self._small, {}, 0
        for sha256, data in small.items():
            self._keep({sha256: None}, data)
        self._settle()

    def keep_older(self, left_out: tuple[LeftOut, ...]) -> None:
        """Keep what was taken before of files that have become too large, and of folders that cannot be read now."""
        for left in left_out:
            if left.why is WhyLeftOut.FILE_SIZE and left.path in self.known:
                self.entries[left.path] = self.known[left.path]
            if left.why is WhyLeftOut.BUSY:
                below = f"{left.path}/"
                self.entries.update({p: e for p, e in self.known.items() if p == left.path or p.startswith(below)})

    def _read(self, seen: Seen) -> None:
        try:
            data = self._read_twice(seen)
        except FileNotFoundError:
            # Gone again, unless a program is just putting a newer one into its place.
            if seen.path in self.known:
                self._leave_out(seen, WhyLeftOut.BUSY)
            return
        except OSError:
            self._leave_out(seen, WhyLeftOut.BUSY)
            return
        if data is None:
            self._leave_out(seen, WhyLeftOut.FILE_SIZE)
            return
        sha256 = digest(data)
        self._waiting.append((seen, sha256, len(data)))
        if sha256 in self._places or sha256 in self._small:
            return
        if len(data) > SMALL_BYTES:
            self._keep({sha256: None}, data)
            return
        self._small[sha256] = data
        self._small_bytes += len(data)
        if self._small_bytes >= SHARED_BYTES:
            self._share()

    def _read_twice(self, seen: Seen) -> bytes | None:
        try:
            return read_file(self.folder, seen.path, MAX_FILE_BYTES)
        except OSError:
            return read_file(self.folder, seen.path, MAX_FILE_BYTES)

    def _share(self) -> None:
        """Seal the small files that wait as one."""
        offsets: dict[str, int | None] = {}
        at = 0
        for sha256, data in self._small.items():
            offsets[sha256] = at
            at += len(data)
        self._keep(offsets, b"".join(self._small.values()))
        self._small, self._small_bytes = {}, 0
        self._settle()

    def _keep(self, offsets: dict[str, int | None], data: bytes) -> None:
        if self.allowance is None or self.allowance.take(len(data)):
            blob = self.keep(data)
            self._places.update({sha256: Place(blob, offset) for sha256, offset in offsets.items()})

    def _settle(self) -> None:
        """Enter the files whose bytes found their place; what found none has used up the room's patience."""
        still: list[tuple[Seen, str, int]] = []
        for seen, sha256, size in self._waiting:
            place = self._places.get(sha256)
            if place is not None:
                self.entries[seen.path] = _entry(seen, sha256, size, place)
            elif sha256 in self._small:
                still.append((seen, sha256, size))
            else:
                self._leave_out(seen, WhyLeftOut.TOTAL)
        self._waiting = still

    def _leave_out(self, seen: Seen, why: WhyLeftOut) -> None:
        before = self.known.get(seen.path)
        if before is not None and not before.folder:
            self.entries[seen.path] = before
        self.left_out.append(LeftOut(seen.path, why))


def _entry(seen: Seen, sha256: str, size_bytes: int, place: Place) -> FileEntry:
    return FileEntry(
        path=seen.path,
        size_bytes=size_bytes,
        sha256=sha256,
        blob=place.blob,
        modified_ms=seen.modified_ns // 1_000_000,
        attributes=seen.attributes,
        offset=place.offset,
    )


def _named(left_out: Sequence[LeftOut], entries: dict[str, FileEntry]) -> tuple[str, ...]:
    """Name what was left out; those first of which an older state is among the entries."""
    ordered = sorted(left_out, key=lambda left: left.path not in entries)
    names = [_readable(left.path)[:SKIPPED_CHARACTERS] for left in ordered[:SKIPPED_NAMED]]
    return (*names, *((MORE_SKIPPED,) if len(left_out) > SKIPPED_NAMED else ()))


def _readable(path: str) -> str:
    """Return a name that can be written down, whatever bytes it was made of."""
    return path.encode("utf-8", "replace").decode("utf-8")
