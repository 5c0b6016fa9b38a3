"""A candidate's working folder as the marker sees it: names, attributes, and bytes on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from unicodedata import normalize

from itembank.model.responses import FileEntry, FolderManifest


@dataclass(frozen=True)
class WorkingFolder:
    """The last good state of a task's folder beside its starter files.

    `manifest` is what the desk wrote down (transport loses attributes),
    `read(entry)` returns the bytes of a file, `starter` maps starter paths to
    their SHA-256 ("" for empty folders; those above files need not be named),
    `read_starter(sha256)` returns starter bytes, `starter_attributes` are those
    with which the desk really handed files out, None where it wrote none down.
    """

    manifest: FolderManifest
    read: Callable[[FileEntry], bytes]
    starter: Mapping[str, str] = field(default_factory=dict)
    read_starter: Callable[[str], bytes | None] = lambda _sha256: None
    starter_attributes: Mapping[str, str] | None = None

    def find(self, path: str) -> FileEntry | None:
        """Find an entry by its path; letter case counts only when two names differ in nothing else.

        Nor does how a system spells accents, or a blank or dot at the end that Windows does not keep.
        """
        exact = next((entry for entry in self.manifest.entries if entry.path == path), None)
        if exact is not None:
            return exact
        folded = [entry for entry in self.manifest.entries if _folded(entry.path) == _folded(path)]
        return folded[0] if len(folded) == 1 else None

    def is_untouched(self) -> bool:
        """Say whether the folder is just as it was handed out (time stamps aside)."""
        now = {entry.path: entry.sha256 for entry in self.manifest.entries}
        above = {str(parent): "" for path in self.starter for parent in PurePosixPath(path).parents if parent.name}
        return bool(self.starter) and now == {**above, **self.starter}


def _folded(path: str) -> str:
    steps = normalize("NFC", path).casefold().split("/")
    return "/".join(step.rstrip(" .") or step for step in steps)
