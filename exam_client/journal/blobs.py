"""The candidate's files on the desk's disk: sealed, named by the digest of the sealed bytes, written once.

Blocking; called away from the GUI thread.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from itembank.base.files import write_whole
from itembank.model.ids import DIGEST, check_digest
from itembank.model.responses import FileEntry
from itembank.sealing.attempt import AttemptKey, is_blob, open_blob, seal_blob


@dataclass(frozen=True, slots=True)
class Usage:
    """How many sealed files lie here, and their bytes."""

    files: int
    size_bytes: int


class BlobStore:
    """Sealed files of one attempt in one folder; a further one is used when the first takes no more."""

    def __init__(self, folder: Path, *further: Path) -> None:
        """Use folders, which need not exist yet."""
        self._folders = (folder, *further)
        self._opened: tuple[str, bytes] = ("", b"")

    def keep(self, key: AttemptKey, plain: bytes) -> str:
        """Seal a file, make it durable and return its name; the same file is kept once. Raises `OSError`."""
        sealed = seal_blob(key, plain)
        self.keep_sealed(sealed.blob_id, sealed.ciphertext)
        return sealed.blob_id

    def keep_sealed(self, blob: str, ciphertext: bytes) -> None:
        """Keep sealed bytes under their name; raises `OSError` when no folder takes them."""
        path = self.path(blob)
        if path.is_file() and path.stat().st_size == len(ciphertext):
            return
        for folder in self._folders[:-1]:
            try:
                _write(folder, blob, ciphertext)
            except OSError:
                continue
            return
        _write(self._folders[-1], blob, ciphertext)

    def path(self, blob: str) -> Path:
        """Return where a file lies or would lie."""
        name = check_digest(blob, "blob")
        there = (folder / name for folder in self._folders if (folder / name).is_file())
        return next(there, self._folders[0] / name)

    def has(self, blob: str) -> bool:
        """Say whether a file is here, unread."""
        return self.path(blob).is_file()

    def usage(self) -> Usage:
        """Count what lies here; a folder that cannot be read counts as empty."""
        sizes: dict[str, int] = {}
        for folder in self._folders:
            try:
                with os.scandir(folder) as listing:
                    sizes.update({one.name: one.stat().st_size for one in listing if DIGEST.fullmatch(one.name)})
            except OSError:
                continue
        return Usage(len(sizes), sum(sizes.values()))

    def find_sealed(self, blob: str) -> bytes | None:
        """Find the sealed bytes of a file; a changed one counts as absent."""
        try:
            ciphertext = self.path(blob).read_bytes()
        except OSError:
            return None
        return ciphertext if is_blob(blob, ciphertext) else None

    def find(self, key: AttemptKey, entry: FileEntry) -> bytes | None:
        """Find a file of a working folder in plain bytes.

        A shared blob stays open until another is wanted: the next file mostly lies in it too.
        """
        blob, content = self._opened
        if blob != entry.blob:
            ciphertext = self.find_sealed(entry.blob)
            if ciphertext is None:
                return None
            content = open_blob(key, entry.blob, ciphertext)
            self._opened = (entry.blob, content) if entry.offset is not None else ("", b"")
        return entry.part_of(content)


def _write(folder: Path, blob: str, ciphertext: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / blob, ciphertext)
