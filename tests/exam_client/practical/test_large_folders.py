"""Folders as a whole class leaves them: thousands of files, long names, files in use, links, floods, full disks."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_client.practical import reach, scanning, snapshots
from exam_client.practical.reach import read_file
from exam_client.practical.scanning import MAX_ENTRIES, MAX_FILE_BYTES
from exam_client.practical.snapshots import SHARED_BYTES, SMALL_BYTES, Allowance, take_snapshot
from exam_client.practical.workspace import rebuild
from exam_server.protocol.common import MAX_BLOB_BYTES
from itembank.base.canonical import digest
from itembank.model.left_out import WhyLeftOut
from itembank.model.responses import MORE_SKIPPED, FileEntry
from tests.exam_client.practical.keeping import Keep, contents, fill, paths

SEALING_BYTES = 48


@pytest.fixture
def keep() -> Keep:
    return Keep()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "第3题"
    place.mkdir()
    return place


@pytest.fixture(params=[True, False], ids=["step by step", "whole paths"])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reaching a file: the one of Linux, and the one that Windows has."""
    monkeypatch.setattr(reach, "CAN_STEP", request.param)


# ---- many


def test_two_thousand_files_are_whole_and_cost_a_handful_of_blobs(folder: Path, keep: Keep, tmp_path: Path) -> None:
    fill(folder, 1_990)
    (folder / "空" / "更空").mkdir(parents=True)
    (folder / "照片.jpg").write_bytes(os.urandom(SMALL_BYTES + 1))
    manifest, _look = take_snapshot(folder, keep, None)
    assert len(manifest.entries) == 1_993
    assert (manifest.skipped, manifest.reasons) == ((), ())
    assert len(keep.kept) == 2
    rebuild(tmp_path / "again", manifest, keep.find)
    assert contents(tmp_path / "again") == contents(folder)
    assert take_snapshot(folder, Keep(), None)[0] == manifest


def test_one_file_changed_among_a_thousand_is_read_and_sealed_alone(folder: Path, keep: Keep) -> None:
    fill(folder, 1_000)
    first, look = take_snapshot(folder, keep, None)
    before = len(keep.kept)
    (folder / "文件00007.txt").write_bytes(b"changed")
    second, _look = take_snapshot(folder, keep, first, look)
    assert list(keep.kept.values())[before:] == [b"changed"]
    different = [a.path for a, b in zip(first.entries, second.entries, strict=True) if a != b]
    assert different == ["文件00007.txt"]


def test_files_moved_renamed_or_copied_are_not_sealed_again(folder: Path, keep: Keep) -> None:
    (folder / "旧").mkdir()
    fill(folder / "旧", 300)
    first, look = take_snapshot(folder, keep, None)
    (folder / "旧").rename(folder / "新")
    (folder / "副本.txt").write_bytes(b"7")
    before = dict(keep.kept)
    second, _look = take_snapshot(folder, keep, first, look)
    assert keep.kept == before
    assert {keep.find(e) for e in second.entries if not e.folder} == {str(n).encode() for n in range(300)}


def test_shared_blobs_stay_small_and_hold_every_file(folder: Path, keep: Keep) -> None:
    fill(folder, 40, lambda number: bytes([number]) * (SMALL_BYTES - number))
    manifest, _look = take_snapshot(folder, keep, None)
    assert max(map(len, keep.kept.values())) < SHARED_BYTES + SMALL_BYTES
    assert len(keep.kept) == 3
    assert all(digest(keep.find(entry) or b"") == entry.sha256 for entry in manifest.entries)


def test_beyond_the_bound_the_work_stays_and_the_candidate_is_told(folder: Path, keep: Keep, monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "MAX_ENTRIES", 50)
    (folder / "图" / "旧").mkdir(parents=True)
    (folder / "图" / "旧" / "素材.txt").write_bytes(b"s")
    first, look = take_snapshot(folder, keep, None)
    fill(folder / "图", 100)
    (folder / "作品.docx").write_bytes(b"work")
    second, _look = take_snapshot(folder, keep, first, look)
    assert set(paths(first)) | {"作品.docx"} <= set(paths(second))
    assert (len(second.entries), second.reasons) == (50, (WhyLeftOut.COUNT,))
    assert second.skipped[-1] == MORE_SKIPPED
    assert second.may_lack("图/文件00099.txt")
    assert not first.may_lack("图/文件00099.txt")


def test_a_runaway_program_is_looked_at_up_to_a_bound_and_hides_nothing_above(folder: Path, keep, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "MAX_LOOKED_AT", 60)
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    fill(deep, 200)
    (folder / "作品.docx").write_bytes(b"work")
    manifest, look = take_snapshot(folder, keep, None)
    assert "作品.docx" in paths(manifest)
    assert len(look.seen) == 60
    assert WhyLeftOut.COUNT in manifest.reasons


def test_the_bounds_fit_the_rooms() -> None:
    assert MAX_FILE_BYTES + SEALING_BYTES <= MAX_BLOB_BYTES
    assert SHARED_BYTES + SMALL_BYTES + SEALING_BYTES <= MAX_BLOB_BYTES
    assert MAX_ENTRIES >= 2_000


# ---- names


def test_long_chinese_names_twenty_folders_deep_are_whole(folder: Path, keep: Keep, tmp_path: Path) -> None:
    name = "目录" * 42
    for number in range(3):
        reach.write_file(folder, "/".join([name] * 20 + [f"{number}.txt"]), b"deep", modified_ns=10**18, may_write=True)
    manifest, _look = take_snapshot(folder, keep, None)
    assert len(manifest.entries) == 23
    assert len(manifest.entries[-1].path.encode()) > 5_000
    assert manifest.skipped == ()
    assert rebuild(tmp_path / "again", manifest, keep.find) == ()
    assert take_snapshot(tmp_path / "again", Keep(), None)[0] == manifest


def test_a_path_that_is_too_deep_is_named_with_its_reason(folder: Path, keep: Keep) -> None:
    deep = folder.joinpath(*["层"] * 30)
    deep.mkdir(parents=True)
    (deep / "x.txt").write_bytes(b"x")
    manifest, _look = take_snapshot(folder, keep, None)
    assert manifest.reasons == (WhyLeftOut.DEPTH,)
    assert manifest.skipped == ("/".join(["层"] * 24),)


@pytest.mark.parametrize(
    "name",
    ["a:b.txt", "con.txt", "点.", " 空", "a\\b", "问?", unicodedata.normalize("NFD", "café.txt"), "が\u3099.txt"],
)
@pytest.mark.usefixtures("_ways")
def test_names_that_other_systems_forbid_are_taken_as_they_are(folder: Path, keep: Keep, name: str) -> None:
    (folder / name).write_bytes(b"work")
    manifest, _look = take_snapshot(folder, keep, None)
    assert paths(manifest) == [name]
    assert keep.find(manifest.entries[0]) == b"work"


def test_names_that_differ_only_in_case_or_in_accents_stay_apart(folder: Path, keep: Keep, tmp_path: Path) -> None:
    names = ["A.txt", "a.txt", "caf\u00e9", "cafe\u0301"]
    for name in names:
        (folder / name).write_bytes(name.encode())
    manifest, _look = take_snapshot(folder, keep, None)
    rebuild(tmp_path / "again", manifest, keep.find)
    assert contents(tmp_path / "again") == {name: name.encode() for name in names}


def test_a_name_in_bytes_that_are_no_text_is_named(folder: Path, keep: Keep) -> None:
    (folder / os.fsdecode("素材.txt".encode("gb18030"))).write_bytes(b"x")
    manifest, _look = take_snapshot(folder, keep, None)
    assert (manifest.entries, manifest.reasons) == ((), (WhyLeftOut.NAME,))
    assert manifest.skipped[0].endswith(".txt")


@pytest.mark.usefixtures("_ways")
def test_links_pipes_and_loops_are_named_and_never_followed(folder: Path, keep: Keep, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("not yours")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "file").symlink_to(tmp_path / "secret" / "key.txt")
    os.mkfifo(folder / "pipe")
    manifest, _look = take_snapshot(folder, keep, None)
    assert manifest.entries == ()
    assert set(manifest.skipped) == {"link", "loop", "file", "pipe"}
    assert manifest.reasons == (WhyLeftOut.LINK,)


def test_a_folder_that_becomes_a_link_between_look_and_read_leads_nowhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.txt").write_text("not yours")
    (folder / "in").symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match="in"):
        read_file(folder, "in/a.txt", 100)


# ---- bounds of size


@pytest.mark.usefixtures("_ways")
def test_a_file_of_300_mb_is_named_and_never_read(folder: Path, keep: Keep) -> None:
    with (folder / "视频.mp4").open("wb") as stream:
        stream.truncate(300 << 20)
    (folder / "作品.docx").write_bytes(b"work")
    manifest, _look = take_snapshot(folder, keep, None)
    assert (paths(manifest), manifest.skipped) == (["作品.docx"], ("视频.mp4",))
    assert manifest.reasons == (WhyLeftOut.FILE_SIZE,)
    assert read_file(folder, "视频.mp4", MAX_FILE_BYTES) is None


def test_a_file_that_grew_too_large_keeps_its_older_state(folder: Path, keep: Keep) -> None:
    (folder / "a.bin").write_bytes(b"small")
    first, look = take_snapshot(folder, keep, None)
    with (folder / "a.bin").open("r+b") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    second, _look = take_snapshot(folder, keep, first, look)
    assert (second.entries, second.skipped) == (first.entries, ("a.bin",))
    assert second.is_old("a.bin")


def test_above_what_the_room_takes_small_work_goes_on_and_the_rest_is_tried_again(folder: Path, keep: Keep) -> None:
    (folder / "大.bin").write_bytes(os.urandom(SMALL_BYTES * 2))
    (folder / "作品.docx").write_bytes(b"work")
    first, look = take_snapshot(folder, keep, None, None, Allowance(SMALL_BYTES, 10))
    assert (paths(first), first.reasons) == (["作品.docx"], (WhyLeftOut.TOTAL,))
    last, _look = take_snapshot(folder, keep, first, look, Allowance(SMALL_BYTES * 3, 10))
    assert (paths(last), last.skipped) == (["作品.docx", "大.bin"], ())


def test_many_small_files_above_the_allowance_are_left_out_together(folder: Path, keep: Keep) -> None:
    fill(folder, 10)
    manifest, _look = take_snapshot(folder, keep, None, None, Allowance(1 << 20, 0))
    assert (manifest.entries, len(manifest.skipped)) == ((), 10)


def test_a_full_disk_is_an_error_and_nothing_is_claimed(folder: Path) -> None:
    fill(folder, 10)

    def full(_data: bytes) -> str:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        take_snapshot(folder, full, None)


# ---- rebuilding


def test_a_folder_half_rebuilt_is_never_taken_for_the_work(folder: Path, keep: Keep, tmp_path: Path) -> None:
    fill(folder, 30)
    manifest, _look = take_snapshot(folder, keep, None)
    again = tmp_path / "again"
    served: Iterator[int] = iter(range(10))

    def dies(entry: FileEntry) -> bytes | None:
        next(served)
        return keep.find(entry)

    with pytest.raises(StopIteration):
        rebuild(again, manifest, dies)
    assert not again.exists()
    assert rebuild(again, manifest, keep.find) == ()
    assert contents(again) == contents(folder)


@pytest.mark.usefixtures("_ways")
def test_times_attributes_and_empty_folders_come_back(folder: Path, keep: Keep, tmp_path: Path) -> None:
    (folder / "空").mkdir()
    fill(folder, 6)
    (folder / "文件00003.txt").chmod(0o444)
    os.utime(folder / "文件00002.txt", ns=(10**18, 10**18))
    manifest, _look = take_snapshot(folder, keep, None)
    rebuild(tmp_path / "again", manifest, keep.find)
    again, _look = take_snapshot(tmp_path / "again", Keep(), None)
    assert again == manifest
