"""Keys: signatures, boxes, fingerprints, and files with and without a passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from itembank.sealing.errors import KeyFileError, UntrustedSignatureError, WrongKeyError, WrongPassphraseError
from itembank.sealing.keyfiles import (
    needs_passphrase,
    parse_public_text,
    public_text,
    read_box_key,
    read_box_public_key,
    read_signing_key,
    read_verify_key,
    write_private,
    write_public,
)
from itembank.sealing.keys import BoxKey, BoxPublicKey, KeyKind, SigningKey, VerifyKey
from itembank.sealing.readable import ALPHABET
from itembank.sealing.recipes import ScryptCost

CHEAP = ScryptCost(n=1 << 10, p=1)


def test_a_signature_holds_for_its_message_and_key_only() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(b"message")
    key.public.verify(signature, b"message")
    assert not other.public.is_signed(signature, b"message")
    with pytest.raises(UntrustedSignatureError):
        key.public.verify(signature, b"massage")
    with pytest.raises(UntrustedSignatureError):
        key.public.verify(signature[:-1], b"message")


def test_a_box_opens_with_its_key_purpose_and_context_only() -> None:
    key = BoxKey.generate()
    sealed = key.public.seal(b"secret", "purpose", b"context")
    assert key.open(sealed, "purpose", b"context") == b"secret"
    for attempt in (
        lambda: BoxKey.generate().open(sealed, "purpose", b"context"),
        lambda: key.open(sealed, "other", b"context"),
        lambda: key.open(sealed, "purpose", b"contexts"),
        lambda: key.open(sealed, "purpose", b"con", b"text"),
        lambda: key.open(sealed[:-1], "purpose", b"context"),
        lambda: key.open(b"", "purpose", b"context"),
    ):
        with pytest.raises(WrongKeyError):
            attempt()


def test_sealing_to_a_point_of_small_order_is_refused() -> None:
    with pytest.raises(KeyFileError):
        BoxPublicKey(bytes(32)).seal(b"secret", "purpose")


def test_keys_of_a_wrong_length_are_refused() -> None:
    for make in (SigningKey, BoxKey, VerifyKey, BoxPublicKey):
        with pytest.raises(KeyFileError):
            make(b"short")


def test_private_keys_do_not_show_themselves() -> None:
    signing, box = SigningKey.generate(), BoxKey.generate()
    assert signing.private_bytes().hex() not in repr(signing)
    assert box.private_bytes().hex() not in repr(box)


def test_a_fingerprint_has_twenty_clear_characters_and_differs_by_purpose() -> None:
    raw = SigningKey.generate().public.raw
    printed = VerifyKey(raw).fingerprint()
    assert [len(group) for group in printed.split("-")] == [4] * 5
    assert set(printed) - {"-"} <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)
    assert printed != BoxPublicKey(raw).fingerprint()
    assert VerifyKey(raw).id != BoxPublicKey(raw).id


@pytest.mark.parametrize("passphrase", ["", "考试中心 2026"])
def test_private_key_files_are_read_back(tmp_path: Path, passphrase: str) -> None:
    signing, box = SigningKey.generate(), BoxKey.generate()
    write_private(tmp_path / "s", signing, passphrase, cost=CHEAP)
    write_private(tmp_path / "b", box, passphrase, cost=CHEAP)
    assert read_signing_key(tmp_path / "s", passphrase).private_bytes() == signing.private_bytes()
    assert read_box_key(tmp_path / "b", passphrase).private_bytes() == box.private_bytes()
    assert needs_passphrase(tmp_path / "s") == needs_passphrase(tmp_path / "b") == bool(passphrase)
    assert (signing.private_bytes().hex() in (tmp_path / "s").read_text()) == (not passphrase)


def test_a_private_key_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    write_private(tmp_path / "s", SigningKey.generate(), "right", cost=CHEAP)
    with pytest.raises(WrongPassphraseError):
        read_signing_key(tmp_path / "s", "wrong")
    with pytest.raises(WrongPassphraseError):
        read_signing_key(tmp_path / "s")


def test_public_key_files_are_readable_text_and_read_back(tmp_path: Path) -> None:
    signing, box = SigningKey.generate().public, BoxKey.generate().public
    write_public(tmp_path / "s", signing)
    write_public(tmp_path / "b", box)
    assert read_verify_key(tmp_path / "s") == signing
    assert read_box_public_key(tmp_path / "b") == box
    assert (tmp_path / "s").read_text().startswith("jikao-key 1 signing-public\nid: ")
    assert parse_public_text(public_text(box), KeyKind.BOX_PUBLIC) == box.raw
    assert not needs_passphrase(tmp_path / "s")


def test_a_key_for_one_purpose_is_not_taken_for_another(tmp_path: Path) -> None:
    write_public(tmp_path / "b", BoxKey.generate().public)
    with pytest.raises(KeyFileError) as refused:
        read_verify_key(tmp_path / "b")
    assert "box-public" in refused.value.message


def test_any_changed_byte_of_a_locked_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s"
    write_private(path, SigningKey.generate(), "right", cost=CHEAP)
    text = path.read_bytes()
    for at in range(len(text)):
        changed = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        path.write_bytes(changed)
        with pytest.raises((KeyFileError, WrongPassphraseError)):
            read_signing_key(path, "right")
