"""The record of a working folder as changes since the snapshot before, in as many parts as it takes.

A snapshot counts whole or not at all: only its last part makes it the newest state. The format is in
docs/formats/folder.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itembank.base.i18n import N_, _
from itembank.model.codec import ModelError, Value, content_id, to_bytes
from itembank.model.left_out import WhyLeftOut
from itembank.model.responses import FileEntry, FolderManifest

NOTHING = ""
"""The name of the state before the first snapshot."""
PART_OVERHEAD_BYTES = 640
"""What a part takes besides its entries and names: the two digests, the numbers, the names of the fields."""
NAME_OVERHEAD_BYTES = 3
OUT_OF_PLACE = N_("文件夹记录的第 {part}/{parts} 部分接不上前面的部分。")
OTHER_BASE = N_("文件夹记录接不上上一次的记录。")
WRONG_COUNT = N_("文件夹记录的文件数不符：应为 {wanted}，实为 {found}。")
TWICE = N_("文件夹记录中“{path}”出现了两次。")
NEVER_THERE = N_("文件夹记录删除了本来没有的“{path}”。")
OTHER_STATE = N_("文件夹记录的摘要不符。")


class FolderChange(Value, frozen=True):
    """One part of a snapshot: what is new or changed (`put`) and which paths are no longer there (`gone`).

    `base` and `becomes` are the content ids of the manifests before and after the whole snapshot, `count` the number
    of entries after it. `skipped` and `reasons` are those of the new manifest and stand in the last part.
    """

    base: str
    becomes: str
    count: int
    part: int = 1
    parts: int = 1
    put: tuple[FileEntry, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    reasons: tuple[WhyLeftOut, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        if not 1 <= self.part <= self.parts or self.count < 0:
            raise ModelError(_(OUT_OF_PLACE).format(part=self.part, parts=self.parts))


class FoldedFolder:
    """The newest whole state of one working folder while its snapshots are read in order."""

    def __init__(self) -> None:
        """Begin before the first snapshot."""
        self._entries: dict[str, FileEntry] = {}
        self._begun: list[FolderChange] = []
        self._manifest: FolderManifest | None = FolderManifest()
        self._skipped: tuple[str, ...] = ()
        self._reasons: tuple[WhyLeftOut, ...] = ()
        self._identity: str | None = NOTHING

    @property
    def identity(self) -> str:
        """The content id of the newest state; empty before the first."""
        if self._identity is None:
            self._identity = content_id(self.manifest)
        return self._identity

    @property
    def manifest(self) -> FolderManifest:
        """The newest whole state."""
        if self._manifest is None:
            entries = tuple(self._entries[path] for path in sorted(self._entries))
            self._manifest = FolderManifest(entries=entries, skipped=self._skipped, reasons=self._reasons)
        return self._manifest

    def replace(self, manifest: FolderManifest) -> None:
        """Take a state that was recorded whole."""
        self._entries = {entry.path: entry for entry in manifest.entries}
        self._skipped, self._reasons = manifest.skipped, manifest.reasons
        self._manifest, self._identity, self._begun = manifest, None, []

    def take(self, change: FolderChange, *, strict: bool = True) -> bool:
        """Take a part; True when it completes a snapshot. Raises `ModelError` and changes nothing if it does not fit.

        `strict` False takes a whole snapshot as it is, for a desk that goes on working whatever its record says.
        """
        begun = [*self._begun, change] if change.part > 1 else [change]
        if not _goes_on(begun):
            if strict:
                raise ModelError(_(OUT_OF_PLACE).format(part=change.part, parts=change.parts))
            self._begun = []
            return False
        if change.part < change.parts:
            self._begun = begun
            return False
        if strict:
            self._refuse_wrong(begun)
        self._apply(begun)
        return True

    def check(self) -> None:
        """Raise `ModelError` unless the newest state is the one that its record names."""
        if self._identity not in {None, NOTHING} and content_id(self.manifest) != self._identity:
            raise ModelError(_(OTHER_STATE))

    def _refuse_wrong(self, parts: list[FolderChange]) -> None:
        last = parts[-1]
        if last.base != self.identity:
            raise ModelError(_(OTHER_BASE))
        there = len(self._entries)
        seen: set[str] = set()
        for path in _names(parts):
            if path in seen:
                raise ModelError(_(TWICE).format(path=path[:80]))
            seen.add(path)
        for path in (path for part in parts for path in part.gone):
            if path not in self._entries:
                raise ModelError(_(NEVER_THERE).format(path=path[:80]))
            there -= 1
        there += sum(entry.path not in self._entries for part in parts for entry in part.put)
        if there != last.count:
            raise ModelError(_(WRONG_COUNT).format(wanted=last.count, found=there))

    def _apply(self, parts: list[FolderChange]) -> None:
        for part in parts:
            for path in part.gone:
                self._entries.pop(path, None)
            for entry in part.put:
                self._entries[entry.path] = entry
        last = parts[-1]
        self._skipped, self._reasons = last.skipped, last.reasons
        self._manifest, self._identity, self._begun = None, last.becomes, []


def changes_between(
    before: FolderManifest, base: str, after: FolderManifest, becomes: str, most_bytes: int
) -> tuple[FolderChange, ...]:
    """Return the parts that lead from one state (named `base`) to another; each fits `most_bytes`."""
    known = {entry.path: entry for entry in before.entries}
    left = {entry.path for entry in after.entries}
    gone = [entry.path for entry in before.entries if entry.path not in left]
    put = [entry for entry in after.entries if known.get(entry.path) != entry]
    tail_bytes = sum(len(to_bytes(name)) + NAME_OVERHEAD_BYTES for name in after.skipped)
    shares = list(_shares(gone, put, most_bytes - PART_OVERHEAD_BYTES - tail_bytes)) or [((), ())]
    return tuple(
        FolderChange(
            base=base,
            becomes=becomes,
            count=len(after.entries),
            part=number,
            parts=len(shares),
            put=entries,
            gone=names,
            skipped=after.skipped if number == len(shares) else (),
            reasons=after.reasons if number == len(shares) else (),
        )
        for number, (names, entries) in enumerate(shares, start=1)
    )


def _shares(
    gone: list[str], put: list[FileEntry], most_bytes: int
) -> Iterator[tuple[tuple[str, ...], tuple[FileEntry, ...]]]:
    """Share out what is gone, then what is new, in their order."""
    names: list[str] = []
    entries: list[FileEntry] = []
    size = 0
    waiting: list[str | FileEntry] = [*gone, *put]
    for one in waiting:
        needed = len(to_bytes(one)) + NAME_OVERHEAD_BYTES
        if size and size + needed > most_bytes:
            yield tuple(names), tuple(entries)
            names, entries, size = [], [], 0
        size += needed
        if isinstance(one, str):
            names.append(one)
        else:
            entries.append(one)
    if size:
        yield tuple(names), tuple(entries)


def _goes_on(parts: list[FolderChange]) -> bool:
    """Say whether the parts are the first ones of one snapshot."""
    last = parts[-1]
    same = all(
        (p.base, p.becomes, p.count, p.parts) == (last.base, last.becomes, last.count, last.parts) for p in parts
    )
    return same and last.part == len(parts)


def _names(parts: Iterable[FolderChange]) -> Iterator[str]:
    for part in parts:
        yield from part.gone
        yield from (entry.path for entry in part.put)
