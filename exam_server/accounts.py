"""Staff accounts of a room: names, roles, scrypt hashes, and a lock after too many wrong passwords.

Wrong passwords are counted for each account, never for an address, and the
count is on disk, so a restart forgives nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from exam_server.protocol.console import Role
from itembank.base.clock import Clock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.model.codec import Value, from_bytes, to_bytes

SCRYPT_N = 1 << 14
SCRYPT_R = 8
SCRYPT_P = 1
SALT_BYTES = 16
MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=5)
MIN_PASSWORD = 8
MAX_PASSWORD = 200
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
NAME_CHARACTERS = 40


class AccountError(JikaoError):
    """An account cannot be made or used."""


class Account(Value, frozen=True):
    """One person. `locked_until` is wall time in UTC, or empty."""

    name: str
    role: Role
    salt: bytes
    password_hash: bytes
    failures: int = 0
    locked_until: str = ""


class _File(Value, frozen=True):
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Login:
    """The outcome of a login; `locked` says that this try locked the account."""

    role: Role | None
    sentence: str = ""
    locked: bool = False


@dataclass(slots=True)
class Accounts:
    """The accounts in the file `path`; every change is written at once."""

    path: Path
    clock: Clock
    entropy: Callable[[int], bytes] = secrets.token_bytes

    def add(self, name: str, role: Role, password: str = "") -> str:
        """Add an account, or give an existing one a new role and password; returns the password."""
        name = name.strip()
        if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
            raise AccountError(_("账号名“{name}”不能使用。").format(name=name[:NAME_CHARACTERS]))
        password = password or self._make_password()
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise AccountError(_("密码应有 {least} 到 {most} 个字符。").format(least=MIN_PASSWORD, most=MAX_PASSWORD))
        salt = self.entropy(SALT_BYTES)
        made = Account(name=name, role=role, salt=salt, password_hash=_hash(password, salt))
        self._write([*(a for a in self.all() if a.name != name), made])
        return password

    def all(self) -> list[Account]:
        """Return all accounts by name."""
        if not self.path.exists():
            return []
        return list(from_bytes(_File, self.path.read_bytes()).accounts)

    def login(self, name: str, password: str) -> Login:
        """Compare a password; slow on purpose. Call it outside the event loop."""
        found = next((a for a in self.all() if a.name == name), None)
        now = self.clock.wall()
        if found is None:
            _hash(password[:MAX_PASSWORD], bytes(SALT_BYTES))
            return Login(None, _("账号或密码不对。"))
        if found.locked_until and now < datetime.fromisoformat(found.locked_until):
            return Login(None, _("该账号因多次输错密码已暂时锁定，请稍后再试或找管理员。"))
        if hmac.compare_digest(_hash(password[:MAX_PASSWORD], found.salt), found.password_hash):
            if found.failures:
                self._change(replace(found, failures=0, locked_until=""))
            return Login(found.role)
        failures = found.failures + 1
        is_locked = failures >= MAX_FAILURES
        until = (now + LOCK_TIME).isoformat() if is_locked else ""
        self._change(replace(found, failures=0 if is_locked else failures, locked_until=until))
        return Login(None, _("账号或密码不对。"), locked=is_locked)

    def role_of(self, name: str) -> Role:
        """Return the role of an account; raises `AccountError`."""
        for account in self.all():
            if account.name == name:
                return account.role
        raise AccountError(_("没有账号“{name}”。").format(name=name), code=ExitCode.REFUSED)

    def _change(self, changed: Account) -> None:
        self._write([changed if a.name == changed.name else a for a in self.all()])

    def _write(self, accounts: list[Account]) -> None:
        ordered = tuple(sorted(accounts, key=lambda a: a.name))
        write_whole(self.path, to_bytes(_File(accounts=ordered)))

    def _make_password(self) -> str:
        return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8"), salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, dklen=32)
