"""Every vector through every reader, and the committed vectors against their maker."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from itembank.sealing import gf256
from itembank.sealing.attempt import (
    AttemptKey,
    chain_head,
    first_head,
    open_blob,
    open_event,
    receipt_code,
    seal_blob,
    seal_event,
    verify_hand_in,
)
from itembank.sealing.bundle import open_room_card
from itembank.sealing.chain import LedgerHead, first_ledger_head, next_head, verify_head
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedCompartment, SealedFile
from itembank.sealing.errors import MistypedShareError, SealingError
from itembank.sealing.keyfiles import read_box_public_key, read_signing_key, read_verify_key
from itembank.sealing.keys import BoxKey, SigningKey, VerifyKey
from itembank.sealing.manifest import read_head_bytes
from itembank.sealing.shares import ReleaseShare
from itembank.sealing.start import accept_share, open_start
from tests.vectors.sealed import make
from tests.vectors.sealed.containers import make_cases

FOLDER = Path(make.__file__).parent
INDEX: dict[str, Any] = json.loads((FOLDER / make.INDEX).read_text(encoding="utf-8"))
CENTRE = SigningKey(bytes.fromhex(INDEX["keys"]["centre"])).public
ROOM = BoxKey(bytes.fromhex(INDEX["keys"]["room"]))
CONTENT = ContentKey(bytes.fromhex(INDEX["keys"]["content"]))
GOOD = FOLDER / "good.sealed"


def verdict_of(act: Callable[[], object]) -> str:
    """The name of the refusal, or "ok"."""
    try:
        act()
    except SealingError as error:
        return type(error).__name__ if error.message and error.hint else "silent"
    return "ok"


def read_all(sealed: SealedFile) -> None:
    parts = sealed.open_with_content_key("form-A", CONTENT)
    for name in parts.names:
        parts.read(name)


def test_the_maker_gives_the_committed_vectors_again() -> None:
    cases = make_cases(GOOD.read_bytes())
    assert {make.file_name(case) for case in cases} == {
        path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.sealed")
    }
    for case in cases:
        assert (FOLDER / make.file_name(case)).read_bytes() == case.data, case.name
    assert make.index_text(cases) == (FOLDER / make.INDEX).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", INDEX["files"], ids=lambda row: row["file"])
def test_the_file_reader_answers_as_the_vector_says(row: dict[str, str]) -> None:
    path = FOLDER / row["file"]
    assert verdict_of(lambda: SealedFile.open(path, [CENTRE])) == row["verify"]
    if row["open"] and path != GOOD:
        assert verdict_of(lambda: read_all(SealedFile.open(path, [CENTRE]))) == row["open"]


@pytest.mark.parametrize("row", INDEX["files"], ids=lambda row: row["file"])
def test_the_desk_reader_answers_as_the_vector_says(row: dict[str, str], tmp_path: Path) -> None:
    """A desk has the head and one compartment; what lies in other compartments does not concern it."""
    path = FOLDER / row["file"]
    good = SealedFile.open(GOOD, [CENTRE])
    elsewhere = {"ciphertext-flipped", "ciphertext-first", "cut-last-byte", "trailing-byte", "signed-order-swapped"}

    def open_on_desk() -> None:
        with path.open("rb") as stream:
            head = read_head_bytes(stream)
            ciphertext = tmp_path / "form-A"
            ciphertext.write_bytes(stream.read())
        if path == GOOD or path.stem in elsewhere:
            size = good.compartment_size("form-A")
            ciphertext.write_bytes(good.compartment_bytes_range("form-A", 0, size))
        SealedCompartment.open(head, "form-A", ciphertext, [CENTRE])

    expected = "ok" if path.stem in elsewhere else row["verify"]
    assert verdict_of(open_on_desk) == expected


def test_the_good_file_opens_with_the_room_key_and_two_shares() -> None:
    sealed = SealedFile.open(GOOD, [CENTRE])
    assert sealed.open_with_box("room", ROOM).read("photos/0") == b"picture"
    for form, name in (("form-A", "main"), ("form-B", "backup")):
        lock = sealed.find_start_lock(form)
        assert lock is not None
        typed = INDEX["release_shares"][name]
        held = accept_share(lock, accept_share(lock, (), typed[2]), typed[0])
        key = sealed.content_key(form, ROOM, open_start(lock, held))
        assert b'"form"' in sealed.open_with_content_key(form, key).read("paper.json")


@pytest.mark.parametrize("row", INDEX["key_files"], ids=lambda row: row["name"])
def test_key_files_are_read_as_the_vector_says(row: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(row["text"].encode())
    readers: dict[str, Callable[[], object]] = {
        "signing-public": lambda: read_verify_key(path),
        "box-public": lambda: read_box_public_key(path),
        "signing-private": lambda: read_signing_key(path, row["passphrase"]),
    }
    assert verdict_of(readers[row["kind"]]) == row["verdict"]


@pytest.mark.parametrize("row", INDEX["room_cards"], ids=lambda row: row["name"])
def test_room_cards_are_read_as_the_vector_says(row: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "card"
    path.write_bytes(row["text"].encode())
    assert verdict_of(lambda: open_room_card(path)) == row["verdict"]
    if "fingerprint" in row:
        assert open_room_card(path).fingerprint() == row["fingerprint"]


def test_fingerprints_are_those_that_the_vector_says() -> None:
    assert INDEX["fingerprints"] == {"centre": CENTRE.fingerprint(), "room": ROOM.public.fingerprint()}


@pytest.mark.parametrize("row", INDEX["shares"], ids=lambda row: row["name"])
def test_typed_shares_are_read_as_the_vector_says(row: dict[str, Any]) -> None:
    assert verdict_of(lambda: ReleaseShare.parse(row["typed"])) == row["verdict"]
    if row["groups"]:
        with pytest.raises(MistypedShareError) as refused:
            ReleaseShare.parse(row["typed"])
        assert list(refused.value.groups) == row["groups"]


def test_three_of_the_five_points_give_the_secret() -> None:
    sharing = INDEX["sharing"]
    points = {int(x): bytes.fromhex(y) for x, y in sharing["points"].items()}
    assert gf256.interpolate({x: points[x] for x in (5, 1, 3)}).hex() == sharing["secret"]


def test_events_blobs_and_hand_in_are_computed_as_the_vector_says() -> None:
    case = INDEX["attempt"]
    attempt, key = case["attempt"], AttemptKey(bytes.fromhex(case["key"]))
    head = first_head(attempt)
    assert head.hex() == case["first_head"]
    for row in case["events"]:
        place = (attempt, row["epoch"], row["seq"])
        ciphertext = bytes.fromhex(row["ciphertext"])
        assert seal_event(key, *place, head, bytes.fromhex(row["plain"])) == (ciphertext, bytes.fromhex(row["head"]))
        assert open_event(key, *place, head, ciphertext).hex() == row["plain"]
        head = chain_head(head, *place, ciphertext)
    blob = case["blob"]
    assert seal_blob(key, bytes.fromhex(blob["plain"])) == (blob["id"], bytes.fromhex(blob["ciphertext"]))
    assert open_blob(key, blob["id"], bytes.fromhex(blob["ciphertext"])).hex() == blob["plain"]
    end = case["hand_in"]
    signature = bytes.fromhex(end["signature"])
    verify_hand_in(bytes.fromhex(end["public"]), attempt, end["epoch"], end["count"], head, signature)
    assert receipt_code(attempt, end["count"], head) == end["receipt"]


def test_ledger_heads_are_computed_as_the_vector_says() -> None:
    case = INDEX["ledger"]
    first = first_ledger_head(case["ledger"])
    assert first.hex() == case["first_head"]
    head = next_head(first, bytes.fromhex(case["payload_digest"]))
    assert head.hex() == case["next_head"]
    point = LedgerHead(case["ledger"], case["n"], head, case["exam_ms"])
    verify_head(VerifyKey(bytes.fromhex(case["public"])), point, bytes.fromhex(case["signature"]))
    assert point.code() == case["code"]


def test_the_specification_names_every_bad_file(repository_root: Path) -> None:
    named = (repository_root / "docs" / "formats" / "sealed.md").read_text(encoding="utf-8")
    bad = {Path(row["file"]).stem for row in INDEX["files"] if row["file"].startswith("bad/")}
    assert {name for name in bad if name not in named and not name.startswith("content-name-")} == set()
