"""Writing sealed files and reading their parts: streaming, names, nothing half written."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itembank.base.errors import JikaoError
from itembank.sealing.content import PLAIN_CHUNK_BYTES, ContentKey, Place, chunk_count, encrypt_chunks
from itembank.sealing.envelope import SealedFile
from itembank.sealing.errors import DamagedFileError, LimitExceededError, TargetExistsError, UnsafePartError
from itembank.sealing.manifest import Kind
from itembank.sealing.parts import Parts, plan_parts
from itembank.sealing.writer import BoxTo, Compartment, RoomsAndShares, seal
from tests.itembank.sealing.conftest import Centre

PLACE = Place(bytes(32), "x")


def sealed_parts(centre: Centre, path: Path, parts: dict[str, bytes | Path]) -> Parts:
    """Seal parts to the first room and open them again."""
    box = Compartment("c", parts, (BoxTo((centre.rooms[0].public,)),))
    seal(path, signer=centre.key, claims=centre.claims(), compartments=[box])
    return SealedFile.open(path, [centre.key.public]).open_with_box("c", centre.rooms[0])


@settings(max_examples=30)
@given(parts=st.dictionaries(st.text("abcXYZ考生/._", min_size=1, max_size=8), st.binary(max_size=50), max_size=6))
def test_what_is_sealed_is_opened_or_refused_when_it_is_made(
    centre: Centre, tmp_path_factory: pytest.TempPathFactory, parts: dict[str, bytes | Path]
) -> None:
    path = tmp_path_factory.mktemp("any") / "p"
    try:
        opened = sealed_parts(centre, path, parts)
    except (UnsafePartError, DamagedFileError):
        assert not path.exists()
        return
    assert {name: opened.read(name) for name in opened.names} == parts


@pytest.mark.parametrize("size", [-1, 0, 1])
def test_contents_that_end_with_a_chunk_are_whole(centre: Centre, tmp_path: Path, size: int) -> None:
    overhead = plan_parts({"a": b""}).size() + len(str(PLAIN_CHUNK_BYTES)) - 1
    content = b"x" * (2 * PLAIN_CHUNK_BYTES - overhead + size)
    opened = sealed_parts(centre, tmp_path / "p", {"a": content})
    assert opened.read("a") == content
    assert plan_parts({"a": content}).size() == 2 * PLAIN_CHUNK_BYTES + size


def test_large_files_stream_through_little_memory(centre: Centre, tmp_path: Path) -> None:
    source = tmp_path / "large"
    with source.open("wb") as out:
        for number in range(40):
            out.write(bytes([number]) * (1 << 20))
    tracemalloc.start()
    opened = sealed_parts(centre, tmp_path / "p", {"large": source})
    opened.copy_to("large", tmp_path / "copy")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "copy").read_bytes() == source.read_bytes()
    assert peak < 12 << 20


def test_a_file_that_changes_while_it_is_sealed_leaves_nothing_behind(centre: Centre, tmp_path: Path) -> None:
    source = tmp_path / "growing"
    source.write_bytes(b"before")
    plan = plan_parts({"growing": source})
    source.write_bytes(b"after!")
    with pytest.raises(DamagedFileError, match="发生了变化"):
        b"".join(plan.pieces())
    source.write_bytes(b"longer than before")
    with pytest.raises(DamagedFileError, match="发生了变化"):
        list(encrypt_chunks(ContentKey.generate(), PLACE, plan.pieces(), plan.size()))


def test_a_refused_file_leaves_nothing_behind(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(UnsafePartError):
        sealed_parts(centre, tmp_path / "p", {"../x": b""})
    with pytest.raises(FileNotFoundError):
        sealed_parts(centre, tmp_path / "p", {"x": tmp_path / "absent"})
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_overwritten(centre: Centre, tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"old")
    with pytest.raises(TargetExistsError):
        sealed_parts(centre, tmp_path / "p", {})
    assert (tmp_path / "p").read_bytes() == b"old"


def test_a_signer_cannot_make_what_a_reader_would_refuse(centre: Centre, tmp_path: Path) -> None:
    box = BoxTo((centre.rooms[0].public,))
    wrong: list[list[Compartment]] = [
        [Compartment("a", {}, (box,)), Compartment("A", {}, (box,))],
        [Compartment("a/b", {}, (box,))],
        [Compartment("a", {}, ())],
        [Compartment("a", {}, (BoxTo(()),))],
    ]
    for compartments in wrong:
        with pytest.raises(JikaoError):
            seal(tmp_path / "p", signer=centre.key, claims=centre.claims(), compartments=compartments)
    with pytest.raises(JikaoError):
        seal(tmp_path / "p", signer=centre.key, claims=centre.claims(serial=0))
    assert not (tmp_path / "p").exists()


def test_a_lock_without_its_start_secret_is_a_mistake_of_the_caller(centre: Centre, tmp_path: Path) -> None:
    gated = Compartment("a", {}, (RoomsAndShares("main", (centre.rooms[0].public,)),))
    with pytest.raises(ValueError, match="main"):
        seal(tmp_path / "p", signer=centre.key, claims=centre.claims(), compartments=[gated])


def test_a_compartment_may_have_two_kinds_of_locks(centre: Centre, tmp_path: Path) -> None:
    room, auditor = centre.rooms
    locks = (RoomsAndShares("main", (room.public,)), BoxTo((auditor.public,)))
    both = Compartment("a", {"x": b"1"}, locks)
    seal(tmp_path / "p", signer=centre.key, claims=centre.claims(), compartments=[both], starts=[centre.main])
    sealed = SealedFile.open(tmp_path / "p", [centre.key.public])
    assert sealed.open_with_box("a", auditor).read("x") == b"1"
    key = sealed.content_key("a", room, centre.main.key)
    assert sealed.open_with_content_key("a", key).read("x") == b"1"


def test_parts_are_measured_found_and_extracted(centre: Centre, tmp_path: Path) -> None:
    opened = sealed_parts(centre, tmp_path / "p", {"media/a": b"A", "media/b/c": b"BC", "paper": b"P"})
    assert "paper" in opened
    assert "media" not in opened
    assert opened.size("media/b/c") == 2
    assert len(opened.sha256("paper")) == 64
    opened.extract_to(tmp_path / "out", "media/")
    assert (tmp_path / "out" / "media" / "b" / "c").read_bytes() == b"BC"
    assert not (tmp_path / "out" / "paper").exists()
    with pytest.raises(DamagedFileError, match="缺少"):
        opened.read("absent")
    with pytest.raises(LimitExceededError):
        opened.read("media/b/c", at_most=1)


def test_chunks_are_counted_without_an_empty_last_one() -> None:
    assert [chunk_count(size) for size in (1, PLAIN_CHUNK_BYTES, PLAIN_CHUNK_BYTES + 1)] == [1, 1, 2]


def test_a_file_without_compartments_is_only_a_signed_statement(centre: Centre, tmp_path: Path) -> None:
    seal(tmp_path / "p", signer=centre.key, claims=centre.claims(Kind.ROOM_CARD))
    assert SealedFile.open(tmp_path / "p", [centre.key.public]).compartment_names == ()
