"""A whole desk with as many files as a real class makes: nothing lost, an honest mark, the room told once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from exam_client.attempt.states import DeskState
from exam_client.attempt.views import FolderFault, SaveMark
from exam_client.guard.incidents import IncidentCode
from exam_client.journal.blobs import BlobStore
from exam_client.practical.deeds import Unzip
from exam_client.practical.scanning import MAX_FILE_BYTES
from itembank.model.left_out import WhyLeftOut
from itembank.sealing.attempt import open_blob
from tests.fakes.driving import NUMBER, Driver, is_saved, listen, state_of
from tests.fakes.room_state import FakeAttempt

PATIENCE_MS = 60_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "work" / NUMBER / "第4题"


def files_of(attempt: FakeAttempt) -> dict[str, bytes | None]:
    """Return what the room could rebuild of the first task."""
    return {
        entry.path: entry.part_of(open_blob(attempt.key, entry.blob, attempt.blobs[entry.blob]))
        for entry in state_of(attempt).folders["P1"].entries
        if not entry.folder
    }


def on_disk(folder: Path) -> dict[str, bytes | None]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hand_in(answering: Driver) -> None:
    answering.desk.confirmHandIn()
    answering.reach(DeskState.HANDED_IN, PATIENCE_MS)


def test_a_zip_with_many_files_is_saved_whole_and_handed_in(answering, memory, folder: Path) -> None:
    with zipfile.ZipFile(folder / "素材包.zip", "w") as archive:
        for number in range(400):
            archive.writestr(f"第{number % 9}组/图片{number:04}.txt", f"{number}")
    outcomes = listen(answering.desk.filesDone)
    answering.desk.doFiles("P1", Unzip("素材包.zip"))
    answering.wait(lambda: bool(outcomes), PATIENCE_MS)
    answering.wait(lambda: is_saved(answering.desk, "P1", "素材包/第0组/图片0000.txt"), PATIENCE_MS)
    answering.until_marked(SaveMark.SERVER, PATIENCE_MS)
    attempt = memory.attempts[NUMBER]
    assert len(attempt.blobs) < 12
    hand_in(answering)
    assert files_of(attempt) == on_disk(folder)
    assert state_of(attempt).folders["P1"].skipped == ()


def test_thousands_of_files_in_the_last_moment_are_all_handed_in(answering, memory, folder: Path) -> None:
    for number in range(1_500):
        (folder / f"输出{number:04}.txt").write_text(f"{number}")
    hand_in(answering)
    assert files_of(memory.attempts[NUMBER]) == on_disk(folder)


def test_what_cannot_be_taken_is_told_with_its_reason(answering, memory, folder: Path) -> None:
    with (folder / "视频.mp4").open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    answering.wait(lambda: bool(answering.desk.folder("P1").skipped), PATIENCE_MS)
    view = answering.desk.folder("P1")
    assert (view.skipped, view.reasons) == (("视频.mp4",), (WhyLeftOut.FILE_SIZE,))
    summaries = listen(answering.desk.handInSummary)
    answering.desk.requestHandIn()
    answering.wait(lambda: bool(summaries))
    (found,) = [one for one in summaries[0].findings if one.fault is FolderFault.LEFT_OUT]
    assert (found.path, found.found) == ("视频.mp4", "单个文件最大 63 MB")
    answering.until_marked(SaveMark.SERVER)


def test_a_full_disk_is_unsaved_told_once_and_saved_when_there_is_room(answering, memory, folder, monkeypatch) -> None:
    answering.until_marked(SaveMark.SERVER)
    incidents = listen(answering.desk.incident)

    def full(_store: BlobStore, _key: object, _plain: bytes) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(BlobStore, "keep", full)
        (folder / "结果.txt").write_text("做完了", "utf-8")
        answering.wait(lambda: bool(incidents), PATIENCE_MS)
        answering.until_marked(SaveMark.UNSAVED)
        answering.desk.snapshot("P1")
        answering.desk.answer("Q1", {"RESPONSE": "A"})
        answering.desk.leaveField()
        answering.wait(lambda: "Q1" in state_of(memory.attempts[NUMBER]).responses, PATIENCE_MS)
        assert [code for code, _sentence in incidents] == [IncidentCode.FOLDER_FAILED.value]
        assert answering.desk.save_mark is SaveMark.UNSAVED
    answering.until_marked(SaveMark.SERVER, PATIENCE_MS)
    assert files_of(memory.attempts[NUMBER])["结果.txt"] == "做完了".encode()


def test_a_disk_that_stays_full_is_named_on_the_last_screen(answering, folder: Path, monkeypatch) -> None:
    answering.until_marked(SaveMark.SERVER)
    receipts = listen(answering.desk.receiptShown)

    def full(_store: BlobStore, _key: object, _plain: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(BlobStore, "keep", full)
    (folder / "结果.txt").write_text("做完了", "utf-8")
    hand_in(answering)
    assert receipts[0].not_saved == ("第4题",)


def test_a_file_the_room_will_never_take_holds_up_nothing(answering, memory, folder: Path) -> None:
    answering.until_marked(SaveMark.SERVER)
    attempt = memory.attempts[NUMBER]
    memory.blob_quota = len(attempt.blobs)
    (folder / "结果.txt").write_text("太多了", "utf-8")
    answering.wait(lambda: is_saved(answering.desk, "P1", "结果.txt"), PATIENCE_MS)
    answering.desk.answer("Q1", {"RESPONSE": "A"})
    answering.desk.leaveField()
    answering.wait(lambda: "Q1" in state_of(attempt).responses, PATIENCE_MS)
    assert answering.desk.save_mark is SaveMark.DESK
    hand_in(answering)
    (entry,) = [one for one in state_of(attempt).folders["P1"].entries if one.path == "结果.txt"]
    assert entry.blob not in attempt.blobs
