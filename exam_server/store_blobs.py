"""Sealed files of candidates by their SHA-256: written once, synced before anybody is told, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import sync_folder
from itembank.base.i18n import _
from itembank.model.ids import DIGEST

READ_BYTES = 1 << 20


class BlobError(JikaoError):
    """A sealed file is not what its name says, or cannot be stored."""


@dataclass(slots=True)
class Blobs:
    """The folder `folder/ab/abcdef...`; every method may be called from any thread."""

    folder: Path

    def path(self, blob: str) -> Path:
        """Return where a blob lies; raises `BlobError` for what is no name of a blob."""
        if not DIGEST.fullmatch(blob):
            raise BlobError(_("“{name}”不是文件块的编号。").format(name=blob[:80]))
        return self.folder / blob[:2] / blob

    def has(self, blob: str) -> bool:
        """Say whether a blob is there."""
        return self.path(blob).is_file()

    def begin(self, blob: str) -> NewBlob:
        """Begin to write a blob."""
        return NewBlob(self, blob)

    def read(self, blob: str) -> bytes:
        """Return a blob; raises `FileNotFoundError`."""
        return self.path(blob).read_bytes()

    def sweep(self) -> None:
        """Take away the beginnings of blobs that never came to their end; only while nobody writes."""
        for left in self.folder.glob("??/.*.tmp"):
            left.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Yield the names of all blobs."""
        for path in self.folder.glob("??/*"):
            if DIGEST.fullmatch(path.name):
                yield path.name

    def is_whole(self, blob: str) -> bool:
        """Say whether a blob is there and its bytes are the ones it is named after."""
        path = self.path(blob)
        if not path.is_file():
            return False
        total = hashlib.sha256()
        with path.open("rb") as stream:
            while piece := stream.read(READ_BYTES):
                total.update(piece)
        return total.hexdigest() == blob


class NewBlob:
    """A blob that is coming in: `add` pieces, then `finish` or `give_up`."""

    def __init__(self, blobs: Blobs, blob: str) -> None:
        """Open a temporary file beside the final place."""
        self._final = blobs.path(blob)
        self._blob = blob
        is_new_folder = not self._final.parent.exists()
        self._final.parent.mkdir(parents=True, exist_ok=True)
        if is_new_folder:
            sync_folder(blobs.folder)
        self._temporary = self._final.with_name(f".{blob[:16]}.{secrets.token_hex(8)}.tmp")
        self._stream = self._temporary.open("wb")
        self._total = hashlib.sha256()
        self.size_bytes = 0

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._total.update(piece)
        self._stream.write(piece)
        self.size_bytes += len(piece)

    def finish(self) -> None:
        """Make the blob durable; raises `BlobError` if it is not the one named."""
        if self._total.hexdigest() != self._blob:
            self.give_up()
            raise BlobError(_("文件块的内容与编号不符。"), code=ExitCode.REFUSED)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._temporary.replace(self._final)
        sync_folder(self._final.parent)

    def give_up(self) -> None:
        """Leave nothing behind."""
        self._stream.close()
        self._temporary.unlink(missing_ok=True)
