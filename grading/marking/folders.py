"""A candidate's working folder as the marker sees it: names, attributes, and bytes on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
        exact = self._exact.get(path)
        if exact is not None:
            return exact
        alike = self._alike.get(folded_name(path), [])
        return alike[0] if len(alike) == 1 else None

    @cached_property
    def _exact(self) -> dict[str, FileEntry]:
        return {entry.path: entry for entry in reversed(self.manifest.entries)}

    @cached_property
    def _alike(self) -> dict[str, list[FileEntry]]:
        alike: dict[str, list[FileEntry]] = {}
        for entry in self.manifest.entries:
            alike.setdefault(folded_name(entry.path), []).append(entry)
        return alike

    def is_untouched(self) -> bool:
        """Say whether the folder is just as it was handed out (time stamps aside)."""
        now = {entry.path: entry.sha256 for entry in self.manifest.entries}
        above = {str(parent): "" for path in self.starter for parent in PurePosixPath(path).parents if parent.name}
        return bool(self.starter) and now == {**above, **self.starter}


def folded_name(path: str) -> str:
    """Fold a name as people see it: a zip made on a Mac has é as two characters, Windows keeps no dot at the end."""
    steps = normalize("NFC", normalize("NFC", path).casefold()).split("/")
    return "/".join(step.rstrip(" .") or step for step in steps)
