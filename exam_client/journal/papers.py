"""Sealed papers on the desk's disk: fetched beforehand, unreadable until the room releases a form's key.

A paper is opened from here into memory; its text never touches the disk. Blocking; away from the GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from exam_server.protocol.desk import SealedPart
from itembank.base.canonical import digest_file
from itembank.base.i18n import _
from itembank.model.codec import from_bytes
from itembank.model.ids import check_digest
from itembank.model.package import MEDIA_FOLDER, PAPER_PART
from itembank.model.paper import Paper
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedCompartment
from itembank.sealing.errors import DamagedFileError
from itembank.sealing.keys import VerifyKey
from itembank.sealing.parts import Parts

PAPERS_FOLDER = "sealed"
PARTIAL_SUFFIX = ".part"


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper in memory, with the pictures and starter files of its items by digest."""

    paper: Paper
    media: dict[str, bytes] = field(repr=False)


class PaperStore:
    """Fetched compartments by the digest of their ciphertext."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which need not exist yet."""
        self._folder = folder

    def path(self, part: SealedPart) -> Path:
        """Return where a complete compartment lies."""
        return self._folder / check_digest(part.sha256, _("分区"))

    def partial_path(self, part: SealedPart) -> Path:
        """Return where a compartment grows while it is fetched."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self.path(part).with_suffix(PARTIAL_SUFFIX)

    def has(self, part: SealedPart) -> bool:
        """Say whether a compartment is here with the right size and digest."""
        path = self.path(part)
        return path.is_file() and path.stat().st_size == part.size_bytes and digest_file(path) == part.sha256

    def finish(self, part: SealedPart) -> bool:
        """Take a grown file as complete if its digest is right; else throw it away and say no."""
        grown = self.partial_path(part)
        if grown.stat().st_size != part.size_bytes or digest_file(grown) != part.sha256:
            grown.unlink()
            return False
        grown.replace(self.path(part))
        return True

    def open(self, part: SealedPart, manifest: bytes, content_key: bytes, trusted: Collection[VerifyKey]) -> OpenPaper:
        """Verify and open a compartment; with no `trusted` keys the paired room vouches for the manifest.

        Raises a `SealingError` or `ModelError`.
        """
        path = self.path(part)
        if trusted:
            compartment = SealedCompartment.open(manifest, part.name, path, trusted)
        else:
            compartment = SealedCompartment.open_vouched(manifest, part.name, path)
        return _read(compartment.open_with_content_key(ContentKey(content_key)))

    def keep_only(self, parts: Collection[SealedPart]) -> None:
        """Remove sealed papers of other sittings."""
        if not self._folder.is_dir():
            return
        wanted = {part.sha256 for part in parts}
        for path in self._folder.iterdir():
            if path.stem not in wanted:
                path.unlink(missing_ok=True)


def find_media(parts: Parts) -> dict[str, bytes]:
    """Read all pictures and starter files by digest."""
    prefix = f"{MEDIA_FOLDER}/"
    return {name.removeprefix(prefix): parts.read(name) for name in parts.names if name.startswith(prefix)}


def _read(parts: Parts) -> OpenPaper:
    paper = from_bytes(Paper, parts.read(PAPER_PART))
    media = find_media(parts)
    if missing := sorted(paper.media() - set(media)):
        raise DamagedFileError(_("试卷缺少 {count} 个图片或素材文件。").format(count=len(missing)))
    return OpenPaper(paper, media)
