"""Sealed papers on the desk's disk: fetched beforehand, unreadable until the room releases a form's key.

A paper is opened from here into memory; its text never touches the disk. Blocking; away from the GUI thread.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from exam_server.protocol.desk import SealedPart
from itembank.base.canonical import digest_file
from itembank.base.i18n import _
from itembank.model.codec import from_bytes
from itembank.model.ids import check_digest
from itembank.model.package import MEDIA_FOLDER, PAPER_PART
from itembank.model.paper import Paper
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedCompartment, get_entry
from itembank.sealing.errors import DamagedFileError
from itembank.sealing.keys import VerifyKey
from itembank.sealing.manifest import Head, Manifest, check_manifest, open_head
from itembank.sealing.parts import Parts

PAPERS_FOLDER = "sealed"
PARTIAL_SUFFIX = ".part"
_MANIFEST_LINE = re.compile(rb"manifest ([1-9][0-9]{0,7})")
_NOBODY = VerifyKey(bytes(32))


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
            head = head_vouched_for(manifest)
            compartment = SealedCompartment(head, get_entry(head, part.name), path)
            compartment.verify()
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


def head_vouched_for(raw: bytes) -> Head:
    """Read the head of a sealed file that came from the paired room over its pinned connection, signature unseen.

    The ciphertext is still bound to it by the content key and its commitment. Raises `DamagedFileError`.
    """
    _first, _line, rest = raw.partition(b"\n")
    line, _line, rest = rest.partition(b"\n")
    length = _MANIFEST_LINE.fullmatch(line)
    if length is None:
        raise DamagedFileError(_("清单长度行不对。"))
    try:
        manifest = msgspec.json.decode(rest[: int(length[1])], type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFileError(_("清单的结构不对。")) from error
    check_manifest(manifest)
    return Head(raw, manifest, _NOBODY, "")


def check_head(raw: bytes, trusted: Collection[VerifyKey]) -> Head:
    """Verify a manifest by a trusted key, or read it on the room's word if there is none."""
    return open_head(raw, trusted) if trusted else head_vouched_for(raw)


def _read(parts: Parts) -> OpenPaper:
    paper = from_bytes(Paper, parts.read(PAPER_PART))
    media = find_media(parts)
    if missing := sorted(paper.media() - set(media)):
        raise DamagedFileError(_("试卷缺少 {count} 个图片或素材文件。").format(count=len(missing)))
    return OpenPaper(paper, media)
