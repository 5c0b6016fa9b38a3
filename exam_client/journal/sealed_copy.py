"""The sealed hand-in file of a desk whose room stays away: written, copied to sticks, taken back. Blocking.

The format is everybody's (`itembank.sealing.hand_in_file`); here stands what goes into a file, and where it lies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from exam_client.attempt.views import Stick
from exam_client.journal.blobs import BlobStore
from exam_client.journal.frames import JournalHeader, Record, header_bytes, record_bytes
from exam_client.net.identity import find_pairing, take_identity
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import sync_folder
from itembank.base.i18n import _
from itembank.model.events import HandInReason
from itembank.sealing.attempt import DeskSigner
from itembank.sealing.hand_in_file import (
    MAX_FILES,
    MAX_FILES_BYTES,
    HandInFile,
    HandInFileError,
    Origin,
    file_name,
    write_hand_in_file,
)
from itembank.sealing.manifest import open_vouched_head

FOLDER = "hand-in"
STICK_ROOTS = ("/media/", "/run/media/", "/mnt/")


class CopyError(JikaoError):
    """The hand-in file could not be written or copied."""

    def __init__(self, place: str, reason: str) -> None:
        """Name the place and what the system said."""
        super().__init__(
            _("交卷文件没能写到 {place}：{reason}").format(place=place, reason=reason),
            hint=_("请换一个位置或 U 盘再试一次。"),
            code=ExitCode.ENVIRONMENT,
        )


@dataclass(frozen=True, slots=True)
class SealedWork:
    """What goes into the file: all records of the attempt, and its sealed files, the newest first."""

    header: JournalHeader
    seat: str
    manifest: bytes
    records: tuple[Record, ...]
    blobs: tuple[str, ...]
    signer: DeskSigner = field(repr=False)
    reason: HandInReason = HandInReason.CANDIDATE
    created: str = ""


def write_copies(work: SealedWork, desk_folder: Path, places: Sequence[Path], blobs: BlobStore) -> Path:
    """Write the file into every place that takes it and return the first; raises `CopyError` if none does."""
    pairing = find_pairing(desk_folder)
    origin = Origin(
        attempt=work.header.attempt,
        epoch=work.header.epoch,
        seat=work.seat,
        desk=take_identity(desk_folder).desk,
        room=pairing.certificate_sha256 if pairing is not None else "",
        manifest=open_vouched_head(work.manifest).digest,
        created=work.created,
    )
    journal = header_bytes(work.header) + record_bytes(work.records)
    found = _found(work.blobs, blobs)
    written: list[Path] = []
    fault = CopyError(str(desk_folder), "")
    for place in places:
        target = place / FOLDER / file_name(origin.attempt, origin.epoch)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_hand_in_file(
                target, origin=origin, journal=journal, blobs=found, signer=work.signer, reason=work.reason
            )
        except OSError as error:
            fault = CopyError(str(target.parent), error.strerror or str(error))
        except HandInFileError as error:
            fault = CopyError(str(target.parent), error.message)
        else:
            written.append(target)
    if not written:
        raise fault
    return written[0]


def copy_to(path: Path, folder: Path) -> Path:
    """Copy the file whole to a stick and read it back there; raises `CopyError`."""
    target = folder / path.name
    try:
        handle, temporary = tempfile.mkstemp(prefix=".hand-in.", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream, path.open("rb") as source:
                shutil.copyfileobj(source, stream)
                stream.flush()
                os.fsync(stream.fileno())
            HandInFile.open(Path(temporary))
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise CopyError(str(folder), error.strerror or str(error)) from error
    except HandInFileError as error:
        raise CopyError(str(folder), error.message) from error
    return target


def take_back(attempt: str, epoch: int, places: Sequence[Path]) -> None:
    """Remove the desk's own copies: the candidate goes on, a longer file will follow."""
    for place in places:
        (place / FOLDER / file_name(attempt, epoch)).unlink(missing_ok=True)


def find_sticks() -> tuple[Stick, ...]:
    """Return the removable places that are there now."""
    return sticks_of((part.mountpoint, part.opts) for part in psutil.disk_partitions(all=False))


def sticks_of(volumes: Iterable[tuple[str, str]]) -> tuple[Stick, ...]:
    """Return those of the volumes (mount point, options) that are removable and can be written to."""
    return tuple(
        Stick(folder, Path(folder).name or folder)
        for folder, options in sorted(set(volumes))
        if _is_removable(folder, options.split(",")) and os.access(folder, os.W_OK)
    )


def _is_removable(folder: str, options: Sequence[str]) -> bool:
    return "ro" not in options and ("removable" in options or folder.startswith(STICK_ROOTS))


def _found(names: Sequence[str], blobs: BlobStore) -> dict[str, bytes | Path]:
    """Take the newest files first, as many as the format holds."""
    found: dict[str, bytes | Path] = {}
    room_bytes = MAX_FILES_BYTES
    for name in names:
        path = blobs.path(name)
        size = path.stat().st_size if path.is_file() else 0
        if 0 < size <= room_bytes and len(found) < MAX_FILES:
            found[name] = path
            room_bytes -= size
    return found
