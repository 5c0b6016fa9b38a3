"""Key files: a few readable lines, private ones optionally locked by a passphrase.

    jikao-key 1 signing-private
    id: 32 hexadecimal characters of the public half
    protection: none | scrypt N R P SALT
    key: hexadecimal, with a passphrase 16 bytes longer

Reading is strict: the one spelling that `write_*` gives, or a refusal.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple, TypeVar

from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.sealing.errors import KeyFileError, WrongPassphraseError
from itembank.sealing.keys import BoxKey, BoxPublicKey, KeyKind, SigningKey, VerifyKey
from itembank.sealing.recipes import (
    PASSPHRASE_COST,
    ZERO_NONCE,
    Entropy,
    OpenFailedError,
    ScryptCost,
    decrypt,
    derive,
    encrypt,
    stretch,
)

FIRST_WORDS = "jikao-key 1"
MAX_FILE_BYTES = 2048
SALT_BYTES = 16
UNPROTECTED = "none"
SCRYPT_FIELDS = 5

PublicKey = TypeVar("PublicKey", VerifyKey, BoxPublicKey)


class KeyLines(NamedTuple):
    """The fields of a key file as text, in their order."""

    kind: KeyKind
    id: str
    protection: str
    key: str

    def text(self) -> str:
        """All lines but the key are authenticated by the key's own encryption."""
        return f"{self.opening()}key: {self.key}\n"

    def opening(self) -> str:
        protection = f"protection: {self.protection}\n" if self.protection else ""
        return f"{FIRST_WORDS} {self.kind}\nid: {self.id}\n{protection}"


def write_public(path: Path, key: VerifyKey | BoxPublicKey) -> None:
    """Write a public key; anybody may see it, but people must compare its fingerprint."""
    write_whole(path, public_text(key).encode("utf-8"))


def public_text(key: VerifyKey | BoxPublicKey) -> str:
    """The text of a public key file."""
    kind = KeyKind.SIGNING_PUBLIC if isinstance(key, VerifyKey) else KeyKind.BOX_PUBLIC
    return KeyLines(kind, key.id, "", key.raw.hex()).text()


def write_private(
    path: Path,
    key: SigningKey | BoxKey,
    passphrase: str = "",
    *,
    cost: ScryptCost = PASSPHRASE_COST,
    entropy: Entropy = os.urandom,
) -> None:
    """Write a private key readable by its owner only; an empty passphrase leaves it unlocked."""
    kind = KeyKind.SIGNING_PRIVATE if isinstance(key, SigningKey) else KeyKind.BOX_PRIVATE
    plain = key.private_bytes()
    if not passphrase:
        lines = KeyLines(kind, key.public.id, UNPROTECTED, plain.hex())
    else:
        salt = entropy(SALT_BYTES)
        lines = KeyLines(kind, key.public.id, f"scrypt {cost.n} {cost.r} {cost.p} {salt.hex()}", "")
        lock = _passphrase_key(passphrase, salt, cost)
        # The salt is fresh for every file, so the derived key meets the zero nonce once.
        locked = encrypt(lock, ZERO_NONCE, plain, lines.opening().encode("utf-8"))
        lines = lines._replace(key=locked.hex())
    write_whole(path, lines.text().encode("utf-8"))


def read_verify_key(path: Path) -> VerifyKey:
    """Read the public half of a signing key."""
    lines = _read_lines(path, KeyKind.SIGNING_PUBLIC)
    return _checked(VerifyKey(_hexadecimal(lines.key)), lines)


def read_box_public_key(path: Path) -> BoxPublicKey:
    """Read a key to seal to."""
    lines = _read_lines(path, KeyKind.BOX_PUBLIC)
    return _checked(BoxPublicKey(_hexadecimal(lines.key)), lines)


def read_signing_key(path: Path, passphrase: str = "") -> SigningKey:
    """Read a private signing key, with its passphrase if it has one."""
    lines = _read_lines(path, KeyKind.SIGNING_PRIVATE)
    key = SigningKey(_unlocked(lines, passphrase))
    _checked(key.public, lines)
    return key


def read_box_key(path: Path, passphrase: str = "") -> BoxKey:
    """Read a private key that opens boxes, with its passphrase if it has one."""
    lines = _read_lines(path, KeyKind.BOX_PRIVATE)
    key = BoxKey(_unlocked(lines, passphrase))
    _checked(key.public, lines)
    return key


def needs_passphrase(path: Path) -> bool:
    """Say whether a private key file is locked."""
    for kind in (KeyKind.SIGNING_PRIVATE, KeyKind.BOX_PRIVATE):
        try:
            return _read_lines(path, kind).protection != UNPROTECTED
        except KeyFileError:
            continue
    return False


def parse_public_text(text: str, kind: KeyKind) -> bytes:
    """Return the 32 bytes of a public key file's text, checked against its id."""
    lines = _parse(text.encode("utf-8"), kind)
    raw = _hexadecimal(lines.key)
    if kind is KeyKind.SIGNING_PUBLIC:
        _checked(VerifyKey(raw), lines)
    else:
        _checked(BoxPublicKey(raw), lines)
    return raw


def _read_lines(path: Path, kind: KeyKind) -> KeyLines:
    with path.open("rb") as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    return _parse(data, kind)


def _parse(data: bytes, kind: KeyKind) -> KeyLines:
    """Read the fields and compare with the one spelling they have; anything else is refused."""
    try:
        rows = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise KeyFileError(_("这不是钥匙文件。")) from error
    if len(data) > MAX_FILE_BYTES or not rows[0].startswith(f"{FIRST_WORDS} "):
        raise KeyFileError(_("这不是钥匙文件，或来自新版本。"))
    if rows[0] != f"{FIRST_WORDS} {kind}":
        found = rows[0].removeprefix(f"{FIRST_WORDS} ")[:40]
        raise KeyFileError(_("需要的钥匙种类是 {wanted}，文件里是 {found}。").format(wanted=kind, found=found))
    fields = dict(row.split(": ", 1) for row in rows[1:] if ": " in row)
    lines = KeyLines(kind, fields.get("id", ""), fields.get("protection", ""), fields.get("key", ""))
    if lines.text() != "\n".join(rows) or bool(lines.protection) != kind.endswith("-private"):
        raise KeyFileError(_("内容不完整或被改动过。"))
    return lines


def _unlocked(lines: KeyLines, passphrase: str) -> bytes:
    stored = _hexadecimal(lines.key)
    if lines.protection == UNPROTECTED:
        return stored
    words = lines.protection.split(" ")
    if len(words) != SCRYPT_FIELDS or words[0] != "scrypt" or not all(word.isdecimal() for word in words[1:4]):
        raise KeyFileError(_("不认识这种口令保护方式。"))
    try:
        cost = ScryptCost(n=int(words[1][:9]), r=int(words[2][:9]), p=int(words[3][:9]))
    except ValueError as error:
        raise KeyFileError(_("口令保护的参数超出允许范围。")) from error
    lock = _passphrase_key(passphrase, _hexadecimal(words[4]), cost)
    try:
        return decrypt(lock, ZERO_NONCE, stored, lines.opening().encode("utf-8"))
    except OpenFailedError as error:
        raise WrongPassphraseError from error


def _passphrase_key(passphrase: str, salt: bytes, cost: ScryptCost) -> bytes:
    return derive(stretch(passphrase.encode("utf-8"), salt, cost), "key file")


def _hexadecimal(text: str) -> bytes:
    try:
        raw = bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileError(_("钥匙内容不是十六进制文字。")) from error
    if raw.hex() != text:
        raise KeyFileError(_("钥匙内容不是规范写法。"))
    return raw


def _checked(key: PublicKey, lines: KeyLines) -> PublicKey:
    if key.id != lines.id:
        raise KeyFileError(_("钥匙与文件中的编号不符。"))
    return key
