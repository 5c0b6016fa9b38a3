"""The named sealed files: who makes them, who opens them, who does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from itembank.sealing.attempt import DeskSigner
from itembank.sealing.bundle import (
    ANSWERS_COMPARTMENT,
    RoomCard,
    open_answer_bundle,
    open_hand_in,
    open_room_card,
    seal_answer_bundle,
    seal_hand_in,
    seal_room_card,
)
from itembank.sealing.errors import DamagedFileError, UnknownFormatError, UntrustedSignatureError, WrongKeyError
from itembank.sealing.keys import BoxKey, SigningKey, VerifyKey
from itembank.sealing.manifest import Kind, peek_claims
from itembank.sealing.packages import (
    MARKING_COMPARTMENT,
    FormContent,
    form_of,
    make_claims,
    open_marking_package,
    open_paper_package,
    seal_marking_package,
)
from itembank.sealing.writer import seal
from tests.itembank.sealing.conftest import MOMENT, Centre


def test_a_paper_package_has_a_room_compartment_and_one_for_each_form(centre: Centre, tmp_path: Path) -> None:
    centre.package(tmp_path / "p")
    sealed = open_paper_package(tmp_path / "p", [centre.key.public])
    assert sealed.compartment_names == ("room", "form-A", "form-B")
    assert [form_of(name) for name in sealed.compartment_names] == [None, "A", "B"]
    assert FormContent("A", {}).compartment == "form-A"


def test_a_marking_package_opens_for_graders_and_not_for_rooms(centre: Centre, tmp_path: Path) -> None:
    grader = BoxKey.generate()
    seal_marking_package(
        tmp_path / "m",
        signer=centre.key,
        claims=centre.claims(Kind.MARKING_PACKAGE),
        graders=[grader.public],
        parts={"key-A.json": b"key"},
    )
    sealed = open_marking_package(tmp_path / "m", [centre.key.public])
    assert sealed.open_with_box(MARKING_COMPARTMENT, grader).read("key-A.json") == b"key"
    with pytest.raises(WrongKeyError):
        sealed.open_with_box(MARKING_COMPARTMENT, centre.rooms[0])
    with pytest.raises(UnknownFormatError):
        open_paper_package(tmp_path / "m", [centre.key.public])


def test_an_answer_bundle_is_signed_by_the_room_and_opens_at_the_centre(centre: Centre, tmp_path: Path) -> None:
    room, centre_box = SigningKey.generate(), BoxKey.generate()
    seal_answer_bundle(
        tmp_path / "b",
        signer=room,
        claims=centre.claims(Kind.ANSWER_BUNDLE, serial=2),
        centre=[centre_box.public],
        parts={"ledger.jsonl": b"{}", "blobs/ab": b"blob"},
    )
    sealed = open_answer_bundle(tmp_path / "b", [room.public])
    assert sealed.open_with_box(ANSWERS_COMPARTMENT, centre_box).names == ("blobs/ab", "ledger.jsonl")
    assert sealed.claims.serial == 2
    with pytest.raises(UntrustedSignatureError):
        open_answer_bundle(tmp_path / "b", [centre.key.public])


def test_a_desk_hands_in_a_file_that_only_the_recipients_open(centre: Centre, tmp_path: Path) -> None:
    desk = DeskSigner.generate("s01-0001", 1)
    seal_hand_in(
        tmp_path / "h",
        signer=desk,
        claims=centre.claims(Kind.HAND_IN),
        recipients=[centre.rooms[0].public],
        parts={"journal": b"events"},
    )
    sealed = open_hand_in(tmp_path / "h", [VerifyKey(desk.public)])
    assert sealed.open_with_box(ANSWERS_COMPARTMENT, centre.rooms[0]).read("journal") == b"events"


def make_card() -> tuple[SigningKey, RoomCard]:
    signer = SigningKey.generate()
    return signer, RoomCard("第一中学", "机房 3", signer.public, BoxKey.generate().public)


def test_a_room_card_brings_the_room_s_keys_and_one_fingerprint(tmp_path: Path) -> None:
    signer, card = make_card()
    seal_room_card(tmp_path / "c", signer=signer, card=card, created=MOMENT)
    assert open_room_card(tmp_path / "c") == card
    assert len(card.fingerprint()) == 24
    assert RoomCard("第二中学", card.room, card.signing, card.box).fingerprint() != card.fingerprint()


def test_a_card_signed_by_another_key_is_refused(tmp_path: Path) -> None:
    _signer, card = make_card()
    with pytest.raises(ValueError, match="own card"):
        seal_room_card(tmp_path / "c", signer=SigningKey.generate(), card=card, created=MOMENT)
    notes = {"site": "s", "room": "r", "signing": card.signing.raw.hex(), "box": card.box.raw.hex()}
    claims = make_claims(Kind.ROOM_CARD, exam="-", sitting="-", serial=1, created=MOMENT, notes=notes)
    seal(tmp_path / "forged", signer=SigningKey.generate(), claims=claims)
    with pytest.raises(UntrustedSignatureError):
        open_room_card(tmp_path / "forged")


@pytest.mark.parametrize("change", [{"box": "x"}, {"box": None}, {"signing": None}, {"extra": "1"}, {"site": None}])
def test_an_incomplete_card_is_refused(tmp_path: Path, change: dict[str, str | None]) -> None:
    signer, card = make_card()
    full = {"site": "s", "room": "r", "signing": card.signing.raw.hex(), "box": card.box.raw.hex()}
    notes = {name: value for name, value in {**full, **change}.items() if value is not None}
    claims = make_claims(Kind.ROOM_CARD, exam="-", sitting="-", serial=1, created=MOMENT, notes=notes)
    seal(tmp_path / "c", signer=signer, claims=claims)
    with pytest.raises(DamagedFileError):
        open_room_card(tmp_path / "c")


def test_a_person_can_be_told_what_an_untrusted_file_claims_to_be(centre: Centre, tmp_path: Path) -> None:
    sealed = centre.package(tmp_path / "p")
    assert peek_claims(sealed.head_bytes) == sealed.claims
