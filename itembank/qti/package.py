"""QTI packages: a zip with imsmanifest.xml, or a folder of items; hostile zips are refused before anything is read."""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from itembank.base.files import UnsafeNameError, safe_relative
from itembank.base.i18n import _
from itembank.qti.errors import Problem, QtiError
from itembank.qti.reader import ImportedItem, read_item
from itembank.qti.xmltree import attribute, name_of, parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PACKAGE_BYTES = 200 << 20
MAX_ENTRIES = 5000
MAX_ENTRY_BYTES = 32 << 20
MAX_TOTAL_BYTES = 500 << 20
MAX_RATIO = 200
RATIO_FLOOR_BYTES = 1 << 20
MANIFEST = "imsmanifest.xml"
ITEM_TYPE = "imsqti_item"


@dataclass(frozen=True)
class PackageItem:
    """An item of a package by its path; `failure` says why the file could not be read as an item."""

    path: str
    imported: ImportedItem | None
    failure: str = ""


@dataclass(frozen=True)
class ImportedPackage:
    """All items of a package, and what in it is no item (tests, old formats), so that nothing vanishes in silence."""

    items: tuple[PackageItem, ...]
    problems: tuple[Problem, ...]


def read_package(data: bytes) -> ImportedPackage:
    """Read every item that lies in the package; raises `QtiError` for an unsafe or broken zip."""
    parts = unzip_safely(data)
    manifest_path = next((path for path in sorted(parts, key=len) if posixpath.basename(path) == MANIFEST), None)
    if manifest_path is None:
        raise QtiError(_("压缩包中没有 {name}，不是 QTI 试题包。").format(name=MANIFEST))
    root = parse_xml(parts[manifest_path])
    base = posixpath.dirname(manifest_path)
    items: list[PackageItem] = []
    problems: list[Problem] = []
    for resource in root.iter():
        if name_of(resource) != "resource":
            continue
        kind, href = attribute(resource, "type"), unquote(attribute(resource, "href"))
        if kind.startswith(ITEM_TYPE):
            items.append(_read_part(parts, posixpath.normpath(posixpath.join(base, href))))
        elif href.endswith(".xml"):
            sentence = _("“{name}”（类型 {kind}）不是 QTI 2/3 试题，没有导入。").format(name=href, kind=kind)
            problems.append(Problem(sentence=sentence, element="resource", blocking=False))
    named = {item.path for item in items}
    items.extend(_read_part(parts, path) for path in parts if path not in named and _looks_like_item(parts[path]))
    return ImportedPackage(tuple(items), tuple(problems))


def unzip_safely(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip by path within limits on number, size and ratio; raises `QtiError`."""
    if len(data) > MAX_PACKAGE_BYTES:
        raise QtiError(_("压缩包过大。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unzip(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise QtiError(_("压缩包已损坏或使用了不支持的格式。")) from error


def _unzip(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise QtiError(_("压缩包中的文件过多（{count} 个）。").format(count=len(entries)))
    parts: dict[str, bytes] = {}
    taken: set[str] = set()
    left_bytes = MAX_TOTAL_BYTES
    for entry in entries:
        content = _read_entry(archive, entry, min(left_bytes, MAX_ENTRY_BYTES))
        left_bytes -= len(content)
        if entry.filename.casefold() in taken:
            raise QtiError(_("压缩包中有同名文件“{name}”。").format(name=entry.filename[:80]))
        taken.add(entry.filename.casefold())
        parts[entry.filename] = content
    return parts


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit_bytes: int) -> bytes:
    """Read one entry, counting the bytes that really come out; the header's size is not believed."""
    try:
        safe_relative(entry.filename)
    except UnsafeNameError as error:
        raise QtiError(error.message) from error
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
        raise QtiError(_("压缩包中的“{name}”是链接或已加密。").format(name=entry.filename[:80]))
    with archive.open(entry) as stream:
        content = stream.read(limit_bytes + 1)
    too_dense = len(content) > RATIO_FLOOR_BYTES and len(content) > MAX_RATIO * max(1, entry.compress_size)
    if len(content) > limit_bytes or too_dense:
        raise QtiError(_("压缩包中的“{name}”解压后过大。").format(name=entry.filename[:80]))
    return content


def _looks_like_item(content: bytes) -> bool:
    """Say whether a part that the manifest does not name (a test does, perhaps) has an item's root."""
    head = content[:2000]
    return b"<assessmentItem" in head or b"<qti-assessment-item" in head


def _read_part(parts: dict[str, bytes], path: str) -> PackageItem:
    if path not in parts:
        return PackageItem(path, None, _("清单提到的文件“{name}”不在压缩包中。").format(name=path))
    try:
        return PackageItem(path, read_item(parts[path], _media_finder(parts, posixpath.dirname(path))))
    except QtiError as error:
        return PackageItem(path, None, error.message)


def _media_finder(parts: dict[str, bytes], base: str) -> Callable[[str], bytes | None]:
    def find_media(href: str) -> bytes | None:
        return parts.get(posixpath.normpath(posixpath.join(base, unquote(href))))

    return find_media
