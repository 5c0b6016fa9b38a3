"""Items as a QTI content package: manifest, items, media, and beside each item its own original.

    imsmanifest.xml
    items/<identifier>.xml        the item in QTI's words
    media/<sha256><ending>        pictures, starter files, model answers
    jikao/<identifier>.json       the item in our own words, for a reading without any loss

The original names the SHA-256 of the item's XML: it speaks for that very file,
and is left aside when somebody has changed it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

from itembank.base.canonical import canonical_bytes, digest
from itembank.base.i18n import _
from itembank.model.item import Item
from itembank.model.items.practical import StarterFile
from itembank.model.marking import ItemMarking
from itembank.qti.errors import QtiError
from itembank.qti.original import FORMAT, ITEM_FOLDER, MEDIA_FOLDER, original_path
from itembank.qti.package import MANIFEST
from itembank.qti.spelling import Version
from itembank.qti.write_item import write_item
from itembank.qti.write_manifest import ManifestItem, write_manifest

# A package of the same items is the same bytes, whenever it is written.
ZIP_TIME = (2020, 1, 1, 0, 0, 0)
PICTURE_ENDINGS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}


@dataclass(frozen=True)
class ExportItem:
    """An item to be written. `content` is all that its owner keeps of it, as dicts and lists; it comes back unread.

    `files` are starter files and model answers by their names.
    """

    item: Item
    marking: ItemMarking
    points: Fraction
    content: Mapping[str, Any]
    difficulty: Fraction | None = None
    files: tuple[StarterFile, ...] = ()


@dataclass(frozen=True)
class Loss:
    """What QTI's words do not carry of an item."""

    item: str
    sentence: str


@dataclass(frozen=True)
class WrittenPackage:
    """The zip, and what is said about it."""

    data: bytes
    losses: tuple[Loss, ...]


def write_package(items: Iterable[ExportItem], media: Mapping[str, bytes], version: Version) -> WrittenPackage:
    """Write a package; `media` by digest. Raises `QtiError` for an item that cannot be written or a missing file."""
    package = _Package(media, version)
    listed = [package.add(item) for item in items]
    if not listed:
        raise QtiError(_("没有可以导出的试题。"))
    files = {MANIFEST: write_manifest(listed, version), **package.files}
    return WrittenPackage(_zipped(files), tuple(package.losses))


class _Package:
    def __init__(self, media: Mapping[str, bytes], version: Version) -> None:
        self._media = media
        self._version = version
        self.files: dict[str, bytes] = {}
        self.losses: list[Loss] = []

    def add(self, one: ExportItem) -> ManifestItem:
        used: dict[str, None] = {}
        names = {file.media: file.path for file in one.files if not file.folder}

        def place_of(sha256: str, name: str) -> str:
            path = self._place(sha256, name or names.get(sha256, ""))
            used[path] = None
            return f"../{path}"

        for sha256, name in sorted(names.items()):
            place_of(sha256, name)
        written = write_item(one.item, one.marking, one.points, self._version, place_of)
        path = f"{ITEM_FOLDER}/{one.item.identifier}.xml"
        original = original_path(one.item.identifier)
        self.files[path] = written.xml
        self.files[original] = canonical_bytes(
            {"format": FORMAT, "item_sha256": digest(written.xml), "content": one.content}
        )
        self.losses += [Loss(one.item.identifier, sentence) for sentence in written.losses]
        return ManifestItem(one.item, path, (original, *used), one.points, one.difficulty, one.marking.knowledge_points)

    def _place(self, sha256: str, name: str) -> str:
        data = self._media.get(sha256)
        if data is None:
            raise QtiError(_("缺少素材 {name}。").format(name=name or sha256[:12]))
        known = next((path for path in self.files if path.startswith(f"{MEDIA_FOLDER}/{sha256}")), None)
        path = known or f"{MEDIA_FOLDER}/{sha256}{_ending(data, name)}"
        self.files[path] = data
        return path


def _ending(data: bytes, name: str) -> str:
    found = next((ending for magic, ending in PICTURE_ENDINGS.items() if data.startswith(magic)), "")
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() else found


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path, ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
