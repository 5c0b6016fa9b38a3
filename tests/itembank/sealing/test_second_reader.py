"""A second reader, written from docs/formats/sealed.md alone: nothing of `itembank` is used to open the good file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VECTORS = Path(__file__).parents[2] / "vectors" / "sealed"
INDEX: dict[str, Any] = json.loads((VECTORS / "vectors.json").read_text("utf-8"))
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
MIB = 1 << 20


def frame(label: str, *parts: bytes) -> bytes:
    framed = b"jikao 1 " + label.encode() + b"\0"
    return framed + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def h(label: str, *parts: bytes) -> bytes:
    return hashlib.sha256(frame(label, *parts)).digest()


def derive(key: bytes, label: str, *parts: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, frame(label, *parts)).derive(key)


def raw_public(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def read_head(data: bytes, signer: Ed25519PublicKey) -> tuple[dict[str, Any], int]:
    """Sections 2 and 3: verify, then parse; returns the manifest and where the ciphertext begins."""
    first, length_line, rest = data.split(b"\n", 2)
    length = int(length_line.removeprefix(b"manifest "))
    body, tail = rest[:length], rest[length + 1 :]
    signature_line = tail.split(b"\n", 1)[0]
    signer.verify(bytes.fromhex(signature_line.split(b" ")[2].decode()), frame("manifest", first + b"\n", body))
    return json.loads(body), len(first) + len(length_line) + 2 + length + 1 + len(signature_line) + 1


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unbox(key: X25519PrivateKey, sealed: str, purpose: str, *parts: bytes) -> bytes:
    return SUITE.decrypt(bytes.fromhex(sealed), key, info=frame(purpose, raw_public(key), *parts))


def multiplied(a: int, b: int) -> int:
    total = 0
    while b:
        total ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return total


def divided(a: int, b: int) -> int:
    return multiplied(a, next(x for x in range(256) if multiplied(x, b) == 1))


def secret_of(shares: Mapping[int, bytes]) -> bytes:
    """Section 5: Lagrange at 0, byte by byte."""
    secret = bytearray(10)
    for i, value in shares.items():
        weight = 1
        for j in shares:
            if j != i:
                weight = multiplied(weight, divided(j, i ^ j))
        for at, byte in enumerate(value):
            secret[at] ^= multiplied(weight, byte)
    return bytes(secret)


def typed(text: str) -> tuple[int, bytes]:
    payload = "".join(group[:5] for group in text.split())
    return int(payload[0]), int(payload[5:30]).to_bytes(10, "big")


def parts_of(manifest: dict[str, Any], name: str, content_key: bytes, data: bytes, start: int) -> dict[str, bytes]:
    """Section 4: the commitment, the chunks, the index."""
    binding, named = h("claims", canonical(manifest["claims"])), name.encode()
    entries = {entry["name"]: entry for entry in manifest["compartments"]}
    entry = entries[name]
    assert derive(content_key, "content commitment", binding, named).hex() == entry["commitment"]
    at = start
    for other in manifest["compartments"]:
        if other["name"] == name:
            break
        at += other["size"]
    aead, plain = ChaCha20Poly1305(derive(content_key, "chunk key", binding, named)), b""
    for n, digest in enumerate(entry["chunks"]):
        chunk = data[at + n * MIB : min(at + (n + 1) * MIB, at + entry["size"])]
        assert hashlib.sha256(chunk).hexdigest() == digest
        is_last = n == len(entry["chunks"]) - 1
        plain += aead.decrypt(n.to_bytes(11, "big") + bytes([is_last]), chunk, frame("chunk", binding, named))
    size = int.from_bytes(plain[:4], "big")
    contents, found = plain[4 + size :], {}
    for row in json.loads(plain[4 : 4 + size])["parts"]:
        found[row["name"]], contents = contents[: row["size"]], contents[row["size"] :]
        assert hashlib.sha256(found[row["name"]]).hexdigest() == row["sha256"]
    assert contents == b""
    return found


def fingerprint(kind: str, public: bytes) -> str:
    number, letters = int.from_bytes(h("fingerprint", kind.encode(), public), "big"), ""
    for _place in range(20):
        number, digit = divmod(number, 31)
        letters += "23456789ABCDEFGHJKMNPQRSTUVWXYZ"[digit]
    return "-".join(letters[at : at + 4] for at in range(0, 20, 4))


CENTRE = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(INDEX["keys"]["centre"]))
ROOM = X25519PrivateKey.from_private_bytes(bytes.fromhex(INDEX["keys"]["room"]))
GOOD = (VECTORS / "good.sealed").read_bytes()


@pytest.mark.parametrize(("form", "start"), [("A", "main"), ("B", "backup")])
def test_what_the_specification_says_is_enough_to_open_a_form(form: str, start: str) -> None:
    manifest, begin = read_head(GOOD, CENTRE.public_key())
    name = f"form-{form}"
    binding, named = h("claims", canonical(manifest["claims"])), name.encode()
    lock = next(lock for lock in manifest["starts"] if lock["name"] == start)
    secret = secret_of(dict(typed(text) for text in INDEX["release_shares"][start][:2]))
    cost = lock["cost"]
    stretched = Scrypt(bytes.fromhex(lock["salt"]), 32, cost["n"], cost["r"], cost["p"]).derive(secret)
    start_key = derive(stretched, "start key")
    assert derive(start_key, "start commitment", bytes.fromhex(lock["id"])).hex() == lock["commitment"]
    (gate,) = next(entry for entry in manifest["compartments"] if entry["name"] == name)["locks"]
    inner = unbox(ROOM, gate["rooms"][0]["sealed"], "room lock", binding, named)
    gate_key = ChaCha20Poly1305(derive(start_key, "gate key", binding, named))
    content_key = gate_key.decrypt(bytes(12), inner, frame("gate", binding, named))
    assert json.loads(parts_of(manifest, name, content_key, GOOD, begin)["paper.json"]) == {"form": form}


def test_what_the_specification_says_is_enough_to_open_the_room_s_part() -> None:
    manifest, begin = read_head(GOOD, CENTRE.public_key())
    binding = h("claims", canonical(manifest["claims"]))
    (lock,) = manifest["compartments"][0]["locks"]
    content_key = unbox(ROOM, lock["recipients"][0]["sealed"], "box lock", binding, b"room")
    assert parts_of(manifest, "room", content_key, GOOD, begin) == {"photos/0": b"picture", "sitting.json": b"{}"}


def test_what_the_specification_says_is_enough_to_compare_fingerprints() -> None:
    assert fingerprint("signing-public", raw_public(CENTRE)) == INDEX["fingerprints"]["centre"]
    assert fingerprint("box-public", raw_public(ROOM)) == INDEX["fingerprints"]["room"]


def test_the_second_reader_refuses_an_edited_manifest_too() -> None:
    edited = (VECTORS / "bad" / "manifest-edited.sealed").read_bytes()
    with pytest.raises(InvalidSignature):
        read_head(edited, CENTRE.public_key())
