"""Sealed files that come home from rooms: answer bundle, a desk's own hand-in file, the room's card."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from itembank.base.i18n import _
from itembank.sealing.attempt import DeskSigner
from itembank.sealing.envelope import SealedFile
from itembank.sealing.errors import DamagedFileError
from itembank.sealing.keys import BoxPublicKey, SigningKey, VerifyKey
from itembank.sealing.manifest import Claims, Head, Kind, peek_claims, read_head_bytes
from itembank.sealing.packages import make_claims
from itembank.sealing.readable import in_groups, readable_code
from itembank.sealing.recipes import Entropy, hash_framed
from itembank.sealing.writer import BoxTo, Compartment, seal

ANSWERS_COMPARTMENT = "answers"
CARD_FINGERPRINT_CHARACTERS = 20
CARD_NOTES = frozenset({"site", "room", "signing", "box"})
_NO_EXAM = "-"


@dataclass(frozen=True, slots=True)
class RoomCard:
    """Who a room is to the centre: its names and its two public keys."""

    site: str
    room: str
    signing: VerifyKey
    box: BoxPublicKey

    def fingerprint(self) -> str:
        """20 characters over names and both keys, for the room and the centre to compare by telephone."""
        named = hash_framed(
            "room card", self.site.encode("utf-8"), self.room.encode("utf-8"), self.signing.raw, self.box.raw
        )
        return in_groups(readable_code(named, CARD_FINGERPRINT_CHARACTERS))


def seal_answer_bundle(
    path: Path,
    *,
    signer: SigningKey,
    claims: Claims,
    centre: Sequence[BoxPublicKey],
    parts: Mapping[str, bytes | Path],
    entropy: Entropy = os.urandom,
) -> Head:
    """Seal a room's record to the centre, signed by the room."""
    answers = Compartment(ANSWERS_COMPARTMENT, parts, (BoxTo(tuple(centre)),))
    return seal(path, signer=signer, claims=claims, compartments=(answers,), entropy=entropy)


def open_answer_bundle(path: Path, rooms: Collection[VerifyKey], *, every_chunk: bool = True) -> SealedFile:
    """Verify an answer bundle; `open_with_box(ANSWERS_COMPARTMENT, key)` then opens it. See `SealedFile.open`."""
    return SealedFile.open(path, rooms, kind=Kind.ANSWER_BUNDLE, every_chunk=every_chunk)


def seal_hand_in(
    path: Path,
    *,
    signer: DeskSigner,
    claims: Claims,
    recipients: Sequence[BoxPublicKey],
    parts: Mapping[str, bytes | Path],
    entropy: Entropy = os.urandom,
) -> Head:
    """Seal what a desk holds when the server never came back; signed with the desk's key of this epoch."""
    answers = Compartment(ANSWERS_COMPARTMENT, parts, (BoxTo(tuple(recipients)),))
    return seal(path, signer=signer.key, claims=claims, compartments=(answers,), entropy=entropy)


def open_hand_in(path: Path, desks: Collection[VerifyKey]) -> SealedFile:
    """Verify a desk's own file; `desks` are the keys that desks announced to this room."""
    return SealedFile.open(path, desks, kind=Kind.HAND_IN)


def seal_room_card(
    path: Path, *, signer: SigningKey, card: RoomCard, created: datetime, entropy: Entropy = os.urandom
) -> Head:
    """Write a room's card, signed by itself; the centre compares the fingerprint before it believes it."""
    if card.signing != signer.public:
        raise ValueError("a room signs its own card")
    notes = {
        "site": card.site,
        "room": card.room,
        "signing": card.signing.raw.hex(),
        "box": card.box.raw.hex(),
    }
    claims = make_claims(
        Kind.ROOM_CARD,
        exam=_NO_EXAM,
        sitting=_NO_EXAM,
        serial=1,
        created=created,
        notes=notes,
        entropy=entropy,
    )
    return seal(path, signer=signer, claims=claims, entropy=entropy)


def open_room_card(path: Path) -> RoomCard:
    """Read a room's card: it holds together, but only a compared fingerprint says whose it is."""
    with path.open("rb") as stream:
        raw = read_head_bytes(stream)
    signing = VerifyKey(_key_bytes(peek_claims(raw).notes))
    sealed = SealedFile.open(path, [signing], kind=Kind.ROOM_CARD)
    notes = sealed.claims.notes
    if set(notes) != CARD_NOTES or sealed.compartment_names:
        raise DamagedFileError(_("考场卡的内容不完整。"))
    return RoomCard(notes["site"], notes["room"], signing, BoxPublicKey(_key_bytes(notes, "box")))


def _key_bytes(notes: Mapping[str, str], name: str = "signing") -> bytes:
    text = notes.get(name, "")
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise DamagedFileError(_("考场卡中没有可用的公钥。"))
    return bytes.fromhex(text)
