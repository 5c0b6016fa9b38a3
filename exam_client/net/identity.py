"""Who this desk is, and which room it is paired with: two small files in the desk's folder.

The secret proves to the room that a desk is the one it enrolled; it opens nothing. Blocking, at the start only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import ModelError, Value, from_bytes, to_bytes

IDENTITY_NAME = "identity.json"
PAIRING_NAME = "pairing.json"
SEAT_NAME = "seat.json"
SECRET_BYTES = 32
DESK_BYTES = 8

T = TypeVar("T")


class DeskIdentity(Value, frozen=True):
    """The machine's random name and its secret in hexadecimal."""

    desk: str
    secret: str

    def secret_bytes(self) -> bytes:
        """The 32 bytes that travel in `DeskHello`."""
        return bytes.fromhex(self.secret)

    def secret_sha256(self) -> bytes:
        """What the compare code is made of."""
        return hashlib.sha256(self.secret_bytes()).digest()


class Pairing(Value, frozen=True):
    """The room this desk believes: where it was last, and the SHA-256 of its certificate in hexadecimal."""

    address: str
    certificate_sha256: str
    room: str = ""


class SeatLabel(Value, frozen=True):
    """The seat this desk stands at, as typed at it."""

    label: str = ""


def take_identity(folder: Path, entropy: Callable[[int], bytes] = os.urandom) -> DeskIdentity:
    """Read the identity of this machine, or make it at the first start."""
    path = folder / IDENTITY_NAME
    if path.is_file():
        return _read(DeskIdentity, path)
    identity = DeskIdentity(desk=f"desk-{entropy(DESK_BYTES).hex()}", secret=entropy(SECRET_BYTES).hex())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, to_bytes(identity))
    except OSError as error:
        raise JikaoError(
            _("文件夹 {folder} 无法写入：{error}").format(folder=folder, error=error.strerror or error),
            hint=_("请清理磁盘，或换一个可以写入的文件夹。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
    return identity


def find_pairing(folder: Path) -> Pairing | None:
    """Find the room this desk was paired with."""
    path = folder / PAIRING_NAME
    return _read(Pairing, path) if path.is_file() else None


def keep_pairing(folder: Path, pairing: Pairing) -> None:
    """Remember the room."""
    write_whole(folder / PAIRING_NAME, to_bytes(pairing))


def find_seat(folder: Path) -> str:
    """Find the seat label typed at this desk; empty if there is none."""
    path = folder / SEAT_NAME
    return _read(SeatLabel, path).label if path.is_file() else ""


def keep_seat(folder: Path, label: str) -> None:
    """Remember the seat label."""
    write_whole(folder / SEAT_NAME, to_bytes(SeatLabel(label=label)))


def _read(kind: type[T], path: Path) -> T:
    try:
        return from_bytes(kind, path.read_bytes())
    except (OSError, ModelError) as error:
        raise JikaoError(
            _("文件 {path} 无法读取。").format(path=path),
            hint=_("请检查这个文件；删除后本机要重新登记到考场。"),
            code=ExitCode.ENVIRONMENT,
        ) from error
