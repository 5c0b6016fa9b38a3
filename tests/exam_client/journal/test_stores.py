from __future__ import annotations

from pathlib import Path

import pytest

from exam_client.journal.blobs import BlobStore
from exam_client.journal.papers import PaperStore
from exam_server.protocol.desk import SealedPart
from itembank.base.canonical import digest
from itembank.model.responses import FileEntry
from itembank.sealing.attempt import AttemptKey
from itembank.sealing.errors import DamagedFileError, SealedFileError, WrongKeyError
from itembank.sealing.keys import SigningKey
from tests.fakes.sample_exam import SealedExam

KEY = AttemptKey(bytes(32))


def part_of(exam: SealedExam) -> SealedPart:
    return SealedPart(name=exam.part, size_bytes=len(exam.ciphertext), sha256=digest(exam.ciphertext))


@pytest.fixture
def fetched(sealed_exam: SealedExam, tmp_path: Path) -> PaperStore:
    store = PaperStore(tmp_path / "sealed")
    store.partial_path(part_of(sealed_exam)).write_bytes(sealed_exam.ciphertext)
    assert store.finish(part_of(sealed_exam))
    return store


def entry_of(data: bytes, blob: str, offset: int | None = None) -> FileEntry:
    return FileEntry(path="x", size_bytes=len(data), sha256=digest(data), blob=blob, offset=offset)


def test_small_files_in_one_blob_are_told_apart(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob, other = store.keep(KEY, b"one" + b"second"), store.keep(KEY, b"more")
    for _turn in range(2):
        assert store.find(KEY, entry_of(b"one", blob, 0)) == b"one"
        assert store.find(KEY, entry_of(b"second", blob, 3)) == b"second"
        assert store.find(KEY, entry_of(b"more", other)) == b"more"
    assert store.find(KEY, entry_of(b"second", blob, 2)) is None


def test_a_file_goes_to_the_second_volume_when_the_first_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("where a folder should be")
    store = BlobStore(tmp_path / "one" / "blobs", tmp_path / "two")
    blob = store.keep(KEY, b"work")
    assert store.path(blob).parent == tmp_path / "two"
    assert (store.has(blob), store.usage().files) == (True, 1)
    assert store.usage().size_bytes == store.path(blob).stat().st_size


def test_a_candidates_file_is_sealed_kept_once_and_opened(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "blobs")
    blob = store.keep(KEY, "成绩表".encode())
    assert store.keep(KEY, "成绩表".encode()) == blob
    assert "成绩表".encode() not in store.path(blob).read_bytes()
    assert store.find(KEY, entry_of("成绩表".encode(), blob)) == "成绩表".encode()
    assert len(list((tmp_path / "blobs").iterdir())) == 1


def test_a_changed_file_counts_as_absent(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blob = store.keep(KEY, b"work")
    store.path(blob).write_bytes(b"changed")
    assert store.find_sealed(blob) is None
    assert store.find(KEY, entry_of(b"work", "a" * 64)) is None


def test_a_paper_opens_with_its_key_signature_known_or_not(fetched: PaperStore, sealed_exam: SealedExam) -> None:
    part = part_of(sealed_exam)
    for trusted in ([], [sealed_exam.signer.public]):
        opened = fetched.open(part, sealed_exam.head, sealed_exam.content_key, trusted)
        assert opened.paper == sealed_exam.paper
        assert set(opened.media) == sealed_exam.paper.media()


def test_a_paper_of_another_centre_or_with_another_key_is_refused(fetched, sealed_exam: SealedExam) -> None:
    part = part_of(sealed_exam)
    with pytest.raises(SealedFileError):
        fetched.open(part, sealed_exam.head, sealed_exam.content_key, [SigningKey.generate().public])
    with pytest.raises(WrongKeyError):
        fetched.open(part, sealed_exam.head, bytes(32), [])


def test_a_changed_paper_is_refused(fetched: PaperStore, sealed_exam: SealedExam) -> None:
    part = part_of(sealed_exam)
    data = bytearray(sealed_exam.ciphertext)
    data[len(data) // 2] ^= 1
    fetched.path(part).write_bytes(bytes(data))
    assert not fetched.has(part)
    with pytest.raises(DamagedFileError):
        fetched.open(part, sealed_exam.head, sealed_exam.content_key, [])


def test_a_fetched_file_with_another_digest_is_thrown_away(tmp_path: Path, sealed_exam: SealedExam) -> None:
    store, part = PaperStore(tmp_path), part_of(sealed_exam)
    store.partial_path(part).write_bytes(sealed_exam.ciphertext[:-1] + bytes([sealed_exam.ciphertext[-1] ^ 1]))
    assert not store.finish(part)
    assert not store.partial_path(part).exists()


def test_papers_of_other_sittings_are_removed(fetched: PaperStore, sealed_exam: SealedExam) -> None:
    part = part_of(sealed_exam)
    old = SealedPart(name="form-B", size_bytes=1, sha256="c" * 64)
    fetched.path(old).write_bytes(b"x")
    fetched.keep_only([part])
    assert fetched.has(part)
    assert not fetched.path(old).exists()
