"""Making a room: its folder, keys, certificate and card. Done once, when the server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exam_server.accounts import Accounts
from exam_server.importing import ANSWERS_FILE
from exam_server.net.tls import make_certificate
from exam_server.protocol.console import Role
from exam_server.store import Mode, RoomSettings, Store, StoreError
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.sealing.bundle import RoomCard, seal_room_card
from itembank.sealing.keyfiles import read_box_public_key, read_verify_key, write_private, write_public
from itembank.sealing.keys import BoxKey, SigningKey, VerifyKey


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; an empty password is drawn."""

    name: str
    role: Role
    password: str = ""


@dataclass(frozen=True, slots=True)
class MadeRoom:
    """A room just made: its card, and the passwords that were drawn or given, by account."""

    store: Store
    card: RoomCard
    passwords: dict[str, str]


def make_room(folder: Path, settings: RoomSettings, accounts: list[NewAccount], clock: Clock) -> MadeRoom:
    """Make a room in a new or empty folder; raises `StoreError`."""
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(
            _("文件夹“{folder}”不是空的。").format(folder=folder),
            hint=_("请换一个新的文件夹。"),
            code=ExitCode.USAGE,
        )
    store = Store(folder)
    for path in (folder, store.keys, store.trusted, store.logs, *(folder / mode.value for mode in Mode)):
        path.mkdir(parents=True, exist_ok=True)
    store.keys.chmod(0o700)
    signing, box = SigningKey.generate(), BoxKey.generate()
    write_private(store.keys / "signing.key", signing)
    write_private(store.keys / "box.key", box)
    make_certificate(store.keys / "tls.crt", store.keys / "tls.key")
    card = RoomCard(settings.site, settings.room, signing.public, box.public)
    seal_room_card(store.card, signer=signing, card=card, created=clock.wall())
    staff = Accounts(store.accounts, clock)
    passwords = {new.name: staff.add(new.name, new.role, new.password) for new in accounts}
    store.write_settings(settings)
    return MadeRoom(store, card, passwords)


def trust_centre(store: Store, path: Path) -> VerifyKey:
    """Believe packages signed with this public key from now on; returns it for its fingerprint."""
    key = read_verify_key(path)
    write_public(store.trusted / f"{key.id}.pub", key)
    return key


def seal_answers_to(store: Store, path: Path) -> str:
    """Seal answers to this public key where a package does not name one; returns its fingerprint."""
    key = read_box_public_key(path)
    write_public(store.trusted / ANSWERS_FILE, key)
    return key.fingerprint()
