"""Key files, shares, sealed events and signed heads with fixed inputs: what every reader must answer."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from itembank.sealing import gf256
from itembank.sealing.attempt import (
    AttemptKey,
    DeskSigner,
    first_head,
    receipt_code,
    seal_blob,
    seal_event,
)
from itembank.sealing.bundle import RoomCard
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, sign_head
from itembank.sealing.keyfiles import public_text, write_private
from itembank.sealing.keys import SigningKey
from itembank.sealing.manifest import Kind, Manifest, make_head
from itembank.sealing.packages import make_claims
from itembank.sealing.shares import CHECK_DIGITS, CHECK_PRIME, GROUP_DIGITS, SECRET_DIGITS, ReleaseShare, is_group
from tests.vectors.sealed.containers import CENTRE, CHEAP, MOMENT, ROOM, STRANGER, SeededEntropy

PASSPHRASE = "正确的口令 1"
ATTEMPT = "s01-0001"


def make_texts() -> dict[str, Any]:
    """All cases as JSON; the same in every run."""
    return {
        "key_files": _key_files(),
        "fingerprints": {"centre": CENTRE.public.fingerprint(), "room": ROOM.public.fingerprint()},
        "room_cards": _room_cards(),
        "sharing": _sharing(),
        "shares": _shares(),
        "attempt": _attempt(),
        "ledger": _ledger(),
    }


def _key_files() -> list[dict[str, str]]:
    public, locked = public_text(CENTRE.public), _private_text()
    bad = "KeyFileError"
    rows = [
        ("public", "signing-public", "", "ok", public),
        ("box-public", "box-public", "", "ok", public_text(ROOM.public)),
        ("private-locked", "signing-private", PASSPHRASE, "ok", locked),
        ("private-wrong-passphrase", "signing-private", "wrong", "WrongPassphraseError", locked),
        ("private-id-edited", "signing-private", PASSPHRASE, "WrongPassphraseError", _edit_id(locked)),
        ("private-cost-high", "signing-private", PASSPHRASE, bad, locked.replace("scrypt 1024", "scrypt 1048576")),
        ("private-cost-odd", "signing-private", PASSPHRASE, bad, locked.replace("scrypt 1024", "scrypt 1025")),
        ("private-as-public", "signing-public", "", bad, locked),
        ("public-as-box", "box-public", "", bad, public),
        ("id-edited", "signing-public", "", bad, _edit_id(public)),
        ("version", "signing-public", "", bad, public.replace("jikao-key 1", "jikao-key 2")),
        ("crlf", "signing-public", "", bad, public.replace("\n", "\r\n")),
        ("no-end-of-line", "signing-public", "", bad, public[:-1]),
        ("extra-line", "signing-public", "", bad, public + "note: x\n"),
        (
            "upper-case",
            "signing-public",
            "",
            bad,
            public.replace(CENTRE.public.raw.hex(), CENTRE.public.raw.hex().upper()),
        ),
        ("short-key", "signing-public", "", bad, public[:-3] + "\n"),
    ]
    names = ("name", "kind", "passphrase", "verdict", "text")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _room_cards() -> list[dict[str, str]]:
    """Cards that a room signs itself; the good one has its fingerprint."""
    card = RoomCard("第一中学", "机房 3", CENTRE.public, ROOM.public)
    notes = {
        "site": card.site,
        "room": card.room,
        "signing": CENTRE.public.raw.hex(),
        "box": ROOM.public.raw.hex(),
    }
    damaged = "DamagedFileError"
    rows = [
        ("good", "ok", CENTRE, notes),
        ("signed-by-another", "UntrustedSignatureError", STRANGER, notes),
        ("without-site", damaged, CENTRE, {name: text for name, text in notes.items() if name != "site"}),
        ("without-signing", damaged, CENTRE, {name: text for name, text in notes.items() if name != "signing"}),
        ("box-short", damaged, CENTRE, notes | {"box": "00"}),
        ("box-upper", damaged, CENTRE, notes | {"box": notes["box"].upper()}),
        ("further-note", damaged, CENTRE, notes | {"extra": "1"}),
    ]
    return [
        {"name": name, "verdict": verdict, "text": _card_text(signer, written)}
        | ({"fingerprint": card.fingerprint()} if name == "good" else {})
        for name, verdict, signer, written in rows
    ]


def _card_text(signer: SigningKey, notes: dict[str, str]) -> str:
    claims = make_claims(
        Kind.ROOM_CARD,
        exam="-",
        sitting="-",
        serial=1,
        created=MOMENT,
        notes=notes,
        entropy=SeededEntropy("card"),
    )
    manifest = Manifest(claims=claims, starts=(), compartments=())
    return make_head(manifest, signer).raw.decode("utf-8")


def _private_text() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "centre.key"
        write_private(path, CENTRE, PASSPHRASE, cost=CHEAP, entropy=SeededEntropy("salt"))
        return path.read_text(encoding="utf-8")


def _edit_id(text: str) -> str:
    return text.replace(CENTRE.public.id, "0" * 32)


def _sharing() -> dict[str, Any]:
    secret = bytes.fromhex("00112233445566778899")
    points = gf256.split(secret, 3, 5, SeededEntropy("sharing"))
    return {"secret": secret.hex(), "threshold": 3, "points": {str(x): y.hex() for x, y in points.items()}}


def _shares() -> list[dict[str, Any]]:
    share = ReleaseShare(2, "0407", bytes.fromhex("ffffffffffffffffffff"))
    groups = share.groups()
    swapped = " ".join((groups[0], groups[2], groups[1], *groups[3:]))
    rows = [
        ("plain", share.text(), "ok", []),
        ("hyphens", "-".join(groups), "ok", []),
        ("full-width", share.text().translate({ord(str(n)): ord("０") + n for n in range(10)}), "ok", []),
        ("zero", ReleaseShare(1, "0000", bytes(10)).text(), "ok", []),
        ("short", share.text()[:-1], "MistypedShareError", []),
        ("letter", share.text()[:-1] + "O", "MistypedShareError", []),
        ("one-digit", _edit_digit(groups, 3), "MistypedShareError", [4]),
        ("groups-swapped", swapped, "MistypedShareError", [2, 3]),
        ("above-80-bits", _with_checks("20407" + "9" * SECRET_DIGITS), "MistypedShareError", []),
        ("index-zero", _with_checks("00407" + "0" * SECRET_DIGITS), "MistypedShareError", []),
        ("check-second-spelling", _with_group_checks(_second_spelling()), "MistypedShareError", []),
        ("overall-check", _with_group_checks(_payload(share)[:-1] + "9"), "MistypedShareError", []),
    ]
    return [{"name": name, "typed": typed, "verdict": verdict, "groups": wrong} for name, typed, verdict, wrong in rows]


def _edit_digit(groups: tuple[str, ...], at: int) -> str:
    changed = list(groups)
    changed[at] = str((int(groups[at][0]) + 1) % 10) + groups[at][1:]
    return " ".join(changed)


def _payload(share: ReleaseShare) -> str:
    return "".join(group[:-1] for group in share.groups())


def _second_spelling() -> str:
    """A payload whose check digits are 99991 too large; still divisible, but not the one spelling."""
    bodies = (f"20407{number:0{SECRET_DIGITS}d}" for number in range(CHECK_PRIME))
    body = next(body for body in bodies if -int(body) * 10**CHECK_DIGITS % CHECK_PRIME < 10**CHECK_DIGITS - CHECK_PRIME)
    return f"{body}{-int(body) * 10**CHECK_DIGITS % CHECK_PRIME + CHECK_PRIME}"


def _with_checks(body: str) -> str:
    """Groups of digits that no share has, with all their check digits good."""
    return _with_group_checks(f"{body}{-int(body) * 10**CHECK_DIGITS % CHECK_PRIME:0{CHECK_DIGITS}d}")


def _with_group_checks(payload: str) -> str:
    pieces = [payload[at : at + GROUP_DIGITS - 1] for at in range(0, len(payload), GROUP_DIGITS - 1)]
    return " ".join(_with_check_digit(number, piece) for number, piece in enumerate(pieces, start=1))


def _with_check_digit(number: int, piece: str) -> str:
    return next(f"{piece}{digit}" for digit in range(10) if is_group(number, f"{piece}{digit}"))


def _attempt() -> dict[str, Any]:
    raw = hashlib.sha256(b"attempt").digest()
    key, head = AttemptKey(raw), first_head(ATTEMPT)
    events = []
    for epoch, seq, plain in ((1, 1, b"first"), (1, 2, b""), (2, 3, "第三".encode())):
        previous = head
        ciphertext, head = seal_event(key, ATTEMPT, epoch, seq, previous, plain)
        row = {"epoch": epoch, "seq": seq, "plain": plain.hex(), "ciphertext": ciphertext.hex(), "head": head.hex()}
        events.append(row)
    blob = seal_blob(key, b"a file of the candidate")
    desk = DeskSigner(ATTEMPT, 2, SigningKey(hashlib.sha256(b"desk").digest()))
    return {
        "attempt": ATTEMPT,
        "key": raw.hex(),
        "first_head": first_head(ATTEMPT).hex(),
        "events": events,
        "blob": {"plain": b"a file of the candidate".hex(), "id": blob.blob_id, "ciphertext": blob.ciphertext.hex()},
        "hand_in": {
            "public": desk.public.hex(),
            "epoch": 2,
            "count": 3,
            "signature": desk.sign(3, head).hex(),
            "receipt": receipt_code(ATTEMPT, 3, head),
        },
    }


def _ledger() -> dict[str, Any]:
    first = first_ledger_head("it-2026/s01/site-1/room-3")
    second = next_head(first, hashlib.sha256(b"batch").digest())
    point = LedgerHead("it-2026/s01/site-1/room-3", 7, second, 61_000)
    return {
        "ledger": point.ledger,
        "first_head": first.hex(),
        "payload_digest": hashlib.sha256(b"batch").hexdigest(),
        "next_head": second.hex(),
        "n": point.n,
        "exam_ms": point.exam_ms,
        "signature": sign_head(CENTRE, point).hex(),
        "public": CENTRE.public.raw.hex(),
        "code": point.code(),
    }
