"""The files of a package by path, from a zip or a folder, within limits on number, size and ratio.

Hostile ones are refused before anything is parsed: names that leave the
package, doubled or case-twin names, links, encrypted or swollen entries.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from itembank.base.files import UnsafeNameError, safe_relative
from itembank.base.i18n import _
from itembank.qti.errors import QtiError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAX_PACKAGE_BYTES = 200 << 20
MAX_ENTRIES = 5000
MAX_ENTRY_BYTES = 32 << 20
MAX_TOTAL_BYTES = 500 << 20
MAX_RATIO = 200
RATIO_FLOOR_BYTES = 1 << 20
UTF8_FLAG = 0x800
# What the Finder and Windows leave in archives; nobody's content.
LITTER = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What zipfile raises for damaged or strange archives."""


class Parts:
    """The files of a package; paths are found as written, percent-encoded, with backslashes or in another case."""

    def __init__(self, files: dict[str, bytes]) -> None:
        """`files` by their path inside the package."""
        self.files = files
        self._folded = {path.casefold(): path for path in files}

    def resolve(self, base: str, href: str) -> str:
        """Return the path inside the package that `href`, written in the folder `base`, means; it may not exist."""
        plain = href.replace("\\", "/")
        candidates = [unquote(plain), plain, unquote(plain.split("?")[0].split("#")[0])]
        paths = [posixpath.normpath(posixpath.join(base, candidate)).lstrip("/") for candidate in candidates]
        return next((self._folded[path.casefold()] for path in paths if path.casefold() in self._folded), paths[0])

    def find(self, base: str, href: str) -> bytes | None:
        """Return the file that `href` means, or None."""
        return self.files.get(self.resolve(base, href))


def unzip(data: bytes) -> Parts:
    """Return the files of a zip; raises `QtiError`."""
    if len(data) > MAX_PACKAGE_BYTES:
        raise QtiError(_("压缩包过大。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _gathered((_name(entry), _Entry(archive, entry)) for entry in archive.infolist())
    except BROKEN as error:
        raise QtiError(_("压缩包已损坏或使用了不支持的格式。")) from error


def read_folder(folder: Path) -> Parts:
    """Return the files below a folder; raises `QtiError` for links and whatever a zip may not hold either."""
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return _gathered((path.relative_to(folder).as_posix(), _File(path)) for path in paths)


class _Entry:
    """One entry of a zip; its header's size is not believed."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._entry = entry
        self.is_folder = entry.is_dir() or entry.filename.endswith("\\")
        self.is_odd = stat.S_ISLNK(entry.external_attr >> 16) or bool(entry.flag_bits & 1)

    def read(self, limit_bytes: int) -> bytes | None:
        """Return the content, or None when more comes out than is allowed."""
        with self._archive.open(self._entry) as stream:
            content = stream.read(limit_bytes + 1)
        too_dense = len(content) > RATIO_FLOOR_BYTES and len(content) > MAX_RATIO * max(1, self._entry.compress_size)
        return None if too_dense or len(content) > limit_bytes else content


class _File:
    """One file of a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_folder = False
        self.is_odd = path.is_symlink() or not path.is_file()

    def read(self, limit_bytes: int) -> bytes | None:
        """Return the content, or None when there is more than is allowed."""
        with self._path.open("rb") as stream:
            content = stream.read(limit_bytes + 1)
        return None if len(content) > limit_bytes else content


def _gathered(entries: Iterable[tuple[str, _Entry | _File]]) -> Parts:
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    left_bytes = MAX_TOTAL_BYTES
    for name, entry in entries:
        if entry.is_folder or any(part.casefold() in LITTER for part in name.split("/")):
            continue
        if len(files) == MAX_ENTRIES:
            raise QtiError(_("压缩包中的文件过多（超过 {count} 个）。").format(count=MAX_ENTRIES))
        if name.casefold() in taken:
            raise QtiError(_("压缩包中有同名文件“{name}”。").format(name=name[:80]))
        taken.add(name.casefold())
        files[name] = _content(name, entry, min(left_bytes, MAX_ENTRY_BYTES))
        left_bytes -= len(files[name])
    return Parts(files)


def _content(name: str, entry: _Entry | _File, limit_bytes: int) -> bytes:
    try:
        safe_relative(name)
    except UnsafeNameError as error:
        raise QtiError(error.message) from error
    if entry.is_odd:
        raise QtiError(_("压缩包中的“{name}”是链接或已加密。").format(name=name[:80]))
    content = entry.read(limit_bytes)
    if content is None:
        raise QtiError(_("压缩包中的“{name}”解压后过大。").format(name=name[:80]))
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; where none is declared as UTF-8, Chinese Windows wrote GB 18030 or UTF-8 itself."""
    name = entry.filename
    if not entry.flag_bits & UTF8_FLAG:
        written = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
