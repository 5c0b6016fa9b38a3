"""What a desk writes down of a snapshot, and how it reads its own record again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from itembank.model.codec import content_id, to_bytes
from itembank.model.events import AttemptEvent, FolderChanged, FolderSaved, Folding
from itembank.model.folder_changes import FoldedFolder, changes_between

LEAST_FILE_BYTES, LEAST_FOLDER_BYTES = 100, 25
"""What an entry takes at least: a folder of thousands is not even written out to see that it is too long."""


def snapshot_events(
    whole: FolderSaved, folder: FoldedFolder, most_bytes: int, becomes: str = ""
) -> Sequence[AttemptEvent]:
    """Return the events of a snapshot that follows `folder`: whole where that is shorter, else what changed.

    `becomes` is the manifest's content id; of thousands of files it is better reckoned on a bench.
    """
    manifest = whole.manifest
    becomes = becomes or content_id(manifest)
    files = sum(not entry.folder for entry in manifest.entries)
    least = LEAST_FILE_BYTES * files + LEAST_FOLDER_BYTES * (len(manifest.entries) - files)
    changes = changes_between(folder.manifest, folder.identity, manifest, becomes, most_bytes)
    parts = [FolderChanged(item=whole.item, change=one, reason=whole.reason, at_ms=whole.at_ms) for one in changes]
    if least > most_bytes:
        return parts
    size = len(to_bytes(whole))
    return [whole] if size <= most_bytes and size <= sum(len(to_bytes(part)) for part in parts) else parts


def folding_of(events: Iterable[AttemptEvent]) -> Folding:
    """Read the events of this desk's own attempt; a folder's record that does not fit never stops the candidate."""
    folding = Folding(strict=False)
    for event in events:
        folding.take(event)
    return folding
