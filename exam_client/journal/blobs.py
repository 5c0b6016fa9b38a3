"""The candidate's files on the desk's disk: sealed, named by the digest of the sealed bytes, written once.

Blocking; called away from the GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from itembank.base.files import write_whole
from itembank.model.ids import check_digest
from itembank.sealing.attempt import AttemptKey, is_blob, open_blob, seal_blob


class BlobStore:
    """Sealed files of one attempt in one folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self._folder = folder

    def keep(self, key: AttemptKey, plain: bytes) -> str:
        """Seal a file, make it durable and return its name; the same file is kept once. Raises `OSError`."""
        sealed = seal_blob(key, plain)
        self.keep_sealed(sealed.blob_id, sealed.ciphertext)
        return sealed.blob_id

    def keep_sealed(self, blob: str, ciphertext: bytes) -> None:
        """Keep sealed bytes under their name; raises `OSError`."""
        path = self.path(blob)
        if not path.is_file() or path.stat().st_size != len(ciphertext):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, ciphertext)

    def path(self, blob: str) -> Path:
        """Return where a file lies or would lie."""
        return self._folder / check_digest(blob, "blob")

    def has(self, blob: str) -> bool:
        """Say whether a file is here, unread."""
        return self.path(blob).is_file()

    def find_sealed(self, blob: str) -> bytes | None:
        """Find the sealed bytes of a file; a changed one counts as absent."""
        try:
            ciphertext = self.path(blob).read_bytes()
        except OSError:
            return None
        return ciphertext if is_blob(blob, ciphertext) else None

    def find(self, key: AttemptKey, blob: str) -> bytes | None:
        """Find a file in plain bytes."""
        ciphertext = self.find_sealed(blob)
        return None if ciphertext is None else open_blob(key, blob, ciphertext)
