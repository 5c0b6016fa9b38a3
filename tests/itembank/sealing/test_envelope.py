"""Sealed files as an attacker and a desk see them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itembank.base.errors import ExitCode
from itembank.sealing.content import ContentKey
from itembank.sealing.envelope import SealedCompartment, SealedFile, is_chunk
from itembank.sealing.errors import (
    DamagedFileError,
    SealedFileError,
    UnknownFormatError,
    UntrustedSignatureError,
    VersionTooOldError,
    WrongKeyError,
)
from itembank.sealing.keys import BoxKey, SigningKey
from itembank.sealing.manifest import CHUNK_BYTES, Kind
from itembank.sealing.start import StartKey
from tests.itembank.sealing.conftest import Centre

BIG = bytes(range(256)) * 4 * 3000 + b"end"


@pytest.fixture(scope="module")
def small(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> SealedFile:
    return centre.package(tmp_path_factory.mktemp("small") / "p.sealed")


@pytest.fixture(scope="module")
def big(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> SealedFile:
    """A file whose form A takes three chunks."""
    return centre.package(tmp_path_factory.mktemp("big") / "p.sealed", {"big.bin": BIG, "paper.json": b"A"})


def key_of(centre: Centre, sealed: SealedFile, name: str = "form-A") -> ContentKey:
    return sealed.content_key(name, centre.rooms[0], centre.main.key)


# ---- verify without reading


@settings(max_examples=300)
@given(data=st.data())
def test_any_flipped_bit_is_refused(centre: Centre, small: SealedFile, tmp_path: Path, data: st.DataObject) -> None:
    whole = small.path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
    (tmp_path / "bad").write_bytes(changed)
    with pytest.raises(SealedFileError) as refused:
        SealedFile.open(tmp_path / "bad", [centre.key.public])
    assert refused.value.code is ExitCode.REFUSED


def test_a_file_cut_anywhere_is_refused(centre: Centre, small: SealedFile, tmp_path: Path) -> None:
    whole = small.path.read_bytes()
    for length in range(len(whole)):
        (tmp_path / "bad").write_bytes(whole[:length])
        with pytest.raises(SealedFileError):
            SealedFile.open(tmp_path / "bad", [centre.key.public])


@settings(max_examples=300)
@given(junk=st.binary(max_size=400))
def test_random_bytes_are_refused(centre: Centre, tmp_path: Path, junk: bytes) -> None:
    for start in (b"", b"jikao-sealed 1 paper-package\n", b"jikao-sealed 1 paper-package\nmanifest 20\n"):
        (tmp_path / "bad").write_bytes(start + junk)
        with pytest.raises(SealedFileError):
            SealedFile.open(tmp_path / "bad", [centre.key.public])


def test_swapped_chunks_are_refused(centre: Centre, big: SealedFile, tmp_path: Path) -> None:
    whole = bytearray(big.path.read_bytes())
    at = len(big.head_bytes) + big.compartment_size("room")
    first, second = whole[at : at + CHUNK_BYTES], whole[at + CHUNK_BYTES : at + 2 * CHUNK_BYTES]
    whole[at : at + 2 * CHUNK_BYTES] = second + first
    (tmp_path / "bad").write_bytes(whole)
    with pytest.raises(DamagedFileError, match="第 1 块"):
        SealedFile.open(tmp_path / "bad", [centre.key.public])


def test_chunks_swapped_after_the_check_do_not_open(centre: Centre, big: SealedFile, tmp_path: Path) -> None:
    """Somebody with the disk waits until the digests were compared: the chunks themselves hold their order."""
    path = tmp_path / "p"
    path.write_bytes(big.path.read_bytes())
    sealed = SealedFile.open(path, [centre.key.public])
    parts = sealed.open_with_content_key("form-A", key_of(centre, sealed))
    at = sealed.compartment("form-A").offset
    whole = bytearray(path.read_bytes())
    whole[at + CHUNK_BYTES : at + 2 * CHUNK_BYTES] = whole[at : at + CHUNK_BYTES]
    path.write_bytes(whole)
    with pytest.raises(DamagedFileError, match="第 2 块"):
        parts.read("big.bin")


def test_a_stranger_is_not_trusted(small: SealedFile) -> None:
    for trusted in ([], [SigningKey.generate().public]):
        with pytest.raises(UntrustedSignatureError):
            SealedFile.open(small.path, trusted)


def test_one_of_several_trusted_keys_is_named_as_the_signer(centre: Centre, small: SealedFile) -> None:
    other = SigningKey.generate().public
    assert SealedFile.open(small.path, [other, centre.key.public]).signer == centre.key.public


def test_a_file_of_another_kind_is_refused(centre: Centre, small: SealedFile) -> None:
    with pytest.raises(UnknownFormatError, match="marking-package"):
        SealedFile.open(small.path, [centre.key.public], kind=Kind.MARKING_PACKAGE)


def test_claims_are_given_as_verified(centre: Centre, small: SealedFile) -> None:
    assert (small.claims.exam, small.claims.sitting, small.claims.serial) == ("it-2026", "s01", 1)
    assert small.claims.not_before_time() is None
    assert small.claims.created_time().isoformat() == "2026-06-20T08:00:00+00:00"
    assert len(small.manifest_digest) == 64


def test_two_files_of_the_same_content_have_different_names(centre: Centre, small: SealedFile, tmp_path: Path) -> None:
    assert centre.package(tmp_path / "again").manifest_digest != small.manifest_digest


def test_a_file_for_a_newer_program_says_so(centre: Centre, small: SealedFile) -> None:
    claims = msgspec.structs.replace(small.claims, needs={"exam-server": "1.10"})
    claims.require_version("exam-client", "0.1")
    claims.require_version("exam-server", "1.10.0")
    claims.require_version("exam-server", "2.0")
    with pytest.raises(VersionTooOldError, match=r"1\.10"):
        claims.require_version("exam-server", "1.9.9")


# ---- opening


def test_the_room_opens_its_own_compartment_before_the_start(centre: Centre, small: SealedFile) -> None:
    assert small.open_with_box("room", centre.rooms[1]).read("sitting.json") == b"{}"


def test_every_room_opens_the_form_with_the_start_key(centre: Centre, small: SealedFile) -> None:
    for room in centre.rooms:
        key = small.content_key("form-A", room, centre.main.key)
        assert small.open_with_content_key("form-A", key).read("paper.json") == b"A"


def test_the_room_key_alone_does_not_open_a_form(centre: Centre, small: SealedFile) -> None:
    with pytest.raises(WrongKeyError):
        small.open_with_box("form-A", centre.rooms[0])
    guessed = StartKey(centre.main.lock.id, bytes(32))
    with pytest.raises(WrongKeyError):
        small.content_key("form-A", centre.rooms[0], guessed)


def test_the_start_key_alone_does_not_open_a_form(centre: Centre, small: SealedFile) -> None:
    with pytest.raises(WrongKeyError, match="不是封给"):
        small.content_key("form-A", BoxKey.generate(), centre.main.key)


def test_the_main_start_key_does_not_open_the_backup_paper(centre: Centre, small: SealedFile) -> None:
    with pytest.raises(WrongKeyError):
        small.content_key("form-B", centre.rooms[0], centre.main.key)
    key = small.content_key("form-B", centre.rooms[0], centre.backup.key)
    assert small.open_with_content_key("form-B", key).read("paper.json") == b"B"


def test_a_content_key_opens_its_own_compartment_only(centre: Centre, small: SealedFile) -> None:
    with pytest.raises(WrongKeyError):
        small.open_with_content_key("form-B", key_of(centre, small))
    with pytest.raises(WrongKeyError):
        small.open_with_content_key("form-A", ContentKey.generate())


def test_the_same_start_secret_in_another_file_does_not_open_this_one(
    centre: Centre, small: SealedFile, tmp_path: Path
) -> None:
    other = centre.package(tmp_path / "other")
    with pytest.raises(WrongKeyError):
        small.open_with_content_key("form-A", key_of(centre, other))


def test_a_missing_compartment_is_named(small: SealedFile) -> None:
    with pytest.raises(DamagedFileError, match="form-Z"):
        small.compartment("form-Z")


def test_the_start_lock_of_a_form_is_found(centre: Centre, small: SealedFile) -> None:
    assert small.find_start_lock("form-A") == centre.main.lock
    assert small.find_start_lock("form-B") == centre.backup.lock
    assert small.find_start_lock("room") is None


def test_a_released_key_can_be_kept_sealed_to_the_room(centre: Centre, small: SealedFile) -> None:
    key = key_of(centre, small)
    kept = key.wrap_to(centre.rooms[0].public, small.manifest_digest, "form-A")
    assert ContentKey.unwrap(centre.rooms[0], small.manifest_digest, "form-A", kept) == key
    with pytest.raises(WrongKeyError):
        ContentKey.unwrap(centre.rooms[0], small.manifest_digest, "form-B", kept)
    with pytest.raises(WrongKeyError):
        ContentKey.unwrap(centre.rooms[1], small.manifest_digest, "form-A", kept)
    assert key.raw.hex() not in repr(key)


# ---- the desk


def fetch(sealed: SealedFile, name: str, target: Path, step: int) -> None:
    with target.open("wb") as out:
        for offset in range(0, sealed.compartment_size(name), step):
            out.write(sealed.compartment_bytes_range(name, offset, step))


def test_a_desk_opens_what_it_fetched_in_ranges(centre: Centre, big: SealedFile, tmp_path: Path) -> None:
    fetch(big, "form-A", tmp_path / "form", 100_000)
    fetched = SealedCompartment.open(big.head_bytes, "form-A", tmp_path / "form", [centre.key.public])
    parts = fetched.open_with_content_key(key_of(centre, big))
    assert parts.names == ("big.bin", "paper.json")
    assert parts.read("big.bin") == BIG
    assert parts.read("paper.json") == b"A"


def test_a_desk_without_a_key_of_the_centre_takes_the_head_on_the_room_s_word(
    centre: Centre, big: SealedFile, tmp_path: Path
) -> None:
    """All but the signature is still checked, and the content key still has to be the one promised."""
    fetch(big, "form-A", tmp_path / "form", CHUNK_BYTES)
    fetched = SealedCompartment.open_vouched(big.head_bytes, "form-A", tmp_path / "form")
    assert fetched.head.signer is None
    assert fetched.open_with_content_key(key_of(centre, big)).read("paper.json") == b"A"
    with pytest.raises(WrongKeyError):
        fetched.open_with_content_key(ContentKey.generate())
    for bad in (big.head_bytes + b"x", big.head_bytes[:-1], big.head_bytes.replace(b'"serial":1', b'"serial":0')):
        with pytest.raises(DamagedFileError):
            SealedCompartment.open_vouched(bad, "form-A", tmp_path / "form")
    (tmp_path / "form").write_bytes(b"short")
    with pytest.raises(DamagedFileError):
        SealedCompartment.open_vouched(big.head_bytes, "form-A", tmp_path / "form")


def test_a_desk_checks_each_chunk_as_it_arrives(big: SealedFile) -> None:
    entry = big.compartment("form-A").entry
    chunks = [
        big.compartment_bytes_range("form-A", index * CHUNK_BYTES, CHUNK_BYTES) for index in range(len(entry.chunks))
    ]
    assert [len(chunk) for chunk in chunks] == [entry.chunk_size(index) for index in range(3)]
    assert all(is_chunk(entry, index, chunk) for index, chunk in enumerate(chunks))
    assert not is_chunk(entry, 0, chunks[1])


def test_a_desk_refuses_another_compartment_and_a_longer_file(centre: Centre, big: SealedFile, tmp_path: Path) -> None:
    fetch(big, "form-B", tmp_path / "form", CHUNK_BYTES)
    with pytest.raises(DamagedFileError):
        SealedCompartment.open(big.head_bytes, "form-A", tmp_path / "form", [centre.key.public])
    fetch(big, "form-A", tmp_path / "form", CHUNK_BYTES)
    with (tmp_path / "form").open("ab") as more:
        more.write(b"x")
    with pytest.raises(DamagedFileError):
        SealedCompartment.open(big.head_bytes, "form-A", tmp_path / "form", [centre.key.public])
    with pytest.raises(DamagedFileError):
        SealedCompartment.open(big.head_bytes + b"x", "form-A", tmp_path / "form", [centre.key.public])


def test_a_range_never_reaches_into_the_next_compartment(big: SealedFile) -> None:
    size = big.compartment_size("room")
    assert len(big.compartment_bytes_range("room", size - 10, 1000)) == 10
    assert big.compartment_bytes_range("room", size + 5, 10) == b""
    with pytest.raises(ValueError, match="range"):
        big.compartment_bytes_range("room", -1, 10)
