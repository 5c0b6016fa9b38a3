"""The room's folder: keys, accounts, trusted centres, and one folder for each sitting, rehearsals apart.

    room.json                who this room is
    keys/                    signing.key, box.key, tls.crt, tls.key
    card.jikao               the room's card for the centre
    trusted/                 public keys of centres, answers.pub
    accounts.json desks.json
    formal/ rehearsal/       current.json and a folder for each sitting
    logs/

Only one program at a time may have the folder open for writing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import Value, from_bytes, to_bytes

LOCK_NAME = "in-use.lock"


class StoreError(JikaoError):
    """The room's folder cannot be used as asked."""


class Mode(StrEnum):
    """Formal sittings and rehearsals never see each other's data."""

    FORMAL = "formal"
    REHEARSAL = "rehearsal"


class RoomSettings(Value, frozen=True):
    """Who this room is. `bundle_serial` numbers the answer bundles that left it."""

    site: str
    room: str
    port: int
    version: int = 1


class Current(Value, frozen=True):
    """Which sitting folder is open, and the digest of its package's manifest."""

    folder: str
    manifest_sha256: str


class KnownDesks(Value, frozen=True):
    """Machines that were enrolled in an earlier sitting: id, SHA-256 of the secret, seat."""

    desks: tuple[tuple[str, bytes, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SittingFolder:
    """Where one sitting lies."""

    path: Path

    @property
    def package(self) -> Path:
        """The sealed paper package as it came."""
        return self.path / "package.jikao"

    @property
    def ledger(self) -> Path:
        """The ledger's database."""
        return self.path / "ledger.sqlite"

    @property
    def blobs(self) -> Path:
        """Sealed files of candidates."""
        return self.path / "blobs"

    @property
    def aside(self) -> Path:
        """Files of candidates that were brought on a stick and not taken in; a person decides on them."""
        return self.path / "aside"

    @property
    def sitting_key(self) -> Path:
        """The key that attempt keys are kept under; wiped with the sitting."""
        return self.path / "sitting.key"

    @property
    def released(self) -> Path:
        """Released content keys, sealed to the sitting's key; wiped at the end."""
        return self.path / "released.json"


@dataclass(frozen=True, slots=True)
class Store:
    """A room's folder."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open an existing room; raises `StoreError`."""
        store = cls(folder)
        if not store.settings_path.is_file():
            raise StoreError(
                _("“{folder}”不是考场数据文件夹。").format(folder=folder),
                hint=_("请先运行 exam-server init。"),
                code=ExitCode.ENVIRONMENT,
            )
        return store

    @property
    def settings_path(self) -> Path:
        """room.json."""
        return self.folder / "room.json"

    @property
    def keys(self) -> Path:
        """The folder of private keys."""
        return self.folder / "keys"

    @property
    def trusted(self) -> Path:
        """The folder of public keys of centres."""
        return self.folder / "trusted"

    @property
    def card(self) -> Path:
        """The room's card."""
        return self.folder / "card.jikao"

    @property
    def accounts(self) -> Path:
        """Staff accounts."""
        return self.folder / "accounts.json"

    @property
    def logs(self) -> Path:
        """The ring of log files."""
        return self.folder / "logs"

    def settings(self) -> RoomSettings:
        """Read who this room is."""
        return from_bytes(RoomSettings, self.settings_path.read_bytes())

    def write_settings(self, settings: RoomSettings) -> None:
        """Write who this room is."""
        write_whole(self.settings_path, to_bytes(settings))

    def find_current(self, mode: Mode) -> tuple[SittingFolder, Current] | None:
        """Find the open sitting of a mode."""
        path = self._current_path(mode)
        if not path.is_file():
            return None
        current = from_bytes(Current, path.read_bytes())
        return SittingFolder(self.folder / mode.value / current.folder), current

    def require_free(self, mode: Mode) -> None:
        """Raise `StoreError` while a sitting is open."""
        if self.find_current(mode) is not None:
            raise StoreError(
                _("上一场考试还没有清场，不能导入新的试卷包。"),
                hint=_("请先完成回收、导出和清场。"),
                code=ExitCode.BUSY,
            )

    def new_sitting(self, mode: Mode, name: str) -> SittingFolder:
        """Make an empty folder for a sitting; raises `StoreError` while another is open."""
        self.require_free(mode)
        path = self.folder / mode.value / name
        if path.exists():
            shutil.rmtree(path)
        path.mkdir(parents=True)
        folder = SittingFolder(path)
        folder.blobs.mkdir()
        return folder

    def set_current(self, mode: Mode, folder: SittingFolder, manifest_sha256: str) -> None:
        """Make a sitting the open one."""
        current = Current(folder=folder.path.name, manifest_sha256=manifest_sha256)
        write_whole(self._current_path(mode), to_bytes(current))

    def wipe_current(self, mode: Mode) -> None:
        """Close the open sitting and destroy its data, the keys first."""
        found = self.find_current(mode)
        if found is None:
            return
        folder, _current = found
        for secret in (folder.sitting_key, folder.released):
            shred(secret)
        self._current_path(mode).unlink()
        shutil.rmtree(folder.path)

    def known_desks(self) -> KnownDesks:
        """Read the machines of earlier sittings."""
        path = self.folder / "desks.json"
        return from_bytes(KnownDesks, path.read_bytes()) if path.is_file() else KnownDesks()

    def write_known_desks(self, known: KnownDesks) -> None:
        """Remember the machines for the next sitting."""
        write_whole(self.folder / "desks.json", to_bytes(known))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other programs from writing; raises `StoreError` when one does."""
        handle = os.open(self.folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)

    def _current_path(self, mode: Mode) -> Path:
        return self.folder / mode.value / "current.json"


def shred(path: Path) -> None:
    """Overwrite a small secret file before it is deleted; a best effort on disks that write elsewhere."""
    if not path.is_file():
        return
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.write(bytes(size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()


def _lock(handle: int) -> None:
    busy = StoreError(
        _("考场数据文件夹正被另一个程序使用。"),
        hint=_("考场服务器正在运行时，请在监考机上操作。"),
        code=ExitCode.BUSY,
    )
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise busy from error
