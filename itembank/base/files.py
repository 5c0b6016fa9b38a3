"""Files written whole or not at all, and names that stay inside their folder."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath

from itembank.base.errors import JikaoError
from itembank.base.i18n import _

MAX_NAME_CHARACTERS = 240
MAX_DEPTH = 16
MAX_WORKING_PART = 255
MAX_WORKING_DEPTH = 24
MAX_WORKING_BYTES = 6_400
FORBIDDEN_CHARACTERS = frozenset('<>:"|?*\\')
RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


class UnsafeNameError(JikaoError):
    """A name would leave its folder or cannot exist on Windows."""


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that after a power cut the file is the old one or the new one, never half.

    Raises `OSError` that names `path`: of a full disk the system names no file, of a folder that is not there another.
    """
    try:
        _write_whole(path, data)
    except OSError as error:
        error.filename = str(path)
        raise


def _write_whole(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new and renamed names in `folder` durable; Windows does this by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def safe_relative(name: str) -> PurePosixPath:
    """Return `name` as a relative path that is safe on every system we run on.

    Refuses absolute and drive names, `..`, control and reserved characters,
    trailing dots and blanks, and names Windows keeps for devices.
    """
    path = PurePosixPath(name)
    parts = name.split("/")
    if not name or len(name) > MAX_NAME_CHARACTERS or len(parts) > MAX_DEPTH or path.is_absolute():
        raise UnsafeNameError(_("文件名“{name}”不能使用。").format(name=name[:80]))
    for part in parts:
        if not _is_safe_part(part):
            raise UnsafeNameError(_("文件名“{name}”不能使用。").format(name=name[:80]))
    return path


def working_relative(name: str) -> PurePosixPath:
    """Return the path of a file that somebody's program made, as it is: on its own system the name exists.

    Refuses what leads out of a folder, control characters, halves of characters, and what no file system here can
    have: a piece above 255 characters, more than 24 pieces, 6,400 bytes in all. Such a name need not exist on
    another system: who writes it to a disk of Windows asks `is_windows_name` first.
    """
    parts = name.split("/")
    is_long = len(parts) > MAX_WORKING_DEPTH or any(len(part) > MAX_WORKING_PART for part in parts)
    if is_long or any(not _is_working_part(part) for part in parts) or len(name.encode()) > MAX_WORKING_BYTES:
        raise UnsafeNameError(_("文件名“{name}”不能使用。").format(name=name[:80]))
    return PurePosixPath(name)


def is_windows_name(part: str) -> bool:
    """Say whether one piece of a path can exist on Windows."""
    return _is_safe_part(part)


def _is_working_part(part: str) -> bool:
    return part not in {"", ".", ".."} and not any(unicodedata.category(c) in {"Cc", "Cs"} for c in part)


def _is_safe_part(part: str) -> bool:
    if part in {"", ".", ".."} or part[-1] in ". " or part[0] == " ":
        return False
    if part.split(".", maxsplit=1)[0].lower() in RESERVED_NAMES:
        return False
    return not any(c in FORBIDDEN_CHARACTERS or unicodedata.category(c) in {"Cc", "Cs"} for c in part)
