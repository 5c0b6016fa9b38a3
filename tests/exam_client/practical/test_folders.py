"""Working folders on a real disk: laid out, looked at, snapshotted, rebuilt."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from exam_client.practical import snapshots
from exam_client.practical.reach import inside
from exam_client.practical.scanning import is_temporary, look_at
from exam_client.practical.snapshots import take_snapshot
from exam_client.practical.workspace import (
    WorkspaceError,
    candidate_folder,
    lay_out,
    move_aside,
    rebuild,
    remove,
    task_folder,
    write_file,
)
from itembank.base.files import UnsafeNameError
from itembank.model.items.practical import PracticalInteraction, Software, StarterFile
from itembank.model.left_out import WhyLeftOut
from itembank.model.responses import FileEntry, FolderManifest
from tests.fakes.sample_exam import STARTER_TEXT, files_item

TASK = next(i for i in files_item().interactions if isinstance(i, PracticalInteraction))
MEDIA = {hashlib.sha256(STARTER_TEXT).hexdigest(): STARTER_TEXT}


class Keep:
    """Keeps what a snapshot seals, and counts it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.calls = 0

    def __call__(self, data: bytes) -> str:
        self.calls += 1
        name = hashlib.sha256(b"sealed" + data).hexdigest()
        self.kept[name] = data
        return name

    def find(self, entry: FileEntry) -> bytes | None:
        content = self.kept.get(entry.blob)
        return None if content is None else entry.part_of(content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = task_folder(tmp_path, "0031001", TASK)
    lay_out(place, TASK, MEDIA)
    return place


def test_starter_files_and_empty_folders_lie_in_the_working_folder(folder: Path) -> None:
    assert (folder / "素材" / "说明.txt").read_bytes() == STARTER_TEXT
    assert folder.parts[-2:] == ("0031001", "第4题")


def test_laying_out_again_keeps_what_is_there(folder: Path) -> None:
    (folder / "素材" / "说明.txt").write_text("改过", "utf-8")
    lay_out(folder, TASK, MEDIA)
    assert (folder / "素材" / "说明.txt").read_text("utf-8") == "改过"


@pytest.mark.parametrize("number", ["..", "../0031002", "/etc", ""])
def test_a_number_never_leads_out_of_the_work_folder(tmp_path: Path, number: str) -> None:
    with pytest.raises(UnsafeNameError):
        candidate_folder(tmp_path, number)


def test_a_path_never_leads_out_of_the_folder(folder: Path) -> None:
    for path in ("../x", "/etc/passwd", "a/../../x", "a//b", ""):
        with pytest.raises(UnsafeNameError):
            inside(folder, path)
    for path in ("C:/x", "a\\..\\..\\x", "con", "a."):
        with pytest.raises(UnsafeNameError):
            inside(folder, path, is_windows=True)


@pytest.mark.parametrize(
    "name",
    ["~$成绩.xlsx", ".~lock.成绩.odt#", "~WRD0001.tmp", "lu12abc.tmp", "a.part", "__pycache__", "x.pyc", ".~a.docx"],
)
def test_temporary_and_lock_files_are_skipped_in_silence(folder: Path, name: str) -> None:
    assert is_temporary(name)
    (folder / name).write_bytes(b"x")
    manifest, look = take_snapshot(folder, Keep(), None)
    assert all(entry.path != name for entry in manifest.entries)
    assert look.skipped == ()


@pytest.mark.parametrize("name", ["成绩.xlsx", "a.txt", "tmp.docx", "~a.docx", ".hidden"])
def test_the_candidates_own_files_are_taken(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"work")
    manifest, _look = take_snapshot(folder, Keep(), None)
    assert name in {entry.path for entry in manifest.entries}


def test_a_snapshot_names_digest_size_and_blob_of_every_file(folder: Path) -> None:
    keep = Keep()
    manifest, _look = take_snapshot(folder, keep, None)
    entry = next(e for e in manifest.entries if not e.folder)
    assert [e.path for e in manifest.entries] == ["素材", "素材/说明.txt"]
    assert entry.sha256 == hashlib.sha256(STARTER_TEXT).hexdigest()
    assert keep.kept[entry.blob] == STARTER_TEXT


def test_unchanged_files_are_not_read_again(folder: Path) -> None:
    keep = Keep()
    first, look = take_snapshot(folder, keep, None)
    second, _look = take_snapshot(folder, keep, first, look)
    assert second == first
    assert keep.calls == 1
    (folder / "新.txt").write_text("新", "utf-8")
    third, _look = take_snapshot(folder, keep, second, look)
    assert keep.calls == 2
    assert len(third.entries) == 3


def busy(_folder: Path, path: str, _at_most: int) -> bytes:
    raise PermissionError(13, "in use", path)


def test_a_file_that_cannot_be_read_now_keeps_its_last_version(folder: Path, monkeypatch) -> None:
    keep = Keep()
    first, look = take_snapshot(folder, keep, None)
    target = folder / "素材" / "说明.txt"
    target.write_text("正在保存", "utf-8")
    monkeypatch.setattr(snapshots, "read_file", busy)
    second, _look = take_snapshot(folder, keep, first, look)
    assert [e for e in second.entries if not e.folder] == [e for e in first.entries if not e.folder]


def test_links_and_impossible_names_are_named_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not yours")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "a\nb").write_text("x")
    manifest, _look = take_snapshot(folder, Keep(), None)
    assert set(manifest.skipped) == {"link", "loop", "a\nb"}
    assert set(manifest.reasons) == {WhyLeftOut.LINK, WhyLeftOut.NAME}


def test_a_missing_folder_is_an_empty_look(tmp_path: Path) -> None:
    assert look_at(tmp_path / "none").seen == ()


def test_a_folder_is_rebuilt_from_its_snapshot(folder: Path, tmp_path: Path) -> None:
    keep = Keep()
    (folder / "结果.txt").write_text("做完了", "utf-8")
    os.utime(folder / "结果.txt", ns=(10**18, 10**18))
    (folder / "空").mkdir()
    manifest, _look = take_snapshot(folder, keep, None)
    again = tmp_path / "again"
    assert rebuild(again, manifest, keep.find) == ()
    assert take_snapshot(again, keep, None)[0].entries[0].path == manifest.entries[0].path
    assert (again / "结果.txt").read_text("utf-8") == "做完了"
    assert (again / "结果.txt").stat().st_mtime_ns == 10**18
    assert (again / "空").is_dir()


def test_what_cannot_be_found_is_named(tmp_path: Path) -> None:
    manifest = FolderManifest(entries=(FileEntry(path="a.txt", sha256="a" * 64, blob="b" * 64),))
    assert rebuild(tmp_path / "x", manifest, lambda _blob: None) == ("a.txt",)


def test_a_read_only_file_comes_back_read_only_and_can_be_replaced(tmp_path: Path) -> None:
    manifest = FolderManifest(entries=(FileEntry(path="a.txt", sha256="a" * 64, blob="b" * 64, attributes="R"),))
    rebuild(tmp_path / "again", manifest, lambda _entry: b"old")
    file = tmp_path / "again" / "a.txt"
    assert not file.stat().st_mode & 0o200
    write_file(file, b"new")
    assert file.read_bytes() == b"new"


def test_a_file_is_handed_out_with_its_attributes(tmp_path: Path) -> None:
    locked = StarterFile(path="锁.txt", media="a" * 64, attributes="R")
    files = (locked, StarterFile(path="开.txt", media="a" * 64))
    task = PracticalInteraction(response="R1", folder="F", software=Software.FILES, starter_files=files)
    lay_out(tmp_path, task, {"a" * 64: b"1"})
    assert [bool((tmp_path / name).stat().st_mode & 0o200) for name in ("锁.txt", "开.txt")] == [False, True]
    (tmp_path / "锁.txt").chmod(0o644)
    lay_out(tmp_path, task, {"a" * 64: b"1"})
    assert (tmp_path / "锁.txt").stat().st_mode & 0o200, "what the candidate took away stays away"


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(WorkspaceError) as caught:
        write_file(tmp_path / "folder" / "a.txt", b"x")
    assert "a.txt" in caught.value.message


def test_folders_are_moved_aside_under_new_names_and_removed(folder: Path) -> None:
    root = folder.parent
    moved = move_aside(root)
    assert moved is not None
    assert (moved / "第4题" / "素材" / "说明.txt").is_file()
    assert move_aside(root) is None
    remove(moved)
    assert not moved.exists()


@pytest.mark.parametrize(
    ("lock", "name"),
    [
        (".~lock.报告.docx#", "报告.docx"),
        ("~$报告.docx", "报告.docx"),
        ("~$nual report.docx", "annual report.docx"),
        (".~统计.xlsx", "统计.xlsx"),
    ],
)
def test_a_lock_file_tells_which_file_a_program_has_open(tmp_path, lock, name) -> None:
    (tmp_path / "作品").mkdir()
    for file in (name, "别的.docx", lock):
        (tmp_path / "作品" / file).write_bytes(b"x")
    look = look_at(tmp_path)
    assert look.locked == {f"作品/{name}"}
    assert [seen.path for seen in look.seen] == sorted(["作品", f"作品/{name}", "作品/别的.docx"])
