"""The gate in front of every office file: nothing is inflated or parsed before it has passed here.

Checks bytes, zip structure, names and sizes and hands out a `Package` whose
parts are inflated one at a time under a budget. It knows nothing of office
formats; XML has its own gate in `safe_xml`.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import msgspec

from grading.office.compound import OLE2_MAGIC, root_streams
from grading.office.outcome import CannotReadError, Reason

MEGABYTE = 1024 * 1024
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_CENTRAL_ENTRY = b"PK\x01\x02"
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_SIZE, _COMMENT_MAX, _ENTRY_SIZE = 22, 65_535, 46
_ENCRYPTED_FLAG = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError)
_OLE2_STREAMS = (
    ("EncryptedPackage", Reason.ENCRYPTED),
    ("WordDocument", Reason.OLD_WORD),
    ("Workbook", Reason.OLD_EXCEL),
    ("Book", Reason.OLD_EXCEL),
    ("PowerPoint Document", Reason.OLD_POWERPOINT),
)
_OTHER_MAGICS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"<?xml", "XML"),
    (b"<html", "HTML"),
    (b"<!DOCTYPE html", "HTML"),
)


class Limits(msgspec.Struct, frozen=True):
    """How much a file may ask of us.

    The ratio is only asked of XML parts above `ratio_floor_bytes`: a short part
    of one repeated line, or a blank bitmap of a few megabytes, compresses far
    better than 200:1 and is honest. Those stay bounded by the sizes above.
    """

    file_bytes: int = 30 * MEGABYTE
    parts: int = 3_000
    part_bytes: int = 32 * MEGABYTE
    total_bytes: int = 100 * MEGABYTE
    ratio: int = 200
    ratio_floor_bytes: int = MEGABYTE
    xml_tags: int = 1_600_000
    xml_attributes: int = 1_500_000
    cells: int = 200_000
    rectangles: int = 5_000


DEFAULT_LIMITS = Limits()


class Package:
    """The parts of one file by name; every byte inflated is counted against the limits."""

    def __init__(self, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], limits: Limits) -> None:
        """`entries` holds checked names with forward slashes."""
        self._archive = archive
        self._entries = entries
        self._by_lower_case = {name.lower(): name for name in entries}
        self._inflated = 0
        self.limits = limits

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the archive."""
        return tuple(self._entries)

    def find_name(self, name: str) -> str | None:
        """Return the part's own spelling of a name; part names ignore letter case."""
        return self._by_lower_case.get(name.lower())

    def size(self, name: str) -> int:
        """Return the size a part declares."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """Inflate one part; raises `CannotReadError` when it is missing, damaged or over budget."""
        found = self.find_name(name)
        if found is None:
            raise CannotReadError(Reason.MISSING_PART, part=name)
        data = self._inflate(found)
        self._inflated += len(data)
        if self._inflated > self.limits.total_bytes:
            raise _inflates_too_much(found, self._inflated, self.limits.total_bytes)
        return data

    def _inflate(self, name: str) -> bytes:
        limit = self.limits.part_bytes
        try:
            with self._archive.open(self._entries[name]) as stream:
                data = stream.read(limit + 1)
        except (*_UNREADABLE, RuntimeError) as error:
            raise CannotReadError(Reason.DAMAGED, found=f"{name}: {error}") from error
        if len(data) > limit:
            raise _part_too_large(name, len(data), limit)
        return data


def read_bytes(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a file of bounded size; raises `CannotReadError`."""
    try:
        if not path.is_file():  # also a pipe, which would wait for ever
            raise CannotReadError(Reason.MISSING)
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
            size = path.stat().st_size
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise CannotReadError(Reason.MISSING) from error
    except OSError as error:
        raise CannotReadError(Reason.DAMAGED, found=error.strerror or type(error).__name__) from error
    if size > limits.file_bytes or len(data) > limits.file_bytes:
        raise CannotReadError(Reason.TOO_LARGE, found=_megabytes(size), limit=_megabytes(limits.file_bytes))
    return data


def open_package(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Check a zip file's structure, names and declared sizes; raises `CannotReadError`."""
    _require_zip(data)
    _require_few_entries(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise CannotReadError(Reason.DAMAGED, found=str(error)) from error
    entries: dict[str, zipfile.ZipInfo] = {}
    lower_case: set[str] = set()
    for entry in archive.infolist():
        name = _checked_name(entry)
        if name.lower() in lower_case:
            raise CannotReadError(Reason.DUPLICATE_NAME, part=name)
        lower_case.add(name.lower())
        if not name.endswith("/"):
            _check_entry(entry, name, limits)
            entries[name] = entry
    _require_bounded_total(entries, limits)
    return Package(archive, entries, limits)


def _require_zip(data: bytes) -> None:
    if not data:
        raise CannotReadError(Reason.EMPTY)
    if data.startswith(OLE2_MAGIC):
        raise CannotReadError(_old_kind(data))
    if not data.startswith(_ZIP_MAGICS):
        raise CannotReadError(Reason.NOT_A_PACKAGE, found=_kind_of_bytes(data))


def _old_kind(data: bytes) -> Reason:
    # EncryptedPackage wraps a modern file. An embedded object has streams of its own, deeper than the root.
    names = root_streams(data)
    for stream, reason in _OLE2_STREAMS:
        if stream in names or (not names and (stream + "\0").encode("utf-16-le") in data):
            return reason
    return Reason.OLD_COMPOUND


def _kind_of_bytes(data: bytes) -> str:
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:64]
    for magic, name in _OTHER_MAGICS:
        if head[: len(magic)].lower() == magic.lower():
            return name
    return "text" if b"\0" not in data[:4096] else "binary"


def _require_few_entries(data: bytes, limits: Limits) -> None:
    """Count directory entries before `zipfile` makes an object of each (600,000 fit into 30 MB)."""
    end = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - _END_SIZE - _COMMENT_MAX))
    if end < 0 or end + _END_SIZE > len(data):
        raise CannotReadError(Reason.DAMAGED, found="no end of zip directory")
    directory_size = struct.unpack_from("<L", data, end + 12)[0]
    zip64 = directory_size == 0xFFFFFFFF  # its true size stands elsewhere; then every entry signature counts
    start = 0 if zip64 else max(0, end - directory_size)
    found = data.count(_CENTRAL_ENTRY, start, end)
    if found > limits.parts:
        raise CannotReadError(Reason.TOO_MANY_PARTS, found=str(found), limit=str(limits.parts))
    if not zip64 and directory_size > end:
        raise CannotReadError(Reason.DAMAGED, found="zip directory cut off")


def _checked_name(entry: zipfile.ZipInfo) -> str:
    original = entry.orig_filename
    name = original.replace("\\", "/")
    if name.endswith("/") and not entry.file_size:
        name = name.removeprefix("/")  # an empty folder, written so by tools that pack anew; nothing is ever unpacked
    steps = name.removesuffix("/").split("/")
    unsafe = (
        not name
        or name.startswith("/")
        or _DRIVE.match(name) is not None
        or _CONTROL.search(name) is not None
        or any(step in {"", ".", ".."} for step in steps)
        or stat.S_ISLNK(entry.external_attr >> 16)
    )
    if unsafe:
        raise CannotReadError(Reason.UNSAFE_NAME, part=_CONTROL.sub("?", original))
    return name


def _check_entry(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise CannotReadError(Reason.ENCRYPTED, part=name)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # Other methods are not used by office programs, and zipfile inflates them without a bound.
        raise CannotReadError(Reason.DAMAGED, found=f"{name}: zip method {entry.compress_type}")
    if entry.file_size > limits.part_bytes:
        raise _part_too_large(name, entry.file_size, limits.part_bytes)
    if entry.file_size > limits.ratio_floor_bytes and name.lower().endswith(_XML_ENDINGS):
        ratio = entry.file_size // max(1, entry.compress_size)
        if ratio > limits.ratio:
            raise CannotReadError(Reason.INFLATES_TOO_MUCH, part=name, found=f"{ratio}:1", limit=f"{limits.ratio}:1")


def _require_bounded_total(entries: dict[str, zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries.values())
    if total > limits.total_bytes:
        largest = max(entries, key=lambda name: entries[name].file_size)
        raise _inflates_too_much(largest, total, limits.total_bytes)


def _part_too_large(name: str, size: int, limit: int) -> CannotReadError:
    return CannotReadError(Reason.PART_TOO_LARGE, part=name, found=_megabytes(size), limit=_megabytes(limit))


def _inflates_too_much(name: str, total: int, limit: int) -> CannotReadError:
    return CannotReadError(Reason.INFLATES_TOO_MUCH, part=name, found=_megabytes(total), limit=_megabytes(limit))


def _megabytes(size: int) -> str:
    return f"{-(-size // MEGABYTE)} MB"
